"""When two documents say the same: the equality that round trips are measured by, and what each format cannot hold.

Compared are the parts of the tree that a person can point at: title, 题注, contents, preamble, every unit with kind, eId,
number, number as written, heading, text, text after the items and table rows, signature, annexes, and what stands beside
the text. Not compared: spans, provenance, ordinals and segments, which say where a piece stood in its own file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lawcheck.document import Document, Unit
from lawcheck.writers.beside import parted_asides
from lawcheck.writers.characters import visible
from lawcheck.writers.flow import Cell, front_lines, heal, rows_of, text_lines

__all__ = ["NOT_HELD", "differences"]

NOT_HELD: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "akn": frozenset(),
        "json": frozenset(),
        "html": frozenset({"running", "toc", "breaks"}),
        "docx": frozenset({"running", "parts", "toc", "breaks"}),
        "pdf": frozenset({"running", "parts", "toc", "breaks", "tables"}),
        "md": frozenset({"running", "parts", "breaks", "cells"}),
        "text": frozenset({"running", "parts", "breaks", "tables"}),
    }
)
"""What a format does not hold, by format; ``docs/formats.md`` says each in words.

``running``: page headers and footers; ``parts``: that a line is a footnote, text box or comment; ``toc``: the contents as
they were written (the format makes its own); ``breaks``: line breaks that the layout made inside a sentence, and how many
blanks stand between words; ``cells``: merged cells and line breaks in cells; ``tables``: that lines are the rows of a table.
"""

# Blanks of layout; text processors leave zero-width ones behind.
_BLANKS = re.compile("[\\s\u200b\ufeff]+")
_EDGES = " \t\r\v\f\u3000\xa0\u200b\ufeff\u2002\u2003\u2009"
_RUNNING = ("header", "footer")
Row = tuple[str, object]


def differences(first: Document, second: Document, *, format: str = "akn") -> tuple[str, ...]:
    """Where two documents differ in what ``format`` can hold: eIds and names of parts; empty when they say the same.

    >>> from lawcheck.document import parse
    >>> differences(parse("某条例\\n第一条　甲。"), parse("某条例\\n第一条　乙。"))
    ('art_1__para_1',)
    """
    lost = NOT_HELD.get(format, frozenset())
    ours, theirs = dict(_rows(first, lost)), dict(_rows(second, lost))
    return tuple(key for key in {**ours, **theirs} if ours.get(key) != theirs.get(key))


def _rows(document: Document, lost: frozenset[str]) -> Iterator[Row]:
    """What the document says, piece by piece, under the name of the piece."""
    text = _folded if "breaks" in lost else _stripped
    yield "title", visible(document.title)
    for name, part in (("note", document.note), ("preamble", document.preamble), ("conclusion", document.conclusion)):
        yield name, tuple(filter(None, map(text, text_lines(part))))
    if "toc" not in lost:
        yield "toc", tuple(map(text, document.toc))
    furniture = (text(line) for role, line in front_lines(document) if role == "furniture")
    yield "front", tuple(filter(None, furniture))
    yield "asides", tuple(_asides(document, lost))
    for unit in document.walk():
        yield from _unit(document, unit, lost)


def _asides(document: Document, lost: frozenset[str]) -> Iterator[tuple[str, str]]:
    for part, line in parted_asides(document):
        if not ("running" in lost and part in _RUNNING):
            yield "" if "parts" in lost else part, _folded(line)


def _unit(document: Document, unit: Unit, lost: frozenset[str]) -> Iterator[Row]:
    text = _folded if "breaks" in lost else _stripped
    rows = rows_of(document, unit)
    if rows and "tables" in lost:
        return
    words: object = text(unit.text)
    if rows:
        words = tuple(_table_row(row, lost) for row in rows)
    head = (unit.kind, unit.number, _folded(unit.label).replace(" ", ""), _folded(unit.heading))
    yield unit.eid, (head, words, text(unit.wrap_up), tuple(child.eid for child in unit.children))


def _table_row(row: tuple[Cell, ...], lost: frozenset[str]) -> tuple[Row, ...]:
    """Text and width of each cell; without merged cells, the texts that are there."""
    if "cells" not in lost:
        return tuple((_stripped(cell.text), cell.span) for cell in row)
    return tuple((text, 1) for cell in row if (text := "".join(visible(cell.text).split())))


def _stripped(text: str) -> str:
    return visible("\n".join(filter(None, (line.strip(_EDGES) for line in text_lines(text)))))


def _folded(text: str) -> str:
    """One line, every run of blanks one blank."""
    return _BLANKS.sub(" ", visible(heal(text))).strip()
