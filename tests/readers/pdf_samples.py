"""PDF files made by hand: lines of Chinese at given places, fonts not embedded, so that nothing has to be installed."""

from __future__ import annotations

import io
from collections.abc import Sequence

Line = tuple[float, float, float, str]  # left, distance from the top, size, text

LEFT, INDENT, SIZE = 80.0, 112.0, 16.0
WIDTH, HEIGHT = 595.0, 842.0


def body(*lines: str, top: float = 100.0) -> list[Line]:
    """Lines of 26 characters' width, 28 points apart; one that begins with U+3000 ×2 is indented."""
    return [
        (INDENT if line.startswith("　　") else LEFT, top + 28 * n, SIZE, line.lstrip("　"))
        for n, line in enumerate(lines)
    ]


def make_pdf(
    pages: Sequence[Sequence[Line]], *, rotate: int = 0, mode: int = 0, jpeg: bytes = b"", extra: bytes = b""
) -> bytes:
    """A PDF; ``mode`` is the text rendering mode (3: invisible), ``jpeg`` (8 × 8, grey) covers each page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",  # the tree of pages, when they are known
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 4>>/DW 1000/FontDescriptor 5 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 93>>",
        _stream(
            jpeg,
            b"/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode",
        ),
    ]
    kids = []
    for page in pages:
        content = _content(page, mode, bool(jpeg), rotate)
        objects.append(_stream(content + extra))
        box = f"{HEIGHT:g} {WIDTH:g}" if rotate in (90, 270) else f"{WIDTH:g} {HEIGHT:g}"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {box}]/Rotate {rotate}/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F1 3 0 R>>/XObject<</I1 6 0 R>>>>>>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return _file(objects)


def _content(page: Sequence[Line], mode: int, pictured: bool, rotate: int) -> bytes:
    """Lines placed as they are to be seen, whatever the page is turned by."""
    turn = {
        0: f"1 0 0 1 0 {HEIGHT:g}",
        90: "0 1 -1 0 0 0",
        180: f"-1 0 0 -1 {WIDTH:g} 0",
        270: f"0 -1 1 0 {HEIGHT:g} {WIDTH:g}",
    }
    parts = [f"q {WIDTH:g} 0 0 {HEIGHT:g} 0 0 cm /I1 Do Q"] if pictured else []
    parts.append(f"q {turn[rotate]} cm")
    for left, top, size, text in page:
        code = text.encode("utf-16-be").hex()
        parts.append(f"BT /F1 {size:g} Tf {mode} Tr 1 0 0 1 {left:g} {-top - size:g} Tm <{code}> Tj ET")
    return "\n".join([*parts, "Q\n"]).encode()


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<" + entries + b"/Length %d>>stream\n" % len(data) + data + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return out.getvalue()
