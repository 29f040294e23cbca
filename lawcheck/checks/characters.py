"""How often laws and regulations write one character after others: counts of runs of two to four characters.

``corpus/models/characters.npz``, made by ``benchmarks/slips_fit.py``; ``made`` in the file says from which texts. Runs are kept
as a sorted table for each length: the number of the run without its last character times the number of characters, plus the last
character. The tables are stored as the differences of their entries.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.resources import corpus_dir

__all__ = ["ATTESTED", "END", "LONGEST", "MODEL", "START", "STEPS", "Characters", "Table", "load_characters"]

MODEL: Final = "characters.npz"
START: Final = "^"
"""Stands before the first character of a stretch without punctuation."""
END: Final = "$"
LONGEST: Final = 4
"""Characters of a run; three alone find a tenth fewer slips at as many false ones (measured)."""
STEPS: Final = 4
"""A count is stored as this many times its binary logarithm, rounded."""
_USUAL: Final = math.log(5)
"""Logarithm of the times a character must be met to be one that may have been meant; so too of two characters as a word."""
_USUAL_WORD: Final = math.log(30)
_RARE: Final = math.log(300)
"""A character out of context counts as met that often at least: whoever writes a rare one mostly means it (names, chemicals)."""
_SELDOM: Final = math.log(50)
ATTESTED: Final = 3
"""Times that two characters must be met to be neighbours that laws know."""
_BACK: Final = math.log(0.4)
"""Of the odds for each character of context that has to be given up ("stupid backoff", Brants and others 2007)."""


Integers = npt.NDArray[np.int64]


class Table(NamedTuple):
    """Runs of one length, ascending, and the natural logarithms of how often they were met."""

    keys: Sequence[int]
    counts: Sequence[float]

    def find(self, key: int) -> int:
        """The number of the run, -1 where it was never met.

        >>> Table((3, 8, 9), (0.0, 1.1, 0.7)).find(8), Table((3,), (0.0,)).find(4)
        (1, -1)
        """
        at = bisect_left(self.keys, key)
        return at if at < len(self.keys) and self.keys[at] == key else -1


class Characters:
    """Counts of runs; ``tables`` has those of one character first, in the order of ``alphabet``."""

    def __init__(
        self, alphabet: str, tables: Sequence[Table], sounds: Mapping[str, Sequence[str]], shapes: Mapping[str, str]
    ) -> None:
        self._alphabet, self._tables = alphabet, tables
        self._numbers = {character: number for number, character in enumerate(alphabet)}
        self._whole = math.log(sum(map(math.exp, tables[0].counts)))
        self._sounds, self._shapes = sounds, shapes
        self._following: dict[str, frozenset[str]] = {}
        self._alike: dict[str, frozenset[str]] = {}

    def count(self, run: str) -> float:
        """How often laws and regulations have ``run`` (up to four characters); 0 also where that is too rare to be kept.

        >>> characters = load_characters()
        >>> characters.count("处罚") > 1000, characters.count("处伐")
        (True, 0.0)
        """
        number = self._number(run)
        return 0.0 if number < 0 else math.exp(self._tables[len(run) - 1].counts[number])

    def likelihood(self, before: str, character: str) -> float:
        """The natural logarithm of the odds that ``character`` follows ``before`` (of which the last three count).

        >>> characters = load_characters()
        >>> characters.likelihood("行政处", "罚") > characters.likelihood("行政处", "法")
        True
        """
        lost = 0.0
        for start in range(max(0, len(before) - LONGEST + 1), len(before)):
            context = before[start:]
            found, given = self._number(context + character), self._number(context)
            if found >= 0:
                length = len(context)
                return lost + self._tables[length].counts[found] - self._tables[length - 1].counts[given]
            lost += _BACK
        number = self._numbers.get(character, -1)
        return lost + max(_RARE, self._tables[0].counts[number] if number >= 0 else 0.0) - self._whole

    def alike(self, character: str) -> frozenset[str]:
        """The usual characters that sound like ``character`` (tones, zh / z and n / ng aside), and those that look like it.

        >>> "罚" in load_characters().alike("伐"), "未" in load_characters().alike("末")
        (True, True)
        """
        known = self._alike.get(character)
        if known is None:
            heard = (other for syllable in self._sounds.get(character, ()) for other in self._heard[syllable])
            known = self._alike[character] = frozenset((*heard, *self._shapes.get(character, ""))) - {character}
        return known

    def odd_pairs(self, text: str) -> list[int]:
        """Where two characters of ``text`` stand side by side that laws write so never, or seldom and neither with the one
        before nor with the one behind.

        >>> load_characters().odd_pairs("^给予行政处伐$")
        [5]
        """
        places = np.array([self._numbers.get(character, -1) for character in text], dtype=np.int64)
        pairs = self._found(1, places[:-1], places[1:])
        triples = self._found(2, pairs[:-1], places[2:])
        counts = np.frombuffer(self._tables[1].counts, dtype=np.float32)  # type: ignore[call-overload]
        never = pairs < 0
        alone = np.ones(len(pairs), dtype=bool)
        alone[:-1] &= triples < 0
        alone[1:] &= triples < 0
        odd = np.flatnonzero(never | (alone & (counts[pairs] < _SELDOM)))
        return [int(at) for at in odd if text[at] != END]

    def _found(self, length: int, runs: Integers, last: Integers) -> Integers:
        """The numbers of many runs of one length, -1 where never met."""
        keys = np.frombuffer(self._tables[length].keys, dtype=np.int64)  # type: ignore[call-overload]
        wanted = runs * len(self._alphabet) + last
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where((runs >= 0) & (last >= 0) & (keys[at] == wanted), at, -1)

    def following(self, character: str) -> frozenset[str]:
        """The characters that laws write behind ``character``.

        >>> {"罚", "理"} <= load_characters().following("处")
        True
        """
        known = self._following.get(character)
        if known is None:
            known = self._following[character] = self._behind(self._numbers.get(character, -1))
        return known

    def _behind(self, number: int) -> frozenset[str]:
        size, (keys, counts) = len(self._alphabet), self._tables[1]
        least = math.log(ATTESTED) - 0.1  # counts are rounded
        start, end = (bisect_left(keys, place * size) for place in (number, number + 1))
        return frozenset(self._alphabet[keys[at] - number * size] for at in range(start, end) if counts[at] >= least)

    def words_like(self, pair: str) -> Sequence[str]:
        """The pairs of characters usual in laws that sound like ``pair`` as a whole, both characters others.

        >>> "街道" in load_characters().words_like("接到")
        True
        """
        first, second = (self._sounds.get(character, ()) for character in pair)
        words = (word for one in first for two in second for word in self._words.get((one, two), ()))
        return [word for word in dict.fromkeys(words) if word[0] != pair[0] and word[1] != pair[1]]

    @cached_property
    def _heard(self) -> Mapping[str, str]:
        """The usual characters of each syllable."""
        heard: dict[str, str] = defaultdict(str)
        for character, count in zip(self._alphabet, self._tables[0].counts, strict=True):
            if count >= _USUAL:
                for syllable in self._sounds.get(character, ()):
                    heard[syllable] += character
        return heard

    @cached_property
    def _words(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """The usual pairs of characters by their two syllables."""
        words: dict[tuple[str, str], list[str]] = defaultdict(list)
        pairs, counts = self._tables[1]
        for number in np.flatnonzero(np.asarray(counts) >= _USUAL_WORD):
            first, second = (self._alphabet[place] for place in divmod(pairs[int(number)], len(self._alphabet)))
            for syllables in product(self._sounds.get(first, ()), self._sounds.get(second, ())):
                words[syllables].append(first + second)
        return words

    def _number(self, run: str) -> int:
        number = self._numbers.get(run[0], -1)
        for length, character in enumerate(run[1:], 1):
            last = self._numbers.get(character, -1)
            if number < 0 or last < 0:
                return -1
            number = self._tables[length].find(number * len(self._numbers) + last)
        return number


@lru_cache(maxsize=2)
def load_characters(path: Path | None = None) -> Characters:
    """The stored counts (opened once a process, some 30 ms and 20 MB).

    >>> load_characters().count("人民政府") > 1000
    True
    """
    with np.load(path or corpus_dir() / "models" / MODEL, allow_pickle=False) as stored:
        alphabet = bytes(stored["alphabet"]).decode("utf-8")
        tables = [_table(np.arange(len(alphabet)), stored["count_1"])]
        for length in range(2, LONGEST + 1):
            tables.append(_table(_summed(stored[f"low_{length}"], stored[f"high_{length}"]), stored[f"count_{length}"]))
        alike = bytes(stored["alike"]).decode("utf-8").split("\n")
    sounds, shapes = {}, {}
    for character, sound, shape in (line.split("\t") for line in alike):
        sounds[character], shapes[character] = sound.split(), shape
    return Characters(alphabet, tables, sounds, shapes)


def _summed(low: npt.NDArray[np.uint8], high: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """The keys of a table from their differences, whose lowest byte is stored apart because it packs badly."""
    return np.cumsum(low.astype(np.int64) + (high.astype(np.int64) << 8))


def _table(keys: npt.NDArray[np.int64], counts: npt.NDArray[np.uint8]) -> Table:
    logarithms = (counts.astype(np.float64) * (math.log(2) / STEPS)).astype(np.float32)
    return Table(array("q", keys.astype(np.int64).tobytes()), array("f", logarithms.tobytes()))
