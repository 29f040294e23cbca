"""One map over processes or over a Dask scheduler: results as they come, resumable, a failed item never stops the others."""

from __future__ import annotations

import errno
import json
import os
import signal
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sized
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from itertools import count, islice
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import Any, Final, Generic, NamedTuple, TypeVar

from lawcheck.errors import UsageError
from lawcheck.resources import json_text

__all__ = ["Journal", "Outcome", "default_workers", "run_jobs"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_prepared: set[tuple[str, str]] = set()  # what this process has initialised already
_preparing: Final = Lock()  # a Dask worker may run several threads
_AHEAD: Final = 3  # items under way for each worker: it never waits, and what is read ahead stays small


class Outcome(NamedTuple, Generic[Item, Result]):
    """What became of one item: ``result``, or ``crashed`` when its process died (out of memory, killed), or the ``error`` that
    the function raised (only with ``apart``)."""

    item: Item
    result: Result | None
    crashed: bool = False
    error: BaseException | None = None


class Journal:
    """Results already there, one JSON line each, so that an interrupted run goes on where it stopped.

    ``state`` names what the results depend on (library, day, options): a journal of another state is begun anew; with ``aside``
    the one that was there is kept under the next free name beside it, which :attr:`earlier` says.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     first = Journal(Path(folder) / "j.jsonl", "v1")
    ...     first.add("a", {"n": 1})
    ...     Journal(Path(folder) / "j.jsonl", "v1").done, Journal(Path(folder) / "j.jsonl", "v2").done
    ({'a': {'n': 1}}, {})
    """

    def __init__(self, path: Path, state: str, *, aside: bool = False) -> None:
        self.path = path
        self.done: dict[str, Any] = {}
        whole = self._read(state) if path.exists() else 0
        self.earlier = _put_aside(path) if aside and not whole else None
        if not whole:
            path.write_text(_line({"journal": state}), encoding="utf-8")
        else:
            with path.open("r+b") as file:
                file.truncate(whole)  # a line cut off by the interruption

    def add(self, key: str, result: object) -> None:
        """Keep one result; it is on disk when this returns. On a full disk (``OSError``) the journal stays as it was."""
        line = _line({"key": key, "result": result}).encode()
        with self.path.open("ab", buffering=0) as file:
            whole = file.tell()
            try:
                if file.write(line) < len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file.fileno())
            except OSError:
                file.truncate(whole)
                raise
        self.done[key] = result

    def forget(self, keys: Collection[str]) -> None:
        """Drop results that no longer hold, from the file too; the others stay."""
        if not any(key in self.done for key in keys):
            return
        lines = self.path.read_bytes().splitlines(keepends=True)
        kept = [line for line in lines if (_parsed(line) or {}).get("key") not in keys]
        fresh = self.path.with_name(f".{self.path.name}.new")
        fresh.write_bytes(b"".join(kept))
        fresh.replace(self.path)
        self.done = {key: result for key, result in self.done.items() if key not in keys}

    def _read(self, state: str) -> int:
        """Take over what was finished; the number of bytes that are whole, 0 if the journal is of another state."""
        whole = 0
        for number, line in enumerate(self.path.read_bytes().splitlines(keepends=True)):
            row = _parsed(line)
            if row is None or (number == 0 and row.get("journal") != state):
                break
            if number:
                self.done[row["key"]] = row["result"]
            whole += len(line)
        return whole


def _put_aside(path: Path) -> Path | None:
    """Where a file with results is from now on; None where there are none."""
    if not path.exists() or path.read_bytes().count(b"\n") < 2:
        return None
    free = (path.with_name(f"{path.stem}.{number}{path.suffix}") for number in count(1))
    return path.rename(next(name for name in free if not name.exists()))


def _line(row: dict[str, object]) -> str:
    return json_text(row) + "\n"


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line) if line.endswith(b"\n") else None
    except ValueError:
        return None
    return row if isinstance(row, dict) else None


def default_workers() -> int:
    """One process for each core that this process may use.

    >>> default_workers() >= 1
    True
    """
    return max(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 1)


def run_jobs(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    initializer: Callable[..., None] | None = None,
    initargs: tuple[object, ...] = (),
    apart: bool = False,
) -> Generator[Outcome[Item, Result], None, None]:
    """Apply ``function`` (importable) to every item, in any order; items are taken as workers become free.

    With one item or one worker everything runs in this process, unless it must be ``apart``: then whatever an item does
    to its process, and whatever it raises, is told in its outcome. When a worker dies, the items that were under way
    are run again one by one in another process, so that only the guilty one is lost. With ``scheduler``
    (address of a Dask scheduler, extra ``dask``) the workers of that scheduler do the work, wherever they run: they
    need the same installation and the same files; an item whose worker dies goes to another one.

    Raises:
        UsageError: E590 if the extra is not installed, E591 if nobody answers at the address (any more).

    >>> sorted(o.result for o in run_jobs(abs, [-2, 1], workers=1))
    [1, 2]
    """
    count = workers or default_workers()
    count = min(count, len(items)) if isinstance(items, Sized) else count
    if scheduler is not None:
        outcomes = _dask(_Prepared(function, initializer, initargs), iter(items), scheduler)
    elif count > 1 or apart:
        outcomes = _processes(function, iter(items), max(count, 1), initializer, initargs)
    else:
        outcomes = _here(function, iter(items), initializer, initargs)
    for outcome in outcomes:
        if outcome.error is not None and not apart:
            raise outcome.error
        yield outcome


def _here(
    function: Callable[[Item], Result],
    items: Iterator[Item],
    initializer: Callable[..., None] | None,
    initargs: tuple[object, ...],
) -> Iterator[Outcome[Item, Result]]:
    for number, item in enumerate(items):
        if initializer is not None and number == 0:
            initializer(*initargs)
        yield Outcome(item, function(item))


def _processes(
    function: Callable[[Item], Result],
    items: Iterator[Item],
    count: int,
    initializer: Callable[..., None] | None,
    initargs: tuple[object, ...],
) -> Iterator[Outcome[Item, Result]]:
    """Processes that are kept to the end; when one dies, those suspected go one by one, then all goes on."""

    def pool(size: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(size, get_context("spawn"), initializer=initializer, initargs=initargs)  # type: ignore[arg-type]

    while lost := (yield from _pool(function, items, pool(count), count * _AHEAD)):
        suspects = iter(lost)
        while guilty := (yield from _pool(function, suspects, pool(1), 1)):
            yield from (Outcome(item, None, crashed=True) for item in guilty)


def _pool(
    function: Callable[[Item], Result], items: Iterator[Item], pool: ProcessPoolExecutor, ahead: int
) -> Generator[Outcome[Item, Result], None, list[Item]]:
    """Yield what finishes; return the items that a broken pool took with it, none at the end of ``items``."""
    under_way: dict[Future[Result], Item] = {}
    lost: list[Item] = []
    try:
        while under_way or not lost:
            for item in islice(items, 0 if lost else ahead - len(under_way)):
                under_way[_submitted(pool, function, item)] = item
            if not under_way:
                break
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                outcome = _outcome(under_way.pop(future), future)
                if outcome.crashed:
                    lost.append(outcome.item)
                else:
                    yield outcome
    finally:
        pool.shutdown(cancel_futures=True)
    return lost


def _submitted(pool: ProcessPoolExecutor, function: Callable[[Item], Result], item: Item) -> Future[Result]:
    try:
        with _held_back(signal.SIGINT):  # a process that starts here begins with the interrupt held back
            return pool.submit(_attentive, function, item)
    except BrokenProcessPool as error:  # a process died since the last look
        refused: Future[Result] = Future()
        refused.set_exception(error)
        return refused


def _attentive(function: Callable[[Item], Result], item: Item) -> Result:
    """One item in a process: Ctrl+C ends it, and those that follow as they begin; it ends nothing while the process starts or
    waits, of which it would speak."""
    if not _HOLDS_BACK:
        return function(item)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))
        return function(item)
    except KeyboardInterrupt:
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
        os.kill(os.getpid(), signal.SIGINT)  # waits for the next item
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))


_HOLDS_BACK: Final = hasattr(signal, "pthread_sigmask")  # not on Windows


@contextmanager
def _held_back(number: signal.Signals) -> Iterator[None]:
    """A signal that comes meanwhile is told afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (number,)) if _HOLDS_BACK else ()
    try:
        yield
    finally:
        if _HOLDS_BACK:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _outcome(item: Item, future: Future[Result]) -> Outcome[Item, Result]:
    error = future.exception()
    if error is None:
        return Outcome(item, future.result())
    return (
        Outcome(item, None, crashed=True) if isinstance(error, BrokenProcessPool) else Outcome(item, None, error=error)
    )


# -- Dask ----------------------------------------------------------------------------------------------------------

_CONNECT_SECONDS: Final = 10


class _Prepared(Generic[Item, Result]):
    """The function with its initialiser, which runs once in each worker process."""

    def __init__(
        self, function: Callable[[Item], Result], initializer: Callable[..., None] | None, initargs: tuple[object, ...]
    ) -> None:
        self.function, self.initializer, self.initargs = function, initializer, initargs

    def __call__(self, item: Item) -> Result:
        if self.initializer is not None:
            key = (f"{self.initializer.__module__}.{self.initializer.__qualname__}", repr(self.initargs))
            with _preparing:
                if key not in _prepared:
                    self.initializer(*self.initargs)
                    _prepared.add(key)
        return self.function(item)


def _dask(call: _Prepared[Item, Result], items: Iterator[Item], address: str) -> Iterator[Outcome[Item, Result]]:
    distributed = _distributed()
    with _told(address):
        whole = import_module("distributed.core").coerce_to_address(address)
        import_module("distributed.comm").get_address_host_port(
            whole, strict=True
        )  # a client of no address hangs at its end
    with _told(address), distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False) as client:
        under_way: dict[Any, Item] = {}
        finished = distributed.as_completed(loop=client.loop)
        _feed(client, call, items, under_way, finished)
        for future in finished:
            if future.cancelled():
                raise ConnectionError("the scheduler is gone")
            yield _dask_outcome(under_way.pop(future), future, distributed.KilledWorker)
            _feed(client, call, items, under_way, finished)


@contextmanager
def _told(address: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # a timeout is an OSError
        raise UsageError("E591", address=address, detail=error) from error


def _feed(
    client: Any, call: _Prepared[Item, Result], items: Iterator[Item], under_way: dict[Any, Item], finished: Any
) -> None:
    """Ask for so much that no worker waits, however many there are by now."""
    threads = max(sum(client.nthreads().values()), 1)
    for item in islice(items, max(threads * _AHEAD - len(under_way), 0)):
        future = client.submit(call, item, pure=False)
        under_way[future] = item
        finished.add(future)


def _dask_outcome(item: Item, future: Any, killed: type[BaseException]) -> Outcome[Item, Result]:
    error = future.exception()
    if error is None:
        return Outcome(item, future.result())
    return Outcome(item, None, crashed=True) if isinstance(error, killed) else Outcome(item, None, error=error)


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise UsageError("E590") from error
