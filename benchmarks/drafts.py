"""Whole fictional filings of many kinds: faults found, traps kept silent, and all else that the review says of them.

    python benchmarks/drafts.py --gold DIR --library DIR [--as-of DAY] [--show]

``--gold`` holds the texts, ``truth.jsonl`` (``file``, ``id``, ``quote``, ``rules``, ``tier``, ``why``) and ``traps.jsonl``
(``file``, ``id``, ``quote``, ``not_rules``, ``why``), written by an author who has not seen the program; a quote stands once
in its file (``also_quotes``: other places where the fault may fairly be told). A fault is found when one of its rules lies on the quoted words; a trap is fallen into when one of its rules
tells a finding of S1–S3 there. What else is told at S1–S3 away from all faults is listed for a person to judge. The last
line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.folders import file_or_folder, in_words
from benchmarks.seeded import GRAVE, Told, told, wilson
from benchmarks.seeded_second import MATRIX

Row = dict[str, Any]


class Outcome(NamedTuple):
    """What was told at one fault or trap."""

    row: Row
    touching: tuple[Told, ...]

    @property
    def named(self) -> bool:
        """Whether one of the rules that the fault names is told there."""
        return any(t.rule in rules_of(self.row) for t in self.touching)

    @property
    def fallen_into(self) -> bool:
        """Whether one of the rules that the trap names is told there at S1–S3."""
        return any(t.rule in self.row["not_rules"] and t.severity in GRAVE for t in self.touching)


def rules_of(row: Row) -> set[str]:
    """The rules of a fault, the conflicts of the clause comparison (``3.10-③``) as one.

    >>> sorted(rules_of({"rules": ["A08", "3.10-③"]}))
    ['3.10', 'A08']
    """
    return {MATRIX if rule.startswith(MATRIX) else rule for rule in row["rules"]}


def rows(path: Path) -> list[Row]:
    """The lines of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def place(text: str, quote: str) -> tuple[int, int]:
    """Where the quoted words stand.

    >>> place("甲乙丙", "乙")
    (1, 2)
    """
    if text.count(quote) != 1:
        raise ValueError(f"{quote!r} stands {text.count(quote)} times")
    start = text.index(quote)
    return start, start + len(quote)


def outcomes(listed: Sequence[Row], texts: dict[str, str], all_told: dict[str, tuple[Told, ...]]) -> list[Outcome]:
    """What was told on the words of each row."""
    found = []
    for row in listed:
        places = [place(texts[row["file"]], quote) for quote in (row["quote"], *row.get("also_quotes", ()))]
        said = all_told[row["file"]]
        touching = tuple(t for t in said if any(t.start <= end and start <= t.end for start, end in places))
        found.append(Outcome(row, touching))
    return found


def elsewhere(faults: Sequence[Outcome], all_told: dict[str, tuple[Told, ...]]) -> dict[str, list[Told]]:
    """Per file, what is told at S1–S3 and touches no fault."""
    at_fault: defaultdict[str, set[Told]] = defaultdict(set)
    for outcome in faults:
        at_fault[outcome.row["file"]].update(outcome.touching)
    return {
        file: [t for t in said if t.severity in GRAVE and t not in at_fault[file]] for file, said in all_told.items()
    }


def told_of(faults: Sequence[Outcome], all_told: dict[str, tuple[Told, ...]]) -> dict[str, dict[str, int]]:
    """Per letter of the rule, how many findings of S1–S3 are ``right`` (on a fault that names the rule), ``beside`` (on a
    fault by another rule) and ``elsewhere``."""
    places: dict[str, Counter[str]] = {}
    for file, said in all_told.items():
        here = [o for o in faults if o.row["file"] == file]
        for t in (t for t in said if t.severity in GRAVE):
            on = [o for o in here if t in o.touching]
            kind = "right" if any(t.rule in rules_of(o.row) for o in on) else "beside" if on else "elsewhere"
            places.setdefault(t.rule[0], Counter())[kind] += 1
    return {letter: dict(counts) for letter, counts in sorted(places.items())}


def hinted(
    faults: Sequence[Outcome], traps: Sequence[Outcome], all_told: dict[str, tuple[Told, ...]]
) -> dict[str, int]:
    """Hints (below S3) of the rules of authority and rights: how many faults only they find, on how many traps one lies that
    the trap forbids, and how many touch no fault."""
    hints = {t for said in all_told.values() for t in said if t.severity not in GRAVE and t.rule[0] in "AR"}
    only = [
        o for o in faults if o.named and not any(t.severity in GRAVE and t.rule in rules_of(o.row) for t in o.touching)
    ]
    return {
        "faults_by_hints_alone": sum(any(t in hints and t.rule in rules_of(o.row) for t in o.touching) for o in only),
        "traps_hinted": sum(any(t in hints and t.rule in o.row["not_rules"] for t in o.touching) for o in traps),
        "elsewhere": len(hints - {t for outcome in faults for t in outcome.touching}),
    }


def by_family(faults: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    """Found and all, by the letter of the first rule."""
    total: Counter[str] = Counter(o.row["rules"][0][0] for o in faults)
    found: Counter[str] = Counter(o.row["rules"][0][0] for o in faults if o.named)
    return {family: (found[family], number) for family, number in sorted(total.items())}


def show(faults: Sequence[Outcome], traps: Sequence[Outcome], others: dict[str, list[Told]]) -> None:
    """Misses, traps fallen into, and what is told elsewhere."""
    for outcome in faults:
        if not outcome.named:
            there = sorted({t.rule for t in outcome.touching})
            print("MISS", outcome.row["id"], outcome.row["rules"], outcome.row["quote"], "told there:", there)
    for outcome in traps:
        if outcome.fallen_into:
            print("TRAP", outcome.row["id"], outcome.row["not_rules"], outcome.row["quote"])
    for file, said in others.items():
        for t in said:
            print(
                "ELSE",
                file,
                f"{t.start}-{t.end}",
                t.rule,
                t.severity,
                t.quote[:40].replace("\n", "⏎"),
                "|",
                t.message[:120],
            )


@in_words()
def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=file_or_folder, default=Path(__file__).parent / "gold" / "drafts")
    parser.add_argument("--library", type=Path, help="default: LAWCHECK_HOME")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 23))
    parser.add_argument("--show", action="store_true", help="list misses, traps and what is told elsewhere")
    options = parser.parse_args()
    start = time.process_time()
    truth, traps = rows(options.gold / "truth.jsonl"), rows(options.gold / "traps.jsonl")
    files = sorted({row["file"] for row in (*truth, *traps)})
    texts = {file: (options.gold / file).read_bytes().decode("utf-8") for file in files}
    all_told = {file: told(options.gold / file, options.library, options.as_of) for file in files}
    faults, quiet = outcomes(truth, texts, all_told), outcomes(traps, texts, all_told)
    others = elsewhere(faults, all_told)
    if options.show:
        show(faults, quiet, others)
    found, fallen = sum(o.named for o in faults), sum(o.fallen_into for o in quiet)
    print(json.dumps({
        "benchmark": "drafts",
        "files": len(files),
        "characters": sum(map(len, texts.values())),
        "faults": [found, len(faults), *wilson(found, len(faults))],
        "by_family": by_family(faults),
        "traps_fallen_into": [fallen, len(quiet)],
        "told": told_of(faults, all_told),
        "hints": hinted(faults, quiet, all_told),
        "told_elsewhere": sum(map(len, others.values())),
        "elsewhere_by_rule": dict(Counter(t.rule for said in others.values() for t in said).most_common()),
        "cpu_seconds": round(time.process_time() - start, 1),
    }, ensure_ascii=False))  # fmt: skip


if __name__ == "__main__":
    main()
