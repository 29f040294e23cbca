"""One page of a PDF as pdfium sees it: printed lines with their boxes, pictures, text that nobody can see."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from lawcheck.readers.laid_out import Cell, VisualLine
from lawcheck.readers.pdf_tables import Drawn, Field, Grid, drawn_on

__all__ = ["Box", "PrintedLine", "Sheet", "boxes_of", "printed_lines", "sheet_of", "to_user_space"]

Box = tuple[float, float, float, float]

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
_LINES = re.compile(r"[^\r\n]+")
_BLANK = " \t\xa0\u3000"
_IGNORED = "\0\ufeff\u200b"
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
_LABEL = re.compile(r"第[零〇一二三四五六七八九十百千\d]+(?:分?编|[章节条](?:之[一二三四五六七八九十]+)?)")


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


class _Frame(NamedTuple):
    """The visible part of a page in user space, and how it is turned for display."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def display(self, x: float, y: float) -> tuple[float, float]:
        """Points from the top left corner of the displayed page."""
        match self.rotation:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def user(self, x: float, y: float) -> tuple[float, float]:
        """The reverse of :meth:`display`."""
        match self.rotation:
            case 90:
                return y + self.left, x + self.bottom
            case 180:
                return self.right - x, y + self.bottom
            case 270:
                return self.right - y, self.top - x
            case _:
                return x + self.left, self.top - y


def sheet_of(page: pypdfium2.PdfPage, number: int) -> Sheet:
    """Everything the reader wants to know about a page; raises ``PdfiumError`` where pdfium gives up."""
    text = page.get_textpage()
    try:
        frame = _frame(page)
        lines = [printed.line for printed in _lines(text, frame, number, drawn_on(page, frame.display))]
        readable, unreadable = _count(lines)
        few = readable < _FEW or unreadable > 0
        invisible = bool(lines) and _is_invisible(text)
        pictured = (few or invisible) and _is_pictured(page)
    finally:
        text.close()
    return Sheet(number, frame.size, tuple(lines), readable, unreadable, invisible, pictured)


def printed_lines(page: pypdfium2.PdfPage, number: int) -> list[PrintedLine]:
    """The lines of a page, each character with its index in pdfium's page text."""
    text, frame = page.get_textpage(), _frame(page)
    try:
        return list(_lines(text, frame, number, drawn_on(page, frame.display)))
    finally:
        text.close()


def boxes_of(page: pypdfium2.PdfPage, indices: Sequence[int]) -> list[Box]:
    """The boxes of characters, in points from the top left corner of the page as displayed."""
    text = page.get_textpage()
    try:
        frame = _frame(page)
        return [_box(text, frame, index) for index in indices]
    finally:
        text.close()


def to_user_space(page: pypdfium2.PdfPage, point: tuple[float, float]) -> tuple[float, float]:
    """A point as displayed → in the coordinates that the PDF itself uses."""
    return _frame(page).user(*point)


def _frame(page: pypdfium2.PdfPage) -> _Frame:
    left, bottom, right, top = page.get_cropbox(fallback_ok=True)
    return _Frame(min(left, right), min(bottom, top), max(left, right), max(bottom, top), page.get_rotation())


# -- characters and lines ------------------------------------------------------------------------------------------


def _lines(text: pypdfium2.PdfTextPage, frame: _Frame, number: int, drawn: Drawn) -> list[PrintedLine]:
    """The lines of a page, its footnotes marked."""
    printed = list(_printed(text, frame, number, drawn.grids))
    notes = next((found for line in drawn.lines if (found := _below(line, printed, frame))), [])
    if not notes:
        return printed
    marks = {mark[1] for n in notes if (mark := _NOTE_MARK.match(printed[n].line.text))}
    return [
        item._replace(line=item.line._replace(part="footnote")) if n in notes else _without_marks(text, item, marks)
        for n, item in enumerate(printed)
    ]


def _without_marks(text: pypdfium2.PdfTextPage, printed: PrintedLine, marks: set[str]) -> PrintedLine:
    """A line of the text without the raised figures that refer to footnotes (but with those of m²)."""
    line, kept = printed.line, list(range(len(printed.indices)))
    for found in _FIGURES.finditer(line.text):
        indices = printed.indices[found.start() : found.end()]
        raised = all(i >= 0 and pdfium.FPDFText_GetFontSize(text.raw, i) < _RAISED * line.size for i in indices)
        if raised and found[0] in marks and len(kept) > len(found[0]):
            kept = [place for place in kept if not found.start() <= place < found.end()]
    shown = "".join(line.text[place] for place in kept)
    return PrintedLine(line._replace(text=shown), [printed.indices[place] for place in kept])


def _below(line: tuple[float, float, float], printed: Sequence[PrintedLine], frame: _Frame) -> list[int]:
    """The lines below a short line from the left margin on, if they are footnotes: smaller than what stands above, the
    first with its mark."""
    start, end, height = line
    above = [item.line for item in printed if item.line.box[3] < height + _NEAR and item.line.text]
    below = [
        n for n, item in enumerate(printed) if item.line.box[1] > height - _NEAR and not _PAGE.fullmatch(item.line.text)
    ]
    if not above or not below or not _SHORT[0] < (end - start) / frame.size[0] < _SHORT[1]:
        return []
    lines = sorted((printed[n].line for n in below), key=lambda item: item.box[1])
    smaller = all(item.size < _SMALLER * above[-1].size for item in lines[1:] or lines)
    marked = _NOTE_MARK.match(lines[0].text) is not None
    return below if smaller and marked and abs(start - min(item.box[0] for item in above)) < above[-1].size else []


def _printed(text: pypdfium2.PdfTextPage, frame: _Frame, number: int, grids: Sequence[Grid]) -> Iterator[PrintedLine]:
    """Lines from the top of the page's content on; pieces of one row put together, those of a ruled table by cells."""
    characters = _characters(text)
    pieces = list(_pieces(text, frame, number, characters))
    tables = _Tables(text, frame, number, characters, grids, pieces) if grids else None
    pending: PrintedLine | None = None
    for position, piece in enumerate(pieces):
        cells = tables.lines_at(position) if tables else None
        if cells is None and pending is not None and _in_row(pending.line, piece.line):
            pending = _joined(pending, piece)
            continue
        if pending is not None:
            yield pending
        pending = piece if cells is None else None
        yield from cells or ()
    if pending is not None:
        yield pending


def _pieces(text: pypdfium2.PdfTextPage, frame: _Frame, number: int, characters: str) -> Iterator[PrintedLine]:
    plain = not any(mark in characters for mark in _IGNORED)
    for found in _LINES.finditer(characters):
        segment = found[0].rstrip(_BLANK if plain else _BLANK + _IGNORED)
        end = found.start() + len(segment)
        start = end - len(segment.lstrip(_BLANK if plain else _BLANK + _IGNORED))
        if start < end:
            kept = range(start, end) if plain else [i for i in range(start, end) if characters[i] not in _IGNORED]
            yield _piece(text, frame, number, characters, kept)


def _piece(
    text: pypdfium2.PdfTextPage,
    frame: _Frame,
    number: int,
    characters: str,
    indices: Sequence[int],
) -> PrintedLine:
    start, end = indices[0], indices[-1] + 1
    content = characters[start:end]
    printed = _from_left(text, frame, characters, indices) if " " in content else None
    indices = printed or indices
    first, last = _box(text, frame, indices[0]), _box(text, frame, indices[-1])
    box = min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])
    size = pdfium.FPDFText_GetFontSize(text.raw, start)
    height = box[3] - box[1]
    # The size is that before the page's own scaling: some programs write everything at size 1.
    size = size if height * 0.5 < size < height * 2 else height
    if printed is None and " " in content:
        indices = [i for i in indices if characters[i] != " " or not _is_typesetting(text, frame, characters, i, size)]
    if printed or len(indices) < end - start:
        content = "".join(characters[i] if i >= 0 else " " for i in indices)
    rounded = (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
    return PrintedLine(VisualLine(content, number, rounded, round(size, 2), frame.size), indices)


def _from_left(text: pypdfium2.PdfTextPage, frame: _Frame, characters: str, indices: Sequence[int]) -> list[int] | None:
    """The characters of a line by their place, -1 for the gaps, where the file draws them in another order (LibreOffice:
    one font after the other); None where it does not."""
    boxes = {index: _box(text, frame, index) for index in indices if characters[index] != " "}
    if all(box[0] > last[0] - _BACK * (last[3] - last[1]) for last, box in pairwise(boxes.values())):
        return None
    order = sorted(boxes, key=lambda index: boxes[index][0])
    found = order[:1]
    for last, index in pairwise(order):
        wide = _is_wide(characters[last]) or _is_wide(characters[index])
        gap = boxes[index][0] - boxes[last][2]
        found += [-1] * (gap > (_NARROW if wide else _BLANK_WIDTH) * (boxes[index][3] - boxes[index][1])) + [index]
    return found


def _characters(text: pypdfium2.PdfTextPage) -> str:
    """One character for each index of pdfium's page text, radicals that look like characters replaced by these."""
    count = text.count_chars()
    content = text.get_text_range(0, count) if count > 0 else ""
    if len(content) != count:  # characters without Unicode are left out there, those beyond 16 bits count twice
        content = "".join(map(_character, (pdfium.FPDFText_GetUnicode(text.raw, i) for i in range(count))))
    return content.translate(_REPLACED) if _ODD.search(content) else content


def _character(value: int) -> str:
    """A lone half of a pair has no meaning of its own."""
    return chr(value) if value < 0xD800 or 0xE000 <= value < 0x110000 else "\ufffd"


def _replacements() -> dict[int, str]:
    """Kangxi radicals (⽇ for 日), which many programs write instead of characters, and control characters."""
    table = {
        code: plain
        for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))
        if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1
    }
    controls = {code: "\0" for code in range(0x20) if code not in (2, 9, 10, 13)}
    return table | controls | {0x02: "-", 0xFFFE: "\0", 0xFFFF: "\0"}  # pdfium marks a hyphen at a line's end by 2


_REPLACED = _replacements()
_ODD = re.compile(f"[{''.join(map(re.escape, map(chr, _REPLACED)))}]")


def _box(text: pypdfium2.PdfTextPage, frame: _Frame, index: int) -> Box:
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(rectangle))
    if not frame.rotation:  # nearly always; four times as fast
        left, top = rectangle.left - frame.left, frame.top - rectangle.top
        return left, top, rectangle.right - frame.left, frame.top - rectangle.bottom
    x1, y1 = frame.display(rectangle.left, rectangle.top)
    x2, y2 = frame.display(rectangle.right, rectangle.bottom)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _is_typesetting(text: pypdfium2.PdfTextPage, frame: _Frame, characters: str, index: int, size: float) -> bool:
    """A blank that pdfium saw in a narrow gap beside a Chinese character; those of the file itself stay."""
    before, after = characters[index - 1 : index], characters[index + 1 : index + 2]
    if not (_is_wide(before) or _is_wide(after)) or not pdfium.FPDFText_IsGenerated(text.raw, index):
        return False
    start = max(characters.rfind("\n", 0, index) + 1, index - 12)
    if _LABEL.fullmatch(characters[start:index].strip(_BLANK)):
        return False
    return _box(text, frame, index + 1)[0] - _box(text, frame, index - 1)[2] < _NARROW * size


def _is_wide(character: str) -> bool:
    return character >= "\u2e80"


def _in_row(last: VisualLine, line: VisualLine) -> bool:
    """Whether ``line`` goes on to the right of ``last``, as the cells of a table do."""
    overlap = min(last.box[3], line.box[3]) - max(last.box[1], line.box[1])
    lower = min(last.box[3] - last.box[1], line.box[3] - line.box[1])
    return overlap > _SAME_ROW * lower and line.box[0] > last.box[2] - 0.3 * line.size


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

    def __init__(
        self,
        text: pypdfium2.PdfTextPage,
        frame: _Frame,
        number: int,
        characters: str,
        grids: Sequence[Grid],
        pieces: Sequence[PrintedLine],
    ) -> None:
        self._text, self._frame, self._number, self._characters = text, frame, number, characters
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
        for piece in pieces:
            for cell, indices in self._parted(grid, piece):
                if cell is None:
                    return None
                _append_in_cell(cells.setdefault(cell, []), self._piece(indices))
        if len({column for _, column in cells}) < 2 or any(map(_holds_articles, cells.values())):
            return None
        return cells

    def _parted(self, grid: Grid, piece: PrintedLine) -> Iterator[tuple[Field | None, list[int]]]:
        """Characters of a piece one after the other in the same cell; blanks between cells belong to none."""
        printed = [index for index in piece.indices if index >= 0 and self._characters[index] not in _BLANK]
        cells = {index: grid.cell_at(_centre(_box(self._text, self._frame, index))) for index in printed}
        for cell, group in groupby(printed, key=cells.__getitem__):
            held = list(group)
            between = range(piece.indices.index(held[0]), piece.indices.index(held[-1]) + 1)
            yield cell, sorted(index for index in map(piece.indices.__getitem__, between) if index >= 0)

    def _piece(self, indices: Sequence[int]) -> PrintedLine:
        return _piece(self._text, self._frame, self._number, self._characters, indices)

    def _by_rows(self, table: int, grid: Grid, filled: dict[Field, list[PrintedLine]]) -> Iterator[PrintedLine]:
        """The lines row by row; an empty line for an empty cell and where a cell of a row above reaches down."""
        for field, first in sorted(grid.cells.items()):
            if field[1] != first[1]:
                continue  # covered by the cell on its left
            cell = Cell(table, *field, round(grid.width(first), 2))
            lines = filled.get(first, []) if field == first else []
            yield from (
                line._replace(line=line.line._replace(cell=cell)) for line in lines or [self._empty(grid, field)]
            )

    def _empty(self, grid: Grid, field: Field) -> PrintedLine:
        (left, right), (top, bottom) = (
            places[at : at + 2] for places, at in ((grid.columns, field[1]), (grid.rows, field[0]))
        )
        box = (round(left, 2), round(top, 2), round(right, 2), round(bottom, 2))
        return PrintedLine(VisualLine("", self._number, box, 0.0, self._frame.size), ())


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


def _is_invisible(text: pypdfium2.PdfTextPage) -> bool:
    """Whether the characters in the middle of the page are not painted, as in the text layer of a scanner."""
    item = pdfium.FPDFText_GetTextObject(text.raw, text.count_chars() // 2)
    return bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


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
