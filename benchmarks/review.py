"""Time and memory of a review: cold command line, warm library call, against a library with everything in it.

    python benchmarks/review.py --data ../shared/data [--file FILE] [--library DIR] [--as-of DATE]

Adds the laws below ``--data`` to the library first (idempotent). The cold run is a fresh process of `lawcheck review`,
its peak memory as the operating system counts it. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)
from benchmarks.machine import REFERENCE, loop_seconds  # noqa: E402  (a script: only its own folder is on the path)

SAMPLE = Path(__file__).parent.parent / "corpus" / "samples" / "sample-filing.docx"


def cold_run(file: Path, library: Path, day: str) -> tuple[float, float, float]:
    """Seconds of the clock and of the processor, and peak megabytes, of one `lawcheck review` in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "lawcheck", "review", str(file), "--out", folder, "--as-of", day]
        start = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--library", str(library)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            raise SystemExit(f"lawcheck review failed: {status}")
        return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def warm_runs(file: Path, library: Path, day: date, runs: int) -> tuple[float, int, int]:
    """Median seconds of a review once loaded, articles of the document, articles of the library."""
    from lawcheck.document import parse
    from lawcheck.laws import open_library
    from lawcheck.readers import read
    from lawcheck.reviewing import load_tools, review_document

    held = open_library(library)
    tools = load_tools(held, day)
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        document = parse(read(file))
        review_document(document, held, as_of=day, tools=tools)
        times.append(time.perf_counter() - start)
    size = sum(version.article_count for _, version in held.in_force(day))
    return statistics.median(times[1:]), len(document.articles), size


@in_words()
def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=folder_with_files, help="folder with laws/ (added to the library)")
    parser.add_argument("--file", type=Path, default=SAMPLE)
    parser.add_argument("--library", type=Path, default=Path(tempfile.gettempdir()) / "lawcheck-benchmark")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 22))
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if options.data:
        from lawcheck.laws import add_laws

        add_laws(options.library, [options.data / "laws"], lambda *_: None)
    day = options.as_of.isoformat()
    cold_run(options.file, options.library, day)  # builds the index once; not counted
    loops, cold = [loop_seconds()], []
    for _ in range(options.runs):
        cold.append(cold_run(options.file, options.library, day))
        loops.append(loop_seconds())
    quiet = [run[1] * REFERENCE / statistics.mean(loops[n : n + 2]) for n, run in enumerate(cold)]
    warm, articles, held = warm_runs(options.file, options.library, options.as_of, options.runs)
    figures = {
        "benchmark": "review",
        "articles": articles,
        "library_articles": held,
        "cold_s": round(statistics.median(run[0] for run in cold), 3),
        "cold_cpu_s": round(statistics.median(run[1] for run in cold), 3),
        "loop_s": round(statistics.median(loops), 3),
        "cold_cpu_s_at_reference": round(statistics.median(quiet), 3),
        "warm_s": round(warm, 3),
        "peak_mb": round(max(run[2] for run in cold)),
        "own_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
