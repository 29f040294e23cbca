"""One file per format in: bytes of a filed document become a :class:`~lawcheck.document.SourceText`."""

from lawcheck.readers.ofd import OfdPlace, ofd_places
from lawcheck.readers.reading import read
from lawcheck.readers.registry import READERS, Reader
from lawcheck.readers.signatures import sniff
from lawcheck.readers.wordml import iter_paragraphs, visible_runs

__all__ = ["READERS", "OfdPlace", "Reader", "iter_paragraphs", "ofd_places", "read", "sniff", "visible_runs"]
