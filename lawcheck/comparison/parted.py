"""An article that became several, or several that became one: what differs is read from all the parts together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from lawcheck.comparison.comparing import compare_clauses
from lawcheck.comparison.model import Comparison, Difference, Relation
from lawcheck.document import Span

if TYPE_CHECKING:
    from lawcheck.comparison.documents import ComparedRow

__all__ = ["parted_groups", "with_parts"]


def parted_groups(rows: Sequence[ComparedRow]) -> Iterator[tuple[int, ...]]:
    """The positions of the rows that share an article that was split, or one into which others were merged."""
    groups: dict[tuple[str, int], list[int]] = {}
    for at, row in enumerate(rows):
        whole = row.upper if row.kind == "split" else row.lower if row.kind == "merged" else None
        if whole is not None and row.kind is not None:
            groups.setdefault((row.kind, whole.ordinal), []).append(at)
    return (tuple(group) for group in groups.values())


def with_parts(rows: Sequence[ComparedRow]) -> tuple[ComparedRow, ...]:
    """The rows, those of one group compared as one text, so that an exception or a sanction that stands in the next part is
    not missed in this one. Each difference goes to the part that holds its words, or to the first."""
    found = list(rows)
    for group in parted_groups(rows):
        split = rows[group[0]].kind == "split"
        texts = [rows[at].lower_text if split else rows[at].upper_text for at in group]
        joined = "\n".join(texts)
        whole = rows[group[0]].upper_text if split else rows[group[0]].lower_text
        together = compare_clauses(joined, whole) if split else compare_clauses(whole, joined)
        starts = [*accumulate((len(text) + 1 for text in texts), initial=0)][:-1]
        for at, start, text in zip(group, starts, texts, strict=True):
            mine = tuple(_mine(together, Span(start, start + len(text)), split=split, first=at == group[0]))
            found[at] = replace(rows[at], comparison=_with(rows[at].comparison, mine))
    return tuple(found)


def _mine(together: Comparison, part: Span, *, split: bool, first: bool) -> Iterator[Difference]:
    """The differences whose words stand in this part, their spans counted from its start."""
    for difference in together.differences:
        span = difference.lower_span if split else difference.upper_span
        if span is None:
            if first:
                yield difference
        elif part.holds(span):
            own = span.moved(-part.start)
            yield replace(difference, lower_span=own) if split else replace(difference, upper_span=own)


def _with(own: Comparison | None, differences: tuple[Difference, ...]) -> Comparison | None:
    if own is None:
        return None
    gravest = min((d.relation for d in differences), key=lambda r: r.order, default=None)
    kept = Relation.SAME if own.relation.alarming else own.relation
    return replace(own, relation=gravest or kept, differences=differences)
