"""Sentences that break a rule, and look-alikes: which of them a review tells, one sentence a document.

    python benchmarks/sentences.py --gold FILE… [--library DIR] [--issued DAY] [--show]

A line of ``--gold``: ``rule``, ``rules`` (any of them counts), ``kind``, ``label`` (1 broken, 0 look-alike), ``style``, ``text``
(``benchmarks/gold/sentences``, where ``held-*`` and ``technical`` are not learnt from). A sentence stands as 第一条 of a small document of
its kind, made public on ``--issued``. A look-alike is wronged when its ``rule`` tells it at S1–S3. Shares with Wilson's interval; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.folders import file_or_folder, in_words
from benchmarks.seeded import GRAVE, wilson
from lawcheck.document import parse
from lawcheck.laws import DocumentKind, open_library
from lawcheck.reviewing import Tools, load_tools, review_document

Row = dict[str, Any]
FRAMES: Final[Mapping[str, tuple[str, str]]] = {
    "K3": ("青山省测试条例", "青山省人民代表大会常务委员会"),
    "K4": ("青山市测试条例", "青山市人民代表大会常务委员会"),
    "K5": ("青山自治县测试条例", "青山自治县人民代表大会"),
    "K7": ("测试管理规定", "交通运输部"),
    "K8": ("青山省测试办法", "青山省人民政府"),
    "K9": ("青山市测试办法", "青山市人民政府"),
}
OTHER_FRAME: Final = ("青山县测试管理办法", "青山县人民政府")


def told(row: Row, tools: Tools, issued: date) -> dict[str, set[str]]:
    """The rules told of the sentence of ``row``, each with the severities."""
    title, maker = FRAMES.get(row["kind"], OTHER_FRAME)
    day = f"{issued.year}年{issued.month}月{issued.day}日"
    document = parse(f"{title}\n（{day}{maker}公布）\n第一条　{row['text'].strip()}\n")
    kind = DocumentKind(row["kind"])
    found: dict[str, set[str]] = {}
    for finding in review_document(document, tools.library, as_of=issued, kind=kind, tools=tools).findings:
        for rule in (finding.rule, *(also.rule for also in finding.also)):
            found.setdefault(rule, set()).add(finding.severity.value)
    return found


def share(rows: Iterable[bool]) -> list[float]:
    """How many, of how many, and the interval of the share.

    >>> share([True, False])[:2]
    [1, 2]
    """
    listed = list(rows)
    return [sum(listed), len(listed), *wilson(sum(listed), len(listed))]


def by(rows: Sequence[Row], found: Sequence[bool], field: str, letters: int | None = None) -> dict[str, list[int]]:
    """Found and all, by a field of the rows or the first letters of it."""
    total, right = Counter[str](), Counter[str]()
    for row, one in zip(rows, found, strict=True):
        total[row[field][:letters]] += 1
        right[row[field][:letters]] += one
    return {name: [right[name], number] for name, number in sorted(total.items())}


@in_words()
def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=file_or_folder, nargs="+", required=True)
    parser.add_argument("--library", type=Path, help="default: LAWCHECK_HOME")
    parser.add_argument("--issued", type=date.fromisoformat, default=date(2026, 6, 1))
    parser.add_argument("--show", action="store_true", help="list what is missed and the look-alikes wronged")
    options = parser.parse_args()
    rows = [json.loads(line) for path in options.gold for line in path.read_text("utf-8").splitlines()]
    tools = load_tools(open_library(options.library), options.issued)
    said = [told(row, tools, options.issued) for row in rows]
    broken = [(row, one) for row, one in zip(rows, said, strict=True) if row["label"]]
    alike = [(row, one) for row, one in zip(rows, said, strict=True) if not row["label"]]
    found = [any(rule in one for rule in row["rules"]) for row, one in broken]
    grave = [any(one.get(rule, set()) & GRAVE for rule in row["rules"]) for row, one in broken]
    wronged = [bool(one.get(row["rule"], set()) & GRAVE) for row, one in alike]
    if options.show:
        for (row, _), one in zip(broken, found, strict=True):
            print(*(() if one else ("MISS", row["rule"], row["kind"], row["text"], "\n")), sep=" ", end="")
        for (row, _), one in zip(alike, wronged, strict=True):
            print(*(("WRONG", row["rule"], row["kind"], row["text"], "\n") if one else ()), sep=" ", end="")
    faults = [row for row, _ in broken]
    print(json.dumps({
        "benchmark": "sentences",
        "found": share(found),
        "found_at_s1_to_s3": share(grave),
        "look_alikes_wronged": share(wronged),
        "look_alikes_hinted": sum(row["rule"] in one for row, one in alike) - sum(wronged),
        "by_family": by(faults, found, "rule", 1),
        "by_style": by(faults, found, "style"),
        "by_rule": by(faults, found, "rule"),
    }, ensure_ascii=False))  # fmt: skip


if __name__ == "__main__":
    main()
