"""Clauses that a comment names by number: 第十八条第二款, 15条, 第3至5条, 附件2, 第四章; checked against the draft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comments.citing_items import are_joined, counts_items, find_items
from lawcheck.comments.draft import Draft
from lawcheck.comments.places import Place, say
from lawcheck.document import Number, Span, UnitKind, format_numeral, parse_numeral
from lawcheck.references import ReferenceKind, find_references

__all__ = ["Place", "find_places", "find_stated"]

_N = r"[零〇一二三四五六七八九十百千两\d]{1,7}"
_POINT = rf"(?:第[（(]?({_N})[)）]?(?:项|小项)|[（(]({_N})[)）]项?)"
_STEP = rf"(?:[的中里]?第?[（(]?({_N})[)）]?款)?(?:[的中里]?{_POINT})?"
_ARTICLE: Final = re.compile(
    rf"(?:第({_N})|(?<![零〇一二三四五六七八九十百千两\d.第])(\d{{1,3}}|[一二三四五六七八九]?十[一二三四五六七八九]?|(?<=[、，和及至到~-])[一二三四五六七八九](?=条)))"
    rf"(?:条(?:之({_N}))?(?(1)(?!意见|建议(?:[：:，,。、是为如]|$)|理由|措施|消息|线|款项)|(?!意见|建议|理由|措施|消息|线|款项))(?:{_STEP})|(?=(?:[、，和及至到~-]第?{_N})+条))"
)
_OPENED: Final = re.compile(rf"第?{_N}条(?:之{_N})?(?:[的中里]?第?[（(]?(?P<paragraph>{_N})[)）]?款)?[的中里]?")
_JOINT = r"(?:[、和及与]|以及|(?P<to>[至到~—-]+))"
_SEVERAL: Final = re.compile(
    rf"第?(?:{_N}|[（(]{_N}[)）])(?:项|款)?(?:(?:[、和及与]|以及|[至到~—-]+)第?{_N}(?:项|款)?|(?:[、和及与]|以及|[至到~—-]+)?第?[（(]{_N}[)）](?:项|款)?){{1,12}}"
    r"(?<=[项款)）])(?:(?<=(?P<unit>款))|)"
)
_TOKEN: Final = re.compile(rf"{_JOINT}?第?[（(]?(?P<number>{_N})")
_BELOW: Final = re.compile(
    rf"(?<![条之])第[（(]?({_N})[)）]?(款|项)(?:第?[（(]({_N})[)）]项?|第({_N})项)?|(?<![条款项)）])[（(]({_N})[)）]项"
)
_ANNEX: Final = re.compile(rf"附(?:件|表|录|图)[（(]?({_N})?[)）]?")
_HEADING: Final = re.compile("的?(?:名称|标题|题目|章名)")  # 第四章的名称 is of the draft, of none of its articles
_CHAPTER: Final = re.compile(rf"第({_N})(编|章|节)")
_ENGLISH: Final = re.compile(r"\b[Aa]rt(?:icles?|\.)\s?(\d{1,3})\b(?!\.\d)")
_NAMED: Final = re.compile(r"[条款项章节编附]|\b[Aa]rt")
_RANGE: Final = re.compile(r"[至到~—-]+")
_COMPARED: Final = re.compile(
    r"(?:与|同|跟|和|参照|参考|依照|按照|按|根据|违反|衔接|对照|类似|比照|结合|引用|援引|引到|指向)(?:了|的)?(?:本条例|条例|草案|本法|本办法|前述|上述)?(?:的)?$"
)
_TOGETHER: Final = re.compile(  # 第三条和第五条都赞成, 第三条和第五条重复
    "[这的]?(?:两条|二者|两者)?我?们?(?:[都均]|一起|一并|分别|同时)|(?:的(?:规定|内容))?(?:之间)?(?:相互|互相|有点?|存在|明显|前后)*(?:重复|重叠|矛盾|冲突|打架)"
)
# 上一稿第十六条: the number is that of another text.
_OTHER_DRAFT: Final = re.compile(
    r"(?:(?:上|前)一?[稿版]|上[一次轮]+(?:的)?(?:征求意见稿|草案|稿子?|版本?)|[旧老]的?(?:稿子?|版本?|草案)|原[先来]?的?稿|(?P<counted>第[一二三四五六七八九\d]{1,2}(?:稿|版)|[初二三四]稿))(?:本)?(?:[的中里]|里的|中的)?$"
)
_COUNTED_DRAFT: Final = re.compile("[二三四]次|[二三四]稿|再次|[二三四]审")  # a draft whose title counts the rounds
_DIGIT_ALONE: Final = frozenset("一二三四五六七八九")
_WITHIN: Final = re.compile(r"[的中里之内，,、]{0,2}$")  # between a chapter and the article of it that is meant
# Without one of these no place of another law is named (lawcheck.references.grammar).
_ELSEWHERE: Final = re.compile("《|(?:法典?|条例|办法|规定|细则|规则)第")
_JOINED: Final = 12  # characters before a place that tell how it is meant
_COUNTED: Final = re.compile(r"(?:增加|新增|增设|添加|加|共|这|那|某|每|有|几|提)$")
_LEADING: Final = re.compile(  # 对电梯条例第二十九条
    r"^(?:我们?|本人|大家|完全|坚决|强烈)*(?:关于|对于?|就|针对|根据|按照|依照|[把将在看]|建议|希望|请|不?(?:反对|支持|赞成|赞同|同意))+"
)
_DRAFT: Final = re.compile(r"草案|征求意见稿|送审稿|讨论稿|本条例|本办法|本规定|该条例|这个条例")


def find_places(text: str, draft: Draft, within: str = "") -> tuple[Place, ...]:
    """All places that ``text`` (normalised) names, in order; ``within`` is the article that 第二款 alone belongs to.

    >>> from lawcheck.comments import open_draft
    >>> from lawcheck.document import parse
    >>> draft = open_draft(parse("某市停车条例\\n第一条　甲。\\n乙。\\n第二条　丙。\\n"))
    >>> [place.targets or place.problem for place in find_places("第1条第二款、第九条和《某法》第二条", draft)]
    [('art_1__para_2',), '草案没有第九条。']
    """
    if counts_items(draft):
        annexes = tuple(_annexes(text, draft))
        return tuple(sorted(find_items(text, draft, within) + annexes, key=lambda place: place.span))
    if not _NAMED.search(text):
        return ()
    outside = _outside(text, draft)
    found = [place for place in _articles(text, draft) if not place.span.overlaps(*outside)]
    taken = [place.span for place in found] + outside
    found += [place for place in _others(text, draft) if not place.span.overlaps(*taken)]
    found = _narrowed(text, draft, sorted(found, key=lambda place: place.span))
    return tuple(_filled(text, draft, found, within, taken))


def _narrowed(text: str, draft: Draft, places: list[Place]) -> list[Place]:
    """第三章第十五条 is the article; where that article does not stand in that chapter, nobody knows what is meant."""
    found: list[Place] = []
    for place in places:
        chapter = found[-1] if found else place
        if not _is_within(text, chapter, place):
            found.append(place)
        elif draft.by_eid[place.targets[0]].root in chapter.targets:
            found[-1] = place
        else:
            article, name = text[slice(*place.span)], text[slice(*chapter.span)]
            span = Span(chapter.span.start, place.span.end)
            found[-1] = Place(span, (), say("P409", place=article, chapter=name))
    return found


def _is_within(text: str, chapter: Place, article: Place) -> bool:
    """Whether 第三章 stands before the article as what it is part of."""
    if not (chapter.targets and len(article.targets) == 1 and _CHAPTER.fullmatch(text, *chapter.span)):
        return False
    return bool(_WITHIN.fullmatch(text, chapter.span.end, article.span.start))


_LONE_ITEM: Final = re.compile(rf"[（(]({_N})[)）]")
_CELL: Final = re.compile(rf"\s*第?\s*({_N})\s*[、.．]?\s*(.*)", re.DOTALL)


def find_stated(cell: str, draft: Draft, within: str = "") -> tuple[Place, ...]:
    """Like :func:`find_places`, for a cell or field that holds nothing but the place: 三、, 十一 or （二） is one there.

    >>> from lawcheck.comments import open_draft
    >>> from lawcheck.document import parse
    >>> draft = open_draft(parse("某县某通知\\n一、压实责任\\n（一）乡镇长负责。\\n（二）林农负责。\\n二、管住火源。"))
    >>> [find_stated(cell, draft)[0].targets for cell in ("一、（二）", "二", "一、压实责任")]
    [('cl_1__para_1__point_2',), ('cl_2',), ('cl_1',)]
    """
    if places := find_places(cell, draft, within):
        return places
    if item := _LONE_ITEM.fullmatch(cell.strip()):
        named = find_places(f"第（{item[1]}）项", draft, within)
        return tuple(place._replace(span=Span(0, len(cell))) for place in named)
    match = _CELL.fullmatch(cell)
    root = draft.by_number.get(Number(parse_numeral(match[1]) or 0, 0)) if match else None
    rest = match[2].strip("。：: ") if match else ""
    if root and (not rest or draft.by_eid[root].shown.startswith(rest)):
        return (Place(Span(0, len(cell)), (root,)),)
    return ()


def _outside(text: str, draft: Draft) -> list[Span]:
    """Places in other laws."""
    if not _ELSEWHERE.search(text):
        return []
    own = draft.document.title
    return [
        reference.span
        for reference in find_references(text)
        if reference.kind is ReferenceKind.EXTERNAL
        and reference.address.law
        and not _is_own(reference.address.law, own)
    ]


def _is_own(law: str, title: str) -> bool:
    """Whether people mean the draft itself: 草案, 本条例, its title or a shortened one (characters in their order)."""
    law = _LEADING.sub("", law)
    if _DRAFT.search(law) or law in ("条例", "办法", "规定", "细则", "法", "决定"):
        return True
    rest = iter(title)
    return all(char in rest for char in law)


def _articles(text: str, draft: Draft) -> Iterator[Place]:
    waiting: list[re.Match[str]] = []
    for match in _ARTICLE.finditer(text):
        if not match[1] and _COUNTED.search(text[max(match.start() - _JOINED, 0) : match.start()]):
            continue
        if match[2] in _DIGIT_ALONE and not waiting:
            continue
        if "条" not in match[0]:
            waiting.append(match)
            continue
        yield from _listed(text, draft, waiting, match)
        waiting = []


def _listed(text: str, draft: Draft, before: list[re.Match[str]], last: re.Match[str]) -> Iterator[Place]:
    """第三、第五条 are two places, 第三条至第五条 and 第三至五条 all between."""
    start = (before[0] if before else last).start()
    before_it = text[max(start - _JOINED, 0) : start]
    other = _OTHER_DRAFT.search(before_it)
    if other and not (other["counted"] and _COUNTED_DRAFT.search(draft.document.title)):
        yield Place(Span(start, last.end()), (), say("P412", place=text[start : last.end()]))
        return
    together = _TOGETHER.match(text, last.end()) or are_joined(text, Span(start, last.end()))
    compared = bool(_COMPARED.search(before_it)) and not together
    for n, match in enumerate(before):
        following = before[n + 1] if n + 1 < len(before) else last
        yield from (
            _between(text, draft, match, following, compared)
            if _RANGE.fullmatch(text[match.end() : following.start()])
            else [_place(draft, match, compared)]
        )
    opened = text[: last.start()]
    if (joint := re.search(rf"第({_N})条[至到~—-]+$", opened)) and not before:
        yield from _between(text, draft, joint, last, compared)
    yield _several(text, draft, last, compared) or _place(draft, last, compared)


def _several(text: str, draft: Draft, article: re.Match[str], compared: bool) -> Place | None:
    """第十五条第二、三项, 第九条第一款（一）（二）项, 第九条第一、二款: the units of one article that are named together."""
    opened = _OPENED.match(text, article.start())
    several = _SEVERAL.match(text, opened.end()) if opened else None
    root = draft.by_number.get(_number(article))
    if not opened or not several or root is None:
        return None
    kind, found, last, told = several["unit"] or "项", list[tuple[str, str]](), 0, format_numeral
    for token in _TOKEN.finditer(several[0]):
        number = parse_numeral(token["number"]) or 0
        for value in range(last + 1 if token["to"] and last else number, number + 1):
            paragraph, point = (told(value), None) if kind == "款" else (opened["paragraph"], told(value))
            found.append(_lower(draft, root, paragraph, point))
        last = number
    problem = next((fault for _, fault in found if fault), "")
    targets = tuple(dict.fromkeys(eid for eid, fault in found if not fault)) or (root,)
    return Place(Span(article.start(), several.end()), targets, problem, compared)


def _number(match: re.Match[str]) -> Number:
    below = parse_numeral(match[3]) if match[3] else 0
    return Number(parse_numeral(match[1] or match[2]) or 0, below or 0)


def _between(text: str, draft: Draft, first: re.Match[str], last: re.Match[str], compared: bool) -> Iterator[Place]:
    low, high = parse_numeral(first[1] or first[2]) or 0, parse_numeral(last[1] or last[2]) or 0
    for value in range(low, min(high, low + 100)):
        if eid := draft.by_number.get(Number(value, 0)):
            yield Place(Span(first.start(), last.end()), (eid,), "", compared)


def _place(draft: Draft, match: re.Match[str], compared: bool) -> Place:
    span = Span(*match.span())
    root = draft.by_number.get(_number(match))
    if root is None:
        below = f"之{match[3]}" if match[3] else ""
        return Place(span, (), say("P401", place=f"第{match[1] or match[2]}条{below}"), compared)
    eid, problem = _lower(draft, root, match[4], match[5] or match[6])
    return Place(span, (eid,), problem, compared)


def _lower(draft: Draft, article: str, paragraph: str | None, point: str | None) -> tuple[str, str]:
    """The unit of ``article`` with these numbers, as deep as it exists, and what does not exist."""
    eid = article
    if paragraph:
        lower = f"{article}__para_{parse_numeral(paragraph)}"
        if lower not in draft.by_eid:
            return article, say("P402", place=draft.label(article), number=f"第{paragraph}款")
        eid = lower
    if point:
        wanted = f"__point_{parse_numeral(point)}"
        holders = [
            c.eid for c in draft.clauses if c.root == article and c.eid.startswith(eid) and c.eid.endswith(wanted)
        ]
        if len(holders) != 1:
            return eid, say("P402", place=draft.label(eid), number=f"第（{point}）项")
        eid = holders[0]
    return eid, ""


def _others(text: str, draft: Draft) -> Iterator[Place]:
    """Annexes and chapters, by number or by the name of the chapter; articles as an English text names them."""
    yield from _annexes(text, draft)
    for match in _ENGLISH.finditer(text):
        root = draft.by_number.get(Number(int(match[1]), 0))
        problem = "" if root else say("P401", place=f"第{match[1]}条")
        yield Place(Span(*match.span()), (root,) if root else (), problem)
    yield from _chapters(text, draft)


def _annexes(text: str, draft: Draft) -> Iterator[Place]:
    for match in _ANNEX.finditer(text):
        annexes = draft.document.annexes
        value = parse_numeral(match[1]) if match[1] else 0
        named = [a.eid for a in annexes if a.number == Number(value or 0) or (not value and len(annexes) == 1)]
        if named or value:
            yield Place(Span(*match.span()), tuple(named[:1]), "" if named else say("P401", place=match[0]))


def _chapters(text: str, draft: Draft) -> Iterator[Place]:
    kinds = {"编": UnitKind.BOOK, "章": UnitKind.CHAPTER, "节": UnitKind.SECTION}
    for match in _CHAPTER.finditer(text):
        if _HEADING.match(text, match.end()):
            continue
        held = [
            u
            for u in draft.document.containers
            if u.kind is kinds[match[2]] and u.number and u.number.value == parse_numeral(match[1])
        ]
        targets = tuple(e for unit in held[:1] for e in draft.chapters[unit.eid])
        yield Place(Span(*match.span()), targets, "" if held else say("P401", place=match[0]))
    for match in draft.chapter_names.finditer(text):
        chapter = next(u for u in draft.document.containers if "".join(u.heading.split()) == match[1])
        yield Place(Span(*match.span()), draft.chapters[chapter.eid])


def _filled(text: str, draft: Draft, found: list[Place], within: str, taken: list[Span]) -> Iterator[Place]:
    """The places, and 第二款, 第（三）项 alone as parts of the article named before or of ``within``."""
    lone = [m for m in _BELOW.finditer(text) if not Span(*m.span()).overlaps(*taken)]
    queue: list[tuple[Span, Place | None, re.Match[str] | None]] = [(place.span, place, None) for place in found]
    queue += [(Span(*match.span()), None, match) for match in lone]
    article = within
    for span, place, match in sorted(queue, key=lambda item: item[0]):
        if place is not None:
            roots = {draft.by_eid[target].root for target in place.targets}
            article = roots.pop() if len(roots) == 1 else article
            yield place
        elif match is not None and article in draft.by_eid:
            number = match[1] or match[5]
            paragraph, point = (number, match[3] or match[4]) if match[2] == "款" else (None, number)
            eid, problem = _lower(draft, article, paragraph, point)
            yield Place(span, (eid,), problem)
