"""The findings on untouched local regulations that two readers judge: per rule all of S1–S3, or some at random.

    python benchmarks/judging_sample.py --data DIR --library DIR [--every N] [--first N] [--unread] [--most 30] [--seed N] [--out FILE]

Each line of ``--out`` (benchmarks/judging/findings.jsonl) names a finding by reference: file below ``--data``, place in
the characters of the file, rule, severity, at most 40 characters of the words, and what the program says. The readers
write their verdicts into files of their own (see benchmarks/judging/README.md). The last line printed is JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.folders import folder_with_files, in_words, some
from benchmarks.seeded import GRAVE, Told, told

OUT = Path(__file__).parent / "judging" / "findings.jsonl"
NOTHING: dict[tuple[str, str], list[tuple[int, int]]] = {}
QUOTE = 40  # characters of a quotation


def judged(folder: Path = OUT.parent) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """File and rule → the places of the findings that readers judged before; hints stand there without a place."""
    places: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for path in sorted(folder.glob("findings*.jsonl")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            if "start" in row:
                places[row["file"], row["rule"]].append((row["start"], row["end"]))
    return dict(places)


def collect(
    data: Path,
    home: Path | None,
    day: date,
    every: int,
    first: int,
    seen: Mapping[tuple[str, str], list[tuple[int, int]]] = NOTHING,
) -> dict[str, list[tuple[str, Told]]]:
    """Rule → its S1–S3 findings in every N-th file from the one numbered ``first`` on, those at places ``seen`` before
    left out, in the order of the files; merged ones stand under their rule."""
    found: defaultdict[str, list[tuple[str, Told]]] = defaultdict(list)
    for path in some(sorted(data.rglob("*.md")), data)[first::every]:
        if path.name.startswith("_"):
            continue
        name = path.relative_to(data).as_posix()
        for one in told(path, home, day):
            before = seen.get((name, one.rule), [])
            if one.severity in GRAVE and not any(one.start < end and start < one.end for start, end in before):
                found[one.rule].append((name, one))
    return dict(found)


def choose(found: dict[str, list[tuple[str, Told]]], most: int, seed: int) -> list[dict[str, object]]:
    """Per rule all of them, or ``most`` at random; in the order of rule, file and place."""
    rows: list[dict[str, object]] = []
    for rule in sorted(found):
        rows += [
            {"id": f"{rule}-{number}", "file": name, "of": len(found[rule])}
            | one._asdict()
            | {"quote": one.quote[:QUOTE]}
            for number, (name, one) in enumerate(_some(found[rule], most, random.Random(f"{seed}{rule}")), 1)
        ]
    return rows


def _some(found: list[tuple[str, Told]], most: int, chooser: random.Random) -> list[tuple[str, Told]]:
    return sorted(chooser.sample(found, most)) if len(found) > most else found


@in_words()
def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder of local regulations")
    parser.add_argument("--library", type=Path, help="default: LAWCHECK_HOME")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 22))
    parser.add_argument("--every", type=int, default=1, help="only every N-th file")
    parser.add_argument("--first", type=int, default=0, help="number of the first file: other files for another sample")
    parser.add_argument("--unread", action="store_true", help="leave out findings that were judged before")
    parser.add_argument("--most", type=int, default=30)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    seen = judged() if options.unread else NOTHING
    found = collect(options.data, options.library, options.as_of, options.every, options.first, seen)
    rows = choose(found, options.most, options.seed)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    counts = {rule: len(some) for rule, some in sorted(found.items())}
    print(json.dumps({"benchmark": "judging_sample", "every": options.every, "chosen": len(rows), "findings": counts}))


if __name__ == "__main__":
    main()
