"""Words of an old text as an instruction changes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lawcheck.alignment import ONE_SHAPE
from lawcheck.laws.amending.editing import EditParagraph

__all__ = ["change_paragraph", "ended_like", "swap_words", "with_colon"]

_FINAL_MARK: Final = re.compile(r"[。；，]$")


def with_colon(text: str) -> str:
    """A lead-in with the colon that a quotation left out.

    >>> with_colon("有下列行为之一的")
    '有下列行为之一的：'
    """
    return text if text.endswith(("：", ":")) else text + "："


def ended_like(text: str, old: str) -> str:
    """A 项 quoted without its final mark ends as the one before it did.

    >>> ended_like("（二）占用盲道的", "（二）损坏盲道的；")
    '（二）占用盲道的；'
    """
    end = _FINAL_MARK.search(old)
    return text if _FINAL_MARK.search(text) or end is None else text + end[0]


def swap_words(text: str, old: str, new: str) -> str | None:
    """``text`` with every ``old`` as ``new``; the shape of marks does not count. None where it does not occur.

    >>> swap_words("由工商部门(县级)处罚", "工商部门（县级）", "市场监管部门"), swap_words("甲", "乙", "丙")
    ('由市场监管部门处罚', None)
    """
    needle, plain = old.translate(ONE_SHAPE), text.translate(ONE_SHAPE)
    if not needle or needle not in plain:
        return None
    pieces, at = [], 0
    while (found := plain.find(needle, at)) >= 0:
        pieces += [text[at:found], new]
        at = found + len(needle)
    return "".join([*pieces, text[at:]])


def change_paragraph(paragraph: EditParagraph, change: Callable[[str], str | None]) -> bool:
    """Change the lead-in, the 项 and the wrap-up of a 款 in place; whether anything was to be changed (``change`` gives None
    where nothing is)."""
    hit = False
    if (lead := change(paragraph.lead)) is not None:
        paragraph.lead, hit = lead, True
    for point in paragraph.points:
        if (text := change(point.text)) is not None:
            point.text, hit = text, True
    for index, line in enumerate(paragraph.wrap_up):
        if (text := change(line)) is not None:
            paragraph.wrap_up[index], hit = text, True
    return hit
