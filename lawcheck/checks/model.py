"""Rules, what they found, and the state of every rule in every review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from lawcheck.document.source import Span

__all__ = ["Also", "Basis", "Evidence", "Finding", "GuardResult", "RuleRun", "Severity", "State"]


class Severity(StrEnum):
    """Severity scale of domain.md 0.3, gravest first (S1 … S4, I); compared and sorted by gravity, not by letters.

    >>> Severity.CONFLICT > Severity.INFO, max(Severity).label, Severity("advice") >= Severity.TECHNICAL
    (True, '抵触', False)
    """

    CONFLICT = "conflict"  # 抵触
    SUSPECTED = "suspected"  # 疑似抵触
    TECHNICAL = "technical"  # 应当修改
    ADVICE = "advice"  # 建议修改
    INFO = "info"  # 提示

    @property
    def label(self) -> str:
        """The Chinese word shown to people.

        >>> Severity.TECHNICAL.label
        '应当修改'
        """
        return _LABELS[self]

    @property
    def order(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)

    def __lt__(self, other: str) -> bool:
        return self.order > Severity(other).order

    def __le__(self, other: str) -> bool:
        return self.order >= Severity(other).order

    def __gt__(self, other: str) -> bool:
        return self.order < Severity(other).order

    def __ge__(self, other: str) -> bool:
        return self.order <= Severity(other).order


_LABELS = {
    Severity.CONFLICT: "抵触",
    Severity.SUSPECTED: "疑似抵触",
    Severity.TECHNICAL: "应当修改",
    Severity.ADVICE: "建议修改",
    Severity.INFO: "提示",
}


class State(StrEnum):
    """State of a rule in a review; every rule of the pack has exactly one."""

    PASS = "通过"  # noqa: S105 - no password
    PROBLEM = "问题"
    DOUBTFUL = "存疑"
    NOT_APPLICABLE = "不适用"
    NOT_CHECKED = "未检查"
    NOT_IMPLEMENTED = "未实现"
    NOT_IN_LIBRARY = "库中无此法"
    CATALOGUE_ONLY = "有目无文"


@dataclass(frozen=True, slots=True)
class Basis:
    """Legal basis of a rule; ``confirmed`` is False for [MEM] sources, shown as 依据待核."""

    text: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class GuardResult:
    """A guard condition (G1–G9) and whether it applied."""

    guard: str
    applied: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence card of domain.md 0.3, (c)–(e): the upper clause with its version and text, and why."""

    why: str
    upper_law: str = ""
    upper_version: str = ""
    upper_clause: str = ""
    upper_text: str = ""
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)


class Also(NamedTuple):
    """What another rule says of the same words."""

    rule: str
    name: str
    message: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule has something to say. ``span`` and ``quote`` are of the filed text, ``eid`` the innermost
    unit ("" outside the units), ``clause`` its citable label; ``masked`` replaces the quote in public output (P rules).

    ``key`` names the finding in every run over the same words (see :mod:`lawcheck.checks.judging`); ``verdict`` (成立,
    不成立, 待研究 or "") and ``note`` are a reviewer's. ``also`` lists what was merged into it, ``merged`` is the key of
    the finding that it was merged into.
    """

    rule: str
    rule_version: str
    name: str
    severity: Severity
    span: Span
    quote: str
    eid: str
    clause: str
    message: str
    suggestion: str = ""
    basis: tuple[Basis, ...] = ()
    evidence: Evidence = Evidence("")
    guards: tuple[GuardResult, ...] = ()
    confidence: float = 1.0
    masked: str = ""
    key: str = ""
    verdict: str = ""
    note: str = ""
    also: tuple[Also, ...] = ()
    merged: str = ""

    @property
    def rejected(self) -> bool:
        """Whether a reviewer found it unfounded."""
        return self.verdict == "不成立"


@dataclass(frozen=True, slots=True)
class RuleRun:
    """What one rule did in one review; ``reason`` says why for every state but 通过 and 问题."""

    rule: str
    name: str
    family: str
    state: State
    reason: str = ""
    findings: tuple[Finding, ...] = ()
