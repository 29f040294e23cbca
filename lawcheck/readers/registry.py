"""The readers by format name. A new format is one new file here and one line below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from lawcheck.document import SourceText
from lawcheck.readers.akn import read_akn
from lawcheck.readers.doc import read_doc, read_old
from lawcheck.readers.docx import read_docx
from lawcheck.readers.html import read_html
from lawcheck.readers.image import read_image
from lawcheck.readers.jsonfile import read_json
from lawcheck.readers.md import read_md
from lawcheck.readers.mhtml import read_mhtml
from lawcheck.readers.odt import read_odt
from lawcheck.readers.ofd import read_ofd
from lawcheck.readers.pdf import read_pdf
from lawcheck.readers.rtf import read_rtf
from lawcheck.readers.txt import read_txt
from lawcheck.readers.wordxml import read_wordxml

__all__ = ["READERS", "Reader"]

# Takes the bytes of a file and its name (for messages); raises UnreadableFile.
Reader = Callable[[bytes, str], SourceText]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "akn": read_akn,
        "doc": read_doc,
        "docx": read_docx,
        "html": read_html,
        "image": read_image,
        "json": read_json,
        "md": read_md,
        "mhtml": read_mhtml,
        "odt": read_odt,
        "ofd": read_ofd,
        "pdf": read_pdf,
        "rtf": read_rtf,
        "txt": read_txt,
        "word2": read_old,
        "wordxml": read_wordxml,
        "works": read_old,
    },
)
