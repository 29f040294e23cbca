"""Shared parts of the eighth injector: its tables, the reading of a text, what its sentences are filled with.

``eighth_injector.yaml`` holds the sentences and words that are planted; nothing here knows a kind of error.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.injector_files import INFO_END as MARK
from benchmarks.injector_files import read_tables
from benchmarks.injector_numerals import is_counted, numeral, value, with_check, with_luhn

TABLES = read_tables("eighth_injector")
HAN = "[\u4e00-\u9fa5]"
ARTICLE = re.compile("(第([一二三四五六七八九十百零]+)条)(?=[ \u3000])")
ITEM = re.compile("（([一二三四五六七八九十]+)）")
DAY = re.compile(r"(\d{4})年(\d+)月(\d+)日")
NAMED = re.compile("(条例|规定|办法|规则|细则)$")
PLACE = re.compile(f"上海市|浙江省|{HAN}{{2,3}}市|{HAN}{{2,4}}(?:县|州)")
NOT_CHOSEN = re.compile("浦东新区|决定$|制定地方性法规|立法|代表|议事|监督|选举")
"""Titles of texts that nothing is planted in."""
LEAST_ARTICLES = 24
DEPARTMENT = re.compile(f"(?<=[由向经]){HAN}{{2,8}}?(?:行政主管部门|主管部门|行政管理部门|行政部门|管理部门)")
NO_DEPARTMENT = re.compile(
    "[和或与及由向经的]|有关|相关|其他|各|等|应当|需要|负责|人民政府|上级|同级|本级|行业主管",
)
AROUND_SUBJECT = re.compile(
    "《中华人民共和国|《|》|实施|(管理|保护|促进|保障)?(条例|若干规定|暂行规定|规定|办法|细则|规则)$",
)


@dataclass
class Article:
    """An article: its number, the numbers of its first and its last line."""

    number: int
    first: int
    last: int

    @property
    def lines(self) -> range:
        """The numbers of its lines."""
        return range(self.first, self.last + 1)


class Text:
    """A regulation, and what is known of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        head, mark, self.body = path.read_text("utf-8").partition(MARK)
        self.head = head + mark
        self.lines = self.body.split("\n")
        self.title = re.sub(r"\(\d{4}.*\)$", "", path.stem)
        self.days = sorted((int(year), int(month), int(day)) for year, month, day in DAY.findall(head))
        """The days that its head names, the first one first."""
        self.articles = _articles(self.lines)
        kind, place = NAMED.search(self.title), PLACE.match(self.title)
        self.self_name = f"本{kind[0]}" if kind else "本条例"
        self.place = place[0] if place else ""

    @property
    def year(self) -> int:
        """The last year that its head names."""
        return self.days[-1][0] if self.days else 0

    @property
    def level(self) -> str:
        """Whether it is of a province, a prefecture, a county or a city."""
        return self.place[-1] if self.place[-1] in "省州县" else "市"

    @property
    def department(self) -> str:
        """The department that it names most often."""
        names = Counter(name for name in DEPARTMENT.findall(self.body) if not NO_DEPARTMENT.search(name))
        return names.most_common(1)[0][0] if names else "城市管理部门"

    @property
    def subject(self) -> str:
        """What it rules, by its title."""
        words = AROUND_SUBJECT.sub("", self.title.removeprefix(self.place))
        words = re.sub("工作$|若干$", "", words)
        return words if 2 <= len(words) <= 10 else "公共服务"

    def is_sound(self) -> bool:
        """Whether its articles are numbered without a gap and it is of a kind that errors are planted in."""
        counted = is_counted([article.number for article in self.articles])
        right_kind = self.place and self.days and not NOT_CHOSEN.search(self.title)
        return bool(counted and right_kind and len(self.articles) >= LEAST_ARTICLES)


def _articles(lines: list[str]) -> list[Article]:
    found: list[Article] = []
    is_open = False
    for number, line in enumerate(lines):
        label = ARTICLE.match(line)
        if label:
            found.append(Article(value(label[2]), number, number))
            is_open = True
        elif line.startswith("#"):
            is_open = False
        elif is_open and line.strip():
            found[-1].last = number
    return found


def is_quoted(words: str, at: int) -> bool:
    """Whether a place stands in a title or in quotation marks.

    >>> is_quoted("依照《某法》", 3), is_quoted("依照《某法》办理", 6)
    (True, False)
    """
    before = words[:at]
    return before.count("《") > before.count("》") or before.count("“") > before.count("”")


def _identity(rng: Random) -> str:
    area = rng.choice(("330102", "310105", "330204", "330482", "310115"))
    year, month, day = rng.randrange(50, 99), rng.randrange(1, 13), rng.randrange(1, 28)
    return with_check(f"{area}19{year:02d}{month:02d}{day:02d}{rng.randrange(1, 999):03d}")


def _mobile(rng: Random) -> str:
    return f"{rng.choice(('138', '139', '157', '186', '135'))}{rng.randrange(10**8):08d}"


def _mail(rng: Random) -> str:
    name, number = rng.choice(("zhoukang", "liu.fang", "wxm")), rng.randrange(70, 9999)
    return f"{name}{number}@{rng.choice(('163', 'qq', '126'))}.com"


def _bank_card(rng: Random) -> str:
    return with_luhn(f"{rng.choice(('622848', '622202', '621700', '621661'))}{rng.randrange(10**12):012d}")


def fill(text: Text, sentence: str, rng: Random) -> str:
    """A sentence with its slots filled."""
    slots = {
        "本": f"本{text.level}",
        "地": text.place,
        "府": f"{text.place}人民政府",
        "自": text.self_name,
        "局": text.department,
        "事": text.subject,
        "N": numeral(len(text.articles) + rng.randint(6, 40)),
        "ID": _identity(rng),
        "TEL": _mobile(rng),
        "MAIL": _mail(rng),
        "CARD": _bank_card(rng),
    }
    return re.sub(r"\{(\w+)\}", lambda slot: slots[slot[1]], sentence).replace("本规定规定", "本规定")
