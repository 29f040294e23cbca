"""Each 款 of a document and the higher clauses it most probably corresponds to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from lawcheck.citations.model import Citation
from lawcheck.document import Document
from lawcheck.laws import Level, Library
from lawcheck.matching import phrases
from lawcheck.matching.applicable import applicable_laws, coverage
from lawcheck.matching.asking import CANDIDATES, Question, Votes, questions, vote
from lawcheck.matching.higher_laws import BASIS_SCORE, scopes_of
from lawcheck.matching.index import ClauseIndex, Scope, best_of
from lawcheck.matching.model import HigherClause, HigherLaw, Match, MatchState
from lawcheck.matching.ranking import Candidate, Context, confidence, rank
from lawcheck.matching.texts import Shelf
from lawcheck.procedure.facts import Facts

__all__ = ["MATCH_FLOOR", "context_of", "find_candidates", "match_document"]

SHOWN: Final = 5  # candidates a reviewer is shown
LEADING: Final = 6  # laws with the most votes whose articles are looked at besides the general search
LEADING_ARTICLES: Final = 60  # articles taken from them; the cited article of the gold is often only there
# Confidence below which the first place is not given (tuned on the gold, see benchmarks/matching.py).
MATCH_FLOOR: Final = 0.35
SHOWN_SHARE: Final = 0.25  # later places are shown down to this share of the first one's confidence
CITED: Final = 0.95  # confidence of an article that the clause itself cites


@dataclass(frozen=True, slots=True)
class _Session:
    """All that the clauses of one document share."""

    index: ClauseIndex
    shelf: Shelf
    context: Context
    scope: Scope
    leading: Scope
    missing: tuple[str, ...]
    cited: tuple[tuple[int, int], ...]  # (offset in the document, row of the cited article)


def match_document(
    document: Document,
    facts: Facts,
    higher_laws: Sequence[HigherLaw],
    library: Library,
    index: ClauseIndex,
    as_of: date,
    *,
    citations: Sequence[Citation] = (),
) -> tuple[Match, ...]:
    """One :class:`Match` for every 款, in reading order.

    Candidates come from every law above the document; those named in title or 第一条, pinned, or voted for by many
    clauses weigh more, and an article that the clause cites (``citations``) comes first. 无上位依据 is said only where
    the library holds text of every level above; else 未检查, with the levels that are missing.
    """
    laws = applicable_laws(document, facts, library, as_of)
    asked = questions(document)
    scopes = scopes_of(index, laws)
    votes = vote(index, asked, scopes)[0]
    named = {
        h.version.version_id for h in higher_laws if h.relation == "above" and (h.score >= BASIS_SCORE or h.pinned)
    }
    statutes = {v.version_id for law, v in laws.above if law.level in (Level.LAW, Level.CONSTITUTION)}
    session = _Session(
        index,
        Shelf(library, index),
        context_of(index, votes, named, statutes),
        scopes[0],
        index.scope(_leading(index, votes, named) & scopes[0].versions),
        tuple(row.level for row in coverage(document, facts, citations, library, as_of) if not row.with_text),
        _cited_rows(index, citations, scopes[0]),
    )
    return tuple(_match(question, session) for question in asked)


def _is_basis(law: HigherLaw) -> bool:
    return law.relation == "above" and (law.score >= BASIS_SCORE or law.pinned)


def context_of(index: ClauseIndex, votes: Votes, named: set[int], statutes: set[int]) -> Context:
    """Document-level features for every row; ``named`` and ``statutes`` are version ids."""
    ids, codes = index.version_codes
    prior = (votes.weight / max(float(votes.weight.max(initial=0)), 1e-9)).astype(np.float32)
    return Context(prior[codes], np.isin(ids, list(named))[codes], np.isin(ids, list(statutes))[codes])


def _leading(index: ClauseIndex, votes: Votes, named: set[int]) -> frozenset[int]:
    ids, _ = index.version_codes
    best = np.lexsort((ids, -votes.weight))[:LEADING]
    return frozenset(int(ids[i]) for i in best if votes.weight[i] > 0) | named


def _cited_rows(index: ClauseIndex, citations: Sequence[Citation], scope: Scope) -> tuple[tuple[int, int], ...]:
    found = []
    for citation in citations:
        if citation.article is not None and citation.article.version_id in scope.versions:
            rows = np.flatnonzero(index.article_ids == citation.article.article_id)
            found += [(citation.reference.span.start, int(row)) for row in rows[:1]]
    return tuple(found)


def find_candidates(
    index: ClauseIndex, query: str, scope: Scope, leading: Scope, extra: Sequence[int] = ()
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Rows worth ranking for a clause and their retrieval scores: the general search, the best articles of the
    leading laws, and ``extra`` rows."""
    scores = index.scores(query)
    general = best_of(scores, scope, CANDIDATES).rows
    within = best_of(scores, leading, LEADING_ARTICLES).rows
    rows = np.unique(np.concatenate([general, within, np.array(extra, dtype=np.int64)]))
    return rows, scores[rows]


def _match(question: Question, session: _Session) -> Match:
    if question.skipped:
        return Match(question.eid, MatchState.NOT_CHECKED, question.skipped)
    cited = {row for at, row in session.cited if question.span.start <= at < question.span.end}
    rows, scores = find_candidates(session.index, question.query, session.scope, session.leading, sorted(cited))
    ranked = rank(session.index, question.query, rows, scores, session.context)
    ranked = tuple(sorted(ranked, key=lambda c: c.row not in cited))
    if ranked and (ranked[0].row in cited or confidence(ranked[0].total) >= MATCH_FLOOR):
        return Match(question.eid, MatchState.MATCHED, "", _shown(question, ranked, cited, session))
    return _unmatched(question, ranked, session)


def _shown(
    question: Question, ranked: Sequence[Candidate], cited: set[int], session: _Session
) -> tuple[HigherClause, ...]:
    least = SHOWN_SHARE * confidence(ranked[0].total)
    chosen = [c for i, c in enumerate(ranked) if i == 0 or c.row in cited or confidence(c.total) >= least]
    return tuple(_shown_clause(question, candidate, candidate.row in cited, session) for candidate in chosen[:SHOWN])


def _shown_clause(question: Question, candidate: Candidate, cited: bool, session: _Session) -> HigherClause:
    score = max(confidence(candidate.total), CITED if cited else 0.0)
    return session.shelf.clause(question.query, candidate, score, cited=cited)


def _unmatched(question: Question, ranked: Sequence[Candidate], session: _Session) -> Match:
    reason = phrases.nothing_similar()
    if ranked:
        best = session.shelf.clause(question.query, ranked[0], 0.0)
        reason = phrases.nearest(best.law.key, best.article.label, best.similarity)
    if session.missing:
        return Match(question.eid, MatchState.NOT_CHECKED, f"{phrases.missing_levels(session.missing)}；{reason}")
    return Match(question.eid, MatchState.NONE, reason)
