"""The 款 of a document as questions to the index, and how all of them together vote for the laws above."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from lawcheck.document import (
    Document,
    Span,
    Unit,
    UnitKind,
    amends,
    is_instruction,
    new_texts,
    own_words,
    row_number,
    spelled_out,
)
from lawcheck.matching.index import ClauseIndex, Scope
from lawcheck.matching.phrases import COMMENCEMENT, INSTRUCTION, INSTRUCTION_LEAD, NO_PAIRS, TOO_SHORT

N = TypeVar("N", bound=np.generic)

__all__ = ["CANDIDATES", "Links", "Question", "Votes", "links", "questions", "vote"]

CANDIDATES: Final = 50  # articles retrieved for a clause; all near copies of the gold are among them
VOTERS: Final = 10  # best articles of a clause that vote, each for its law, by 1 / place
SHORT: Final = 12  # characters below which a clause says too little to have a counterpart (定义、列举残句)
_TITLE: Final = re.compile(r"《[^《》]{2,60}》")
_BLANK: Final = re.compile(r"[\s\u3000]+")
_COMMENCES: Final = re.compile(
    r"自(?:公布之日|.{4,20}日|.{2,16}公布之日)起?(?:施行|实施|生效)|同时废止|自.{4,16}起(?:施行|废止)"
)
_NUMBER: Final = "第[零〇一二三四五六七八九十百千]+"
_PLACE: Final = (
    rf"{_NUMBER}条(?:之[一二三四五六七八九十]+)?(?:{_NUMBER}款)?(?:第?[（(]?[一二三四五六七八九十]+[）)]?项)?"
)
_OWN_ARTICLES: Final = re.compile(
    rf"本(?:条例|办法|规定|法|细则|规则|解释|决定)(?P<places>{_PLACE}(?:(?:[、，和或至]|或者|以及){_PLACE})*)"
)
_ARTICLE: Final = re.compile(rf"{_NUMBER}条(?:之[一二三四五六七八九十]+)?")
MOST_CITED: Final = 6  # own clauses whose text is added to that of a clause referring to them
_RUN_IN: Final = re.compile(r"\A[^。；：，、]{2,16}。(?=[^\n]{12})")  # （三）推行包容审慎监管。初次违法…
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


class Links(NamedTuple):
    """How the clauses of a document hang together, one value a clause: the 条 it stands in (counted from 0), the other
    clauses of that 条, and the clauses of other own 条 that it refers to (违反本条例第X条)."""

    articles: tuple[int, ...]
    siblings: tuple[tuple[int, ...], ...]
    cited: tuple[tuple[int, ...], ...]


class Votes(NamedTuple):
    """Per version code of the index: how strongly the clauses vote for it, and for how many clauses it comes first."""

    weight: npt.NDArray[np.float64]
    first: npt.NDArray[np.int64]


def questions(document: Document) -> tuple[Question, ...]:
    """All clauses of the body in reading order.

    >>> from lawcheck.document import parse
    >>> d = parse("某市某条例\\n第一条　任何单位和个人不得占用消防车通道。\\n第二条　本条例自2026年1月1日起施行。")
    >>> [(q.article, q.skipped) for q in questions(d)]
    [('第一条', ''), ('第二条', '施行、废止日期条款，不作比对')]
    """
    quoted = new_texts(document)
    end = document.units[-1].span.end if document.units and amends(document.title) else 0
    found = []
    for clause in document.clauses:
        above = (unit for unit in document.path(clause) if unit.kind in (UnitKind.ARTICLE, UnitKind.CLAUSE))
        article = next((_article(document, unit) for unit in above), "")
        new = any(span.start <= clause.span.start < span.end for span in quoted)
        text, span = _asked(document, clause, new=new)
        heads = clause.kind in (UnitKind.POINT, UnitKind.INDENT)
        question = _question(clause.eid, span, article, text, run_in=heads)
        own = not new and clause.span.end <= end
        found.append(_instructing(question) if own else question)
    return tuple(found)


def _asked(document: Document, clause: Unit, *, new: bool) -> tuple[str, Span]:
    """What is searched by, and where its citations stand: new text of a 修改决定 without its marks, a row of a table with what
    it goes on from."""
    if row_number(clause):
        return spelled_out(document.parents[clause.eid], clause)
    return own_words(clause.full_text) if new else clause.full_text, clause.span


def _article(document: Document, unit: Unit) -> str:
    """The 条 as cited, with the text that it stands in where the file holds several."""
    return document.citation_label(unit) if document.issued else unit.citable


def _instructing(question: Question) -> Question:
    """A 款 of a 修改决定 that says how to change another text is not compared."""
    if question.skipped == COMMENCEMENT or not is_instruction(question.text):
        return question
    leads = question.text.rstrip().endswith(("：", ":"))
    return question._replace(skipped=INSTRUCTION_LEAD if leads else INSTRUCTION)


def links(asked: Sequence[Question]) -> Links:
    """The links among the clauses of one document.

    >>> from lawcheck.document import parse
    >>> text = "某办法\\n第一条　不得占道停车。\\n应当入库停车。\\n第二条　违反本办法第一条第一款规定的，处一百元罚款。"
    >>> links(questions(parse(text)))
    Links(articles=(0, 0, 1), siblings=((1,), (0,), ()), cited=((), (), (0, 1)))
    """
    inside: dict[str, list[int]] = {}
    for number, question in enumerate(asked):
        inside.setdefault(question.article or question.eid, []).append(number)
    codes = {article: code for code, article in enumerate(inside)}
    homes = [question.article or question.eid for question in asked]
    return Links(
        tuple(codes[home] for home in homes),
        tuple(tuple(n for n in inside[home] if n != number) for number, home in enumerate(homes)),
        tuple(_cited(question, home, inside) for question, home in zip(asked, homes, strict=True)),
    )


def _cited(question: Question, home: str, inside: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    places = " ".join(found["places"] for found in _OWN_ARTICLES.finditer(question.text))
    articles = dict.fromkeys(article for article in _ARTICLE.findall(places) if article != home)
    return tuple(number for article in articles for number in inside.get(article, ()))[:MOST_CITED]


def _question(eid: str, span: Span, article: str, text: str, *, run_in: bool) -> Question:
    """``run_in``: the clause may begin with a heading of its own, which is left out of what is searched by."""
    query = _TITLE.sub("", text)
    query = _RUN_IN.sub("", query) if run_in else query
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
    wanted = tuple(dict.fromkeys(question.query for question in asked if not question.skipped))
    counts = Counter(question.query for question in asked if not question.skipped)
    key = (tuple(counts.items()), tuple(scope.versions for scope in scopes))
    return index.remembered(key, lambda: _counted(index, wanted, [counts[text] for text in wanted], scopes))


def _counted(
    index: ClauseIndex, texts: Sequence[str], times: Sequence[int], scopes: Sequence[Scope]
) -> tuple[Votes, ...]:
    """The votes of ``texts``, each as often as it occurs."""
    ids, codes = index.version_codes
    found = [index.top_each(query, scopes, CANDIDATES) for query in index.queries(texts)]
    best = [[hits[n].rows[:VOTERS] for hits in found] for n in range(len(scopes))]
    return tuple(_votes([codes[rows] for rows in voted], times, len(ids)) for voted in best)


def _votes(voted: Sequence[npt.NDArray[np.intp]], times: Sequence[int], size: int) -> Votes:
    """A law counts once a clause, at its best place."""
    columns = [(chosen.tolist(), count) for chosen, count in zip(voted, times, strict=True) if len(chosen)]
    weight, first = dict[int, float](), Counter[int]()
    for place in range(VOTERS):
        for laws, count in columns:
            if place < len(laws) and laws[place] not in laws[:place]:
                weight[laws[place]] = weight.get(laws[place], 0.0) + count / (1 + place)
    for laws, count in columns:
        first[laws[0]] += count
    return Votes(_dense(weight, np.zeros(size)), _dense(first, np.zeros(size, dtype=np.int64)))


def _dense(counts: Mapping[int, float], zeros: npt.NDArray[N]) -> npt.NDArray[N]:
    zeros[list(counts)] = list(counts.values())
    return zeros
