"""Grades that go by a number: whether each one begins where the one before it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, cast

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Finding
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import Span, Unit, parse_numeral

__all__: list[str] = []

_DIGITS = "[〇零一二两三四五六七八九十百千\\d.]+"
_UNIT = "元|公顷|亩|平方米|立方米|平方公里|公里|千米|米|吨|千克|公斤|人|户|日|年|个月|周岁|倍|只|头|株|件|次|层|千瓦|个|单位"


def _amount(name: str) -> str:
    return f"(?P<{name}>{_DIGITS})(?P<{name}_scale>亿|万|千)?(?P<{name}_unit>{_UNIT})"


_FROM = f"(?:{_amount('low')}(?:及)?以上|超过{_amount('over')})"
_TO = "(?:(?:不满|不足|未满|未达到){}|{}(?:及)?(?:以下|以内))"
_INTERVAL = re.compile(
    f"{_FROM}(?:[、，]?但?{_TO.format(_amount('below'), _amount('high'))})?|{_TO.format(_amount('below2'), _amount('high2'))}"
)
_SCALES = {"亿": 100_000_000, "万": 10_000, "千": 1_000}
_COUNTED = frozenset("人户只头株件次层个")
"""Units without parts: ten or fewer, eleven or more leaves nothing out."""
_OTHER_NUMBER = re.compile(f"{_DIGITS}(?:亿|万|千)?(?:{_UNIT}|立方|至|到|%)")
_CONDITION_END = re.compile("的，|的；|的：|，(?:可以)?(?:并?处|给予|奖励|补助|按照|应当)")
_SANCTION = re.compile("处|罚款|补助|奖励|赔偿|缴纳|拘留|徒刑")
_GRADES = 2


class Grade(NamedTuple):
    """An interval of a table: ``low``/``high`` in the unit, None where open; whether the bound itself belongs to it."""

    span: Span
    unit: str
    low: float | None
    low_in: bool
    high: float | None
    high_in: bool


@for_rule("W16")
def check_grades(reporter: Reporter) -> Outcome:
    """Grades of one 款 whose numbers leave a gap (应当修改) or share a bound (提示: 民法典 1259 counts 以上, 以下 in); and
    ages of the law that 以下 would take in (十八周岁以下的未成年人)."""
    units = reporter.context.document.clauses
    graded = (f for unit in units for f in (*_of_clause(reporter, unit), *_of_times(reporter, unit)))
    return Outcome((*graded, *_of_ages(reporter)))


_ADJOINING = "前后两档首尾相接，分界的数只归一档"


def _of_ages(reporter: Reporter) -> Iterator[Finding]:
    """十八周岁以下 for 不满十八周岁: 以下 takes in those who are eighteen, and they are no 未成年人 (``ages`` of the rule: the
    age, the words that show that it is meant, the law that says 不满)."""
    context = reporter.context
    for row in cast(Sequence[Mapping[str, str]], reporter.rule.trigger.parameters["ages"]):
        for found in re.finditer(f"(?<![一二三四五六七八九0-9])(?:{row['age']})周?岁(?:及)?以[下内]", context.text):
            span = Span(*found.span())
            quoted = context.zones.in_quotes(span.start) or context.zones.in_title(span.start)
            if not quoted and re.search(row["meant"], context.document.source.slice(context.sentence(span.start))):
                problem = f"“{found[0]}”包括已满该年龄的人，与{row['law']}的“不满”不一致"
                right = f"改为“不满{found[0].partition('岁')[0]}岁”"
                yield reporter.finding(span, case="age", words={"problem": problem, "right": right})


_TIMES = re.compile("(?:初次|首次|第(?P<number>[一二三四五六七八九十])次(?P<more>以上)?)(?=违反|违法|发生|被)")


def _of_times(reporter: Reporter, unit: Unit) -> Iterator[Finding]:
    """初次违反的…；第三次违反的…: the second time is left out."""
    found = list(_TIMES.finditer(reporter.context.text, *unit.span))
    for one, other in pairwise(found):
        before, now = (parse_numeral(m["number"]) if m["number"] else 1 for m in (one, other))
        if before and now and now > before + 1 and not one["more"]:
            span = Span(*other.span())
            words = {"problem": "分档与前一档之间有空档", "right": _ADJOINING}
            yield reporter.finding(span, case="gap", words=words, confidence=0.8)


def _of_clause(reporter: Reporter, unit: Unit) -> Iterator[Finding]:
    found = list(_grades(reporter.context, unit))
    grades = [grade for grade in found if grade is not None]
    if len(grades) < max(_GRADES, len(found)) or len({grade.unit for grade in grades}) > 1:
        return
    rising = sorted(grades, key=lambda grade: (grade.low is not None, grade.low or 0, grade.high or 0))
    if rising not in (grades, grades[::-1]):
        return  # not a table: the numbers belong to different things
    for one, other in pairwise(rising):
        case, problem = _between(one, other)
        if problem:
            words = {"problem": f"分档{problem}", "right": _ADJOINING}
            yield reporter.finding(other.span, case=case, words=words, confidence=0.8)


def _grades(context: CheckContext, unit: Unit) -> Iterator[Grade | None]:
    """The interval in the condition of each 项, or of each part between semicolons; None where it has other numbers."""
    start, end = unit.span
    for part in re.finditer("[^；;\n]+", context.text[start:end]):
        words = part[0]
        stop = _CONDITION_END.search(words)
        if stop is None:
            continue
        found = list(_INTERVAL.finditer(words, 0, stop.start() + 1))
        others = _OTHER_NUMBER.search(_INTERVAL.sub("", words[: stop.start() + 1]))
        if others or len(found) > 1:
            yield None  # another kind of number decides (一百人至三千人): the table is not read
        elif found and not _SANCTION.search(words, 0, found[0].start()):
            yield _grade(found[0], start + part.start())


def _grade(found: re.Match[str], offset: int) -> Grade:
    groups = found.groupdict()
    low = next((name for name in ("low", "over") if groups[name]), "")
    high = next((name for name in ("high", "below", "high2", "below2") if groups.get(name)), "")
    unit = groups[f"{low or high}_unit"]
    span = Span(offset + found.start(), offset + found.end())
    return Grade(span, unit, _number(groups, low), low == "low", _number(groups, high), high.startswith("high"))


def _number(groups: dict[str, str], name: str) -> float | None:
    if not name:
        return None
    digits = groups[name]
    try:
        value = float(digits)
    except ValueError:
        parsed = parse_numeral(digits)
        value = float(parsed) if parsed is not None else 0.0
    return value * _SCALES.get(groups[f"{name}_scale"] or "", 1)


def _between(one: Grade, other: Grade) -> tuple[str, str]:
    """What is wrong between two grades that follow each other: the case of the severity, and the words."""
    if one.high is None or other.low is None:
        return "", ""
    if other.low > one.high + (one.unit in _COUNTED and one.high_in and other.low_in):
        return "gap", "与前一档之间有空档"
    if other.low > one.high:
        return "", ""
    if other.low < one.high:
        return "", "与前一档重叠"
    if not one.high_in and not other.low_in:
        return "gap", "两档都不含分界的数，有空档"
    if one.high_in and other.low_in:
        return "", "两档都含分界的数，按哪一档处理宜写明（前一档可用“不满”）"
    return "", ""
