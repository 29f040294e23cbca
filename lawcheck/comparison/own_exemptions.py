"""What a drafter lets off or keeps back in his own words: a part of those bound who need not, an exception beside those of
the law, what is given to residents only, a notion that is narrowed, what is to be public or heard and is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.units import Piece
from lawcheck.comparison.voices import Voice, covered, departure, in_common, lead, parts_of, voices, whole
from lawcheck.document import Span
from lawcheck.slots import Amount

__all__ = ["own_exemptions"]


def own_exemptions(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below that lets off what one above binds, gives or opens."""
    yield from _kept_back(below, above)
    yield from _exempted(below, above)
    yield from _freed(below, above)
    yield from _unasked(below, above)
    yield from _left_undone(below, above)
    yield from _more_excepted(below, above)
    yield from _residents_only(below, above)
    yield from _redefined(below, above)
    yield from _fewer_protected(below, above)


# Those who are let off.

_LET_GO: Final = "可以?不(?![仅但只超少低得受])|不再(?!构成|符合|属于|具备)|免于|免予|不必(?!要)|无需|无须|(?<![闭闲弃])不用(?![于，。；])|用不着|不需要|不[^，。；]{1,12}也(?:可以|行|可)"
_OUT: Final = re.compile(
    "不作(?:硬性|统一|强制)?要求|(?:不|暂不|不再)(?:纳入|列入|适用|包括|包含)(?!的|本条|前款|前条|第[一二三四五六七八九十])"
    "|不在[^，。；]{0,10}(?:范围|之列|此列)|不在此限"
    f"|(?:{_LET_GO})(?![^，。；]{{1,30}}(?:的|后|之日))|(?<!列)除外"
)
_ALSO_OUT: Final = re.compile(
    "(?<![清拆解免消排去铲])除|(?:外|其他[^，。；]{1,12}的)，|不适用|不包括|不在此限|不受|可以不|不再|无需|无须|不需要|不必|免于|免予"
    "|不纳入|不列入|不计|但是?"
)
"""Words above that let somebody off too: whom, is a matter for the reader."""
_BY_LAW: Final = re.compile("法律|法规|另有规定")
_BINDS: Final = re.compile("应当|必须|不得|禁止|是指|包括|同等|享受|给予|承担|支付")
SHARED: Final = 4
"""Weight of the topics that the sentences have in common …"""
SHARED_BEHIND: Final = 3
"""… and of what one need not do, unless fewer words say it, …"""
SHARE_BEHIND: Final = 0.6
"""… with such a share of them."""
SHARED_NAMED: Final = 2
"""Weight of the topics of what is excepted below and named above."""


def _exempted(below: Side, above: Side) -> Iterator[Difference]:
    """不作要求, 不纳入, 不适用, 免于, 除外 below, where above knows no exemption, or takes in by name those let off."""
    if not _OUT.search(below.text):
        return
    reaches = _taken_in if _ALSO_OUT.search(above.text) else _bound
    for own in voices(_OUT, below):
        other = next((piece for piece in above.pieces if reaches(own, above, piece)), None)
        if other is not None and not own.piece.item and not _BY_LAW.search(lead(own.before)):
            spans = Span(own.span.start - len(lead(own.before)), own.span.end), Span(other.start, whole(above, other))
            yield departure("例外", Relation.RELAXED, phrases.SCOPE, (below.text, above.text), *spans)


def _bound(own: Voice, above: Side, piece: Piece) -> bool:
    """Whether the sentence above binds those, or gives them what is taken away below."""
    words = above.text[piece.start : whole(above, piece)]
    theirs = topics_of(words)
    defined = _DEFINES.search(own.sentence)
    other_term = defined is not None and f"所称{defined['term']}" not in words
    if not _BINDS.search(words) or in_common(own.all, theirs) < SHARED or other_term:
        return False
    if own.mark == "除外":
        named = topics_of(re.split("[（(，]", own.before)[-1])
        return in_common(named, theirs) >= SHARED_NAMED and in_common(own.all - named, theirs) >= SHARED_BEHIND
    if re.match(_LET_GO, own.mark):
        least = max(min(SHARED_BEHIND, weight(own.act)), SHARE_BEHIND * weight(own.act))
        return in_common(own.act, theirs) >= least
    return True


_NEED_NOT: Final = re.compile("(?:可以?不|不必(?!要)|无需|无须|不需要)(?P<act>[\u4e00-\u9fff]{3,8})(?=[，。；])")
_ASKED: Final = "(?:应当|必须)[^。；：]*?"
NAMED: Final = 2
"""Weight of the topics of what need not be done that name enough of it."""


def _freed(below: Side, above: Side) -> Iterator[Difference]:
    """可以不系犬绳 below of what the law asks for in the very words (应当…采取系犬绳等措施)."""
    for own in _NEED_NOT.finditer(below.text):
        asked = re.search(_ASKED + own["act"], above.text)
        if asked and weight(topics_of(own["act"])) >= NAMED and not _ALSO_OUT.search(above.text):
            spans = Span(*own.span()), Span(*asked.span())
            yield departure("例外", Relation.RELAXED, phrases.SCOPE, (below.text, above.text), *spans)


_STEPS: Final = "批准|审批|核准|同意|许可|验收|检查|检验|检测|审查|审核|考核|考试|评审|论证|备案|听证|评估"
_NO_STEP: Final = re.compile(
    f"(?:可以?不|不必|无需|无须|不需要|免于|免予|不再|不用)(?:再|另行)?(?:经过?|进行|组织)?(?P<step>{_STEPS})(?![^，。；]{{0,16}}的(?:[，。；]|$))"
)
_ONLY_AFTER: Final = "[^，。；]{{0,24}}(?:经|通过|取得)?[^，。；]{{0,24}}{step}[^，。；]{{0,8}}，?[^，。；]{{0,6}}方可"


def _unasked(below: Side, above: Side) -> Iterator[Difference]:
    """无须考核 below of what the law lets nobody do before it (…考核合格，方可上岗)."""
    for own in _NO_STEP.finditer(below.text):
        asked = re.search(_ONLY_AFTER.format(step=own["step"]), above.text)
        both = weight(topics_of(below.text) & topics_of(above.text)) if asked else 0
        if asked and both >= SHARED_BEHIND and not _ALSO_OUT.search(above.text):
            spans = Span(*own.span()), Span(*asked.span())
            yield departure("程序", Relation.RELAXED, "程序", (below.text, above.text), *spans)


_TAKES_IN: Final = re.compile("(?<!不)包括[^，。；）)]{2,60}")


def _taken_in(own: Voice, above: Side, piece: Piece) -> bool:
    """Whether those let off below stand above among what 包括 names."""
    let_off = topics_of((parts_of(own.before) or [""])[-1])
    named = _TAKES_IN.finditer(above.text, piece.start, piece.end)
    return any(in_common(let_off, topics_of(match[0])) >= SHARED_BEHIND for match in named)


_DONE: Final = (
    "提供|安排|设置|设立|配备|配置|开放|组织|开展|建立|发放|支付|进行|保存|出具|开具|制定|编制|培训|检查|检测|检验|查验|登记|巡查|评估|审查"
    "|回避|签订|投保|缴存|维护|清理|恢复|免费|优惠|优待|减免"
)
_VERB: Final = re.compile(_DONE)
_UNDONE: Final = re.compile(
    "(?<![得而并若如仍拒要无毋能也期逾])不(?:再|另行|单独|统一)?(?:[为对向][^，。；]{2,16}?)?(?:再|另行|单独|实行|给予)?"
    f"(?:{_DONE})(?![^，。；]{{0,30}}的(?:[，。；]|$))"
)
_NEGATED: Final = re.compile("不|未|除外|但")
_UNFIT: Final = re.compile("不符合|不合格|未")
_ASKS: Final = re.compile("应当|必须")
_GIFTS: Final = ("免费", "优惠", "优待", "减免")


def _left_undone(below: Side, above: Side) -> Iterator[Difference]:
    """应当提供, 应当安排 above, and below 不提供, 不再安排."""
    if not _UNDONE.search(below.text) or _NEGATED.search(above.text):
        return
    for own in voices(_UNDONE, below):
        verb = _VERB.findall(own.mark)[-1]
        other = next((piece for piece in above.pieces if _asks(own, verb, above, piece)), None)
        if other is not None and not own.piece.item and not _UNFIT.search(own.before):
            spans = own.span, Span(other.start, whole(above, other))
            yield departure("规定", Relation.RELAXED, phrases.UNDONE, (below.text, above.text), *spans)


def _asks(own: Voice, verb: str, above: Side, piece: Piece) -> bool:
    """Whether a sentence above asks for what is not done below."""
    words = above.text[piece.start : whole(above, piece)]
    place = words.find(verb)
    asked = place >= 0 and (verb in _GIFTS or _ASKS.search(words[:place]) is not None)
    return asked and in_common(own.all, topics_of(words)) >= SHARED_BEHIND


_SEPARATOR: Final = re.compile("、|以及|或者|和|及|或")
SAME_EXCEPTION: Final = 60.0
"""Exceptions at least this alike (rapidfuzz ratio) are one, to which something may be added."""
_OPEN_LIST: Final = re.compile("其他|等")
_RULE: Final = re.compile("应当|必须|不得|禁止|严禁")


def _more_excepted(below: Side, above: Side) -> Iterator[Difference]:
    """除甲和乙外 above, 除甲、乙和丙外 below."""
    for own in below.slots.exceptions if above.slots.exceptions else ():
        other = max(above.slots.exceptions, key=lambda phrase: fuzz.ratio(own.text, phrase.text))
        listed = own.text.endswith("外") and not _OPEN_LIST.search(other.text)
        if not listed or fuzz.ratio(own.text, other.text) < SAME_EXCEPTION or not _RULE.search(below.text):
            continue
        items, theirs = _SEPARATOR.split(own.text), topics_of(above.text)
        added = [item for item in items if (named := topics_of(item.split("的")[0])) and not named & theirs]
        if added and len(items) > len(_SEPARATOR.split(other.text)) and not _BY_LAW.search("".join(added)):
            yield departure("例外", Relation.RELAXED, "例外", (below.text, above.text), own.span, other.span)


_RESIDENTS: Final = re.compile(
    "(?:仅限|只限|限于|仅面向|只面向|面向|仅对|只对)[^，。；]{0,8}?(?:本[市县区省镇乡村旗州盟]|户籍)[^，。；]{0,12}"
    "|(?:外地|外来|外省|外市|外县|非本[市县区省]|无本[市县区省])[^，。；]{0,14}?(?:不(?:享受|享有|予|能|再)|除外|不在)"
)
_HOUSEHOLD: Final = re.compile("户籍|户口|本[市县省]|常住|本行政区域|当地|居住")
_GIVES: Final = re.compile("免费|优惠|优待|享受|享有|给予|发放|补助|补贴|救助|有权|平等")
SHARED_GIFT: Final = 3
"""Weight of the topics that what is given has in common with what is limited."""


def _residents_only(below: Side, above: Side) -> Iterator[Difference]:
    """What the law gives everybody, given only to those of the place."""
    if not _RESIDENTS.search(below.text) or _HOUSEHOLD.search(above.text):
        return
    gifts = [p for p in above.pieces if _GIVES.search(above.text, p.start, p.end)]
    for own in voices(_RESIDENTS, below) if gifts else ():
        other = max(gifts, key=lambda piece: in_common(own.all, topics_of(above.text[piece.start : piece.end])))
        home = other.span
        if in_common(own.all, topics_of(above.text[slice(*home)])) >= SHARED_GIFT:
            yield departure("例外", Relation.CONFLICT, phrases.SCOPE, (below.text, above.text), own.span, home)


# What is to be public, or to be heard.

_TELLS: Final = "公开|公布|发布|披露|公示|公告|听取|征求|征询|告知|通报|通知|听证|说明理由"
_SECRET: Final = re.compile(
    "(?<![得拒])(?:不|无需|不必|不再|不予|暂不|可以不|可不)(?:对外|向[^，。；]{2,8}?|再|另行|举行|组织)?"
    f"(?:{_TELLS})(?![^，。；]{{0,30}}的(?:[，。；]|情形|情况|除外))|(?:仅|只)供内部"
)
_OPEN: Final = re.compile(f"(?<![不未得予])(?:{_TELLS})")
_CLOSED: Final = re.compile("不(?:得|予|宜|应|再)?(?:公开|公布|公示|听取)|除外|未经|但")
SHARED_TOLD: Final = 3
"""Weight of the topics that both sentences have in common."""


def _kept_back(below: Side, above: Side) -> Iterator[Difference]:
    """不对外公开, 不再听取 below; 公布, 听取 above."""
    if not _SECRET.search(below.text) or _CLOSED.search(above.text):
        return
    theirs = [voice for voice in voices(_OPEN, above) if _BINDS.search(voice.sentence)]
    for own in voices(_SECRET, below) if theirs else ():
        other = max(theirs, key=lambda voice: in_common(own.all, voice.all))
        said = [v for v in voices(_OPEN, below) if v.span.start >= own.span.end or v.span.end <= own.span.start]
        if in_common(own.all, other.all) >= SHARED_TOLD and not covered(own.act, said):
            yield departure("规定", Relation.CONFLICT, phrases.TELLING, (below.text, above.text), own.span, other.span)


# Whom a notion or a ban takes in.

_DEFINES: Final = re.compile("所(?:称|说的?)(?P<term>[^，。；（(]{2,14}?)，?(?:是指|系指|包括|指)")


def _redefined(below: Side, above: Side) -> Iterator[Difference]:
    """所称老年人是指 with an age or a number that is not the law's."""
    terms = {match["term"] for match in _DEFINES.finditer(below.text)}
    if not terms & {match["term"] for match in _DEFINES.finditer(above.text)}:
        return
    for own in below.slots.amounts:
        others = [other for other in above.slots.amounts if other.unit == own.unit]
        if others and all((other.low, other.high) != (own.low, own.high) for other in others):
            yield departure(
                "数额", Relation.CONFLICT, phrases.SCOPE, (below.text, above.text), own.span, others[0].span
            )


_FORBIDS: Final = re.compile("不得|禁止|严禁|不准|不许")
SHARED_AGE: Final = 3
"""Weight of the topics that both bans have in common."""


class _Young(NamedTuple):
    """An age under which somebody is protected by a ban, and the topics of its sentence."""

    age: Amount
    all: frozenset[str]


def _young(side: Side) -> list[_Young]:
    ages = [a for a in side.slots.amounts if a.unit == "周岁" and a.low is None] if "岁" in side.text else []
    homes = ((age, piece) for age in ages for piece in side.pieces if piece.start <= age.span.start < piece.end)
    return [
        _Young(age, topics_of(side.text[piece.start : piece.end]))
        for age, piece in homes
        if _FORBIDS.search(side.text, piece.start, piece.end)
    ]


def _fewer_protected(below: Side, above: Side) -> Iterator[Difference]:
    """不得使未满八周岁的 above, 不得使不满六岁的 below."""
    theirs = _young(above)
    for own in _young(below) if theirs else ():
        about = [u for u in theirs if in_common(own.all, u.all) >= SHARED_AGE and u.age.high is not None]
        if about and own.age.high is not None and all(own.age.high < (u.age.high or 0) for u in about):
            spans = own.age.span, about[0].age.span
            yield departure("数额", Relation.RELAXED, phrases.SCOPE, (below.text, above.text), *spans)
