"""A05: fines of rules against the caps of their province; the caps are data (``corpus/profiles/fine-caps.yaml``)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from lawcheck.checks.context import CheckContext
from lawcheck.checks.guarding import Verdict, guard
from lawcheck.checks.model import Basis, Finding, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.checks.restating import one_sentence
from lawcheck.document import Span
from lawcheck.laws import DocumentKind, Level
from lawcheck.resources import corpus_dir, load_yaml
from lawcheck.slots import Amount

__all__: list[str] = []


class _Cap(NamedTuple):
    territory: str
    name: str
    cap: Decimal
    higher: Decimal
    basis: Basis


@cache
def _caps() -> tuple[dict[str, _Cap], re.Pattern[str]]:
    data: dict[str, Any] = load_yaml((corpus_dir() / "profiles" / "fine-caps.yaml").read_text(encoding="utf-8"))
    rows = [
        _Cap(
            row["territory"],
            row["name"],
            Decimal(row["cap"]),
            Decimal(row["higher_cap"]),
            Basis(row["source"], row["confirmed"]),
        )
        for row in data["caps"]
    ]
    return {row.territory: row for row in rows}, re.compile(data["fields"])


@for_rule("A05")
def check_caps(reporter: Reporter) -> Outcome:
    """Every fine in 元 above the cap; in the fields where a higher cap holds, above that one."""
    context = reporter.context
    code = "00" if context.facts.kind is DocumentKind.K7 else context.facts.territory[:2]
    caps, fields = _caps()
    cap = caps.get(code) or _highest(caps)
    high = code not in caps or bool(fields.search(context.document.title)) or _in_field(context, fields)
    limit = cap.higher if high else cap.cap
    fines = [(slots.span, fine) for slots in context.slots for fine in slots.fines]
    over = [
        fine
        for _, fine in fines
        if fine.unit == "元"
        and not fine.inherited
        and (fine.high or 0) > limit
        and not _fined_above(context, fine.span)
    ]
    told = ((fine, guard(reporter.rule, context, fine.span)) for fine in over)
    found = tuple(_finding(reporter, fine, cap, limit, verdict) for fine, verdict in told if not verdict.drop)
    return Outcome(found) if code in caps else Outcome(found, State.NOT_CHECKED, _UNKNOWN)


_LEVELS = (Level.LAW, Level.ADMINISTRATIVE, Level.LOCAL)
_FINE = re.compile(r"处[^。；]{0,60}罚款")
_SAME_ACT = 0.4
"""Share of the sentence with the fine (by pairs of characters, figures left out) that one sentence above must hold to be
about the same act."""


def _fined_above(context: CheckContext, span: Span) -> bool:
    """Whether a law matched sets a fine for the act: a rule then works within that range, whatever its own limit
    (行政处罚法 13, 14); A06 compares the amounts."""
    unit = context.row_at(span) or context.document.unit_at(span.start)
    path = context.document.path(unit) if unit else ()
    matches = (context.matches_by_eid.get(step.eid) for step in path)
    sentence = context.document.source.slice(context.sentence(span.start))
    return any(
        clause.law.level in _LEVELS
        and clause.containment >= _SAME_ACT  # of 有下列行为之一的 the acts stand in the 项
        and one_sentence(sentence, clause.text, _FINE) >= _SAME_ACT
        for match in matches
        if match
        for clause in match.clauses
    )


_UNKNOWN = "没有收集到该地区规章罚款限额的规定，只核对了是否超过已知各省的最高限额，请对照本省规定核对"


def _highest(caps: dict[str, _Cap]) -> _Cap:
    """What no province is known to exceed: for a province whose cap is not known."""
    top = max((cap for code, cap in caps.items() if code != "00"), key=lambda cap: (cap.higher, cap.cap))
    return top._replace(name=f"已知各省最高限额（{top.name}等），本省限额待核")


def _in_field(context: CheckContext, fields: re.Pattern[str]) -> bool:
    """Whether the first article names one of the fields: what the rule as a whole is about."""
    articles = context.document.articles
    return bool(articles) and fields.search(articles[0].full_text) is not None


def _finding(reporter: Reporter, fine: Amount, cap: _Cap, limit: Decimal, told: Verdict) -> Finding:
    facts = {"罚款上限": f"{fine.high:f}元", "限额": f"{cap.name} {limit:f}元"}
    return reporter.finding(
        fine.span,
        facts=facts,
        evidence=told.evidence,
        severity=told.severity,
        guards=told.results,
        words={"limit": f"{limit:f}元"},
        basis=(*reporter.rule.basis, cap.basis),
    )
