"""Decimal numbers (1, 1.1, 2.1.1), which technical rules and emergency plans bear instead of 条."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lawcheck.document.lines import BLANKS, Line, Mark, mark_line
from lawcheck.document.model import UnitKind
from lawcheck.document.numerals import Number

__all__ = ["decimal_marks"]

_NUMBER: Final = re.compile(
    rf"(?P<label>\d{{1,2}}(?:[.．]\d{{1,2}}){{0,4}})[.．、]?"
    rf"(?![\d.．,，:：)）%％℃/~\-—～])(?![{BLANKS}]*(?:[元米吨度倍亩升克]|[万亿千百]|公[里斤顷]|平方|立方|毫|厘|[A-Za-z]))"
)
"""A number and no measure: 1.5元, 2.5 mg."""
_SENTENCE: Final = re.compile(r"[。！？；，：;:,]")
_LONGEST_HEADING: Final = 30
_CONTENTS: Final = re.compile(r"目[ \u3000\xa0]*[录次]")
_PAGE: Final = re.compile(r"[.．…·]*\d{1,3}$")
_LEAST: Final = 3
"""Numbers with a point that must follow each other before a text is taken for one numbered so."""
_MOST_LEFT_OUT: Final = 1
"""Numbers that may be missing between two (2.3 behind 2.1)."""


class _Found(NamedTuple):
    line: Line
    label: str
    path: tuple[int, ...]
    rest: str


def decimal_marks(lines: Sequence[Line]) -> dict[int, Mark]:
    """The numbers of the parts of a text without 条, by the offset of their line; none where it is not numbered so.

    A number counts where it follows the one before it; the contents before the text have the same ones and are left out.

    >>> from lawcheck.document import SourceText
    >>> from lawcheck.document.lines import split_lines
    >>> text = "某导则\\n1 总则\\n1.1 甲。\\n1.2 乙为\\n2.5元。\\n2 选址\\n2.1 丙。\\n"
    >>> [mark.label for mark in decimal_marks(split_lines(SourceText.from_text(text))).values()]
    ['1', '1.1', '1.2', '2', '2.1']
    """
    found = _behind_contents(lines, list(_candidates(lines)))
    if sum(len(one.path) > 1 for one in found) < _LEAST or _has_articles(lines):
        return {}
    counted = list(_in_order(found))
    return {one.line.at: _mark(one) for one in counted} if sum(len(one.path) > 1 for one in counted) >= _LEAST else {}


def _mark(one: _Found) -> Mark:
    return Mark(UnitKind.CLAUSE, Number(one.path[-1]), one.label, len(one.line.text) - len(one.rest), "decimal")


def _candidates(lines: Sequence[Line]) -> Iterator[_Found]:
    for line in lines:
        match = _NUMBER.match(line.text) if line.kind == "text" and line.text[:1].isdigit() else None
        rest = line.text[match.end() :].lstrip(BLANKS) if match else ""
        if match is not None and rest:
            path = tuple(int(step) for step in re.split("[.．]", match["label"]))
            yield _Found(line, match["label"], path, rest)


def _behind_contents(lines: Sequence[Line], found: list[_Found]) -> list[_Found]:
    """From where the first number of the contents comes again."""
    contents = next((line.at for line in lines if _CONTENTS.fullmatch(line.text)), None)
    if not found:
        return found
    if contents is None:
        return found[_unnamed_contents(lines, found) :]
    first = next((one for one in found if one.line.at > contents), found[0])
    again = (n for n, one in enumerate(found) if one.line.at > first.line.at and _name(one) == _name(first))
    return found[next(again, 0) :]


def _unnamed_contents(lines: Sequence[Line], found: Sequence[_Found]) -> int:
    """How many numbers stand in contents that no 目录 tells of: nothing but numbered headings from the first one until it comes
    again."""
    again = next((n for n, one in enumerate(found) if n and _name(one) == _name(found[0])), 0)
    start, end = found[0].line.at, found[again].line.at
    numbered = {one.line.at for one in found[:again]}
    between = [line for line in lines if start <= line.at < end and line.text]
    return again if again > _LEAST and all(line.at in numbered for line in between) else 0


def _name(one: _Found) -> tuple[tuple[int, ...], str]:
    """The number and the words behind it without the page that contents give."""
    return one.path, _PAGE.sub("", "".join(one.rest.split()))


def _has_articles(lines: Sequence[Line]) -> bool:
    marks = (mark_line(line.text) for line in lines if line.kind == "text" and line.text[:1] == "第")
    return any(mark is not None and mark.kind is UnitKind.ARTICLE and mark.style == "spaced" for mark in marks)


def _in_order(found: Sequence[_Found]) -> Iterator[_Found]:
    last: tuple[int, ...] = ()
    for place, one in enumerate(found):
        ahead = found[place + 1].path if place + 1 < len(found) else None
        if _follows(one.path, last) and (len(one.path) > 1 or _heads(one, ahead)):
            yield one
            last = one.path


def _follows(path: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a number goes on from the last one: 2.2 and 2.1.1 from 2.1, 3 and 3.1 from 2.4.

    >>> [_follows(path, (2, 1)) for path in ((2, 2), (2, 1, 1), (3,), (3, 1), (2, 1), (2, 5), (1, 2))]
    [True, True, True, True, False, False, False]
    """
    level = next((n for n, step in enumerate(path) if n >= len(last) or step != last[n]), None)
    if level is None or any(step != 1 for step in path[level + 1 :]):
        return False
    before = last[level] if level < len(last) else 0
    return 1 <= path[level] - before <= 1 + (_MOST_LEFT_OUT if level else 0)


def _heads(one: _Found, ahead: tuple[int, ...] | None) -> bool:
    """Whether a number without a point is that of a part and not of a list: a heading, and its own 2.1 or the next part is
    what is numbered next."""
    if len(one.rest) > _LONGEST_HEADING or _SENTENCE.search(one.rest):
        return False
    own = one.path[0]
    return ahead is None or (len(ahead) > 1 and ahead[0] == own) or ahead == (own + 1,)
