"""One screen of text: what a person wants to know before opening the report."""

from __future__ import annotations

from collections.abc import Iterator

from lawcheck.checks import Severity, State
from lawcheck.reports.card_groups import PUBLICATION, SUPPRESSED
from lawcheck.reports.cards import Card
from lawcheck.reports.compared_rows import relation_name
from lawcheck.reports.covered import library_lines
from lawcheck.reports.labels import chinese_date, counted, severity_label, state_label, text
from lawcheck.reports.view import ReportView
from lawcheck.reviewing import Review

__all__ = ["finding_line", "leading_cards", "summary_text"]

_TOP_BEFORE = 4  # of those to settle before publication
_TOP = 8  # findings shown; with the rest of the page they fit a terminal of 40 lines
_MESSAGE = 60
_READING = 6  # of what the reader noticed


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
    yield from (f"  ! {line}" for line in view.reading_lines[:_READING])
    if left := len(view.reading_lines[_READING:]):
        yield "  ! " + text("s_more", lang, n=left)
    if facts.amended:
        yield text("s_amended", lang, day=chinese_date(facts.amended) if lang == "zh" else facts.amended)


def _findings(view: ReportView, lang: str) -> Iterator[str]:
    if not view.cards:
        yield text("no_findings", lang)
        return
    labels = {s.value: severity_label(s, lang) for s in Severity}
    labels |= {PUBLICATION: text("s_before", lang), SUPPRESSED: text("s_suppressed", lang)}
    counts = {labels[key]: number for (key, _), number in view.gathered.heading_counts.items()}
    yield f"{text('s_findings', lang, n=len(view.cards))}{'：' if lang == 'zh' else ': '}{counted(counts)}"
    yield from _parts(view, lang)


def leading_cards(view: ReportView) -> tuple[Card, ...]:
    """The findings but for those to settle before publication and those found unfounded, gravest first."""
    shown = view.gathered.distinct.items()
    return tuple(card for key, cards in shown if key not in (PUBLICATION, SUPPRESSED) for card in cards)


def _parts(view: ReportView, lang: str) -> Iterator[str]:
    """What to settle before publication, then the gravest of the others; cards that repeat count as one line."""
    before, others = view.gathered.distinct.get(PUBLICATION, ()), leading_cards(view)
    for title, cards, limit in (("s_publication", before, _TOP_BEFORE), ("s_top", others, _TOP)):
        if cards:
            yield text(title, lang)
        yield from (f"  {finding_line(card, lang)}" for card in cards[:limit])
        if left := sum(card.stands_for for card in cards[limit:]):
            yield "  " + text("s_more", lang, n=left)


def finding_line(card: Card, lang: str = "zh") -> str:
    """One finding in one line: severity, rule, clause, what it says and in how many places."""
    message = _short(card.message)
    name = "s_repeats" if card.stands_for > card.in_clause else "s_in_clause"
    repeats = text(name, lang, n=card.stands_for) if card.stands_for > 1 else ""
    return f"[{severity_label(card.severity, lang)}] {card.finding.rule} {card.place} {message}{repeats}"


def _short(words: str) -> str:
    return words if len(words) <= _MESSAGE else words[: _MESSAGE - 1] + "…"


def _judged(view: ReportView, lang: str) -> Iterator[str]:
    """How many verdicts were read and placed, and each that was not."""
    left = view.review.unmatched
    placed = sum(bool(finding.verdict or finding.note) for finding in view.review.findings)
    if placed or left:
        yield text("s_judged", lang, read=placed + len(left), placed=placed, left=len(left))
    if left:
        yield text("unmatched", lang, n=len(left)) + "：" + "；".join(view.unmatched)


def _tail(view: ReportView, lang: str) -> Iterator[str]:
    review = view.review
    states = {state_label(state, lang): review.state_counts[state.value] for state in State}
    relations = {relation_name(name, lang): number for name, number in view.relation_counts.items()}
    yield text("s_matches", lang, total=len(view.comparisons), parts=counted(relations) or text("none", lang))
    yield text("s_quiet", lang)
    yield from view.notices(lang)
    yield text("s_rules", lang, total=len(review.runs), states=counted(states))
    doubtful = [run for run in review.runs if run.state is State.DOUBTFUL and not run.findings]
    if doubtful:
        rules = "；".join(f"{run.rule} {run.name}（{_short(view.mask.clean(run.reason))}）" for run in doubtful)
        yield text("s_doubtful", lang, rules=rules)
    yield from _judged(view, lang)
    yield text("s_versions", lang, pack=review.pack_version, library=review.library_version, as_of=review.as_of)
    yield text("by_machine", lang)
