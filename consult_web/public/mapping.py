"""Which clauses a free opinion is probably about, with the words that speak for each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from consult_web import storage
from consult_web.consultations import DraftVersion, draft_of_version
from lawcheck.comments import (
    NEW_CLAUSE,
    WHOLE_DRAFT,
    Candidate,
    Comment,
    Draft,
    Mapping,
    ReasonKind,
    map_points,
    split_points,
)

__all__ = ["Likely", "Places", "likely_places", "marked"]

SHOWN: Final = 3
_RUN: Final = 2  # characters in a row that clause and opinion share, at least
_WORD: Final = re.compile(r"\w+")


class Likely(NamedTuple):
    """A clause that is proposed: how it is cited, its text and the opinion's, with what both share marked."""

    eid: str
    label: str
    heading: str
    text: Markup
    why: str
    words: str

    @property
    def is_founded(self) -> bool:
        """Whether a person can see why: shared words, or a number that was cited."""
        return "<mark>" in self.text or self.why == ReasonKind.CITATION


class Places(NamedTuple):
    """The clauses proposed, best first, and the target that the analysis would answer with; none where it abstains."""

    likely: list[Likely]
    answer: str


def likely_places(version: DraftVersion, text: str) -> Places:
    """The three clauses that speak most for ``text``, fewer when less does. The index is made once."""
    draft = draft_of_version(storage.session(), version.id)
    comment = Comment("typed", text)
    points = split_points(comment)
    mappings = map_points(points, [comment] * len(points), draft) if points else []
    likely = _ranked(draft, mappings, text)
    answers = (target for mapping in mappings for target in mapping.targets)
    offered = {one.eid for one in likely} | {WHOLE_DRAFT, NEW_CLAUSE}
    return Places(likely, next((target for target in answers if target in offered), ""))


def _ranked(draft: Draft, mappings: Iterable[Mapping], text: str) -> list[Likely]:
    best: dict[str, Candidate] = {}
    for mapping in mappings:
        for candidate in mapping.candidates:
            held = best.get(candidate.target)
            if candidate.target in draft.by_eid and (held is None or candidate.score > held.score):
                best[candidate.target] = candidate
    ranked = sorted(best.values(), key=lambda candidate: -candidate.score)
    found = [_likely(draft, candidate, text) for candidate in ranked]
    return [one for one in found if one.is_founded][:SHOWN]


def marked(text: str, other: str) -> Markup:
    """``text`` with every stretch marked that stands in ``other`` too.

    >>> marked("禁止占用消防车通道停放。", "有人占用消防车通道")
    Markup('禁止<mark>占用消防车通道</mark>停放。')
    """
    pairs = {other[at : at + _RUN] for at in range(len(other) - _RUN + 1)}
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if shared else escape(piece) for piece, shared in _pieces(text, pairs)
    )


def _pieces(text: str, pairs: set[str]) -> Iterable[tuple[str, bool]]:
    """``text`` cut where shared stretches begin and end."""
    shared = [False] * len(text)
    for at in range(len(text) - _RUN + 1):
        if text[at : at + _RUN] in pairs and _WORD.fullmatch(text[at : at + _RUN]):
            shared[at : at + _RUN] = [True] * _RUN
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or shared[at] != shared[start]:
            yield text[start:at], shared[start]
            start = at


def _likely(draft: Draft, candidate: Candidate, text: str) -> Likely:
    clause = draft.by_eid[candidate.target]
    reason = candidate.reasons[0] if candidate.reasons else None
    shown = marked(clause.text, text)
    return Likely(
        clause.eid,
        clause.label,
        clause.heading,
        shown,
        str(reason.kind) if reason else "",
        reason.words if reason else "",
    )
