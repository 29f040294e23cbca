"""Text in pictures, through the optional extra ``ocr`` (RapidOCR; its models come with it, nothing is fetched)."""

from __future__ import annotations

import logging
import math
import re
import threading
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lawcheck.document import Box, Number, Problem, SourceText, Span, around, parse_numeral
from lawcheck.messages import render
from lawcheck.readers.limits import ask_for_more
from lawcheck.readers.printed import Paragraph, VisualLine

__all__ = [
    "DOUBTFUL",
    "Pixels",
    "Recognised",
    "confidence_problems",
    "fold_punctuation",
    "is_available",
    "recognise",
    "with_blanks",
]

# Rows × columns × (blue, green, red), 0 to 255.
Pixels = NDArray[np.uint8]

# Lines that the model itself gives less than this are listed for a person (of 1,100 lines of clean scans 1 % are).
DOUBTFUL = 0.9
# Lines below this are specks and drawings.
_WORTHLESS = 0.3
# What a page may cost: ten times what it takes on a slow computer, and what the models and one page need.
_SECONDS, _MEMORY = 120.0, 4 << 30
# Official seals are 38 to 45 mm wide (国发〔1999〕25号); a stamp on a copy may be somewhat smaller or larger.
_SEAL_MM = (25.0, 60.0)
_MM = 72 / 25.4
# In the red light: text is darker than the first, the ink of seals brighter than the second.
_BLACK, _INK = 60, 150
# How far the width and the height of a round thing may differ.
_ROUND = 1.35
# Of the lower of two boxes: what overlaps more stands in the same row.
_SAME_ROW = 0.55
# Of the height of a line: pieces further apart have a blank between them.
_APART = 0.6
# The model's boxes are a little higher than the characters.
_FILL = 0.8
_WIDE = "\u2e80-\u2fdf\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’〔〕《》—"
_FOLDS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", "[": "〔", "]": "〕"}
_FOLDED = re.compile(r"[,;:?!()\[\]]")
_YEAR = re.compile(r"[\[〔](\d{4})[\]〕]")  # of a document's number: 浙政发〔2024〕1号
_CHINESE = re.compile(f"[{_WIDE}]")
_DASH = re.compile(r"^[-－–—]\s*(\d{1,4})\s*[-－–—]$")
_LABEL = re.compile(
    r"第([零〇○一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?(?=[^\s，。；、的规之至和或与第所款项中）)》及以等外内])"
)
# So many articles may be lost between two that were recognised.
_LOST = 3
_LOCK = threading.Lock()


class _Piece(NamedTuple):
    """What the model found in one place, in pixels: corners, text, how sure it is."""

    corners: NDArray[np.float64]
    text: str
    sure: float


class _Placed(NamedTuple):
    """A piece with its box on the page made straight and on the page as it is, in pixels."""

    straight: Box
    real: Box
    piece: _Piece


class Recognised(NamedTuple):
    """Lines of a page in reading order (boxes in the unit of the page) and the boxes of the seals on it."""

    lines: tuple[VisualLine, ...]
    seals: tuple[Box, ...] = ()


def is_available() -> bool:
    """Whether the extra ``ocr`` is installed.

    >>> is_available() in (True, False)
    True
    """
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error", "Global.text_score": _WORTHLESS, "Global.use_cls": False})


def recognise(picture: Pixels, *, page: int = 1, scale: float = 1.0) -> Recognised:
    """The text of a picture with ``scale`` pixels to a point; skew is taken out of the boxes, red seals are hidden.

    Needs the extra ``ocr`` (:func:`is_available`).
    """
    ask_for_more(_SECONDS, _MEMORY)
    height, width = picture.shape[:2]
    seals = _seals(picture, scale)
    with _LOCK:
        found = _engine()(_without_seals(picture, seals))
    if found.boxes is None or found.txts is None:
        return Recognised((), tuple(_scaled(seal, scale) for seal in seals))
    pieces = [
        _Piece(np.asarray(corners, dtype=float), text, float(sure))
        for corners, text, sure in zip(found.boxes, found.txts, found.scores, strict=True)
        if text.strip()
    ]
    size = width / scale, height / scale
    slope = _skew(pieces)
    lines = tuple(_line(row, page, scale, size, slope) for row in _rows(pieces, slope))
    return Recognised(lines, tuple(_scaled(seal, scale) for seal in seals))


# -- seals -----------------------------------------------------------------------------------------------------------


def _red(picture: Pixels) -> NDArray[np.bool_]:
    blue, green, red = (picture[:, :, i].astype(np.int16) for i in range(3))
    return np.asarray((red > 110) & (red - green > 50) & (red - blue > 50))


def _seals(picture: Pixels, scale: float) -> list[tuple[int, int, int, int]]:
    """Round red things of the size of a seal: left, top, right, bottom in pixels. A red head is not round."""
    import cv2

    red = _red(picture)
    if red.mean() < 0.0005:
        return []
    reach = max(3, round(2.5 * _MM * scale)) | 1
    joined = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    low, high = (mm * _MM * scale for mm in _SEAL_MM)
    return [
        (int(x), int(y), int(x + w), int(y + h))
        for x, y, w, h, _ in stats[1:]
        if low < w < high and low < h < high and max(w, h) < _ROUND * min(w, h)
    ]


def _without_seals(picture: Pixels, seals: Sequence[tuple[int, int, int, int]]) -> Pixels:
    """The picture as seen through a red glass where seals are: red ink is gone there, black text stays."""
    if not seals:
        return picture
    cleared = picture.copy()
    for left, top, right, bottom in seals:
        red = picture[top:bottom, left:right, 2:3].astype(np.float64)
        cleared[top:bottom, left:right] = np.clip((red - _BLACK) * 255 / (_INK - _BLACK), 0, 255)
    return cleared


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = (round(value / scale, 2) for value in box)
    return left, top, right, bottom


# -- rows ------------------------------------------------------------------------------------------------------------


def _skew(pieces: Sequence[_Piece]) -> float:
    """The slope of the page: the median of the upper edges of the long lines."""
    slopes = []
    for piece in pieces:
        (x1, y1), (x2, y2) = piece.corners[0], piece.corners[1]
        if x2 - x1 > 4 * abs(piece.corners[3][1] - y1):
            slopes.append((y2 - y1) / (x2 - x1))
    return float(median(slopes)) if slopes else 0.0


def _rows(pieces: Sequence[_Piece], slope: float) -> list[list[_Placed]]:
    """Pieces by row, each row from left to right."""
    angle = math.atan(slope)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    placed = [_Placed(_bounds(piece.corners @ turn.T), _bounds(piece.corners), piece) for piece in pieces]
    rows: list[list[_Placed]] = []
    for item in sorted(placed, key=lambda p: (p.straight[1] + p.straight[3], p.straight[0])):
        if rows and _same_row(rows[-1][0].straight, item.straight):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [sorted(row, key=lambda p: p.straight[0]) for row in rows]


def _bounds(corners: NDArray[np.float64]) -> Box:
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _same_row(a: Box, b: Box) -> bool:
    overlap = min(a[3], b[3]) - max(a[1], b[1])
    return overlap > _SAME_ROW * min(a[3] - a[1], b[3] - b[1])


def _line(row: Sequence[_Placed], page: int, scale: float, page_size: tuple[float, float], tilt: float) -> VisualLine:
    text = ""
    for number, item in enumerate(row):
        box = item.straight
        apart = number and box[0] - row[number - 1].straight[2] > _APART * (box[3] - box[1])
        text += ("\u3000" if apart else "") + item.piece.text
    box = _scaled(around([item.straight for item in row]), scale)
    return VisualLine(
        fold_punctuation(text),
        page,
        box,
        round((box[3] - box[1]) * _FILL, 2),
        page_size,
        round(min(item.piece.sure for item in row), 3),
        _scaled(around([item.real for item in row]), scale),
        round(tilt, 5),
    )


# -- characters ------------------------------------------------------------------------------------------------------


def fold_punctuation(text: str) -> str:
    """Punctuation beside Chinese characters made full width, as Chinese is printed; figures keep theirs.

    >>> fold_punctuation("（一)甲,乙;3,000元:丙(2020年)"), fold_punctuation("-2-"), fold_punctuation("f(x)=1,2")
    ('（一）甲，乙；3,000元：丙（2020年）', '— 2 —', 'f(x)=1,2')
    """
    page = _DASH.match(text.strip())
    if page:
        return f"— {page[1]} —"
    text = _YEAR.sub(r"〔\1〕", text)
    chinese = len(_CHINESE.findall(text)) * 2 > len(text)
    return _FOLDED.sub(lambda found: _fold(text, found, chinese), text)


def _fold(text: str, found: re.Match[str], chinese: bool) -> str:
    """Brackets in a Chinese line are full width whatever stands inside."""
    if chinese and found[0] in "()":
        return _FOLDS[found[0]]
    before, after = text[: found.start()].rstrip()[-1:], text[found.end() :].lstrip()[:1]
    wide = [_CHINESE.match(side) is not None for side in (before, after)]
    return _FOLDS[found[0]] if any(wide) else found[0]


def with_blanks(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The blank behind the number of an article put back: models see it and do not write it.

    Only where the number goes on from the last one, for a paragraph may also begin with a reference to an article.
    """
    last, result = Number(0), []
    for paragraph in paragraphs:
        first = paragraph.lines[0]
        found = _LABEL.match(first.text) if first.confidence is not None and paragraph.part == "body" else None
        number = _number(found) if found else None
        if found and number and _goes_on(last, number):
            last = number
            line = first._replace(text=f"{found[0]}\u3000{first.text[found.end() :]}")
            paragraph = paragraph._replace(lines=(line, *paragraph.lines[1:]))
        result.append(paragraph)
    return tuple(result)


def _goes_on(last: Number, number: Number) -> bool:
    """The next article, or one shortly after it (a line between may be lost), or the first on a single page."""
    if last == Number(0):
        return True
    return (number.value == last.value and number.sub == last.sub + 1) or 0 < number.value - last.value <= _LOST


def _number(found: re.Match[str]) -> Number:
    return Number(parse_numeral(found[1]) or 0, (parse_numeral(found[2]) or 0) if found[2] else 0)


def confidence_problems(source: SourceText) -> tuple[Problem, ...]:
    """A problem (P247) for each line that the model itself doubts."""
    return tuple(
        Problem("P247", span, render("P247", "zh", page=b.provenance.page, percent=round(100 * sure), text=b.content))
        for b in source.blocks
        if (sure := b.provenance.confidence) is not None and sure < DOUBTFUL
        for span in (Span(b.start, b.start + len(b.content)),)
    )
