"""Shared parts of the tenth injector: its tables, the reading of a text, what its sentences are filled with.

``tenth_injector.yaml`` holds the sentences and words that are planted; nothing here knows a kind of error.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.injector_files import INFO_END, read_tables, title_of, without

TABLES = read_tables("tenth_injector")
INSERTED: dict[str, dict[str, Any]] = TABLES["kinds"]
SIGNS = "〇零一二三四五六七八九十百千"
"""Signs of numerals, for classes of expressions."""
ARTICLE = re.compile(rf"(第[{SIGNS}]+条(?:之[{SIGNS}]+)?)([ 　]+)")
ITEM = re.compile(rf"（([{SIGNS}]+)）")
DAY = re.compile(r"(\d{4})年(\d+)月(\d+)日")
SELF_NAMES = ("条例", "办法", "规定", "细则")
PLACE = re.compile("浙江省|.{2,4}?市|.{2,6}?县")
LAW_IN_TITLE = re.compile("《(?:中华人民共和国)?(.+?)法?》")
DEPARTMENTS: list[str] = TABLES["departments"].split()
DEFAULT_DEPARTMENT, DEFAULT_SUBJECT = "市场监督管理部门", "公共服务"
LIABILITY = re.compile("法律责任|罚则")
DEFINES = re.compile("本(条例|办法|规定)(所称|下列|有关)|用语|含义")
NOT_SUBJECT = (
    "(条例|办法|规定|细则|规则)$", "^(人民政府|实施|促进|推进|鼓励)", "(暂行|若干|实施|（试行）)+$",
)  # fmt: skip
"""What is taken off a title, one after the other."""
DOING = ("(监督管理|管理|保护|保障|促进|发展|防治|建设与?)$", "[和与及、的]+$")
"""What is taken off too if enough is left."""
LEAST_SUBJECT, LONGEST_SUBJECT = 2, 10


@dataclass
class Article:
    """An article: its label, where it begins, whether it is of the chapter of liability, its paragraphs' spans."""

    label: str
    start: int
    is_liability: bool
    paragraphs: list[tuple[int, int]] = field(default_factory=list)


class Text:
    """A regulation as it came, and what is known of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.raw = path.read_text("utf-8")
        self.title, self.named_day = title_of(path)
        mark = self.raw.find(INFO_END)
        self.body = mark + len(INFO_END) if mark >= 0 else 0
        """Where the words behind the head begin."""
        self.articles: list[Article] = []
        self.headings: list[tuple[int, str]] = []
        """Where headings begin, and their words."""
        self._read()

    def _read(self) -> None:
        start, is_liability = 0, False
        for line in self.raw.split("\n"):
            if start >= self.body and line.strip().startswith("#"):
                self.headings.append((start, line))
                is_liability = bool(LIABILITY.search(line)) if "章" in line else is_liability
            elif start >= self.body and line.strip():
                self._read_line(line, start, is_liability)
            start += len(line) + 1

    def _read_line(self, line: str, start: int, is_liability: bool) -> None:
        begin = len(line) - len(line.lstrip())
        if label := ARTICLE.match(line.lstrip()):
            self.articles.append(Article(label[1], start + begin, is_liability))
            begin += label.end()
        if self.articles:
            self.articles[-1].paragraphs.append((start + begin, start + len(line.rstrip())))

    @cached_property
    def head(self) -> str:
        """The words of the data set before the articles."""
        return self.raw[: self.body]

    @cached_property
    def days(self) -> list[str]:
        """The days that its head and its file name, the first one first, as 2020-01-31."""
        days = [f"{int(year):04}-{int(month):02}-{int(day):02}" for year, month, day in DAY.findall(self.head)]
        return sorted(days + ([self.named_day] if self.named_day else []))

    @cached_property
    def day(self) -> str:
        """The last day that is named."""
        return self.days[-1] if self.days else ""

    @cached_property
    def has_liability(self) -> bool:
        """Whether it has a chapter of liability."""
        return any(article.is_liability for article in self.articles)

    @cached_property
    def self_name(self) -> str:
        """What it calls itself."""
        return next((f"本{name}" for name in SELF_NAMES if self.title.endswith(name)), "本条例")

    @cached_property
    def place(self) -> str:
        """Whose regulation it is."""
        place = PLACE.match(self.title)
        return place[0] if place else self.title[:2] + "市"

    @cached_property
    def here(self) -> str:
        """How it calls its place."""
        return "本省" if self.place == "浙江省" else "本市"

    @cached_property
    def subject(self) -> str:
        """What it rules, by its title."""
        law = LAW_IN_TITLE.search(self.title)
        subject = without(law[1] if law else self.title.removeprefix(self.place), *NOT_SUBJECT)
        bare = without(subject, *DOING)
        subject = bare if len(bare) >= LEAST_SUBJECT else subject
        return subject if LEAST_SUBJECT <= len(subject) <= LONGEST_SUBJECT else DEFAULT_SUBJECT

    @cached_property
    def department(self) -> str:
        """The department that it names most often."""
        counts: Counter[str] = Counter()
        for name in DEPARTMENTS:
            counts.update(re.findall(f"{name}(?:行政主管|主管|行政管理|行政|管理)?部门", self.raw[self.body :]))
        counts["公安机关"] = len(re.findall("公安机关(?!交通)", self.raw[self.body :])) // 2
        return min(+counts, key=lambda name: (-counts[name], name), default=DEFAULT_DEPARTMENT)

    @cached_property
    def slots(self) -> dict[str, str]:
        """What sentences are filled with."""
        lower = "区" if self.place == "上海市" else "县（市、区）"
        return {
            "{地}": self.here, "{自}": self.self_name, "{事}": self.subject, "{部门}": self.department,
            "{区}": lower, "{市}": self.place,
        }  # fmt: skip

    def paragraph(self, article: int, place: int) -> str:
        """The words of a paragraph."""
        start, end = self.articles[article].paragraphs[place]
        return self.raw[start:end]

    def span(self, article: int) -> tuple[int, int]:
        """Where an article begins and ends."""
        return self.articles[article].start, self.articles[article].paragraphs[-1][1]

    def words(self, article: int) -> str:
        """The words of an article, its label too."""
        start, end = self.span(article)
        return self.raw[start:end]

    @cached_property
    def open_articles(self) -> list[int]:
        """Articles but the first and the last one that neither define words nor say when the text takes effect."""
        inner = range(1, len(self.articles) - 1)
        return [at for at in inner if "施行" not in self.words(at) and not DEFINES.search(self.words(at))]


def sentence(words: str, at: int) -> tuple[int, int]:
    """The span of the part of a sentence that a place stands in, its sign at the end too.

    >>> sentence("甲应当办理。乙不得办理；丙除外", 8)
    (6, 12)
    """
    start = max(words.rfind(sign, 0, at) for sign in "。；") + 1
    ends = [end for end in (words.find(sign, at) for sign in "。；") if end >= 0]
    return start, (min(ends) + 1 if ends else len(words))
