"""Titles of laws as keys: one key for every way of writing the same title."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["normalise_title", "title_aliases"]

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_MARKS = {"(": "（", ")": "）", "〔": "（", "〕": "）", "[": "（", "]": "）", ",": "，", ":": "：", "･": "·", "•": "·"}
_MARKS |= dict.fromkeys("《<＜«‹", "〈") | dict.fromkeys("》>＞»›", "〉")
_FOLD: dict[int, int | str] = {**_WIDTH, **{ord(k): v for k, v in _MARKS.items()}}
_BLANK = re.compile(r"[\s\u200b\u200c\u200d\ufeff\\]+")
_STATE = "中华人民共和国"
_EDITION = re.compile(
    r"（(?:(?:\d{4}|[零〇一二三四五六七八九]{4})年?(?:第[一二三四五六七八九十]+次)?(?:修订|修正|修改)(?:版|本|文本)?"
    r"|\d{4}-\d{1,2}(?:-\d{1,2})?|\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:修订|修正|修改)?"
    r"|(?:\d{4}年?)?(?:最新)?(?:修订|修正)(?:版|本))）$"
)
_YEAR_EDITION = re.compile(r"(?<!修正案)（\d{4}年?(?:版)?）$")
_MAKERS = (
    r"全国人民代表大会(?:常务委员会)?",
    r"国务院(?:办公厅)?",
    r"最高人民法院",
    r"最高人民检察院",
    r"中央军事委员会",
)
_MAKER_PREFIX = re.compile(rf"^(?:第[一二三四五六七八九十]+届)?(?:(?:{'|'.join(_MAKERS)})[、，]?)+(?=〈?关于)")


@lru_cache(maxsize=16384)
def normalise_title(title: str) -> str:
    """The key of a title: no 中华人民共和国, no blanks, full-width brackets, no edition suffix, no outer 《》.

    （试行） and （草案） stay: they name other documents. Blanks inside titles are real (domain.md 0.2-6).

    >>> normalise_title(" 《中华人民共和国行政处罚法(2021年修订)》")
    '行政处罚法'
    >>> normalise_title("中华人民共和国义 \\n务教育法"), normalise_title("中华人民共和国宪法修正案（1988年）")
    ('义务教育法', '宪法修正案（1988年）')
    """
    key = _BLANK.sub("", title).translate(_FOLD)
    key = _strip_outer(key)
    for pattern in (_EDITION, _YEAR_EDITION):
        key = pattern.sub("", key) or key
    return key.replace(_STATE, "") or key


def _strip_outer(key: str) -> str:
    """Drop 〈〉 around the whole title; 〈A〉和〈B〉 keeps its marks."""
    inner = key[1:-1]
    if len(key) > 2 and key[0] == "〈" and key[-1] == "〉" and "〉" not in inner.partition("〈")[0]:
        return inner
    return key


def title_aliases(key: str) -> tuple[str, ...]:
    """Other keys under which a law is cited: without the maker before 关于.

    >>> title_aliases("最高人民法院、最高人民检察院关于办理甲案件的解释")
    ('关于办理甲案件的解释',)
    """
    short = _MAKER_PREFIX.sub("", key)
    return (short,) if short != key and len(short) > 4 else ()
