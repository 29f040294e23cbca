"""The radar 上位法已改、下位法未跟进: laws that a document builds on and that have changed since, with the changed
articles that matter to it.

A changed article matters where the document cites it by number, or where a 款 says the same as one of its 款 did.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from lawcheck.alignment import ArticleText, align_articles
from lawcheck.citations.model import Citation
from lawcheck.document import Document, Number, Span, Unit, split_paragraphs
from lawcheck.laws import Article, Law, LawVersion, Library

__all__ = ["ClauseChange", "Concern", "LawChange", "find_changes"]

ALIKE: Final = 0.5
"""Share of a 款's character pairs that stands in a 款 of the law for both to be about the same (domain.md 1.3: 0.45–0.6)."""

COPIED: Final = 0.6
"""From this share on, a 款 may be a copy of the old words …"""
AHEAD: Final = 0.12
"""… if the new words hold so much less of it."""
SHORTEST: Final = 16
"""Character pairs; shorter 款 (本条例自…起施行) are like anything."""
_NOISE: Final = re.compile(r"[^\w]|第[零〇一二三四五六七八九十百千\d]+[条款项]|本(?:法|条例|办法|规定)|应当|规定|违反")
_AMOUNT: Final = re.compile(r"[一二三四五六七八九十百千万两零〇\d]+(?:个)?(?:元|日|天|年|月|倍|小时|％|%|周岁|平方米)")


class Concern(NamedTuple):
    """A 款 of the document that a changed article concerns.

    ``how`` is ``cited`` (by number) or ``alike`` (in words). ``old`` and ``new``, 0–1: the share of the 款's character
    pairs in the old and in the new law. ``kept`` are amounts and periods of the 款 that the old text has and the new one
    has not; ``copied``: the 款 follows the old words, not the new ones.
    """

    eid: str
    span: Span
    how: str
    old: float
    new: float
    kept: tuple[str, ...] = ()
    copied: bool = False


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """An article changed between two versions: ``new`` is None where it was deleted."""

    old: Article
    new: Article | None
    similarity: float
    concerns: tuple[Concern, ...]


@dataclass(frozen=True, slots=True)
class LawChange:
    """A law that the document names, in the text of ``old`` (that the document knew, or the last one held before the
    current one) and today (``current``).

    ``basis``: named in 第一条 or the preamble, at ``span``. ``younger``: the law changed after the document was made, on
    ``days`` as far as known. ``changed`` counts the articles changed or deleted, ``clauses`` are those that concern the
    document; ``reason`` says in Chinese why nothing could be compared, empty where it could.
    """

    law: Law
    current: LawVersion
    old: LawVersion | None
    span: Span
    basis: bool
    younger: bool
    days: tuple[date, ...]
    changed: int
    clauses: tuple[ClauseChange, ...]
    reason: str = ""


def find_changes(
    document: Document, citations: Sequence[Citation], library: Library, as_of: date, made: date | None
) -> tuple[LawChange, ...]:
    """Every law that ``document`` names, in force on ``as_of`` with a text other than the one that the document, made on
    ``made``, knew; basis laws first, in the order of their first naming."""
    radar = _Radar(document, citations, library, as_of, made)
    found = [change for law, named in _laws(citations).items() if (change := radar.change(library.law(law), named))]
    return tuple(sorted(found, key=lambda change: not change.basis))


def _laws(citations: Iterable[Citation]) -> Mapping[str, list[Citation]]:
    found: dict[str, list[Citation]] = {}
    for citation in citations:
        if citation.law is not None and citation.version is not None:
            found.setdefault(citation.law.law_id, []).append(citation)
    return found


@dataclass
class _Radar:
    document: Document
    citations: Sequence[Citation]
    library: Library
    as_of: date
    made: date | None
    _texts: list[tuple[Unit, str, frozenset[str]]] = field(default_factory=list)

    def change(self, law: Law, named: Sequence[Citation]) -> LawChange | None:
        current = self.library.version_at(law.law_id, self.as_of)
        if current is None:
            return None
        spans = [c.reference.title_span or c.reference.span for c in named]
        zone = next((span for span in spans if _in_basis(self.document, span)), None)
        days = self._days_since(law, current)
        younger = bool(days)
        old = self._known_text(law, current)
        if old is None:
            if not younger:
                return None
            reason = f"《{law.title}》在文件制定以后修改过，库中没有修改前的文本，变动的条款未能列出"
            return LawChange(law, current, None, zone or spans[0], zone is not None, True, days, 0, (), reason)
        changed, clauses = self._compare(old, current, named)
        return LawChange(law, current, old, zone or spans[0], zone is not None, younger, days, changed, clauses)

    def _days_since(self, law: Law, current: LawVersion) -> tuple[date, ...]:
        """The known days of change after the document, the current text's own included."""
        made = self.made
        if made is None:
            return ()
        own = current.adopted or current.published or current.effective_from
        days = {*self.library.known_days(law.law_id), *([own] if own else [])}
        return tuple(sorted(day for day in days if made < day <= self.as_of))

    def _known_text(self, law: Law, current: LawVersion) -> LawVersion | None:
        """The text on the day of the document; where that is today's or not held, the last one before today's."""
        versions = self.library.versions(law.law_id)
        before = [v for v in versions[: versions.index(current)] if v.article_count]
        known = self.library.version_at(law.law_id, self.made) if self.made else None
        return known if known in before else (before[-1] if before else None)

    # -- what changed, and whom it concerns ----------------------------------------------------------------------

    def _compare(
        self, old: LawVersion, current: LawVersion, named: Sequence[Citation]
    ) -> tuple[int, tuple[ClauseChange, ...]]:
        apart = _differences(self.library, old.version_id, current.version_id)
        alike = self._alike(apart)
        clauses = (self._clause_change(pair, named, alike.get(number, [])) for number, pair in enumerate(apart.pairs))
        return len(apart.pairs), tuple(change for change in clauses if change.concerns)

    def _clause_change(self, pair: _Changed, named: Sequence[Citation], alike: Sequence[Concern]) -> ClauseChange:
        new, similarity = max(pair.found, key=lambda found: found[1], default=(None, 0.0))
        concerns: dict[str, Concern] = {}
        for concern in (*alike, *self._cited(pair.old, named)):
            concerns.setdefault(concern.eid, concern)
        return ClauseChange(pair.old, new, similarity, tuple(sorted(concerns.values(), key=lambda c: c.span)))

    def _cited(self, old: Article, named: Sequence[Citation]) -> Iterator[Concern]:
        for citation in named:
            place = citation.reference.address.article
            unit = self.document.unit_at(citation.reference.span.start)
            if place is not None and old.number is not None and old.number in place and unit is not None:
                yield Concern(unit.eid, citation.reference.span, "cited", 0.0, 0.0)

    def _alike(self, apart: _Apart) -> dict[int, list[Concern]]:
        """By changed article: the 款 of the document about the same as one of its 款, with what they have kept of it."""
        found: dict[int, list[Concern]] = {}
        for unit, text, said in self._units():
            best: dict[int, tuple[float, str]] = {}
            for place, share in apart.gone.shares(said, ALIKE):
                number, paragraph = apart.gone_from[place]
                best[number] = max(best.get(number, (0.0, "")), (share, paragraph))
            new_share = _best_share(said, apart.words) if best else 0.0
            for number, (old_share, paragraph) in best.items():
                kept = _kept(text, paragraph, apart.pairs[number].new_text)
                ahead = old_share - new_share >= AHEAD or bool(kept and old_share >= new_share)
                shares = round(old_share, 2), round(new_share, 2)
                concern = Concern(unit.eid, unit.span, "alike", *shares, kept, old_share >= COPIED and ahead)
                found.setdefault(number, []).append(concern)
        return found

    def _units(self) -> list[tuple[Unit, str, frozenset[str]]]:
        """The 款 of the document that say enough, with their character pairs."""
        if not self._texts:
            texts = ((unit, unit.full_text) for unit in self.document.clauses)
            said = ((unit, text, _pairs(text)) for unit, text in texts)
            self._texts = [row for row in said if len(row[2]) >= SHORTEST]
        return self._texts


class _Changed(NamedTuple):
    """An article whose words are gone from the new text, and where what is left of them stands, with the likeness."""

    old: Article
    found: tuple[tuple[Article, float], ...]

    @property
    def new_text(self) -> str:
        """The words of the articles that hold what is left."""
        return "\n".join(article.text for article, _ in self.found)


class _Shares:
    """How much of a text stands in each of many paragraphs, all of them asked at once."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self._places: dict[str, list[int]] = {}
        for number, paragraph in enumerate(paragraphs):
            for pair in _pairs(paragraph):
                self._places.setdefault(pair, []).append(number)

    def shares(self, said: frozenset[str], least: float) -> Iterator[tuple[int, float]]:
        """Paragraphs that hold at least this share of the character pairs ``said``, and the share."""
        counts = Counter(chain.from_iterable(self._places.get(pair, ()) for pair in said))
        total = max(len(said), 1)
        return ((place, count / total) for place, count in counts.items() if count / total >= least)


class _Apart(NamedTuple):
    """What differs between two texts of a law: the changed articles, their 款 that are gone (``gone_from`` says which
    article each was in, and its words), and every 款 of the new text without its noise."""

    pairs: tuple[_Changed, ...]
    gone: _Shares
    gone_from: tuple[tuple[int, str], ...]
    words: tuple[str, ...]


@lru_cache(maxsize=64)
def _differences(library: Library, old: int, current: int) -> _Apart:
    """Kept, because the documents of one office build on the same laws. What stands in both texts is set aside before
    the rest is aligned: most amendments change little."""
    before, now = (_by_number(library.articles(version_id)) for version_id in (old, current))
    held, had = ({_plain(a.text) for a in articles.values()} for articles in (now, before))
    lost = {number: a for number, a in before.items() if _plain(a.text) not in held}
    new = {number: a for number, a in now.items() if _plain(a.text) not in had}
    targets: dict[Number, list[tuple[Article, float]]] = {number: [] for number in lost}
    for pair in align_articles(_texts(lost), _texts(new)):
        if pair.old is not None and pair.new is not None:
            targets[pair.old].append((new[pair.new], pair.similarity))
    changed = tuple(_Changed(lost[number], tuple(found)) for number, found in targets.items())
    gone = tuple((n, p) for n, c in enumerate(changed) for p in split_paragraphs(c.old.text) if p not in c.new_text)
    words = tuple(_NOISE.sub("", p) for a in now.values() for p in split_paragraphs(a.text))
    return _Apart(changed, _Shares(p for _, p in gone), gone, words)


def _in_basis(document: Document, span: Span) -> bool:
    """第一条 and the preamble: where a document names what it builds on."""
    first = document.article(1)
    zones = (document.preamble_span, *([first.span] if first is not None else []))
    return any(zone.start <= span.start < zone.end for zone in zones)


def _by_number(articles: Iterable[Article]) -> dict[Number, Article]:
    return {a.number: a for a in articles if a.number is not None}


def _texts(articles: Mapping[Number, Article]) -> list[ArticleText]:
    return [ArticleText(number, article.text) for number, article in articles.items()]


def _plain(text: str) -> str:
    return re.sub(r"第[零〇一二三四五六七八九十百千\d]+条|\W", "", text)


def _pairs(text: str) -> frozenset[str]:
    plain = _NOISE.sub("", text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def _best_share(said: frozenset[str], paragraphs: Iterable[str]) -> float:
    """The largest share of the character pairs ``said`` that one paragraph holds. Asked for a few 款 only, so that to
    look is cheaper than to index."""
    return max((sum(map(paragraph.__contains__, said)) for paragraph in paragraphs), default=0) / max(len(said), 1)


def _kept(text: str, old: str, new: str) -> tuple[str, ...]:
    """Amounts and periods of ``text`` that stood in ``old`` and are gone from ``new``."""
    amounts = Counter(_AMOUNT.findall(text))
    return tuple(a for a in amounts if a in _AMOUNT.findall(old) and a not in _AMOUNT.findall(new))
