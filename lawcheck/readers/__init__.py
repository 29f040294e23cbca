"""One file per format in: bytes of a filed document become a :class:`~lawcheck.document.SourceText`."""

from lawcheck.readers.guard import read_guarded
from lawcheck.readers.libreoffice import convert_to_docx
from lawcheck.readers.limits import Limits
from lawcheck.readers.ofd import OfdPlace, ofd_places
from lawcheck.readers.reading import read
from lawcheck.readers.registry import READERS, Reader
from lawcheck.readers.signatures import sniff
from lawcheck.readers.wordml import iter_paragraphs, visible_runs

__all__ = [
    "READERS",
    "Limits",
    "OfdPlace",
    "Reader",
    "convert_to_docx",
    "iter_paragraphs",
    "ofd_places",
    "read",
    "read_guarded",
    "sniff",
    "visible_runs",
]
