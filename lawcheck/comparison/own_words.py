"""How much a lower clause says that the higher one does not: words of its own, adaptation to place and level left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lawcheck.comparison.model import StepKind
from lawcheck.comparison.pairs import Paired, Side
from lawcheck.comparison.steps import folded

__all__ = ["own_share"]

REWORDED: Final = 0.5
"""New words in place of others count half: most are the same thing under another name."""
# What changes when a norm is taken over to a place (县级以上 → 市和区, 本法 → 本条例, one name of an office for another),
# references, and the words that only hold a sentence together.
_ADAPTED: Final = re.compile(
    "本(?:市|省|区|县|条例|办法|规定|法)|县级以上|(?:地方)?各级|地方|人民政府|(?:行政)?主管部门|管理部门|机关|机构|部门|有关|相关|依法"
    "|行政|管理|监督|国务院|违反|规定|第[一二三四五六七八九十百]+[条款项]|前款|处罚|[省市区县乡镇和与及或者的等由以其对将为应当可]"
    "|[^\u4e00-\u9fff0-9]"
)
_COUNTED: Final = {StepKind.ADDED: 1.0, StepKind.REPLACED: REWORDED}


def own_share(pairs: Sequence[Paired], below: Side, above: Side) -> float:
    """Share of the lower clause's words (0..1) that stand nowhere in the higher clause, among the sentences paired.

    >>> from lawcheck.comparison.pairs import lay_out, side_of
    >>> def share(lower, upper):
    ...     sides = side_of(lower), side_of(upper)
    ...     return round(own_share(lay_out(*sides)[1], *sides), 2)
    >>> share("市和区、县常务委员会组织代表开展活动。", "县级以上各级常务委员会组织代表开展活动。")
    0.0
    >>> share("代表大会每季度组织代表视察医院。", "代表大会组织代表视察。")
    0.33
    """
    known = {above.key[at : at + 2] for at in range(len(above.key) - 1)}
    new = sum(
        _COUNTED[step.kind] * _new(below.text[slice(*step.lower)], known)
        for pair in pairs
        for step in pair.steps
        if step.kind in _COUNTED
    )
    return min(new / max(len(_ADAPTED.sub("", below.key)), 1), 1.0)


def _new(words: str, known: set[str]) -> int:
    """Characters in no pair that the higher clause has."""
    plain = _ADAPTED.sub("", folded(words))
    held = [plain[at : at + 2] in known for at in range(len(plain) - 1)]
    around = zip([False, *held], [*held, False], strict=True) if plain else ()
    return sum(not (before or after) for before, after in around)
