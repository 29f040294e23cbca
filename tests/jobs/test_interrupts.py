"""Ctrl+C reaches the group of a terminal: processes that start say nothing of it, those at work leave their item."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from lawcheck.cli import _came_of_interrupt

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="POSIX")

_SCRIPT = """
from time import sleep
from lawcheck.jobs import run_jobs
if __name__ == "__main__":
    print("begun", flush=True)
    try:
        list(run_jobs(sleep, [{seconds}] * 4, workers=2))
    except KeyboardInterrupt:
        print("interrupted")
"""


@pytest.mark.parametrize("after", [0.1, 0.2, 0.3, 2.0], ids=["starting", "importing", "later", "at work"])
def test_an_interrupt_is_told_once(after: float, tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(_SCRIPT.format(seconds=60), "utf-8")
    process = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    begun = monotonic()
    sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    said, complaints = process.communicate(timeout=30)
    assert (said, complaints) == ("interrupted\n", "")
    assert monotonic() - begun < after + 20


def test_an_interrupt_inside_a_class_that_is_made_is_still_one() -> None:
    wrapped = RuntimeError("Error calling __set_name__")
    wrapped.__cause__ = KeyboardInterrupt()
    assert _came_of_interrupt(wrapped)
    assert not _came_of_interrupt(RuntimeError("another"))
