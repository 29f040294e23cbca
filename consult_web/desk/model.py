"""Values of the desk: a job (one uploaded file and what became of it), its options, its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any

from lawcheck.errors import LawcheckError
from lawcheck.messages import render

__all__ = [
    "STEPS",
    "CoverageLine",
    "Job",
    "JobState",
    "Options",
    "Outcome",
    "Reviewer",
    "Step",
    "Summary",
    "Task",
    "Trouble",
]

STEPS = ("reading", "library", "facts", "citations", "terms", "laws", "matching", "checks", "writing")
"""Steps of a review in order; the middle ones are those that ``lawcheck.reviewing`` announces."""


class JobState(StrEnum):
    """State of a job; only the first two can change by themselves."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def active(self) -> bool:
        """True while the desk still has to do something.

        >>> JobState.QUEUED.active, JobState.DONE.active
        (True, False)
        """
        return self in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asked for: the day of the review, a K-code or "", a GB/T 2260 code or ""."""

    as_of: date
    kind: str = ""
    territory: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a job failed: a message code with its details, so that it can be said in either language.

    >>> Trouble("E000", {"detail": "x"}).text("en")
    '[E000] Internal error: x. Please report it with the file that caused it.'
    """

    code: str
    details: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, error: LawcheckError) -> Trouble:
        """The trouble that an error tells of."""
        return cls(error.code, {name: str(value) for name, value in error.details.items()})

    def text(self, lang: str = "zh") -> str:
        """One paragraph in ``zh`` or ``en``."""
        return render(self.code, lang, **self.details)


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """What the library holds at one level for the document: laws known, of them with text, or why none;
    ``complete`` is False where there may be more, ``horizon`` the newest publication held, or ""."""

    level: str
    laws: int
    with_text: int
    note: str = ""
    complete: bool = True
    horizon: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers shown on the page beside the report; ``findings`` by severity value, ``states`` by state name."""

    title: str
    kind: str
    territory: str
    articles: int
    horizon: str
    library_version: str
    pack_version: str
    findings: Mapping[str, int]
    states: Mapping[str, int]
    coverage: tuple[CoverageLine, ...]
    clauses: int = 0
    matched: int = 0
    kind_certain: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished review: its summary and its files by suffix (``.review.html`` …)."""

    summary: Summary
    outputs: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Task:
    """What a reviewer gets: the stored file, the name that people know it by, and the options."""

    path: Path
    name: str
    options: Options


Step = Callable[[str], None]
Reviewer = Callable[[Task, Step], Outcome]
"""Reviews one file; announces :data:`STEPS`; raises :class:`~lawcheck.errors.LawcheckError` for a bad file."""


@dataclass(frozen=True, slots=True)
class Job:
    """One uploaded file. ``name`` is as uploaded (shown escaped), ``stored`` the safe name on disk, ``outputs`` the
    sizes in bytes by suffix; times are aware and in UTC."""

    job_id: str
    name: str
    stored: str
    size: int
    sha256: str
    received: datetime
    options: Options
    state: JobState = JobState.QUEUED
    attempts: int = 0
    finished: datetime | None = None
    trouble: Trouble | None = None
    summary: Summary | None = None
    outputs: Mapping[str, int] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The uploaded name without its ending, safe as a file name.

        >>> from datetime import UTC
        >>> Job("i", "甲.docx", "甲.docx", 1, "", datetime.now(UTC), Options(date(2026, 11, 22))).stem
        '甲'
        """
        return PurePath(self.stored).stem

    def to_json(self) -> dict[str, Any]:
        """Plain values for ``job.json``; :meth:`from_json` is the inverse."""
        plain = asdict(self)
        plain["options"]["as_of"] = self.options.as_of.isoformat()
        plain["received"] = self.received.isoformat()
        plain["finished"] = self.finished and self.finished.isoformat()
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Job:
        """The job that :meth:`to_json` wrote; ``KeyError``, ``TypeError`` or ``ValueError`` when it is damaged."""
        options = Options(**{**plain["options"], "as_of": date.fromisoformat(plain["options"]["as_of"])})
        finished = plain["finished"]
        values = {
            "options": options,
            "state": JobState(plain["state"]),
            "received": datetime.fromisoformat(plain["received"]),
            "finished": datetime.fromisoformat(finished) if finished else None,
            "trouble": Trouble(**plain["trouble"]) if plain["trouble"] else None,
            "summary": _summary(plain["summary"]) if plain["summary"] else None,
        }
        return cls(**{**plain, **values})


def _summary(plain: Mapping[str, Any]) -> Summary:
    return Summary(**{**plain, "coverage": tuple(CoverageLine(**line) for line in plain["coverage"])})
