"""Shared parts of the fourth injector: its tables, numerals, the reading of a text, the laws, an edit.

``fourth_injector.yaml`` holds the sentences and words that are planted; nothing here knows a kind of error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.injector_files import INFO_END as MARK
from benchmarks.injector_files import read_tables

TABLES = read_tables("fourth_injector")
DIGITS = "零一二三四五六七八九"
UNITS = {"千": 1000, "百": 100, "十": 10}
NUMERAL = f"[{DIGITS}十百千万]+"
ARTICLE = re.compile(rf"(第({NUMERAL})条)([ 　]+)")
ARTICLE_OF_LAW = re.compile(rf"(第({NUMERAL})条(?:之{NUMERAL})?)[ 　]+(.*)")
ITEM = re.compile(rf"（({NUMERAL})）")
FILE_NAME = re.compile(r"(.+?)\((\d{4}-\d\d-\d\d)\)")
STALE = frozenset(TABLES["stale"])
LEAST_CLAUSE = 24
"""A clause of a law shorter than this is no partner of a near copy."""


def numeral(number: int) -> str:
    """Chinese numeral; nothing for 0.

    >>> numeral(12), numeral(105), numeral(30000)
    ('十二', '一百零五', '三万')
    """
    if number >= 10_000:
        return numeral(number // 10_000) + "万" + numeral(number % 10_000)
    word, gap = "", False
    for sign, unit in (*UNITS.items(), ("", 1)):
        digit = number // unit % 10
        if digit:
            word += "零" if gap and word else ""
            word += ("" if sign == "十" and digit == 1 and not word else DIGITS[digit]) + sign
        gap = not digit
    return word


def value(word: str) -> int:
    """Number of a Chinese numeral.

    >>> value("十二"), value("一百零五"), value("三万")
    (12, 105, 30000)
    """
    total = part = digit = 0
    for sign in word:
        if sign in UNITS:
            part, digit = part + (digit or 1) * UNITS[sign], 0
        elif sign == "万":
            total, part, digit = total + (part + digit) * 10_000, 0, 0
        else:
            digit = DIGITS.index(sign)
    return total + part + digit


def similarity(a: str, b: str) -> float:
    """0 to 100, twice the longest common subsequence by the length of both (the author's own ``rapidfuzz.fuzz.ratio``).

    >>> similarity("应当报告", "可以报告")
    50.0
    """
    if not a or not b:
        return 0.0
    short, long = sorted((a, b), key=len)
    places: dict[str, int] = {}
    for i, sign in enumerate(short):
        places[sign] = places.get(sign, 0) | 1 << i
    full = free = (1 << len(short)) - 1
    for sign in long:
        hit = free & places.get(sign, 0)
        free = ((free + hit) | (free - hit)) & full
    return 200 * (len(short) - free.bit_count()) / (len(a) + len(b))


def bigrams(text: str) -> frozenset[str]:
    """All pairs of neighbouring characters."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


@dataclass(frozen=True)
class Line:
    """A line of an article: where it starts, its words, the length of its 第X条, the start of the 款 that it is of."""

    start: int
    text: str
    article: int
    """Index of its article."""
    number: int
    """Number of its article."""
    head: int
    paragraph: int
    is_item: bool

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.text)


class Article(NamedTuple):
    """An article: its number and its lines."""

    number: int
    lines: list[Line]

    @property
    def text(self) -> str:
        """Its lines, one behind another."""
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Text:
    """A text that has been read: what stands before the articles, the articles, the headings with their offsets."""

    text: str
    info: str
    articles: list[Article] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """All lines of articles."""
        return [line for article in self.articles for line in article.lines]


def read(text: str) -> Text:
    """Read a text by its lines.

    >>> found = read("# 某条例\\n\\n<!-- INFO END -->\\n\\n第一条 为了某事：\\n\\n（一）甲；\\n\\n第二条 本条例自公布之日起施行。")
    >>> [(article.number, len(article.lines)) for article in found.articles]
    [(1, 2), (2, 1)]
    """
    begin = text.index(MARK) + len(MARK)
    found, at, paragraph = Text(text, text[:begin]), begin, 0
    for raw in text[begin:].split("\n"):
        words, start = raw.strip(), at + len(raw) - len(raw.lstrip())
        at += len(raw) + 1
        opening = ARTICLE.match(words)
        if words.startswith("#"):
            found.headings.append((start, words))
        elif opening:
            paragraph = start
            number = value(opening[2])
            line = Line(start, words, len(found.articles), number, opening.end(), paragraph, False)
            found.articles.append(Article(number, [line]))
        elif words and found.articles:
            is_item = bool(ITEM.match(words))
            paragraph = paragraph if is_item else start
            number = found.articles[-1].number
            line = Line(start, words, len(found.articles) - 1, number, 0, paragraph, is_item)
            found.articles[-1].lines.append(line)
    return found


class Clause(NamedTuple):
    """A 款 or 项 of a law: its article as written, its words, their bigrams."""

    article: str
    text: str
    pairs: frozenset[str]


class Laws:
    """The newest text of each law and administrative regulation below ``laws/`` of the data."""

    def __init__(self, data: Path) -> None:
        self._files: dict[str, tuple[str, Path]] = {}
        for kind in ("法律", "行政法规"):
            for path in sorted((data / "laws" / kind).rglob("*.md"), key=Path.as_posix):
                dated = FILE_NAME.fullmatch(path.stem)
                name, day = (dated[1], dated[2]) if dated else (path.stem, "")
                if path.name != "_index.md" and (name not in self._files or self._files[name][0] < day):
                    self._files[name] = (day, path)
        self.clauses = lru_cache(maxsize=None)(self._clauses)

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def usable(self, name: str) -> bool:
        """Whether the law is there as it was when the text was made."""
        return name in self and name not in STALE

    def _clauses(self, name: str) -> list[Clause]:
        found: list[tuple[str, str]] = []
        for raw in self._files[name][1].read_text("utf-8").split(MARK)[-1].split("\n"):
            line = raw.strip()
            opening = ARTICLE_OF_LAW.fullmatch(line)
            if opening:
                found.append((opening[1], opening[3]))
            elif line and not line.startswith("#") and found:
                found.append((found[-1][0], line))
        return [Clause(article, text, bigrams(text)) for article, text in found if len(text) >= LEAST_CLAUSE]

    def last_article(self, name: str) -> int:
        """The highest number of an article."""
        return max((value(clause.article[1 : clause.article.index("条")]) for clause in self.clauses(name)), default=0)


@dataclass(frozen=True)
class Edit:
    """A change: ``new`` in place of ``start:end``; its first ``lead`` characters are space and not planted words."""

    kind: str
    rules: tuple[str, ...]
    why: str
    paragraph: int
    """Start of the 款 that it lies in; no other change is made there."""
    start: int
    end: int
    new: str
    lead: int = 0
    higher: Mapping[str, object] = field(default_factory=dict)
    """The clause of a law that the 款 repeats."""
