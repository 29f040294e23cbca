"""A 不 or 未 that one text has and the other lacks, where both go on in the same words: the reverse is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rapidfuzz import fuzz

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation, Step
from lawcheck.comparison.pairs import Paired
from lawcheck.document import Span

__all__ = ["negations"]

_MARKS: Final = "，、；：。 \u3000\n"
_NEGATIONS: Final = frozenset({"不", "未", "不予", "不再"})
_NEGATED: Final = re.compile("[不未无非免勿没]|禁止|严禁|拒绝|除外")
_ALIKE: Final = 70.0
"""Likeness of two sentences (rapidfuzz ratio, 0–100) that say the same but for a 不."""
_SAME_BEHIND: Final = 3
"""Characters behind a 不 in which both texts go on …"""
_SHOWN: Final = 8
"""… and those that are shown."""


def negations(pair: Paired) -> Iterator[Difference]:
    """Every such place of two sentences, unless one says no in another place for it.

    >>> from lawcheck.comparison.pairs import lay_out, side_of
    >>> sides = side_of("征求意见所需时间，计算在规定的期限内。"), side_of("征求意见所需时间不计算在规定的期限内。")
    >>> [(d.lower, d.upper) for pair in lay_out(*sides)[1] for d in negations(pair)]
    [('计算在规定的期限', '不计算在规定的期限')]
    """
    own = pair.lower_text[pair.lower.start : pair.lower.end]
    other = pair.upper_text[pair.upper.start : pair.upper.end]
    in_list = pair.lower.item or pair.upper.item  # items of two lists are often two things
    if in_list or fuzz.ratio(own, other) < _ALIKE or len(_NEGATED.findall(own)) == len(_NEGATED.findall(other)):
        return
    for step in pair.steps:
        words = pair.lower_text[slice(*step.lower)].strip(_MARKS), pair.upper_text[slice(*step.upper)].strip(_MARKS)
        if "" in words and (words[0] or words[1]) in _NEGATIONS and _goes_on(pair, step):
            yield _reversed(pair, step, *words)


def _goes_on(pair: Paired, step: Step) -> bool:
    behind = pair.upper_text[step.upper.end : step.upper.end + _SAME_BEHIND]
    return len(behind.strip(_MARKS)) == _SAME_BEHIND and pair.lower_text.startswith(behind, step.lower.end)


def _reversed(pair: Paired, step: Step, own: str, other: str) -> Difference:
    below = Span(step.lower.end - len(own), min(step.lower.end + _SHOWN, pair.lower.end))
    above = Span(step.upper.end - len(other), min(step.upper.end + _SHOWN, pair.upper.end))
    words, theirs = pair.lower_text[slice(*below)], pair.upper_text[slice(*above)]
    note = phrases.changed("规定", theirs, words)
    return Difference("规定", Relation.CONFLICT, words, theirs, below, above, note)
