"""The 款 of a document as questions to the index, and how all of them together vote for the laws above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.document import Document, Span, UnitKind
from lawcheck.matching.index import ClauseIndex, Scope
from lawcheck.matching.phrases import COMMENCEMENT, NO_PAIRS, TOO_SHORT

__all__ = ["CANDIDATES", "Question", "Votes", "questions", "vote"]

CANDIDATES: Final = 50  # articles retrieved for a clause; all near copies of the gold are among them
VOTERS: Final = 10  # best articles of a clause that vote, each for its law, by 1 / place
SHORT: Final = 12  # characters below which a clause says too little to have a counterpart (定义、列举残句)
_TITLE: Final = re.compile(r"《[^《》]{2,60}》")
_BLANK: Final = re.compile(r"[\s\u3000]+")
_COMMENCES: Final = re.compile(
    r"自(?:公布之日|.{4,20}日|.{2,16}公布之日)起?(?:施行|实施|生效)|同时废止|自.{4,16}起(?:施行|废止)"
)
_COMMENCEMENT_LENGTH: Final = 120  # a longer clause says more than when it starts


class Question(NamedTuple):
    """One 款: id, span, its 条 as cited, the whole text (lead-in and 项), the text to search by (titles of laws left
    out: naming a law must not look like its content), and why it is not compared (empty if it is)."""

    eid: str
    span: Span
    article: str
    text: str
    query: str
    skipped: str


class Votes(NamedTuple):
    """Per version code of the index: how strongly the clauses vote for it, and for how many clauses it comes first."""

    weight: npt.NDArray[np.float64]
    first: npt.NDArray[np.int64]


def questions(document: Document) -> tuple[Question, ...]:
    """All 款 of the body in reading order.

    >>> from lawcheck.document import parse
    >>> d = parse("某市某条例\\n第一条　任何单位和个人不得占用消防车通道。\\n第二条　本条例自2026年1月1日起施行。")
    >>> [(q.article, q.skipped) for q in questions(d)]
    [('第一条', ''), ('第二条', '施行、废止日期条款，不作比对')]
    """
    found = []
    for clause in document.clauses:
        above = document.parents.get(clause.eid)
        article = above.citable if above and above.kind in (UnitKind.ARTICLE, UnitKind.CLAUSE) else ""
        found.append(_question(clause.eid, clause.span, article, clause.full_text))
    return tuple(found)


def _question(eid: str, span: Span, article: str, text: str) -> Question:
    query = _TITLE.sub("", text)
    return Question(eid, span, article, text, query, _why_skipped(_BLANK.sub("", query)))


def _why_skipped(text: str) -> str:
    if len(text) <= _COMMENCEMENT_LENGTH and _COMMENCES.search(text):
        return COMMENCEMENT
    if len(text) < SHORT:
        return TOO_SHORT
    return "" if any(char.isalnum() for char in text) else NO_PAIRS


def vote(index: ClauseIndex, asked: Sequence[Question], scopes: Sequence[Scope]) -> tuple[Votes, ...]:
    """Every clause votes for the laws of its best articles, separately in each scope: the leading laws are those that
    the document builds on."""
    _, codes = index.version_codes
    size = int(codes.max(initial=-1)) + 1
    votes = tuple(Votes(np.zeros(size), np.zeros(size, dtype=np.int64)) for _ in scopes)
    for question in asked:
        if not question.skipped:
            for hits, counted in zip(
                index.top_each(index.query(question.query), scopes, CANDIDATES), votes, strict=True
            ):
                _add_votes(codes[hits.rows[:VOTERS]], counted)
    return votes


def _add_votes(voted: npt.NDArray[np.intp], votes: Votes) -> None:
    versions, places = np.unique(voted, return_index=True)
    votes.weight[versions] += 1 / (1 + places)
    if len(voted):
        votes.first[voted[0]] += 1
