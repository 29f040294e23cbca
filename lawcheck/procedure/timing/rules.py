"""The table of clocks: what starts and stops each, how long it is in each place, and from where (domain.md 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import yaml

from lawcheck.laws import DocumentKind
from lawcheck.procedure.jurisdictions import Jurisdiction
from lawcheck.procedure.profiles import Source
from lawcheck.procedure.roles import OfficeRole
from lawcheck.procedure.timing.periods import Period, PeriodUnit
from lawcheck.resources import corpus_dir

__all__ = ["ClockRule", "Term", "clock_data", "clock_rules"]


class Term(NamedTuple):
    """The length of a clock in one place. ``period`` None: the rules name none, the letter or plan sets the day.

    ``extension``: by how much it may be extended once; None with ``extendable``: to a day that the decision sets.
    """

    period: Period | None
    source: Source
    extendable: bool = False
    extension: Period | None = None


@dataclass(frozen=True)
class ClockRule:
    """One clock: ``starts``, ``stops`` and the pauses are names of events; ``receipt``: it counts from the day on which
    the addressee received the letter; ``remind``: so many days before the end somebody is reminded."""

    id: str
    name: str
    lane: str
    who: OfficeRole
    starts: frozenset[str]
    stops: frozenset[str]
    term: Term
    receipt: bool = False
    remind: tuple[int, ...] = ()
    pauses: frozenset[str] = frozenset()
    resumes: frozenset[str] = frozenset()


@cache
def clock_rules(place: Jurisdiction, kind: DocumentKind | None = None, review_kind: str = "") -> tuple[ClockRule, ...]:
    """The clocks that run at ``place`` for a document of ``kind``; a clock that its rules do not know is left out.

    ``review_kind`` is 审查要求 or 审查建议 where a place sets another period for them.

    >>> from lawcheck.procedure import find_jurisdiction
    >>> rules = {rule.id: rule for rule in clock_rules(find_jurisdiction("beijing"), DocumentKind.K12)}
    >>> str(rules["committee"].term.period), str(rules["committee"].term.extension), rules["committee"].term.source.text
    ('30日', '30日', '北京市备案审查条例第二十三条')
    """
    return tuple(
        _rule(row, term, place)
        for row in clock_data()["clocks"]
        if (term := _best(row["rows"], place, kind, review_kind)) is not None
    )


@cache
def clock_data() -> Mapping[str, Any]:
    """The table of clocks as it stands in the file."""
    data: dict[str, Any] = yaml.safe_load((corpus_dir() / "profiles" / "clocks.yaml").read_text(encoding="utf-8"))
    return data


def _rule(row: Mapping[str, Any], term: Term, place: Jurisdiction) -> ClockRule:
    paused = row["id"] in place.paused
    pause: Mapping[str, list[str]] = clock_data()["pause"] if paused else {}
    return ClockRule(
        id=row["id"],
        name=row["name"],
        lane=row.get("lane", "main"),
        who=OfficeRole(row["who"]),
        starts=frozenset(row["starts"]),
        stops=frozenset(row["stops"]),
        term=term,
        receipt=row.get("receipt", False),
        remind=tuple(row.get("remind", ())),
        pauses=frozenset(pause.get("from", ())),
        resumes=frozenset(pause.get("until", ())),
    )


def _best(
    rows: list[Mapping[str, Any]], place: Jurisdiction, kind: DocumentKind | None, review_kind: str
) -> Term | None:
    """The row made for this place wins over one made for all."""
    fitting = [row for row in rows if _fits(row, place, kind, review_kind)]
    best = max(fitting, key=lambda row: "for" in row, default=None)
    return _term(best) if best else None


def _fits(row: Mapping[str, Any], place: Jurisdiction, kind: DocumentKind | None, review_kind: str) -> bool:
    return (
        place.id in row.get("for", [place.id])
        and (kind is None or kind.value in row.get("kinds", [kind.value]))
        and review_kind in row.get("lanes", [review_kind])
    )


def _term(row: Mapping[str, Any]) -> Term:
    unit = PeriodUnit(row.get("unit", PeriodUnit.DAY))
    more = row.get("extension")
    return Term(
        period=Period(row["length"], unit) if row["length"] is not None else None,
        source=Source(row["source"], row["confirmed"]),
        extendable="extension" in row,
        extension=Period(more, unit) if more is not None else None,
    )
