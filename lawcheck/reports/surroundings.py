"""Where a finding stands: the 款 around it, its row of the comparison table, the text that its card shows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, islice, takewhile

from lawcheck.checks import Finding
from lawcheck.document import Document, Span, Unit, UnitKind
from lawcheck.reports.differences import Piece

__all__ = ["Surroundings", "touched"]

_CONTEXT_LIMIT = 700  # a longer clause is cut to its neighbourhood, so that a card stays on one screen
_CONTEXT_AROUND = 200
_CLAUSE_LEVEL = (UnitKind.PARAGRAPH, UnitKind.CLAUSE, UnitKind.ARTICLE)
_ELLIPSIS = Piece("……")


class Surroundings:
    """Places of findings in ``document``."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._rows: dict[str, str] = {}  # row by eid: thousands of findings share the eid of their annex

    def context(self, finding: Finding) -> Span:
        """The neighbourhood of the finding, cut where it is too long for a card."""
        around, (start, end) = self._around(finding), finding.span
        if around.length <= _CONTEXT_LIMIT:
            return around
        last = min(end, start + _CONTEXT_LIMIT) + _CONTEXT_AROUND
        return Span(max(around.start, start - _CONTEXT_AROUND), min(around.end, last))

    def cut(self, finding: Finding, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Show by …… where a long text was cut."""
        whole, shown = self._around(finding), self.context(finding)
        head = (_ELLIPSIS,) if shown.start > whole.start else ()
        return head + pieces + ((_ELLIPSIS,) if shown.end < whole.end else ())

    def row(self, finding: Finding) -> str:
        """The eid of the row of the comparison table that the finding belongs to, or ""."""
        if finding.eid not in self._rows:
            self._rows[finding.eid] = self._find_row(finding.eid)
        return self._rows[finding.eid]

    def _around(self, finding: Finding) -> Span:
        """The 款 around the finding, or its lines where it stands outside the units."""
        unit = self._clause_unit(finding)
        if unit is not None and unit.span.holds(finding.span):
            return unit.span
        blocks = self._document.source.blocks_in(finding.span) if finding.span.length else ()
        return Span(blocks[0].start, blocks[-1].end) if blocks else Span(0, 0)

    def _clause_unit(self, finding: Finding) -> Unit | None:
        unit = self._document.by_eid.get(finding.eid)
        above = reversed(self._document.path(unit)) if unit else iter(())
        return next((u for u in above if u.eid in self._row_eids or u.kind in _CLAUSE_LEVEL), None)

    def _find_row(self, eid: str) -> str:
        unit = self._document.by_eid.get(eid)
        units = chain((*reversed(self._document.path(unit)),), unit.walk()) if unit else ()
        return next((u.eid for u in units if u.eid in self._row_eids), "")

    @cached_property
    def _row_eids(self) -> frozenset[str]:
        return frozenset(unit.eid for unit in self._document.clauses)


def touched(units: Sequence[Unit], span: Span) -> Iterator[Unit]:
    """The units (in order, apart) that share a character with ``span``."""
    if not span.length:
        return iter(())
    first = bisect_right(units, span.start, key=lambda unit: unit.span.end)
    return takewhile(lambda unit: unit.span.start < span.end, islice(units, first, None))
