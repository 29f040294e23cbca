"""Pictures of pages (JPEG, PNG, TIFF, BMP, GIF, WebP): recognised by OCR, one page for each picture in the file."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lawcheck.document import SourceText
from lawcheck.errors import UnreadableFile
from lawcheck.readers import ocr
from lawcheck.readers.assembly import TextBuilder
from lawcheck.readers.laid_out import join_lines, write_paragraphs
from lawcheck.readers.limits import report_pages
from lawcheck.readers.pdf import MAX_DOTS, MAX_OCR_PAGES, note_pages
from lawcheck.readers.printed import VisualLine

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

__all__ = ["Picture", "pictures", "pixels_of", "read_image"]

# Width × height; A3 at 400 dpi has 31 million.
MAX_PIXELS = 60_000_000
# Resolutions that a file may well mean; others (72, 96, 0, 1) are defaults of programs that know nothing of paper.
_DPI = (100.0, 1300.0)
# Width of A4 in inches: what a page without a resolution is taken for.
_PAGE_WIDTH = 8.27
_FORMATS = ("BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")


class Picture(NamedTuple):
    """One of ``total`` pictures of a file with ``scale`` pixels to a point."""

    image: Image
    scale: float
    total: int


def read_image(data: bytes, name: str) -> SourceText:
    """Read a picture, or a file of several (TIFF); boxes are in points of a page of the picture's size.

    Raises :class:`UnreadableFile`: E164 no OCR installed, E165 damaged, E166 too large, E162 too many pictures.
    """
    if not ocr.is_available():
        raise UnreadableFile("E164", name=name)
    lines: list[VisualLine] = []
    sealed: list[int] = []
    pages = 0
    for pages, picture in enumerate(pictures(data, name), 1):
        report_pages(pages - 1, picture.total)
        pixels, scale = pixels_of(picture)
        found = ocr.recognise(pixels, page=pages, scale=scale)
        lines += found.lines
        sealed += [pages] if found.seals else []
    report_pages(pages, pages)
    out = TextBuilder(name)
    write_paragraphs(out, ocr.with_blanks(join_lines(lines)))
    note_pages(out, "P241", range(1, pages + 1))
    note_pages(out, "P246", sealed)
    source = out.build(data, "image")
    return replace(source, problems=(*source.problems, *ocr.confidence_problems(source)))


def pictures(data: bytes, name: str) -> Iterator[Picture]:
    """The pictures of a file one by one, upright and on white, with the size of their pages.

    Needs Pillow, which comes with the extra ``ocr``. Raises as :func:`read_image`.
    """
    from PIL import Image as pillow  # noqa: N813

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of bombs and of odd tags; the limits here are stricter
        try:
            with pillow.open(io.BytesIO(data), formats=_FORMATS) as image:
                yield from _pages(image, name)
        # What Pillow's decoders raise for damaged data (found by fuzzing; its documentation names the first two).
        except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error) as error:
            raise UnreadableFile("E165", name=name, detail=type(error).__name__) from error
        except (pillow.DecompressionBombError, MemoryError, ArithmeticError) as error:
            raise UnreadableFile("E166", name=name, detail=type(error).__name__) from error


def _pages(image: ImageFile, name: str) -> Iterator[Picture]:
    total = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    if total > MAX_OCR_PAGES:
        raise UnreadableFile("E162", name=name, count=total, limit=MAX_OCR_PAGES)
    for index in range(total):
        image.seek(index)
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise UnreadableFile("E166", name=name, detail=f"{width} × {height}")
        yield Picture(_upright(image), _points(image), total)


def _upright(image: Image) -> Image:
    """Turned as the camera says, without transparency, in three colours."""
    from PIL import Image as pillow  # noqa: N813
    from PIL import ImageOps

    turned = ImageOps.exif_transpose(image)
    if "A" in turned.getbands() or "transparency" in turned.info:
        paper = pillow.new("RGBA", turned.size, "white")
        return pillow.alpha_composite(paper, turned.convert("RGBA")).convert("RGB")
    return turned.convert("RGB")


def _points(image: Image) -> float:
    """Pixels to a point: as the file says, or so that the page is as wide as A4."""
    said = image.info.get("dpi", (0, 0))
    dpi = float(said[0]) if isinstance(said, tuple) and said else 0.0
    if _DPI[0] <= dpi <= _DPI[1]:
        return dpi / 72
    return min(image.size) / (_PAGE_WIDTH * 72)


def pixels_of(picture: Picture) -> tuple[ocr.Pixels, float]:
    """The picture as OCR wants it, blue first, and its pixels to a point; no larger than is of use."""
    image, scale = picture.image, picture.scale
    shrink = min(1.0, (MAX_DOTS / (image.width * image.height)) ** 0.5)
    if shrink < 1:
        image = image.resize((max(1, round(image.width * shrink)), max(1, round(image.height * shrink))))
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1]), scale * shrink
