"""The characters of one page of a PDF as pdfium holds them: what they are, where they stand, how large they are."""

from __future__ import annotations

import ctypes
import re
import struct
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from lawcheck.document import Box

__all__ = ["Frame", "PageText", "bound", "frame_of", "loaded_page", "loaded_text", "passed"]


def bound(function: Any, result: Any) -> Callable[..., Any]:
    """A function of pdfium that takes its arguments as they are, small numbers and what :func:`passed` makes of pointers:
    without a check of their types a call takes a quarter of the time, which counts where a page needs a hundred of them."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result)(address or 0)


def passed(pointer: Any) -> Any:
    """What a bound function takes for a typed pointer (that is not NULL)."""
    return ctypes.byref(pointer.contents)


_box_at = bound(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
_size_at = bound(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_text_from = bound(pdfium.FPDFText_GetText, ctypes.c_int)
_count_of = bound(pdfium.FPDFText_CountChars, ctypes.c_int)
_crop_of = bound(pdfium.FPDFPage_GetCropBox, ctypes.c_int)
_media_of = bound(pdfium.FPDFPage_GetMediaBox, ctypes.c_int)
_turned = bound(pdfium.FPDFPage_GetRotation, ctypes.c_int)
# Left, top, right, bottom as pdfium writes them.
_RECTANGLE = struct.Struct("4f")
# Where pdfium writes boxes, so many at a time: whoever asks for them holds pdfium (``PDFIUM``) until they are read.
_BATCH = 128
_rectangles = bytearray(_RECTANGLE.size * _BATCH)
_PLACES = [ctypes.byref(ctypes.c_char.from_buffer(_rectangles), _RECTANGLE.size * n) for n in range(_BATCH)]
# … and the edges of a page, in a place of their own: they may be asked for while boxes are being read.
_page_edges = bytearray(_RECTANGLE.size)
_EDGES = [ctypes.byref(ctypes.c_char.from_buffer(_page_edges), 4 * n) for n in range(4)]
# Of a page for which a file states no size, as pdfium has it: 8.5 × 11 inches.
_LETTER = (0.0, 0.0, 612.0, 792.0)
_DEGREES = (0, 90, 180, 270)


class Frame(NamedTuple):
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


def frame_of(page: Any) -> Frame:
    """The frame of a page (the pointer to it). Raises ``PdfiumError`` where pdfium does not know how the page is turned."""
    handed = passed(page)
    left, bottom, right, top = _visible(handed)
    turned = _turned(handed)
    if turned not in range(4):
        raise pypdfium2.PdfiumError("Failed to get page rotation.")
    return Frame(min(left, right), min(bottom, top), max(left, right), max(bottom, top), _DEGREES[turned])


def _visible(page: Any) -> Box:
    if _crop_of(page, *_EDGES) or _media_of(page, *_EDGES):
        left, bottom, right, top = _RECTANGLE.unpack(_page_edges)
        return left, bottom, right, top
    return _LETTER


def loaded_text(stack: ExitStack, page: Any, number: int) -> PageText:
    """The text of page ``number`` (``page`` is the pointer to it) until the stack ends. Raises ``PdfiumError`` where pdfium
    gives up."""
    raw = pdfium.FPDFText_LoadPage(page)
    if not raw:
        raise pypdfium2.PdfiumError("Failed to load text page.")
    stack.callback(pdfium.FPDFText_ClosePage, raw)
    return PageText(page, raw, number)


def loaded_page(stack: ExitStack, document: pypdfium2.PdfDocument, index: int) -> Any:
    """The pointer to a page until the stack ends, without the objects of pypdfium2 around it, whose bookkeeping takes a
    tenth of a millisecond. Raises ``PdfiumError`` where pdfium gives up."""
    page = pdfium.FPDF_LoadPage(document.raw, index)
    if not page:
        raise pypdfium2.PdfiumError("Failed to load page.")
    stack.callback(pdfium.FPDF_ClosePage, page)
    return page


class PageText:
    """The text of page ``number``: one of its ``characters`` for each index of pdfium, radicals that look like characters
    replaced by these. ``page`` and ``raw`` are the pointers to the page and its text."""

    def __init__(self, page: Any, raw: Any, number: int) -> None:
        self.page = page
        self.number = number
        self._raw = raw
        self._passed = passed(raw)

    @cached_property
    def frame(self) -> Frame:
        """What of the page is shown. Raises ``PdfiumError`` as :func:`frame_of` does."""
        return frame_of(self.page)

    @cached_property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        return self.frame.size

    @cached_property
    def characters(self) -> str:
        """All characters."""
        return _characters(self._raw, self._passed)

    def boxes(self, indices: Sequence[int]) -> list[Box]:
        """Where characters stand, in points from the top left corner of the page as displayed."""
        if len(indices) > _BATCH:
            return [box for at in range(0, len(indices), _BATCH) for box in self.boxes(indices[at : at + _BATCH])]
        known = list(map(_box_at, repeat(self._passed), indices, _PLACES))
        for position in (position for position, is_known in enumerate(known) if not is_known):
            _RECTANGLE.pack_into(_rectangles, _RECTANGLE.size * position, *(0.0,) * 4)
        found = _RECTANGLE.iter_unpack(memoryview(_rectangles)[: _RECTANGLE.size * len(indices)])
        x, y = self.frame.left, self.frame.top
        if self.frame.rotation:
            return [self._displayed(*rectangle) for rectangle in found]
        return [(left - x, y - top, right - x, y - bottom) for left, top, right, bottom in found]

    def _displayed(self, left: float, top: float, right: float, bottom: float) -> Box:
        x1, y1 = self.frame.display(left, top)
        x2, y2 = self.frame.display(right, bottom)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def sizes(self, indices: Sequence[int]) -> list[float]:
        """The sizes of characters' fonts, before the page's own scaling."""
        return list(map(_size_at, repeat(self._passed), indices))

    def is_generated(self, index: int) -> bool:
        """Whether a character (a blank, mostly) is not in the file but seen by pdfium in a gap."""
        return bool(pdfium.FPDFText_IsGenerated(self._raw, index))

    def is_invisible(self) -> bool:
        """Whether the characters in the middle of the page are not painted, as in the text layer of a scanner."""
        item = pdfium.FPDFText_GetTextObject(self._raw, pdfium.FPDFText_CountChars(self._raw) // 2)
        return bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


# -- one character for each index --------------------------------------------------------------------------------------


def _characters(raw: Any, handed: Any) -> str:
    count = _count_of(handed)
    content = _utf16(handed, count) if count > 0 else ""
    if len(content) != count:  # characters without Unicode are left out there, those beyond 16 bits count twice
        content = "".join(map(_character, (pdfium.FPDFText_GetUnicode(raw, i) for i in range(count))))
    return content.translate(_REPLACED) if _ODD.search(content) else content


def _utf16(handed: Any, count: int) -> str:
    """All characters with Unicode; ``bytearray`` because the type that ctypes makes for each new length costs more."""
    buffer = bytearray(2 * count + 2)
    written = _text_from(handed, 0, count, ctypes.byref(ctypes.c_char.from_buffer(buffer)))
    return buffer[: max(2 * written - 2, 0)].decode("utf-16-le", "ignore")


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
