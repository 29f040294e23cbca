"""Files by their content: the name of a file is the SHA-256 of its bytes, so that none is stored twice or changed."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO, Final, NamedTuple

from consult_web.errors import NotFound, Refused, Unavailable

__all__ = ["FileStore", "StoredFile"]

_CHUNK: Final = 1 << 20
_NAME: Final = re.compile(r"[0-9a-f]{64}")


class StoredFile(NamedTuple):
    """What was stored: SHA-256 in hex, and bytes."""

    digest: str
    size: int


class FileStore:
    """A folder of files, ``ab/cdef…``; what :meth:`add` has answered for is on the disk.

    >>> store = FileStore(Path(tempfile.mkdtemp()))
    >>> kept = store.add_bytes(b"abc")
    >>> kept.size, store.read(kept.digest)
    (3, b'abc')
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def add(self, stream: IO[bytes], limit: int | None = None) -> StoredFile:
        """Store what ``stream`` gives; :class:`Refused` E803 above ``limit`` bytes, :class:`Unavailable` E802 when the
        disk is full. In either case nothing is left behind."""
        try:
            return self._add(stream, limit)
        except OSError as error:
            raise Unavailable("E802", cause=error.strerror or error) from error

    def add_bytes(self, data: bytes) -> StoredFile:
        """Store ``data``."""
        import io

        return self.add(io.BytesIO(data))

    def path(self, digest: str) -> Path:
        """Where the file is; :class:`NotFound` E804 when it is not there."""
        path = self._place(digest)
        if not path.is_file():
            raise NotFound("E804", name=digest[:12])
        return path

    def read(self, digest: str) -> bytes:
        """The content."""
        return self.path(digest).read_bytes()

    def walk(self) -> Iterator[str]:
        """The names of all files, in order."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            yield from (
                folder.name + path.name for path in sorted(folder.iterdir()) if _NAME.match(folder.name + path.name)
            )

    def is_whole(self, digest: str) -> bool:
        """Whether the file is there and its content is what its name says."""
        path = self._place(digest)
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == digest

    def remove(self, digest: str) -> None:
        """Delete a file that no row names any more."""
        self._place(digest).unlink(missing_ok=True)

    def remove_unused(self, digest: str, since: datetime) -> bool:
        """Delete a file that nobody has stored since that moment; whether it was deleted."""
        place = self._place(digest)
        if not place.is_file() or place.stat().st_mtime >= since.timestamp():
            return False
        place.unlink()
        return True

    def _place(self, digest: str) -> Path:
        if not _NAME.fullmatch(digest):
            raise NotFound("E804", name=digest[:12])
        return self.root / digest[:2] / digest[2:]

    def _add(self, stream: IO[bytes], limit: int | None) -> StoredFile:
        incoming = self.root / "incoming"
        incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                stored = _copy(stream, file, limit)
                file.flush()
                os.fsync(file.fileno())
            self._keep(Path(name), stored.digest)
        finally:
            Path(name).unlink(missing_ok=True)
        return stored

    def _keep(self, temporary: Path, digest: str) -> None:
        place = self._place(digest)
        if place.is_file():
            place.touch()  # it is of use again
            return
        place.parent.mkdir(exist_ok=True, mode=0o700)
        temporary.replace(place)
        _sync_folder(place.parent)


def _copy(stream: IO[bytes], file: IO[bytes], limit: int | None) -> StoredFile:
    digest, size = sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if limit is not None and size > limit:
            raise Refused("E803", limit=f"{limit / (1 << 20):g} MB")
        digest.update(chunk)
        file.write(chunk)
    return StoredFile(digest.hexdigest(), size)


def _sync_folder(folder: Path) -> None:
    """The name of a new file is durable only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
