"""The stance of a point: the person's own chip, else the words that say it, else 未表明."""

from __future__ import annotations

import re
from typing import Final

from lawcheck.comments.grams import normalised
from lawcheck.comments.lexicon import cues
from lawcheck.comments.model import ChangeKind, Comment, Point, Stance, StanceReading
from lawcheck.document import Span

__all__ = ["read_stance", "stance_of"]

_QUOTED: Final = re.compile(
    r'“[^”]*”|「[^」]*」|"[^"]*"|(?:\A|(?<=\n))\s*[（(【]?(?:条文|草案|条款)?原文[)）】]?[：:][^\n]*(?=\n)'
)
_BUT: Final = re.compile("但|不过|只是|就是|而是|[，,]是(?:觉得|认为|担心|希望|建议|嫌)")
# A sentence of its own that takes back what was praised, or the rest of the same one.
_TURN: Final = re.compile("[。！；;](?:但是?|不过|可是|然而)")
_LIMIT: Final = re.compile("[，,](?:但是?|不过|可是|只是)")
_STOP: Final = re.compile("[。！？；]")
_FIRST: Final = (
    ("asked", Stance.QUESTION),
    ("against_delete", Stance.SUPPORT),
    ("for_delete", Stance.OPPOSE),
)  # cues that hold before any yes and no
_DELETIONS: Final = ("delete", "for_delete")
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
    """What the words say; a yes in words of irony is none."""
    stance, span = _plainly(text)
    ironic = stance is Stance.SUPPORT and cues("ironic").search(text)
    return (Stance.NOT_STATED, None) if ironic else (stance, span)


def _plainly(text: str) -> tuple[Stance, Span | None]:
    """The first rule that finds its words, those of other people left out: a question to be made clear, against or for a
    deletion, plain yes (unless a wish takes it back) and no, what shall stay, what shall go (a few characters: a change),
    questions that complain, mere questions, changes, complaints, praise without the words for it."""
    words = cues("not_own").sub(_blank, _QUOTED.sub(_blank, text))
    for name, stance in _FIRST:
        if found := cues(name).search(words):
            return _less(stance, name, words), _span(found)
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
            return _less(stance, name, words), _span(found)
    softly = cues("oppose_softly").search(words)
    if (complaint := cues("rhetorical").search(words)) and not change:
        return Stance.OPPOSE, _span(complaint)
    asks = words.rstrip("。！!")[-1:] in ("？", "?", "吗")
    if question and (asks or not change) and (asks or not softly):
        return Stance.QUESTION, _span(question)
    said = ((change, Stance.CHANGE), (softly, Stance.OPPOSE), (cues("praise").search(words), Stance.SUPPORT))
    return next(((stance, _span(found)) for found, stance in said if found), (Stance.NOT_STATED, None))


def _less(stance: Stance, name: str, words: str) -> Stance:
    """A change instead of a no where only a few characters shall go."""
    return Stance.CHANGE if name in _DELETIONS and cues("few_words").search(words) else stance


def _taken_back(words: str, at: int) -> re.Match[str] | None:
    """The wish that takes back a yes before ``at``: in a sentence of its own, or behind 但 in the same one."""
    if turned := _TURN.search(words, at):
        return _complaint(_without(turned), turned.end(), len(words))
    stop = _STOP.search(words, at)
    end = stop.start() if stop else len(words)
    turned = _LIMIT.search(words, at, end)
    return _complaint(_without(turned), turned.end(), end) if turned else None


def _complaint(words: str, start: int, end: int) -> re.Match[str] | None:
    """A wish or a complaint in a stretch of ``words``."""
    found = (cues(name).search(words, start, end) for name in ("change", "rhetorical", "oppose_softly"))
    return next(filter(None, found), None)


def _without(turned: re.Match[str]) -> str:
    """The text without a 但是, whose 是 would go with the 要 behind it."""
    return turned.string[: turned.start()] + _blank(turned) + turned.string[turned.end() :]


def _blank(match: re.Match[str]) -> str:
    return "\u3000" * len(match[0])


def _span(match: re.Match[str] | None) -> Span | None:
    return Span(*match.span()) if match else None
