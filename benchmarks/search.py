"""How fast the search for people is built and answers: ``python -m benchmarks.search --data DIR`` or ``--library FOLDER``.

FOLDER is a library home (LAWCHECK_HOME); its search index is built anew there, so give a copy. Queries of ten words
are taken from the texts, seeded: half of them words of one article (which has them all), half words from anywhere. Times
are of the processor (``cpu``), which a busy machine does not lengthen, and for searches also of the clock.
The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import rjieba

from benchmarks.folders import folder_with_files, in_words
from benchmarks.machine import loop_seconds
from lawcheck.laws import Library, add_laws, open_library, prepare_search, search

WORDS = 10
T = TypeVar("T")
DAY = date(2026, 11, 22)


def measure(home: Path | None, queries: int) -> dict[str, float | int]:
    """Seconds, milliseconds, megabytes and articles."""
    open_library(home)  # built anew here if it has to be
    (opened, _), library = timed(lambda: opened_library(home))
    (built, clock), directory = timed(lambda: prepare_search(library, rebuild=True))
    texts = [
        a.text for law in library.laws() for v in library.versions(law.law_id) for a in library.articles(v.version_id)
    ]
    (first, _), _ = timed(lambda: search(library, "预防火灾", as_of=DAY))
    asked = sample(texts, queries)
    taken = [timed(partial(search, library, query, as_of=DAY))[0] for query in asked]
    again = [timed(partial(search, library, query, as_of=DAY, page=2))[0] for query in asked[:50]]
    return {
        "articles": len(texts),
        "open_s": round(opened, 3),
        "index_s": round(built, 1),
        "index_clock_s": round(clock, 1),
        "index_s_per_60000": round(built * 60000 / len(texts), 1),
        "index_mb": sum(path.stat().st_size for path in directory.iterdir()) >> 20,
        "first_search_ms": round(first * 1000),
        **spread("ten_words_cpu", [cpu for cpu, _ in taken]),
        **spread("ten_words", [wall for _, wall in taken]),
        **spread("next_page_cpu", [cpu for cpu, _ in again]),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }


def opened_library(home: Path | None) -> Library:
    """Open and ask for one title."""
    library = open_library(home)
    library.find_title("消防法")
    return library


def timed(action: Callable[[], T]) -> tuple[tuple[float, float], T]:
    """Seconds of the processor and of the clock, and what the action gave."""
    cpu, clock = time.process_time(), time.perf_counter()
    value = action()
    return (time.process_time() - cpu, time.perf_counter() - clock), value


def spread(name: str, seconds: list[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum in milliseconds."""
    cuts = statistics.quantiles(seconds, n=20)
    values = {"p50": cuts[9], "p95": cuts[18], "max": max(seconds)}
    return {f"{name}_{key}_ms": round(value * 1000, 1) for key, value in values.items()}


def sample(texts: list[str], count: int) -> list[str]:
    """Queries of ten words of two characters or more."""
    chance = random.Random(20261122)
    bags = [
        sorted({w for w in rjieba.cut(chance.choice(texts)) if len(w) > 1 and w.isalnum()}) for _ in range(count * 8)
    ]
    every = [word for bag in bags for word in bag]
    together = [" ".join(chance.sample(bag, WORDS)) for bag in bags if len(bag) >= WORDS][: count // 2]
    return [query for one in together for query in (one, " ".join(chance.sample(every, WORDS)))]


@in_words()
def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=folder_with_files, help="folder of laws, taken into a library of their own")
    options.add_argument("--library", type=Path, help="library home; its index is built anew")
    options.add_argument("--queries", type=int, default=200)
    given = options.parse_args()
    with TemporaryDirectory() as folder:
        if given.data:
            add_laws(Path(folder), [given.data])
        figures = measure(Path(folder) if given.data else given.library, given.queries)
    for name, value in figures.items():
        print(f"{name:24} {value}")
    print(json.dumps(figures | {"loop_s": round(loop_seconds(), 3)}))


if __name__ == "__main__":
    main()
