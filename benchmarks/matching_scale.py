"""How fast clauses are matched, and how that grows with the library.

    python benchmarks/matching_scale.py --data DIR [--home DIR] [--sizes 60000,250000,1000000] [--plot FILE.svg]

Speed: regulations of ``DIR/local`` (retrieval, votes and ranking, as ``lawcheck match`` does it), a single clause, one
regulation of some sixty articles. Growth: the articles of the library repeated with noise (a tenth of the characters of
each copy replaced) up to the sizes given: time to build, to open, size on disk, time for a clause. CPU seconds
throughout, of one process that has loaded the loops in machine code (`--numpy`: without). Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from machine import loop_seconds

from lawcheck.document import Document, parse
from lawcheck.laws import Library, open_library
from lawcheck.matching import ClauseIndex, find_higher_laws, match_document, open_index
from lawcheck.matching.building import IndexedArticle, build_index
from lawcheck.matching.compiled import WORTH_IT, expect, loops
from lawcheck.procedure import read_facts
from lawcheck.readers import read

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

AS_OF = date(2026, 11, 22)
NOISE = 0.1
SAMPLE = 40  # regulations
ASKED = 200  # clauses asked of each size


def documents(data: Path) -> list[Document]:
    """Every sixteenth local regulation."""
    files = [path for path in sorted((data / "local").rglob("*.md")) if not path.name.startswith("_")]
    return [parse(read(path)) for path in files[:: max(len(files) // SAMPLE, 1)]]


def matched(document: Document, library: Library, index: ClauseIndex) -> int:
    """Match one document; the number of its clauses."""
    facts = read_facts(document)
    higher = find_higher_laws(document, facts, (), library, index, AS_OF)
    return len(match_document(document, facts, higher, library, index, AS_OF, covered=()))


def speed(texts: Sequence[Document], library: Library, index: ClauseIndex) -> dict[str, float]:
    """Clauses a second in batch, seconds for a regulation of about sixty articles, milliseconds for one clause."""
    matched(texts[0], library, index)
    start = time.process_time()
    clauses = sum(matched(document, library, index) for document in texts)
    spent = time.process_time() - start
    sixty = min(texts, key=lambda d: abs(len(d.articles) - 60))
    index.forget()
    start = time.process_time()
    matched(sixty, library, index)
    one = time.process_time() - start
    alone = [parse(f"某市某条例\n第一条　{u.full_text}") for u in islice(sixty.clauses, 5, 45)]
    index.forget()
    start = time.process_time()
    for document in alone:
        matched(document, library, index)
    single = (time.process_time() - start) / len(alone)
    return {
        "clauses per CPU second": round(clauses / spent, 1),
        "clauses": clauses,
        "articles of the one regulation": len(sixty.articles),
        "seconds for it": round(one, 3),
        "ms for a clause alone": round(single * 1000, 2),
        "loop_s": round(loop_seconds(), 3),
    }


def loading() -> float:
    """Seconds that a process takes once to load the loops, which it does when it has matched much."""
    start = time.process_time()
    expect(WORTH_IT)
    if loops() is None:
        raise SystemExit("needs lawcheck[fast] (numba)")
    return round(time.process_time() - start, 2)


def copies(library: Library, size: int) -> Iterator[IndexedArticle]:
    """The articles of the library, again and again with noise, up to ``size``."""
    versions = {v.version_id: law.key for law in library.laws() for v in library.versions(law.law_id)}
    random, made = np.random.default_rng(0), 0
    while made < size:
        for article in islice(library.articles_for(versions), size - made):
            text = article.text if made < len(versions) else noisy(article.text, random)
            yield IndexedArticle(
                made, article.version_id + 100_000 * (made // 70_000), versions[article.version_id], text
            )
            made += 1


def noisy(text: str, random: np.random.Generator) -> str:
    """A tenth of the characters replaced by others of the same text."""
    units = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").copy()
    hit = random.random(len(units)) < NOISE
    units[hit] = units[random.integers(0, len(units), int(hit.sum()))] if len(units) else units[hit]
    return units.tobytes().decode("utf-32-le")


def growth(library: Library, texts: Sequence[Document], size: int) -> dict[str, float]:
    """Building, opening and asking an index of ``size`` articles."""
    articles = list(copies(library, size))
    queries = [u.full_text for d in texts for u in d.clauses if len(u.full_text) > 20][:ASKED]
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "index"
        start = time.process_time()
        build_index(articles, directory, {})
        built = time.process_time() - start
        start = time.process_time()
        index = ClauseIndex.load(directory, AS_OF)
        everything = index.scope(set(index.version_ids.tolist()))
        opened = time.process_time() - start
        start = time.process_time()
        for text in queries:
            index.top_each(index.query(text), (everything,), 50)
        asked = (time.process_time() - start) / len(queries)
        disk = sum(path.stat().st_size for path in directory.iterdir()) / 1e6
    figures = {"articles": size, "build s": built, "open s": opened, "MB": disk, "ms a clause": asked * 1000}
    return {name: round(value, 3) for name, value in figures.items()}


def plot(rows: Sequence[dict[str, float]], path: Path) -> None:
    """Two lines over the number of articles, as SVG written by hand: no plotting library for one picture."""
    top = max(row["articles"] for row in rows)
    parts = []
    for name, colour, offset in (("build s", "#1a5fb4", 0), ("ms a clause", "#c01c28", 22)):
        most = max(row[name] for row in rows)
        points = [(70 + 500 * row["articles"] / top, 280 - 230 * row[name] / most) for row in rows]
        line = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{line}"/>')
        parts += [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>' for x, y in points]
        label = "建立索引（秒）" if name == "build s" else "一款的检索（毫秒）"
        parts.append(f'<text x="80" y="{40 + offset}" fill="{colour}">{label}，最高 {most:g}</text>')
    for row in rows:
        x = 70 + 500 * row["articles"] / top
        parts.append(f'<text x="{x:.0f}" y="302" text-anchor="middle">{row["articles"] / 10_000:g}万</text>')
    axes = (
        '<path d="M70 40V280H580" fill="none" stroke="#555"/><text x="320" y="325" text-anchor="middle">条文数</text>'
    )
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 340" font-size="13" font-family="sans-serif">'
    path.write_text(
        f'{head}<rect width="620" height="340" fill="#fff"/>{axes}{"".join(parts)}</svg>\n', encoding="utf-8"
    )


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--home", type=Path, help="library folder (default: the user's)")
    parser.add_argument("--sizes", default="60000,250000,1000000", help="articles, 0 for none")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--numpy", action="store_true", help="without machine code")
    arguments = parser.parse_args()
    library = open_library(arguments.home)
    texts = documents(arguments.data)
    figures: dict[str, Any] = {}
    if arguments.numpy:
        sys.modules["lawcheck.matching.loops"] = None  # type: ignore[assignment]  # as if numba were missing
    else:
        figures["loading s"] = loading()
    figures |= speed(texts, library, open_index(library, AS_OF))
    print(figures, flush=True)
    rows = [growth(library, texts, int(size)) for size in arguments.sizes.split(",") if int(size)]
    for row in rows:
        print(row)
    if arguments.plot and rows:
        plot(rows, arguments.plot)
    print(json.dumps({**figures, "growth": rows}, ensure_ascii=False))


if __name__ == "__main__":
    main()
