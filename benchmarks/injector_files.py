"""What every injector of planted errors does with what it planted: the files of a run, and its command line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Row = dict[str, Any]
"""A planted place, as ``truth.jsonl`` and ``harmless.jsonl`` hold it (``kind`` is ``harmless`` for a lawful sentence)."""


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


def run_injector(about: str | None, write: Callable[[Path, Path, int, int], tuple[list[Row], list[Row]]]) -> None:
    """The command line of an injector."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with local/ and laws/ (the sixth: gold/ too)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    truth, harmless = write(options.data, options.out, options.texts, options.seed)
    found = {"errors": len(truth), "kinds": len({row["kind"] for row in truth}), "harmless": len(harmless)}
    print(json.dumps(found, ensure_ascii=False))
