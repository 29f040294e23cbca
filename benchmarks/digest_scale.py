"""The whole analysis at size: ``python -m benchmarks.digest_scale --data DIR``.

DIR holds Markdown of laws: one of about 60 articles is taken as the draft, and the comments quote, cite and talk about its
clauses (seeded; campaigns of 300 copies for a third of them). Each size runs in a process of its own, so that the peak of
memory is its own. ``--sizes`` 50,000 and more; ``--folder`` keeps chunks, so that a run can be stopped and continued;
``--scheduler`` gives the work to Dask. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.folders import folder_with_files, in_words
from benchmarks.machine import loop_seconds
from benchmarks.making.campaigns import comments_of, phrases_of
from lawcheck.comments import Comment, Digest, Jobs, analyse
from lawcheck.document import Document, parse
from lawcheck.readers import read

ARTICLES = 60
COPIES = 300


def draft_of(data: Path) -> Document:
    """The first law below ``data`` with 60 articles or a few more."""
    found = (parse(read(path)) for path in sorted(data.rglob("*.md")))
    return next(document for document in found if ARTICLES <= len(document.articles) <= ARTICLES + 3)


def comments_on(document: Document, phrases: list[str], size: int, seed: int) -> list[Comment]:
    """``size`` comments: a third of campaigns, the others of single writers; a half cites articles of the draft."""
    campaigns = size // 3 // COPIES
    made = comments_of(phrases, campaigns, COPIES, size - campaigns * COPIES, seed)
    rng = random.Random(seed)
    own = [part for article in document.articles for part in article.text.split("，") if 6 <= len(part) <= 30]
    comments = []
    for row in made:
        text = row.text
        if not row.family and own and rng.random() < 0.6:
            text += f"{rng.choice(own).strip('。；：')}，这个要改。"
        comments.append(Comment(row.key, text, person=f"p{rng.randrange(size)}", channel="网站"))
    return comments


def measure(given: argparse.Namespace, size: int) -> dict[str, object]:
    """Time and memory of one analysis."""
    document = draft_of(given.data)
    comments = comments_on(document, phrases_of(given.data), size, given.seed)
    before = _peak()
    marks: list[float] = []
    clock, cpu = time.perf_counter(), _cpu()
    folder = given.folder and given.folder / str(size)
    workers = [0]

    def tell(done: int, total: int) -> None:
        marks.append(time.perf_counter() - clock)
        workers.append(
            max((_held(f"/proc/{child.pid}/status") for child in multiprocessing.active_children()), default=0)
        )

    jobs = Jobs(given.workers, given.scheduler, folder, tell)
    digest = analyse(comments, document, jobs=jobs)
    return {
        "comments": size,
        "articles": len(document.articles),
        "s": round(time.perf_counter() - clock, 1),
        "cpu_s": round(_cpu() - cpu, 1),
        "chunks_s": round(marks[-1], 1) if marks else 0.0,
        "peak_mb": _peak(),
        "input_mb": before,
        "worker_peak_mb": max(workers),
        "loop_s": round(loop_seconds(), 3),
        **_counts(digest),
    }


def _counts(digest: Digest) -> dict[str, object]:
    return {
        "reconciles": digest.ledger.reconciles,
        "ledger": list(digest.ledger),
        "points": len(digest.points),
        "families": len(digest.families),
    }


def _peak() -> int:
    return _held("/proc/self/status")


def _held(status: str) -> int:
    """The most memory (MB) that a process ever held since its program began: ``ru_maxrss`` also counts what its parent held
    when it was started."""
    try:
        lines = Path(status).read_text(encoding="utf-8").splitlines()
    except OSError:  # ended meanwhile
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def _cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


@in_words()
def main() -> None:
    """Run each size, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder with laws as Markdown")
    parser.add_argument("--sizes", type=int, nargs="+", default=[50_000, 500_000])
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--scheduler")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if len(given.sizes) == 1:
        print(json.dumps(measure(given, given.sizes[0])))
        return
    found = []
    for size in given.sizes:
        line = _alone(given, size)
        print(line, flush=True)
        found.append(json.loads(line))
    print(json.dumps(found))


def _alone(given: argparse.Namespace, size: int) -> str:
    command = [sys.executable, "-m", "benchmarks.digest_scale", "--data", str(given.data), "--sizes", str(size)]
    command += ["--seed", str(given.seed)]
    for name in ("workers", "scheduler", "folder"):
        value = getattr(given, name)
        command += [f"--{name}", str(value)] if value else []
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    main()
