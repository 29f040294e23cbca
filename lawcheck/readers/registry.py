"""The readers by format name, each imported when its first file comes. A new format is one new file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple, cast

from lawcheck.document import SourceText

__all__ = ["READERS", "LateReader", "Reader"]

# Takes the bytes of a file and its name (for messages); raises UnreadableFile.
Reader = Callable[[bytes, str], SourceText]


class LateReader(NamedTuple):
    """A reader named by the module of this room and the function in it: whoever reads Word loads no PDF library."""

    module: str
    function: str

    def __call__(self, data: bytes, name: str) -> SourceText:
        """Read, importing the module if it is the first time."""
        return self.load()(data, name)

    def load(self) -> Reader:
        """The function itself.

        >>> LateReader("txt", "read_txt").load().__name__
        'read_txt'
        """
        return cast(Reader, getattr(import_module(f"lawcheck.readers.{self.module}"), self.function))


READERS: Mapping[str, LateReader] = MappingProxyType(
    {
        "akn": LateReader("akn", "read_akn"),
        "doc": LateReader("doc", "read_doc"),
        "docx": LateReader("docx", "read_docx"),
        "html": LateReader("html", "read_html"),
        "image": LateReader("image", "read_image"),
        "json": LateReader("jsonfile", "read_json"),
        "md": LateReader("md", "read_md"),
        "mhtml": LateReader("mhtml", "read_mhtml"),
        "odt": LateReader("odt", "read_odt"),
        "ofd": LateReader("ofd", "read_ofd"),
        "pdf": LateReader("pdf", "read_pdf"),
        "rtf": LateReader("rtf", "read_rtf"),
        "txt": LateReader("txt", "read_txt"),
        "word2": LateReader("doc", "read_old"),
        "wordxml": LateReader("wordxml", "read_wordxml"),
        "works": LateReader("doc", "read_old"),
    },
)
