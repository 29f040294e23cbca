"""Markdown (CommonMark with GFM tables) as law collections write it: headings for chapters, a paragraph a 款."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lawcheck.document import Document
from lawcheck.writers.characters import visible
from lawcheck.writers.flow import Cell, Piece, Rows, Slot, flow

__all__ = ["write_markdown"]

# Everything before this line is title and 题注.
INFO_END = "<!-- INFO END -->"
_INLINE = re.compile(r"[\\`*_\[\]~]|<|&(?=#?\w+;)")
_ENTITIES = {"<": "&lt;", "&": "&amp;"}  # programs that strip tags before they read escapes would take \\< for a tag
_BLOCK = re.compile(r"^(?:#|[+=>|-]|\d+(?=[.)]))")
# Tells that the file is Markdown where it does not start with a heading.
_FRONT_MATTER = "---\nlang: zh-CN\n---"
_DEEPEST = 6
_INFO = {Slot.TITLE, Slot.NOTE}


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
    if blocks and not blocks[0].startswith("#"):
        blocks.insert(0, _FRONT_MATTER)
    return visible("\n\n".join(blocks) + "\n").encode() if blocks else b""


def _blocks(document: Document) -> Iterator[str]:
    """The mark stands behind title and 题注, where nothing else is among them: readers take all before it for these."""
    before: set[Slot] = set()
    for piece in flow(document):
        if piece.slot not in _INFO and before and before <= _INFO:
            yield INFO_END
        before.add(piece.slot)
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
    return _INLINE.sub(lambda found: _ENTITIES.get(found[0]) or "\\" + found[0], text)


def _start(text: str) -> str:
    """A line that would open a heading or a list is kept a paragraph."""
    found = _BLOCK.match(text)
    if found is None:
        return text
    at = found.end() if found[0].isdigit() else 0
    return text[:at] + "\\" + text[at:]


def _table(rows: Rows) -> str:
    """Markdown has no merged cells: the columns they cover are left empty."""
    lines = [_row(row) for row in rows]
    width = sum(cell.span for cell in rows[0])
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _row(row: tuple[Cell, ...]) -> str:
    texts = [_inline(cell.text).replace("|", "\\|").replace("\n", "<br>") + " |" * (cell.span - 1) for cell in row]
    return "| " + " | ".join(texts) + " |"
