"""The very opposite in a few words: 视为不同意 for 视为同意, 由本案调查人员 for 由非本案调查人员, 可以拒绝 for 不得拒绝."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side, found_in
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.units import Piece
from lawcheck.comparison.voices import departure, lead
from lawcheck.document import Span

__all__ = ["own_opposites"]

SHARED: Final = 2
"""Weight of the topics that both sentences must have in common."""


def own_opposites(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below that says the opposite of one above about the same.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law, own = side_of("逾期未提出意见的视为同意公开。"), side_of("逾期不答复的，视为不同意公开。")
    >>> [(d.slot, d.relation.value, d.lower) for d in own_opposites(own, law)]
    [('规定', '疑似抵触', '视为不同意公开')]
    """
    yield from _deemed(below, above)
    yield from _of_those(below, above)
    yield from _refused(below, above)
    yield from _disclosed(below, above)
    yield from _unbound(below, above)
    yield from _going_on(below, above)


_DEEMED: Final = re.compile(
    "视[为作](?:是)?(?P<no>不予|不|未|拒绝|没有)?(?P<yes>准予|予以)?(?P<what>[\u4e00-\u9fff]{2,6})"
)


def _deemed(below: Side, above: Side) -> Iterator[Difference]:
    """What counts as done above counts as not done below, or the other way round."""
    theirs = found_in(_DEEMED, above)
    for own, piece in found_in(_DEEMED, below) if theirs else ():
        same = [(o, p) for o, p in theirs if _alike(own["what"], o["what"]) and _shared(below, piece, above, p)]
        if same and all(bool(other["no"]) != bool(own["no"]) for other, _ in same):
            yield _opposite("规定", "规定", below, own, above, same[0][0])


def _alike(own: str, other: str) -> bool:
    return own.startswith(other) or other.startswith(own)


_OTHERS: Final = re.compile("(?<![是并若除莫])非(?P<who>[\u4e00-\u9fff]{2,10}?(?:人员|单位|机构))")
_NOT: Final = re.compile("不|禁止|严禁|除|回避|未|无|非")


def _of_those(below: Side, above: Side) -> Iterator[Difference]:
    """由本案调查人员 below, 由非本案调查人员 above."""
    for other, piece in found_in(_OTHERS, above):
        own = re.search(rf"(?:由|是|为)(?:指定的?)?{re.escape(other['who'])}", below.text)
        if own is None or f"非{other['who']}" in below.text or _NOT.search(lead(below.text[: own.start()])):
            continue
        home = next(p for p in below.pieces if p.start <= own.start() < p.end)
        deed = above.text[other.end() : other.end() + 2]
        same = deed in below.text[home.start : home.end]
        if same and _shared(below, home, above, piece):
            yield _opposite("机关", "主体", below, own, above, other)


_MAY_REFUSE: Final = re.compile("(?:可以?|有权|应当)(?:予以|直接)?拒绝")
_MUST: Final = re.compile(
    "不得[^，。；]{0,6}拒绝|(?:应当|必须)[^，。；]{0,8}(?:提供|受理|办理|配合|接受|答复|采纳|供应|收治|救治)"
)
_WRONG: Final = re.compile("不符合|不合格|未|不出示|不|违反|违法|伪造|虚假|逾期|超出|无法|危险|明显")
"""A case in which one may refuse."""


def _refused(below: Side, above: Side) -> Iterator[Difference]:
    """可以拒绝 below, 不得拒绝 or 应当提供 above, in no other case than the law's."""
    if _MAY_REFUSE.search(above.text):
        return
    theirs = found_in(_MUST, above)
    for own, piece in found_in(_MAY_REFUSE, below) if theirs else ():
        before = below.text[piece.start : own.start()]
        same = [other for other, p in theirs if _shared(below, piece, above, p)]
        if same and not _WRONG.search(before):
            yield _opposite("模态", "模态", below, own, above, same[0])


_TELLS: Final = re.compile(
    "(?:可以?|应当|必须)[^，。；不]{0,16}?(?:提供|公开|公布|披露|透露|告知)(?!(?:服务|担保|资金|便利|帮助))"
)
_SECRET: Final = re.compile(
    "(?:应当|必须)[^，。；]{0,16}?保密|保守[^，。；]{0,12}秘密|不得[^，。；]{0,10}(?:泄露|泄漏|透露|向他人提供|公开)"
)
_KNOWN: Final = re.compile(
    "信息|情况|身份|姓名|住址|联系方式|[资材]料|内容|记录|档案|数据|隐私|秘密|线索|病[情史历]|名单|透露|披露"
)
_ALLOWED: Final = re.compile("同意|依法|法律|匿名|脱敏|除|但|去标识|保密")


def _disclosed(below: Side, above: Side) -> Iterator[Difference]:
    """可以向被举报人提供 below, 应当予以保密 above."""
    theirs = found_in(_SECRET, above)
    for own, piece in found_in(_TELLS, below) if theirs else ():
        same = [other for other, p in theirs if _shared(below, piece, above, p)]
        told = _KNOWN.search(below.text, piece.start, piece.end)
        if same and told and not _ALLOWED.search(below.text):
            yield _opposite("模态", "模态", below, own, above, same[0])


_FREED: Final = re.compile("不受(?P<limit>[^，。；]{2,14}?)的?(?:限制|约束)")


def _unbound(below: Side, above: Side) -> Iterator[Difference]:
    """不受最低工资标准限制 below, 不得低于最低工资标准 above."""
    for own in _FREED.finditer(below.text):
        other = re.search(f"不得?(?:低于|少于|超过|高于)[^。；]{{0,30}}?{re.escape(own['limit'])}", above.text)
        if other is not None and "不受" not in above.text:
            yield _opposite("例外", "例外", below, own, above, other)


_DEEDS: Final = "计算|执行|收取|征收|计息|生产|经营|营业|施工|使用"
_ON: Final = re.compile(f"(?:照常|继续|照样|仍然?|仍应当?)(?P<deed>{_DEEDS})(?![^，。；]{{0,10}}的[，。；])")


def _going_on(below: Side, above: Side) -> Iterator[Difference]:
    """照常计算 below, 不予计算 above."""
    for own, piece in found_in(_ON, below):
        stopped = re.compile(f"(?:不予?|不再|不得|停止|暂停|中止)(?:继续)?{own['deed']}")
        other = None if stopped.search(below.text) else stopped.search(above.text)
        home = next((p for p in above.pieces if other and p.start <= other.start() < p.end), None)
        if other is not None and home is not None and _shared(below, piece, above, home):
            yield _opposite("规定", "规定", below, own, above, other)


def _shared(below: Side, own: Piece, above: Side, other: Piece) -> bool:
    """Whether both sentences are about the same."""
    left, right = topics_of(below.text[own.start : own.end]), topics_of(above.text[other.start : other.end])
    return weight(left & right) >= SHARED


def _opposite(slot: str, what: str, below: Side, own: re.Match[str], above: Side, other: re.Match[str]) -> Difference:
    return departure(slot, Relation.CONFLICT, what, (below.text, above.text), Span(*own.span()), Span(*other.span()))
