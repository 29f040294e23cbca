"""Search of the registry over made-up copies of real texts: ``python -m benchmarks.filing_search --data DIR [--database URL]``.

Loads ``--count`` documents (texts of DIR, each in several copies with other places in their names) into an empty database,
then asks 300 questions drawn from the texts themselves (2 to 6 characters), common words and filters. The last line is
JSON: seconds to load a document, and the median and 95th percentile of a search with its first page, in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.machine import loop_seconds
from consult_web.filings import Entry, Search, add_document, search_documents
from consult_web.storage import Database, Keyring, new_data_key, open_database, upgrade
from lawcheck.document import Document, parse
from lawcheck.procedure import Facts, read_facts
from lawcheck.readers import read

COMMON = ("应当", "行政处罚", "罚款", "县级以上人民政府", "法律责任", "不得", "许可", "经营者", "公民 法人", "停车")
PLACES = ("云溪", "青石", "石桥", "白鹭", "枫林", "长汀口", "安沙", "丰谷")


def main() -> None:
    """Load, ask, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--database", help="an empty database; a SQLite file of its own where none is given")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--questions", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(options.database or f"sqlite:///{folder}/registry.db", Keyring([new_data_key()]))
        upgrade(database)
        load, clauses = _load(database, options.data, options.count)
        times = _ask(database, options.questions)
        database.close()
    times.sort()
    shown = {
        "documents": options.count,
        "clauses": clauses,
        "load_seconds_each": round(load / options.count, 3),
        "p50_ms": round(statistics.median(times) * 1000, 1),
        "p95_ms": round(times[int(len(times) * 0.95)] * 1000, 1),
        "worst_ms": round(times[-1] * 1000, 1),
        "loop": round(loop_seconds(), 3),
    }
    print(json.dumps(shown))


def _load(database: Database, folder: Path, count: int) -> tuple[float, int]:
    """Seconds and clauses; a text is parsed once, its copies bear the names of other places."""
    began, clauses = time.perf_counter(), 0
    paths = sorted(path for path in folder.rglob("*.md") if not path.name.startswith("_"))
    made: dict[Path, tuple[Document, Facts]] = {}
    for start in range(0, count, 50):
        with database.saving() as session:
            for number in range(start, min(start + 50, count)):
                document, facts = _copy(made, paths[number % len(paths)], number // len(paths))
                row = add_document(session, document, facts, Entry(f"{number:064x}", "某.md"), "program")
                row.registered = True
                clauses += len(row.clauses)
    return time.perf_counter() - began, clauses


def _copy(made: dict[Path, tuple[Document, Facts]], path: Path, turn: int) -> tuple[Document, Facts]:
    if path not in made:
        document = parse(read(path))
        made[path] = (document, read_facts(document))
    document, facts = made[path]
    place = PLACES[turn % len(PLACES)] if turn else ""
    return document, replace(facts, title=place + facts.title, maker=place + facts.maker)


def _ask(database: Database, count: int) -> list[float]:
    chance, times = random.Random(9), []
    with database.reading() as session:
        pool = [hit.document for hit in search_documents(session, Search(size=40)).hits]
        words = [clause.text for document in pool for clause in document.clauses if len(clause.text) > 12]
    for number in range(count):
        search = _question(chance, words, number)
        with database.reading() as session:
            began = time.perf_counter()
            search_documents(session, search)
            times.append(time.perf_counter() - began)
    return times


def _question(chance: random.Random, words: list[str], number: int) -> Search:
    if number % 5 == 0:
        return Search(COMMON[(number // 5) % len(COMMON)], kinds=("K3", "K4") if number % 10 else ())
    text = chance.choice(words)
    start, length = chance.randrange(len(text) - 6), chance.randrange(2, 7)
    return Search(text[start : start + length])


if __name__ == "__main__":
    main()
