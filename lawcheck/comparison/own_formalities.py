"""What a drafter makes, in his own words, of a formality: a filing above that becomes an approval, an approval above that
becomes a filing, a word by telephone or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison.deciding import without_organs
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import departure, whole
from lawcheck.document import Span

__all__ = ["own_formalities"]

# Weight of the topics that both sentences must have in common. Chosen on the texts 61–68 and 81–88 of
# benchmarks/gold/natural-filings, with 643 untouched local texts as a check.
SHARED: Final = 2
SHARED_SAID: Final = 1
"""… where one says in so many words that nothing more is needed."""

_WAIVED: Final = re.compile(
    "(?:不需要?|无需|无须|毋需|不必|不用|用不着|免于|免予|免办|不再)(?!符合|具备|具有|从事|受理|发放|核发|颁发|批准|延续|换发)(?:另行|事先|[再先经报去向])*[^，。；、]{0,10}?"
    "(?:批准|审批|报批|许可证?|办证|领证|核准|同意|验收|手续|证(?![明据]))(?!的)"
)
_AT_ONCE: Final = "(?:即可|就行|便可|就可以|就可|就能|即能|便能|后，?可以?)"
_SAID: Final = re.compile(
    "(?:说|讲|招呼|知会|告知|报告|通知)一声|打个?招呼|通个气|递个话"
    f"|(?:备案|报备|告知|报告|登记|通知(?!书)|报)(?:(?!批准|审批|核准|同意|验收)[^，。；]){{0,10}}?{_AT_ONCE}"
)
"""All that is needed is to tell somebody."""
_OWN_WILL: Final = re.compile(
    "自行(?:决定|确定|安排|处置|处理|组织)|自己(?:决定|作主|做主|定|说了算)|自主决定|(?:即可|便可|就能|就可以)(?:自行|直接)?决定"
)
_FILED: Final = re.compile("备案|报备|备个案")
_TOLD_BEFORE: Final = re.compile(
    "(?<=[应并需向])[^，。；]{0,24}?备案(?![文证表材机系制审情])|备案(?![文证表材机系制审情])|报备"
    "|(?:事先|事前|提前|[^，。；向]{1,12}前(?!款))[^，。；]{0,30}?(?:报告|告知)(?![书单制]|承诺)"
)
_ALLOWED: Final = "批准|审批|核准|同意|验收合格|审查合格|审核通过|批复"
_BY: Final = "报请|报经|报(?![告名表警废销刊考])|经(?![济信营贸过历])|由|向|征得|获得?|取得"
_CERTIFICATE: Final = (
    "许可证|许可(?!证)|准[营入建用办运]\\w{0,3}[证书]|批准文件|批文|审批手续|经营证|合格证|[^，。；的]{1,8}许可"
)
_APPROVAL: Final = re.compile(
    f"(?:{_BY})[^，。；]{{0,30}}?(?:{_ALLOWED}|许可(?=[，。；后方]|$))(?!的|前|之日|文件|机关|部门|决定|意见|制度|程序|流程|改革|服务|要件|权限)(?![^，。；：]{{0,24}}的)"
    f"|(?:取得|办理|申请|申领|领取|办好|办妥|办|拿到)[^，。；]{{0,24}}?(?:{_CERTIFICATE})(?!的|事项|信息|申请|情况|条件|变更)"
    f"|未(?:经|取得)[^，。；]{{0,24}}?(?:{_ALLOWED}|许可证?)[^，。；]{{0,6}}，?[^，。；]{{0,6}}不[得准许能]"
    f"|(?:{_ALLOWED}|许可)(?:之?后|了)?，?[^，。；]{{0,8}}?(?:才能|才可|方可|方能|才准|才行)"
    "|实[行施][^，。；]{0,6}许可"
)
_BY_LAW: Final = re.compile(
    "依法|依照|按照|按(?:有关|国家)?规定|需要[^，。；]{0,6}(?:批准|审批|许可)|法律|国家有关|承诺"
)
"""With these, an approval or a filing is one that another rule asks for."""
_PENAL: Final = re.compile("违反|罚款|责令|处分")
_PARTY: Final = re.compile("会议|承包方|业主|当事人|监护人|家属|双方|对方|本人")
"""Whose consent is no approval by an authority."""
_OWN_PLANS: Final = re.compile(
    "(?:编制|拟订|拟定|制定|起草|制订)[^，。；]{0,30}(?:规划|预案|方案|计划|办法|标准|目录|名录)"
)
"""What organs make themselves and have approved within the administration."""
_WORDS: Final = re.compile(
    f"{_ALLOWED}|许可证?|验收|合格|备案|报告|告知|取得|办理|申请|领取|手续|核发|颁发|应当|一声|招呼"
)


def own_formalities(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below that asks for more, or for less, than the filing or approval which the law asks for."""
    lighter = _TOLD_BEFORE.search(above.text) or _WAIVED.search(above.text)
    heavier = lighter and _APPROVAL.search(below.text)
    relaxed = (_WAIVED.search(below.text) or _told(below.text)) and _APPROVAL.search(above.text)
    if not heavier and not relaxed:
        return
    for sentence in _sentences(below):
        if not _BY_LAW.search(below.text, *sentence) and not _PENAL.search(below.text, *sentence):
            if heavier:
                yield from _heavier(below, above, sentence)
            if relaxed:
                yield from _relaxed(below, above, sentence)


def _told(text: str) -> re.Match[str] | None:
    return _SAID.search(text) or _OWN_WILL.search(text) or _FILED.search(text)


def _sentences(side: Side) -> Iterator[Span]:
    """The sentences, one that leads a list in with its list."""
    end = 0
    for piece in side.pieces:
        if piece.start >= end:
            end = whole(side, piece)
            yield Span(piece.start, end)


def _heavier(below: Side, above: Side, sentence: Span) -> Iterator[Difference]:
    """An approval below, a filing or nothing above."""
    words = below.text[slice(*sentence)]
    own = _APPROVAL.search(below.text, *sentence)
    if own is None or _PARTY.search(own[0]) or _OWN_PLANS.search(words) or _told(words) or _WAIVED.search(words):
        return
    if _APPROVAL.search(_WAIVED.sub("。", above.text)):
        return
    said = _WAIVED.search(above.text) or _SAID.search(above.text)
    place = _nearest(words, above, SHARED_SAID if said else SHARED)
    other = place and (_WAIVED.search(above.text, *place) or _TOLD_BEFORE.search(above.text, *place))
    if other:
        yield departure(
            "程序", Relation.HEAVIER, "程序", (below.text, above.text), Span(*own.span()), Span(*other.span())
        )


def _relaxed(below: Side, above: Side, sentence: Span) -> Iterator[Difference]:
    """An approval above, less or nothing below."""
    said = _WAIVED.search(below.text, *sentence) or _SAID.search(below.text, *sentence)
    own = said or _OWN_WILL.search(below.text, *sentence) or _FILED.search(below.text, *sentence)
    if own is None or _WAIVED.search(above.text) or _APPROVAL.search(_WAIVED.sub("。", below.text)):
        return
    if not said and (_FILED.search(above.text) or _OWN_PLANS.search(below.text) or _OWN_PLANS.search(above.text)):
        return
    place = _nearest(below.text[slice(*sentence)], above, SHARED_SAID if said else SHARED)
    other = _APPROVAL.search(above.text, *place) if place else None
    if other is not None:
        yield departure(
            "程序", Relation.RELAXED, "程序", (below.text, above.text), Span(*own.span()), Span(*other.span())
        )


def _nearest(words: str, above: Side, least: int) -> Span | None:
    """The sentence above that has most in common with ``words``, if that is enough."""
    own = _topics(words)
    scored = [(weight(own & _topics(above.text[slice(*place)])), place) for place in _sentences(above)]
    most, place = max(scored, key=lambda row: row[0])
    return place if most >= least and not _PENAL.search(above.text, *place) else None


def _topics(words: str) -> frozenset[str]:
    return topics_of(_WORDS.sub("。", without_organs(words)))
