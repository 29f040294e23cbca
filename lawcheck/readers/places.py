"""Where on its page a piece of a PDF's or picture's text stands, to the character."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import NamedTuple

import pypdfium2

from lawcheck.document import Block, Box, SourceText, Span
from lawcheck.readers.image import pictures
from lawcheck.readers.pdf import PDFIUM, open_pdf
from lawcheck.readers.pdf_page import PrintedLine, boxes_of, printed_lines, to_user_space

__all__ = ["PagePlace", "pdf_places", "picture_as_pdf", "rewritten_pdf"]

# Of the JPEG in a PDF made of a picture: no loss that an eye can see on a scanned page.
_QUALITY = 90

_FILE_ID = re.compile(rb"(/ID\s*)(\[\s*<[0-9A-Fa-f]+>\s*<[0-9A-Fa-f]+>\s*\])")
_MADE = re.compile(rb"(<</CreationDate\(D:)\d{14}")

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]


class PagePlace(NamedTuple):
    """A stretch of one printed line: page from 1, corners upper left, upper right, lower left, lower right.

    Corners are points in the page's own coordinates (PDF user space: from the lower left, before any rotation), but
    named as the page is displayed.
    """

    page: int
    corners: Corners


def pdf_places(pdf: bytes, source: SourceText, spans: Sequence[Span]) -> list[tuple[PagePlace, ...]]:
    """For each span of ``source`` the stretches of printed lines that it covers.

    ``pdf`` is the file that was read, or :func:`picture_as_pdf` of it. Characters of the text layer have their own
    boxes; those of a scanned line are taken to be as wide as Chinese or Latin characters are. A span without
    characters, or whose lines have no place, gives an empty tuple.
    """
    with open_pdf(pdf, source.name) as document:
        pages = _Pages(document)
        return [
            tuple(place for block in source.blocks_in(span) if (place := pages.place(block, span)) is not None)
            if span.length
            else ()
            for span in spans
        ]


class _Pages:
    """Pages opened once, with the lines of their text layer by box."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document
        self._open: dict[int, tuple[pypdfium2.PdfPage, dict[Box, PrintedLine]]] = {}

    def place(self, block: Block, span: Span) -> PagePlace | None:
        """The part of the block's line that ``span`` covers."""
        place = block.provenance
        start = max(span.start - block.start, 0)
        end = min(span.end - block.start, len(block.content.rstrip()))
        if place.page is None or place.box is None or start >= end or place.page > len(self._document):
            return None
        page, lines = self._page(place.page)
        line = lines.get(place.box) if place.confidence is None else None
        if line is not None:
            corners = _layer_corners(page, line, start, end)
        else:
            corners = _guessed_corners(block.content, place.box, place.tilt or 0.0, start, end)
        upper_left, upper_right, lower_left, lower_right = (to_user_space(page, point) for point in corners)
        return PagePlace(place.page, (upper_left, upper_right, lower_left, lower_right))

    def _page(self, number: int) -> tuple[pypdfium2.PdfPage, dict[Box, PrintedLine]]:
        if number not in self._open:
            page = self._document[number - 1]
            self._open[number] = page, {printed.line.box: printed for printed in printed_lines(page, number)}
        return self._open[number]


def _layer_corners(page: pypdfium2.PdfPage, line: PrintedLine, start: int, end: int) -> Corners:
    """From the boxes of the characters; the height is that of the line."""
    boxes = boxes_of(page, [index for index in line.indices[start:end] if index >= 0])
    left = min((box[0] for box in boxes), default=line.line.box[0])
    right = max((box[2] for box in boxes), default=line.line.box[2])
    top, bottom = line.line.box[1], line.line.box[3]
    return (left, top), (right, top), (left, bottom), (right, bottom)


def _guessed_corners(content: str, box: Box, tilt: float, start: int, end: int) -> Corners:
    """Chinese characters are twice as wide as others; a tilted line is lower than its box is high."""
    widths = [1.0 if char > "\u2e7f" or char in "—…“”‘’" else 0.5 for char in content]
    # The box of a scanned line ends where its ink does: half of a mark at either end is blank paper.
    widths[0] *= 0.5 if content[0] in "（《“‘〔【" else 1.0
    widths[-1] *= 0.5 if content[-1] in "。，；：、！？）》”’〕】" else 1.0
    scale = (box[2] - box[0]) / (sum(widths) or 1.0)
    left, right = box[0] + scale * sum(widths[:start]), box[0] + scale * sum(widths[:end])
    fall = min(abs(tilt) * (box[2] - box[0]), (box[3] - box[1]) * 0.7)
    height = box[3] - box[1] - fall
    edge = box[1] if tilt >= 0 else box[1] + fall
    at_left, at_right = edge + tilt * (left - box[0]), edge + tilt * (right - box[0])
    return (left, at_left), (right, at_right), (left, at_left + height), (right, at_right + height)


def picture_as_pdf(data: bytes, name: str) -> bytes:
    """A PDF of the pictures in a file, its pages as large as the boxes of :func:`~lawcheck.readers.read` count.

    Raises :class:`~lawcheck.errors.UnreadableFile` as reading the pictures does.
    """
    with PDFIUM:
        document = pypdfium2.PdfDocument.new()
        try:
            for picture in pictures(data, name):
                width, height = picture.image.width / picture.scale, picture.image.height / picture.scale
                page = document.new_page(width, height)
                item = pypdfium2.PdfImage.new(document)
                jpeg = io.BytesIO()
                picture.image.save(jpeg, "JPEG", quality=_QUALITY)
                item.load_jpeg(jpeg, pages=[page], inline=True)
                item.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
                page.insert_obj(item)
                page.gen_content()
            return _saved(document)
        finally:
            document.close()


def rewritten_pdf(data: bytes, name: str) -> bytes:
    """The same pages in a file whose structure is sound again. Raises as reading a PDF does."""
    with open_pdf(data, name) as document:
        return _saved(document)


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    """Equal pages give equal bytes: the file's random mark and the hour of its making, which pdfium writes, go."""
    out = io.BytesIO()
    document.save(out)
    plain = _FILE_ID.sub(lambda found: found[1] + re.sub(rb"[0-9A-Fa-f]", b"0", found[2]), out.getvalue())
    return _MADE.sub(rb"\g<1>20000101000000", plain, count=1)
