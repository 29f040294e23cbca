"""Seeded errors of the second injector: what share of them the review finds, one error in each copy of a regulation.

    python benchmarks/seeded_second.py --data DIR --gold DIR --library DIR [--seed 1] [--jobs 1] [--planted FILE]

:mod:`benchmarks.second_injector` (written without sight of the rules and of the first injector) plants the errors. Each
copy, and the same text without the error, goes through the whole review. An error is found when one of the rules that it
names lies on the planted words, or says something that it does not say of the text without the error; ``blunt`` counts
those found only by what is said of that text too. Prints recall with Wilson's interval per kind and the misses with
their surroundings. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.folders import in_words
from benchmarks.seeded import Told, command_line, told, wilson

Record = dict[str, Any]
MATRIX = "3.10"


class Outcome(NamedTuple):
    """What the review said of one planted error: on its words, and anywhere but not of the text without the error."""

    record: Record
    touching: tuple[Told, ...]
    new: tuple[Told, ...]
    there: tuple[str, ...]
    """Rules that say anything on the words."""

    @property
    def found(self) -> bool:
        """Whether a rule that the error names tells it."""
        return bool(self.touching or self.new)


def said(text: str, name: str, home: Path | None, day: date) -> tuple[Told, ...]:
    """What the review says of ``text`` as a file called ``name``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode("utf-8"))
        return told(path, home, day)


said_before = lru_cache(maxsize=256)(said)
"""The same of texts without an error, which many copies share."""


def base_of(record: Record) -> str:
    """The text without the error."""
    edit, text = record["edit"], str(record["text"])
    return text[: edit["start"]] + edit["old"] + text[edit["start"] + len(edit["new"]) :]


def examine(record: Record, home: Path | None, day: date) -> Outcome:
    """Review a copy and the text that it was made of."""
    name = Path(str(record["file"])).name
    rules = {rule[: len(MATRIX)] if rule.startswith(MATRIX) else rule for rule in record["rules"]}
    start, end = record["span"]
    everything = said(record["text"], name, home, day)
    before = Counter((t.rule, t.quote, t.message) for t in said_before(base_of(record), name, home, day))
    of_rule = [t for t in everything if t.rule in rules]
    fresh = Counter((t.rule, t.quote, t.message) for t in of_rule) - before
    near = [t for t in everything if t.start <= end and start <= t.end]
    return Outcome(
        record,
        tuple(t for t in near if t.rule in rules),
        tuple(t for t in of_rule if (t.rule, t.quote, t.message) in fresh),
        tuple(sorted({t.rule for t in near})),
    )


def examine_all(records: Sequence[Record], home: Path | None, day: date, jobs: int) -> list[Outcome]:
    """The outcomes of all records, file by file, in ``jobs`` processes."""
    work = partial(examine, home=home, day=day)
    ordered = sorted(records, key=lambda r: (r["file"], r["base"], r["id"]))
    if jobs < 2:
        return [work(record) for record in ordered]
    with get_context("spawn").Pool(jobs) as pool:
        return pool.map(work, ordered, chunksize=max(len(ordered) // jobs, 1))


def recall_table(outcomes: Iterable[Outcome]) -> dict[str, dict[str, object]]:
    """Per kind: found, of how many, recall with its interval, how many blunt, tier, target reached or not."""
    by_kind: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_kind[outcome.record["kind"]].append(outcome)
    table: dict[str, dict[str, object]] = {}
    for kind, members in sorted(by_kind.items()):
        found, total, tier = sum(o.found for o in members), len(members), int(members[0].record["tier"])
        row: dict[str, object] = {"found": found, "of": total, "wilson": wilson(found, total), "tier": tier}
        row["blunt"] = sum(o.found and not o.new for o in members)
        table[kind] = row | {"met": found >= (0.95 if tier == 1 else 0.9) * total}
    return table


def show(outcomes: Iterable[Outcome], table: dict[str, dict[str, object]]) -> None:
    """Each miss with its surroundings, then the kinds."""
    for outcome in outcomes:
        record = outcome.record
        if not outcome.found:
            start, end = record["span"]
            text = record["text"]
            words = f"{text[max(start - 60, 0) : start]}【{text[start:end]}】{text[end : end + 50]}".replace("\n", "⏎")
            print("MISS", record["id"], record["rules"], Path(record["file"]).stem,
                  f"[{record['original'][:40]}→] {words} told there: {list(outcome.there)}")  # fmt: skip
    for kind, row in table.items():
        mark = "" if row["met"] else "  below target"
        print(f"{kind:28}{row['found']:>4}/{row['of']:<4}{row['wilson']} tier {row['tier']} blunt {row['blunt']}{mark}")


def figures(outcomes: Sequence[Outcome], table: dict[str, dict[str, object]]) -> dict[str, object]:
    """What the last line tells of planted errors."""
    return {
        "errors": len(outcomes),
        "found": sum(outcome.found for outcome in outcomes),
        "kinds": len(table),
        "kinds_below_target": [kind for kind, row in table.items() if not row["met"]],
        "recall": {kind: [row["found"], row["of"]] for kind, row in table.items()},
    }


def planted(options: argparse.Namespace) -> list[Record]:
    """The records of ``--planted``, else those of the injector."""
    if options.planted and options.planted.exists():
        return [json.loads(line) for line in options.planted.read_text("utf-8").splitlines()]
    from second_injector import Settings, inject  # a module beside this one; a kept file needs none of it

    return list(map(dict, inject(options.data, options.gold, Settings(options.files, options.per_kind, options.seed))))


@in_words()
def main() -> None:
    """The command line."""
    parser = command_line(__doc__)
    parser.add_argument("--per-kind", type=int, default=10)
    parser.add_argument("--planted", type=Path, help="records that the injector wrote, instead of planting")
    parser.set_defaults(seed=1)
    options = parser.parse_args()
    start = time.process_time()
    outcomes = examine_all(planted(options), options.library, options.as_of, options.jobs)
    table = recall_table(outcomes)
    show(outcomes, table)
    head = {"benchmark": "seeded_second", "seed": options.seed}
    blunt = {"blunt": sum(int(str(row["blunt"])) for row in table.values())}
    seconds = {"cpu_seconds": round(time.process_time() - start, 1)}
    print(json.dumps(head | figures(outcomes, table) | blunt | seconds, ensure_ascii=False))


if __name__ == "__main__":
    main()
