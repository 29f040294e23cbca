"""The rows of the small tables of a report: what the library holds, the higher laws, the citations, the rules folded away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lawcheck.checks import RuleRun, State
from lawcheck.laws import LawVersion, iso
from lawcheck.reports.labels import id_ranges, text, version_label
from lawcheck.reports.masking import Mask
from lawcheck.reviewing import Review

__all__ = ["CitationRow", "CoverageRow", "HigherRow", "RuleFold", "coverage_rows", "higher_rows"]


class CoverageRow(NamedTuple):
    """A level, how many of its laws are known, how many of them have text, what follows from that; ``complete`` is
    False where there may be more; ``horizon`` the newest publication held, or ""."""

    level: str
    laws: int
    with_text: int
    note: str
    complete: bool = True
    horizon: str = ""

    @property
    def number(self) -> str:
        """The number of laws for a table."""
        return str(self.laws) if self.complete else text("number_unknown")

    def sentence(self, lang: str = "zh") -> str:
        """The row in one line, without the note."""
        name = "coverage_item" if self.complete else "coverage_part"
        until = text("coverage_until", lang, horizon=self.horizon) if self.horizon else ""
        return text(name, lang, level=self.level, laws=self.laws, texts=self.with_text) + until


class HigherRow(NamedTuple):
    """A line of the list of higher laws."""

    title: str
    level: str
    relation: str
    version: str
    reasons: str
    score: str


class CitationRow(NamedTuple):
    """A reference of the document and what is known of its target; ``then`` tells its state at the publication and
    at the effect of the document, a line each."""

    place: str
    text: str
    then: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleFold:
    """The rules of one folded state: counted, and listed where a reader unfolds them."""

    state: State
    runs: tuple[RuleRun, ...]

    @property
    def ids(self) -> str:
        """Their ids, neighbours joined."""
        return id_ranges(run.rule for run in self.runs)


def coverage_rows(review: Review, mask: Mask) -> Iterator[CoverageRow]:
    """What the library holds, by level; a level without text says what that means."""
    for c in review.coverage:
        note = mask.clean(_gap_told(c.note, c.with_text or len(c.missing)))
        yield CoverageRow(c.level, c.laws, c.with_text, note, c.complete, iso(c.horizon))


def _gap_told(note: str, with_text: int) -> str:
    """The note, and what the lack of text means unless the note says so itself."""
    gap = "" if with_text or "未检查" in note else text("coverage_gap")
    return "；".join(part for part in (note, gap) if part)


def higher_rows(review: Review, mask: Mask) -> Iterator[HigherRow]:
    """The list of higher laws, best first."""
    for law in review.higher_laws:
        pinned = ("人工指定",) if law.pinned else ()
        yield HigherRow(
            f"《{law.law.title}》",
            law.law.level.value,
            "" if law.relation == "above" else "参考",
            version_label(law.version),
            "；".join((*law.reasons, *pinned, *_source(law.version, mask))),
            f"{law.score:.2f}",
        )


def _source(version: LawVersion, mask: Mask) -> tuple[str, ...]:
    return (f"来源：{mask.clean(version.source)}",) if version.source else ()
