"""Phrases of a lower clause that read like a departure from the higher one in words that no check of this package knows.

Small weights (``corpus/models/departures.npz``, learnt by ``benchmarks/departures_fit.py``) tell it of runs of characters that
the higher law does not have. Learnt from pairs of clauses written for the purpose, lawful and departing, and from untouched
regulations. What they tell is a hint to read both texts, never a verdict: the label of the pair stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.comparison.model import Comparison, Difference, Relation
from lawcheck.document import Span
from lawcheck.resources import corpus_dir

__all__ = ["CUE", "MODEL", "Cues", "Phrase", "load_cues", "phrases", "with_cue"]

MODEL: Final = "departures.npz"
CUE: Final = "用语"
"""The slot of such a hint."""
LENGTHS: Final = (1, 2, 3)
"""Of the runs of characters; four add nothing (measured)."""
SHORT: Final = 3
"""Characters below which a phrase is not read."""
_PHRASE: Final = re.compile(r"[^，。；：\n]+")
_FIGURES: Final = re.compile(r"[0-9０-９]+|[一二三四五六七八九十百千万两零]+(?=[日天年月元倍人个万%])")
_EDGES: Final = ("^", "$")
_NOTE: Final = "用语：“{words}”像是改了上位法的意思，请对照原文（由例句学得的提示）"

Floats = npt.NDArray[np.float32]


class Phrase(NamedTuple):
    """A phrase between two marks: its place in the lower clause, and its runs of characters that no higher text has."""

    span: Span
    grams: tuple[str, ...]


def phrases(lower: str, uppers: Iterable[str]) -> Iterator[Phrase]:
    """The phrases of a clause that say something new; the runs at their edges always count.

    >>> found = list(phrases("应当登记，先交押金的优先办理。", ["应当登记，并予办理。"]))
    >>> [(phrase.span.start, "押金" in phrase.grams, "办理" in phrase.grams) for phrase in found]
    [(5, True, False)]
    """
    known = "\n".join(map(_plain, uppers))
    for match in _PHRASE.finditer(lower):
        if len(match[0]) >= SHORT:
            new = tuple(run for run in _runs(match[0].join(_EDGES)) if _at_edge(run) or run not in known)
            if not all(map(_at_edge, new)):
                yield Phrase(Span(*match.span()), new)


def _at_edge(run: str) -> bool:
    return run[0] == _EDGES[0] or run[-1] == _EDGES[1]


def _runs(phrase: str) -> list[str]:
    """The runs of one to three characters."""
    plain = _FIGURES.sub("0", phrase)
    return [plain[at : at + length] for length in LENGTHS for at in range(len(plain) - length + 1)]


@lru_cache(maxsize=4096)
def _plain(upper: str) -> str:
    """Figures count as one character, whatever they are; higher clauses come again and again."""
    return _FIGURES.sub("0", upper)


class Cues:
    """Weights of runs of characters, and the odds from which a phrase is told of."""

    def __init__(self, grams: Iterable[str], rarity: Floats, weights: Floats, bias: float, floor: float) -> None:
        self._numbers = {gram: number for number, gram in enumerate(grams)}
        self._rarity, self._weights = rarity, weights
        self.bias, self.floor = bias, floor

    def arrays(self) -> tuple[list[str], Floats, Floats]:
        """The runs, their rarity and their weights, as they are stored."""
        return list(self._numbers), self._rarity, self._weights

    def odds(self, phrase: Phrase) -> float:
        """By how much the phrase reads like a departure rather than not (natural logarithm, in the mixture learnt from).

        >>> cues = load_cues()
        >>> def of(words):
        ...     return max(cues.odds(phrase) for phrase in phrases(words, ["用人单位应当支付工资。"]))
        >>> of("用人单位经社区同意方可支付工资。") > of("用人单位按月支付工资。")
        True
        """
        counts = Counter(number for gram in phrase.grams if (number := self._numbers.get(gram)) is not None)
        if not counts:
            return self.bias
        numbers = np.fromiter(counts, dtype=np.int64, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(often)) * self._rarity[numbers]
        return float(values @ self._weights[numbers] / np.linalg.norm(values)) + self.bias

    def strongest(self, lower: str, uppers: Iterable[str]) -> tuple[float, Span] | None:
        """The phrase of ``lower`` with the highest odds and these; None where nothing is new."""
        found = [(self.odds(phrase), phrase.span) for phrase in phrases(lower, uppers)]
        return max(found, key=lambda one: (one[0], -one[1].start), default=None)


def with_cue(found: Comparison, lower: str, uppers: Sequence[str], cues: Cues | None = None) -> Comparison:
    """``found``, with the phrase that reads most like a departure where nothing alarming is told and one is likely enough;
    a pair that was called the same is then called more detailed, as words differ.

    >>> from lawcheck.comparison.comparing import compare_clauses
    >>> upper = "公民可以凭身份证件免费查阅已经公布的档案。"
    >>> lower = "公民凭单位开具的介绍信并经馆长批准，方可查阅已经公布的档案。"
    >>> [difference.slot for difference in with_cue(compare_clauses(upper, upper), upper, [upper]).differences]
    []
    """
    if any(difference.relation.alarming for difference in found.differences):
        return found
    cues = cues or load_cues()
    strongest = cues.strongest(lower, uppers)
    if strongest is None or strongest[0] < cues.floor:
        return found
    span = strongest[1]
    words = lower[span.start : span.end].strip()
    told = Difference(CUE, Relation.DETAILED, words, "", span, None, _NOTE.format(words=words))
    return replace(found, relation=Relation.DETAILED, differences=(*found.differences, told))


@lru_cache(maxsize=2)
def load_cues(path: Path | None = None) -> Cues:
    """The stored weights (``made`` in the file says by which command from which data).

    >>> len(load_cues().arrays()[0]) > 1000
    True
    """
    with np.load(path or corpus_dir() / "models" / MODEL, allow_pickle=False) as stored:
        grams = bytes(stored["grams"]).decode("utf-8").split("\n")
        rarity, weights = (stored[name].astype(np.float32) for name in ("rarity", "weights"))
        return Cues(grams, rarity, weights, float(stored["bias"]), float(stored["floor"]))
