"""Shared parts of the fifth injector: its tables, numerals, the reading of a text, what its sentences are filled with.

``fifth_injector.yaml`` holds the sentences and words that are planted; nothing here knows a kind of error.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.injector_files import INFO_END as MARK
from benchmarks.injector_files import read_tables

TABLES = read_tables("fifth_injector")
DIGITS = "零一二三四五六七八九"
UNITS = {"千": 1000, "百": 100, "十": 10}
HEAD = re.compile("^第([一二三四五六七八九十百零〇]+)条[ 　]+")
CHAPTER = re.compile("^#+ *第([一二三四五六七八九十百]+)章[ 　]*(.*)$")
ITEM = re.compile("^[（(][一二三四五六七八九十]+[）)]")
SELF_NAMES = ("本条例", "本办法", "本规定")
PLACE = re.compile("^(上海市|浙江省|(?:杭州|宁波|温州|嘉兴|湖州|绍兴|金华|衢州|舟山|台州|丽水)市)")
DAY = re.compile(r"((?:19|20)\d\d)年\s*(\d+)月\s*(\d+)日")
DEPARTMENT = re.compile(
    f"({'|'.join(sorted(TABLES['stems'], key=len, reverse=True))})"
    "(行政主管部门|主管部门|行政管理部门|行政部门|管理部门|部门)"
)
COMMON = ("财政", "价格", "发展改革", "公安", "人力资源", "市场监督")
"""Departments that most texts name, whatever they are about."""
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"


def numeral(number: int) -> str:
    """Chinese numeral.

    >>> numeral(12), numeral(105), numeral(110), numeral(30500)
    ('十二', '一百零五', '一百一十', '三万五百')
    """
    if number >= 10_000:
        return numeral(number // 10_000) + "万" + (numeral(number % 10_000) if number % 10_000 else "")
    for sign, unit in UNITS.items():
        if number >= unit:
            rest = number % unit
            gap = "零" if rest < unit // 10 else "一" if sign == "百" and rest < 20 else ""
            one = "" if sign == "十" and number < 20 else DIGITS[number // unit]
            return one + sign + (gap + numeral(rest) if rest else "")
    return DIGITS[number]


def value(word: str) -> int:
    """Number of a Chinese numeral.

    >>> value("十二"), value("一百零五"), value("一千二百"), value("三万")
    (12, 105, 1200, 30000)
    """
    if "万" in word:
        high, _, low = word.partition("万")
        return value(high) * 10_000 + value(low)
    total = digit = 0
    for sign in word:
        if sign in UNITS:
            total, digit = total + (digit or 1) * UNITS[sign], 0
        else:
            digit = max(DIGITS.find(sign), 0)
    return total + digit


def pairs(text: str) -> set[str]:
    """All pairs of neighbouring characters."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


def identity(rng: Random) -> str:
    """An invented identity number with the right last character."""
    area, year = rng.randint(1, 12), rng.randint(50, 99)
    month, day, serial = rng.randint(1, 12), rng.randint(1, 28), rng.randint(1, 999)
    digits = f"3302{area:02d}19{year:02d}{month:02d}{day:02d}{serial:03d}"
    return digits + ID_CHECKS[sum(int(d) * w for d, w in zip(digits, ID_WEIGHTS, strict=True)) % 11]


def bank_card(rng: Random) -> str:
    """An invented card number with the right last digit."""
    digits = f"622202120200{rng.randint(0, 999999):06d}"
    total = sum(sum(divmod(int(d) * (1 if i % 2 else 2), 10)) for i, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def department_of(text: str) -> str:
    """The department that the text names most often; one that every text names counts less."""
    found = Counter(m[0] for m in DEPARTMENT.finditer(text))
    weight = {name: count * (0.3 if name.startswith(COMMON) else 1) for name, count in found.items()}
    return max(found, key=lambda name: (weight[name], name), default="市场监督管理部门")


def subject_of(title: str, place: str) -> str:
    """What the text rules.

    >>> subject_of("杭州市生活垃圾管理条例", "杭州市"), subject_of("浙江省实施《消防法》办法", "浙江省")
    ('生活垃圾管理', '消防')
    """
    rest = title.removeprefix(place)
    law = re.search("实施.*?《(?:中华人民共和国)?(.+?)(?:管理)?法》", rest)
    bare = re.sub("[（(].*?[）)]$", "", rest)
    rest = law[1] if law else re.sub("(若干规定|实施办法|实施细则|条例|规定|办法|实施细则)$", "", bare)
    return rest.removeprefix("实施") or "相关"


@dataclass
class Article:
    """An article: its number, its first and last line, the name of its chapter."""

    number: int
    first: int
    last: int
    chapter: str


@dataclass
class Text:
    """A regulation that errors are planted in: its head, its lines, and what is known of it."""

    path: Path
    header: list[str]
    lines: list[str]
    title: str
    day: str
    """The last day in its head, as 2020-01-31."""
    known: bool
    """Whether its title begins with its place."""
    place: str
    self_name: str
    subject: str
    department: str
    called_statute: bool = False
    """Whether it keeps its name 条例 when it becomes a rule of a government."""
    articles: list[Article] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plain = "\n".join(self.lines)
        self.read_articles()

    def read_articles(self) -> None:
        """Find the articles in the lines."""
        self.articles, chapter = [], ""
        for i, line in enumerate(self.lines):
            heading, head = CHAPTER.match(line), HEAD.match(line)
            if heading:
                chapter = heading[2]
            elif head:
                self.articles.append(Article(value(head[1].replace("〇", "零")), i, i, chapter))
            elif self.articles and not line.startswith("#"):
                self.articles[-1].last = i

    @property
    def own(self) -> str:
        """How it calls its place."""
        return "本省" if self.place == "浙江省" else "本市"

    @property
    def government(self) -> str:
        """The government of its place."""
        return "省人民政府" if self.place == "浙江省" else "市人民政府"

    @property
    def is_city(self) -> bool:
        """Whether it is of a city with districts, so that a province approves it."""
        return self.place not in ("上海市", "浙江省")

    def is_sound(self) -> bool:
        """Whether its place is known and its articles are numbered without a gap."""
        numbers = [article.number for article in self.articles]
        return self.known and 24 <= len(numbers) <= 85 and numbers == list(range(1, len(numbers) + 1))

    def fill(self, sentence: str, rng: Random) -> str:
        """A sentence with its slots filled."""
        missing = numeral(len(self.articles) + rng.randint(12, 30))
        slots = {
            "$自": self.self_name, "$地": self.place, "$委": f"{self.place}{self.place[-1]}委", "$本": self.own,
            "$府": self.government, "$县": "区" if self.place == "上海市" else "县（市、区）", "$部": self.department,
            "$题": self.subject, "$缺": missing,
        }  # fmt: skip
        for slot, words in slots.items():
            sentence = sentence.replace(slot, words)
        sentence = sentence.replace("管理管理", "管理").replace("工作工作", "工作").replace("#年", "2020")
        for slot, made in (("$证", identity), ("$卡", bank_card)):
            sentence = sentence.replace(slot, made(rng)) if slot in sentence else sentence
        return sentence


def read(path: Path) -> Text:
    """Read a regulation."""
    text = re.sub("[\r\ufeff\u200b]", "", path.read_text("utf-8"))
    info, _, body = text.partition(MARK)
    header = [line.strip() for line in info.split("\n") if line.strip()]
    lines = [line.strip(" \t　") for line in body.split("\n") if line.strip(" \t　")]
    title = header[0].lstrip("# ").strip() if header else path.stem
    found, plain = PLACE.match(title), "\n".join(lines)
    place = found[1] if found else "上海市" if "上海" in str(path) else "浙江省"
    return Text(
        path=path,
        header=header,
        lines=lines,
        title=title,
        day=max((f"{y}-{int(m):02d}-{int(d):02d}" for y, m, d in DAY.findall(info)), default=""),
        known=bool(found),
        place=place,
        self_name=max(SELF_NAMES, key=plain.count),
        subject=subject_of(title, place),
        department=department_of(plain),
    )
