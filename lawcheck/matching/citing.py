"""Clauses that cite an article of another law: what other texts say where they refer to it, as a second way to the article.

Like the words of links that lead to a page (Craswell, Hawking and Robertson, SIGIR 2001): who applies an article says in
their own words what it is about, and the next clause on the matter is often nearer to theirs than to the law's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Final

from rapidfuzz import fuzz, process

from lawcheck.document import Number
from lawcheck.laws import Article, Law, LawVersion, Library
from lawcheck.matching.citing_index import CitingClause
from lawcheck.matching.grams import pairs_of_units, units_of
from lawcheck.references import Reference, find_references

__all__ = ["citing_clauses"]

_NUMERAL = "[〇零一二三四五六七八九十百千\\d]+"
_CITES: Final = re.compile(f"[》法典则例定办释](?:[（(][^（）()]*[）)])?[^第。\n]{{0,6}}第{_NUMERAL}条|简称")
_TITLE: Final = re.compile("《[^《》]*》")
_BLANKS: Final = re.compile(r"\s+")
_LEAST: Final = 15  # characters that a clause has besides its references: fewer say nothing
_RANGE: Final = 10  # articles of a range that are looked up
_SAME: Final = 75  # rapidfuzz ratio from which an article of another text of the law is the same one
_ABOUT: Final = 0.3  # share of pairs from which a clause is about the article that it may cite
_NEARLY: Final = 0.85  # of the highest such share in the law


def citing_clauses(library: Library) -> Iterator[CitingClause]:
    """Those of the newest text of every law in ``library``.

    An article is cited as it stood when the citing text was made: by its number in the text of that day, and carried on
    to the articles of the other texts of the same law that have its words. Where no text of that day is held, the
    number may have been another's; then the clause has to be about the article of the oldest text that has it today.
    """
    cited = _Cited(library)
    for law in library.laws():
        versions = library.versions(law.law_id)
        if versions and (made := _made(versions[-1])):
            yield from _of_version(library.articles(versions[-1].version_id), law, made, cited)


def _of_version(articles: Sequence[Article], law: Law, made: date, cited: _Cited) -> Iterator[CitingClause]:
    lines = [line for article in articles for line in article.text.splitlines() if _CITES.search(line)]
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    by_line: dict[int, list[Reference]] = defaultdict(list)
    for reference in find_references("\n".join(lines)) if lines else ():
        by_line[bisect_right(starts, reference.span.start) - 1].append(reference)
    for number, references in sorted(by_line.items()):
        text = _without(lines[number], references, starts[number])
        if len(text) >= _LEAST:
            ids = {found for reference in references for found in cited.articles(reference, law, made, text)}
            if ids:
                yield CitingClause(text, articles[0].version_id, tuple(sorted(ids)))


def _without(line: str, references: Sequence[Reference], start: int) -> str:
    """The words of a line that do not refer."""
    kept, at = [], 0
    for reference in references:
        first, last = (edge - start for edge in reference.span)
        kept.append(line[at : max(at, first)])
        at = max(at, last)
    return _plain(_TITLE.sub("", "".join([*kept, line[at:]])))


def _made(version: LawVersion) -> date | None:
    return version.published or version.adopted or version.effective_from


def _plain(text: str) -> str:
    return _BLANKS.sub("", text)


def _pairs(text: str) -> frozenset[int]:
    return frozenset(pairs_of_units(units_of(text)).tolist())


class _Cited:
    """The articles that references mean; every text of a law is read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._law = cache(self._named)
        self._texts = cache(self._numbered)
        self._pairs = cache(self._pairs_of)
        self._everywhere = cache(self._carried)

    def articles(self, reference: Reference, own: Law, made: date, text: str) -> Iterator[int]:
        """Ids of the articles meant by a clause of ``text``, in all texts of their law."""
        place, title = reference.address.article, reference.address.law
        law = self._law(title, reference.how) if place and title else None
        if place is None or law is None or law.law_id == own.law_id:
            return
        versions = self._library.versions(law.law_id)
        of_the_day = [v for v in versions if (day := _made(v)) and day <= made]
        version = (of_the_day[-1:] or versions[:1])[0].version_id
        last = min(place.last.value, place.first.value + _RANGE)
        for number in (place.first, *map(Number, range(place.first.value + 1, last + 1))):
            if number in self._texts(version) and (of_the_day or self._is_about(text, version, number)):
                yield from self._everywhere(law.law_id, version, number)

    def _named(self, title: str, how: str) -> Law | None:
        """The one law of this title; of a title without 《》 the longest ending that is one (依照刑法)."""
        cuts = range(len(title) - 1) if how in ("unmarked", "elided") else range(1)
        found = next(filter(None, (self._library.find_title(title[cut:]) for cut in cuts)), ())
        chosen = [law for law in found if not law.territory] or found
        return chosen[0] if len(chosen) == 1 and self._library.versions(chosen[0].law_id) else None

    def _numbered(self, version_id: int) -> Mapping[Number, Article]:
        return {a.number: a for a in self._library.articles(version_id) if a.number is not None}

    def _pairs_of(self, version_id: int) -> Mapping[Number, frozenset[int]]:
        return {number: _pairs(article.text) for number, article in self._texts(version_id).items()}

    def _is_about(self, text: str, version_id: int, number: Number) -> bool:
        own = _pairs(text)
        shares = {
            other: len(own & held) / max(1, min(len(own), len(held))) for other, held in self._pairs(version_id).items()
        }
        return shares[number] >= max(_ABOUT, _NEARLY * max(shares.values()))

    def _carried(self, law_id: str, version_id: int, number: Number) -> tuple[int, ...]:
        """The article, and the likest one of each other text of its law."""
        meant = self._texts(version_id)[number]
        found = [meant.article_id]
        for version in self._library.versions(law_id):
            articles = list(self._texts(version.version_id).values())
            texts = [_plain(article.text) for article in articles]
            if version.version_id != version_id and (
                likest := process.extractOne(_plain(meant.text), texts, scorer=fuzz.ratio, score_cutoff=_SAME)
            ):
                found.append(articles[likest[2]].article_id)
        return tuple(found)
