"""Pages of an OFD file that are one picture: the picture taken out of the package and recognised by OCR."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from lawcheck.document import Box
from lawcheck.errors import UnreadableFile
from lawcheck.readers import ocr
from lawcheck.readers.ofd_text import floats
from lawcheck.readers.package import DamagedPartError, Package
from lawcheck.readers.printed import VisualLine

__all__ = ["recognised_lines"]

# Millimetres of a typographic point; OCR speaks in points.
_POINT = 25.4 / 72


def recognised_lines(
    package: Package,
    document: tuple[str, etree._Element],
    content: etree._Element,
    page: int,
    size: tuple[float, float],
) -> list[VisualLine]:
    """The lines of the pictures of a page, boxes in millimetres of the page; nothing without the extra ``ocr``.

    ``document`` is the name and the root of Document.xml, which lists the resources; pictures that are missing or
    damaged, or that are no larger than a stamp, give nothing.
    """
    if not ocr.is_available():
        return []
    files = dict(_files(package, *document))
    lines: list[VisualLine] = []
    for element in content.iter("{*}ImageObject"):
        box = floats(element.get("Boundary"), 4)
        path = files.get(element.get("ResourceID", ""))
        if path and box and box[2] * box[3] > size[0] * size[1] / 4:
            lines += _lines(package, path, (box[0], box[1], box[2], box[3]), page, size)
    return lines


def _files(package: Package, name: str, root: etree._Element) -> Iterator[tuple[str, str]]:
    """Media by ID: the part that holds each."""
    folder = posixpath.dirname(name)
    for location in root.iter("{*}DocumentRes", "{*}PublicRes"):
        listing = posixpath.normpath(posixpath.join("/" + folder, (location.text or "").strip())).lstrip("/")
        try:
            resources = package.xml(listing)
        except DamagedPartError:
            continue
        base = posixpath.join(posixpath.dirname(listing), resources.get("BaseLoc", ""))
        for media in resources.iter("{*}MultiMedia"):
            file = (media.findtext("{*}MediaFile") or "").strip()
            yield media.get("ID", ""), posixpath.normpath(posixpath.join("/" + base, file)).lstrip("/")


def _lines(package: Package, path: str, box: Box, page: int, size: tuple[float, float]) -> Iterator[VisualLine]:
    from lawcheck.readers.image import pictures, pixels_of

    try:
        picture = next(pictures(package.bytes_of(path), package.name), None)
    except (DamagedPartError, UnreadableFile):
        return
    if picture is None:
        return
    pixels, _ = pixels_of(picture)
    scale = pixels.shape[1] / (box[2] / _POINT)
    for line in ocr.recognise(pixels, page=page, scale=scale).lines:
        yield line._replace(
            box=_on_page(line.box, box),
            place=_on_page(line.place, box) if line.place else None,
            size=line.size * _POINT,
            page_size=size,
        )


def _on_page(found: Box, picture: Box) -> Box:
    left, top, right, bottom = (value * _POINT for value in found)
    return picture[0] + left, picture[1] + top, picture[0] + right, picture[1] + bottom
