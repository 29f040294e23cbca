"""Making findings: place, label, message and severity in one way for all rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Basis, Evidence, Finding, GuardResult, Severity, State
from lawcheck.checks.pack import Rule
from lawcheck.document import Document, Span

__all__ = ["LOW_CONFIDENCE", "Outcome", "Reporter", "Words", "settled"]

LOW_CONFIDENCE = 0.8
"""Below this confidence of the parser, rules that hang on the structure lower their severity (domain.md 7.3)."""


_PARTS = {
    "header": "页眉",
    "footer": "页脚",
    "footnote": "脚注",
    "endnote": "尾注",
    "textbox": "文本框",
    "comment": "批注",
}
_ROLES = {"title": "标题", "note": "题注", "toc": "目录", "preamble": "序言", "conclusion": "落款", "furniture": "版头"}


def _place(document: Document, span: Span) -> str:
    """Where a span outside the units stands: 页眉, 脚注, 题注 …; empty where nothing more is known."""
    blocks = document.source.blocks_in(span)
    part = blocks[0].provenance.part if blocks else "body"
    role = next((s.role for s in document.segments if s.start <= span.start < s.end), "")
    return _PARTS.get(part) or _ROLES.get(role, "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a checker hands back: its findings, and ``state`` with ``reason`` where it could not look at everything."""

    findings: tuple[Finding, ...] = ()
    state: State | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes the findings of one rule in one document."""

    rule: Rule
    context: CheckContext

    def finding(
        self,
        span: Span,
        *,
        case: str = "",
        why: str = "",
        suggestion: str | None = None,
        facts: Mapping[str, str] | None = None,
        evidence: Evidence | None = None,
        guards: tuple[GuardResult, ...] = (),
        confidence: float = 1.0,
        severity: Severity | None = None,
        words: Mapping[str, object] | None = None,
        basis: tuple[Basis, ...] | None = None,
    ) -> Finding:
        """A finding at ``span``: ``words`` fill the rule's message and suggestion, ``case`` picks the severity,
        ``facts`` (or a whole ``evidence``) are shown on the evidence card, ``basis`` replaces that of the rule."""
        document, rule = self.context.document, self.rule
        quote = document.source.slice(span)
        unit = self.context.row_at(span) or document.unit_at(span.start)
        filled = Words(words or {}, quote=quote)
        message = rule.message.format_map(filled)
        advice = rule.suggestion.format_map(filled) if suggestion is None else suggestion
        level = severity or rule.severity(self.context.facts.kind, case)
        return Finding(
            rule=rule.id,
            rule_version=rule.version,
            name=rule.name,
            severity=self._lowered(level),
            span=span,
            quote=quote,
            eid=unit.eid if unit else "",
            clause=document.citation_label(unit) if unit else _place(document, span),
            message=message,
            suggestion=advice,
            basis=rule.basis if basis is None else basis,
            evidence=evidence or Evidence(why or message, facts=facts or {}),
            guards=guards or tuple(GuardResult(g, False) for g in rule.guards),
            confidence=min(confidence, document.confidence) if self.hangs_on_structure else confidence,
        )

    @property
    def hangs_on_structure(self) -> bool:
        """Whether a wrong parse would make this rule report wrongly."""
        return self.rule.trigger.kind == "structure" or bool(self.rule.trigger.parameters.get("needs_structure"))

    def _lowered(self, level: Severity) -> Severity:
        if not self.hangs_on_structure or self.context.document.confidence >= LOW_CONFIDENCE:
            return level
        levels = list(Severity)
        return levels[min(level.order + 1, len(levels) - 1)]


def settled(reporter: Reporter) -> bool:
    """``unless``: words anywhere in the document that settle the matter of the rule for all of it."""
    unless = str(reporter.rule.trigger.parameters.get("unless", ""))
    return bool(unless) and re.search(unless, reporter.context.text) is not None


class Words(dict[str, object]):
    """A placeholder that a message does not know shows as nothing: a wrong template never stops a review."""

    def __missing__(self, key: str) -> str:
        return ""
