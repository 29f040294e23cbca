"""Documents in standard formats: one module per format, all entered in :data:`WRITERS`.

Every writer takes any :class:`~lawcheck.document.Document`, never refuses one, and gives the same bytes for the same
document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from lawcheck.arguments import expect
from lawcheck.document import Document
from lawcheck.errors import UsageError
from lawcheck.writers.akn import akn_errors, write_akn
from lawcheck.writers.characters import visible
from lawcheck.writers.comparing import NOT_HELD, differences
from lawcheck.writers.docx import write_docx
from lawcheck.writers.html import write_html
from lawcheck.writers.jsonfile import document_dict, write_json
from lawcheck.writers.layout import Layout
from lawcheck.writers.markdown import write_markdown
from lawcheck.writers.pdf import typeset, write_pdf
from lawcheck.writers.text import write_text

__all__ = [
    "NOT_HELD",
    "WRITERS",
    "Layout",
    "Writer",
    "akn_errors",
    "differences",
    "document_dict",
    "find_writer",
    "typeset",
    "visible",
    "write",
]


class Writer(NamedTuple):
    """A format: ``extension`` without leading dot (``akn.xml``), ``media_type``, and the function that renders it.

    ``lay_out`` renders in a chosen :class:`Layout`; None where the format has no pages.
    """

    name: str
    extension: str
    media_type: str
    render: Callable[[Document], bytes]
    lay_out: Callable[[Document, Layout], bytes] | None = None


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        writer.name: writer
        for writer in (
            Writer("akn", "akn.xml", "application/akn+xml", write_akn),
            Writer("docx", "docx", _DOCX, write_docx, write_docx),
            Writer("pdf", "pdf", "application/pdf", write_pdf, write_pdf),
            Writer("html", "html", "text/html; charset=utf-8", write_html),
            Writer("md", "md", "text/markdown; charset=utf-8", write_markdown),
            Writer("json", "json", "application/json", write_json),
            Writer("text", "txt", "text/plain; charset=utf-8", write_text),
        )
    }
)
"""The formats by name; add a line here and a module beside it for a new one."""


def write(document: Document, format: str, layout: Layout = Layout.OFFICIAL) -> bytes:
    """``document`` in ``format`` (a key of :data:`WRITERS`); another one raises :class:`~lawcheck.errors.UsageError`.

    ``layout`` is for formats with pages (docx, pdf) and changes nothing in the others.

    >>> from lawcheck.document import parse
    >>> write(parse("某条例\\n第一条　甲。\\n"), "md").decode().splitlines()[0]
    '# 某条例'
    """
    expect(document, Document, "document", "a Document (lawcheck.parse(path))")
    writer = find_writer(format)
    return writer.lay_out(document, layout) if writer.lay_out else writer.render(document)


def find_writer(format: str) -> Writer:
    """The writer of a format; raises :class:`~lawcheck.errors.UsageError` E204 for ``ofd``, E200 for an unknown one.

    >>> find_writer("akn").extension
    'akn.xml'
    >>> find_writer("ofd")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    lawcheck.errors.UsageError: [E204] 不支持写出 OFD：...
    """
    writer = WRITERS.get(format)
    if writer is None:
        raise UsageError("E204") if format == "ofd" else UsageError("E200", format=format, known="、".join(WRITERS))
    return writer
