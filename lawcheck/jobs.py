"""One map over processes: results as they come, a failed item never stops the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Generic, NamedTuple, TypeVar

__all__ = ["Outcome", "default_workers", "run_jobs"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Outcome(NamedTuple, Generic[Item, Result]):
    """What became of one item: ``result``, or ``crashed`` when its process died (out of memory, killed)."""

    item: Item
    result: Result | None
    crashed: bool = False


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
    initializer: Callable[..., None] | None = None,
    initargs: tuple[object, ...] = (),
) -> Iterator[Outcome[Item, Result]]:
    """Apply ``function`` (importable, its exceptions its own affair) to every item, in any order.

    With one item or one worker everything runs in this process. When a worker dies, the items that were under way
    are run again one by one, each in a process of its own, so that only the guilty one is lost.

    >>> sorted(o.result for o in run_jobs(abs, [-2, 1], workers=1))
    [1, 2]
    """
    count = min(workers or default_workers(), len(items))
    if count <= 1:
        if initializer is not None:
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
