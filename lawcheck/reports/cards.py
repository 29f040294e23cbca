"""One finding as every face of the report shows it."""

from __future__ import annotations

from dataclasses import dataclass

from lawcheck.checks import Finding, Severity
from lawcheck.reports.differences import Piece

__all__ = ["Card"]


@dataclass(frozen=True, slots=True)
class Card:
    """One finding as shown: the evidence card of domain.md 0.3 with both texts marked."""

    number: int
    finding: Finding
    quote: str
    place: str
    message: str
    suggestion: str
    basis: tuple[str, ...]
    filed: tuple[Piece, ...]
    upper_title: str
    upper_clause: str
    upper: tuple[Piece, ...]
    why: str
    facts: tuple[tuple[str, str], ...]
    guards: tuple[str, ...]
    row: str
    also: tuple[str, ...] = ()
    repeats: str = ""
    stands_for: int = 1
    in_clause: int = 1
    numbers: str = ""

    @property
    def shown_number(self) -> str:
        """Its number, or those of all findings of its clause that it shows: 2–4."""
        return self.numbers or str(self.number)

    @property
    def severity(self) -> Severity:
        """That of the finding."""
        return self.finding.severity

    @property
    def factors(self) -> str:
        """What the rule compared, in one line."""
        return "；".join(f"{name}：{value}" for name, value in self.facts)

    @property
    def confidence(self) -> str:
        """How sure the rule is, where that is less than certain."""
        return f"把握 {self.finding.confidence:.2f}" if self.finding.confidence < 1 else ""

    @property
    def offsets(self) -> str:
        """Half-open character offsets in the filed text."""
        return f"{self.finding.span.start}–{self.finding.span.end}"

    @property
    def verdict(self) -> str:
        """The reviewer's verdict and note, or the three boxes to tick."""
        given = self.finding.verdict
        boxes = "　".join(("☑" if name == given else "□") + name for name in ("成立", "不成立", "待研究"))
        return f"核对结论：{boxes}" + (f"　备注：{self.finding.note}" if self.finding.note else "")
