"""Search of the registry over made-up copies of real texts: ``python -m benchmarks.filing_search --data DIR [--database URL]``.

Loads ``--count`` documents (texts of DIR, each in several copies with other places in their names) into an empty database
(what is there already stays and is not loaded again), then asks 300 questions drawn from the texts themselves (2 to 6
characters), common words and filters, after ten that warm it up. The last line is JSON: seconds to load a document, and the
median and 95th percentile of a search with its first page by the clock, in milliseconds; ``cpu`` is the share of this process.
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

from sqlalchemy import func, select, text

from benchmarks.folders import folder_with_files, in_words
from benchmarks.machine import loop_seconds
from consult_web.filings import Entry, FiledClause, FiledDocument, Search, add_document, search_documents
from consult_web.storage import Database, Keyring, new_data_key, open_database, upgrade
from lawcheck.document import Document, parse
from lawcheck.procedure import Facts, read_facts
from lawcheck.readers import read

COMMON = ("应当", "行政处罚", "罚款", "县级以上人民政府", "法律责任", "不得", "许可", "经营者", "公民 法人", "停车")
PLACES = ("云溪", "青石", "石桥", "白鹭", "枫林", "长汀口", "安沙", "丰谷")


@in_words()
def main() -> None:
    """Load, ask, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=folder_with_files, required=True)
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
    walls, cpus = (sorted(part) for part in zip(*times, strict=True))
    shown = {
        "documents": options.count,
        "clauses": clauses,
        "load_seconds_each": round(load / options.count, 3),
        "p50_ms": round(statistics.median(walls) * 1000, 1),
        "p95_ms": round(walls[int(len(walls) * 0.95)] * 1000, 1),
        "worst_ms": round(walls[-1] * 1000, 1),
        "cpu_p50_ms": round(statistics.median(cpus) * 1000, 1),
        "cpu_p95_ms": round(cpus[int(len(cpus) * 0.95)] * 1000, 1),
        "loop": round(loop_seconds(), 3),
    }
    print(json.dumps(shown))


def _load(database: Database, folder: Path, count: int) -> tuple[float, int]:
    """Seconds and clauses; a text is parsed once, its copies bear the names of other places."""
    began = time.perf_counter()
    paths = sorted(path for path in folder.rglob("*.md") if not path.name.startswith("_"))
    made: dict[Path, tuple[Document, Facts]] = {}
    with database.reading() as session:
        held = session.scalar(select(func.count()).select_from(FiledDocument)) or 0
    for start in range(held, count, 50):
        with database.saving() as session:
            for number in range(start, min(start + 50, count)):
                document, facts = _copy(made, paths[number % len(paths)], number // len(paths))
                row = add_document(session, document, facts, Entry(f"{number:064x}", "某.md"), "program")
                row.registered = True
    with database.saving() as session:
        clauses = session.scalar(select(func.count()).select_from(FiledClause)) or 0
        if not database.is_sqlite:  # what autovacuum does in a minute or two
            session.execute(text("ANALYZE"))
    return time.perf_counter() - began, clauses


def _copy(made: dict[Path, tuple[Document, Facts]], path: Path, turn: int) -> tuple[Document, Facts]:
    if path not in made:
        document = parse(read(path))
        made[path] = (document, read_facts(document))
    document, facts = made[path]
    place = PLACES[turn % len(PLACES)] if turn else ""
    return document, replace(facts, title=place + facts.title, maker=place + facts.maker)


def _ask(database: Database, count: int) -> list[tuple[float, float]]:
    chance = random.Random(9)
    times: list[tuple[float, float]] = []
    with database.reading() as session:
        pool = [hit.document for hit in search_documents(session, Search(size=40)).hits]
        words = [clause.text for document in pool for clause in document.clauses if len(clause.text) > 12]
    for number in range(-10, count):
        search = _question(chance, words, number)
        with database.reading() as session:
            began, used = time.perf_counter(), time.process_time()
            search_documents(session, search)
            if number >= 0:
                times.append((time.perf_counter() - began, time.process_time() - used))
    return times


def _question(chance: random.Random, words: list[str], number: int) -> Search:
    if number % 5 == 0:
        return Search(COMMON[(number // 5) % len(COMMON)], kinds=("K3", "K4") if number % 10 else ())
    chosen = chance.choice(words)
    start, length = chance.randrange(len(chosen) - 6), chance.randrange(2, 7)
    return Search(chosen[start : start + length])


if __name__ == "__main__":
    main()
