"""Differences of words that say the same: a proviso put in other words, 不得违反 for 应当遵守, the other end of one threshold,
another act that the law punishes otherwise. A reviewer who is warned of them stops reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rapidfuzz import fuzz

from lawcheck.comparison import phrases
from lawcheck.comparison.effects import days_of
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.own_penalties import punished_acts
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.steps import folded
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.document import Span
from lawcheck.slots import Amount, read_slots

__all__ = ["telling"]


def telling(found: Iterable[Difference], below: Side, above: Side) -> Iterator[Difference]:
    """The differences that say another thing.

    >>> from lawcheck.comparison.pairs import side_of
    >>> one, other = Span(2, 4), Span(2, 4)
    >>> modal = Difference("模态", Relation.CONFLICT, "应当", "不得", one, other, "")
    >>> below = side_of("村民应当遵守村规民约。")
    >>> list(telling([modal], below, side_of("村民不得违反村规民约。")))
    []
    """
    for difference in found:
        same = _SAME.get(difference.slot)
        if same is None or not same(difference, below, above):
            yield difference


# Exceptions and provisos.

_GENERAL: Final = re.compile(
    "另有(?:规定|约定)|从其(?:规定|约定)|(?:法律|法规)[^，。；]{0,24}(?:可以不|规定(?:的|可以)|不[^，。；]{0,8}的)"
)
_GENERAL_SAID: Final = re.compile(
    "另有(?:规定|约定)|[从按依照循](?:照)?其(?:规定|约定)|(?:法律|法规)[^，。；]{0,24}除外"
)
_OTHERS_FREE: Final = re.compile("除外|例外|不受|不适用|不在此限|除[^。；]{2,60}外|以外|只有|另有|方可")
_AT_MOST: Final = re.compile("不[得应]?[^，。；]{0,2}(?:超过|高于|大于|多于)|为限|以内")
_TAIL: Final = re.compile("^(?:但是?|除)，?|(?:的?除外|之?外|的情形)$")
_ALSO: Final = re.compile("除[^。；]{2,40}外，?(?:还|并|再|仍|另)")
_LIMIT: Final = re.compile("^但(?!.*(?:除外|不受|可以|不适用|不在此限|另有|无需|免))")
SHARED: Final = 2
"""Weight of the topics of an exception that the other text must have …"""
SHARE: Final = 0.6
"""… and their share."""
STANDS: Final = 85.0
"""Likeness (rapidfuzz partial ratio) of an exception to a stretch of the other text that says it too."""
OWN: Final = 1.5
"""Times the length of an exception that a sentence may have which says nothing else."""
SENTENCE: Final = 12
"""Characters from which the words of an exception are a rule of their own, that need no other sign of an exception."""


def _exception(found: Difference, below: Side, above: Side) -> bool:
    return _dropped(found.upper, below, above) if found.lower_span is None else _added(found, below, above)


def _dropped(words: str, below: Side, above: Side) -> bool:
    """Whether the lower text says the exception in other words, with the same figures; what is word for word another
    exception of the higher text says only that one."""
    if _GENERAL.search(words) and _GENERAL_SAID.search(below.text):
        return True
    core = _TAIL.sub("", _TAIL.sub("", words))
    limit = _LIMIT.match(words) is not None
    sign = _AT_MOST if _AT_MOST.search(words) else None if limit else _OTHERS_FREE
    said = _without_others(words, below, above)
    if not _same_periods(core, below):
        return False
    return any(_is_said(core, words) or ((not sign or sign.search(words)) and _stands(core, words)) for words in said)


def _without_others(words: str, below: Side, above: Side) -> Iterator[str]:
    """The sentences below, without the other exceptions that the higher text has in the same words."""
    others = [other.text for other in above.slots.exceptions if other.text != words]
    for piece in below.pieces:
        said = below.text[piece.start : piece.end]
        for other in others:
            said = said.replace(other, "")
        yield said


def _is_said(core: str, words: str) -> bool:
    """Whether a sentence that is no longer than the exception says just it: the clause is the exception."""
    key, own = folded(core), folded(words)
    return len(key) >= SENTENCE and len(own) <= OWN * len(key) and fuzz.partial_ratio(key, own) >= STANDS


def _stands(core: str, words: str) -> bool:
    """Whether a sentence has nearly the same words, or most of what they are about."""
    key, own = folded(core), topics_of(core)
    if len(key) >= SENTENCE and fuzz.partial_ratio(key, folded(words)) >= STANDS:
        return True
    return weight(own & topics_of(words)) >= max(SHARED, SHARE * weight(own))


def _same_periods(core: str, below: Side) -> bool:
    own = read_slots(core).periods
    kept = {days_of(period) for period in read_slots(_HALF.sub("六个月", below.text)).periods} if own else set()
    return all(days_of(period) in kept for period in own)


_HALF: Final = re.compile("(?<![一二三四五六七八九十年])半年")


def _added(found: Difference, below: Side, above: Side) -> bool:
    """Whether the higher text has the exception as a rule, or beside it lets the same go."""
    words = found.lower
    if _ALSO.search(above.text) and words.startswith("除"):
        return True
    if _GENERAL.search(words) and _GENERAL_SAID.search(above.text):
        return True
    core = folded(_TAIL.sub("", _TAIL.sub("", words)))
    place = fuzz.partial_ratio_alignment(core, above.key, score_cutoff=STANDS)
    if len(core) < SHARED or place is None:
        return False
    behind = above.key[place.dest_end : place.dest_end + 6]
    nowhere_else = found.lower_span is not None and _ELSEWHERE.match(below.text, found.lower_span.end) is not None
    return len(core) >= SENTENCE or behind.startswith(_AFTER) or (nowhere_else and not _BAN.search(above.text))


_ELSEWHERE: Final = re.compile("，?(?:一律)?(?:不得|禁止|严禁)")
"""除专门存放地外，不得堆放 says what 应当堆放在专门存放地 does."""
_AFTER: Final = ("以外", "之外", "方可", "可以", "除外", "的除外")


# Duties and bans.

_NO_BAN: Final = re.compile("不得(?:迟于|晚于|超过|少于|低于|高于|多于|早于)")
_OPPOSITES: Final = (
    ("违反|违背|背离|突破", "遵守|符合|合乎|遵循|遵照"),
    ("计入|列入|纳入|包括", "剔除|扣除|排除|剥离|核减"),
    ("泄露|泄漏|公开|透露", "保密|保守"),
    ("拒绝|阻碍|阻挠|推诿", "配合|接受|协助"),
    ("迟延|拖延|延误|延迟|推迟", "及时|立即|按时|按期"),
    ("超过|超出|高于|突破", "控制在|低于|符合|不超过"),
    ("隐瞒|谎报|虚假|瞒报", "如实|真实"),
    ("中断|间断|停止", "持续|连续|保持"),
    ("损害|侵犯|侵害", "保护|维护|尊重"),
    ("歧视|差别", "平等|同等|一视同仁"),
)
"""What is forbidden, and what is asked for instead of it."""
_BAN: Final = re.compile("不得|禁止|严禁")
_DUTY: Final = re.compile("应当|必须|应该")
_NEXT: Final = 24
_UNASKED: Final = re.compile("未经[^。；]{2,30}$")
_ASKED: Final = re.compile("经[^。；]{2,30}$")
ALIKE: Final = 45.0
"""Likeness of the words behind a ban and a duty below which they are about two acts."""


def _modal(found: Difference, below: Side, above: Side) -> bool:
    """不得违反 for 应当遵守, 不得迟于 for 应当在…内, 未经…不得 for 经…可以; a ban and a duty of two acts."""
    own, other = found.lower_span, found.upper_span
    if found.note in (phrases.OPTIONAL, phrases.OPTIONAL_DROPPED):
        return _other_act(below, above)
    if found.relation is not Relation.CONFLICT or own is None or other is None:
        return False
    words = below.text[own.start : own.start + _NEXT], above.text[other.start : other.start + _NEXT]
    if any(map(_NO_BAN.match, words)):
        return True
    if _BAN.match(words[0]) and not _BAN.match(words[1]) and _ASKED.search(above.text, 0, other.start):
        return _UNASKED.search(below.text, 0, own.start) is not None
    if bool(_BAN.match(words[0])) == bool(_BAN.match(words[1])) or not any(map(_DUTY.match, words)):
        return False
    banned, asked = words if _BAN.match(words[0]) else (words[1], words[0])
    return _opposite(banned, asked) or fuzz.ratio(words[0][2:14], words[1][2:14]) < ALIKE


def _opposite(banned: str, asked: str) -> bool:
    return any(re.search(bad, banned) and re.search(good, asked) for bad, good in _OPPOSITES)


# Figures.


def _amount(found: Difference, below: Side, above: Side) -> bool:
    own, other = _of(below, found.lower_span), _of(above, found.upper_span)
    if own is None or other is None:
        return False
    if own.fine:
        return _other_act(below, above)
    return _case(below, own) and _case(above, other) and _tiers(own, other, below, above)


def _of(side: Side, span: Span | None) -> Amount | None:
    return next((amount for amount in side.slots.amounts if amount.span == span), None)


_CASE: Final = re.compile("[^，。；]{0,14}?的")


def _case(side: Side, amount: Amount) -> bool:
    """Whether an amount only says of which case the sentence is."""
    return _CASE.match(side.text, amount.span.end) is not None


def _tiers(own: Amount, other: Amount, below: Side, above: Side) -> bool:
    """Whether two cases are not the same one: one from a figure upwards, one downwards, or one that is cut in more below."""
    if (own.low is None) != (other.low is None):
        return True
    cases, beside = ([a for a in side.slots.amounts if a.unit == other.unit and not a.fine] for side in (below, above))
    ends = {end for a in cases for end in (a.low, a.high)}
    return len(cases) > len(beside) and (other.low if other.high is None else other.high) in ends


# Penalties.


def _other_act(below: Side, above: Side) -> bool:
    """Whether the law punishes another act than the text below, as far as both name one."""
    own, theirs = punished_acts(below), punished_acts(above)
    return bool(own) and bool(theirs) and not any(_same_act(one, other) for one in own for other in theirs)


LEAST: Final = 4
"""Weight of the topics of an act that names enough to tell it from another …"""
OTHER: Final = 0.2
"""… with which it has less than this share in common."""


def _same_act(one: frozenset[str], other: frozenset[str]) -> bool:
    least = min(weight(one), weight(other))
    return least < LEAST or weight(one & other) >= OTHER * least


_REFUSED: Final = re.compile("拒不(?P<act>[\u4e00-\u9fff]{2})")


def _condition(found: Difference, below: Side, above: Side) -> bool:
    """拒不执行 where 不执行 is the act itself; a condition of another act."""
    text = above.text if found.upper_span is None else below.text
    refused = _REFUSED.search(found.lower or found.upper)
    return (refused is not None and f"不{refused['act']}" in text) or _other_act(below, above)


def _penalty(found: Difference, below: Side, above: Side) -> bool:
    return found.slot == "处罚种类" and _other_act(below, above)


# Organs.

_TOWNSHIP: Final = re.compile("乡|镇")


def _organ(found: Difference, below: Side, above: Side) -> bool:
    """Another organ because another act is punished, or because it is a township's, whose congress has a 主席团 only."""
    if found.lower_span is None or found.upper_span is None:
        return False
    presidium = found.lower == "主席团" and found.upper.endswith("委员会") and _TOWNSHIP.search(below.text) is not None
    return presidium or _other_act(below, above)


_SAME: Final = {
    "例外": _exception,
    "模态": _modal,
    "数额": _amount,
    "条件": _condition,
    "处罚种类": _penalty,
    "机关": _organ,
}
