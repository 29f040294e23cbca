"""Builds the tree of a body or an annex from its lines, one line at a time, without ever refusing one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from lawcheck.document.lines import BLANKS, Line, Mark, article_name, heading_key, label_style, mark_line
from lawcheck.document.model import Unit, UnitKind
from lawcheck.document.numerals import Number, format_numeral
from lawcheck.document.source import Problem, Span
from lawcheck.messages import render

__all__ = ["Builder", "Draft"]

_CONTAINERS = (UnitKind.BOOK, UnitKind.PART, UnitKind.CHAPTER, UnitKind.SECTION)
_ORDER = {kind: i for i, kind in enumerate(_CONTAINERS)}
_TAGS = {
    UnitKind.BOOK: "book",
    UnitKind.PART: "part",
    UnitKind.CHAPTER: "chp",
    UnitKind.SECTION: "sec",
    UnitKind.ARTICLE: "art",
    UnitKind.CLAUSE: "cl",
    UnitKind.PARAGRAPH: "para",
    UnitKind.POINT: "point",
    UnitKind.INDENT: "indent",
    UnitKind.ANNEX: "att",
}
_NOWHERE = Span(0, 0)
_UNNUMBERED = {"总则", "附则"}
_HEADING: Final = 30
"""Characters of a longer line that is no heading of a 项."""
_HEADING_MARKS: Final = re.compile(r"[。！？；，：;:,]")
_SAYS: Final = re.compile(r"应当|不得|可以|必须|负责|禁止")
"""What makes a short line with 。 a sentence of its own, and no heading."""
_CLOSING: Final = re.compile(r"本.{1,10}[自由从].*(?:施行|实施|执行|生效|解释)|以上|特此|附件?[：: \u3000\d]")
"""The last lines of a notice, which belong to none of its parts."""


@dataclass(slots=True)
class Draft:
    """A unit being built; offsets only, the text is cut when it is frozen.

    ``end`` is that of its own characters; what stands below it may reach further (:attr:`reach`).
    """

    kind: UnitKind
    start: int
    end: int
    number: Number | None = None
    label: str = ""
    heading: str = ""
    text_start: int = 0
    text_end: int = 0
    wrap_start: int = 0
    wrap_end: int = 0
    table: bool = False
    children: list[Draft] = field(default_factory=list)

    @property
    def last_end(self) -> int:
        """Where the text last added to this unit ends."""
        if self.wrap_end:
            return self.wrap_end
        return self.children[-1].last_end if self.children else self.text_end

    @property
    def reach(self) -> int:
        """Where the unit ends with everything below it."""
        return max(self.end, self.children[-1].reach) if self.children else self.end


class Builder:
    """Feed it the lines of a body; :meth:`units` freezes what came of them.

    ``tails`` overrides the rule for text after the last 项, by the offset of the line: ``"paragraph"`` or ``"wrap-up"``.
    ``decision``: a 修改决定, whose （一） and 1. are instructions and no parts of a notice.
    ``parts`` is the kind of number that the parts of a document without articles bear: 一、, else （一） or 1. alone.
    """

    def __init__(
        self,
        text: str,
        *,
        prefix: str = "",
        decision: bool = False,
        tails: Mapping[int, str] | None = None,
        parts: UnitKind = UnitKind.CLAUSE,
    ):
    def __init__(self, text: str, *, prefix: str = "", tails: Mapping[int, str] | None = None):
def _give_text_to_paragraph(point: Draft) -> None:
    """The words of a 项 with several paragraphs are its first paragraph, as those of a 条 are its first 款."""
    start, end = point.text_start, point.text_end
    point.children.append(Draft(UnitKind.PARAGRAPH, start, end, Number(1), text_start=start, text_end=end))
    point.text_end = start


def _give_paragraphs_to_last(paragraph: Draft, rest: list[Draft]) -> None:
    """The paragraphs behind a list become those of its last 项, the text behind the list first."""
    if paragraph.wrap_end:
        start, end = paragraph.wrap_start, paragraph.wrap_end
        rest = [Draft(UnitKind.PARAGRAPH, start, end, Number(1), text_start=start, text_end=end), *rest]
        paragraph.wrap_start = paragraph.wrap_end = 0
    point = paragraph.children[-1]
    for draft in rest:
        if draft.number is not None:
            draft.number = _next_paragraph(point.children)
        point.children.append(draft)


def _shown(mark: Mark, label: str) -> str:
    """A number in a message: those of 条 as they are, those of other parts in quotation marks."""
    return label if mark.kind is UnitKind.ARTICLE else f"“{label}”"


def _numbered_like(mark: Mark, value: int) -> str:
    """``value`` as the unit of a mark would bear it."""
    forms = {UnitKind.ARTICLE: "第{}条", UnitKind.CLAUSE: "{}、", UnitKind.POINT: "（{}）"}
    return _shown(mark, forms[mark.kind].format(format_numeral(value)) if mark.kind in forms else f"{value}.")


def _open_list(paragraph: Draft) -> list[Draft]:
    """The last 项 of a 款, its last 目 and so on, outermost first."""
    found: list[Draft] = []
    listed = [draft for draft in paragraph.children if draft.kind in (UnitKind.POINT, UnitKind.INDENT)]
    while listed:
        found.append(listed[-1])
        listed = [draft for draft in listed[-1].children if draft.kind is UnitKind.INDENT]
    return found


def _list_above(open_list: list[Draft], mark: Mark) -> Draft | None:
    """What a 目 stands below: the parent of the open one with the same style of number; a new style that begins with 1 goes
    one level down. None where it is a 项 itself."""
    style = label_style(mark.label)
    same = next((i for i, draft in enumerate(open_list) if label_style(draft.label) == style), None)
    if same is not None:
        return open_list[same - 1] if same else None
    if not open_list:
        return None
    return open_list[-1] if mark.number == Number(1) else open_list[max(len(open_list) - 2, 0)]


def _spread(text: str) -> str:
    """总　　则 → 总则: blanks between Chinese characters are layout, not words."""
    return "".join(text.split())


def _trailing(source: str, line: Line) -> int:
    return line.end - line.at - len(line.text)
