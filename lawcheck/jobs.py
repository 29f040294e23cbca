"""One map over processes or over a Dask scheduler: results as they come, resumable, a failed item never stops the others."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import Any, Final, Generic, NamedTuple, TypeVar

from lawcheck.errors import UsageError

__all__ = ["Journal", "Outcome", "default_workers", "run_jobs"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_prepared: set[tuple[str, str]] = set()  # what this process has initialised already
_preparing: Final = Lock()  # a Dask worker may run several threads


class Outcome(NamedTuple, Generic[Item, Result]):
    """What became of one item: ``result``, or ``crashed`` when its process died (out of memory, killed)."""

    item: Item
    result: Result | None
    crashed: bool = False


class Journal:
    """Results already there, one JSON line each, so that an interrupted run goes on where it stopped.

    ``state`` names what the results depend on (library, day, options): a journal of another state is begun anew.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     first = Journal(Path(folder) / "j.jsonl", "v1")
    ...     first.add("a", {"n": 1})
    ...     Journal(Path(folder) / "j.jsonl", "v1").done, Journal(Path(folder) / "j.jsonl", "v2").done
    ({'a': {'n': 1}}, {})
    """

    def __init__(self, path: Path, state: str) -> None:
        self.path = path
        self.done: dict[str, Any] = {}
        whole = self._read(state) if path.exists() else 0
        if not whole:
            path.write_text(_line({"journal": state}), encoding="utf-8")
        else:
            with path.open("r+b") as file:
                file.truncate(whole)  # a line cut off by the interruption

    def add(self, key: str, result: object) -> None:
        """Keep one result; it is on disk when this returns."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(_line({"key": key, "result": result}))
            file.flush()
            os.fsync(file.fileno())
        self.done[key] = result

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


def _line(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


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
    items: Sequence[Item],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    initializer: Callable[..., None] | None = None,
    initargs: tuple[object, ...] = (),
) -> Iterator[Outcome[Item, Result]]:
    """Apply ``function`` (importable, its exceptions its own affair) to every item, in any order.

    With one item or one worker everything runs in this process. When a worker dies, the items that were under way
    are run again one by one, each in a process of its own, so that only the guilty one is lost. With ``scheduler``
    (address of a Dask scheduler, extra ``dask``) the workers of that scheduler do the work, wherever they run: they
    need the same installation and the same files; an item whose worker dies goes to another one.

    Raises:
        UsageError: E590 if the extra is not installed, E591 if nobody answers at the address.

    >>> sorted(o.result for o in run_jobs(abs, [-2, 1], workers=1))
    [1, 2]
    """
    if scheduler is not None:
        yield from _dask(_Prepared(function, initializer, initargs), items, scheduler)
        return
    count = min(workers or default_workers(), len(items))
    if count <= 1:
        if initializer is not None and items:
            initializer(*initargs)
        yield from (Outcome(item, function(item)) for item in items)
        return
    lost = yield from _pool(function, items, count, initializer, initargs)
    for item in lost:
        alone = yield from _pool(function, [item], 1, initializer, initargs)
        yield from (Outcome(victim, None, crashed=True) for victim in alone)


def _pool(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    count: int,
    initializer: Callable[..., None] | None,
    initargs: tuple[object, ...],
) -> Generator[Outcome[Item, Result], None, list[Item]]:
    """Yield what finishes; return the items that a broken pool took with it."""
    lost: list[Item] = []
    context = get_context("spawn")
    with ProcessPoolExecutor(count, context, initializer=initializer, initargs=initargs) as pool:  # type: ignore[arg-type]
        futures: dict[Future[Result], Item] = {pool.submit(function, item): item for item in items}
        for future in as_completed(futures):
            try:
                yield Outcome(futures[future], future.result())
            except BrokenProcessPool:
                lost.append(futures[future])
    return lost


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


def _dask(call: _Prepared[Item, Result], items: Sequence[Item], address: str) -> Iterator[Outcome[Item, Result]]:
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:  # a timeout is an OSError
        raise UsageError("E591", address=address, detail=error) from error
    with client:
        futures = {client.submit(call, item, pure=False): item for item in items}
        for future in distributed.as_completed(futures, loop=client.loop):
            try:
                yield Outcome(futures[future], future.result())
            except distributed.KilledWorker:
                yield Outcome(futures[future], None, crashed=True)


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise UsageError("E590") from error
