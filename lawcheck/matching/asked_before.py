"""What people asked of an article before, by the words of their questions: a question that is like them finds the article though
it shares no word with the law.

Learnt by ``benchmarks/lay_questions.py`` on the training questions of STARD: for each article the sum of the directions of
its questions (pairs of characters by rarity), so that more of them weigh more. The questions themselves are not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.dense.vectors import text_key
from lawcheck.laws import Library
from lawcheck.matching.citing_index import directed
from lawcheck.matching.grams import Codes, grams_of_texts
from lawcheck.matching.index import ClauseIndex
from lawcheck.resources import corpus_dir

__all__ = ["AskedBefore", "asked_rows", "load_asked_before", "spread"]

NAME: Final = "plain-asked.npz"
CHANCE: Final = 0.05
"""Likeness that any two questions have."""
Floats = npt.NDArray[np.float32]


class AskedBefore(NamedTuple):
    """``docs`` and ``weights`` from ``starts`` to the next are the articles (places in ``ids``) that questions with one of the
    ``terms`` (ascending) were asked of, and how much of it they had; ``rarity`` is that of the terms, ``rarest`` that of
    terms in no question. ``laws`` are the short titles of the laws that the articles stand in.

    >>> before = AskedBefore.of([("老板不发工资怎么办", (7,)), ("邻居养狗太吵怎么办", (9,))], ())
    >>> before.ids.tolist(), (before.likeness("公司老板不发工资") > 0.5).tolist()
    ([7, 9], [True, False])
    """

    ids: npt.NDArray[np.uint64]
    laws: npt.NDArray[np.str_]
    terms: Codes
    starts: npt.NDArray[np.int64]
    docs: npt.NDArray[np.int32]
    weights: Floats
    rarity: Floats
    rarest: np.float32

    @classmethod
    def of(cls, questions: Sequence[tuple[str, tuple[int, ...]]], laws: Iterable[str]) -> AskedBefore:
        """Learnt from questions with the ids of the articles that answer them."""
        owner, codes, counts = grams_of_texts([text for text, _ in questions], singles=False)
        terms, place, frequency = np.unique(codes, return_inverse=True, return_counts=True)
        rarity = np.log(len(questions) / frequency).astype(np.float32)
        weights = directed((counts * rarity[place]).astype(np.float64), owner, len(questions))
        ids = np.array(sorted({number for _, answers in questions for number in answers}), dtype=np.uint64)
        pairs = [(n, number) for n, (_, answers) in enumerate(questions) for number in answers]
        table = np.zeros((len(ids), len(terms)), dtype=np.float32)
        bounds = np.searchsorted(owner, np.arange(len(questions) + 1))
        for n, number in pairs:
            span = slice(*bounds[n : n + 2])
            table[np.searchsorted(ids, np.uint64(number)), place[span]] += weights[span]
        columns, docs = table.T.nonzero()
        starts = np.searchsorted(columns, np.arange(len(terms) + 1)).astype(np.int64)
        rarest = np.float32(np.log(max(1, len(questions))))
        return cls(ids, np.array(sorted(laws)), terms, starts, docs.astype(np.int32), table.T[columns, docs], rarity, rarest)  # fmt: skip

    def likeness(self, question: str) -> Floats:
        """For each of :attr:`ids` how like the question is to those before, summed over them, less what is chance."""
        _, codes, counts = grams_of_texts([question], singles=False)
        found = np.zeros(len(self.ids), dtype=np.float32)
        if len(codes) and len(self.terms):
            place = np.minimum(np.searchsorted(self.terms, codes), len(self.terms) - 1)
            known = self.terms[place] == codes
            rarity = np.where(known, self.rarity[place], self.rarest)
            weights = directed((counts * rarity).astype(np.float64), np.zeros(len(codes), dtype=np.int64), 1)
            for term, weight in zip(place[known].tolist(), weights[known].tolist(), strict=True):
                span = slice(*self.starts[term : term + 2])
                found[self.docs[span]] += self.weights[span] * np.float32(weight)
        less: Floats = np.maximum(found - CHANCE, 0)
        return less


@cache
def load_asked_before(path: Path | None = None) -> AskedBefore:
    """What is stored (``made`` beside it says by which command from which data).

    >>> "劳动合同法" in load_asked_before().laws
    True
    """
    with np.load(path or corpus_dir() / "models" / NAME, allow_pickle=False) as stored:
        columns = {name: stored[name] for name in AskedBefore._fields}
    columns["weights"] = columns["weights"].astype(np.float32)
    return AskedBefore(**columns)


def asked_rows(
    library: Library, index: ClauseIndex, held: Mapping[int, str], before: AskedBefore
) -> npt.NDArray[np.int64]:
    """The row of each of the articles ``before`` in the versions ``held`` (law by version) that have their very words; -1 for
    others."""
    laws = set(before.laws.tolist())
    row_of = {int(number): row for row, number in enumerate(index.article_ids.tolist())}
    keys = {
        text_key(f"{held[article.version_id]} {article.text}"): row_of.get(article.article_id, -1)
        for article in library.articles_for(version for version, law in held.items() if law in laws)
    }
    return np.array([keys.get(number, -1) for number in before.ids.tolist()], dtype=np.int64)


def spread(rows: npt.NDArray[np.int64], values: Floats, size: int) -> Floats:
    """The ``values`` of some ``rows`` over all rows of an index, 0 for the others; rows below 0 are nowhere.

    >>> spread(np.array([2, -1]), np.array([0.5, 0.7]), 4).tolist()
    [0.0, 0.0, 0.5, 0.0]
    """
    found = np.zeros(size, dtype=np.float32)
    found[rows[rows >= 0]] = values[rows >= 0]
    return found
