"""The covering letter of a filing (备案报告) that stands before the regulation in one file, told apart from it."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Head", "split_letter"]

_SENDS = r"关于(?:报送|报请|报备|呈报|呈送|提请|提交|移送)"
_LETTER = re.compile(rf"{_SENDS}.*(?:报告|请示|函|的报备|备案)$")
_LETTER_START = re.compile(_SENDS)
_LETTER_END = re.compile(r"(?:报告|请示|函|备案)$")
_FIGURE = r"[\d〇零○一二三四五六七八九十]"
_SIGNED = re.compile(rf"^[^《。；]{{0,40}}{_FIGURE}{{4}}年{_FIGURE}{{1,3}}月{_FIGURE}{{1,3}}日[）)]?$")
_OWN_NOTICE = re.compile(r"(?:公告|令)(?:[（(]?(?:\d{4}年)?第.{1,8}号[）)]?)?$|^第.{1,8}号$")
_TITLE_LINES = 4  # a long title of a letter is broken into up to this many lines


class Head(NamedTuple):
    """What stands before a regulation: lines of its own (公告, 令, 版头), and those of the letter that sends it."""

    own: str
    letter: str


def split_letter(head: str) -> Head:
    """Take the covering letter out of ``head``: from its 版头 and 文号 to the date under it.

    A 公告 or 令 behind the letter ends it as well, and one before it, closed by its date, is kept.

    >>> split_letter("某常备〔2026〕1号\\n关于报送《某条例》备案的报告\\n请予审查。\\n2026年5月1日\\n公告\\n2026年3月1日")
    Head(own='公告\\n2026年3月1日', letter='某常备〔2026〕1号\\n关于报送《某条例》备案的报告\\n请予审查。\\n2026年5月1日')
    >>> split_letter("某市人大常委会公告\\n第3号")
    Head(own='某市人大常委会公告\\n第3号', letter='')
    """
    lines = head.splitlines()
    bare = [re.sub(r"\s", "", line) for line in lines]
    title = next((i for i in range(len(bare)) if _is_title(bare[i : i + _TITLE_LINES])), None)
    if title is None:
        return Head(head, "")
    start = max((i + 1 for i in range(title) if _SIGNED.match(bare[i])), default=0)
    end = _end(bare, title)
    return Head("\n".join(lines[:start] + lines[end:]), "\n".join(lines[start:end]))


def _is_title(lines: list[str]) -> bool:
    """关于报送…的报告, in one line or broken over a few."""
    if not lines or not _LETTER_START.search(lines[0]):
        return False
    joined = ""
    for line in lines:
        joined += line
        if _LETTER_END.search(line):
            return bool(_LETTER.search(joined))
        if re.search("[。：；]$", line):
            return False
    return False


def _end(lines: list[str], title: int) -> int:
    """The line behind the letter: behind its date, else where a 公告 begins, else the end of the head."""
    for index in range(title + 1, len(lines)):
        if _SIGNED.match(lines[index]):
            return index + 1
        if _OWN_NOTICE.search(lines[index]) and "《" not in lines[index]:
            return index
    return len(lines)
