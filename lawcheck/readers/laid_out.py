"""Formats that store printed pages (PDF, OFD, scans): visual lines put together into paragraphs again.

Lengths are in the unit of the page (points, millimetres or pixels), all measured against the size of the characters;
the origin is the top left corner.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from lawcheck.document import Number, Provenance, parse_numeral
from lawcheck.readers.assembly import TextBuilder
from lawcheck.readers.columns import columns, gutters
from lawcheck.readers.page_edges import asides, page_furniture
from lawcheck.readers.printed import (
    ARTICLE,
    HEADING,
    ITEM,
    NUMERAL,
    SAME_SIZE,
    SENTENCE_ENDS,
    TITLE_END,
    TITLE_SIZE,
    Cell,
    Paragraph,
    VisualLine,
    pieces,
)

__all__ = ["TORN_ENDS", "join_lines", "write_paragraphs"]


# Characters by which a wrapped line may be short: a mark that may not begin a line takes its neighbour along.
_SLACK = 2.6
# Characters of the narrowest text that is broken into lines; shorter lines one below the other are a list or a title.
_NARROWEST = 10
# Characters by which the first line of a paragraph is indented, at the least.
_INDENT = 1.2
# A page whose full lines are narrower by this many characters has the text width of the others, indented.
_MOST_INDENT = 5.0
# Lines narrower than the widest by less than this many characters begin and end at the margins.
_JUSTIFIED = 1.2
# Marks that may stand outside the right margin, and the characters by which a line that ends so may be too wide.
_HANGING = "，。、；：！？）》”’"
_HANG = 2.0
# Characters by which a centred line may be narrower than the text, besides the first word of the next, and still be full …
_CENTRED_SLACK = 0.6
# … and by which a 题注 may be set in, left and right together.
_NOTE_INSET = 4.0
# A gap of more than this many usual line pitches parts two paragraphs.
_GAP = 1.6
# A column of fewer lines does not tell its width.
_SHORT_COLUMN = 8
# A note under the title may be broken over this many lines.
_NOTE_LINES = 8
# Characters by which the text of a table's cell stands off its lines, left and right together, at the most.
_PADDING = 1.6
# Paragraphs start indented if this share of the lines that open an article or an item are.
_INDENTED = 0.5

TORN_ENDS = tuple("，、的和或及与将由对在为被把按从向以并且（《“〈")
"""No sentence and no heading ends so: at the end of a page it goes on, whatever room was left on the last line."""

_SPACED = re.compile(rf"{ARTICLE.pattern}[\s\u3000\xa0]")
_BARE_HEADING = re.compile(rf"[\s\u3000]*第{NUMERAL}+(?:分?编|[章节])(?![的之规至和或与第所])[^，。；：]{{2,20}}")
_DECIMAL = re.compile(
    r"[\s\u3000]*\d{1,2}(?:[.．]\d{1,2}){1,3}[\s\u3000]+\S|[\s\u3000]*\d{1,2}[\s\u3000]+[\u4e00-\u9fff]{2,20}\s*$"
)
_DOTTED = re.compile(r"[\s\u3000]*\d{1,2}[.．]\d{1,2}(?:[.．]\d{1,2})*[\s\u3000]")
_ALONE = re.compile(r"[\s\u3000]*(?:[（(][此本]页无正文|抄[\s\u3000]*[送报][：:])")
_CONTINUES = "，。；、的规之至和或与第所款项中）)》及以等外内"
_NOTE_START = re.compile(r"[\s\u3000]*[（(].{0,4}\d{4}年|[\s\u3000]*[（(][一二][〇○零一二三四五六七八九]{3}年")
_EVENT_END = re.compile(r"(?:通过|批准|公布|发布|颁布|印发|修正|修订|修改|施行|实施)[）)。；;，]?$")
_DATED = re.compile(r"[\s\u3000]*[（(]?(?:\d{4}|[一二][〇○零一二三四五六七八九]{3})年")
_WORD = re.compile(r"[A-Za-z0-9./:_%-]+")


class _Frame(NamedTuple):
    """Margins of the text and the usual pitch of its lines."""

    left: float
    right: float
    pitch: float


def join_lines(lines: Sequence[VisualLine]) -> tuple[Paragraph, ...]:
    """Paragraphs of printed lines in reading order, page furniture told apart by ``part``.

    A line goes on with the paragraph before it when that line is full, this one is not indented and neither a
    heading nor an article whose number follows the last one says otherwise: a wrapped line may begin with 第十条.

    >>> def line(text, y, left=28.0):
    ...     return VisualLine(text, 1, (left, y, left + 5 * len(text), y + 5), 5.0, (210.0, 297.0))
    >>> [p.text for p in join_lines([line("　　第一条　甲乙丙丁依照本条例", 50), line("第十条规定办理。", 60)])]
    ['　　第一条　甲乙丙丁依照本条例第十条规定办理。']
    """
    furniture = page_furniture(lines)
    body = [line for number, line in enumerate(lines) if number not in furniture]
    paragraphs = list(_paragraphs(_in_columns(body)))
    return (*paragraphs, *asides(lines, furniture))


def write_paragraphs(out: TextBuilder, paragraphs: Iterable[Paragraph], name: str = "") -> None:
    """Add paragraphs to a text: one block a printed line, so that every character keeps page and box."""
    counts: Counter[str] = Counter()
    for paragraph in paragraphs:
        number = counts[paragraph.part]
        counts[paragraph.part] += 1
        if paragraph.lines[0].cell is not None:
            _write_table(out, paragraph, Provenance(paragraph.part, number, counts["table"], name=name))
            counts["table"] += 1
            continue
        part, hint, last = paragraph.part, paragraph.hint, paragraph.lines[-1]
        for line, piece in zip(paragraph.lines, pieces(paragraph.lines), strict=True):
            box = line.place or line.box
            place = Provenance(part, number, None, None, None, line.page, name, box, line.confidence, line.tilt)
            text, separator = (piece.rstrip(), "\n") if line is last else (piece, "")
            out.add(text, separator, provenance=place, hint=hint)


def _write_table(out: TextBuilder, table: Paragraph, place: Provenance) -> None:
    """One block a printed line, as in paragraphs; tabs between the cells of a row."""
    for line, following in zip(table.lines, (*table.lines[1:], None), strict=True):
        if line.cell is not None:
            where = place._replace(row=line.cell.row, column=line.cell.column, page=line.page, box=line.box)
            out.add(line.text, _behind(line, line.cell, following), kind="cell", provenance=where)


def _behind(line: VisualLine, cell: Cell, following: VisualLine | None) -> str:
    """What parts a line of a cell from the next: nothing where the first word of that one had no room any more."""
    after = following.cell if following is not None else None
    if following is None or after is None or after.row != cell.row:
        return "\n"
    if after.column != cell.column:
        return "\t"
    room = cell.box[2] - cell.box[0] - _PADDING * line.size - (line.box[2] - line.box[0])
    return "" if room < _first_word(following.text) * line.size and line.text[-1] not in SENTENCE_ENDS else " "


# -- paragraphs ----------------------------------------------------------------------------------------------------


def _in_columns(lines: Sequence[VisualLine]) -> list[VisualLine]:
    """The lines, each told the column it stands in; a page on which too little stands has the columns of the one before."""
    size = median(line.size for line in lines) if lines else 0.0
    placed: list[VisualLine] = []
    starts: tuple[float, ...] = ()
    for _, group in groupby(lines, key=lambda line: line.page):
        held = list(group)
        text = [line.box for line in held if line.cell is None]
        found = gutters(text, size) if size else ()
        starts = found if found or not all(columns(text, starts, size)) else starts
        where = iter(columns(text, starts, size) if starts else ())
        placed += [line if line.cell or not starts else line._replace(column=next(where)) for line in held]
    return placed


def _paragraphs(lines: Sequence[VisualLine]) -> Iterator[Paragraph]:
    joiner = _Joiner([line for line in lines if line.cell is None])
    for table, held in groupby(lines, key=lambda line: line.table):
        if table is None:
            yield from _running_text(list(held), joiner)
        else:
            yield Paragraph(tuple(held))


def _running_text(lines: Sequence[VisualLine], joiner: _Joiner) -> Iterator[Paragraph]:
    current: list[VisualLine] = []
    for line in lines:
        if current and not joiner.continues(current, line):
            yield Paragraph(tuple(current), hint=joiner.hint(current))
            current = []
        if not current:
            joiner.begin(line)
        current.append(line)
    if current:
        yield Paragraph(tuple(current), hint=joiner.hint(current))


class _Joiner:
    """Decides for each line whether it goes on with the paragraph; knows the margins and the last article."""

    def __init__(self, lines: Sequence[VisualLine]) -> None:
        self._whole = _frame(lines)
        by_column: dict[tuple[int, int], list[VisualLine]] = {}
        for line in lines:
            by_column.setdefault((line.page, line.column), []).append(line)
        # A page of its own make (a landscape annex) has its own margins; a nearly empty one tells nothing.
        self._frames = {
            key: self._page_frame(held) for key, held in by_column.items() if len(held) >= 10 and not key[1]
        } | _column_frames(by_column)
        self._last = Number(0)
        self._size = median(line.size for line in lines) if lines else 0.0
        self._front = True  # nothing numbered yet
        self._indented = self._starts_indented(lines)

    def begin(self, line: VisualLine) -> None:
        """A paragraph starts with ``line``."""
        number = _article(line.text)
        self._front = self._front and number is None and not HEADING.match(line.text)
        # Numbers that start again (wrongly, mostly) are followed from there on; the parser reports them.
        if number is not None and (self._follows(number) or _SPACED.match(line.text)):
            self._last = number

    def continues(self, current: Sequence[VisualLine], line: VisualLine) -> bool:
        """Whether ``line`` belongs to the paragraph of the lines ``current``."""
        last = current[-1]
        if self._is_apart(last, line) or self._heads(last, line) or not _leads(last, line):
            return False
        if len(current) < _NOTE_LINES and _NOTE_START.match(current[0].text) and _open(current):
            return True
        if self._front and _SPACED.match(line.text) and _article(line.text) == Number(1):
            return False
        if self._front and all(map(self._is_symmetric, (current[0], last, line))):
            return not _ends_entry(last, line) and (self._is_full_centred(current, line) or self._is_full(last, line))
        if self._indents(line) or not (self._is_full(last, line) or self._is_torn(current, line)):
            return False
        return not self._opens(last, line)

    def hint(self, current: Sequence[VisualLine]) -> str:
        """``centered`` for lines that stand clear of both margins by the same width, ``title`` for large ones of the front."""
        centered = self._is_centered(current[-1])
        if not centered and not (self._front and self._is_symmetric(current[-1])):
            return ""
        large = self._front and current[0].size > TITLE_SIZE * self._size
        if large and TITLE_END.search("".join(line.text for line in current).rstrip()):
            return "title"
        return "centered" if centered and all(map(self._is_symmetric, current[:-1])) else ""

    def _page_frame(self, lines: Sequence[VisualLine]) -> _Frame:
        """The margins of a page; where every full line happens to be indented, as wide as in the whole document."""
        frame, width = _frame(lines), self._whole.right - self._whole.left
        missing = width - (frame.right - frame.left)
        return frame._replace(left=frame.right - width) if 0 < missing < _MOST_INDENT * lines[0].size else frame

    def _frame_of(self, line: VisualLine) -> _Frame:
        return self._frames.get((line.page, line.column), self._whole)

    def _is_apart(self, last: VisualLine, line: VisualLine) -> bool:
        """Another size of characters, or a wide gap on the same page."""
        if last.size != line.size:
            small, large = sorted((max(last.size, 0.01), max(line.size, 0.01)))
            if large > small * SAME_SIZE:
                return True
        pitch = self._frame_of(line).pitch
        gap = max(pitch, min(last.size, line.size)) * _GAP  # lines of a large title stand further apart
        return last.page == line.page and pitch > 0 and line.box[1] - last.box[1] > gap

    def _indents(self, line: VisualLine) -> bool:
        return line.indent > self._frame_of(line).left + _INDENT * line.size

    def _heads(self, last: VisualLine, line: VisualLine) -> bool:
        """A heading; one without a blank behind its number only between a finished sentence and the end of its line."""
        if HEADING.match(line.text):
            return True
        ended = last.text.rstrip()[-1:] in SENTENCE_ENDS
        return ended and _BARE_HEADING.fullmatch(line.text.rstrip()) is not None

    def _is_full(self, last: VisualLine, line: VisualLine) -> bool:
        """Whether the first word of ``line`` had no room on the line before."""
        word = _WORD.match(line.text)
        needed = max(_SLACK, len(word[0]) * 0.55 + 1) if word else _SLACK
        left, right, _ = self._frame_of(last)
        return right - left > _NARROWEST * last.size and last.box[2] > right - needed * last.size

    def _is_torn(self, current: Sequence[VisualLine], line: VisualLine) -> bool:
        """Whether a sentence goes on over the end of a page, where a short line was its last (a break that somebody set)."""
        last = current[-1]
        return last.page != line.page and not self._front and last.text.rstrip().endswith(TORN_ENDS)

    def _opens(self, last: VisualLine, line: VisualLine) -> bool:
        """Whether a line at the left margin behind a full one still starts an article or an item."""
        flows = (last.page, last.column) == (line.page, line.column)
        ended = last.text.rstrip()[-1:] in SENTENCE_ENDS
        if ended and _ALONE.match(line.text):
            return True
        if (self._indented and flows) or not ended:
            return False
        number = _article(line.text)
        if number is not None:
            begins_anew = number == Number(1) and _SPACED.match(line.text) is not None
            return self._follows(number) or begins_anew
        return ITEM.match(line.text) is not None or _DECIMAL.match(line.text) is not None

    def _follows(self, number: Number) -> bool:
        value, sub = number.value, number.sub
        if sub:
            return value == self._last.value and sub > self._last.sub
        return value == self._last.value + 1

    def _starts_indented(self, lines: Sequence[VisualLine]) -> bool:
        starts = [self._indents(line) for line in lines if ARTICLE.match(line.text) or ITEM.match(line.text)]
        starts = starts or [self._indents(line) for line in lines if _DOTTED.match(line.text)]
        shown = starts or [self._indents(line) for line in lines]
        return bool(shown) and sum(shown) >= len(shown) * (_INDENTED if starts else 0.05)

    def _is_full_centred(self, current: Sequence[VisualLine], line: VisualLine) -> bool:
        """Whether the first word of ``line`` had no room on the last of ``current``, lines of a title or 题注."""
        last = current[-1]
        frame = self._frame_of(last)
        width = frame.right - frame.left
        missing = (width - (last.box[2] - last.box[0])) / (last.size or 1.0)
        room = _first_word(line.text) + _CENTRED_SLACK
        inset = _DATED.match(current[0].text) is not None and _NOTE_INSET <= missing < _NOTE_INSET + room
        return width > _NARROWEST * last.size and (missing < room or inset)

    def _is_symmetric(self, line: VisualLine) -> bool:
        """As far from the left margin as from the right one."""
        frame = self._frame_of(line)
        return abs((line.indent - frame.left) - (frame.right - line.box[2])) < line.size

    def _is_centered(self, line: VisualLine) -> bool:
        frame = self._frame_of(line)
        before, behind = line.indent - frame.left, frame.right - line.box[2]
        return min(before, behind) > 2 * line.size and abs(before - behind) < 2 * line.size


def _leads(last: VisualLine, line: VisualLine) -> bool:
    """Whether text can go on from one line to the other: not between columns, but from the end of one to the top of the next."""
    if last.page != line.page or last.column == line.column:
        return True
    return 0 < last.column == line.column - 1 and line.box[1] < last.box[1]


def _ends_entry(last: VisualLine, line: VisualLine) -> bool:
    """A finished sentence, or one event of a 题注 and the date of the next."""
    text = last.text.rstrip()
    return text[-1:] in SENTENCE_ENDS or (bool(_DATED.match(line.text)) and bool(_EVENT_END.search(text)))


def _first_word(text: str) -> float:
    """Characters of width that cannot be parted from the start of a line: a word, a mark and its neighbour."""
    word = _WORD.match(text)
    if word:
        return len(word[0]) * 0.55
    return 1.0 + (text[:1] in "《（“‘〈〔") + (text[1:2] in _HANGING)


def _article(text: str) -> Number | None:
    """The number of the article that a line may open; None for 第十条规定的…."""
    found = ARTICLE.match(text)
    if found is None or text[found.end() : found.end() + 1] in tuple(_CONTINUES):
        return None
    return Number(parse_numeral(found[1]) or 0, (parse_numeral(found[2]) or 0) if found[2] else 0)


def _open(lines: Sequence[VisualLine]) -> bool:
    """Whether a bracket is still open behind the lines."""
    text = "".join(line.text for line in lines)
    return len(re.findall(r"[（(]", text)) > len(re.findall(r"[）)]", text))


def _column_frames(by_column: Mapping[tuple[int, int], Sequence[VisualLine]]) -> dict[tuple[int, int], _Frame]:
    """The margins of columns; a short one is as wide as its widest neighbour, what goes over several as all of them."""
    frames: dict[tuple[int, int], _Frame] = {}
    for page in sorted({page for page, column in by_column if column}):
        own = {column: _frame(held) for (at, column), held in by_column.items() if at == page and column}
        widest = max(frame.right - frame.left for frame in own.values())
        for column, frame in own.items():
            left = min(line.box[0] for line in by_column[page, column])
            short = len(by_column[page, column]) < _SHORT_COLUMN
            frames[page, column] = _Frame(left, left + widest if short else frame.right, frame.pitch)
        lefts, rights, pitches = zip(*(frames[page, column] for column in own), strict=True)
        frames[page, 0] = _Frame(min(lefts), max(rights), max(pitches))
    return frames


def _frame(lines: Sequence[VisualLine]) -> _Frame:
    """Margins: where the full lines begin and end; a few lines outside (a stamp, a marginal note) do not count."""
    if not lines:
        return _Frame(0.0, 0.0, 0.0)
    size = median([line.size for line in lines]) or 1.0
    held = _within(lines, size)
    widths = _widths(held)
    least = _widest(widths) - _JUSTIFIED * size
    full = [line.box for line, width in zip(held, widths, strict=True) if width > least]
    full = full or [line.box for line in lines]
    left = median(sorted([box[0] for box in full])[: max(1, len(full) // 2)])
    right = median(sorted([box[2] for box in full])[len(full) // 2 :])
    tops = [(line.page, line.box[1]) for line in lines]
    pitches = [top - above for (last, above), (page, top) in pairwise(tops) if last == page and top > above]
    return _Frame(left, right, median(pitches) if pitches else 0.0)


def _within(lines: Sequence[VisualLine], size: float) -> Sequence[VisualLine]:
    """The lines that tell the right margin: a mark at the end may hang out of it by a character or more."""
    solid = [line for line in lines if line.text.rstrip()[-1:] not in _HANGING]
    return solid if solid and _widest(_widths(solid)) > _widest(_widths(lines)) - _HANG * size else lines


def _widths(lines: Sequence[VisualLine]) -> list[float]:
    return [box[2] - box[0] for box in [line.box for line in lines]]


def _widest(widths: Sequence[float]) -> float:
    """The width of the widest line, a few left out."""
    return sorted(widths)[-max(1, len(widths) // 20)]
