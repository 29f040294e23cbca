"""The program's review of one document: ``review_document(document, library, as_of=…) -> Review``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lawcheck.checks.model import Finding, RuleRun, State
from lawcheck.citations.model import Citation
from lawcheck.document.model import Document
from lawcheck.matching.model import HigherLaw, Match
from lawcheck.procedure.facts import Facts
from lawcheck.terms.model import TermHit

__all__ = ["Coverage", "Review"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the library holds for this document at one level: laws that apply, of them with text, or why none."""

    level: str
    laws: int
    with_text: int
    note: str = ""


@dataclass(frozen=True)
class Review:
    """Everything the program can say about one document; deterministic for the same input, library and ``as_of``."""

    document: Document
    facts: Facts
    as_of: date
    horizon: date
    library_version: str
    pack_version: str
    coverage: tuple[Coverage, ...]
    higher_laws: tuple[HigherLaw, ...]
    citations: tuple[Citation, ...]
    matches: tuple[Match, ...]
    terms: tuple[TermHit, ...]
    runs: tuple[RuleRun, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, gravest first, then by place."""
        found = [finding for run in self.runs for finding in run.findings]
        return tuple(sorted(found, key=lambda f: (f.severity.order, f.span.start, f.rule)))

    @property
    def state_counts(self) -> Mapping[str, int]:
        """Number of rules in each state, every state listed; the sum is the size of the rule pack."""
        return {state.value: sum(run.state is state for run in self.runs) for state in State}
