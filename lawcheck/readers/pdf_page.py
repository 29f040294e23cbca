"""One page of a PDF as pdfium sees it: printed lines with their boxes, pictures, text that nobody can see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from functools import lru_cache, partial
from itertools import groupby, pairwise
from math import inf
from statistics import median
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from lawcheck.document import Box
from lawcheck.readers.columns import columns, gutters
from lawcheck.readers.pdf_tables import Field, Grid, drawn_on
from lawcheck.readers.pdf_text import PageText, frame_of, loaded_page, loaded_text
from lawcheck.readers.printed import Cell, VisualLine

__all__ = ["PrintedLine", "Sheet", "boxes_of", "printed_lines", "sheets_of", "to_user_space"]

# Of the size of the characters: a narrower gap between Chinese and figures is typesetting, not a blank.
_NARROW = 0.6
# … and between Latin characters.
_BLANK_WIDTH = 0.15
# A character that begins further to the left than the one before, by this part of its height, was drawn out of order.
_BACK = 0.3
# Of the lower of two lines: what overlaps more stands in the same row.
_SAME_ROW = 0.6
# A picture that covers this share of the page is a scanned page.
_COVERS = 0.3
# A page without text but with so many drawn shapes has its characters as outlines.
_OUTLINES = 60
# Fewer readable characters than this are a page number, not the text of a page.
_FEW = 12
# A page where more of the characters cannot be read than this share is no better than a picture.
_GARBLED = 0.3
_MAX_OBJECTS = 20_000
_BLANK = " \t\xa0\u3000"
_IGNORED = "\0\ufeff\u200b"
# From the first to the last character of a line that is printed.
_LINES, _MARKED_LINES = (
    re.compile(rf"[^\r\n{blank}](?:[^\r\n]*[^\r\n{blank}])?") for blank in (_BLANK, _BLANK + _IGNORED)
)
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
# Above footnotes stands a line as wide as this share of the page, from and to, and they are smaller than the text.
_SHORT = (0.08, 0.5)
_SMALLER = 0.9
_RAISED = 0.75
_NEAR = 3.0
_NOTE_MARK = re.compile(r"[ \u3000]*(\d{1,3}|[①-⑳]|[\[［〔(（][\d①-⑳]{1,3}[)）〕］\]]|[*＊※])")
_FIGURES = re.compile(r"(?<![A-Za-z\d])(?:\d{1,3}|[①-⑳])(?!\d)")
_PAGE = re.compile(r"[\s\d—–\-－·第页共/]*")
_ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千\d]+条[ \u3000]")
# The number of a line in the margin; the lines of a page that have one, and those of them that end within a sentence.
_IN_MARGIN = re.compile(r"(\d{1,4})[ \u3000]+(?=\S)")
_UNIT = re.compile(r"第[零〇一二三四五六七八九十百千\d]+[条章节]|[（(][一二三四五六七八九十]+[）)]")
_ENDS = "。；：！？;:"
_LEAST_NUMBERED, _TORN = 4, 0.2
# Lines begin and end at the same places, page after page; to look a number up takes a quarter of the time of rounding it.
_hundredths = lru_cache(4096)(partial(round, ndigits=2))
_LABEL = re.compile(r"第[零〇一二三四五六七八九十百千\d]+(?:分?编|[章节条](?:之[一二三四五六七八九十]+)?)")


Rule = tuple[float, float, float]
"""A line across the page: where it begins and ends, its height."""


class Sheet(NamedTuple):
    """A page: ``number`` from 1, ``size`` (width, height) in points as displayed, ``lines``.

    ``readable`` counts the characters that make sense, ``unreadable`` those that do not (no Unicode in the file),
    ``invisible`` is set when the text is not painted, ``pictured`` when a picture covers the page or it is drawn,
    ``damaged`` when pdfium cannot load it.
    """

    number: int
    size: tuple[float, float]
    lines: tuple[VisualLine, ...]
    readable: int
    unreadable: int
    invisible: bool
    pictured: bool
    damaged: bool = False

    @property
    def needs_ocr(self) -> bool:
        """Whether what can be seen on the page is not in its text."""
        garbled = self.unreadable > _GARBLED * (self.readable + self.unreadable)
        return (self.pictured and self.readable < _FEW) or (garbled and self.unreadable >= _FEW)


class PrintedLine(NamedTuple):
    """A line and, for each of its characters, the index in pdfium's page text (-1 for a blank put in here)."""

    line: VisualLine
    indices: Sequence[int]


def sheets_of(document: pypdfium2.PdfDocument, indices: Sequence[int]) -> list[Sheet]:
    """Everything the reader wants to know about some pages that follow each other; pdfium loads all of them before any is
    looked at, which spares a tenth of the time (both find their own things in the processor's cache)."""
    with ExitStack() as stack:
        texts = [_loaded(stack, document, index) for index in indices]
        sheets = [_sheet(text, index + 1) for text, index in zip(texts, indices, strict=True)]
    return [_judged(document, sheet) for sheet in sheets]


def _loaded(stack: ExitStack, document: pypdfium2.PdfDocument, index: int) -> PageText | None:
    """A page that stays loaded until the stack ends; None where pdfium gives up."""
    try:
        return loaded_text(stack, loaded_page(stack, document, index), index + 1)
    except pypdfium2.PdfiumError:
        return None


def _sheet(text: PageText | None, number: int) -> Sheet:
    """A page; one that pdfium cannot load counts as unreadable, the others stand."""
    if text is not None:
        try:
            lines = [printed.line for printed in _lines(text)]
            invisible = bool(lines) and text.is_invisible()
            return Sheet(number, text.size, tuple(lines), *_count(lines), invisible, False)
        except pypdfium2.PdfiumError:
            pass
    return _damaged(number)


def _damaged(number: int) -> Sheet:
    return Sheet(number, (0.0, 0.0), (), 0, 0, False, False, damaged=True)


def _judged(document: pypdfium2.PdfDocument, sheet: Sheet) -> Sheet:
    """The sheet told whether it is pictured, where it matters: there is little text, or odd one."""
    few = sheet.readable < _FEW or sheet.unreadable > 0
    if sheet.damaged or not (few or sheet.invisible):
        return sheet
    try:
        with closing(document[sheet.number - 1]) as page:
            return sheet._replace(pictured=_is_pictured(page))
    except pypdfium2.PdfiumError:
        return _damaged(sheet.number)


def printed_lines(page: pypdfium2.PdfPage, number: int) -> list[PrintedLine]:
    """The lines of a page, each character with its index in pdfium's page text."""
    with ExitStack() as stack:
        return _lines(loaded_text(stack, page.raw, number))


def boxes_of(page: pypdfium2.PdfPage, indices: Sequence[int]) -> list[Box]:
    """The boxes of characters, in points from the top left corner of the page as displayed."""
    with ExitStack() as stack:
        return loaded_text(stack, page.raw, 0).boxes(indices)


def to_user_space(page: pypdfium2.PdfPage, point: tuple[float, float]) -> tuple[float, float]:
    """A point as displayed → in the coordinates that the PDF itself uses."""
    return frame_of(page.raw).user(*point)


# -- characters and lines ------------------------------------------------------------------------------------------


def _lines(text: PageText) -> list[PrintedLine]:
    """The lines of a page, its footnotes marked."""
    drawn = drawn_on(text.page, text.frame.display)
    printed = list(_printed(text, drawn.grids))
    notes = _notes(drawn.lines, printed, text.size[0])
    if not notes:
        return printed
    marks = {mark[1] for n in notes if (mark := _NOTE_MARK.match(printed[n].line.text))}
    return [
        item._replace(line=item.line._replace(part="footnote")) if n in notes else _without_marks(text, item, marks)
        for n, item in enumerate(printed)
    ]


def _without_marks(text: PageText, printed: PrintedLine, marks: set[str]) -> PrintedLine:
    """A line of the text without the raised figures that refer to footnotes (but with those of m²)."""
    line, kept = printed.line, list(range(len(printed.indices)))
    for found in _FIGURES.finditer(line.text):
        indices = printed.indices[found.start() : found.end()]
        raised = min(indices) >= 0 and max(text.sizes(indices)) < _RAISED * line.size
        if raised and found[0] in marks and len(kept) > len(found[0]):
            kept = [place for place in kept if not found.start() <= place < found.end()]
    shown = "".join(line.text[place] for place in kept)
    return PrintedLine(line._replace(text=shown), [printed.indices[place] for place in kept])


def _notes(rules: Sequence[Rule], printed: Sequence[PrintedLine], page_width: float) -> list[int]:
    """The footnotes of a page: below one line, or below one in each of its columns."""
    rules = [rule for rule in rules if _SHORT[0] < (rule[1] - rule[0]) / page_width < _SHORT[1]]
    if not rules or not printed:
        return []
    size = median(item.line.size for item in printed)
    starts = gutters([item.line.box for item in printed], size)
    if not starts:
        return next((found for rule in rules if (found := _below(rule, printed, range(len(printed))))), [])
    places = columns([item.line.box for item in printed], starts, size)
    notes: list[int] = []
    for rule in rules:
        place = 1 + sum(rule[0] >= start - size for start in starts)
        notes += _below(rule, printed, [n for n, at in enumerate(places) if at == place])
    return notes


def _below(rule: Rule, printed: Sequence[PrintedLine], held: Sequence[int]) -> list[int]:
    """The lines below a short line from the left margin on, if they are footnotes: smaller than what stands above, the
    first with its mark; only ``held`` ones are looked at."""
    start, _, height = rule
    lines_of = [(n, printed[n].line) for n in held]
    above = [line for _, line in lines_of if line.box[3] < height + _NEAR and line.text and not line.part]
    below = [n for n, line in lines_of if line.box[1] > height - _NEAR and not _PAGE.fullmatch(line.text)]
    if not above or not below:
        return []
    lines = sorted((printed[n].line for n in below), key=lambda item: item.box[1])
    smaller = all(item.size < _SMALLER * above[-1].size for item in lines[1:] or lines)
    marked = _NOTE_MARK.match(lines[0].text) is not None
    return below if smaller and marked and abs(start - min(line.box[0] for line in above)) < above[-1].size else []


def _printed(text: PageText, grids: Sequence[Grid]) -> Iterator[PrintedLine]:
    """Lines from the top of the page's content on; pieces of one row put together, those of a ruled table by cells."""
    pieces = list(_pieces(text))
    tables = _Tables(text, grids, pieces) if grids else None
    pending: PrintedLine | None = None
    for position, piece in enumerate(pieces):
        cells = tables.lines_at(position) if tables else None
        if cells is None and pending is not None and not pending.line.part and _in_row(pending.line, piece.line):
            pending = _joined(pending, piece)
            continue
        if pending is not None:
            yield pending
        pending = piece if cells is None else None
        yield from cells or ()
    if pending is not None:
        yield pending


def _pieces(text: PageText) -> Iterator[PrintedLine]:
    characters = text.characters
    plain = not any(mark in characters for mark in _IGNORED)
    spans = [range(*found.span()) for found in (_LINES if plain else _MARKED_LINES).finditer(characters)]
    if plain:
        return _without_numbers(text, spans) or _measured(text, spans)
    return _measured(text, [[i for i in span if characters[i] not in _IGNORED] for span in spans])


def _without_numbers(text: PageText, spans: Sequence[range]) -> Iterator[PrintedLine] | None:
    """The lines of a draft whose lines are numbered in the margin, each number by itself as furniture; None for any other."""
    found = {
        n: mark for n, span in enumerate(spans) if (mark := _IN_MARGIN.match(text.characters, span[0], span[-1] + 1))
    }
    if len(found) < _LEAST_NUMBERED or not _is_numbered(text.characters, spans, found):
        return None
    numbers = dict(zip(found, _measured(text, [spans[n][: len(mark[1])] for n, mark in found.items()]), strict=True))
    rests = [span[len(found[n][0]) :] if n in found else span for n, span in enumerate(spans)]
    lines = list(_measured(text, rests))
    if max(number.line.box[2] for number in numbers.values()) > min(lines[n].line.box[0] for n in numbers):
        return None
    marked = {n: number._replace(line=number.line._replace(part="footer")) for n, number in numbers.items()}
    return (piece for n, line in enumerate(lines) for piece in (marked.get(n), line) if piece is not None)


def _is_numbered(characters: str, spans: Sequence[range], found: Mapping[int, re.Match[str]]) -> bool:
    """Whether figures at the starts of lines count lines and no rows: evenly, through units of a text and within its sentences."""
    steps = {int(b[1]) - int(a[1]) for a, b in pairwise(found.values())}
    units = [bool(_UNIT.match(characters, mark.end())) for mark in found.values()]
    torn = sum(characters[spans[n][-1]] not in _ENDS for n in found)
    return len(steps) == 1 and min(steps) > 0 and any(units) and not all(units) and torn >= _TORN * len(found)


def _measured(text: PageText, lines: Sequence[Sequence[int]]) -> Iterator[PrintedLine]:
    """The lines of characters that stand one after the other; pdfium is asked for all of them at once."""
    sizes = text.sizes([line[0] for line in lines])
    ends = iter(text.boxes([index for line in lines for index in (line[0], line[-1])]))
    return (_piece(text, *measured) for measured in zip(lines, sizes, ends, ends, strict=True))


def _piece(text: PageText, indices: Sequence[int], size: float, first: Box, last: Box) -> PrintedLine:
    """A line from its characters, the type size of the first, the boxes of the first and the last."""
    characters, start, end = text.characters, indices[0], indices[-1] + 1
    content = characters[start:end]
    printed = _from_left(text, indices) if " " in content else None
    if printed is not None:
        indices = printed
        first, last = text.boxes((printed[0], printed[-1]))
    left, top, right, bottom = _around(first, last)
    height = bottom - top
    # The size is that before the page's own scaling: some programs write everything at size 1.
    size = size if height * 0.5 < size < height * 2 else height
    if printed is None and " " in content:
        indices = [i for i in indices if characters[i] != " " or not _is_typesetting(text, i, size)]
    if printed is not None or len(indices) < end - start:
        content = "".join(characters[i] if i >= 0 else " " for i in indices)
    rounded = _hundredths(left), _hundredths(top), _hundredths(right), _hundredths(bottom)
    return PrintedLine(VisualLine(content, text.number, rounded, _hundredths(size), text.size), indices)


def _around(first: Box, last: Box) -> Box:
    (left, top, right, bottom), (left2, top2, right2, bottom2) = first, last
    return (
        left if left < left2 else left2,
        top if top < top2 else top2,
        right if right > right2 else right2,
        bottom if bottom > bottom2 else bottom2,
    )


def _from_left(text: PageText, indices: Sequence[int]) -> list[int] | None:
    """The characters of a line by their place, -1 for the gaps, where the file draws them in another order (LibreOffice:
    one font after the other); None where it does not."""
    characters = text.characters
    visible = [index for index in indices if characters[index] != " "]
    places = text.boxes(visible)
    furthest = -inf
    for left, top, _, bottom in places:
        if left <= furthest:
            break
        furthest = left - _BACK * (bottom - top)
    else:
        return None
    boxes = dict(zip(visible, places, strict=True))
    order = sorted(boxes, key=lambda index: boxes[index][0])
    found = order[:1]
    for last, index in pairwise(order):
        wide = _is_wide(characters[last]) or _is_wide(characters[index])
        gap = boxes[index][0] - boxes[last][2]
        found += [-1] * (gap > (_NARROW if wide else _BLANK_WIDTH) * (boxes[index][3] - boxes[index][1])) + [index]
    return found


def _is_typesetting(text: PageText, index: int, size: float) -> bool:
    """A blank that pdfium saw in a narrow gap beside a Chinese character; those of the file itself stay."""
    characters = text.characters
    before, after = characters[index - 1 : index], characters[index + 1 : index + 2]
    if not (_is_wide(before) or _is_wide(after)) or not text.is_generated(index):
        return False
    start = max(characters.rfind("\n", 0, index) + 1, index - 12)
    if _LABEL.fullmatch(characters[start:index].strip(_BLANK)):
        return False
    last, following = text.boxes((index - 1, index + 1))
    return following[0] - last[2] < _NARROW * size


def _is_wide(character: str) -> bool:
    return character >= "\u2e80"


def _in_row(last: VisualLine, line: VisualLine) -> bool:
    """Whether ``line`` goes on to the right of ``last``, as the cells of a table do."""
    (_, top, right, bottom), (left2, top2, _, bottom2) = last.box, line.box
    if left2 <= right - 0.3 * line.size:  # nearly always
        return False
    return min(bottom, bottom2) - max(top, top2) > _SAME_ROW * min(bottom - top, bottom2 - top2)


def _joined(last: PrintedLine, piece: PrintedLine) -> PrintedLine:
    a, b = last.line, piece.line
    gap = "\u3000" if b.box[0] - a.box[2] > _NARROW * b.size else ""
    box = a.box[0], min(a.box[1], b.box[1]), b.box[2], max(a.box[3], b.box[3])
    return PrintedLine(
        a._replace(text=a.text + gap + b.text, box=box), (*last.indices, *(-1,) * len(gap), *piece.indices)
    )


# -- ruled tables --------------------------------------------------------------------------------------------------


class _Tables:
    """The pieces of a page that stand in its ruled tables, parted where a cell ends."""

    def __init__(self, text: PageText, grids: Sequence[Grid], pieces: Sequence[PrintedLine]) -> None:
        self._text = text
        # By the position of a piece: the lines of its table at the first piece of the table, none at the others.
        self._lines: dict[int, list[PrintedLine]] = {}
        for index, grid in enumerate(grids):
            held = [p for p, piece in enumerate(pieces) if grid.cell_at(_centre(piece.line.box)) is not None]
            filled = self._filled(grid, [pieces[position] for position in held])
            if filled is not None:
                self._lines |= {position: [] for position in held[1:]}
                self._lines[held[0]] = list(self._by_rows(index, grid, filled))

    def lines_at(self, position: int) -> list[PrintedLine] | None:
        """What stands in the place of a piece, None for one outside of every table."""
        return self._lines.get(position)

    def _filled(self, grid: Grid, pieces: Sequence[PrintedLine]) -> dict[Field, list[PrintedLine]] | None:
        """The lines of each cell; None where this is no table of text: a character outside, a cell of several articles,
        nothing but one column."""
        cells: dict[Field, list[PrintedLine]] = {}
        parts = [part for piece in pieces for part in self._parted(grid, piece)]
        for (cell, _), line in zip(parts, _measured(self._text, [indices for _, indices in parts]), strict=True):
            if cell is None:
                return None
            _append_in_cell(cells.setdefault(cell, []), line)
        if len({column for _, column in cells}) < 2 or any(map(_holds_articles, cells.values())):
            return None
        return cells

    def _parted(self, grid: Grid, piece: PrintedLine) -> Iterator[tuple[Field | None, list[int]]]:
        """Characters of a piece one after the other in the same cell; blanks between cells belong to none."""
        printed = [index for index in piece.indices if index >= 0 and self._text.characters[index] not in _BLANK]
        cells = dict(zip(printed, map(grid.cell_at, map(_centre, self._text.boxes(printed))), strict=True))
        for cell, group in groupby(printed, key=cells.__getitem__):
            held = list(group)
            between = range(piece.indices.index(held[0]), piece.indices.index(held[-1]) + 1)
            yield cell, sorted(index for index in map(piece.indices.__getitem__, between) if index >= 0)

    def _by_rows(self, table: int, grid: Grid, filled: dict[Field, list[PrintedLine]]) -> Iterator[PrintedLine]:
        """The lines row by row; an empty line for an empty cell and where a cell of a row above reaches down."""
        for field, first in sorted(grid.cells.items()):
            if field[1] != first[1]:
                continue  # covered by the cell on its left
            cell = Cell(table, *field, grid.box(first))
            lines = filled.get(first, []) if field == first else []
            yield from (
                line._replace(line=line.line._replace(cell=cell)) for line in lines or [self._empty(grid, field)]
            )

    def _empty(self, grid: Grid, field: Field) -> PrintedLine:
        (left, right), (top, bottom) = (
            places[at : at + 2] for places, at in ((grid.columns, field[1]), (grid.rows, field[0]))
        )
        box = (round(left, 2), round(top, 2), round(right, 2), round(bottom, 2))
        return PrintedLine(VisualLine("", self._text.number, box, 0.0, self._text.size), ())


def _append_in_cell(lines: list[PrintedLine], piece: PrintedLine) -> None:
    if lines and _in_row(lines[-1].line, piece.line):
        lines[-1] = _joined(lines[-1], piece)
    else:
        lines.append(piece)


def _holds_articles(lines: Sequence[PrintedLine]) -> bool:
    return sum(bool(_ARTICLE.match(printed.line.text)) for printed in lines) > 1


def _centre(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


# -- what kind of page it is ---------------------------------------------------------------------------------------


def _count(lines: list[VisualLine]) -> tuple[int, int]:
    """Characters that make sense, and those without Unicode or in the private areas."""
    content = "".join(line.text for line in lines)
    bad = len(_UNREADABLE.findall(content))
    return len(content) - bad - sum(map(content.count, _BLANK)), bad


def _is_pictured(page: pypdfium2.PdfPage) -> bool:
    """A picture covers a good part of the page, or it is full of drawn shapes."""
    width, height = page.get_size()
    shapes = 0
    for count, item in enumerate(page.get_objects(max_depth=3)):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE and _area(item) > _COVERS * width * height:
            return True
        shapes += item.type == pdfium.FPDF_PAGEOBJ_PATH
        if shapes > _OUTLINES or count > _MAX_OBJECTS:
            return True
    return False


def _area(item: pypdfium2.PdfObject) -> float:
    left, bottom, right, top = item.get_bounds()
    return float(abs(right - left) * abs(top - bottom))
