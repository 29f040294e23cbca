"""Pictures that say where they were taken are told when a file is read, and by rule P05."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from lawcheck.readers import read
from lawcheck.readers.located import located_pictures


def note(order: str = "<", *, latitude: int = 30, gps: bool = True) -> bytes:
    """A camera's note (TIFF): the pointer to the GPS table, in it latitude and longitude of three fractions each."""
    head = b"II*\0" if order == "<" else b"MM\0*"
    main = struct.pack(order + "H", 1) + struct.pack(order + "HHII", 0x8825 if gps else 0x010F, 4, 1, 26) + bytes(4)
    rows = [struct.pack(order + "HHII", tag, 5, 3, at) for tag, at in ((2, 56), (4, 80))]
    table = struct.pack(order + "H", 2) + b"".join(rows) + bytes(4)
    values = struct.pack(order + "6I", latitude, 1, 53, 1, 12, 1) + struct.pack(order + "6I", 120, 1, 5, 1, 3, 1)
    return head + struct.pack(order + "I", 8) + main + table + values


JPEG = b"\xff\xd8\xff\xe1\0\xff" + b"Exif\0\0" + note() + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\xffeXIf" + note(">")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (JPEG, 1),
        (PNG, 1),
        (note(), 1),
        (JPEG + b"\0" + JPEG, 2),
        (b"Exif\0\0" + note(gps=False), 0),
        (b"Exif\0\0" + note(latitude=0), 0),  # a camera without reception writes noughts
        (b"Exif\0\0" + b"II*\0\xff\xff\xff\xff", 0),
        (b"Exif\0\0", 0),
        (b"PK\x03\x04 no package", 0),
    ],
)
def test_positions_are_found_in_the_notes_of_cameras(content: bytes, found: int) -> None:
    assert len(located_pictures(content)) == found


@pytest.mark.parametrize("end", range(4, len(JPEG), 7))
def test_a_note_cut_short_raises_nothing(end: int) -> None:
    assert len(located_pictures(JPEG[:end])) <= 1


def test_the_part_of_a_package_is_named_when_it_is_read() -> None:
    source = read("条例.docx", data=packed({"word/media/image1.jpeg": JPEG, "word/media/image2.png": b"\x89PNG"}))
    (problem,) = (problem for problem in source.problems if problem.code == "P222")
    assert "word/media/image1.jpeg" in problem.message


def packed(pictures: dict[str, bytes]) -> bytes:
    """A docx of two lines with these parts beside its text."""
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    lines = "".join(f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in ("青山市测试条例", "第一条　甲应当登记。"))
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r" Type="{office}" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f"<w:document {word}><w:body>{lines}</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
        for name, data in pictures.items():
            package.writestr(name, data)
    return out.getvalue()
