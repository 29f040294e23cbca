"""Pictures that people send: read, turned upright, written anew, so that nothing but the picture is left; and scans."""

from __future__ import annotations

import io
import warnings
from pathlib import PurePath
from typing import IO, Final

from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from consult_web.consultations.opinions import Image, clean
from consult_web.errors import Refused
from consult_web.storage import FileStore

__all__ = ["IMAGE_BYTES", "keep_image", "keep_scan"]

IMAGE_BYTES: Final = 10 << 20
_SCAN_BYTES: Final = 20 << 20
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_PIXELS: Final = 50_000_000  # a photograph of today's telephones; more is a bomb of compression
_EDGE: Final = 2400  # what a drafter can look at; telephones send more


def keep_image(store: FileStore, stream: IO[bytes], name: str) -> Image:
    """Store the picture in ``stream`` without place, time, camera or thumbnail; :class:`Refused` E864 for anything else."""
    shown = clean(PurePath(name.replace("\\", "/")).name)[:80] or "image"
    data = stream.read(IMAGE_BYTES + 1)
    if not data or len(data) > IMAGE_BYTES:
        raise _refused(shown)
    picture = _read(data, shown)
    media_type, written = _write(picture)
    kept = store.add_bytes(written)
    return Image(kept.digest, shown, media_type, kept.size, *picture.size)


def keep_scan(store: FileStore, stream: IO[bytes], name: str) -> Image:
    """Store a scan of what was handed in: a PDF as it is, since its original is proof (no program of ours opens it), or a
    picture as :func:`keep_image`. :class:`Refused` E938 for a broken or large PDF, E864 for another kind."""
    start = stream.read(1024)
    stream.seek(0)
    if b"%PDF-" not in start:
        return keep_image(store, stream, name)
    shown = clean(PurePath(name.replace("\\", "/")).name)[-80:] or "scan.pdf"
    data = stream.read(_SCAN_BYTES + 1)
    if len(data) > _SCAN_BYTES or b"%%EOF" not in data[-2048:]:
        raise Refused("E938", name=shown, limit=_SCAN_BYTES >> 20)
    kept = store.add_bytes(data)
    return Image(kept.digest, shown, "application/pdf", kept.size, 0, 0)


def _read(data: bytes, name: str) -> Pillow.Image:
    """The upright picture, its first frame only."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            picture = Pillow.open(io.BytesIO(data), formats=_FORMATS)
            if picture.width * picture.height > _PIXELS:
                raise _refused(name)
            picture.thumbnail((_EDGE, _EDGE))
            picture.load()
            return ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Pillow.DecompressionBombError, Warning) as error:
        raise _refused(name) from error


def _write(picture: Pillow.Image) -> tuple[str, bytes]:
    """A new file of the bare pixels: PNG where it is transparent or drawn in few colours, else JPEG."""
    written = io.BytesIO()
    if picture.mode in ("RGBA", "LA", "PA", "P", "1"):
        _bare(picture.convert("RGBA")).save(written, "PNG", optimize=True)
        return "image/png", written.getvalue()
    _bare(picture.convert("RGB")).save(written, "JPEG", quality=85, optimize=True)
    return "image/jpeg", written.getvalue()


def _bare(picture: Pillow.Image) -> Pillow.Image:
    """The pixels without the notes that Pillow carries along (EXIF, XMP, comments, profiles)."""
    bare = Pillow.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _refused(name: str) -> Refused:
    return Refused("E864", name=name, limit=IMAGE_BYTES >> 20)
