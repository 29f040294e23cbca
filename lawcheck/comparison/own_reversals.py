"""What a drafter turns round in his own words, where no sentence above is aligned with his: a service that is free above and
paid below, something free to choose and then a duty, the organ that approves and another body, something given and refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.units import Piece
from lawcheck.comparison.voices import departure, lead, whole
from lawcheck.document import Span

__all__ = ["own_reversals"]

# Weight of the topics that both sentences must have in common. Chosen on one half of benchmarks/gold/natural-pairs.jsonl,
# with no alarm more on 9 887 clauses of untouched local texts.
SHARED: Final = 2
SHARED_FREE: Final = 1
"""… where one says free and the other paid;"""
SHARED_BODY: Final = 1
"""… where a body that is no authority approves what an authority does."""

_FREE: Final = re.compile(
    "免费|无偿|(?<!减)(?<!减交或者)(?<!减交、)免[收交缴](?!税)|不(?:再)?收[^，。；]{0,8}费|不得[^，。；]{0,16}收[取费][^，。；]{0,6}|免除[^，。；]{0,10}费用"
)
_CHARGED: Final = re.compile(
    "(?<![免不代])(?:收取|收)[^，。；]{0,14}?(?:费(?!者)|元)|(?<![免不])(?:缴纳|交纳|缴|交|支付)[^，。；]{0,10}?(?:费(?!者)|元)|(?<![免不])收费"
    "|费用?[^，。；]{0,4}由[^，。；]{1,16}?(?:负担|承担|支付|自理)"
)
_NOT: Final = re.compile("不得|不再|不[向对]|禁止|严禁|不予|无需|无力|不收|免|未|违反|擅自|乱|拒|返还|退[还回]")
_BY_RULE: Final = re.compile(
    "国家|省(?:级|人民|规)|物价|价格|规定|核定|标准|约定|合同|协议|财政|政府(?:承担|负担|支付)|保险|基金|预算|凭证|发票"
)
_MONEY: Final = re.compile("费|元|收取|缴纳|交纳|支付|免|无偿")


def own_reversals(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below that says the reverse of one above about the same."""
    yield from _fees(below, above)
    yield from _wills(below, above)
    yield from _bodies(below, above)
    yield from _denials(below, above)


def _words(side: Side, piece: Piece) -> str:
    """The sentence of a piece; one that leads a list in, with the list."""
    return side.text[piece.start : whole(side, piece)]


class _Place(NamedTuple):
    """Words found in a sentence."""

    match: re.Match[str]
    piece: Piece
    sentence: str


def _places(pattern: re.Pattern[str], side: Side) -> list[_Place]:
    """Where ``pattern`` stands first in each sentence of a text."""
    if not pattern.search(side.text):
        return []
    found = ((p, pattern.search(side.text, p.start, p.end)) for p in side.pieces)
    return [_Place(match, piece, _words(side, piece)) for piece, match in found if match is not None]


def _nearest(words: str, above: Side, places: Sequence[_Place], least: int) -> re.Match[str] | None:
    """The place in the sentence above that has most in common with ``words``, if that is enough."""
    own = topics_of(words)
    scores = {piece: weight(own & topics_of(_words(above, piece))) for piece in above.pieces}
    most = max(scores.values(), default=0)
    if most < least:
        return None
    return next((place.match for place in places if scores[place.piece] == most), None)


def _fees(below: Side, above: Side) -> Iterator[Difference]:
    """Paid below, free above."""
    free = _places(_FREE, above)
    for own, _, sentence in _places(_CHARGED, below) if free else ():
        if _FREE.search(sentence) or _BY_RULE.search(sentence) or _denied(below.text, own):
            continue
        other = _nearest(_MONEY.sub("。", sentence), above, free, SHARED_FREE)
        if other is not None:
            yield departure(
                "数额", Relation.CONFLICT, "费用", (below.text, above.text), Span(*own.span()), Span(*other.span())
            )


def _denied(text: str, own: re.Match[str]) -> bool:
    """Whether the words between two marks deny what stands there, or only make it a condition."""
    return bool(_NOT.search(lead(text[: own.start()]) + own[0]) or _CONDITION.match(text, own.end()))


_CONDITION: Final = re.compile("[^，。；]{0,12}?的(?=[，：。；])")


_FREE_WILL: Final = re.compile(
    "自愿|不得(?:摊派|强制|强迫|变相摊派|强行)|(?:不得|禁止)[^，。；]{0,16}(?:摊派|强制|强迫|强行)"
)
_ORDERED: Final = re.compile(
    "(?:都|均|一律|必须|应当|应)[^，。；]{0,10}?(?:加入|参加|参与|入社|入会|捐款|捐赠|捐|献血|服务|购买|投保|认购|前往)"
)


def _wills(below: Side, above: Side) -> Iterator[Difference]:
    """A duty below, free to choose above."""
    free = _places(_FREE_WILL, above)
    for own, _, sentence in _places(_ORDERED, below) if free else ():
        if not _FREE_WILL.search(sentence) and _EVERYONE.search(sentence):
            other = _nearest(sentence, above, free, SHARED)
            if other is not None:
                yield departure(
                    "模态", Relation.CONFLICT, "模态", (below.text, above.text), Span(*own.span()), Span(*other.span())
                )


_EVERYONE: Final = re.compile("每[户人名年月季]|全[村体镇县市]|都|均|一律|不少于|不低于|达到|百分之|凡|在职|在编")

_ACT: Final = "批准|审批|审核|核准|同意|许可|认定|取缔|拆除|处罚"
_OUTSIDE: Final = (
    "村民委员会|村委会|居民委员会|居委会|业主委员会|村民小组|村组|街道办事处|街道|公司|企业|协会|商会|学会|合作社|[^，。；由经]{0,6}[站所]"
    "|[^，。；由经]{0,6}(?:队长|组长|班主任|校长|园长|经理|主任)|村支书"
)
_OUTSIDER: Final = re.compile(
    f"(?:由|经(?![营过济])|报(?![告名送]))(?P<who>[^，。；由经报]{{0,10}}?(?:{_OUTSIDE}))(?:负责)?(?P<act>{_ACT})(?!证)"
)
_AUTHORITY: Final = re.compile(
    f"(?:由|经|报|报经|报请)(?P<who>[^，。；由经]{{0,30}}?(?:部门|机关|机构|政府|国务院))[^，。；由经报]{{0,14}}?(?P<act>{_ACT})"
)
_ALSO: Final = re.compile(f"(?:部门|机关|政府|局|委员会|厅)[^，。；]{{0,14}}?(?:{_ACT}|备案|登记)")


def _bodies(below: Side, above: Side) -> Iterator[Difference]:
    """A body that is no authority approves below what an authority approves above."""
    authorities = _places(_AUTHORITY, above)
    for own, _, sentence in _places(_OUTSIDER, below) if authorities else ():
        rest = sentence.replace(own[0], "。")
        if not _ALSO.search(rest) and own["who"] not in above.text:
            other = _nearest(rest, above, authorities, SHARED_BODY)
            if other is not None:
                yield departure(
                    "机关",
                    Relation.CONFLICT,
                    phrases.ORGAN,
                    (below.text, above.text),
                    Span(*own.span()),
                    Span(*other.span()),
                )


_DENIED: Final = re.compile(
    "(?<![拒期仍而概])(?:不再?|不予|暂不)(?P<verb>发给|颁发|发放|给予|享受|享有|提供|安排|录取|支付|补偿|补助|救助|报销|减免|退还|返还)"
)


def _denials(below: Side, above: Side) -> Iterator[Difference]:
    """Refused below, given above without such a reason."""
    for own, piece, sentence in _places(_DENIED, below):
        grants = _places(_granted(own["verb"]), above)
        if not grants or piece.item or _CONDITION.match(below.text, own.end()) or _REFUSED.search(above.text):
            continue
        other = _nearest(sentence.replace(own["verb"], "。"), above, grants, SHARED)
        if other is not None:
            yield departure(
                "规定", Relation.CONFLICT, "权利", (below.text, above.text), Span(*own.span()), Span(*other.span())
            )


@cache
def _granted(verb: str) -> re.Pattern[str]:
    return re.compile(f"(?<![不未予再得])(?:{verb})")


_REFUSED: Final = re.compile("不予|除外|不适用|不得|终止|停止|取消|撤销|注销")
