"""Departures of the eleventh injector: what is changed in a paragraph that nearly copies a clause of a law.

Where a text has no such paragraph, a clause of a law may be taken over for the kinds that few texts have a place for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz import fuzz

from benchmarks.eleventh_injector_text import TABLES
from benchmarks.eleventh_injector_work import Work
from benchmarks.injector_files import Clause
from benchmarks.injector_numerals import numeral, value

Match = re.Match[str]
MATRIX = "3.10"
"""The rule of departures from a law."""
BESIDE = 4
"""So many characters beside changed words must stand in the law too."""
BAN = re.compile("[，；]([^，；。]{0,12}?不得[^，；。]{2,40})(?=[。；])")
NO_BAN_ALONE = re.compile("(的|同意|批准|前|时|外|下|后|内)$|未经[^，。；]*$")
NORM = re.compile("应当|不得|必须|保护|负责|禁止|有权")
COMPARES = re.compile("低于|少于|超过|高于|小于")
BAN_SHARED, LEAST_BEFORE_BAN, COMPARES_WITHIN = 6, 12, 6
MONEY = re.compile("([一二三四五六七八九]|十)(百|千|万|十万|百万)?元")
PAID, PAID_BEFORE, PAID_BEHIND = re.compile("罚款|罚|赔偿|收入|所得"), 40, 12
NUMERAL = "[一二三四五六七八九十百千万]+"
UP_TO, FROM = re.compile(f"以上({NUMERAL})元以下"), re.compile(f"({NUMERAL})元以上$")
HIGHEST = "千万"
TIMES, MORE_TIMES = re.compile("([一二三四五六七八九])倍以下"), "三十"
SHARE = re.compile("百分之([一二三四五六七八九]?十?[一二三四五六七八九]?)(?=以[上下]|的)")
LITTLE_SHARE, MORE_SHARE = 3, 6
PERIOD = re.compile("([一二三四五六七八九十百]+)(个工作日|个月|日|年)(?=[内前之的届，]|以内|以前)")
PARTY = re.compile(
    "(申请人|当事人|经营者|公民|个人|单位|企业|业主|委员会|劳动者|第三人|利害关系人|组织|旅游者|机构|人员)(自|在|于|应|可|必|$)"
)
ORGAN_IN_TIME = re.compile("部门|机关|人民政府|仲裁")
OTHER_PERIOD = 3
"""A party has so many times less time, an organ so many times more."""
EXCEPTIONS = (
    (re.compile(
        "[，；。](?P<e>但是?，?[^。]{3,70}?(除外|不受此限|不在此限|从其规定|依照其规定|不适用[^。]{0,12}|可以[^。]{2,25}))(?=。)"
    ), "上位法的例外（但书）被删去"),
    (re.compile("(?:^|(?<=[，；。]))(?P<e>除[^，。；]{3,60}?外，)"), "上位法的例外（除…外）被删去"),
    (re.compile("[；。，](?P<e>[^。；，]{0,14}(法律|行政法规)[^。；]{0,12}另有规定的，[^。；]*?(从其规定|除外))(?=。)"),
     "上位法的例外（另有规定）被删去"),
)  # fmt: skip
SAME_EXCEPTION = 88
ORGANS: Mapping[str, str] = TABLES["organs"]
ANY_GOVERNMENT = ("人民政府", "各级人民政府")
DEPARTMENT_OF_ANY = re.compile("[^，。]{0,12}(部门|机构|办公室)")
DEPARTMENT_OF_LEVEL = re.compile("[^，。]{0,16}(部门|机构)")
OF_ANY, OF_LEVEL = 14, 20
ACTS = re.compile("应当|负责|可以|批准|决定|责令|处|制定|组织|申请|报|主管|领导|提出")
ACTS_WITHIN, BESIDE_ORGAN = 10, 3
LEAST_KEPT, LEAST_TAKEN, LEAD_FROM = 12, 20, 55
"""What is left of a paragraph or a clause, without blanks, is so long; a clause longer than the last has a lead perhaps."""
SAME_CLAUSE, STILL_SAME, OTHER_CLAUSE = 88, 70, 70
"""How alike (0–100): a clause and its words with a lead; what is left of it; a line that has that clause already."""
MARKED, LEAST_MARKED, MARKED_BEFORE = 12, 6, 14
"""How many characters beside words that are left out are marked."""


class Change(NamedTuple):
    """What is changed in a line: from, to, into which words (none: left out), and why that is wrong."""

    start: int
    end: int
    new: str
    why: str


Changing = Callable[[str, str, Random], Iterable[Change]]
"""All changes that a line has a place for which is like the clause."""


def is_shared(line: str, law: str, start: int, end: int, beside: int = BESIDE) -> bool:
    """Whether words stand in the law too, with what is behind or before them.

    >>> is_shared("甲应当报告情况", "乙应当报告情况", 1, 3), is_shared("甲应当报告情况", "乙应当保存结果", 1, 3)
    (True, False)
    """
    return line[start : end + beside] in law or (start >= beside and line[start - beside : end] in law)


def _shared(pattern: str, line: str, law: str) -> Iterator[Match]:
    return (match for match in re.finditer(pattern, line) if is_shared(line, law, *match.span()))


def weaken(line: str, law: str, _: Random) -> Iterator[Change]:
    """A duty becomes a choice."""
    for duty in _shared("应当", line, law):
        yield Change(*duty.span(), "可以", "上位法为“应当”，改为“可以”，义务减轻")


def tighten(line: str, law: str, _: Random) -> Iterator[Change]:
    """A choice becomes a duty."""
    for choice in _shared("(?<!不)可以(?!根据)", line, law):
        yield Change(*choice.span(), "应当", "上位法为“可以”，改为“应当”，义务加重")


def drop_ban(line: str, law: str, rng: Random) -> Iterator[Change]:
    """What is forbidden is left out, or allowed."""
    for ban in BAN.finditer(line):
        at, before = line.index("不得", ban.start()), line[: ban.start()]
        stands_alone = ban.start() > LEAST_BEFORE_BAN and not NO_BAN_ALONE.search(before)
        if line[at : at + BAN_SHARED] in law and stands_alone and NORM.search(before.split("。")[-1]):
            yield Change(*ban.span(), "", "上位法的禁止规定（不得…）被删去")
    for ban in _shared("不得", line, law):
        if not COMPARES.search(line[ban.end() :][:COMPARES_WITHIN]):
            yield Change(*ban.span(), rng.choice(TABLES["weaker_bans"]), "上位法“不得”被取消或者弱化")


def change_amount(line: str, law: str, _: Random) -> Iterator[Change]:
    """Another amount of money, multiple or share."""
    for money in MONEY.finditer(line):
        new = f"{TABLES['amounts'][money[1]]}{money[2] or ''}"
        if _is_amount(money, line, law) and _is_in_order(line, money, value(new)):
            yield Change(*money.span(), f"{new}元", "数额与上位法不同")
    for times in TIMES.finditer(line):
        if times[0] in law:
            yield Change(*times.span(1), MORE_TIMES, "倍数与上位法不同")
    for share in SHARE.finditer(line):
        if share[0] in law and share[1]:
            of = value(share[1])
            new = f"百分之{numeral(of // 2 if of > LITTLE_SHARE else of + MORE_SHARE)}"
            yield Change(*share.span(), new, "比例与上位法不同")


def _is_amount(money: Match, line: str, law: str) -> bool:
    """Whether an amount that the law has is paid, and is a whole number of its sign."""
    start, end = money.span()
    is_paid = PAID.search(line[max(0, start - PAID_BEFORE) : end + PAID_BEHIND])
    return bool(is_paid) and money[0] in law and line[:start][-1:] not in {*"一二三四五六七八九十百千"}


def _is_in_order(line: str, money: Match, amount: int) -> bool:
    """Whether the range that an amount is an end of stays one; ranges up to tens of millions are left alone.

    >>> line = "处一千元以上五千元以下罚款"
    >>> _is_in_order(line, re.search("一千元", line), 3000), _is_in_order(line, re.search("一千元", line), 8000)
    (True, False)
    """
    most, least = UP_TO.match(line, money.end()), FROM.search(line[: money.start()])
    is_below = not most or (HIGHEST not in most[1] and amount < value(most[1]))
    return is_below and not (least and amount <= value(least[1]))


def change_period(line: str, law: str, _: Random) -> Iterator[Change]:
    """A party has less time, an organ more."""
    for period in PERIOD.finditer(line):
        if period[0] not in law or line[: period.start()][-1:] in {*"第月"}:
            continue
        length = value(period[1])
        has_less = length >= OTHER_PERIOD and _is_of_party(line, period.start())
        other = length // OTHER_PERIOD if has_less else length * OTHER_PERIOD
        if other:
            yield Change(*period.span(1), numeral(other), f"期限与上位法（{period[0]}）不同")


def _is_of_party(line: str, at: int) -> bool:
    """Whether it is a party who must or may do something within a period.

    >>> _is_of_party("申请人应当在十日内提出", 6), _is_of_party("主管部门应当在十日内答复", 7)
    (True, False)
    """
    norm = max(line.rfind(word, 0, at) for word in ("应当", "可以", "必须"))
    who = re.split("[，。；]", line[:norm])[-1] if norm > 0 else ""
    return bool(PARTY.search(who)) and not ORGAN_IN_TIME.search(who)


def drop_exception(line: str, law: str, _: Random) -> Iterator[Change]:
    """The exception that the law makes too is left out."""
    for pattern, why in EXCEPTIONS:
        for exception in pattern.finditer(line):
            if fuzz.partial_ratio(exception["e"], law) >= SAME_EXCEPTION:
                yield Change(*exception.span(), "", why)


def change_organ(line: str, law: str, _: Random) -> Iterator[Change]:
    """Another organ acts than the one that the law names."""
    seen: list[tuple[int, int]] = []
    for organ, other in ORGANS.items():
        for named in re.finditer(organ, line):
            if any(start < named.end() and named.start() < end for start, end in seen):
                continue
            seen.append(named.span())
            acts = ACTS.search(line[named.end() :][:ACTS_WITHIN])
            is_same = is_shared(line, law, *named.span(), BESIDE_ORGAN)
            if acts and is_same and not _is_department(organ, line[named.end() :]):
                yield Change(*named.span(), other, f"实施机关由“{organ}”改为“{other}”")


def _is_department(organ: str, behind: str) -> bool:
    """Whether the words are only a part of the name of a department."""
    if organ in ANY_GOVERNMENT:
        return bool(DEPARTMENT_OF_ANY.match(behind[:OF_ANY]))
    return organ.startswith("县级以上") and bool(DEPARTMENT_OF_LEVEL.match(behind[:OF_LEVEL]))


class Departure(NamedTuple):
    """A kind of departure: its change, the rules that are broken by it, whether clauses are taken over for it."""

    change: Changing
    rules: tuple[str, ...] = (MATRIX,)
    is_scarce: bool = False


KINDS: Mapping[str, Departure] = MappingProxyType(
    {
        "departure_should_to_may": Departure(weaken),
        "departure_may_to_should": Departure(tighten),
        "departure_prohibition_dropped": Departure(drop_ban),
        "departure_amount": Departure(change_amount, (MATRIX, "A06", "A07", "A08"), is_scarce=True),
        "departure_period": Departure(change_period, is_scarce=True),
        "departure_exception_removed": Departure(drop_exception, is_scarce=True),
        "departure_organ": Departure(change_organ),
    }
)


def depart(work: Work, kind: str) -> bool:
    """Plant a departure in a near copy, or in a clause that is taken over."""
    return _depart_in_copy(work, kind) or (KINDS[kind].is_scarce and _take_over(work, kind))


def _depart_in_copy(work: Work, kind: str) -> bool:
    near = [pair for pair in work.near if not pair.article.is_used and pair.article is not work.text.articles[-1]]
    for article, at, clause, alike in work.mixed(near):
        line = article.lines[at]
        changes = list(KINDS[kind].change(line, clause.words, work.rng))
        if not changes:
            continue
        change = work.rng.choice(changes)
        if change.new or len((line[: change.start] + line[change.end :]).strip()) >= LEAST_KEPT:
            article.lines[at] = _changed(work, line, change, _marked_from(line, change))
            article.is_used = True
            return _plant(work, kind, change, line, clause, ratio=round(alike, 1))
    return False


def _marked_from(line: str, change: Change) -> int | None:
    """Where the words before a change begin that are marked if it leaves words out; none: what follows is marked."""
    start = change.start
    if start == 0 or (line[start - 1] in "。；，" and line[change.end - 1] == "，"):
        return None
    begin = max(line.rfind(sign, 0, start) for sign in "，。；") + 1
    return min(max(begin, start - MARKED_BEFORE), max(0, start - LEAST_MARKED))


def _changed(work: Work, line: str, change: Change, marked_from: int | None) -> str:
    """The line with the change; of words left out what follows is marked, or what precedes from a place on."""
    before, behind = line[: change.start], line[change.end :]
    if change.new:
        return before + work.mark(change.new) + behind
    if marked_from is None:
        return before + work.mark(behind[:MARKED]) + behind[MARKED:]
    return before[:marked_from] + work.mark(before[marked_from:]) + behind


def _plant(work: Work, kind: str, change: Change, line: str, clause: Clause, **more: object) -> bool:
    rules = KINDS[kind].rules if "罚款" in line else (MATRIX,)
    why = f"{change.why}：《{clause.title}》{clause.article}"
    original = line[change.start : change.end]
    return work.plant(kind, rules, original, why, higher=[clause.title, clause.article], **more)


def _take_over(work: Work, kind: str) -> bool:
    """Let the text take over a clause in a 款 of its own, with a change in it."""
    own, frame = work.library.taken_over(work.text)
    for clause in work.mixed(own) + work.mixed(frame):
        if work.turns["law", kind, clause.title, clause.article]:
            continue
        lead = work.fill(work.rng.choice(TABLES["leads"])) if len(clause.words) > LEAD_FROM else ""
        changes = list(KINDS[kind].change(clause.words, clause.words, work.rng))
        if changes and _is_new(work, lead + clause.words, clause.words):
            change = work.rng.choice(changes)
            moved = change._replace(start=change.start + len(lead), end=change.end + len(lead))
            if change.new or _is_still_clause(lead + clause.words, moved, clause.words):
                return _put_in_clause(work, kind, clause, lead, moved)
    return False


def _is_new(work: Work, line: str, law: str) -> bool:
    """Whether a line is still like the clause, and no line of the text is."""
    lines = (own for article in work.text.articles for own in article.lines)
    return fuzz.ratio(line, law) >= SAME_CLAUSE and all(fuzz.ratio(law, own) <= OTHER_CLAUSE for own in lines)


def _is_still_clause(line: str, change: Change, law: str) -> bool:
    """Whether a line is like the clause without the words that are left out."""
    kept = line[: change.start] + line[change.end :]
    return len(kept) >= LEAST_TAKEN and fuzz.ratio(kept, law) >= STILL_SAME


def _put_in_clause(work: Work, kind: str, clause: Clause, lead: str, change: Change) -> bool:
    line = lead + clause.words
    free = work.free(is_liability="罚款" in line)
    if not free:
        return False
    article = free[0]
    last = article.filled[-1]
    is_at_begin = change.start == len(lead)
    marked_from = None if is_at_begin else max(len(lead), change.start - MARKED)
    article.lines[last + 1 : last + 1] = ["", _changed(work, line, change, marked_from)]
    article.is_used = True
    work.turns["law", kind, clause.title, clause.article] += 1
    ratio = round(fuzz.ratio(line, clause.words), 1)
    return _plant(work, kind, change, line, clause, ratio=ratio, restated=True)
