"""Plain text as people paste it: one line a 款, indented by two ideographic spaces; tables with tabs."""

from __future__ import annotations

from lawcheck.document import Document
from lawcheck.writers.characters import visible
from lawcheck.writers.flow import Piece, Slot, flow

__all__ = ["write_text"]

_INDENT = "\u3000\u3000"
_FLUSH = (
    Slot.FURNITURE,
    Slot.TITLE,
    Slot.NOTE,
    Slot.TOC,
    Slot.HEADING,
    Slot.CONCLUSION,
    Slot.ANNEX,
    Slot.ANNEX_HEADING,
)
# A blank line stands before a piece of these kinds when it follows another kind.
_APART = (Slot.TITLE, Slot.TOC, Slot.HEADING, Slot.CONCLUSION, Slot.ANNEX, Slot.ASIDE, Slot.TABLE)


def write_text(document: Document) -> bytes:
    """UTF-8 with ``\\n`` line ends.

    >>> from lawcheck.document import parse
    >>> write_text(parse("某条例\\n第一条 甲。\\n乙。")).decode().splitlines()
    ['某条例', '', '\u3000\u3000第一条\u3000甲。', '\u3000\u3000乙。']
    """
    lines: list[str] = []
    before: Slot | None = None
    for piece in flow(document):
        if before is not None and _parted(piece.slot, before):
            lines.append("")
        lines += _lines(piece)
        before = piece.slot
    return visible("\n".join(lines) + "\n").encode() if lines else b""


def _parted(slot: Slot, before: Slot) -> bool:
    return slot is not before and (slot in _APART or before in _APART or before is Slot.NOTE)


def _lines(piece: Piece) -> list[str]:
    if piece.rows:
        return ["\t".join(" ".join(cell.text.split()) for cell in row) for row in piece.rows]
    return [("" if piece.slot in _FLUSH else _INDENT) + piece.line]
