"""Penalties that a drafter writes in his own words, for an act that the law punishes: made to wait where the law punishes at
once or the other way round, a fine where the law only orders to put right, other amounts and kinds, only a talk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lawcheck.comparison import effects, phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.payers import payer_of, same_payer
from lawcheck.comparison.slot_checks import ORDERED, with_words_before
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.units import Piece
from lawcheck.comparison.voices import list_end
from lawcheck.document import Span
from lawcheck.slots import Amount, Sanction

__all__ = ["own_penalties", "punished_acts"]

SHARED: Final = 3
"""Weight of the topics that two acts must have in common to be the same …"""
SHARE: Final = 0.5
"""… and their share of those of the shorter one; …"""
SHARE_OF_FINE: Final = 0.65
"""… where amounts or kinds alone differ, which stand beside many acts."""
EARLY: Final = 12
"""Characters of a premise before the word that makes it one; further on it belongs to an act (…或者拒不提供资料的)."""

_PUNISHES: Final = re.compile("罚|没收|吊销|拘留|处[^，。；]{1,16}元")
_SANCTIONS: Final = re.compile(f"{_PUNISHES.pattern}|的，[^。；\n]{{0,44}}?(?:责令|教育|劝|约谈|提醒|告诫|警告)")
_REFERENCE: Final = re.compile(
    r"违反(?:(?:本|国家|有关|前款|《)[^，。；]{0,40}?)?规定[，,]?|(?:依照|按照|根据|依据)(?:《[^，。；]*|[^，。；]{0,10}?规定)"
    r"|第[一二三四五六七八九十百零〇\d]+[条款项]|由(?!于)[^，。；]{2,60}$"
)
_WHEN: Final = re.compile("[^，。；：\n]{2,50}?的(?=，|由|处|罚|没收|并处|给予|责令|可以)")
_WAITS: Final = re.compile(
    "逾期|到期|期满|限期内|拒不|拒绝(?:改|整|清|拆|恢)|仍不|仍未|仍旧|仍然|不改|未改|不听|再次|再犯|再度|屡教|屡次|屡犯|多次|累计|[二两三四五]次|情节(?:较重|严重|恶劣|特别)"
    "|严重后果|后果严重|(?:[日月天年周]|期限)之?内[^，。；]{0,2}(?:没|未|不|仍)|经[^，。；]{0,8}(?:劝|教育|警告|责令|催告|提醒|约谈|告诫)"
)
"""What a penalty waits for; the act itself stands in the sentence before."""
_ORDER: Final = re.compile("逾期|到期|拒不|拒绝|仍不|仍未|不改|未改")
_SOFT: Final = re.compile("批评教育|教育|劝导|劝诫|提醒|约谈|告诫|责令|改正|警告|劝其|劝阻|通报")
_MILD: Final = re.compile("责令|批评教育|(?:予以|给予)(?:教育|告诫)|改正")
_FIRST: Final = re.compile(
    "(?<!可以)(?:不予|免予|免于|免除|不)(?:行政)?(?:处罚|罚款)(?!的)|(?:首次|初次|第一次|头一次|首违)[^。；]{0,24}?(?:不予(?:行政)?处罚|不予罚款|不(?:处|罚)(?!款的)|免[予于除]?(?:行政)?(?:处罚|罚款)|批评教育|警告|提醒|劝导|约谈|责令改正)"
)
_SLIGHT: Final = re.compile("轻微|危害后果|裁量|可以不予|周岁|精神|智力|时效|二年|两年|五年|过错|证据|不得|重复|同一")
_ELSEWHERE: Final = re.compile(
    "(?:依照|按照|根据|依据|由|依法)[^，。；]{0,40}?(?:(?<!治安)(?<!治安管理)处罚|追究(?!其?刑事)|处理)|》的(?:有关|相关)?规定|处分|法律责任"
)
_FINE: Final = re.compile("(?:并|单|可以)?处[^，。；]{0,60}?罚款|罚款[^，。；]{0,12}元")


class _Case(NamedTuple):
    """What one sentence imposes: topics of the act, the words it waits for, penalties and fines."""

    act: frozenset[str]
    premise: Span | None
    penalties: tuple[Sanction, ...]
    fines: tuple[Amount, ...]
    piece: Piece

    def same_act(self, other: _Case, share: float = SHARE) -> bool:
        """Whether both punish the same."""
        shared = weight(self.act & other.act)
        return shared >= SHARED and shared >= share * min(weight(self.act), weight(other.act))

    @property
    def kinds(self) -> frozenset[str]:
        """Names of its penalties."""
        return frozenset(penalty.kind for penalty in self.penalties)


def own_penalties(below: Side, above: Side) -> Iterator[Difference]:
    """Every penalty below that departs from what the law imposes for the same act.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("擅自倾倒建筑垃圾的，责令清除，处一万元以上五万元以下罚款。")
    >>> own = side_of("运输单位随意倾倒建筑垃圾的，由城管部门予以教育；再次倾倒的，处一万元以上二万元以下罚款。")
    >>> [(d.slot, d.relation.value, d.lower) for d in own_penalties(own, law)]
    [('条件', '减轻', '再次倾倒的')]
    """
    if not _SANCTIONS.search(below.text):
        return
    own = _cases(below)
    theirs = _cases(above) if own else ()
    yield from _waiting(below, above, own, theirs)
    yield from _at_once(below, above, own, theirs)
    yield from _first_times(below, own, theirs)
    yield from _added_fines(below, above, own, theirs)
    yield from _other_amounts(below, above, own, theirs)
    yield from _other_kinds(below, above, own, theirs)
    yield from _only_mild(below, own, theirs)


def _cases(side: Side) -> tuple[_Case, ...]:
    """One for each sentence that punishes or orders something; a sentence that names no act goes on with the one before."""
    found: list[_Case] = []
    for piece in side.pieces:
        words = side.text[piece.start : piece.end]
        if _SOFT.search(words) or _PUNISHES.search(words):
            slots = side.slots.within(piece.span)
            premise = _premise(side.text, piece, not found)
            act = topics_of(_act(side, piece, premise))
            if weight(act) < SHARED and found:
                act = found[-1].act
            found.append(_Case(act, premise, slots.penalties, slots.fines, piece))
    return tuple(found)


def punished_acts(side: Side) -> tuple[frozenset[str], ...]:
    """Topics of the acts that the sentences of a text punish.

    >>> from lawcheck.comparison.pairs import side_of
    >>> [sorted(act) for act in punished_acts(side_of("随意倾倒垃圾的，处一万元罚款。"))]
    [['倒垃', '倾倒', '垃圾', '意倾', '随意']]
    """
    return tuple(case.act for case in _cases(side))


def _premise(text: str, piece: Piece, first: bool) -> Span | None:
    """The words that the penalty of a sentence waits for; words of time that begin the first sentence name the act itself."""
    for match in _WHEN.finditer(text, piece.start, piece.end):
        found = _WAITS.search(text, *match.span())
        early = found is not None and found.start() - match.start() <= EARLY
        if early and (not first or match.start() > piece.start):
            return Span(*match.span())
    return None


def _act(side: Side, piece: Piece, premise: Span | None) -> str:
    """The words of a sentence before what it orders, without premise, references and organ; of the lead-in of a list the
    list too."""
    words = side.text[piece.start : piece.end]
    listed = side.text[piece.end : list_end(side, piece)] if "下列" in words or words.endswith("：") else ""
    if premise is not None:
        words = words[: premise.start - piece.start]
    ordered = _SANCTION.search(words)
    words = words[: ordered.end()] if ordered else words
    ended = words.rfind("的，")
    return _REFERENCE.sub("。", words[:ended] if ended > 0 else words[: ordered.start()] if ordered else words) + listed


_SANCTION: Final = re.compile(
    r"的?[，,]?(?:由(?!于)[^，。；]{2,60}?)?(?:责令|给予|予以|没收|处[一二三四五六七八九十百千万\d货违]|可以处|并处|批评|警告|劝|按[^，。；]{1,20}罚款)"
)


def _waiting(below: Side, above: Side, own: Sequence[_Case], theirs: Sequence[_Case]) -> Iterator[Difference]:
    """A penalty that waits for something below and follows at once above; not where the law waits in words that are no
    premise of their own (…被责令改正，发现其拒不改正的)."""
    premises = [other.premise for other in theirs if other.premise is not None]
    if any(not _inside(found.start(), premises) for found in _ORDER.finditer(above.text)):
        return
    at_once = {kind for case in own if case.premise is None for kind in case.kinds}
    for case in own:
        if case.premise is None or not case.kinds - at_once:
            continue
        same = [other for other in theirs if case.same_act(other)]
        waits = {kind for other in theirs if other.premise is not None for kind in other.kinds}
        strict = {p.kind for other in same if other.premise is None for p in other.penalties if not p.optional}
        if (case.kinds - at_once) & (strict - waits):
            words = below.text[slice(*case.premise)]
            yield Difference(
                "条件", Relation.LIGHTER, words, "", case.premise, None, f"{phrases.CONDITION_ADDED}：{words}"
            )


def _inside(place: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= place < span.end for span in spans)


def _at_once(below: Side, above: Side, own: Sequence[_Case], theirs: Sequence[_Case]) -> Iterator[Difference]:
    """A penalty that follows at once below and waits above until an order is not followed."""
    waits = {kind for case in own if case.premise is not None for kind in case.kinds}
    for case in own:
        same = [other for other in theirs if case.same_act(other)]
        at_once = {kind for other in same if other.premise is None for kind in other.kinds}
        for penalty in case.penalties if case.premise is None else ():
            if penalty.kind in waits | at_once or penalty.optional:
                continue
            other = next((o.premise for o in same if o.premise is not None and penalty.kind in o.kinds), None)
            if other is not None and _ORDER.search(above.text, *other):
                words = above.text[slice(*other)]
                note = f"{phrases.CONDITION_DROPPED}：{words}"
                span = with_words_before(below.text, penalty.span, ORDERED)
                yield Difference("条件", Relation.HEAVIER, below.text[slice(*span)], words, span, other, note)


def _other_amounts(below: Side, above: Side, own: Sequence[_Case], theirs: Sequence[_Case]) -> Iterator[Difference]:
    """One fine below and one above of that unit for the same act and payer, with other ends."""
    for case in own:
        same = [o for o in theirs if case.same_act(o, SHARE_OF_FINE) and (o.premise is None) == (case.premise is None)]
        fines = [_in_times(fine) for other in same for fine in other.fines]
        lower = _in_times(case.fines[0]) if len(case.fines) == 1 else None
        rivals = [fine for fine in fines if lower is not None and fine.unit == lower.unit]
        if lower is None or not rivals or not same_payer(_payer(below, lower), _payer(above, rivals[0])):
            continue
        relation = effects.of_amount(lower, rivals[0]) if len(rivals) == 1 else None
        if relation in (Relation.HEAVIER, Relation.LIGHTER):
            upper = rivals[0]
            note = phrases.changed("罚款幅度", upper.text, lower.text)
            yield Difference("数额", relation, lower.text, upper.text, lower.span, upper.span, note)


def _payer(side: Side, fine: Amount) -> str:
    return payer_of(side.text, fine.span.start)


def _other_kinds(below: Side, above: Side, own: Sequence[_Case], theirs: Sequence[_Case]) -> Iterator[Difference]:
    """Penalties that must be imposed above and are missing below, or stand below alone, for the same act at once."""
    if _ELSEWHERE.search(below.text) or _ELSEWHERE.search(above.text):
        return
    kinds, known = below.slots.penalty_kinds, above.slots.penalty_kinds
    for case in own:
        same = _punishing(case, theirs)
        if not case.penalties or not same:
            continue
        first = case.penalties[0]
        at_once = next((o.penalties for o in same if o.premise is None), ())
        for penalty in {p.kind: p for p in reversed(at_once)}.values():
            missing = penalty.kind not in kinds | _SLIGHTEST and not effects.outdone(penalty.kind, kinds)
            left_out = missing and not penalty.optional
            if left_out and not _GAIN.search(below.text + above.text[: penalty.span.start]):
                note = f"{phrases.KIND_DROPPED}：{penalty.kind}"
                yield Difference("处罚种类", Relation.LIGHTER, first.text, penalty.text, first.span, penalty.span, note)
        alike = case.premise is None or any(o.premise is not None for o in _punishing(case, theirs))
        for penalty in case.penalties if alike else ():
            if penalty.kind not in known:
                note = f"{phrases.KIND_ADDED}：{penalty.kind}"
                yield Difference("处罚种类", Relation.ADDED, penalty.text, "", penalty.span, None, note)


def _punishing(case: _Case, theirs: Sequence[_Case]) -> list[_Case]:
    """The sentences above that punish the same act."""
    return [o for o in theirs if o.penalties and case.same_act(o, SHARE_OF_FINE)]


def _only_mild(below: Side, own: Sequence[_Case], theirs: Sequence[_Case]) -> Iterator[Difference]:
    """Only an order or a talk below for what the law punishes at once."""
    if below.slots.penalties or _PUNISHES.search(below.text) or _ELSEWHERE.search(below.text):
        return
    for case in own:
        found = _ONLY_MILD.search(below.text, case.piece.start, case.piece.end)
        same = [o for o in theirs if o.premise is None and case.same_act(o, SHARE_OF_FINE)] if found else []
        strict = [p for o in same for p in o.penalties if not p.optional and p.kind not in _SLIGHTEST]
        if found is not None and strict and not _BYSTANDERS.search(found[0]):
            note = f"{phrases.KIND_DROPPED}：{strict[0].kind}"
            span = Span(found.end("act"), found.end())
            words = below.text[slice(*span)]
            yield Difference("处罚种类", Relation.LIGHTER, words, strict[0].text, span, strict[0].span, note)


_ONLY_MILD: Final = re.compile(
    "的，(?P<act>)(?:由[^，。；\n]{2,40}?)?(?:只|仅|予以|给予|进行|应当)?(?:责令|批评教育|劝导|劝诫|约谈|提醒|告诫|警告|教育)[^。；\n]*"
)
_BYSTANDERS: Final = re.compile(
    "委会|社区|物业|经营者|单位应|企业|学校|家长|场所|志愿|村民小组|报告|移送|移交|举报|不听|不改"
)
"""They may only talk to the offender, and leave the penalty to the authority."""
_SLIGHTEST: Final = frozenset(("警告", "通报批评"))
_GAIN: Final = re.compile("(?:没有|无|有)违法所得")
_VERBS: Final = re.compile("^.*(?:处以?|按照?|以)")


def _in_times(fine: Amount) -> Amount:
    """A share of a sum as the multiple of it (百分之五十: 0.5 倍), the sum without the verb before it."""
    fine = fine._replace(basis=_VERBS.sub("", fine.basis))
    if fine.unit != "%":
        return fine
    low, high = (None if end is None else end / 100 for end in (fine.low, fine.high))
    return fine._replace(low=low, high=high, unit="倍")


def _first_times(below: Side, own: Sequence[_Case], theirs: Sequence[_Case]) -> Iterator[Difference]:
    """Not punished the first time below, punished at once above."""
    for case in own:
        found = _FIRST.search(below.text, case.piece.start, case.piece.end)
        if found is None or _SLIGHT.search(below.text, case.piece.start, case.piece.end):
            continue
        same = [other for other in theirs if case.same_act(other) and other.premise is None]
        if any(not penalty.optional for other in same for penalty in other.penalties):
            words = found[0]
            yield Difference(
                "条件", Relation.LIGHTER, words, "", Span(*found.span()), None, f"{phrases.CONDITION_ADDED}：{words}"
            )


def _added_fines(below: Side, above: Side, own: Sequence[_Case], theirs: Sequence[_Case]) -> Iterator[Difference]:
    """A fine below where the law only orders to put right or admonishes."""
    if above.slots.penalties or _ELSEWHERE.search(above.text):
        return
    for case in own:
        fine = next((p for p in case.penalties if p.kind == "罚款"), None)
        same = [other for other in theirs if case.same_act(other)] if fine is not None else []
        if fine is not None and any(_MILD.search(above.text, o.piece.start, o.piece.end) for o in same):
            place = _FINE.search(below.text, case.piece.start, case.piece.end)
            span = Span(*place.span()) if place else fine.span
            words = below.text[slice(*span)]
            yield Difference("处罚种类", Relation.HEAVIER, words, "", span, None, f"{phrases.KIND_ADDED}：罚款")
