"""What the error injector sees of a regulation: lines, 条, dates, partners; no code of lawcheck is used.

The injector (issue 6, part "Seeded errors") must not share the reading of the tool that it measures, so lines and
numerals are read here with a few regular expressions of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

DIGITS = "零一二三四五六七八九"
NUM = "[一二三四五六七八九十百千万零两〇]+"
INFO_END = "<!-- INFO END -->"
_ARTICLE = re.compile(rf"第({NUM})条(之{NUM})?([ \t\u3000]*)")
_ITEM = re.compile(rf"[（(]({NUM})[）)]")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_PROTECTED = re.compile(r"《[^》\n]*》|“[^”\n]*”")


def han(value: int) -> str:
    """A whole number below 100,000,000 in the numerals of a statute.

    >>> [han(n) for n in (7, 10, 15, 105, 120, 2000, 50000, 150000)]
    ['七', '十', '十五', '一百零五', '一百二十', '二千', '五万', '十五万']
    """
    if value >= 10000:
        low = value % 10000
        gap = "零" if 0 < low < 1000 else ""
        return han(value // 10000) + "万" + (gap + han(low) if low else "")
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            words += ("零" if zero and words else "") + DIGITS[digit] + name
        zero = not digit
    return words[1:] if words.startswith("一十") else words


def unhan(words: str) -> int:
    """The number that Chinese numerals write.

    >>> [unhan(w) for w in ("七", "十五", "一百零五", "两千", "十五万", "一万五千")]
    [7, 15, 105, 2000, 150000, 15000]
    """
    head, wan, tail = words.rpartition("万")
    if wan:
        return unhan(head) * 10000 + (unhan(tail) if tail else 0)
    total, digit = 0, 0
    for char in words:
        if char in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        else:
            digit = 2 if char == "两" else 0 if char == "〇" else DIGITS.index(char)
    return total + digit


def squeeze(text: str) -> str:
    """Without blanks, as clauses are compared."""
    return "".join(text.split())


@dataclass(frozen=True)
class Line:
    """One line of the body without the blanks around it; ``body`` is where the text behind 第N条 or （N） begins."""

    kind: str  # "article", "clause", "item", "head"
    start: int
    end: int
    body: int
    article: int = 0
    item: int = 0


@dataclass(frozen=True)
class Edit:
    """A replacement in the untouched text, with what it should trigger."""

    start: int
    end: int
    new: str
    rules: tuple[str, ...]
    note: str = ""


@dataclass
class Text:
    """A regulation: ``raw`` as it came, ``partners`` the clauses (blanks removed) that restate an upper law."""

    raw: str
    partners: Mapping[str, str | bool] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the body, from the first 条 (or behind the 题注 of the data set) on."""
        found: list[Line] = []
        last = 0
        for match in re.finditer(r"[^\n]+", self.raw[self.body_start :]):
            shift = self.body_start + match.start()
            bare = match[0].strip(" \t\r\u3000")
            if not bare:
                continue
            start = shift + match[0].index(bare)
            line = self._line(bare, start, last)
            last = line.article
            found.append(line)
        return found

    def _line(self, bare: str, start: int, last: int) -> Line:
        end = start + len(bare)
        article = _ARTICLE.match(bare)
        if article and (article[3] or unhan(article[1]) == last + 1):
            return Line("article", start, end, start + article.end(), unhan(article[1]))
        item = _ITEM.match(bare)
        if item:
            return Line("item", start, end, start + item.end(), last, unhan(item[1]))
        head = bare.startswith("#") or re.match(rf"第{NUM}[编章节]", bare)
        return Line("head" if head or not last else "clause", start, end, start, last)

    @cached_property
    def body_start(self) -> int:
        """Where the body begins."""
        mark = self.raw.find(INFO_END)
        if mark >= 0:
            return mark + len(INFO_END)
        first = re.search(r"^[ \t\u3000]*第一条", self.raw, re.M)
        return first.start() if first else len(self.raw)

    @cached_property
    def title(self) -> str:
        """The first line that is not empty."""
        return next((line.strip("# \ufeff\r\t\u3000") for line in self.raw.split("\n") if line.strip()), "")

    @cached_property
    def own(self) -> str:
        """What the document calls itself: 条例, 办法, 规定 …"""
        named = re.search(r"(条例|办法|规定|规则|细则|决定|通知|意见)(?:（[^）]*）)?$", self.title)
        return named[1] if named else ""

    @cached_property
    def kind(self) -> str:
        """法规, 规章 or 规范性文件, from title and 题注 (domain.md 1.1)."""
        front = self.raw[: self.body_start]
        if self.own in ("通知", "意见"):
            return "规范性文件"
        if re.search(r"人民政府令|人民政府第?[^\n]{0,12}(?:常务|全体)会议", front) and self.own != "条例":
            return "规章"
        return "法规"

    @cached_property
    def last_article(self) -> int:
        """The highest number of a 条."""
        return max((line.article for line in self.lines), default=0)

    @cached_property
    def orderly(self) -> bool:
        """Whether the 条 run 1, 2, 3 … (source faults imitate errors: domain.md 7.3)."""
        numbers = [line.article for line in self.lines if line.kind == "article"]
        return len(numbers) > 4 and numbers == list(range(1, len(numbers) + 1))

    @cached_property
    def adopted(self) -> date | None:
        """The earliest date of adoption in the 题注."""
        rows = [row for row in self.raw[: self.body_start].split("\n") if "通过" in row]
        return min((day for row in rows for day in dates(row)), default=None)

    @cached_property
    def latest(self) -> date | None:
        """The latest date in 题注 or 施行 clause: the text is at least as young as this."""
        found = dates(self.raw[: self.body_start])
        found += [day for row in re.findall(r"自[^。\n]{8,14}起施行", self.raw) for day in dates(row)]
        return max(found, default=None)

    @cached_property
    def place(self) -> tuple[str, str]:
        """本省/省 or 本市/市."""
        return ("本省", "省") if re.match(r"[^市]{2,3}省", self.title) else ("本市", "市")

    @cached_property
    def _protected(self) -> list[tuple[int, int]]:
        return [match.span() for match in _PROTECTED.finditer(self.raw)]

    def free(self, start: int, end: int) -> bool:
        """Whether the range lies outside titles and quotations (guard G1)."""
        return all(end <= low or start >= high for low, high in self._protected)

    def text(self, line: Line) -> str:
        """The line behind its number."""
        return self.raw[line.body : line.end]

    def partner(self, line: Line) -> str | bool | None:
        """The upper law's words that this 款 restates, True if they are not known, None if it has no partner."""
        return self.partners.get(squeeze(self.text(line)))

    def norms(self) -> list[Line]:
        """款 and 项 between the first and the last 条."""
        return [line for line in self.lines if line.kind != "head" and 1 < line.article < self.last_article]


def dates(text: str) -> list[date]:
    """The calendar dates in a text; impossible ones are left out.

    >>> dates("2012年9月1日通过，2013年13月1日")
    [datetime.date(2012, 9, 1)]
    """
    found = []
    for match in _DATE.finditer(text):
        try:
            found.append(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            continue
    return found
