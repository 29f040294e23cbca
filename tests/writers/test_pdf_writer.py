"""Pages of the PDF as a person would measure them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest

from lawcheck.document import Document, parse
from lawcheck.errors import OutputError
from lawcheck.writers import Layout, pdf, typeset, write

POINTS_PER_MM = 72 / 25.4
# Six articles of 360 characters without punctuation, so that only the margins break the lines.
FULL = "云溪市长文本条例\n" + "".join(
    f"第{number}条　{'依法管理停车秩序维护公共利益' * 25}。\n" for number in "一二三四五六"
)


class Line(NamedTuple):
    text: str
    left: float
    right: float
    bottom: float


def lines(page: pypdfium2.PdfPage) -> list[Line]:
    """Lines of a page from top to bottom, in points; characters within half a size stand on one line."""
    text = page.get_textpage()
    found: list[Line] = []
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        if char.isspace():
            continue
        left, bottom, right, _ = text.get_charbox(index, loose=True)
        line = next((i for i, known in enumerate(found) if abs(known.bottom - bottom) < 7), None)
        if line is None:
            found.append(Line(char, left, right, bottom))
        else:
            known = found[line]
            found[line] = Line(known.text + char, min(known.left, left), max(known.right, right), known.bottom)
    return sorted(found, key=lambda line: -line.bottom)


def opened(document: Document, layout: Layout = Layout.OFFICIAL) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(write(document, "pdf", layout))


def by_libreoffice(document: Document, folder: Path) -> pypdfium2.PdfDocument:
    if shutil.which("soffice") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs LibreOffice")
        pytest.skip("needs LibreOffice")
    (folder / "a.docx").write_bytes(write(document, "docx"))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "a.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return pypdfium2.PdfDocument(folder / "a.pdf")


@pytest.mark.parametrize("maker", ["typst", "LibreOffice"])
def test_a_full_page_has_22_lines_of_28_characters(maker: str, tmp_path: Path) -> None:
    document = parse(FULL)
    pages = opened(document) if maker == "typst" else by_libreoffice(document, tmp_path)
    *body, number = lines(pages[1])
    assert number.text == "—2—"
    assert len(body) == 22
    assert Counter(len(line.text) for line in body).most_common(1)[0][0] == 28
    assert max(len(line.text) for line in body) == 28


@pytest.mark.parametrize("layout", list(Layout))
def test_the_type_area_is_156_by_225_millimetres(layout: Layout) -> None:
    pages = opened(parse(FULL), layout)
    width, height = (side / POINTS_PER_MM for side in pages[1].get_size())
    shown = lines(pages[1])[:-1]
    body = [line for line in shown if len(line.text) == 28]
    assert (round(width), round(height)) == (210, 297)
    assert min(line.left for line in body) / POINTS_PER_MM == pytest.approx(28, abs=0.5)
    assert max(line.right for line in body) / POINTS_PER_MM == pytest.approx(210 - 26, abs=0.5)
    pitch = (shown[0].bottom - shown[-1].bottom) / POINTS_PER_MM / (len(shown) - 1)
    assert pitch == pytest.approx(225 / 22, abs=0.1)


def test_page_numbers_stand_outside() -> None:
    odd, even = (lines(opened(parse(FULL))[page])[-1] for page in (0, 1))
    assert (odd.text, even.text) == ("—1—", "—2—")
    assert odd.right / POINTS_PER_MM == pytest.approx(184 - 14 / POINTS_PER_MM, abs=1)
    assert even.left / POINTS_PER_MM == pytest.approx(28 + 14 / POINTS_PER_MM, abs=1)


def test_chapters_and_sections_are_bookmarks(regulation: Document) -> None:
    entries = [(entry.level, entry.get_title()) for entry in opened(regulation).get_toc()]
    assert (0, "第一章　总　　则") in entries
    assert (1, "第一节　一般规定") in entries


@pytest.mark.parametrize("layout", list(Layout))
def test_every_character_of_the_text_is_in_the_pdf(regulation: Document, layout: Layout) -> None:
    text = "".join(page.get_textpage().get_text_range() for page in opened(regulation, layout))
    pieces = [unit.text for unit in regulation.walk()] + [regulation.title, regulation.conclusion]
    squeezed = "".join(text.split())
    assert [piece for piece in pieces if "".join(piece.split()) not in squeezed] == []


def test_tables_keep_their_cells(with_table: Document) -> None:
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in opened(with_table))
    assert "序号区域费用1中心区一级5元/时合计5元" in text


@pytest.mark.parametrize("text", ['#let x = read("/etc/hostname")', "*甲* _乙_ $x$ @ref <label> `code` \\ // 注", "#{"])
def test_text_is_never_read_as_markup(text: str) -> None:
    shown = "".join(page.get_textpage().get_text_range() for page in opened(parse(f"某条例\n第一条　{text}\n")))
    assert "".join(text.split()) in "".join(shown.split())


def test_without_typst_the_error_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(pdf, "import_module", missing)
    with pytest.raises(OutputError, match=r"E203.*pip install typst"):
        write(parse("某条例\n第一条　甲。\n"), "pdf")


def changed(docx: bytes, old: str, new: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as given, zipfile.ZipFile(buffer, "w") as package:
        for name in given.namelist():
            package.writestr(name, given.read(name).decode().replace(old, new))
    return buffer.getvalue()


@pytest.mark.parametrize("element", ["<w:drawing/>", "<w:pict/>", "<w:numPr/>", "<w:footnoteReference/>"])
def test_what_cannot_be_set_is_refused_not_dropped(element: str) -> None:
    docx = changed(write(parse("某条例\n第一条　甲。\n"), "docx"), "</w:p>", f"<w:r>{element}</w:r></w:p>")
    with pytest.raises(OutputError, match="E205"):
        typeset(docx)


def test_content_controls_of_word_are_set() -> None:
    docx = changed(write(parse("某条例\n第一条　甲。\n"), "docx"), "<w:body>", "<w:body><w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>")  # fmt: skip
    assert "控件" in "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(typeset(docx)))


def test_pdf_follows_the_styles_of_the_word_file() -> None:
    small = changed(write(parse(FULL), "docx"), '<w:sz w:val="32"/>', '<w:sz w:val="20"/>')
    assert max(len(line.text) for line in lines(pypdfium2.PdfDocument(typeset(small))[0])) > 28
