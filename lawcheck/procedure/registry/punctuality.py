"""Late and missing filings: a list of published documents beside the register (迟报、漏报; domain.md 2.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lawcheck.laws import DocumentKind
from lawcheck.procedure.form import squeezed
from lawcheck.procedure.jurisdictions import Jurisdiction
from lawcheck.procedure.timing import Calendar, Due, clock_rules, end_of_period, load_calendar

__all__ = [
    "FiledDocument",
    "PublishedDocument",
    "Punctual",
    "Punctuality",
    "PunctualityRow",
    "check_punctuality",
    "filing_due",
]


class Punctual(StrEnum):
    """How a document stands to its duty of filing. 瞒报 is not here: that somebody hid it, only a person can say."""

    IN_TIME = "按时"
    LATE = "迟报"
    MISSING = "漏报"
    NOT_YET = "期限内"
    UNKNOWN = "无法判断"
    UNLISTED = "不在目录"


class PublishedDocument(NamedTuple):
    """A document of the maker's yearly catalogue, or found on its website."""

    title: str
    maker: str
    published: date | None
    kind: DocumentKind | None = None
    number: str = ""


class FiledDocument(NamedTuple):
    """A document of the register."""

    title: str
    maker: str
    filed: date
    published: date | None = None
    kind: DocumentKind | None = None
    number: str = ""
    register_number: str = ""


class PunctualityRow(NamedTuple):
    """One document: what the catalogue and the register know of it, its last day, and by how many days it was missed."""

    state: Punctual
    listed: PublishedDocument | None
    filed: FiledDocument | None
    due: Due
    late: int
    why: str = ""


class Punctuality(NamedTuple):
    """All rows, the listed ones in their order, then those filed and not listed."""

    rows: tuple[PunctualityRow, ...]

    def count(self, state: Punctual) -> int:
        """How many rows are in a state."""
        return sum(row.state is state for row in self.rows)

    def of(self, state: Punctual) -> tuple[PunctualityRow, ...]:
        """The rows in a state."""
        return tuple(row for row in self.rows if row.state is state)


def filing_due(
    place: Jurisdiction, kind: DocumentKind | None, published: date, calendar: Calendar | None = None
) -> Due:
    """The last day for filing a document of ``kind`` at ``place``.

    >>> from lawcheck.procedure import find_jurisdiction
    >>> str(filing_due(find_jurisdiction("beijing"), DocumentKind.K12, date(2026, 9, 10)).day)
    '2026-10-10'
    """
    rule = next(rule for rule in clock_rules(place, kind) if rule.id == "filing")
    if rule.term.period is None:
        return Due(None, rule.term.source.text)
    return end_of_period(published, rule.term.period, calendar or load_calendar(), roll=place.rolls)


def check_punctuality(
    listed: Iterable[PublishedDocument],
    filed: Iterable[FiledDocument],
    place: Jurisdiction,
    today: date,
    calendar: Calendar | None = None,
) -> Punctuality:
    """Match the two lists by number, else by title and maker, and say for each document whether it came in time.

    >>> from lawcheck.procedure import find_jurisdiction
    >>> listed = [PublishedDocument("某办法", "某市人民政府", date(2026, 3, 2)), PublishedDocument("另一办法", "某市人民政府", date(2026, 3, 2))]
    >>> filed = [FiledDocument("某 办法", "某市人民政府", date(2026, 4, 5))]
    >>> found = check_punctuality(listed, filed, find_jurisdiction("local"), date(2026, 11, 22))
    >>> [(row.state.value, row.late) for row in found.rows]
    [('迟报', 4), ('漏报', 235)]
    """
    pool = _Pool(filed)
    days = calendar or load_calendar()
    rows = [_row(document, pool.take(document), place, today, days) for document in listed]
    rows += [_row(None, document, place, today, days) for document in pool.rest()]
    return Punctuality(tuple(rows))


class _Pool:
    """The filed documents not matched yet; each is given out once."""

    def __init__(self, filed: Iterable[FiledDocument]) -> None:
        self._left = dict(enumerate(filed))
        self._by_number: Mapping[tuple[str, str], list[int]] = defaultdict(list)
        self._by_title: Mapping[tuple[str, str], list[int]] = defaultdict(list)
        for place, document in self._left.items():
            maker = squeezed(document.maker)
            self._by_title[squeezed(document.title), maker].append(place)
            if document.number:
                self._by_number[squeezed(document.number), maker].append(place)

    def take(self, wanted: PublishedDocument) -> FiledDocument | None:
        maker = squeezed(wanted.maker)
        candidates = [
            *(self._by_number[squeezed(wanted.number), maker] if wanted.number else ()),
            *self._by_title[squeezed(wanted.title), maker],
        ]
        free = (place for place in candidates if place in self._left and self._agrees(place, wanted))
        place = next(free, None)
        return None if place is None else self._left.pop(place)

    def _agrees(self, place: int, wanted: PublishedDocument) -> bool:
        """Two numbers that differ are two documents, though the title is the same."""
        number = self._left[place].number
        return not number or not wanted.number or squeezed(number) == squeezed(wanted.number)

    def rest(self) -> tuple[FiledDocument, ...]:
        return tuple(self._left.values())


def _row(
    listed: PublishedDocument | None, filed: FiledDocument | None, place: Jurisdiction, today: date, calendar: Calendar
) -> PunctualityRow:
    published = (listed.published if listed else None) or (filed.published if filed else None)
    kind = (listed.kind if listed else None) or (filed.kind if filed else None)
    if published is None:
        return PunctualityRow(Punctual.UNKNOWN, listed, filed, Due(None), 0, "没有公布日期")
    due = filing_due(place, kind, published, calendar)
    if due.day is None:
        return PunctualityRow(Punctual.UNKNOWN, listed, filed, due, 0, due.note)
    late = max(0, ((filed.filed if filed else today) - due.day).days)
    return PunctualityRow(_state(listed, filed, late), listed, filed, due, late)


def _state(listed: PublishedDocument | None, filed: FiledDocument | None, late: int) -> Punctual:
    if filed is None:
        return Punctual.MISSING if late else Punctual.NOT_YET
    if late:
        return Punctual.LATE
    return Punctual.IN_TIME if listed else Punctual.UNLISTED
