"""Precision and recall of the reference finder on 200 sentences whose references a person has listed completely.

``python benchmarks/citation_precision.py --gold benchmarks/gold/citations-200.jsonl --data DIR [--show N]`` compares
every reference to an article of another document, as (law, article, 之N, 款, 项, end of a range), occurrence by
occurrence; references of the text to itself count apart, as they are listed only to be told from the others. It prints
each disagreement and ends with one line of JSON with Wilson intervals of 95 %.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

from lawcheck.document import NumberRange
from lawcheck.laws import normalise_title
from lawcheck.references import Reference, ReferenceKind, find_references

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

Row = dict[str, Any]
_Z = 1.96  # 95 %


class Place(NamedTuple):
    """An article of a law, as cited; ``end`` is the last number of a range, else empty."""

    law: str
    no: int
    zhi: int
    para: int
    point: int
    end: str


@in_words()
def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--gold", type=file_or_folder, required=True, help="citations-200.jsonl")
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder that the rows refer to")
    parser.add_argument("--show", type=int, default=200, help="disagreements to print")
    arguments = parser.parse_args()
    counts, wrong = Counter[str](), 0
    for row in _rows(arguments.gold):
        clause = _rows(arguments.data / row["file"])[row["row"]]["clause"]
        found, wanted = Counter(_found(clause)), Counter(_wanted(row["refs"]))
        extra, missed = found - wanted, wanted - found
        counts += Counter(rows=1, found=found.total(), wanted=wanted.total(), right=(found & wanted).total())
        if (extra or missed) and wrong < arguments.show:
            wrong += 1
            print(row["id"], "doubt:", row.get("doubt"), "| extra:", [*map(tuple, extra.elements())],
                  "| missed:", [*map(tuple, missed.elements())], "|", clause[:300])  # fmt: skip
    print(json.dumps(_figures(counts), ensure_ascii=False))


@cache
def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _wanted(references: Iterable[Row]) -> Iterator[Place]:
    for row in references:
        if not row["internal"] and row["no"] is not None:
            end = row["to"] or {}
            shown = "-".join(str(end[key]) for key in ("no", "zhi", "para", "point") if end.get(key))
            key = normalise_title(row["law"] or "")
            yield Place(key, row["no"], row["zhi"] or 0, row["para"] or 0, row["point"] or 0, shown)


def _found(clause: str) -> Iterator[Place]:
    for reference in find_references(clause):
        if reference.kind is ReferenceKind.EXTERNAL and reference.address.article is not None:
            yield _place(reference)


def _place(reference: Reference) -> Place:
    address = reference.address
    article = address.article
    assert article is not None
    ends = [_end(place) for place in (article, address.paragraph, address.point) if place is not None]
    first = article.first
    key = normalise_title(address.law or "")
    return Place(key, first.value, first.sub, _first(address.paragraph), _first(address.point), "".join(ends))


def _first(place: NumberRange | None) -> int:
    return place.first.value if place is not None else 0


def _end(place: NumberRange) -> str:
    return "-".join(str(part) for part in place.last if part) if place.is_range else ""


def _figures(counts: Counter[str]) -> Row:
    shares = {"precision": counts["found"], "recall": counts["wanted"]}
    return dict(counts) | {
        name: {"share": round(counts["right"] / total, 4), "interval": _wilson(counts["right"], total)}
        for name, total in shares.items()
    }


def _wilson(right: int, total: int) -> list[float]:
    """The Wilson score interval of a share."""
    share, square = right / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _Z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return [round(middle - half, 4), round(middle + half, 4)]


if __name__ == "__main__":
    main()
