"""The process behind :func:`~lawcheck.readers.read_guarded`: reads one file after another, within limits."""

from __future__ import annotations

import contextlib
import gc
import json
import math
import os
import signal
import sys
from functools import cache
from pathlib import Path
from typing import IO, Any, NoReturn

import lawcheck.readers.docx  # noqa: F401  (most filings are Word: ready before the first one comes)
from lawcheck.errors import LawcheckError
from lawcheck.readers.guard import encode, receive, send
from lawcheck.readers.limits import Limits, grant_with, page_progress
from lawcheck.readers.reading import read

__all__ = ["main"]

# A process that once used this share of the memory allowed is not used again: what is free may be in pieces.
_WORN = 0.5
_MEGABYTE = 1 << 20


def main() -> None:
    """Answer requests from standard input until it closes."""
    signal.signal(signal.SIGTERM, _leave)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    _at_start()
    gc.freeze()  # the collector need not walk again and again over what stays loaded
    grant_with(lambda limits: _grant(limits, answers))
    send(answers, encode({"ready": True}))
    while (request := receive(sys.stdin.buffer)) is not None:
        with page_progress(lambda done, total: send(answers, encode({"pages": [done, total]}))):
            answer = _answer(json.loads(request))
        send(answers, encode(answer))
        if answer["last"]:
            return


def _leave(*_: object) -> NoReturn:
    """Leave through every ``finally``, so that a running LibreOffice is ended too."""
    sys.exit(1)


def _grant(limits: Limits, answers: IO[bytes]) -> None:
    _set_limits(limits)
    send(answers, encode({"more": limits.seconds}))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    data = receive(sys.stdin.buffer) if request["data"] else None
    limits = Limits(*request["limits"])
    try:
        _set_limits(limits)
        source = read(request["path"], data=data, name=request["name"])
    except LawcheckError as error:
        details = {key: str(value) for key, value in error.details.items()}
        return {"error": error.code, "details": details, "last": _worn(limits)}
    except MemoryError:
        details = {"name": request["name"], "megabytes": str(limits.memory // _MEGABYTE)}
        return {"error": "E152", "details": details, "last": True}
    return {
        "text": source.text,
        "blocks": source.blocks,
        "format": source.format,
        "name": source.name,
        "sha256": source.sha256,
        "problems": [(p.code, p.span, p.message) for p in source.problems],
        "structure": source.structure,
        "last": _worn(limits),
    }


def _set_limits(limits: Limits) -> None:
    """Limits of this process from now on; processor time counts from its start, so what was used is added."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(usage.ru_utime + usage.ru_stime + limits.seconds)
    for kind, value in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, _at_start() + limits.memory)):
        _, most = resource.getrlimit(kind)
        with contextlib.suppress(ValueError):  # a stricter limit of the system stands
            resource.setrlimit(kind, (value if most == resource.RLIM_INFINITY else min(value, most), most))


@cache
def _at_start() -> int:
    """Bytes of address space that the program takes before it reads anything, where the system tells."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _worn(limits: Limits) -> bool:
    return _peak() > _WORN * limits.memory


def _peak() -> int:
    """The most memory this process had at a time; on Linux getrusage counts that of the starting process too."""
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/self/status").read_text().splitlines()
        return 1024 * int(next(line for line in lines if line.startswith("VmHWM")).split()[1])
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
