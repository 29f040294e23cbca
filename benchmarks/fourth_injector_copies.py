"""Planted departures of the fourth injector: a 款 that nearly repeats a clause of a law that the text cites is changed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.fourth_injector_base import (
    NUMERAL,
    TABLES,
    Clause,
    Edit,
    Laws,
    Line,
    Text,
    bigrams,
    numeral,
    similarity,
    value,
)

WORDS = TABLES["copies"]
NEAR = 70
"""Likeness of the 款 and the clause, and of exceptions in them, that makes a near copy."""
LEAST_COPY = 30
LEAST_BLOCK = 5
MATRIX = "3.10"
AFTER_WHETHER = re.compile("在|自|由|依|按|对|以|将|向|为|与|从|根据|符合|有|具|是|同时|及时|不")
"""Words before which 可以自行决定是否 is no Chinese."""
RANGE = re.compile(f"({NUMERAL})元以上({NUMERAL})元以下")
TIMES = re.compile(f"({NUMERAL})倍以上({NUMERAL})倍以下")
PERIOD = re.compile(f"({NUMERAL})(日|个工作日|个月|年)(?=内|前|以内|以上|以下|不|的|届满|期满|未)")
PROVISO = re.compile("[，；。]但(?:是)?[，]?([^。；]{2,60}?(?:除外|的，不在此限|的，从其规定|的除外))")
PROVISO_ABOVE = re.compile("但(?:是)?[，]?([^。；]{2,70})")
SAVE = re.compile("除([^，。；]{3,40})外，")
SAVE_ABOVE = re.compile("除([^，。；]{3,45})外")
ORGAN = re.compile(
    "(?:(?<=由)|(?<=向)|(?<=报)|(?<=经))((?:县级以上(?:地方)?)?(?:人民政府)?"
    "[\u4e00-\u9fa5]{2,10}?(?:主管部门|行政部门|管理部门|管理机构|人民政府))"
    "(?=责令|申请|批准|给予|备案|报告|处|审|提出|予以|没收|负责|组织|登记)"
)
MIXED_ORGAN = re.compile("由|费|本级|上一级|或者|和|其他|有关")
PREMISE = re.compile("(责令(?:限期)?改正|责令停止违法行为)，(?:可以)?(?:并)?处")
OTHER_PENALTY = re.compile("没收|吊销")
OTHER_PENALTY_ABOVE = re.compile("没收|吊销|停产|停业")
ANYONE = re.compile(
    "任何单位和个人|(?<=[的对给由向励持，。、])(?:单位和个人|单位或者个人)|公民、法人(?:和|或者)其他组织"
)
LEGAL = re.compile("应当(依法)?(知道|承担)")


@dataclass(frozen=True)
class Copy:
    """A 款 or 项, and the clause that it nearly repeats."""

    line: Line
    words: str
    law: str
    clause: Clause
    likeness: float
    blocks: tuple[tuple[int, int], ...]
    """Spans of the words that the clause has too."""

    @property
    def source(self) -> str:
        """The clause's place, as the notes name it."""
        return f"上位法《{self.law}》{self.clause.article}"

    def shared(self, start: int, end: int) -> bool:
        """Whether the clause has these words in one stretch."""
        return any(first <= start and end <= last for first, last in self.blocks)

    def before(self, at: int) -> str:
        """The character before."""
        return self.words[max(0, at - 1) : at]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Span between the full stops and semicolons around."""
        first = max(self.words.rfind("。", 0, start), self.words.rfind("；", 0, start)) + 1
        stops = [at for at in (self.words.find("。", end), self.words.find("；", end)) if at >= 0]
        return first, min(stops, default=len(self.words))

    def edit(self, kind: str, span: tuple[int, int], new: str, why: str, rules: tuple[str, ...] = (MATRIX,)) -> Edit:
        """The span changed."""
        start = self.line.start + self.line.head
        higher = {
            "law": self.law,
            "no": self.clause.article,
            "ratio": round(self.likeness, 1),
            "upper": self.clause.text,
        }
        at = (start + span[0], start + span[1])
        return Edit(kind, rules, self.source + why, self.line.paragraph, *at, new, higher=higher)


def weakened(copy: Copy) -> Iterator[Edit]:
    """应当 becomes 可以 in one of its forms."""
    words = copy.words
    for match in re.finditer("应当", words):
        if not copy.shared(max(0, match.start() - 1), min(len(words), match.end() + 2)):
            continue
        if LEGAL.match(words, match.start()):
            continue
        for new in WORDS["modal_weaken"]:
            if new != "可以自行决定是否" or not AFTER_WHETHER.match(words, match.end()):
                yield copy.edit("modal_weaken", match.span(), new, f"：“应当”的义务被改为“{new}”，减轻义务")


def allowed(copy: Copy) -> Iterator[Edit]:
    """不得 falls away or is softened."""
    for match in re.finditer("不得", copy.words):
        if copy.shared(match.start(), min(len(copy.words), match.end() + 2)):
            for new in WORDS["ban_dropped"]:
                if new != "经批准可以" or "批准" not in copy.words:
                    yield copy.edit("ban_dropped", match.span(), new, f"：“不得”的禁止被取消或者放宽为“{new}”")


def other_ranges(least: int, most: int) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Other fines than of the range: in words, how they depart, the rules that tell it.

    >>> next(other_ranges(100, 1000))
    ('一百元以上二千元以下', '罚款上限抬高', ('A06', '3.10', 'C07'))
    """
    more, less = ("A06", MATRIX, "C07"), ("A08", "A06", MATRIX, "C07")
    for low, high, how, rules in (
        (least, most * 2, "罚款上限抬高", more),
        (least * 3, most * 3, "罚款幅度整体抬高", more),
        (max(least // 5, 10), max(most // 5, 20), "罚款幅度整体降低", less),
        (least, most * 5, "罚款上限抬高", more),
        (max(least // 2, 10), most, "罚款下限降低", less),
        (0, most, "取消罚款下限", less),
        (most, most * 2, "罚款下限高于上位法上限", more),
        (max(least // 10, 5), max(most // 10, 10), "罚款幅度整体降低", less),
    ):
        yield (f"{numeral(low)}元以上" if low else "") + f"{numeral(high)}元以下", how, rules


def other_amounts(copy: Copy) -> Iterator[Edit]:
    """Another range of a fine, in money or in multiples."""
    for match in RANGE.finditer(copy.words):
        if copy.shared(*match.span()):
            for new, how, rules in other_ranges(value(match[1]), value(match[2])):
                yield copy.edit("amount", match.span(), new, f"：{how}（原为{match[0]}）", rules)
    for match in TIMES.finditer(copy.words):
        if copy.shared(*match.span()):
            least, most = value(match[1]), value(match[2])
            for low, high in ((least, most * 2), (least + most, most * 3), (most + 1, most + 5)):
                new = f"{numeral(low)}倍以上{numeral(high)}倍以下"
                why = f"：罚款倍数改变（原为{match[0]}）"
                yield copy.edit("amount", match.span(), new, why, ("A06", MATRIX, "C07"))


def other_periods(copy: Copy) -> Iterator[Edit]:
    """A longer or shorter period."""
    for match in PERIOD.finditer(copy.words):
        before, number, unit = copy.before(match.start()), value(match[1]), match[2]
        if not copy.shared(match.start(), match.end() + 1) or before in ("第", "每", "月"):
            continue
        if number == 0 or (unit == "年" and number > 30):
            continue
        longer = number + (15 if unit == "日" else 2)
        for other in sorted({number * 2, number * 3, longer, max(1, number // 3) if number > 2 else number * 4}):
            if other != number and numeral(other) != match[1]:
                new = numeral(other) + unit
                yield copy.edit("period", match.span(), new, f"：期限改为{new}（原为{match[0]}）", (MATRIX, "C07"))


def like_any(words: str, above: list[str]) -> bool:
    """Whether the clause has such an exception."""
    return max((similarity(words, other) for other in above), default=0) >= NEAR


def without_exception(copy: Copy) -> Iterator[Edit]:
    """A 但书 or 除……外 taken away; the rest of the sentence is what is planted."""
    words, upper, rules = copy.words, copy.clause.text, (MATRIX, "C07")
    for match in PROVISO.finditer(words):
        if not like_any(match[1], PROVISO_ABOVE.findall(upper)):
            continue
        start, _ = copy.sentence(match.start(), match.start())
        left = words[start : match.start()]
        if len(left) > 6 and words[match.end() : match.end() + 1] in ("。", "；", ""):
            yield copy.edit("exception_removed", (start, match.end()), left, "的但书例外被删去", rules)
    for match in SAVE.finditer(words):
        if not like_any(match[1], SAVE_ABOVE.findall(upper)):
            continue
        start, end = copy.sentence(*match.span())
        left = words[start : match.start()] + words[match.end() : end]
        if len(left) > 6:
            yield copy.edit("exception_removed", (start, end), left, "“除……外”的例外被删去", rules)


def rules_of_organ(organ: str, penal: bool) -> tuple[str, ...]:
    """The rules that tell a power given to the organ."""
    if not penal or organ == "所在地派出所":
        return (MATRIX,)
    return (MATRIX, "A13" if organ in ("乡镇人民政府", "街道办事处") else "A14")


def other_organs(copy: Copy) -> Iterator[Edit]:
    """Another body in the place of the one that acts."""
    for match in ORGAN.finditer(copy.words):
        if MIXED_ORGAN.search(match[0]) or not copy.shared(max(match.start(), match.end() - 4), match.end()):
            continue
        for new in WORDS["organ"]:
            if new not in match[0]:
                rules = rules_of_organ(new, "罚款" in copy.words)
                yield copy.edit("organ", match.span(), new, f"：实施机关“{match[0]}”被改为“{new}”", rules)


def premises(copy: Copy) -> Iterator[Edit]:
    """A fine that has to wait for something more, or that 并处 makes optional."""
    for match in PREMISE.finditer(copy.words):
        if copy.shared(*match.span()) and "可以" not in match[0]:
            for new in WORDS["premise_of_fine"]:
                why = "：为罚款增设前提，减轻处罚"
                yield copy.edit("penalty_premise", match.span(), match[1] + new, why, ("A08", MATRIX))
    for match in re.finditer("，并处", copy.words):
        if copy.shared(match.start(), match.end() + 3):
            for new in WORDS["premise_of_second"]:
                span = (match.start() + 1, match.end())
                yield copy.edit("penalty_premise", span, new, f"：“并处”被改为“{new}”", ("A08", MATRIX))


def more_penalties(copy: Copy) -> Iterator[Edit]:
    """A penalty that the clause does not have."""
    if OTHER_PENALTY.search(copy.words) or OTHER_PENALTY_ABOVE.search(copy.clause.text):
        return
    for match in re.finditer("罚款(?=。)", copy.words):
        if copy.shared(match.start() - 3, match.end()):
            for new in WORDS["penalty_type_added"]:
                why = "：增加上位法没有的处罚种类或者对象"
                yield copy.edit("penalty_type_added", match.span(), match[0] + new, why, ("A10", "A09", MATRIX))


def narrower(copy: Copy) -> Iterator[Edit]:
    """Fewer people than the clause speaks of."""
    for match in ANYONE.finditer(copy.words):
        any_before = copy.words.startswith("任何", max(0, match.start() - 2)) and not match[0].startswith("任何")
        if any_before or not copy.shared(*match.span()):
            continue
        for new in WORDS["scope_of_citizens" if "公民" in match[0] else "scope_of_units"]:
            yield copy.edit("scope_narrow", match.span(), new, f"：主体范围由“{match[0]}”缩小为“{new}”")


CHANGES: tuple[Callable[[Copy], Iterator[Edit]], ...] = (
    weakened,
    allowed,
    other_amounts,
    other_periods,
    without_exception,
    other_organs,
    premises,
    more_penalties,
    narrower,
)


def cited(text: Text, title: str, laws: Laws) -> list[str]:
    """The laws that the text or its title names and that can be partners."""
    words = title + "".join(line.text for line in text.lines)
    return sorted(name for name in set(re.findall("《(?:中华人民共和国)?([^《》]+)》", words)) if laws.usable(name))


def nearest(words: str, pool: list[tuple[str, Clause]]) -> tuple[float, str, Clause] | None:
    """The clause most like the words, with its likeness and its law."""
    pairs = bigrams(words)
    best: tuple[float, str, Clause] | None = None
    for law, clause in pool:
        if len(pairs & clause.pairs) * 2 >= 0.8 * min(len(pairs), len(clause.pairs)):
            likeness = similarity(words, clause.text)
            if likeness > (best[0] if best else 0):
                best = (likeness, law, clause)
    return best if best and best[0] >= NEAR else None


def copies(text: Text, title: str, laws: Laws) -> Iterator[Copy]:
    """The 款 of the text that nearly repeat a clause of a cited law; the first and the last article are left out."""
    pool = [(law, clause) for law in cited(text, title, laws) for clause in laws.clauses(law)]
    for line in text.lines:
        words = line.text[line.head :]
        if len(words) < LEAST_COPY or line.is_item or line.article in (0, len(text.articles) - 1):
            continue
        found = nearest(words, pool)
        if found and not (re.search("处分|玩忽职守", words) and len(words) < 120):
            matcher = difflib.SequenceMatcher(None, words, found[2].text, autojunk=False)
            blocks = tuple((b.a, b.a + b.size) for b in matcher.get_matching_blocks() if b.size >= LEAST_BLOCK)
            yield Copy(line, words, found[1], found[2], found[0], blocks)


def departures(text: Text, title: str, laws: Laws) -> list[Edit]:
    """Every departure that could be planted."""
    return [edit for copy in copies(text, title, laws) for change in CHANGES for edit in change(copy)]
