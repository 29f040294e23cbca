"""Citations C: names, validity and places of the laws that the document cites, and of its own articles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from rapidfuzz.distance import Indel, Levenshtein

from lawcheck.checks.cited import (
    LISTED,
    UNKNOWN,
    conclude,
    external_citations,
    is_historical,
    is_law,
    is_regulation,
    is_repealed,
    named,
    repealed_finding,
    title_span_of,
)
from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Evidence, Finding, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.citations import Citation, CitationState, Move, missing_part
from lawcheck.document import Span, Unit, UnitKind
from lawcheck.document.decisions import amends, new_texts
from lawcheck.laws import Level, guess_territory, iso, normalise_title, same_words, without_padding

__all__: list[str] = []

NAME_DISTANCE = 3
"""A wrong name differs from the real one by at most this many characters (domain.md C02)."""

SHORTEST_NAME = 4
"""Shorter names are too near to each other (水法, 税法) to tell a slip from an unknown law."""

LONG_NAME = 8
"""Names of regulations from which on one character lost is a slip."""

PREFIX = "中华人民共和国"
_PLACE = re.compile(r"第[一二三四五六七八九十百〇零]+[条款]|前[一二两三]?[款条项]|本[款条](?!例)")
_INLINE_POINT = re.compile(r"[；：。][（(][一二三四五六七八九十]+[）)]")
_NUMBERING_FAULTS = ("P101", "P102", "P104", "P108", "P110", "P114")
_SHOWN = 400  # characters of an article on the evidence card
_OTHER_TEXT = 0.8  # confidence where the document may have cited an earlier text
_FOLLOWED = ("concordance", "stated")  # moves that a text or a source shows, not the words of the clause
_HOW_SURE = {"concordance": 1.0, "content": 0.6, "stated": 0.5, "sentence": 0.5}  # of a moved number, by what shows it


# -- C01 ---------------------------------------------------------------------------------------------------------


@for_rule("C01")
def check_repealed(reporter: Reporter) -> Outcome:
    """A repealed law is cited: 应当修改 if it was already repealed when the document was made, else 应清理."""
    citations = tuple(c for c in external_citations(reporter.context) if is_law(reporter, c) or not is_regulation(c))
    repealed = [c for c in citations if is_repealed(reporter.context, c) and not is_historical(reporter.context, c)]
    unknown = tuple(c for c in citations if c.state in UNKNOWN)
    return conclude(reporter.context, (repealed_finding(reporter, c) for c in repealed), citations, unknown)


# -- C02, C03 ----------------------------------------------------------------------------------------------------


@for_rule("C02")
def check_names(reporter: Reporter) -> Outcome:
    """A name that is nearly, but not, the title of a law; one that is merely unknown stays 库中无此法."""
    citations = external_citations(reporter.context)
    wrong = [c for c in citations if c.state is CitationState.WRONG_NAME and _near_title(reporter, c)]
    unknown = tuple(c for c in citations if c.state in UNKNOWN and c not in wrong)
    return conclude(reporter.context, (_wrong_name(reporter, c) for c in wrong), citations, unknown)


def _near_title(reporter: Reporter, citation: Citation) -> str:
    """The one title meant, if it is close enough to say so."""
    key = normalise_title(citation.reference.address.law or "")
    known = reporter.rule.trigger.parameters.get("historical", [])
    past = {normalise_title(str(title)) for title in known} if isinstance(known, list) else set()
    if key in past:
        return ""
    alike = _close if key.endswith(("法", "法典")) else _slipped
    near = [title for title in citation.candidates if alike(key, normalise_title(title))]
    return near[0] if near else ""


def _slipped(key: str, real: str) -> bool:
    """The same characters in another order; of a name without a place in it also one character lost or doubled, or words
    like 管理 put in. The names of regulations are many and near each other: no other slip is told."""
    if key == real or len(key) <= SHORTEST_NAME:
        return False
    if sorted(key) == sorted(real):
        return True
    national = not guess_territory(key)[0] and not guess_territory(real)[0]
    lost = len(key) >= LONG_NAME and len(key) != len(real) and Indel.distance(key, real) == 1
    return national and (lost or without_padding(key) == real)


def _close(key: str, real: str) -> bool:
    """At most three characters apart, and those less than a third of the longer name: 水法 is not a slip for 税法; or
    one with words like 管理 put in, or with its words in another order."""
    if without_padding(key) == real or same_words(key, real):
        return True
    if len(key) == len(real) > SHORTEST_NAME and Indel.distance(key, real) == 2:  # 行政起诉法: one wrong character
        return True
    distance = Levenshtein.distance(key, real, score_cutoff=NAME_DISTANCE)
    long_enough = min(len(key), len(real)) >= SHORTEST_NAME
    return long_enough and 0 < distance <= NAME_DISTANCE and distance * 3 <= max(len(key), len(real))


def _wrong_name(reporter: Reporter, citation: Citation) -> Finding:
    right = _near_title(reporter, citation)
    evidence = Evidence(
        "法规库和目录中都没有这一名称，有相近的现行名称",
        upper_law=right,
        facts={"引用名称": named(citation), "相近名称": "、".join(f"《{t}》" for t in citation.candidates)},
    )
    return reporter.finding(
        title_span_of(citation), evidence=evidence, words={"title": named(citation), "right": f"《{right}》"}
    )


@for_rule("C03")
def check_full_names(reporter: Reporter) -> Outcome:
    """The first citation of a national law without 中华人民共和国, where its title has it."""
    context, seen = reporter.context, set[str]()
    findings = []
    citations = tuple(c for c in external_citations(context) if c.reference.title_span is not None)
    for citation in sorted(citations, key=lambda c: c.reference.span):
        full = _full_title(citation) or _customary(reporter, citation)
        if full and full not in seen and not (citation.reference.address.law or "").startswith(PREFIX):
            findings.append(_short_name(reporter, citation, full))
        seen.add(full)
    unknown = tuple(c for c in citations if c.state in UNKNOWN and not _customary(reporter, c))
    outcome = conclude(context, findings, citations, unknown)
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
        title_span_of(citation),
        evidence=Evidence("首次引用法律应当使用全称，再次引用可以使用简称", upper_law=full),
        words={"title": named(citation), "right": f"《{full}》"},
    )


# -- C04 ---------------------------------------------------------------------------------------------------------


@for_rule("C04")
def check_articles(reporter: Reporter) -> Outcome:
    """An article number beyond the last article of the law; holes of the library are 未核对, not wrong."""
    context = reporter.context
    citations = tuple(c for c in external_citations(context) if not c.reference.address.is_empty)
    missing = [c for c in citations if c.state is CitationState.NO_SUCH_ARTICLE and c.article is None]
    unknown = tuple(c for c in citations if c.exists is None and c.state is not CitationState.NO_SUCH_ARTICLE)
    return conclude(context, (_no_article(reporter, c) for c in missing), citations, unknown)


def _no_article(reporter: Reporter, citation: Citation) -> Finding:
    context, version = reporter.context, citation.version
    made = context.document_date
    day = version.effective_from if version else None
    older = bool(made and day and made < day)
    facts = {"现有条文": citation.article_range, "文件日期": made.isoformat() if made else "不明"}
    evidence = Evidence(
        citation.reason + ("；文件早于该版本施行，引用时的条号可能存在" if older else ""),
        upper_law=citation.law.title if citation.law else "",
        upper_version=iso(day),
        facts=facts,
    )
    return reporter.finding(
        citation.reference.span,
        case="cleanup" if older else "",
        evidence=evidence,
        words={"reason": citation.reason},
    )


# -- C06 ---------------------------------------------------------------------------------------------------------


@for_rule("C06")
def check_paragraphs(reporter: Reporter) -> Outcome:
    """A 款 or 项 beyond those that the cited article has in the text of today, or had where its number has moved since."""
    context = reporter.context
    citations = tuple(
        c for c in external_citations(context) if c.reference.address.paragraph or c.reference.address.point
    )
    missing = [c for c in citations if c.article is not None and _lacks(c)]
    unknown = tuple(c for c in citations if c.article is None)
    findings = [_no_paragraph(reporter, c) for c in missing if not is_historical(context, c)]
    return conclude(context, findings, citations, unknown)


def _lacks(citation: Citation) -> str:
    """What is not there, in words; of an article whose number has moved, in none of the texts held."""
    move, address = citation.moved, citation.reference.address
    if move is None or move.how not in _FOLLOWED:
        return citation.reason if citation.exists is False else ""
    first = move.cited or move.there
    missing = missing_part(first.text, address) if first else ""
    return f"{missing}，现行{move.now.label}也没有" if missing and missing_part(move.now.text, address) else ""


def _no_paragraph(reporter: Reporter, citation: Citation) -> Finding:
    """Older documents counted the 款 of another text: for them it is a matter of 清理."""
    context, version, article, reason = reporter.context, citation.version, citation.article, _lacks(citation)
    made = context.document_date
    day = (version.effective_from or version.adopted) if version else None
    older = made is None or (day is not None and made < day)
    evidence = Evidence(
        reason + ("；文件早于该版本施行，引用时的款项可能存在" if older and made and citation.moved is None else ""),
        upper_law=citation.law.title if citation.law else "",
        upper_version=iso(day),
        upper_clause=article.label if article else "",
        upper_text=article.text[:_SHOWN] if article else "",
        facts={"文件日期": context.document_date_told},
    )
    case, confidence = ("cleanup", _OTHER_TEXT) if older else ("", 1.0)
    words = {"reason": reason}
    return reporter.finding(citation.reference.span, case=case, evidence=evidence, confidence=confidence, words=words)


# -- C05 ---------------------------------------------------------------------------------------------------------


@for_rule("C05")
def check_moved(reporter: Reporter) -> Outcome:
    """A number that an amendment has moved: the cited text now stands under another one."""
    context = reporter.context
    citations = tuple(c for c in external_citations(context) if c.reference.address.article is not None)
    moved = [(c, c.moved) for c in citations if c.moved and not (is_historical(context, c) or _made_law(context, c))]
    outcome = conclude(context, (_moved(reporter, c, move) for c, move in moved), citations, ())
    followed = {id(c) for c, _ in moved}
    reasons = dict.fromkeys(_why_unfollowed(c) for c in citations if id(c) not in followed and _why_unfollowed(c))
    if not reasons:
        return outcome
    shown = "；".join((*list(reasons)[:LISTED], *(("等",) if len(reasons) > LISTED else ())))
    return Outcome(outcome.findings, State.NOT_CHECKED, "；".join(part for part in (shown, outcome.reason) if part))


def _made_law(context: CheckContext, citation: Citation) -> bool:
    """Whether a decision laid the number down for another text, and the law cited has changed since: that text is to be mended,
    not the decision."""
    version, made = citation.version, context.document_date
    start = version.effective_from or version.adopted if version else None
    laid_down = any(new.start <= citation.reference.span.start < new.end for new in new_texts(context.document))
    return laid_down and amends(context.document.title) and bool(made and start and made < start)


def _why_unfollowed(citation: Citation) -> str:
    if citation.unfollowed or citation.article is not None or citation.state is CitationState.NO_SUCH_ARTICLE:
        return citation.unfollowed
    return f"{named(citation)}没有文本可以核对条号"


_GROUNDS = {
    "concordance": "原文与现行条文相似度",
    "stated": "条号对照的依据",
    "content": "条文用语见于该条的比例",
    "sentence": "本句与该条最相近一句的相似度",
}


_MOVED = {
    "concordance": "{written}的条号因修改已变动，现为{now}",
    "stated": "{written}的条号疑似因修改已变动，现为{now}（依据待核）",
    "content": "{written}疑似条号错位，所述内容见于现行{now}",
    "sentence": "{written}疑似条号有误，本句内容与该条不符，与现行{now}较为接近",
}

_BY_CONTENT = {
    "content": "所引条号的现行条文与本条所述内容不符，本条所述内容见于该法另一条",
    "sentence": "所引条号的条文与本句内容不符，该法另一条与本句较为接近，请对照核实",
}
"""What is only suspected, from today's text alone."""


def _moved(reporter: Reporter, citation: Citation, move: Move) -> Finding:
    """Both texts side by side; from the clause alone it is only suspected."""
    context = reporter.context
    start = citation.version.effective_from or citation.version.adopted if citation.version else None
    made = context.document_date
    older = bool(made and start and made < start)
    written, now = citation.reference.text, move.now.label
    title = citation.law.title if citation.law else ""
    facts = {
        "文件日期": made.isoformat() if made else "不明",
        "现行版本施行日期": start.isoformat() if start else "待核",
        "现行同号条文": move.there.text[:_SHOWN] if move.there else "（无）",
        _GROUNDS[move.how]: f"{move.similarity:.2f}" if move.similarity else "依据待核",
    }
    if move.cited is not None:
        facts["所引原条文"] = move.cited.text[:_SHOWN]
    evidence = Evidence(
        _BY_CONTENT.get(move.how, citation.reason),
        upper_law=title,
        upper_version=iso(start),
        upper_clause=now,
        upper_text=move.now.text[:_SHOWN],
        facts=facts,
    )
    words = {
        "message": _MOVED[move.how].format(written=written, now=now),
        "suggestion": "核实所引条号" if move.how == "sentence" else f"对照两处条文核实后改引《{title}》{now}",
    }
    case = "suspected" if move.how in _BY_CONTENT else "cleanup" if older else ""
    confidence = _HOW_SURE[move.how]
    return reporter.finding(citation.reference.span, case=case, evidence=evidence, confidence=confidence, words=words)


# -- C09 ---------------------------------------------------------------------------------------------------------


@for_rule("C09")
def check_internal(reporter: Reporter) -> Outcome:
    """前款, 前条, 本条例第X条第Y款: the place must exist in this document."""
    context = reporter.context
    own = tuple(c for c in context.citations if not c.reference.kind.names_another or c.state is CitationState.INTERNAL)
    if not own:
        return Outcome(state=State.NOT_APPLICABLE, reason="文中没有对本文件条款的引用")
    missing = [c for c in own if c.exists is False and not context.zones.in_quotes(c.reference.span.start)]
    broken = [c for c in missing if not (_is_elliptic(context, c) or _goes_on(c.target) or _of_another(context, c))]
    open_ones = sum(c.exists is None for c in own) + len(missing) - len(broken)
    faults = _numbering_faults(context)
    findings = tuple(_broken(reporter, c, faults) for c in broken)
    if not open_ones:
        return Outcome(findings)
    return Outcome(findings, State.DOUBTFUL, f"{len(own)}处内部引用，其中{open_ones}处无法确定所指")


_OF_ANOTHER = re.compile(r"(?<!本)(?:法|条例|法典|通则|法总则|法分则)$")


def _of_another(context: CheckContext, citation: Citation) -> bool:
    """Whether the words straight before name a law (民法总则第一百八十八条, 刑法分则第八章), held or not: the place is there."""
    start = citation.reference.span.start
    return _OF_ANOTHER.search(context.text, max(0, start - 8), start) is not None


def _is_elliptic(context: CheckContext, citation: Citation) -> bool:
    """A bare 第X项 or 第X款 behind another reference in the same 条 (违反第三条规定，按下列规定处罚：（一）违反第一项…)
    may continue that one: the place meant is not certain, so nothing is reported."""
    reference = citation.reference
    if reference.how not in ("bare", "elided"):
        return False
    if reference.address.article is None and reference.address.chapter is not None:
        return _follows_law(context, reference.span) or _heads_chapter(context, reference.span)
    if reference.address.article is not None:
        return _is_of_other_text(context, reference.span)
    steps = _steps(context, reference.span.start)
    paragraph = next((u for u in steps if u.kind is UnitKind.PARAGRAPH), None)
    if reference.address.point is not None and paragraph is not None and not paragraph.children:
        return True  # 有第一项规定情形的: the 项 of another 款
    article = next((u for u in steps if u.kind is UnitKind.ARTICLE), None)
    start = article.span.start + len(article.label) if article else 0
    return bool(_PLACE.search(context.text, start, reference.span.start))


def _goes_on(target: Unit | None) -> bool:
    """Whether the 款 only goes on with the 项 of the one before it, since a line of its own stands within a 项."""
    points = (u.number.value for u in target.walk() if u.kind is UnitKind.POINT and u.number) if target else iter(())
    return next(points, 1) > 1


def _is_of_other_text(context: CheckContext, span: Span) -> bool:
    """条例第三十一条 after 以下简称条例; 第九十八条 behind 《某法》第九十八条 in the same line; and a number with a blank
    behind it, the start of a 条 inside a line."""
    named = context.before(span.start, 2).endswith(("条例", "办法", "规定", "细则", "规则", "决定", "法"))
    if _follows_law(context, span):
        return True
    line = context.text.rfind("\n", 0, span.start) + 1
    return named or "》" in context.text[line : span.start] or context.after(span.end, 1).isspace()


_PARTS = r"(?:[总分附]则)?(?:第[一二三四五六七八九十百零〇]+[编章节])*"
_OF_LAW = re.compile(
    rf"(?P<own>本[^，。；]{{0,4}})?(?:法|条例)(?:{_PARTS}第[一二三四五六七八九十百零〇]+条|(?:[总分附]则)(?:第[一二三四五六七八九十百零〇]+[编章节])*)"
)


def _follows_law(context: CheckContext, span: Span) -> bool:
    """Whether another law is named by its bare name and place in the line before (刑法分则第九章第三百九十八条…第三百九十七条), or
    right before a 章 (刑法分则第九章)."""
    reach = max(0, span.start - _BEFORE)  # a text without line ends is one line
    line = context.text.rfind("\n", reach, span.start) + 1 or reach
    return any(not found["own"] for found in _OF_LAW.finditer(context.text, line, span.end))


_BEFORE = 400  # characters


def _heads_chapter(context: CheckContext, span: Span) -> bool:
    """Whether what looks like a reference is the heading of a 章 left at the end of the line before (…报告。第三章鉴定、加固和维护)."""
    rest = context.text[span.end : span.end + _LONGEST_HEADING + 1].partition("\n")[0]
    ended = context.before(span.start, 1) == "。"
    return ended and 0 < len(rest) <= _LONGEST_HEADING and not re.search("[。；，：]", rest)


_LONGEST_HEADING = 30


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
    case = "doubt" if doubtful else ""
    return reporter.finding(citation.reference.span, case=case, evidence=evidence, confidence=confidence, words=words)
