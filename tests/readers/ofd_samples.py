"""OFD files made in memory: GB/T 33190 zips with one text object a line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.64  # 3号, in millimetres
PITCH = 10.2
LINE = 28


def text_object(text: str, y: float, x: float = 28.0, *, size: float = SIZE, extra: str = "") -> str:
    """A line of text with its base line at ``y``."""
    delta = f'DeltaX="g {len(text) - 1} {size}"' if len(text) > 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - 5.5} 156 8" Font="3" Size="{size}" {extra}>'
        f'<ofd:TextCode X="0" Y="5.5" {delta}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def page(*objects: str, extra: str = "") -> str:
    """The Content.xml of a page."""
    body = "".join(objects)
    return f'<ofd:Page {NS}>{extra}<ofd:Content><ofd:Layer ID="2">{body}</ofd:Layer></ofd:Content></ofd:Page>'


def lines(*texts: str, start: float = 45.0) -> str:
    """A page of lines, one below the other."""
    return page(*(text_object(text, start + PITCH * number) for number, text in enumerate(texts)))


def wrapped(*paragraphs: str, width: int = LINE) -> list[str]:
    """Paragraphs broken into full lines."""
    return [text[at : at + width] for text in paragraphs for at in range(0, len(text), width)]


def ofd(*pages: str, parts: Mapping[str, str | bytes] | None = None, document: str = "") -> bytes:
    """A whole file; ``parts`` are added or replaced, ``document`` goes behind ``Pages``."""
    listed = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    contents: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {NS}><ofd:CommonData>'
        "<ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{document}</ofd:Document>",
    }
    contents |= {f"Doc_0/Pages/Page_{number}/Content.xml": content for number, content in enumerate(pages)}
    return zipped((contents | dict(parts or {})).items())


def zipped(entries: Iterable[tuple[str, str | bytes]]) -> bytes:
    """A zip file of the entries in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()
