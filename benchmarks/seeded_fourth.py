"""Seeded errors and lawful sentences of the fourth injector: what is found, and what is told of lawful words.

    python benchmarks/seeded_fourth.py --data DIR --library DIR [--texts 60] [--seed 1] [--as-of DAY] [--show]

:mod:`benchmarks.fourth_injector` (by an author who saw only the reference book and the data) plants some eleven errors
and four lawful sentences in each text; each text goes through the whole review once. An error is found when a rule that
it names, for ``3.10`` the comparison, says something on the planted words or beside them. A lawful sentence is raised
when a rule that must not be told of it says something at S1–S3 on its words. Prints recall with Wilson's interval per
kind and tier and what lawful words raised; ``--show`` prints each miss and each lawful sentence that was raised as well.
The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import fourth_injector
from benchmarks.folders import folder_with_files, in_words
from benchmarks.fourth_injector import Row
from benchmarks.seeded import GRAVE, Told, told, wilson

Write = Callable[[Path, Path, int, int], tuple[list[Row], list[Row]]]
"""Plants in texts of the first folder and writes them to the second one: how many, by which seed."""
MATRIX = "3.10"
TARGETS = {1: 0.95, 2: 0.9, 3: 0.9}


class Share(NamedTuple):
    """How many errors were found, of how many."""

    found: int
    total: int
    tier: int

    @property
    def met(self) -> bool:
        """Whether the target of the tier is reached."""
        return self.found >= TARGETS[self.tier] * self.total

    def __str__(self) -> str:
        return f"{self.found:>4}/{self.total:<4}{self.found / self.total:6.3f} {wilson(self.found, self.total)}"


class Outcome(NamedTuple):
    """A planted place, what was told on it or beside it, and what of that by the rules that the row names."""

    row: Row
    near: tuple[Told, ...]
    hits: tuple[Told, ...]


def named(rules: Iterable[str]) -> set[str]:
    """The rules, those of the comparison (3.10-…) as one.

    >>> sorted(named(["A08", "3.10", "3.10-period"]))
    ['3.10', 'A08']
    """
    return {MATRIX if rule.startswith(MATRIX) else rule for rule in rules}


def outcome_of_error(row: Row, everything: Sequence[Told]) -> Outcome:
    """What was told of a planted error."""
    near = tuple(t for t in everything if t.start <= row["end"] and row["start"] <= t.end)
    return Outcome(row, near, tuple(t for t in near if t.rule in named(row["rules"])))


def outcome_of_harmless(row: Row, everything: Sequence[Told]) -> Outcome:
    """What was told of a lawful sentence at S1–S3.

    >>> row = {"start": 5, "end": 9, "not_rules": ["A01"]}
    >>> len(outcome_of_harmless(row, [Told("A01", severity, 8, 12, "", "") for severity in sorted(GRAVE)]).hits)
    3
    >>> outcome_of_harmless(row, [Told("A01", min(GRAVE), 9, 12, "", ""), Told("A02", min(GRAVE), 5, 9, "", "")]).hits
    ()
    """
    near = tuple(t for t in everything if t.start < row["end"] and row["start"] < t.end)
    return Outcome(row, near, tuple(t for t in near if t.rule in named(row["not_rules"]) and t.severity in GRAVE))


def shares(outcomes: Iterable[Outcome]) -> dict[str, Share]:
    """What share of each kind is found; its tier is the lowest of its errors."""
    members: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        members[outcome.row["kind"]].append(outcome)
    return {
        kind: Share(sum(bool(o.hits) for o in of_kind), len(of_kind), min(o.row["tier"] for o in of_kind))
        for kind, of_kind in sorted(members.items())
    }


def shares_of_tiers(outcomes: Sequence[Outcome]) -> dict[int, Share]:
    """What share of the errors of each tier is found."""
    found: dict[int, Share] = {}
    for tier in sorted({outcome.row["tier"] for outcome in outcomes}):
        of_tier = [outcome for outcome in outcomes if outcome.row["tier"] == tier]
        found[tier] = Share(sum(bool(o.hits) for o in of_tier), len(of_tier), tier)
    return found


def show(label: str, outcomes: Iterable[Outcome]) -> None:
    """Planted places with what was told there."""
    for row, near, _ in outcomes:
        rules = list(row.get("rules") or row["not_rules"])
        there = sorted({(t.rule, t.severity) for t in near})
        words = row["quote"][:100].replace("\n", "⏎")
        print(f"{label} {row['kind']} {rules} {Path(row['file']).stem}:{row['start']} [{row['original'][:40]}→] {words} "
              f"told there: {there}")  # fmt: skip


def report(errors: Sequence[Outcome], harmless: Sequence[Outcome]) -> dict[str, object]:
    """Print the tables; the figures of the last line."""
    kinds, tiers = shares(errors), shares_of_tiers(errors)
    for kind, share in kinds.items():
        print(f"{kind:26}{share} tier {share.tier}{'' if share.met else '  below target'}")
    for tier, share in tiers.items():
        print(f"{f'tier {tier}':26}{share}{'' if share.met else '  below target'}")
    raised = Counter(outcome.hits[0].rule for outcome in harmless if outcome.hits)
    found = sum(share.found for share in kinds.values())
    print(f"{'all':26}{Share(found, len(errors), 3)}")
    print(f"harmless raised {raised.total()} of {len(harmless)}: {dict(raised.most_common())}")
    return {
        "errors": len(errors),
        "found": found,
        "wilson": wilson(found, len(errors)),
        "tiers": {tier: [share.found, share.total] for tier, share in tiers.items()},
        "kinds": len(kinds),
        "kinds_below_target": [kind for kind, share in kinds.items() if not share.met],
        "recall": {kind: [share.found, share.total] for kind, share in kinds.items()},
        "harmless": len(harmless),
        "harmless_raised": dict(raised),
    }


def examine(write: Write, options: argparse.Namespace, folder: Path) -> tuple[list[Outcome], list[Outcome]]:
    """Plant in the folder and review every text: the errors, the lawful sentences."""
    truth, harmless = write(options.data, folder, options.texts, options.seed)
    names = sorted({row["file"] for row in truth + harmless})
    of_file: Mapping[str, tuple[Told, ...]] = {
        name: told(folder / name, options.library, options.as_of) for name in names
    }
    return (
        [outcome_of_error(row, of_file[row["file"]]) for row in truth],
        [outcome_of_harmless(row, of_file[row["file"]]) for row in harmless],
    )


@in_words()
def run(benchmark: str, about: str | None, write: Write) -> None:
    """The command line of a benchmark of an injector."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder with local/ and laws/")
    parser.add_argument("--library", type=Path, help="default: LAWCHECK_HOME")
    parser.add_argument("--texts", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 23))
    parser.add_argument(
        "--show", action="store_true", help="print the misses and the lawful sentences that were raised"
    )
    options = parser.parse_args()
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        errors, harmless = examine(write, options, Path(folder))
    if options.show:
        show("MISS", (outcome for outcome in errors if not outcome.hits))
        show("RAISED", (outcome for outcome in harmless if outcome.hits))
    head = {"benchmark": benchmark, "seed": options.seed, "texts": options.texts}
    seconds = {"cpu_seconds": round(time.process_time() - start, 1)}
    print(json.dumps(head | report(errors, harmless) | seconds, ensure_ascii=False))


if __name__ == "__main__":
    run("seeded_fourth", __doc__, fourth_injector.write)
