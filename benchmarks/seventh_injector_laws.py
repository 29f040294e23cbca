"""What the seventh injector knows of laws: the clauses of those in force, how a 款 like one of them can depart from it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from benchmarks.injector_files import Clause
from benchmarks.injector_numerals import numeral, value
from benchmarks.seventh_injector_text import ARTICLE, ITEM, MARK, NUMERAL, TABLES, Text

KINDS = (
    "modality_weakened", "modality_strengthened", "prohibition_dropped", "prohibition_permitted", "period_changed",
    "fine_out_of_range", "amount_changed", "organ_changed", "exception_removed",
)  # fmt: skip
STALE = frozenset(TABLES["stale"])
NOT_READ = ("刑法", "宪法")
NEAR = 80
"""How alike a 款 and a clause of a law must be (0–100)."""
SAME_EXCEPTION = 88
LEAST, LEAST_LINE = 18, 20
"""A clause or a 款 that is shorter is no partner."""
MOST_LAWS = 8
"""So many laws of those that a text names are looked at."""
FILE_NAME = re.compile(r"(.+?)(?:\((\d{4}-\d\d-\d\d)\))?")
LAW_ARTICLE = re.compile(r"(第[零一二三四五六七八九十百]+条(?:之.)?)\s+(.*)")
NAMED_LAW = re.compile("《(?:中华人民共和国)?([\u4e00-\u9fff]{2,20}?(?:法|条例))》")
PERIOD = re.compile(f"({NUMERAL})(个工作日|日|个月|年|小时)(?=以?内|前|以上|以下|至|之?后|一次|的)")
RANGE = re.compile(f"({NUMERAL})元以上({NUMERAL})元以下")
AMOUNT = re.compile(f"({NUMERAL})(元|倍)(?=以[上下]|的?罚款)|百分之{NUMERAL}")
EXCEPTION = re.compile("[，。；]但是?，?[^。；]{2,60}?除外(?=[。；])|(?<=[。；，　 ])除[^。；，]{3,40}?外，")
TO_HIGHER = re.compile(f"以上的?({NUMERAL})(?:元|倍)")
FROM_LOWER = re.compile(f"({NUMERAL})(?:元|倍)以上$")
PERIODS = {"年": (1, 2, 3, 5, 8), "小时": (12, 24, 48, 72), "个月": (1, 2, 3, 6, 9)}
DAYS = (5, 10, 20, 30, 45, 60, 90)
PERCENT = ("五", "十五", "四十", "八十")
PENALTY_RULES = ("A06", "A07", "A08")
MATRIX = "3.10"


class Departure(NamedTuple):
    """What of which line of which article becomes what (one of a list by chance), and its row."""

    article: int
    line: int
    start: int
    end: int
    new: str | list[str]
    rules: list[str]
    original: str
    why: str
    clause: Clause


class Library:
    """The newest version of each law in force, and of each administrative regulation that is named 条例."""

    def __init__(self, laws: Path) -> None:
        self._paths: dict[str, tuple[str, Path]] = {}
        for path in sorted(laws.glob("法律/*/*.md")):
            self._add(path, lambda name: name not in NOT_READ)
        for path in sorted(laws.glob("行政法规/*.md")):
            self._add(path, lambda name: name.endswith("条例") and "暂行" not in name)

    def _add(self, path: Path, is_read: Callable[[str], bool]) -> None:
        match = FILE_NAME.fullmatch(path.stem)
        name, day = (match[1], match[2] or "") if match else (path.stem, "")
        if name in STALE or name.startswith("_") or not is_read(name):
            return
        if name not in self._paths or self._paths[name][0] < day:
            self._paths[name] = day, path

    def named(self, text: Text) -> list[Clause]:
        """The clauses of the first laws that a text names."""
        words = text.head.split("\n")[0] + text.title + text.body
        names = [name for name in dict.fromkeys(NAMED_LAW.findall(words)) if name in self._paths]
        return [clause for name in names[:MOST_LAWS] for clause in clauses(self._paths[name][1])]


@lru_cache(None)
def clauses(path: Path) -> list[Clause]:
    """The clauses of a law, without items."""
    head, _, body = path.read_text("utf-8").partition(MARK)
    title = re.sub(r"^#\s*", "", head.strip().split("\n")[0]).strip()
    found, article = [], ""
    for line in body.split("\n"):
        match = LAW_ARTICLE.match(line)
        article, words = match.groups() if match else (article, line)
        is_clause = len(words) >= LEAST and article and not ITEM.match(words)
        if is_clause and not words.startswith("#"):
            found.append(Clause(title, article, words))
    return found


def departures(text: Text, library: Library) -> dict[str, list[Departure]]:
    """All departures of each kind that the near copies of clauses in a text can be given."""
    of_kind: defaultdict[str, list[Departure]] = defaultdict(list)
    among = library.named(text)
    words = [clause.words for clause in among]
    for number, article in enumerate(text.articles[1:-1] if among else (), 1):
        for line in article.lines:
            label = ARTICLE.match(text.lines[line])
            begin = label.end() if label else 0
            query = text.lines[line][begin:].strip()
            if len(query) < LEAST_LINE or ITEM.match(query):
                continue
            best = process.extractOne(query, words, scorer=fuzz.ratio, score_cutoff=NEAR)
            if best:
                _Departures(text.lines[line], begin, among[best[2]], (number, line), of_kind)
    return dict(of_kind)


class _Departures:
    """The departures of a line, each where the law has the same words with the same words behind them."""

    def __init__(
        self, line: str, begin: int, clause: Clause, place: tuple[int, int], of_kind: dict[str, list[Departure]]
    ) -> None:
        self.line, self.begin, self.clause, self.law = line, begin, clause, clause.words
        self.place, self.of_kind = place, of_kind
        for read in (self.duties, self.choices, self.bans, self.periods, self.fines, self.amounts, self.organs):
            read()
        self.exceptions()

    def put(
        self,
        kind: str,
        span: tuple[int, int],
        new: str | list[str],
        why: str,
        *,
        rules: tuple[str, ...] = (MATRIX,),
        original: str = "",
    ) -> None:
        """Keep a departure; the original is what the new words replace if not said otherwise."""
        original = original or self.line[slice(*span)]
        why = f"{why}（《{self.clause.title}》{self.clause.article}）"
        self.of_kind[kind].append(Departure(*self.place, *span, new, list(rules), original, why, self.clause))

    def alike(self, start: int, end: int, behind: int = 4) -> bool:
        """Whether the law has these words and so many characters behind them."""
        words = re.escape(self.line[start : end + behind])
        return bool(re.search(f"(?<![{NUMERAL[1:-2]}]){words}", self.law))

    def found(self, pattern: str | re.Pattern[str], behind: int = 4) -> list[re.Match[str]]:
        """The places of a pattern that the law has too."""
        return [m for m in re.finditer(pattern, self.line) if self.alike(*m.span(), behind)]

    def before(self, at: int, signs: str) -> int:
        """Where the part of the sentence begins that the signs part from what is before it."""
        return max(self.line.rfind(sign, 0, at) for sign in signs) + 1

    def behind(self, at: int, signs: str) -> int:
        """Where it ends."""
        ends = [end for end in (self.line.find(sign, at) for sign in signs) if end > 0]
        return min(ends, default=len(self.line))

    def duties(self) -> None:
        """A duty that becomes a choice."""
        for match in self.found("应当"):
            if f"可以{self.line[match.end() : match.end() + 4]}" not in self.law:
                self.put("modality_weakened", match.span(), "可以", "上位法为应当")

    def choices(self) -> None:
        """A choice that becomes a duty."""
        for match in self.found("可以"):
            self.put("modality_strengthened", match.span(), "应当", "上位法为可以，义务加重")

    def bans(self) -> None:
        """A ban that is left out or becomes a permission."""
        for match in self.found("不得"):
            start = max(self.before(match.start(), "，。；：　 、"), self.begin)
            end = self.behind(match.end(), "，。；、")
            new = self.line[start : match.start()] + self.line[match.end() : end]
            self.put("prohibition_dropped", (start, end), new, "上位法为不得，下位法删去", original=match[0])
            self.put("prohibition_permitted", match.span(), "可以", "上位法为不得，下位法改为可以")

    def periods(self) -> None:
        """A right that is cut short, a duty or a time of an organ that is drawn out."""
        for match in self.found(PERIOD, 2):
            number, unit = value(match[1]), match[2]
            sentence = self.line[self.before(match.start(), "。；") : self.behind(match.end(), "。；")]
            right = bool(re.search("有权|可以|消费者自", sentence))
            others = [n for n in PERIODS.get(unit, DAYS) if n != number and (n < number) == right]
            others = [n for n in others if numeral(n) + unit not in self.law]
            if others:
                new = [("两" if n == 2 and unit != "日" else numeral(n)) + unit for n in others]
                self.put("period_changed", match.span(), new, "期限与上位法不一致")

    def fines(self) -> None:
        """A higher upper limit of a fine."""
        for match in self.found(RANGE, 0) if "罚款" in self.line else ():
            new = [numeral(value(match[2]) * times) for times in (2, 3, 5)]
            self.put("fine_out_of_range", match.span(2), new, "罚款上限超出上位法", rules=("A06", MATRIX))

    def amounts(self) -> None:
        """Another amount, of a fine one beyond the law's range."""
        rules = (MATRIX, *PENALTY_RULES) if "罚款" in self.line else (MATRIX,)
        for match in self.found(AMOUNT, 2):
            new = self._other_amounts(match) if match[1] else self._other_percents()
            if new:
                self.put("amount_changed", match.span(), new, "数额与上位法不一致", rules=rules)

    def _other_percents(self) -> list[str]:
        if re.search("百分之[^，。；]*以上[^，。；]*百分之", self.line):
            return []
        return [f"百分之{words}" for words in PERCENT if f"百分之{words}" not in self.law]

    def _other_amounts(self, match: re.Match[str]) -> list[str]:
        number, unit = value(match[1]), match[2]
        others = [number * 2, number * 3] if unit == "元" else [number + 2, number + 3]
        if unit == "元" and number % 200 == 0:
            others.append(number // 2)
        higher = TO_HIGHER.match(self.line, match.end())
        lower = FROM_LOWER.search(self.line[: match.start()])
        if higher:
            others = [n for n in others if n < value(higher[1])]
        if lower:
            others = [n for n in others if n > value(lower[1])]
        if "罚款" in self.line:
            is_lowest = self.line.startswith("以上", match.end())
            others = [n for n in others if (n < number) == is_lowest]
        return [numeral(n) + unit for n in others]

    def organs(self) -> None:
        """A duty that is given to another organ."""
        for organ, other in TABLES["organs"].items():
            for match in re.finditer(organ, self.line) if other not in self.law else ():
                alike = self.alike(max(match.start() - 1, self.begin), match.end(), 3)
                if alike and not re.search("(代表大会|[或和、])$", self.line[: match.start()]):
                    self.put("organ_changed", match.span(), other, f"上位法规定的机关是{organ}")

    def exceptions(self) -> None:
        """An exception that is left out."""
        for match in EXCEPTION.finditer(self.line):
            words, (start, end) = match[0].strip("，。；"), match.span()
            if words not in self.law and fuzz.partial_ratio(words, self.law) < SAME_EXCEPTION:
                continue
            if match[0].startswith("除"):
                span = start, self.behind(end, "，。；")
                new = self.line[end : span[1]]
            else:
                span = max(self.before(start, "，。；：　 "), self.begin), end
                new = self.line[span[0] : start]
            self.put("exception_removed", span, new, "删去上位法的例外", original=match[0])
