"""All result files of a review, by file-name suffix; the same set for the command line and the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lawcheck.arguments import expect
from lawcheck.errors import LawcheckError
from lawcheck.reports.annotate import annotate_docx
from lawcheck.reports.excel import xlsx_of
from lawcheck.reports.page import html_of
from lawcheck.reports.records import json_of
from lawcheck.reports.view import ReportView
from lawcheck.reports.word import docx_of
from lawcheck.reviewing import Review
from lawcheck.writers import write

__all__ = ["OUTPUT_SUFFIXES", "render_outputs"]

_RENDERERS: Mapping[str, Callable[[ReportView], bytes]] = {
    ".review.docx": docx_of,
    ".review.html": lambda view: html_of(view).encode(),
    ".review.json": lambda view: json_of(view).encode(),
    ".findings.xlsx": xlsx_of,
    ".akn.xml": lambda view: write(view.review.document, "akn"),
    ".json": lambda view: write(view.review.document, "json"),
    ".standard.docx": lambda view: write(view.review.document, "docx"),
}


def _annotate_converted(data: bytes, review: Review) -> bytes:
    from lawcheck.reports.converted import annotate_converted

    return annotate_converted(data, review)


def _annotate_ofd(data: bytes, review: Review) -> bytes:
    from lawcheck.reports.ofd_notes import annotate_ofd

    return annotate_ofd(data, review)


def _annotate_pdf(data: bytes, review: Review) -> bytes:
    from lawcheck.reports.annotate_pdf import annotate_pdf  # its PDF library takes as long to load as a short review

    return annotate_pdf(data, review)


# The filed file with marks and notes, by the format it was read as: suffix and maker.
_ANNOTATORS: Mapping[str, tuple[str, Callable[[bytes, Review], bytes]]] = {
    "doc": (".annotated.docx", _annotate_converted),
    "docx": (".annotated.docx", annotate_docx),
    "image": (".annotated.pdf", _annotate_pdf),
    "odt": (".annotated.docx", _annotate_converted),
    "ofd": (".annotated.ofd", _annotate_ofd),
    "pdf": (".annotated.pdf", _annotate_pdf),
    "rtf": (".annotated.docx", _annotate_converted),
    "word2": (".annotated.docx", _annotate_converted),
    "works": (".annotated.docx", _annotate_converted),
}
OUTPUT_SUFFIXES = (".annotated.docx", *_RENDERERS)


def render_outputs(review: Review, data: bytes) -> dict[str, bytes]:
    """The bytes of every result file, keyed by its suffix; ``data`` is the filed file.

    The annotated copy is made in the format of the file where that can hold marks. If it cannot be made,
    ``.annotated.txt`` says why, and the other results stand.
    """
    expect(data, bytes, "data", "the bytes of the filed file (path.read_bytes())")
    view = ReportView(review)  # one for all: what is worked out for one format serves the others
    outputs = {suffix: render(view) for suffix, render in _RENDERERS.items()}
    if annotator := _ANNOTATORS.get(review.document.source.format):
        suffix, annotate = annotator
        try:
            outputs[suffix] = annotate(data, review)
        except LawcheckError as error:
            outputs[".annotated.txt"] = f"{error.text('zh')}\n{error.text('en')}\n".encode()
    return outputs
