"""Families of near-identical comments on a seeded set: ``python -m benchmarks.families --data DIR``.

DIR holds Markdown of laws, from whose phrases the comments are made (``benchmarks/making/campaigns.py``). Scores are of
pairs: a pair counts as found when both comments are in one family. 6,000 and 50,000 comments, 1,000 flipped pairs among
other comments, then the growth of the time. ``--plain`` also measures plain leader clustering (tf-idf of 2–3 characters,
cosine .4, no guard; needs scipy) on the same rows. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.making.campaigns import FLIPS, Made, comments_of, flipped_pairs, phrases_of
from lawcheck.comments import Family, find_families

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

SIZES = {6_000: (60, 40), 50_000: (100, 300)}  # campaigns and copies, as in consultation.md 5.2
GROWTH = (50_000, 100_000, 200_000, 500_000)


def scores(truth: dict[str, str], found: dict[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs.

    >>> scores({"a": "x", "b": "x", "c": ""}, {"a": "1", "b": "1", "c": "1"})
    (0.3333333333333333, 1.0, 0.5)
    """
    both = _pairs((truth[key], found.get(key, "")) for key in truth if truth[key] and found.get(key))
    right = _pairs(family for family in truth.values() if family)
    given = _pairs(found[key] for key in truth if found.get(key))
    precision, recall = both / max(given, 1), both / max(right, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _pairs(groups: Iterable[object]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())


def families_of(families: Sequence[Family]) -> dict[str, str]:
    """The family of each comment that is in one with others."""
    return {m.key: family.family_id for family in families if family.texts > 1 for m in family.members}


def measure(made: Sequence[Made]) -> tuple[dict[str, str], dict[str, float]]:
    """Families of ``made``, and the figures."""
    clock, cpu = time.perf_counter(), time.process_time()
    families = find_families([(row.key, row.text, row.key) for row in made])
    seconds = {"s": round(time.perf_counter() - clock, 1), "cpu_s": round(time.process_time() - cpu, 1)}
    found = families_of(families)
    precision, recall, f1 = scores({row.key: row.family for row in made}, found)
    quality = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
    return found, {"texts": len(made), **quality, **seconds}


def apart(phrases: Sequence[str], kinds: Sequence[str], seed: int) -> dict[str, int]:
    """How many of 1,000 flipped pairs are kept apart, among 3,000 comments of campaigns and others."""
    pairs = flipped_pairs(phrases, 1000, kinds, seed)
    made = comments_of(phrases, 30, 40, 1800, seed) + [row for pair in pairs for row in pair]
    found = families_of(find_families([(row.key, row.text, row.key) for row in made]))
    kept = sum(not (found.get(a.key) and found.get(a.key) == found.get(b.key)) for a, b in pairs)
    return {"pairs": len(pairs), "apart": kept}


def plain_leader(made: Sequence[Made], least: float = 0.4) -> dict[str, float]:
    """The method that consultation.md 5.2 measured, on the same rows."""
    import numpy as np
    from scipy.sparse import csr_matrix

    from lawcheck.comments.vectors import read_rows

    rows, vocabulary = read_rows([row.text for row in made])
    matrix = csr_matrix((rows.weights, rows.terms, rows.starts), shape=(rows.size, len(vocabulary.counts)))
    likeness = (matrix @ matrix.T).tocsr()
    leader = np.full(rows.size, -1)
    for text in range(rows.size):
        row = slice(likeness.indptr[text], likeness.indptr[text + 1])
        near = likeness.indices[row][likeness.data[row] >= least]
        heads = [other for other in near.tolist() if other < text and leader[other] == other]
        leader[text] = min(heads, default=text)
    found = {row.key: str(leader[at]) for at, row in enumerate(made)}
    precision, recall, f1 = scores({row.key: row.family for row in made}, found)
    return {"texts": len(made), "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


@in_words()
def main() -> None:
    """Run everything, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder with laws as Markdown")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--growth", type=int, nargs="*", default=list(GROWTH))
    parser.add_argument("--plain", action="store_true")
    given = parser.parse_args()
    phrases = phrases_of(given.data)
    result: dict[str, object] = {"phrases": len(phrases), "seed": given.seed}
    for size in given.sizes:
        campaigns, copies = SIZES[size]
        made = comments_of(phrases, campaigns, copies, size - campaigns * copies, given.seed)
        result[f"f1_{size}"] = _shown(measure(made)[1])
        if given.plain and size == min(SIZES):
            result["plain_leader"] = _shown(plain_leader(made))
    result["flipped"] = _shown(apart(phrases, FLIPS[:2], given.seed))
    result["flipped_other"] = _shown(apart(phrases, FLIPS[2:], given.seed + 7))
    for size in given.growth:  # campaigns of three sizes, as many as fill three fifths
        made = comments_of(phrases, size // 500, 300, size - size // 500 * 300, given.seed)
        figures = measure(made)[1]
        result[f"growth_{size}"] = _shown(
            {**figures, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}
        )
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(result))


def _shown(figures: dict[str, float] | dict[str, int]) -> dict[str, float] | dict[str, int]:
    print(figures, flush=True)
    return figures


if __name__ == "__main__":
    main()
