"""A review arranged for reading: what every face of the report shows, in the order in which it shows it.

Nothing is decided here; the relation of two clauses is what the comparison says of their slots.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice

from lawcheck.arguments import expect
from lawcheck.checks import Finding, RuleRun, Severity, State
from lawcheck.citations import CitationState, Moment
from lawcheck.comparison import CUE, MatchComparison, copied_share, own_span
from lawcheck.document import Span, Unit
from lawcheck.matching import Match, MatchState
from lawcheck.procedure import load_filing_profile
from lawcheck.reports.card_groups import PLACES_SHOWN, CardGroups, follows_publication
from lawcheck.reports.cards import Card
from lawcheck.reports.compared_rows import RELATIONS, Comparison, relation_name, unmatched_reason
from lawcheck.reports.differences import Piece, compare, joined_pieces
from lawcheck.reports.followed import ChangedLaw, changed_laws
from lawcheck.reports.labels import (
    chinese_date,
    counted,
    guard_label,
    kind_label,
    text,
    uncompared_sentence,
    version_label,
)
from lawcheck.reports.masking import Mask
from lawcheck.reports.rows import CitationRow, CoverageRow, HigherRow, RuleFold, coverage_rows, higher_rows
from lawcheck.reports.surroundings import Surroundings, touched
from lawcheck.reviewing import Review

__all__ = ["FOLDED", "ReportView"]

FOLDED = (State.NOT_APPLICABLE, State.NOT_IMPLEMENTED)
_NO_CLAUSE = "正文外"
_TOLD_BY_RULES = re.compile(r"P1(?:0\d|1[0-1]|1[4-7])")
"""Codes of the parser on numbers and headings, which the rules on structure tell."""
_CODE = re.compile(r"^\[P\d+\] ")


class ReportView:
    """The parts of a report on ``review``; each is worked out once."""

    def __init__(self, review: Review) -> None:
        expect(review, Review, "review", "a Review (lawcheck.review(…))")
        self.review = review
        self.mask = Mask(review)
        self._places = Surroundings(review.document)

    @cached_property
    def past_horizon(self) -> bool:
        """The review date lies behind what the library holds."""
        return self.review.as_of > self.review.horizon

    @property
    def horizon_text(self) -> str:
        """What 有效 means in this report."""
        name = "horizon_past" if self.past_horizon else "horizon_ok"
        return text(name, as_of=self.review.as_of, horizon=self.review.horizon)

    @property
    def title(self) -> str:
        """The title of the filed document, masked, or the name of its file."""
        document = self.review.document
        return self.mask.clean(self.review.facts.title or document.title or document.source.name)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """All findings: those to settle before publication, then the others, both gravest first; rejected ones last."""
        ordered = sorted(self.review.findings, key=lambda f: (f.rejected, follows_publication(f)))
        return tuple(self._card(number, finding) for number, finding in enumerate(ordered, 1))

    @cached_property
    def gathered(self) -> CardGroups:
        """The cards under their headings, those that say the same together."""
        return CardGroups(self.cards, self._places, self.mask)

    @cached_property
    def severity_counts(self) -> Mapping[Severity, int]:
        """Findings per severity, every severity listed; rejected ones are counted apart."""
        found = Counter(finding.severity for finding in self.review.findings if not finding.rejected)
        return {s: found[s] for s in Severity}

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """One row for each 款 of the body, in reading order."""
        matches = {match.eid: match for match in self.review.matches}
        units = self.review.document.clauses
        compared = {row.eid: row for row in self.review.comparisons}
        return tuple(
            self._comparison(n, unit, matches.get(unit.eid), compared.get(unit.eid)) for n, unit in enumerate(units, 1)
        )

    @cached_property
    def copied_sentence(self) -> str:
        """How much of the text stands word for word in the higher clauses it was matched with."""
        share = copied_share(self.review.document, self.review.comparisons)
        return text("copied", share=f"{share:.0%}")

    @property
    def uncompared_sentence(self) -> str:
        """Which annexes were not compared: they have neither articles nor rows that lay something down."""
        return uncompared_sentence(self.review.document)

    @cached_property
    def relation_counts(self) -> Mapping[str, int]:
        """Rows of the comparison table per relation, every relation listed; they sum to the number of rows."""
        found = Counter(row.relation for row in self.comparisons)
        return {name: found[name] for name in RELATIONS}

    @property
    def listed_runs(self) -> tuple[RuleRun, ...]:
        """Rules whose state is told one by one, states in the order of :class:`State`."""
        order = {
            state: i
            for i, state in enumerate(
                (
                    State.PROBLEM,
                    State.DOUBTFUL,
                    State.NOT_CHECKED,
                    State.NOT_IN_LIBRARY,
                    State.CATALOGUE_ONLY,
                    State.PASS,
                )
            )
        }
        listed = (run for run in self.review.runs if run.state not in FOLDED)
        return tuple(sorted(listed, key=lambda run: (order[run.state], run.rule)))

    @property
    def folds(self) -> tuple[RuleFold, ...]:
        """不适用 and 未实现, one each, empty ones too: a count of 0 is also a statement."""
        return tuple(RuleFold(s, tuple(run for run in self.review.runs if run.state is s)) for s in FOLDED)

    @property
    def findings_sentence(self) -> str:
        """Number of findings and its parts, which sum to it."""
        if not self.cards:
            return text("no_findings")
        parts = counted({label: number for (_, label), number in self.gathered.heading_counts.items()})
        return text("findings_sum", total=len(self.cards), parts=parts)

    def notices(self, lang: str = "zh") -> tuple[str, ...]:
        """What citations and comparison say beyond the findings, as far as there is something."""
        said = (self.unlisted_sentence, self.untold_sentence, self.unsure_sentence, self.hinted_sentence)
        return tuple(filter(None, (sentence(lang) for sentence in said)))

    def unlisted_sentence(self, lang: str = "zh") -> str:
        """Which laws are cited by a full name that no law has; empty where none is."""
        names = dict.fromkeys(f"《{c.reference.address.law}》" for c in self.review.citations if c.unlisted)
        return text("unlisted", lang, n=len(names), names="、".join(islice(names, PLACES_SHOWN))) if names else ""

    def hinted_sentence(self, lang: str = "zh") -> str:
        """Which rows have a phrase that reads like a departure, where nothing else is told of them; empty where none has."""
        rows = [row.clause for row in self.comparisons if row.hinted and not row.findings]
        return text("hinted_rows", lang, n=len(rows), places="、".join(rows[:PLACES_SHOWN])) if rows else ""

    def unsure_sentence(self, lang: str = "zh") -> str:
        """Which rows without a match may differ from the nearest clause; empty where none does."""
        rows = [row.clause for row in self.comparisons if row.unsure]
        return text("unsure_rows", lang, n=len(rows), places="、".join(rows[:PLACES_SHOWN])) if rows else ""

    def untold_sentence(self, lang: str = "zh") -> str:
        """Which rows of the comparison table differ from the higher clause while no finding says so; empty where none does."""
        told = {card.number for card in self.cards if card.upper}
        rows = [
            row for row in self.comparisons if row.differs and told.isdisjoint(number for number, _ in row.findings)
        ]
        if not rows:
            return ""
        named = (text("untold_row", lang, place=row.clause, relation=relation_name(row.relation, lang)) for row in rows)
        return text("untold", lang, n=len(rows), places="、".join(islice(named, PLACES_SHOWN)))

    @property
    def states_sentence(self) -> str:
        """Number of rules and of those in each state, which sum to it."""
        return text("states_sum", total=len(self.review.runs), states=counted(self.review.state_counts))

    def kind_text(self, lang: str = "zh", *, how: bool = True) -> str:
        """The kind and how it was found; where nothing decides it, that it is only taken to be so."""
        facts = self.review.facts
        label = kind_label(facts.kind, lang)
        if not facts.kind_certain:
            other = load_filing_profile().other(facts.title, facts.maker)
            return text("kind_none" if other else "kind_unsure", lang, told=other, kind=label)
        return f"{label}{_how(facts.kind_how)}" if how else label

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What was read of the file, label and value."""
        facts, unknown = self.review.facts, text("unknown")
        rows = (
            ("文件名称", facts.title),
            ("文号", facts.document_no),
            ("制定机关", facts.maker),
            ("文件类别", self.kind_text()),
            ("适用地域", " ".join(p for p in (facts.territory_name, facts.territory) if p) + _how(facts.territory_how)),
            ("通过日期", chinese_date(facts.adopted)),
            ("批准日期", chinese_date(facts.approved)),
            ("公布日期", chinese_date(facts.published)),
            *((("最后修改日期", chinese_date(facts.amended)),) if facts.amended else ()),
            ("施行日期", chinese_date(facts.effective)),
            ("篇幅", f"{self._length}，{facts.characters} 字符"),
        )
        return tuple((label, self.mask.clean(value) or unknown) for label, value in rows)

    @property
    def _length(self) -> str:
        articles = self.review.facts.articles
        return f"{articles} 条" if articles else f"{len(self.review.document.clauses)} 款"

    @cached_property
    def reading_lines(self) -> tuple[str, ...]:
        """What was noticed when the file was read and no rule tells: words left out, not read, or read with a doubt; equal ones
        once, with their places."""
        places: dict[str, list[str]] = {}
        for problem in self.review.document.problems:
            if not _TOLD_BY_RULES.fullmatch(problem.code):
                message = self.mask.clean(_CODE.sub("", problem.message))
                place = self._place(problem.span) if problem.span.length else ""
                places.setdefault(message, []).append("" if place == _NO_CLAUSE else place)
        return tuple(_with_places(message, found) for message, found in places.items())

    @property
    def coverage(self) -> tuple[CoverageRow, ...]:
        """What the library holds, by level; a level without text says what that means."""
        return tuple(coverage_rows(self.review, self.mask))

    @property
    def higher(self) -> tuple[HigherRow, ...]:
        """The list of higher laws, best first."""
        return tuple(higher_rows(self.review, self.mask))

    @cached_property
    def changed_laws(self) -> tuple[ChangedLaw, ...]:
        """Basis laws that changed after the document was made, with the clauses that concern it."""
        return changed_laws(self.review.law_changes, self.review.document)

    @cached_property
    def citations(self) -> tuple[CitationRow, ...]:
        """Every reference of the document, in reading order."""
        ordered = sorted(self.review.citations, key=lambda c: (c.reference.span.start, c.reference.span.end))
        return tuple(
            CitationRow(
                self._place(citation.reference.span),
                self.mask.clean(citation.reference.text),
                "\n".join(f"{s.moment.value}：{s.state.value}" for s in citation.on if s.moment is not Moment.TODAY),
                citation.state.value,
                self.mask.clean(citation.reason),
            )
            for citation in ordered
        )

    @property
    def citation_counts(self) -> Mapping[str, int]:
        """References per state; the numbers sum to that of the references."""
        return {state.value: sum(row.state == state.value for row in self.citations) for state in CitationState}

    @property
    def versions(self) -> tuple[tuple[str, str], ...]:
        """What makes the review reproducible."""
        source, review = self.review.document.source, self.review
        return (
            ("报备文件", self.mask.clean(source.name) or text("unknown")),
            ("文件 SHA-256", source.sha256 or text("unknown")),
            ("规则包版本", review.pack_version),
            ("法律库版本", review.library_version),
            ("库截止日", str(review.horizon)),
            ("审查基准日", str(review.as_of)),
        )

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Verdicts whose finding is no longer there, a line each."""
        rows = ((f"{u.rule} {u.clause}“{u.quote}”：{u.verdict or '只有备注'}", u.note) for u in self.review.unmatched)
        return tuple(self.mask.clean(line.strip() + (f"（{note}）" if note else "")) for line, note in rows)

    def run_note(self, run: RuleRun) -> str:
        """Number of findings of a rule and the reason of its state."""
        number = f"{len(run.findings)} 个问题" if run.findings else ""
        return "；".join(part for part in (number, self.mask.clean(run.reason)) if part)

    def _place(self, span: Span) -> str:
        unit = self.review.document.unit_at(span.start)
        return (self.review.document.citation_label(unit) if unit else "") or _NO_CLAUSE

    def _card(self, number: int, finding: Finding) -> Card:
        evidence, clean = finding.evidence, self.mask.clean
        filed, upper = self._pieces(self._places.context(finding), finding.span, evidence.upper_text)
        return Card(
            number=number,
            finding=finding,
            quote=finding.masked or clean(finding.quote),
            place=finding.clause or text("whole"),
            message=clean(finding.message),
            suggestion=clean(finding.suggestion),
            basis=tuple(b.text if b.confirmed else f"{b.text}（{text('unconfirmed')}）" for b in finding.basis),
            filed=self._places.cut(finding, filed),
            upper_title=_upper_title(evidence.upper_law, evidence.upper_version),
            upper_clause=evidence.upper_clause,
            upper=upper,
            why="" if evidence.why in finding.message else clean(evidence.why),
            facts=tuple((clean(name), clean(value)) for name, value in evidence.facts.items()),
            guards=tuple(_guard(g.guard, g.applied, clean(g.note)) for g in finding.guards),
            row=self._places.row(finding),
            also=tuple(f"{a.rule} {a.name}：{clean(a.message)}" for a in finding.also),
        )

    def _pieces(self, span: Span, quoted: Span, upper: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """The filed text, and the higher one where there is one: only then it is looked at character by character."""
        if upper:
            return compare(self.mask.shown(span, quoted), upper)
        return joined_pieces(self.mask.stretches(span, quoted)), ()

    def _compared_pieces(
        self, unit: Unit, upper: str, compared: MatchComparison | None
    ) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Both texts with the differing characters marked and the words that made the label pointed out."""
        if not upper or compared is None:
            return self._pieces(unit.span, Span(0, 0), upper)
        pointed = {place for span in compared.lower_spans() for place in range(*span)}
        return compare(self.mask.pointed(own_span(unit), pointed), upper, quoted=compared.upper_spans())

    def _comparison(self, number: int, unit: Unit, match: Match | None, compared: MatchComparison | None) -> Comparison:
        best = match.clauses[0] if match and match.state is MatchState.MATCHED and match.clauses else None
        filed, upper = self._compared_pieces(unit, best.text if best else "", compared)
        compared_clauses = compared.comparison if compared else None
        points = compared_clauses.key_points if compared_clauses else ()
        common = compared_clauses.common_points if compared_clauses else ()
        here = self._findings_by_row.get(unit.eid, [])
        return Comparison(
            number=number,
            eid=unit.eid,
            clause=self.review.document.citation_label(unit),
            filed=filed,
            upper_title=f"《{best.law.title}》" if best else "",
            upper_version=version_label(best.version) if best else "",
            upper_clause=best.label if best else "",
            upper=upper,
            relation=_relation(match, compared),
            difference=self.mask.clean("；".join(points)),
            common=self.mask.clean("；".join(common)),
            reason="" if best else self.mask.clean(unmatched_reason(match, compared)),
            unsure=compared is not None and bool(compared.unsure),
            hinted=compared_clauses is not None and any(d.slot == CUE for d in compared_clauses.differences),
            findings=tuple(sorted({(self.gathered.shown_as[card.number], card.finding.rule) for card in here})),
            severity=min((card.severity for card in here), key=lambda s: s.order, default=None),
        )

    @cached_property
    def _findings_by_row(self) -> Mapping[str, list[Card]]:
        """The cards that touch each 款; the 款 do not overlap, so that the first one touched is found by halving."""
        units = [unit for unit in self.review.document.clauses if unit.span.length]
        found: dict[str, list[Card]] = {}
        for card in (card for card in self.cards if not card.finding.rejected):
            for unit in touched(units, card.finding.span):
                found.setdefault(unit.eid, []).append(card)
        return found


def _with_places(message: str, places: Sequence[str]) -> str:
    """A message with the clauses that it is about, if it is about any."""
    named = [place for place in dict.fromkeys(places) if place]
    if not named:
        return message
    shown = "、".join(named[:PLACES_SHOWN]) + ("等" if len(named) > PLACES_SHOWN else "")
    return text("reading_places", message=message.rstrip("。"), n=len(places), places=shown)


def _how(text_: str) -> str:
    """（据标题）, or nothing."""
    return f"（据{text_}）" if text_ else ""


def _guard(guard: str, applied: bool, note: str) -> str:
    return f"{guard_label(guard)}：{'是' if applied else '否'}" + (f"（{note}）" if note else "")


def _upper_title(title: str, version: str) -> str:
    name = title if not title or title.startswith("《") else f"《{title}》"
    return f"{name}（{version}）" if name and version else name


def _relation(match: Match | None, compared: MatchComparison | None) -> str:
    if match is None or compared is None or (match.state is MatchState.MATCHED and not match.clauses):
        return MatchState.NOT_CHECKED.value
    if match.state is not MatchState.MATCHED or compared.relation is None:
        return match.state.value
    return compared.relation.value
