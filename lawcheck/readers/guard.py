"""Reading files that nobody vouches for: in another process, with limits of time and memory.

The process is kept and used again, so that the second file costs a millisecond or two more than :func:`read` itself.
Its answers are JSON, never pickles: whatever a hostile file does to it, it can only send back text.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from lawcheck.document import Block, Problem, Provenance, SourceText, Span
from lawcheck.errors import UnreadableFile
from lawcheck.readers.limits import LIMITS, Limits, report_pages
from lawcheck.readers.stated import structure_from_rows
from lawcheck.resources import printable

__all__ = ["encode", "read_guarded", "receive", "send", "warm_guard"]

_HEADER = struct.Struct("<Q")
# Seconds that a process gets to put its own children away before it is killed.
_GRACE = 0.5
# Processes that wait for the next file; more are started when more threads read at the same time.
_MAX_IDLE = 4
_ROOT = Path(__file__).parents[2]
_START = "from lawcheck.readers.guard_worker import main; main()"


def read_guarded(
    path: str | Path, *, data: bytes | None = None, name: str | None = None, limits: Limits = LIMITS
) -> SourceText:
    """Like :func:`~lawcheck.readers.read`, in a process of its own with limits: for files from elsewhere.

    Raises what ``read`` raises, and :class:`~lawcheck.errors.UnreadableFile` E151 (too slow), E152 (too much memory),
    E153 (the process died). Safe to call from several threads. Address space and processor time are limited on POSIX
    only, the clock everywhere.

    >>> read_guarded("条例.txt", data="第一条　为了甲。".encode("gbk")).text
    '第一条　为了甲。'
    """
    shown = printable(name or Path(path).name or path)
    request = {"path": str(Path(path).absolute()), "name": shown, "limits": limits, "data": data is not None}
    worker = _take()
    answer = worker.ask(request, data, limits, shown)
    if answer.pop("last"):
        worker.close()
    else:
        _give_back(worker)
    if "error" in answer:
        raise UnreadableFile(answer["error"], **answer["details"])
    return _decode(answer)


class _Worker:
    """A running process and the thread that collects what it says."""

    def __init__(self) -> None:
        environment = {"OPENBLAS_NUM_THREADS": "1", **os.environ}  # each thread of numpy reserves memory
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_ROOT), environment.get("PYTHONPATH"))))
        self._process = subprocess.Popen(  # noqa: S603  (our own module)
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # an interrupt at the terminal is the business of this process
        )
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._next_answer(60.0)  # it says so when everything is imported

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while (message := receive(self._process.stdout)) is not None:
            self._answers.put(json.loads(message.decode("utf-8", "surrogatepass")))
        self._answers.put(None)

    def _next_answer(self, seconds: float) -> dict[str, Any] | None:
        """The next message, None when the process is gone; raises ``queue.Empty`` when it takes too long."""
        return self._answers.get(timeout=max(seconds, 0.0))

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, request: Mapping[str, Any], data: bytes | None, limits: Limits, name: str) -> dict[str, Any]:
        """The answer of the process, or why there is none."""
        seconds = limits.seconds
        try:
            assert self._process.stdin is not None
            send(self._process.stdin, json.dumps(request).encode())
            if data is not None:
                send(self._process.stdin, data)
            deadline = time.monotonic() + seconds
            while (answer := self._next_answer(deadline - time.monotonic())) is not None and "last" not in answer:
                if "pages" in answer:
                    report_pages(*answer["pages"])
                    continue
                seconds = answer["more"]
                deadline = time.monotonic() + seconds
        except queue.Empty:
            return _failure("E151", name=name, seconds=f"{seconds:g}")
        except OSError:  # it died before it had everything
            answer = None
        return self._obituary(name, seconds) if answer is None else answer

    def _obituary(self, name: str, seconds: float) -> dict[str, Any]:
        status = self._process.wait()
        if status == -getattr(signal, "SIGXCPU", 0):
            return _failure("E151", name=name, seconds=f"{seconds:g}")
        return _failure("E153", name=name, detail=f"signal {-status}" if status < 0 else f"exit status {status}")

    def close(self) -> None:
        """End the process; it may first put away what it started itself."""
        self._process.terminate()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):  # unsent bytes of a request that failed
                self._process.stdin.close()


def _failure(code: str, **details: str) -> dict[str, Any]:
    return {"error": code, "details": details, "last": True}


# -- idle processes ---------------------------------------------------------------------------------------------------

_idle: list[_Worker] = []
_idle_lock = threading.Lock()


_warming: list[threading.Thread] = []


def warm_guard() -> None:
    """Start a reading process in the background, so that the first :func:`read_guarded` finds it ready.

    >>> warm_guard()
    """
    thread = threading.Thread(target=lambda: _give_back(_Worker()), daemon=True)
    _warming.append(thread)
    thread.start()


def _take() -> _Worker:
    while _warming:
        _warming.pop().join()
    while True:
        with _idle_lock:
            worker = _idle.pop() if _idle else None
        if worker is None:
            return _Worker()
        if worker.alive:
            return worker
        worker.close()


def _give_back(worker: _Worker) -> None:
    with _idle_lock:
        if len(_idle) < _MAX_IDLE:
            _idle.append(worker)
            return
    worker.close()


def _forget_after_fork() -> None:
    """A forked child must not talk to the processes of its parent."""
    global _idle_lock
    _idle.clear()
    _idle_lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_after_fork)


# -- messages ---------------------------------------------------------------------------------------------------------


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one message: its length, then its bytes."""
    stream.write(_HEADER.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message, or None at the end of the stream."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    (length,) = _HEADER.unpack(header)
    message = stream.read(length)
    return message if len(message) == length else None


def encode(value: Mapping[str, Any]) -> bytes:
    """JSON of a message; tuples become lists, lone surrogates stay."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _decode(answer: Mapping[str, Any]) -> SourceText:
    return SourceText(
        answer["text"],
        tuple(_block(row) for row in answer["blocks"]),
        answer["format"],
        answer["name"],
        answer["sha256"],
        tuple(Problem(code, Span(*span), message) for code, span, message in answer["problems"]),
        structure=structure_from_rows(answer["structure"]) if answer["structure"] else None,
    )


def _block(row: list[Any]) -> Block:
    start, text, kind, separator, place, hint = row
    provenance = Provenance(*place)
    if provenance.box is not None:
        left, top, right, bottom = provenance.box
        provenance = provenance._replace(box=(left, top, right, bottom))
    return Block(start, text, kind, separator, provenance, hint)
