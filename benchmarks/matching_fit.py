"""Fit the weights of ``lawcheck/matching/ranking.py`` on gold, with 5-fold figures by document.

    python benchmarks/matching_fit.py --gold DIR --data DIR [--home DIR]

Prints ``WEIGHTS`` (conditional logit over the candidates of each clause) and ``EVIDENCE`` (logistic regression on the
first place; every clause has a twin whose right articles were removed), to be copied by hand, and the curve of
precision over coverage. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matching_gold import AS_OF, Gold
from scipy.optimize import minimize

from lawcheck.laws import add_laws, open_library
from lawcheck.matching import open_index
from lawcheck.matching.clauses import find_candidates
from lawcheck.matching.ranking import EVIDENCE, FEATURES, LONE_LEAD, measure, shortlist

Matrix = npt.NDArray[np.float64]
RIDGE = 1e-3
FOLDS = 5


class Case(NamedTuple):
    """Features of the candidates of a clause, which are right, how many are gold, and the twin without them."""

    group: str
    regulation: str
    values: Matrix
    right: npt.NDArray[np.bool_]
    wanted: int
    twin: Matrix


def cases(gold: Gold) -> list[Case]:
    """All gold clauses as candidate lists."""
    found = []
    for task in gold.tasks():
        known = gold.about(task)
        query = gold.index.query(task.text)
        rows, scores = find_candidates(gold.index, query, known.scope, known.leading)
        wrong = ~np.isin(rows, sorted(task.gold))
        if not wrong.any():
            continue
        one, two = (
            measure(gold.index, query, *shortlist(r, s, known.context), known.context)
            for r, s in ((rows, scores), (rows[wrong], scores[wrong]))
        )
        right = np.isin(one.rows, sorted(task.gold))
        wanted = len(task.gold) + task.unreachable
        found.append(
            Case(task.group, task.regulation, one.values.astype(float), right, wanted, two.values.astype(float))
        )
    return found


def fit_order(chosen: Sequence[Case]) -> Matrix:
    """Conditional logit: the right candidates of each list against all of it."""
    usable = [case for case in chosen if case.right.any()]
    values = np.concatenate([case.values for case in usable])
    sizes = [len(case.values) for case in usable]
    starts, owner = np.concatenate([[0], np.cumsum(sizes)[:-1]]), np.repeat(np.arange(len(usable)), sizes)
    target = np.concatenate([case.right / case.right.sum() for case in usable])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        totals = values @ weights
        totals = totals - np.maximum.reduceat(totals, starts)[owner]
        sums = np.add.reduceat(np.exp(totals), starts)[owner]
        likelihood = (target * (totals - np.log(sums))).sum() / len(usable)
        slope = (target - np.exp(totals) / sums) @ values / len(usable)
        return -likelihood + RIDGE * weights @ weights, -slope + 2 * RIDGE * weights

    return np.asarray(minimize(loss, np.zeros(values.shape[1]), jac=True, method="L-BFGS-B").x)


def fit_evidence(chosen: Sequence[Case], weights: Matrix) -> tuple[Matrix, Matrix, npt.NDArray[np.bool_]]:
    """Logistic regression on the first places of all clauses and their twins: weights, features, truth."""
    firsts, truth = [], []
    for case in chosen:
        for values, right in ((case.values, case.right), (case.twin, np.zeros(len(case.twin), dtype=bool))):
            order = np.argsort(-(values @ weights), kind="stable")
            totals = (values @ weights)[order]
            lead = totals[0] - totals[1] if len(totals) > 1 else LONE_LEAD
            firsts.append([*(values[order[0], FEATURES.index(name)] for name in EVIDENCE), lead, 1.0])
            truth.append(bool(right[order[0]]))
    x, y = np.array(firsts), np.array(truth)
    sign = 2 * y - 1.0

    def loss(w: Matrix) -> float:
        return float(np.logaddexp(0, -sign * (x @ w)).mean() + 1e-4 * w @ w)

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), method="L-BFGS-B").x), x, y


def cross_validated(chosen: Sequence[Case]) -> dict[str, tuple[int, float, float]]:
    """n, R@1 and R@10 by group; every document is ranked by weights that never saw it."""
    names = sorted({case.regulation for case in chosen})
    np.random.default_rng(0).shuffle(names)
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    outcomes: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for number in range(FOLDS):
        weights = fit_order([case for case in chosen if fold[case.regulation] != number])
        for case in chosen:
            if fold[case.regulation] == number:
                right = case.right[np.argsort(-(case.values @ weights), kind="stable")]
                outcomes[case.group].append((bool(right[0]), right[:10].sum() / case.wanted))
    return {g: (len(o), *np.round(np.mean(o, axis=0), 4).tolist()) for g, o in sorted(outcomes.items())}


def curve(sure: Matrix, truth: npt.NDArray[np.bool_]) -> dict[str, tuple[float, float]]:
    """Highest coverage (of clauses that have an answer) and its threshold for each precision."""
    order = np.argsort(-sure)
    given = np.arange(1, len(order) + 1)
    precision = np.cumsum(truth[order]) / given
    found = {}
    for wanted in (0.95, 0.9, 0.85, 0.8, 0.7):
        last = int(np.flatnonzero(precision >= wanted).max(initial=0))
        found[f"precision {wanted}"] = (round(2 * given[last] / len(truth), 3), round(float(sure[order][last]), 3))
    return found


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--home", type=Path, help="library folder to use and keep (default: a temporary one)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = arguments.home or Path(temporary)
        add_laws(home, [arguments.data / "laws"])
        library = open_library(home)
        gold = Gold(library, open_index(library, AS_OF), arguments.gold, arguments.data, ranked=True)
        chosen = cases(gold)
    weights = fit_order(chosen)
    evidence, x, truth = fit_evidence(chosen, weights)
    folds = cross_validated(chosen)
    for group, (count, first, ten) in folds.items():
        print(f"{group:<20}{count:>6}  R@1 {first:.3f}  R@10 {ten:.3f}  (5-fold)")
    coverage = curve(1 / (1 + np.exp(-(x @ evidence))), truth)
    for name, (share, threshold) in coverage.items():
        print(f"{name}: coverage {share:.3f} at confidence {threshold:.3f}")
    print("WEIGHTS", dict(zip(FEATURES, weights.round(2).tolist(), strict=True)))
    print("EVIDENCE", dict(zip([*EVIDENCE, "lead", "offset"], evidence.round(2).tolist(), strict=True)))
    print(json.dumps({"folds": folds, "curve": coverage}, ensure_ascii=False))


if __name__ == "__main__":
    main()
