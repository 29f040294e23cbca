"""Departures of the ninth injector: what is changed in a line that nearly copies a clause of a law in force."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from benchmarks.injector_numerals import numeral, value
from benchmarks.ninth_injector_laws import Near
from benchmarks.ninth_injector_text import ARTICLE, SIGNS, TABLES, Article, Text
from benchmarks.ninth_injector_work import Work

Match = re.Match[str]
GENERAL = frozenset(TABLES["general_words"])
LEFT_TO_PROVINCES = re.compile(
    "省、自治区、直辖市(?:人民代表大会|人民政府)?[^，。]{0,12}(?:规定|制定)|另行规定",
)
ENDS, STARTS = "，。；：", "，。；：　 "
"""Signs behind and before a part of a sentence."""
DUTY, AROUND_DUTY = re.compile("(?<!不)应当(?!不)"), 5
BAN, AROUND_BAN = re.compile("(?<!也)(?<!并)不得"), 4
NOT_DROPPED = re.compile(
    "以任何|少于|低于|超过|高于|多于|早于|晚于|迟于|下列|有|对|擅自|非法|违|歧视|滥用",
)
RANGE = re.compile(f"(?<![{SIGNS}万])([{SIGNS}万]+)(元|倍)以上([{SIGNS}万]+)(元|倍)以下")
LIMIT = re.compile(f"(?<!以上)(?<![{SIGNS}万])([{SIGNS}万]+)元以下")
AMOUNT = re.compile(f"([{SIGNS}]+)(万)?[{SIGNS}]*")
HIGHER, LOWER = "A06", "A08"
OTHER_RANGES = ((3, HIGHER), (2, HIGHER), (0.2, LOWER), (0.1, LOWER))
OTHER_LIMITS = ((3, HIGHER), (2, HIGHER), (0.5, LOWER), (0.2, LOWER))
TIME = re.compile(f"([{SIGNS}]+)(个?工作日|日|个月|年)(以内|内|以前|前|届满)")
LEAST_TIME = re.compile(f"(?:不少于|不得少于|不超过|不得超过|满)([{SIGNS}]+)(个?工作日|日|个月|年|周岁)(以上)?")
SAVED = re.compile("[，。；](?:但是?，?)?([^，。；]{4,40}(?:，[^，。；但]{2,30}){0,2}的?除外)(?=[。；])")
EXCEPT = re.compile(
    "(?:(?<=[，。；])|(?<=[条 　]))(除[^，。；]{4,40}(?:以?外|之外)，)(?=[^，。；]{0,14}(?:不得|禁止))",
)
NO_EXCEPTION = re.compile("前款|本条|外，还|规定的?(?:情形|内容)?外，(?:还|也|可)")
OTHER_RULES = re.compile(
    "[；，](?:但是?，?)?((?:法律|行政法规|国家)[^，。；]{0,14}另有规定的，(?:从其规定|依照其规定|按照其规定))(?=[。；])"
)
SAME_EXCEPTION = 78
"""How alike the exception and a part of the clause must be (0–100)."""
ORGAN = re.compile(
    f"(?<!人)(?<!医疗)(?:{'|'.join(TABLES['organs_of_laws'])})[\u4e00-\u9fff]{{0,8}}?(?:部门|机关|主管机构)"
    "(?=(应当|可以|责令|依法|给予|批准|审核|审查|负责(?!人)|对|会同|根据|备案|同意|组织|申请|报告|提出|制定|处)[\u4e00-\u9fff])"
)
NO_ORGAN = re.compile("有关|其他|问题|建议|鉴定|应当|本级|同级")
GOVERNMENT = re.compile(
    "(?:县级以上(?:地方)?(?:各级)?人民政府|各级人民政府)(?=(?:应当|可以|责令|负责|组织)[\u4e00-\u9fff])"
)
NO_GOVERNMENTS = ("行业协会", "村民委员会、居民委员会")


class Site(NamedTuple):
    """A line that nearly copies a clause, and the words of all articles whose clauses it is like."""

    article: Article
    line: int
    words: str
    near: Near
    around: str


def _is_related(text: Text, law: str, laws: set[str]) -> bool:
    """Whether a law governs what the text rules: it is named, or the titles share a word that says something."""
    words = {law[at : at + 2] for at in range(len(law) - 1)}
    return law in laws or any(word in text.title for word in words - GENERAL)


def _sites(work: Work) -> Iterator[Site]:
    for article in work.free():
        for line in article.lines:
            words = work.lines[line]
            if line not in work.near or not work.is_untouched([line]) or words.rstrip().endswith(("：", ":")):
                continue
            near = [near for near in work.near[line] if _is_related(work.text, near.clause.title, work.laws)]
            if near and not LEFT_TO_PROVINCES.search(near[0].whole):
                yield Site(article, line, words, near[0], "\n".join(found.whole for found in near))


def _depart(work: Work, kind: str, site: Site, span: tuple[int, int], new: str, **fields: Any) -> bool:
    clause, ratio, _ = site.near
    fields |= {"higher": [clause.title, clause.article], "ratio": round(ratio, 1)}
    work.change(kind, site.line, span, new, **fields)
    work.used.add(site.article.number)
    return True


def _in_words(words: str) -> str:
    """Numbers in Chinese numerals.

    >>> _in_words("罚款5000元以下")
    '罚款五千元以下'
    """
    return re.sub(r"\d+", lambda match: numeral(int(match[0])) if 0 < int(match[0]) < 10_000 else match[0], words)


def _end_of_part(words: str, at: int) -> int:
    match = re.compile(f"[{ENDS}]").search(words, at)
    return match.start() if match else len(words)


def _start_of_part(words: str, at: int) -> int:
    return max(words.rfind(sign, 0, at) for sign in STARTS) + 1


def _duties(site: Site) -> Iterator[Match]:
    """Duties without exception that the clause has too, and that no law gives as a choice."""
    words = site.words
    for match in DUTY.finditer(words):
        behind = words[match.end() : match.end() + AROUND_DUTY]
        is_whole = len(behind) == AROUND_DUTY and not re.search(f"[{ENDS}]", behind[:3])
        is_copied = f"应当{behind}" in site.near.clause.words and f"可以{behind}" not in site.around
        if is_whole and is_copied and not re.search("除外|但", words[match.start() : match.start() + 40]):
            yield match


def _modality(work: Work) -> bool:
    """A duty that becomes a choice."""
    found = [(site, match) for site in _sites(work) for match in _duties(site)]
    if not found:
        return False
    site, match = work.rng.choice(found)
    return _depart(work, "modality_weakened", site, match.span(), "可以")


def _bans(site: Site) -> Iterator[tuple[Match, int, int]]:
    """Bans that the clause has too, with the start and the end of the part of the sentence."""
    words = site.words
    for match in BAN.finditer(words):
        behind = words[match.end() : match.end() + AROUND_BAN]
        is_copied = len(behind) == AROUND_BAN and f"不得{behind}" in site.near.clause.words
        start, end = _start_of_part(words, match.start()), _end_of_part(words, match.end())
        is_excepted = "除" in words[max(0, start - 40) : start]
        is_of_unlawful = re.search("非法|违法|擅自", words[start : end + 12])
        if is_copied and not (is_excepted or is_of_unlawful or NOT_DROPPED.search(behind)):
            yield match, start, end


def _prohibition(work: Work) -> bool:
    """A ban that becomes a permission or a duty."""
    found = [(site, *ban) for site in _sites(work) for ban in _bans(site)]
    if not found:
        return False
    site, match, start, end = work.rng.choice(found)
    subject = site.words[start : match.start()]
    can_do_without = len(subject) >= 2 and not re.search("未|没有|不|可以|应当", subject)
    modal = "" if can_do_without and work.rng.random() < 0.6 else "可以"
    new = subject + modal + site.words[match.end() : end]
    return _depart(work, "prohibition_dropped", site, (start, end), new)


def _multiplied(amount: str, factor: float) -> str:
    """A Chinese amount times a factor, of its 万 if it has any; nothing if that is no round amount.

    >>> _multiplied("五千", 2), _multiplied("二万", 0.5), _multiplied("三", 0.5)
    ('一万', '一万', '')
    """
    match = AMOUNT.fullmatch(amount)
    product = value(match[1]) * (10_000 if match[2] else 1) * factor if match else 0
    if product != int(product) or product < 1 or product >= 10**8:
        return ""
    high, rest = divmod(int(product), 10_000)
    return "" if high and rest else f"{numeral(high)}万" if high else numeral(rest)


def _fines(site: Site) -> Iterator[Match]:
    """Ranges and upper limits that the clause has too."""
    law = _in_words(site.near.clause.words).replace("的罚款", "罚款")
    for pattern, before in ((RANGE, ""), (LIMIT, "(?<!以上)")):
        for match in pattern.finditer(site.words):
            if re.search(f"{before}(?<![{SIGNS}万]){match[0]}", law):
                yield match


def _amount(work: Work) -> bool:
    """A higher or a lower range or upper limit of a fine."""
    found = [(site, match) for site in _sites(work) for match in _fines(site)]
    work.rng.shuffle(found)
    for site, match in found:
        amounts = _other_limit(work, site, match) if match.re is LIMIT else _other_range(work, site, match)
        if amounts:
            new, rule = amounts
            low = "上下限均低于上位法" if match.re is RANGE else "上限低于上位法"
            why = "上限高于上位法" if rule == HIGHER else low
            return _depart(work, "amount_changed", site, match.span(), new, rules=["3.10", rule], why=why)
    return False


def _other_limit(work: Work, site: Site, match: Match) -> tuple[str, str] | None:
    """Another upper limit, and the rule that tells it."""
    for factor, rule in work.rng.sample(OTHER_LIMITS, len(OTHER_LIMITS)):
        high = _multiplied(match[1], factor)
        if high and f"{high}元以下" not in _in_words(site.around):
            return f"{high}元以下", rule
    return None


def _other_range(work: Work, site: Site, match: Match) -> tuple[str, str] | None:
    """Another range, and the rule that tells it; a higher one starts where it did."""
    for factor, rule in work.rng.sample(OTHER_RANGES, len(OTHER_RANGES)):
        low = match[1] if rule == HIGHER else _multiplied(match[1], factor)
        high = _multiplied(match[3], factor)
        if high and low and f"{high}{match[4]}以下" not in _in_words(site.around):
            return f"{low}{match[2]}以上{high}{match[4]}以下", rule
    return None


def _times(site: Site) -> Iterator[Match]:
    """The times that the clause has too."""
    law = _in_words(site.near.clause.words)
    for match in TIME.finditer(site.words):
        if match[0] in law and not site.words[: match.start()].endswith("第"):
            yield match
    yield from (match for match in LEAST_TIME.finditer(site.words) if match[0] in law)


def _is_least(words: str, match: Match) -> bool:
    """Whether a time is the least for somebody, or one in which he has a right."""
    around = words[max(0, match.start() - 14) : match.start()] + match[0]
    is_right = re.search("(可以|有权)[^，。；]{0,12}$", words[: match.start()])
    is_due = re.match("[^。；]{0,14}(优先|不得)", words[match.end() :])
    return bool(re.search("少于|满|前$|提前|届满", around) or is_right or is_due)


def _period(work: Work) -> bool:
    """A longer time for a duty, a shorter one for a right or that is the least."""
    found = [(site, match) for site in _sites(work) for match in _times(site)]
    work.rng.shuffle(found)
    for site, match in found:
        number, is_least = value(match[1]), _is_least(site.words, match)
        number = number // 2 if is_least else number * work.rng.choice((2, 3))
        new = match[0].replace(match[1], numeral(number), 1)
        if number and new not in _in_words(site.around):
            why = f"期限与上位法不同：{'短' if is_least else '长'}于上位法"
            return _depart(work, "period_changed", site, match.span(), new, why=why)
    return False


def _exceptions(site: Site) -> Iterator[Match]:
    words, law = site.words, site.near.clause.words
    saved = (match for match in SAVED.finditer(words) if "但" in match[0][:3] or "，" not in match[1])
    excepted = (match for match in EXCEPT.finditer(words) if not NO_EXCEPTION.search(match[0]))
    for match in (*saved, *excepted, *OTHER_RULES.finditer(words)):
        if fuzz.partial_ratio(match[1], law) >= SAME_EXCEPTION and re.search("除外|外，|另有规定", law):
            yield match


def _exception(work: Work) -> bool:
    """An exception that is left out; the part of the sentence that it belonged to is marked."""
    found = [(site, match) for site in _sites(work) for match in _exceptions(site)]
    if not found:
        return False
    site, match = work.rng.choice(found)
    words, (start, end) = site.words, match.span()
    if words[start] in "，。；":
        label = ARTICLE.match(words)
        first = max(words.rfind(sign, 0, start) + 1 for sign in "，。；")
        first = max(first, label.end() if label else 0)
        return _depart(work, "exception_removed", site, (first, end), words[first:start])
    last = _end_of_part(words, end)
    return _depart(work, "exception_removed", site, (start, last), words[end:last])


def _organs(site: Site) -> Iterator[Match]:
    """The organs that the clause gives the same to do."""
    words, law = site.words, site.near.clause.words
    for match in ORGAN.finditer(words):
        behind = words[match.end() : match.end() + 3]
        is_same = match[0] + behind in law or (match[0][-4:] + behind in law and match[0][:2] in law)
        if is_same and not NO_ORGAN.search(match[0]):
            yield match
    yield from (match for match in GOVERNMENT.finditer(words) if words[match.start() : match.end() + 4] in law)


def _organ(work: Work) -> bool:
    """A duty that is given to another organ, one that neither the line nor the laws name."""
    found = [(site, match) for site in _sites(work) for match in _organs(site)]
    work.rng.shuffle(found)
    for site, match in found:
        is_government = match.re is GOVERNMENT
        others, known = (NO_GOVERNMENTS, 4) if is_government else (TABLES["other_organs"], 2)
        free = [name for name in others if name[:known] not in site.around and name[:known] not in site.words]
        if free:
            return _depart(work, "organ_changed", site, match.span(), work.rng.choice(free))
    return False


DEPARTURES: Mapping[str, Callable[[Work], bool]] = MappingProxyType(
    {
        "amount_changed": _amount,
        "period_changed": _period,
        "exception_removed": _exception,
        "organ_changed": _organ,
        "prohibition_dropped": _prohibition,
        "modality_weakened": _modality,
    }
)
"""What plants each kind, in the order in which they are planted."""
