"""Four eyes: who may close a finding, and whether every finding of 抵触 has been seen by two persons (domain.md 0.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

__all__ = ["SeenFinding", "Verdict", "open_findings", "read_findings", "unseen_conflicts"]

CONFLICT = "conflict"
_GRAVE = (CONFLICT, "suspected")
_TO_JUDGE = (*_GRAVE, "technical")
"""抵触、疑似抵触、应当修改: a text is not fine while one of them waits for a verdict. 建议修改 and 提示 may be left."""


class Verdict(StrEnum):
    """What a reviewer makes of a finding."""

    HOLDS = "成立"
    FAILS = "不成立"
    OPEN = "待研究"


class SeenFinding(NamedTuple):
    """A finding as people judged it: ``severity`` as :class:`~lawcheck.checks.Severity` names it (``conflict`` is 抵触),
    the verdict of the ``reviewer``, and the verdict of the ``second`` person."""

    id: str
    severity: str
    verdict: str = ""
    reviewer: str = ""
    second_verdict: str = ""
    second: str = ""


def unseen_conflicts(findings: Iterable[SeenFinding]) -> tuple[str, ...]:
    """Ids of the findings of 抵触 that two different persons have not yet closed with the same verdict.

    >>> one = SeenFinding("1", "conflict", "成立", "甲", "成立", "乙")
    >>> unseen_conflicts([one, one._replace(id="2", second="甲"), one._replace(id="3", second_verdict="不成立")])
    ('2', '3')
    >>> unseen_conflicts([SeenFinding("4", "advice")])
    ()
    """
    return tuple(found.id for found in findings if found.severity == CONFLICT and not _closed(found))


def open_findings(findings: Iterable[SeenFinding]) -> tuple[str, ...]:
    """Ids of the findings that speak against 没有问题: of 抵触, 疑似抵触 and 应当修改 those that nobody has closed, of the
    first two also those that hold.

    >>> one = SeenFinding("1", "suspected")
    >>> open_findings([one, one._replace(id="2", verdict="待研究"), one._replace(id="3", verdict="成立")])
    ('1', '2', '3')
    >>> open_findings([one._replace(verdict="不成立"), SeenFinding("4", "technical", "成立"), SeenFinding("5", "advice")])
    ()
    """
    return tuple(found.id for found in findings if found.severity in _TO_JUDGE and not _harmless(found))


def _harmless(found: SeenFinding) -> bool:
    return found.verdict == Verdict.FAILS or (found.verdict == Verdict.HOLDS and found.severity not in _GRAVE)


def read_findings(value: object) -> tuple[SeenFinding, ...] | None:
    """Findings from the facts of an event (a list of mappings); None where nothing was handed over.

    >>> read_findings([]), read_findings(None)
    ((), None)
    """
    if not isinstance(value, list | tuple):
        return None
    rows = [row for row in value if isinstance(row, Mapping)]
    return tuple(SeenFinding(*(str(row.get(name, "")) for name in SeenFinding._fields)) for row in rows)


def _closed(found: SeenFinding) -> bool:
    two = bool(found.reviewer and found.second) and found.reviewer != found.second
    return two and found.verdict == found.second_verdict and found.verdict in (Verdict.HOLDS, Verdict.FAILS)
