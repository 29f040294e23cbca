"""What a professional database answers, and what a program that speaks to one must be able to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable

__all__ = ["LawSource", "SourceHit", "SourceLaw"]


@dataclass(frozen=True, slots=True)
class SourceHit:
    """A law that a source knows: ``ref`` is the source's own id, with which its text is fetched."""

    ref: str
    title: str
    maker: str = ""
    adopted: date | None = None
    effective_from: date | None = None


@dataclass(frozen=True, slots=True)
class SourceLaw:
    """The text of a law as of a day. ``source`` and ``fetched_on`` go with it into the library and are shown there."""

    source: str
    ref: str
    title: str
    text: str
    fetched_on: date
    maker: str = ""
    note: str = ""
    adopted: date | None = None
    published: date | None = None
    effective_from: date | None = None


@runtime_checkable
class LawSource(Protocol):
    """A database outside this machine. Every method may raise ``LibraryError`` E311; none may wait without limit.

    A package offers one under the entry-point group ``lawcheck.law_sources`` as a callable that takes the name and the
    settings of the office (a mapping from ``sources.toml``).
    """

    name: str

    def lookup(self, title: str, as_of: date) -> tuple[SourceHit, ...]:
        """Laws of this title in force on the day."""

    def search(self, words: str, as_of: date, limit: int = 10) -> tuple[SourceHit, ...]:
        """Laws found by words, best first."""

    def fetch(self, ref: str, as_of: date) -> SourceLaw:
        """The text that applied on the day."""
