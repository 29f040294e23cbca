"""A review arranged for reading: what every face of the report shows, in the order in which it shows it.

Nothing is decided here; the relation of two clauses is only told as far as the words alone decide it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from lawcheck.checks import Finding, RuleRun, Severity, State
from lawcheck.citations import CitationState
from lawcheck.document import Span, Unit, UnitKind, format_numeral
from lawcheck.matching import HigherClause, Match, MatchState
from lawcheck.reports.differences import Piece, compare, joined, pieces_of
from lawcheck.reports.labels import chinese_date, counted, guard_label, id_ranges, kind_label, text, version_label
from lawcheck.reports.masking import Mask, Shown
from lawcheck.reviewing import Review

__all__ = ["FOLDED", "Card", "Comparison", "ReportView", "RuleFold"]

FOLDED = (State.NOT_APPLICABLE, State.NOT_IMPLEMENTED)
_CONTEXT_LIMIT = 700  # a longer clause is cut to its neighbourhood, so that a card stays on one screen
_CONTEXT_AROUND = 160
_CLAUSE_LEVEL = (UnitKind.PARAGRAPH, UnitKind.CLAUSE, UnitKind.ARTICLE)
_ELLIPSIS = Piece("……")
SAME, SIMILAR = "一致", "相近"


@dataclass(frozen=True, slots=True)
class Card:
    """One finding as shown: the evidence card of domain.md 0.3 with both texts marked."""

    number: int
    finding: Finding
    quote: str
    place: str
    message: str
    suggestion: str
    basis: tuple[str, ...]
    filed: tuple[Piece, ...]
    upper_title: str
    upper_clause: str
    upper: tuple[Piece, ...]
    why: str
    facts: tuple[tuple[str, str], ...]
    guards: tuple[str, ...]
    row: str

    @property
    def severity(self) -> Severity:
        """That of the finding."""
        return self.finding.severity

    @property
    def factors(self) -> str:
        """What the rule compared, in one line."""
        return "；".join(f"{name}：{value}" for name, value in self.facts)

    @property
    def offsets(self) -> str:
        """Half-open character offsets in the filed text."""
        return f"{self.finding.span.start}–{self.finding.span.end}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row of the 条款比对表 (domain.md 5.2); ``reason`` says why there is no higher clause where there is none.

    The two last columns of the table are for the reviewer.
    """

    number: int
    eid: str
    clause: str
    filed: tuple[Piece, ...]
    upper_title: str
    upper_version: str
    upper_clause: str
    upper: tuple[Piece, ...]
    relation: str
    difference: str
    reason: str
    findings: tuple[tuple[int, str], ...]
    severity: Severity | None

    @property
    def rules(self) -> tuple[str, ...]:
        """Rules with findings in this clause, each once."""
        return tuple(sorted({rule for _, rule in self.findings}))


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
    """A reference of the document and what is known of its target."""

    place: str
    text: str
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
        """All findings, gravest first."""
        return tuple(self._card(number, finding) for number, finding in enumerate(self.review.findings, 1))

    @property
    def card_groups(self) -> tuple[tuple[Severity, tuple[Card, ...]], ...]:
        """Findings by severity, gravest first; severities without findings are left out."""
        return tuple((severity, tuple(group)) for severity, group in groupby(self.cards, key=lambda c: c.severity))

    @cached_property
    def severity_counts(self) -> Mapping[Severity, int]:
        """Findings per severity, every severity listed."""
        return {s: sum(card.severity is s for card in self.cards) for s in Severity}

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """One row for each 款 of the body, in reading order."""
        matches = {match.eid: match for match in self.review.matches}
        units = self.review.document.clauses
        return tuple(self._comparison(n, unit, matches.get(unit.eid)) for n, unit in enumerate(units, 1))

    @cached_property
    def relation_counts(self) -> Mapping[str, int]:
        """Rows of the comparison table per relation, every relation listed; they sum to the number of rows."""
        names = (SAME, SIMILAR, MatchState.NONE.value, MatchState.NOT_CHECKED.value)
        return {name: sum(row.relation == name for row in self.comparisons) for name in names}

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
        parts = counted({severity.label: number for severity, number in self.severity_counts.items()})
        return text("findings_sum", total=len(self.cards), parts=parts)

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
            ("施行日期", chinese_date(facts.effective)),
            ("篇幅", f"{facts.articles} 条，{facts.characters} 字符"),
        )
        return tuple((label, self.mask.clean(value) or unknown) for label, value in rows)

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
                "；".join((*law.reasons, *(("人工指定",) if law.pinned else ()))),
                f"{law.score:.2f}",
            )
            for law in self.review.higher_laws
        )

    @cached_property
    def citations(self) -> tuple[CitationRow, ...]:
        """Every reference of the document, in reading order."""
        ordered = sorted(self.review.citations, key=lambda c: (c.reference.span.start, c.reference.span.end))
        return tuple(
            CitationRow(
                self._place(citation.reference.span),
                self.mask.clean(citation.reference.text),
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

    def run_note(self, run: RuleRun) -> str:
        """Number of findings of a rule and the reason of its state."""
        number = f"{len(run.findings)} 个问题" if run.findings else ""
        return "；".join(part for part in (number, self.mask.clean(run.reason)) if part)

    def _place(self, span: Span) -> str:
        unit = self.review.document.unit_at(span.start)
        return (self.review.document.citation_label(unit) if unit else "") or "正文外"

    def _card(self, number: int, finding: Finding) -> Card:
        evidence, clean = finding.evidence, self.mask.clean
        shown = self._context(finding)
        filed, upper = compare(shown, evidence.upper_text) if evidence.upper_text else (pieces_of(shown), ())
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
        )

    def _context(self, finding: Finding) -> list[Shown]:
        return self.mask.shown(self._context_span(finding), finding.span)

    def _context_span(self, finding: Finding) -> Span:
        """The neighbourhood of the finding, cut where it is too long for a card."""
        around, start = self._around(finding), finding.span.start
        if around.length <= _CONTEXT_LIMIT:
            return around
        return Span(
            max(around.start, start - _CONTEXT_AROUND), min(around.end, start + _CONTEXT_LIMIT - _CONTEXT_AROUND)
        )

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
        return next((u for u in above if u.kind in _CLAUSE_LEVEL), None)

    def _row_of(self, finding: Finding) -> str:
        """The eid of the row of the comparison table that the finding belongs to, or ""."""
        document = self.review.document
        unit = document.by_eid.get(finding.eid)
        chain = document.path(unit) if unit else ()
        below = tuple(unit.walk()) if unit else ()
        return next((u.eid for u in (*reversed(chain), *below) if u.eid in self._row_eids), "")

    @cached_property
    def _row_eids(self) -> frozenset[str]:
        return frozenset(unit.eid for unit in self.review.document.clauses)

    def _cut(self, finding: Finding, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Show by …… where a long text was cut."""
        whole, shown = self._around(finding), self._context_span(finding)
        head = (_ELLIPSIS,) if shown.start > whole.start else ()
        return head + pieces + ((_ELLIPSIS,) if shown.end < whole.end else ())

    def _comparison(self, number: int, unit: Unit, match: Match | None) -> Comparison:
        shown = self.mask.shown(unit.span)
        best = match.clauses[0] if match and match.state is MatchState.MATCHED and match.clauses else None
        filed, upper = compare(shown, best.text) if best else (pieces_of(shown), ())
        here = self._findings_in(unit.span)
        return Comparison(
            number=number,
            eid=unit.eid,
            clause=self.review.document.citation_label(unit),
            filed=filed,
            upper_title=f"《{best.law.title}》" if best else "",
            upper_version=version_label(best.version) if best else "",
            upper_clause=_clause_label(best) if best else "",
            upper=upper,
            relation=_relation(match, joined(filed)),
            difference=text("slots_missing") if best else "",
            reason="" if best else self.mask.clean(match.reason if match else text("no_match")),
            findings=tuple((card.number, card.finding.rule) for card in here),
            severity=min((card.severity for card in here), key=lambda s: s.order, default=None),
        )

    def _findings_in(self, span: Span) -> tuple[Card, ...]:
        return tuple(c for c in self.cards if _overlap(c.finding.span, span))


def _overlap(a: Span, b: Span) -> bool:
    return a.length > 0 and a.start < b.end and a.end > b.start


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


def _relation(match: Match | None, filed: str) -> str:
    if match is None or (match.state is MatchState.MATCHED and not match.clauses):
        return MatchState.NOT_CHECKED.value
    if match.state is not MatchState.MATCHED:
        return match.state.value
    return SAME if _words(filed) == _words(match.clauses[0].text) else SIMILAR


def _words(text_: str) -> str:
    return "".join(text_.split())
