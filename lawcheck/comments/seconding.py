"""Opinions that point at another one (同意楼上, +1, 赞同某某的意见): they are on its clauses, and want what it wants where
they agree.

Which one is meant is read off the order in which they stood in one file or sheet, its numbers and its names; where that
does not tell, nothing is answered and the point stays as it was.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple

from lawcheck.comments.grams import normalised
from lawcheck.comments.lexicon import cues
from lawcheck.comments.model import (
    CHAT,
    WHOLE_DRAFT,
    Candidate,
    Comment,
    Mapping,
    Point,
    Reason,
    ReasonKind,
    Stance,
    StanceReading,
)
from lawcheck.comments.packing import Part
from lawcheck.comments.places import say
from lawcheck.comments.stance import read_stance
from lawcheck.document import Span

__all__ = ["join_seconding", "only_seconds"]

SECONDED: Final = 0.9
"""As sure as a heading that names the clause: what stands before may have been left out of the file."""
LONGEST: Final = 60  # characters at the beginning that are looked at
MOST: Final = 8  # characters of a name
FIRST: Final = "1"  # 楼主: who opened the thread
_PLACE: Final = re.compile(r"(?P<where>.*?) ?第 (?P<row>\d+) 行")
_OWN_NUMBER: Final = re.compile(r"(?:(\d{1,6})|.*#(\d{1,4})楼)(?:[@~].*)?")
_NUMBER: Final = re.compile(r"第?(?P<number>\d{1,5})(?:楼(?:层主)?|[号条份件](?=的?意见))|(?P<first>楼主)")
_CALL: Final = re.compile(r"(?:@|回复\s*@?|回)\s*")
_BEHIND_NAME: Final = re.compile(r"[\s：:，,]*")
_STOP: Final = re.compile(r"\s*(?:[，,。；;！!？?、：:~～…\s]+|$)")
_NONE: Final = StanceReading(Stance.NOT_STATED, "none")


class _Pointer(NamedTuple):
    """What a text says of another opinion: which one (a number, a name, nothing: the one before), whether it agrees, and
    where in the text its own words begin."""

    number: str
    name: str
    agrees: bool
    end: int


class _Thread:
    """Comments of one file or sheet in the order in which they were written."""

    def __init__(self, comments: Sequence[Comment]) -> None:
        times = [comment.received for comment in comments if comment.received]
        naive = [time.replace(tzinfo=None) for time in times]
        self.timed = len(times) == len(comments) and naive in (sorted(naive), sorted(naive, reverse=True))
        newest_first = len(naive) > 1 and naive[0] > naive[-1] and naive == sorted(naive, reverse=True)
        self.comments = list(reversed(comments)) if newest_first else list(comments)
        self.at = {comment.comment_id: place for place, comment in enumerate(self.comments)}
        self.names: dict[str, list[int]] = defaultdict(list)
        self.numbers: dict[str, list[int]] = defaultdict(list)
        for place, comment in enumerate(self.comments):
            self.names[comment.author.strip()].append(place)
            if number := _OWN_NUMBER.fullmatch(comment.comment_id):
                self.numbers[number[1] or number[2]].append(place)

    def find(self, comment: Comment, pointer: _Pointer, silent: Collection[str]) -> Comment | None:
        """The comment meant; what was set aside (``silent``) is passed over when one looks back."""
        own = self.at[comment.comment_id]
        if pointer.number:
            places = self.numbers.get(pointer.number, [])
            return self.comments[places[0]] if len(places) == 1 and places[0] != own else None
        if pointer.name:
            before = [place for place in self.names[pointer.name] if place < own] or self.names[pointer.name]
            return self.comments[before[-1]] if before[-1] != own else None
        earlier = (self.comments[place] for place in range(own - 1, -1, -1))
        return next((other for other in earlier if other.comment_id not in silent), None)


@cache
def _opening() -> re.Pattern[str]:
    """如同, 同意, 反对 with what they point at behind them."""
    agrees, refuses = cues("second_agrees").pattern, cues("second_refuses").pattern
    return re.compile(rf"(?:(?P<refuses>{refuses})|(?P<agrees>{agrees})|(?P<like>[和与跟同如])|)")


def only_seconds(text: str) -> bool:
    """Whether ``text`` says nothing but that another opinion is right, which everybody says in the same words.

    >>> only_seconds("同意楼上！"), only_seconds("同意楼上，夜市太吵")
    (True, False)
    """
    words = normalised(text[:LONGEST]).text
    pointer = _read(words, (), chat=False) if len(text) < LONGEST else None
    return pointer is not None and not any(map(str.isalnum, words[pointer.end :]))


def _read(text: str, names: Collection[str], *, chat: bool) -> _Pointer | None:
    """The other opinion that ``text`` (normalised) begins with, if it does."""
    start = len(text) - len(text.lstrip())
    for name in ("seconded_alone", *(["seconded_in_chat"] if chat else [])):
        if (alone := cues(name).match(text, start)) and (stop := _STOP.match(text, alone.end())):
            return _Pointer("", "", True, stop.end())
    called = _called(text, start, names)
    opened = _opening().match(text, called.end if called else start)
    if not opened:
        return None
    agrees = not opened["refuses"]
    at = opened.end()
    if called:
        told = opened["agrees"] or opened["refuses"]
        return called._replace(agrees=agrees, end=at) if told else None
    if not any(opened.group("agrees", "refuses", "like")):
        return None
    number, above = _NUMBER.match(text, at), cues("second_above").match(text, at)
    name = next((text[at : at + k] for k in range(MOST, 1, -1) if text[at : at + k] in names), "")
    if number and at + len(name) > number.end():  # 6楼老何 is what somebody is called
        number = None
    end = number.end() if number else above.end() if above else at + len(name)
    told = cues("second_told").match(text, end) if end > at else None
    end = told.end() if told else end
    stop = _STOP.match(text, end) if end > at else None
    told_number = (number["number"] or FIRST) if number else ""
    return _Pointer(told_number, "" if told_number else name, agrees, stop.end()) if stop else None


def _called(text: str, start: int, names: Collection[str]) -> _Pointer | None:
    """Whom a message calls at its beginning: @老何 同意, 回复 老何：不同意."""
    call = _CALL.match(text, start)
    name = call and next(
        (text[call.end() : call.end() + k] for k in range(MOST, 1, -1) if text[call.end() : call.end() + k] in names),
        "",
    )
    if not call or not name:
        return None
    behind = _BEHIND_NAME.match(text, call.end() + len(name))
    return _Pointer("", name, True, behind.end() if behind else call.end() + len(name))


def join_seconding(part: Part, comments: Sequence[Comment], decided: Collection[str] = ()) -> Part:
    """``part`` with the clauses and the stance of what they second for points that only point at another opinion; the
    points that people ``decided`` on keep theirs.

    >>> from lawcheck.comments import analyse
    >>> from lawcheck.document import parse
    >>> draft = parse("某市停车条例\\n第一条　道路停车收费由市价格部门规定。\\n第二条　禁止占用盲道停放车辆。\\n")
    >>> rows = [Comment("1", "反对第二条。", source="表 第 2 行"), Comment("2", "附议楼上", source="表 第 3 行")]
    >>> digest = analyse(rows, draft)
    >>> digest.mappings[1].targets, digest.stances["2#1"].stance.value
    (('art_2__para_1',), '反对')
    """
    joining = _Joining(part, comments, decided)
    if not joining.pointers:
        return part
    mappings = tuple(joining.mapping(at) for at in range(len(part.points)))
    stances = tuple(joining.stance(at) for at in range(len(part.points)))
    return part._replace(mappings=mappings, stances=stances)


class _Joining:
    """Points that point at another opinion, each with the comment that they mean, and what they have from it."""

    def __init__(self, part: Part, comments: Sequence[Comment], decided: Collection[str]) -> None:
        self.part, self.decided = part, decided
        self.by_id = {comment.comment_id: comment for comment in comments}
        self.points: dict[str, list[int]] = defaultdict(list)
        for at, point in enumerate(part.points):
            self.points[point.comment_id].append(at)
        threads, silent = _threads(comments), {own for own, _ in part.withheld}
        self.pointers: dict[int, _Pointer] = {}
        self.meant: dict[int, Comment] = {}
        self.by_order: set[int] = set()  # those for which only the order of the file tells what is meant
        for at, point in enumerate(part.points):
            thread = threads.get(point.comment_id)
            if point.ordinal == 1 and thread:
                self._look(at, self.by_id[point.comment_id], thread, silent)

    def _look(self, at: int, comment: Comment, thread: _Thread, silent: Collection[str]) -> None:
        text = normalised(self.part.points[at].text[:LONGEST]).text
        pointer = _read(text, thread.names, chat=comment.channel == CHAT)
        if pointer and (other := thread.find(comment, pointer, silent)):
            self.pointers[at], self.meant[at] = pointer, other
            if not (pointer.number or pointer.name or thread.timed or comment.channel == CHAT):
                self.by_order.add(at)

    def mapping(self, at: int) -> Mapping:
        """The mapping of the point, with the clauses of what it points at where it names none itself."""
        own = self.part.mappings[at]
        if at not in self.pointers or own.point_id in self.decided or (own.targets and not self._refused(at, own)):
            return own
        if not (targets := self._targets(at)):
            return own if own.targets else own._replace(why=say("P410"))
        reason = Reason(ReasonKind.SECONDED, self.part.points[at].text, self.part.points[at].span)
        told = tuple(Candidate(target, SECONDED, (reason,)) for target in targets)
        others = tuple(candidate for candidate in own.candidates if candidate.target not in targets)
        shown = (*told, *others)[: max(len(told), len(own.candidates))]
        doubt = say("E650") if at in self.by_order else own.problem
        return own._replace(targets=targets, candidates=shown, why="", problem=doubt)

    def _refused(self, at: int, own: Mapping) -> bool:
        """Whether the point refuses another opinion and only the words of its reasons are near to some clause."""
        sure = (ReasonKind.CITATION, ReasonKind.FORM, ReasonKind.QUOTE)
        named = any(c.target in own.targets and r.kind in sure for c in own.candidates for r in c.reasons)
        return not self.pointers[at].agrees and not named and own.targets != (WHOLE_DRAFT,)

    def _targets(self, at: int) -> tuple[str, ...]:
        found = (self.part.mappings[place].targets for place in self._followed(at))
        return tuple(dict.fromkeys(target for targets in found for target in targets))

    def _followed(self, at: int) -> Sequence[int]:
        """The points of the opinion meant in the end: what is seconded may second another one."""
        seen, places = {at}, list[int]()
        while at in self.meant:
            places = self.points[self.meant[at].comment_id]
            if any(self.part.mappings[place].targets for place in places) or len(places) != 1 or places[0] in seen:
                return places
            at = places[0]
            seen.add(at)
        return places

    def stance(self, at: int) -> StanceReading:
        """What the point's own words say, else what the opinion wants that it agrees with."""
        pointer, point = self.pointers.get(at), self.part.points[at]
        comment = self.by_id[point.comment_id]
        if not pointer or comment.stance is not None:
            return self.part.stances[at]
        own = _own_stance(point, comment, pointer)
        others = {self.part.stances[place].stance for place in self._followed(at)}
        if own.stance is not Stance.NOT_STATED or not pointer.agrees or len(others) != 1:
            return own
        return StanceReading(others.pop(), "cue", point.text, point.span)


def _own_stance(point: Point, comment: Comment, pointer: _Pointer) -> StanceReading:
    """The stance of the words behind the pointer."""
    text = normalised(point.text[:LONGEST])
    start = text.original_span(Span(0, pointer.end)).end
    words = point.text[start:]
    if not words.strip():
        return _NONE
    return read_stance(point._replace(text=words, span=Span(point.span.start + start, point.span.end)), comment)


def _threads(comments: Iterable[Comment]) -> dict[str, _Thread]:
    """The thread of each comment that stood in a row or line of a file."""
    rows: dict[str, list[tuple[int, Comment]]] = defaultdict(list)
    for comment in comments:
        if place := _PLACE.fullmatch(comment.source):
            rows[place["where"]].append((int(place["row"]), comment))
    threads = (
        _Thread([comment for _, comment in sorted(found, key=lambda row: (row[0], row[1].comment_id))])
        for found in rows.values()
    )
    return {comment.comment_id: thread for thread in threads for comment in thread.comments}
