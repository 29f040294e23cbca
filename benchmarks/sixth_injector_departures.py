"""Departures of the sixth injector: how a 款 that is nearly a copy of a clause of a law can be made to depart from it."""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from benchmarks.injector_numerals import numeral, value
from benchmarks.sixth_injector_laws import NEAR, Clause
from benchmarks.sixth_injector_text import NUMERAL, TABLES

KINDS = (
    "modality-weakened", "modality-hardened", "prohibition-dropped", "period-changed", "amount-changed",
    "fine-discretion", "exception-removed", "organ-changed",
)  # fmt: skip
MATRIX = "3.10"
PRIVATE = re.compile("|".join(TABLES["private"]))
PUBLIC = re.compile("|".join(TABLES["public"]))
NO_RIGHT = re.compile("^[经由对向]|[也均]$")
"""What before 可以 says that it gives no right of its own to people."""
_N = "一二三四五六七八九十"
PERIOD = re.compile(rf"({NUMERAL})(个工作日|个月|小时|工作日|日|年)(?=内|以内|前|以上|的|，|提出|告知|。)")
FINE = re.compile(f"([{_N}百千万]+)元以上([{_N}百千万]+)元以下")
TIMES = re.compile(f"([{_N}]+)倍以上([{_N}]+)倍以下")
MUST_FINE = re.compile("处(?=[^。；，]{0,16}(?:元|倍)[^。；，]{0,12}罚款)")
LAWS_SAY = "(?:法律|法律、行政法规|法律、法规"
EXCEPTIONS = (
    re.compile("[，；。]但是?[^。；]{4,60}除外(?=[。；])"),
    re.compile(
        f"[；。，](?:但是，?)?{LAWS_SAY}|国家|国务院)[^。；，]{{0,16}}另有规定的，"
        "(?:从其规定|依照其规定|适用其规定)(?=[。；])"
    ),
    re.compile(f"，{LAWS_SAY})另有规定的除外(?=[。；])"),
    re.compile("(?:^|(?<=[，。；]))除[^。；，]{4,40}外，"),
    re.compile("[，；]但是?，?(?:不受|不得|最高不|最长不)[^。；]{6,70}(?=。)"),
)
NOT_ALONE = re.compile("消防机构|交通管理|工作人员|所属|委员|的(?:工作)?人员|负责人|及其|或者|和|、|组成")
"""What behind an organ says that the words are of another one or of several."""
OF_GOVERNMENT = re.compile("[\u4e00-\u9fff]{0,12}(部门|机关|机构)")
GOVERNMENTS = ("县级人民政府", "乡镇人民政府", "省级人民政府", "县级以上人民政府")
DUTY = re.compile("应当|可以|负责|批准|决定|给予|责令|处|审核|提出|主管|管理|报告|备案|依法")
LONGEST_PERIOD = 400
CONGRESS = 6
"""So many characters of 人民代表大会 stand before its 常务委员会."""


class Departure(NamedTuple):
    """What of a 款 is changed into what, which rules should report it and why."""

    kind: str
    start: int
    end: int
    new: str
    rules: list[str]
    why: str

    def applied(self, words: str) -> str:
        """The words with the departure.

        >>> Departure("period-changed", 3, 4, "九", [], "").applied("应当在三日内")
        '应当在九日内'
        """
        return words[: self.start] + self.new + words[self.end :]


def departures(words: str, clause: Clause) -> list[Departure]:
    """All departures from the clause that the 款 can be given."""
    return _Departures(words, clause).found


class _Departures:
    """The departures, each where the law has the same words in the same place."""

    def __init__(self, words: str, clause: Clause) -> None:
        self.words, self.clause = words, clause
        self.found: list[Departure] = []
        self.blocks = [(b.src_start, b.src_end) for b in Indel.opcodes(words, clause.words) if b.tag == "equal"]
        for read in (
            self.duties, self.choices, self.bans, self.periods, self.fines, self.multiples, self.duties_to_fine,
            self.exceptions, self.organs,
        ):  # fmt: skip
            read()

    def put(self, kind: str, span: tuple[int, int], new: str, why: str, *rules: str) -> None:
        """Keep a departure."""
        self.found.append(Departure(kind, *span, new, list(rules) or [MATRIX], why))

    def same(self, span: tuple[int, int], before: int, after: int) -> bool:
        """Whether the law has these words and so many characters around them."""
        start, end = max(0, span[0] - before), span[1] + after
        return any(first <= start and last >= end for first, last in self.blocks)

    def places(self, word: str) -> list[tuple[re.Match[str], int, int]]:
        """Where a word stands that the law has too, outside of conditions (…的), with its part of the sentence."""
        matches = (m for m in re.finditer(word, self.words) if self.same(m.span(), 2, 2))
        found = ((match, *self.part(match.start())) for match in matches)
        return [(match, start, end) for match, start, end in found if not self.words[start:end].endswith("的")]

    def part(self, at: int) -> tuple[int, int]:
        """The part of the sentence that holds a place."""
        ends = [end for end in (self.words.find(sign, at) for sign in "，。；：") if end >= 0]
        return max(self.words.rfind(sign, 0, at) for sign in "，。；：") + 1, min(ends, default=len(self.words))

    def duties(self) -> None:
        """A duty that becomes a choice."""
        for match, start, end in self.places("应当"):
            before = self.words[start : match.start()]
            if not re.search("(依法|知道或者|认为|发现)$", before) and "应当知道" not in self.words[start:end]:
                self.put("modality-weakened", match.span(), "可以", "上位法为应当，改为可以，义务减弱")

    def choices(self) -> None:
        """A fine that may be imposed and now must be, a right of people that becomes a duty."""
        for match, start, end in self.places("可以"):
            before, after = self.words[start : match.start()], self.words[match.end() : end]
            if self.words[match.start() - 1 : match.start()] == "不":
                continue
            if re.match("并?处", self.words[match.end() :]) or "罚款" in after:
                why = "上位法可以（并）处，改为一律（并）处，取消裁量"
                self.put("fine-discretion", match.span(), "", why, "A07", MATRIX)
                continue
            right = PRIVATE.search(before) and not PUBLIC.search(before) and not NO_RIGHT.search(before)
            if right and "也可以" not in self.words[match.end() : end + 20]:
                why = "上位法可以，改为应当，加重当事人义务"
                self.put("modality-hardened", match.span(), "应当", why, MATRIX, "A39")

    def bans(self) -> None:
        """A ban that is left out or becomes a permission."""
        for match, *_ in self.places("不得"):
            after = self.words[match.end() : match.end() + 2]
            if after in ("少于", "低于", "超过", "高于", "多于", "晚于"):
                continue
            if after == "擅自":
                span = match.start(), match.end() + 2
                self.put("prohibition-dropped", span, "可以自行", "上位法禁止的行为改为允许")
            else:
                new = "可以" if (match.start() + len(self.words)) % 3 else ""
                self.put("prohibition-dropped", match.span(), new, "上位法不得，删去不得或者改为可以")

    def periods(self) -> None:
        """Another period: longer for organs, shorter for people."""
        for match in PERIOD.finditer(self.words):
            if not self.same(match.span(), 1, 1) or not self._is_period(match):
                continue
            number, other = value(match[1]), self._other_period(match)
            if other not in (0, number):
                self.put("period-changed", match.span(1), numeral(other), "期限与上位法不一致")

    def _is_period(self, match: re.Match[str]) -> bool:
        number, before = value(match[1]), self.words[match.start() - 1]
        short = number < 2 and match[2] in ("日", "小时")
        age = match[2] == "年" and self.words[match.end() : match.end() + 2] in ("以上", "以下")
        day = match[2] == "日" and before in "年月"
        return not (short or number > LONGEST_PERIOD or before in "月第满每周岁" or age or day)

    def _other_period(self, match: re.Match[str]) -> int:
        """Twice or half the period, 0 if nobody is named."""
        before, number = self.words[: match.start()], value(match[1])
        public = [m.start() for m in PUBLIC.finditer(self.words[: match.end() + 25])]
        private = [m.start() for m in PRIVATE.finditer(before)]
        if not public and not private:
            return 0
        official = max(public, default=-1) > max(private, default=-1)
        if re.search("不得?少于$|不低于$|不短于$|至少$", before):
            return number // 2
        if re.search("不得?超过$|不多于$|最长$", before):
            return number * 2
        if self.words[match.end() : match.end() + 1] == "前":
            return max(1, number // 2) if official else number * 2
        return number * 2 if official else number // 2 or number * 2

    def fines(self) -> None:
        """A higher upper limit of a fine, a lower fine."""
        for match in FINE.finditer(self.words):
            if not self.same(match.span(), 0, 0):
                continue
            low, high = value(match[1]), value(match[2])
            self.put("amount-changed", match.span(2), numeral(high * 2), "罚款上限高于上位法", "A06", MATRIX)
            if low >= 200:
                half = low // 2 if low // 2 % 10 == 0 else low // 10 * 5
                new = f"{numeral(half)}元以上{numeral(high // 2)}元以下"
                self.put("amount-changed", match.span(), new, "罚款幅度低于上位法", "A08", MATRIX)

    def multiples(self) -> None:
        """The same for fines that are a multiple."""
        for match in TIMES.finditer(self.words):
            if not self.same(match.span(), 0, 0):
                continue
            new = numeral(value(match[2]) * 2)
            self.put("amount-changed", match.span(2), new, "罚款倍数上限高于上位法", "A06", MATRIX)
            if value(match[1]) >= 2:
                self.put("amount-changed", match.span(1), "一", "罚款倍数下限低于上位法", "A08", MATRIX)

    def duties_to_fine(self) -> None:
        """A fine that must be imposed and now may be."""
        for match in MUST_FINE.finditer(self.words):
            before = self.words[match.start() - 1]
            start = match.start() - (before == "并")
            if before not in "，并由" or self.words[:start].endswith("可以"):
                continue
            if self.same(match.span(), 1, 1):
                new = "可以" + self.words[start : match.end()]
                why = "上位法（并）处，改为可以（并）处，减轻处罚"
                self.put("fine-discretion", (start, match.end()), new, why, "A08", MATRIX)

    def exceptions(self) -> None:
        """The first exception of each form, left out."""
        for pattern in EXCEPTIONS:
            match = next((m for m in pattern.finditer(self.words) if self._is_exception(m)), None)
            if match:
                self.put("exception-removed", match.span(), "", "删去上位法规定的例外")

    def _is_exception(self, match: re.Match[str]) -> bool:
        core = re.search("除外|另有|除|但", match[0])
        if core is None:
            return False
        start = match.start() + core.start()
        stands = self.same((start, start + len(core[0])), 1, 2) and len(self.words) - len(match[0]) >= 12
        before = self.words[max(0, match.start() - 14) : match.start()]
        return stands and fuzz.partial_ratio(match[0], self.clause.words) >= NEAR and not re.search("虽|尚", before)

    def organs(self) -> None:
        """A duty that is given to another organ."""
        for organ, others in TABLES["organs"].items():
            unused = [other for other in others if other not in self.clause.whole and other not in self.words]
            for match in re.finditer(organ, self.words):
                if unused and self.same(match.span(), 0, 1) and self._has_duty(match):
                    self.put("organ-changed", match.span(), unused[0], "职责机关与上位法不一致")

    def _has_duty(self, match: re.Match[str]) -> bool:
        before, after = self.words[: match.start()], self.words[match.end() :]
        if NOT_ALONE.match(after) or before.endswith(("、", "和", "者", "及")):
            return False
        if match[0] in GOVERNMENTS and OF_GOVERNMENT.match(after):
            return False
        if match[0] == "常务委员会" and (len(before) < CONGRESS or not before.endswith("会")):
            return False
        return bool(DUTY.search(after[:22]))
