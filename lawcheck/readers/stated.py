"""Files that state their structure (Akoma Ntoso, pages of our own): the tree laid out as lines, with every span.

The lines are those that a person would write, so that what reads lines (problems, references, terms) finds the same in
them as in any other file; the tree itself is handed on as it was stated, in :attr:`SourceText.structure`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import count, groupby
from typing import Any, NamedTuple

from lawcheck.document import CONTAINERS, Number, Provenance, Segment, SourceText, Span, Structure, Unit, UnitKind
from lawcheck.readers.assembly import TextBuilder

__all__ = ["Stated", "bare_unit", "lay_out", "structure_from_rows"]

_NOWHERE = Span(0, 0)
_CONTENTS = re.compile(r"目[ \u3000\xa0]*[录次]")
_HINTS = {"title": "title", "note": "note", "toc": "toc"}
# One cell: its text and how many columns it covers.
Rows = Sequence[Sequence[tuple[str, int]]]


class Stated(NamedTuple):
    """What a file states, in reading order; the spans of the units are not known yet.

    ``front`` and ``asides`` are pairs of role and line, of part and line (``footnote``, ``header`` …); ``tables`` has the
    rows of the 款 that are tables, by eId.
    """

    front: tuple[tuple[str, str], ...]
    units: tuple[Unit, ...]
    conclusion: tuple[str, ...] = ()
    annexes: tuple[Unit, ...] = ()
    asides: tuple[tuple[str, str], ...] = ()
    tables: Mapping[str, Rows] = {}


def bare_unit(kind: UnitKind, eid: str, number: Number | None, **fields: Any) -> Unit:
    """A unit without spans and ordinal, which :func:`lay_out` gives it.

    >>> bare_unit(UnitKind.ARTICLE, "art_1", Number(1), label="第一条").label
    '第一条'
    """
    return Unit(kind, eid, 0, _NOWHERE, number, **fields)


def lay_out(stated: Stated, data: bytes, format: str, name: str) -> SourceText:
    """The text of a stated tree with its structure; ``data`` are the bytes of the file, for its hash.

    >>> article = bare_unit(UnitKind.ARTICLE, "art_1", Number(1), label="第一条", text="甲。")
    >>> source = lay_out(Stated((("title", "某条例"),), (article,)), b"", "akn", "a.xml")
    >>> source.text, source.structure.units[0].text_span
    ('某条例\\n第一条　甲。\\n', Span(start=8, end=10))
    """
    return _Layout(stated, name).source(data, format)


class _Layout:
    """Writes the lines and remembers where each part of the tree came to stand."""

    def __init__(self, stated: Stated, name: str) -> None:
        self.stated = stated
        self.out = TextBuilder(name)
        self.marks: list[tuple[int, str]] = []
        self.ordinals = count()
        self.lines = count()
        self.table = count()
        self.role = ""

    def source(self, data: bytes, format: str) -> SourceText:
        stated = self.stated
        front = [(role, self.line(line, role)) for role, line in stated.front]
        self.role = ""
        units = tuple(self.unit(unit) for unit in stated.units)
        conclusion = [self.line(line, "conclusion") for line in stated.conclusion]
        self.role = "annex"
        annexes = tuple(self.unit(unit) for unit in stated.annexes)
        for part, line in stated.asides:
            self.line(line, "aside", part=part)
        title, note, preamble = (
            _around([span for role, span in front if role == wanted]) for wanted in ("title", "note", "preamble")
        )
        structure = Structure(
            "".join(line for role, line in stated.front if role == "title"),
            title,
            note,
            preamble,
            units,
            annexes,
            _around(conclusion),
            self.segments(),
            tuple(line for role, line in stated.front if role == "toc" and not _CONTENTS.fullmatch(line)),
        )
        return self.out.build(data, format, structure=structure)

    def line(self, text: str, role: str, *, part: str = "body") -> Span:
        """One block; a line break of the layout stays inside it."""
        self.marks.append((self.out.position, role))
        place = Provenance(part, next(self.lines))
        return self.out.add(text, provenance=place, hint=_HINTS.get(role, ""))

    def segments(self) -> tuple[Segment, ...]:
        """Runs of lines of one role; they tile the text."""
        runs = [next(run) for _, run in groupby(self.marks, key=lambda mark: mark[1])]
        ends = [start for start, _ in runs[1:]] + [self.out.position]
        return tuple(Segment(start, end, role) for (start, role), end in zip(runs, ends, strict=False))

    # -- units -----------------------------------------------------------------------------------------------------

    def unit(self, unit: Unit, lead: str = "") -> Unit:
        """``lead`` is the number of the 条, which stands before the text of its first 款."""
        ordinal, start = next(self.ordinals), self.out.position + len(lead)
        rows = self.stated.tables.get(unit.eid)
        if rows:
            text = self.rows(rows)
            span = Span(start, start + len(text))
            return unit._replace(ordinal=ordinal, span=span, text=text, text_span=span)
        text_span, children = self.head(unit, lead)
        below = [*children, *(self.unit(child) for child in unit.children[len(children) :])]
        wrap = self.line(unit.wrap_up, self.role or "body") if unit.wrap_up else _NOWHERE
        end = max(self.out.position - 1, start)
        return unit._replace(
            ordinal=ordinal, span=Span(start, end), text_span=text_span, children=tuple(below), wrap_up_span=wrap
        )

    def head(self, unit: Unit, lead: str) -> tuple[Span, tuple[Unit, ...]]:
        """Number, heading and own text; the first 款 of a 条 is written, and given back, with them."""
        if unit.kind in CONTAINERS or unit.kind is UnitKind.ANNEX:
            return self.heading(unit), ()
        lead += _lead(unit)
        if unit.text:
            return self.led(lead, unit.text), ()
        if lead and unit.children and self.takes_lead(unit.children[0]):
            at = self.out.position + len(lead)
            return Span(at, at), (self.unit(unit.children[0], lead),)
        if lead:
            self.line(lead.rstrip("\u3000 "), self.role or "body")
        return self.here(), ()

    def heading(self, unit: Unit) -> Span:
        role = self.role or "heading"
        apart = unit.kind is UnitKind.ANNEX
        lines = [unit.label, unit.heading] if apart else ["\u3000".join(filter(None, (unit.label, unit.heading)))]
        for line in filter(None, lines):
            self.line(line, role)
        return self.line(unit.text, self.role or "body") if unit.text else self.here()

    def led(self, lead: str, text: str) -> Span:
        span = self.line(lead + text, self.role or "body")
        return Span(span.start + len(lead), span.end)

    def here(self) -> Span:
        """The end of the last line, where a unit without words of its own stands."""
        at = max(self.out.position - 1, 0)
        return Span(at, at)

    def takes_lead(self, unit: Unit) -> bool:
        """A 款 whose words may stand on the line of the number; 【 there would be read as the heading of the 条."""
        plain = unit.kind is UnitKind.PARAGRAPH and not (unit.label or unit.heading)
        return plain and unit.eid not in self.stated.tables and unit.text[:1] not in ("", "【")

    def rows(self, rows: Rows) -> str:
        """Write the cells of a table; their text with a tab between cells and a line break between rows."""
        table = next(self.table)
        self.marks.append((self.out.position, self.role or "table"))
        for number, row in enumerate(rows):
            column = 0
            for position, (text, span) in enumerate(row):
                place = Provenance("body", next(self.lines), table, number, column)
                self.out.add(text, "\n" if position == len(row) - 1 else "\t", kind="cell", provenance=place)
                column += span
        return "\n".join("\t".join(text for text, _ in row) for row in rows)


def _lead(unit: Unit) -> str:
    """The number as it stands before the text, and the heading of a 条."""
    heading = f"【{unit.heading}】" if unit.heading and unit.kind is UnitKind.ARTICLE else unit.heading
    if not unit.label:
        return heading
    gap = "\u3000" if unit.kind is UnitKind.ARTICLE else " " if unit.label[-1] == "." else ""
    return unit.label + gap + heading


def _around(spans: Sequence[Span]) -> Span:
    return Span(spans[0].start, spans[-1].end) if spans else _NOWHERE


# -- as plain rows, between processes ------------------------------------------------------------------------------


def structure_from_rows(rows: Sequence[Any]) -> Structure:
    """The structure that JSON made lists of.

    >>> import json
    >>> article = bare_unit(UnitKind.ARTICLE, "art_1", Number(1))
    >>> given = lay_out(Stated((), (article,)), b"", "akn", "").structure
    >>> structure_from_rows(json.loads(json.dumps(given))) == given
    True
    """
    title, title_span, note, preamble, units, annexes, conclusion, segments, toc = rows
    return Structure(
        title,
        Span(*title_span),
        Span(*note),
        Span(*preamble),
        tuple(_unit(row) for row in units),
        tuple(_unit(row) for row in annexes),
        Span(*conclusion),
        tuple(Segment(*row) for row in segments),
        tuple(toc),
    )


def _unit(row: Sequence[Any]) -> Unit:
    unit = Unit(*row)
    return unit._replace(
        kind=UnitKind(unit.kind),
        span=Span(*unit.span),
        number=Number(*unit.number) if unit.number else None,
        text_span=Span(*unit.text_span),
        children=tuple(_unit(child) for child in unit.children),
        wrap_up_span=Span(*unit.wrap_up_span),
    )
