"""Headings 一、 and （一） above the 条 of a text, which judicial interpretations and notices have in the place of 章 and 节."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lawcheck.document.lines import Line, Mark, mark_line
from lawcheck.document.model import UnitKind

__all__ = ["heading_marks"]

_LONGEST: Final = 30
_ENDS: Final = "。；：，、！？"
_LEAST: Final = 2
"""Headings that count from 一 before a text is taken for one divided so."""


def heading_marks(lines: Sequence[Line]) -> dict[int, Mark]:
    """The numbers 一、 and, below them, （一） of short lines right above a 条, by the offset of their line; none where they do not count from 一.

    >>> from lawcheck.document import SourceText
    >>> from lawcheck.document.lines import split_lines
    >>> text = "某规定\\n一、管辖\\n第一条 甲：\\n一、乙；\\n二、丙。\\n二、附则\\n第二条 丁。\\n"
    >>> [(mark.kind.value, mark.label) for mark in heading_marks(split_lines(SourceText.from_text(text))).values()]
    [('chapter', '一、'), ('chapter', '二、')]
    """
    found: dict[int, Mark] = {}
    chapters = sections = 0
    for line, mark in _above_articles([line for line in lines if line.text and line.kind == "text"]):
        if mark.kind is UnitKind.CLAUSE and mark.number.value == chapters + 1:
            chapters, sections = chapters + 1, 0
            found[line.at] = mark._replace(kind=UnitKind.CHAPTER)
        elif mark.kind is UnitKind.POINT and chapters and mark.number.value == sections + 1:
            sections += 1
            found[line.at] = mark._replace(kind=UnitKind.SECTION)
    return found if chapters >= _LEAST else {}


def _above_articles(lines: Sequence[Line]) -> Iterator[tuple[Line, Mark]]:
    """The lines that may be headings, each run of which ends right above a 条."""
    run: list[tuple[Line, Mark]] = []
    for line in lines:
        mark = mark_line(line.text)
        if mark is not None and _may_head(line, mark):
            run.append((line, mark))
            continue
        if mark is not None and mark.kind is UnitKind.ARTICLE and mark.style == "spaced":
            yield from run
        run = []


def _may_head(line: Line, mark: Mark) -> bool:
    numbered = mark.kind in (UnitKind.CLAUSE, UnitKind.POINT) and not mark.style
    return numbered and mark.length < len(line.text) <= _LONGEST and line.text[-1] not in _ENDS
