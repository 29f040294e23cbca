"""Departures of the tenth injector: what is changed in a paragraph that nearly copies a clause of a law.

Where a text has no such paragraph, a clause of a law that it names may be taken over, with the change in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz import fuzz

from benchmarks.injector_files import Clause, Row
from benchmarks.injector_text import han, unhan
from benchmarks.tenth_injector_laws import LEAST_ALIKE, MOST_OFFERED, Near
from benchmarks.tenth_injector_text import SIGNS, TABLES, sentence
from benchmarks.tenth_injector_work import Edit, Work

Match = re.Match[str]
CLAUSE_END = re.compile("[，。；：]")
NOT_WEAKENED = re.compile("知道|承担|负责")
BAN = re.compile("不得|禁止")
FINES = re.compile(rf"([{SIGNS}万]+)元以上([{SIGNS}万]+)元以下(?=的?罚款)")
MOST_FINE = re.compile(rf"(?<![\d.{SIGNS}万])([{SIGNS}万]+)元以下(?=的?罚款)")
TIMES = re.compile(rf"([{SIGNS}]+)倍以上([{SIGNS}]+)倍以下(?=的?罚款)")
LEAST_FINE, PARTS = 100, 5
"""Fines from that amount on are divided, where both amounts can be."""
WIDER = 0.6
"""Such a share of fines out of range only have a higher end."""
PERIOD = re.compile(rf"(?<![{SIGNS}第年月])([{SIGNS}]+)(个工作日|日|个月)内")
LEAST_PERIOD, OF_PARTY = 3, 3
"""Shorter periods are left alone; those of parties are divided, those of organs doubled."""
IS_ORGAN = re.compile("部门|机关|人民政府|机构")
DONE_BY_PARTY = re.compile("，?[^。]{0,25}(提出|申请|报告|提交|报送|申报|备案|缴纳)")
DONE_BY_ORGAN = re.compile("[^，。]{0,8}(作出|答复|审查|批准|受理|核发|公布|审核|办结|决定|公开|公示)")
NO_DUTY_IN_TIME = re.compile("发生|未|累计|因|被")
EXCEPTION = re.compile(
    r"(?<!开)除[^，。；]{2,45}(?:以外|之外|外)的?，(?=.)|[，；。][^，。；]{0,30}约定的除外|[，；。]但是?，?[^。；]{3,60}的?除外"
)
EXCEPTION_OF_LAW = re.compile("除[^，。；]{2,45}外|除外")
ADDS, NOT_AN_EXCEPTION = re.compile("[还尚并也另仍]|同时"), re.compile("规定|实施|处罚|承担|享有|给予")
SAME_EXCEPTION, LEAST_KEPT, LEAST_RULE, ADDS_WITHIN = 75, 8, 6, 30
ORGAN = re.compile(
    "公安机关交通管理部门|公安机关|消防救援机构"
    "|(?:[一-龥]{2,8}?)(?:行政主管部门|主管部门|监督管理部门|行政管理部门|行政部门)"
)
BEFORE_ORGAN = re.compile("^.*(?:由|向|经|的|和|及|政府|地方|各级|所在地|报|上级|同级)")
NO_ORGAN, LEAST_ORGAN = re.compile("有关|相关|其他|、|国务院"), 4
ACTS, WITH_OTHERS = re.compile("(由|政府|以上|向)$"), re.compile("会同|和|、|等|及")
OTHER_ORGANS = TABLES["other_organs"].split()


class Change(NamedTuple):
    """What is changed in a paragraph: from, to, into which words, and the rules that are broken if not the usual ones."""

    start: int
    end: int
    new: str
    original: str
    rules: tuple[str, ...] = ()

    def of(self, words: str) -> str:
        """The words with the change."""
        return words[: self.start] + self.new + words[self.end :]


Changing = Callable[[Work, str, str], Change | None]
"""Changes words that nearly copy a clause; none if they have no place for it."""


class Departure(NamedTuple):
    """A kind of departure: its change, its rules, why it is wrong, and which clauses can be taken over for it."""

    change: Changing
    why: str
    taken: str = ""
    rules: tuple[str, ...] = ("3.10",)


def aligned(words: str, other: str) -> list[int]:
    """For each sign its place in the other words, -1 if it is in no part of two signs or more that they share.

    >>> aligned("甲乙丙丁", "乙丙")
    [-1, 0, 1, -1]
    """
    places = [-1] * len(words)
    for at, there, size in SequenceMatcher(None, words, other, autojunk=False).get_matching_blocks():
        if size > 1:
            places[at : at + size] = range(there, there + size)
    return places


def _same(work: Work, pattern: re.Pattern[str], words: str, clause: str) -> Iterator[Match]:
    """Matches in any order that the clause has at the same place."""
    places = aligned(words, clause)
    for match in work.mixed(pattern.finditer(words)):
        there = places[match.start()]
        if there >= 0 and clause.startswith(match[0], there):
            yield match


def _rest(words: str, at: int) -> str:
    """The words from a place to the next sign."""
    return CLAUSE_END.split(words[at:])[0]


def weaken(work: Work, words: str, clause: str) -> Change | None:
    """A duty becomes a choice."""
    for duty in _same(work, re.compile("应当"), words, clause):
        before, after = words[: duty.start()], words[duty.end() :]
        is_plain = not _rest(words, duty.end()).endswith("的") and not re.search("[未不].{0,6}$", before)
        if is_plain and not NOT_WEAKENED.match(after) and not re.search("下列|：", after[:39]):
            return Change(*duty.span(), "可以", duty[0])
    return None


def drop_ban(work: Work, words: str, clause: str) -> Change | None:
    """What is forbidden is no longer, or even allowed."""
    for ban in _same(work, re.compile("不得"), words, clause):
        rest = _rest(words, ban.end())
        before = words[: ban.start()]
        is_banned_still = BAN.search(before, sentence(words, ban.start())[0])
        if is_banned_still or rest.endswith("的") or len(rest) <= 1 or before.endswith(("的", "其")):
            continue
        new = work.rng.choice(["", "", "可以"]) + rest
        return Change(ban.start(), ban.end() + len(rest), new, ban[0] + rest)
    return None


def _ranges(work: Work, words: str, clause: str) -> Iterator[tuple[Match, int, int]]:
    """Fines from, to, that stand once in the words and as they are in the clause."""
    for fine in _same(work, FINES, words, clause):
        if words.count(fine[0]) == 1 and "可以" not in words[: fine.start()][-3:]:
            yield fine, unhan(fine[1]), unhan(fine[2])


def _higher(work: Work, amount: int) -> str:
    return han(amount * work.rng.choice([2, 3, 4, 5]))


def leave_range(work: Work, words: str, clause: str) -> Change | None:
    """A fine goes beyond the range of the law."""
    for fine, _, most in _ranges(work, words, clause):
        least = fine[1] if work.rng.random() < WIDER else han(most)
        return Change(*fine.span(), f"{least}元以上{_higher(work, most)}元以下", fine[0])
    return None


def change_amount(work: Work, words: str, clause: str) -> Change | None:
    """A range of fines becomes lower, or its only end or its multiple higher."""
    for fine, least, most in _ranges(work, words, clause):
        if least % PARTS == most % PARTS == 0 and least >= LEAST_FINE:
            new = f"{han(least // PARTS)}元以上{han(most // PARTS)}元以下"
            return Change(*fine.span(), new, fine[0], ("3.10", "A08", "A06"))
    for fine in _same(work, MOST_FINE, words, clause):
        if not words[: fine.start()].endswith("以上"):
            return Change(*fine.span(), f"{_higher(work, unhan(fine[1]))}元以下", fine[0], ("3.10", "A06"))
    for fine in _same(work, TIMES, words, clause):
        return Change(*fine.span(), f"{fine[1]}倍以上{han(unhan(fine[2]) * 2)}倍以下", fine[0], ("3.10", "A06"))
    return None


def change_period(work: Work, words: str, clause: str) -> Change | None:
    """An organ has twice the time, a party a third of it."""
    for period in _same(work, PERIOD, words, clause):
        length = unhan(period[1])
        start, end = sentence(words, period.start())
        before, after = words[start : period.start()], words[period.end() : end]
        if length < LEAST_PERIOD or NO_DUTY_IN_TIME.match(after):
            continue
        is_organs = (IS_ORGAN.search(before) and not DONE_BY_PARTY.match(after)) or DONE_BY_ORGAN.match(after)
        other = length * 2 if is_organs else max(1, length // OF_PARTY)
        return Change(*period.span(), f"{han(other)}{period[2]}内", period[0])
    return None


def drop_exception(work: Work, words: str, clause: str) -> Change | None:
    """The exception that the clause makes too is left out."""
    for found in work.mixed(EXCEPTION.finditer(words)):
        if EXCEPTION_OF_LAW.search(clause) and _is_exception(found, words, clause):
            change = _without_end(found, words) if _ends(found) else _without_begin(found, words)
            if change:
                return change
    return None


def _ends(exception: Match) -> bool:
    """Whether an exception stands behind its rule."""
    return exception[0][0] in "，；。" or exception[0].endswith("除外")


def _is_exception(found: Match, words: str, clause: str) -> bool:
    adds = found[0].endswith("，") and ADDS.search(words[found.end() :][:ADDS_WITHIN])
    if adds or NOT_AN_EXCEPTION.search(found[0]):
        return False
    return fuzz.partial_ratio(found[0].strip("，；。"), clause) >= SAME_EXCEPTION


def _without_end(exception: Match, words: str) -> Change | None:
    start, _ = sentence(words, max(0, exception.start() - 1))
    kept, rest = words[start : exception.start()], words[exception.end() :]
    if rest[:1] not in "。；" or kept.endswith("的") or len(kept) < LEAST_KEPT:
        return None
    return Change(start, exception.end(), kept, exception[0])


def _without_begin(exception: Match, words: str) -> Change | None:
    _, end = sentence(words, exception.end())
    kept = words[exception.end() : end]
    return Change(exception.start(), end, kept, exception[0]) if len(kept) >= LEAST_RULE else None


def change_organ(work: Work, words: str, clause: str) -> Change | None:
    """Another organ acts than the one that the law names."""
    places = aligned(words, clause)
    for match in work.mixed(ORGAN.finditer(words)):
        organ = BEFORE_ORGAN.sub("", match[0])
        start = match.end() - len(organ)
        if _acts_alone(words, start, organ) and places[start] >= 0 and clause.startswith(organ, places[start]):
            others = [other for other in OTHER_ORGANS if other[:2] not in words + " " + clause]
            return Change(start, match.end(), work.rng.choice(others), organ)
    return None


def _acts_alone(words: str, start: int, organ: str) -> bool:
    """Whether an organ is named in full, once, and acts without others."""
    if len(organ) < LEAST_ORGAN or NO_ORGAN.search(organ) or words.count(organ) > 1:
        return False
    return bool(ACTS.search(words[:start])) and not WITH_OTHERS.match(words[start + len(organ) :])


def _row(work: Work, kind: str, change: Change, clause: Clause, *, imported: bool) -> Row:
    departure = KINDS[kind]
    row = work.row(kind, change.rules or departure.rules, 2, departure.why, change.original)
    return {**row, "higher": [clause.title, clause.article], "imported": imported}


def depart(work: Work, kind: str) -> bool:
    """Plant a departure in a near copy, or in a clause that is taken over."""
    pattern = KINDS[kind].taken
    return _depart_in_copy(work, kind) or bool(pattern and work.takes_over and _take_over(work, kind, pattern))


def _changed(work: Work, kind: str, words: str, clause: Clause) -> Change | None:
    """A change after which the words are still like the clause."""
    change = KINDS[kind].change(work, words, clause.words)
    return change if change and fuzz.ratio(change.of(words), clause.words) >= LEAST_ALIKE else None


def _depart_in_copy(work: Work, kind: str) -> bool:
    near: list[Near] = work.mixed(near for near in work.higher.near if near.article not in work.used)
    for article, place, words, clause in near:
        if change := _changed(work, kind, words, clause):
            at = work.text.articles[article].paragraphs[place][0]
            edit = Edit(at + change.start, at + change.end, change.new)
            return work.plant(article, edit, _row(work, kind, change, clause, imported=False))
    return False


def _take_over(work: Work, kind: str, pattern: str) -> bool:
    for clause in work.mixed(work.higher.taken_over(pattern))[:MOST_OFFERED]:
        words = re.sub("本法|本规定|本办法", work.text.self_name, clause.words)
        if change := _changed(work, kind, words, clause):
            marked = change._replace(new=f"«{change.new}»").of(words)
            row = _row(work, kind, change, clause, imported=True)
            return work.insert(marked, row, "p" if "罚" in clause.words else "g", is_paragraph=True)
    return False


KINDS: Mapping[str, Departure] = MappingProxyType(
    {
        "ought-to-may": Departure(weaken, "上位法为“应当”，改成“可以”，降低义务"),
        "must-not-dropped": Departure(drop_ban, "上位法为“不得”，删去后禁止性规定落空", "不得"),
        "amount-changed": Departure(change_amount, "数额与上位法不一致", "元以[上下]|倍以上"),
        "period-changed": Departure(
            change_period, "期限与上位法不一致（延长机关办理期限或者缩短当事人期限）", rf"[{SIGNS}](个工作日|日|个月)内"
        ),
        "exception-removed": Departure(drop_exception, "删去上位法规定的例外", r"除[^，。；]{2,45}外，|除外"),
        "organ-changed": Departure(change_organ, "执法（受理）机关与上位法规定的不一致", "机关|部门|机构"),
        "fine-out-of-range": Departure(
            leave_range, "罚款上限高于上位法规定的幅度", r"元以上.+元以下的?罚款", ("A06", "3.10")
        ),
    }
)
