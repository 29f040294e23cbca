"""The stance of a point: the person's own chip, else the words that say it, else 未表明."""

from __future__ import annotations

import re
from typing import Final

from lawcheck.comments.lexicon import cues
from lawcheck.comments.model import ChangeKind, Comment, Point, Stance, StanceReading
from lawcheck.document import Span, normalise

__all__ = ["read_stance"]

_CHIP: Final = StanceReading(Stance.NOT_STATED, "none")
_OF_CHANGE: Final = {ChangeKind.MODIFY: Stance.CHANGE, ChangeKind.ADD: Stance.CHANGE, ChangeKind.DELETE: Stance.CHANGE}


def read_stance(point: Point, comment: Comment) -> StanceReading:
    """The stance of ``point``, with the words that say it and their span in the comment.

    A chip holds for the whole comment; a comment with several points keeps it for those whose words say nothing else.

    >>> from lawcheck.comments import split_points
    >>> c = Comment("c1", "我不同意第二十条，罚得太重。")
    >>> reading = read_stance(split_points(c)[0], c)
    >>> reading.stance.value, reading.how, reading.words
    ('反对', 'cue', '不同意')
    """
    if comment.stance is not None:
        return StanceReading(comment.stance, "chip")
    text = normalise(point.text)
    stance, span = _read(text.text)
    if span is None:
        change = comment.change
        return StanceReading(_OF_CHANGE[change], "chip") if change else _CHIP
    start, end = text.original_span(span)
    own = Span(point.span.start + start, point.span.start + end)
    return StanceReading(stance, "cue", comment.text[slice(*own)], own)


def _read(text: str) -> tuple[Stance, Span | None]:
    words = cues("not_oppose").sub(lambda match: "　" * len(match[0]), text)
    found = {name: cues(name).search(words) for name in ("oppose", "support", "change", "question")}
    if found["question"] and not any(found[name] for name in ("oppose", "support", "change")):
        return Stance.QUESTION, _span(found["question"])
    if words != text and not found["oppose"] and not found["change"]:
        return Stance.SUPPORT, _span(cues("not_oppose").search(text))
    oppose, support, change = found["oppose"], found["support"], found["change"]
    if support and (not oppose or support.start() < oppose.start()):
        return Stance.SUPPORT, _span(support)
    if oppose and (not change or oppose.start() < change.start()):
        return Stance.OPPOSE, _span(oppose)
    if change:
        return Stance.CHANGE, _span(change)
    return Stance.NOT_STATED, None


def _span(match: re.Match[str] | None) -> Span | None:
    return Span(*match.span()) if match else None
