"""Traditional characters to Simplified ones, one for one, so that every place in the text stays where it is."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from operator import ne
from typing import TYPE_CHECKING

from lawcheck.document import Problem, SourceText, Span, count_variants
from lawcheck.messages import render

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = ["looks_traditional", "simplify"]

# OpenCC leaves 著 alone, since it is also a Simplified character (著作); behind these it can only be the particle 着.
_PARTICLE = re.compile("(?<=[随沿跟朝向按凭接])著(?![作名者述录书])")
_NOT_HAN = re.compile("[^\u3400-\u9fff]+")
# Characters at the beginning that are looked at, and the share of Traditional ones from which a text is called so: a
# Simplified text with a quoted name or two stays far below, a Traditional one has about a third.
_SAMPLE = 3000
_SHARE = 0.1
# Fewer Chinese characters than this say nothing about a text.
_FEWEST = 20


def simplify(source: SourceText) -> SourceText:
    """``source`` in Simplified characters; the text of the file stays in :attr:`SourceText.original`.

    Words count, not only characters (OpenCC ``t2s``: 乾燥 → 干燥, 乾坤 stays). Lengths never change, so that spans,
    blocks and findings point at the same places of the file. A problem (P217) says how many characters changed; without
    any, ``source`` itself comes back.

    >>> found = simplify(SourceText.from_text("第一條　徵收土地，應當予以補償。"))
    >>> found.text, found.original[:3]
    ('第一条　征收土地，应当予以补偿。', '第一條')
    """
    text = "".join(_converted(block.text) for block in source.blocks)
    changed: int = sum(map(ne, text, source.text))
    if not changed:
        return source
    problems = tuple(problem for problem in source.problems if problem.code != "P216")
    told = Problem("P217", Span(0, 0), render("P217", "zh", count=changed))
    return replace(source.with_text(text), original=source.text, problems=(*problems, told))


def looks_traditional(text: str) -> bool:
    """Whether the beginning of a text is written in Traditional characters.

    >>> looks_traditional("為了規範機動車停放秩序，制定本條例。" * 2), looks_traditional("为了规范机动车停放秩序，制定本条例。" * 2)
    (True, False)
    """
    han = _NOT_HAN.sub("", text[:_SAMPLE])
    return len(han) >= _FEWEST and count_variants(han) > _SHARE * len(han)


def _converted(text: str) -> str:
    """The text in Simplified characters, as long as before."""
    found: str = _converter().convert(text)
    if len(found) != len(text):  # a word of another length: character by character, then
        found = "".join(_one(char) for char in text)
    return _PARTICLE.sub("着", found)


def _one(char: str) -> str:
    found: str = _converter().convert(char)
    return found if len(found) == 1 else char


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC as Converter  # loads its dictionaries, and few files need them

    return Converter("t2s")
