"""How many planted problems of the fictional sample filing are found, and is any look-alike reported?

    python benchmarks/sample.py [--gold corpus/samples/sample-filing.answers.yaml] [--library DIR]

A planted problem counts as found when a finding of its rule overlaps its quote; a look-alike as reported when a finding
of the rule it imitates lies on its quote and on no planted problem of that rule. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from lawcheck.checks import Finding, State
from lawcheck.document import Document, Span, parse
from lawcheck.laws import open_library, parse_kind
from lawcheck.readers import read
from lawcheck.reviewing import Review, load_tools, review_document

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, in_words  # noqa: E402  (a script: only its own folder is on the path)

__all__ = ["Score", "score_review"]

DEFAULT = Path(__file__).parent.parent / "corpus" / "samples" / "sample-filing.answers.yaml"


@dataclass(frozen=True)
class Score:
    """Ids of planted problems by what became of them, look-alikes reported, findings that nobody planted."""

    found: tuple[str, ...]
    missed: tuple[str, ...]
    not_built: tuple[str, ...]
    lookalikes_reported: tuple[str, ...]
    extra: tuple[str, ...]
    matches_right: int
    matches: int


def locate(document: Document, row: Mapping[str, Any]) -> Span:
    """The span of the quote of a row (its ``occurrence``-th, from 1)."""
    text, quote, start = document.source.text, row["quote"], -1
    for _ in range(row.get("occurrence", 1)):
        start = text.find(quote, start + 1)
        if start < 0:
            raise ValueError(f"{row['id']}: quote not in the text: {quote}")
    return Span(start, start + len(quote))


def overlaps(finding: Finding, span: Span) -> bool:
    """The finding and the span share a character (an empty finding span counts by its place)."""
    return finding.span.start < span.end and span.start < max(finding.span.end, finding.span.start + 1)


def score_review(review: Review, answers: Mapping[str, Any]) -> Score:
    """Hold a review of the sample against its answers."""
    built = {run.rule for run in review.runs if run.state is not State.NOT_IMPLEMENTED}
    planted = [(row, locate(review.document, row)) for row in answers["planted"]]
    found = [row for row, span in planted if _hits(review, row["rule"], span)]
    missed = [row for row, _ in planted if row not in found]
    lookalikes = [row for row in answers["lookalikes"] if _reported(review, row, planted)]
    right, total = _matches(review, answers.get("matches", []))
    return Score(
        found=tuple(_name(row) for row in found),
        missed=tuple(_name(row) for row in missed if row["rule"] in built),
        not_built=tuple(_name(row) for row in missed if row["rule"] not in built),
        lookalikes_reported=tuple(_name(row) for row in lookalikes),
        extra=tuple(_extra(review, planted)),
        matches_right=right,
        matches=total,
    )


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['id']}:{row['rule']}"


def _hits(review: Review, rule: str, span: Span) -> list[Finding]:
    return [f for f in review.findings if f.rule == rule and overlaps(f, span)]


def _reported(review: Review, row: Mapping[str, Any], planted: list[tuple[Mapping[str, Any], Span]]) -> bool:
    own = [span for other, span in planted if other["rule"] == row["rule"]]
    hits = _hits(review, row["rule"], locate(review.document, row))
    return any(not any(overlaps(hit, span) for span in own) for hit in hits)


def _extra(review: Review, planted: list[tuple[Mapping[str, Any], Span]]) -> list[str]:
    rows = [(row["rule"], span) for row, span in planted]
    return [
        f"{f.rule} {f.clause} {f.quote[:30]}"
        for f in review.findings
        if not any(rule == f.rule and overlaps(f, span) for rule, span in rows)
    ]


def _matches(review: Review, rows: list[Mapping[str, str]]) -> tuple[int, int]:
    """How many clauses have the right article first; the 款 of the answer is not compared."""
    best: dict[str, tuple[str, str]] = {}
    for match in review.matches:
        if match.clauses:
            clause = review.document.citation_label(review.document.by_eid[match.eid])
            first = match.clauses[0]
            best[clause] = (first.law.key, first.article.label)
    right = 0
    for row in rows:
        law, article = best.get(row["clause"], ("", ""))
        right += law == row["law"] and row["article"].startswith(article) and bool(article)
    return right, len(rows)


def review_sample(gold: Path, library: Path | None) -> tuple[Review, Mapping[str, Any]]:
    """Review the sample beside ``gold`` as its answers say."""
    answers = yaml.safe_load(gold.read_text(encoding="utf-8"))
    held = open_library(library)
    day = answers["as_of"] if isinstance(answers["as_of"], date) else date.fromisoformat(answers["as_of"])
    document = parse(read(gold.parent / answers["file"]))
    kind = parse_kind(answers["kind"].split("（")[0])
    tools = load_tools(held, day)
    return review_document(
        document, held, as_of=day, kind=kind, territory=answers["territory"]["code"], tools=tools
    ), answers


@in_words()
def main() -> None:
    """Print what was found, missed and reported in error."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--gold", type=file_or_folder, default=DEFAULT)
    parser.add_argument("--library", type=Path)
    options = parser.parse_args()
    score = score_review(*review_sample(options.gold, options.library))
    for name in ("found", "missed", "not_built", "lookalikes_reported", "extra"):
        rows = getattr(score, name)
        print(f"{name} ({len(rows)}):", *rows, sep="\n  ")
    figures = {name: len(getattr(score, name)) for name in ("found", "missed", "not_built", "lookalikes_reported")}
    print(json.dumps({"benchmark": "sample", **figures, "matches": [score.matches_right, score.matches]}))


if __name__ == "__main__":
    main()
