"""What has happened to the laws above since the document was written: old words kept (C07), repetition (C17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Evidence, Finding, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.citations import Concern, LawChange
from lawcheck.comparison import MatchComparison
from lawcheck.document import Span
from lawcheck.laws import Rank, iso, rank
from lawcheck.matching.model import Match, MatchState

__all__: list[str] = []

WORDS: Final = 0.75
"""A 款 without amounts is taken for a copy of the old words only if nearly all of it stood there …"""
LEAD: Final = 0.15
"""… and clearly less stands in the new ones: laws are reworded without a change of meaning."""
AMOUNTS: Final = 0.8
"""Confidence where an amount or a period gives the copy away …"""
SAID: Final = 0.6
"""… and where only the wording does."""

REPEATED: Final = 0.6
"""Share of a 款 that stands in a higher clause for it to count as repeated (domain.md C17) …"""
SHARE: Final = 0.3
"""… and share of the document's 款 from which on that is reported."""
LEAST: Final = 5
"""Fewer 款 are no base for a share."""
_SHOWN: Final = 400
_LISTED: Final = 12


@for_rule("C07")
def check_followed(reporter: Reporter) -> Outcome:
    """Words of an earlier version of a cited law that have stayed, and basis laws that have changed since."""
    context = reporter.context
    if context.library is None:
        return Outcome(state=State.NOT_CHECKED, reason="没有打开法规库，未核对")
    changes = context.law_changes
    copies = [
        _copy(reporter, change, c, i) for change in changes if not _is_peer(context, change) for i, c in _copies(change)
    ]
    radar = [_changed(reporter, change) for change in changes if change.basis and change.younger]
    open_ones = list(dict.fromkeys(change.reason for change in changes if change.reason))
    if not context.citations:
        return Outcome(state=State.NOT_APPLICABLE, reason="文中没有引用法律、法规")
    if context.document_date is None:
        open_ones.append("文件没有写明日期，不能判断所依据的法律在其后是否修改")
    return Outcome((*copies, *radar), State.NOT_CHECKED if open_ones else None, "；".join(open_ones))


def _is_peer(context: CheckContext, change: LawChange) -> bool:
    """Whether the law stands beside the document, not above it: an amount of its older text proves nothing."""
    facts, law = context.facts, change.law
    return facts.kind_certain and rank(facts.kind, facts.territory, law.kind, law.territory) is Rank.PEER


def _copies(change: LawChange) -> Iterator[tuple[int, Concern]]:
    """The 款 that follow the old words, each once, with the place of the article in ``change.clauses``."""
    seen: set[str] = set()
    for index, clause in enumerate(change.clauses):
        for concern in clause.concerns:
            plain = concern.old >= WORDS and concern.old - concern.new >= LEAD
            if concern.copied and concern.eid not in seen and (concern.kept or plain):
                seen.add(concern.eid)
                yield index, concern


def _copy(reporter: Reporter, change: LawChange, concern: Concern, index: int) -> Finding:
    clause, title = change.clauses[index], change.law.title
    kept = "、".join(concern.kept)
    what = (
        f"“{kept}”与修改前的{clause.old.label}相同，现行规定中没有"
        if kept
        else "文字与修改前的规定相同，与现行规定不同"
    )
    now = f"现行{clause.new.label}" if clause.new else "现行文本中已没有相应条文"
    facts = {
        "修改前条文": f"{clause.old.label}　{clause.old.text[:_SHOWN]}",
        "与修改前重合": f"{concern.old:.2f}",
        "与现行重合": f"{concern.new:.2f}",
        "文件日期": reporter.context.document_date_told,
    }
    evidence = Evidence(
        f"《{title}》{clause.old.label}已修改（{now}），本款{what}",
        upper_law=title,
        upper_version=_day(change),
        upper_clause=clause.new.label if clause.new else "",
        upper_text=clause.new.text[:_SHOWN] if clause.new else "",
        facts=facts,
    )
    words = {"message": f"疑似沿用《{title}》修改前的规定：{what}", "suggestion": f"对照{now}核实"}
    return reporter.finding(
        concern.span,
        case="" if kept else "words",
        evidence=evidence,
        confidence=AMOUNTS if kept else SAID,
        words=words,
    )


def _changed(reporter: Reporter, change: LawChange) -> Finding:
    """上位法已改、下位法未跟进: a hint to compare, with the articles that concern the document."""
    context, title = reporter.context, change.law.title
    days = "、".join(day.isoformat() for day in change.days)
    lines = [_line(context, change, index) for index in range(len(change.clauses))]
    facts = {
        "文件日期": context.document_date_told,
        "修改日期": days,
        "变动条文": f"{change.changed}条，其中与本文件有关{len(change.clauses)}条" if change.old else "未能列出",
        "有关条文": "；".join(lines[:_LISTED]) + ("等" if len(lines) > _LISTED else ""),
    }
    evidence = Evidence(
        change.reason or f"《{title}》在本文件制定以后修改过，请逐条核对本文件是否需要跟进",
        upper_law=title,
        upper_version=_day(change),
        facts={name: value for name, value in facts.items() if value},
    )
    concerned = f"，与本文件有关的变动条文{len(change.clauses)}条" if change.old else ""
    words = {
        "message": f"《{title}》已于{days}修改，晚于本文件{concerned}",
        "suggestion": "核对现行规定，需要时列入修改计划",
    }
    return reporter.finding(change.span, case="changed", evidence=evidence, words=words)


def _line(context: CheckContext, change: LawChange, index: int) -> str:
    clause = change.clauses[index]
    units = (context.document.by_eid.get(concern.eid) for concern in clause.concerns)
    places = dict.fromkeys(context.document.citation_label(unit) for unit in units if unit is not None)
    now = clause.new.label if clause.new else "已删去"
    return f"{clause.old.label}→{now}（本文件{'、'.join(places)}）"


def _day(change: LawChange) -> str:
    start = change.current.effective_from or change.current.adopted
    return iso(start)


# -- C17 ---------------------------------------------------------------------------------------------------------


@for_rule("C17")
def check_repetition(reporter: Reporter) -> Outcome:
    """More than three in ten 款 that stand in higher clauses nearly as they are; one that departs from its higher clause repeats
    nothing."""
    context = reporter.context
    if not context.matches:
        return Outcome(state=State.NOT_CHECKED, reason="没有进行条款匹配，未检查")
    total, unchecked = len(context.matches), sum(m.state is MatchState.NOT_CHECKED for m in context.matches)
    if total < LEAST:
        return Outcome(state=State.NOT_APPLICABLE, reason=f"只有{total}款，不足以判断比例")
    repeated = [
        match for match, compared in zip(context.matches, context.comparisons, strict=True) if _repeats(match, compared)
    ]
    share = len(repeated) / total
    if share <= SHARE:
        open_ones = (
            f"{total}款中{unchecked}款没有可比对的上位法条文" if len(repeated) + unchecked > SHARE * total else ""
        )
        return Outcome(state=State.DOUBTFUL if open_ones else None, reason=open_ones)
    rows = []
    for match in repeated:
        best = max(match.clauses, key=lambda clause: clause.containment)
        unit = context.document.by_eid.get(match.eid)
        place = context.document.citation_label(unit) if unit else match.eid
        rows.append(f"{place}：《{best.law.title}》{best.article.label}（{best.containment:.2f}）")
    facts = {
        "全部款数": str(total),
        "重复款数": str(len(repeated)),
        "重复的款": "；".join(rows[:_LISTED]) + ("等" if len(rows) > _LISTED else ""),
    }
    why = f"全部{total}款中有{len(repeated)}款（{share:.0%}）六成以上文字见于上位法条文"
    finding = reporter.finding(_title(context), evidence=Evidence(why, facts=facts), words={"share": f"{share:.0%}"})
    return Outcome((finding,))


def _repeats(match: Match, compared: MatchComparison) -> bool:
    departs = compared.relation is not None and compared.relation.alarming
    return not departs and any(clause.containment >= REPEATED for clause in match.clauses)


def _title(context: CheckContext) -> Span:
    """The title, or the first line where none was found."""
    span = context.document.title_span
    return span if span.length else Span(0, max(context.text.find("\n"), 1))
