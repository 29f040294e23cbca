"""A review arranged for reading: what every face of the report shows, in the order in which it shows it.

Nothing is decided here; the relation of two clauses is what the comparison says of their slots.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, groupby, islice, takewhile
from typing import NamedTuple

from lawcheck.checks import Finding, RuleRun, Severity, State
from lawcheck.citations import CitationState, Moment
from lawcheck.comparison import MatchComparison, copied_share, own_span
from lawcheck.document import Span, Unit, UnitKind, format_numeral
from lawcheck.laws import LawVersion
from lawcheck.matching import HigherClause, Match, MatchState
from lawcheck.reports.cards import Card
from lawcheck.reports.compared_rows import RELATIONS, Comparison, relation_name, unmatched_reason
from lawcheck.reports.differences import Piece, compare, joined, joined_pieces, pieces_of
from lawcheck.reports.followed import ChangedLaw, changed_laws
from lawcheck.reports.labels import (
    chinese_date,
    counted,
    guard_label,
    id_ranges,
    kind_label,
    text,
    uncompared_sentence,
    version_label,
)
from lawcheck.reports.masking import Mask
from lawcheck.reviewing import Review

__all__ = ["FOLDED", "PUBLICATION", "SUPPRESSED", "Card", "Comparison", "Group", "ReportView", "RuleFold"]

FOLDED = (State.NOT_APPLICABLE, State.NOT_IMPLEMENTED)
_CONTEXT_LIMIT = 700  # a longer clause is cut to its neighbourhood, so that a card stays on one screen
_CONTEXT_AROUND = 200
_SAME_SHOWN = 20  # cards of one rule with the same words; what is beyond them is counted
_PLACES_SHOWN = 30  # places named on a card that stands for several
_ONE_CARD = frozenset({"O01"})  # rules whose repeats of a term are one card
_BEFORE_PUBLICATION = "X10"  # with the P rules: what must not be published as it stands
_CLAUSE_LEVEL = (UnitKind.PARAGRAPH, UnitKind.CLAUSE, UnitKind.ARTICLE)
_ELLIPSIS = Piece("……")
_NO_CLAUSE = "正文外"
_TOLD_BY_RULES = re.compile(r"P1(?:0\d|1[0-1]|1[4-7])")
"""Codes of the parser on numbers and headings, which the rules on structure tell."""
_CODE = re.compile(r"^\[P\d+\] ")
PUBLICATION = "publication"
"""Key of the heading for personal data and secrecy marks."""
_PUBLICATION = (PUBLICATION, "公开前须处理")
SUPPRESSED = "suppressed"
"""Key of the heading for what a reviewer found unfounded."""
_SUPPRESSED = (SUPPRESSED, "经核对不成立")


class Group(NamedTuple):
    """Findings under one heading: ``key`` is a severity or ``publication``, ``total`` counts those not shown too."""

    key: str
    label: str
    total: int
    cards: tuple[Card, ...]


class CoverageRow(NamedTuple):
    """A level, how many of its laws are known, how many of them have text, what follows from that; ``complete`` is
    False where there may be more; ``horizon`` the newest publication held, or ""."""

    level: str
    laws: int
    with_text: int
    note: str
    complete: bool = True
    horizon: str = ""

    @property
    def number(self) -> str:
        """The number of laws for a table."""
        return str(self.laws) if self.complete else text("number_unknown")

    def sentence(self, lang: str = "zh") -> str:
        """The row in one line, without the note."""
        name = "coverage_item" if self.complete else "coverage_part"
        until = text("coverage_until", lang, horizon=self.horizon) if self.horizon else ""
        return text(name, lang, level=self.level, laws=self.laws, texts=self.with_text) + until


class HigherRow(NamedTuple):
    """A line of the list of higher laws."""

    title: str
    level: str
    relation: str
    version: str
    reasons: str
    score: str


class CitationRow(NamedTuple):
    """A reference of the document and what is known of its target; ``then`` tells its state at the publication and
    at the effect of the document, a line each."""

    place: str
    text: str
    then: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleFold:
    """The rules of one folded state: counted, and listed where a reader unfolds them."""

    state: State
    runs: tuple[RuleRun, ...]

    @property
    def ids(self) -> str:
        """Their ids, neighbours joined."""
        return id_ranges(run.rule for run in self.runs)


class ReportView:
    """The parts of a report on ``review``; each is worked out once."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.mask = Mask(review)
        self._rows: dict[str, str] = {}  # row by eid: thousands of findings share the eid of their annex

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
        ordered = sorted(self.review.findings, key=lambda f: (f.rejected, _follows_publication(f)))
        return tuple(self._card(number, finding) for number, finding in enumerate(ordered, 1))

    @cached_property
    def shown_cards(self) -> tuple[Card, ...]:
        """The cards of the report: repeats of the same words stand behind the card that names them."""
        return tuple(card for group in self._repeats for card in _told(group))

    @cached_property
    def _by_clause(self) -> Mapping[int, tuple[Card, ...]]:
        """The cards of one rule that say the same of other words of one clause, by the number of the first of them."""
        groups: dict[tuple[object, ...], list[Card]] = {}
        for card in self.cards:
            groups.setdefault(_one_clause(card) or (card.number,), []).append(card)
        gathered = (tuple(group) for group in groups.values())
        parted = (part for group in gathered for part in ((group,) if self._fits(group) else ((c,) for c in group)))
        return {group[0].number: group for group in sorted(parted, key=lambda group: group[0].number)}

    def _fits(self, group: tuple[Card, ...]) -> bool:
        """Whether the words of all can be pointed out in the text that the first card shows."""
        if len(group) == 1:
            return True
        span = self._context_span(group[0].finding)
        inside = all(span.start <= card.finding.span.start and card.finding.span.end <= span.end for card in group)
        return inside and any(pointed for _, pointed in self.mask.pointed(span, range(*span)))

    def _merged(self, group: tuple[Card, ...]) -> Card:
        """One card that points at the words of all of a group."""
        first = group[0]
        if len(group) == 1:
            return first
        span = self._context_span(first.finding)
        shown = self.mask.pointed(span, {place for card in group for place in range(*card.finding.span)})
        filed, upper = compare(shown, joined(first.upper)) if first.upper else (pieces_of(shown), ())
        said = text("same_clause", n=len(group), quotes="、".join(f"“{card.quote}”" for card in group))
        return replace(first, filed=self._cut(first.finding, filed), upper=upper, repeats=said,
                       stands_for=len(group), in_clause=len(group), numbers=_ranges([card.number for card in group]))  # fmt: skip

    @cached_property
    def _repeats(self) -> tuple[tuple[Card, ...], ...]:
        """Cards that say the same, in the order of their first; each card is in one group, those of one clause as one."""
        groups: dict[tuple[str, ...], list[Card]] = {}
        for card in map(self._merged, self._by_clause.values()):
            groups.setdefault(_sameness(card), []).append(card)
        return tuple(map(tuple, groups.values()))

    @cached_property
    def distinct(self) -> Mapping[str, tuple[Card, ...]]:
        """By heading, the first card of those that say the same of the same words, with their number."""
        first = (replace(group[0], stands_for=sum(card.stands_for for card in group)) for group in self._repeats)
        ordered = sorted(first, key=_number)
        return {key: tuple(cards) for (key, _), cards in groupby(ordered, key=_heading)}

    @cached_property
    def _shown_as(self) -> Mapping[int, int]:
        """The number of the shown card, by the number of every card."""
        pairs = ((told, group) for group in self._repeats for told in (_told(group),))
        return {
            card.number: told[min(place, len(told) - 1)].number
            for told, group in pairs
            for place, first in enumerate(group)
            for card in self._by_clause[first.number]
        }

    @cached_property
    def card_groups(self) -> tuple[Group, ...]:
        """Findings under their headings; headings without findings are left out."""
        shown = {key: tuple(group) for key, group in groupby(sorted(self.shown_cards, key=_number), key=_heading)}
        return tuple(Group(*key, total, shown[key]) for key, total in self.heading_counts.items() if total)

    @cached_property
    def heading_counts(self) -> Mapping[tuple[str, str], int]:
        """Findings per heading (key, label), every severity listed; the numbers sum to that of the findings."""
        found = Counter(map(_heading, self.cards))
        headings = [_PUBLICATION] * (_PUBLICATION in found) + [(s.value, s.label) for s in Severity]
        headings += [_SUPPRESSED] * (_SUPPRESSED in found)
        return {heading: found[heading] for heading in headings}

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
        parts = counted({label: number for (_, label), number in self.heading_counts.items()})
        return text("findings_sum", total=len(self.cards), parts=parts)

    def unsure_sentence(self, lang: str = "zh") -> str:
        """Which rows without a match may differ from the nearest clause; empty where none does."""
        rows = [row.clause for row in self.comparisons if row.unsure]
        return text("unsure_rows", lang, n=len(rows), places="、".join(rows[:_PLACES_SHOWN])) if rows else ""

    def untold_sentence(self, lang: str = "zh") -> str:
        """Which rows of the comparison table differ from the higher clause while no finding says so; empty where none does."""
        told = {card.number for card in self.cards if card.upper}
        rows = [
            row for row in self.comparisons if row.differs and told.isdisjoint(number for number, _ in row.findings)
        ]
        if not rows:
            return ""
        named = (text("untold_row", lang, place=row.clause, relation=relation_name(row.relation, lang)) for row in rows)
        return text("untold", lang, n=len(rows), places="、".join(islice(named, _PLACES_SHOWN)))

    @property
    def states_sentence(self) -> str:
        """Number of rules and of those in each state, which sum to it."""
        return text("states_sum", total=len(self.review.runs), states=counted(self.review.state_counts))

    def kind_text(self, lang: str = "zh", *, how: bool = True) -> str:
        """The kind and how it was found; where nothing decides it, that it is only taken to be so."""
        facts = self.review.facts
        label = kind_label(facts.kind, lang)
        if not facts.kind_certain:
            return text("kind_unsure", lang, kind=label)
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
        return tuple(
            CoverageRow(
                c.level,
                c.laws,
                c.with_text,
                self.mask.clean(_gap_told(c.note, c.with_text or len(c.missing))),
                c.complete,
                c.horizon.isoformat() if c.horizon else "",
            )
            for c in self.review.coverage
        )

    @property
    def higher(self) -> tuple[HigherRow, ...]:
        """The list of higher laws, best first."""
        return tuple(
            HigherRow(
                f"《{law.law.title}》",
                law.law.level.value,
                "" if law.relation == "above" else "参考",
                version_label(law.version),
                "；".join((*law.reasons, *(("人工指定",) if law.pinned else ()), *self._source(law.version))),
                f"{law.score:.2f}",
            )
            for law in self.review.higher_laws
        )

    @cached_property
    def changed_laws(self) -> tuple[ChangedLaw, ...]:
        """Basis laws that changed after the document was made, with the clauses that concern it."""
        return changed_laws(self.review.law_changes, self.review.document)

    def _source(self, version: LawVersion) -> tuple[str, ...]:
        return (f"来源：{self.mask.clean(version.source)}",) if version.source else ()

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
        filed, upper = self._pieces(self._context_span(finding), finding.span, evidence.upper_text)
        return Card(
            number=number,
            finding=finding,
            quote=finding.masked or clean(finding.quote),
            place=finding.clause or text("whole"),
            message=clean(finding.message),
            suggestion=clean(finding.suggestion),
            basis=tuple(b.text if b.confirmed else f"{b.text}（{text('unconfirmed')}）" for b in finding.basis),
            filed=self._cut(finding, filed),
            upper_title=_upper_title(evidence.upper_law, evidence.upper_version),
            upper_clause=evidence.upper_clause,
            upper=upper,
            why="" if evidence.why in finding.message else clean(evidence.why),
            facts=tuple((clean(name), clean(value)) for name, value in evidence.facts.items()),
            guards=tuple(_guard(g.guard, g.applied, clean(g.note)) for g in finding.guards),
            row=self._row_of(finding),
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

    def _context_span(self, finding: Finding) -> Span:
        """The neighbourhood of the finding, cut where it is too long for a card."""
        around, (start, end) = self._around(finding), finding.span
        if around.length <= _CONTEXT_LIMIT:
            return around
        last = min(end, start + _CONTEXT_LIMIT) + _CONTEXT_AROUND
        return Span(max(around.start, start - _CONTEXT_AROUND), min(around.end, last))

    def _around(self, finding: Finding) -> Span:
        """The 款 around the finding, or its lines where it stands outside the units."""
        unit = self._clause_unit(finding)
        if unit is not None and unit.span.start <= finding.span.start and finding.span.end <= unit.span.end:
            return unit.span
        blocks = self.review.document.source.blocks_in(finding.span) if finding.span.length else ()
        return Span(blocks[0].start, blocks[-1].end) if blocks else Span(0, 0)

    def _clause_unit(self, finding: Finding) -> Unit | None:
        document = self.review.document
        unit = document.by_eid.get(finding.eid)
        above = reversed(document.path(unit)) if unit else iter(())
        return next((u for u in above if u.eid in self._row_eids or u.kind in _CLAUSE_LEVEL), None)

    def _row_of(self, finding: Finding) -> str:
        """The eid of the row of the comparison table that the finding belongs to, or ""."""
        if finding.eid not in self._rows:
            self._rows[finding.eid] = self._find_row(finding.eid)
        return self._rows[finding.eid]

    def _find_row(self, eid: str) -> str:
        document = self.review.document
        unit = document.by_eid.get(eid)
        units = chain((*reversed(document.path(unit)),), unit.walk()) if unit else ()
        return next((u.eid for u in units if u.eid in self._row_eids), "")

    @cached_property
    def _row_eids(self) -> frozenset[str]:
        return frozenset(unit.eid for unit in self.review.document.clauses)

    def _cut(self, finding: Finding, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Show by …… where a long text was cut."""
        whole, shown = self._around(finding), self._context_span(finding)
        head = (_ELLIPSIS,) if shown.start > whole.start else ()
        return head + pieces + ((_ELLIPSIS,) if shown.end < whole.end else ())

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
            upper_clause=_clause_label(best) if best else "",
            upper=upper,
            relation=_relation(match, compared),
            difference=self.mask.clean("；".join(points)),
            common=self.mask.clean("；".join(common)),
            reason="" if best else self.mask.clean(unmatched_reason(match, compared)),
            unsure=compared is not None and bool(compared.unsure),
            findings=tuple(sorted({(self._shown_as[card.number], card.finding.rule) for card in here})),
            severity=min((card.severity for card in here), key=lambda s: s.order, default=None),
        )

    @cached_property
    def _findings_by_row(self) -> Mapping[str, list[Card]]:
        """The cards that touch each 款; the 款 do not overlap, so that the first one touched is found by halving."""
        units = [unit for unit in self.review.document.clauses if unit.span.length]
        found: dict[str, list[Card]] = {}
        for card in (card for card in self.cards if not card.finding.rejected):
            for unit in _touched(units, card.finding.span):
                found.setdefault(unit.eid, []).append(card)
        return found


def _touched(units: Sequence[Unit], span: Span) -> Iterator[Unit]:
    """The units (in order, apart) that share a character with ``span``."""
    if not span.length:
        return iter(())
    first = bisect_right(units, span.start, key=lambda unit: unit.span.end)
    return takewhile(lambda unit: unit.span.start < span.end, islice(units, first, None))


def _follows_publication(finding: Finding) -> bool:
    return not (finding.masked or finding.rule.startswith("P") or finding.rule == _BEFORE_PUBLICATION)


def _heading(card: Card) -> tuple[str, str]:
    """The key and label of the heading that a card stands under."""
    if card.finding.rejected:
        return _SUPPRESSED
    if not _follows_publication(card.finding):
        return _PUBLICATION
    return card.severity.value, card.severity.label


def _number(card: Card) -> int:
    return card.number


def _sameness(card: Card) -> tuple[str, ...]:
    """Cards with equal values say the same of the same words."""
    finding = card.finding
    term = finding.evidence.facts.get("词条", "") if finding.rule in _ONE_CARD else ""
    if term:
        return finding.rule, finding.severity, term, finding.evidence.why, finding.verdict, finding.note
    return (
        finding.verdict,
        finding.note,
        finding.rule,
        finding.severity,
        finding.quote,
        card.repeats,
        finding.message,
        finding.suggestion,
        finding.evidence.upper_text,
    )


def _ranges(numbers: Sequence[int]) -> str:
    """2–4、7: ascending numbers, neighbours joined.

    >>> _ranges([2, 3, 4, 7])
    '2–4、7'
    """
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _one_clause(card: Card) -> tuple[object, ...]:
    """Cards with equal values say the same of other words of one clause; nothing where a card must stand alone."""
    finding = card.finding
    if finding.masked or finding.rule in _ONE_CARD or not (finding.eid and finding.span.length):
        return ()
    said = (finding.message, finding.suggestion, finding.evidence.why, finding.evidence.upper_text, finding.confidence)
    return finding.rule, finding.severity, finding.eid, card.place, *said, card.also, finding.verdict, finding.note


def _told(group: tuple[Card, ...]) -> tuple[Card, ...]:
    """The cards shown of a group; the last one says what it stands for."""
    if len(group) > 1 and group[0].finding.rule in _ONE_CARD:
        places = list(dict.fromkeys(card.place for card in group))
        named = "、".join(places[:_PLACES_SHOWN]) + ("等" if len(places) > _PLACES_SHOWN else "")
        return (replace(group[0], repeats=text("same_term", n=len(group), places=named), stands_for=len(group)),)
    if len(group) <= _SAME_SHOWN:
        return group
    rest, end = sum(card.stands_for for card in group[_SAME_SHOWN:]), group[_SAME_SHOWN - 1]
    said = "；".join(filter(None, (end.repeats, text("same_words", n=rest))))
    last = replace(end, repeats=said, stands_for=rest + end.stands_for)
    return (*group[: _SAME_SHOWN - 1], last)


def _with_places(message: str, places: Sequence[str]) -> str:
    """A message with the clauses that it is about, if it is about any."""
    named = [place for place in dict.fromkeys(places) if place]
    if not named:
        return message
    shown = "、".join(named[:_PLACES_SHOWN]) + ("等" if len(named) > _PLACES_SHOWN else "")
    return text("reading_places", message=message.rstrip("。"), n=len(places), places=shown)


def _how(text_: str) -> str:
    """（据标题）, or nothing."""
    return f"（据{text_}）" if text_ else ""


def _gap_told(note: str, with_text: int) -> str:
    """The note, and what the lack of text means unless the note says so itself."""
    gap = "" if with_text or "未检查" in note else text("coverage_gap")
    return "；".join(part for part in (note, gap) if part)


def _guard(guard: str, applied: bool, note: str) -> str:
    return f"{guard_label(guard)}：{'是' if applied else '否'}" + (f"（{note}）" if note else "")


def _upper_title(title: str, version: str) -> str:
    name = title if not title or title.startswith("《") else f"《{title}》"
    return f"{name}（{version}）" if name and version else name


def _clause_label(clause: HigherClause) -> str:
    """第十二条第二款; the 款 is left out where the article has only one line."""
    several = clause.paragraph and "\n" in clause.article.text.strip()
    return clause.article.label + (f"第{format_numeral(clause.paragraph)}款" if several else "")


def _relation(match: Match | None, compared: MatchComparison | None) -> str:
    if match is None or compared is None or (match.state is MatchState.MATCHED and not match.clauses):
        return MatchState.NOT_CHECKED.value
    if match.state is not MatchState.MATCHED or compared.relation is None:
        return match.state.value
    return compared.relation.value
