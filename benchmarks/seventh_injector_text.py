"""Shared parts of the seventh injector: its tables, the reading of a text, what its sentences are filled with.

``seventh_injector.yaml`` holds the sentences and words that are planted; nothing here knows a kind of error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.injector_files import INFO_END as MARK
from benchmarks.injector_files import read_tables
from benchmarks.injector_numerals import is_counted, numeral, value, with_check, with_luhn

TABLES = read_tables("seventh_injector")
NUMERAL = "[一二两三四五六七八九十百千万]+"
ARTICLE = re.compile(r"第([零一二三四五六七八九十百]+)条(?=\s)")
HEADING = re.compile(r"#*\s*第[一二三四五六七八九十]+[章节]")
ITEM = re.compile("（([一二三四五六七八九十]+)）")
LABELS = re.compile(r"^第[零一二三四五六七八九十百]+条(?=\s)", re.M)
DAY = re.compile(r"(\d{4})[年-](\d{1,2})[月-](\d{1,2})")
SELF_NAME = re.compile("本(?:条例|办法|规定|细则|规则)")
PLACE = re.compile("(上海市|上海|浙江省|[\u4e00-\u9fff]{2,3}?市|[\u4e00-\u9fff]{2,6}?(?:自治县|县))")
NAMED = re.compile("(条例|办法|规定|细则|规则)$")
NOT_CHOSEN = re.compile("浦东新区|经济特区|自治县|人民代表|立法|制定地方性|议事|选举|备案审查|决定$|监督")
"""Titles of texts that nothing is planted in."""
DEPARTMENT = r"[^\W\d、和或与及区县由应]{2,8}?(?:行政主管部门|主管部门|行政管理部门|行政部门|管理部门|部门)"
NO_DEPARTMENT = re.compile("政府|有关|其他|各|级|范围|场|的|人民|相关|辖|等|^.管理|^市容")
NO_SUBJECT = "相关公共服务"
"""What stands for the subject where the title names nothing short."""
LEAST_ARTICLES, MOST_ARTICLES = 20, 95


@dataclass
class Article:
    """An article: its number, the numbers of its lines, the heading of its chapter."""

    number: int
    lines: list[int]
    chapter: str


class Text:
    """A regulation, and what is known of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.region = path.parent.name
        self.head, _, self.body = path.read_text("utf-8").replace("\r\n", "\n").partition(MARK)
        self.lines = self.body.split("\n")
        self.title = re.sub(r"^#\s*", "", self.head.strip().split("\n")[0]).strip()
        self.articles = _articles(self.lines)
        days = DAY.findall(f"{self.head} {path.stem}")
        self.day = max((f"{y}-{int(m):02d}-{int(d):02d}" for y, m, d in days), default="")
        """The last day that its head and its file's name hold, as 2020-01-31."""
        names, kind = Counter(SELF_NAME.findall(self.body)).most_common(1), NAMED.search(self.title)
        self.self_name = names[0][0] if names else f"本{kind[0]}" if kind else ""
        place = PLACE.match(self.title)
        self.place = {"上海": "上海市"}.get(place[0], place[0]) if place else "浙江省"
        self.subject = subject_of(self.title.removeprefix(self.place))

    @property
    def level(self) -> str:
        """Whether it is of a province or a city."""
        return "省" if self.place.endswith("省") else "市"

    @property
    def department(self) -> str:
        """The department that it names most often, if more than once."""
        found = re.findall(self.level + DEPARTMENT, self.body)
        names = Counter(name for name in found if not NO_DEPARTMENT.search(name)).most_common(1)
        return names[0][0] if names and names[0][1] > 1 else f"{self.level}发展改革部门"

    def is_sound(self) -> bool:
        """Whether its articles are numbered without a gap and it is of a kind that errors are planted in."""
        counted = is_counted([article.number for article in self.articles])
        right_size = LEAST_ARTICLES <= len(self.articles) <= MOST_ARTICLES
        right_kind = NAMED.search(self.title) and not NOT_CHOSEN.search(self.title)
        return bool(self.self_name and counted and right_size and right_kind)

    def names_article(self, number: int) -> bool:
        """Whether it refers to its article of this number."""
        return bool(re.search(f"第{numeral(number)}条(?!例)", LABELS.sub("", self.body)))


def _articles(lines: list[str]) -> list[Article]:
    found: list[Article] = []
    chapter, is_open = "", False
    for number, line in enumerate(lines):
        head = ARTICLE.match(line)
        if head:
            found.append(Article(value(head[1]), [number], chapter))
            is_open = True
        elif HEADING.match(line) or line.startswith("#"):
            chapter, is_open = line, is_open and not HEADING.match(line)
        elif line.strip() and is_open and not line.startswith("<"):
            found[-1].lines.append(number)
    return found


def subject_of(title: str) -> str:
    """What a text rules, by its title without the place.

    >>> subject_of("燃气管理条例"), subject_of("实施《中华人民共和国消防法》办法"), subject_of("关于若干问题的规定")
    ('燃气', '消防', '若干问题')
    """
    law = re.search("《(?:中华人民共和国)?(.+?)法》", title)
    ends = "(管理|保护|促进|若干|暂行|的|实施|试行|和|与|工作)*(条例|办法|规定|细则|规则)$"
    subject = law[1] if law else re.sub(ends, "", title)
    subject = re.sub("^(市|区|县|实施|关于|促进|保障|发展)", "", subject)
    return subject if 2 <= len(subject) <= 8 else NO_SUBJECT


def _identity(text: Text, rng: Random) -> str:
    area = rng.choice(("310104", "330106", "330203", "310115", "330302"))
    year, month, day = rng.randint(1956, 1999), rng.randint(1, 12), rng.randint(1, 28)
    return with_check(f"{area}{year}{month:02d}{day:02d}{rng.randint(1, 999):03d}")


def _bank_card(text: Text, rng: Random) -> str:
    return with_luhn(f"{rng.choice(('622202', '621700', '622848'))}{rng.randint(10**11, 10**12 - 1)}")


MADE: Mapping[str, Callable[[Text, Random], str]] = {
    "{身}": _identity,
    "{机}": lambda text, rng: rng.choice(("138", "159", "186", "133", "177")) + str(rng.randint(10**7, 10**8 - 1)),
    "{邮}": lambda text, rng: f"{rng.choice(('chenlei', 'wxh', 'zhou.min'))}{rng.randint(70, 99)}@163.com",
    "{卡}": _bank_card,
    "{牌}": lambda text, rng: (
        f"{'沪' if text.region == '上海' else '浙'}{rng.choice('ABCD')}{rng.randint(10000, 99999)}"
    ),
}
"""What is made anew each time, by its slot."""


def fill(text: Text, sentence: str, rng: Random) -> str:
    """A sentence with its slots filled, but for {单}, which only a text with free articles can fill."""
    for slot, make in MADE.items():
        sentence = sentence.replace(slot, make(text, rng)) if slot in sentence else sentence
    slots = {
        "{主}": text.subject, "{部}": text.department, "{例}": text.self_name, "{城}": text.place,
        "{本}": f"本{text.level}", "{市府}": f"{text.level}人民政府",
        "{区}": "区" if text.region == "上海" else "县（市、区）",
    }  # fmt: skip
    for slot, words in slots.items():
        sentence = sentence.replace(slot, words)
    return sentence.replace("市市", "市")
