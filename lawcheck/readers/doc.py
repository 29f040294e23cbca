"""Word-97 files (.doc) and those of WPS Office (.wps), which are the same: read as a person sees them, with the numbers
that the program generates, all tracked changes accepted.

A file whose structures are broken goes to LibreOffice, where it is installed.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from lawcheck.document import SourceText
from lawcheck.errors import UnreadableFile
from lawcheck.readers.assembly import TextBuilder
from lawcheck.readers.flow import FlowWriter, Grid, Item, Line, Note
from lawcheck.readers.libreoffice import read_with_office
from lawcheck.readers.numbering import Level, advance, number_text
from lawcheck.readers.sequence import settle_sequence
from lawcheck.readers.signatures import sniff
from lawcheck.readers.styles import style_kind
from lawcheck.readers.word97 import (
    DELETED,
    GONE,
    HIDDEN,
    INSERTED,
    BrokenWordError,
    EncryptedWordError,
    OldWordError,
    ParagraphProperties,
    Word97,
)
from lawcheck.readers.wordml import symbol_text

__all__ = ["read_doc", "read_old"]

# The stories in the order of their lengths in the file; 3 (macros) is never used.
_PARTS = ("body", "footnote", "header", "", "comment", "endnote", "textbox", "textbox")
# Body first, then as the docx reader orders them.
_ORDER = (0, 6, 7, 1, 5, 2, 4)
_FOOTERS = (2, 3, 5)  # of the six stories of a section: even, odd and first page
_PARAGRAPH_END = re.compile(r"[\r\x07\x0c]")
_FIELD_MARK = re.compile(r"[\x13\x14\x15]")
_SHOWN = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\t": "\t"}
_SYMBOL, _PICTURE = "(", "\x01"
_INVISIBLE = HIDDEN | DELETED | GONE
_TOC_FIELD = re.compile(r"\s*TOC\b")
_EXCERPT = 40


def read_doc(data: bytes, name: str) -> SourceText:
    """Read a .doc or .wps file.

    Body first, then text boxes, notes, headers, footers and comments. Articles that the file numbers from 第一条 again
    in every chapter are numbered through, each with a problem (P231). Raises
    :class:`~lawcheck.errors.UnreadableFile`: E108 (password), E109 (damaged, LibreOffice cannot read it either), E150
    (LibreOffice is needed and missing).
    """
    try:
        word = Word97(data)
        source = _Reader(word, name).read(data)
    except EncryptedWordError as error:
        raise UnreadableFile("E108", name=name) from error
    except OldWordError:
        return settle_sequence(read_with_office(data, name, "doc"))
    except _BROKEN as error:
        return settle_sequence(read_with_office(data, name, "doc", because=str(error) or type(error).__name__))
    return settle_sequence(source)


def read_old(data: bytes, name: str) -> SourceText:
    """Read a file of Word 2 or of Microsoft Works, which only LibreOffice can; errors as :func:`read_doc`."""
    return settle_sequence(read_with_office(data, name, sniff(data)))


class _Paragraph(NamedTuple):
    """A paragraph with what decides about its table: nesting, whether a cell or a row ends with it."""

    line: Line
    depth: int
    cell_end: bool
    row_end: bool


class _Reader:
    """Carries the state of one file: the counters of its lists and how many pictures were met."""

    def __init__(self, word: Word97, name: str) -> None:
        self.word = word
        self.out = TextBuilder(name)
        self.counts: dict[int, dict[int, int]] = {}
        self.started: set[tuple[int, int]] = set()
        self.pictures = 0
        self.contents = _mark_fields(word)

    def read(self, data: bytes) -> SourceText:
        writer = FlowWriter(self.out)
        for story in _ORDER:
            for part, start, end in self._stories(story):
                writer.write(_with_tables(list(self._paragraphs(start, end, trim=part != "body"))), part)
        if comments := self.word.story_lengths[4]:
            self.out.note("P208", count=self.word.text[self._start(4) : self._start(4) + comments].count("\x05") or 1)
        if self.pictures:
            self.out.note("P213", count=self.pictures)
        return self.out.build(data, "doc")

    def _start(self, story: int) -> int:
        return sum(self.word.story_lengths[:story])

    def _stories(self, story: int) -> Iterator[tuple[str, int, int]]:
        """(part, start, end) of a story; that of the headers holds one for each kind of page."""
        start, length = self._start(story), self.word.story_lengths[story]
        if _PARTS[story] != "header":
            if length:
                yield _PARTS[story], start, start + length
            return
        bounds = [min(bound, length) for bound in self.word.header_bounds()] if length else []
        for index, (first, last) in enumerate(pairwise(bounds)):
            if index >= 6 and first < last:
                yield "footer" if index % 6 in _FOOTERS else "header", start + first, start + last

    # -- paragraphs -----------------------------------------------------------------------------------------------

    def _paragraphs(self, start: int, end: int, *, trim: bool) -> Iterator[_Paragraph]:
        """The paragraphs of a story; other stories than the body end with a mark of their own (``trim``)."""
        text, first = self.word.text, start
        for mark in _PARAGRAPH_END.finditer(text, start, end):
            at = mark.start()
            style, own, ends = self.word.paragraph(at)
            if mark[0] == "\x0c" and not ends:
                continue  # a page break inside a paragraph
            yield self._paragraph(first, at, style, own, mark[0])
            first = at + 1
        if first < end:
            yield self._paragraph(first, end, 0, ParagraphProperties(), "\r")

    def _paragraph(self, first: int, at: int, style: int, own: ParagraphProperties, mark: str) -> _Paragraph:
        inherited = self.word.style_properties(style)
        line = self._line(first, at, style, own, inherited)
        depth = max(own.depth, int(own.in_table))
        row_end = own.row_end
        cell_end = depth > 0 and not row_end and (own.cell_end if depth > 1 else mark == "\x07")
        return _Paragraph(line, depth, cell_end, row_end)

    def _line(self, first: int, at: int, style: int, own: ParagraphProperties, inherited: ParagraphProperties) -> Line:
        marks = self.word.marks[first:at]
        text, hidden = self._visible(first, at)
        deleted_end = at < len(self.word.marks) and bool(self.word.marks[at] & DELETED)
        notes = [Note("P207", hidden[:_EXCERPT])] if hidden.strip() else []
        if deleted_end:
            notes.append(Note("P202"))
        elif any(mark & (DELETED | INSERTED) for mark in marks):
            notes.append(Note("P201"))
        label = "" if own.row_end else self._label(own, inherited, empty=not text.strip())
        return Line(text, label, self._hint(first, style, own, inherited), tuple(notes), deleted_end)

    def _visible(self, first: int, at: int) -> tuple[str, str]:
        """What a paragraph shows, and its hidden text."""
        text, marks = self.word.text, self.word.marks
        if not any(marks[first:at]) and text[first:at].isprintable():
            return _whole(text[first:at]), ""
        shown, hidden = [], []
        for position in range(first, at):
            char = self._char(position)
            if not marks[position] & _INVISIBLE:
                shown.append(char)
            elif marks[position] & HIDDEN and not marks[position] & (DELETED | GONE):
                hidden.append(char)
        return _whole("".join(shown)), _whole("".join(hidden))

    def _char(self, position: int) -> str:
        char = self.word.text[position]
        if char in _SHOWN:
            return _SHOWN[char]
        if char == _SYMBOL and position in self.word.symbols:
            return symbol_text(self.word.symbols[position])
        if char == _PICTURE and not self.word.marks[position] & _INVISIBLE:
            self.pictures += 1
        return char if char >= " " else ""

    def _hint(self, first: int, style: int, own: ParagraphProperties, inherited: ParagraphProperties) -> str:
        if any(start <= first < end for start, end in self.contents):
            return "toc"
        for link in self.word.style_chain(style):
            if kind := link.kind or style_kind(link.name):
                return kind
        outline = inherited.outline if own.outline is None else own.outline
        if outline is not None and outline <= 8:  # 9 is body text
            return "heading"
        return own.alignment or inherited.alignment

    # -- numbers --------------------------------------------------------------------------------------------------

    def _label(self, own: ParagraphProperties, inherited: ParagraphProperties, *, empty: bool) -> str:
        """Advance the list of a paragraph and give its number."""
        number = inherited.list_id if own.list_id is None else own.list_id
        found = self.word.lists.get(number or 0)
        if not number or found is None:
            return ""
        depth = (inherited.level if own.level is None else own.level) or 0
        if depth not in found.levels:
            return ""
        counts = self.counts.setdefault(found.key, {})
        for overridden, start in found.starts.items():
            if (number, overridden) not in self.started:
                self.started.add((number, overridden))
                counts[overridden] = start - 1
        levels: Mapping[int, Level] = found.levels
        advance(counts, levels, depth)
        return number_text(counts, levels, depth)


def _whole(text: str) -> str:
    """Surrogates joined; one that stands alone shows as a replacement character."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _mark_fields(word: Word97) -> list[tuple[int, int]]:
    """Mark the instructions of fields as gone; returns the places of tables of contents."""
    open_fields: list[list[int]] = []
    contents = []
    for mark in _FIELD_MARK.finditer(word.text):
        at = mark.start()
        if mark[0] == "\x13":
            open_fields.append([at, -1])
        elif open_fields and mark[0] == "\x14":
            open_fields[-1][1] = at
            _mark_gone(word, open_fields[-1][0], at + 1)
        elif open_fields:
            start, separator = open_fields.pop()
            _mark_gone(word, start if separator < 0 else at, at + 1)
            if separator >= 0 and _TOC_FIELD.match(word.text, start + 1):
                contents.append((start, at))
    return contents


def _mark_gone(word: Word97, start: int, end: int) -> None:
    for position in range(start, min(end, len(word.marks))):
        word.marks[position] |= GONE


# -- tables -----------------------------------------------------------------------------------------------------------


def _with_tables(paragraphs: list[_Paragraph]) -> Iterator[Item]:
    """Paragraphs outside tables as they are, runs of those inside as one table each."""
    position = 0
    while position < len(paragraphs):
        if not paragraphs[position].depth:
            yield paragraphs[position].line
            position += 1
            continue
        end = position
        while end < len(paragraphs) and paragraphs[end].depth:
            end += 1
        yield Grid(_rows(paragraphs[position:end]))
        position = end


def _rows(paragraphs: list[_Paragraph]) -> list[list[list[Line]]]:
    """Rows and cells of a table; the paragraphs of tables inside a cell belong to it."""
    rows: list[list[list[Line]]] = []
    row: list[list[Line]] = []
    cell: list[Line] = []
    for paragraph in paragraphs:
        if paragraph.row_end and paragraph.depth == 1:
            rows.append(row)
            row = []
        elif not paragraph.row_end:
            cell.append(paragraph.line)
            if paragraph.cell_end and paragraph.depth == 1:
                row.append(_without_blanks(cell))
                cell = []
    if cell:
        row.append(_without_blanks(cell))
    return [*rows, row] if row else rows


def _without_blanks(cell: list[Line]) -> list[Line]:
    """The paragraphs of a cell that say something; at least one."""
    return [line for line in cell if line.text.strip() or line.label] or cell[:1]


_BROKEN = (BrokenWordError, OSError, ValueError, IndexError, KeyError, TypeError, OverflowError, struct.error)
