"""What the workbench page asks: a review with what people said of it, filtered, in a handful of queries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult_web.errors import NotFound
from consult_web.filings.cases_models import Filing
from consult_web.filings.review_models import FindingVerdict, ReviewFinding, ReviewRun
from consult_web.filings.reviews.verdicts import verdicts_of
from consult_web.storage import FileStore
from lawcheck.checks import Severity
from lawcheck.procedure import Verdict

__all__ = ["OPEN", "Bench", "Filters", "Item", "find_finding", "open_bench"]

OPEN: Final = "未核对"
"""The filter for findings without a verdict."""
_FOUR_EYES: Final = Severity.CONFLICT.value
_ORDER: Final = {severity.value: severity.order for severity in Severity}


class Item(NamedTuple):
    """A finding in the margin: what the program says, and what people said of it; ``gone``: of an earlier run, which the
    shown one does not find any more, so that nobody has to look at it."""

    key: str
    rule: str
    name: str
    severity: str
    eid: str
    row: str
    label: str
    summary: str
    verdict: FindingVerdict | None
    position: int = 0
    gone: bool = False

    @property
    def said(self) -> str:
        """The first person's verdict, or ""."""
        return self.verdict.verdict if self.verdict else ""

    @property
    def version(self) -> int:
        """Of the verdict; 0 without one."""
        return self.verdict.row_version if self.verdict else 0

    @property
    def is_own(self) -> bool:
        """Whether a person added it."""
        return self.key.startswith("own:")

    @property
    def wants_second(self) -> bool:
        """A conflict with a first verdict that a second person has not confirmed."""
        seen = self.verdict
        wanted = self.severity == _FOUR_EYES and not self.gone
        return wanted and seen is not None and seen.second_verdict != seen.verdict

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look at it."""
        return not self.gone and (self.said in ("", Verdict.OPEN) or self.wants_second)

    @property
    def is_split(self) -> bool:
        """Two persons said different things."""
        return bool(self.verdict and self.verdict.second_verdict not in ("", self.verdict.verdict))


class Filters(NamedTuple):
    """What is shown: a severity, a rule, a verdict (or :data:`OPEN`), only what is open; "" = all."""

    severity: str = ""
    rule: str = ""
    verdict: str = ""
    only_open: bool = False

    def keeps(self, item: Item) -> bool:
        """Whether the finding is shown."""
        pairs = ((self.severity, item.severity), (self.rule, item.rule), (self.verdict, item.said or OPEN))
        if any(wanted and wanted != found for wanted, found in pairs):
            return False
        return item.is_open or not self.only_open


NO_FILTERS: Final = Filters()
GONE: Final = "上次审查提出、本次没有再报，不列入文书："
"""Begins what is said of a finding that was judged and is not found any more."""


@dataclass(frozen=True)
class Bench:
    """A review on the table. ``view`` is what :func:`~consult_web.filings.reviews.showing.bench_view` made; ``items`` all findings, those of
    people among them; ``shown`` those that the filters keep."""

    run: ReviewRun
    view: Mapping[str, Any]
    items: Sequence[Item]
    filters: Filters

    @cached_property
    def shown(self) -> list[Item]:
        """The findings that the filters keep, in the order of the document."""
        return [item for item in self.items if self.filters.keeps(item)]

    @cached_property
    def by_row(self) -> dict[str, list[Item]]:
        """The shown findings by the row they stand beside ("": outside the clauses)."""
        rows: dict[str, list[Item]] = {}
        for item in self.shown:
            rows.setdefault(item.row, []).append(item)
        return rows

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many findings there are by verdict (:data:`OPEN` without one), and how many wait for a second person."""
        found = Counter(item.said or OPEN for item in self.items)
        waiting = sum(item.wants_second for item in self.items)
        return {name: found[name] for name in (OPEN, *Verdict)} | {"second": waiting, "open": self.left}

    @property
    def left(self) -> int:
        """Findings that somebody still has to look at."""
        return sum(item.is_open for item in self.items)

    @cached_property
    def severities(self) -> Mapping[str, int]:
        """Findings by severity, gravest first."""
        found = Counter(item.severity for item in self.items)
        return {name: found[name] for name in _ORDER if found[name]}

    @cached_property
    def rules(self) -> list[tuple[str, str, int]]:
        """Rules with findings: id, name, how many."""
        found = Counter((item.rule, item.name) for item in self.items if item.rule)
        return [(rule, name, number) for (rule, name), number in sorted(found.items())]


def open_bench(
    session: Session, files: FileStore, filing: Filing, run: ReviewRun, filters: Filters = NO_FILTERS
) -> Bench:
    """The review ``run`` of a filing: two queries, and one file."""
    view = _view(files.path(run.view_digest))
    places = {key: row["eid"] for row in view["rows"] for key in row["findings"]}
    order = {row["eid"]: number for number, row in enumerate(view["rows"])}
    given = verdicts_of(session, filing.id)
    columns = ("key", "rule", "category", "severity", "eid", "label", "summary", "position", "start")
    query = select(*(getattr(ReviewFinding, name) for name in columns)).where(ReviewFinding.run_id == run.id)
    items = [
        Item(
            row.key,
            row.rule,
            row.category,
            row.severity,
            row.eid,
            places.get(row.key, ""),
            row.label,
            row.summary,
            given.get(row.key),
            row.start,
        )
        for row in session.execute(query)
    ]
    items += [_own(row, order) for row in given.values() if row.own]
    items += _gone(session, filing, set(given) - {item.key for item in items}, given)
    items.sort(key=lambda item: (order.get(item.row, -1), _ORDER.get(item.severity, 9), item.position, item.key))
    return Bench(run, view, items, filters)


def find_finding(session: Session, run: ReviewRun, key: str) -> ReviewFinding:
    """A finding with its evidence, also one of an earlier run that a person judged; :class:`NotFound` E927."""
    found = session.scalar(select(ReviewFinding).where(ReviewFinding.run_id == run.id, ReviewFinding.key == key))
    if found is None and run.filing_id is not None and key in verdicts_of(session, run.filing_id):
        found = session.scalar(_earlier(run.filing_id, {key}))
    if found is None:
        raise NotFound("E927")
    return found


def _earlier(filing_id: int, keys: Collection[str]) -> Select[ReviewFinding]:
    """Findings of these keys in all runs of a filing, newest first."""
    query = select(ReviewFinding).join(ReviewRun, ReviewRun.id == ReviewFinding.run_id)
    return query.where(ReviewRun.filing_id == filing_id, ReviewFinding.key.in_(keys)).order_by(ReviewRun.id.desc())


def _gone(
    session: Session, filing: Filing, keys: Collection[str], given: Mapping[str, FindingVerdict]
) -> Iterator[Item]:
    """What a person judged and this run does not find any more: shown outside the clauses, so that no verdict is lost."""
    newest: dict[str, ReviewFinding] = {}
    for row in session.scalars(_earlier(filing.id, keys)) if keys else ():
        newest.setdefault(row.key, row)
    for key, row in newest.items():
        said = f"{GONE}{row.summary}"
        yield Item(
            key, row.rule, row.category, row.severity, row.eid, "", row.label, said, given[key], 1 << 30, gone=True
        )


def _own(row: FindingVerdict, order: Mapping[str, int]) -> Item:
    place = row.eid if row.eid in order else ""
    return Item(
        row.finding_key, "", "人工发现", row.severity, row.eid, place, row.own.get("label", ""), row.note, row, 1 << 30
    )


@lru_cache(maxsize=8)
def _view(path: Path) -> Mapping[str, Any]:
    """Files never change; eight reviews stay open in a process."""
    read: Mapping[str, Any] = json.loads(path.read_bytes())
    return read
