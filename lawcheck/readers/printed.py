"""Printed lines and the paragraphs that they make: what every reader of printed pages speaks in, and how units begin there.

Lengths are in the unit of the page (points, millimetres or pixels); the origin is the top left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lawcheck.document import Box

__all__ = [
    "ARTICLE",
    "HEADING",
    "ITEM",
    "NUMERAL",
    "SAME_SIZE",
    "SENTENCE_ENDS",
    "TITLE_END",
    "TITLE_SIZE",
    "UNIT",
    "Cell",
    "Paragraph",
    "VisualLine",
    "pieces",
]

# A title is set in characters larger than those of the text by this factor.
TITLE_SIZE = 1.2
# Lines of characters that differ more in size belong to different paragraphs (title and text, text and note).
SAME_SIZE = 1.15

NUMERAL = r"[零〇○一二三四五六七八九十百千\d]"
ARTICLE = re.compile(rf"[\s\u3000]*第[\s\u3000]?({NUMERAL}+)[\s\u3000]?条(?:之([一二三四五六七八九十]+))?")
HEADING = re.compile(rf"[\s\u3000]*第[\s\u3000]?{NUMERAL}+[\s\u3000]?(?:分?编|[章节])[\s\u3000]")
ITEM = re.compile(r"[\s\u3000]*(?:[（(][一二三四五六七八九十百]{1,4}[）)]|[一二三四五六七八九十]{1,3}、)")
UNIT = re.compile(rf"{ARTICLE.pattern}|{HEADING.pattern}|{ITEM.pattern}|附[件表录]|\d+[.．、]")
# A line as wide as the text may be a title if it ends so and its characters are larger than most.
TITLE_END = re.compile(
    r"(?:条例|规定|办法|规则|细则|决定|决议|意见|方案|规范|准则|章程|法|法典|解释|批复|规划)(?:[（(][^（）()]{1,20}[）)])?$"
)
SENTENCE_ENDS = "。：:；;！？…"
_BLANKS = " \u3000\xa0\t"


class Cell(NamedTuple):
    """The cell of a ruled table that a line stands in: the table's number on its page, row and column from 0, and where
    the lines around the cell are: left, top, right, bottom."""

    table: int
    row: int
    column: int
    box: Box


class VisualLine(NamedTuple):
    """One printed line: its text, page from 1, box (left, top, right, bottom), size of its characters.

    ``page_size`` is width and height of the page; blanks that stand in the text count as indentation. For a line of
    a scan ``confidence`` (0 to 1) is how sure OCR is, ``box`` is what it would be on a straight page, ``place`` where
    the line really stands, ``tilt`` its slope. The lines of a table (``cell``) follow each other row by row, an empty
    cell is a line without text. ``part`` is ``footnote`` where the page itself says so.
    """

    text: str
    page: int
    box: Box
    size: float
    page_size: tuple[float, float] = (0.0, 0.0)
    confidence: float | None = None
    place: Box | None = None
    tilt: float | None = None
    cell: Cell | None = None
    part: str = ""
    column: int = 0

    @property
    def table(self) -> tuple[int, int] | None:
        """Page and number of the table that the line stands in."""
        return None if self.cell is None else (self.page, self.cell.table)

    @property
    def indent(self) -> float:
        """Left edge of the first visible character."""
        if self.text[:1] not in _BLANKS:
            return self.box[0]
        blanks = len(self.text) - len(self.text.lstrip(_BLANKS))
        wide = sum(1.0 if char == "\u3000" else 0.5 for char in self.text[:blanks])
        return self.box[0] + wide * self.size


class Paragraph(NamedTuple):
    """Lines that belong together, or those of a table; ``part`` is ``body``, ``header`` or ``footer``, ``hint`` as in
    ``Block.hint``."""

    lines: tuple[VisualLine, ...]
    part: str = "body"
    hint: str = ""

    @property
    def text(self) -> str:
        """The lines joined."""
        return "".join(pieces(self.lines)).rstrip()


def pieces(lines: Sequence[VisualLine]) -> Iterator[str]:
    """The text of each line as it stands in the paragraph: a blank between words of the Latin alphabet."""
    for line, following in pairwise(lines):
        latin = line.text[-1:].isascii() and line.text[-1:].isalpha() and following.text[:1].isascii()
        yield line.text + " " if latin and following.text[:1].isalnum() else line.text
    yield lines[-1].text
