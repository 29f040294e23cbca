"""The stance of a point: the person's own chip, else the words that say it, else 未表明."""

from __future__ import annotations

import re
from typing import Final

from lawcheck.comments.grams import normalised
from lawcheck.comments.lexicon import cues
from lawcheck.comments.model import ChangeKind, Comment, Point, Stance, StanceReading
from lawcheck.document import Span

__all__ = ["read_stance", "stance_of"]

_QUOTED: Final = re.compile(r'“[^”]*”|「[^」]*」|"[^"]*"')
_BUT: Final = re.compile("但|不过|只是|就是|而是|[，,]是(?:觉得|认为|担心|希望|建议|嫌)")
_TURN: Final = re.compile("[。！；;]但是?")  # a sentence of its own that takes back what was praised …
_LIMIT: Final = re.compile("[，,](?:但是?|不过|只是)")  # … or the rest of the same one
_STOP: Final = re.compile("[。！？；]")
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
    text = normalised(point.text)
    stance, span = _read(text.text)
    if span is None:
        change = comment.change
        return StanceReading(_OF_CHANGE[change], "chip") if change else _CHIP
    start, end = text.original_span(span)
    own = Span(point.span.start + start, point.span.start + end)
    return StanceReading(stance, "cue", comment.text[slice(*own)], own)


def stance_of(words: str) -> Stance:
    """The stance that ``words`` (normalised) say by themselves.

    >>> stance_of("第五条罚得太重").value
    '建议修改'
    """
    return _read(words)[0]


def _read(text: str) -> tuple[Stance, Span | None]:
    """The first rule that finds its words, those of other people left out: a question to be made clear, against a
    deletion, plain yes (unless a wish takes it back) and no, what shall stay, what shall go (a few characters: a change),
    questions that complain, mere questions, changes, complaints, praise without the words for it."""
    words = cues("not_own").sub(_blank, _QUOTED.sub(_blank, text))
    for name, stance in (("asked", Stance.QUESTION), ("against_delete", Stance.SUPPORT)):
        if found := cues(name).search(words):
            return stance, _span(found)
    denied = cues("not_oppose").search(words)
    words = cues("not_oppose").sub(_blank, words)
    oppose, support = cues("oppose").search(words), cues("support").search(words)
    change, question = cues("change").search(words), cues("question").search(words)
    if denied and not oppose:
        return (Stance.CHANGE, _span(change)) if change and _BUT.search(words) else (Stance.SUPPORT, _span(denied))
    if support and (not oppose or support.start() < oppose.start()):
        wish = _taken_back(words, support.end())
        return (Stance.CHANGE, _span(wish)) if wish else (Stance.SUPPORT, _span(support))
    if oppose:
        return Stance.OPPOSE, _span(oppose)
    for name, stance in (("keep", Stance.SUPPORT), ("delete", Stance.OPPOSE)):
        if found := cues(name).search(words):
            few = name == "delete" and cues("few_words").search(words)
            return (Stance.CHANGE if few else stance), _span(found)
    softly = cues("oppose_softly").search(words)
    if (complaint := cues("rhetorical").search(words)) and not change:
        return Stance.OPPOSE, _span(complaint)
    asks = words.rstrip("。！!")[-1:] in ("？", "?", "吗")
    if question and (asks or not change) and (asks or not softly):
        return Stance.QUESTION, _span(question)
    said = ((change, Stance.CHANGE), (softly, Stance.OPPOSE), (cues("praise").search(words), Stance.SUPPORT))
    return next(((stance, _span(found)) for found, stance in said if found), (Stance.NOT_STATED, None))


def _taken_back(words: str, at: int) -> re.Match[str] | None:
    """The wish that takes back a yes before ``at``: in a sentence of its own, or behind 但 in the same one."""
    if turned := _TURN.search(words, at):
        return cues("change").search(words, turned.end())
    stop = _STOP.search(words, at)
    end = stop.start() if stop else len(words)
    turned = _LIMIT.search(words, at, end)
    return cues("change").search(words, turned.end(), end) if turned else None


def _blank(match: re.Match[str]) -> str:
    return "\u3000" * len(match[0])


def _span(match: re.Match[str] | None) -> Span | None:
    return Span(*match.span()) if match else None
