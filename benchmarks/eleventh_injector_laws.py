"""Laws of the eleventh injector: the newest texts, and the clauses that a regulation nearly copies or could take over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from benchmarks.eleventh_injector_text import ARTICLE, HEADING, ITEM, LAW, TABLES, Article, Text, without_state
from benchmarks.injector_files import INFO_END, Clause, title_of
from benchmarks.injector_numerals import numeral

NOT_SURE = frozenset(f"{TABLES['laws_gone']} {TABLES['laws_changed']}".split())
OF_FRAME: list[str] = TABLES["laws_of_frame"].split()
DECISION = "全国人民代表大会"
LEAST_CLAUSE, LEAST_PARAGRAPH, LEAST_ALIKE = 18, 20, 80
"""Shorter clauses and paragraphs, and those less alike (0–100), are no pair."""
TAKEN = range(30, 151)
"""How long a clause is that may be taken over."""
SELDOM = re.compile("[一二三四五六七八九十百千万]元|倍以|(日|月|年|工作日)(内|以内|之内|前)|除外|另有规定|外，")
"""What few paragraphs have: a pair with any law is looked for then."""
TIED_TO_ITS_LAW = re.compile(
    "本法|本条例|国务院|前款|前条|前[一二两三]|下列|人民法院|人民检察院|拘留|仲裁|第[一二三四五六七八九十百]+条|全国"
    "|中华人民共和国|施行|其中|该|上述|省、自治区|常务委员会"
)
PERCENT = re.compile(r"(\d+)[%％]")
FIGURE = re.compile(r"(?<![\d.])(\d+)(?=(个工作日|个月|日|年|万元|元|倍|人|次|周岁|小时|以上|以下))")
THOUSAND, MOST_FIGURE = 1000, 10_000


class Near(NamedTuple):
    """A paragraph (its article, the number of its line) and the clause that it is nearly a copy of."""

    article: Article
    line: int
    clause: Clause
    alike: float


def in_signs(words: str) -> str:
    """Words in which plain figures are written out.

    >>> in_signs("在15日内按5%处2000元以上3500元以下罚款")
    '在十五日内按百分之五处二千元以上3500元以下罚款'
    """
    words = PERCENT.sub(lambda match: f"百分之{numeral(int(match[1]))}" if _is_plain(match[1]) else match[0], words)
    return FIGURE.sub(lambda match: numeral(int(match[1])) if _is_plain(match[1]) else match[0], words)


def _is_plain(figure: str) -> bool:
    number = int(figure)
    return number < THOUSAND or (number < MOST_FIGURE and number % THOUSAND == 0)


def _named(words: str) -> list[str]:
    return [without_state(title) for title in LAW.findall(words)]


class Library:
    """The newest text of each law whose state is sure."""

    def __init__(self, laws: Path) -> None:
        newest: dict[str, tuple[str, Path]] = {}
        for path in (path for kind in ("法律", "行政法规") for path in sorted((laws / kind).rglob("*.md"))):
            title, day = title_of(path)
            title = without_state(title)
            if title not in newest or newest[title][0] < day:
                newest[title] = (day, path)
        self.paths = {
            title: path
            for title, (_, path) in newest.items()
            if title not in NOT_SURE and not title.startswith(DECISION)
        }
        self.clauses = cache(self._clauses)

    def _clauses(self, title: str) -> list[Clause]:
        """The paragraphs of a law's articles that are not short."""
        found: list[Clause] = []
        label = ""
        for line in self.paths[title].read_text("utf-8").split(INFO_END)[-1].split("\n"):
            words = line
            if begins := ARTICLE.match(line):
                label, words = begins[1], line[begins.end() :]
            elif HEADING.match(line):
                label = ""
            words = words.strip()
            if label and len(words) >= LEAST_CLAUSE and not ITEM.match(words):
                found.append(Clause(title, label, in_signs(words)))
        return found

    def of(self, titles: Iterable[str]) -> list[Clause]:
        """The clauses of the laws of such titles, each law once."""
        return [clause for title in dict.fromkeys(titles) if title in self.paths for clause in self.clauses(title)]

    @cached_property
    def seldom(self) -> tuple[list[Clause], list[str]]:
        """The clauses of all laws with words that few paragraphs have, and their words."""
        found = [clause for clause in self.of(self.paths) if SELDOM.search(clause.words)]
        return found, [clause.words for clause in found]

    def taken_over(self, text: Text) -> tuple[list[Clause], list[Clause]]:
        """The clauses that a text may take over: of the laws that it puts into practice, of those of the frame."""
        own = [*_named(text.title + text.articles[0].body), f"{text.subject}法"]
        return _taken(self.of(own)), _taken(self.of(OF_FRAME))

    def near(self, text: Text, others: Iterable[str] = ()) -> list[Near]:
        """The paragraphs of a text that nearly copy a clause of a law that it names, or of others."""
        titles = [*_named(text.title + text.words), *sorted(others), f"{text.subject}法", f"{text.subject}条例"]
        titles = list(dict.fromkeys(titles))
        clauses = [clause for title in titles for clause in self.of((title, f"{title}实施条例"))]
        return list(self._near(text, clauses))

    def _near(self, text: Text, clauses: list[Clause]) -> Iterator[Near]:
        words = [clause.words for clause in clauses]
        for article in text.articles[1:-1]:
            for at in article.paragraphs:
                line = article.lines[at].strip()
                if len(line) < LEAST_PARAGRAPH or line.endswith("："):
                    continue
                best = _most_alike(line, clauses, words)
                if not best and SELDOM.search(line):
                    best = _most_alike(line, *self.seldom)
                if best:
                    yield Near(article, at, *best)


def _most_alike(line: str, clauses: list[Clause], words: list[str]) -> tuple[Clause, float] | None:
    best = process.extractOne(line, words, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE)
    return (clauses[best[2]], best[1]) if best else None


def _taken(clauses: Iterable[Clause]) -> list[Clause]:
    return [clause for clause in clauses if _stands_alone(clause.words)]


def _stands_alone(words: str) -> bool:
    """Whether a clause can be read without its law.

    >>> _stands_alone("经营者应当在十日内向所在地的主管部门报送上一年度的检测结果，并且妥善保存其原始记录备查。")
    True
    >>> _stands_alone("经营者应当在十日内依照本法第八条向所在地的主管部门报送上一年度的检测结果，并且妥善保存。")
    False
    """
    return len(words) in TAKEN and words.endswith("。") and not TIED_TO_ITS_LAW.search(words)
