"""Shared parts of the ninth injector: its tables, the reading of a text, what its sentences are filled with.

``ninth_injector.yaml`` holds the sentences and words that are planted; nothing here knows a kind of error.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.injector_files import INFO_END, read_tables
from benchmarks.injector_numerals import is_counted, value

TABLES = read_tables("ninth_injector")
CHANGES: dict[str, dict[str, Any]] = TABLES["changes"]
INSERTED: dict[str, dict[str, Any]] = TABLES["insert"]
LISTS = TABLES["lists"]
SIGNS = "零一二三四五六七八九十百千"
"""Signs of numerals, for classes of expressions."""
ARTICLE = re.compile(rf"(第([{SIGNS}]+)条(?:之[{SIGNS}]+)?)[ 　]+(?=\S)")
HEADING = re.compile(rf"#*\s*(第([{SIGNS}]+)([编章节]))[ 　]+\S")
ITEM = re.compile(rf"（([{SIGNS}]+)）")
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
DAY_IN_NAME = re.compile(r"\((\d{4}-\d\d-\d\d)\)")
LAW = re.compile("《(?:中华人民共和国)?([^《》〈〉]+)》")
PLACE = re.compile("上海市|浙江省|[\u4e00-\u9fff]{2}市")
NAMED = re.compile("(条例|规定|办法)$")
NOT_CHOSEN = re.compile("|".join(TABLES["not_chosen"]))
LEAST_ARTICLES, LONGEST_SUBJECT = 22, 12
DEFAULT_DEPARTMENT = "市场监督管理"
SELDOM, IN_CHARGE, FIRST_ARTICLES = 0.2, 30, 10
"""Some departments that the title does not name count so much less; one that an early article puts in charge, so much more."""
OF_PROVINCE = (
    ("本市", "本省"), ("市人民代表大会", "省人民代表大会"), ("市司法局", "省司法厅"), ("市外", "省外"),
)  # fmt: skip
"""How words of the sentences become others in a text of a province."""


@dataclass(frozen=True)
class Article:
    """An article: its number, its label, the numbers of its lines."""

    number: int
    label: str
    lines: list[int]


class Text:
    """A regulation or a law, and what is known of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = path.read_text("utf-8").split("\n")
        self.body = next((number for number, line in enumerate(self.lines, 1) if INFO_END in line), 0)
        """The number of the first line behind the head."""
        self.head = "\n".join(self.lines[: self.body])
        self.title = next((line.lstrip("# ").strip() for line in self.lines if line.startswith("#")), path.stem)
        self.articles: list[Article] = []
        self.headings: list[int] = []
        self._read()

    def _read(self) -> None:
        for number in range(self.body, len(self.lines)):
            line = self.lines[number].strip()
            if HEADING.match(line):
                self.headings.append(number)
            elif line and not line.startswith("#"):
                if label := ARTICLE.match(line):
                    self.articles.append(Article(value(label[2]), label[1], [number]))
                elif self.articles:
                    self.articles[-1].lines.append(number)

    @cached_property
    def days(self) -> list[str]:
        """The days that its head names, the first one first, as 2020-01-31."""
        return sorted(f"{year}-{int(month):02d}-{int(day):02d}" for year, month, day in DAY.findall(self.head))

    @cached_property
    def day(self) -> str:
        """The day of its file's name, or the last one of its head."""
        named = DAY_IN_NAME.search(self.path.name)
        return named[1] if named else self.days[-1] if self.days else ""

    @cached_property
    def words(self) -> str:
        """All words behind its head."""
        return "\n".join(self.lines[self.body :])

    @cached_property
    def laws(self) -> frozenset[str]:
        """The titles that it names, without 中华人民共和国."""
        return frozenset(LAW.findall(self.words))

    @cached_property
    def place(self) -> str:
        """Whose regulation it is."""
        place = PLACE.match(self.title)
        return place[0] if place else "上海市" if self.is_of_shanghai else "浙江省"

    @property
    def is_of_shanghai(self) -> bool:
        """Whether its folder is that of Shanghai."""
        return "上海" in self.path.parent.name

    @property
    def is_of_province(self) -> bool:
        """Whether it is of a province."""
        return self.place == "浙江省"

    @property
    def self_name(self) -> str:
        """What it calls itself."""
        kind = NAMED.search(self.title)
        return f"本{kind[0]}" if kind else "本条例"

    @cached_property
    def subject(self) -> str:
        """What it rules, by its title."""
        title = self.title.removeprefix(self.place)
        law = re.search("实施《(?:中华人民共和国)?(.+?)法》", title)
        subject = law[1] if law else re.sub("(若干规定|条例|规定|办法)$", "", title)
        return re.sub("(管理|促进|监督管理)$", "", subject) or subject

    @cached_property
    def department(self) -> str:
        """The department that it names most often, or puts in charge."""
        early = "\n".join(self.of_article(article) for article in self.articles[:FIRST_ARTICLES])
        counts: dict[str, float] = {}
        for name in TABLES["departments"]:
            is_seldom = name in TABLES["seldom_the_department"] and name not in self.title
            in_charge = f"{name}(?:行政)?(?:主管|管理)?部门(?:负责|是|主管|具体负责|牵头)"
            counts[name] = len(re.findall(f"{name}(?!府)", self.words)) * (SELDOM if is_seldom else 1)
            counts[name] += IN_CHARGE * len(re.findall(in_charge, early))
        name = max(counts, key=lambda name: counts[name])
        name = name if counts[name] >= 1 else DEFAULT_DEPARTMENT
        ends = "部门" if name.endswith(("管理", "行政")) and name != "水行政" else "主管部门"
        return f"{'省' if self.is_of_province else '市'}{name}{ends}"

    @cached_property
    def named_articles(self) -> frozenset[int]:
        """The numbers of the articles that are named more than once: as a label and elsewhere."""
        counts = Counter(re.findall(f"第([{SIGNS}]+)条", self.words))
        return frozenset(value(number) for number, count in counts.items() if count > 1)

    @cached_property
    def slots(self) -> dict[str, str]:
        """What sentences are filled with."""
        level = "省" if self.is_of_province else "市"
        lower = "设区的市、县（市、区）" if self.is_of_province else "县（市、区）"
        return {
            "p": f"本{level}", "city": self.place, "self": self.self_name, "topic": self.subject, "gov": f"{level}人民政府",
            "sub": "区" if self.is_of_shanghai else lower, "dept": self.department,
        }  # fmt: skip

    def of_article(self, article: Article) -> str:
        """The words of an article."""
        return "\n".join(self.lines[number] for number in article.lines)

    def lists(self, article: Article) -> list[list[int]]:
        """The lines of the items of an article, of each run from 一 on."""
        runs: list[list[int]] = []
        run: list[int] = []
        for number in article.lines:
            item = ITEM.match(self.lines[number])
            place = value(item[1]) if item else 0
            if place == len(run) + 1:
                run.append(number)
            else:
                runs += [run] if run else []
                run = [number] if place == 1 else []
        return runs + ([run] if run else [])

    def paragraphs(self, article: Article) -> list[int]:
        """The lines of an article that are no items."""
        return [number for number in article.lines if not ITEM.match(self.lines[number].strip())]

    def is_sound(self) -> bool:
        """Whether its articles are numbered without a gap and it is of a kind that errors are planted in."""
        counted = is_counted([article.number for article in self.articles])
        right_kind = NAMED.search(self.title) and not NOT_CHOSEN.search(self.title) and self.body
        return bool(
            counted and right_kind and len(self.articles) >= LEAST_ARTICLES and len(self.subject) <= LONGEST_SUBJECT
        )


def is_quoted(words: str, at: int) -> bool:
    """Whether a place stands in a title or in quotation marks.

    >>> is_quoted("依照《某法》", 3), is_quoted("依照《某法》办理", 6)
    (True, False)
    """
    before = words[:at]
    return before.count("《") != before.count("》") or before.count("“") != before.count("”")


def fill(text: Text, sentence: str, **made: str) -> str:
    """A sentence with its slots filled by the text, and by what was made for the sentence."""
    words = sentence.format(**text.slots, **made)
    for old, new in OF_PROVINCE if text.is_of_province else ():
        words = words.replace(old, new)
    return words
