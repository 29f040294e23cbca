"""Conditions and exceptions of the law that a drafter sweeps away in his own words: 不论是否…, 不待…, 任何情况下均不…, 全部…一律."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import Voice, marked, mentions, sentence_topics, voices, whole
from lawcheck.document import Span

__all__ = ["own_regardless"]

SHARED: Final = 4
"""Weight of the topics that the sentences have in common."""
SHARED_TURN: Final = 2
"""Weight of the topics of what opens the way above and is refused below."""

_WHATEVER: Final = re.compile(
    "(?:无论|不论|不管|不问|不分)(?P<what>[^，。；]{2,30})|(?:不待|不等|无[须需]等待?|不必等待?)(?P<early>[^，。；]{2,30})"
    "|(?:不|无[须需]|不必)(?:再)?经[^，。；]{1,12}?(?:即可?|就|便|直接|可以)[^，。；]{0,8}|未经[^，。；]{2,12}(?:也|亦)可以?"
)
_EVERYBODY: Final = re.compile("哪[个些位家]|任何(?:单位|个人|组织)|单位|个人|大小|规模|民族|性别|所有制")
"""Whoever it is: that drops no condition."""
_ALL_ABOVE: Final = re.compile("无论|不论|不管|不分|任何|一律|所有")
_CONDITION: Final = re.compile(
    "[^。；]{4,}?的[，,、：]|[^。；]{4,}?后，|无正当理由|会议期间|的(?=可以|应当|由|处)|之日"
)
"""A case above, or words that only hold in some."""
_ALWAYS: Final = re.compile(
    "(?:在|于)?(?:任何|何种|所有|一切)(?:情况|情形|条件|时候|理由)下?|无一例外|不留例外|概不|一概不?|一律(?=不|须|必须|应|要|得|禁|移|退|全|按|由|予|给|处|作|报)|全部(?=[^，。；]{0,8}(?:公[开布]|应当|必须|综合|纳入|[交缴]))|毫无例外|没有例外|均不(?:延期|例外)"
)
_EXCEPTED: Final = re.compile(
    "除外|除[^，。；]{2,40}[外的]|从其规定|可以不[^，。；]*|不在此限|不适用|特殊情[况形][^，。；]*|确需[^，。；]*|确有[^，。；]*|确因[^，。；]*|必要时|但[^，。；]+|可以(?:延长|适当|暂缓|免)[^，。；]*|无法[^，。；]*|不能[^，。；]{2,12}[，的]"
)
"""Words above that let some pass …"""
_EXCEPTS: Final = re.compile("除|但(?!不限)|可以不|不在此限|不适用|例外情|特殊|确需|确有|确因|必要时|另有规定")
"""… and below."""
_ALSO_NOT: Final = re.compile("(?P<case>[^，。；]{4,40})的，?也(?:一律)?不(?:予|得|能|准|可以|许|再)[^，。；]{0,12}")
_OPENS: Final = re.compile("方可|方能|可以|才能|应当|予以|准予|除外")


def own_regardless(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below that holds whatever a condition or an exception above says.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("承租人拖欠租金，经催告后仍不支付的，出租人可以收回摊位。")
    >>> own = side_of("承租人拖欠租金，不论是否催告，出租人可以收回摊位。")
    >>> [(d.slot, d.lower) for d in own_regardless(own, law)]
    [('条件', '不论是否催告')]
    """
    yield from _whatever(below, above)
    yield from _always(below, above)
    yield from _also_not(below, above)
    yield from _later(below, above)


_INDIFFERENT: Final = (
    "无论",
    "不论",
    "不管",
    "不问",
    "不分",
    "不待",
    "不等",
    "无须",
    "无需",
    "不必",
    "不经",
    "未经",
    "无经",
)
_ALL: Final = ("任何", "何种", "所有", "一切", "例外", "概", "一律", "全部", "均不")


def _whatever(below: Side, above: Side) -> Iterator[Difference]:
    """不论X below, where the law has a condition and names nobody and nothing as indifferent."""
    if not mentions(below.text, _INDIFFERENT) or _ALL_ABOVE.search(above.text):
        return
    for own in voices(_WHATEVER, below):
        place = _nearest(own, above, SHARED)
        found = _CONDITION.search(above.text, *place) if place is not None else None
        if found is not None and not _EVERYBODY.search(own.mark) and not _both_known(own, below.text, above.text):
            note = f"{phrases.CONDITION_SWEPT}：{own.mark}"
            yield Difference("条件", Relation.HEAVIER, own.mark, found[0], marked(own), Span(*found.span()), note)


_EITHER: Final = re.compile("[^。；]{1,40}?还是(?P<other>[^，。；]{2,20})")


def _both_known(own: Voice, text: str, law: str) -> bool:
    """Whether B in 不论A还是B is what the law names as well, or both are what it knows nothing of: then they only say what it
    says in general."""
    either = _EITHER.match(text, own.span.start)
    if either is None:
        return False
    first, second = topics_of(either[0].split("还是")[0][2:]), topics_of(either["other"])
    known = topics_of(law)
    return bool((second - first) & known) or not (first | second) & known


def _always(below: Side, above: Side) -> Iterator[Difference]:
    """任何情况下, 一律, 全部 below without any exception, where the law has one."""
    found = mentions(below.text, _ALL) and _EXCEPTED.search(above.text)
    if not found or _EXCEPTS.search(below.text) or _ALWAYS.search(above.text):
        return
    for own in voices(_ALWAYS, below):
        place = _nearest(own, above, SHARED)
        other = _EXCEPTED.search(above.text, place.start) if place is not None else None
        if other is not None and not own.piece.item:
            note = f"{phrases.EXCEPTION_DROPPED}：{other[0]}"
            yield Difference("例外", Relation.HEAVIER, own.mark, other[0], marked(own), Span(*other.span()), note)
            return


def _also_not(below: Side, above: Side) -> Iterator[Difference]:
    """X的也不予 below, and X is what opens the way above."""
    for own in voices(_ALSO_NOT, below) if mentions(below.text, ("也不", "也一律不")) else ():
        case = topics_of(own.mark.split("的")[0])
        for piece in above.pieces:
            words = above.text[piece.start : piece.end]
            if _OPENS.search(words) and weight(case & topics_of(words)) >= SHARED_TURN:
                note = phrases.changed("例外", words, own.mark)
                spans = marked(own), piece.span
                yield Difference("例外", Relation.CONFLICT, own.mark, words, *spans, note)
                return


_LATER: Final = re.compile(
    "(?:可以?|允许|准予|容许|事后|以后|日后|随后|改日|[日月天后]内|先行?[^，。；]{2,12}[，再后])[^，。；不]{0,14}(?:补办|补交|补齐|补报|补签|后补|补验|补审|容缺)[^，。；]{0,8}|边[^，。；]{1,10}边[^，。；]{0,4}(?:办|报|补|申请)[^，。；]{0,8}"
)
_ORAL: Final = re.compile(
    "(?:可以?|也|用|以)[^，。；]{0,6}(?:口头|口述)[^，。；]{0,8}|口头[^，。；]{0,6}(?:即可|就行|亦可|有效)"
)
_FIRST: Final = re.compile(
    "方可|方能|方得|才能|才可|合格后|批准后|同意后|取得[^，。；]{2,16}后|应当[^，。；]{0,12}先|事先|未[经取办][^，。；]{2,24}不得|[^，。；]{2,20}前[，应]"
)
_WRITTEN: Final = re.compile("书面")
_ALSO_DOES: Final = re.compile("[^，。；]{2,24}(?:亦可|也可以?|也行)(?=[，。；])")
_BOUND: Final = re.compile("应当|必须|[持凭]")
_BADGE: Final = re.compile("(?:佩戴|凭|持|出示)[^，。；]{2,16}?(?:即可|就可以?|便可)[^，。；]{0,10}")
_SHOWN: Final = re.compile("(?:出示|凭|持)[^，。；]{2,20}(?:证|证件|证书|证明|文书)")
_DIRECT: Final = re.compile("(?:可以?|即可?|一律|便|就)(?:直接|径行|径直)[^，。；]{2,12}")
_AFTER_ALL: Final = re.compile(
    "(?:[不未拒仍][^，。；]{1,10}|无效|届满|期满)(?<!不服)的，[^。；]{0,24}可以|后，?[^。；]{0,16}可以|方可|确有困难|不成的"
)
_TURNS: Final = (
    (("补", "容缺", "边"), _LATER, _FIRST, re.compile("补办|补交|补齐|补报|容缺|不得|边")),
    (("口头", "口述"), _ORAL, _WRITTEN, re.compile("口头|口述")),
    (("亦可", "也可", "也行"), _ALSO_DOES, _BOUND, re.compile("亦可|也可|也行|可以")),
    (("即可", "就可", "便可"), _BADGE, _SHOWN, re.compile("即可|就可|便可")),
    (("直接", "径行", "径直"), _DIRECT, _AFTER_ALL, re.compile("直接|径[行直]")),
)
"""What may be done afterwards, by word of mouth, with another paper, or at once, below; what must come first, in writing, with
its paper, or only then, above; and the words above that leave room for it."""


_EASED: Final = re.compile("即可|就可以?|便可|亦可|也可以?|也行|可以")


def _later(below: Side, above: Side) -> Iterator[Difference]:
    """工程验收可以补办, 口头约定 below; 验收合格后方可, 书面 above."""
    for signs, eased, asked, room in _TURNS:
        if not mentions(below.text, signs) or not asked.search(above.text) or room.search(above.text):
            continue
        for own in voices(eased, below):
            said = topics_of(_EASED.sub("。", own.mark)) <= topics_of(above.text)
            place = None if said else _nearest(own, above, SHARED)
            other = asked.search(above.text, *place) if place is not None else None
            if other is not None and not own.piece.item:
                note = phrases.changed("条件", other[0], own.mark)
                spans = marked(own), Span(*other.span())
                yield Difference("条件", Relation.RELAXED, own.mark, other[0], *spans, note)


def _nearest(own: Voice, above: Side, least: int) -> Span | None:
    """The sentence above that has most in common, if that is enough."""
    rows = [(weight(own.all & sentence_topics(above, p)), p) for p in above.pieces]
    most, piece = max(rows, key=lambda row: row[0])
    return Span(piece.start, whole(above, piece)) if most >= least else None
