"""Train what orders candidates (``corpus/models/matching.json``) on gold, with 5-fold figures by document.

    python benchmarks/matching_fit.py --gold DIR --data DIR [--home DIR] [--natural DIR --files 61,62] [--write]

Trees: LambdaMART (LightGBM) over the features of ``lawcheck/matching/features.py``, depth 4, correcting the line
``FIRST_LOOK``, more evidence never counting against a candidate, so scaled that differences are log odds. Also prints
``FIRST_LOOK`` (conditional logit) and ``EVIDENCE`` (logistic regression on the first place; every clause has a twin
whose right articles were removed), to be copied by hand, and the curve of precision over coverage, every document judged
by a model that never saw it. ``--natural`` is the gold of ``natural_filings.py``, of which the numbered ``--files`` are
used: ``EVIDENCE`` learns from them as well, the trees do not (four clauses more of 276 would come first, as many near
copies fewer), and a second curve is of their clauses alone. The last line is JSON. Needs lightgbm and scipy (extra ``dev``);
nothing of that is needed to use the result.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm
import numpy as np
import numpy.typing as npt
from matching_gold import AS_OF, Gold
from scipy.optimize import minimize, minimize_scalar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.drafts import place, rows
from benchmarks.folders import file_or_folder, folder_with_files, in_words
from benchmarks.seeded import places
from lawcheck.citations import resolve_citations
from lawcheck.document import Document, parse
from lawcheck.laws import Library, add_laws, normalise_title, open_library
from lawcheck.matching import ClauseIndex, find_higher_laws, open_index
from lawcheck.matching.asking import Question
from lawcheck.matching.clauses import Prepared, prepared
from lawcheck.matching.features import FEATURES, Found
from lawcheck.matching.ranking import EVIDENCE, FIRST_LOOK, RETURNED, STANDING, in_all, look, standing
from lawcheck.matching.trees import Trees
from lawcheck.procedure import read_facts
from lawcheck.readers import read

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
NATURAL, NATURAL_DAY = "natural", date(2026, 11, 23)  # group and day of the filings in a drafter's own words
WEIGHTS = {"old": 1.0, "twin": 0.5, NATURAL: 2.0}  # of a first place in learning EVIDENCE
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
        twin = clause._replace(found=alone(clause.found.only(wrong)))
        wanted = len(task.gold) + task.unreachable
        values = look(gold.index, [twin], others).values
        found.append(Case(task.group, task.regulation, features.values, right, wanted, values))
    return found


def alone(found: Found) -> Found:
    """Candidates as retrieval would have given them had those taken away never been there: relative to the best left.

    >>> half = np.array([0.5, 0.25], dtype=np.float32)
    >>> alone(Found(np.arange(2), half, half, half, half, half > 1, half)).retrieval.tolist()
    [1.0, 0.5]
    """
    best = {name: getattr(found, name) for name in ("retrieval", "expanded", "siblings")}
    return found._replace(**{name: v / max(float(v.max(initial=0)), 1e-9) for name, v in best.items()})


def natural_cases(library: Library, folder: Path, files: Sequence[str]) -> Iterator[Case]:
    """The clauses of filings in a drafter's own words; those without counterpart have nothing right and want nothing."""
    index = open_index(library, NATURAL_DAY)
    listed = [row for row in rows(folder / "clauses.jsonl") if row["file"][:2] in files]
    for file in sorted({row["file"] for row in listed}):
        document = parse(read(folder / file))
        ready = _prepared(document, library, index)
        features = look(index, ready.clauses)
        position = {clause.number: n for n, clause in enumerate(ready.clauses)}
        raw = (folder / file).read_bytes().decode("utf-8")
        at = places(raw, document.source.text)
        for row in (row for row in listed if row["file"] == file):
            number = _asked_at(ready.asked, at, *place(raw, row["quote"]))
            if number in position:
                own = np.flatnonzero(features.owner == position[number])
                right = np.array([_named(row, ready, int(candidate)) for candidate in features.rows[own]], dtype=bool)
                none = features.values[:0]
                yield Case(NATURAL, file, features.values[own], right, int(bool(row["law"])), none)


def _prepared(document: Document, library: Library, index: ClauseIndex) -> Prepared:
    facts = read_facts(document)
    citations = resolve_citations(document, library, NATURAL_DAY, facts.made, facts.effective)
    higher = find_higher_laws(document, facts, citations, library, index, NATURAL_DAY)
    return prepared(document, facts, higher, library, index, NATURAL_DAY, citations)


def _asked_at(asked: Sequence[Question], at: Sequence[int], start: int, end: int) -> int:
    """Number of the question that holds most of the words between two places of the file."""
    spans = [(at[question.span.start], at[question.span.end - 1] + 1) for question in asked]
    shared = [min(last, end) - max(first, start) for first, last in spans]
    return shared.index(max(shared))


def _named(row: dict[str, Any], ready: Prepared, candidate: int) -> bool:
    """Whether the candidate is an article that the gold names."""
    shelf = ready.session.shelf
    number, key = shelf.article(candidate).number, shelf.law(candidate).key
    named = [(row["law"], row["no"], row.get("zhi") or 0), *map(tuple, row.get("also") or ())]
    return number is not None and any(
        normalise_title(law or "") == key and (number.value, number.sub) == (no, zhi or 0) for law, no, zhi in named
    )


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


class Firsts(NamedTuple):
    """The first places of clauses and their twins: what tells how sure they are, whether they are right, their weight."""

    evidence: Matrix
    right: npt.NDArray[np.bool_]
    weights: Matrix

    def sure(self, line: Matrix) -> Matrix:
        """How sure each is by a line."""
        return np.asarray(1 / (1 + np.exp(-(self.evidence @ line))))


def firsts(chosen: Sequence[Case], trees: Trees) -> Firsts:
    """Those of some clauses, ordered by ``trees``."""
    found, truth, weights = [], [], []
    for case in chosen:
        kind = NATURAL if case.group == NATURAL else "old"
        for values, right, weight in ((case.values, case.right, kind), (case.twin, np.zeros(len(case.twin)), "twin")):
            if not len(values):
                continue
            totals = in_all(trees, values)
            order = np.argsort(-totals, kind="stable")[:RETURNED]
            evidence = [float(values[order[0], FEATURES.index(name)]) for name in EVIDENCE]
            found.append([*evidence, *standing(totals[order].tolist()), 1.0])
            truth.append(bool(right[order[0]]))
            weights.append(WEIGHTS[weight])
    return Firsts(
        np.array(found, dtype=float).reshape(-1, len(EVIDENCE) + len(STANDING) + 1),
        np.array(truth, bool),
        np.array(weights),
    )


def joined(parts: Sequence[Firsts]) -> Firsts:
    """All of them."""
    return Firsts(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def fit_evidence(learnt: Firsts) -> Matrix:
    """Logistic regression."""
    x, sign, share = learnt.evidence, 2 * learnt.right - 1.0, learnt.weights / learnt.weights.sum()

    def loss(w: Matrix) -> tuple[float, Matrix]:
        along = sign * (x @ w)
        slope = -(share * sign / (1 + np.exp(along))) @ x
        return float(share @ np.logaddexp(0, -along) + 1e-4 * w @ w), slope + 2e-4 * w

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x)


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


def judged(chosen: Sequence[Case], natural: Sequence[Case]) -> dict[str, Any]:
    """5-fold figures: order by trees and by the line, and the curves of the confidence. ``EVIDENCE`` is learnt from first
    places of documents that the trees have not seen: what they have seen they are too sure of."""
    first: dict[str, list[tuple[str, float]]] = defaultdict(list)
    ten: dict[str, list[tuple[str, float]]] = defaultdict(list)
    old, own = [], []
    divided = zip(folds(chosen), folds(natural) if natural else [([], [])] * FOLDS, strict=True)
    for (learn, judge), (_, judge_too) in divided:
        trees = train(learn)
        old.append(firsts(judge, trees))
        own.append((firsts(judge_too, trees), judge_too))
        for case in (case for case in (*judge, *judge_too) if case.wanted):
            right = case.right[np.argsort(-in_all(trees, case.values), kind="stable")]
            first[case.group].append((case.regulation, float(right[0])))
            ten[case.group].append((case.regulation, min(1.0, float(right[:10].sum()) / case.wanted)))
    figures: dict[str, Any] = {}
    for group in sorted(first):
        figures[group] = {"n": len(first[group]), "R@1": interval(first[group]), "R@10": interval(ten[group])}
        print(
            f"{group:<20}{len(first[group]):>6}  R@1 {figures[group]['R@1']}  R@10 {figures[group]['R@10']}  (5-fold)"
        )
    lines = _lines([joined([part, too]) for part, (too, _) in zip(old, own, strict=True)])
    sure = np.concatenate([part.sure(line) for part, line in zip(old, lines, strict=True)])
    figures["curve"] = curve(sure, joined(old).right, len(chosen))
    for threshold, share, precision in figures["curve"]:
        print(f"confidence {threshold:.2f}: coverage {share:.3f} precision {precision:.3f}")
    if natural:
        sure = np.concatenate([part.sure(line) for (part, _), line in zip(own, lines, strict=True)])
        wanted = np.array([bool(case.wanted) for _, part in own for case in part])
        figures["natural curve"] = natural_curve(sure, joined([part for part, _ in own]).right, wanted)
    evidence = fit_evidence(joined([*old, *(part for part, _ in own)]))
    print("EVIDENCE", dict(zip([*EVIDENCE, *STANDING, "offset"], evidence.round(2).tolist(), strict=True)))
    return figures


def _lines(parts: Sequence[Firsts]) -> list[Matrix]:
    """For each part the line that the others teach."""
    return [fit_evidence(joined([part for m, part in enumerate(parts) if m != n])) for n in range(len(parts))]


def natural_curve(sure: Matrix, truth: npt.NDArray[np.bool_], wanted: npt.NDArray[np.bool_]) -> list[tuple[float, ...]]:
    """Threshold, share of the clauses with a counterpart that are given the right one, share of those given one that are
    right, share of the clauses without that are given one."""
    found = []
    for threshold in np.arange(0.3, 0.9, 0.05):
        given = sure >= threshold
        right, precision = truth[given & wanted].sum() / wanted.sum(), truth[given & wanted].mean()
        found.append(tuple(round(float(v), 3) for v in (threshold, right, precision, given[~wanted].mean())))
        print(
            "natural, confidence {:.2f}: right {:.3f} precision {:.3f}, without counterpart {:.3f}".format(*found[-1])
        )
    return found


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=file_or_folder, required=True)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--home", type=Path, help="library folder to use and keep (default: a temporary one)")
    parser.add_argument("--natural", type=Path, help="folder of the filings in a drafter's own words")
    parser.add_argument("--files", default="", help="numbers of those to learn from, with commas")
    parser.add_argument("--write", action="store_true", help="store the trees trained on everything")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = arguments.home or Path(temporary)
        add_laws(home, [arguments.data / "laws"])
        library = open_library(home)
        gold = Gold(library, open_index(library, AS_OF), arguments.gold, arguments.data, ranked=True)
        chosen = cases(gold)
        files = arguments.files.split(",")
        natural = list(natural_cases(library, arguments.natural, files)) if arguments.natural else []
    figures = judged(chosen, natural)
    trees = train(chosen)
    if arguments.write:
        write(trees)
    print("FIRST_LOOK", dict(zip(FIRST_LOOK, fit_order(chosen).round(2).tolist(), strict=True)))
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
