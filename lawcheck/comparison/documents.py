"""Two documents side by side: two versions of one text, or a text and the higher law that it must agree with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from lawcheck.alignment import PairKind, UnitPair, align_parts, is_heading, same_text
from lawcheck.comparison.comparing import compare_clauses
from lawcheck.comparison.counterparts import counterparts
from lawcheck.comparison.cues import with_cue
from lawcheck.comparison.matches import MatchComparison, own_span
from lawcheck.comparison.model import Comparison, Relation
from lawcheck.comparison.own_levels import in_municipality
from lawcheck.comparison.parted import with_parts
from lawcheck.comparison.steps import folded
from lawcheck.document import NOTICE, Document, Span, Unit
from lawcheck.matching import COMMENCEMENT, questions

__all__ = ["ComparedRow", "DocumentComparison", "compare_versions", "compare_with_higher", "copied_share"]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A unit of the lower (new) text and one of the higher (old) text, either may be missing.

    ``kind`` is what became of an article between two versions (None when a higher text is compared); ``comparison`` is
    there where both are, its spans count in ``lower_text`` and ``upper_text``. ``inside`` are the pairs of 款 and 项 of an
    article that changed. ``skipped`` says why a clause is not held against the higher text. ``name`` says what a row is that is no unit: 版头和通知, 标题, 题注, 开头, 落款.
    """

    lower: Unit | None
    upper: Unit | None
    lower_text: str
    upper_text: str
    kind: PairKind | None
    comparison: Comparison | None
    inside: tuple[UnitPair, ...] = ()
    name: str = ""
    skipped: str = ""

    @property
    def framing(self) -> bool:
        """Whether the row is no provision: the name of a chapter or annex, the title, what stands before the body."""
        unit = self.lower or self.upper
        return bool(self.name) or (unit is not None and self.kind is not None and is_heading(unit))

    @property
    def relation(self) -> Relation | None:
        """The label of a pair; 无依据 for a 款 to which the higher text has no counterpart, None for one not compared."""
        if self.comparison is not None:
            return self.comparison.relation
        return Relation.NO_BASIS if self.kind is None and not self.skipped else None

    @property
    def changed(self) -> bool:
        """Whether the words differ, blanks and the width of marks apart."""
        return not same_text(self.lower_text, self.upper_text)


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

    def __repr__(self) -> str:
        return f"<Comparison of {self.lower.title!r} with {self.upper.title!r}: {len(self.rows)} rows>"


def compare_versions(old: Document, new: Document) -> DocumentComparison:
    """What became of each 条: kept, renumbered, moved, reworded, split, merged, deleted, added; a deleted one stands
    behind its old neighbour. Chapters and annexes have rows of their own, and so have title, 题注 and 落款 that changed.

    >>> from lawcheck.document import parse
    >>> old = parse("某市某条例\\n第一条　销毁账簿的，处一千元罚款。\\n第二条　本条例自公布之日起施行。")
    >>> new = parse("某市某条例\\n第一条　销毁账簿的，处二千元罚款。\\n第二条　本条例自公布之日起施行。")
    >>> [(row.kind, row.relation.value) for row in compare_versions(old, new).rows]
    [('reworded', '加重'), ('same', '重复')]
    """
    head, title, note, opening, closing = (
        _named_row(name, before, after)
        for name, before, after in zip(_FRAME, _frame(old, new), _frame(new, old), strict=True)
    )
    notice, body, annexes = (
        with_parts([_version_row(old, new, pair) for pair in _in_reading_order(pairs)])
        for pairs in align_parts(old, new)
    )
    rows = (*head, *title, *note, *notice, *opening, *body, *closing, *annexes)
    return _whole(new, old, rows, versions=True)


_FRAME: Final = ("版头和通知", "标题", "题注", "开头", "落款")


def _frame(document: Document, other: Document) -> tuple[str, ...]:
    """What stands around the body, by :data:`_FRAME`."""
    alone = not all(any(annex.label == NOTICE for annex in d.annexes) for d in (document, other))
    texts = (document.title, document.note, document.preamble, document.conclusion)
    return (_head(document, notice=alone), *(text.strip() for text in texts))


def _head(document: Document, *, notice: bool) -> str:
    """文号 and what else stands above the first unit outside the text, with the notice that issues it."""
    first = document.units[0].span.start if document.units else 0
    spans = [Span(s.start, s.end) for s in document.segments if s.role == "furniture" and s.start < first]
    spans += [annex.span for annex in document.annexes if notice and annex.label == NOTICE]
    texts = (document.source.text[slice(*span)].strip() for span in sorted(spans))
    return re.sub(r"\n\s*\n", "\n", "\n".join(texts))


def _named_row(name: str, old: str, new: str) -> Iterator[ComparedRow]:
    """A row of what stands around the body: only what changed, and the words before the body always."""
    if same_text(old, new) and (name != "开头" or not new):
        return
    kind: PairKind = "same" if same_text(old, new) else "reworded" if old and new else "added" if new else "deleted"
    yield ComparedRow(None, None, new, old, kind, None, name=name)


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
    if any(unit is not None and is_heading(unit) for unit in pair[:2]):
        lower, upper = (unit.heading if unit else "" for unit in (pair.new, pair.old))
        return ComparedRow(pair.new, pair.old, lower, upper, pair.kind, None)
    lower, upper = _named_text(new, pair.new), _named_text(old, pair.old)
    found = compare_clauses(lower, upper) if lower and upper else None
    return ComparedRow(pair.new, pair.old, lower, upper, pair.kind, found, pair.children)


def _named_text(document: Document, unit: Unit | None) -> str:
    """The text of an article with its name (条旨) as it stands there."""
    own = _text(document, unit)
    if unit is None or not unit.heading:
        return own
    name = document.source.text[unit.span.start : own_span(unit).start].strip().removeprefix(unit.label).strip()
    return f"{name}　{own}" if name else own


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
    commencing = {question.eid for question in questions(lower) if question.skipped == COMMENCEMENT}
    found = counterparts([_text(lower, unit) for unit in clauses], upper)
    rows = tuple(
        _higher_row(lower, upper, unit, other, COMMENCEMENT if unit.eid in commencing else "")
        for unit, other in zip(clauses, found, strict=True)
    )
    return _whole(lower, upper, rows, versions=False)


def _higher_row(lower: Document, upper: Document, unit: Unit, other: Unit | None, skipped: str) -> ComparedRow:
    if skipped:
        return ComparedRow(unit, None, _text(lower, unit), "", None, None, skipped=skipped)
    below, above = _text(lower, unit), _text(upper, other)
    found = compare_clauses(below, above, municipality=in_municipality(lower.title)) if above else None
    return ComparedRow(unit, other, below, above, None, found and with_cue(found, below, [above]))


def _whole(lower: Document, upper: Document, rows: tuple[ComparedRow, ...], *, versions: bool) -> DocumentComparison:
    below, above = (
        "\n".join(_text(d, u) for u in (*d.units, *(a for a in d.annexes if a.label != NOTICE))) for d in (lower, upper)
    )
    total = sum(len(row.lower_text) for row in rows if not row.framing)
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
