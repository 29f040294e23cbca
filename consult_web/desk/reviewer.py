"""The reviewer that the desk uses: lawcheck's own review and reports, with the tools kept between files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from consult_web.desk.model import CoverageLine, Outcome, Step, Summary, Task
from lawcheck.document import parse
from lawcheck.laws import DocumentKind, Library, iso, open_library
from lawcheck.matching import Coverage
from lawcheck.readers import open_filing, read_guarded
from lawcheck.reports import render_outputs
from lawcheck.reviewing import Review, Tools, load_tools, review_document

__all__ = ["LawcheckReviewer", "summarise"]


@dataclass
class LawcheckReviewer:
    """Reviews files against the library under ``library`` (None: the default one), opened when first needed."""

    library: Path | None = None
    _opened: Library | None = field(default=None, init=False, repr=False)
    _tools: tuple[date, Tools] | None = field(default=None, init=False, repr=False)

    def prepare(self) -> None:
        """Open the library, building it if it is new, and load the tools for today."""
        self._load(date.today())

    def __call__(self, task: Task, step: Step) -> Outcome:
        """Review one file; :class:`~lawcheck.errors.LawcheckError` when it cannot be read or the library opened."""
        step("reading")
        data = task.path.read_bytes()
        filing = open_filing(task.name, data=data, reader=read_guarded)
        document = parse(filing.source)
        step("library")
        tools = self._load(task.options.as_of)
        review = review_document(
            document,
            tools.library,
            as_of=task.options.as_of,
            kind=DocumentKind(task.options.kind) if task.options.kind else None,
            territory=task.options.territory or None,
            tools=tools,
            step=step,
        )
        step("writing")
        return Outcome(summarise(review), render_outputs(review, filing.data))

    def _load(self, as_of: date) -> Tools:
        """Tools of the last day asked for; other days are rare, and tools are large."""
        if self._opened is None:
            self._opened = open_library(self.library)
        if self._tools is None or self._tools[0] != as_of:
            self._tools = (as_of, load_tools(self._opened, as_of))
        return self._tools[1]


def _line(row: Coverage) -> CoverageLine:
    horizon = iso(row.horizon)
    return CoverageLine(row.level, row.laws, row.with_text, row.note, row.complete, horizon)


def summarise(review: Review) -> Summary:
    """The numbers of a review that the page shows beside the report."""
    return Summary(
        title=review.document.title or review.facts.title,
        kind=review.facts.kind.value,
        territory=review.facts.territory,
        articles=review.facts.articles,
        horizon=review.horizon.isoformat(),
        library_version=review.library_version,
        pack_version=review.pack_version,
        findings=dict(Counter(finding.severity.value for finding in review.findings)),
        states=dict(review.state_counts),
        coverage=tuple(map(_line, review.coverage)),
        clauses=len(review.matches),
        matched=sum(bool(match.clauses) for match in review.matches),
        kind_certain=review.facts.kind_certain,
    )
