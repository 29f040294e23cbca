"""Two documents side by side: two versions of one text, or a text and the higher law that it must agree with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from lawcheck.alignment import PairKind, UnitPair, align_documents
from lawcheck.comparison.comparing import compare_clauses
from lawcheck.comparison.matches import MatchComparison, own_span
from lawcheck.comparison.model import Comparison, Relation
from lawcheck.comparison.own_levels import in_municipality
from lawcheck.comparison.steps import folded
from lawcheck.document import Document, Unit

__all__ = ["ComparedRow", "DocumentComparison", "compare_versions", "compare_with_higher", "copied_share"]

ALIKE: Final = 55.0
"""Likeness (rapidfuzz ratio of the folded texts, 0–100) from which a 款 of the higher text stands beside a lower one: the
lowest band of the near-copy gold; below it laws share only their phrases."""


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A unit of the lower (new) text and one of the higher (old) text, either may be missing.

    ``kind`` is what became of an article between two versions (None when a higher text is compared); ``comparison`` is
    there where both are, its spans count in ``lower_text`` and ``upper_text``.
    """

    lower: Unit | None
    upper: Unit | None
    lower_text: str
    upper_text: str
    kind: PairKind | None
    comparison: Comparison | None

    @property
    def relation(self) -> Relation | None:
        """The label of a pair; 无依据 for a 款 to which the higher text has no counterpart."""
        if self.comparison is not None:
            return self.comparison.relation
        return Relation.NO_BASIS if self.kind is None else None

    @property
    def changed(self) -> bool:
        """Whether the words differ."""
        return self.lower_text != self.upper_text


@dataclass(frozen=True, slots=True)
class DocumentComparison:
    """The rows in reading order of the lower (new) text. ``similarity`` 0..1 of the two texts as a whole, ``copied`` the
    share of the lower text that stands in the higher one in runs of six characters and more."""

    lower: Document
    upper: Document
    rows: tuple[ComparedRow, ...]
    similarity: float
    copied: float
    versions: bool


def compare_versions(old: Document, new: Document) -> DocumentComparison:
    """What became of each 条: kept, renumbered, moved, reworded, split, merged, deleted, added; a deleted one stands
    behind its old neighbour.

    >>> from lawcheck.document import parse
    >>> old = parse("某市某条例\\n第一条　销毁账簿的，处一千元罚款。\\n第二条　本条例自公布之日起施行。")
    >>> new = parse("某市某条例\\n第一条　销毁账簿的，处二千元罚款。\\n第二条　本条例自公布之日起施行。")
    >>> [(row.kind, row.relation.value) for row in compare_versions(old, new).rows]
    [('reworded', '加重'), ('same', '重复')]
    """
    rows = tuple(_version_row(old, new, pair) for pair in _in_reading_order(align_documents(old, new)))
    return _whole(new, old, rows, versions=True)


def _in_reading_order(pairs: Sequence[UnitPair]) -> Iterator[UnitPair]:
    """The order of the new text; what is gone stands behind what was before it."""
    waiting: dict[int, list[UnitPair]] = {}
    last = -1
    for pair in pairs:
        if pair.new is None:
            waiting.setdefault(last, []).append(pair)
        elif pair.old is not None and pair.kind != "moved":
            last = max(last, pair.new.ordinal)
    kept = [pair for pair in pairs if pair.new is not None]
    yield from waiting.get(-1, ())
    ordered = sorted(kept, key=lambda pair: pair.new.ordinal if pair.new else 0)
    for number, pair in enumerate(ordered):
        yield pair
        here = pair.new.ordinal if pair.new else 0
        following = ordered[number + 1].new if number + 1 < len(ordered) else None
        if following is None or following.ordinal != here:
            yield from waiting.get(here, ())


def _version_row(old: Document, new: Document, pair: UnitPair) -> ComparedRow:
    lower, upper = _text(new, pair.new), _text(old, pair.old)
    found = compare_clauses(lower, upper) if lower and upper else None
    return ComparedRow(pair.new, pair.old, lower, upper, pair.kind, found)


def _text(document: Document, unit: Unit | None) -> str:
    if unit is None:
        return ""
    span = own_span(unit)
    return document.source.text[slice(*span)].strip()


def compare_with_higher(lower: Document, upper: Document) -> DocumentComparison:
    """Each 款 of ``lower`` beside the 款, or the whole 条, of ``upper`` that is most like it; several may have the same.

    >>> from lawcheck.document import parse
    >>> law = parse("某法\\n第一条　用户应当登记。\\n第二条　用户不登记的，处一千元以下罚款。")
    >>> rule = parse("某市某条例\\n第一条　本市用户不登记的，处五千元以下罚款。\\n第二条　鼓励市民种树养花。")
    >>> [(r.upper and r.upper.eid, r.relation.value) for r in compare_with_higher(rule, law).rows]
    [('art_2__para_1', '加重'), (None, '无依据')]
    """
    clauses = lower.clauses or lower.units
    targets = [unit for article in (upper.articles or upper.units) for unit in _targets(article)]
    keys = [folded(_text(upper, unit)) for unit in targets]
    own = [folded(_text(lower, unit)) for unit in clauses]
    likeness = process.cdist(own, keys, scorer=fuzz.ratio, dtype=np.float32, score_cutoff=ALIKE)
    rows = tuple(
        _higher_row(lower, upper, unit, _best(targets, row)) for unit, row in zip(clauses, likeness, strict=True)
    )
    return _whole(lower, upper, rows, versions=False)


def _targets(article: Unit) -> tuple[Unit, ...]:
    """The 款 of an article, and the article as a whole where it has several."""
    return article.children if len(article.children) == 1 else (*article.children, article)


def _best(targets: Sequence[Unit], likeness: np.ndarray) -> Unit | None:
    if not len(likeness) or float(likeness.max()) < ALIKE:
        return None
    return targets[int(likeness.argmax())]


def _higher_row(lower: Document, upper: Document, unit: Unit, other: Unit | None) -> ComparedRow:
    below, above = _text(lower, unit), _text(upper, other)
    found = compare_clauses(below, above, municipality=in_municipality(lower.title)) if above else None
    return ComparedRow(unit, other, below, above, None, found)


def _whole(lower: Document, upper: Document, rows: tuple[ComparedRow, ...], *, versions: bool) -> DocumentComparison:
    below, above = ("\n".join(_text(d, u) for u in d.units) for d in (lower, upper))
    total = sum(len(row.lower_text) for row in rows)
    copied = sum(len(row.lower_text) * row.comparison.copied for row in rows if row.comparison)
    similarity = fuzz.ratio(folded(below), folded(above)) / 100
    share = round(copied / total, 4) if total else 0.0
    return DocumentComparison(lower, upper, rows, round(similarity, 4), share, versions)


def copied_share(document: Document, comparisons: Sequence[MatchComparison]) -> float:
    """The share of a document's 款 (by characters) that stands word for word in the higher clauses matched with them,
    counting runs of six characters and more; 0 where nothing was compared.

    >>> from lawcheck.document import parse
    >>> copied_share(parse("某市某条例\\n第一条　甲。"), ())
    0.0
    """
    lengths = {unit.eid: own_span(unit).length for unit in document.clauses}
    total = sum(lengths.values())
    copied = sum(lengths[c.eid] * c.comparison.copied for c in comparisons if c.comparison and c.eid in lengths)
    return round(copied / total, 4) if total else 0.0
