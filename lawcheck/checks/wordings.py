"""How sentences that break a rule are worded: small weights learnt from written examples, read in runs of characters.

Patterns tell the wordings that somebody thought of. These weights (``corpus/models/wordings.npz``, learnt by
``benchmarks/wordings_fit.py`` from sentences written for the purpose and from untouched regulations) tell what reads
like a fault of a rule in other words. What they say is a hint for a person, never a verdict.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.resources import corpus_dir

__all__ = ["MODEL", "SHORT", "Floors", "Likeness", "Wordings", "grams", "label_length", "load_wordings"]

MODEL: Final = "wordings.npz"
SHORT: Final = 10
"""Characters, titles and figures counted as one or two, below which a sentence says too little."""
LENGTHS: Final = (1, 2, 3)
"""Of the runs of characters that are looked at; four add nothing (measured)."""
ALSO: Final = float(np.log(0.2))
"""Share of the faults from which another rule is named too."""
_TITLE: Final = re.compile(r"《[^》]*》")
_FIGURES: Final = re.compile(r"[0-9０-９一二三四五六七八九十百千万两零〇]+")
_DROPPED: Final = re.compile(r"[\s。；;：:]+")
_NUMERAL: Final = "[0-9一二三四五六七八九十百零〇]{1,6}"
_LABEL: Final = re.compile(
    rf"\s*(?:#+\s*)?(?:第{_NUMERAL}[条章节](?:之{_NUMERAL})?\s*|[（(]{_NUMERAL}[）)]\s*|{_NUMERAL}(?:、|[.．](?!\d))\s*)*"
)
_STRONGEST: Final = 3  # stretches of a sentence that are shown

Floats = npt.NDArray[np.float32]


class Likeness(NamedTuple):
    """What a sentence reads like: the rule, by how much that outweighs no fault at all (natural logarithm of the odds in the
    mixture that was learnt from), and the other rules whose share among the faults is large."""

    rule: str
    odds: float
    also: tuple[str, ...] = ()


def grams(sentence: str) -> list[str]:
    """The runs of one to three characters; titles and figures count as such, whatever they are.

    >>> grams("罚五百元")
    ['罚', '0', '元', '罚0', '0元', '罚0元']
    """
    text = _plain(sentence)
    return [text[at : at + n] for n in LENGTHS for at in range(len(text) - n + 1)]


def label_length(sentence: str) -> int:
    """How many characters at its head are the number of a 条 or 项, and blanks.

    >>> label_length("第三条　外地企业"), label_length("（二）1.名单"), label_length("三日内")
    (4, 5, 0)
    """
    found = _LABEL.match(sentence)
    return found.end() if found else 0


def _plain(sentence: str) -> str:
    return _FIGURES.sub("0", _TITLE.sub("《》", _DROPPED.sub("", sentence)))


class Floors(NamedTuple):
    """Odds from which sentences are told of, and from which strongly: of untouched regulations two, and half of one, for every 10,000
    characters, before guards and higher clauses excuse most (``benchmarks/wordings_fit.py``)."""

    least: float
    strong: float


class Wordings:
    """Weights of runs of characters for every rule learnt, and for no fault at all (the last column)."""

    def __init__(
        self,
        names: Iterable[str],
        rules: Iterable[str],
        rarity: Floats,
        weights: Floats,
        bias: Floats,
        floors: Floors,
        length: float,
    ) -> None:
        self.rules, self.floors, self._length = tuple(rules), floors, length
        self._numbers = {name: number for number, name in enumerate(names)}
        self._rarity, self._weights, self._bias = rarity, weights, bias

    def judge(self, sentence: str, among: Collection[str]) -> Likeness | None:
        """What ``sentence`` reads like most of the rules ``among``; nothing where none of them was learnt or it is short.

        >>> found = load_wordings().judge("外地企业来本市承揽工程，先到市住建局登记领卡", {"R03", "A46"})
        >>> found.rule, found.odds > 0
        ('R03', True)
        """
        columns = [number for number, rule in enumerate(self.rules) if rule in among]
        if not columns or len(_plain(sentence)) < SHORT:
            return None
        numbers, values = self._vector(sentence)
        scores = values @ self._weights[numbers] + self._bias
        total = float(np.logaddexp.reduce(scores[columns]))
        best, *others = sorted(columns, key=lambda column: -float(scores[column]))
        also = tuple(self.rules[column] for column in others if scores[column] - total >= ALSO)
        return Likeness(self.rules[best], total - float(scores[-1]), also)

    def telling(self, sentence: str, rule: str) -> tuple[str, ...]:
        """The stretches of ``sentence`` that make it read like a fault of ``rule``, in their order.

        >>> "子女" in load_wordings().telling("父母有违法建设未拆除的，子女报名本县公办学校往后排", "R14")
        True
        """
        numbers, values = self._vector(sentence)
        own = self._weights[numbers]
        gains = values * (own[:, self.rules.index(rule)] - own.mean(axis=1))
        return self._strongest(sentence, numbers, gains)

    def _vector(self, sentence: str) -> tuple[npt.NDArray[np.int64], Floats]:
        """The runs known, and their values: by how often and how rare, of length 1; shorter where the sentence holds less
        than the middle one of the faults learnt, so that a few words are not taken for a whole sentence."""
        known = self._numbers
        counts = Counter(number for gram in grams(sentence) if (number := known.get(gram)) is not None)
        numbers = np.fromiter(counts, dtype=np.int64, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values: Floats = (1 + np.log(often)) * self._rarity[numbers]
        return numbers, values / max(float(np.linalg.norm(values)), self._length)

    def _strongest(self, sentence: str, numbers: npt.NDArray[np.int64], gains: Floats) -> tuple[str, ...]:
        """The stretches of the sentence whose characters gain most."""
        gain = {int(number): float(value) for number, value in zip(numbers, gains, strict=True)}
        weight = [0.0] * len(sentence)
        for length in LENGTHS:
            for at in range(len(sentence) - length + 1):
                number = self._numbers.get(sentence[at : at + length])
                for place in range(at, at + length):
                    weight[place] += gain.get(-1 if number is None else number, 0.0) / length
        return _stretches(sentence, weight)


def _stretches(sentence: str, weight: list[float]) -> tuple[str, ...]:
    """Runs of two characters or more that weigh more than the mean of those that weigh for it."""
    positive = [value for value in weight if value > 0]
    floor = sum(positive) / len(positive) if positive else 0.0
    marks = "".join("x" if value > floor and sentence[at] not in "，、" else "." for at, value in enumerate(weight))
    runs = [match.span() for match in re.finditer("x{2,}", marks)]
    runs.sort(key=lambda run: -sum(weight[run[0] : run[1]]))
    return tuple(sentence[start:end] for start, end in sorted(runs[:_STRONGEST]))


@lru_cache(maxsize=4)
def load_wordings(path: Path | None = None) -> Wordings:
    """The stored weights (``made`` in the file says by which command from which data).

    >>> "A19" in load_wordings().rules
    True
    """
    with np.load(path or corpus_dir() / "models" / MODEL, allow_pickle=False) as stored:
        names = bytes(stored["grams"]).decode("utf-8").split("\n")
        weights: Floats = stored["weights"].astype(np.float32) * stored["scale"]
        rarity: Floats = stored["rarity"].astype(np.float32)
        floors = Floors(*stored["floors"].tolist())
        length = float(stored["length"])
        return Wordings(names, stored["rules"].tolist(), rarity, weights, stored["bias"], floors, length)
