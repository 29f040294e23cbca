"""Structure S: what the parser noticed about numbering, and the form of 项 and 目."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from lawcheck.checks.context import ATTACHED, CheckContext
from lawcheck.checks.model import Evidence, Finding, State
from lawcheck.checks.registry import for_rule, for_trigger
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import (
    Problem,
    Span,
    Unit,
    UnitKind,
    amends,
    format_numeral,
    is_instruction,
    label_style,
    normalise,
    parse_numeral,
)

__all__: list[str] = []

UNCERTAIN = 0.5  # 形似条首: as often a fault of the file's layout as one of its numbering

_POINT_FORM = re.compile(r"（[一二三四五六七八九十百]+）")
_HALF_WIDTH = re.compile(r"[(（][一二三四五六七八九十百]+[)）]")
_DECIMAL = re.compile(r"\s*\d+[.．]\d")
"""Begins a clause of a technical rule, which counts its lists as the standards do: a), 1)."""
_INDENT_FORM = re.compile(r"[0-9０-９]+[.．]")


@for_trigger("structure")
def report_problems(reporter: Reporter) -> Outcome:
    """Turn the parser's problems into findings: the rule's ``problems`` map a code to a case (``uncertain`` lowers
    the confidence)."""
    if not _has_structure(reporter.context):
        return Outcome(state=State.NOT_CHECKED, reason="没有识别出条文（第X条），无法检查编号")
    codes = _codes(reporter)
    document = reporter.context.document
    problems = [p for p in document.problems if p.code in codes and not _misread(reporter.context, p)]
    return Outcome(tuple(_from_problem(reporter, p, _case(reporter.context, p, codes[p.code])) for p in problems))


def _has_structure(context: CheckContext) -> bool:
    return any(u.kind in (UnitKind.ARTICLE, UnitKind.CLAUSE) for u in context.document.walk())


def _codes(reporter: Reporter) -> Mapping[str, str]:
    codes = reporter.rule.trigger.parameters.get("problems", {})
    return {str(k): str(v) for k, v in codes.items()} if isinstance(codes, dict) else {}


_GRADES_NAMED = re.compile(r"[一二三四五六七八九十]+、[一二三四五六七八九十]+[^、，。；\s]")
"""一、二级海塘: grades named one after the other, no number of a 款."""


def _misread(context: CheckContext, problem: Problem) -> bool:
    """Whether the text is in order and only its layout was taken for a fault."""
    if problem.code == "P106":
        return _stands_above(context, problem)
    if problem.code == "P108":
        return _goes_on_in_annex(context, problem) or _counts_on(context, problem.span.start)
    if problem.code in _ORDER_OF_ARTICLES and _of_other_table(context, problem.span.start):
        return True
    if problem.code == "P104" and amends(context.document.title):
        line = context.text[problem.span.start :].split("\n", 1)[0]
        return is_instruction(line)  # 第三十条修改为：“…” names an article of the law amended
    grades = problem.code == "P110" and _GRADES_NAMED.match(context.text, problem.span.start)
    return bool(grades) or _lists_annexes(context, problem)


_ORDER_OF_ARTICLES = ("P101", "P102", "P103")


def _of_other_table(context: CheckContext, offset: int) -> bool:
    """Whether the 条 named at ``offset`` begins a cell of a table that tells of another text (第201条 | 逃税罪), where this
    one's own first 条 stands in none."""
    own = next((u for u in context.document.articles if u.number is not None and u.number.value == 1), None)
    return _in_cell(context, offset) and (own is None or not _in_cell(context, own.span.start))


def _in_cell(context: CheckContext, offset: int) -> bool:
    blocks = context.document.source.blocks_in(Span(offset, offset + 1))
    return bool(blocks) and blocks[0].kind == "cell"


_LISTED = re.compile(r"^[\s#]*[（(](?P<number>[一二三四五六七八九十]{1,3})[）)]", re.MULTILINE)


def _goes_on_in_annex(context: CheckContext, problem: Problem) -> bool:
    """Whether the number before stands above in the same annex, with what belongs to it on lines of its own between."""
    unit = context.document.unit_at(problem.span.start)
    annex = next((u for u in context.document.path(unit) if u.kind is UnitKind.ANNEX), None) if unit else None
    own = _LISTED.match(context.text, problem.span.start)
    if annex is None or own is None:
        return False
    above = [m["number"] for m in _LISTED.finditer(context.text, annex.span.start, problem.span.start)]
    one, other = (parse_numeral(number) for number in (above[-1] if above else "", own["number"]))
    return bool(one) and other == (one or 0) + 1


_NUMBERED = re.compile(
    r"^[\s#]*(?:[（(](?P<round>[一二三四五六七八九十]{1,3})[）)]|(?P<dot>\d{1,3})[.．](?!\d)|(?P<comma>[一二三四五六七八九十]{1,3})、)",
    re.MULTILINE,
)
THROUGH = 5
"""Number from which on a count of 1. 2. 3. through a whole text without 条 is known to be one."""


def _counts_on(context: CheckContext, start: int) -> bool:
    """Whether the number at ``start`` is in order among the lines of its 条: it follows the last one of its own style, with numbers
    of another style between ((二), 1., 2., (三)); begins a list right below 四、; or counts 1. 2. 3. through a text without 条."""
    unit = context.document.unit_at(start)
    path = context.document.path(unit) if unit else ()
    article = next((step for step in path if step.kind is UnitKind.ARTICLE), None)
    begin, own = article.span.start if article else 0, _NUMBERED.match(context.text, start)
    if own is None:
        return False
    above = [_numbered(m) for m in _NUMBERED.finditer(context.text, begin, start)]
    style, value = _numbered(own)
    same = [number for kind, number in above if kind == style]
    if value == 1 or not same or same[-1] != value - 1:
        return value == 1 and bool(above) and above[-1][0] == "comma"
    return above[-1][0] != style if article else same == [*range(1, value)] and value >= THROUGH


def _numbered(found: re.Match[str]) -> tuple[str, int]:
    style = found.lastgroup or ""
    return style, int(parse_numeral(found[style]) or 0)


def _stands_above(context: CheckContext, problem: Problem) -> bool:
    """The heading said to be missing begins a line above, written without a space (第一节一般规定)."""
    found = _HEADING.match(context.text, problem.span.start)
    number = parse_numeral(found["number"]) if found else None
    if not found or not number or number < 2:
        return False
    begin = max((u.span.start for u in context.labelled if _opens(u, problem)), default=0)
    sought = f"第{format_numeral(int(number) - 1)}{found['kind']}"
    run_on = rf"(?<=。){sought}[^。；，：\n]{{1,30}}$"  # the heading stands at the end of the line before
    above = context.text[begin : problem.span.start]
    return re.search(rf"^[\s#]*{sought}|{run_on}", above, re.MULTILINE) is not None


_HEADING = re.compile(r"[\s#]*第(?P<number>[零〇一二三四五六七八九十百\d]+)(?P<kind>[编章节])")


def _opens(unit: Unit, problem: Problem) -> bool:
    return unit.kind in (UnitKind.PART, UnitKind.CHAPTER) and unit.span.start < problem.span.start


def _lists_annexes(context: CheckContext, problem: Problem) -> bool:
    """附件：1.…2.… behind the last 条 is a list of annexes, and 一、 below 附： a heading of one; not numbered 款."""
    last = context.document.articles[-1] if context.document.articles else None
    if problem.code != "P110" or last is None or problem.span.start < last.span.start:
        return False
    return ATTACHED.search(context.text, last.span.start, problem.span.start) is not None


def _case(context: CheckContext, problem: Problem, case: str) -> str:
    """项 that seem missing but stand inside a line, or were cut off by a broken line, are faults of the layout."""
    unit = context.document.unit_at(problem.span.start) if problem.code == "P108" else None
    if unit is None or unit.kind is not UnitKind.POINT or unit.number is None:
        return case
    parent = context.document.parents[unit.eid]
    siblings = [u for u in parent.children if u.span.start < unit.span.start]
    if siblings:
        label = f"（{format_numeral(unit.number.value - 1)}）"
        return "uncertain" if label in normalise(siblings[-1].full_text).text else case
    return "uncertain" if _continues(context, parent, unit.number.value) else case


def _continues(context: CheckContext, paragraph: Unit, value: int) -> bool:
    """The list of an earlier 款 of the same 条 ended just before ``value``."""
    above = context.document.parents.get(paragraph.eid)
    earlier = [u for u in above.children if u.span.start < paragraph.span.start and u.children] if above else []
    last = earlier[-1].children[-1].number if earlier else None
    return last is not None and last.value == value - 1


def _from_problem(reporter: Reporter, problem: Problem, case: str) -> Finding:
    said = problem.message.partition("] ")[2] or problem.message
    evidence = Evidence(said, facts={"解析器记录": problem.code} | _outline(reporter.context, problem.span))
    return reporter.finding(
        _first_line(reporter.context, problem.span),
        case=case,
        evidence=evidence,
        confidence=UNCERTAIN if case == "uncertain" else 1.0,
        words={"problem": said},
    )


def _first_line(context: CheckContext, span: Span) -> Span:
    """The heading of a chapter, not the chapter."""
    end = context.text.find("\n", span.start, span.end)
    return Span(span.start, end) if end > span.start else span


def _outline(context: CheckContext, span: Span) -> dict[str, str]:
    """The numbered units just before and after the place: the outline with the gap."""
    units = context.labelled
    at = bisect_left(units, span.start, key=lambda unit: unit.span.start)
    return {"前后编号": " → ".join(unit.label.strip() for unit in units[max(at - 2, 0) : at + 3])}


@for_rule("S03")
def check_numbering_form(reporter: Reporter) -> Outcome:
    """款 without numbers, 项 as （一）, 目 as 1.; each odd form is reported once, with its count."""
    base = report_problems(reporter)
    if base.state is not None:
        return base
    told = tuple(found for found in base.findings if not _heads_articles(reporter.context, found.span.start))
    forms: dict[tuple[str, str], list[Unit]] = {}
    for unit in _points(reporter.context):
        if _heads_articles(reporter.context, unit.span.start) or _no_point(reporter.context, unit):
            continue
        if odd := _odd_form(reporter.context, unit) or _goes_on(reporter.context, unit):
            forms.setdefault(odd, []).append(unit)
    empty = tuple(_empty_finding(reporter, unit) for unit in _points(reporter.context) if _is_empty(unit))
    odd_forms = tuple(_form_finding(reporter, *odd, units) for odd, units in forms.items())
    return Outcome(told + odd_forms + empty + tuple(_named_paragraphs(reporter)))


_HEADS = re.compile(
    r"[ \u3000]*[一二三四五六七八九十]{1,3}、[^\n。；：，]{2,30}\s*\n\s*第[一二三四五六七八九十百零〇\d]+条"
)


def _heads_articles(context: CheckContext, at: int) -> bool:
    """Whether the line is a heading 二、受理 with articles below it, as 司法解释 have them in place of chapters."""
    return _HEADS.match(context.text, context.text.rfind("\n", 0, at) + 1) is not None


_NAMED_POINT = re.compile(r"^[\s#]*[（(][一二三四五六七八九十]{1,3}[）)](?P<words>[^\n]*)$", re.MULTILINE)


def _no_point(context: CheckContext, unit: Unit) -> bool:
    """Whether what counts 1. 2. 3. is no 项: a 目 below （二）处理, whose words stand on lines of their own; an entry of what is
    attached; an instruction of a 修改决定."""
    if not _INDENT_FORM.match(unit.label.strip()):
        return False
    start, articles = unit.span.start, context.document.articles
    if amends(context.document.title):
        return is_instruction(context.text[start + len(unit.label) :].split("\n", 1)[0])
    if articles and ATTACHED.search(context.text, articles[-1].span.start, start):
        return True
    article = next((step for step in context.document.path(unit) if step.kind is UnitKind.ARTICLE), None)
    above = [*_NAMED_POINT.finditer(context.text, article.span.start, start)] if article else []
    return (
        bool(above)
        and bool(above[-1]["words"].strip())
        and not above[-1]["words"].rstrip().endswith(("。", "；", "，", "："))
    )


@for_rule("S04")
def check_order_of_points(reporter: Reporter) -> Outcome:
    """项 in their order: those on lines of their own, as the parser read them, and those that run on within a line."""
    base = report_problems(reporter)
    return base if base.state is not None else Outcome(base.findings + tuple(_inline_gaps(reporter)))


_INLINE_LIST = re.compile(r"：[ \u3000]*(?=[（(][一二三四五六七八九十]{1,3}[）)])[^\n]*")
_INLINE_LABEL = re.compile(r"(?<=[：；。])[ \u3000]*(?P<label>[（(](?P<number>[一二三四五六七八九十]{1,3})[）)])")


def _inline_gaps(reporter: Reporter) -> Iterator[Finding]:
    """The first label of a list within one line that does not follow the one before it; （一） begins anew."""
    context = reporter.context
    for listed in _INLINE_LIST.finditer(context.text):
        expected = 1
        for match in _INLINE_LABEL.finditer(context.text, listed.start(), listed.end()):
            value = parse_numeral(match["number"])
            if value != expected and value != 1:
                span = Span(*match.span("label"))
                if not context.zones.in_quotes(span.start):
                    said = f"项序不连续：应为第{format_numeral(expected)}项，写作{match['label']}"
                    yield reporter.finding(span, evidence=Evidence(said), words={"problem": said})
                break
            expected = int(value) + 1


_PARAGRAPH_NAME = re.compile(
    r"[ \u3000]*(?:(?P<name>[（(【]?第[一二三四五六七八九十\d]{1,3}款[）)】]?)(?:[ \u3000\t：:．.]+|、(?!第))"
    r"|(?P<turn>其[一二三四五六七八九十](?=[、，：:])|第[一二三四五六七八九十](?=[，：:]))[、，：: \u3000]+)(?=\w)"
)


def _named_paragraphs(reporter: Reporter) -> Iterator[Finding]:
    """款 that say which one they are (第二款　…, 其二、…): told at each."""
    context = reporter.context
    for unit in context.document.walk():
        name = _PARAGRAPH_NAME.match(context.text, unit.text_span.start) if unit.kind is UnitKind.PARAGRAPH else None
        if name:
            group = "name" if name["name"] else "turn"
            said = f"款不编号，开头写作“{name[group]}”"
            span = Span(*name.span(group))
            yield reporter.finding(span, evidence=Evidence(said), words={"problem": said})


def _is_empty(unit: Unit) -> bool:
    """A number with nothing behind it but a mark."""
    return not unit.children and not re.search(r"\w", unit.full_text)


def _empty_finding(reporter: Reporter, unit: Unit) -> Finding:
    said = f"“{unit.label.strip()}”没有内容"
    return reporter.finding(
        Span(unit.span.start, unit.span.start + len(unit.label)), evidence=Evidence(said), words={"problem": said}
    )


def _points(context: CheckContext) -> Iterator[Unit]:
    return (u for u in context.document.walk() if u.kind in (UnitKind.POINT, UnitKind.INDENT) and u.label)


def _odd_form(context: CheckContext, unit: Unit) -> tuple[str, str] | None:
    """(case, right form) of a label that is not written as 立法法 65 wants it; notices may also count 一、1.（1）①."""
    label = "".join(unit.label.split()).lstrip("“")
    above = context.document.parents.get(unit.eid)
    if above is not None and (above.kind is UnitKind.INDENT or _INDENT_FORM.match(above.text)):
        return None  # (1) below 1.
    clauses = [step for step in context.document.path(unit) if step.kind is UnitKind.CLAUSE]
    if any(_DECIMAL.match(step.label) for step in clauses):
        return None
    in_notice = bool(clauses)
    if in_notice and (_INDENT_FORM.fullmatch(label) or (above is not None and label_style(above.label) == "1.")):
        return None
    if unit.kind is UnitKind.INDENT:
        return None if _INDENT_FORM.fullmatch(label) else ("form", "1.")
    if _POINT_FORM.fullmatch(label):
        return None
    return ("width", "（一）") if _HALF_WIDTH.fullmatch(label) else ("", "（一）")


def _goes_on(context: CheckContext, unit: Unit) -> tuple[str, str] | None:
    """(case, right form) of a first 目 that counts on from its 项 (（五）, then 6.): it is the next 项."""
    path = context.document.path(unit)
    parent = path[-2] if len(path) > 1 else None
    if unit.kind is not UnitKind.INDENT or parent is None or parent.kind is not UnitKind.POINT:
        return None
    first, own, before = parent.children[0] is unit, unit.number, parent.number
    follows = own is not None and before is not None and own.value == before.value + 1 and own.value > 1
    return ("", "（一）") if first and follows else None


def _form_finding(reporter: Reporter, case: str, right: str, units: list[Unit]) -> Finding:
    first = units[0]
    level = "目" if right == "1." else "项"
    said = f"{level}的编号写作“{first.label.strip()}”，宜写作“{right}”，全文共{len(units)}处"
    return reporter.finding(
        Span(first.span.start, first.span.start + len(first.label)),
        case=case,
        evidence=Evidence(said, facts={"全文出现": f"{len(units)}处"}),
        words={"problem": said},
    )
