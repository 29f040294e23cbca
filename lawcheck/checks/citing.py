"""Citations C: names, validity and places of the laws that the document cites, and of its own articles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date

from rapidfuzz.distance import Levenshtein

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Evidence, Finding, GuardResult, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.citations import Citation, CitationState, Move
from lawcheck.document import Span, Unit, UnitKind
from lawcheck.laws import Level, Repeal, normalise_title
from lawcheck.references import ReferenceKind

__all__: list[str] = []

NAME_DISTANCE = 3
"""A wrong name differs from the real one by at most this many characters (domain.md C02)."""

SHORTEST_NAME = 4
"""Shorter names are too near to each other (水法, 税法) to tell a slip from an unknown law."""

PREFIX = "中华人民共和国"
_EXTERNAL = (ReferenceKind.TITLE, ReferenceKind.EXTERNAL)
_UNKNOWN = (CitationState.NOT_IN_LIBRARY, CitationState.NOT_CHECKED, CitationState.WRONG_NAME)
_FORMER = ("原", "原“", "（原", "曾依照", "曾根据", "曾按照", "废止的", "失效的", "废止")  # before a title: G5
_ENDING = ("同时废止", "即行废止", "停止执行", "予以废止")  # after a title: the clause that ends it
_PLACE = re.compile(r"第[一二三四五六七八九十百〇零]+[条款]|前[一二两三]?[款条项]|本[款条](?!例)")
_INLINE_POINT = re.compile(r"[；：。][（(][一二三四五六七八九十]+[）)]")
_NUMBERING_FAULTS = ("P101", "P102", "P104", "P108", "P110", "P114")
_TRANSITION = re.compile(r"本(?:条例|办法|规定|细则)(?:施行|实施|生效)(?:之?前|之日前)")
_SHOWN = 400  # characters of an article on the evidence card
_FROM_CONTENT = 0.6  # confidence of a moved number that only the clause itself shows
_LISTED = 5  # titles named in a reason; more are counted only


def _external(context: CheckContext) -> tuple[Citation, ...]:
    """Citations of other documents; one that resolves inside (the document's own title) is left out."""
    return tuple(
        c for c in context.citations if c.reference.kind in _EXTERNAL and c.state is not CitationState.INTERNAL
    )


def _title_span(citation: Citation) -> Span:
    return citation.reference.title_span or citation.reference.span


def _named(citation: Citation) -> str:
    return f"《{citation.reference.address.law or citation.reference.text}》"


def _conclude(
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
        if _named(citation) not in names:
            names.append(_named(citation))
    return "；".join(f"{state} {_enumerated(names)}" for state, names in reasons.items())


def _enumerated(names: list[str]) -> str:
    return "、".join(names[:_LISTED]) + ("等" if len(names) > _LISTED else "")


# -- C01 ---------------------------------------------------------------------------------------------------------


@for_rule("C01")
def check_repealed(reporter: Reporter) -> Outcome:
    """A repealed law is cited: 应当修改 if it was already repealed when the document was made, else 应清理."""
    citations = _external(reporter.context)
    repealed = [c for c in citations if _is_repealed(reporter.context, c) and not _historical(reporter.context, c)]
    unknown = tuple(c for c in citations if c.state in _UNKNOWN)
    return _conclude(reporter.context, (_repealed(reporter, c) for c in repealed), citations, unknown)


def _is_repealed(context: CheckContext, citation: Citation) -> bool:
    """Repealed by the text of a law in the library, or by the date that the catalogue gives."""
    if citation.state is CitationState.REPEALED:
        return True
    on = citation.catalogue.repealed_on if citation.catalogue else None
    return on is not None and on <= context.as_of


def _repeal_of(context: CheckContext, citation: Citation) -> Repeal | None:
    if citation.repeal is not None or citation.catalogue is None or context.library is None:
        return citation.repeal
    known = context.library.repealed_titles().get(normalise_title(citation.catalogue.title))
    return known or Repeal(citation.catalogue.repealed_by, "", citation.catalogue.repealed_on, "")


def _historical(context: CheckContext, citation: Citation) -> bool:
    """G5: 原《…》, 已废止的《…》, transitional clauses (本条例施行前…), and what the document itself repeals."""
    span = _title_span(citation)
    sentence = context.sentence(span.start)
    preceding, following = context.text[sentence.start : span.start], context.text[span.end : sentence.end]
    if preceding.endswith(_FORMER) or any(word in following for word in _ENDING) or _TRANSITION.search(preceding):
        return True
    repeal = _repeal_of(context, citation)
    return repeal is not None and normalise_title(repeal.by_title) == normalise_title(context.document.title)


def _repealed(reporter: Reporter, citation: Citation) -> Finding:
    context = reporter.context
    repeal = _repeal_of(context, citation)
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
        _title_span(citation),
        case=case if on else "unknown",
        evidence=evidence,
        guards=(GuardResult("G5", False, "不是“原《…》”或废止条款"),),
        confidence=1.0 if on else 0.5,
        words={
            "title": _named(citation),
            "ended": f"已自{on.isoformat()}起{f'由{by}' if by else ''}废止" if on else "疑似已废止，废止日期待核",
            "successor": f"改引{by.split('》')[0]}》的相应规定" if by else "核实现行有效的法律后改引",
            "action": _action(on, made),
        },
    )


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


# -- C02, C03 ----------------------------------------------------------------------------------------------------


@for_rule("C02")
def check_names(reporter: Reporter) -> Outcome:
    """A name that is nearly, but not, the title of a law; one that is merely unknown stays 库中无此法."""
    citations = _external(reporter.context)
    wrong = [c for c in citations if c.state is CitationState.WRONG_NAME and _near_title(reporter, c)]
    unknown = tuple(c for c in citations if c.state in _UNKNOWN and c not in wrong)
    return _conclude(reporter.context, (_wrong_name(reporter, c) for c in wrong), citations, unknown)


def _near_title(reporter: Reporter, citation: Citation) -> str:
    """The one title meant, if it is close enough to say so; only names of national laws are judged."""
    key = normalise_title(citation.reference.address.law or "")
    known = reporter.rule.trigger.parameters.get("historical", [])
    past = {normalise_title(str(title)) for title in known} if isinstance(known, list) else set()
    if not key.endswith(("法", "法典")) or key in past:
        return ""
    near = [title for title in citation.candidates if _close(key, normalise_title(title))]
    return near[0] if near else ""


def _close(key: str, real: str) -> bool:
    """At most three characters apart, and those less than a third of the longer name: 水法 is not a slip for 税法."""
    distance = Levenshtein.distance(key, real, score_cutoff=NAME_DISTANCE)
    long_enough = min(len(key), len(real)) >= SHORTEST_NAME
    return long_enough and 0 < distance <= NAME_DISTANCE and distance * 3 <= max(len(key), len(real))


def _wrong_name(reporter: Reporter, citation: Citation) -> Finding:
    right = _near_title(reporter, citation)
    evidence = Evidence(
        "法规库和目录中都没有这一名称，有相近的现行名称",
        upper_law=right,
        facts={"引用名称": _named(citation), "相近名称": "、".join(f"《{t}》" for t in citation.candidates)},
    )
    return reporter.finding(
        _title_span(citation), evidence=evidence, words={"title": _named(citation), "right": f"《{right}》"}
    )


@for_rule("C03")
def check_full_names(reporter: Reporter) -> Outcome:
    """The first citation of a national law without 中华人民共和国, where its title has it."""
    context, seen = reporter.context, set[str]()
    findings = []
    citations = tuple(c for c in _external(context) if c.reference.title_span is not None)
    for citation in sorted(citations, key=lambda c: c.reference.span):
        full = _full_title(citation) or _customary(reporter, citation)
        if full and full not in seen and not (citation.reference.address.law or "").startswith(PREFIX):
            findings.append(_short_name(reporter, citation, full))
        seen.add(full)
    unknown = tuple(c for c in citations if c.state in _UNKNOWN and not _customary(reporter, c))
    outcome = _conclude(context, findings, citations, unknown)
    return outcome if outcome.state is not State.DOUBTFUL or unknown else Outcome(outcome.findings)


def _full_title(citation: Citation) -> str:
    """The title of a national law or administrative regulation that begins with 中华人民共和国, else nothing."""
    if citation.law is not None:
        national = citation.law.level in (Level.LAW, Level.ADMINISTRATIVE)
        return citation.law.title if national and citation.law.title.startswith(PREFIX) else ""
    entry = citation.catalogue
    return entry.title if entry and entry.title.startswith(PREFIX) and entry.level is Level.LAW else ""


def _customary(reporter: Reporter, citation: Citation) -> str:
    """The full title behind a customary short name (监督法) that the rule's file lists."""
    names = reporter.rule.trigger.parameters.get("short_names", {})
    written = citation.reference.address.law or ""
    return str(names.get(written, "")) if isinstance(names, dict) and citation.law is None else ""


def _short_name(reporter: Reporter, citation: Citation, full: str) -> Finding:
    return reporter.finding(
        _title_span(citation),
        evidence=Evidence("首次引用法律应当使用全称，再次引用可以使用简称", upper_law=full),
        words={"title": _named(citation), "right": f"《{full}》"},
    )


# -- C04 ---------------------------------------------------------------------------------------------------------


@for_rule("C04")
def check_articles(reporter: Reporter) -> Outcome:
    """An article number beyond the last article of the law; holes of the library are 未核对, not wrong."""
    context = reporter.context
    citations = tuple(c for c in _external(context) if not c.reference.address.is_empty)
    missing = [c for c in citations if c.state is CitationState.NO_SUCH_ARTICLE and c.article is None]
    unknown = tuple(c for c in citations if c.exists is None and c.state is not CitationState.NO_SUCH_ARTICLE)
    return _conclude(context, (_no_article(reporter, c) for c in missing), citations, unknown)


def _no_article(reporter: Reporter, citation: Citation) -> Finding:
    context, version = reporter.context, citation.version
    made = context.document_date
    day = version.effective_from if version else None
    older = bool(made and day and made < day)
    facts = {"现有条文": citation.article_range, "文件日期": made.isoformat() if made else "不明"}
    evidence = Evidence(
        citation.reason + ("；文件早于该版本施行，引用时的条号可能存在" if older else ""),
        upper_law=citation.law.title if citation.law else "",
        upper_version=day.isoformat() if day else "",
        facts=facts,
    )
    return reporter.finding(
        citation.reference.span,
        case="cleanup" if older else "",
        evidence=evidence,
        words={"reason": citation.reason},
    )


# -- C05 ---------------------------------------------------------------------------------------------------------


@for_rule("C05")
def check_moved(reporter: Reporter) -> Outcome:
    """A number that an amendment has moved: the cited text now stands under another one."""
    context = reporter.context
    citations = tuple(c for c in _external(context) if c.reference.address.article is not None)
    moved = [(c, c.moved) for c in citations if c.moved is not None and not _historical(context, c)]
    outcome = _conclude(context, (_moved(reporter, c, move) for c, move in moved), citations, ())
    followed = {id(c) for c, _ in moved}
    reasons = dict.fromkeys(_why_unfollowed(c) for c in citations if id(c) not in followed and _why_unfollowed(c))
    if not reasons:
        return outcome
    shown = "；".join((*list(reasons)[:_LISTED], *(("等",) if len(reasons) > _LISTED else ())))
    return Outcome(outcome.findings, State.NOT_CHECKED, "；".join(part for part in (shown, outcome.reason) if part))


def _why_unfollowed(citation: Citation) -> str:
    if citation.unfollowed or citation.article is not None or citation.state is CitationState.NO_SUCH_ARTICLE:
        return citation.unfollowed
    return f"{_named(citation)}没有文本可以核对条号"


def _moved(reporter: Reporter, citation: Citation, move: Move) -> Finding:
    """Both texts side by side; from the clause alone it is only suspected."""
    context = reporter.context
    start = citation.version.effective_from or citation.version.adopted if citation.version else None
    made = context.document_date
    older = bool(made and start and made < start)
    certain = move.how == "concordance"
    written, now = citation.reference.text, move.now.label
    title = citation.law.title if citation.law else ""
    facts = {
        "文件日期": made.isoformat() if made else "不明",
        "现行版本施行日期": start.isoformat() if start else "待核",
        "现行同号条文": move.there.text[:_SHOWN] if move.there else "（无）",
        ("原文与现行条文相似度" if certain else "条文用语见于该条的比例"): f"{move.similarity:.2f}",
    }
    if move.cited is not None:
        facts["所引原条文"] = move.cited.text[:_SHOWN]
    evidence = Evidence(
        citation.reason if certain else "所引条号的现行条文与本条所述行为无关，本条所述行为见于该法另一条",
        upper_law=title,
        upper_version=start.isoformat() if start else "",
        upper_clause=now,
        upper_text=move.now.text[:_SHOWN],
        facts=facts,
    )
    words = {
        "message": f"{written}的条号因修改已变动，现为{now}"
        if certain
        else f"{written}疑似条号错位，所述内容见于现行{now}",
        "suggestion": f"对照两处条文核实后改引《{title}》{now}",
    }
    case = ("cleanup" if older else "") if certain else "suspected"
    confidence = 1.0 if certain else _FROM_CONTENT
    return reporter.finding(citation.reference.span, case=case, evidence=evidence, confidence=confidence, words=words)


# -- C09 ---------------------------------------------------------------------------------------------------------


@for_rule("C09")
def check_internal(reporter: Reporter) -> Outcome:
    """前款, 前条, 本条例第X条第Y款: the place must exist in this document."""
    context = reporter.context
    own = tuple(c for c in context.citations if c.reference.kind not in _EXTERNAL or c.state is CitationState.INTERNAL)
    if not own:
        return Outcome(state=State.NOT_APPLICABLE, reason="文中没有对本文件条款的引用")
    missing = [c for c in own if c.exists is False and not context.zones.in_quotes(c.reference.span.start)]
    broken = [c for c in missing if not _is_elliptic(context, c)]
    open_ones = sum(c.exists is None for c in own) + len(missing) - len(broken)
    faults = _numbering_faults(context)
    findings = tuple(_broken(reporter, c, faults) for c in broken)
    if not open_ones:
        return Outcome(findings)
    return Outcome(findings, State.DOUBTFUL, f"{len(own)}处内部引用，其中{open_ones}处无法确定所指")


def _is_elliptic(context: CheckContext, citation: Citation) -> bool:
    """A bare 第X项 or 第X款 behind another reference in the same 条 (违反第三条规定，按下列规定处罚：（一）违反第一项…)
    may continue that one: the place meant is not certain, so nothing is reported."""
    reference = citation.reference
    if reference.how not in ("bare", "elided"):
        return False
    if reference.address.article is not None:
        return _is_of_other_text(context, reference.span)
    steps = _steps(context, reference.span.start)
    paragraph = next((u for u in steps if u.kind is UnitKind.PARAGRAPH), None)
    if reference.address.point is not None and paragraph is not None and not paragraph.children:
        return True  # 有第一项规定情形的: the 项 of another 款
    article = next((u for u in steps if u.kind is UnitKind.ARTICLE), None)
    start = article.span.start + len(article.label) if article else 0
    return bool(_PLACE.search(context.text, start, reference.span.start))


def _is_of_other_text(context: CheckContext, span: Span) -> bool:
    """条例第三十一条 after 以下简称条例; 第九十八条 behind 《某法》第九十八条 in the same line; and a number with a blank
    behind it, the start of a 条 inside a line."""
    named = context.before(span.start, 2).endswith(("条例", "办法", "规定", "细则", "规则", "决定", "法"))
    line = context.text.rfind("\n", 0, span.start) + 1
    return named or "》" in context.text[line : span.start] or context.after(span.end, 1).isspace()


def _steps(context: CheckContext, offset: int) -> tuple[Unit, ...]:
    unit = context.document.unit_at(offset)
    return context.document.path(unit) if unit is not None else ()


def _numbering_faults(context: CheckContext) -> list[int]:
    return sorted(p.span.start for p in context.document.problems if p.code in _NUMBERING_FAULTS)


def _stands_in_doubt(context: CheckContext, citation: Citation, faults: list[int]) -> bool:
    """The 条 of the reference or of its target has faulty numbering, perhaps from a bad conversion; or the reference
    stands behind a list (also one written inside a line), where a new 款 may begin without showing."""
    at = citation.reference.span.start
    steps = _steps(context, at)
    if any(u.wrap_up_span.start <= at < u.wrap_up_span.end for u in steps):
        return True
    if steps and _INLINE_POINT.search(context.text, steps[-1].text_span.start, at):
        return True
    places = [at] + ([citation.target.span.start] if citation.target else [])
    articles = [u for place in places for u in _steps(context, place) if u.kind is UnitKind.ARTICLE]
    return any(bisect_left(faults, a.span.start) < bisect_left(faults, a.span.end) for a in articles)


def _broken(reporter: Reporter, citation: Citation, faults: list[int]) -> Finding:
    target = citation.target
    doubtful = _stands_in_doubt(reporter.context, citation, faults)
    facts: Mapping[str, str] = {"引用": citation.reference.text}
    label = reporter.context.document.citation_label(target) if target else ""
    evidence = Evidence(
        citation.reason + ("；所涉条文的编号有疑问，可能是转换所致" if doubtful else ""),
        upper_clause=label,
        upper_text=target.full_text[:400] if target else "",
        facts=facts,
    )
    confidence = 0.5 if doubtful else 1.0
    words = {"reason": citation.reason}
    return reporter.finding(citation.reference.span, evidence=evidence, confidence=confidence, words=words)
