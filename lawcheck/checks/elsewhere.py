"""Penalties of laws that a document is not built on: a 款 that was matched with none of its own laws may punish what another
law punishes in nearly the same words (a fine for pedestrians in a regulation on markets)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.checks.conduct import act_of, likeness, slots_of
from lawcheck.checks.context import CheckContext
from lawcheck.checks.rivals import criminal
from lawcheck.comparison import MatchComparison, compare_matches
from lawcheck.matching import HigherClause, Match
from lawcheck.matching.model import MatchState

__all__ = ["penalties_elsewhere"]

NEARLY_SAME: Final = 0.6
"""Least likeness of both acts: the law is not one that the document names or is voted for, so the words must show it."""
LEAST_ACT: Final = 8
"""Characters below which an act is too short to be known by its words."""
REASON: Final = "另一部法律处罚同一行为"
_SENTENCE: Final = re.compile("[^。\n]+。?")
_EITHER: Final = re.compile("[，,](?:或者?|以及)")


def penalties_elsewhere(context: CheckContext) -> Iterator[tuple[Match, MatchComparison]]:
    """The 款 with a fine that were compared with nothing, each with the clause of any higher law that punishes its act."""
    if context.higher_texts is None:
        return
    for match, compared in zip(context.matches, context.comparisons, strict=True):
        clause = _punished(context, match) if compared.comparison is None else None
        if clause is not None:
            found = Match(match.eid, MatchState.MATCHED, REASON, (clause,))
            yield found, compare_matches(context.document, (found,))[0]


def _punished(context: CheckContext, match: Match) -> HigherClause | None:
    """The clause that punishes the act of a 款 with one penalty: no list, and no act that stands in another 款."""
    unit = context.document.by_eid.get(match.eid)
    text = _penal_sentence(unit.text) if unit is not None and not unit.children else ""
    acts = _acts(text) if "罚款" in text and context.higher_texts is not None else ()
    if not acts or context.higher_texts is None or not slots_of(text).fines:
        return None
    near = context.higher_texts.near(text)
    alike = [(_likest(acts, _acts(n.text)), n) for n in near if slots_of(n.text).fines]
    share, best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    clause = context.higher_texts.clause(text, best) if best is not None and share >= NEARLY_SAME else None
    return None if clause is None or criminal(clause) else clause


def _penal_sentence(text: str) -> str:
    """The only sentence of ``text`` that punishes; all of it where several do.

    >>> _penal_sentence("举报人受保护。未经许可捕捞的，由渔政部门处一千元罚款。结果应当公开。")
    '未经许可捕捞的，由渔政部门处一千元罚款。'
    """
    penal = [sentence[0] for sentence in _SENTENCE.finditer(text) if slots_of(sentence[0]).penalties]
    return penal[0] if len(penal) == 1 else text


def _likest(acts: tuple[str, ...], others: tuple[str, ...]) -> float:
    return max((likeness(act, other) for act in acts for other in others), default=0.0)


def _acts(text: str) -> tuple[str, ...]:
    """The act that ``text`` punishes, whole and up to its first alternative, where it is long enough.

    >>> _acts("造成公路损坏，未报告，或者未参加评比的，由交通部门处一千元罚款。")
    ('造成公路损坏未报告或者未参加评比', '造成公路损坏未报告')
    """
    whole = act_of(text)
    head = _EITHER.split(text, maxsplit=1)[0]
    first = act_of(f"{head}的，处一元罚款。") if head != text else ""
    return tuple(act for act in (whole, first) if len(act) >= LEAST_ACT)
