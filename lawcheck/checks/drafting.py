"""How a document is put together: its note, its first article, short names, annexes, pairs of marks, its makers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lawcheck.checks.context import ATTACHED, BODY_ROLES, CheckContext
from lawcheck.checks.dating import effect_span
from lawcheck.checks.model import Finding, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import NOTICE, Span, UnitKind, parse_numeral
from lawcheck.laws import DocumentKind

__all__: list[str] = []

# -- S07 ---------------------------------------------------------------------------------------------------------

_MAKER = re.compile(r"代表大会|常务委员会|国务院|人民政府|主席令|监察委员会")
_DAY = re.compile(
    r"[\d〇○零一二三四五六七八九十]{1,4}年[\d〇○零一二三四五六七八九十]{1,3}月[\d〇○零一二三四五六七八九十]{1,3}日"
)
_ACT = re.compile(r"通过|批准|公布|发布|修正|修订|修改")


@for_rule("S07")
def check_note(reporter: Reporter) -> Outcome:
    """The 题注 names who adopted the text, when, and what was done (立法法 65)."""
    document = reporter.context.document
    if not document.note:
        if reporter.context.document_date is not None:
            return Outcome(state=State.NOT_CHECKED, reason="没有识别出题注；文中另有日期，请对照公布件核对")
        if not document.title:
            return Outcome(state=State.NOT_CHECKED, reason="没有识别出标题和题注")
        return Outcome((reporter.finding(document.title_span, words={"missing": "题注"}, confidence=0.6),))
    parts = {"制定机关": _MAKER, "日期": _DAY, "通过、批准或者修改的事由": _ACT}
    missing = [name for name, pattern in parts.items() if not pattern.search(document.note)]
    if not missing:
        return Outcome()
    return Outcome((reporter.finding(document.note_span, words={"missing": "、".join(missing)}),))


# -- S08 ---------------------------------------------------------------------------------------------------------

_PURPOSE = re.compile(r"为了?|为(?=[^，。]{2,40}，)")
_BASIS = re.compile(r"根据|依据|依照|按照")
_MADE = re.compile(r"制定本|订立本|作如下|特制定|作出本")
_UNMADE = re.compile(r"\A为了?[^。]{8,}(?:根据|依据|依照|按照)[^。]{4,}。\s*\Z")
"""Why and by what the document is made, all but that it is."""
_SAYS_WHAT_FOR = re.compile("实施|自治条例$")
"""Titles that say what the document is for: to carry out a law; an autonomous regulation follows from 民族区域自治法 itself."""


@for_rule("S08")
def check_first_article(reporter: Reporter) -> Outcome:
    """The first 条 that says why the document is made does so in the order 为了……，根据……，制定本……."""
    articles = reporter.context.document.articles
    if not articles:
        return Outcome(state=State.NOT_CHECKED, reason="没有识别出条文（第X条）")
    first = articles[0]
    text = first.full_text
    made = _MADE.search(text)
    if made is None and _UNMADE.search(text):
        return Outcome((reporter.finding(first.span, words={"problem": "没有写明“制定本条例（办法、规定）”"}),))
    if made is None:
        return Outcome(state=State.NOT_APPLICABLE, reason="第一条不是立法目的条")
    purpose, basis = _PURPOSE.search(text), _BASIS.search(text)
    if purpose is None and _SAYS_WHAT_FOR.search(reporter.context.document.title):
        return Outcome()
    if purpose is None or basis is None:
        missing = "立法目的（为了……）" if purpose is None else "制定依据（根据……）"
        return Outcome((reporter.finding(first.span, words={"problem": f"没有写明{missing}"}),))
    if not purpose.start() < basis.start() < made.start():
        return Outcome((reporter.finding(first.span, words={"problem": "次序宜为目的、依据、制定本文件"}),))
    return Outcome()


# -- S11 ---------------------------------------------------------------------------------------------------------

_SHORT = re.compile(r"（以下(?:统称|简称|称)(?:为)?[“”]?(?P<name>[^“”（）]{1,20}?)[“”]?）")


@for_rule("S11")
def check_short_names(reporter: Reporter) -> Outcome:
    """A short name is laid down once, is used afterwards, and not used before; a clipped name is laid down at all."""
    context = reporter.context
    found = [m for m in _SHORT.finditer(context.text) if _in_body(context, m.start())]
    seen: set[str] = set()
    called: dict[str, str] = {}
    findings: list[Finding] = []
    for match in found:
        name = match["name"]
        first = name if "统称" in match[0] else called.setdefault(_what_is_called(context, match), name)
        twice = f"“{name}”与前文“{first}”是同一对象的两个简称" if first != name else ""
        problem = _short_problem(context, match, name, name in seen) or twice
        seen.add(name)
        if problem:
            findings.append(reporter.finding(Span(*match.span()), words={"problem": problem}))
    return Outcome((*findings, *_clipped_names(reporter, seen)))


_LEAD = re.compile(
    r"^\s*(?:第[零一二三四五六七八九十百]+条\s*)?(?:[（(][一二三四五六七八九十]+[）)])?(?:该|上述|前述|本[市省县区])?"
)
_FEW = 4


def _what_is_called(context: CheckContext, match: re.Match[str]) -> str:
    """The words that a short name is laid down for; those too short to say what are told apart by their place.

    The same words with another short name behind them are one thing with two short names.
    """
    words = re.split("[，。；：、（）\n]", context.text[max(match.start() - 40, 0) : match.start()])[-1]
    words = _LEAD.sub("", words)
    return words if len(words) >= _FEW else f"{words}@{match.start()}"


_CLIPPED = re.compile(
    r"(?:(?<=[\s，。；：、])|(?<=[由向经报和或与受]))(?P<name>[\u4e00-\u9fff]{1,7}?(?:常委会|[大总支]队|[处局委]))"
    r"(?=应当|可以|负责|不得|会同|根据|按照|依法|接到|对|的|在|[，、。和或报及]|代表|提|统一|进行|履行|发现|批准)"
)
_NO_NAME = re.compile(r"应当|听取|[自向由被]")
_GAP = r"(?:(?![设由向应及其和自])[\u4e00-\u9fff]){0,4}?"
_OFTEN = 3


def _clipped_names(reporter: Reporter, defined: set[str]) -> Iterator[Finding]:
    """Names of offices clipped inside (消保委, 市航务处), used often and nowhere laid down, whose full name stands before.

    A name without its first words (主管部门) is no short name, so what ends in 部门, 机关 or 委员会 is left alone.
    """
    context = reporter.context
    if not context.document.articles:
        return
    begin = context.document.articles[0].span.start
    first: dict[str, re.Match[str]] = {}
    for match in _CLIPPED.finditer(context.text, begin):
        if _in_body(context, match.start()) and not context.zones.in_title(match.start()):
            first.setdefault(match["name"], match)
    for name, match in first.items():
        full = _full_name(context.text[begin : match.start()], name) if _may_be_short(context, name, defined) else ""
        if full:
            problem = f"“{name}”似为“{full}”的简称，没有写明“（以下简称{name}）”"
            yield reporter.finding(Span(*match.span("name")), words={"problem": problem})


def _may_be_short(context: CheckContext, name: str, defined: set[str]) -> bool:
    known = any(name.endswith(d) or name in d for d in defined if len(d) > 2)
    known = known or re.search(f'称为?[“”"]?{name}', context.text) is not None
    return len(name) > 2 and not known and not _NO_NAME.search(name) and context.text.count(name) >= _OFTEN


def _full_name(before: str, name: str) -> str:
    """The words of ``before`` of which ``name`` keeps some characters, not those at the end alone."""
    for match in re.finditer(_GAP.join(map(re.escape, name)) + "(?:员会)?", before):
        if name[1:] not in match[0] and len(match[0]) >= len(name) + 2:
            return match[0]
    return ""


def _short_problem(context: CheckContext, match: re.Match[str], name: str, doubled: bool) -> str:
    if doubled:
        return f"“{name}”重复定义"
    if name not in context.text[match.end() :]:
        return f"“{name}”以后没有再用，不必定义"
    return ""


def _in_body(context: CheckContext, offset: int) -> bool:
    return context.zones.role(offset) in BODY_ROLES and not context.zones.in_quotes(offset)


# -- S12 ---------------------------------------------------------------------------------------------------------

_ANNEX = re.compile(
    r"(?:本(?:条例|办法|规定|细则|通知|意见)|见|按照|依照|列入|列于|载于|由|依|按|参照)[^，。；\n]{0,6}?(?<![该其])(?P<hit>附[件表录](?P<n>[\d一二三四五六七八九十]{0,2}))"
)


@for_rule("S12")
def check_annexes(reporter: Reporter) -> Outcome:
    """An annex that the body sends to is attached."""
    context = reporter.context
    held = _attached(context)
    findings = []
    for match in _ANNEX.finditer(context.text):
        number = parse_numeral(match["n"]) if match["n"] else None
        there = bool(held) if number is None else number in held
        if not there and context.zones.role(match.start()) in {"body", "preamble"}:
            findings.append(reporter.finding(Span(*match.span("hit"))))
    return Outcome(tuple(findings))


def _attached(context: CheckContext) -> set[int]:
    """Numbers of what is attached (0: without one), also where a line behind the last 条 was not read as an annex."""
    annexes = {
        unit.number.value if unit.number else 0 for unit in context.document.annexes if unit.label not in ("", NOTICE)
    }
    last = context.document.articles[-1:]
    lines = ATTACHED.finditer(context.text, last[0].span.start) if last else ()
    return annexes | {parse_numeral(match["n"]) or 0 if match["n"] else 0 for match in lines}


# -- S13 ---------------------------------------------------------------------------------------------------------

_PAIRS = {"（": "）", "(": "）", "《": "》", "“": "”", "〈": "〉", "【": "】", "‘": "’"}
_MARKS = re.compile(f"[{''.join(_PAIRS)}{''.join(_PAIRS.values())})]")
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff])")
_LIST_LABEL = re.compile(r"(?:[一二三四五六七八九十百\d]{1,3}|(?<![A-Za-z])[A-Za-z])\Z")
_AMENDS = re.compile(r"修改|修正|修订|废止")


@for_rule("S13")
def check_marks(reporter: Reporter) -> Outcome:
    """Brackets, quotation marks and title marks come in pairs inside one 条; no half-width marks between characters."""
    context = reporter.context
    findings = [reporter.finding(Span(at, at + 1), words={"problem": "没有配对"}) for at in _unpaired(context)]
    halves = [m.span() for m in _HALF_WIDTH.finditer(context.text) if _in_body(context, m.start())]
    if halves:  # a habit of the typist, told once
        problem = f"中文之间宜用全角标点，全文共{len(halves)}处"
        findings.append(reporter.finding(Span(*halves[0]), words={"problem": problem}))
    return Outcome(tuple(findings))


def _unpaired(context: CheckContext) -> Iterator[int]:
    """Offsets of marks without partner in each 条, or 一、 where there are none; quotations may run over several
    paragraphs of an amending decision."""
    document = context.document
    numbered = () if _AMENDS.search(document.title) else [u for u in document.units if u.kind is UnitKind.CLAUSE]
    for unit in document.articles or numbered:
        start, end = unit.span
        stack: list[tuple[str, int]] = []
        for match in _MARKS.finditer(context.text, start, end):
            mark = match[0].replace(")", "）")  # of two widths in one pair the typist is not told here
            if mark in _PAIRS:
                stack.append((_PAIRS[mark], match.start()))
            elif stack and stack[-1][0] == mark:
                stack.pop()
            elif not _LIST_LABEL.search(context.text[match.start() - 3 : match.start()]):
                yield match.start()
        yield from (at for _, at in stack)


# -- A45, T07, T13 -----------------------------------------------------------------------------------------------

_INNER = re.compile(r"(?:指挥部|领导小组|工作专班|[科处股室](?<!办公室)(?<!办事处)|领导小组办公室|内设机构)$")


@for_rule("A45")
def check_maker(reporter: Reporter) -> Outcome:
    """Inner and temporary bodies may not issue normative documents; general offices of governments may."""
    context = reporter.context
    maker = context.facts.maker
    if not maker:
        return Outcome(state=State.NOT_CHECKED, reason="没有识别出制定机关")
    if not _INNER.search(maker):
        return Outcome()
    at = context.text.find(maker)
    span = Span(at, at + len(maker)) if at >= 0 else context.document.title_span
    return Outcome((reporter.finding(span, words={"maker": maker}),))


_VALID = re.compile(
    r"(?:本|该)[^，。；]{0,8}(?:自[^。]{0,40})?有效期|(?:施行|实施|执行|生效|试行)[^。]{0,24}有效期|有效期(?:为|至|限为?|截至)?[^，。；]{0,12}(?:[年月]|日止?)(?:。|，自[^。；]{4,40}(?:施行|实施|执行|生效))"
    r"|有效至|试行[^，。；]{0,6}(?:年|月)|(?:至|截止到?|到)[^，。；]{4,16}日(?:止|废止|失效)|自动失效"
)
"""Of the document itself, not of a permit or a certificate (登记证有效期为三年，…)."""
_TRIAL = re.compile(r"暂行|试行")
_DONE_AT_ONCE = re.compile(
    r"关于(?!印发)[^。]*(?:修改|修正|废止|失效|停止执行)[^。]*(?:决定|通知|公告)$|清理结果|任免|任职|免职|表彰|(?:纪要|复函|的函|批复)(?:（[^）]*）)?$"
)
"""What amends or repeals others, appoints or praises, or answers one asker, is done with once it is read."""


@for_rule("T07")
def check_validity_period(reporter: Reporter) -> Outcome:
    """A normative document of an organ, or one called 暂行/试行, says until when it holds."""
    context = reporter.context
    trial = _TRIAL.search(context.document.title)
    if context.facts.kind is not DocumentKind.K12 and not trial:
        return Outcome(state=State.NOT_APPLICABLE, reason="只检查行政规范性文件")
    if _DONE_AT_ONCE.search(context.document.title):
        return Outcome(
            state=State.NOT_APPLICABLE, reason="修改、废止文件的决定，人事、表彰文件和会议纪要、复函等不设有效期"
        )
    if context.facts.national_paper and not trial:
        return Outcome(state=State.NOT_APPLICABLE, reason="国务院部门的文件，各地关于有效期的规定不约束")
    if _VALID.search(context.text):
        return Outcome()
    words = {"what": "暂行、试行的文件" if trial else "行政规范性文件"}
    span = effect_span(context) or context.document.title_span
    return Outcome((reporter.finding(span, words=words, confidence=0.7),))


_OF_PROVINCE = re.compile(r"(?:省|自治区)[^，。；\n市州盟]{0,12}人民代表大会[^，。；\n批准]{0,24}通过")
"""A regulation that the congress of a province made itself, although it is named after a city: nobody approves it."""


@for_rule("T13")
def check_approval(reporter: Reporter) -> Outcome:
    """A regulation of a city is approved by the province before it is published (立法法 81, 88)."""
    context, facts = reporter.context, reporter.context.facts
    if _OF_PROVINCE.search(context.document.note):
        return Outcome(state=State.NOT_APPLICABLE, reason="题注写明由省级人民代表大会或者其常务委员会通过")
    if facts.approved is None:
        if not context.document.note:
            return Outcome(state=State.NOT_CHECKED, reason="没有识别出题注，无法判断有无批准日期")
        return Outcome((reporter.finding(context.document.note_span, words={"problem": "题注没有批准日期"}),))
    problem = _approved_before_adopted(context)
    if not problem and (facts.published is None or not facts.published_certain):
        return Outcome(state=State.NOT_CHECKED, reason="文中没有写明公布日期，无法比较")
    if not problem and facts.published is not None and facts.published >= facts.approved:
        return Outcome()
    problem = problem or f"公布日期（{facts.published}）早于批准日期（{facts.approved}）"
    span = context.document.note_span if context.document.note else context.document.title_span
    return Outcome((reporter.finding(span, words={"problem": problem}),))


def _approved_before_adopted(context: CheckContext) -> str:
    """What is wrong where the one approval of the note is older than the one vote: a text amended since has several."""
    facts, note = context.facts, context.document.note
    once = note.count("通过") == 1 and note.count("批准") == 1 and "修" not in note
    if not once or facts.adopted is None or facts.approved is None or facts.approved >= facts.adopted:
        return ""
    return f"批准日期（{facts.approved}）早于通过日期（{facts.adopted}）"
