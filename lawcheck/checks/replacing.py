"""Repealed regulations (C11), and names of repealed laws that stand in the text without being cited (O02)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from lawcheck.checks.cited import (
    UNKNOWN,
    conclude,
    external_citations,
    is_historical,
    is_law,
    is_regulation,
    is_repealed,
    repealed_finding,
    successor,
)
from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Evidence, Finding, GuardResult, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.citations import Citation
from lawcheck.document import Span
from lawcheck.laws import Level, Repeal, normalise_title

__all__: list[str] = []


@for_rule("C11")
def check_regulations(reporter: Reporter) -> Outcome:
    """A regulation or rule of the State Council or its departments that another one has replaced."""
    context = reporter.context
    citations = tuple(c for c in external_citations(context) if is_regulation(c) and not is_law(reporter, c))
    listed = _replaced(reporter)
    gone = [(c, listed.get(normalise_title(c.reference.address.law or ""))) for c in citations]
    found = [(c, repeal) for c, repeal in gone if is_repealed(context, c) or _over(repeal, context.as_of)]
    told = {id(c) for c, _ in found}
    findings = [repealed_finding(reporter, c, r) for c, r in found if not is_historical(context, c)]
    unknown = tuple(c for c in citations if c.state in UNKNOWN and id(c) not in told)
    return conclude(context, findings, citations, unknown)


def _replaced(reporter: Reporter) -> Mapping[str, Repeal]:
    """``replaced`` of the rule's file: replacements that no text held tells."""
    rows = reporter.rule.trigger.parameters.get("replaced", [])
    found = {}
    for row in rows if isinstance(rows, list) else []:
        day = date.fromisoformat(str(row["on"])) if row.get("on") else None
        found[normalise_title(row["title"])] = Repeal(row["by"], row.get("article", ""), day, "")
    return found


def _over(repeal: Repeal | None, day: date) -> bool:
    return repeal is not None and (repeal.on is None or repeal.on <= day)


# -- O02 ---------------------------------------------------------------------------------------------------------

_SHORTEST: Final = 3
_BEFORE: Final = re.compile(r"(?:原|曾|旧|已废止的|废止的|失效的|《|〈|“)(?:中华人民共和国)?$")
_BEHIND: Final = re.compile(r"[，。；、：和与及或以等的中上所（(\s]|规定|有关|关于|施行|实施|生效|$")
"""A name ends where one of these follows: 物权法定, 合同法律关系 and 担保法人 are other words."""


@for_rule("O02")
def check_names_of_repealed_laws(reporter: Reporter) -> Outcome:
    """物权法规定的…: a repealed law named in running words; citations are the business of C01 and C11."""
    context = reporter.context
    if context.library is None:
        return Outcome(state=State.NOT_CHECKED, reason="没有打开法规库，未核对")
    repeals = {k: r for k, r in context.library.repealed_titles().items() if _over(r, context.as_of)}
    found = [(span, repeals[key]) for span, key in _named(context, repeals) if not _is_past(context, span)]
    return Outcome(tuple(_outdated(reporter, span, repeal) for span, repeal in found))


def _named(context: CheckContext, repeals: Mapping[str, Repeal]) -> Iterator[tuple[Span, str]]:
    """Names of repealed laws in the words of the document, none inside a longer name, title, quotation or citation."""
    laws = context.library.laws(Level.LAW) if context.library is not None else ()
    automaton, names = _automaton(tuple(sorted(repeals)), tuple(sorted({law.key for law in laws} - set(repeals))))
    cited = sorted((c.reference.span for c in context.citations if _takes_name(c)), key=lambda span: span.start)
    starts = [span.start for span in cited]
    for index, start, end in automaton.find_matches_as_indexes(context.text):
        zones, before = context.zones, bisect_right(starts, start) - 1
        inside = before >= 0 and start < cited[before].end
        shown = zones.own_words(start)
        if names[index] in repeals and shown and not inside and _BEHIND.match(context.text, end):
            yield Span(start, end), names[index]


def _takes_name(citation: Citation) -> bool:
    return citation.reference.kind.names_another


@lru_cache(maxsize=4)
def _automaton(repealed: tuple[str, ...], others: tuple[str, ...]) -> tuple[AhoCorasick, tuple[str, ...]]:
    """Names of repealed 法 and 条例; longer names that contain one (劳动合同法) win, because the longest match counts."""
    ended = tuple(n for n in repealed if n.endswith(("法", "总则", "通则", "条例")) and len(n) >= _SHORTEST)
    names = (*ended, *others)
    return AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest), names


def _is_past(context: CheckContext, span: Span) -> bool:
    """G5: 原物权法, and clauses about the time before (本条例施行前…)."""
    if _BEFORE.search(context.before(span.start)):
        return True
    sentence = context.sentence(span.start)
    words = context.text[sentence.start : sentence.end]
    return "施行前" in words or "废止" in words[span.end - sentence.start :]


def _outdated(reporter: Reporter, span: Span, repeal: Repeal) -> Finding:
    context, on = reporter.context, repeal.on
    made = context.document_date
    by = f"《{repeal.by_title}》{repeal.by_article}" if repeal.by_title else ""
    since = f"自{on.isoformat()}起" if on else "（日期待核）"
    evidence = Evidence(
        f"{since}{f'由{by}' if by else ''}废止",
        upper_law=repeal.by_title,
        upper_clause=repeal.by_article,
        upper_text=repeal.quote,
        facts={"文件日期": context.document_date_told, "废止日期": on.isoformat() if on else "待核"},
    )
    case = "" if on and made and made >= on else "cleanup"
    words = {"ended": f"已{since}{f'由{by}' if by else ''}废止", "successor": successor(context, repeal) or "现行法律"}
    guards = (GuardResult("G1", False), GuardResult("G5", False))
    return reporter.finding(span, case=case, evidence=evidence, guards=guards, words=words)
