"""Titles of more than one line, broken between words (GB/T 9704-2012, 7.3.1: 词意完整、排列对称、长短适宜)."""

from __future__ import annotations

import math
from itertools import accumulate

from lawcheck.document import width

__all__ = ["broken_title"]

# Characters of size 2 (22 pt) that fit the 156 mm of the type area, less one that punctuation may need.
_WIDEST = 19
# What a break at a title mark is worth, in characters of imbalance.
_MARK_BONUS = 3.0


def broken_title(title: str) -> str:
    """``title`` with line breaks where it is longer than a line.

    Lines are of about equal length; a break stands between words, best before 《 or after 》.

    >>> broken_title("关于征求意见的公告")
    '关于征求意见的公告'
    >>> broken_title("关于分送《云溪市共享单车停放管理办法》审查研究的函").split("\\n")
    ['关于分送《云溪市共享单车', '停放管理办法》审查研究的函']
    """
    wide = math.ceil(width(title) / _WIDEST)
    lines: list[str] = []
    rest = title
    for remaining in range(wide, 1, -1):
        at = _break(rest, width(rest) / remaining)
        lines.append(rest[:at])
        rest = rest[at:]
    return "\n".join([*lines, rest])


def _break(text: str, share: float) -> int:
    """The boundary of words that leaves ``share`` characters before it, as nearly as may be."""
    import rjieba  # its dictionary takes 33 MB, and processes that only show pages never cut words

    places = list(accumulate(len(word) for word in rjieba.cut(text)))[:-1]
    allowed = [at for at in places if text[at] not in "》）”、，。：" and text[at - 1] not in "《（“"]
    return min(allowed, key=lambda at: _cost(text, at, share), default=len(text))


def _cost(text: str, at: int, share: float) -> float:
    before = width(text[:at])
    mark = text[at] == "《" or text[at - 1] == "》"
    return abs(before - share) - (_MARK_BONUS if mark else 0.0) + (100.0 if before > _WIDEST else 0.0)
