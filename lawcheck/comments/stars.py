"""Star clustering of near-identical texts: each joins a centre that it resembles itself, never a chain of neighbours.

Texts come in a fixed shuffled order, in blocks; each is compared with the centres so far (found by shared rare grams) and
becomes a centre itself when none is near and the guard agrees with none. Then the centres of a campaign are joined around
what most of their copies share, and every text chooses once more. The cost grows with the number of texts times the few
centres that share a rare gram with each, not with the square.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from lawcheck.comments.guarding import Signature, common, contradict, sign
from lawcheck.comments.vectors import BUCKET_BITS, Floats, Indices, Postings, Rows, Vocabulary, cosines, pair_up, post

__all__ = ["Stars", "find_stars", "least_likeness"]

NEAR: Final = 0.4  # cosine of copies of a campaign: measured .996 precision, .944 recall (consultation.md 5.2)
NEAR_SHORT: Final = 0.8  # two short texts share half their grams by chance
SHORT: Final = 10  # characters up to which the first bound holds
LONG: Final = 40  # and from which the second one does
LESS: Final = 0.1  # by which a text may be less like what many copies share: a core has no slips of its own
MANY: Final = 4  # copies that make such a core
JOIN: Final = 0.55  # two cores of one campaign
PROBES: Final = 48  # rarest grams by which a text looks for others; a long one with the rarer half of all it has
MOST_PROBES: Final = 256
TRIED: Final = 12  # centres compared in full for each text
BUDGET: Final = 400  # centres that a text is led to by its rarest grams, those of one shelf
SHARED: Final = 0.07  # weight that rare grams must share before two texts are compared in full
_COUNT_BITS: Final = 20
FIRST_BLOCK: Final = 256
BLOCK: Final = 4096
CORE_TEXTS: Final = 64  # copies that a core is made of
CORE_TERMS: Final = 384  # grams that it keeps
SIGNED: Final = 100_000  # signatures kept: a kilobyte and a half each


class Stars(NamedTuple):
    """``centre[i]`` is the centre text of text i (itself where it is alone) and ``likeness[i]`` how near it is.

    ``parted`` are pairs of centres that are near each other and were kept apart by the guard.
    """

    centre: Indices
    likeness: Floats
    parted: frozenset[tuple[int, int]]


class _Near(NamedTuple):
    """Pairs of a text and a centre, by text and falling likeness."""

    texts: Indices
    centres: Indices
    likeness: Floats

    def take(self, places: Indices) -> _Near:
        return _Near(self.texts[places], self.centres[places], self.likeness[places])


def least_likeness(length: int) -> float:
    """The cosine from which two texts may be copies, the shorter being of ``length`` characters.

    >>> least_likeness(5), round(least_likeness(25), 2), least_likeness(80)
    (0.8, 0.6, 0.4)
    """
    share = (min(max(length, SHORT), LONG) - SHORT) / (LONG - SHORT)
    return NEAR_SHORT + share * (NEAR - NEAR_SHORT)


def _bounds(lengths: Indices) -> Floats:
    share = (np.clip(lengths, SHORT, LONG) - SHORT) / (LONG - SHORT)
    return (NEAR_SHORT + share * (NEAR - NEAR_SHORT)).astype(np.float32)


class _Signatures(OrderedDict[int, Signature]):
    """The signatures of texts that are laid beside others; those that were made longest ago are made anew."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__()
        self.texts = texts

    def __missing__(self, number: int) -> Signature:
        if len(self) >= SIGNED:
            self.popitem(last=False)
        found = self[number] = sign(self.texts[number])
        return found


def find_stars(rows: Rows, vocabulary: Vocabulary, texts: Sequence[str], copies: Indices) -> Stars:
    """Cluster different ``texts`` (in their plain form), of which there are so many ``copies`` each; they are sorted, so
    that order is nothing.

    Frequent ones come first, since a template is what most send as it is; then a shuffle that depends on the text.
    """
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    search = _Search(rows, _probes(rows, vocabulary), _bounds(lengths), texts, copies)
    shuffled = np.array([_shuffle(text) for text in texts], dtype=np.uint64)
    order = np.lexsort((shuffled, -copies))
    for block in _blocks(order):
        search.place(block)
    return _settle(search)


def _shuffle(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _blocks(order: Indices) -> Iterator[Indices]:
    """Small ones first: the centres of large campaigns stand before many copies meet in one block."""
    at, size = 0, FIRST_BLOCK
    while at < len(order):
        yield order[at : at + size]
        at, size = at + size, min(size * 2, BLOCK)


def _probes(rows: Rows, vocabulary: Vocabulary) -> Rows:
    """The rarest grams of each text that another one has too."""
    found = [
        _some_probes(rows, vocabulary, np.arange(at, min(at + BLOCK, rows.size))) for at in range(0, rows.size, BLOCK)
    ]
    starts = np.concatenate([[0], np.cumsum(np.concatenate([most for most, _ in found]))])
    chosen = np.concatenate([places for _, places in found])
    return Rows(starts, rows.terms[chosen], rows.weights[chosen])


def _some_probes(rows: Rows, vocabulary: Vocabulary, block: Indices) -> tuple[Indices, Indices]:
    """How many the rows of ``block`` have, and their places."""
    first, end = rows.starts[block[0]], rows.starts[block[-1] + 1]
    counts = vocabulary.counts[rows.terms[first:end]]
    kept = np.flatnonzero(counts > 1)
    owners = np.repeat(np.arange(len(block)), np.diff(rows.starts[block[0] : block[-1] + 2]))[kept]
    # One number for text, rarity and gram (each pair of text and gram is there once): one sort, not three.
    rarity = np.minimum(counts[kept], (1 << _COUNT_BITS) - 1).astype(np.int64)
    ranked = np.argsort(((owners << _COUNT_BITS | rarity) << BUCKET_BITS) | rows.terms[first + kept])
    lengths = np.bincount(owners, minlength=len(block))
    rank = np.arange(len(ranked)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    most = np.minimum(lengths, np.clip(lengths // 2, PROBES, MOST_PROBES))
    return most, first + kept[np.sort(ranked[rank < np.repeat(most, lengths)])]


class _Search:
    """The centres so far, in shelves that double in size, so that a new one never sorts all the others again."""

    def __init__(self, rows: Rows, probes: Rows, bounds: Floats, texts: Sequence[str], copies: Indices) -> None:
        self.rows, self.probes, self.bounds, self.copies = rows, probes, bounds, copies
        self.signatures = _Signatures(texts)
        self.centre = np.full(rows.size, -1, dtype=np.int64)
        self.likeness = np.zeros(rows.size, dtype=np.float32)
        self.parted: set[tuple[int, int]] = set()
        self.shelves: list[Indices] = []
        self.indexed: list[Postings] = []

    def place(self, block: Indices) -> None:
        """Give each text of ``block`` its centre."""
        left = self._join(block)
        if len(left):
            self._shelve(self._elect(left))

    def _join(self, block: Indices) -> Indices:
        """Texts that no centre takes."""
        found = [self._near(block, shelf, rows) for shelf, rows in zip(self.shelves, self.indexed, strict=True)]
        if found:
            self._choose(_best(_gather(found)))
        return block[self.centre[block] < 0]

    def _near(self, block: Indices, shelf: Indices, indexed: Postings) -> _Near:
        i, j, shared = pair_up(self.probes.take(block), indexed, BUDGET)
        kept = _foremost(i, shared)
        return self._compare(block[i[kept]], shelf[j[kept]])

    def _compare(self, texts: Indices, centres: Indices) -> _Near:
        likeness = cosines(self.rows, texts, self.rows, centres)
        near = likeness >= np.maximum(self.bounds[texts], self.bounds[centres])
        return _Near(texts[near], centres[near], likeness[near])

    def _choose(self, near: _Near) -> None:
        for text, centre, likeness in zip(*(part.tolist() for part in near), strict=True):
            if contradict(self.signatures[text], self.signatures[centre]):
                self.parted.add((text, centre))
            elif self.centre[text] < 0:
                self.centre[text], self.likeness[text] = centre, likeness

    def _elect(self, left: Indices) -> Indices:
        """New centres among texts that none has taken: the first of those that are near each other."""
        probes = self.probes.take(left)
        i, j, shared = pair_up(probes, post(probes), BUDGET)
        earlier = np.flatnonzero(j < i)
        kept = earlier[_foremost(i[earlier], shared[earlier])]
        near = _best(self._compare(left[i[kept]], left[j[kept]]))
        place = np.empty(self.rows.size, dtype=np.int64)
        place[left] = np.arange(len(left))
        by_place = np.argsort(place[near.texts], kind="stable")
        self._elect_in_order(left, near.take(by_place))
        centres: Indices = left[self.centre[left] == left]
        return centres

    def _elect_in_order(self, left: Indices, near: _Near) -> None:
        rows = zip(*(part.tolist() for part in near), strict=True)
        waiting = next(rows, None)
        for text in left.tolist():
            while waiting is not None and waiting[0] == text:
                other = waiting[1]
                if self.centre[other] == other:
                    if contradict(self.signatures[text], self.signatures[other]):
                        self.parted.add((text, other))
                    elif self.centre[text] < 0:
                        self.centre[text], self.likeness[text] = other, waiting[2]
                waiting = next(rows, None)
            if self.centre[text] < 0:
                self.centre[text], self.likeness[text] = text, 1.0

    def _shelve(self, centres: Indices) -> None:
        while self.shelves and len(self.shelves[-1]) <= 2 * len(centres):
            centres = np.concatenate([self.shelves.pop(), centres])
            self.indexed.pop()
        if len(centres):
            self.shelves.append(centres)
            self.indexed.append(post(self.probes.take(centres)))


def _foremost(texts: Indices, shared: Floats, count: int = TRIED) -> Indices:
    """Places of the ``count`` strongest of each text."""
    strong = np.flatnonzero(shared >= SHARED)
    ranked = strong[np.lexsort((-shared[strong], texts[strong]))]
    return ranked[_rank(texts[ranked]) < count]


def _rank(sorted_values: Indices) -> Indices:
    """0, 1, 2 … within each run of equal values."""
    if not len(sorted_values):
        return sorted_values
    first = np.flatnonzero(np.concatenate([[True], sorted_values[1:] != sorted_values[:-1]]))
    lengths = np.diff(np.append(first, len(sorted_values)))
    return np.arange(len(sorted_values)) - np.repeat(first, lengths)


def _best(near: _Near) -> _Near:
    """By text, the likest first."""
    ranked = np.lexsort((near.centres, -near.likeness, near.texts))
    return near.take(ranked)


def _gather(parts: Sequence[_Near]) -> _Near:
    texts, centres, likeness = zip(*parts, strict=True)
    return _Near(np.concatenate(texts), np.concatenate(centres), np.concatenate(likeness))


# -- the second choice -----------------------------------------------------------------------------------------------


class _Core(NamedTuple):
    """What the copies of a campaign share; ``medoid`` is the copy that is most like it."""

    medoid: int
    signature: Signature
    size: int


def _settle(search: _Search) -> Stars:
    members = _groups(search.centre)
    if not members:
        return Stars(search.centre, search.likeness, frozenset(search.parted))
    rows = _core_rows(search.rows, members)
    cores = _describe(search, members, rows)
    into = _joined(rows, cores)
    if any(target != number for number, target in enumerate(into)):
        merged: dict[int, list[Indices]] = {}
        for number, target in enumerate(into):
            merged.setdefault(target, []).append(members[number])
        members = [np.sort(np.concatenate(parts)) for _, parts in sorted(merged.items())]
        rows = _core_rows(search.rows, members)
        cores = _describe(search, members, rows)
    return _chosen_again(search, rows, cores)


def _groups(centre: Indices) -> list[Indices]:
    """Members of each centre that has any beside itself."""
    order = np.argsort(centre, kind="stable")
    _, first, counts = np.unique(centre[order], return_index=True, return_counts=True)
    return [order[at : at + n] for at, n in zip(first.tolist(), counts.tolist(), strict=True) if n > 1]


def _core_rows(rows: Rows, members: Sequence[Indices]) -> Rows:
    """The mean of the members of each group, its heaviest grams only."""
    sample = [group[np.linspace(0, len(group) - 1, min(len(group), CORE_TEXTS)).astype(np.int64)] for group in members]
    taken = rows.take(np.concatenate(sample))
    sizes = np.array([len(group) for group in sample])
    owners = np.repeat(np.repeat(np.arange(len(sample)), sizes), np.diff(taken.starts))
    span = int(taken.terms.max(initial=0)) + 1
    cells, inverse = np.unique(owners * span + taken.terms, return_inverse=True)
    sums = np.bincount(inverse, taken.weights, len(cells)).astype(np.float32)
    holder, terms = cells // span, cells % span
    ranked = np.lexsort((terms, -sums, holder))
    chosen = np.sort(ranked[_rank(holder[ranked]) < CORE_TERMS])
    holder, terms, sums = holder[chosen], terms[chosen], sums[chosen]
    norms = np.sqrt(np.bincount(holder, sums.astype(np.float64) ** 2, len(sample)))
    starts = np.searchsorted(holder, np.arange(len(sample) + 1))
    weights = (sums / np.maximum(norms[holder], 1e-6)).astype(np.float32)
    return Rows(starts, terms.astype(np.int32), weights)


def _describe(search: _Search, members: Sequence[Indices], rows: Rows) -> list[_Core]:
    sizes = np.array([len(group) for group in members])
    numbers = np.repeat(np.arange(len(members)), sizes)
    likeness = cosines(search.rows, np.concatenate(members), rows, numbers)
    cores, at = [], 0
    for group in members:
        best = int(group[np.lexsort((-likeness[at : at + len(group)], -search.copies[group]))[0]])
        at += len(group)
        some = [search.signatures[text] for text in group[:CORE_TEXTS].tolist()]
        signature = common(some, len(some), search.signatures[best].text) if len(some) > 2 else search.signatures[best]
        cores.append(_Core(best, signature, len(group)))
    return cores


def _joined(rows: Rows, cores: Sequence[_Core]) -> list[int]:
    """For each core the larger one of the same campaign, else itself."""
    i, j, _ = pair_up(rows, post(rows), BUDGET)
    kept = i != j
    i, j = i[kept], j[kept]
    likeness = cosines(rows, i, rows, j)
    near = np.flatnonzero(likeness >= JOIN)
    best: dict[int, list[tuple[float, int]]] = {}
    for one, other, alike in zip(i[near].tolist(), j[near].tolist(), likeness[near].tolist(), strict=True):
        best.setdefault(one, []).append((alike, other))
    into = list(range(len(cores)))
    heads: set[int] = set()
    for number in sorted(into, key=lambda n: (-cores[n].size, cores[n].signature.text)):
        fits = [o for _, o in sorted(best.get(number, ()), key=lambda pair: (-pair[0], pair[1]))
                if o in heads and not contradict(cores[number].signature, cores[o].signature)]  # fmt: skip
        if fits:
            into[number] = fits[0]
        else:
            heads.add(number)
    return into


def _chosen_again(search: _Search, rows: Rows, cores: Sequence[_Core]) -> Stars:
    """Every text joins the likest core that does not contradict it; one that none takes stays alone."""
    centre = np.arange(search.rows.size)
    likeness = np.ones(search.rows.size, dtype=np.float32)
    parted: set[tuple[int, int]] = set()
    sizes = np.array([core.size for core in cores], dtype=np.int64)
    indexed = post(rows)
    for first in range(0, search.rows.size, BLOCK):
        block = np.arange(first, min(first + BLOCK, search.rows.size))
        near = _near_cores(search, block, rows, indexed, sizes)
        seen: set[int] = set()
        for text, number, alike in zip(*(part.tolist() for part in near), strict=True):
            core = cores[number]
            if core.medoid == text:
                centre[text] = text
                seen.add(text)
            elif contradict(search.signatures[text], core.signature):
                parted.add((text, core.medoid))
            elif text not in seen:
                centre[text], likeness[text] = core.medoid, alike
                seen.add(text)
    return Stars(centre, likeness, _parted_centres(centre, parted | search.parted))


def _near_cores(search: _Search, block: Indices, rows: Rows, indexed: Postings, sizes: Indices) -> _Near:
    i, j, shared = pair_up(search.probes.take(block), indexed, BUDGET)
    kept = _foremost(i, shared)
    texts, numbers = block[i[kept]], j[kept]
    likeness = cosines(search.rows, texts, rows, numbers)
    near = likeness >= search.bounds[texts] - np.where(sizes[numbers] >= MANY, LESS, 0.0)
    return _best(_Near(texts[near], numbers[near], likeness[near]))


def _parted_centres(centre: Indices, parted: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    pairs = ((int(centre[one]), int(centre[other])) for one, other in parted)
    return frozenset((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])
