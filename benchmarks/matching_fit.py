"""Train what orders candidates (``corpus/models/matching.json``) on gold, with 5-fold figures by document.

    python benchmarks/matching_fit.py --gold DIR --data DIR [--home DIR] [--write]

Trees: LambdaMART (LightGBM) over the features of ``lawcheck/matching/features.py``, depth 4, correcting the line
``FIRST_LOOK``, more evidence never counting against a candidate, so scaled that differences are log odds. Also prints ``FIRST_LOOK`` (conditional logit) and ``EVIDENCE`` (logistic regression on the first place;
every clause has a twin whose right articles were removed), to be copied by hand, and the curve of precision over
coverage, every document judged by a model that never saw it. The last line is JSON. Needs lightgbm and scipy (extra
``dev``); nothing of that is needed to use the result.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm
import numpy as np
import numpy.typing as npt
from matching_gold import AS_OF, Gold
from scipy.optimize import minimize, minimize_scalar

from lawcheck.laws import add_laws, open_library
from lawcheck.matching import open_index
from lawcheck.matching.features import FEATURES
from lawcheck.matching.ranking import EVIDENCE, FIRST_LOOK, LONE_LEAD, in_all, look
from lawcheck.matching.trees import Trees

Matrix = npt.NDArray[np.float64]
RIDGE = 1e-3
FOLDS = 5
DEPTH, ROUNDS = 4, 200
PARAMETERS: dict[str, Any] = {
    "objective": "lambdarank",
    "max_depth": DEPTH,
    "num_leaves": 2**DEPTH,
    "learning_rate": 0.06,
    "min_data_in_leaf": 20,
    "lambda_l2": 1.0,
    "label_gain": [0, 1],
    "verbosity": -1,
    "num_threads": 1,
    "deterministic": True,
    "seed": 0,
}
# More of these never speaks against a candidate, more of `rival` never for it: what is learned on these documents must not
# turn against a near copy in a document of another kind.
EITHER_WAY = ("length", "size")
PARAMETERS["monotone_constraints"] = [0 if n in EITHER_WAY else -1 if n == "rival" else 1 for n in FEATURES]
LINE = np.array([FIRST_LOOK.get(name, 0.0) for name in FEATURES])
LINE_SHARE = 0.3  # the line's part in what the trees start from
MODEL = Path(__file__).parent.parent / "corpus" / "models" / "matching.json"


class Case(NamedTuple):
    """Features of the candidates of a clause, which are right, how many are gold, and the twin without them."""

    group: str
    regulation: str
    values: npt.NDArray[np.float32]
    right: npt.NDArray[np.bool_]
    wanted: int
    twin: npt.NDArray[np.float32]


def cases(gold: Gold) -> list[Case]:
    """All gold clauses as candidate lists."""
    found = []
    for task in gold.tasks():
        clause, others = gold.clause(task)
        features = look(gold.index, [clause], others)
        right = np.isin(features.rows, sorted(task.gold))
        wrong = np.flatnonzero(~np.isin(clause.found.rows, sorted(task.gold)))
        twin = clause._replace(found=clause.found.only(wrong))
        wanted = len(task.gold) + task.unreachable
        values = look(gold.index, [twin], others).values
        found.append(Case(task.group, task.regulation, features.values, right, wanted, values))
    return found


# -- trees ---------------------------------------------------------------------------------------------------------


def train(chosen: Sequence[Case]) -> Trees:
    """The trees, scaled so that the softmax over a list is the likeliest."""
    usable = [case for case in chosen if case.right.any()]
    values = np.concatenate([case.values for case in usable])
    data = lightgbm.Dataset(
        values,
        np.concatenate([case.right for case in usable]).astype(int),
        group=[len(case.values) for case in usable],
        init_score=LINE_SHARE * (values @ LINE),
    )
    trees = plain(lightgbm.train(PARAMETERS, data, ROUNDS).dump_model()["tree_info"], LINE_SHARE)
    scale = minimize_scalar(lambda s: surprise(usable, trees, s), bounds=(0.1, 10), method="bounded").x
    return replace(trees, leaves=(trees.leaves * scale).astype(np.float32), line=LINE_SHARE * scale)


def surprise(chosen: Sequence[Case], trees: Trees, scale: float) -> float:
    """Mean surprise at the right candidates."""
    total = 0.0
    for case in chosen:
        odds = scale * in_all(trees, case.values).astype(float)
        total -= float((odds - np.logaddexp.reduce(odds))[case.right].mean())
    return total / len(chosen)


def plain(info: Sequence[dict[str, Any]], line: float) -> Trees:
    """LightGBM's trees as full binary trees of one depth."""
    inner = 2**DEPTH - 1
    shape = (len(info), inner)
    trees = Trees(
        np.zeros(shape, np.intp), np.full(shape, np.inf, np.float32), np.zeros((len(info), inner + 1), np.float32), line
    )
    for number, tree in enumerate(info):
        _fill(trees, number, 0, tree["tree_structure"])
    return trees


def _fill(trees: Trees, number: int, node: int, structure: dict[str, Any]) -> None:
    inner = trees.features.shape[1]
    if node >= inner:
        trees.leaves[number, node - inner] = structure["leaf_value"]
    elif "leaf_value" in structure:  # a shallow branch: everything goes left
        _fill(trees, number, 2 * node + 1, structure)
    else:
        trees.features[number, node] = structure["split_feature"]
        trees.thresholds[number, node] = structure["threshold"]
        _fill(trees, number, 2 * node + 1, structure["left_child"])
        _fill(trees, number, 2 * node + 2, structure["right_child"])


def write(trees: Trees) -> None:
    """Store the trees as data."""
    rows = [
        {
            "feature": feature.tolist(),
            "threshold": [None if np.isinf(t) else float(f"{t:.5g}") for t in threshold],
            "leaf": [float(f"{v:.4g}") for v in leaf],
        }
        for feature, threshold, leaf in zip(trees.features, trees.thresholds, trees.leaves, strict=True)
    ]
    body = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    source = "benchmarks/matching_fit.py on the gold of development (see benchmarks/RESULTS.md)"
    head = json.dumps(
        {"source": source, "laws as of": AS_OF.isoformat(), "features": FEATURES, "line": round(trees.line, 4)}
    )[:-1]
    MODEL.parent.mkdir(exist_ok=True)
    MODEL.write_text(f'{head},\n"trees": [\n{body}\n]}}\n', encoding="utf-8")


# -- lines ---------------------------------------------------------------------------------------------------------


def fit_order(chosen: Sequence[Case]) -> Matrix:
    """Conditional logit: the right candidates of each list against all of it."""
    usable = [case for case in chosen if case.right.any()]
    columns = [FEATURES.index(name) for name in FIRST_LOOK]
    values = np.concatenate([case.values[:, columns] for case in usable]).astype(float)
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


def firsts(chosen: Sequence[Case], trees: Trees) -> tuple[Matrix, npt.NDArray[np.bool_]]:
    """The first places of all clauses and their twins: what tells how sure they are, and whether they are right."""
    found, truth = [], []
    for case in chosen:
        for values, right in ((case.values, case.right), (case.twin, np.zeros(len(case.twin), dtype=bool))):
            if not len(values):
                continue
            totals = in_all(trees, values)
            order = np.argsort(-totals, kind="stable")
            lead = float(totals[order[0]] - totals[order[1]]) if len(totals) > 1 else LONE_LEAD
            found.append([*(values[order[0], FEATURES.index(name)] for name in EVIDENCE), lead, 1.0])
            truth.append(bool(right[order[0]]))
    return np.array(found, dtype=float), np.array(truth)


def fit_evidence(x: Matrix, y: npt.NDArray[np.bool_]) -> Matrix:
    """Logistic regression."""
    sign = 2 * y - 1.0

    def loss(w: Matrix) -> float:
        return float(np.logaddexp(0, -sign * (x @ w)).mean() + 1e-4 * w @ w)

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), method="L-BFGS-B").x)


# -- judging -------------------------------------------------------------------------------------------------------


def folds(chosen: Sequence[Case]) -> list[tuple[list[Case], list[Case]]]:
    """Five divisions by document: to learn from, to be judged."""
    names = sorted({case.regulation for case in chosen})
    np.random.default_rng(0).shuffle(names)
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    return [
        ([c for c in chosen if fold[c.regulation] != n], [c for c in chosen if fold[c.regulation] == n])
        for n in range(FOLDS)
    ]


def interval(outcomes: Sequence[tuple[str, float]]) -> list[float]:
    """Mean and its 95 % interval, documents drawn with replacement."""
    by_document: dict[str, list[float]] = defaultdict(list)
    for name, value in outcomes:
        by_document[name].append(value)
    sums = np.array([(sum(v), len(v)) for v in by_document.values()])
    draws = np.random.default_rng(0).integers(0, len(sums), (1000, len(sums)))
    means = sums[draws, 0].sum(1) / sums[draws, 1].sum(1)
    return [round(float(v), 4) for v in (sums[:, 0].sum() / sums[:, 1].sum(), *np.percentile(means, [2.5, 97.5]))]


def curve(sure: Matrix, truth: npt.NDArray[np.bool_], answerable: int) -> list[tuple[float, float, float]]:
    """Threshold, share of the clauses with an answer that are answered, precision."""
    rows = []
    for threshold in np.arange(0.05, 1.0, 0.01):
        given = sure >= threshold
        if given.any():
            coverage = min(float(given.sum()) / answerable, 1.0)
            rows.append((round(float(threshold), 2), round(coverage, 3), round(float(truth[given].mean()), 3)))
    return rows


def judged(chosen: Sequence[Case]) -> dict[str, Any]:
    """5-fold figures: order by trees and by the line, and the curve of the confidence."""
    first: dict[str, list[tuple[str, float]]] = defaultdict(list)
    ten: dict[str, list[tuple[str, float]]] = defaultdict(list)
    sure, truth = [], []
    for learn, judge in folds(chosen):
        trees = train(learn)
        weights = fit_evidence(*firsts(learn, trees))
        x, y = firsts(judge, trees)
        sure.append(1 / (1 + np.exp(-(x @ weights))))
        truth.append(y)
        for case in judge:
            right = case.right[np.argsort(-in_all(trees, case.values), kind="stable")]
            first[case.group].append((case.regulation, float(right[0])))
            ten[case.group].append((case.regulation, float(right[:10].sum()) / case.wanted))
    figures: dict[str, Any] = {}
    for group in sorted(first):
        figures[group] = {"n": len(first[group]), "R@1": interval(first[group]), "R@10": interval(ten[group])}
        print(
            f"{group:<20}{len(first[group]):>6}  R@1 {figures[group]['R@1']}  R@10 {figures[group]['R@10']}  (5-fold)"
        )
    figures["curve"] = curve(np.concatenate(sure), np.concatenate(truth), len(chosen))
    for threshold, share, precision in figures["curve"]:
        print(f"confidence {threshold:.2f}: coverage {share:.3f} precision {precision:.3f}")
    return figures


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--home", type=Path, help="library folder to use and keep (default: a temporary one)")
    parser.add_argument("--write", action="store_true", help="store the trees trained on everything")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = arguments.home or Path(temporary)
        add_laws(home, [arguments.data / "laws"])
        library = open_library(home)
        gold = Gold(library, open_index(library, AS_OF), arguments.gold, arguments.data, ranked=True)
        chosen = cases(gold)
    figures = judged(chosen)
    trees = train(chosen)
    if arguments.write:
        write(trees)
    print("FIRST_LOOK", dict(zip(FIRST_LOOK, fit_order(chosen).round(2).tolist(), strict=True)))
    evidence = fit_evidence(*firsts(chosen, trees))
    print("EVIDENCE", dict(zip([*EVIDENCE, "lead", "offset"], evidence.round(2).tolist(), strict=True)))
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
