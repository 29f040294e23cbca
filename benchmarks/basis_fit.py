"""Learns from regulations whose title and 第一条 are hidden which laws they are founded on (``subjects.WEIGHTS``).

    python benchmarks/basis_fit.py --gold DIR --data DIR [--home DIR]

Conditional logit of the right laws against the others that come into question, then scaled so that the odds are those
of the gold. Learnt on one half of the documents and judged on the other, both ways, with 95 % intervals (documents drawn
with replacement); what all of them teach is printed, to be copied by hand. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matching_gold import AS_OF, Gold
from scipy.optimize import minimize

from lawcheck.laws import add_laws, open_library
from lawcheck.matching import open_index
from lawcheck.matching.subjects import WEIGHTS, traits

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

RIDGE = 0.01
Matrix = npt.NDArray[np.float64]


class Case(NamedTuple):
    """The laws that come into question for a document, which are right, and how many right ones there are."""

    values: Matrix
    right: npt.NDArray[np.bool_]
    wanted: int


def cases(gold: Gold, name: str) -> list[Case]:
    """The documents of a gold file."""
    found = []
    for document, right in gold.parents(name):
        told = traits(gold.index, document.asked, document.votes, document.laws, gold.founded)
        values = np.array([one.values for one in told]).reshape(-1, len(WEIGHTS))
        keys = [document.laws[one.version_id].key for one in told]
        found.append(Case(values, np.array([key in right for key in keys], dtype=bool), len(right)))
    return found


def fit(chosen: Sequence[Case]) -> Matrix:
    """Weights by which each right law is the likeliest beside the wrong ones."""
    usable = [case for case in chosen if case.right.any()]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        value, slope = 0.0, np.zeros(len(weights))
        for case in usable:
            wrong, right = case.values[~case.right], case.values[case.right]
            for one in right:
                rows = np.vstack([wrong, one])
                odds = rows @ weights
                shares = np.exp(odds - np.logaddexp.reduce(odds))
                value -= float(np.log(shares[-1])) / len(right)
                slope += (shares @ rows - one) / len(right)
        return value / len(usable) + RIDGE * float(weights @ weights), slope / len(usable) + 2 * RIDGE * weights

    return np.asarray(minimize(loss, np.zeros(len(WEIGHTS)), jac=True, method="L-BFGS-B").x)


def scaled(chosen: Sequence[Case], weights: Matrix) -> Matrix:
    """Scale and offset that make log odds of them (logistic regression)."""
    odds = np.concatenate([case.values @ weights for case in chosen])
    sign = np.concatenate([np.where(case.right, 1.0, -1.0) for case in chosen])
    start = np.array([1.0, 0.0])
    return np.asarray(minimize(lambda w: float(np.logaddexp(0, -sign * (odds * w[0] + w[1])).mean()), start).x)


def recall(case: Case, weights: Matrix, most: int) -> float:
    """Share of the right laws among the first ones."""
    return float(case.right[np.argsort(-(case.values @ weights), kind="stable")[:most]].sum()) / case.wanted


def judged(ordinary: Sequence[Case]) -> dict[str, list[float]]:
    """Figures of each half by the weights of the other, and of both together with their intervals."""
    half = np.random.default_rng(0).permutation(len(ordinary)) % 2
    table = np.zeros((len(ordinary), 2))
    for number in (0, 1):
        weights = fit([case for case, own in zip(ordinary, half, strict=True) if own != number])
        for row in np.flatnonzero(half == number).tolist():
            table[row] = [recall(ordinary[row], weights, most) for most in (5, 10)]
    draws = np.random.default_rng(0).integers(0, len(table), (1000, len(table)))
    means = table[draws].mean(axis=1)
    figures = {
        "half 1": table[half == 0].mean(axis=0),
        "half 2": table[half == 1].mean(axis=0),
        "both": table.mean(axis=0),
    }
    figures |= {"low": np.percentile(means, 2.5, axis=0), "high": np.percentile(means, 97.5, axis=0)}
    for name, values in figures.items():
        print(f"{name:<8} recall@5 {values[0]:.3f}  recall@10 {values[1]:.3f}")
    return {name: values.round(4).tolist() for name, values in figures.items()}


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=file_or_folder, required=True)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--home", type=Path, help="library folder to use and keep (default: a temporary one)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = arguments.home or Path(temporary)
        add_laws(home, [arguments.data / "laws"])
        library = open_library(home)
        gold = Gold(library, open_index(library, AS_OF), arguments.gold, arguments.data, ranked=True)
        ordinary, measures = (cases(gold, name) for name in ("parent-law-by-article-1", "parent-law-by-title"))
    figures = judged(ordinary)
    weights = fit(ordinary)
    scale, offset = scaled(ordinary, weights)
    print("WEIGHTS", (weights * scale).round(2).tolist(), "OFFSET", round(float(offset), 2))
    first = float(np.mean([case.right[np.argmax(case.values @ weights)] for case in measures]))
    third = float(np.mean([recall(case, weights, 3) > 0 for case in measures]))
    print(f"parent law by these weights: acc@1 {first:.3f}, hit@3 {third:.3f}")
    print(json.dumps({**figures, "n": len(ordinary), "parent acc@1": first, "parent hit@3": third}))


if __name__ == "__main__":
    main()
