"""The structures of a Word-97 file (.doc, WPS Office .wps) that a reader of its text needs: [MS-DOC], versions 97–2003.

Section numbers in comments are those of [MS-DOC]. Only what is read is modelled: characters with their marks,
paragraph properties, styles and lists.
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import olefile

from lawcheck.readers.numbering import Level

__all__ = [
    "DELETED",
    "GONE",
    "HIDDEN",
    "INSERTED",
    "BrokenWordError",
    "EncryptedWordError",
    "ListFormat",
    "OldWordError",
    "ParagraphProperties",
    "Style",
    "Word97",
]

# Marks of characters.
HIDDEN, DELETED, INSERTED, GONE = 1, 2, 4, 8

# Indexes of FibRgFcLcb97 (2.5.6).
_STYLES, _HEADERS, _CHARACTERS, _PARAGRAPHS, _CLX, _LISTS, _OVERRIDES = 1, 11, 12, 13, 33, 73, 74
_FIB_LONGS, _FIB_PAIRS = 0x4C, 0x9A
_PAGE = 512
# A sprm's operand size by the top three bits of its code (2.6); 6 means that the first byte tells.
_OPERANDS = (1, 1, 2, 4, 2, 2, 0, 3)
_LONG_OPERAND, _TABS = 0xD608, 0xC615
_P_STYLE, _P_LEVEL, _P_LIST, _P_OUTLINE, _P_IN_TABLE, _P_ROW_END = 0x4600, 0x260A, 0x460B, 0x2640, 0x2416, 0x2417
_P_ALIGN, _P_ALIGN_80, _P_HUGE, _P_DEPTH = 0x2461, 0x2403, 0x6646, 0x6649
_P_INNER_CELL, _P_INNER_ROW = 0x244B, 0x244C
_C_DELETED, _C_INSERTED, _C_HIDDEN, _C_SYMBOL = 0x0800, 0x0801, 0x083C, 0x6A09
_C_MARKS = {_C_DELETED: DELETED, _C_INSERTED: INSERTED, _C_HIDDEN: HIDDEN}
_ALIGNED = {1: "centered", 2: "right"}
# Number formats ([MS-OSHARED] 2.2.1.3 MSONFC) as ST_NumberFormat of docx names them.
_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 16: "chineseLegalSimplified", 17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle", 19: "decimalFullWidth", 22: "decimalZero", 23: "bullet",
    26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting",
    35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 57: "numberInDash", 255: "none",
}  # fmt: skip
_SUFFIXES = ("\u3000", "\u3000", "")
_BUILT_IN = {62: "title", **dict.fromkeys(range(1, 10), "heading"), **dict.fromkeys(range(19, 28), "toc")}
_MAX_STYLE_CHAIN = 50
_BROKEN = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error, OverflowError)


class BrokenWordError(ValueError):
    """The structures contradict each other or end too early."""


class EncryptedWordError(ValueError):
    """The file has a password."""


class OldWordError(ValueError):
    """A file of Word 2, 6 or 95."""


class Piece(NamedTuple):
    """Characters ``start`` to ``end`` stand at ``offset`` of the stream, ``width`` bytes each."""

    start: int
    end: int
    offset: int
    width: int
    changes: bytes = b""

    def offset_of(self, position: int) -> int:
        """Where the character at ``position`` stands in the stream."""
        return self.offset + (position - self.start) * self.width


class Run(NamedTuple):
    """Properties of the bytes ``start`` to ``end`` of the stream."""

    start: int
    end: int
    style: int
    changes: bytes


class ParagraphProperties(NamedTuple):
    """Paragraph properties; ``list_id`` None = the style decides, 0 = no list; ``depth`` = nesting of tables."""

    list_id: int | None = None
    level: int | None = None
    alignment: str = ""
    outline: int | None = None
    in_table: bool = False
    depth: int = 0
    cell_end: bool = False
    row_end: bool = False


class Style(NamedTuple):
    """A paragraph style, its base not yet applied."""

    kind: str
    name: str
    base: int
    changes: bytes


class ListFormat(NamedTuple):
    """A list as a paragraph names it: the list it counts with, its levels, start values that it overrides."""

    key: int
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Word97:
    """An opened file. Raises the errors above; text and properties are decoded on first use."""

    def __init__(self, data: bytes) -> None:
        try:
            self._open(data)
        except _BROKEN as error:
            if isinstance(error, BrokenWordError | EncryptedWordError | OldWordError):
                raise
            raise BrokenWordError(f"{type(error).__name__}: {error}") from error

    def _open(self, data: bytes) -> None:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage"):
                raise EncryptedWordError
            self.main: bytes = ole.openstream("WordDocument").read()
            flags = self._check_header()
            self.table: bytes = ole.openstream("1Table" if flags & 0x0200 else "0Table").read()
            self._data: bytes = ole.openstream("Data").read() if ole.exists("Data") else b""
        # Lengths of the stories in characters: body, footnotes, headers, macros, comments, endnotes, text boxes, and
        # text boxes of headers (2.5.4).
        self.story_lengths = struct.unpack_from("<8i", self.main, _FIB_LONGS)
        if min(self.story_lengths) < 0 or not self.story_lengths[0]:
            raise BrokenWordError("lengths of the stories")
        self.pieces = self._pieces()
        self.text = self._characters()
        if sum(self.story_lengths) > len(self.text) + 1:
            raise BrokenWordError(f"{len(self.text)} of {sum(self.story_lengths)} characters")
        self.marks, self.symbols = self._marks()

    def _check_header(self) -> int:
        """The flags of the FIB (2.5.2)."""
        magic, version = struct.unpack_from("<HH", self.main, 0)
        flags: int = struct.unpack_from("<H", self.main, 0x0A)[0]
        if magic in (0xA5DC, 0xA5DB, 0xA697, 0xA698, 0xA699) or (magic == 0xA5EC and version < 106):
            raise OldWordError
        if flags & 0x8100:
            raise EncryptedWordError
        return flags

    def _block(self, index: int) -> bytes:
        """A structure of the table stream by its index in the FIB; empty when there is none."""
        start, length = struct.unpack_from("<II", self.main, _FIB_PAIRS + 8 * index)
        if start + length > len(self.table):
            raise BrokenWordError(f"FIB entry {index}")
        return self.table[start : start + length]

    # -- characters -----------------------------------------------------------------------------------------------

    def _pieces(self) -> list[Piece]:
        """The piece table (2.9.38 Clx)."""
        clx, position, changes = self._block(_CLX), 0, []
        while clx[position] == 1:
            (size,) = struct.unpack_from("<H", clx, position + 1)
            changes.append(clx[position + 3 : position + 3 + size])
            position += 3 + size
        if clx[position] != 2:
            raise BrokenWordError("piece table")
        (size,) = struct.unpack_from("<I", clx, position + 1)
        table = clx[position + 5 : position + 5 + size]
        count = (size - 4) // 12
        bounds = struct.unpack_from(f"<{count + 1}I", table)
        rows = struct.iter_unpack("<HIH", table[4 * (count + 1) : 4 * (count + 1) + 8 * count])
        return [
            _piece(bounds[i], bounds[i + 1], offset, change, changes)
            for i, (_, offset, change) in enumerate(rows)
            if bounds[i] < bounds[i + 1]
        ]

    def _characters(self) -> str:
        """One character for each code unit, so that positions agree; surrogates stay apart."""
        parts: list[str] = []
        for piece in self.pieces:
            raw = self.main[piece.offset : piece.offset_of(piece.end)]
            if piece.width == 1:
                parts.append(raw.decode("cp1252", "replace"))
            else:
                parts.append("".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2]))))
        return "".join(parts)

    def _marks(self) -> tuple[bytearray, dict[int, int]]:
        """For each character whether it is hidden, deleted or inserted; symbols by position."""
        marks, symbols = bytearray(len(self.text)), {}
        runs = self._runs(_CHARACTERS, _character_page)
        noted = [(run, *found) for run in runs if any(found := _character_marks(run.changes))]
        for piece in self.pieces:
            for run, mark, symbol in noted:
                first = max(piece.start, piece.start + -(-(run.start - piece.offset) // piece.width))
                last = min(piece.end, piece.start + -(-(run.end - piece.offset) // piece.width), len(marks))
                for position in range(first, last):
                    marks[position] |= mark
                    if symbol:
                        symbols[position] = symbol
        return marks, symbols

    def _runs(self, index: int, page_reader: _PageReader) -> list[Run]:
        """All runs of the pages that a bin table (2.8.5, 2.8.6) names, by their place in the stream."""
        table = self._block(index)
        count = (len(table) - 4) // 8
        pages = struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count > 0 else ()
        found = {run.start: run for number in pages for run in page_reader(self._page(number & 0x3FFFFF))}
        return [found[start] for start in sorted(found)]

    def _page(self, number: int) -> bytes:
        page = self.main[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE:
            raise BrokenWordError("formatted disk page")
        return page

    # -- paragraphs -----------------------------------------------------------------------------------------------

    @cached_property
    def _paragraph_runs(self) -> list[Run]:
        return self._runs(_PARAGRAPHS, _paragraph_page)

    def paragraph(self, end: int) -> tuple[int, ParagraphProperties, bool]:
        """Style, properties and whether a paragraph really ends there, for the paragraph mark at ``end``."""
        piece = self.pieces[min(bisect_right(self._piece_starts, end), len(self.pieces)) - 1]
        offset = piece.offset_of(end)
        place = bisect_right(self._paragraph_starts, offset) - 1
        if place < 0 or offset >= self._paragraph_runs[place].end:
            return 0, ParagraphProperties(), True
        run = self._paragraph_runs[place]
        changes = run.changes + piece.changes
        style = next((operand for code, operand in self._changes(piece.changes) if code == _P_STYLE), run.style)
        return style, self._applied(ParagraphProperties(), changes), run.end == offset + piece.width

    @cached_property
    def _piece_starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [run.start for run in self._paragraph_runs]

    def _changes(self, changes: bytes) -> Iterator[tuple[int, int]]:
        """(code, operand); properties too long for a page stand in the data stream (2.6.2 sprmPHugePapx)."""
        for code, operand in _sprms(changes):
            if code == _P_HUGE and operand + 2 <= len(self._data):
                (size,) = struct.unpack_from("<H", self._data, operand)
                yield from _sprms(self._data[operand + 2 : operand + 2 + size])
            else:
                yield code, operand

    def _applied(self, properties: ParagraphProperties, changes: bytes) -> ParagraphProperties:
        values: dict[str, object] = {}
        for code, operand in self._changes(changes):
            if code == _P_LIST:
                # Negative values keep a number that is not shown.
                values["list_id"] = operand if 0 < operand < 0x07FF else 0
            elif code in (_P_ALIGN, _P_ALIGN_80):
                values["alignment"] = _ALIGNED.get(operand, "")
            elif code in _SIMPLE:
                name, convert = _SIMPLE[code]
                values[name] = convert(operand)
        return properties._replace(**values)  # type: ignore[arg-type]

    # -- styles ---------------------------------------------------------------------------------------------------

    @cached_property
    def styles(self) -> Mapping[int, Style]:
        """The paragraph styles (2.9.271 STSH) by number."""
        sheet = self._block(_STYLES)
        if len(sheet) < 6:
            return {}
        size, count, base_size = struct.unpack_from("<HHH", sheet)
        position, styles = 2 + size, {}
        for number in range(count):
            if position + 2 > len(sheet):
                break
            (length,) = struct.unpack_from("<H", sheet, position)
            style = _style(sheet[position + 2 : position + 2 + length], base_size) if length else None
            if style is not None:
                styles[number] = style
            position += 2 + length + length % 2
        return styles

    def style_chain(self, number: int) -> list[Style]:
        """A style and those it is based on, nearest first."""
        chain: list[Style] = []
        while number in self.styles and len(chain) < _MAX_STYLE_CHAIN:
            chain.append(self.styles[number])
            number = self.styles[number].base
        return chain

    def style_properties(self, number: int) -> ParagraphProperties:
        """What a style says, bases applied."""
        properties = ParagraphProperties()
        for style in reversed(self.style_chain(number)):
            properties = self._applied(properties, style.changes)
        return properties

    # -- lists ----------------------------------------------------------------------------------------------------

    @cached_property
    def lists(self) -> Mapping[int, ListFormat]:
        """The lists by the number that paragraphs use for them (from 1)."""
        block = self._block(_OVERRIDES)
        if len(block) < 4:
            return {}
        (count,) = struct.unpack_from("<I", block)
        rows = [struct.unpack_from("<i8xB", block, 4 + 16 * i) for i in range(min(count, len(block) // 16))]
        position, found = 4 + 16 * len(rows), {}
        for number, (key, overrides) in enumerate(rows, 1):
            found[number], position = self._list(key, overrides, block, position + 4)
        return found

    def _list(self, key: int, overrides: int, block: bytes, position: int) -> tuple[ListFormat, int]:
        """A list with the levels and start values that its use overrides (2.9.131 LFO)."""
        levels, starts = dict(self._levels.get(key, {})), {}
        for _ in range(overrides):
            start, flags = struct.unpack_from("<iI", block, position)
            position += 8
            depth = flags & 0x0F
            if flags & 0x20:
                levels[depth], position = _level(block, position)
            elif flags & 0x10:
                starts[depth] = start
        return ListFormat(key, levels, starts), position

    @cached_property
    def _levels(self) -> Mapping[int, Mapping[int, Level]]:
        """Levels of the lists (2.9.150 PlfLst); those stand behind the block that the FIB names."""
        block = self._block(_LISTS)
        if len(block) < 2:
            return {}
        (count,) = struct.unpack_from("<H", block)
        heads = [struct.unpack_from("<i22xB", block, 2 + 28 * i) for i in range(count)]
        (start,) = struct.unpack_from("<I", self.main, _FIB_PAIRS + 8 * _LISTS)
        position, lists = start + 2 + 28 * count, {}
        for key, flags in heads:
            levels = {}
            for depth in range(1 if flags & 1 else 9):
                levels[depth], position = _level(self.table, position)
            lists[key] = levels
        return lists

    def header_bounds(self) -> tuple[int, ...]:
        """Bounds of the stories of headers and footers (2.8.12): six of notes, then six for each section."""
        block = self._block(_HEADERS)
        return struct.unpack_from(f"<{len(block) // 4}I", block)


def _piece(start: int, end: int, offset: int, change: int, changes: list[bytes]) -> Piece:
    """A piece; the top bits of its offset say whether characters are single bytes (2.9.73 FcCompressed)."""
    index = change >> 1
    own = changes[index] if change & 1 and index < len(changes) else b""
    if offset & 0x40000000:
        return Piece(start, end, (offset & 0x3FFFFFFF) // 2, 1, own)
    return Piece(start, end, offset & 0x3FFFFFFF, 2, own)


def _sprms(changes: bytes) -> Iterator[tuple[int, int]]:
    """(code, operand up to four bytes as an unsigned number) of a list of property changes (2.6)."""
    position = 0
    while position + 2 < len(changes):
        (code,) = struct.unpack_from("<H", changes, position)
        position += 2
        size = _OPERANDS[code >> 13]
        if code == _LONG_OPERAND:
            size = struct.unpack_from("<H", changes.ljust(position + 2, b"\0"), position)[0] + 1
        elif not size:
            size = changes[position] + 1
            if code == _TABS and size == 256:
                return  # the tabs of a whole style: nothing that is read follows
        yield code, int.from_bytes(changes[position : position + min(size, 4)], "little")
        position += size


def _character_marks(changes: bytes) -> tuple[int, int]:
    """Marks and symbol of a run of characters; toggles that follow the style (128, 129) count as off and on."""
    mark = symbol = 0
    for code, operand in _sprms(changes):
        if code in _C_MARKS:
            mark = mark | _C_MARKS[code] if operand & 1 else mark & ~_C_MARKS[code]
        elif code == _C_SYMBOL:
            symbol = operand >> 16
    return mark, symbol


def _bounds(page: bytes) -> tuple[int, ...]:
    count = page[-1]
    if 4 * (count + 1) > _PAGE - 1:
        raise BrokenWordError("runs of a page")
    return struct.unpack_from(f"<{count + 1}I", page)


def _character_page(page: bytes) -> Iterator[Run]:
    """The runs of a page of character properties (2.9.33 ChpxFkp)."""
    bounds = _bounds(page)
    for i in range(len(bounds) - 1):
        at = page[4 * len(bounds) + i] * 2
        yield Run(bounds[i], bounds[i + 1], 0, page[at + 1 : at + 1 + page[at]] if at else b"")


def _paragraph_page(page: bytes) -> Iterator[Run]:
    """The runs of a page of paragraph properties (2.9.174 PapxFkp)."""
    bounds = _bounds(page)
    for i in range(len(bounds) - 1):
        at = page[4 * len(bounds) + 13 * i] * 2
        size = 2 * page[at] - 1
        if not page[at]:
            at += 1
            size = 2 * page[at]
        found = page[at + 1 : at + 1 + size] if at > 1 else b""
        yield Run(bounds[i], bounds[i + 1], int.from_bytes(found[:2], "little"), found[2:])


_PageReader = Callable[[bytes], Iterator[Run]]


def _style(std: bytes, base_size: int) -> Style | None:
    """A paragraph style (2.9.260 STD), or None for styles of other kinds."""
    identity, kind_and_base, changes_and_next = struct.unpack_from("<HHH", std)
    if kind_and_base & 0x0F != 1:
        return None
    (length,) = struct.unpack_from("<H", std, base_size)
    name = std[base_size + 2 : base_size + 2 + 2 * length].decode("utf-16-le", "replace")
    position, changes = base_size + 2 + 2 * length + 2, b""
    if changes_and_next & 0x0F and position + 2 <= len(std):
        (size,) = struct.unpack_from("<H", std, position)
        changes = std[position + 4 : position + 2 + size]
    return Style(_BUILT_IN.get(identity & 0x0FFF, ""), name, kind_and_base >> 4, changes)


def _level(block: bytes, position: int) -> tuple[Level, int]:
    """A level of a list (2.9.147 LVL) and where it ends."""
    start, format, flags, follow, characters, paragraphs, limit = struct.unpack_from("<iBB9xB8xBBB", block, position)
    position += 28 + characters + paragraphs
    (length,) = struct.unpack_from("<H", block, position)
    units = struct.unpack_from(f"<{length}H", block, position + 2)
    # A level number among the characters stands for the number of that level, as %1 does in docx.
    text = "".join(f"%{unit + 1}" if unit < 9 else chr(unit) for unit in units)
    level = Level(
        start,
        _FORMATS.get(format, "decimal"),
        text,
        _SUFFIXES[follow] if follow < 3 else "",
        limit if flags & 0x08 else None,
        None,
        bool(flags & 0x04),
    )
    return level, position + 2 + 2 * length


_SIMPLE = {
    _P_LEVEL: ("level", int),
    _P_OUTLINE: ("outline", int),
    _P_DEPTH: ("depth", int),
    _P_IN_TABLE: ("in_table", bool),
    _P_ROW_END: ("row_end", bool),
    _P_INNER_CELL: ("cell_end", bool),
    _P_INNER_ROW: ("row_end", bool),
}
