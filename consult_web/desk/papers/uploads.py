"""Uploaded files go into the store before anything else happens."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from werkzeug.datastructures import FileStorage

from consult_web import storage
from consult_web.filings import Uploaded

__all__ = ["store_uploads"]

LIMIT: Final = 50 << 20
_NAME: Final = 200
_SUFFIX: Final = 12


def store_uploads(sent: list[FileStorage]) -> list[Uploaded]:
    """What was uploaded, on the disk; :class:`Refused` E803 for a file above 50 MB. An empty one is kept like the others: what
    is wrong with it is told when it is read, and the rest of the package is not sent back for it."""
    return [_store(file) for file in sent if file.filename]


def _store(file: FileStorage) -> Uploaded:
    name = _short(PurePath(str(file.filename).replace("\\", "/")).name)
    stored = storage.files().add(file.stream, LIMIT)
    return Uploaded(name, stored.digest, stored.size)


def _short(name: str) -> str:
    """A name of at most :data:`_NAME` characters that still says what kind of file it is.

    >>> len(_short("长" * 400 + ".docx")), _short("长" * 400 + ".docx")[-6:], _short("甲.docx")
    (200, '长.docx', '甲.docx')
    """
    suffix = PurePath(name).suffix[:_SUFFIX]
    return name if len(name) <= _NAME else name[: _NAME - len(suffix)] + suffix
