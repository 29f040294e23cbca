"""Files of printed pages: OFD with text, and scans made of the pages of a PDF."""

from __future__ import annotations

import io
import json
import random
import zipfile
from xml.sax.saxutils import escape

import pypdfium2
from making.law import Law
from making.text import lines

__all__ = ["ofd", "scan"]

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_SIZE, _PITCH, _CHARS, _ROWS = 5.64, 10.2, 28, 22
_LEFT, _TOP = 28.0, 43.0
# Scans hold the first pages only: recognising takes seconds each.
_PAGES = 3


def ofd(law: Law, chance: random.Random) -> bytes:
    """28 characters a line, 22 lines a page, page numbers below; one text object a line, or two."""
    printed = [row for line in lines(law, "\u3000", indent="\u3000\u3000") for row in _rows(line)]
    pages = [printed[at : at + _ROWS] for at in range(0, len(printed), _ROWS)]
    listed = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    root = "/" if chance.random() < 0.3 else ""
    contents = {
        "OFD.xml": f'<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>{root}Doc_0/Document.xml'
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, page in enumerate(pages):
        contents[f"Doc_0/Pages/Page_{number}/Content.xml"] = _page(page, number + 1, chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 20, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _rows(line: str) -> list[str]:
    return [line[at : at + _CHARS] for at in range(0, len(line), _CHARS)]


def _page(rows: list[str], number: int, chance: random.Random) -> str:
    objects = [piece for n, row in enumerate(rows) for piece in _objects(row, _TOP + n * _PITCH, chance)]
    objects.append(_text(f"— {number} —", 95, 275))
    return (
        f'<ofd:Page {_NS}><ofd:Content><ofd:Layer ID="{number}">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def _objects(row: str, y: float, chance: random.Random) -> list[str]:
    at = chance.randrange(1, len(row)) if len(row) > 4 and chance.random() < 0.3 else len(row)
    pieces = [(row[:at], _LEFT), (row[at:], _LEFT + at * _SIZE)]
    return [_text(text, x, y) for text, x in pieces if text.strip("\u3000 ")]


def _text(text: str, x: float, y: float) -> str:
    delta = f'DeltaX="g {len(text) - 1} {_SIZE}"' if len(text) > 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x:g} {y:g} 180 8" Font="3" Size="{_SIZE}">'
        f'<ofd:TextCode X="0" Y="5.5" {delta}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def scan(pdf: bytes, chance: random.Random) -> tuple[bytes, str]:
    """The first pages as a tilted, noisy scan, and JSON with the text of each page."""
    import numpy as np
    from PIL import Image

    document = pypdfium2.PdfDocument(pdf)
    dpi, tilt, quality = chance.choice((150, 200, 300)), chance.uniform(-1.5, 1.5), chance.choice((55, 70, 85))
    pictures, texts = [], []
    for page in list(document)[:_PAGES]:
        texts.append(page.get_textpage().get_text_range())
        grey = page.render(scale=dpi / 72, grayscale=True).to_pil()
        turned = grey.rotate(tilt, expand=False, fillcolor=255, resample=Image.Resampling.BICUBIC)
        noise = np.random.default_rng(chance.randrange(1 << 30)).normal(0, 9, turned.size[::-1])
        noisy = np.clip(np.asarray(turned, dtype=float) * 0.94 + 8 + noise, 0, 255).astype("uint8")
        pictures.append(Image.fromarray(noisy))
    document.close()
    buffer = io.BytesIO()
    pictures[0].save(buffer, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:], quality=quality)
    truth = {"dpi": dpi, "tilt": round(tilt, 2), "quality": quality, "page_text": texts}
    return buffer.getvalue(), json.dumps(truth, ensure_ascii=False)
