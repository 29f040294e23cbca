"""Seeded errors and harmless insertions of the third injector: what is found, and what is told of harmless words.

    python benchmarks/seeded_third.py --data DIR --gold DIR --library DIR [--seed 1] [--per-kind 10] [--jobs 1]

:mod:`benchmarks.third_injector` (by an author who saw only the reference book and the laws) plants one error in each
copy of a regulation. Each copy and the regulation itself go through the whole review, and an error is found as in
:mod:`benchmarks.seeded_second`. Of a harmless insertion nothing at S1–S3 may be told by the rules that it names which is
not told of the regulation too. Prints recall with Wilson's interval per kind, the misses, and what harmless words raised.
The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.folders import in_words
from benchmarks.seeded import GRAVE, Told, command_line
from benchmarks.seeded_second import Outcome, Record, examine_all, figures, recall_table, show
from benchmarks.third_injector import CLEAN, KINDS, Context, Kind


def texts_of(data: Path) -> dict[str, str]:
    """The regulations by their path below the folder."""
    return {p.relative_to(data).as_posix(): p.read_bytes().decode("utf-8") for p in sorted(data.rglob("*.md"))}


def near_copies(gold: Path) -> dict[str, list[Record]]:
    """The rows of near copies by the name of their file."""
    rows: defaultdict[str, list[Record]] = defaultdict(list)
    path = gold / "near-copy-clause.jsonl" if gold.is_dir() else gold
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[Path(row["id"].partition("#")[0]).name].append(row)
    return rows


def common(old: str, new: str) -> tuple[int, int]:
    """How many characters both begin with, and how many they end with behind those.

    >>> common("甲乙丙", "甲丁丁丙")
    (1, 1)
    """
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] != new[i]), most)
    most -= head
    return head, next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)


def record(kind: Kind, name: str, text: str, near: Sequence[Record], rng: Random) -> Record | None:
    """One planted copy, in the form of the second injector's records; ``None`` where there is no place for it."""
    title = next((line.strip("# ") for line in text.splitlines() if line.strip("# ")), Path(name).stem)
    planted = kind.plant(rng, text, Context(f"local/{name}", title, tuple(near)))
    if planted is None or planted.text == text:
        return None
    head, tail = common(text, planted.text)
    edit = {"start": head, "old": text[head : len(text) - tail], "new": planted.text[head : len(planted.text) - tail]}
    return {
        "id": f"{kind.name}:{Path(name).stem}:{planted.start}", "kind": kind.name, "rules": list(kind.rules),
        "tier": kind.tier, "file": name, "base": name, "edit": edit, "span": [planted.start, planted.end],
        "text": planted.text, "original": planted.before, "note": planted.note,
    }  # fmt: skip


def plant(kinds: Mapping[str, Kind], options: argparse.Namespace, texts: Mapping[str, str]) -> Iterator[Record]:
    """Up to ``--per-kind`` copies of each kind, each of another regulation."""
    near = near_copies(options.gold)
    for kind in kinds.values():
        rng, made = Random(f"{options.seed}:{kind.name}"), 0
        names = rng.sample(list(texts), len(texts))
        for name in names:
            found = record(kind, name, texts[name], near.get(Path(name).name, ()), rng)
            if found is not None:
                yield found
                made += 1
            if made == options.per_kind:
                break


def raised(outcome: Outcome) -> tuple[Told, ...]:
    """What is told at S1–S3 of harmless words and not of the regulation."""
    return tuple(t for t in outcome.new if t.severity in GRAVE)


@in_words()
def main() -> None:
    """The command line."""
    parser = command_line(__doc__)
    parser.add_argument("--per-kind", type=int, default=10)
    parser.set_defaults(seed=1)
    options = parser.parse_args()
    start = time.process_time()
    texts = texts_of(options.data)
    outcomes = examine_all(list(plant(KINDS, options, texts)), options.library, options.as_of, options.jobs)
    harmless = examine_all(list(plant(CLEAN, options, texts)), options.library, options.as_of, options.jobs)
    table = recall_table(outcomes)
    show(outcomes, table)
    for outcome in harmless:
        for t in raised(outcome):
            put = outcome.record["edit"]["new"][:160]
            print("RAISED", outcome.record["id"], t.rule, t.severity, t.quote[:60], "|", put)
    wrong = Counter(outcome.record["kind"] for outcome in harmless if raised(outcome))
    head = {"benchmark": "seeded_third", "seed": options.seed}
    quiet = {"harmless": len(harmless), "harmless_raised": dict(wrong)}
    seconds = {"cpu_seconds": round(time.process_time() - start, 1)}
    print(json.dumps(head | figures(outcomes, table) | quiet | seconds, ensure_ascii=False))


if __name__ == "__main__":
    main()
