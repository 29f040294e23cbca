"""Pictures in a file that say where they were taken: GPS positions in EXIF (JPEG, PNG, TIFF; CIPA DC-008, tags 0x8825, 2 and 4).

Only what a camera notes is read, in the file itself or in the parts of a package (docx, ODT, OFD …); what a picture shows
is not looked at, and pictures that are packed again inside (in compressed PDF streams, in base64) are not seen.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final

__all__ = ["located_pictures"]

MARKS: Final = (b"Exif\0\0", b"eXIf")
"""What stands before the notes of a camera in JPEG and in PNG."""
LOOKED_AT: Final = 256 * 1024
"""Bytes of a packed part that are looked at; the notes stand in the first 64 KB of a picture."""
_TEXTS: Final = (".xml", ".rels")
"""Ends of names of parts that are not looked at: to unpack those of a docx would take a fifth of its reading."""
MOST: Final = 1000
"""Parts of a package, and notes in a file, that are looked at."""
_GPS: Final = 0x8825
_LATITUDE, _LONGITUDE = 2, 4
_RATIONALS: Final = (5, 3)  # type and count of degrees, minutes, seconds


def located_pictures(content: bytes) -> tuple[str, ...]:
    """The parts of the package whose pictures hold a position; of a file that is no package one empty name a picture.

    >>> located_pictures(b"no picture")
    ()
    """
    if content.startswith(b"PK\x03\x04"):
        return tuple(name for name, data in _parts(content) if any(_positions(data)))
    return tuple("" for found in _positions(content) if found)


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The start of each part that can be read; a broken one is left out: the reader of the format speaks of it."""
    try:
        package = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError):
        return
    for part in package.infolist()[:MOST]:
        if part.filename.lower().endswith(_TEXTS):
            continue
        try:
            with package.open(part) as stream:
                yield part.filename, stream.read(LOOKED_AT)
        except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, NotImplementedError, OSError, EOFError):
            continue


def _positions(data: bytes) -> Iterator[bool]:
    """For each camera's note whether it holds a position; a TIFF file is one itself."""
    yield _has_position(data)
    for mark in MARKS[:1] if data.startswith(b"%PDF") else MARKS:  # no PDF holds a PNG as it is
        at = data.find(mark)
        for _ in range(MOST):
            if at < 0:
                break
            yield _has_position(data[at + len(mark) : at + len(mark) + LOOKED_AT])
            at = data.find(mark, at + 1)


def _has_position(tiff: bytes) -> bool:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return False
    main = dict(_entries(tiff, order, _number(tiff, order, 4)))
    where = dict(_entries(tiff, order, main[_GPS][2])) if _GPS in main else {}
    return all(
        where.get(tag, (0, 0, 0))[:2] == _RATIONALS and any(tiff[where[tag][2] : where[tag][2] + 4])
        for tag in (_LATITUDE, _LONGITUDE)
    )


def _number(tiff: bytes, order: str, at: int) -> int:
    return int(struct.unpack(order + "I", tiff[at : at + 4].ljust(4, b"\0"))[0])


def _entries(tiff: bytes, order: str, at: int) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """Tag → type, count, value or offset."""
    count = int(struct.unpack(order + "H", tiff[at : at + 2].ljust(2, b"\0"))[0])
    for start in range(at + 2, min(at + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, length, value = struct.unpack(order + "HHII", tiff[start : start + 12])
        yield tag, (kind, length, value)
