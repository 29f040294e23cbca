"""Shared parts of the sixth injector: its tables, the reading of a text, what its sentences are filled with.

``sixth_injector.yaml`` holds the sentences and words that are planted; nothing here knows a kind of error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.injector_files import INFO_END as MARK
from benchmarks.injector_files import read_tables
from benchmarks.injector_numerals import is_counted, numeral, value, with_check

TABLES = read_tables("sixth_injector")
NUMERAL = "[一二三四五六七八九十百千零〇两]+"
ARTICLE = re.compile(rf"^(第({NUMERAL})条(?:之{NUMERAL})?)[ \u3000]+", re.M)
HEADING = re.compile("^#+ .*$", re.M)
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
SELF_NAME = re.compile("本(?:条例|办法|规定|细则|规则)")
CITY = re.compile("((?!上海)[\u4e00-\u9fff]{2,3}市)")
DEPARTMENT = re.compile(f"(?:{'|'.join(TABLES['departments'])})(?:主管|行政管理|行政主管|行政)?部门")
NO_SUBJECT = re.compile("|".join(TABLES["no_subject"]))
"""Titles of texts whose subject does not fit the sentences."""
NOT_SUBJECT = (
    "^(上海市|浙江省|[\u4e00-\u9fff]{2,3}市)", "[（(].*", "^(实施|贯彻|执行)", "中华人民共和国",
    "全国人民代表大会和地方各级人民代表大会", "(条例|办法|规定|细则|规则|若干|试行|实施|工作|》)+$", "[《》〈〉]",
    "(办法|规定|条例|若干)+$", "(?<!执|司)法$",
)  # fmt: skip
"""What of a title is not its subject, left out one after the other."""
AREAS = ("310104", "310115", "330106", "330203", "320102", "340104")
LEAST_ARTICLES, MOST_ARTICLES = 18, 110


def subject_of(title: str) -> str:
    """What a text rules, 相关 if its title names nothing short.

    >>> subject_of("杭州市燃气管理条例"), subject_of("浙江省实施《中华人民共和国消防法》办法"), subject_of("上海市立法条例")
    ('燃气', '消防', '相关')
    """
    subject = title
    for pattern in NOT_SUBJECT:
        subject = re.sub(pattern, "", subject)
    shorter = re.sub("(管理|保护|保障|促进|防治|监督)+$", "", subject)
    subject = shorter if len(shorter) >= 2 else subject
    fits = 2 <= len(subject) <= 9 and not re.search("[，。、]|关于", subject)
    return subject if fits and not NO_SUBJECT.search(title) else "相关"


@dataclass(frozen=True)
class Article:
    """An article: its place from 0, number and label, where it and its words begin and it ends, its lines, its chapter."""

    index: int
    number: int
    label: str
    start: int
    words: int
    end: int
    lines: tuple[tuple[int, int], ...]
    chapter: str


@dataclass(frozen=True)
class Text:
    """A regulation that errors are planted in, and what is known of it; offsets are those of its file."""

    path: Path
    raw: str
    body: int
    """Where the text begins, behind its head."""
    title: str
    headings: tuple[re.Match[str], ...]
    articles: tuple[Article, ...]
    days: tuple[tuple[int, ...], ...]
    """The days in its head: year, month, day."""
    self_name: str
    place: str
    department: str

    @property
    def year(self) -> int:
        """The last year in its head."""
        return max(day[0] for day in self.days)

    @property
    def own(self) -> str:
        """How it calls its place."""
        return "本省" if self.place == "浙江省" else "本市"

    @property
    def district(self) -> str:
        """How the places below its own are called."""
        return {"上海市": "区", "浙江省": "县（市、区）"}.get(self.place, "区、县（市）")

    @property
    def subject(self) -> str:
        """What it rules."""
        return subject_of(self.title)

    @property
    def has_penalties(self) -> bool:
        """Whether it has a chapter of penalties."""
        return any("法律责任" in heading[0] for heading in self.headings)

    def is_sound(self) -> bool:
        """Whether its articles are numbered without a gap, it names itself and its head has a day."""
        whole = not any("之" in article.label for article in self.articles)
        counted = is_counted([article.number for article in self.articles])
        right_size = LEAST_ARTICLES <= len(self.articles) <= MOST_ARTICLES
        return whole and counted and right_size and bool(self.self_name and self.days)

    def words_of(self, article: Article) -> str:
        """The article with its label and all its lines."""
        return self.raw[article.start : article.end]

    def last_line(self, article: Article) -> str:
        """The last line of an article."""
        start, end = article.lines[-1]
        return self.raw[start:end]


def read(path: Path) -> Text:
    """Read a regulation."""
    raw = path.read_text("utf-8").replace("\r\n", "\n")
    body = raw.find(MARK) + len(MARK) if MARK in raw else 0
    title = raw.partition("\n")[0].lstrip("# ").strip()
    headings = tuple(HEADING.finditer(raw, body))
    names = Counter(SELF_NAME.findall(raw[body:])).most_common(1)
    city = CITY.match(title)
    place = city[1] if city else "上海市" if "上海" in str(path.parent) else "浙江省"
    departments = Counter(DEPARTMENT.findall(raw[body:])).most_common(1)
    government = "省人民政府" if place == "浙江省" else "市人民政府"
    return Text(
        path=path,
        raw=raw,
        body=body,
        title=title,
        headings=headings,
        articles=tuple(_articles(raw, body, headings)),
        days=tuple((int(y), int(m), int(d)) for y, m, d in DAY.findall(raw[:body])),
        self_name=names[0][0] if names else "",
        place=place,
        department=departments[0][0] if departments else f"{government}确定的主管部门",
    )


def _articles(raw: str, body: int, headings: tuple[re.Match[str], ...]) -> Iterator[Article]:
    heads = list(ARTICLE.finditer(raw, body))
    for index, head in enumerate(heads):
        start = head.start()
        next_head = heads[index + 1].start() if index + 1 < len(heads) else len(raw)
        end = next((h.start() for h in headings if start < h.start() < next_head), next_head)
        chapter = next((h[0] for h in reversed(headings) if h.start() < start), "")
        lines = (
            (start + line.start(), start + line.start() + len(line[0].rstrip()))
            for line in re.finditer("[^\n]+", raw[start:end])
        )
        yield Article(index, value(head[2]), head[1], start, head.end(), end, tuple(lines), chapter)


def identity(rng: Random) -> str:
    """An invented identity number with the right last character."""
    area, year, month, day = rng.choice(AREAS), rng.randint(1950, 2003), rng.randint(1, 12), rng.randint(1, 28)
    return with_check(f"{area}{year}{month:02d}{day:02d}{rng.randint(1, 999):03d}")


def _telephone(rng: Random) -> str:
    return "1" + rng.choice(("38", "59", "77", "86", "35", "91")) + "".join(rng.choice("0123456789") for _ in range(8))


def _mail(rng: Random) -> str:
    name = rng.choice(("zhangwei", "lihua", "sunny"))
    return f"{name}{rng.randint(60, 99)}{rng.choice(('@163.com', '@qq.com', '@126.com'))}"


MADE: Mapping[str, Callable[[Random], str]] = {
    "id": identity,
    "tel": _telephone,
    "mail": _mail,
    "wx": lambda rng: rng.choice(("suntao", "wxst", "st_")) + str(rng.randint(1000, 9999)),
    "qq": lambda rng: str(rng.randint(10**7, 10**9)),
    "k": lambda rng: numeral(rng.randint(5, 7)),
}
"""What is made anew each time, by its slot."""


class Filled(NamedTuple):
    """A sentence with its slots filled, and which of its words are planted."""

    words: str
    start: int
    end: int


def _slot(slots: Mapping[str, str], rng: Random, match: re.Match[str]) -> str:
    name = match[1]
    if name in MADE:
        return MADE[name](rng)
    return slots[name] if name in slots else numeral(int(name[1:]) + rng.randint(3, 48))


def fill(text: Text, sentence: str, rng: Random) -> Filled:
    """A sentence with its slots filled; the words from the first ``[[`` to the last ``]]`` are planted, else all."""
    slots = {
        "self": text.self_name, "p": text.own, "p2": text.own[1], "city": text.place, "q": text.district,
        "s": text.subject, "d": text.department, "d0": text.department,
    }  # fmt: skip
    words = re.sub(r"\{(\w+)\}", partial(_slot, slots, rng), sentence)
    for awkward, better in TABLES["smoothed"] + (TABLES["province"] if text.place == "浙江省" else []):
        words = words.replace(awkward, better.format(p=text.own))
    bare = words.replace("[[", "").replace("]]", "")
    if "[[" not in words:
        return Filled(bare, 0, len(bare))
    planted = words[words.index("[[") : words.rindex("]]")].replace("[[", "").replace("]]", "")
    start = words.index("[[")
    return Filled(bare, start, start + len(planted))
