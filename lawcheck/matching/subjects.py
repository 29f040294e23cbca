"""Which laws a document is most probably founded on, by its content alone: what it names is not looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

import numpy as np

from lawcheck.document import Number
from lawcheck.laws import Law, Level, Library
from lawcheck.matching.applicable import Held
from lawcheck.matching.asking import Question, Votes
from lawcheck.matching.grams import pairs_of_units, units_of
from lawcheck.matching.index import ClauseIndex

__all__ = ["Foundations", "Subject", "Traits", "foundations", "founded", "subjects", "traits"]

CONSIDERED: Final = 40  # laws with the most votes that are looked at
NEAREST: Final = 20  # of them, those whose own bases are looked at too
# Log odds that a law is named in 第一条, by the logarithms of: votes a clause; share of the clauses that use the words of
# its title; votes of texts that are founded on it; 1 for 宪法 and 法律; texts founded on it. Learnt by
# benchmarks/basis_fit.py on regulations whose title and 第一条 were hidden.
WEIGHTS: Final = (1.61, 0.64, 0.38, 0.42, 0.56)
OFFSET: Final = 4.51
_FLOORS: Final = (0.002, 0.005, 0.006, 0.5)  # added before the logarithm: what stands for nothing at all
_LEVEL: Final = 3  # place of what tells a law from the rest
_LAWS: Final = (Level.CONSTITUTION, Level.LAW)
_NATIONAL: Final = (*_LAWS, Level.ADMINISTRATIVE)
_TITLE: Final = re.compile(r"《([^《》]{2,60})》")
_FORM: Final = re.compile(
    r"^(?:全国人民代表大会常务委员会|国务院)关于|(?:实施|施行)?(?:暂行|试行)?(?:条例|细则|办法|规定|规则|法)(?:（.*）)?$"
)
_GENERAL: Final = re.compile(r"(?<=.)(?:管理|保护|促进|保障|防治|监督|处理|安全|实施)+$")


class Foundations(NamedTuple):
    """What national texts are founded on: for a version those that its 第一条 names, and how many texts name each."""

    bases: Mapping[int, tuple[int, ...]]
    times: Mapping[int, int]


class Traits(NamedTuple):
    """What speaks for a law (``version_id``): ``values`` in the order of ``WEIGHTS``, for how many clauses it comes first,
    and the versions near in content that are founded on it, nearest first."""

    version_id: int
    values: tuple[float, ...]
    leads: int
    through: tuple[int, ...]


class Subject(NamedTuple):
    """A law, what speaks for it (see :class:`Traits`), and how probably the document is founded on it (0..1)."""

    version_id: int
    estimate: float
    leads: int
    through: tuple[int, ...]


@lru_cache(maxsize=4)
def foundations(library: Library, as_of: date) -> Foundations:
    """Of all national texts that applied on a day."""
    return founded(library, library.in_force(as_of, include_unknown=True))


def founded(library: Library, held: Iterable[Held]) -> Foundations:
    """Of the national ones among these texts."""
    national = {law.law_id: version.version_id for law, version in held if law.level in _NATIONAL}
    bases = {version_id: tuple(_bases(library, version_id, national)) for version_id in national.values()}
    return Foundations(bases, Counter(basis for found in bases.values() for basis in found))


def _bases(library: Library, version_id: int, held: Mapping[str, int]) -> Iterable[int]:
    article = library.article(version_id, Number(1))
    text = article.text if article else ""
    titles = [*_TITLE.findall(text), *(["宪法"] if "根据宪法" in text else [])]
    named = (law.law_id for title in titles for law in library.find_title(title)[:1])
    return dict.fromkeys(held[law_id] for law_id in named if held.get(law_id, version_id) != version_id)


def subjects(
    index: ClauseIndex, asked: Sequence[Question], votes: Votes, laws: Mapping[int, Law], known: Foundations
) -> list[Subject]:
    """The laws that something speaks for, the likeliest first; ``laws`` are those to choose from, by version."""
    found = traits(index, asked, votes, laws, known)
    odds = np.array([one.values for one in found]).reshape(-1, len(WEIGHTS)) @ np.array(WEIGHTS) + OFFSET
    order = sorted(range(len(found)), key=lambda n: (-odds[n], laws[found[n].version_id].key))
    estimates = (1 / (1 + np.exp(-odds))).tolist()
    return [Subject(found[n].version_id, estimates[n], found[n].leads, found[n].through) for n in order]


def traits(
    index: ClauseIndex, asked: Sequence[Question], votes: Votes, laws: Mapping[int, Law], known: Foundations
) -> list[Traits]:
    """What speaks for the laws with the most votes, and for those that they are founded on."""
    wanted = [question.query for question in asked if not question.skipped]
    polled = _polled(index, votes, laws, len(wanted))
    through: dict[int, list[int]] = {}
    for version_id in list(polled)[:NEAREST]:
        for basis in known.bases.get(version_id, ()):
            through.setdefault(basis, []).append(version_id)
    words, told = _words(index, wanted), []
    found = list(dict.fromkeys((*polled, *(basis for basis in through if basis in laws))))
    for version_id in found:
        share = polled.get(version_id, (0.0, 0))[0]
        under = sum(polled[child][0] for child in through.get(version_id, ()))
        use = _use(_stem(laws[version_id].key), words, max(len(wanted), 1))
        told.append((share, use, under, known.times.get(version_id, 0)))
    lines = np.log(np.array(told).reshape(-1, len(_FLOORS)) + _FLOORS).tolist()
    for version_id, line in zip(found, lines, strict=True):
        line.insert(_LEVEL, float(laws[version_id].level in _LAWS))
    return [
        Traits(version_id, tuple(line), polled.get(version_id, (0.0, 0))[1], tuple(through.get(version_id, ())))
        for version_id, line in zip(found, lines, strict=True)
    ]


def _polled(index: ClauseIndex, votes: Votes, laws: Mapping[int, Law], total: int) -> dict[int, tuple[float, int]]:
    """Votes a clause of the leading laws, and for how many clauses each comes first; the most votes first."""
    ids, voted = index.version_codes[0], votes.weight.nonzero()[0]
    order = voted[np.argsort(-votes.weight[voted], kind="stable")]
    columns = (column[order].tolist() for column in (ids, votes.weight, votes.first))
    found = ((version, (weight / total, first)) for version, weight, first in zip(*columns, strict=True))
    return dict(islice(((version, told) for version, told in found if version in laws), CONSIDERED))


def _words(index: ClauseIndex, texts: Sequence[str]) -> Counter[int]:
    """The character pairs of a document, and how many of its clauses have each."""
    words = Counter[int]()
    for query in index.queries(texts):
        words.update(query.pairs.tolist())
    return words


@lru_cache(maxsize=4096)
def _stem(key: str) -> tuple[int, ...]:
    """The pairs of what a title is about: 排污许可 of 排污许可管理条例."""
    return tuple(np.unique(pairs_of_units(units_of(_GENERAL.sub("", _FORM.sub("", key))))).tolist())


def _use(stem: Sequence[int], words: Mapping[int, int], total: int) -> float:
    """Mean share of the clauses that have a pair of a title."""
    return float(np.add.reduce([words.get(pair, 0) / total for pair in stem])) / len(stem) if stem else 0.0
