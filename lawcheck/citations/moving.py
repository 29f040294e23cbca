"""Article numbers that an amendment has moved: what a citation meant, and where that stands today.

Where the text that was in force when the document was made is held, the aligner tells. Where only today's text is,
the clause itself can: 饲养犬只干扰他人的，依照治安管理处罚法第七十五条处罚 says nothing of today's 第七十五条 and all that it says
stands in 第八十九条. In between the answer is that nobody looked, never that all is well.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from lawcheck.alignment import ArticlePair, ArticleText, align_articles
from lawcheck.citations.model import Citation, CitationState, Move
from lawcheck.citations.places import article_name
from lawcheck.document import Address, Document, Number, NumberRange, Span, format_numeral
from lawcheck.laws import Article, KnownMove, LawVersion, Library, known_moves

__all__ = ["follow_moves"]

CERTAIN: Final = 0.4
"""Texts less alike are not taken for the same article (domain.md 1.6: 治安管理处罚法 75→89 is 0.42)."""

# A clause contradicts the cited number when hardly anything of it stands there, nearly all stands in one other article
# and less in any third. On the gold citations whose number is known to be right these never all hold.
THERE: Final = 0.05
ELSEWHERE: Final = 0.7
AHEAD: Final = 1.15
AGREES: Final = 0.1
"""A number is left alone where the clause has this share more of its words in today's text under that number than in the
text that has moved: less says nothing (实施行政处罚 stands in both)."""
WEIGHT: Final = 20.0
"""Least sum of weights (log of articles per article that has the pair) of what the clause says: less is too little."""

# A whole sentence does so when next to nothing of it stands there (cosine with the nearest sentence of the article), and
# another article is near and well ahead of the rest. Told of 2 of 472 citations in texts made since the law's last amendment,
# and of some 75 of all 1,204 without a known move: nearly all numbers of an older text of the law.
UNLIKE: Final = 0.02
ALIKE: Final = ((0.25, 1.3), (0.2, 1.5))  # least cosine, and least share of the next
SENTENCE_WEIGHT: Final = 30.0

# And 依照《某法》第X条的规定 with the very words of another article: nearly all that is said stands there, well ahead of the rest,
# a third of it at the most in the cited text. Of 2,213 citations in held texts nine more, all outdated numbers (for one the
# article offered is near, not right).
RESTATED: Final = 0.75
FAR_AHEAD: Final = 1.3
A_THIRD: Final = 1 / 3
RESTATED_WEIGHT: Final = 40.0

# A number known to have moved asks for less: the clause fits the new one better by this share, of this least weight. Nothing
# is told so in 645 local texts, a third of the 行政法规 and the 部门规章 held; one citation there comes up and agrees with its number.
OUTDATED: Final = 0.5
OUTDATED_WEIGHT: Final = 8.0

_LEADS: Final = re.compile(
    r"(?:[，,]?由[^，。；]*)?[，,]?(?:并|应当|可以)?(?:按照|依照|根据|适用|依据)[^，。；]{0,20}$"
)
_PENALTY: Final = re.compile(r"[^，。；]{0,12}(?:处罚|处理|追究)")
_NOISE: Final = re.compile(
    r"[^\w]|第[零〇一二三四五六七八九十百千\d]+[条款项](?:之[一二三四五六七八九十]+)?|《[^》]*》"
)
_UNDER: Final = re.compile(r"(?:按照|依照|根据|依据)(?:《[^》]*》|[^，。；：《]{0,10})$")
_CRIME: Final = re.compile("[^，。；]{0,8}，以(?P<what>[^，。；]{2,24})罪(?:定罪|论处|追究)")
CRIME_SHARE: Final = 0.5
"""Share of the name of a crime that the cited article must hold for its number to be right."""
_STOPS: Final = "。；：\n"
_DESCRIBED: Final = re.compile(r"(?:所?(?:规定|列举?|称|确定)|关于)的?(?P<what>[^，。；：\n（(]{4,60})")
_CALLED: Final = re.compile("所称的?(?P<what>[^，。；：、\n]{2,12}?)[，、]?(?:，|是指|包括|指)")
"""第三条所称所得，包括…: a word of the cited article."""
_GENERAL: Final = re.compile("的?(?:情形|条件|行为|处罚|标准|程序)")
_SENTENCE_ENDS: Final = "。；\n"
_LIST: Final = re.compile(r"：(?:\s*\n\s*[（(][^\n]*)+")
_SENTENCE: Final = re.compile(r"[^。\n]{7,}")


def follow_moves(
    document: Document, library: Library, citations: Sequence[Citation], made: date | None
) -> Iterator[Citation]:
    """``citations`` with :attr:`Citation.moved` and :attr:`Citation.unfollowed` filled in."""
    follower = _Follower(document, library, citations, made)
    for citation in citations:
        yield follower.follow(citation) if _is_followed(citation) else citation


def _is_followed(citation: Citation) -> bool:
    live = citation.state in (CitationState.IN_FORCE, CitationState.AMENDED, CitationState.NO_SUCH_ARTICLE)
    return live and citation.version is not None and citation.reference.address.article is not None


class _Content:
    """The articles of one version as weighted character pairs."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = [a for a in articles if a.number is not None]
        self.pairs = [_pairs(a.text) for a in self.articles]
        counts = Counter(pair for pairs in self.pairs for pair in pairs)
        self.weights = {pair: math.log((len(self.pairs) + 1) / count) for pair, count in counts.items()}

    def shares(self, text: str) -> tuple[float, list[tuple[float, Article]]]:
        """The weight of what ``text`` says in this law's words, and the share of it that stands in each article."""
        weights = {pair: self.weights[pair] for pair in _pairs(text) if pair in self.weights}
        total = sum(weights.values())
        if not total:
            return 0.0, []
        said = [sum(weights[p] for p in pairs if p in weights) / total for pairs in self.pairs]
        return total, list(zip(said, self.articles, strict=True))

    @cached_property
    def sentences(self) -> tuple[list[int], list[float], dict[str, list[int]]]:
        """Of each sentence its article and the length of its vector; and the sentences of each pair."""
        texts = [(n, _pairs(s)) for n, a in enumerate(self.articles) for s in _SENTENCE.findall(a.text)]
        places: dict[str, list[int]] = {}
        for number, (_, pairs) in enumerate(texts):
            for pair in pairs:
                places.setdefault(pair, []).append(number)
        return [n for n, _ in texts], [self._length(pairs) for _, pairs in texts], places

    def _length(self, pairs: Iterable[str]) -> float:
        return math.sqrt(sum(self.weights[pair] ** 2 for pair in sorted(pairs))) or 1.0

    def likeness(self, text: str) -> tuple[float, list[tuple[float, Article]]]:
        """The weight of ``text``, and its cosine with the nearest sentence of each article."""
        articles, lengths, places = self.sentences
        pairs = sorted(pair for pair in _pairs(text) if pair in self.weights)
        dots: defaultdict[int, float] = defaultdict(float)
        for pair in pairs:
            for number in places.get(pair, ()):
                dots[number] += self.weights[pair] ** 2
        best, length = [0.0] * len(self.articles), self._length(pairs)
        for number, dot in dots.items():
            best[articles[number]] = max(best[articles[number]], dot / length / lengths[number])
        return sum(self.weights[pair] for pair in pairs), list(zip(best, self.articles, strict=True))


def _grounds(known: KnownMove) -> str:
    if known.source:
        return f"条号对照：{known.source}"
    return f"条号对照表，相似度{known.similarity:.2f}{'' if known.certain else '，待核'}"


def _pairs(text: str) -> set[str]:
    plain = _NOISE.sub("", text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


@dataclass
class _Follower:
    document: Document
    library: Library
    citations: Sequence[Citation]
    made: date | None

    def __post_init__(self) -> None:
        self.aligned: dict[tuple[int, int], Mapping[Number, tuple[ArticlePair, ...]]] = {}
        self.contents: dict[int, _Content] = {}

    def follow(self, citation: Citation) -> Citation:
        """``citation`` with what is known of its number; where nothing shows that it moved, its sentence is asked."""
        found = self._followed(citation)
        version = citation.version
        if version is not None and found.moved is None:
            found = self._outdated(found, version)
        return self._from_sentence(found, version) if version is not None and found.moved is None else found

    def _followed(self, citation: Citation) -> Citation:
        version, place = citation.version, citation.reference.address.article
        if version is None or place is None:
            return citation
        if citation.state is CitationState.AMENDED:  # 《某法》（2018年修正）第X条
            return self._concordant(citation, version, self._today(version), place.first)
        start = version.effective_from or version.adopted
        if self.made is not None and start is not None and self.made < start:
            return self._from_the_day(citation, version, place.first, self.made)
        return self._from_content(citation, version)

    def _today(self, version: LawVersion) -> LawVersion:
        versions = self.library.versions(version.law_id)
        later = [v for v in versions if v.effective_to is None] or list(versions)
        return later[0]

    def _from_the_day(self, citation: Citation, version: LawVersion, number: Number, made: date) -> Citation:
        """The document is older than the text of today: the text that it knew is aligned with today's."""
        old = self.library.version_at(version.law_id, made)
        if old is not None and old.version_id != version.version_id:
            return self._checked(self._concordant(citation, old, version, number), citation, version)
        known = self._from_catalogue(citation, version, number, made)
        if known is not None:
            return self._checked(known, citation, version)
        if version.adopted is not None and version.adopted <= made:  # today's text, known before it took effect
            return self._from_content(citation, version)
        near = next((v for v in self.library.versions(version.law_id) if v.version_id != version.version_id), None)
        if near is not None and near.adopted is not None and made < near.adopted < (version.adopted or made):
            found = self._concordant(citation, near, version, number)  # the first text held after the document
            if found.moved is not None and self._fits(found.moved, citation, version) > 0:
                return found
        title = citation.law.title if citation.law else ""
        reason = f"《{title}》在文件制定（{made.isoformat()}）以后修改过，库中没有当时的文本，条号是否变动未能核对"
        return replace(self._from_content(citation, version), unfollowed=reason)

    def _from_catalogue(self, citation: Citation, version: LawVersion, number: Number, made: date) -> Citation | None:
        """The old text is not held, but the catalogue knows where the number has gone."""
        title = citation.law.title if citation.law else ""
        moves = [m for m in known_moves(title, number) if m.since <= made < m.until and m.until == version.adopted]
        alike = [m for m in moves if m.similarity >= CERTAIN] or [m for m in moves if m.source]
        now = self.library.article(version.version_id, alike[0].new) if len(alike) == 1 and alike[0].new else None
        if now is None:
            return None
        known = alike[0]
        there = self.library.article(version.version_id, number)
        how = "stated" if known.source else "concordance"
        move = Move(how, now, there, None, None, known.similarity, known.kind)
        reason = (
            f"{known.since.year}年的{article_name(number)}在{_day(version)}文本中为{now.label}（{_grounds(known)}）"
        )
        return replace(
            citation, state=CitationState.AMENDED, reason=reason, version=version, article=now, moved=move, exists=True
        )

    def _concordant(self, citation: Citation, old: LawVersion, new: LawVersion, number: Number) -> Citation:
        cited = self.library.article(old.version_id, number)
        if cited is None or old.version_id == new.version_id:
            return citation
        pairs = [p for p in self._pairs_of(old, new).get(number, ()) if p.new is not None and p.similarity >= CERTAIN]
        if not pairs:
            reason = f"{article_name(number)}在{_day(new)}文本中没有足够相似的条文，未能确定对应的条号"
            return replace(citation, unfollowed=reason)
        if any(pair.new == number for pair in pairs):
            return citation
        best = max(pairs, key=lambda pair: pair.similarity)
        now = self.library.article(new.version_id, best.new) if best.new else None
        if now is None or best.new is None:
            return citation
        there = self.library.article(new.version_id, number)
        move = Move("concordance", now, there, cited, old, best.similarity, best.kind)
        reason = f"{_day(old)}的{article_name(number)}在{_day(new)}文本中为{article_name(best.new)}（相似度{best.similarity:.2f}）"
        return replace(
            citation, state=CitationState.AMENDED, reason=reason, version=new, article=now, moved=move, exists=True
        )

    def _checked(self, found: Citation, citation: Citation, version: LawVersion) -> Citation:
        """A wrongly read date must not move a number that fits as it is: then the clause agrees with today's text."""
        if found.moved is None or self._fits(found.moved, citation, version) > -AGREES:
            return found
        reason = "按文件日期应指修改前的条号，但内容与现行同号条文相符，请核实文件日期"
        return replace(citation, unfollowed=reason)

    def _fits(self, move: Move, citation: Citation, version: LawVersion) -> float:
        """By how much the sentence fits the text under the new number better than that under the cited one."""
        text, span = self.document.source.text, citation.reference.span
        start = max(text.rfind(mark, 0, span.start) for mark in _STOPS) + 1
        ends = [end for mark in _STOPS if (end := text.find(mark, span.end)) >= 0]
        said = text[start : span.start] + text[span.end : min(ends, default=len(text))]
        shares = {article.number: share for share, article in self._content(version).shares(said)[1]}
        return shares.get(move.now.number, 0.0) - (shares.get(move.there.number, 0.0) if move.there else 0.0)

    def _content(self, version: LawVersion) -> _Content:
        if version.version_id not in self.contents:
            self.contents[version.version_id] = _Content(self.library.articles(version.version_id))
        return self.contents[version.version_id]

    def _outdated(self, citation: Citation, version: LawVersion) -> Citation:
        """A document younger than today's text that counts by the one before: the number has moved, and what the clause says
        stands under the new number and hardly under the one cited."""
        place, start = citation.reference.address.article, version.effective_from
        live = citation.state is CitationState.IN_FORCE and citation.article is not None
        if not live or place is None or start is None or self.made is None or self.made < start:
            return citation
        earlier = [v for v in self.library.versions(version.law_id) if v.effective_from and v.effective_from < start]
        old = max(earlier, key=lambda v: v.effective_from or start, default=None)
        found = self._concordant(citation, old, version, place.first) if old is not None else citation
        if found.moved is None or found.moved.now.number in self._cited_beside(citation):
            return citation
        said = self._described(citation) or self._said(citation) or self._sentence(citation.reference.span)
        weight, shares = self._content(version).shares(said)
        of = {article.number: share for share, article in shares}
        there, now = of.get(place.first, 0.0), of.get(found.moved.now.number, 0.0)
        return found if weight >= OUTDATED_WEIGHT and now >= max(ELSEWHERE, there + OUTDATED) else citation

    def _pairs_of(self, old: LawVersion, new: LawVersion) -> Mapping[Number, tuple[ArticlePair, ...]]:
        key = (old.version_id, new.version_id)
        if key not in self.aligned:
            texts = [_texts(self.library.articles(version_id)) for version_id in key]
            found: dict[Number, tuple[ArticlePair, ...]] = {}
            for pair in align_articles(*texts):
                if pair.old is not None:
                    found[pair.old] = (*found.get(pair.old, ()), pair)
            self.aligned[key] = found
        return self.aligned[key]

    # -- today's text alone --------------------------------------------------------------------------------------

    def _from_content(self, citation: Citation, version: LawVersion) -> Citation:
        said = self._said(citation) or self._described(citation)
        if not said or citation.article is None or self._names_crime(citation):
            return citation
        weight, shares = self._content(version).shares(said)
        cited = self._cited_beside(citation)
        there = max((share for share, article in shares if article.number in cited), default=1.0)
        if weight < WEIGHT or there >= THERE or len(shares) < 2:
            return citation
        (best, now), (second, _) = sorted(shares, key=lambda pair: -pair[0])[:2]
        if best < max(ELSEWHERE, AHEAD * second) or _names(now, citation):
            return citation
        return replace(citation, moved=Move("content", now, citation.article, None, None, round(best, 4), ""))

    def _names_crime(self, citation: Citation) -> bool:
        """Whether the clause says which crime of the cited article is meant (以走私文物罪定罪处罚), in the article's words."""
        found = _CRIME.match(self.document.source.text, citation.reference.span.end)
        pairs = _pairs(found["what"]) if found and citation.article else set()
        own = _pairs(citation.article.text) if citation.article else set()
        return bool(pairs) and len(pairs & own) >= CRIME_SHARE * len(pairs)

    def _said(self, citation: Citation) -> str:
        """What the clause says is to be punished under the cited article: 饲养犬只干扰他人正常生活的; else nothing."""
        text, span = self.document.source.text, citation.reference.span
        if not _PENALTY.match(text, span.end):
            return ""
        start = max(text.rfind(mark, 0, span.start) for mark in _STOPS) + 1
        unit = self.document.unit_at(span.start)
        start = max(start, unit.text_span.start if unit is not None else 0)
        lead = _LEADS.search(text, start, span.start)
        return text[start : lead.start()] if lead else ""

    def _described(self, citation: Citation) -> str:
        """What the cited article is said to be about: 第四十二条规定应当进行土地复垦的; else nothing."""
        match = _DESCRIBED.match(self.document.source.text, citation.reference.span.end)
        return _GENERAL.split(match["what"])[0] if match else ""

    def _from_sentence(self, citation: Citation, version: LawVersion) -> Citation:
        """The sentence is another article's: the cited one, today's and that of the document's day, says next to nothing of
        it, or far less than the article whose words it has."""
        here = self.document.unit_at(citation.reference.span.start)
        if citation.article is None or citation.state is not CitationState.IN_FORCE or here is None:
            return citation
        if _in_named_chapter(citation.article, citation.reference.address):
            return citation
        named = _CALLED.match(self.document.source.text, citation.reference.span.end)
        if named is not None and named["what"] in citation.article.text:
            return citation
        said = self._sentence(citation.reference.span)
        cited, then = self._cited_beside(citation), self._then(version)
        weight, likeness = self._content(version).likeness(said)
        earlier = self._content(then).likeness(said)[1] if then is not None else []
        there, ahead = _contest((*likeness, *earlier), likeness, cited)
        if weight < SENTENCE_WEIGHT or len(ahead) < 2:
            return citation
        (share, now), (second, _) = ahead
        if there > UNLIKE or not any(share >= max(alike, lead * second) for alike, lead in ALIKE):
            lead = self._under(citation)
            return self._restated(citation, version, then, said.replace(lead, "", 1)) if lead else citation
        if _names(now, citation):
            return citation
        return replace(citation, moved=Move("sentence", now, citation.article, None, None, round(share, 4), ""))

    def _restated(self, citation: Citation, version: LawVersion, then: LawVersion | None, said: str) -> Citation:
        """What is said to be the cited article's stands nearly all in another one, and hardly in that."""
        weight, shares = self._content(version).shares(said)
        earlier = self._content(then).shares(said)[1] if then is not None else []
        there, ahead = _contest((*shares, *earlier), shares, self._cited_beside(citation))
        if weight < RESTATED_WEIGHT or len(ahead) < 2:
            return citation
        (share, now), (second, _) = ahead
        if share < max(RESTATED, FAR_AHEAD * second) or there > A_THIRD * share or _names(now, citation):
            return citation
        return replace(citation, moved=Move("content", now, citation.article, None, None, round(share, 4), ""))

    def _under(self, citation: Citation) -> str:
        """依照, 根据某法 … before the citation: what the sentence says is said to be that article's; else nothing."""
        text, start = self.document.source.text, citation.reference.span.start
        match = _UNDER.search(text, max(start - 40, 0), start)
        return match[0] if match else ""

    def _then(self, version: LawVersion) -> LawVersion | None:
        """The text of the document's day, where another than today's is held."""
        held = self.library.version_at(version.law_id, self.made) if self.made is not None else None
        return held if held is not None and held.version_id != version.version_id else None

    def _sentence(self, span: Span) -> str:
        """The sentence around a citation, with the list that it opens."""
        text = self.document.source.text
        start = max(text.rfind(mark, 0, span.start) for mark in _SENTENCE_ENDS) + 1
        ends = [end for mark in _SENTENCE_ENDS if (end := text.find(mark, span.end)) >= 0]
        end = min(ends, default=len(text))
        items = _LIST.match(text, end - 1)
        return f"{text[start : span.start]}，{text[span.end : items.end() if items else end]}"

    def _cited_beside(self, citation: Citation) -> set[Number]:
        """All numbers of the same law cited in the same unit: the clause may be about any of them."""
        unit = self.document.unit_at(citation.reference.span.start)
        return {
            number
            for other in self.citations
            if other.law == citation.law
            and self.document.unit_at(other.reference.span.start) is unit
            and (place := other.reference.address.article) is not None
            for number in _numbers(place)
        }


def _names(now: Article, citation: Citation) -> bool:
    """Whether the article whose words stand here itself sends to the number cited (依照本法第四十九条…赔偿损失): then the
    clause copies it, number and all."""
    place = citation.reference.address.article
    return place is not None and re.search(rf"本[^，。；]{{1,4}}{article_name(place.first)}", now.text) is not None


def _in_named_chapter(article: Article, address: Address) -> bool:
    """Whether the citation names the 章 too (第二章第七条), and the article stands in it."""
    chapter = address.chapter.first.value if address.chapter is not None else 0
    return chapter > 0 and article.heading.startswith(f"第{format_numeral(chapter)}章")


_Shares = Sequence[tuple[float, Article]]


def _contest(everywhere: _Shares, today: _Shares, cited: set[Number]) -> tuple[float, _Shares]:
    """The most that any of the cited articles has, in any of the texts; and the two of today's others that have most."""
    there = max((share for share, article in everywhere if article.number in cited), default=1.0)
    return there, sorted((pair for pair in today if pair[1].number not in cited), key=lambda pair: -pair[0])[:2]


def _numbers(place: NumberRange) -> Iterable[Number]:
    return (place.first, place.last, *(Number(value) for value in range(place.first.value + 1, place.last.value)))


def _texts(articles: Iterable[Article]) -> list[ArticleText]:
    return [ArticleText(a.number, a.text) for a in articles if a.number is not None]


def _day(version: LawVersion) -> str:
    shown = version.adopted or version.published
    return f"{shown.year}年" if shown else "旧"
