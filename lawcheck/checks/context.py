"""What the rules look at: the parsed document, its layers, and the zones in which words stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from lawcheck.citations import Citation, LawChange
from lawcheck.comparison import MatchComparison, compare_matches
from lawcheck.document import Document, Normalised, Span, Unit, new_texts, normalise
from lawcheck.laws import Article, CatalogueEntry, Law, LawVersion, Level, Repeal
from lawcheck.matching import HigherLaw, HigherTexts, Match
from lawcheck.procedure import Facts, Materials
from lawcheck.references import Reference
from lawcheck.slots import Slots, extract_slots
from lawcheck.terms import TermHit

__all__ = ["BODY_ROLES", "SENTENCE_ENDS", "CheckContext", "LibraryView", "Zones", "zones_of"]

BODY_ROLES = frozenset({"preamble", "body", "table", "annex"})
"""Segments that hold the words of the document itself; titles, notes, contents and packaging are left out."""

ATTACHED = re.compile(
    r"^[\s#]*附[ \u3000]*(?:[件表录][ \u3000]*(?P<n>[\d一二三四五六七八九十]{0,2})|(?=[:：]))", re.MULTILINE
)
"""The line behind the last 条 with which what is attached begins: 附件1, 附录, 附：."""

_QUOTES = re.compile(r"“[^“”]{0,400}”|「[^「」]{0,400}」")
_BLOCK_END = "\x00"
_SENTENCE_LIMIT = 500
SENTENCE_ENDS = "。；;\n：:！？"


class LibraryView(Protocol):
    """The part of :class:`lawcheck.laws.Library` that rules ask."""

    @property
    def horizon(self) -> date:
        """The day up to which the library knows the law."""

    def horizon_of(self, level: Level) -> date:
        """The day up to which it knows one level."""

    def repealed_titles(self) -> Mapping[str, Repeal]:
        """Repealed laws by normalised title."""

    def laws(self, level: Level | None = None) -> tuple[Law, ...]:
        """The laws held, all or of one level."""

    def find_title(self, title: str) -> tuple[Law, ...]:
        """The laws of a title."""

    def versions(self, law_id: str) -> tuple[LawVersion, ...]:
        """The versions of a law, oldest first."""

    def articles(self, version_id: int) -> tuple[Article, ...]:
        """The articles of a version."""

    def catalogue(self, title: str) -> tuple[CatalogueEntry, ...]:
        """What is known of a title, text held or not."""

    def known_days(self, law_id: str) -> tuple[date, ...]:
        """Days on which a law is known to have been made or amended, texts that are not held included."""


class Zones:
    """Where a place lies: role of its segment, inside 《》 or inside quotation marks; ``laid_down`` are the quotations that
    a 修改决定 makes law, which are not words quoted.

    >>> zones = Zones("见《某帐册办法》和“帐册”及帐册", ())
    >>> [zones.in_title(3), zones.in_quotes(11), zones.in_title(15)]
    [True, True, False]
    """

    def __init__(self, text: str, roles: tuple[tuple[int, int, str], ...], laid_down: tuple[Span, ...] = ()) -> None:
        self._starts = [start for start, _, _ in roles]
        self._roles = [role for _, _, role in roles]
        self._titles = list(_title_ranges(text))
        found = (match.span() for match in _QUOTES.finditer(text))
        self._quotes = [quote for quote in found if not any(_is_part(text, quote, new) for new in laid_down)]

    def role(self, offset: int) -> str:
        """The role of the segment at ``offset``."""
        index = bisect_right(self._starts, offset) - 1
        return self._roles[index] if index >= 0 else "body"

    @property
    def titles(self) -> tuple[Span, ...]:
        """The outermost 《…》, in order."""
        return tuple(Span(*span) for span in self._titles)

    def in_title(self, offset: int) -> bool:
        """Inside 《》 (nested ones included)."""
        return _covered(self._titles, offset)

    def in_quotes(self, offset: int) -> bool:
        """Inside “” or 「」."""
        return _covered(self._quotes, offset)

    def own_words(self, offset: int) -> bool:
        """Where the document itself speaks: in its body, neither in a title that it names nor in a quotation."""
        return self.role(offset) in BODY_ROLES and not self.in_title(offset) and not self.in_quotes(offset)


def _is_part(text: str, quote: tuple[int, int], new: Span) -> bool:
    """Whether a quotation is new text, or the last paragraph of it, and not words quoted inside it."""
    start, end = quote
    first = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    return start == new.start or (new.start < start and first and end == new.end)


def _title_ranges(text: str) -> Iterator[tuple[int, int]]:
    """Outermost 《…》; one that never closes covers nothing, so that it cannot silence the rest of the text."""
    depth = start = 0
    for match in re.finditer("[《》\n]", text):
        mark = match[0]
        if mark == "《":
            start = match.start() if depth == 0 else start
            depth += 1
        elif mark == "》" and depth:
            depth -= 1
            if depth == 0:
                yield start, match.end()
        elif mark == "\n" and depth and match.end() - start > 200:
            depth = 0


def _covered(ranges: list[tuple[int, int]], offset: int) -> bool:
    index = bisect_right(ranges, (offset, ranges[-1][1] if ranges else 0)) - 1
    return index >= 0 and ranges[index][0] <= offset < ranges[index][1]


def zones_of(document: Document) -> Zones:
    """The zones of a parsed document.

    >>> from lawcheck.document import parse
    >>> zones = zones_of(parse("某市关于修改《某办法》的决定\\n一、将第三条修改为：“甲应当登记“乙”。”"))
    >>> zones.in_quotes(27), zones.in_quotes(32)
    (False, True)
    """
    roles = tuple((s.start, s.end, s.role) for s in document.segments)
    return Zones(document.source.text, roles, new_texts(document))


@dataclass(frozen=True)
class CheckContext:
    """Everything that a review has found out about one document, for the rules to read.

    ``library`` may be None: rules that need it are then 未检查. ``materials`` are the files of the filing that the
    document came in, None where it is a single file. ``higher_texts`` are all laws above the document, to be asked where
    they say the same; None where no library was indexed. ``listed`` are the rules that the word lists hold words for, None
    where nobody asked.
    """

    document: Document
    facts: Facts
    references: tuple[Reference, ...]
    citations: tuple[Citation, ...]
    terms: tuple[TermHit, ...]
    matches: tuple[Match, ...]
    higher_laws: tuple[HigherLaw, ...]
    library: LibraryView | None
    as_of: date
    law_changes: tuple[LawChange, ...] = ()
    materials: Materials | None = None
    higher_texts: HigherTexts | None = None
    listed: frozenset[str] | None = None

    @property
    def text(self) -> str:
        """The whole text of the filed file."""
        return self.document.source.text

    @cached_property
    def zones(self) -> Zones:
        """Roles, titles and quotations by place."""
        return zones_of(self.document)

    @cached_property
    def normalised(self) -> Normalised:
        """The text in its one written form, with the way back; blocks stay apart, so that no pattern runs from the end
        of one 条 into the number of the next."""
        return _by_block(self.document)

    @cached_property
    def labelled(self) -> tuple[Unit, ...]:
        """The units that bear a written number, in reading order."""
        return tuple(unit for unit in self.document.walk() if unit.label)

    @cached_property
    def comparisons(self) -> tuple[MatchComparison, ...]:
        """What each 款 makes of its best higher clause, in the order of ``matches``."""
        return compare_matches(self.document, self.matches)

    @cached_property
    def slots(self) -> tuple[Slots, ...]:
        """What each 款 says, slot by slot."""
        return extract_slots(self.document)

    @cached_property
    def matches_by_eid(self) -> Mapping[str, Match]:
        """Matches by the 款 that they belong to."""
        return {match.eid: match for match in self.matches}

    def row_at(self, span: Span) -> Unit | None:
        """The row of a table that is compared row by row and holds ``span`` whole."""
        unit = self.document.unit_at(span.start)
        rows = self.document.rows.get(unit.eid, ()) if unit else ()
        return next((row for row in rows if row.span.holds(span)), None)

    @cached_property
    def document_date(self) -> date | None:
        """The day that stands for the filed text: its last amendment, else publication, approval or adoption; where
        none is told, the day it takes effect."""
        return self._day_told or self.facts.effective

    @property
    def document_date_told(self) -> str:
        """The same for people; a day inferred from the effective date says so."""
        day = self.document_date
        return (day.isoformat() + ("" if self._day_told else "（据施行日期推定）")) if day else "不明"

    @property
    def _day_told(self) -> date | None:
        facts = self.facts
        return facts.amended or facts.published or facts.approved or facts.adopted

    def sentence(self, offset: int) -> Span:
        """The sentence or list item around ``offset``, without its end mark.

        Stops at 。；： and line ends, and after 500 characters on either side.
        """
        low, high = max(offset - _SENTENCE_LIMIT, 0), min(offset + _SENTENCE_LIMIT, len(self.text))
        starts = [self.text.rfind(mark, low, offset) + 1 for mark in SENTENCE_ENDS]
        ends = [end for mark in SENTENCE_ENDS if (end := self.text.find(mark, offset, high)) >= 0]
        return Span(max(low, *starts), min(ends, default=high))

    def before(self, offset: int, length: int = 12) -> str:
        """Up to ``length`` characters before ``offset``."""
        return self.text[max(offset - length, 0) : offset]

    def after(self, offset: int, length: int = 12) -> str:
        """Up to ``length`` characters from ``offset`` on."""
        return self.text[offset : offset + length]


def _by_block(document: Document) -> Normalised:
    """Ends of blocks wear a mark that normalising neither drops nor joins, and become line breaks again."""
    source = document.source
    marked = "".join(b.content + _BLOCK_END if b.separator == "\n" else b.text for b in source.blocks)
    found = normalise(marked)
    return Normalised(found.text.replace(_BLOCK_END, "\n"), source.text, found.positions)
