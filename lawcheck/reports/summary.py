"""One screen of text: what a person wants to know before opening the report."""

from __future__ import annotations

from collections.abc import Iterator

from lawcheck.checks import State
from lawcheck.reports.covered import library_lines, relation_name
from lawcheck.reports.labels import counted, severity_label, state_label, text
from lawcheck.reports.view import Card, ReportView
from lawcheck.reviewing import Review

__all__ = ["summary_text"]

_TOP = 8  # findings shown; with the rest of the page they fit a terminal of 40 lines
_MESSAGE = 60


def summary_text(review: Review, lang: str = "zh") -> str:
    """Coverage, findings per severity, the gravest findings, states of the rules; ``lang`` is ``zh`` or ``en``."""
    view = ReportView(review)
    parts = (_head(view, lang), library_lines(view, lang), _findings(view, lang), _tail(view, lang))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(view: ReportView, lang: str) -> Iterator[str]:
    source, facts = view.review.document.source, view.review.facts
    territory = view.mask.clean(facts.territory_name) or facts.territory or text("unknown", lang)
    yield text("s_title", lang, title=view.title)
    yield text("s_file", lang, name=view.mask.clean(source.name), sha=source.sha256[:16])
    yield text("s_kind", lang, kind=view.kind_text(lang, how=False), territory=territory, articles=facts.articles,
               characters=facts.characters)  # fmt: skip


def _findings(view: ReportView, lang: str) -> Iterator[str]:
    if not view.cards:
        yield text("no_findings", lang)
        return
    counts = {severity_label(severity, lang): number for severity, number in view.severity_counts.items()}
    yield f"{text('s_findings', lang, n=len(view.cards))}{'：' if lang == 'zh' else ': '}{counted(counts)}"
    yield text("s_top", lang)
    for card in view.cards[:_TOP]:
        yield f"  {_line(card, lang)}"
    if len(view.cards) > _TOP:
        yield "  " + text("s_more", lang, n=len(view.cards) - _TOP)


def _line(card: Card, lang: str) -> str:
    message = card.message if len(card.message) <= _MESSAGE else card.message[: _MESSAGE - 1] + "…"
    return f"[{severity_label(card.severity, lang)}] {card.finding.rule} {card.place} {message}"


def _tail(view: ReportView, lang: str) -> Iterator[str]:
    review = view.review
    states = {state_label(state, lang): review.state_counts[state.value] for state in State}
    relations = {relation_name(name, lang): number for name, number in view.relation_counts.items()}
    yield text("s_matches", lang, total=len(view.comparisons), parts=counted(relations) or text("none", lang))
    yield text("s_rules", lang, total=len(review.runs), states=counted(states))
    yield text("s_versions", lang, pack=review.pack_version, library=review.library_version, as_of=review.as_of)
    yield text("by_machine", lang)
