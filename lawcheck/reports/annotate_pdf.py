"""The filed PDF itself with terms in red, findings coloured and their words as notes; pictures get a PDF for that.

The annotations are appended to the bytes of the file (an incremental update), so that what was filed stays as it was.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from lawcheck.checks import Finding, Severity
from lawcheck.document import Span
from lawcheck.errors import UnreadableFile
from lawcheck.readers import PagePlace, pdf_places, picture_as_pdf, rewritten_pdf
from lawcheck.reports.annotate import comment_lines, in_reading_order, red_spans
from lawcheck.reports.comments import AUTHOR
from lawcheck.reports.masking import Mask
from lawcheck.reviewing import Review

__all__ = ["annotate_pdf"]

Colour = tuple[float, float, float]

# Multiplied with the page below, so that the characters stay black.
_RED: Colour = (1.0, 0.55, 0.55)
_COLOURS: dict[Severity, Colour] = {
    Severity.CONFLICT: (1.0, 0.55, 0.55),
    Severity.SUSPECTED: (1.0, 0.72, 0.5),
    Severity.TECHNICAL: (1.0, 0.85, 0.4),
    Severity.ADVICE: (1.0, 0.95, 0.5),
    Severity.INFO: (0.72, 0.87, 1.0),
}
# A span over half of the text is about the document: its note stands in the corner of the first page.
_WHOLE_DOCUMENT = 0.5
# Width of a note's sign, and how far the signs of several notes stand apart, in points.
_SIGN = 20.0
_STEP = 24.0
# So many signs fit under each other on a page.
_SIGNS = 28
_PRINTED = 4
# What pypdf raises for files whose structure is damaged, beyond its own errors.
_DAMAGED = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, NotImplementedError,
    RecursionError, OverflowError,
)  # fmt: skip

# It tells on the error stream what it puts up with; whoever annotates a file cannot do anything about that.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class _Mark(NamedTuple):
    """One annotation: the stretches of lines it colours, all on one page, and the words of its note."""

    places: tuple[PagePlace, ...]
    colour: Colour
    words: str


def annotate_pdf(data: bytes, review: Review) -> bytes:
    """``data``, the PDF or picture that ``review`` is about, with a highlight and a note for each finding.

    Notes about the document as a whole stand as signs in the corner of its first page. Equal input gives equal bytes.
    Raises :class:`UnreadableFile`: E602 when ``data`` is another file than the reviewed one, E603 when the structure
    of the PDF does not allow annotations.
    """
    source = review.document.source
    actual = hashlib.sha256(data).hexdigest()
    if source.sha256 and actual != source.sha256:
        raise UnreadableFile("E602", name=source.name, actual=actual, expected=source.sha256)
    pdf = picture_as_pdf(data, source.name) if source.format == "image" else data
    marks, signs = _marks(pdf, review)
    try:
        return _appended(pdf, marks, signs, review)
    except _DAMAGED:
        return _rewritten(pdf, marks, signs, review)


def _rewritten(pdf: bytes, marks: Sequence[_Mark], signs: Sequence[str], review: Review) -> bytes:
    """For files that only forgiving readers open: written anew first."""
    name = review.document.source.name
    try:
        return _appended(rewritten_pdf(pdf, name), marks, signs, review)
    except _DAMAGED as error:
        raise UnreadableFile("E603", name=name, cause=type(error).__name__) from error


# -- what is marked --------------------------------------------------------------------------------------------------


def _marks(pdf: bytes, review: Review) -> tuple[list[_Mark], list[str]]:
    """The highlights, and the words of the notes that have no place of their own."""
    mask, findings, red = Mask(review), in_reading_order(review), red_spans(review)
    wanted = [_wanted(finding, review) for finding in findings]
    spans = [Span(*key) for key in sorted({(s.start, s.end) for s in (*red, *wanted)})]
    places = dict(zip(spans, pdf_places(pdf, review.document.source.as_filed, spans), strict=True))
    marks = [mark for span in red if span not in wanted for mark in _on_pages(places[span], _RED, "")]
    signs: list[str] = []
    for finding, span in zip(findings, wanted, strict=True):
        words = "\n".join(mask.clean(line) for line in comment_lines(finding))
        found = list(_on_pages(places[span], _RED if span in red else _COLOURS[finding.severity], words))
        marks += found
        signs += [] if found else [words]
    return marks, signs


def _wanted(finding: Finding, review: Review) -> Span:
    """The span to colour: nothing for a note on the whole document."""
    text = review.document.source.text
    piece = review.document.source.slice(finding.span)
    if finding.span.length > _WHOLE_DOCUMENT * len(text):
        return review.document.title_span
    start = finding.span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


def _on_pages(places: Sequence[PagePlace], colour: Colour, words: str) -> Iterator[_Mark]:
    """A mark on each page that the places touch, each with the words."""
    for page in dict.fromkeys(place.page for place in places):
        yield _Mark(tuple(place for place in places if place.page == page), colour, words)


# -- how it is written -----------------------------------------------------------------------------------------------


def _appended(pdf: bytes, marks: Sequence[_Mark], signs: Sequence[str], review: Review) -> bytes:
    reader = PdfReader(io.BytesIO(pdf))
    # An encrypted file (it opens without a password, or it would not have been read) cannot be appended to as it is.
    writer = PdfWriter(clone_from=reader) if reader.is_encrypted else PdfWriter(io.BytesIO(pdf), incremental=True)
    day = f"D:{review.as_of:%Y%m%d}000000Z"
    for number, mark in enumerate(marks):
        page = writer.pages[mark.places[0].page - 1]
        _attach(writer, page, _highlight(writer, mark, day, f"lawcheck-{number}"))
    for number, words in enumerate(signs):
        page = writer.pages[min(number // _SIGNS, len(writer.pages) - 1)]
        _attach(writer, page, _sign(page, words, number % _SIGNS, day, f"lawcheck-note-{number}"))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _attach(writer: PdfWriter, page: PageObject, annotation: DictionaryObject) -> None:
    annotation[NameObject("/P")] = page.indirect_reference or page
    held = page.get("/Annots")
    listed = held.get_object() if held is not None else None
    notes = ArrayObject(listed if isinstance(listed, ArrayObject) else [])
    notes.append(writer._add_object(annotation))
    page[NameObject("/Annots")] = notes


def _highlight(writer: PdfWriter, mark: _Mark, day: str, name: str) -> DictionaryObject:
    points = [point for place in mark.places for point in place.corners]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = _numbers(min(xs), min(ys), max(xs), max(ys))
    annotation = _note("/Highlight", box, mark.words, day, name)
    annotation[NameObject("/C")] = _numbers(*mark.colour)
    annotation[NameObject("/QuadPoints")] = _numbers(*(value for point in points for value in point))
    appearance = writer._add_object(_appearance(mark, box))
    annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): appearance})
    return annotation


def _note(kind: str, box: ArrayObject, words: str, day: str, name: str) -> DictionaryObject:
    values: dict[str, PdfObject] = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject(kind),
        "/Rect": box,
        "/Contents": TextStringObject(words),
        "/T": TextStringObject(AUTHOR),
        "/M": TextStringObject(day),
        "/CreationDate": TextStringObject(day),
        "/NM": TextStringObject(name),
        "/F": NumberObject(_PRINTED),
    }
    return DictionaryObject({NameObject(key): value for key, value in values.items() if key != "/Contents" or words})


def _appearance(mark: _Mark, box: ArrayObject) -> DecodedStreamObject:
    """The colour over the lines, for programs that do not draw highlights by themselves."""
    stream = DecodedStreamObject()
    shapes = "".join(_quadrangle(place) for place in mark.places)
    stream.set_data(f"/G gs {' '.join(f'{c:.2f}' for c in mark.colour)} rg\n{shapes}".encode())
    multiply = DictionaryObject(
        {NameObject("/Type"): NameObject("/ExtGState"), NameObject("/BM"): NameObject("/Multiply")}
    )
    states = DictionaryObject({NameObject("/G"): multiply})
    stream.update({
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): box,
        NameObject("/Resources"): DictionaryObject({NameObject("/ExtGState"): states}),
    })  # fmt: skip
    return stream


def _quadrangle(place: PagePlace) -> str:
    upper_left, upper_right, lower_left, lower_right = place.corners
    corners = (upper_left, upper_right, lower_right, lower_left)
    first, *rest = (f"{x:.2f} {y:.2f}" for x, y in corners)
    return f"{first} m " + " ".join(f"{point} l" for point in rest) + " f\n"


def _sign(page: PageObject, words: str, number: int, day: str, name: str) -> DictionaryObject:
    """A sign in the left margin, from the top of the visible page down."""
    left, top = float(page.cropbox.left) + 8, float(page.cropbox.top) - 8 - number * _STEP
    annotation = _note("/Text", _numbers(left, top - _SIGN, left + _SIGN, top), words, day, name)
    annotation[NameObject("/Name")] = NameObject("/Comment")
    annotation[NameObject("/C")] = _numbers(*_COLOURS[Severity.ADVICE])
    return annotation


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject([FloatObject(round(value, 2)) for value in values])
