"""Documents, numerals, the national laws and the values that the second injector passes around.

Written from the reference book of the checks alone: whoever wrote it had seen neither the rules nor the first injector.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random
from typing import NamedTuple

DIGITS = "零一二三四五六七八九"
NUMERAL = "[零〇一二三四五六七八九十百千]+"
ARTICLE = re.compile(rf"(?m)^第({NUMERAL})条(?:之({NUMERAL}))?(?=[ \u3000\t])")
CHAPTER = re.compile(rf"(?m)^(?:#+[ \u3000]*)?第({NUMERAL})(编|章|节)(?=[ \u3000\t])")
ITEM = re.compile(rf"^（({NUMERAL})）")
DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
FILE_DATE = re.compile(r"\((\d{4})-(\d\d)-(\d\d)\)")
HEAD_END = "<!-- INFO END -->"
DEPARTMENT = re.compile(
    r"((?:公安|城市管理|综合行政执法|市场监督管理|生态环境|自然资源|住房和城乡建设|农业农村|卫生健康|交通运输|教育|民政|水行政|水|林业|文化和旅游|应急管理|人力资源和社会保障|气象|商务|体育|绿化市容|规划资源|食品药品监督|质量技术监督|工商行政|渔业|农业|建设|土地|文化|旅游|卫生|经济和信息化|科技|档案|人民防空|邮政|燃气|海洋|水务|园林绿化|民族宗教|体育)(?:行政管理|行政主管|行政|主管|监督管理|管理)?(?:部门|机关))"
)
PLACE = re.compile(r"^(上海市|浙江省|(?:杭州|宁波|温州|嘉兴|湖州|绍兴|金华|衢州|舟山|台州|丽水)市|.{2,6}自治县)")


def chinese(number: int) -> str:
    """Write a number below ten thousand as laws do.

    >>> chinese(10), chinese(15), chinese(105), chinese(110), chinese(1000)
    ('十', '十五', '一百零五', '一百一十', '一千')
    """
    out = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += DIGITS[digit] + name
        elif out and number and not out.endswith("零"):
            out += "零"
    return out[1:] if out.startswith("一十") else out or "零"


def value(numeral: str) -> int:
    """Read a Chinese numeral below ten thousand.

    >>> value("十"), value("一百零五"), value("二千三百")
    (10, 105, 2300)
    """
    total, digit = 0, 0
    for char in numeral:
        unit = {"十": 10, "百": 100, "千": 1000}.get(char)
        if unit:
            total, digit = total + (digit or 1) * unit, 0
        else:
            digit = DIGITS.find(char.replace("〇", "零"))
    return total + digit


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class Article(NamedTuple):
    """One article: its number, the label as written and the stretch of text up to the next heading."""

    number: int
    label: str
    start: int
    end: int


class Paragraph(NamedTuple):
    """One line of an article with its place in the text; `article` is None before 第一条."""

    start: int
    end: int
    text: str
    article: Article | None


@dataclass(frozen=True)
class Document:
    """A regulation as text, with what the kinds of error ask about it."""

    file: str
    text: str
    kind: str = "地方性法规"
    base: str = "as published"

    @cached_property
    def title(self) -> str:
        """The words of the first heading."""
        return self.text.split("\n", 1)[0].lstrip("# ").strip()

    @cached_property
    def body(self) -> int:
        """Where the text of the articles begins."""
        end = self.text.find(HEAD_END)
        return max(0, end) + (len(HEAD_END) if end >= 0 else 0)

    @cached_property
    def self_name(self) -> str:
        """条例, 规定, 办法 or 细则: what the document calls itself after 本."""
        found = re.search(r"(条例|规定|办法|细则)(?:（.*）)?$", self.title)
        return found[1] if found else ""

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """The articles in order."""
        heads = list(ARTICLE.finditer(self.text, self.body))
        stops = [h.start() for h in heads] + [c.start() for c in CHAPTER.finditer(self.text, self.body)]
        stops = sorted([*stops, len(self.text)])
        return tuple(
            Article(value(h[1]), h[0], h.start(), next(s for s in stops if s > h.start())) for h in heads if not h[2]
        )

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every line that belongs to an article."""
        return tuple(
            Paragraph(a.start + m.start(), a.start + m.end(), m[0], a)
            for a in self.articles
            for m in re.finditer(r"[^\n]+", self.text[a.start : a.end])
        )

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """The dates of the note under the title and of the file name, oldest first."""
        found = DATE.findall(self.text[: self.body]) + FILE_DATE.findall(self.file)
        return tuple(sorted(d for d in (_date(*map(int, f)) for f in found) if d))

    @cached_property
    def published(self) -> date:
        """The last date known of it; the first of January 1980 where none is."""
        return self.dates[-1] if self.dates else date(1980, 1, 1)

    @cached_property
    def place(self) -> str:
        """上海市, 浙江省 or the city in the title."""
        found = PLACE.match(self.title)
        return found[1] if found else "上海市" if self.file.startswith("上海") else "浙江省"

    @cached_property
    def here(self) -> str:
        """How it speaks of its own place: 本市, 本省 or 本县."""
        return "本省" if self.place == "浙江省" else "本县" if self.place.endswith("县") else "本市"

    @cached_property
    def organ(self) -> str:
        """The department that it names most often."""
        found = [m[1] for m in DEPARTMENT.finditer(self.text, self.body)]
        weight = {n: found.count(n) * (1 if "公安" in n else 3) for n in sorted(set(found))}
        return max(weight, key=lambda n: weight[n]) if weight else "有关主管部门"

    def sound(self) -> bool:
        """Whether the articles run 1..n, so that a planted gap is the only one."""
        numbers = [a.number for a in self.articles]
        return len(numbers) >= 12 and numbers == list(range(1, len(numbers) + 1)) and bool(self.self_name)

    def paragraph_at(self, at: int) -> Paragraph | None:
        """The line that holds a place of the text."""
        return next((p for p in self.paragraphs if p.start <= at < p.end), None)

    def label_at(self, at: int) -> str:
        """第十二条第二款第三项: the unit that holds a place, or 题注 before the first article."""
        article = next((a for a in self.articles if a.start <= at < a.end), None)
        if article is None:
            return "题注" if at < self.body else "章节标题"
        lines = [p for p in self.paragraphs if p.article == article and p.start <= at]
        items = [ITEM.match(p.text) for p in lines]
        clause = sum(1 for i in items if not i)
        item = items[-1] if items else None
        return article.label + (f"第{chinese(clause)}款" if clause else "") + (f"第{item[1]}项" if item else "")


class Upper(NamedTuple):
    """The article of a national law that a clause restates."""

    law: str
    article: int
    text: str


class Twin(NamedTuple):
    """A clause of a local regulation and the national article that it nearly copies."""

    file: str
    clause: str
    ratio: float
    upper: Upper


class Plant(NamedTuple):
    """One replacement in one document; the span counts from the start of `new`."""

    start: int
    end: int
    new: str
    note: str
    span: tuple[int, int] | None = None
    rules: tuple[str, ...] = ()
    upper: Upper | None = None


@dataclass(frozen=True)
class Library:
    """The national laws on the disk: how many articles each has, and its penalty articles as pairs of characters."""

    largest: dict[str, int]
    texts: dict[str, dict[int, str]]
    penal: tuple[tuple[str, frozenset[str]], ...]
    twins: dict[str, list[Twin]] = field(default_factory=dict)

    def covered(self, conduct: str, word: str, limit: float = 0.42) -> bool:
        """Whether some national article that holds `word` shares so much of the conduct that it may be its source."""
        pairs = bigrams(conduct)
        return any(word in t and len(pairs & g) > limit * max(1, len(pairs)) for t, g in self.penal)


Finder = Callable[[Document, Random, Library], Iterator[Plant]]


class Kind(NamedTuple):
    """A kind of error: its name, the rules of the reference book that should tell it, and how to plant it."""

    name: str
    rules: tuple[str, ...]
    find: Finder
    per_document: int = 1
    base: str = "local"


TIERS = {
    1: "C01 C02 C03 C04 C05 C08 C09 C10 C11 C16 S01 S02 S03 S04 S14 T01 T02 T03 T06 T08 W02 W06 W07 W08 W09 W17 W18 W27 X06 X10 P01 P02 P04 O01",
    2: "A01 A02 A03 A04 A05 A06 A11 A16 A18 A19 A20 A23 A25 A26 A27 A28 A30 A31 A36 A44 A46 R01 R03 R04 R05 R07 R09 R10 R22 T09 T11",
    4: "A40 A42 R13 R14 R15 R16 R17 R18 W25 W26 W30",
}


def tier_of(rule: str) -> int:
    """The tier of domain.md 3.11; a rule in no tier is in the third.

    >>> tier_of("C04"), tier_of("A46"), tier_of("A18"), tier_of("A37"), tier_of("R15")
    (1, 2, 2, 3, 4)
    """
    return next((tier for tier, rules in TIERS.items() if rule in rules.split()), 3)


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters."""
    clean = re.sub(r"[^\u4e00-\u9fff]", "", text)
    return frozenset(clean[i : i + 2] for i in range(len(clean) - 1))


def short_title(name: str) -> str:
    """A law's name without its prefix and without the date of a file name.

    >>> short_title("中华人民共和国义务教育法(2018-12-29)")
    '义务教育法'
    """
    return re.sub(r"\(\d{4}-\d\d-\d\d\)$", "", name).removeprefix("中华人民共和国")


VARYING = re.compile("自治县|浦东新区")


def read_documents(data: Path) -> list[Document]:
    """The local regulations whose articles run without a gap, in the order of their names.

    Those that may vary the upper law (自治条例, 浦东新区法规) are left out: what is an error elsewhere may be lawful there.
    """
    files = sorted(p for p in data.rglob("*.md") if not p.name.startswith("_"))
    found = [Document(f"{p.parent.name}/{p.name}", p.read_text(encoding="utf-8").replace("\r", "")) for p in files]
    return [d for d in found if d.sound() and not VARYING.search(d.title)]


def read_twins(gold: Path, least: float) -> dict[str, list[Twin]]:
    """The near-copy clauses by file name, from a similarity on."""
    out: dict[str, list[Twin]] = {}
    for line in (gold / "near-copy-clause.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["ratio"] < least or len(row["gold"]) != 1:
            continue
        name = row["id"].split("#")[0].rsplit("/", 1)[-1]
        upper = Upper(row["gold"][0]["key"], row["gold"][0]["no"], row["gold_text"])
        out.setdefault(name, []).append(Twin(name, row["clause"], row["ratio"], upper))
    return out


def read_library(laws: Path, gold: Path, least: float = 65.0) -> Library:
    """Read laws and administrative regulations; the highest article number counts over all versions of a law."""
    largest: dict[str, int] = {}
    texts: dict[str, dict[int, str]] = {}
    penal: list[tuple[str, frozenset[str]]] = []
    for path in sorted(p for part in ("法律", "行政法规") for p in (laws / part).rglob("*.md")):
        law = Document(path.name, path.read_text(encoding="utf-8").replace("\r", ""))
        name = short_title(path.stem)
        articles = {a.number: law.text[a.start : a.end].strip() for a in law.articles}
        largest[name] = max([largest.get(name, 0), *articles])
        texts[name] = articles
        penal += [(t, bigrams(t)) for t in articles.values() if re.search("罚款|没收|拘留|吊销", t)]
    return Library(largest, texts, tuple(penal), read_twins(gold, least))


def swap(start: int, end: int, new: str, note: str, **more: object) -> Plant:
    """A plain replacement whose span is the whole new text."""
    return Plant(start, end, new, note)._replace(**more)  # type: ignore[arg-type]


def occurrences(doc: Document, pattern: str) -> list[re.Match[str]]:
    """The places of a pattern in the articles, titles in 《》 left out."""
    found = re.finditer(pattern, doc.text)
    first = doc.articles[0].start
    return [m for m in found if m.start() >= first and not _quoted(doc.text, m.start())]


def _quoted(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line.count("《") > line.count("》") or line.count("“") > line.count("”")


def restyled(doc: Document, maker: str, head: str, kind: str) -> Document:
    """The same text as if a government had issued it: title 办法, its own name and the note under the title changed.

    The text stays what it is, so that the planted words are what such a document may not say.
    """
    title = re.sub(r"(条例|规定|细则)$", "办法", doc.title)
    body = doc.text[doc.body :].replace("本" + doc.self_name, "本办法")
    text = f"# {title}\n\n{head}\n\n{HEAD_END}{body}"
    return replace(doc, text=text, kind=kind, base=f"restyled: {maker}")


def as_rule(doc: Document) -> Document:
    """The text as a rule (规章) of the city's or province's government."""
    day = doc.published
    head = f"{day.year}年{day.month}月{day.day}日 {doc.place}人民政府令第{day.year % 100 + 210}号公布"
    return restyled(doc, "government rule", head, "地方政府规章")


def as_notice(doc: Document) -> Document:
    """The text as a normative document (行政规范性文件) of the government's office."""
    day = doc.published
    head = f"{doc.place}人民政府办公厅 {day.year}年{day.month}月{day.day}日印发 {doc.place[0]}政办发〔{day.year}〕{day.month * 7}号"
    return restyled(doc, "normative document", head, "行政规范性文件")


# Titles of what a congress decides about itself: no such text would set fines, fees or market rules.
OF_CONGRESS = re.compile("人民代表大会|人大|代表|立法|地方性法规|选举|预算|监督条例|村民委员会|集会")

BASES: dict[str, Callable[[Document], Document]] = {"local": lambda d: d, "rule": as_rule, "notice": as_notice}
