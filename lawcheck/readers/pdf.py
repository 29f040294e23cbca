"""PDF: the text layer through pdfium, pages without one through OCR; page and box of every line are kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from lawcheck.document import SourceText
from lawcheck.errors import UnreadableFile
from lawcheck.readers import ocr
from lawcheck.readers.assembly import TextBuilder
from lawcheck.readers.broken_tables import whole_tables
from lawcheck.readers.laid_out import join_lines, write_paragraphs
from lawcheck.readers.limits import report_pages
from lawcheck.readers.pdf_page import Sheet, sheets_of
from lawcheck.readers.printed import VisualLine

__all__ = ["PDFIUM", "note_pages", "open_pdf", "read_pdf"]

# pdfium is not made for threads: one call at a time in a process.
PDFIUM = threading.RLock()

# The longest code has under 300 pages; what is longer is no filing.
MAX_PAGES = 3_000
# Characters of a file; the 民法典 has 110,000.
MAX_CHARACTERS = 5_000_000
# Pages that are loaded at the same time; more need more memory and spare no time.
PAGES_TOGETHER = 16
# OCR takes up to ten seconds a page.
MAX_OCR_PAGES = 200
# Dots an inch at which pages are recognised: 200 is no better, and slower.
OCR_DPI = 150
# A page of any size is drawn with at most this many dots.
MAX_DOTS = 12_000_000
_PASSWORD = pdfium.FPDF_ERR_PASSWORD
_OPEN_ERRORS = {
    pdfium.FPDF_ERR_FILE: ("打不开", "cannot be opened"),
    pdfium.FPDF_ERR_FORMAT: ("不是 PDF，或者结构损坏", "not a PDF, or its structure is damaged"),
    pdfium.FPDF_ERR_SECURITY: ("不认识它的加密方式", "unknown kind of encryption"),
    pdfium.FPDF_ERR_PAGE: ("没有页", "no page"),
}


def read_pdf(data: bytes, name: str) -> SourceText:
    """Read a PDF: lines joined into paragraphs, running heads and page numbers behind the body.

    Pages that are pictures are recognised if the extra ``ocr`` is installed. Raises :class:`UnreadableFile`: E108
    password, E160 damaged, E117 too large, E161 nothing but pictures and no OCR, E162 too many of them.
    """
    with open_pdf(data, name) as document:
        sheets = list(_sheets(document, name))
        pictures = [sheet for sheet in sheets if sheet.needs_ocr]
        recognised = _recognise(document, pictures, sheets, name)
    return _assemble(data, name, sheets, pictures, recognised)


@contextmanager
def open_pdf(data: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed again at the end; pdfium is held for this thread meanwhile."""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _refusal(error, name) from error
        try:
            yield document
        finally:
            document.close()


def _refusal(error: pypdfium2.PdfiumError, name: str) -> UnreadableFile:
    code = getattr(error, "err_code", None)
    if code == _PASSWORD:
        return UnreadableFile("E163", name=name)
    return _damaged(name, *_OPEN_ERRORS.get(code or 0, ("无法解析", "cannot be parsed")))


def _damaged(name: str, words: str, english: str) -> UnreadableFile:
    return UnreadableFile("E160", name=name, detail_zh=words, detail=english)


# -- pages -----------------------------------------------------------------------------------------------------------


def _sheets(document: pypdfium2.PdfDocument, name: str) -> Iterator[Sheet]:
    count = len(document)
    if count == 0:
        raise _damaged(name, *_OPEN_ERRORS[pdfium.FPDF_ERR_PAGE])
    if count > MAX_PAGES:
        raise UnreadableFile("E117", name=name, detail=f"{count:,} > {MAX_PAGES:,} pages")
    characters = 0
    for start in range(0, count, PAGES_TOGETHER):
        for sheet in sheets_of(document, range(start, min(start + PAGES_TOGETHER, count))):
            characters += sheet.readable + sheet.unreadable
            if characters > MAX_CHARACTERS:
                raise UnreadableFile("E117", name=name, detail=f"> {MAX_CHARACTERS:,} characters")
            yield sheet


def _recognise(
    document: pypdfium2.PdfDocument,
    pictures: Sequence[Sheet],
    sheets: Sequence[Sheet],
    name: str,
) -> dict[int, ocr.Recognised]:
    """What OCR makes of the pages that are pictures; nothing without OCR if other pages have text."""
    if not pictures:
        return {}
    if not ocr.is_available():
        if len(pictures) < len([s for s in sheets if s.readable or s.needs_ocr]):
            return {}
        raise UnreadableFile("E161", name=name, count=len(pictures))
    if len(pictures) > MAX_OCR_PAGES:
        raise UnreadableFile("E162", name=name, count=len(pictures), limit=MAX_OCR_PAGES)
    found = {}
    for done, sheet in enumerate(pictures):
        report_pages(done, len(pictures))
        found[sheet.number] = _recognise_page(document, sheet)
    report_pages(len(pictures), len(pictures))
    return found


def _recognise_page(document: pypdfium2.PdfDocument, sheet: Sheet) -> ocr.Recognised:
    width, height = sheet.size
    scale = min(OCR_DPI / 72, (MAX_DOTS / max(width * height, 1.0)) ** 0.5)
    page = document[sheet.number - 1]
    try:
        picture: ocr.Pixels = np.ascontiguousarray(page.render(scale=scale).to_numpy()[:, :, :3])
    finally:
        page.close()
    return ocr.recognise(picture, page=sheet.number, scale=scale)


# -- putting it together -------------------------------------------------------------------------------------------


def _assemble(
    data: bytes, name: str, sheets: Sequence[Sheet], pictures: Sequence[Sheet], recognised: dict[int, ocr.Recognised]
) -> SourceText:
    lines: list[VisualLine] = []
    for sheet in sheets:
        lines += recognised[sheet.number].lines if sheet.number in recognised else sheet.lines
    out = TextBuilder(name)
    write_paragraphs(out, ocr.with_blanks(whole_tables(join_lines(lines))))
    note_pages(out, "P240", [s.number for s in pictures if s.number not in recognised])
    note_pages(out, "P241", sorted(recognised))
    note_pages(out, "P242", [s.number for s in sheets if s.damaged])
    note_pages(out, "P243", [s.number for s in sheets if s.invisible and s.pictured and not s.needs_ocr])
    note_pages(out, "P244", [s.number for s in sheets if s.invisible and not s.pictured])
    note_pages(out, "P245", [s.number for s in sheets if s.unreadable and s.number not in recognised])
    note_pages(out, "P246", [number for number, found in sorted(recognised.items()) if found.seals])
    source = out.build(data, "pdf")
    return replace(source, problems=(*source.problems, *ocr.confidence_problems(source)))


def note_pages(out: TextBuilder, code: str, pages: Sequence[int]) -> None:
    """A problem that concerns whole pages, if any."""
    if pages:
        shown = "、".join(map(str, pages[:20])) + ("等" if len(pages) > 20 else "")
        out.note(code, pages=shown, count=len(pages))
