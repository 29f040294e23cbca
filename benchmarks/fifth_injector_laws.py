"""What the fifth injector knows of laws: near copies of their clauses, how a copy departs, penalties with a wrong figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from benchmarks.fifth_injector_text import HEAD, MARK, TABLES, Text, numeral, value

STALE = frozenset(TABLES["stale"])
GENERAL = frozenset(TABLES["general"])
NEAR = 80
"""How alike a 款 and a clause of a law must be (0–100)."""
LEAST = 24
"""A clause shorter than this is no partner."""
FILE_NAME = re.compile(r"^(.+?)(?:\((\d{4}-\d\d-\d\d)\))?$")
_N = "一二三四五六七八九十"
_AMOUNT = f"(?<![\\d{_N}百千万])[{_N}][{_N}百千万]*"
AMOUNTS = (re.compile(f"{_AMOUNT}(?=元以下的?罚款)"), re.compile(f"{_AMOUNT}(?=元的?罚款)"))
PERIOD = re.compile(f"[{_N[1:]}百]+(?=个?(?:工作)?(?:日|月|年)(?:内|前|以|，|；|。|的))")
EXCEPTIONS = (re.compile("[。；，,](?:但是|但)，?[^。；]{3,60}除外"), re.compile("除[^，。；]{3,30}外，"))
_CJK = "[\u4e00-\u9fff]"
LISTED = re.compile(f"(?<=、)(?!{_CJK}*新建){_CJK}{{2,5}}(?:、)(?={_CJK}{{2,6}}(?:、|和|以及|等|或者))")
BETWEEN_ITEMS = re.compile(f"(?<=、)(?={_CJK}{{2,8}}(?:、|和|以及|或者|等))")
RIGHT = re.compile(f"(?<!所有权)(?:(?<=有权)|(?<=可以))(?={_CJK})")
FINE_ENDS = re.compile("以下(?:的)?罚款(?=[；。，])")
FINE = re.compile(f"处(?P<low>[{_N}百千万]+)元以上(?P<high>[{_N}百千万]+)元以下(?:的)?罚款")
NOT_COPIED = re.compile(
    f"：|第[{_N}]+[条款章]|前款|上述|国家|施行|军|制定本|全国|海关|税务|^[（(]",
)
PENALTY = re.compile("^违反本(法|条例)规定")
ONE_FINE = re.compile("处[^，。；]{1,8}元以上[^，。；]{1,8}元以下的?罚款")
NOT_PENALTY = re.compile(f"[:：]|第[{_N}]+[条款]|前款|拘留|国务院|军|海关|税|银行|证券|保险")
CITED = re.compile("《([^《》]{2,30}?)》")


class Clause(NamedTuple):
    """A clause of a law: the law without 中华人民共和国, the article, the words."""

    law: str
    article: str
    words: str


class NearCopy(NamedTuple):
    """A line of a text, of which article, its words without 第X条, the clause that it is like."""

    article: int
    line: int
    words: str
    clause: Clause


class Departure(NamedTuple):
    """What of a copy is changed into what, and what is wrong with that."""

    start: int
    end: int
    new: str
    why: str


@dataclass(frozen=True)
class Law:
    """The newest version of a law."""

    day: str
    path: Path


@lru_cache(4)
def index(root: Path) -> dict[str, Law]:
    """The newest version of each law and regulation by its name without 中华人民共和国."""
    found: dict[str, Law] = {}
    for path in sorted(root.glob("**/*.md")):
        if "法律/" not in path.as_posix() and "行政法规/" not in path.as_posix():
            continue
        match = FILE_NAME.match(path.stem)
        name, day = (match[1].replace("中华人民共和国", ""), match[2] or "") if match else (path.stem, "")
        if name in STALE or name.startswith("_"):
            continue
        if name not in found or day > found[name].day:
            found[name] = Law(day, path)
    return found


@cache
def clauses(path: Path) -> list[tuple[str, str]]:
    """The articles and words of the clauses of a law."""
    found, article = [], ""
    for line in path.read_text("utf-8").split(MARK)[-1].split("\n"):
        words = line.strip(" \t　\r\u200b")
        if head := HEAD.match(words):
            article, words = words[: head.end()].strip(), words[head.end() :]
        elif words.startswith("#"):
            continue
        if article and len(words) >= LEAST:
            found.append((article, words))
    return found


def cited(text: Text, root: Path) -> list[str]:
    """The laws that a text names, in its order."""
    title = text.title.replace("〈", "《").replace("〉", "》")
    names = (m[1].replace("中华人民共和国", "") for m in CITED.finditer(title + text.plain))
    known = index(root)
    return list(dict.fromkeys(name for name in names if name in known))


def near(text: Text, root: Path) -> list[NearCopy]:
    """The lines that are like a clause of a law that the text names."""
    known = index(root)
    all_clauses = [Clause(n, *clause) for n in cited(text, root)[:12] for clause in clauses(known[n].path)]
    return list(_near(text, all_clauses)) if all_clauses else []


def _near(text: Text, among: list[Clause]) -> Iterator[NearCopy]:
    words_of = [clause.words for clause in among]
    for number, article in enumerate(text.articles[1:-1], 1):
        for line in range(article.first, article.last + 1):
            words = HEAD.sub("", text.lines[line])
            query = words.replace(text.self_name, "本法")
            best = len(words) >= LEAST and process.extractOne(query, words_of, scorer=fuzz.ratio, score_cutoff=NEAR)
            if best:
                yield NearCopy(number, line, words, among[best[2]])


class Departures:
    """The first place of each kind of departure in a copy, where the law's clause has the same words around it."""

    def __init__(self, words: str, law: str) -> None:
        self.words, self.law = words, law
        self.found: dict[str, Departure] = {}
        for read in (self.modality, self.figures, self.exceptions, self.organs, self.lists, self.conditions):
            read()

    def put(self, kind: str, match: re.Match[str], new: str, why: str) -> None:
        """Keep the first of a kind."""
        self.found.setdefault(kind, Departure(match.start(), match.end(), new, why))

    def same(self, match: re.Match[str]) -> bool:
        """Whether the words stand in the law in the same surroundings."""
        start, end = match.span()
        around = self.words[max(0, start - 4) : end + 4] in self.law
        before = self.words[max(0, start - 3) : end] in self.law
        return around or before or self.words[start : end + 4] in self.law

    def within(self, match: re.Match[str], before: int, after: int) -> bool:
        """Whether the law has the characters around the place too."""
        return self.words[max(0, match.start() - before) : match.end() + after] in self.law

    def modality(self) -> None:
        """A duty or ban that becomes a choice."""
        for word, kind, why in (
            ("应当", "应当改可以", "上位法的义务改为可以"),
            ("不得", "不得改可以", "去掉上位法的禁止"),
        ):
            for match in re.finditer(word, self.words):
                if self.same(match):
                    self.put(kind, match, "可以", why)

    def figures(self) -> None:
        """Another amount, another period."""
        for match in (m for pattern in AMOUNTS for m in pattern.finditer(self.words)):
            if self.same(match):
                self.put("金额改", match, numeral(value(match[0]) * 2), "金额与上位法不同")
        for match in PERIOD.finditer(self.words):
            if self.same(match) or self.within(match, 2, 2):
                self.put("期限改", match, numeral(value(match[0]) * 2 + 1), "期限与上位法不同")

    def exceptions(self) -> None:
        """An exception that is left out."""
        behind, before = EXCEPTIONS
        for match in behind.finditer(self.words) if "除外" in self.law else ():
            self.put("删除例外", match, "", "删除上位法的例外")
        for match in before.finditer(self.words):
            if self.same(match):
                self.put("删除例外", match, "", "删除上位法的例外")

    def organs(self) -> None:
        """Another organ."""
        for right, wrong in TABLES["organs"]:
            for match in re.finditer(right, self.words):
                if self.same(match):
                    self.put("机关改", match, wrong, "实施机关与上位法不同")

    def lists(self) -> None:
        """An item of a list left out or put in."""
        for match in LISTED.finditer(self.words):
            if match[0] in self.law:
                self.put("删除列举项", match, "", "删除上位法列举的一项")
        for match in BETWEEN_ITEMS.finditer(self.words):
            new = further_item(self.words[: match.start()])
            if new and new not in self.law and self.within(match, 4, 3):
                self.put("增加列举项", match, new, "在上位法列举之外增加一项")

    def conditions(self) -> None:
        """A condition before a right, a further penalty behind a fine."""
        plain = not re.search("责令|罚款|处罚", self.words)
        for match in RIGHT.finditer(self.words) if plain else ():
            if self.within(match, 4, 3):
                self.put("增加条件", match, "经所在地乡镇人民政府书面同意后", "对上位法的权利增加条件")
        for match in FINE_ENDS.finditer(self.words):
            if self.same(match):
                self.put("增加处罚种类", match, f"{match[0]}，并暂扣许可证件六个月", "增加上位法没有的处罚种类")


def further_item(before: str) -> str:
    """What could follow in a list of such things."""
    return next((new for kind, new in TABLES["further"] if re.search(f"(?:{kind})、$", before)), "")


def departures(words: str, law: str) -> dict[str, Departure]:
    """How a copy of a clause can depart from it, by the name of the departure.

    >>> sorted(departures("经营者应当在十日内报告。", "经营者应当在十日内报告。"))
    ['应当改可以', '期限改']
    """
    return Departures(words, law).found


def copies(text: Text, root: Path) -> list[tuple[str, Clause]]:
    """Clauses of laws that the text names, as it could repeat them."""
    known = index(root)
    names = [name for name in cited(text, root) if name not in GENERAL][:4]
    found = (Clause(name, *clause) for name in names for clause in clauses(known[name].path))
    return [(c.words.replace("本法", text.self_name), c) for c in found if _repeatable(c.words, text.plain)]


def _repeatable(words: str, plain: str) -> bool:
    fitting = 34 <= len(words) <= 150 and words.endswith("。") and "《" not in words and words[:12] not in plain
    return fitting and not NOT_COPIED.search(words) and bool(re.search("应当|不得|可以|罚款", words))


@lru_cache(2)
def penalties(root: Path) -> list[Clause]:
    """Clauses of rather new laws that set one fine with two figures."""
    recent = ((name, law) for name, law in sorted(index(root).items(), key=lambda pair: pair[0]) if _is_recent(law))
    every = (Clause(name, *clause) for name, law in recent for clause in clauses(law.path))
    return [clause for clause in every if _is_penalty(clause.words)]


def _is_recent(law: Law) -> bool:
    since = "2009" if "法律/" in law.path.as_posix() else "2016"
    return (law.day or "2000") >= since and "_index" not in law.path.as_posix()


def _is_penalty(words: str) -> bool:
    fitting = bool(PENALTY.match(words)) and 30 <= len(words) <= 150 and words.endswith("。")
    return fitting and len(ONE_FINE.findall(words)) == 1 and not NOT_PENALTY.search(words)


def wrong_fine(words: str, kind: str) -> Departure | None:
    """The fine of a clause with a wrong figure (A06, A07, A08) or a further penalty (A10).

    >>> wrong_fine("违反本法规定的，处一千元以上五千元以下的罚款。", "A06").new
    '处一千元以上一万五千元以下的罚款'
    """
    match = FINE.search(words)
    if not match:
        return None
    start, low, high = match.start(), value(match["low"]), value(match["high"])
    if kind == "A06":
        new = f"处{match['low']}元以上{numeral(high * 3)}元以下的罚款"
    elif kind == "A07":
        new = f"处{match['high']}元罚款"
    elif kind == "A08":
        if words[max(0, start - 3) : start].endswith(("并", "以", "可")) or low < 200:
            return None
        new = f"可以处{numeral(low // 2)}元以上{numeral(high // 2)}元以下的罚款"
    else:
        if any_in(words, ("吊销", "暂扣", "停产", "停业", "主管人员", "个人", "本人")):
            return None
        new = f"{match[0]}，并责令停产停业三个月"
    return Departure(start, match.end(), new, "")


def any_in(words: str, among: Iterable[str]) -> bool:
    """Whether one of these stands in the words."""
    return any(one in words for one in among)
