"""Parse every readable file of a folder, export it as Akoma Ntoso, and hold it against the strict schema.

``python benchmarks/akn.py --data DIR`` lists the invalid files and those that lost or gained text, and ends with one
line of JSON. Exit status 1 when any file is invalid or lost text.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import NamedTuple

from lxml import etree

from lawcheck.document import Document, SourceText, parse
from lawcheck.errors import UnreadableFile
from lawcheck.readers import read
from lawcheck.writers import akn_errors, write

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from benchmarks.folders import folder_with_files, in_words, some  # noqa: E402  (a script: only its own folder is on the path)
from benchmarks.machine import REFERENCE, loop_seconds  # noqa: E402  (a script: only its own folder is on the path)

_SUFFIXES = {".md", ".txt", ".docx", ".html"}
# Blanks of any kind, zero-width ones included, are layout and not part of the export.
_BLANKS = dict.fromkeys(map(ord, "\u200b\ufeff"), " ")


class Outcome(NamedTuple):
    """One file: its source text, seconds to write, what the schema says, characters lost and gained."""

    name: str
    source: SourceText
    writing: float
    errors: tuple[str, ...]
    lost: str
    gained: str


def measure(path: Path) -> Outcome:
    """Read, parse, export and check one file."""
    source = read(path)
    document = parse(source)
    start = process_time()
    xml = write(document, "akn")
    writing = process_time() - start
    lost, gained = compare(document, xml)
    return Outcome(path.name, source, writing, akn_errors(xml), lost, gained)


def parse_speeds(sources: Sequence[SourceText], rounds: int = 5) -> tuple[list[int], list[float]]:
    """Characters parsed a second of processor time, all sources in one process, and the fixed loop, round by round."""
    speeds, loops = [], []
    for _ in range(rounds):
        loops.append(round(loop_seconds(), 3))
        start = process_time()
        for source in sources:
            parse(source)
        speeds.append(round(sum(len(source.text) for source in sources) / max(process_time() - start, 1e-9)))
    return speeds, loops


def compare(document: Document, xml: bytes) -> tuple[str, str]:
    """Characters of the source missing in the export, and the other way round."""
    root = etree.fromstring(xml)
    for meta in root.iter("{*}meta"):
        meta.clear()
    shown, had = _characters("".join(root.itertext())), _characters(document.source.text)
    return "".join((had - shown).elements()), "".join((shown - had).elements())


def _characters(text: str) -> Counter[str]:
    return Counter("".join(text.translate(_BLANKS).split()))


def outcomes(folder: Path) -> Iterator[Outcome]:
    """All readable files below ``folder``, in a fixed order."""
    for path in some(sorted(p for p in folder.rglob("*") if p.suffix.lower() in _SUFFIXES), folder):
        try:
            yield measure(path)
        except UnreadableFile as error:
            print(f"unreadable: {error}")


@in_words()
def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder of laws or filings")
    found = list(outcomes(parser.parse_args().data))
    for one in found:
        if one.errors:
            print(f"invalid: {one.name}: {one.errors[0]}")
        if one.lost or one.gained:
            print(f"text differs: {one.name}: lost {one.lost[:40]!r}, gained {one.gained[:40]!r}")
    characters = sum(len(one.source.text) for one in found)
    speeds, loops = parse_speeds([one.source for one in found])
    summary = {
        "files": len(found),
        "invalid": sum(bool(one.errors) for one in found),
        "text_differs": sum(bool(one.lost or one.gained) for one in found),
        "characters": characters,
        "parse_characters_per_second": speeds,
        "loop_s": loops,
        "parse_characters_per_second_at_reference": [
            round(speed * loop / REFERENCE) for speed, loop in zip(speeds, loops, strict=True)
        ],
        "write_characters_per_second": round(characters / max(sum(one.writing for one in found), 1e-9)),
    }
    print(json.dumps(summary))
    return 1 if summary["invalid"] or summary["text_differs"] else 0


if __name__ == "__main__":
    sys.exit(main())
