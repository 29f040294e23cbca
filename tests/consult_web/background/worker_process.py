"""A worker in a process of its own, for tests that kill it: ``DATABASE_URL FILES`` and the tasks below."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from consult_web.background import Work, Worker, task, use_wake
from consult_web.storage import FileStore, open_database


@task("slow")
def slow(work: Work) -> dict[str, object]:
    """Says that it has begun, then takes its time."""
    for number in range(600):
        work.progress(number, 600, "计数")
        time.sleep(0.05)
    return {"counted": 600}


if __name__ == "__main__":
    database = open_database(sys.argv[1])
    use_wake(database, sys.argv[3] if len(sys.argv) > 3 else "")
    Worker(database, FileStore(Path(sys.argv[2]))).run(threading.Event())
