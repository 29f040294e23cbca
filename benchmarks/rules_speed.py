"""How long all rules take: one text of 6,000 characters, and texts of growing length, with a plot.

    python benchmarks/rules_speed.py --data FILE_OR_DIR [--library DIR] [--plot SVG] [--longest N]

The text is made of whole regulations below ``--data``, one after the other. Seconds are processor time of
:func:`lawcheck.checks.run_rules` with the hints of :func:`lawcheck.checks.with_likenesses`, the least of three; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import process_time

from lawcheck.checks import CheckContext, load_rules, run_rules, with_likenesses
from lawcheck.citations import resolve_citations
from lawcheck.document import SourceText, parse
from lawcheck.laws import Library, open_library
from lawcheck.procedure import read_facts
from lawcheck.readers import read
from lawcheck.terms import load_lexicon

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

SIZES = (6_000, 30_000, 100_000, 300_000, 1_000_000)
LIMIT = 0.150  # seconds for 6,000 characters
DAY = date(2026, 8, 28)


@in_words()
def main() -> None:
    """Measure, draw, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--longest", type=int, default=SIZES[-1])
    options = parser.parse_args()
    library, text = open_library(options.library), _text(options.data)
    seconds = {size: _seconds(text[:size], library) for size in SIZES if size <= min(len(text), options.longest)}
    for size, spent in seconds.items():
        print(f"{size:9} characters {spent:8.3f} s {spent / size * 1e6:8.2f} µs/character", flush=True)
    if options.plot:
        _draw(seconds, options.plot)
    slopes = [math.log(seconds[b] / seconds[a]) / math.log(b / a) for a, b in pairwise(seconds)]
    print(
        json.dumps(
            {
                "milliseconds_at_6000": round(seconds[SIZES[0]] * 1000, 1),
                "target_milliseconds": LIMIT * 1000,
                "seconds": {str(size): round(spent, 3) for size, spent in seconds.items()},
                "slopes": [round(slope, 2) for slope in slopes],
            }
        )
    )


def _text(place: Path) -> str:
    files = sorted(p for p in place.rglob("*.md") if not p.name.startswith("_")) if place.is_dir() else [place]
    texts, length = [], 0
    for path in files:
        texts.append(read(path).text)
        length += len(texts[-1])
        if length >= SIZES[-1]:
            break
    return "\n".join(texts)


def _seconds(text: str, library: Library) -> float:
    """The least of three runs after one to warm up; the context is made anew, since it keeps what it worked out."""
    times = []
    document = parse(SourceText.from_text(text))
    facts, terms = read_facts(document), load_lexicon().find(text)
    citations = resolve_citations(document, library, DAY)
    references = tuple(citation.reference for citation in citations)
    for _ in range(4 if len(text) < SIZES[2] else 2):
        context = CheckContext(document, facts, references, citations, terms, (), (), library, DAY)
        start = process_time()
        with_likenesses(run_rules(load_rules(), context), load_rules(), context)
        times.append(process_time() - start)
    return min(times[1:])


def _draw(seconds: dict[int, float], path: Path) -> None:
    """An SVG with both axes logarithmic: what was measured, and what linear growth from the first point would be."""
    first, last = min(seconds), max(seconds)
    top = max(*seconds.values(), seconds[first] * last / first)

    def place(size: int, spent: float) -> str:
        across = math.log(size / first) / math.log(last / first)
        up = math.log(spent / seconds[first]) / math.log(top / seconds[first])
        return f"{60 + 500 * across:.1f},{320 - 280 * up:.1f}"

    measured = " ".join(place(*point) for point in seconds.items())
    linear = f"{place(first, seconds[first])} {place(last, seconds[first] * last / first)}"
    labels = "".join(
        f'<text x="{place(size, spent).split(",")[0]}" y="350" text-anchor="middle">{size:,}</text>'
        f'<text x="{place(size, spent).split(",")[0]}" y="{float(place(size, spent).split(",")[1]) - 8:.1f}" '
        f'text-anchor="end">{spent:.2f} s</text>'
        for size, spent in seconds.items()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 390" font-family="sans-serif" font-size="11">'
        '<rect width="640" height="390" fill="#fff"/>'
        f'<polyline points="{linear}" fill="none" stroke="#999" stroke-dasharray="6 4"/>'
        f'<polyline points="{measured}" fill="none" stroke="#1f4e8c" stroke-width="2"/>{labels}'
        '<text x="310" y="375" text-anchor="middle">characters; dashed: linear; all rules, processor seconds</text>'
        "</svg>\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
