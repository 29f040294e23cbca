"""Shared parts of the eleventh injector: its tables, and the reading of a text, which is edited line by line.

``eleventh_injector.yaml`` holds the sentences and words that are planted; nothing here knows a kind of error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.injector_files import INFO_END, STATE, read_tables, without
from benchmarks.injector_numerals import is_counted, value

TABLES = read_tables("eleventh_injector")
INSERTED: dict[str, dict[str, Any]] = TABLES["kinds"]
SIGNS = "零一二三四五六七八九十百"
"""Signs of numerals, for classes of expressions."""
ARTICLE = re.compile(rf"(第[{SIGNS}]+条)([\s　]+|$)")
HEADING = re.compile(rf"#+\s|第[{SIGNS}]+[章节编][\s　]")
ITEM = re.compile(r"[（(]([一二三四五六七八九十]+)[）)]")
OWN_ARTICLE = re.compile(rf"(?<!》)第([{SIGNS}]+)条")
LAW = re.compile("[《〈]([^《》〈〉]+)[》〉]")
DAY = re.compile(r"(\d{4})年(\d+)月(\d+)日")
YEAR_IN_NAME = re.compile(r"\((\d{4})-")
TITLE = re.compile(r"^#\s*(.+)$", re.MULTILINE)
PLACE = re.compile("(浙江省|上海市|[^省]{2,3}?市)")
SELF_NAME = re.compile("本(条例|办法|规定|细则|规则)")
NOT_SUBJECT = ("(若干规定|暂行规定|暂行办法|实施细则|条例|办法|规定|细则|规则)(（试行）)?$", "^(实施|执行|贯彻)")
"""What is taken off a title, one after the other."""
LAW_IN_TITLE = re.compile(rf"[《〈]?({STATE})?([^《》]+?)法[》〉]?$")
DEFAULT_SUBJECT, LEAST_SUBJECT, LONGEST_SUBJECT = "相关管理", 2, 14
NOT_CHOSEN = re.compile(TABLES["not_chosen"])
LEAST_ARTICLES = 24


def without_state(title: str) -> str:
    """The title of a law without the name of the state.

    >>> without_state("中华人民共和国某法")
    '某法'
    """
    return title.replace(STATE, "")


def subject_of(title: str) -> str:
    """What a regulation rules, by its title without its place.

    >>> subject_of("某物管理若干规定"), subject_of("实施《中华人民共和国某物安全法》办法"), subject_of("规定")
    ('某物管理', '某物安全', '相关管理')
    """
    subject = without(title, *NOT_SUBJECT)
    subject = LAW_IN_TITLE.sub(r"\2", subject) if "《" in subject else subject
    subject = without(subject, "[《》〈〉]")
    return subject if LEAST_SUBJECT <= len(subject) <= LONGEST_SUBJECT else DEFAULT_SUBJECT


@dataclass(eq=False)
class Article:
    """An article: its label, the blanks behind it, its lines, the heading it stands below, whether it was changed."""

    label: str
    gap: str
    lines: list[str]
    heading: str
    is_used: bool = False

    @property
    def number(self) -> int:
        """Its number."""
        return value(self.label[1:-1])

    @property
    def body(self) -> str:
        """Its words without its label."""
        return "\n".join(self.lines)

    @property
    def filled(self) -> list[int]:
        """The numbers of its lines that are not empty."""
        return [at for at, line in enumerate(self.lines) if line.strip()]

    @property
    def items(self) -> list[int]:
        """The numbers of the lines of its 项."""
        return [at for at in self.filled if ITEM.match(self.lines[at].strip())]

    @property
    def paragraphs(self) -> list[int]:
        """The numbers of the lines of its 款."""
        return [at for at in self.filled if not ITEM.match(self.lines[at].strip())]


class Text:
    """A regulation, and what is known of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        raw = path.read_text("utf-8")
        self.is_marked = INFO_END in raw
        self.front, _, body = raw.partition(INFO_END)
        self.blocks = list(_blocks(body))
        """Its articles, and the lines that stand in none."""
        self.articles = [block for block in self.blocks if isinstance(block, Article)]
        self.original = self.words
        """Its words behind the head before anything was planted."""

    @property
    def words(self) -> str:
        """Its words behind the head as they now are."""
        return "\n".join(
            block if isinstance(block, str) else f"{block.label}{block.gap}{block.body}" for block in self.blocks
        )

    @property
    def whole(self) -> str:
        """All its words as they now are."""
        return self.front + INFO_END + self.words

    @cached_property
    def title(self) -> str:
        """Its title, without a day behind it."""
        title = TITLE.search(self.front)
        return without((title[1] if title else self.path.stem).strip(), r"\(\d{4}.*?\)$")

    @cached_property
    def year(self) -> int:
        """The last year of the days that its head and its file name; 0 if there are none."""
        years = [day[0] for day in DAY.findall(self.front)] + YEAR_IN_NAME.findall(self.path.name)
        return max(map(int, years), default=0)

    @cached_property
    def first_day(self) -> tuple[int, int, int] | None:
        """The first day that its head names: year, month, day."""
        day = DAY.search(self.front)
        return (int(day[1]), int(day[2]), int(day[3])) if day else None

    @cached_property
    def place(self) -> str:
        """Whose regulation it is; empty if it is not of a city or province."""
        place = PLACE.match(self.title)
        return place[1] if place else ""

    @cached_property
    def self_name(self) -> str:
        """What it calls itself most often."""
        names = Counter(SELF_NAME.findall(self.original)).most_common(1)
        return f"本{names[0][0]}" if names else "本条例"

    @cached_property
    def subject(self) -> str:
        """What it rules, by its title."""
        return subject_of(self.title[len(self.place) :])

    @property
    def own_references(self) -> frozenset[int]:
        """The numbers of articles that it refers to as it now is."""
        bodies = "\n".join(article.body for article in self.articles)
        return frozenset(value(number) for number in OWN_ARTICLE.findall(bodies))

    @cached_property
    def is_sound(self) -> bool:
        """Whether errors may be planted in it: long enough, in order, of a place and no law of procedure."""
        if not self.is_marked or not self.place or len(self.articles) < LEAST_ARTICLES:
            return False
        return is_counted([article.number for article in self.articles]) and not NOT_CHOSEN.search(self.title)

    @cached_property
    def slots(self) -> dict[str, str]:
        """What sentences are filled with."""
        of_zhejiang, of_shanghai = self.place == "浙江省", self.place == "上海市"
        lower = "区" if of_shanghai else "县（市、区）" if of_zhejiang else "区、县（市）"
        return {
            "{本}": "本省" if of_zhejiang else "本市", "{名}": self.place, "{题}": self.subject, "{自}": self.self_name,
            "{府}": "省人民政府" if of_zhejiang else "市人民政府", "{县}": lower,
        }  # fmt: skip


def _blocks(words: str) -> Iterator[Article | str]:
    """Articles with the lines that follow them, and the other lines, in their order."""
    article: Article | None = None
    heading = ""
    for line in words.split("\n"):
        if label := ARTICLE.match(line):
            if article:
                yield article
            article = Article(label[1], label[2], [line[label.end() :]], heading)
        elif HEADING.match(line):
            if article:
                yield article
            article, heading = None, line
            yield line
        elif article:
            article.lines.append(line)
        else:
            yield line
    if article:
        yield article
