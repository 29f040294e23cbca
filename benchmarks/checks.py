"""Findings of every built rule on real regulations: how many per 10,000 characters, and examples to read.

    python benchmarks/checks.py --data DIR [--library DIR] [--as-of DATE] [--rule ID] [--show N] [--seed N]

Every file below ``DIR`` (md, txt, docx, html) goes through the whole pipeline but the matching. ``--show`` prints N
findings per rule at random with their surroundings, to be judged by a reader. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from lawcheck.checks import CheckContext, Finding, RuleRun, State, load_rules, run_rules
from lawcheck.citations import resolve_citations
from lawcheck.document import parse
from lawcheck.errors import UnreadableFile
from lawcheck.laws import Library, open_library
from lawcheck.procedure import read_facts
from lawcheck.readers import read
from lawcheck.references import find_references
from lawcheck.terms import load_lexicon

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from benchmarks.folders import folder_with_files, in_words, some  # noqa: E402  (a script: only its own folder is on the path)

SUFFIXES = {".md", ".txt", ".docx", ".html"}


def files_below(folder: Path) -> list[Path]:
    """The texts in a fixed order; lists of contents (``_index``) are no regulations."""
    return sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES and not p.name.startswith("_"))


def context_of(path: Path, library: Library, day: date) -> CheckContext:
    """Everything the rules look at, without matches."""
    document = parse(read(path))
    return CheckContext(
        document=document,
        facts=read_facts(document),
        references=find_references(document.source.text),
        citations=resolve_citations(document, library, day),
        terms=load_lexicon().find(document.source.text),
        matches=(),
        higher_laws=(),
        library=library,
        as_of=day,
    )


def surroundings(context: CheckContext, finding: Finding) -> str:
    """The finding between brackets, with 30 characters on each side."""
    text, (start, end) = context.text, finding.span
    shown = f"{text[max(start - 30, 0) : start]}【{text[start : min(end, start + 60)]}】{text[end : end + 30]}"
    return shown.replace("\n", "⏎")


def show(samples: dict[str, list[tuple[str, str, Finding]]], wanted: int, seed: int) -> None:
    """Print random findings of each rule."""
    chooser = random.Random(seed)
    for rule, found in sorted(samples.items()):
        print(f"\n== {rule}: {len(found)}")
        for name, words, finding in chooser.sample(found, min(wanted, len(found))):
            print(f"  [{finding.severity.value}] {name} {finding.clause}: {words}\n      {finding.message}")


@in_words()
def main() -> None:
    """Run the pack over all files and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 8, 28))
    parser.add_argument("--rule", action="append", default=[])
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    library, pack = open_library(options.library), load_rules()
    counts: Counter[str] = Counter()
    states: dict[str, Counter[str]] = {rule.id: Counter() for rule in pack.rules}
    samples: dict[str, list[tuple[str, str, Finding]]] = {}
    characters = files = 0
    spent = 0.0
    for path in some(files_below(options.data), options.data):
        try:
            context = context_of(path, library, options.as_of)
        except UnreadableFile as error:
            print(error)
            continue
        start = time.perf_counter()
        runs: tuple[RuleRun, ...] = run_rules(pack, context)
        spent += time.perf_counter() - start
        files, characters = files + 1, characters + len(context.text)
        for run in runs:
            states[run.rule][run.state.value] += 1
            counts[run.rule] += len(run.findings)
            if run.findings and (not options.rule or run.rule in options.rule):
                samples.setdefault(run.rule, []).extend(
                    (path.stem, surroundings(context, finding), finding) for finding in run.findings
                )
    if options.show:
        show(samples, options.show, options.seed)
    per = {rule.id: round(counts[rule.id] * 10_000 / max(characters, 1), 3) for rule in pack.rules if rule.implemented}
    for rule_id, rate in per.items():
        shown = ", ".join(f"{state} {n}" for state, n in states[rule_id].most_common())
        print(f"{rule_id} {counts[rule_id]:6} {rate:8.3f}/万字   {shown}")
    told = {
        "files": files,
        "characters": characters,
        "findings": sum(counts.values()),
        "rules_built": len(per),
        "not_built": sum(states[r.id][State.NOT_IMPLEMENTED.value] == files for r in pack.rules),
        "milliseconds_per_file": round(spent * 1000 / max(files, 1), 2),
        "per_10000_characters": per,
    }
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
