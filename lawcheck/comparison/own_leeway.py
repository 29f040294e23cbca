"""Duties that a drafter leaves to discretion, to means, or to somebody else in his own words, or has done by halves: 认为必要时可以,
财力允许的, 是否…由…研究, 由车主自行…, 不再…, 留存备查即可."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import DUTY, Voice, departure, lead, marked, mentions, voices, whole
from lawcheck.document import Span

__all__ = ["own_leeway"]

SHARED: Final = 4
"""Weight of the topics that the sentence has in common with one above that binds."""

SHARED_NEAR: Final = 2
"""… or a little less, where …"""
SHARED_WHOLE: Final = 8
"""… the two texts have so much in common."""

_MAY: Final = "(?:可以?|再行?)"
_DISCRETION: Final = re.compile(
    f"(?:认为|觉得)[^，。；]{{0,8}}(?:必要|需要|严重|较重|合适)(?:时|的)?，?[^，。；]{{0,8}}{_MAY}"
    "|(?:认为|觉得)[^，。；]{0,6}(?:必要|需要)(?:时|的)，(?![^，。；]{0,14}(?:应当|必须|须))"
    "|是否[^，。；]{2,14}?，?(?:另行|再行|以后再)(?:研究|确定|决定|规定|考虑)"
    f"|(?:可以?[^，。；]{{0,16}}|视[^，。；]{{1,16}}|根据[^，。；]{{1,16}}，?)(?:选择|决定|确定)是否[^，。；]{{2,20}}"
    "|是否[^，。；]{2,20}?，?由[^，。；]{2,16}?(?:决定|研究|考虑|掌握|酌情|确定|把握)[^，。；]{0,4}"
    f"|(?:经费|资金|财力|条件|人手|人力|时间|场地|工作|业务|精力)[^，。；]{{0,10}}(?:允许|许可|充裕|宽裕|具备|不忙|富余)(?:的|时|情况下|前提下)?[^，。；]{{0,4}}，?[^，。；]{{0,12}}{_MAY}"
    f"|[^，。；]{{2,14}}(?:较大|严重|较重|突出)的，[^，。；]{{0,12}}{_MAY}"
    f"|(?:在)?不影响[^，。；]{{2,14}}(?:前提|情况|条件)下，?{_MAY}"
    "|(?<!合理)(?<!自由)(?:可以)?视[^，。；]{1,12}情况，?[^，。；]{0,6}可以?|(?<!裁量)酌情(?!从|减|补)|量力而行"
    "|可以(?:根据|视|结合)[^，。；]{2,16}(?:需要|实际|程度|情况|形势|意愿)，?[^，。；]{0,6}自行(?:确定|决定|掌握)"
    "|(?:条件|经费|时间|人手)[^，。；]{0,4}(?:许可|允许|具备)(?:时|的，|情况下|的情况下)|(?<![在按])原则上(?!不|应当|按|实行)"
)
"""Words that leave it to somebody whether or how far a thing is done."""
_CHOICE: Final = (
    "认为",
    "觉得",
    "是否",
    "允许",
    "许可",
    "原则上",
    "充裕",
    "宽裕",
    "具备",
    "不忙",
    "富余",
    "较大",
    "严重",
    "较重",
    "突出",
    "不影响",
    "视",
    "酌情",
    "量力而行",
    "自行",
)
_UNDONE: Final = re.compile(
    "(?:不[对向][^，。；]{2,8}|不再|不予|不必|无[须需]|不用|不需要?|不另行?|不作|不做|不设|不安排|省略|从略)(?:另行|另作|再|对外|单独|作出|进行|开展|实施)?[^，。；不的]{0,8}(?=[，。；]|$)"
)
_ELSEWHERE: Final = re.compile(
    "由[^，。；]{2,18}(?:自行|自己|自主)(?!选举|车|治)[^，。；]{1,14}|由市场[^，。；]{0,6}(?:决定|调节)(?=[，。；])"
)
_HALF: Final = re.compile("(?:留存|存档|归档|备查|备忘|自存)[^，。；]{0,20}(?:即可|就行|便可|就可以)(?=[，。；])")
_PARTLY: Final = re.compile("(?:口头|简要|大致|写明|载明|说明)[^，。；]{0,20}(?:即可|就行|便可|就可以)(?=[，。；])")
_ROOM: Final = re.compile(
    "可以[^，。；]{0,8}(?:根据|决定|自行)|自行|自主|酌情|视[^，。；]{1,10}情|必要时|不再|不予|无需|无须|不需要|免于|免予|除外|即可|不得[^，。；]{0,2}要求|认为[^，。；]{0,4}必要|协商"
)
"""Words above that leave room themselves."""
_EXCUSED: Final = re.compile("不符合|不合格|未|逾期|拒|违反|依法|规定|不得|重复")
_OF_A_CASE: Final = re.compile("的(?:，[^，。；]{0,10})?$")
_BEARER: Final = re.compile("由(?P<who>[^，。；]{2,18}?)(?:本人)?(?:自行|自己|自主)")
_ENDINGS: Final = ("即可", "就行", "便可", "就可以")
_TURNED: Final = (
    (_CHOICE, _DISCRETION, False),
    (
        (
            "不对",
            "不向",
            "不再",
            "不予",
            "不必",
            "无须",
            "无需",
            "不用",
            "不需",
            "不另",
            "不作",
            "不做",
            "不设",
            "不安排",
            "省略",
            "从略",
        ),
        _UNDONE,
        True,
    ),
    (("自行", "自己", "自主", "由市场"), _ELSEWHERE, False),
    (_ENDINGS, _HALF, False),
    (_ENDINGS, _PARTLY, True),
)
"""Words of which one stands in the text, what they begin or end, and whether the duty must be named there."""


def own_leeway(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below that lets off, or leaves to discretion, what one above binds to.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("水文机构应当每日发布汛情信息。")
    >>> own = side_of("水文机构人手允许的，可以每日发布汛情信息。")
    >>> [(d.relation.value, d.lower) for d in own_leeway(own, law)]
    [('放宽', '人手允许的，可以')]
    """
    families = [(pattern, named) for words, pattern, named in _TURNED if mentions(below.text, words)]
    if not families or not DUTY.search(above.text) or _ROOM.search(above.text):
        return
    for pattern, named in families:
        for own in voices(pattern, below):
            other = None if own.piece.item or _excused(own, above, named) else _duty(own, below, above, named)
            if other is not None:
                yield departure("模态", Relation.RELAXED, "模态", (below.text, above.text), marked(own), other)
                return


def _excused(own: Voice, above: Side, named: bool) -> bool:
    """Whether the law says so too, or the words name a paper, or let off those of whom the case before says why."""
    if "放弃" in own.before or (named and _OF_A_CASE.search(own.before) is not None):
        return True
    said = re.split("[，的]", own.mark)[0] in above.text
    return said or _EXCUSED.search(lead(own.before) + own.mark) is not None


def _duty(own: Voice, below: Side, above: Side, named: bool) -> Span | None:
    """The sentence above that binds to the same; of what is not done, one that names it."""
    for piece in above.pieces:
        words = above.text[piece.start : whole(above, piece)]
        duty = DUTY.search(words)
        if duty is None or "可以" in words or not _about(own, below, topics_of(words), above):
            continue
        if _same(own, words[: duty.start()], topics_of(words[duty.start() :]), named):
            return Span(piece.start, whole(above, piece))
    return None


def _same(own: Voice, subject: str, duty: frozenset[str], named: bool) -> bool:
    """Whether the duty is what is left undone or to choice, and not left to those whom the law binds to it."""
    who = _BEARER.match(own.mark)
    if (named and not topics_of(lead(own.before) + own.mark) & duty) or (who is not None and who["who"] in subject):
        return False
    act = topics_of(own.sentence[len(own.before) + len(own.mark) :])
    return not own.mark.endswith("可以") or weight(act & duty) >= SHARED_NEAR


def _about(own: Voice, below: Side, duty: frozenset[str], above: Side) -> bool:
    """Whether the sentence is about the duty; of a short one the text around it tells too."""
    near = weight(own.all & duty)
    return near >= SHARED or (
        near >= SHARED_NEAR and weight(topics_of(below.text) & topics_of(above.text)) >= SHARED_WHOLE
    )
