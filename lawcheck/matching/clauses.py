"""Each 款 of a document and the higher clauses it most probably corresponds to."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz import fuzz

from lawcheck.citations.model import Citation
from lawcheck.document import Document
from lawcheck.laws import Library
from lawcheck.matching import phrases
from lawcheck.matching.applicable import NO_PINS, applicable_laws
from lawcheck.matching.asking import Question, Votes, links, questions, vote
from lawcheck.matching.candidates import Asked, Field, candidates
from lawcheck.matching.covering import coverage
from lawcheck.matching.features import Clause, Context
from lawcheck.matching.higher_laws import BASIS_SCORE, scopes_of
from lawcheck.matching.index import ClauseIndex, Scope
from lawcheck.matching.items import item_sentences
from lawcheck.matching.model import Coverage, Ground, HigherClause, HigherLaw, Match, MatchState, Pins
from lawcheck.matching.query import Query
from lawcheck.matching.ranking import Candidate, Ranking, rank
from lawcheck.matching.texts import Shelf
from lawcheck.matching.ways import ways_of
from lawcheck.procedure.facts import Facts

__all__ = ["MATCH_FLOOR", "Prepared", "context_of", "leading_versions", "match_document", "prepared"]

SHOWN: Final = 5  # candidates a reviewer is shown
LEADING: Final = 6  # laws with the most votes whose articles are looked at besides the general search
# Confidence below which no clause is given. In filings in a drafter's own words 0.45 gives four in five of the clauses that
# have a counterpart, nearly all rightly, and few of those that have none; on the old gold, half of it clauses that cite
# an article, each with a twin that has no right answer, two in three are right (0.88: nine in ten at a coverage of 0.44).
MATCH_FLOOR: Final = 0.45
# A text this close is the same rule (domain.md 1.3: containment 0.6, here by rarity): on the same gold each of the two
# alone is right in four of five. That gold holds no formula that stands in law after law (经费列入预算, 玩忽职守 …), so
# it counts only in a law that the document has to do with; in any other the two texts must be nearly equal (a choice
# from reading the hits in nine regulations, not measured).
SAME_RATIO: Final = 0.6
SAME_CONTAINMENT: Final = 0.7
EQUAL_RATIO: Final = 0.8
EQUAL_CONTAINMENT: Final = 0.9
SAME_TEXT: Final = 0.8
SAME_WITHOUT: Final = 0.5  # likeness to a 款 without its exception, in such a law, that shows the exception left out
CLOSE: Final = 0.07
"""So much less alike, a candidate of the same law stays before the nearest one: the order learnt knows a duty from what
follows where it is not met. No clause of 200 regulations of Zhejiang changes by it."""
SAME_ITEM: Final = 0.55  # likeness to the sentence of a 项 alone, the lowest band of the near-copy gold …
ITEM_NAMED: Final = 0.6  # … and of the 项 to its best stretch of the clause, as in ``comparison/counterparts.py``
ITEM_AMONG: Final = 5  # candidates that are looked into
_EXCEPTION: Final = re.compile("除[^，。；：]{2,40}外[，,]?|[，；]但是?[^。；]{2,60}(?:除外|不在此限)")
LEAD_GAIN: Final = 0.05  # the words before a list are compared alone where they are at least this much more alike …
LEAD_LEAST: Final = 40  # … and this long
SUBJECT_SHARE: Final = 0.1  # a law for which this share of the 款 votes first is a subject of the document
SUBJECT_LEAST: Final = 2  # and this many: a clause does not confirm itself
SHOWN_ODDS: Final = 0.02  # later places are shown while their odds against the first are at least this
COPIED: Final = 0.9  # a text this close comes even before what it cites: what is copied may cite on its own
NEAREST: Final = 2
"""Candidates of a clause without a match that are kept, …"""
NEAR: Final = 4.0
"""… if their total is this much: on 37 118 unmatched clauses of local texts one in four has one."""
CITED: Final = 0.95  # least confidence of an article that the clause itself cites


def _lead(text: str) -> str:
    """The words before a list of 项; the whole text where it has none."""
    head, colon, rest = text.partition("：")
    return head if colon and rest.lstrip()[:1] in ("（", "(") else text


PENAL_ODDS: Final = 0.02
"""Odds against the best, from which on a clause that fines is put before one that only forbids."""
_FINES: Final = re.compile("罚款")
_PUNISHES: Final = re.compile("罚款|没收|吊销|暂扣|拘留|处罚|责令|警告")


class _Cited(NamedTuple):
    """A citation in the document: where, of which version, the row of the article (-1 = none named) and the 款 (0 = none named)."""

    offset: int
    version_id: int
    row: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class _Session:
    """All that the clauses of one document share."""

    field: Field
    shelf: Shelf
    gaps: str
    cited: tuple[_Cited, ...]
    concerning: frozenset[int]

    def same_text(self, candidate: Candidate) -> bool:
        """Whether the words alone are enough to take the candidate for the same rule."""
        concerns = int(self.field.index.version_ids[candidate.row]) in self.concerning
        ratio, share = (SAME_RATIO, SAME_CONTAINMENT) if concerns else (EQUAL_RATIO, EQUAL_CONTAINMENT)
        return candidate.similarity >= ratio or candidate.containment >= share

    def same_words(self, candidate: Candidate) -> bool:
        """Whether the texts are as alike as a whole; what a longer one holds does not count."""
        concerns = int(self.field.index.version_ids[candidate.row]) in self.concerning
        return candidate.similarity >= (SAME_RATIO if concerns else EQUAL_RATIO)

    def close(self, first: Candidate, nearest: Candidate) -> bool:
        """Whether the first candidate is of the same law as the nearest and nearly as near: the order learnt counts then."""
        versions = self.field.index.version_ids
        return bool(versions[first.row] == versions[nearest.row] and first.similarity >= nearest.similarity - CLOSE)

    def without_exception(self, text: str, candidate: Candidate) -> Candidate | None:
        """The candidate with that 款 of its article which is near ``text`` once its exception is left out, in a law that the
        document has to do with."""
        index = self.field.index
        if _EXCEPTION.search(text) or int(index.version_ids[candidate.row]) not in self.concerning:
            return None
        for number in range(int(index.article_clauses[candidate.row]), int(index.article_clauses[candidate.row + 1])):
            bare, cuts = _EXCEPTION.subn("", index.clause(number))
            ratio = fuzz.ratio(text, bare) / 100
            if cuts and ratio >= SAME_WITHOUT:
                return candidate._replace(clause=number, similarity=ratio)
        return None

    def of_item(self, text: str, candidate: Candidate) -> Candidate | None:
        """The candidate with that 款 of its article of whose list ``text`` takes up one 项, in a law that the document has to
        do with: as near to the sentence that the list makes of the 项, and holding the deed itself. What the other 款 say of
        the same deeds belongs to it."""
        index, best = self.field.index, None
        if int(index.version_ids[candidate.row]) not in self.concerning:
            return None
        least = SAME_ITEM
        for number in range(int(index.article_clauses[candidate.row]), int(index.article_clauses[candidate.row + 1])):
            for found in item_sentences(index.clause(number)):
                ratio = fuzz.ratio(text, found.sentence, score_cutoff=100 * least) / 100
                if ratio >= least and fuzz.partial_ratio(found.item, text) >= 100 * ITEM_NAMED:
                    best, least = candidate._replace(clause=number, similarity=ratio, whole=True), ratio
        return best

    def by_lead(self, text: str, candidate: Candidate) -> Candidate:
        """The candidate with that 款 of its article whose words before its list are the clause's own, if one is nearer
        so: a penalty below cites what the list above spells out."""
        index, own, best = self.field.index, _lead(text), candidate
        for number in range(int(index.article_clauses[candidate.row]), int(index.article_clauses[candidate.row + 1])):
            clause = index.clause(number)
            lead = _lead(clause)
            if lead != clause and min(len(own), len(lead)) >= LEAD_LEAST:
                ratio = fuzz.ratio(own, lead, score_cutoff=100 * best.similarity) / 100
                best = best if ratio < best.similarity + LEAD_GAIN else best._replace(clause=number, similarity=ratio)
        return best

    def as_cited(self, question: Question, candidate: Candidate) -> Candidate:
        """The candidate with the only 款 of its article that the clause names (《某法》第六十条第二款), if there is one."""
        named = {c.paragraph for c in self.cited_in(question) if c.row == candidate.row}
        paragraph = named.pop() if len(named) == 1 else 0
        first, end = self.field.index.article_clauses[candidate.row : candidate.row + 2].tolist()
        number = first + paragraph - 1
        if not paragraph or not first <= number < end or number == candidate.clause:
            return candidate
        ratio = fuzz.ratio(question.query, self.field.index.clause(number)) / 100
        return candidate._replace(clause=number, similarity=ratio, whole=False)

    def cited_in(self, question: Question) -> tuple[_Cited, ...]:
        """The citations within a clause."""
        return tuple(c for c in self.cited if question.span.start <= c.offset < question.span.end)


class Prepared(NamedTuple):
    """A document ready to be matched: what its clauses share, its questions, and those asked with their candidates."""

    session: _Session
    asked: tuple[Question, ...]
    clauses: list[Clause]


def match_document(
    document: Document,
    facts: Facts,
    higher_laws: Sequence[HigherLaw],
    library: Library,
    index: ClauseIndex,
    as_of: date,
    *,
    citations: Sequence[Citation] = (),
    covered: Sequence[Coverage] | None = None,
    pins: Pins = NO_PINS,
) -> tuple[Match, ...]:
    """One :class:`Match` for every 款, in reading order.

    Candidates come from every law above the document; those named in title or 第一条, pinned, or voted for by many
    clauses weigh more, and an article that the clause cites (``citations``) comes first. ``NONE`` is given only where
    the library holds text of every level above and of every law that the document builds on; else 未检查, with what
    is missing; ``covered`` is what :func:`lawcheck.matching.coverage` gave, counted anew if None. Neither says that the clause lacks a basis in law.
    """
    covered = coverage(document, facts, citations, library, as_of) if covered is None else covered
    gaps, partly = _gaps(covered), _held_partly(covered)
    session, asked, clauses = prepared(document, facts, higher_laws, library, index, as_of, citations, pins, gaps)
    rankings = dict(zip((c.number for c in clauses), rank(index, clauses), strict=True))
    queries = {clause.number: clause.query for clause in clauses}
    found = (
        Match(question.eid, MatchState.NOT_CHECKED, question.skipped)
        if question.skipped
        else _match(question, queries[number], rankings[number], session)
        for number, question in enumerate(asked)
    )
    return tuple(
        replace(match, reason=f"{match.reason}；{partly}") if partly and match.state is MatchState.NONE else match
        for match in found
    )


def prepared(
    document: Document,
    facts: Facts,
    higher_laws: Sequence[HigherLaw],
    library: Library,
    index: ClauseIndex,
    as_of: date,
    citations: Sequence[Citation],
    pins: Pins = NO_PINS,
    gaps: str = "",
) -> Prepared:
    """What is asked for a document and its clauses with their candidates, before they are ordered; ``gaps`` says what the
    library lacks."""
    laws = applicable_laws(document, facts, library, as_of, pins)
    asked = questions(document)
    scopes = scopes_of(index, laws)
    votes = vote(index, asked, scopes)[0]
    named = {
        h.version.version_id for h in higher_laws if h.relation == "above" and (h.score >= BASIS_SCORE or h.pinned)
    }
    context = context_of(index, votes, named)
    leading = index.scope(leading_versions(index, votes, named) & scopes[0].versions)
    ways = ways_of(index, _own(document, facts, library))
    session = _Session(
        Field(index, scopes[0], leading, context, ways),
        Shelf(library, index, ways),
        gaps,
        _cited_articles(index, citations, scopes[0]),
        _subjects(index, votes, sum(not question.skipped for question in asked)) | _told(higher_laws),
    )
    return Prepared(session, asked, _clauses(asked, session))


def _own(document: Document, facts: Facts, library: Library) -> frozenset[int]:
    """The versions of the document itself that the library holds: what they cite is no news."""
    title = facts.title or document.title
    laws = library.find_title(title) if title else ()
    return frozenset(version.version_id for law in laws for version in library.versions(law.law_id))


def _clauses(asked: Sequence[Question], session: _Session) -> list[Clause]:
    """The clauses to be ranked, with their candidates; what a clause cites is always among them."""
    queries = session.field.index.queries([question.query for question in asked])
    wanted = [
        _asked(queries[number], number, session.cited_in(question))
        for number, question in enumerate(asked)
        if not question.skipped
    ]
    return candidates(session.field, wanted, links(asked), queries)


def _asked(query: Query, number: int, cited: Sequence[_Cited]) -> Asked:
    versions = sorted({c.version_id for c in cited})
    return Asked(query, number, tuple(versions), tuple(sorted({c.row for c in cited if c.row >= 0})))


def _subjects(index: ClauseIndex, votes: Votes, total: int) -> frozenset[int]:
    """Versions that enough clauses are about."""
    least = max(SUBJECT_LEAST, SUBJECT_SHARE * total)
    return frozenset(index.version_codes[0][votes.first >= least].tolist())


def _told(higher_laws: Sequence[HigherLaw]) -> frozenset[int]:
    """Versions of laws that the document names, a person fixed, or a trigger attached."""
    return frozenset(
        law.version.version_id for law in higher_laws if law.ground not in (Ground.SUBJECT, Ground.REFERENCE)
    )


def _gaps(covered: Sequence[Coverage]) -> str:
    """Why nothing can be said of a clause that matches nothing; empty where enough is held."""
    levels = [row.level for row in covered if row.lacking]
    titles = [title for row in covered for title in row.missing]
    parts = (phrases.missing_levels(levels) if levels else "", phrases.missing_laws(titles) if titles else "")
    return "；".join(filter(None, parts))


def _held_partly(covered: Sequence[Coverage]) -> str:
    """What a search that found nothing rests on where nobody knows how many texts a level has; empty where all are known."""
    rows = [(row.level, row.with_text) for row in covered if not row.complete and row.with_text and not row.lacking]
    return phrases.held_partly(rows) if rows else ""


def context_of(index: ClauseIndex, votes: Votes, named: set[int]) -> Context:
    """Document-level features for every row; ``named`` are version ids."""
    ids = index.version_codes[0]
    prior = (votes.weight / max(float(votes.weight.max(initial=0)), 1e-9)).astype(np.float32)
    told = np.zeros(len(ids), dtype=np.bool_)
    told[[code for version_id in named if (code := index.version_places.get(version_id)) is not None]] = True
    return Context(prior, told)


def leading_versions(index: ClauseIndex, votes: Votes, named: set[int]) -> frozenset[int]:
    """The versions with the most votes, and those named."""
    ids, _ = index.version_codes
    voted = votes.weight.nonzero()[0]
    best = voted[np.lexsort((ids[voted], -votes.weight[voted]))][:LEADING]
    return frozenset(ids[best].tolist()) | named


def _cited_articles(index: ClauseIndex, citations: Sequence[Citation], scope: Scope) -> tuple[_Cited, ...]:
    found = []
    for citation in citations:
        if citation.version is None or citation.version.version_id not in scope.versions:
            continue
        article_id = citation.article.article_id if citation.article else -1
        rows = np.flatnonzero(index.article_ids == article_id)
        row = int(rows[0]) if len(rows) else -1
        named = citation.reference.address.paragraph
        paragraph = named.first.value if named is not None and not named.is_range else 0
        found.append(_Cited(citation.reference.span.start, citation.version.version_id, row, paragraph))
    return tuple(found)


def _match(question: Question, query: Query, found: Ranking, session: _Session) -> Match:
    articles = {c.row for c in session.cited_in(question) if c.row >= 0}
    ranked = found.candidates
    if articles:
        ranked = tuple(sorted(ranked, key=lambda c: (c.similarity < COPIED, c.row not in articles)))
    ranked = (*(session.by_lead(question.query, c) for c in ranked[:1]), *ranked[1:])
    ranked = (*(session.as_cited(question, c) for c in ranked[:1]), *ranked[1:])
    sure = max([found.confidence, *(SAME_TEXT for candidate in ranked[:1] if session.same_text(candidate))])
    if sure < MATCH_FLOOR and not articles:
        ranked, sure = _nearest_words(question.query, ranked, sure, session)
    if not articles:
        ranked = _penal_first(question.text, ranked, session.field.index)
    if ranked and (ranked[0].row in articles or sure >= MATCH_FLOOR):
        return Match(question.eid, MatchState.MATCHED, "", _shown(query, ranked, sure, articles, session))
    return _unmatched(question.eid, query, ranked, found.confidence, session)


def _penal_first(text: str, ranked: tuple[Candidate, ...], index: ClauseIndex) -> tuple[Candidate, ...]:
    """Before what forbids an act, for a clause that fines it, a candidate of the same law that fines it too: the fines are
    what is to be compared."""
    if not ranked or not _FINES.search(text) or _PUNISHES.search(index.clause(ranked[0].clause)):
        return ranked
    law, least = index.version_ids[ranked[0].row], ranked[0].total + math.log(PENAL_ODDS)
    penal = next(
        (
            candidate
            for candidate in ranked[1:]
            if candidate.total >= least
            and index.version_ids[candidate.row] == law
            and _FINES.search(index.clause(candidate.clause))
        ),
        None,
    )
    return ranked if penal is None else (penal, *(candidate for candidate in ranked if candidate is not penal))


def _nearest_words(
    text: str, ranked: tuple[Candidate, ...], sure: float, session: _Session
) -> tuple[tuple[Candidate, ...], float]:
    """A later candidate of the very words put first, where the first is not sure: another law than the document builds on
    may say it (不得收取任何未予标明的费用, of 价格法, in a regulation on consumers). Else a 款 of the first article that
    would be near, had the clause not left out its exception; or one of whose list it takes up a single 项."""
    nearest = next((candidate for candidate in ranked if session.same_words(candidate)), None)
    if nearest is not None and session.close(ranked[0], nearest):
        return ranked, SAME_TEXT
    if nearest is not None:
        return (nearest, *(candidate for candidate in ranked if candidate is not nearest)), SAME_TEXT
    bare = next(filter(None, (session.without_exception(text, candidate) for candidate in ranked[:1])), None)
    if bare is not None:
        return (bare, *ranked[1:]), SAME_TEXT
    listed = next(filter(None, (session.of_item(text, candidate) for candidate in ranked[:ITEM_AMONG])), None)
    if listed is None:
        return ranked, sure
    return (listed, *(candidate for candidate in ranked if candidate.row != listed.row)), SAME_TEXT


def _shown(
    query: Query, ranked: Sequence[Candidate], sure: float, articles: set[int], session: _Session
) -> tuple[HigherClause, ...]:
    """The best candidates; each later one scores the first one's confidence times its odds against the best, so that none
    scores more than the one put first, whatever put it there."""
    best = max(candidate.total for candidate in ranked)
    odds = [1.0, *(math.exp(candidate.total - best) for candidate in ranked[1:])]
    chosen = [(c, o) for i, (c, o) in enumerate(zip(ranked, odds, strict=True)) if not i or o >= SHOWN_ODDS]
    return tuple(
        session.shelf.clause(query, c, max(sure * o, CITED if c.row in articles else 0.0), cited=c.row in articles)
        for c, o in chosen[:SHOWN]
    )


def _unmatched(eid: str, query: Query, ranked: Sequence[Candidate], sure: float, session: _Session) -> Match:
    """No clause is near enough; the nearest are kept for who wants to look."""
    versions = session.field.index.version_ids
    near = [c for c in ranked[:NEAREST] if c.total >= NEAR and int(versions[c.row]) in session.concerning]
    nearest = tuple(session.shelf.clause(query, c, sure) for c in near)
    reason = phrases.nothing_similar()
    if ranked:
        reason = phrases.nearest(*session.shelf.named(query, ranked[0]))
    if session.gaps:
        return Match(eid, MatchState.NOT_CHECKED, f"{session.gaps}；{reason}", nearest=nearest)
    return Match(eid, MatchState.NONE, reason, nearest=nearest)
