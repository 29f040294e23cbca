"""Bans that a drafter opens in his own words: allowed to some, or on a condition that is none of the law's, done against a report,
or at once where the law waits for an approval."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.own_penalties import punished_acts
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import (
    BAN,
    EXCEPTED,
    GRANT,
    Voice,
    by_organ,
    covered,
    departure,
    excepted_words,
    in_common,
    lead,
    voices,
)
from lawcheck.document import Span

__all__ = ["own_bans"]


def own_bans(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below that opens a ban of the law.

    >>> from lawcheck.comparison.pairs import side_of
    >>> below, above = side_of("经村里同意，可以在水库里游泳、垂钓。"), side_of("禁止在水库里游泳、垂钓。")
    >>> [(d.relation.value, d.lower) for d in own_bans(below, above)]
    [('疑似抵触', '可以在水库里游泳、垂钓')]
    """
    yield from _opened(below, above)
    yield from _same_deed(below, above)
    yield from _same_case(below, above)
    yield from _refused(below, above)
    yield from _formalities(below, above)
    yield from _unlocked(below, above)
    yield from _unpunished(below, above)


_ON_CONDITION: Final = re.compile(
    "未经|擅自|非法|违反|违法|任意|随意|强[制行迫]|不符合|不合格|未取得|未依法|无[^，。；]{1,8}证|非[^，。；法]{2,10}的|侵犯|超过|超出|乱"
)
_APPROVED: Final = re.compile("批准|审批|同意|许可|核准|备案")
SHARED: Final = 2
"""Weight of the topics that what is allowed and what is forbidden have in common …"""
SHARED_ACROSS: Final = 3
"""… or each of them and the rest of the other sentence."""
SHARED_EXCEPTION: Final = 2
"""Weight of the topics of an exception above that make a permission below one of what it excepts."""


def _opened(below: Side, above: Side) -> Iterator[Difference]:
    """不得 above, and below 可以 for some, or on a condition that is no exception of the law."""
    bans = _bans(above, below.text) if GRANT.search(below.text) else []
    if not bans:
        return
    allowed, kept = voices(GRANT, above), voices(BAN, below)
    excepted = excepted_words(above)
    for own in voices(GRANT, below):
        other = max(bans, key=lambda ban: (in_common(own.act, ban.act), in_common(own.all, ban.all)))
        act = _reversed(own, other)
        if (
            own.piece.item
            or covered(other.act, kept)
            or BAN.search(own.before + _said(own))
            or by_organ(own)
            or _is_excepted(own, other, excepted)
        ):
            continue
        if act > max((in_common(own.act, other.act) for other in allowed), default=0):
            yield departure("模态", Relation.CONFLICT, "模态", (below.text, above.text), own.span, other.span)


def _bans(above: Side, lower: str = "") -> list[Voice]:
    """The bans above that hold whatever is asked or shown before, or under a condition that ``lower`` names too."""
    bans = voices(BAN, above)
    listed = [other for ban in bans for other in _listed(ban, above)]
    return [ban for ban in (*bans, *listed) if not _left(_ON_CONDITION.findall(_near(ban)), lower)]


_RULES: Final = re.compile("应当|可以|必须|不得|禁止|严禁|有权|负责|的，|：|罚|责令|除外的")
_LET_OFF: Final = re.compile("[（(][^（）()]*除外[）)]")
_PLACES: Final = re.compile("^在[^，。；]{2,30}，?$")


def _listed(ban: Voice, above: Side) -> list[Voice]:
    """What a ban goes on to after semicolons (在…内，禁止修建围堤；种植芦苇；弃置垃圾), as bans of the same place."""
    found: list[Voice] = []
    for piece in above.pieces[above.pieces.index(ban.piece) + 1 :]:
        words = above.text[piece.start : piece.end]
        goes_on = above.text[piece.start - 1] == "；" and not piece.item and not _RULES.search(words)
        if not goes_on or not _PLACES.match(ban.before) or ban.piece.item:
            break
        words = _LET_OFF.sub("", words)
        sentence, span = ban.before + ban.mark + words, Span(piece.start, piece.end - 1)
        found.append(Voice(ban.mark, span, piece, sentence, ban.before, topics_of(words), ban.who, topics_of(sentence)))
    return found


def _left(conditions: Sequence[str], lower: str) -> bool:
    """Whether a condition of a ban is none that the lower text names: 不合格 itself, 自行 for 擅自.

    >>> _left(["擅自"], "药师可以自行替换"), _left(["未经"], "药师可以自行替换")
    (False, True)
    """
    at_will = _AT_WILL.search(lower) is not None
    named = any(words in lower or (at_will and words in _WILFUL) for words in conditions)
    return bool(conditions) and not named


_AT_WILL: Final = re.compile("可以?(?:自行|直接|随时)")
_WILFUL: Final = frozenset(("擅自", "任意", "随意", "乱"))


def _said(own: Voice) -> str:
    """The marker and the words behind it that are shown."""
    return own.sentence[len(own.before) :][: own.span.end - own.span.start]


def _near(ban: Voice) -> str:
    start = len(ban.before)
    return ban.sentence[max(start - 30, 0) : start + ban.span.end - ban.span.start]


def _reversed(own: Voice, ban: Voice) -> int:
    """How much of what is forbidden is allowed: of both acts without those who are named before, or of the act of each and
    the sentence of the other."""
    both = in_common(own.act - _words(own.before), ban.act - _words(ban.before)) if _names(own, ban) else 0
    crossed = min(in_common(own.act, ban.all - ban.act), in_common(own.all - own.act, ban.act))
    found = max(both if both >= SHARED else 0, crossed if crossed >= SHARED_ACROSS else 0)
    return found if in_common(own.all, ban.all) >= SHARED else 0


_NAMED: Final = 6
"""Characters behind a ban, and at its end, in which the verb or the thing stands that is forbidden …"""
_WHERE: Final = re.compile("^在[^，。；]{2,30}?(?:内|里|上|中|时|间|附近|周围|场所|区域)(?=[^，。；、])")
"""… unless it first says where."""


def _names(own: Voice, ban: Voice) -> bool:
    """Whether the permission names what the ban begins or ends with, and not only what it mentions."""
    words = _WHERE.sub("", _said(ban)[len(ban.mark) :])
    return bool(own.act & (topics_of(words[:_NAMED]) | topics_of(words[-_NAMED:])))


def _words(before: str) -> frozenset[str]:
    """The topics before a marker that are no known things: those named there, not what is to be done."""
    return frozenset(topic for topic in topics_of(before) if not topic.startswith("#"))


def _is_excepted(own: Voice, ban: Voice, excepted: str) -> bool:
    """Whether the law may mean this by what it excepts."""
    if not excepted:
        return False
    if _APPROVED.search(own.sentence) and _APPROVED.search(excepted):
        return True
    return in_common(topics_of(excepted) - ban.all, own.all) >= SHARED_EXCEPTION


_DEED: Final = re.compile("(?:不得|禁止|不准|不许)(?:再)?([\u4e00-\u9fff]{2,6})(?=[，。；]|$)")
_CASE: Final = re.compile("的，[^，。；]{0,16}$")
SHARED_CLAUSE: Final = 8
"""Weight of the topics that two clauses have in common of which one forbids and the other allows a deed of few words."""


def _same_deed(below: Side, above: Side) -> Iterator[Difference]:
    """有…记录的，不得录用 above, and 有…记录的，可以根据情况录用 below: one deed in one case, too short to have topics."""
    bans = [(ban, deed[1]) for ban in _bans(above) if (deed := _DEED.match(_said(ban))) and _CASE.search(ban.before)]
    if not bans or in_common(topics_of(below.text), topics_of(above.text)) < SHARED_CLAUSE:
        return
    excepted = excepted_words(above)
    for own in voices(GRANT, below):
        words = _said(own)
        ban = next((ban for ban, deed in bans if words.endswith(deed) and f"不得{deed}" not in below.text), None)
        if ban is not None and _CASE.search(own.before) and not by_organ(own) and not _is_excepted(own, ban, excepted):
            yield departure("模态", Relation.CONFLICT, "模态", (below.text, above.text), own.span, ban.span)


CASE_LEAST: Final = 3
"""Weight of the topics of those and of the case that a short ban names before its deed, all of which the permission must name."""


def _same_case(below: Side, above: Side) -> Iterator[Difference]:
    """学校在筹设期内不得招生 above, 学校在筹设期内可以先行招生 below: a ban of few words, with all that it says before."""
    if not GRANT.search(below.text):
        return
    bans = [(ban, deed[1]) for ban in _bans(above) if (deed := _DEED.match(_said(ban)))]
    excepted = excepted_words(above) if bans else ""
    for own in voices(GRANT, below) if bans else ():
        other = next((ban for ban, deed in bans if _allows(own, ban, deed) and f"不得{deed}" not in below.text), None)
        if other is not None and not by_organ(own) and not _is_excepted(own, other, excepted):
            yield departure("模态", Relation.CONFLICT, "模态", (below.text, above.text), own.span, other.span)


def _allows(own: Voice, ban: Voice, deed: str) -> bool:
    """Whether the deed is allowed at the end of the permission, for all those and the whole case of the ban."""
    named = topics_of(ban.before)
    whole = weight(named) >= CASE_LEAST and named <= topics_of(own.before)
    return whole and _said(own).endswith(deed) and not own.piece.item


SHARED_REFUSED: Final = 3
"""Weight of the topics that the sentence of what the law allows has in common with what is forbidden below …"""
SHARE_REFUSED: Final = 0.75
"""… and their share of it."""


def _refused(below: Side, above: Side) -> Iterator[Difference]:
    """可以暂缓或者分期缴纳 above, 不得延期或者分期缴纳 below, of the same case."""
    if not BAN.search(below.text) or in_common(topics_of(below.text), topics_of(above.text)) < SHARED_CLAUSE:
        return
    grants, bans = voices(GRANT, above), voices(BAN, above)
    for own in voices(BAN, below):
        if _ON_CONDITION.search(_near(own)) or covered(own.act, bans) or own.piece.item:
            continue
        for grant in grants:
            if _names_deed(own, grant) and _CASE.search(own.before) and not by_organ(grant):
                yield departure("模态", Relation.CONFLICT, "模态", (below.text, above.text), own.span, grant.span)
                break


def _names_deed(own: Voice, grant: Voice) -> bool:
    """Whether what is forbidden is what the law allows, in the words of its sentence."""
    least = max(SHARED_REFUSED, SHARE_REFUSED * weight(own.act))
    return in_common(own.act, grant.act) >= SHARED and in_common(own.act, grant.all) >= least


_FORMALITY: Final = re.compile(
    "的，(?:应当|须|要)?(?:事先|事后|及时|提前)?(?:向[^，。；]{2,14})?(?:说明(?:情况|理由)|报告|告知|报备|备案|登记|申报|公示)"
)
SHARED_FORMALITY: Final = 4
"""Weight of the topics that a case or a sentence and the higher one have in common."""


def _formalities(below: Side, above: Side) -> Iterator[Difference]:
    """不得 above, and below a report or a note to the file where it is done."""
    bans = _bans(above) if _FORMALITY.search(below.text) and not EXCEPTED.search(above.text) else []
    for own in voices(_FORMALITY, below) if bans else ():
        case = topics_of(lead(own.before))
        other = max(bans, key=lambda ban: in_common(case, ban.act))
        if in_common(case, other.act) >= SHARED_ACROSS and in_common(case, other.all) >= SHARED_FORMALITY:
            yield departure("模态", Relation.CONFLICT, "模态", (below.text, above.text), own.span, other.span)


_ONLY_AFTER: Final = re.compile(
    "(?:批准|审批|核准|同意|许可|验收|检查|检验|审查|审核|合格|培训)[^，。；]{0,6}(?:，|后)?[^，。；]{0,4}方可"
)
_AT_ONCE: Final = re.compile("即可|就(?:可以|行|能)|便可")
_PASSED: Final = re.compile("批准|审批|核准|同意|许可|验收|检查|检验|审查|审核|合格|培训")


def _unlocked(below: Side, above: Side) -> Iterator[Difference]:
    """经…验收合格，方可 above, and below 即可 without it."""
    if not _AT_ONCE.search(below.text) or not _ONLY_AFTER.search(above.text):
        return
    theirs = voices(_ONLY_AFTER, above)
    for own in voices(_AT_ONCE, below) if theirs else ():
        other = max(theirs, key=lambda voice: in_common(own.all, voice.all))
        if in_common(own.all, other.all) >= SHARED_FORMALITY and not _PASSED.search(own.sentence):
            yield departure("程序", Relation.RELAXED, "程序", (below.text, above.text), own.span, other.span)


SHARED_ACT: Final = 4
"""Weight of the topics that what is allowed has in common with an act that the law punishes, …"""
SHARE_OF_ACT: Final = 0.5
"""… and their share of what is allowed."""
_ELSE: Final = re.compile("处罚|罚款|没收|责令|[查纠]处|申请|委托")


def _unpunished(below: Side, above: Side) -> Iterator[Difference]:
    """可以出租 below what the law punishes."""
    if not above.slots.penalties or not GRANT.search(below.text):
        return
    acts = punished_acts(above)
    for own in voices(GRANT, below):
        if own.piece.item or by_organ(own) or _ELSE.search(_said(own)):
            continue
        if any(_is_act(own, act) for act in acts):
            spans = own.span, Span(above.pieces[0].start, above.pieces[0].end)
            yield departure("模态", Relation.CONFLICT, "模态", (below.text, above.text), *spans)


def _is_act(own: Voice, act: frozenset[str]) -> bool:
    """Whether what is allowed is the act."""
    least = max(min(2, weight(own.act)), SHARE_OF_ACT * weight(own.act))
    return in_common(own.all, act) >= SHARED_ACT and in_common(own.act, act) >= least
