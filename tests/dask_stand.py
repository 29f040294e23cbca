"""A Dask scheduler of our own with two worker processes of one thread each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

__all__ = ["dask_scheduler"]


@contextmanager
def dask_scheduler(folder: Path, *paths: Path, **environment: str) -> Iterator[str]:
    """Its address; the workers find modules of tests in ``paths``, and this one."""
    if os.environ.get("CI") != "true":
        pytest.importorskip("distributed")
    address_file = folder / "scheduler.json"
    known = os.pathsep.join(
        [*map(str, paths), str(Path(__file__).parent), str(Path.cwd()), os.environ.get("PYTHONPATH", "")]
    )
    told = {**os.environ, **environment, "PYTHONPATH": known}
    own = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True, "env": told}
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    started = [
        subprocess.Popen([*command, "--host", "127.0.0.1", "--scheduler-file", address_file], **own)  # type: ignore[call-overload]
    ]
    deadline = time.monotonic() + 60
    while not address_file.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(address_file)]
    options = ["--nworkers", "2", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
    started.append(subprocess.Popen([*worker, *options], **own))  # type: ignore[call-overload]
    try:
        yield json.loads(address_file.read_text(encoding="utf-8"))["address"]
    finally:
        for process in reversed(started):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # with what they started themselves
            process.wait(20)
