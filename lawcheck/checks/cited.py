"""What the rules about cited laws share: which citations, what cannot be said of them, and laws that were repealed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Evidence, Finding, GuardResult, State
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.citations import Citation, CitationState
from lawcheck.document import Span
from lawcheck.laws import Level, Repeal, guess_territory, normalise_title, stands_in

__all__ = [
    "LISTED",
    "UNKNOWN",
    "conclude",
    "external_citations",
    "is_historical",
    "is_law",
    "is_regulation",
    "is_repealed",
    "named",
    "repeal_of",
    "repealed_finding",
    "successor",
    "title_span_of",
]

UNKNOWN = (CitationState.NOT_IN_LIBRARY, CitationState.NOT_CHECKED, CitationState.WRONG_NAME)
_REGULATIONS = (Level.ADMINISTRATIVE, Level.DEPARTMENT_RULE)
LISTED = 5
"""Titles named in a reason; more are counted only."""
_FORMER = ("原", "原“", "（原", "曾依照", "曾根据", "曾按照", "废止的", "失效的", "废止")  # before a title: G5
_ENDING = ("同时废止", "即行废止", "停止执行", "予以废止")  # after a title: the clause that ends it
_ENDED = re.compile(r"(?:已经?|业已|均已|现已)(?:被|由[^，。；]{0,20})?(?:废止|失效|停止施行)")
"""《…》已经废止: the sentence itself says that the law has ended."""
_TRANSITION = re.compile(
    r"本(?:条例|办法|规定|细则)(?:施行|实施|生效)(?:之?前|之日前)|法典?(?:施行|实施|生效)(?:之?前|之日前)，?(?:已经?)?(?:依照|按照|根据|依据)"
)


def external_citations(context: CheckContext) -> tuple[Citation, ...]:
    """Citations of other documents; one that resolves inside (the document's own title) is left out."""
    return tuple(
        c for c in context.citations if c.reference.kind.names_another and c.state is not CitationState.INTERNAL
    )


def is_regulation(citation: Citation) -> bool:
    """Whether what is cited is an administrative regulation or a rule of the State Council's departments: rule C11
    looks at those. Where the level is not known, the title of a repealed one tells: no law and no place in it."""
    level = citation.law.level if citation.law else citation.catalogue.level if citation.catalogue else None
    if level is not None:
        return level in _REGULATIONS
    title = citation.reference.address.law or ""
    named_so = title.endswith(("条例", "办法", "规定", "细则")) and not guess_territory(title)[0]
    return citation.state is CitationState.REPEALED and named_so


def is_law(reporter: Reporter, citation: Citation) -> bool:
    """Whether it is one of the 法律 named 条例 that the rule's file lists (``laws``); their titles tell nothing."""
    listed = reporter.rule.trigger.parameters.get("laws", [])
    title = normalise_title(citation.reference.address.law or "")
    return isinstance(listed, list) and title in {normalise_title(str(name)) for name in listed}


def title_span_of(citation: Citation) -> Span:
    """Where the title stands; the whole reference where it has none of its own."""
    return citation.reference.title_span or citation.reference.span


def named(citation: Citation) -> str:
    """The title as written, in 《》."""
    return f"《{citation.reference.address.law or citation.reference.text}》"


def conclude(
    context: CheckContext, findings: Iterable[Finding], looked_at: tuple[Citation, ...], unknown: tuple[Citation, ...]
) -> Outcome:
    """通过 only where everything could be looked at and the library knows the day of the review."""
    found = tuple(findings)
    if context.library is None:
        return Outcome(found, State.NOT_CHECKED, "没有打开法规库，未核对")
    if not looked_at:
        return Outcome(found, State.NOT_APPLICABLE, "文中没有这类引用")
    late = _past_horizon(context, looked_at)
    if not unknown:
        return Outcome(found, State.DOUBTFUL if late else None, late)
    counted = f"{len(looked_at)}处引用，其中{len(unknown)}处未能核对：{_listed(unknown)}"
    return Outcome(found, _state_of(unknown), "；".join(part for part in (counted, late) if part))


def _past_horizon(context: CheckContext, looked_at: tuple[Citation, ...]) -> str:
    """Changes that the library cannot know, by the level of the laws cited: each level is held until its own day."""
    library = context.library
    if library is None:
        return ""
    cited = {citation.law.level for citation in looked_at if citation.law is not None}
    days = {level: library.horizon_of(level) for level in Level if level in cited} or {Level.LAW: library.horizon}
    late = [
        f"{level.value}截至{day.isoformat() if day > date.min else '何日待核'}"
        for level, day in days.items()
        if day < context.as_of
    ]
    return f"法规库中{'、'.join(late)}，此后至{context.as_of.isoformat()}的变化未能核对" if late else ""


def _state_of(unknown: tuple[Citation, ...]) -> State:
    states = {c.state for c in unknown}
    if states == {CitationState.NOT_IN_LIBRARY}:
        return State.NOT_IN_LIBRARY
    return State.CATALOGUE_ONLY if states == {CitationState.CATALOGUE_ONLY} else State.DOUBTFUL


def _listed(citations: tuple[Citation, ...]) -> str:
    reasons: dict[str, list[str]] = {}
    for citation in citations:
        names = reasons.setdefault(citation.state.value, [])
        if named(citation) not in names:
            names.append(named(citation))
    return "；".join(f"{state} {_enumerated(names)}" for state, names in reasons.items())


def _enumerated(names: list[str]) -> str:
    return "、".join(names[:LISTED]) + ("等" if len(names) > LISTED else "")


def is_repealed(context: CheckContext, citation: Citation) -> bool:
    """Repealed by the text of a law in the library, or by the date that the catalogue gives."""
    if citation.state is CitationState.REPEALED:
        return True
    on = citation.catalogue.repealed_on if citation.catalogue else None
    return on is not None and on <= context.as_of


def repeal_of(context: CheckContext, citation: Citation) -> Repeal | None:
    """What repealed the law, from a text held or from the catalogue."""
    if citation.repeal is not None or citation.catalogue is None or context.library is None:
        return citation.repeal
    known = context.library.repealed_titles().get(normalise_title(citation.catalogue.title))
    return known or Repeal(citation.catalogue.repealed_by, "", citation.catalogue.repealed_on, "")


def is_historical(context: CheckContext, citation: Citation) -> bool:
    """G5: 原《…》, 已废止的《…》, transitional clauses (本条例施行前…), and what the document itself repeals."""
    span = title_span_of(citation)
    sentence = context.sentence(span.start)
    preceding, following = context.text[sentence.start : span.start], context.text[span.end : sentence.end]
    if _ENDED.match(following):
        return True
    if following.startswith(("施行前", "实施前", "施行以前", "施行之前")):
        return True
    if preceding.endswith(_FORMER) or any(word in following for word in _ENDING) or _TRANSITION.search(preceding):
        return True
    repeal = repeal_of(context, citation)
    return repeal is not None and normalise_title(repeal.by_title) == normalise_title(context.document.title)


def repealed_finding(reporter: Reporter, citation: Citation, repeal: Repeal | None = None) -> Finding:
    """The finding for a repealed law: by what, since when, and what follows from the dates."""
    context = reporter.context
    repeal = repeal or repeal_of(context, citation)
    on, made = repeal.on if repeal else None, context.document_date
    case = "" if on and made and made >= on else "cleanup"
    facts = {
        "文件日期": context.document_date_told,
        "废止日期": on.isoformat() if on else "待核",
        "审查日期": context.as_of.isoformat(),
    }
    by = f"《{repeal.by_title}》{repeal.by_article}" if repeal and repeal.by_title else ""
    evidence = Evidence(
        _why_repealed(on, made),
        upper_law=repeal.by_title if repeal else "",
        upper_clause=repeal.by_article if repeal else "",
        upper_text=repeal.quote if repeal else "",
        facts=facts,
    )
    return reporter.finding(
        title_span_of(citation),
        case=case if on else "unknown",
        evidence=evidence,
        guards=(GuardResult("G5", False, "不是“原《…》”或废止条款"),),
        confidence=1.0 if on else 0.5,
        words={
            "title": named(citation),
            "ended": _ended(repeal, by) if on else "疑似已废止，废止日期待核",
            "successor": f"改引《{successor(context, repeal)}》的相应规定"
            if repeal and by
            else "核实现行有效的法律后改引",
            "action": _action(on, made),
        },
    )


def successor(context: CheckContext, repeal: Repeal) -> str:
    """What to cite now: what repealed the law, or what has repealed that in turn."""
    held = context.library.repealed_titles() if context.library else {}
    return stands_in(held, repeal.by_title, context.as_of)


def _ended(repeal: Repeal | None, by: str) -> str:
    """Since when the text has ended, by which law, or by its own 有效期."""
    since = repeal.on.isoformat() if repeal and repeal.on else ""
    if repeal and repeal.term:
        return f"有效期已满，自{since}起失效（有没有延长，请核对）"
    return f"已自{since}起{f'由{by}' if by else ''}废止"


def _action(on: date | None, made: date | None) -> str:
    """What follows from the dates; both cases where they do not decide it."""
    if on is None or made is None:
        return "引用时已废止的应当修改，其后废止的应当列入清理"
    return "制定时已废止，应当修改" if made >= on else "制定后被废止，应当列入清理"


def _why_repealed(on: date | None, made: date | None) -> str:
    if on is None:
        return "法规库标为已废止，但没有查到废止条款和日期，请核实"
    if made is None:
        return "文件没有写明日期，不能判断制定时该法是否已废止，按应清理处理"
    return "制定时该法已经废止" if made >= on else "制定后该法被废止，应当清理"
