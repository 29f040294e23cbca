"""Lexicon entries, synonym clusters, and the places where they were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lawcheck.document.source import Span

__all__ = ["Synonym", "SynonymCluster", "SynonymHit", "Term", "TermHit"]


@dataclass(frozen=True, slots=True)
class Term:
    """One surface form of an entry of ``corpus/lexicons/*.yaml``: what is looked for and what to say about it.

    ``category``: ``sensitive`` (X rules), ``outdated-institution`` (O01), ``outdated-term`` (O01), ``wording`` (W),
    ``synonym``; ``rule`` the rule id that reports it (``X06``); ``severity`` a value of ``Severity``; ``since`` the
    date of the change; ``exempt`` the contexts in which a hit is not reported (``quotation``, ``title`` …);
    ``not_before``/``not_after`` words that, standing directly before/after, make it another word (帐|篷).

    An entry with several forms gives one term each, ``entry`` is the text that the entry is filed under. ``confirmed``
    is False while the source could not be read in full (shown as 依据待核). A term with ``regex`` or ``tokens`` is a
    pattern; ``text`` is its name, and in a hit the words that were found. ``regex`` is a regular expression over
    normalised text (a group named ``hit`` is the place reported; ``whole_line`` says that it must cover a line),
    ``tokens`` a spaCy ``Matcher`` pattern over characters; ``anchors`` are literals of which one stands in every match.
    ``hits`` and ``misses`` are the examples that the tests run.
    """

    text: str
    category: str
    rule: str
    severity: str
    reason: str
    suggestion: str
    source: str
    as_of: date | None
    since: date | None = None
    exempt: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    entry: str = ""
    confirmed: bool = True
    regex: str = ""
    whole_line: bool = False
    tokens: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)
    anchors: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()

    @property
    def is_pattern(self) -> bool:
        """Whether the term is looked for by a pattern instead of by its text."""
        return bool(self.regex or self.tokens)


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term at a place. ``span`` is in the original text; ``variant`` says how it differs from the entry
    (``spaced``, ``line`` for a line break inside, ``marked`` for marks inside, ``width``, ``traditional``, several joined by ``+``, or nothing);
    ``exempt`` names the context that excuses it, or is empty."""

    term: Term
    span: Span
    quote: str
    variant: str = ""
    exempt: str = ""


@dataclass(frozen=True, slots=True)
class Synonym:
    """How one word of a cluster relates to another: ``text`` ``relation`` ``other``.

    ``relation``: ``=`` equal in law, ``⊂`` narrower than, ``⊃`` wider than, ``~`` near (ask), ``≠`` not the same though
    often confused. ``anchor`` is the legal basis, ``confirmed`` whether its text was read; ``note`` says what to mind.
    """

    text: str
    relation: str
    other: str
    anchor: str = ""
    confirmed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class SynonymCluster:
    """Words for one concept; ``name`` is its head word, ``members`` all words, head first."""

    name: str
    members: tuple[str, ...]
    synonyms: tuple[Synonym, ...]
    source: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class SynonymHit:
    """A word of a synonym cluster at a place; ``span`` is in the original text."""

    cluster: SynonymCluster
    text: str
    span: Span
