"""The characters of one page of a PDF as pdfium holds them: what they are, where they stand, how large they are."""

from __future__ import annotations

import ctypes
import re
import struct
import unicodedata
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

__all__ = ["Box", "Frame", "PageText", "address_of", "bound", "frame_of"]

Box = tuple[float, float, float, float]


def bound(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium that takes addresses as numbers: without the conversions of typed pointers a call takes half the
    time, which counts where a page needs a hundred of them."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


def address_of(pointer: Any) -> int:
    """What a bound function takes for a typed pointer."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


_box_at = bound(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_size_at = bound(pdfium.FPDFText_GetFontSize, ctypes.c_double, ctypes.c_void_p, ctypes.c_int)
# Left, top, right, bottom as pdfium writes them.
_RECTANGLE = struct.Struct("4f")


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


def frame_of(page: pypdfium2.PdfPage) -> Frame:
    """The frame of a page. Raises ``PdfiumError`` where pdfium does not know how the page is turned."""
    left, bottom, right, top = page.get_cropbox(fallback_ok=True)
    return Frame(min(left, right), min(bottom, top), max(left, right), max(bottom, top), page.get_rotation())


class PageText:
    """The text of page ``number``: one of its ``characters`` for each index of pdfium, radicals that look like characters
    replaced by these. To be closed before the page. Raises ``PdfiumError`` where pdfium gives up.
    """

    def __init__(self, page: pypdfium2.PdfPage, number: int) -> None:
        self.number = number
        self.frame = frame_of(page)
        self.size = self.frame.size
        self._text = page.get_textpage()
        self._address = address_of(self._text.raw)
        self._rectangle = ctypes.create_string_buffer(_RECTANGLE.size)
        self._place = ctypes.addressof(self._rectangle)
        self.characters = _characters(self._text)

    def close(self) -> None:
        """Give the text back to pdfium."""
        self._text.close()

    def box(self, index: int) -> Box:
        """Where a character stands, in points from the top left corner of the page as displayed."""
        found = _box_at(self._address, index, self._place)
        left, top, right, bottom = _RECTANGLE.unpack(self._rectangle) if found else (0.0,) * 4
        frame = self.frame
        if not frame.rotation:  # nearly always; four times as fast
            return left - frame.left, frame.top - top, right - frame.left, frame.top - bottom
        x1, y1 = frame.display(left, top)
        x2, y2 = frame.display(right, bottom)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def boxes(self, indices: Sequence[int]) -> list[Box]:
        """The boxes of several characters, faster than one by one."""
        if self.frame.rotation:
            return [self.box(index) for index in indices]
        size = _RECTANGLE.size * len(indices)
        rectangles = ctypes.create_string_buffer(size)
        places = range(start := ctypes.addressof(rectangles), start + size, _RECTANGLE.size)
        deque(map(_box_at, repeat(self._address), indices, places), maxlen=0)
        x, y = self.frame.left, self.frame.top
        found = _RECTANGLE.iter_unpack(rectangles)
        return [(left - x, y - top, right - x, y - bottom) for left, top, right, bottom in found]

    def size_at(self, index: int) -> float:
        """The size of a character's font, before the page's own scaling."""
        return float(_size_at(self._address, index))

    def is_generated(self, index: int) -> bool:
        """Whether a character (a blank, mostly) is not in the file but seen by pdfium in a gap."""
        return bool(pdfium.FPDFText_IsGenerated(self._text.raw, index))

    def is_invisible(self) -> bool:
        """Whether the characters in the middle of the page are not painted, as in the text layer of a scanner."""
        item = pdfium.FPDFText_GetTextObject(self._text.raw, self._text.count_chars() // 2)
        return bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


# -- one character for each index --------------------------------------------------------------------------------------


def _characters(text: pypdfium2.PdfTextPage) -> str:
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
