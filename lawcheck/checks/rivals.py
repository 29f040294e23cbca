"""What accounts for a difference between a penalty and the higher clause beside it, so that nothing is said of it.

The best higher clause of a 款 is not always the one of its act: another 款 of the same 条, another law, or a sentence
beside it may hold the very value. Of 34 differences that two readers judged wrong, 20 were of this kind
(benchmarks/judging, A06–A10, A21).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.checks.conduct import act_at, act_of, fine_in, likeness, sentence_at, slots_of
from lawcheck.checks.context import CheckContext
from lawcheck.comparison import Difference, folded
from lawcheck.document import Span, Unit, UnitKind
from lawcheck.matching import HigherClause, Match
from lawcheck.slots import Amount

__all__ = ["accounted_for", "article_text", "criminal", "of_cited_act", "of_same_act"]

AS_NEAR: Final = 0.05
"""How much less alike an act may be that agrees, against the one that does not."""
SAME: Final = 0.28  # as conduct.SAME_ACT
ELSEWHERE: Final = 0.4
"""Share of a 项 below (by rarity of its pairs) that another penalty of the higher law must hold to punish it too."""
CITED_SHARE: Final = 0.5
"""Share of the pairs of the higher act that the clause cited below must hold …"""
CITED_LEAST: Final = 6  # … of at least so many
LISTED_ACT: Final = 0.4
"""Likeness of an act below and a 项 above from which on the 项 is that act."""
_LISTED: Final = re.compile(r"(?m)(?<=^（.）).+|(?<=^（..）).+")
_CRIME: Final = re.compile("有期徒刑|拘役|处[^，。；]{0,12}徒刑")
_THRESHOLD: Final = re.compile("逾期|拒不|仍不|情节严重|情节较重|情节恶劣|严重后果")
_BACK: Final = re.compile("前[一二三两]?款(?:规定|所列)?的?(?:行为|情形)")
"""A 款 that punishes the act of the one before it, for others or otherwise."""
_POINT: Final = re.compile(r"\n(?![（(])")


def criminal(clause: HigherClause) -> bool:
    """Whether it lays down a crime: no measure for an administrative penalty."""
    return clause.law.key == "刑法" or _CRIME.search(clause.text) is not None


def of_cited_act(context: CheckContext, span: Span, act: str) -> bool:
    """Whether an own clause that the penalty at ``span`` cites (违反本条例第八条第二款规定的) holds most of the ``act`` above."""
    pairs = {act[i : i + 2] for i in range(len(act) - 1)}
    cited = (c.target for c in context.citations if c.target and span.start <= c.reference.span.start < span.end)
    return len(pairs) >= CITED_LEAST and any(
        sum(pair in unit.full_text for pair in pairs) >= CITED_SHARE * len(pairs) for unit in cited
    )


def of_same_act(text: str, lower: Span | None, above: str, upper: Span | None) -> bool | None:
    """Whether the sentences at both places punish the same act, or the one below an act that the clause above lists
    (有下列行为之一的); None where one of them names none."""
    if lower is None or upper is None:
        return None
    own, other = act_at(text, lower.start), act_at(above, upper.start)
    if own and other:
        return likeness(own, other) >= SAME
    listed = (point[0] for point in _LISTED.finditer(above)) if own else ()
    return True if any(likeness(own, re.sub(r"\W", "", point)) >= LISTED_ACT for point in listed) else None


def accounted_for(context: CheckContext, match: Match, text: str, difference: Difference) -> bool:
    """Whether a 款 beside the compared one above, another higher clause as near to the act, or another sentence of the
    same 条 below holds what ``difference`` misses or finds too much. ``text`` is the 款 below."""
    clause = match.clauses[0]
    if any(_BACK.search(other) and _agrees(difference, other) for other in _beside_above(clause)):
        return True
    if _said_beside(context, match, text, difference, clause) or _punished_elsewhere(context, difference, clause):
        return True
    start = difference.lower_span.start if difference.lower_span else 0
    act = act_at(text, start)
    floor = max(likeness(act, act_of(clause.text)) - AS_NEAR, SAME)
    others = [*_beside_above(clause), *_others(context, match, sentence_at(text, start) or text)]
    rivals = [other for other in others if other.strip() != clause.text.strip()]
    return bool(act) and any(likeness(act, act_of(o)) >= floor and _agrees(difference, o) for o in rivals)


def _beside_above(clause: HigherClause) -> Iterator[str]:
    """The other 款 of the higher article, each with its 项."""
    parts = _POINT.split(clause.article.text)
    yield from (part for part in parts if part.strip() and part.strip() not in clause.text) if clause.paragraph else ()


def _others(context: CheckContext, match: Match, sentence: str) -> Iterator[str]:
    yield from (clause.text for clause in match.clauses[1:] if not criminal(clause))
    if context.higher_texts is not None:
        yield from (near.text for near in context.higher_texts.near(sentence))


def _agrees(difference: Difference, other: str) -> bool:
    """Whether ``other`` says what is said below."""
    slots = slots_of(other)
    if difference.slot == "数额":
        own = fine_in(difference.lower)
        return own is not None and any(_same(own, fine) for fine in slots.fines)
    if difference.slot == "处罚种类":
        kind = difference.note.rpartition("：")[2]
        same_words = bool(difference.lower) and folded(difference.lower) in folded(other)
        return bool(slots.penalties) and (same_words or (kind in slots.penalty_kinds) == bool(difference.lower))
    if difference.slot == "条件":
        words = {found[0] for found in _THRESHOLD.finditer(difference.lower or difference.upper)}
        return bool(difference.lower) and bool(slots.penalties) and any(word in other for word in words)
    if difference.slot == "项":
        return folded(difference.lower.rstrip("；。\n")) in folded(other)
    return difference.slot == "模态" and "可以" in difference.lower and any(p.optional for p in slots.penalties)


def _same(one: Amount, other: Amount) -> bool:
    return (one.low, one.high, one.unit) == (other.low, other.high, other.unit)


def _punished_elsewhere(context: CheckContext, difference: Difference, clause: HigherClause) -> bool:
    """Whether another 条 of the higher law punishes the 项 that the list above does not have: one 条 below may gather
    what several above say."""
    texts = context.higher_texts
    if texts is None or difference.slot != "项" or not difference.lower:
        return False
    laws = ((near, texts.shelf.law(near.row)) for near in texts.near(difference.lower) if near.share >= ELSEWHERE)
    return any(law.law_id == clause.law.law_id and slots_of(near.text).penalties for near, law in laws)


def _said_beside(context: CheckContext, match: Match, text: str, difference: Difference, clause: HigherClause) -> bool:
    """Whether the higher fine stands in another sentence of the 条, for an act nearer to the higher one."""
    start = difference.lower_span.start if difference.lower_span else 0
    sentence = sentence_at(text, start)
    own = slots_of(sentence).fines
    above = [fine_in(difference.upper)] if difference.slot == "数额" else list(slots_of(clause.text).fines)
    theirs = [fine for fine in above if fine is not None]
    if not own or not theirs or any(_same(fine, other) for fine in own for other in theirs):
        return False
    around = article_text(context, match.eid).replace(sentence, "")
    theirs_act = act_at(clause.text, difference.upper_span.start if difference.upper_span else 0)
    as_near = likeness(act_at(text, start), theirs_act)
    return any(
        _same(fine, other) and likeness(act_at(around, fine.span.start), theirs_act) > as_near
        for fine in slots_of(around).fines
        for other in theirs
    )


def article_text(context: CheckContext, eid: str) -> str:
    """The words of the 条 that holds the unit ``eid``; nothing if there is no such unit."""
    unit: Unit | None = context.document.by_eid.get(eid)
    path = context.document.path(unit) if unit else ()
    article = next((step for step in path if step.kind is UnitKind.ARTICLE), unit)
    return article.full_text if article else ""
