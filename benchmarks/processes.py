"""What this process and all that it starts take: processor seconds, and memory with shared pages counted once."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

__all__ = ["Watch"]

_TICK = os.sysconf("SC_CLK_TCK")
_EVERY = 0.5  # seconds between two looks


class Watch:
    """Between ``with`` and its end: ``seconds`` by the clock, ``cpu`` seconds, ``peak`` bytes (proportional set size, Linux).

    Processes that live shorter than half a second may be missed.
    """

    def __init__(self) -> None:
        self.seconds, self.cpu, self.peak = 0.0, 0.0, 0
        self._used: dict[int, float] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look_often, daemon=True)

    def __enter__(self) -> Watch:
        self._began, self._before = time.perf_counter(), _used(os.getpid())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._look()
        self.seconds = time.perf_counter() - self._began
        self.cpu = sum(self._used.values()) - self._before

    def _look_often(self) -> None:
        while not self._stop.wait(_EVERY):
            self._look()

    def _look(self) -> None:
        alive = _family(os.getpid())
        self._used |= {number: _used(number) or self._used.get(number, 0.0) for number in alive}
        self.peak = max(self.peak, sum(_memory(number) for number in alive))


def _family(root: int) -> list[int]:
    """``root`` and everything below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        fields = _stat(int(entry.name))
        if fields:
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [root]
    for number in found:
        found += parents.get(number, [])
    return found


def _stat(number: int) -> list[str]:
    try:
        return Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return []


def _used(number: int) -> float:
    fields = _stat(number)
    return (int(fields[11]) + int(fields[12])) / _TICK if fields else 0.0


def _memory(number: int) -> int:
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
