"""Comments on one version of a draft → their place in another: clause by text, then the marked words inside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from lawcheck.comments.model import NEW_CLAUSE, WHOLE_DRAFT, Anchor, Comment, Reanchored, Verdict
from lawcheck.comments.reanchoring_flow import Flow, flow_of
from lawcheck.document import Document, Span, Unit

__all__ = ["anchor_at", "reanchor"]

_FLOOR: Final = 0.7
"""Marked words less alike than this are not found again: of eight characters, two may differ."""
_SEEN: Final = 0.6
"""A clause whose text as seen is less like the clause of that number is another clause."""
_CONTEXT: Final = 32


def anchor_at(document: Document, eid: str, quote: str = "", start: int | None = None) -> Anchor:
    """The anchor of a clause, or of ``quote`` in it (its first place, or the one at ``start`` of the clause's text).

    >>> from lawcheck.document import parse
    >>> anchor_at(parse("第一条　罚款二百元。"), "art_1", "二百元").prefix
    '罚款'
    """
    unit = document.by_eid[eid]
    text = unit.full_text
    at = text.find(quote) if start is None else start
    if not quote or at < 0:
        return Anchor(eid, document.citation_label(unit), text)
    end = at + len(quote)
    before, after = text[max(0, at - _CONTEXT) : at], text[end : end + _CONTEXT]
    return Anchor(eid, document.citation_label(unit), text, quote, Span(at, end), before, after)


def reanchor(comments: Iterable[Comment], old: Document, new: Document) -> tuple[Reanchored, ...]:
    """The place of each comment in ``new``: one result for its anchor, or one for each clause that its person chose.

    A comment that has neither has no place that could move, and gives none. A deleted 款 or 项 whose article lives on
    has the article as its target, ``how`` says ``parent``. Where a clause was split and the marked words stand in some of
    its pieces, only those are targets. 全文 and 新增条款 stay what they are.

    >>> from lawcheck.document import parse
    >>> a = parse("第一条　甲市的规定。\\n第二条　罚款二百元以下，由公安机关决定。")
    >>> b = parse("第一条　罚款五百元以下，由公安机关决定。")
    >>> found, = reanchor([Comment("c1", "太高", anchor=anchor_at(a, "art_2", "由公安机关决定"))], a, b)
    >>> str(found.verdict), found.targets, found.how, found.new_text[slice(*found.quote)]
    ('改写', ('art_1',), 'exact', '由公安机关决定')
    """
    carrier = _Carrier(flow_of(old, new))
    return tuple(result for comment in comments for result in carrier.carry(comment))


class _Place(NamedTuple):
    """What became of an anchor, apart from the comment."""

    verdict: Verdict
    targets: tuple[str, ...]
    how: str
    score: float
    old_text: str
    new_text: str
    quote: Span = Span(0, 0)


class _Found(NamedTuple):
    eid: str
    how: str
    score: float
    span: Span


class _Carrier:
    """Answers for anchors, each worked out once: thousands of people mark the same words."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._known: dict[Anchor, _Place] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._texts: dict[str, list[Unit]] = {}
        for unit in flow.old.walk():
            self._texts.setdefault(_squeezed(unit.full_text), []).append(unit)

    def carry(self, comment: Comment) -> Iterator[Reanchored]:
        anchors = [comment.anchor] if comment.anchor else [Anchor(eid) for eid in comment.chosen]
        for anchor in anchors:
            if anchor not in self._known:
                self._known[anchor] = self._place(anchor)
            yield Reanchored(comment.comment_id, *self._known[anchor])

    def _place(self, anchor: Anchor) -> _Place:
        if anchor.eid in (WHOLE_DRAFT, NEW_CLAUSE):
            return _Place(Verdict.UNCHANGED, (anchor.eid,), "clause", 1.0, "", "")
        unit = self._seen(anchor)
        if unit is None:
            return _Place(Verdict.ORPHAN, (), "none", 0.0, anchor.clause_text, "")
        if unit.eid not in self._verdicts:
            self._verdicts[unit.eid] = self._flow.verdict(unit)
        verdict, old_text = self._verdicts[unit.eid], anchor.clause_text or unit.full_text
        if verdict is Verdict.DELETED:
            return self._parent(unit, old_text)
        return self._inside(anchor, verdict, unit, old_text)

    def _seen(self, anchor: Anchor) -> Unit | None:
        """The clause of the old version that the person saw: by its id, if its text is what they saw, else by its text."""
        unit = self._flow.old.by_eid.get(anchor.eid)
        if not anchor.clause_text:
            return unit
        if unit and _squeezed(unit.full_text) == _squeezed(anchor.clause_text):
            return unit
        alike = self._texts.get(_squeezed(anchor.clause_text), [])
        if alike:
            return next((u for u in alike if unit and u.kind is unit.kind), alike[0])
        close = unit and Indel.normalized_similarity(unit.full_text, anchor.clause_text) >= _SEEN
        return unit if close else None

    def _parent(self, unit: Unit, old_text: str) -> _Place:
        """The nearest clause above a deleted one that lives on; chapters do not count, they say nothing."""
        for above in reversed(self._flow.old.path(unit)[:-1]):
            targets = tuple(self._flow.targets.get(above.eid, ()))
            if targets and above not in self._flow.old.containers:
                return _Place(Verdict.DELETED, targets, "parent", 0.0, old_text, self._text(targets))
        return _Place(Verdict.DELETED, (), "none", 0.0, old_text, "")

    def _text(self, targets: Iterable[str]) -> str:
        return "\n".join(self._flow.new.by_eid[eid].full_text for eid in targets)

    def _inside(self, anchor: Anchor, verdict: Verdict, unit: Unit, old_text: str) -> _Place:
        targets = tuple(self._flow.targets[unit.eid])
        if not anchor.quote:
            text = self._text(targets)
            return _Place(verdict, targets, "clause", _likeness(old_text, text), old_text, text)
        found = [_find(anchor, eid, self._flow.new.by_eid[eid].full_text) for eid in targets]
        best = max(found, key=lambda item: (item.how == "exact", item.score))
        if best.how == "clause":
            return _Place(verdict, targets, "clause", best.score, old_text, self._text(targets))
        holding = tuple(f.eid for f in found if f.how == best.how and f.score == best.score)
        first = (best.eid, *(eid for eid in holding if eid != best.eid))
        new_text = self._flow.new.by_eid[best.eid].full_text
        return _Place(verdict, first, best.how, best.score, old_text, new_text, best.span)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _likeness(a: str, b: str) -> float:
    return round(Indel.normalized_similarity(a, b), 4)


def _find(anchor: Anchor, eid: str, text: str) -> _Found:
    """The marked words in a text: verbatim (beside the words that stood beside them), else the most alike stretch."""
    quote = anchor.quote
    if places := list(_places(quote, text)):
        at = max(places, key=lambda start: _beside(anchor, text, start))
        return _Found(eid, "exact", 1.0, Span(at, at + len(quote)))
    if len(quote) > len(text):
        score = _likeness(quote, text)
        return _Found(eid, "approximate" if score >= _FLOOR else "clause", score, Span(0, len(text)))
    match = fuzz.partial_ratio_alignment(quote, text)
    score = round(match.score / 100, 4) if match else 0.0
    if match is None or score < _FLOOR:
        return _Found(eid, "clause", score, Span(0, 0))
    return _Found(eid, "approximate", score, Span(match.dest_start, match.dest_end))


def _places(quote: str, text: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _beside(anchor: Anchor, text: str, start: int) -> tuple[float, int]:
    """How much the neighbourhood of a place is like the one that was marked; then the nearest to where it stood."""
    end = start + len(anchor.quote)
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    alike = Indel.normalized_similarity(anchor.prefix, before) + Indel.normalized_similarity(anchor.suffix, after)
    return alike, -abs(start - anchor.span.start)
