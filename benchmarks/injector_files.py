"""What injectors of planted errors have in common: their tables, the files of a run, and their command line."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import yaml

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

__all__ = [
    "INFO_END", "STATE", "Clause", "Row", "read_tables", "run_injector", "title_of", "without", "write_planted", "writer",
]  # fmt: skip

INFO_END: Final = "<!-- INFO END -->"
"""Ends the head of a text of the data, which tells of it."""
STATE: Final = "中华人民共和国"
NAMED: Final = re.compile(r"(.*?)(?:\((\d{4}-\d\d-\d\d)\))?$")
"""The name of a file: a title and perhaps a day."""
Row = dict[str, Any]
"""A planted place, as ``truth.jsonl`` and ``harmless.jsonl`` hold it (``kind`` is ``harmless`` for a lawful sentence)."""


class Clause(NamedTuple):
    """A clause of a law: title, label of its article, words."""

    title: str
    article: str
    words: str


def read_tables(name: str) -> Mapping[str, Any]:
    """The sentences and words that the author of an injector wrote (``benchmarks/NAME.yaml``)."""
    tables: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name(f"{name}.yaml").read_text("utf-8"))
    return tables


def title_of(path: Path) -> tuple[str, str]:
    """Title and day of a file's name; no day is empty.

    >>> title_of(Path("某条例(2020-01-31).md")), title_of(Path("某条例.md"))
    (('某条例', '2020-01-31'), ('某条例', ''))
    """
    named = NAMED.match(path.stem)
    return (named[1], named[2] or "") if named else (path.stem, "")


def without(words: str, *patterns: str) -> str:
    """Words from which the patterns are taken off, one after the other.

    >>> without("实施某物管理条例", "条例$", "^实施")
    '某物管理'
    """
    for pattern in patterns:
        words = re.sub(pattern, "", words)
    return words


class Write(Protocol):
    """Plants in so many regulations of a folder: the rows of errors, those of lawful sentences."""

    def __call__(self, data: Path, out: Path, texts: int = 60, seed: int = 1) -> tuple[list[Row], list[Row]]: ...


def writer(planted: Callable[[Path, int, int], Iterable[tuple[str, str, Iterable[Row]]]]) -> Write:
    """What writes the texts that ``planted`` makes of a folder (texts, seed): name, words and rows of each."""

    def write(data: Path, out: Path, texts: int = 60, seed: int = 1) -> tuple[list[Row], list[Row]]:
        return write_planted(planted(data, texts, seed), out)

    return write


def write_planted(texts: Iterable[tuple[str, str, Iterable[Row]]], out: Path) -> tuple[list[Row], list[Row]]:
    """Write texts (name, words, rows) and the two lists; the rows of errors, those of lawful sentences."""
    out.mkdir(parents=True, exist_ok=True)
    truth: list[Row] = []
    harmless: list[Row] = []
    for name, words, rows in texts:
        (out / name).write_text(words, "utf-8")
        for row in rows:
            (harmless if row["kind"] == "harmless" else truth).append(row)
    for name, found in (("truth", truth), ("harmless", harmless)):
        lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in found)
        (out / f"{name}.jsonl").write_text(lines, "utf-8")
    return truth, harmless


@in_words()
def run_injector(about: str | None, write: Write) -> None:
    """The command line of an injector."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=folder_with_files, required=True, help="folder with local/ and laws/ (the sixth: gold/ too)"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    truth, harmless = write(options.data, options.out, options.texts, options.seed)
    found = {"errors": len(truth), "kinds": len({row["kind"] for row in truth}), "harmless": len(harmless)}
    print(json.dumps(found, ensure_ascii=False))
