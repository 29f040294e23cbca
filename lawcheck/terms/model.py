"""Lexicon entries and the places where they were found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lawcheck.document.source import Span

__all__ = ["Term", "TermHit"]


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of ``corpus/lexicons/*.yaml``: the text looked for and what to say about it.

    ``category``: ``sensitive`` (X rules), ``outdated-institution`` (O01), ``outdated-term`` (O01), ``wording`` (W),
    ``synonym``; ``rule`` the rule id that reports it (``X06``); ``severity`` a value of ``Severity``; ``since`` the date
    of the change; ``exempt`` the contexts in which a hit is not reported (``quotation``, ``title``, ``law-name`` …);
    ``not_before``/``not_after`` words that, standing directly before/after, make it another word (帐|篷).
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


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term at a place. ``span`` is in the original text; ``variant`` says how it differs from the entry
    (``spaced``, ``width``, ``traditional`` or nothing); ``exempt`` names the context that excuses it, or is empty."""

    term: Term
    span: Span
    quote: str
    variant: str = ""
    exempt: str = ""
