"""Which laws a document must agree with, each with the reasons a reviewer can check (domain.md 1.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from lawcheck.citations.model import Citation, CitationState
from lawcheck.document import Document, Span
from lawcheck.laws import Law, LawVersion, Library, stands_in
from lawcheck.matching import phrases
from lawcheck.matching.applicable import NO_PINS, Applicable, Held, applicable_laws, is_variation
from lawcheck.matching.asking import Question, Votes, questions, vote
from lawcheck.matching.framework import load_framework_laws, triggers_in
from lawcheck.matching.index import ClauseIndex, Scope
from lawcheck.matching.model import HigherLaw, Pins
from lawcheck.matching.subjects import Subject, foundations, subjects
from lawcheck.procedure.facts import Facts
from lawcheck.references import ReferenceKind

__all__ = ["BASIS_SCORE", "basis_zones", "find_higher_laws", "scopes_of", "within"]

BASIS_SCORE: Final = 1.0  # named in title, 第一条 or 前言 (domain.md 1.3, step 3)
CITED_SCORE: Final = 0.9  # cited in a clause (step 4)
FRAMEWORK_SCORE: Final = 0.6  # attached by trigger (step 6): certain to apply, seldom the subject
SUBJECT_SCORE: Final = 0.8  # at most, for subject alone: content never outweighs what the document says itself
FULL_SHARE: Final = 0.2  # share of all clauses led by a text of another place that earns the whole subject score
SUBJECT_LAWS: Final = 10  # laws listed by subject alone; the gold finds the basis laws among the first ten
# Estimate from which a law is listed by subject: on the gold 4.5 laws a document, with .95 of the bases among them.
SUBJECT_LEAST: Final = 0.03
LEAST_CLAUSES: Final = 2  # clauses that a text of another place must lead to be shown
REFERENCE_LAWS: Final = 5

_IN_TITLE: Final = re.compile(r"[《〈]([^《》〈〉]+)[》〉]")
_IMPLEMENTS: Final = (
    re.compile(r"(?:实施|贯彻|执行)(?P<law>.+?法)(?:的?(?:若干)?(?:办法|规定|细则|条例|意见|补充规定))"),
    re.compile(r"^(?P<law>.+?法)(?:实施|施行)(?:办法|规定|细则|条例|意见)"),
)


@dataclass
class _Case:
    """What speaks for one law while the reasons are gathered."""

    law: Law
    version: LawVersion
    score: float = 0.0
    pinned: bool = False
    reasons: list[str] = field(default_factory=list)

    def add(self, score: float, reason: str) -> None:
        self.score = max(self.score, score)
        if reason not in self.reasons:
            self.reasons.append(reason)


class _Cases(dict[str, _Case]):
    """The cases by law; one is opened when something first speaks for a law of ``held``, most of which stay silent."""

    def __init__(self, held: Mapping[str, Held]) -> None:
        super().__init__()
        self.held = held

    def __missing__(self, law_id: str) -> _Case:
        self[law_id] = _Case(*self.held[law_id])
        return self[law_id]


def find_higher_laws(
    document: Document,
    facts: Facts,
    citations: Sequence[Citation],
    library: Library,
    index: ClauseIndex,
    as_of: date,
    *,
    pins: Pins = NO_PINS,
) -> tuple[HigherLaw, ...]:
    """The laws above the document in force on ``as_of``, best founded first, then texts of other places for reference.

    Laws that the document names but that are repealed or not held with text are not listed: the citations show them,
    and :func:`lawcheck.matching.coverage` counts them. ``pins`` are a person's choice: E592 for a title not held.
    """
    laws = applicable_laws(document, facts, library, as_of, pins)
    asked = questions(document)
    cases = _Cases(laws.by_id)
    _add_named(cases, document, citations, library)
    _add_successors(cases, document, citations, library, as_of)
    _add_cited(cases, document, citations)
    above, elsewhere = vote(index, asked, scopes_of(index, laws))
    likely = subjects(index, asked, above, laws.by_version, foundations(library, as_of))
    _add_subjects(cases, likely, laws.by_version, sum(not question.skipped for question in asked))
    _add_framework(cases, document, facts, asked, library)
    _add_pinned(cases, pins, library)
    estimates = {subject.version_id: subject.estimate for subject in likely}
    listed = sorted(
        cases.values(), key=lambda c: (not c.pinned, -c.score, -estimates.get(c.version.version_id, 0.0), c.law.key)
    )
    higher = [_finished(case, facts, library) for case in listed]
    return (*higher, *_references(index, asked, laws, elsewhere))


# -- what the document says ----------------------------------------------------------------------------------------


def _add_named(cases: _Cases, document: Document, citations: Sequence[Citation], library: Library) -> None:
    for law in _implemented(document.title, library):
        if law.law_id in cases.held:
            cases[law.law_id].add(BASIS_SCORE, phrases.BASIS_TITLE)
    zones = tuple(basis_zones(document))
    for citation in citations:
        named = citation.law is not None and citation.reference.kind in (ReferenceKind.TITLE, ReferenceKind.EXTERNAL)
        if named and citation.law and citation.law.law_id in cases.held and within(citation.reference.span, zones):
            cases[citation.law.law_id].add(BASIS_SCORE, phrases.BASIS_ARTICLE)


def _add_successors(
    cases: _Cases, document: Document, citations: Sequence[Citation], library: Library, as_of: date
) -> None:
    """Laws that ended a law on which the document is founded by its title, 第一条 or 前言, and stand in for it."""
    zones, repealed = tuple(basis_zones(document)), library.repealed_titles()
    ended = [law.key for law in _implemented(document.title, library)]
    for citation in citations:
        law = citation.law or citation.catalogue
        if law is not None and citation.state is CitationState.REPEALED and within(citation.reference.span, zones):
            ended.append(law.key)
    for key in ended:
        by = _titled(library, stands_in(repealed, key, as_of)) if key in repealed else None
        if by is not None and by.law_id in cases.held:
            cases[by.law_id].add(BASIS_SCORE, phrases.succeeding(key))


def _implemented(title: str, library: Library) -> tuple[Law, ...]:
    """Laws that a title says it implements: 实施《某法》办法, 某法实施细则."""
    names = _IN_TITLE.findall(title) or [m["law"] for pattern in _IMPLEMENTS if (m := pattern.search(title))]
    return tuple(law for name in names for law in library.find_title(name))


def basis_zones(document: Document) -> Iterator[Span]:
    """Where a document names its basis: 第一条 and the preamble (without articles, the first clause)."""
    if document.preamble_span.length:
        yield document.preamble_span
    first = document.article(1) or next(iter(document.clauses), None)
    if first is not None:
        yield first.span


def within(span: Span, zones: Iterable[Span]) -> bool:
    """Whether a span lies in one of the zones."""
    return any(zone.holds(span) for zone in zones)


def _add_cited(cases: _Cases, document: Document, citations: Sequence[Citation]) -> None:
    """Citations outside 第一条 and preamble, counted by law."""
    zones = tuple(basis_zones(document))
    places: dict[str, list[str]] = {}
    for citation in citations:
        if (
            citation.law is not None
            and citation.law.law_id in cases.held
            and not within(citation.reference.span, zones)
        ):
            places.setdefault(citation.law.law_id, []).append(_article_at(document, citation.reference.span.start))
    for law_id, found in places.items():
        cases[law_id].add(CITED_SCORE, phrases.cited(len(found), [place for place in found if place] or ["文首"]))


def _article_at(document: Document, offset: int) -> str:
    unit = document.unit_at(offset)
    steps = document.path(unit) if unit is not None else ()
    return next((step.citable for step in steps if step.citable.endswith("条")), steps[0].citable if steps else "")


# -- what its clauses are about ------------------------------------------------------------------------------------


def _add_subjects(cases: _Cases, likely: Sequence[Subject], laws: Mapping[int, Law], total: int) -> None:
    """Laws that the document is probably founded on, going by its content."""
    for subject in likely[:SUBJECT_LAWS]:
        if subject.estimate >= SUBJECT_LEAST:
            case = cases[laws[subject.version_id].law_id]
            for reason in _why(subject, laws, total):
                case.add(round(SUBJECT_SCORE * subject.estimate, 3), reason)


def _why(subject: Subject, laws: Mapping[int, Law], total: int) -> Iterator[str]:
    if subject.leads:
        yield phrases.subject(subject.leads, total)
    if subject.through:
        yield phrases.founding([laws[version_id].key for version_id in subject.through])
    if not subject.leads and not subject.through:
        yield phrases.SUBJECT_LATER


def _add_pinned(cases: _Cases, pins: Pins, library: Library) -> None:
    for law in (law for title in pins.pinned for law in library.find_title(title)):
        if law.law_id in cases.held:
            cases[law.law_id].pinned = True
            cases[law.law_id].add(BASIS_SCORE, phrases.PINNED)


def _add_framework(
    cases: _Cases, document: Document, facts: Facts, asked: Sequence[Question], library: Library
) -> None:
    texts = [(question.article, question.text) for question in asked]
    for framework in load_framework_laws():
        law = _titled(library, framework.title)
        if law is not None and law.law_id in cases.held and framework.faces(facts.kind):
            words, places = triggers_in(framework, texts)
            if words or not framework.triggers:
                cases[law.law_id].add(FRAMEWORK_SCORE, phrases.triggered(words, places, framework.why))


@lru_cache(maxsize=64)
def _titled(library: Library, title: str) -> Law | None:
    """The first law of this title; every document asks for the same few."""
    return next(iter(library.find_title(title)), None)


# -- the result ----------------------------------------------------------------------------------------------------


def _finished(case: _Case, facts: Facts, library: Library) -> HigherLaw:
    notes = [phrases.VARIATION] if is_variation(facts) else []
    notes += _other_versions(case, facts, library)
    return HigherLaw(case.law, case.version, case.score, (*case.reasons, *notes), pinned=case.pinned)


def _other_versions(case: _Case, facts: Facts, library: Library) -> Iterator[str]:
    """Versions that applied on the day of publication or will apply on a future effective date (1.3, step 2)."""
    seen = {case.version.version_id}
    for what, day in (("公布", facts.published), ("施行", facts.effective)):
        version = library.version_at(case.law.law_id, day) if day else None
        if day and version and version.version_id not in seen:
            seen.add(version.version_id)
            yield phrases.other_version(what, day, str(version.effective_from or version.published or "无日期"))


def scopes_of(index: ClauseIndex, laws: Applicable) -> tuple[Scope, Scope]:
    """The articles above the document, and those of other places."""
    above, reference = laws.versions
    return index.scope(above), index.scope(reference)


def _references(index: ClauseIndex, asked: Sequence[Question], laws: Applicable, votes: Votes) -> Iterator[HigherLaw]:
    """Local texts of other places that the clauses resemble most: models to look at, never a higher law."""
    total = sum(not question.skipped for question in asked)
    voted = votes.weight.nonzero()[0]
    columns = (index.version_codes[0][voted], votes.weight[voted], votes.first[voted])
    polled = (
        (-weight, *laws.elsewhere[version_id], leads)
        for version_id, weight, leads in zip(*(column.tolist() for column in columns), strict=True)
        if version_id in laws.elsewhere
    )
    for _, law, version, leads in sorted(polled, key=lambda held: (held[0], held[1].key))[:REFERENCE_LAWS]:
        if leads >= LEAST_CLAUSES:
            score = round(SUBJECT_SCORE * min(1.0, leads / total / FULL_SHARE), 3)
            reasons = (phrases.REFERENCE, phrases.subject(leads, total))
            yield HigherLaw(law, version, score, reasons, relation="reference")
