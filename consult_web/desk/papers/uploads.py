"""Uploaded files go into the store before anything else happens."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from werkzeug.datastructures import FileStorage

from consult_web import storage
from consult_web.errors import Refused
from consult_web.filings import Uploaded

__all__ = ["store_uploads"]

LIMIT: Final = 50 << 20


def store_uploads(sent: list[FileStorage]) -> list[Uploaded]:
    """What was uploaded, on the disk; :class:`Refused` E917 for an empty file, E803 for one above 50 MB."""
    return [_store(file) for file in sent if file.filename]


def _store(file: FileStorage) -> Uploaded:
    name = PurePath(str(file.filename).replace("\\", "/")).name[:200]
    stored = storage.files().add(file.stream, LIMIT)
    if stored.size == 0:
        raise Refused("E917", name=name)
    return Uploaded(name, stored.digest, stored.size)
