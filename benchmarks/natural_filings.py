"""Whole fictional filings in a drafter's own words: each clause with its higher clause, departures told, lawful ones left alone.

    python benchmarks/natural_filings.py --gold DIR --library DIR [--as-of DAY] [--files 61,62] [--show]

``--gold`` holds the texts and ``clauses.jsonl``, written by authors who have not seen the program: per clause ``file``, ``id``,
``quote`` (stands once in the file), the article of the higher law that it corresponds to (``law`` without 中华人民共和国, ``no``,
``zhi``; null: none; ``also``: others that fit as well), ``relation`` (一致 细化 放宽 加重 减轻 抵触 无), and for departures the words
below and above (``lower_words``, ``upper_words``). A match is right when its first clause is of a named article, ``held`` when any
shown one is. A departure is told when an alarming difference of the comparison lies on its words, or anything of S1–S3 does
(``told_by_any``). A lawful clause, or one without counterpart, is alarmed when an alarming difference of 疑似抵触, 放宽, 加重 or 减轻 lies
on it; 增设 is counted apart. ``--files`` takes numbers that the names of the files begin with. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.drafts import place, rows
from benchmarks.folders import file_or_folder, in_words
from benchmarks.seeded import GRAVE, Told, alarms_of, findings_of, places, wilson
from lawcheck.document import parse
from lawcheck.laws import normalise_title, open_library
from lawcheck.matching.model import HigherClause, Match, MatchState
from lawcheck.readers import read
from lawcheck.reviewing import Review, Tools, load_tools, review_document

Row = dict[str, Any]
NONE = "无"
LAWFUL = frozenset(("一致", "细化"))
ADDED = "增设"


class Outcome(NamedTuple):
    """A clause of the gold, what the review matched it with, and what it says of it."""

    row: Row
    match: Match | None
    touching: tuple[Told, ...]

    @property
    def departs(self) -> bool:
        """Whether it leaves what the higher clause says."""
        return self.row["relation"] not in LAWFUL and self.row["relation"] != NONE

    @property
    def shown(self) -> tuple[HigherClause, ...]:
        """The higher clauses that a reviewer is given."""
        return self.match.clauses if self.match is not None and self.match.state is MatchState.MATCHED else ()

    @property
    def first(self) -> bool:
        """Whether the first of them is right."""
        return any(_is(self.row, clause) for clause in self.shown[:1])

    @property
    def held(self) -> bool:
        """Whether any of them is."""
        return any(_is(self.row, clause) for clause in self.shown)

    @property
    def compared(self) -> bool:
        """Whether the comparison warns of it."""
        return any(t.rule == "3.10" and t.severity != ADDED for t in self.touching)

    @property
    def added(self) -> bool:
        """Whether all that the comparison says is that something was added."""
        return not self.compared and any(t.rule == "3.10" for t in self.touching)

    @property
    def told(self) -> bool:
        """Whether the comparison or a finding of S1–S3 lies there."""
        return self.compared or any(t.severity in GRAVE for t in self.touching)


def _is(row: Row, clause: HigherClause) -> bool:
    number = clause.article.number
    named = [(row["law"], row["no"], row.get("zhi") or 0), *map(tuple, row.get("also") or ())]
    return number is not None and any(
        normalise_title(law or "") == clause.law.key and (number.value, number.sub) == (no, zhi or 0)
        for law, no, zhi in named
    )


def outcomes(path: Path, listed: Sequence[Row], tools: Tools, day: date) -> Iterator[Outcome]:
    """The clauses of one file."""
    raw = path.read_bytes().decode("utf-8")
    review = review_document(parse(read(path)), tools.library, as_of=day, tools=tools)
    at = places(raw, review.document.source.text)
    said = [
        t._replace(start=at[t.start], end=at[max(t.end, t.start + 1) - 1] + 1)
        for t in (*findings_of(review), *alarms_of(review))
    ]
    for row in listed:
        start, end = place(raw, row["quote"])
        words = row.get("lower_words")
        low = start + row["quote"].index(words) if words else start
        high = low + len(words) if words else end
        touching = tuple(t for t in said if t.start < high and low < t.end)
        yield Outcome(row, _match(review, at, start, end), touching)


def _match(review: Review, at: list[int], start: int, end: int) -> Match | None:
    """The match of the 款 that holds most of the words between two places of the file."""
    best, most = None, 0
    for match in review.matches:
        unit = review.document.by_eid.get(match.eid)
        if unit is not None:
            shared = min(at[unit.span.end - 1] + 1, end) - max(at[unit.span.start], start)
            best, most = (match, shared) if shared > most else (best, most)
    return best


def share(found: Sequence[bool]) -> list[float]:
    """How many, of how many, and the interval of 95 %."""
    return [sum(found), len(found), *wilson(sum(found), len(found))]


def figures(found: Sequence[Outcome]) -> dict[str, Any]:
    """All that is measured."""
    known, alone = [o for o in found if o.row["law"]], [o for o in found if o.row["relation"] == NONE]
    departing, lawful = [o for o in found if o.departs], [o for o in found if o.row["relation"] in LAWFUL]
    return {
        "matched": share([bool(o.shown) for o in known]),
        "right_first": share([o.first for o in known]),
        "right_of_matched": share([o.first for o in known if o.shown]),
        "held": share([o.held for o in known]),
        "matched_without_counterpart": share([bool(o.shown) for o in alone]),
        "departures_told": share([o.compared for o in departing]),
        "told_by_any": share([o.told for o in departing]),
        "by_relation": {
            relation: share([o.compared for o in departing if o.row["relation"] == relation])
            for relation in ("放宽", "加重", "减轻", "抵触")
        },
        "by_style": {style: share([o.compared for o in departing if o.row["style"] == style]) for style in (1, 2, 3)},
        "lawful_alarmed": share([o.compared for o in lawful]),
        "lawful_added": share([o.added for o in lawful]),
        "alone_alarmed": share([o.compared for o in alone]),
    }


def show(found: Sequence[Outcome]) -> None:
    """What went wrong."""
    for o in found:
        row = o.row
        if o.departs and not o.compared:
            first = o.shown[0] if o.shown else None
            state = "right" if o.first else "held" if o.held else "wrong" if o.shown else "unmatched"
            print(
                "MISS",
                row["id"],
                row["relation"],
                state,
                row["law"],
                row["no"],
                "|",
                row["quote"],
                "|",
                row["upper_words"],
            )
            if first is not None and not o.first:
                print("     instead", first.law.key, first.article.label, first.text[:60].replace("\n", " "))
        elif not o.departs and o.compared:
            told = [f"{t.severity} {t.message}" for t in o.touching if t.rule == "3.10"]
            print("FALSE", row["id"], row["relation"], row["law"], row["no"], "|", row["quote"], "|", *told)


@in_words()
def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=file_or_folder, default=Path(__file__).parent / "gold" / "natural-filings")
    parser.add_argument("--library", type=Path, help="default: LAWCHECK_HOME")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 23))
    parser.add_argument("--files", default="", help="numbers of the files, with commas; default all")
    parser.add_argument("--show", action="store_true", help="list misses and false alarms")
    options = parser.parse_args()
    wanted = [
        row
        for row in rows(options.gold / "clauses.jsonl")
        if not options.files or row["file"][:2] in options.files.split(",")
    ]
    tools = load_tools(open_library(options.library), options.as_of)
    found: list[Outcome] = []
    for file in sorted({row["file"] for row in wanted}):
        listed = [row for row in wanted if row["file"] == file]
        found += outcomes(options.gold / file, listed, tools, options.as_of)
    if options.show:
        show(found)
    print(
        json.dumps(
            {"benchmark": "natural filings", "files": len({o.row["file"] for o in found}), "clauses": len(found)}
            | figures(found),
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
