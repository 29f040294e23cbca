"""Page numbers as offices print and type them: — 2 —, -3-, 第2页 共5页, 2/5, 7."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final, NamedTuple

from lawcheck.document import parse_numeral

__all__ = ["NumberStyle", "PageNumber", "page_number"]

_N: Final = r"(\d{1,4})"
_ANY: Final = r"(\d{1,4}|[一二三四五六七八九十百]{1,5})"
_DASH: Final = r"[—－\-–―─~～·•．.|_]"
_PAGE: Final = rf"第{_ANY}页"
_TOTAL: Final = rf"共{_ANY}页"

_LONGEST: Final = 40
_MAY_BE: Final = re.compile(r"[\d页]")


class NumberStyle(Enum):
    """How a page number is written, from what nothing else looks like to what anything may be."""

    WORDED = "第2页"
    DASHED = "— 2 —"
    PAIR = "2/5"
    BARE = "2"


class PageNumber(NamedTuple):
    """The number of a page, of how many (0: not said), and how it is written."""

    value: int
    total: int
    style: NumberStyle


_PATTERNS: Final = (
    (NumberStyle.WORDED, re.compile(rf"{_PAGE}(?:[,，/／|（(]?{_TOTAL}[）)]?)?")),
    (NumberStyle.WORDED, re.compile(rf"{_TOTAL}[,，/／|]?{_PAGE}")),
    (NumberStyle.WORDED, re.compile(rf"[Pp](?:age|AGE){_N}(?:of{_N})?")),
    (NumberStyle.DASHED, re.compile(rf"{_DASH}+{_N}{_DASH}+")),
    (NumberStyle.PAIR, re.compile(rf"{_N}[/／]{_N}")),
    (NumberStyle.BARE, re.compile(rf"{_DASH}*{_N}{_DASH}*")),
)


def page_number(line: str) -> PageNumber | None:
    """The page number that a whole line is, else None.

    >>> page_number("— 2 —"), page_number("第 3 页　共 12 页"), page_number("第三条")
    (PageNumber(value=2, total=0, style=<NumberStyle.DASHED: '— 2 —'>), \
PageNumber(value=3, total=12, style=<NumberStyle.WORDED: '第2页'>), None)
    """
    if len(line) > _LONGEST or not _MAY_BE.search(line):
        return None
    text = "".join(line.split())
    for style, pattern in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            values = [parse_numeral(group) or 0 for group in found.groups() if group]
            first, *rest = reversed(values) if text.startswith("共") else values
            return PageNumber(first, rest[0] if rest else 0, style)
    return None
