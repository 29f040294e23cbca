"""What reading one file may cost, and how slow work that is honest asks for more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

__all__ = ["LIMITS", "Limits", "PageProgress", "ask_for_more", "grant_with", "page_progress", "report_pages"]


class Limits(NamedTuple):
    """Of one file: ``seconds`` on the clock and of processor time, ``memory`` in bytes of
    address space beyond what the program itself takes."""

    seconds: float = 10.0
    memory: int = 1 << 30


# progress(pages done, pages in all) while the pages of a scan are recognised.
PageProgress = Callable[[int, int], None]
LIMITS = Limits()
_pages: ContextVar[PageProgress | None] = ContextVar("pages", default=None)
_grant: Callable[[Limits], None] | None = None


def ask_for_more(seconds: float, memory: int) -> None:
    """Before a step that is known to be slow (a page of OCR): from now on so many seconds and bytes.

    Within :func:`~lawcheck.readers.read_guarded` the limits move; elsewhere there are none and nothing happens.
    """
    if _grant is not None:
        _grant(Limits(seconds, memory))


def grant_with(grant: Callable[[Limits], None]) -> None:
    """Say who decides about :func:`ask_for_more` in this process."""
    global _grant
    _grant = grant


@contextmanager
def page_progress(progress: PageProgress) -> Iterator[None]:
    """While this is open, reading a scan calls ``progress(pages done, pages in all)``, guarded or not.

    >>> with page_progress(lambda done, total: print(done, "of", total)):
    ...     report_pages(1, 3)
    1 of 3
    """
    token = _pages.set(progress)
    try:
        yield
    finally:
        _pages.reset(token)


def report_pages(done: int, total: int) -> None:
    """Tell whoever listens (:func:`page_progress`) that so many pages are done."""
    progress = _pages.get()
    if progress is not None:
        progress(done, total)
