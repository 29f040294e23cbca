"""Which laws a document must agree with, each with the reasons a reviewer can check (domain.md 1.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from lawcheck.citations.model import Citation
from lawcheck.document import Document, Span
from lawcheck.laws import Law, LawVersion, Library
from lawcheck.matching import phrases
from lawcheck.matching.applicable import NO_PINS, Applicable, Held, applicable_laws, is_variation
from lawcheck.matching.asking import Question, Votes, questions, vote
from lawcheck.matching.framework import load_framework_laws, triggers_in
from lawcheck.matching.index import ClauseIndex, Scope
from lawcheck.matching.model import HigherLaw, Pins
from lawcheck.procedure.facts import Facts
from lawcheck.references import ReferenceKind

__all__ = ["BASIS_SCORE", "basis_zones", "find_higher_laws", "scopes_of", "within"]

BASIS_SCORE: Final = 1.0  # named in title, 第一条 or 前言 (domain.md 1.3, step 3)
CITED_SCORE: Final = 0.9  # cited in a clause (step 4)
FRAMEWORK_SCORE: Final = 0.6  # attached by trigger (step 6): certain to apply, seldom the subject
SUBJECT_SCORE: Final = 0.8  # at most, for subject alone: content never outweighs what the document says itself
FULL_SHARE: Final = 0.2  # share of all clauses led by one law that earns the whole subject score
SUBJECT_LAWS: Final = 10  # laws listed by subject alone; the gold finds the basis laws among the first ten
LEAST_CLAUSES: Final = 2  # clauses that a law must lead to be listed by subject (1 in a document of up to ten)
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
    votes: float = 0.0
    pinned: bool = False
    reasons: list[str] = field(default_factory=list)

    def add(self, score: float, reason: str) -> None:
        self.score = max(self.score, score)
        if reason not in self.reasons:
            self.reasons.append(reason)


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
    cases = {law.law_id: _Case(law, version) for law, version in laws.above}
    _add_named(cases, document, citations, library)
    _add_cited(cases, document, citations)
    above, elsewhere = vote(index, asked, scopes_of(index, laws))
    _add_subject(cases, index, asked, above)
    _add_framework(cases, document, facts, asked, library)
    _add_pinned(cases, pins, library)
    listed = sorted(
        (c for c in cases.values() if c.score > 0), key=lambda c: (not c.pinned, -c.score, -c.votes, c.law.key)
    )
    higher = [_finished(case, facts, library) for case in listed]
    return (*higher, *_references(index, asked, laws, elsewhere))


# -- what the document says ----------------------------------------------------------------------------------------


def _add_named(cases: dict[str, _Case], document: Document, citations: Sequence[Citation], library: Library) -> None:
    for law in _implemented(document.title, library):
        if law.law_id in cases:
            cases[law.law_id].add(BASIS_SCORE, phrases.BASIS_TITLE)
    zones = tuple(basis_zones(document))
    for citation in citations:
        named = citation.law is not None and citation.reference.kind in (ReferenceKind.TITLE, ReferenceKind.EXTERNAL)
        if named and citation.law and citation.law.law_id in cases and within(citation.reference.span, zones):
            cases[citation.law.law_id].add(BASIS_SCORE, phrases.BASIS_ARTICLE)


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
    return any(zone.start <= span.start and span.end <= zone.end for zone in zones)


def _add_cited(cases: dict[str, _Case], document: Document, citations: Sequence[Citation]) -> None:
    """Citations outside 第一条 and preamble, counted by law."""
    zones = tuple(basis_zones(document))
    places: dict[str, list[str]] = {}
    for citation in citations:
        if citation.law is not None and citation.law.law_id in cases and not within(citation.reference.span, zones):
            places.setdefault(citation.law.law_id, []).append(_article_at(document, citation.reference.span.start))
    for law_id, found in places.items():
        cases[law_id].add(CITED_SCORE, phrases.cited(len(found), [place for place in found if place] or ["文首"]))


def _article_at(document: Document, offset: int) -> str:
    unit = document.unit_at(offset)
    steps = document.path(unit) if unit is not None else ()
    return next((step.citable for step in steps if step.citable.endswith("条")), steps[0].citable if steps else "")


# -- what its clauses are about ------------------------------------------------------------------------------------


def _add_subject(cases: dict[str, _Case], index: ClauseIndex, asked: Sequence[Question], votes: Votes) -> None:
    """Laws that come first for enough clauses; the votes also order laws of equal score."""
    total = sum(not question.skipped for question in asked)
    weights = dict(zip(index.version_codes[0].tolist(), votes.weight.tolist(), strict=True))
    firsts = dict(zip(index.version_codes[0].tolist(), votes.first.tolist(), strict=True))
    for case in cases.values():
        case.votes = weights.get(case.version.version_id, 0.0)
    least = LEAST_CLAUSES if total > 10 else 1
    ranked = sorted(cases.values(), key=lambda c: (-c.votes, c.law.key))
    for case in ranked[:SUBJECT_LAWS]:
        leads = firsts.get(case.version.version_id, 0)
        if leads >= least:
            score = round(SUBJECT_SCORE * min(1.0, leads / total / FULL_SHARE), 3)
            case.add(score, phrases.subject(leads, total))


def _add_pinned(cases: dict[str, _Case], pins: Pins, library: Library) -> None:
    for law in (law for title in pins.pinned for law in library.find_title(title)):
        if law.law_id in cases:
            cases[law.law_id].pinned = True
            cases[law.law_id].add(BASIS_SCORE, phrases.PINNED)


def _add_framework(
    cases: dict[str, _Case], document: Document, facts: Facts, asked: Sequence[Question], library: Library
) -> None:
    texts = [(question.article, question.text) for question in asked]
    for framework in load_framework_laws():
        words, places = triggers_in(framework, texts)
        if framework.faces(facts.kind) and (words or not framework.triggers):
            for law in library.find_title(framework.title)[:1]:
                if law.law_id in cases:
                    cases[law.law_id].add(FRAMEWORK_SCORE, phrases.triggered(words, places, framework.why))


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
    return index.scope(v.version_id for _, v in laws.above), index.scope(v.version_id for _, v in laws.reference)


def _references(index: ClauseIndex, asked: Sequence[Question], laws: Applicable, votes: Votes) -> Iterator[HigherLaw]:
    """Local texts of other places that the clauses resemble most: models to look at, never a higher law."""
    total = sum(not question.skipped for question in asked)
    codes = {version_id: code for code, version_id in enumerate(index.version_codes[0].tolist())}
    ranked = sorted(laws.reference, key=lambda held: _reference_order(held, votes, codes))
    for law, version in ranked[:REFERENCE_LAWS]:
        leads = int(votes.first[codes[version.version_id]]) if version.version_id in codes else 0
        if leads >= LEAST_CLAUSES:
            score = round(SUBJECT_SCORE * min(1.0, leads / total / FULL_SHARE), 3)
            reasons = (phrases.REFERENCE, phrases.subject(leads, total))
            yield HigherLaw(law, version, score, reasons, relation="reference")


def _reference_order(held: Held, votes: Votes, codes: dict[int, int]) -> tuple[float, str]:
    code = codes.get(held[1].version_id)
    return (0.0 if code is None else -float(votes.weight[code]), held[0].key)
