"""What of the base the public may see: documents that their makers have published, when this site shows them at all."""

from __future__ import annotations

from dataclasses import replace

from flask import current_app

from consult_web import storage
from consult_web.accounts import Permission, check, may
from consult_web.errors import NotFound
from consult_web.filings import FiledDocument, Search, get_document
from consult_web.storage import china_today

__all__ = ["check_open", "is_inside", "is_open", "is_shown", "narrowed", "readable_document"]

INSIDE = (Permission.FILING_READ, Permission.FILING_SUBMIT)
"""Who works with filings sees every registered document."""


def is_inside() -> bool:
    """Whether this visitor works with filings."""
    return may(*INSIDE)


def is_open() -> bool:
    """Whether the public sees any of the base (not so with CONSULT_PUBLIC_DOCUMENTS=0)."""
    return bool(current_app.extensions["settings"].public_documents)


def check_open() -> None:
    """:class:`Forbidden` E815 for the public where the base is for staff alone."""
    if not is_open():
        check(*INSIDE)


def narrowed(search: Search) -> Search:
    """The search, for the public of what was published until today."""
    if is_inside():
        return search
    today = china_today()
    return replace(search, published_to=min(search.published_to or today, today))


def readable_document(number: int) -> FiledDocument:
    """A registered document; :class:`NotFound` E800 for the public when it was not published or the base is closed."""
    row = get_document(storage.session(), number)
    if not is_shown(row):
        raise NotFound("E800")
    return row


def is_shown(row: FiledDocument) -> bool:
    """Whether this visitor may see a document."""
    published = is_open() and row.published is not None and row.published <= china_today()
    return row.registered and (published or is_inside())
