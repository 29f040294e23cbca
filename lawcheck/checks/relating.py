"""Rules that hold a clause against its best higher clause: A06–A10 (domain.md 3.1 and the matrix of 3.10).

The comparison room says what differs; here each difference is given to the rule that it is about. Fines are compared as
intervals. What was not compared is told: a rule never passes on clauses that it did not see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from lawcheck.checks.conduct import (
    act_at,
    act_of,
    added_alternatives,
    fine_in,
    grades_fully,
    of_fine,
    other_conduct,
    same_act,
    sentence_at,
    slots_of,
)
from lawcheck.checks.context import CheckContext
from lawcheck.checks.elsewhere import penalties_elsewhere
from lawcheck.checks.guarding import guard
from lawcheck.checks.model import Evidence, Finding, Severity, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.checks.rivals import accounted_for, article_text, criminal, of_cited_act, of_same_act
from lawcheck.comparison import Difference, MatchComparison, Relation, own_text
from lawcheck.document import Span, row_number
from lawcheck.matching import CITED_CLAUSE
from lawcheck.matching.model import HigherClause, Match, MatchState
from lawcheck.slots import Amount

__all__ = ["Pair", "compared_only", "lists_correspond", "of_one_act", "pairs_of", "place_of", "report"]

SAME_CONDUCT = 0.35
"""Likeness of two clauses from which on they are taken to be about one conduct; below, the finding is 存疑."""
_UNLIKE = {"重点核对": "两条整体文字不够相近，可能不是同一违法行为"}
"""Said where the rule's file asks for a likeness (``alike``) that the two clauses do not have: then it is a hint."""

NEARLY = 0.5
"""Likeness of two penalty clauses from which on a kind of penalty added is a hint, although their acts are not the same."""


class Pair(NamedTuple):
    """A 款 with its best higher clause and what differs."""

    match: Match
    clause: HigherClause
    compared: MatchComparison
    text: str
    """The words of the 款, from ``compared.start`` on."""


def pairs_of(context: CheckContext) -> Iterator[Pair]:
    """The 款 that have a higher clause, each with it and what differs."""
    for match, compared in zip(context.matches, context.comparisons, strict=True):
        if compared.comparison is not None:
            text = own_text(context.document, context.document.by_eid[match.eid])
            yield Pair(match, match.clauses[0], compared, text)


def _penal_pairs(context: CheckContext) -> Iterator[Pair]:
    """Those, and the 款 that punish what a law punishes which the document is not built on."""
    yield from pairs_of(context)
    for match, compared in penalties_elsewhere(context):
        text = own_text(context.document, context.document.by_eid[match.eid])
        yield Pair(match, match.clauses[0], compared, text)


_Choice = Callable[[Pair, Difference], bool]


def report(
    reporter: Reporter,
    wanted: _Choice,
    doubted: _Choice = lambda _pair, _difference: False,
    more: Callable[[Pair], Iterator[Difference]] = lambda _pair: iter(()),
    pairs: Callable[[CheckContext], Iterator[Pair]] = _penal_pairs,
) -> Outcome:
    """Every difference that ``wanted`` selects of those compared and of ``more``, with both texts, and as hints those of
    ``doubted``; what could not be compared is said."""
    context = reporter.context
    if not context.matches:
        return Outcome(state=State.NOT_CHECKED, reason="没有与上位法条款比对，无法检查")
    findings = []
    for pair in pairs(context):
        compared = pair.compared.comparison.differences if pair.compared.comparison else ()
        for difference in (*compared, *more(pair)):
            sure = wanted(pair, difference)
            if (sure or doubted(pair, difference)) and not accounted_for(context, pair.match, pair.text, difference):
                findings += _finding(reporter, pair, difference, sure)
    blind = sum(match.state is MatchState.NOT_CHECKED for match in context.matches)
    if blind and not findings:
        return Outcome(state=State.NOT_CHECKED, reason=compared_only(blind))
    return Outcome(tuple(findings))


def compared_only(blind: int) -> str:
    """What is said where nothing was found, and ``blind`` 款 were compared with nothing: no more than was looked at.

    >>> compared_only(3)
    '3款没有可以比对的上位条款；其余各款只与列出的上位条款比对，没有比出本规则所说的不同'
    """
    return f"{blind}款没有可以比对的上位条款；其余各款只与列出的上位条款比对，没有比出本规则所说的不同"


def _finding(reporter: Reporter, pair: Pair, difference: Difference, sure: bool) -> list[Finding]:
    span = place_of(reporter.context, pair, difference)
    told = guard(reporter.rule, reporter.context, span)
    if told.drop:
        return []
    clause = pair.clause
    likeness = pair.compared.comparison.similarity if pair.compared.comparison else 0.0
    likeness = 1.0 if difference.relation.alarming and _grades(reporter.context, pair) else likeness
    unlike = not sure or likeness < float(str(reporter.rule.trigger.parameters.get("alike", 0)))
    evidence = Evidence(
        difference.note,
        clause.law.title,
        str(clause.version.effective_from or ""),
        clause.article.label + (f"第{clause.paragraph}款" if clause.paragraph else ""),
        clause.text,
        {"本条": difference.lower or "（没有）", "上位法": difference.upper or "（没有）"}
        | (_UNLIKE if unlike else {}),
    )
    return [
        reporter.finding(
            span,
            evidence=evidence,
            severity=Severity.INFO if unlike else told.severity,
            guards=told.results,
            confidence=0.9 if likeness >= SAME_CONDUCT else 0.4,
            words={"note": difference.note, "upper": f"《{clause.law.title}》{clause.article.label}"},
        )
    ]


def place_of(context: CheckContext, pair: Pair, difference: Difference) -> Span:
    """The words below that differ; where a side has none, the whole 款."""
    if difference.lower_span is not None:
        return difference.lower_span.moved(pair.compared.start)
    unit = context.document.by_eid[pair.match.eid]
    return Span(pair.compared.start, unit.span.end)


def _fines(context: CheckContext, pair: Pair, difference: Difference) -> tuple[Amount, Amount] | None:
    """The two fines of a difference of amounts, if both are fines and for the same act."""
    lower, upper = difference.lower_span, difference.upper_span
    if difference.slot != "数额" or lower is None or upper is None or not of_one_act(context, pair, difference):
        return None
    if not (of_fine(pair.text, *lower) and of_fine(pair.clause.text, *upper)):
        return None
    if bool(_EACH.search(pair.text[: lower.start])) != bool(_EACH.search(pair.clause.text[: upper.start])):
        return None  # 处每辆五千元 is no measure for 处五千元
    own, other = _addressee(pair.text, lower.start), _addressee(pair.clause.text, upper.start)
    if own and other and own != other:
        return None
    below, above = fine_in(difference.lower), fine_in(difference.upper)
    return (below, above) if below and above else None


def _addressee(text: str, start: int) -> str:
    """Who the fine at ``start`` is for: 单位, 人 (persons, those responsible), nothing where that is not said."""
    named = [found.lastgroup or "" for found in _WHO.finditer(text[text.rfind("。", 0, start) + 1 : start])]
    return named[-1] if named else ""


_WHO = re.compile(
    r"对[^，。；]{0,24}?(?:(?P<unit>单位|企业|机构|组织)|(?P<person>个人|自然人|责任人员|主管人员))[^，。；]{0,8}处"
)
_EACH = re.compile(r"(?:每|按)[^，。；]{1,6}\Z")
_SAID = {
    "吊销许可证件": "吊销",
    "暂扣许可证件": "暂扣|扣留|扣押",
    "责令停产停业": "停产|停业|停止|关闭",
    "限制开展生产经营活动": "停产|停业|关闭|限制",
}
"""Words that name a kind of penalty in a form of their own (扣留证书六个月以上直至吊销), or a heavier one in its place
(限制生产、停产整治 above, 停产整治 below)."""


def of_one_act(context: CheckContext, pair: Pair, difference: Difference) -> bool:
    """By the sentences of the difference, else by the clause that the penalty cites, else by the whole clauses; a crime
    is no measure."""
    if (
        criminal(pair.clause)
        or _SETS_NONE.search(pair.text)
        or _of_other_places(context.document.title, pair.clause.law.title)
    ):
        return False
    if _grades(context, pair):
        return True
    start = difference.lower_span.start if difference.lower_span else 0
    above = act_at(pair.clause.text, difference.upper_span.start if difference.upper_span else 0)
    if other_conduct(act_at(pair.text, start), above):
        return False
    if not act_at(pair.text, start) and not act_of(pair.text):
        whole = Span(pair.compared.start, pair.compared.start + len(pair.text))
        if of_cited_act(context, whole, above or act_of(pair.clause.text)):
            return True
        if "下列" not in pair.text and "下列" in pair.clause.text:
            return False  # 违反本条例第四十四条规定，由… beside a list: which 项 it stands for is not known
    if difference.upper_span and _OF_FORMER.search(pair.clause.text[: difference.upper_span.start]):
        return True  # the comparison took it for the deed that the 款 before names
    known = of_same_act(pair.text, difference.lower_span, pair.clause.text, difference.upper_span)
    return same_act(pair.text, pair.clause.text) if known is None else known


def _grades(context: CheckContext, pair: Pair) -> bool:
    """Whether a row of a table grades what the clause punishes which it names as its basis, in however few words."""
    return CITED_CLAUSE in pair.clause.reasons and row_number(context.document.by_eid[pair.match.eid]) > 0


_OF_FORMER = re.compile(r"有前[款项][^，。；\n]{0,40}行为[^。；\n]{0,20}\Z")
_SETS_NONE = re.compile(r"\A[^，。；\n]{0,20}处罚决定不服|\A本(?:条例|办法|规定|细则)规定的[^。；\n]{0,40}处罚，由")
"""Begins a 款 on remedies against penalties, or on who imposes those of other 条: it sets none itself."""

_TOWN = re.compile("城市|城镇|市政")
_COUNTRY = re.compile("农村|乡村|村庄")


def _of_other_places(own: str, above: str) -> bool:
    """Whether one title is of towns alone and the other of the country alone.

    >>> _of_other_places("某省农村生活污水处理设施管理条例", "城镇排水与污水处理条例")
    True
    >>> _of_other_places("某市排水条例", "城镇排水与污水处理条例")
    False
    """
    one, other = ((bool(_TOWN.search(title)), bool(_COUNTRY.search(title))) for title in (own, above))
    return sorted((one, other)) == [(False, True), (True, False)]


@for_rule("A06")
def check_fine_above(reporter: Reporter) -> Outcome:
    """The fine reaches above the higher law's, or lies wholly outside it."""
    return report(reporter, lambda pair, d: (fines := _fines(reporter.context, pair, d)) is not None and _above(*fines))


def _above(below: Amount, above: Amount) -> bool:
    return above.high is not None and (below.high is None or below.high > above.high)


@for_rule("A07")
def check_fine_narrowed(reporter: Reporter) -> Outcome:
    """The lower end is raised, or a range becomes one sum, within the higher law's range."""

    def wanted(pair: Pair, difference: Difference) -> bool:
        fines = _fines(reporter.context, pair, difference)
        return (
            fines is not None
            and not _above(*fines)
            and _raised(*fines)
            and not _graded(reporter.context, pair, fines[1])
        )

    return report(reporter, wanted)


def _graded(context: CheckContext, pair: Pair, above: Amount) -> bool:
    """A range cut into grades that reach as high as the higher law's, in the 款 or, one after the other, in the 条."""
    own = _ranges(pair.text)
    if above.high is None or grades_fully(own, float(above.high)):
        return above.high is not None
    whole = sorted(set(_ranges(article_text(context, pair.match.eid))))
    adjoining = all(one[1] == other[0] for one, other in pairwise(whole))
    return adjoining and grades_fully(whole, float(above.high)) and whole[0][0] == float(above.low or 0)


def _ranges(text: str) -> list[tuple[float, float]]:
    return [(float(f.low or 0), float(f.high)) for f in slots_of(text).fines if f.high is not None]


def _raised(below: Amount, above: Amount) -> bool:
    fixed = below.low is not None and below.low == below.high and above.low != above.high
    return fixed or (below.low or Decimal(0)) > (above.low or Decimal(0))


@for_rule("A08")
def check_lighter(reporter: Reporter) -> Outcome:
    """A fine whose ends are lowered, a penalty that only may be imposed, one that waits for 拒不改正, a kind left out."""

    def doubted(pair: Pair, difference: Difference) -> bool:
        fines = _fines(reporter.context, pair, difference)
        return fines is not None and _cut_down(*fines) and not _graded(reporter.context, pair, fines[1])

    return report(
        reporter, lambda pair, d: d.relation is Relation.LIGHTER and _of_penalty(reporter.context, pair, d), doubted
    )


CUT = 5
"""Where a top of the higher law is this many times the one below, the range is cut down rather than made finer: a hint."""


def _cut_down(below: Amount, above: Amount) -> bool:
    """Whether both have a top alone, and that below is a small part of the one above (一千元以下, 一百元以下)."""
    open_below = not below.low and not above.low
    return open_below and below.high is not None and above.high is not None and below.high * CUT <= above.high


def _of_penalty(context: CheckContext, pair: Pair, difference: Difference) -> bool:
    if difference.slot == "数额":
        fines = _fines(context, pair, difference)
        return fines is not None and not _above(*fines)
    if difference.slot == "处罚种类" and re.search(_SAID.get(difference.note.rpartition("：")[2], r"\Z."), pair.text):
        return False
    if difference.slot == "处罚种类" and _may_be_left_out(pair, difference.note.rpartition("：")[2]):
        return False
    return bool(slots_of(pair.clause.text).penalties) and of_one_act(context, pair, difference)


def _may_be_left_out(pair: Pair, kind: str) -> bool:
    """Whether the higher law only lets ``kind`` be imposed (可以并处警告), or it is the mildest one, 警告, where the fine
    below is a duty."""
    above = [p for p in slots_of(pair.clause.text).penalties if p.kind == kind]
    bound = any(not p.optional for p in slots_of(pair.text).penalties)
    mild = kind == "警告" and bool(slots_of(pair.text).fines)
    return bool(above) and bound and (mild or all(p.optional for p in above))


@for_rule("A09")
def check_more_conduct(reporter: Reporter) -> Outcome:
    """Conduct is punished that the list above, or its running text, does not name."""

    def wanted(pair: Pair, difference: Difference) -> bool:
        if difference.slot != "项":
            return False
        if difference.note == _MORE:
            return not _OPEN.search(pair.clause.text) and of_one_act(reporter.context, pair, difference)
        both = slots_of(pair.clause.text).penalty_kinds & slots_of(pair.text).penalty_kinds
        told = bool(both) and _punishes(pair.text, difference.lower) and not _OPEN.search(pair.clause.text)
        return told and not criminal(pair.clause) and lists_correspond(pair)

    return report(reporter, wanted, more=_alternatives)


_MORE = "本条增加了上位法没有的应受处罚的行为"


def _alternatives(pair: Pair) -> Iterator[Difference]:
    """The alternatives of the act below (…，或者…的，由…处…) that the clause above, which punishes too, does not have."""
    if not slots_of(pair.text).penalty_kinds & slots_of(pair.clause.text).penalty_kinds:
        return
    for found in added_alternatives(pair.text, pair.clause.text):
        yield Difference("项", Relation.ADDED, found[0], "", Span(*found.span()), None, _MORE)


_POINTS = re.compile(r"^\s*[（(][一二三四五六七八九十]+[）)]", re.MULTILINE)
_OPEN = re.compile(
    r"^\s*[（(][一二三四五六七八九十]+[）)]\s*(?:有)?其他(?!法律|行政法规|依法)[^。；\n]{0,24}(?:行为|情形)",
    re.MULTILINE,
)
"""A last 项 above that leaves the list open (其他违反财政管理规定的行为): one more 项 below says what falls under it."""


def _punishes(text: str, point: str) -> bool:
    """Whether a penalty stands before or behind the list of ``text``, or in the 项 itself: not only in another 项.

    >>> _punishes("有下列情形之一的，终止：\\n（一）罚款变更的；\\n（二）撤回的。", "撤回的。")
    False
    """
    around = "\n".join(line for line in text.split("\n") if not _POINTS.match(line))
    return bool(slots_of(around).penalties or slots_of(point).penalties)


def lists_correspond(pair: Pair) -> bool:
    """Whether at least half of the 项 below have one above; else the lists are about different things."""
    compared = pair.compared.comparison
    added = sum(d.slot == "项" for d in compared.differences) if compared else 0
    return 2 * added <= max(len(_POINTS.findall(pair.text)), 1) or added == 1


@for_rule("A10")
def check_more_kinds(reporter: Reporter) -> Outcome:
    """A kind of penalty that the higher clause does not have."""

    def added(pair: Pair, difference: Difference) -> bool:
        kind = difference.slot == "处罚种类" and difference.relation is Relation.ADDED
        known = _stops_the_unlicensed(pair, difference) or _coerces(pair, difference) or _carried_out(pair, difference)
        return kind and not known

    def wanted(pair: Pair, difference: Difference) -> bool:
        return added(pair, difference) and of_one_act(reporter.context, pair, difference)

    def doubted(pair: Pair, difference: Difference) -> bool:
        alike = pair.compared.comparison is not None and pair.compared.comparison.similarity >= NEARLY
        return alike and added(pair, difference) and not criminal(pair.clause)

    return report(reporter, wanted, doubted)


_UNLICENSED = re.compile(
    r"未(?:依法)?(?:取得|领取|办理)[^，。；]{0,20}(?:许可|执照|证|批准)|无[证照]|未经[^，。；]{0,16}(?:批准|许可)"
)


def _stops_the_unlicensed(pair: Pair, difference: Difference) -> bool:
    """责令停止经营 of a trader without a licence only ends what is unlawful; 停产停业 is for a lawful business."""
    words, start = difference.lower, difference.lower_span.start if difference.lower_span else 0
    ends = "停止" in words and not re.search("停产|停业|整顿", words)
    return ends and _UNLICENSED.search(sentence_at(pair.text, start)) is not None


_CARRIES_OUT = re.compile("(?:恢复|继续|暂缓|停止|中止)执行(?:行政)?$")


def _carried_out(pair: Pair, difference: Difference) -> bool:
    """A penalty imposed before, whose carrying out goes on or stops (恢复执行行政拘留)."""
    span = difference.lower_span
    return span is not None and _CARRIES_OUT.search(pair.text[: span.start]) is not None


_COERCED = re.compile("暂扣|扣押|扣留|查封|拖移")


def _coerces(pair: Pair, difference: Difference) -> bool:
    """A thing seized or towed away where neither side punishes: a measure of coercion (A26), no penalty added."""
    if _COERCED.match(difference.lower) is None:
        return False
    return not any(slots_of(text).penalties for text in (difference.lower, pair.text, pair.clause.text))
