"""Every bad file gives one error that names file, cause and remedy, in both languages."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
from pathlib import Path

import pytest
from docx_samples import document_xml, docx, entries, p, package, r, tbl

import lawcheck.readers.docx as docx_reader
import lawcheck.readers.package as gate
from lawcheck.errors import UnreadableFile
from lawcheck.readers import read, sniff
from lawcheck.readers.ocr import is_available

PICTURE = "E165" if is_available() else "E164"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le").ljust(128, b"\0")


def zipped(*names: str, **contents: str) -> bytes:
    return package(dict.fromkeys(names, "x") | contents)


def with_document(xml: str | bytes) -> bytes:
    return package(entries("") | {"word/document.xml": xml})


def refusal(data: bytes, name: str = "某条例.docx") -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(name, data=data)
    return caught.value


XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + document_xml(p("&e;")).split("?>")[1]
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + document_xml(p("&b;")).split("?>")[1]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "E104", id="no bytes"),
        pytest.param(b" \r\n\xe3\x80\x80\n", "E105", id="blank text"),
        pytest.param(docx(""), "E105", id="docx without text"),
        pytest.param(b"---\na: b\n---\n", "E105", id="markdown without text"),
        pytest.param(b"<html><script>var a=1</script></html>", "E105", id="page without text"),
        pytest.param(zipped("readme.txt"), "E106", id="zip of something"),
        pytest.param(b"PK\x05\x06" + bytes(18), "E106", id="empty zip"),
        pytest.param(ole("EncryptedPackage"), "E108", id="password"),
        pytest.param(docx(p("甲"))[:300], "E109", id="cut off"),
        pytest.param(with_document("<w:document"), "E109", id="broken xml"),
        pytest.param(with_document(""), "E109", id="empty document part"),
        pytest.param(with_document(b"\xff\xfe\x00\xd8"), "E109", id="broken utf-16"),
        pytest.param(bytes(4096), "E111", id="zeros"),
        pytest.param(bytes(range(256)) * 20, "E111", id="binary garbage"),
        pytest.param(struct.pack("<1000I", *range(10**6, 10**6 + 1000)), "E111", id="binary numbers"),
        pytest.param(with_document(XXE), "E113", id="external entity"),
        pytest.param(with_document(LAUGHS), "E113", id="entity bomb"),
        pytest.param(with_document(XXE.encode("utf-16")), "E113", id="external entity in utf-16"),
        pytest.param(docx("<w:sdt>" * 300 + "</w:sdt>" * 300), "E114", id="deep nesting"),
        pytest.param(b"<html>" + b"<div>" * 5000 + "第一条".encode(), "E114", id="deeply nested page"),
        pytest.param(with_document("<w:x xmlns:w='urn:x'/>"), "E115", id="another root"),
        pytest.param(zipped("[Content_Types].xml", "word/styles.xml"), "E115", id="no document part"),
        pytest.param(b"%PDF-1.7\n...", "E160", id="pdf"),
        pytest.param(b"\0PK\x03\x04junk<html>\n%PDF-1.4", "E160", id="pdf behind garbage"),
        pytest.param(b"\x89PNG\r\n\x1a\n....", PICTURE, id="png"),
        pytest.param(b"RIFF....WEBPVP8 ", PICTURE, id="webp"),
        pytest.param(b"BM\x36\x00\x00\x00\x00\x00\x00\x00", PICTURE, id="bmp"),
        pytest.param(zipped("OFD.xml", "Doc_0/Document.xml"), "E170", id="ofd"),
        pytest.param(b"{\\rtf1\\ansi{\\info secret}}", "E105", id="rtf without text"),
        pytest.param(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n", "E188", id="mhtml"),
        pytest.param(
            b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>',
            "E115",
            id="word 2003 xml without body",
        ),
        pytest.param(zipped("[Content_Types].xml", "xl/workbook.xml"), "E137", id="xlsx"),
        pytest.param(ole("Workbook"), "E137", id="xls"),
        pytest.param(zipped("[Content_Types].xml", "ppt/presentation.xml"), "E138", id="pptx"),
        pytest.param(zipped(mimetype="application/vnd.oasis.opendocument.text"), "E109", id="odt without content"),
        pytest.param(ole("CONTENTS"), "E140", id="other ole"),
        pytest.param(b"Rar!\x1a\x07\x00....", "E141", id="rar"),
        pytest.param(zipped(mimetype="application/epub+zip"), "E142", id="epub"),
        pytest.param(b"<?xml version='1.0'?><data>1</data>", "E143", id="xml data"),
    ],
)
def test_each_bad_file_has_its_own_answer(data: bytes, code: str) -> None:
    error = refusal(data)
    assert error.code == code
    for lang in ("zh", "en"):
        message = error.text(lang)
        assert "某条例.docx" in message
        assert "{" not in message
    assert error.text("zh") != error.text("en")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert refusal(package(entries("") | {"word/media/x.bin": bytes(3_000_000)})).code == "E110"


def test_declared_sizes_are_summed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MAX_UNZIPPED", 1000)
    assert refusal(docx(p("甲" * 1000))).code == "E110"


def test_entry_count_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MAX_ENTRIES", 3)
    assert refusal(docx(p("甲"))).code == "E110"


@pytest.mark.parametrize("limit", ["MAX_PART", "MAX_TAGS", "MAX_PARAGRAPHS"])
def test_a_table_of_thousands_of_pages_is_refused(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, limit, 400)
    assert refusal(docx(tbl(*[(p("甲"), p("乙"))] * 300))).code == "E117"


def test_a_part_that_stands_twice_is_refused() -> None:
    stream = io.BytesIO(docx(p("甲")))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("WORD/document.xml", document_xml(p("乙")))
    assert refusal(stream.getvalue()).code == "E116"


def test_a_picture_that_stands_twice_does_no_harm() -> None:
    stream = io.BytesIO(docx(p("甲")))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/media/a.png", "1")
        archive.writestr("WORD/media/a.png", "2")
    assert read("x", data=stream.getvalue()).text == "甲\n"


def test_a_scan_in_a_word_file_is_called_by_its_name() -> None:
    error = refusal(docx("<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"))
    assert error.code == "E105"
    assert "扫描件" in error.text("zh")


def test_wrong_checksum_is_damage() -> None:
    data = bytearray(docx(p("甲" * 50)))
    start = data.index(b"word/document.xml") + len("word/document.xml")
    data[start + 20] ^= 0xFF
    assert refusal(bytes(data)).code == "E109"


def test_encrypted_entries_are_damage() -> None:
    data = bytearray(docx(p("甲")))
    position = data.index(b"PK\x01\x02")
    while position >= 0:
        data[position + 8] |= 1
        position = data.find(b"PK\x01\x02", position + 1)
    assert refusal(bytes(data)).code == "E109"


# -- the file system ---------------------------------------------------------------------------------------------------


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"E101.*没有\.docx.*不存在"):
        read(tmp_path / "没有.docx")


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="E102"):
        read(tmp_path)


def test_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableFile, match="E103"):
        read(path)


def test_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFile, match="E112"):
        read(tmp_path / "pipe")


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000])
def test_impossible_paths(path: str) -> None:
    with pytest.raises(UnreadableFile, match=r"E1(12|01)"):
        read(path)


def test_huge_file_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lawcheck.readers.reading.MAX_FILE", 10)
    (tmp_path / "a.txt").write_bytes(b"x" * 11)
    with pytest.raises(UnreadableFile, match="E117"):
        read(tmp_path / "a.txt")


def test_the_name_never_decides(tmp_path: Path) -> None:
    path = tmp_path / "其实是网页.docx"
    path.write_bytes("<html><p>第一条　甲。</p></html>".encode())
    assert read(path).format == "html"
    assert sniff(docx(p(r("甲")))) == "docx"
    assert docx_reader.read_docx(docx(p("甲")), "x.txt").format == "docx"


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"\0" * 60, docx(p("甲"))[:-30]])
def test_a_damaged_package_is_told_in_chinese_without_words_of_a_library(data):
    told = refusal(data).text("zh")
    assert "文件已损坏" in told
    assert not re.search("magic|zip file|bytes|entries", told)
