"""How much sooner a folder is matched and compared by two Dask workers than by one.

    python benchmarks/matching_workers.py --data DIR [--home DIR] [--files 200] [--workers 1,2]

Regulations spread over ``DIR/local`` by ``lawcheck match --scheduler`` on a scheduler of its own with worker processes of
one thread each, which have opened the library before the clock starts. Seconds by the clock and processor seconds of all
processes; on a machine that others use only the latter can be compared. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from machine import loop_seconds
from processes import Watch

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

WARMING = 3  # files for each worker before the clock starts


@contextmanager
def scheduler(workers: int, folder: Path) -> Iterator[str]:
    """The address of a scheduler with so many worker processes."""
    file = folder / "scheduler.json"
    common = ["--no-dashboard", "--scheduler-file", str(file)]
    serving = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--host", "127.0.0.1", *common]
    working = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", *common]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen(serving, **quiet)]
    while not file.exists():
        time.sleep(0.1)
    for number in range(workers):
        started.append(subprocess.Popen([*working, "--local-directory", str(folder / str(number))], **quiet))
    try:
        yield json.loads(file.read_text(encoding="utf-8"))["address"]
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(30)


def match(files: Sequence[Path], address: str, out: Path) -> None:
    """Match and compare these files on the scheduler's workers."""
    command = [sys.executable, "-m", "lawcheck", "match", *map(str, files), "--scheduler", address, "--out", str(out)]
    subprocess.run(
        [*command, "--as-of", "2026-11-22"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def measured(files: Sequence[Path], workers: int) -> dict[str, float]:
    """Seconds by the clock and processor seconds."""
    with tempfile.TemporaryDirectory() as folder, scheduler(workers, Path(folder)) as address:
        match(files[: WARMING * workers], address, Path(folder) / "warming")
        with Watch() as watch:
            match(files, address, Path(folder) / "out")
    return {"workers": workers, "seconds": round(watch.seconds, 1), "cpu_s": round(watch.cpu, 1)}


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--home", type=Path, help="library folder (default: the user's)")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--workers", default="1,2")
    arguments = parser.parse_args()
    if arguments.home:
        os.environ["LAWCHECK_HOME"] = str(arguments.home)
    found = [path for path in sorted((arguments.data / "local").rglob("*.md")) if not path.name.startswith("_")]
    files = found[:: max(len(found) // arguments.files, 1)][: arguments.files]
    rows = [measured(files, int(workers)) for workers in arguments.workers.split(",")]
    for row in rows:
        print(row)
    ratio = round(rows[0]["seconds"] / rows[-1]["seconds"], 2)
    load = round(os.getloadavg()[0], 1)
    print(
        json.dumps(
            {"files": len(files), "rows": rows, "times_faster": ratio, "load": load, "loop_s": round(loop_seconds(), 3)}
        )
    )


if __name__ == "__main__":
    main()
