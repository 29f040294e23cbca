"""Markdown (CommonMark with GFM tables) as law collections write it: headings for chapters, a paragraph a 款."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lawcheck.document import Document
from lawcheck.writers.characters import visible
from lawcheck.writers.flow import Piece, Rows, Slot, flow

__all__ = ["write_markdown"]

# Everything before this line is title and 题注.
INFO_END = "<!-- INFO END -->"
_INLINE = re.compile(r"([\\`*_\[\]<>~])|&(?=#?\w+;)")
_BLOCK = re.compile(r"^(?:#|[+=-]|\d+(?=[.)]))")
_DEEPEST = 6


def write_markdown(document: Document) -> bytes:
    """UTF-8 Markdown; characters that have a meaning in Markdown are escaped.

    >>> from lawcheck.document import parse
    >>> print(write_markdown(parse("某条例\\n第一章　总则\\n第一条　甲*。\\n")).decode())
    # 某条例
    <BLANKLINE>
    <!-- INFO END -->
    <BLANKLINE>
    ## 第一章　总则
    <BLANKLINE>
    第一条　甲\\*。
    """
    blocks = [*_blocks(document)]
    return visible("\n\n".join(blocks) + "\n").encode() if blocks else b""


def _blocks(document: Document) -> Iterator[str]:
    front = True
    for piece in flow(document):
        if front and piece.slot not in (Slot.FURNITURE, Slot.TITLE, Slot.NOTE):
            yield INFO_END
            front = False
        yield _block(piece)


def _block(piece: Piece) -> str:
    if piece.rows:
        return _table(piece.rows)
    if piece.slot is Slot.TITLE:
        return "# " + _inline(piece.line)
    if piece.slot is Slot.HEADING:
        return "#" * min(piece.level + 1, _DEEPEST) + " " + _inline(piece.line)
    if piece.slot is Slot.ANNEX:
        return "## " + _inline(piece.line)
    if piece.slot is Slot.ANNEX_HEADING:
        return "### " + _inline(piece.line)
    return _start(_inline(piece.line))


def _inline(text: str) -> str:
    return _INLINE.sub(lambda found: "\\" + found[0], text)


def _start(text: str) -> str:
    """A line that would open a heading or a list is kept a paragraph."""
    found = _BLOCK.match(text)
    if found is None:
        return text
    at = found.end() if found[0].isdigit() else 0
    return text[:at] + "\\" + text[at:]


def _table(rows: Rows) -> str:
    width = max(len(row) for row in rows)
    lines = [_row(row, width) for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _row(row: tuple[str, ...], width: int) -> str:
    cells = [_inline(cell).replace("|", "\\|").replace("\n", "<br>") for cell in row]
    return "| " + " | ".join(cells + [""] * (width - len(row))) + " |"
