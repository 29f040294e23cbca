"""Files inserted into a Word file as a whole (``w:altChunk``): Word shows them in place once it has opened the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lawcheck.document import Block, Problem, Provenance, SourceText, Span
from lawcheck.errors import UnreadableFile
from lawcheck.readers.registry import READERS
from lawcheck.readers.signatures import sniff

__all__ = ["MAX_DEPTH_OF_CHUNKS", "Chunk", "read_chunk"]

# A file inserted in an inserted file is rare, deeper ones are hostile.
MAX_DEPTH_OF_CHUNKS = 2
# Formats besides docx that Word inserts.
_INSERTED = ("html", "md", "mhtml", "rtf", "txt")


class Chunk(NamedTuple):
    """An inserted file: the blocks of its body and of its notes, the number of its tables, what was noticed."""

    body: tuple[Block, ...]
    asides: tuple[Block, ...]
    tables: int
    problems: tuple[Problem, ...]


def read_chunk(data: bytes, part: str, *, docx: Callable[[bytes, str], SourceText], tables: int) -> Chunk | None:
    """Read an inserted file by its bytes; None where its format is not one that Word inserts, or it is damaged.

    ``docx`` reads Word files; ``tables`` is the number of tables before it, so that table numbers stay unique. Blocks
    keep their place in tables and carry the name of ``part``; they have no paragraph of the document itself.
    """
    format = sniff(data) if data else ""
    if format != "docx" and format not in _INSERTED:
        return None
    reader = docx if format == "docx" else READERS[format]
    try:
        source = reader(data, part)
    except UnreadableFile:
        return None
    if not source.text.strip():
        return None
    length = sum(1 for block in source.blocks if block.provenance.part == "body")
    blocks = [block._replace(provenance=_moved(block.provenance, part, tables)) for block in source.blocks]
    count = max((b.provenance.table + 1 for b in source.blocks if b.provenance.table is not None), default=0)
    end = source.blocks[length - 1].end if length else 0
    return Chunk(tuple(blocks[:length]), tuple(blocks[length:]), count, _inside(source.problems, end))


def _moved(place: Provenance, part: str, tables: int) -> Provenance:
    table = None if place.table is None else place.table + tables
    return Provenance(place.part, None, table, place.row, place.column, name=part)


def _inside(problems: tuple[Problem, ...], end: int) -> tuple[Problem, ...]:
    """Problems of the body keep their place in it, the others concern the file."""
    return tuple(p if p.span.end <= end else Problem(p.code, Span(0, 0), p.message) for p in problems)
