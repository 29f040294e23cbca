"""What the workbench shows of a review, worked out once where the review is made: rows of 款 beside the higher law, and cards.

Values are plain (lists, strings, numbers), so that they can be kept as JSON and drawn without ``lawcheck``'s objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from lawcheck.document import CONTAINERS, Document, Span, Unit, UnitKind
from lawcheck.laws import LawVersion
from lawcheck.matching import HigherClause, Match
from lawcheck.reports import Card, Piece, ReportView, compare

__all__ = ["bench_view", "card_view"]

_CANDIDATES: Final = 3  # higher clauses of a 款 that stay; a pinned law's stay in addition


def bench_view(view: ReportView) -> dict[str, Any]:
    """The document 款 by 款, each with the higher clauses that it may be held against, and the list of higher laws."""
    matches = {match.eid: match for match in view.review.matches}
    cards: dict[str, list[str]] = {}
    for card in view.cards:
        cards.setdefault(card.row, []).append(card.finding.key)
    units = view.review.document.clauses
    firsts = _firsts(view.review.document)
    rows = [
        _row(view, unit, firsts, row, matches.get(unit.eid), cards.get(unit.eid, []))
        for unit, row in zip(units, view.comparisons, strict=True)
    ]
    return {
        "rows": rows,
        "outside": cards.get("", []),
        "laws": [
            {
                "id": law.law.law_id,
                "title": law.law.title,
                "level": law.law.level.value,
                "version": _version(law.version),
                "reasons": list(law.reasons),
                "relation": law.relation,
                "pinned": law.pinned,
                "score": round(law.score, 3),
            }
            for law in view.review.higher_laws
        ],
        "coverage": [*(row.sentence() for row in view.coverage), *filter(None, [view.uncompared_sentence])],
        "horizon": view.horizon_text,
        "copied": view.copied_sentence,
        "relations": dict(view.relation_counts),
    }


def card_view(card: Card) -> dict[str, Any]:
    """The evidence card of domain.md 0.3: both texts, the basis, what was compared, the guards, how sure the rule is."""
    return {
        "number": card.number,
        "place": card.place,
        "filed": _pieces(card.filed),
        "upper": _pieces(card.upper),
        "upper_title": card.upper_title,
        "upper_clause": card.upper_clause,
        "basis": list(card.basis),
        "why": card.why,
        "slots": [list(pair) for pair in card.facts],
        "guards": list(card.guards),
        "confidence": round(card.finding.confidence, 2),
        "offsets": card.offsets,
        "also": list(card.also),
        "row": card.row,
    }


def _row(
    view: ReportView, unit: Unit, firsts: Mapping[str, Unit], row: Any, match: Match | None, keys: Sequence[str]
) -> dict[str, Any]:
    return {
        "eid": unit.eid,
        "label": row.clause,
        "head": _head(view.review.document, unit, firsts),
        "filed": _pieces(row.filed),
        "relation": row.relation,
        "alarming": row.alarming,
        "difference": row.difference,
        "common": row.common,
        "reason": row.reason,
        "findings": list(keys),
        "upper": [_candidate(view, unit, clause, row, first) for first, clause in _candidates(view, match, row)],
    }


def _firsts(document: Document) -> dict[str, Unit]:
    """For each unit that holds clauses the first of them, by the eid of the unit."""
    found: dict[str, Unit] = {}
    for clause in document.clauses:
        for above in document.path(clause):
            found.setdefault(above.eid, clause)
    return found


def _head(document: Document, unit: Unit, firsts: Mapping[str, Unit]) -> list[str]:
    """The chapters, and the parts of a notice that only head their list (一、…), that begin with this clause, outermost
    first."""
    heads = (
        (part, above)
        for part, above in pairwise((unit, *document.path(unit)))
        if above.kind in CONTAINERS or (above.kind is UnitKind.PARAGRAPH and above is not unit)
    )
    return [_heading(part, above) for part, above in heads if firsts[above.eid] is unit]


def _heading(part: Unit, head: Unit) -> str:
    """The heading of a chapter, or of the ``part`` of a notice whose first line ``head`` is."""
    if head.kind is UnitKind.PARAGRAPH:
        return part.label + head.text
    return f"{head.label}　{head.heading}".strip("　")


def _candidates(view: ReportView, match: Match | None, row: Any) -> Iterator[tuple[bool, HigherClause]]:
    """The best clauses, and those of laws that a person pinned; the first is the one that the row is compared with."""
    pinned = set(view.review.pins.pinned)
    for number, clause in enumerate(match.clauses if match else ()):
        if number < _CANDIDATES or clause.law.title in pinned:
            yield number == 0 and bool(row.upper), clause


def _candidate(view: ReportView, unit: Unit, clause: HigherClause, row: Any, first: bool) -> dict[str, Any]:
    shown = view.mask.shown(unit.span, Span(0, 0))
    filed, upper = (row.filed, row.upper) if first else compare(shown, clause.text)
    return {
        "law": clause.law.title,
        "version": _version(clause.version),
        "clause": clause.label,
        "filed": _pieces(filed),
        "upper": _pieces(upper),
        "likeness": round(clause.similarity, 2),
        "best": first,
    }


def _version(version: LawVersion) -> str:
    day = version.effective_from
    return f"{day.isoformat()}施行" if day else "施行日期待核"


def _pieces(pieces: Sequence[Piece]) -> list[list[Any]]:
    """``[text, quoted, differs]``."""
    return [[piece.text, int(piece.quoted), int(piece.differs)] for piece in pieces]
