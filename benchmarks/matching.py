"""How well clauses find their higher clause, and documents their higher laws, on gold.

    python benchmarks/matching.py --gold DIR --data DIR [--home DIR] [--open] [--groups near,masked,parent]
        [--after FILE] [--before FILE]

``DIR`` of ``--data`` holds ``laws`` (added to the library) and ``local``. Corpus: the national laws and administrative
regulations in force, 生态环境法典 left out and the laws it replaced kept, as in the published baselines; by default
only those that rank above the document, with ``--open`` all of them. Prints a table and ends with one line of JSON.
Intervals are 95 % by bootstrap over documents. ``--after`` stores the outcome of every task by id, ``--before`` names such
a file of an earlier run: what was gained and lost since is printed by id.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matching_gold import AS_OF, Gold, Task

from lawcheck.laws import add_laws, open_library
from lawcheck.matching import open_index
from lawcheck.matching.ranking import rank

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

Outcome = tuple[str, bool, float, str]  # regulation, first place right, share of the gold among the first ten, id


def measure(gold: Gold, groups: Sequence[str]) -> tuple[dict[str, list[Outcome]], float]:
    """Outcomes by group, and clauses a second (retrieval and ranking, documents known)."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    spent, asked = 0.0, 0
    for task in gold.tasks():
        if any(task.group.startswith(group) for group in groups):
            gold.about(task)
            start = time.perf_counter()
            rows = ordered(gold, task)
            spent, asked = spent + time.perf_counter() - start, asked + 1
            hits = len(task.gold & set(rows[:10])) / (len(task.gold) + task.unreachable)
            found[task.group].append((task.regulation, bool(rows) and rows[0] in task.gold, hits, task.id))
    return found, asked / spent if spent else 0.0


def by_id(found: dict[str, list[Outcome]]) -> dict[str, list[float]]:
    """First place right and share among the first ten, by group and id; a task asked twice has a number."""
    stored: dict[str, list[float]] = {}
    for group, outcomes in found.items():
        for outcome in outcomes:
            key = f"{group} {outcome[3]}"
            while key in stored:
                key += "+"
            stored[key] = [float(outcome[1]), outcome[2]]
    return stored


def changes(now: dict[str, list[float]], then: dict[str, list[float]]) -> None:
    """Print what was gained and lost against an earlier run."""
    for name, which in (("R@1", 0), ("R@10", 1)):
        for word, sign in (("gained", 1), ("lost", -1)):
            ids = sorted(k for k, v in now.items() if k in then and sign * (v[which] - then[k][which]) > 1e-9)
            print(f"{name} {word} ({len(ids)}):", *ids, sep="\n  ")
    print("asked in one run only:", len(now.keys() ^ then.keys()))


def ordered(gold: Gold, task: Task) -> list[int]:
    """Rows in the order in which a reviewer would see them."""
    clause, others = gold.clause(task)
    return [candidate.row for candidate in rank(gold.index, [clause], others)[0].candidates]


def interval(outcomes: Sequence[Outcome], which: int) -> tuple[float, float, float]:
    """Mean and its 95 % interval, documents drawn with replacement."""
    by_document: dict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        by_document[outcome[0]].append(float(outcome[which]))
    sums = np.array([(sum(v), len(v)) for v in by_document.values()])
    draws = np.random.default_rng(0).integers(0, len(sums), (1000, len(sums)))
    means = sums[draws, 0].sum(1) / sums[draws, 1].sum(1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(sums[:, 0].sum() / sums[:, 1].sum()), float(low), float(high)


def parents(gold: Gold) -> dict[str, float]:
    """Laws from content alone: implementing measures (acc@1, hit@3), ordinary regulations (recall@5, @10)."""
    measures, ordinary = (
        [(gold.ordered(document), right) for document, right in gold.parents(name)]
        for name in ("parent-law-by-title", "parent-law-by-article-1")
    )
    return {
        "parent n": len(measures),
        "parent acc@1": _mean(laws[:1] and laws[0] in right for laws, right in measures),
        "parent hit@3": _mean(bool(right & set(laws[:3])) for laws, right in measures),
        "basis n": len(ordinary),
        "basis recall@5": _mean(len(right & set(laws[:5])) / len(right) for laws, right in ordinary),
        "basis recall@10": _mean(len(right & set(laws[:10])) / len(right) for laws, right in ordinary),
    }


def _mean(values: object) -> float:
    return float(np.mean([float(bool(v)) if isinstance(v, (bool, list)) else float(v) for v in values]))  # type: ignore[attr-defined]


def report(found: dict[str, list[Outcome]]) -> dict[str, float]:
    """Print the table; figures by name."""
    figures: dict[str, float] = {}
    print(f"{'task':<20}{'n':>6}  {'R@1':<24}{'R@10':<24}")
    for group, outcomes in sorted(found.items()):
        cells = []
        for name, which in (("R@1", 1), ("R@10", 2)):
            mean, low, high = interval(outcomes, which)
            figures[f"{group} {name}"] = round(mean, 4)
            cells.append(f"{mean:.3f} [{low:.3f}, {high:.3f}]")
        print(f"{group:<20}{len(outcomes):>6}  {cells[0]:<24}{cells[1]:<24}", flush=True)
    return figures


def run(arguments: argparse.Namespace, home: Path) -> dict[str, float]:
    """Build what is needed and measure."""
    add_laws(home, [arguments.data / "laws"])
    library = open_library(home)
    start = time.perf_counter()
    index = open_index(library, AS_OF)
    print(f"index of {len(index):,} articles ready in {time.perf_counter() - start:.2f} s")
    gold = Gold(library, index, arguments.gold, arguments.data, ranked=not arguments.open)
    print(f"corpus: {len(gold.laws):,} laws, {len(gold.rows):,} articles")
    figures: dict[str, float] = {}
    groups = arguments.groups.split(",")
    if {"near", "masked"} & set(groups):
        found, speed = measure(gold, groups)
        stored = by_id(found)
        if arguments.before:
            changes(stored, json.loads(arguments.before.read_text(encoding="utf-8")))
        if arguments.after:
            arguments.after.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
        figures = report(found) | {"clauses per second": round(speed, 1)}
    if "parent" in groups:
        figures |= {name: round(value, 4) for name, value in parents(gold).items()}
    for name in ("clauses per second", "parent acc@1", "parent hit@3", "basis recall@5", "basis recall@10"):
        if name in figures:
            print(f"{name:<20} {figures[name]}")
    return figures


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=file_or_folder, required=True)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--home", type=Path, help="library folder to use and keep (default: a temporary one)")
    parser.add_argument("--open", action="store_true", help="search all laws, whatever their rank")
    parser.add_argument("--groups", default="near,masked,parent")
    parser.add_argument("--before", type=Path, help="outcomes of an earlier run")
    parser.add_argument("--after", type=Path, help="where to store the outcomes of this one")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        figures = run(arguments, arguments.home or Path(temporary))
    print(json.dumps(figures, ensure_ascii=False, sort_keys=True))


if __name__ == "__main__":
    main()
