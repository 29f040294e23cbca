"""What a drafter cuts down in his own words: rights and gifts given only to some, only so often or up to a sum, a right that may
no longer be used, the rest of those meant left out, people kept out because they come from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import (
    BAN,
    DUTY,
    GRANT,
    Voice,
    by_organ,
    covered,
    departure,
    in_common,
    nearest,
    voices,
    whole,
)

__all__ = ["own_limits"]


def own_limits(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below that cuts down what one above gives or asks.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("职工因工死亡的，其近亲属可以领取丧葬补助金。")
    >>> own = side_of("职工因工死亡的，丧葬补助金仅发给其配偶。")
    >>> [(d.relation.value, d.lower) for d in own_limits(own, law)]
    [('疑似抵触', '仅发给其配偶')]
    """
    yield from _only(below, above)
    yield from _rest_left_out(below, above)
    yield from _right_taken(below, above)
    yield from _reversed_right(below, above)
    yield from _kept_out(below, above)
    yield from _never(below, above)


_ONLY: Final = re.compile(
    "(?:仅|只)(?:限于?|提供|享受|负责|告知|公开|公布|退还?|承担|认可?|发给|发放|受理|接受|支付|补偿|赔偿|须在|需在|对[^，。；]{2,20}?(?:进行|实行|给予|予以)|给予|准许?|能(?!在)|可|面向|补)"
    "|以[^，。；为]{2,20}为(?:限|上限)|封顶|(?:每|同一)[户人年][^，。；]{0,8}?(?:限|只能|最多)[^，。；]{0,4}?一次|终身[^，。；]{0,4}一次"
    "|不再(?:受理|支付|补偿|赔偿|提供|享受)|概不|不作公开|视为(?:自动|主动|自愿)?放弃|过期(?:不再|作废|不予)|不另行(?:补偿|支付|通知|告知)|至多[^，。；]{0,6}次"
)
_LIMITED: Final = re.compile("仅|只(?!要)|为限|上限|最高|限于|不超过|一次|除外|不得|是指")
_OPEN: Final = re.compile("应当|可以|有权|必须|给予|支持|享有|方便")
SHARED: Final = 4
"""Weight of the topics that both sentences must have in common."""


def _only(below: Side, above: Side) -> Iterator[Difference]:
    """仅发给, 以…为限, 只受理 below, of what the law gives or asks without a limit."""
    if not _ONLY.search(below.text) or not above.pieces:
        return
    for own in voices(_ONLY, below):
        other = nearest(own.all, above)
        if own.piece.item:
            continue
        words = above.text[other.start : whole(above, other)]
        if _OPEN.search(words) and not _LIMITED.search(words) and in_common(own.all, topics_of(words)) >= SHARED:
            spans = own.span, other.span
            yield departure("例外", Relation.CONFLICT, phrases.SCOPE, (below.text, above.text), *spans)


_REST: Final = re.compile(
    "(?:其他|其余|以外的)[^，。；]{0,24}?，?(?:不(?:作|列|纳|参与|参加|予|授予|享受|适用)|(?:由[^，。；]{1,16})?自行(?:承担|处置|负责|解决|安排)|留存)[^，。；]*"
)


def _rest_left_out(below: Side, above: Side) -> Iterator[Difference]:
    """其他…自行承担, 其他…不参与 below; above binds or helps all."""
    if not _REST.search(below.text) or _LIMITED.search(above.text):
        return
    for own in voices(_REST, below):
        context = topics_of(below.text[: own.piece.end])
        other = nearest(context, above)
        words = above.text[other.start : whole(above, other)]
        if _OPEN.search(words) and in_common(context, topics_of(words)) >= SHARED and not own.piece.item:
            spans = own.span, other.span
            yield departure("例外", Relation.RELAXED, phrases.SCOPE, (below.text, above.text), *spans)


_RIGHTS: Final = "提出|申请|请求|主张|起诉|申诉|投诉|举报|信访|反映|退出|解除|变更|提起|投标|竞标|就业|择业|转载|评论|谈论|传播|查阅|复制|复议|上诉|仲裁|质询|撤回|索赔|检举|控告|评议|采访|报道|拒绝签|另行主张|递交"
_TAKEN: Final = re.compile(
    f"(?:不得|不准|不能|不可|禁止)(?:再|就[^，。；]{{1,12}}|直接|另行|对外|以[^，。；]{{1,16}}|向[^，。；]{{1,12}}|参加|协商|再次|公开|提前|[^，。；]{{2,8}}内)*(?:{_RIGHTS})(?![^，。；]{{0,12}}的(?:[，。；]|应当))"
)
_ABUSED: Final = re.compile(
    "不足|不满|不合格|虚假|恶意|不合理|无关|擅自|干扰|妨碍|谎|非法|违法|强[制迫行]|未经|秘密|隐私|滥用|歧视|无理|重复|限制|阻碍|阻挠|拒绝|泄露|未|侮辱|诽谤|谣|额外|其他费用|附加|期满|机关"
)
_ALREADY: Final = re.compile("不得|禁止|不准|不能|不予")
SHARED_RIGHT: Final = 3
"""Weight of the topics that what is about the same has in common with the law."""


def _right_taken(below: Side, above: Side) -> Iterator[Difference]:
    """不得再提出, 不得参加投标, 不得转载 below, where the law forbids nothing."""
    if not _TAKEN.search(below.text) or _ALREADY.search(above.text) or "但是" in below.text:
        return
    law = topics_of(above.text)
    for own in voices(_TAKEN, below):
        if own.piece.item or _ABUSED.search(own.sentence) or by_organ(own):
            continue
        if in_common(topics_of(below.text), law) >= SHARED_RIGHT + 1 and in_common(own.all, law) >= 1:
            home = nearest(own.all, above)
            spans = own.span, home.span
            yield departure("规定", Relation.CONFLICT, "权利", (below.text, above.text), *spans)


_BANNED: Final = re.compile(f"{BAN.pattern}|不予|(?<=[，。；])不再")
_GIVES: Final = re.compile(f"{GRANT.pattern}|{DUTY.pattern}|有权")
SHARE: Final = 0.5
"""Share of what is forbidden that the law allows or asks."""


def _reversed_right(below: Side, above: Side) -> Iterator[Difference]:
    """不得给予补助 below, 可以给予补助 above."""
    if not BAN.search(below.text):
        return
    given = voices(_GIVES, above)
    bans = voices(_BANNED, above) if given else []
    for own in voices(BAN, below) if given else ():
        if own.piece.item or _CONDITIONAL.search(own.sentence) or covered(own.act, bans):
            continue
        other = max(given, key=lambda v: in_common(own.act, v.act))
        if _reverses(own, other):
            yield departure("模态", Relation.CONFLICT, "模态", (below.text, above.text), own.span, other.span)


_CONDITIONAL: Final = re.compile(
    "其他|之外|之前|以前|期限?届?满|超过|不足|不满|未经|擅自|非法|违反|违法|除|不符合|未|逾期|无[^，。；]{1,8}的|方可|以外|不合格|但|如"
)
_KEEPS_OUT: Final = re.compile("应当(?:拒绝|制止|劝阻|停止)")
_HEAD: Final = 6
"""Characters behind a word of ban or right in which the verb stands."""


def _reverses(own: Voice, other: Voice) -> bool:
    """Whether the ban is of the act that the same person may or must do; of a duty the verb itself must be forbidden."""
    if (
        _KEEPS_OUT.search(other.sentence)
        or by_organ(own) != by_organ(other)
        or (own.who and other.who and not own.who & other.who)
    ):
        return False
    heads = _head(own) & (other.act if GRANT.match(other.mark) else _head(other))
    return bool(heads) and in_common(own.act, other.act) >= max(2, SHARE * weight(own.act))


def _head(voice: Voice) -> frozenset[str]:
    start = len(voice.before) + len(voice.mark)
    return topics_of(voice.sentence[start : start + _HEAD])


_STRANGERS: Final = re.compile(
    "(?:非本[市县区省镇乡村](?:籍|户籍)?|外[省市县地](?:籍|户籍)?|未在本[市县区省]|无本[市县区省]|异地)[^，。；]{0,24}?(?:不得|禁止|不准|不予|不许)[^，。；]*"
    "|(?:不得|禁止|不准)(?:与|向|为|招收|招用|接收|聘用|采购)?(?:非本[市县区省]|外[省市县地])[^，。；]*"
)


def _kept_out(below: Side, above: Side) -> Iterator[Difference]:
    """外省企业不得… below; the law does not ask where somebody comes from."""
    if not _STRANGERS.search(below.text) or _STRANGERS.search(above.text):
        return
    law = topics_of(above.text)
    for own in voices(_STRANGERS, below):
        if in_common(topics_of(below.text), law) >= SHARED and not own.piece.item:
            home = nearest(own.all, above)
            spans = own.span, home.span
            yield departure("规定", Relation.CONFLICT, phrases.SCOPE, (below.text, above.text), *spans)


_EVERYDAY: Final = "从事|使用|饲养|经营|开展|申请|参加|从业|居住|进入|出售|购买|安排"
_NEVER: Final = re.compile(
    f"(?:一律|全[县市区镇省]|任何)[^，。；]{{0,8}}?(?:禁止|不准|不得|不许)[^，。；]{{0,14}}?(?:{_EVERYDAY})[^，。；]*"
    f"|(?:不得|禁止)[^，。；]{{0,6}}?(?:{_EVERYDAY})(?:任何|一切)[^，。；]*"
)


def _never(below: Side, above: Side) -> Iterator[Difference]:
    """一律禁止从事… below, where the law forbids nothing of the kind."""
    if not _NEVER.search(below.text) or _ALREADY.search(above.text):
        return
    law = topics_of(above.text)
    for own in voices(_NEVER, below):
        if own.piece.item or _CONDITIONAL.search(own.sentence):
            continue
        if in_common(topics_of(below.text), law) >= SHARED and in_common(own.act, law) >= 1:
            home = nearest(own.all, above)
            spans = own.span, home.span
            yield departure("规定", Relation.HEAVIER, "权利", (below.text, above.text), *spans)
