"""Seeded errors: what share of known errors planted in regulations the review finds, and what it says of clean texts.

    python benchmarks/seeded.py --data DIR --gold DIR --library DIR [--files 60] [--seed N] [--jobs 1] [--planted DIR]

:mod:`benchmarks.injector` (written without sight of the rules) plants the errors; each text with errors, and the same
text untouched, goes through the whole review. An error is found when a finding of one of the rules that the truth names
lies on the planted words (it has a character in common with them or touches them); for ``3.10`` also when the clause
comparison calls a difference there alarming. Where something was taken away (:data:`ABSENT`) nothing is left to lie on:
there a finding of the rule counts that the untouched text does not have. ``blunt`` counts the errors found by findings
that the untouched text has at the same place too. Prints recall with Wilson's interval per kind, the misses with their
surroundings, and S1–S3 findings on the untouched texts per rule. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import injector
from benchmarks.folders import file_or_folder, folder_with_files, in_words
from lawcheck.checks import Severity, load_rules
from lawcheck.document import parse
from lawcheck.laws import open_library
from lawcheck.readers import read
from lawcheck.reviewing import Review, Tools, load_tools, review_document

GRAVE = frozenset({Severity.CONFLICT.value, Severity.SUSPECTED.value, Severity.TECHNICAL.value})
ABSENT = frozenset({"in_force_missing", "article_gap"})
Z = 1.96


class Told(NamedTuple):
    """Something the review said: the rule (``3.10`` for the comparison), its severity, where, and the words there."""

    rule: str
    severity: str
    start: int
    end: int
    quote: str
    message: str


class Result(NamedTuple):
    """What the review told of one file: the text with errors, the untouched text, and the length of the latter."""

    name: str
    planted: tuple[Told, ...]
    clean: tuple[Told, ...]
    characters: int
    seconds: float


def wilson(right: int, total: int) -> tuple[float, float]:
    """Wilson's interval of 95 %.

    >>> wilson(19, 20)
    (0.764, 0.991)
    """
    if not total:
        return 0.0, 1.0
    share, square = right / total, Z * Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = Z * (share * (1 - share) / total + square / (4 * total * total)) ** 0.5 / (1 + square / total)
    return round(middle - half, 3), round(middle + half, 3)


@lru_cache(maxsize=1)
def _tools(home: Path | None, day: date) -> Tools:
    return load_tools(open_library(home), day)


def told(path: Path, home: Path | None, day: date) -> tuple[Told, ...]:
    """Everything the review says of a file, placed in the characters of the file."""
    tools = _tools(home, day)
    review = review_document(parse(read(path)), tools.library, as_of=day, tools=tools)
    at = places(path.read_bytes().decode("utf-8"), review.document.source.text)
    found = (*findings_of(review), *alarms_of(review))
    return tuple(t._replace(start=at[t.start], end=at[max(t.end, t.start + 1) - 1] + 1) for t in found)


def places(raw: str, text: str) -> list[int]:
    """Where each character of the text that was read stands in the file (and one place more, for its end).

    >>> places("# 甲\\n\\n乙", "甲\\n乙")
    [2, 3, 5, 6]
    """
    found, at = [], 0
    for character in text:
        if character.isspace():  # the reader may break a line or close a gap where the file does not
            found.append(at)
            at += raw[at : at + 1].isspace()
            continue
        at = raw.find(character, at)
        if at < 0:
            raise ValueError(f"{character!r} is not in the file")
        found.append(at)
        at += 1
    return [*found, len(raw)]


def findings_of(review: Review) -> Iterator[Told]:
    """Every finding of the review, hints as well."""
    for run in review.runs:
        for found in run.findings:
            yield Told(found.rule, found.severity.value, *found.span, found.quote, found.message)


def alarms_of(review: Review) -> Iterator[Told]:
    """The alarming differences of the comparison; one without words below lies on the whole 款."""
    text = review.document.source.text
    for compared in review.comparisons:
        for difference in compared.comparison.differences if compared.comparison else ():
            if difference.relation.alarming:
                span = difference.lower_span
                start = compared.start + (span.start if span else 0)
                end = compared.start + span.end if span else review.document.by_eid[compared.eid].span.end
                yield Told("3.10", difference.relation.value, start, end, text[start:end], difference.note)


def examine(name: str, planted: Path, data: Path, home: Path | None, day: date) -> Result:
    """Review one file twice."""
    start = time.process_time()
    with_errors, clean = told(planted / name, home, day), told(data / name, home, day)
    length = len((data / name).read_text("utf-8"))
    return Result(name, with_errors, clean, length, time.process_time() - start)


def hits(error: dict[str, object], result: Result) -> list[Told]:
    """What was told of a planted error."""
    of_rule = [t for t in result.planted if t.rule in error["rules"]]  # type: ignore[operator]
    if error["kind"] in ABSENT:
        before = Counter(t.rule for t in result.clean)
        return [t for t in of_rule if sum(o.rule == t.rule for o in of_rule) > before[t.rule]]
    start, end = int(str(error["start"])), int(str(error["end"]))
    return [t for t in of_rule if t.start <= end and start <= t.end]


def known_before(found: Iterable[Told], result: Result) -> bool:
    """Whether the untouched text has the same told, for each one found."""
    clean = {(t.rule, t.quote, t.message) for t in result.clean}
    return all((t.rule, t.quote, t.message) in clean for t in found)


def plant(data: Path, gold: Path, files: int, seed: int, out: Path) -> None:
    """Write the texts with errors and the truth."""
    texts = injector.texts_of(data)
    clauses = gold / "near-copy-clause.jsonl" if gold.is_dir() else gold
    partner = injector.all_partners(texts, clauses, True)
    names = injector.pick(texts, partner, files, seed)
    injector.write(texts, partner, names, seed, out)


def examine_all(options: argparse.Namespace, planted: Path, names: Sequence[str]) -> dict[str, Result]:
    """The reviews of every file, in ``--jobs`` processes."""
    work = partial(examine, planted=planted, data=options.data, home=options.library, day=options.as_of)
    if options.jobs < 2:
        return {name: work(name) for name in names}
    with get_context("spawn").Pool(options.jobs) as pool:
        return {result.name: result for result in pool.imap(work, names)}


def recall_table(truth: Sequence[dict[str, object]], results: dict[str, Result]) -> dict[str, dict[str, object]]:
    """Per kind: found, of how many, recall with its interval, how many blunt, Tier 1 or not, target reached or not."""
    pack = load_rules()
    by_kind: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for error in truth:
        by_kind[str(error["kind"])].append(error)
    table: dict[str, dict[str, object]] = {}
    for kind in injector.KINDS:
        told_of = [hits(error, results[str(error["file"])]) for error in by_kind[kind]]
        found, total = sum(map(bool, told_of)), len(told_of)
        rules = {rule for error in by_kind[kind] for rule in error["rules"]}  # type: ignore[attr-defined]
        tier = 1 if any(rule != "3.10" and pack[rule].tier == 1 for rule in rules) else 2
        blunt = sum(
            bool(f) and known_before(f, results[str(e["file"])]) for e, f in zip(by_kind[kind], told_of, strict=True)
        )
        target = 0.95 if tier == 1 else 0.9
        row = {"found": found, "of": total, "recall": round(found / total, 3) if total else None, "blunt": blunt}
        table[kind] = row | {"wilson": wilson(found, total), "tier1": tier == 1, "met": found >= target * total}
    return table


def show_misses(truth: Sequence[dict[str, object]], results: dict[str, Result], planted: Path) -> None:
    """Each miss by id (file:start), with its surroundings and what was told there."""
    for error in truth:
        result, start, end = results[str(error["file"])], int(str(error["start"])), int(str(error["end"]))
        if hits(error, result):
            continue
        text = (planted / str(error["file"])).read_bytes().decode("utf-8")
        words = f"{text[max(start - 60, 0) : start]}【{text[start:end]}】{text[end : end + 50]}".replace("\n", "⏎")
        near = sorted({t.rule for t in result.planted if t.start <= end and start <= t.end})
        print(f"MISS {error['kind']} {error['rules']} {Path(str(error['file'])).stem}:{start} "
              f"[{error['old']}→] {words} told there: {near}")  # fmt: skip


def clean_rates(results: Iterable[Result]) -> tuple[dict[str, float], int]:
    """S1–S3 findings per 10,000 characters of untouched text, per rule with any; the characters."""
    counts: Counter[str] = Counter()
    characters = 0
    for result in results:
        characters += result.characters
        counts.update(t.rule for t in result.clean if t.severity in GRAVE)
    return {rule: round(n * 10_000 / max(characters, 1), 3) for rule, n in sorted(counts.items())}, characters


def report(truth: Sequence[dict[str, object]], results: dict[str, Result], planted: Path) -> dict[str, object]:
    """Print the misses and the table; the figures."""
    show_misses(truth, results, planted)
    table = recall_table(truth, results)
    for kind, row in table.items():
        mark = "" if row["met"] else "  below target"
        print(f"{kind:30}{row['found']:>4}/{row['of']:<4}{row['recall'] or 0:6.3f} {row['wilson']} "
              f"tier {1 if row['tier1'] else '2-4'} blunt {row['blunt']}{mark}")  # fmt: skip
    rates, characters = clean_rates(results.values())
    print("clean text, S1–S3 per 10,000 characters:", json.dumps(rates))
    return {
        "errors": len(truth),
        "found": sum(bool(hits(e, results[str(e["file"])])) for e in truth),
        "kinds": len(table),
        "kinds_below_target": [kind for kind, row in table.items() if not row["met"]],
        "recall": {kind: [row["found"], row["of"], row["recall"], *row["wilson"]] for kind, row in table.items()},  # type: ignore[misc]
        "blunt": sum(int(str(row["blunt"])) for row in table.values()),
        "clean_characters": characters,
        "clean_per_10000": rates,
        "clean_sum_per_10000": round(sum(rates.values()), 2),
    }


def write_clean(results: Iterable[Result], out: Path) -> None:
    """What was told of the untouched texts, by reference, one JSON line each."""
    with out.open("w", encoding="utf-8") as stream:
        for result in results:
            for t in result.clean:
                row = {"file": result.name} | t._asdict() | {"quote": t.quote[:40]}
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def command_line(description: str | None) -> argparse.ArgumentParser:
    """The options of both benchmarks of planted errors."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder of local regulations")
    parser.add_argument(
        "--gold", type=file_or_folder, required=True, help="near-copy-clause.jsonl, or the folder that holds it"
    )
    parser.add_argument("--library", type=Path, help="default: LAWCHECK_HOME")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 22))
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--jobs", type=int, default=1)
    return parser


@in_words()
def main() -> None:
    """The command line."""
    parser = command_line(__doc__)
    parser.add_argument("--planted", type=Path, help="keep the texts with errors here; used again when they are there")
    parser.add_argument("--clean", type=Path, help="write what was told of the untouched texts here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        planted = options.planted or Path(folder)
        if not (planted / "truth.jsonl").exists():
            plant(options.data, options.gold, options.files, options.seed, planted)
        truth = [json.loads(line) for line in (planted / "truth.jsonl").read_text("utf-8").splitlines()]
        names = list(dict.fromkeys(str(error["file"]) for error in truth))[: options.files]
        truth = [error for error in truth if error["file"] in names]
        results = examine_all(options, planted, names)
        figures = report(truth, results, planted)
    if options.clean:
        write_clean(results.values(), options.clean)
    seconds = round(sum(result.seconds for result in results.values()), 1)
    head = {"benchmark": "seeded", "seed": options.seed, "files": len(names)}
    print(json.dumps(head | figures | {"cpu_seconds": seconds}, ensure_ascii=False))


if __name__ == "__main__":
    main()
