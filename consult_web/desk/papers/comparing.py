"""The text of a file beside what was read out of it, passage by passage: nothing of the file is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lawcheck.document import CONTAINERS, Document, Unit, UnitKind

__all__ = ["Line", "Passage", "passages"]


class Line(NamedTuple):
    """A unit inside an article: how it is cited, its own words, and how deep it stands."""

    label: str
    text: str
    depth: int


class Passage(NamedTuple):
    """A stretch of the file (``original``) and what it was taken for: ``kind`` front, heading, article, annex, between, end;
    ``label``, ``heading`` and ``lines`` of the unit."""

    kind: str
    eid: str
    label: str
    heading: str
    original: str
    lines: tuple[Line, ...]


def passages(document: Document) -> list[Passage]:
    """The whole text in order; the originals joined are the text of the file, but for blank lines between articles.

    >>> from lawcheck.document import parse
    >>> document = parse("某条例\\n第一章　总则\\n第一条　甲。\\n第二条　乙。\\n")
    >>> found = passages(document)
    >>> [(one.kind, one.label) for one in found]
    [('front', ''), ('heading', '第一章'), ('article', '第一条'), ('article', '第二条')]
    >>> "".join("".join(one.original for one in found).split()) == "".join(document.source.text.split())
    True
    """
    text = document.source.text
    found: list[Passage] = []
    at = 0
    for unit in _shown(document):
        start, end = unit.span.start, _end(unit)
        if start > at:
            found.append(Passage("between" if found else "front", "", "", "", text[at:start], ()))
        found.append(_passage(document, unit, text[max(start, at) : end]))
        at = max(at, end)
    if at < len(text):
        found.append(Passage("end" if found else "front", "", "", "", text[at:], ()))
    return [one for one in found if one.original.strip() or one.kind not in ("between", "end", "front")]


def _shown(document: Document) -> Iterator[Unit]:
    units = (unit for unit in document.walk() if unit.kind in (*CONTAINERS, UnitKind.ARTICLE, UnitKind.ANNEX))
    yield from sorted(units, key=lambda unit: unit.span.start)


def _end(unit: Unit) -> int:
    """A chapter is shown up to its first article."""
    if unit.kind in CONTAINERS and unit.children:
        return unit.children[0].span.start
    return unit.span.end


def _passage(document: Document, unit: Unit, original: str) -> Passage:
    if unit.kind in CONTAINERS:
        return Passage("heading", unit.eid, unit.label, unit.heading, original, ())
    kind = "annex" if unit.kind is UnitKind.ANNEX else "article"
    return Passage(kind, unit.eid, unit.label, unit.heading, original, tuple(_lines(document, unit)))


def _lines(document: Document, unit: Unit, depth: int = 0) -> Iterator[Line]:
    if unit.text.strip():
        yield Line(document.citation_label(unit) if depth else "", unit.text.strip(), depth)
    for child in unit.children:
        yield from _lines(document, child, depth + 1)
    if unit.wrap_up.strip():
        yield Line("", unit.wrap_up.strip(), depth)
