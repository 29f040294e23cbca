"""Slips of the pen (W31): how many of those written blind are told, and how often real texts are alarmed.

    python benchmarks/slips.py --data DIR [--gold FILE] [--model FILE] [--every 2 --first 1] [--show]

``--gold``: sentences with one slip, and odd ones without (fields in ``benchmarks/gold/sentences/README.md``); told is a finding of
the rule that meets the wrong words, with a Wilson interval; by halves, of which ``measure`` was never read. ``--data``: of its
``local`` texts every ``--every``-th from ``--first`` on, whose slips found are counted (``--show`` prints them); ``--model`` are counts
that these texts are not in (``slips_fit.py --every 2 --out FILE``). Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.folders import file_or_folder, folder_with_files, in_words
from benchmarks.sentences import share
from lawcheck.checks import Example, load_rules
from lawcheck.checks import slips as finding
from lawcheck.checks.characters import load_characters
from lawcheck.checks.model import Finding
from lawcheck.checks.registry import checker_for
from lawcheck.checks.reporting import Reporter
from lawcheck.checks.running import run_rules  # noqa: F401 – registers the checkers
from lawcheck.checks.trying import context_of_example

GOLD = Path(__file__).resolve().parent / "gold" / "sentences" / "slips.jsonl"
RULE = "W31"
FRAME = "青山市测试条例\n第一条　{}\n第二条　本条例自2026年1月1日起施行。\n"
Row = dict[str, Any]


def told(text: str) -> tuple[Finding, ...]:
    """What the rule finds in a document."""
    rule = next(rule for rule in load_rules().rules if rule.id == RULE)
    checker = checker_for(rule)
    assert checker is not None
    return checker(Reporter(rule, context_of_example(Example(text, positive=True), None))).findings


def is_told(row: Row) -> bool:
    """Whether a finding meets the wrong words, or for a sentence without any: whether there is one."""
    document = FRAME.format(row["text"])
    found = told(document)
    if not row["label"]:
        return bool(found)
    start = document.index(row["text"]) + row["text"].index(row["wrong"])
    return any(f.span.start < start + len(row["wrong"]) and f.span.end > start for f in found)


def of_sentences(rows: Iterable[Row]) -> dict[str, Any]:
    """Shares told by half: of slips by sort, of all, of the sorts that the program looks for, and of sentences without."""
    out: dict[str, Any] = {}
    judged = [(row, is_told(row)) for row in rows]
    for half in sorted({row["half"] for row, _ in judged}):
        slips = [(row["sort"], ok) for row, ok in judged if row["half"] == half and row["label"]]
        out[half] = {
            sort: share(ok for other, ok in slips if other == sort) for sort in dict.fromkeys(s for s, _ in slips)
        }
        out[half]["all"] = share(ok for _, ok in slips)
        out[half]["without"] = share(ok for row, ok in judged if row["half"] == half and not row["label"])
    return out


def of_texts(paths: Iterable[Path], show: bool) -> dict[str, int]:
    """How many slips are told of real texts that nobody planted any in."""
    counts = {"texts": 0, "characters": 0, "told": 0, "unsure": 0}
    for path in paths:
        text = path.read_text(encoding="utf-8")
        found = told(text)
        counts["texts"] += 1
        counts["characters"] += len(text)
        counts["told"] += len(found)
        counts["unsure"] += sum(f.severity.value == "info" for f in found)
        for f in found if show else ():
            around = text[max(0, f.span.start - 8) : f.span.end + 8].replace("\n", " ")
            print(path.stem, f.clause, f"{around}：{f.quote} → {f.suggestion}", f.severity.value, sep="\t")
    return counts


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files)
    parser.add_argument("--gold", type=file_or_folder, default=GOLD)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--every", type=int, default=2)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    characters = load_characters(arguments.model)
    with patch.object(finding, "load_characters", lambda: characters):
        rows = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").splitlines()]
        result: dict[str, Any] = {"benchmark": "slips", "sentences": of_sentences(rows)}
        if arguments.data:
            paths = sorted((arguments.data / "local").rglob("*.md"))[arguments.first :: arguments.every]
            result["texts"] = of_texts(paths, arguments.show)
    for half, shares in result["sentences"].items():
        print(
            half,
            *(f"{sort} {told} of {of} ({low:.2f}–{high:.2f})" for sort, (told, of, low, high) in shares.items()),
            sep="\n  ",
        )
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
