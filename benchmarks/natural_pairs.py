"""Rules of a law said again in a drafter's own words: conflicts told, harmless ones left alone.

    python benchmarks/natural_pairs.py --data DIR [--gold FILE] [--half mend|measure] [--show]

``--gold`` gives each pair by reference: ``law`` (file under ``--data``), ``article`` and a ``quote`` that stands in one 款 of
it, with the lower clause (``lower``) written for the purpose, ``kind``, and ``words``, the words of it that conflict (empty:
nothing conflicts). A conflict is told when an alarming difference lies on its words; a harmless pair is left alone when no
difference alarms. Of the pairs without an alarm those are ``hinted`` of which a phrase is said to read like a departure
(:mod:`lawcheck.comparison.cues`; of the conflicts also those on their words). The comparison was mended by the half ``mend``; ``--show`` prints the faults of that half only. The last
line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from lawcheck.comparison import Comparison, Difference, compare_clauses
from lawcheck.comparison.cues import CUE, with_cue
from lawcheck.document import Document, parse

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

Row = dict[str, Any]
SHOWN = "mend"


class Judged(NamedTuple):
    """A pair, the text of its higher clause, and what the comparison makes of it."""

    row: Row
    upper: str
    found: Comparison

    @property
    def alarms(self) -> tuple[Difference, ...]:
        """The differences that a reviewer is warned of."""
        return tuple(d for d in self.found.differences if d.relation.alarming)

    @property
    def hint(self) -> Difference | None:
        """The phrase that reads like a departure where nothing alarms."""
        found = with_cue(self.found, self.row["lower"], [self.upper]).differences
        return next((difference for difference in found if difference.slot == CUE), None)

    @property
    def right(self) -> bool:
        """Whether a conflict is told on its words, or nothing of a harmless pair."""
        return _told(self.row, self.alarms) if self.row["words"] else not self.alarms


def _told(row: Row, alarms: Sequence[Difference]) -> bool:
    """Whether an alarm lies on the words of ``row``, or names words above that are missing below."""
    start = row["lower"].index(row["words"])
    end = start + len(row["words"])
    spans = [alarm.lower_span for alarm in alarms]
    return any(span is None or (span.start < end and start < span.end) for span in spans)


def upper_text(row: Row, data: Path) -> str:
    """The 款 that the row's quotation stands in; ``ValueError`` if it is not there once."""
    article = next(a for a in _document(data / row["law"]).articles if a.label == row["article"])
    found = [clause.full_text for clause in article.children if row["quote"] in clause.full_text]
    if len(found) != 1:
        raise ValueError(f"{row['id']}: {row['quote']} stands in {len(found)} 款")
    return found[0]


@cache
def _document(path: Path) -> Document:
    return parse(path.read_text(encoding="utf-8-sig"))


def judge(rows: Sequence[Row], data: Path) -> list[Judged]:
    """Every pair compared."""
    uppers = [upper_text(row, data) for row in rows]
    return [Judged(row, upper, compare_clauses(row["lower"], upper)) for row, upper in zip(rows, uppers, strict=True)]


def figures(judged: Sequence[Judged]) -> Row:
    """Conflicts told and harmless pairs alarmed, each of all."""
    conflicts = [j for j in judged if j.row["words"]]
    harmless = [j for j in judged if not j.row["words"]]
    hints = [(j.row, j.hint) for j in conflicts]
    return {
        "conflicts_told": [sum(j.right for j in conflicts), len(conflicts)],
        "harmless_alarmed": [sum(not j.right for j in harmless), len(harmless)],
        "conflicts_hinted": sum(hint is not None for _, hint in hints),
        "hinted_on_the_words": sum(hint is not None and _told(row, [hint]) for row, hint in hints),
        "harmless_hinted": sum(j.hint is not None for j in harmless),
    }


def show(judged: Sequence[Judged]) -> None:
    """The faults of the half that may be read."""
    for row, upper, found in (j for j in judged if not j.right and j.row["half"] == SHOWN):
        print(row["id"], row["kind"], found.relation.value, found.key_points)
        print("   lower", row["lower"], "|", row["words"])
        print("   upper", row["law"], row["article"], upper[:300].replace("\n", "⏎"))


@in_words()
def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--gold", type=file_or_folder, default=Path(__file__).parent / "gold" / "natural-pairs.jsonl")
    parser.add_argument("--half", choices=("mend", "measure"), help="only this half")
    parser.add_argument("--show", action="store_true", help="print the faults")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    halves = [options.half] if options.half else sorted({row["half"] for row in rows})
    judged = judge([row for row in rows if row["half"] in halves], options.data)
    if options.show:
        show(judged)
    by_half = {half: figures([j for j in judged if j.row["half"] == half]) for half in halves}
    print(json.dumps({"benchmark": "natural_pairs", **by_half}, ensure_ascii=False))


if __name__ == "__main__":
    main()
