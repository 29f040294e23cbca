"""One file per format in: bytes of a filed document become a :class:`~lawcheck.document.SourceText`.

What needs the libraries of one format only (places in PDF and OFD, LibreOffice) is loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from lawcheck.readers.encodings import decode_text
from lawcheck.readers.guard import read_guarded, warm_guard
from lawcheck.readers.limits import Limits, page_progress
from lawcheck.readers.reading import read
from lawcheck.readers.registry import READERS, Reader
from lawcheck.readers.roles import PackedFile, Role, main_text
from lawcheck.readers.signatures import sniff
from lawcheck.readers.simplifying import simplify
from lawcheck.readers.unpacking import Filing, guess_role, open_filing, unpack, zip_entries
from lawcheck.readers.wordml import iter_paragraphs, visible_runs

if TYPE_CHECKING:
    from lawcheck.readers.libreoffice import convert_to_docx
    from lawcheck.readers.ofd import OfdPlace, ofd_places
    from lawcheck.readers.places import PagePlace, pdf_places, picture_as_pdf, rewritten_pdf

__all__ = [
    "READERS",
    "Filing",
    "Limits",
    "OfdPlace",
    "PackedFile",
    "PagePlace",
    "Reader",
    "Role",
    "convert_to_docx",
    "decode_text",
    "guess_role",
    "iter_paragraphs",
    "main_text",
    "ofd_places",
    "open_filing",
    "page_progress",
    "pdf_places",
    "picture_as_pdf",
    "read",
    "read_guarded",
    "rewritten_pdf",
    "simplify",
    "sniff",
    "unpack",
    "visible_runs",
    "warm_guard",
    "zip_entries",
]

_HOMES = {
    "OfdPlace": "ofd",
    "PagePlace": "places",
    "convert_to_docx": "libreoffice",
    "ofd_places": "ofd",
    "pdf_places": "places",
    "picture_as_pdf": "places",
    "rewritten_pdf": "places",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'lawcheck.readers' has no attribute {name!r}")
    return getattr(import_module(f"lawcheck.readers.{_HOMES[name]}"), name)
