"""Markers (应当, 可以, 不得, 鼓励 …) in the sentences of a clause, with what each of them says and of whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.units import Piece
from lawcheck.document import Span

__all__ = [
    "AUTHORITY",
    "BAN",
    "DUTY",
    "EXCEPTED",
    "GRANT",
    "NO_CASE",
    "Voice",
    "by_organ",
    "covered",
    "departure",
    "excepted_words",
    "in_common",
    "lead",
    "list_end",
    "marked",
    "mentions",
    "nearest",
    "parts_of",
    "sentence_topics",
    "voices",
    "whole",
]

DUTY: Final = re.compile(
    "(?<![不本相对适理反响照])应当?(?![用急对邀付答届])|(?<!所)必须(?![的品])|(?<![无毋不])须(?![知要])"
)
BAN: Final = re.compile("(?:不得|禁止|严禁|不准|不许)(?!超过|少于|低于|高于|不|或者|和|、)")
"""A ban, not the least or the most of a figure, nor a ban that is only named (禁止或者限制 …)."""
NO_CASE: Final = "(?![^，。；]{0,30}?的(?:[^，。；]{0,12}(?:应当|不得|情形)|[，。；：]))"
"""Behind a permission that is one: 可以…的，应当… only names a case."""
GRANT: Final = re.compile(
    "(?<![不才只])(?<!(?<!处)方)(?:可以(?!说)|(?<![许认不])可(?![以能见靠行持再燃回追溯疑])|(?:允许|准许)(?![^，。；]{1,20}的))"
    f"{NO_CASE}|(?:即可|就行|便可)(?!以)"
)
EXCEPTED: Final = re.compile(
    "除[^。；]{2,60}?(?:外|的)|但是?[^。]{2,}|[^，。；]{2,40}除外|(?:因[^。；]{2,30})?(?:确需|需要|必须|确有)[^。；]{2,}"
    "|经[^，。；]{2,24}?(?:批准|同意|许可|审[查核])|未经[^，。；]{2,24}"
)
"""Words in which a law says itself when it lets something pass."""

AUTHORITY: Final = re.compile("政府|部门|机关(?![、和干工职事团])|(?<!农村)局")
"""An organ named among those who must (机关、学校和企业 are bound like others)."""

_BREAK: Final = re.compile("[，。；：\n]")
ENOUGH: Final = 3
"""Weight of topics from which the words behind a marker say what is to be done; with fewer the next part is read too."""
_SHOWN: Final = 40
_LEFT_OVER: Final = 3  # characters between a mark and the words shown that are shown too
"""Characters that a difference shows; what is longer is cut at the next mark."""
_ORGAN: Final = re.compile(
    "(?:部门|机关(?![、和])|(?:主管|管理|监督|指挥|执法|监察|审批)机构|政府|法院|检察院|委员会|会议|国务院|主席团|[^，。；]{1,6}局|代表大会|办事处)"
    "(?=$|[、和或及等]|根据|按|依|在|对|为|因|认|经|组织|会同|也|还|均|每|将)"
)
_MODAL: Final = re.compile("应当|必须|可以|不得|禁止|鼓励|提倡|支持")
_CIRCUMSTANCE: Final = re.compile("经|报|由|在|但|因|根据|按|依|为了|除")


class Voice(NamedTuple):
    """A marker: its words, where it stands with the words behind it, its sentence, what stands before it there, and the topics of
    what it says, of whom or what is named right before it, and of the whole sentence."""

    mark: str
    span: Span
    piece: Piece
    sentence: str
    before: str
    act: frozenset[str]
    who: frozenset[str]
    all: frozenset[str]


def voices(pattern: re.Pattern[str], side: Side) -> list[Voice]:
    """Every place of ``pattern`` in the sentences of a text.

    >>> from lawcheck.comparison.pairs import side_of
    >>> [(v.mark, v.before) for v in voices(re.compile("应当|可以"), side_of("村民应当参加演练，可以带家属。"))]
    [('应当', '村民'), ('可以', '村民应当参加演练，')]
    """
    if not pattern.search(side.text):
        return []
    return [
        _voice(side, piece, match)
        for piece in side.pieces
        for match in pattern.finditer(side.text, piece.start, piece.end)
    ]


def _voice(side: Side, piece: Piece, match: re.Match[str]) -> Voice:
    text, end = side.text, whole(side, piece)
    stops = [m.start() for m in _BREAK.finditer(text, match.end(), end)] or [end]
    act = _act(text, match, stops)
    starts = [*(m.end() for m in _BREAK.finditer(text, piece.start, match.start())), piece.start]
    named = (topics_of(text[start : match.start()]) for start in sorted(starts, reverse=True))
    return Voice(
        match[0],
        Span(match.start(), act if act - match.start() <= _SHOWN else stops[0]),
        piece,
        text[piece.start : end],
        text[piece.start : match.start()],
        topics_of(text[match.start() : act]),
        next((topics for topics in named if topics), frozenset()),
        topics_of(text[piece.start : end]),
    )


def _act(text: str, match: re.Match[str], stops: Sequence[int]) -> int:
    """Where the words end that say what is to be done: at a mark, before the next modal word at the latest."""
    for stop, after in zip(stops, (*stops[1:], None), strict=True):
        if after is None or weight(topics_of(text[match.start() : stop])) >= ENOUGH or _MODAL.search(text, stop, after):
            return stop
    return match.end()


def whole(side: Side, piece: Piece) -> int:
    """Where a sentence ends; one that leads a list in, with the list."""
    return list_end(side, piece) if side.text.startswith("：", piece.end - 1) else piece.end


def sentence_topics(side: Side, piece: Piece) -> frozenset[str]:
    """The topics of a sentence; of one that leads a list in, with those of the list."""
    return topics_of(side.text[piece.start : whole(side, piece)])


def nearest(topics: frozenset[str], side: Side) -> Piece:
    """The piece that has most in common with the topics; the first of several."""
    return max(side.pieces, key=lambda piece: in_common(topics, topics_of(side.text[piece.start : piece.end])))


def excepted_words(side: Side) -> str:
    """All words in which a law says itself when it lets something pass."""
    return "，".join(match[0] for match in EXCEPTED.finditer(side.text))


def list_end(side: Side, piece: Piece) -> int:
    """Where the list behind a sentence ends."""
    return max((other.end for other in side.pieces if other.item and other.start > piece.start), default=piece.end)


def parts_of(words: str) -> list[str]:
    """The words between two marks, none of them empty.

    >>> parts_of("确有困难的，经村里同意，")
    ['确有困难的', '经村里同意']
    """
    return [part for part in _BREAK.split(words) if part]


def lead(before: str) -> str:
    """The words since the last mark.

    >>> lead("场馆应当开放，对学生")
    '对学生'
    """
    return _BREAK.split(before)[-1]


def mentions(text: str, words: tuple[str, ...], unless: str = "") -> bool:
    """Whether one of the words stands in the text, and not in ``unless``: faster than a pattern, which is asked afterwards.

    >>> mentions("免费开放", ("收费", "免费"))
    True
    """
    for word in words:  # noqa: SIM110 - half the time of any() with a generator
        if word in text and word not in unless:
            return True
    return False


def marked(own: Voice) -> Span:
    """Where the words of the marker itself stand."""
    return Span(own.span.start, own.span.start + len(own.mark))


def in_common(own: frozenset[str], other: frozenset[str]) -> int:
    """Weight of the topics that both have."""
    return weight(own & other)


def covered(own: frozenset[str], others: Sequence[Voice]) -> bool:
    """Whether one of the others says half of what ``own`` does: the same is said there too."""
    return any(2 * in_common(own, other.act) >= max(weight(own), 1) for other in others)


def by_organ(voice: Voice) -> bool:
    """Whether an organ is the one who may or must: its powers are another matter than what binds all.

    >>> from lawcheck.comparison.pairs import side_of
    >>> may = re.compile("可以")
    >>> [by_organ(voices(may, side_of(text))[0]) for text in ("县人民政府可以拆除。", "经县人民政府同意，村民可以拆除。")]
    [True, False]
    """
    named = next((part for part in reversed(parts_of(voice.before)) if not _CIRCUMSTANCE.match(part)), "")
    return _ORGAN.search(named) is not None and not named.endswith(("的", "时", "后"))


def _word_start(text: str, start: int) -> int:
    """The mark before a place that a few characters part from it: what is shown begins with a whole word.

    >>> _word_start("登记后，公众场所应当公示", 5), _word_start("登记后，公众聚集的场所应当公示", 9)
    (4, 9)
    """
    marks = [mark.end() for mark in _BREAK.finditer(text, max(start - _LEFT_OVER, 0), start)]
    return marks[-1] if marks else (0 if start < _LEFT_OVER else start)


def departure(slot: str, relation: Relation, what: str, texts: tuple[str, str], own: Span, other: Span) -> Difference:
    """A difference between the words at ``own`` below and those at ``other`` above."""
    other = Span(_word_start(texts[1], other.start), other.end)
    words, theirs = texts[0][slice(*own)], texts[1][slice(*other)]
    return Difference(slot, relation, words, theirs, own, other, phrases.changed(what, theirs, words))
