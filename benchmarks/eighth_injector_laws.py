"""What the eighth injector knows of laws: the clauses of those in force, how a 款 like one of them can depart from it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from benchmarks.eighth_injector_text import ARTICLE, MARK, TABLES, Text, is_quoted
from benchmarks.injector_files import Clause
from benchmarks.injector_numerals import numeral, value

KINDS = tuple(TABLES["departures"])
NOT_READ = re.compile("|".join(TABLES["not_read"]))
FOLDERS = ("法律", "行政法规")
DAY_IN_NAME = re.compile(r"\((\d{4}-\d\d-\d\d)\)$")
OLDEST = "1995"
LEAST, LEAST_LINE = 18, 22
"""A clause or a 款 that is shorter is no partner."""
GRAM, MOST_CLAUSES, LEAST_GRAMS, MOST_LOOKED_AT = 5, 60, 6, 4
"""Clauses are looked for by so many characters in a row, if few clauses have them; the four with most are looked at."""
NEAR, NEAR_COPY = 80, 85
"""How alike a 款 and a clause of a law must be (0–100), found in the text or copied into it."""
ARABIC = re.compile(r"\d+(?=个?(?:日|月|年|天|倍|元|万元|小时|工作日|以))")
STATE, NAMED_LAW = "中华人民共和国", re.compile("《([^》]{3,30})》")
SHORTEST_COPY, LONGEST_COPY = 45, 170
NOT_COPIED = re.compile("本法|本条例|前款|前条|第[一二三四五六七八九十百]+[条款]|国务院|全国|省、自治区|外国|军")
NUMERAL = "[一二三四五六七八九十]+"
UNIT = "(个?工作日|日|个月|年)"
DUTY = re.compile("(?<![对为法的])应当(?!依照|按照有关|承担的)")
BAN = re.compile("不得")
AMOUNT = re.compile("([一二三四五六七八九十百千]+)万?元以下")
HIGHER = {1: 3, 2: 5, 3: 5, 5: 10, 10: 20, 20: 50, 30: 50, 50: 100, 100: 200}
"""Amounts that become others than the double."""
TIMES = re.compile("([二三四五六七八九十]+)倍以下")
PERIOD = re.compile(f"({NUMERAL}){UNIT}(?:以)?内")
SHORTEST_PERIOD = re.compile(f"不(?:得|应)?(?:少于|低于|短于)([二三四五六七八九十]+){UNIT}")
EXCEPTION = re.compile(
    "[；，。](?:但是，|但)?(?:法律|国家|国务院|行政法规|法规)[^，。；]{0,18}另有规定的[^，。；]{0,4}除外(?=。)"
    "|，但(?:是，)?[^，。；]{4,40}的除外(?=。)|(?:(?<=[，。；])|^)除[^，。；]{4,30}(?:外|以外)，"
)
ORGAN = re.compile(
    f"公安机关|民政部门|(?:{'|'.join(TABLES['departments'])})(?:行政|行政管理)?(?:主管)?部门|消防救援机构|气象主管机构"
)
OTHER_ORGANS = ("商务主管部门", "民政部门", "文化和旅游主管部门", "统计部门")
GOVERNMENT = re.compile("县级以上(?:地方)?人民政府(?=应当|负责|组织|批准)")


class Departure(NamedTuple):
    """Which characters of a 款 become which words."""

    kind: str
    start: int
    end: int
    new: str


class Near(NamedTuple):
    """A departure in a line of an article, and the clause that the line nearly copies."""

    article: int
    line: int
    departure: Departure
    clause: Clause
    ratio: float


class Copy(NamedTuple):
    """The words of a clause of a law that can be copied into a text with a departure."""

    words: str
    departure: Departure
    clause: Clause


class Library:
    """The clauses of the newest version of each law and administrative regulation in force."""

    def __init__(self, laws: Path) -> None:
        newest: dict[str, tuple[str, Path]] = {}
        for path in (path for folder in FOLDERS for path in sorted((laws / folder).rglob("*.md"))):
            match, title = DAY_IN_NAME.search(path.stem), DAY_IN_NAME.sub("", path.stem)
            day = match[1] if match else "0"
            is_read = not path.name.startswith("_") and not NOT_READ.search(f"{title}({day}")
            if is_read and (title not in newest or newest[title][0] < day):
                newest[title] = day, path
        read = (_clauses(title, path) for title, (day, path) in sorted(newest.items()) if day >= OLDEST)
        self.clauses = [clause for clauses in read for clause in clauses]
        index: defaultdict[str, list[int]] = defaultdict(list)
        for number, clause in enumerate(self.clauses):
            for gram in set(_grams(clause.words)):
                index[gram].append(number)
        self._index = {gram: numbers for gram, numbers in index.items() if len(numbers) <= MOST_CLAUSES}

    def near(self, words: str) -> tuple[Clause, float] | None:
        """The clause that these words nearly copy, and how alike they are."""
        common = Counter(number for gram in _grams(words) for number in self._index.get(gram, ()))
        found = [self.clauses[n] for n, grams in common.most_common(MOST_LOOKED_AT) if grams >= LEAST_GRAMS]
        best = max(((clause, fuzz.ratio(words, clause.words)) for clause in found), key=lambda x: x[1], default=None)
        return best if best and best[1] >= NEAR else None

    def copies(self, words: str, kind: str) -> list[Copy]:
        """Clauses of the laws that a text with these words names, each with a departure of a kind."""
        named = {title.removeprefix(STATE) for title in NAMED_LAW.findall(words)}
        return [
            Copy(copied, departure, clause)
            for clause in self.clauses
            if clause.title in named and (copied := _copied(clause, kind)) and copied[:20] not in words
            for departure in departures(copied, copied)
            if departure.kind == kind
        ]


def _grams(words: str) -> Iterator[str]:
    return (words[at : at + GRAM] for at in range(len(words) - GRAM + 1))


def _in_words(match: re.Match[str]) -> str:
    return round_numeral(int(match[0])) or match[0]


def _clauses(title: str, path: Path) -> Iterator[Clause]:
    """The clauses of a law, without items."""
    article = ""
    for line in path.read_text("utf-8").partition(MARK)[2].split("\n"):
        words = line.strip()
        label = ARTICLE.match(words)
        if label:
            article, words = label[1], words[label.end() :].strip()
        if article and len(words) >= LEAST and words[0] not in "（#":
            yield Clause(title, article, ARABIC.sub(_in_words, words))


def _copied(clause: Clause, kind: str) -> str:
    """The words of a clause as a text can copy them, nothing if it cannot."""
    right_size = SHORTEST_COPY <= len(clause.words) <= LONGEST_COPY and clause.words.endswith("。")
    if not right_size or (kind == "数额" and "罚款" not in clause.words):
        return ""
    words = re.sub("违反本(?:法|条例)规定", "违反规定", clause.words)
    return "" if NOT_COPIED.search(words) or fuzz.ratio(words, clause.words) < NEAR_COPY else words


def round_numeral(number: int) -> str:
    """Chinese numeral of a round number, nothing for another one.

    >>> round_numeral(45), round_numeral(300), round_numeral(20000), round_numeral(1500)
    ('四十五', '三百', '二万', '')
    """
    unit = next((unit for unit in (10_000, 1000, 100) if number >= unit), 1)
    return "" if number % unit else numeral(number)


def near_copies(text: Text, library: Library) -> list[Near]:
    """All departures that the near copies of clauses in a text can be given."""
    found = []
    for article in text.articles[2:]:
        for number in article.lines:
            line = text.lines[number]
            label = ARTICLE.match(line)
            words = line[label.end() :].lstrip() if label else line
            if len(words) < LEAST_LINE or words.startswith("（") or is_quoted(words, len(words)):
                continue
            near, begin = library.near(words), len(line) - len(words)
            for kind, start, end, new in departures(words, near[0].words) if near else ():
                moved = Departure(kind, begin + start, begin + end, new)
                found.append(Near(article.number, number, moved, *near))
    return found


def departures(words: str, law: str) -> list[Departure]:
    """What can be changed in words that nearly copy a clause so that they depart from it."""
    pair = _Pair(words, law)
    return [departure for find in FINDERS for departure in find(pair)]


class _Pair:
    """A 款 and the clause that it nearly copies."""

    def __init__(self, words: str, law: str) -> None:
        self.words = words
        self.same = [(op.src_start, op.src_end) for op in Indel.opcodes(words, law) if op.tag == "equal"]

    def found(self, pattern: re.Pattern[str], around: int = 3) -> Iterator[re.Match[str]]:
        """The places of a pattern that the clause has too, with so many characters around them."""
        for match in pattern.finditer(self.words):
            first, last = max(match.start() - around, 0), min(match.end() + around, len(self.words))
            if any(start <= first and last <= end for start, end in self.same):
                yield match


def _duties(pair: _Pair) -> Iterator[Departure]:
    """A duty that becomes a choice."""
    return (Departure("情态", *match.span(), "可以") for match in pair.found(DUTY))


def _bans(pair: _Pair) -> Iterator[Departure]:
    """A ban that becomes a permission or is left out."""
    for match in pair.found(BAN):
        yield Departure("不得", *match.span(), "可以")
        if match.start() and pair.words[match.start() - 1] not in "，；、":
            yield Departure("不得", *match.span(), "")


def _amounts(pair: _Pair) -> Iterator[Departure]:
    """A higher upper limit of a fine."""
    for match in pair.found(AMOUNT, 2):
        number = value(match[1])
        new = round_numeral(HIGHER.get(number, number * 2))
        if new:
            yield Departure("数额", *match.span(), new + pair.words[match.end(1) : match.end()])
    for match in pair.found(TIMES, 2):
        yield Departure("数额", *match.span(), f"{numeral(value(match[1]) * 2)}倍以下")


def _periods(pair: _Pair) -> Iterator[Departure]:
    """A longer time for a duty, a shorter one that is the least."""
    words = pair.words
    for match in pair.found(PERIOD, 2):
        start, end = match.span()
        is_duty = "应当" in words[max(0, start - 40) : end + 12]
        is_right = re.search("申请|起诉|复议|可以", words[start : end + 10])
        if is_duty and not is_right and not words[:start].endswith(("天", "月", "年")):
            number = value(match[1])
            new = numeral(number * 2 if number > 1 else 3) + words[match.end(1) : end]
            yield Departure("期限", start, end, new)
    for match in pair.found(SHORTEST_PERIOD, 2):
        number = value(match[1])
        if number > 1:
            new = words[match.start() : match.start(1)] + numeral(number // 2) + match[2]
            yield Departure("期限", *match.span(), new)


def _exceptions(pair: _Pair) -> Iterator[Departure]:
    """An exception that is left out."""
    return (Departure("例外", *match.span(), "") for match in pair.found(EXCEPTION, 0))


def _organs(pair: _Pair) -> Iterator[Departure]:
    """A duty that is given to another organ."""
    for match in pair.found(ORGAN, 1):
        others = [organ for organ in OTHER_ORGANS if organ[:2] not in pair.words]
        if others and not is_quoted(pair.words, match.start()):
            yield Departure("机关", *match.span(), others[match.start() % len(others)])
    for match in pair.found(GOVERNMENT, 1):
        yield Departure("机关", *match.span(), "乡镇人民政府")


FINDERS: tuple[Callable[[_Pair], Iterator[Departure]], ...] = (
    _duties, _bans, _amounts, _periods, _exceptions, _organs,
)  # fmt: skip
