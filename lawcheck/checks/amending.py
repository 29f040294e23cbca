"""修改决定: whether its instructions can be carried out (S14) and its table of old and new text is whole (S15)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from lawcheck.checks.context import CheckContext
from lawcheck.checks.filing import NO_MATERIALS, anchor
from lawcheck.checks.model import Evidence, Finding, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import Span, parse
from lawcheck.laws import Law, RawArticle, normalise_title, raw_articles
from lawcheck.procedure import Material

if TYPE_CHECKING:
    from lawcheck.laws.amending import AmendedLaw, Fault

__all__: list[str] = []

_DECISION = re.compile(r"关于修[改正](?P<laws>.+?)的决[定议]|《(?P<law>[^《》]+)》修正案")
_SAYS_SO = re.compile(r"作(?:出)?(?:如下|以下)修[改正]|修[改正]如下|修改为|改为第|删去|增加.{1,4}[条款项]")
_NAMED = re.compile(r"[《〈](?P<title>[^《》]+?)[》〉](?=的?决|等|[、和及]|部分|$|修正案)")
NOT_A_DECISION = "不是修改决定"


class _Base(NamedTuple):
    """The text that is amended, where it comes from, and why there is none."""

    title: str
    articles: tuple[RawArticle, ...] = ()
    origin: str = ""
    missing: str = ""


def _is_decision(context: CheckContext) -> bool:
    title = re.sub(r"\s", "", context.facts.title)
    return bool(_DECISION.search(title)) and bool(_SAYS_SO.search(context.text) or "修正案" in title)


def _amended(context: CheckContext) -> tuple[AmendedLaw, ...]:
    """What the decision says, law by law; the title of the decision names the one law of a decision about one."""
    from lawcheck.laws.amending import AmendedLaw, read_decision  # its grammar takes 0.1 s to compile

    laws = read_decision(context.text)
    own = next((m["title"] for m in _NAMED.finditer(re.sub(r"\s", "", context.facts.title))), "")
    return tuple(
        AmendedLaw(law.title or own, law.instructions, tuple(s for s in law.unread if not _is_head(context, s)))
        for law in laws
    )


def _is_head(context: CheckContext, span: Span) -> bool:
    """The title and the 题注 of the decision give no instruction."""
    document = context.document
    return any(
        part.length and span.start < part.end and part.start < span.end
        for part in (document.title_span, document.note_span)
    )


@for_rule("S14")
def check_instructions(reporter: Reporter) -> Outcome:
    """Every instruction is carried out on the text in force before the decision; what cannot be is reported."""
    context = reporter.context
    if not _is_decision(context):
        return Outcome(state=State.NOT_APPLICABLE, reason=NOT_A_DECISION)
    findings: list[Finding] = []
    blind: list[str] = []
    for law in _amended(context):
        base = _base(context, law.title)
        if base.missing:
            blind.append(base.missing)
            continue
        faults, unread = _apply(context, law, base)
        findings += [_fault(reporter, base, fault) for fault in faults]
        if unread:
            blind.append(f"《{base.title}》有{unread}处修改指令没有识别，未能核对")
    return Outcome(tuple(findings), State.NOT_CHECKED if blind else None, "；".join(dict.fromkeys(blind)))


def _apply(context: CheckContext, law: AmendedLaw, base: _Base) -> tuple[list[Fault], int]:
    """Instructions that were refused, and how many stretches were not understood. A refusal behind a stretch that was
    not understood may follow from it, and is not told."""
    from lawcheck.laws.amending import amend

    result = amend(base.articles, law, context.text, title=base.title)
    first = min((span.start for span in law.unread), default=len(context.text))
    refused = [f for f in result.faults if f.span not in law.unread and f.span.length and f.span.start < first]
    return refused, len(law.unread)


def _fault(reporter: Reporter, base: _Base, fault: Fault) -> Finding:
    evidence = Evidence(fault.reason, facts={"被修改的文本": f"《{base.title}》{base.origin}", "指令": fault.quote})
    return reporter.finding(_line(reporter.context, fault.span), evidence=evidence, words={"problem": fault.reason})


def _line(context: CheckContext, span: Span) -> Span:
    """The first line of an instruction, without the quotation of a long new text."""
    end = context.text.find("\n", span.start, span.end)
    return Span(span.start, end if end > span.start else span.end)


def _base(context: CheckContext, title: str) -> _Base:
    """The old text: one of the materials that calls itself that, else the version of the library before the decision."""
    if not title:
        return _Base("", missing="没有识别出被修改的文件")
    if (held := _old_material(context, title)) is not None:
        return _Base(title, raw_articles(parse(held.text)), f"（{held.name}）")
    day = context.document_date
    if context.library is None or day is None:
        return _Base(
            title, missing="没有法规库" if context.library is None else "不知道决定的日期，无法确定被修改的文本"
        )
    return _library_base(context, title, day)


_OLD = re.compile(r"原文|原文本|修改前|旧|被修改|现行")


def _old_material(context: CheckContext, title: str) -> Material | None:
    files = context.materials.beside if context.materials else ()
    key = normalise_title(title)
    fitting = [f for f in files if _OLD.search(f.name) and "对照" not in f.name and f.text]
    return next((f for f in fitting if normalise_title(parse(f.text).title) == key), None)


def _named(context: CheckContext, title: str) -> Iterator[Law]:
    """Laws of that very title, and those that put their maker before it (最高人民法院关于……)."""
    key = normalise_title(title)
    for law in context.library.find_title(title) if context.library else ():
        if law.key.endswith(key):
            yield law


def _library_base(context: CheckContext, title: str, day: date) -> _Base:
    library = context.library
    law = next(_named(context, title), None)
    if library is None or law is None:
        return _Base(title, missing=f"法规库中没有《{title}》，请随报备材料提交被修改的文本")
    before = [v for v in library.versions(law.law_id) if v.adopted is not None and v.adopted < day]
    if not before:
        return _Base(title, missing=f"法规库中没有《{title}》在{day}以前的文本")
    last = before[-1]
    if any(last.adopted and last.adopted < known < day for known in library.known_days(law.law_id)):
        return _Base(title, missing=f"法规库中没有《{title}》紧接在{day}以前的文本")
    articles = tuple(RawArticle(a.number, a.label, a.heading, a.text) for a in library.articles(last.version_id))
    return _Base(title, articles, f"（{last.adopted}文本）")


# -- S15 -----------------------------------------------------------------------------------------------------------

_TABLE = re.compile("对照")


@for_rule("S15")
def check_table(reporter: Reporter) -> Outcome:
    """Every article that the decision changes stands in the table of old and new text."""
    context = reporter.context
    if not _is_decision(context):
        return Outcome(state=State.NOT_APPLICABLE, reason=NOT_A_DECISION)
    if context.materials is None or anchor(context) is None:
        return Outcome(state=State.NOT_CHECKED, reason=NO_MATERIALS)
    tables = [f for f in context.materials.beside if _TABLE.search(f.name) or _TABLE.search(f.text[:100])]
    words = re.sub(r"\s", "", "\n".join(f.text for f in tables))
    if not words:
        return Outcome(state=State.NOT_CHECKED, reason="报备材料中没有可以读取的修改前后对照表")
    return Outcome(tuple(_missing(reporter, tables[0].name, words)))


def _missing(reporter: Reporter, name: str, words: str) -> Iterator[Finding]:
    told: set[str] = set()
    for law in _amended(reporter.context):
        for instruction in law.instructions:
            labels = dict.fromkeys(
                str(place).partition("条")[0] + "条"
                for place in (*instruction.places, *instruction.targets)
                if str(place).startswith("第") and "条" in str(place)
            )
            if labels and not any(re.search(label + "(?!之)", words) for label in labels):
                label = "、".join(labels)
                if label not in told:
                    told.add(label)
                    evidence = Evidence(f"对照表没有{label}", facts={"材料": name})
                    problem = f"修改了{label}，对照表中没有"
                    span = _line(reporter.context, instruction.span)
                    yield reporter.finding(span, evidence=evidence, words={"problem": problem})
