"""What a measurement of the site stands on: a PostgreSQL of its own with the settings it comes with (a commit waits for the
disk), the site behind gunicorn as the README starts it, a worker, and wrk as the one who asks."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["ADDRESS", "Served", "load", "megabytes", "postgresql", "processor_seconds", "production", "tree", "worker"]

ADDRESS = "127.0.0.1"
_SCRIPT = Path(__file__).with_name("site_load.lua")
_WAIT = 60.0  # seconds for something to start


class Served(NamedTuple):
    """A running site: its address and the process that leads the others."""

    address: str
    process: int


@contextmanager
def postgresql(folder: Path) -> Iterator[tuple[str, int]]:
    """The address of an empty database in a cluster in ``folder`` and its leading process, stopped at the end."""
    owner = "postgres" if os.geteuid() == 0 else ""
    if owner:
        shutil.chown(folder, pwd.getpwnam(owner).pw_uid)
    command = ["runuser", "-u", owner, "--"] if owner else []
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise SystemExit("PostgreSQL is needed: apt-get install postgresql")
    data = str(folder / "data")

    def run(program: str, *arguments: str) -> None:
        subprocess.run([*command, str(found[-1] / program), *arguments], check=True, capture_output=True, cwd=folder)

    run("initdb", "-D", data, "-U", "consult", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
    run("pg_ctl", "-D", data, "-w", "-o", f"-k {folder} -c listen_addresses=''", "-l", str(folder / "log"), "start")
    try:
        run("createdb", "-h", str(folder), "-U", "consult", "load")
        leader = int((folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        yield f"postgresql://consult@/load?host={folder}", leader
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")


@contextmanager
def production(environment: Mapping[str, str], log: Path) -> Iterator[Served]:
    """The site: gunicorn with the settings of ``consult_web.production``, two processes."""
    with socket.create_server((ADDRESS, 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:consult_web.production", "consult_web.wsgi:app"]
    own = {
        **os.environ,
        **environment,
        "CONSULT_BIND": f"{ADDRESS}:{port}",
        "CONSULT_PROCESSES": "2",
        "MALLOC_ARENA_MAX": "2",
    }
    with log.open("wb") as errors, _ended(subprocess.Popen(command, env=own, stderr=errors)) as process:
        address = f"http://{ADDRESS}:{port}"
        _wait_for(f"{address}/healthz", process, log)
        yield Served(address, process.pid)


@contextmanager
def worker(environment: Mapping[str, str]) -> Iterator[int]:
    """A background worker as its systemd unit starts it (nice 10); its process id."""
    command = ["nice", "-n", "10", sys.executable, "-m", "consult_web.command", "worker"]
    with _ended(subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)) as process:
        yield process.pid


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _WAIT
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"gunicorn did not start: {log.read_text(encoding='utf-8')[-2000:]}")


def tree(leader: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            parents.setdefault(int(_stat(place)[1]), []).append(int(place.name))
    found = [leader]
    for process in found:
        found.extend(parents.get(process, ()))
    return found


def processor_seconds(*leaders: int) -> float:
    """What these processes, all below them and those of them that have ended have used of the processors."""
    ticks = 0
    for process in (one for leader in leaders for one in tree(leader)):
        with suppress(OSError):
            ticks += sum(map(int, _stat(Path(f"/proc/{process}"))[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def megabytes(process: int, name: str) -> int:
    """A figure of the memory of a process: ``VmRSS`` (now) or ``VmHWM`` (the most)."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(status.partition(f"{name}:")[2].split()[0]) >> 10


def _stat(place: Path) -> list[str]:
    return (place / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


def load(address: str, requests: Path, *, rate: float, seconds: float, connections: int = 24) -> dict[str, Any]:
    """Ask what stands in ``requests`` (one a line: method, path, cookie, expected words, body; by tabs) at a constant
    ``rate`` a second; 0: as fast as ``connections`` take it.

    wrk answers with one latency for each request, counted from the moment when it was due, so that a server that hangs
    does not hide those who wait behind (wrk alone would count from the moment when a connection is free).
    """
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed: apt-get install wrk")
    command = ["wrk", "-t", str(connections), "-c", str(connections), "-d", f"{ceil(seconds + (3 if rate else 0.3))}s", "--timeout", "30s",
               "-s", str(_SCRIPT), address, "--", str(requests), str(connections), str(rate), str(seconds)]  # fmt: skip
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    line = next(line for line in answer.stdout.splitlines() if line.startswith("{"))
    return _figures(json.loads(line), seconds)


def _figures(found: dict[str, Any], seconds: float) -> dict[str, Any]:
    latencies = sorted(float(value) for value in found["ms"].split())
    count = len(latencies)
    if not count:
        return {"count": 0, "per_s": 0.0, "wrong": found["wrong"], "unanswered": found["asked"]}
    shown = {name: round(latencies[min(count - 1, int(count * share))], 1) for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))}  # fmt: skip
    shown |= {"max": round(latencies[-1], 1), "wrong": found["wrong"], "unanswered": found["asked"] - count}
    return {"count": count, "per_s": round(count / seconds, 1), **shown}
