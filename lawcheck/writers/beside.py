"""What stands beside the text: text boxes, notes, page headers and footers, each line with the part it is from."""

from __future__ import annotations

from lawcheck.document import Block, Document, Span
from lawcheck.writers.flow import text_lines

__all__ = ["parted_asides"]

_RUNNING = ("header", "footer")


def parted_asides(document: Document) -> tuple[tuple[str, str], ...]:
    """Pairs of part and line: ``footnote``, ``endnote``, ``textbox``, ``comment``, ``header`` or ``footer``.

    A text box in a page header counts as ``header``: both come again on every page.

    >>> from lawcheck.document import Provenance, SourceText, parse
    >>> blocks = (Block(0, "第一条　甲。\\n"), Block(7, "注\\n", provenance=Provenance("footnote")))
    >>> parted_asides(parse(SourceText("第一条　甲。\\n注\\n", blocks)))
    (('footnote', '注'),)
    """
    source = document.source
    stretches = (Span(s.start, s.end) for s in document.segments if s.role == "aside")
    blocks = (block for span in stretches for block in source.blocks_in(span))
    return tuple((_part(block), line) for block in blocks for line in text_lines(block.content))


def _part(block: Block) -> str:
    place = block.provenance
    return next((part for part in _RUNNING if part == place.part or part in place.name), place.part)
