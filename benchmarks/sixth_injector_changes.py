"""Errors of the sixth injector that are made of the words of the text itself: words, figures, numbers, titles, days."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from benchmarks.injector_numerals import is_counted, numeral, value
from benchmarks.sixth_injector_laws import STATE, Library
from benchmarks.sixth_injector_text import NUMERAL, TABLES, Article, Text

KINDS = (
    "ying-for-yingdang", "qita-character", "zuochu-decision", "item-cited-with-bracket", "tian-for-ri",
    "arabic-figures", "internal-reference-broken", "self-name-wrong", "article-number", "item-number",
    "item-marker-form", "title-broken", "chapter-number", "effective-before-adoption", "no-effective-date",
)  # fmt: skip
"""Kinds that no sentence is put in for."""
HEAD_OF_TEXT = -1
"""What stands for the article where a heading is changed."""
REFORM = 2020
"""From this year on a text must name the institutions of today."""
_N = "一二三四五六七八九十"


def _money(match: re.Match[str]) -> str:
    number = value(match[1])
    return f"{number // 10_000}万元" if number % 10_000 == 0 and number % 3 else f"{number}元"


WORDS: tuple[tuple[str, str, Callable[[re.Match[str]], str], str, str], ...] = (
    ("ying-for-yingdang", "应当(?=[由在按经向对于])", lambda match: "应", "W02", "应应为应当"),
    ("qita-character", "其他", lambda match: "其它", "W06", "其它应为其他"),
    (
        "zuochu-decision",
        "作出(?=[^，。；]{0,10}(?:决定|处罚|裁决|答复))",
        lambda match: "做出",
        "W08",
        "做出决定应为作出",
    ),
    (
        "item-cited-with-bracket",
        f"(?<=[条款])第({NUMERAL})项",
        lambda match: f"第（{match[1]}）项",
        "W09",
        "引用项不加括号",
    ),
    (
        "tian-for-ri",
        f"(?<![月年{NUMERAL[1:-2]}])({NUMERAL})日(?=内|以内)",
        lambda match: f"{match[1]}天",
        "W17",
        "天应为日",
    ),
    ("arabic-figures", f"([{_N}百千万]+)元", _money, "W18", "金额应用汉字数字"),
    ("arabic-figures", f"百分之([{_N}]+)", lambda match: f"{value(match[1])}%", "W18", "百分比应用汉字数字"),
    ("arabic-figures", f"(?<![月年])([{_N}]+)日内", lambda match: f"{value(match[1])}日内", "W18", "期限应用汉字数字"),
)
"""Kinds whose words are changed wherever they stand: where, into what, rule, why."""
SANCTION = re.compile("(?<=给予)处分|(?<=依法)(?:予以)?处分(?=[；。])")
OWN_ARTICLES = re.compile(
    rf"本(?:条例|办法|规定|细则)((?:第{NUMERAL}条(?:第{NUMERAL}款)?(?:第{NUMERAL}项)?[、和至或者以及]*)+)"
)
OWN_ARTICLE = re.compile(rf"本(?:条例|办法|规定|细则)(第({NUMERAL})条)(?:第({NUMERAL})款)?(?!第)")
ITEM = re.compile(f"^（({NUMERAL})）", re.M)
LAW = re.compile("《(中华人民共和国([^《》\n〈〉]{2,24}法))》")
CHAPTER = re.compile(rf"## (第({NUMERAL})章)")
LAST_DAY = re.compile(r"自((\d{4})年(\d{1,2})月(\d{1,2})日)起(?:施行|实施|生效)")
OTHER_ENDS = MappingProxyType({"保障法": "保护法", "保护法": "保障法", "管理法": "法", "促进法": "推进法"})
"""Ends of names of laws and what they are mistaken for; any other gets 管理."""
ITEM_FORMS = ("{}.", "（{}）", "{}、", "circled")


class Change(NamedTuple):
    """What of which article is changed into what; so many characters of the new words are the error."""

    article: int
    start: int
    end: int
    new: str
    marked: int
    rules: list[str]
    why: str
    original: str


def changes(text: Text, library: Library, rng: Random) -> dict[str, list[Change]]:
    """All changes of each kind that the text can be given."""
    found = _Changes(text, library, rng)
    for article in text.articles:
        if 0 < article.index < len(text.articles) - 1:
            found.of_article(article)
        found.of_laws(article)
    found.of_chapters()
    found.of_last_day()
    return dict(found.of_kind)


class _Changes:
    def __init__(self, text: Text, library: Library, rng: Random) -> None:
        self.text, self.library, self.rng = text, library, rng
        self.of_kind: defaultdict[str, list[Change]] = defaultdict(list)
        named = (m[1] for m in OWN_ARTICLES.finditer(text.raw))
        self.named = Counter(value(number) for words in named for number in re.findall(f"第({NUMERAL})条", words))
        """How often the text names each of its articles."""

    def put(
        self, kind: str, article: int, span: tuple[int, int], new: str, why: str, *rules: str, marked: int = 0
    ) -> None:
        """Keep a change; all new words are the error if not said otherwise."""
        original = self.text.raw[slice(*span)]
        self.of_kind[kind].append(Change(article, *span, new, marked or len(new), list(rules), why, original))

    def span(self, article: Article, match: re.Match[str], group: int = 0) -> tuple[int, int]:
        """Where a match in an article stands in the text."""
        return article.start + match.start(group), article.start + match.end(group)

    def of_article(self, article: Article) -> None:
        """All changes of the words of an article but the first and the last."""
        words = self.text.words_of(article)
        for kind, pattern, changed, rule, why in WORDS:
            for match in re.finditer(pattern, words):
                self.put(kind, article.index, self.span(article, match), changed(match), why, rule)
        self.sanctions(article, words)
        self.own_articles(article, words)
        self.self_names(article, words)
        if not self.named[article.number] and "第二百" not in article.label and article.number > 2:
            for number in (article.number - 1, article.number + 1):
                span = article.start, article.start + len(article.label)
                new = f"第{numeral(number)}条"
                self.put("article-number", article.index, span, new, "条序不连续（重复或者跳号）", "S01")
        self.items(article, words)
        self.institutions(article, words)

    def sanctions(self, article: Article, words: str) -> None:
        """The sanction of officials by its old name."""
        for match in SANCTION.finditer(words) if self.text.year >= REFORM else ():
            end, new = article.start + match.end(), "行政处分"
            span = end - len("处分"), end
            self.put("staff-sanction-old-term", article.index, span, new, "行政处分应为处分", "W27")

    def own_articles(self, article: Article, words: str) -> None:
        """A reference to an article or 款 that the text does not have."""
        kind, count = "internal-reference-broken", len(self.text.articles)
        for match in OWN_ARTICLE.finditer(words):
            number = value(match[2])
            if words[match.end() : match.end() + 1] in "、和至或" or not 1 <= number <= count:
                continue
            if self.rng.random() < 0.6 or not match[3]:
                new = f"第{numeral(count + self.rng.randint(3, 25))}条"
                if match[3] is None:
                    self.put(kind, article.index, self.span(article, match, 1), new, "本法规没有这一条", "C09")
                continue
            lines = self.text.articles[number - 1].lines
            paragraphs = sum(self.text.raw[start] != "（" for start, _ in lines)
            span = self.span(article, match, 1)[0], self.span(article, match, 3)[1] + 1
            new = f"{match[1]}第{numeral(paragraphs + self.rng.randint(2, 4))}款"
            self.put(kind, article.index, span, new, "该条没有这一款", "C09", "C06")

    def self_names(self, article: Article, words: str) -> None:
        """Another name for the text itself, where no other text is named."""
        name = self.text.self_name
        for match in re.finditer(name, words):
            if match.start() < 6 or "施行" in words[match.end() : match.end() + 12]:
                continue
            others = [n for n in ("本条例", "本办法", "本规定") if n != name and n[1:] not in self.text.title]
            new = self.rng.choice(others)
            start, end = words.rfind("。", 0, match.start()) + 1, words.find("。", match.start())
            if end >= 0 and "《" not in words[start:end]:
                self.put("self-name-wrong", article.index, self.span(article, match), new, f"自称应为{name}", "C10")

    def items(self, article: Article, words: str) -> None:
        """Items with a wrong number or in another form, a 款 with a number."""
        found = list(ITEM.finditer(words))
        named = self.named[article.number] > 0
        if len(found) >= 3 and is_counted([value(item[1]) for item in found]):
            at = self.rng.randrange(1, len(found))
            number = at + 2 if self.rng.random() < 0.6 else at
            if not named:
                if at in (number, len(found) - 1):
                    span = self.span(article, found[at])
                    self.put("item-number", article.index, span, f"（{numeral(number)}）", "项序不连续", "S04")
                self.item_forms(article, words, found)
        elif 2 <= len(article.lines) <= 5 and not found and not named:
            start = article.lines[1][0]
            new = self.rng.choice(("2．", "二、", "2、"))
            self.put("item-marker-form", article.index, (start, start), new, "款不编号", "S03")

    def item_forms(self, article: Article, words: str, items: list[re.Match[str]]) -> None:
        """All numbers of items in another form."""
        form = self.rng.choice(ITEM_FORMS)
        if len(items) > 8:
            return
        first, last = items[0].start(), items[-1].end()
        new, done = "", first
        for number, item in enumerate(items, 1):
            new += words[done : item.start()] + (chr(0x245F + number) if form == "circled" else form.format(number))
            done = item.end()
        span = article.start + first, article.start + last
        self.put("item-marker-form", article.index, span, new, "项应当用（一）（二）编号", "S03")

    def institutions(self, article: Article, words: str) -> None:
        """An institution by the name it had before the reform."""
        for today, former in TABLES["institutions"].items() if self.text.year >= REFORM else ():
            for match in re.finditer(today, words):
                new = self.rng.choice(former)
                self.put("old-institution", article.index, self.span(article, match), new, "机构改革前的旧名称", "O01")

    def of_laws(self, article: Article) -> None:
        """Changes of the laws that an article names."""
        words = self.text.words_of(article)
        for match in LAW.finditer(words):
            before = words[max(0, match.start() - 3) : match.start()]
            if match[2] not in self.library.names or re.search("实施|办法|原$", before):
                continue
            self.titles(article, match)
            if article.index == 0 and words[: match.start()].endswith("根据") and "宪法" not in words:
                new = "《中华人民共和国宪法》" + ("、" if self.rng.random() < 0.6 else "和")
                at = article.start + match.start()
                self.put("constitution-with-prefix", 0, (at, at), new, "宪法引用不加书名号", "C08", marked=len(new) - 1)
            cited = re.match(f"第{NUMERAL}条", words[match.end() :])
            last = self.library.last_article[match[2]]
            if cited and last:
                end = article.start + match.end()
                span, new = (end, end + cited.end()), f"第{numeral(last + self.rng.randint(4, 40))}条"
                self.put("article-not-existing", article.index, span, new, f"{match[2]}没有这一条", "C04")

    def titles(self, article: Article, match: re.Match[str]) -> None:
        """A title that is cut short, wrong or broken."""
        full, name, raw = match[1], match[2], self.text.raw
        start, end = self.span(article, match)
        inside = start + 1, end - 1
        is_first = raw.find(f"《{full}》", self.text.body) == start
        is_called = any(words in raw for words in (f"以下简称《{name}", f"《{name}》", f"实施〈{full}"))
        if is_first and not raw.startswith(("（以下", "》（以下"), end) and not is_called:
            self.put("law-not-full-name", article.index, inside, name, "首次引用国家法律未用全称", "C03")
        wrong = _wrong_name(name)
        if wrong and not any(law.endswith(wrong) for law in self.library.names):
            self.put("law-name-wrong", article.index, inside, STATE + wrong, f"应为{name}", "C02")
        at = self.rng.randrange(3, len(full) - 2)
        new = full[:at] + self.rng.choice((" ", "\u3000", " ", "\n")) + full[at:]
        self.put("title-broken", article.index, inside, new, "法律名称中有空格、断行", "C16")

    def of_chapters(self) -> None:
        """A chapter with a wrong number."""
        matches = (CHAPTER.match(self.text.raw, heading.start()) for heading in self.text.headings)
        chapters = [match for match in matches if match]
        if len(chapters) < 4 or not is_counted([value(chapter[2]) for chapter in chapters]):
            return
        at = self.rng.randrange(2, len(chapters))
        new = f"第{numeral(at + 2 if self.rng.random() < 0.5 else at)}章"
        self.put("chapter-number", HEAD_OF_TEXT, chapters[at].span(1), new, "章序不连续（重复或者跳号）", "S02")

    def of_last_day(self) -> None:
        """A text that takes effect before it was adopted, or that does not say when it does."""
        text, last = self.text, self.text.articles[-1]
        words = text.words_of(last).rstrip()
        match = LAST_DAY.search(words)
        if not match:
            return
        first = min(text.days)
        if tuple(int(match[group]) for group in (2, 3, 4)) >= first:
            years, month = divmod(first[1] - 1 - self.rng.randint(1, 9), 12)
            new = f"{first[0] + years}年{month + 1}月1日"
            span, why = self.span(last, match, 1), "施行日期早于通过、公布日期"
            self.put("effective-before-adoption", last.index, span, new, why, "T02")
        if len(last.lines) == 1 and text.raw.count("起施行", text.body) == 1:
            ends = [words.format(self=text.self_name, p=text.own, p2=text.own[1]) for words in TABLES["other_ends"]]
            span = last.words, last.start + len(words)
            self.put("no-effective-date", last.index, span, self.rng.choice(ends), "没有施行日期", "T01")


def _wrong_name(name: str) -> str:
    """A name like that of a law, nothing if none is made.

    >>> _wrong_name("妇女权益保障法"), _wrong_name("数据安全法"), _wrong_name("村民委员会组织法")
    ('妇女权益保护法', '数据安全管理法', '')
    """
    if name[-3:] in OTHER_ENDS:
        return name[:-3] + OTHER_ENDS[name[-3:]]
    return name[:-1] + "管理法" if len(name) >= 4 and not name.endswith("组织法") else ""
