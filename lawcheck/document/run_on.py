"""Numbered units that run on within a line, as in texts copied from web pages: each is given a line of its own.

A number is taken for one only where it continues the count and stands behind the end of a sentence; a reference
(依照第三条……) never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from lawcheck.document.lines import BLANKS, Line, Mark, mark_line
from lawcheck.document.model import UnitKind
from lawcheck.document.numerals import Number, parse_numeral

__all__ = ["part_lines"]

_GAP = rf"[{BLANKS}]*"
_NUMERALS = r"[零〇一二三四五六七八九十百\d]{1,6}"
_ARTICLE: Final = re.compile(
    rf"(?<=[。：]){_GAP}(?=第[^条條。，；]{{1,8}}[条條](?:之[一二三四五六七八九十])?[{BLANKS}【〔])"
)
_CLAUSE: Final = re.compile(rf"(?<=[。：]){_GAP}(?=[一二三四五六七八九十]{{1,3}}、(?![一二三四五六七八九十\d]))")
_LIST: Final = re.compile(rf"[：:]{_GAP}(?=[（(]一[）)])")
_POINT: Final = re.compile(rf"(?<=[：:；;。]){_GAP}(?=[（(]([一二三四五六七八九十]{{1,3}})[）)])")


def part_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that hold several units cut before each of them; the ranges still tile the text.

    >>> from lawcheck.document import SourceText
    >>> from lawcheck.document.lines import split_lines
    >>> text = "第一条　甲。　第二条　依照第三条办理：（一）乙；（二）丙。\\n第三条　丁。"
    >>> [line.text for line in part_lines(split_lines(SourceText.from_text(text)))]
    ['第一条　甲。', '第二条　依照第三条办理：', '（一）乙；', '（二）丙。', '第三条　丁。']
    """
    lines = [piece for line in lines for piece in _parted_whole(line)] if _is_one_piece(lines) else lines
    starts = [mark_line(line.text) if line.kind == "text" else None for line in lines]
    counted = UnitKind.ARTICLE if any(mark and mark.kind is UnitKind.ARTICLE for mark in starts) else UnitKind.CLAUSE
    following = _following(starts, counted)
    parted: list[Line] = []
    last, depth = Number(0), 0
    for line, mark, ahead in zip(lines, starts, following, strict=True):
        if line.kind == "text" and line.text:
            last = _counted_to(mark, counted, last)
            whole = [line] if depth else list(_parted_units(line, counted, last, ahead))
            for piece in whole:
                last = _counted_to(mark_line(piece.text), counted, last)
                parted += [piece] if depth else _parted_points(piece)
            depth = max(depth + line.text.count("“") - line.text.count("”"), 0)
        else:
            parted.append(line)
    return parted


_ANY_ARTICLE: Final = re.compile(rf"第({_NUMERALS})条[{BLANKS}]")
_ANY_HEADING: Final = re.compile(rf"第{_NUMERALS}[章节](?=[{BLANKS}]*[\u4e00-\u9fff{BLANKS}]{{2,24}}$)")
_SURE: Final = 3
"""Articles that count on from the first one, in a line that has no line ends: below that they are references."""


def _is_one_piece(lines: Sequence[Line]) -> bool:
    """Whether no line begins with a unit: what a copy without line ends leaves of a text."""
    return not any(line.kind == "text" and line.text and mark_line(line.text) for line in lines)


def _parted_whole(line: Line) -> list[Line]:
    """A line that holds a whole text, title and headings included: cut before each article that counts on from the first one
    behind the end of a sentence or a heading, and before each heading."""
    cuts: list[int] = []
    expected = 1
    for found in _ANY_ARTICLE.finditer(line.text) if line.kind == "text" else ():
        before = line.text[cuts[-1] if cuts else 0 : found.start()].rstrip(BLANKS)
        heading = _ANY_HEADING.search(before)
        if parse_numeral(found[1]) != expected or not (heading or expected == 1 or before.endswith(("。", "；"))):
            continue
        start = cuts[-1] if cuts else 0
        cuts += [*([start + heading.start()] if heading and start + heading.start() else []), found.start()]
        expected += 1
    return list(_cut(line, [cut for cut in cuts if cut])) if expected > _SURE else [line]


def _following(starts: Sequence[Mark | None], counted: UnitKind) -> list[Number | None]:
    """For each line the number of the next line that begins with one of the kind that counts through the text."""
    found: list[Number | None] = []
    ahead: Number | None = None
    for mark in reversed(starts):
        found.append(ahead)
        ahead = mark.number if mark is not None and mark.kind is counted else ahead
    return found[::-1]


def _counted_to(mark: Mark | None, counted: UnitKind, last: Number) -> Number:
    if mark is None or mark.kind is not counted:
        return last
    return last if mark.style == "tight" and not _follows(mark.number, last) else mark.number


def _follows(number: Number, last: Number) -> bool:
    return number in (Number(last.value + 1), Number(last.value, last.sub + 1))


def _parted_units(line: Line, counted: UnitKind, last: Number, ahead: Number | None) -> Iterator[Line]:
    """The 条 of a line, or its 一、 where the text has no 条."""
    cuts: list[int] = []
    for gap in (_ARTICLE if counted is UnitKind.ARTICLE else _CLAUSE).finditer(line.text):
        mark = mark_line(line.text[gap.end() :])
        if mark is None or mark.kind is not counted or not _follows(mark.number, last) or mark.number == ahead:
            continue
        if _is_quoted(line.text, gap.end()) or (line.text[gap.start() - 1] == "：" and last.value):
            continue
        cuts.append(gap.end())
        last = mark.number
    yield from _cut(line, cuts)


def _parted_points(line: Line) -> list[Line]:
    """The 项 of a list within a line, where they count from （一） without a gap and nothing follows the last of them."""
    begin = _LIST.search(line.text)
    mark = mark_line(line.text) if begin else None
    if begin is None or (mark is not None and mark.kind not in (UnitKind.ARTICLE, UnitKind.CLAUSE)):
        return [line]
    found = list(_POINT.finditer(line.text, begin.start()))
    counts = [parse_numeral(gap[1]) for gap in found] == list(range(1, len(found) + 1))
    quoted = any(_is_quoted(line.text, gap.end()) for gap in found)
    if not counts or len(found) < 2 or quoted or "。" in line.text[found[-1].end() :].rstrip("。"):
        return [line]
    return list(_cut(line, [gap.end() for gap in found]))


def _is_quoted(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at)


def _cut(line: Line, cuts: Sequence[int]) -> Iterator[Line]:
    """The line cut at these places of its text."""
    for begin, end in pairwise((0, *cuts, len(line.text))):
        text, last = line.text[begin:end].rstrip(BLANKS), end == len(line.text)
        start = line.at + begin if begin else line.start
        stop = line.end if last else line.at + end
        yield Line(start, stop, line.next if last else stop, line.kind, line.hint, text, line.at + begin)
