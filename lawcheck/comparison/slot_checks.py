"""Slot against slot, at the places of both texts that stand for each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz

from lawcheck.comparison import effects, organ_checks, phrases, step_checks
from lawcheck.comparison.clock import hours
from lawcheck.comparison.doers import organ_has_to
from lawcheck.comparison.enumerations import enumerated
from lawcheck.comparison.mapping import overlapping, upper_place
from lawcheck.comparison.model import Difference, Relation, StepKind
from lawcheck.comparison.negations import negations
from lawcheck.comparison.pairs import Paired, Side
from lawcheck.comparison.payers import payer_of, same_payer
from lawcheck.comparison.steps import folded
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.units import Pairing
from lawcheck.document import Span
from lawcheck.slots import Amount, Modal, Period, Phrase, Sanction, Slots

__all__ = ["ORDERED", "differences", "with_words_before"]

SAME_EXCEPTION: Final = 50.0
"""Exceptions at least this alike (rapidfuzz ratio) are the same one, adapted."""
AMONG: Final = 0.75
"""Share of the topics of an exception that a longer one above must have to contain it."""
SAME_WITHOUT: Final = 45.0
"""A sentence this like the higher one without its exception says the same, the exception dropped."""
SHORT_STEP: Final = 12  # characters of a change in which a modal word alone stands for another
_MODAL_NAMES: Final = {"应该": "应当", "严禁": "禁止", "可": "可以"}
_MODAL: Final = re.compile("应当|应该|必须|可以|不得|禁止|严禁|有权|鼓励")
_BARE: Final = re.compile("可(?=[^以能见])")  # only where the whole change is this word
_THRESHOLD: Final = re.compile(
    r"逾期|到期|期满|拒不|仍不|仍未|不改正|未改正|[不未]改的|情节严重|情节较重|情节恶劣|造成(?:严重)?后果|经(?:警告|教育|劝阻|责令)"
)
_UNHEARD: Final = re.compile("拒不|仍不|仍未|未改正|[不未]改的")
_LATE: Final = re.compile("到期|期满")
_PROVISO: Final = re.compile(
    r"^但(?!.*(?:除外|不受|可以|不适用|不在此限|另有|无需|免))"
)  # 但不得…: one more duty, no exception
_INWARD: Final = re.compile(
    r"除(?:本条(?:第[一二三四五六七八九十]+款)?|前[一二两三]?款|本[法款]|本条例|本办法)(?:另有)?规定的?(?:以外|之外|外)"
)  # sends to another place of the higher law itself and lets nobody off
_GENERAL_EXCEPTION: Final = re.compile(r"(?:法律|法规|国家|国务院|规章|省|另).{0,24}另有规定|从其规定|另有规定")


def differences(
    below: Side, above: Side, pairings: tuple[Pairing, ...], pairs: tuple[Paired, ...]
) -> Iterator[Difference]:
    """Every difference of slots; exceptions are read first, since they decide what the rest means."""
    yield from _exceptions(below, above, pairings, pairs)
    for pair in pairs:
        yield from _modalities(pair)
        yield from step_checks.dropped_bans(pair)
        yield from negations(pair)
        yield from step_checks.weakened_bans(pair)
        yield from step_checks.dropped_approvals(pair)
        yield from step_checks.added_approvals(pair)
        yield from step_checks.fewer_persons(pair)
        yield from step_checks.added_sanctions(pair)
        yield from enumerated(pair)
        yield from _amounts(pair, above.slots.amounts)
        yield from step_checks.shares(pair)
        yield from _periods(pair, below, above)
        yield from hours(pair)
        yield from step_checks.frequencies(pair)
        yield from _thresholds(pair, below, above)
    yield from _organs(pairs, below, above)
    yield from _penalties(pairs, below.slots, above.slots)
    yield from _more_penalties(below, above, pairings)
    yield from _items(below, above, pairings)


def _modalities(pair: Paired) -> Iterator[Difference]:
    told: list[Span] = []
    for own in pair.below.modalities:
        place = pair.counterpart(own.span)
        rivals = () if place is None else overlapping(pair.above.modalities, place)
        relation = effects.of_modality(own.norm, rivals[0].norm) if rivals else None
        if relation is not None and pair.same_context(own.span, rivals[0].span):
            told.append(own.span)
            yield _other_modal(relation, own.text, rivals[0].text, own.span, rivals[0].span)
    yield from _modal_steps(pair, told)


def _modal_steps(pair: Paired, told: list[Span]) -> Iterator[Difference]:
    """One modal word put in place of another where neither belongs to a norm by itself (除应当符合…外, 对应当登记的…)."""
    for step in pair.steps:
        if step.kind is not StepKind.REPLACED or max(step.lower.length, step.upper.length) > SHORT_STEP:
            continue
        bare = _BARE.match(pair.lower_text, step.lower.start) if step.lower.length == 1 else None
        own = bare or _MODAL.search(pair.lower_text, *step.lower)
        other = _MODAL.search(pair.upper_text, *step.upper)
        if own is None or other is None or any(span.start == own.start() for span in told):
            continue
        relation = effects.of_modality(
            Modal(_MODAL_NAMES.get(own[0], own[0])), Modal(_MODAL_NAMES.get(other[0], other[0]))
        )
        if relation is not None:
            yield _other_modal(relation, own[0], other[0], Span(*own.span()), Span(*other.span()))


def _other_modal(relation: Relation, own: str, other: str, lower: Span, upper: Span) -> Difference:
    return Difference("模态", relation, own, other, lower, upper, phrases.changed("模态", other, own))


def _amounts(pair: Paired, amounts: Sequence[Amount]) -> Iterator[Difference]:
    """A fine for one payer (对个人处) that stands where the law fines another is held against its own."""
    for own in pair.below.amounts:
        # one end of a range above may be all that is left of it below, in the same words
        place = upper_place(pair.steps, own.span).span if own.fine else pair.counterpart(own.span)
        if place is None:
            continue
        rivals = [a for a in overlapping(pair.above.amounts, place) if (a.unit, a.fine) == (own.unit, own.fine)]
        rivals = _of_payer(pair, own, rivals, amounts)
        same = bool(rivals) and (own.low, own.high) == (rivals[0].low, rivals[0].high)
        relation = effects.of_amount(own, rivals[0]) if rivals and not same else None
        if relation is not None and _protects(pair, own):
            relation = _TURNED.get(relation, relation)
        if relation is not None:
            note = phrases.changed("罚款幅度" if own.fine else "数额", rivals[0].text, own.text)
            yield Difference("数额", relation, own.text, rivals[0].text, own.span, rivals[0].span, note)


_TURNED: Final = {Relation.HEAVIER: Relation.RELAXED, Relation.RELAXED: Relation.HEAVIER}
_UNDER_AGE: Final = re.compile("(?:不满|未满|不足)[^，。；]{1,8}岁")
_DEMANDS: Final = re.compile("应当|必须|不得|禁止|严禁")
_BENEFIT: Final = re.compile("免|优惠|优待|半价|优先|减|补助|补贴")


def _protects(pair: Paired, own: Amount) -> bool:
    """Whether an age under which people are is that of those whom a duty or a ban protects: a lower one protects fewer."""
    sentence = pair.lower_text[pair.lower.start : pair.lower.end]
    return _UNDER_AGE.match(own.text) is not None and bool(_DEMANDS.search(sentence)) and not _BENEFIT.search(sentence)


def _of_payer(pair: Paired, own: Amount, rivals: list[Amount], amounts: Sequence[Amount]) -> list[Amount]:
    if not own.fine or not rivals:
        return rivals
    payer = payer_of(pair.lower_text, own.span.start)
    if same_payer(payer, payer_of(pair.upper_text, rivals[0].span.start)):
        return rivals
    return [a for a in amounts if a.fine and a.unit == own.unit and payer_of(pair.upper_text, a.span.start) == payer]


def _periods(pair: Paired, below: Side, above: Side) -> Iterator[Difference]:
    found = [(own, *rivals[:1]) for own in pair.below.periods if (rivals := _rivals(pair, own))]
    differing = [
        (own, other, relation)
        for own, other in found
        if (relation := effects.of_period(own, other)) and not _said_beside(own, other, below, above)
    ]
    if len(differing) == 1 and _both_said(below, above, *differing[0][:2]):
        return
    for own, other, relation in differing:
        note = phrases.changed("期限", other.text, own.text)
        if relation is Relation.HEAVIER and _is_shorter(own, other) and _of_organ(pair, other.span):
            note += phrases.OWN_TIME
        yield Difference("期限", relation, own.text, other.text, own.span, other.span, note)


def _rivals(pair: Paired, own: Period) -> Sequence[Period]:
    place = pair.counterpart(own.span)
    return () if place is None else overlapping(pair.above.periods, place)


_PART: Final = re.compile("[^。；]{0,24}")
"""Of the words behind a time as many as tell what it is for."""


def _both_said(below: Side, above: Side, own: Period, other: Period) -> bool:
    """Whether each clause has both times, so that only the wrong two were laid beside each other (48小时内…可以延长至7日)."""
    theirs, ours = ({effects.days_of(period) for period in side.slots.periods} for side in (above, below))
    return effects.days_of(own) in theirs and effects.days_of(other) in ours


def _said_beside(own: Period, other: Period, below: Side, above: Side) -> bool:
    """Whether the law says the same time of the same thing beside the one that was laid against it (满1年未动工 … 满2年未动工)."""
    behind = _behind(below, own)
    least = fuzz.ratio(behind, _behind(above, other))
    return any(
        effects.days_of(rival) == effects.days_of(own)
        and fuzz.ratio(behind, _behind(above, rival)) > max(least, SAME_EXCEPTION)
        for rival in above.slots.periods
        if rival.span != other.span
    )


def _behind(side: Side, period: Period) -> str:
    """The words that a time is said of."""
    return _PART.match(side.text, period.span.end)[0]  # type: ignore[index]  # matches any text


def _is_shorter(own: Period, other: Period) -> bool:
    days, theirs = effects.days_of(own), effects.days_of(other)
    return days is not None and theirs is not None and days < theirs


def _of_organ(pair: Paired, time: Span) -> bool:
    """Whether the higher clause gives this time to an organ."""
    text, piece = pair.upper_text, pair.upper
    return organ_has_to(text[piece.start : time.start], text[time.end : piece.end])


def _organs(pairs: tuple[Paired, ...], below: Side, above: Side) -> Iterator[Difference]:
    """By the steps of each pair of sentences, then by the words around the names."""
    by_steps = [difference for pair in pairs for difference in _organs_by_steps(pair)]
    yield from by_steps
    if pairs:
        yield from organ_checks.replaced_organs(below, above, [d.lower_span for d in by_steps if d.lower_span])


def _organs_by_steps(pair: Paired) -> Iterator[Difference]:
    told: list[Span] = []
    for own in pair.below.organs:
        place = pair.counterpart(own.span)
        if place is None:
            continue
        rivals = overlapping(pair.above.organs, place)
        if not rivals or not all(effects.other_organ(own.text, rival.text) for rival in rivals):
            continue
        if _listed(pair.lower_text, own.text, rivals[0].text) and _listed(pair.upper_text, own.text, rivals[0].text):
            continue
        if pair.same_context(own.span, rivals[0].span):
            told.append(own.span)
            note = phrases.changed(phrases.ORGAN, rivals[0].text, own.text)
            yield Difference("机关", Relation.CONFLICT, own.text, rivals[0].text, own.span, rivals[0].span, note)
    yield from step_checks.bodies(pair, told)


def _listed(text: str, *names: str) -> bool:
    """Whether organs of these names stand in one list, in whatever order (人民法院、人民检察院、公安机关)."""
    one, other = map(re.escape, names)
    between = "(?:[、和或及与]|或者|以及)(?:[^，。；]{0,24}(?:[、和或及与]|或者|以及))?"
    return re.search(f"{one}{between}{other}|{other}{between}{one}", text) is not None


def _thresholds(pair: Paired, below: Side, above: Side) -> Iterator[Difference]:
    """Conditions that a sanction waits for (逾期不改正的, 情节严重的), added or dropped."""
    if not pair.below.penalties or not pair.above.penalties:
        return
    for own in pair.below.conditions:
        new = _THRESHOLD.search(own.text) is not None and not _said(own, pair.above.conditions)
        if new and pair.counterpart(own.span) is not None:
            note = f"{phrases.CONDITION_ADDED}：{own.text}"
            yield Difference("条件", Relation.LIGHTER, own.text, "", own.span, None, note)
    for other in pair.above.conditions:
        if _THRESHOLD.search(other.text) and not _said(other, below.slots.conditions) and pair.left_out(other.span):
            note = f"{phrases.CONDITION_DROPPED}：{other.text}"
            yield Difference("条件", Relation.HEAVIER, "", other.text, None, other.span, note)


def _said(phrase: Phrase, others: tuple[Phrase, ...]) -> bool:
    """Whether one of the others waits for the same thing."""
    found = _waits(phrase)
    return any(found & _waits(other) for other in others)


def _waits(phrase: Phrase) -> set[str]:
    """The words that make a condition a threshold, an order not followed, or not in time, under one name."""
    return {_LATE.sub("逾期", _UNHEARD.sub("不改正", match[0])) for match in _THRESHOLD.finditer(phrase.text)}


def _penalties(pairs: tuple[Paired, ...], below: Slots, above: Slots) -> Iterator[Difference]:
    told: set[str] = set()
    for pair in pairs:
        if not pair.below.penalties or not above.penalties:
            continue
        if pair.above.penalties:
            yield from _optional(pair)
        for own in pair.below.penalties:
            if own.kind not in above.penalty_kinds | told:
                told.add(own.kind)
                note = f"{phrases.KIND_ADDED}：{own.kind}"
                yield Difference("处罚种类", Relation.ADDED, own.text, "", own.span, None, note)
        for other in pair.above.penalties:
            if other.kind not in below.penalty_kinds | told and not effects.outdone(other.kind, below.penalty_kinds):
                told.add(other.kind)
                note = f"{phrases.KIND_DROPPED}：{other.kind}"
                yield Difference("处罚种类", Relation.LIGHTER, "", other.text, None, other.span, note)


_CHOICE: Final = re.compile("可以?(?:视[^，。；]{1,6})?并?处[^，。；]*$|可以?[^，。；]*$")
ORDERED: Final = re.compile("(?:一律|应当|必须|均|同时|并)[^，。；]*$")
_REACH: Final = 30
_ADDS: Final = re.compile("^(?:对?(?:有|没有|无)?违法所得|并|没收)")


def _more_penalties(below: Side, above: Side, pairings: tuple[Pairing, ...]) -> Iterator[Difference]:
    """A penalty in a sentence of its own behind one that stands above (…处罚款；有违法所得的，没收违法所得), for the same act."""
    told = {s.kind for p in pairings if p.upper is not None for s in _within(below, p.lower).penalties}
    for before, after in pairwise(pairings):
        piece = below.pieces[after.lower]
        adds = after.upper is None and _ADDS.match(below.text[piece.start : piece.end]) is not None
        if not adds or before.upper is None or not above.slots.penalties or not _within(below, before.lower).penalties:
            continue
        for own in _within(below, after.lower).penalties:
            if own.kind not in above.slots.penalty_kinds | told:
                told.add(own.kind)
                note = f"{phrases.KIND_ADDED}：{own.kind}"
                yield Difference("处罚种类", Relation.ADDED, own.text, "", own.span, None, note)


def _within(side: Side, number: int) -> Slots:
    return side.slots.within(side.pieces[number].span)


def _optional(pair: Paired) -> Iterator[Difference]:
    """A penalty that must be imposed above and may be below, or the other way round."""
    for own in pair.below.penalties:
        same = [other for other in pair.above.penalties if other.kind == own.kind]
        if same and _all_as(own, pair.below.penalties) and all(other.optional != own.optional for other in same):
            relation = Relation.LIGHTER if own.optional else Relation.HEAVIER
            note = phrases.OPTIONAL if own.optional else phrases.OPTIONAL_DROPPED
            span = with_words_before(pair.lower_text, own.span, _CHOICE if own.optional else ORDERED)
            yield Difference("模态", relation, pair.lower_text[slice(*span)], same[0].text, span, same[0].span, note)


def with_words_before(text: str, span: Span, before: re.Pattern[str]) -> Span:
    """The penalty together with what right before it makes it a choice (可以) or none (一律, 应当)."""
    found = before.search(text, max(span.start - _REACH, 0), span.start)
    return Span(found.start(), span.end) if found else span


def _all_as(own: Sanction, others: tuple[Sanction, ...]) -> bool:
    """Whether the penalties of this kind are all optional or all imposed, and this is the first (told once)."""
    same = [other for other in others if other.kind == own.kind]
    return same[0].span == own.span and all(other.optional == own.optional for other in same)


def _exceptions(
    below: Side, above: Side, pairings: tuple[Pairing, ...], pairs: tuple[Paired, ...]
) -> Iterator[Difference]:
    for other in above.slots.exceptions:
        if _INWARD.fullmatch(other.text):
            continue
        free = _free_for(other, below.slots.exceptions, above.slots.exceptions)
        missing = _missing(other, free, pairs) or (
            not _alike(other, free) and _said_without(other, below, above, pairings)
        )
        if missing and not _said_elsewhere(other, below, above):
            relation = Relation.RELAXED if _PROVISO.search(other.text) else Relation.HEAVIER
            note = f"{phrases.EXCEPTION_DROPPED}：{_short(other.text)}"
            yield Difference("例外", relation, "", other.text, None, other.span, note)
    for pair in pairs:
        for own in pair.below.exceptions:
            general = _GENERAL_EXCEPTION.search(own.text) or _PROVISO.search(own.text)
            known = _alike(own, above.slots.exceptions) or _among(own, above.slots.exceptions)
            if not general and not known and pair.counterpart(own.span) is not None:
                note = f"{phrases.EXCEPTION_ADDED}：{_short(own.text)}"
                yield Difference("例外", Relation.RELAXED, own.text, "", own.span, None, note)


def _free_for(other: Phrase, below: tuple[Phrase, ...], above: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """The exceptions below that are not word for word another one of the higher clause."""
    taken = {rival.text for rival in above} - {other.text}
    return tuple(own for own in below if own.text not in taken)


_SAID_ELSEWHERE: Final = 0.6
"""Share of the topics that only an exception has, said somewhere below: then it is said as a rule of its own."""
_NEVERTHELESS: Final = re.compile("[也亦]|包括|含|一律|同样|无论|不论|即使|例外|均")


def _said_elsewhere(other: Phrase, below: Side, above: Side) -> bool:
    """Whether what the law excepts is ruled below in a sentence of its own (主体工程自行完成；其他部分可以分包)."""
    rest = above.text[: other.span.start] + "。" + above.text[other.span.end :]
    only = topics_of(_EXCEPT_FOR.sub("", other.text)) - topics_of(rest)
    said = weight(only & topics_of(below.text)) >= max(_LEAST_SAID, _SAID_ELSEWHERE * weight(only))
    return said and not _PROVISO.search(other.text) and not _NEVERTHELESS.search(below.text)


_LEAST_SAID: Final = 2


def _missing(other: Phrase, below: tuple[Phrase, ...], pairs: tuple[Paired, ...]) -> bool:
    """Whether a higher exception is said nowhere below, although the sentence that it belongs to is."""
    if _alike(other, below):
        return False
    for pair in pairs:
        if pair.upper.start <= other.span.start < pair.upper.end:
            return pair.left_out(other.span)
    return any(0 <= other.span.start - pair.upper.end <= 1 for pair in pairs)  # a sentence of its own behind it


def _said_without(other: Phrase, below: Side, above: Side, pairings: tuple[Pairing, ...]) -> bool:
    """Whether a sentence below that stands for none above is like the one of the exception without it."""
    lone = [below.pieces[p.lower] for p in pairings if p.upper is None]
    home = next((p for p in above.pieces if p.start <= other.span.start < p.end), None)
    if home is None or not lone:
        return False
    rest = folded(above.text[home.start : other.span.start] + above.text[other.span.end : home.end])
    return len(rest) >= SHORT_STEP and any(fuzz.ratio(piece.key, rest) >= SAME_WITHOUT for piece in lone)


_EXCEPT_FOR: Final = re.compile("^除|(?:以外|之外|外)$")


def _among(own: Phrase, others: tuple[Phrase, ...]) -> bool:
    """Whether an exception is one of several cases that a higher one names (抢修 among 抢修、连续施工)."""
    named = topics_of(_EXCEPT_FOR.sub("", own.text))
    return bool(named) and any(weight(named & topics_of(other.text)) >= AMONG * weight(named) for other in others)


def _alike(phrase: Phrase, others: tuple[Phrase, ...]) -> bool:
    return any(fuzz.ratio(phrase.text, other.text) >= SAME_EXCEPTION for other in others)


def _items(below: Side, above: Side, pairings: tuple[Pairing, ...]) -> Iterator[Difference]:
    """项 below that no 项 above stands for, where both clauses have lists that correspond."""
    listed = [p for p in pairings if below.pieces[p.lower].item]
    if sum(p.upper is not None for p in listed) < 1 or sum(piece.item for piece in above.pieces) < 2:
        return
    for pairing in listed:
        piece = below.pieces[pairing.lower]
        words = below.text[piece.start : piece.end]
        if pairing.upper is None and not piece.catch_all and piece.key not in above.key and not _is_part(words, above):
            span = piece.span
            yield Difference("项", Relation.ADDED, words, "", span, None, f"{phrases.ITEM_ADDED}：{_short(words)}")


_PART_SHARE: Final = 0.5
_PART_LEAST: Final = 4
"""Share and weight of the topics of a 项 that a longer one above must have to contain it."""


def _is_part(words: str, above: Side) -> bool:
    """Whether a 项 is one of several cases that a higher 项 joins (甲的，或者乙的)."""
    named = topics_of(words)
    joined = (above.text[p.start : p.end] for p in above.pieces if p.item)
    least = max(_PART_LEAST, _PART_SHARE * weight(named))
    return any("或者" in item and weight(named & topics_of(item)) >= least for item in joined)


def _short(words: str) -> str:
    plain = words.rstrip("；。\n")
    return plain if len(plain) <= 30 else plain[:30] + "…"
