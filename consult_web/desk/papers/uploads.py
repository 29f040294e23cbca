"""Uploaded files go into the store before anything else happens."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from werkzeug.datastructures import FileStorage

from consult_web import storage
from consult_web.filings import Uploaded

__all__ = ["store_uploads"]

LIMIT: Final = 50 << 20


def store_uploads(sent: list[FileStorage]) -> list[Uploaded]:
    """What was uploaded, on the disk; :class:`Refused` E803 for a file above 50 MB. An empty one is kept like the others: what
    is wrong with it is told when it is read, and the rest of the package is not sent back for it."""
    return [_store(file) for file in sent if file.filename]


def _store(file: FileStorage) -> Uploaded:
    name = PurePath(str(file.filename).replace("\\", "/")).name[:200]
    stored = storage.files().add(file.stream, LIMIT)
    return Uploaded(name, stored.digest, stored.size)
