"""What XML and a spreadsheet can hold: words of people written into files that other programs open.

Spreadsheets run a cell that begins like a formula (OWASP, "CSV Injection"): in a workbook such a cell is typed as text, in CSV it
gets an apostrophe. XML 1.0 has no place for most control characters, and Excel none for more than 32,767 in a cell.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_formula", "plain_cell", "storable", "xml_text"]

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA: Final = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")
_LONGEST: Final = 32_000


def xml_text(text: str) -> str:
    """``text`` with a sign in place of each character that XML cannot hold; lengths stay.

    >>> xml_text("甲\\x00乙\\tc")
    '甲\\ufffd乙\\tc'
    """
    return _NOT_XML.sub("\ufffd", text)


def storable(text: str) -> str:
    """What a cell of a workbook can hold of ``text``.

    >>> storable("a\\x0bb"), len(storable("甲" * 50_000))
    ('a\\ufffdb', 32000)
    """
    return xml_text(text)[:_LONGEST]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take the words for a formula, full-width signs and leading blanks included.

    >>> [is_formula(t) for t in ("=1+1", " \u3000＝1", "-3", "第三条", "a=b", "")]
    [True, True, True, False, False, False]
    """
    return _FORMULA.match(text) is not None


def plain_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula, for CSV and for sheets without types; what is no text stays.

    >>> plain_cell("=1+1"), plain_cell("罚款"), plain_cell(3), plain_cell(None)
    ("'=1+1", '罚款', 3, None)
    """
    if not isinstance(value, str):
        return value
    return f"'{storable(value)}" if is_formula(value) else storable(value)
