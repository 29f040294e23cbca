"""Word 97, RTF, OpenDocument and Word XML: what a person sees, with the numbers the program generated."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx_samples import docx, entries, p, package

from benchmarks.fuzzing import is_tiled, mutated
from lawcheck.document import SourceText, UnitKind, parse
from lawcheck.errors import UnreadableFile
from lawcheck.readers import libreoffice, read, sniff
from lawcheck.readers.assembly import TextBuilder
from lawcheck.readers.sequence import settle_sequence

SAMPLES = Path(__file__).parent / "office_samples"
FORMATS = ("doc", "rtf", "odt")
BODY = (
    "虚构市犬只管理条例\n第一章　总则\n第一条　为了规范犬只管理，\n制定本条例。\n第二条　本市适用链接文字本条例。\n"
    "第三条　每户限养一只。\n行为\t罚款\n遛犬 不牵绳\t二百元\n第四条　本条例自公布之日起施行。\n"
)
NUMBERED = "虚构市河道条例\n第一章　总则\n第一条　为了甲。\n第二条　适用乙。\n第二章　管理\n第三条　应当丙。\n（一）丁；\n第四条　禁止戊。\n第三章　附则\n第五条　施行。\n"


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_office", lambda: None)


def sample(name: str) -> SourceText:
    return read(SAMPLES / name)


def part(source: SourceText, name: str) -> str:
    return "".join(block.text for block in source.blocks if block.provenance.part == name)


def codes(source: SourceText) -> list[str]:
    return [problem.code for problem in source.problems]


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("format", FORMATS)
def test_the_body_is_what_a_person_sees(format: str) -> None:
    source = sample(f"rich.{format}")
    assert source.format == format
    assert part(source, "body") == BODY
    assert part(source, "footnote") == "脚注文字\n"
    assert part(source, "header") == "页眉文字\n"
    assert part(source, "footer").startswith("— ")
    assert {"P201", "P207"} <= set(codes(source))  # a tracked change; hidden text


@pytest.mark.parametrize("format", ["doc", "odt"])  # LibreOffice writes no such box to RTF
def test_text_boxes_follow_the_body(format: str) -> None:
    assert part(sample(f"rich.{format}"), "textbox") == "框内文字\n"


@pytest.mark.parametrize("format", FORMATS)
def test_tables_keep_their_cells(format: str) -> None:
    cells = [b for b in sample(f"rich.{format}").blocks if b.kind == "cell"]
    assert [(b.content, b.provenance.row, b.provenance.column) for b in cells] == [
        ("行为", 0, 0), ("罚款", 0, 1), ("遛犬", 1, 0), ("不牵绳", 1, 0), ("二百元", 1, 1),
    ]  # fmt: skip


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("format", FORMATS)
def test_generated_numbers_are_read(format: str) -> None:
    source = sample(f"two_lists.{format}")
    assert source.text == NUMBERED
    assert codes(source) == []
    assert {b.content for b in source.blocks if b.kind == "number"} >= {"第一章　", "第五条　"}


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("format", FORMATS)
def test_articles_numbered_anew_in_each_chapter_are_counted_on_and_flagged(format: str) -> None:
    source = sample(f"one_list.{format}")
    assert source.text == NUMBERED
    assert codes(source) == ["P231"] * 3
    assert [source.slice(problem.span) for problem in source.problems] == ["第三条　", "第四条　", "第五条　"]
    assert "“第一条”" in source.problems[0].message
    document = parse(source)
    assert [a.number.value for a in document.articles if a.number] == [1, 2, 3, 4, 5]
    assert document.kind_count(UnitKind.CHAPTER) == 3


def numbered_text(*lines: tuple[str, str]) -> SourceText:
    out = TextBuilder("a.doc")
    for label, text in lines:
        if label:
            out.add(label, "", kind="number")
        out.add(text, hint="centered" if text.endswith("条例") else "")
    return settle_sequence(out.build(b"", "doc"))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            [("", "第一章 总则"), ("第一条", "甲"), ("", "第二章 丙"), ("第一条", "乙")], [1, 2], id="typed chapters"
        ),
        pytest.param(
            [("第一章", ""), ("第一条", "甲"), ("第二章", ""), ("第一节", ""), ("第一条", "乙")], [1, 2], id="sections"
        ),
        pytest.param(
            [("第一条", "甲"), ("第一章", ""), ("第一条", "乙")], [1, 2], id="first chapters without a number"
        ),
        pytest.param(
            [("第一章", ""), ("第一条", "甲"), ("", "另一条例"), ("第一章", ""), ("第一条", "乙")],
            [1, 1],
            id="second text",
        ),
        pytest.param([("第一条", "甲"), ("", "另一条例"), ("第一条", "乙")], [1, 1], id="no chapter between"),
        pytest.param([("第一条", "甲"), ("第二章", ""), ("第七条", "乙")], [1, 7], id="a gap is no restart"),
    ],
)
def test_only_restarts_inside_one_text_are_changed(lines: list[tuple[str, str]], expected: list[int]) -> None:
    source = numbered_text(*lines)
    labels = [b.content for b in source.blocks if b.kind == "number" and "条" in b.text]
    assert labels == [f"第{'零一二三四五六七'[value]}条" for value in expected]
    assert len(source.problems) == sum(a != b for a, b in zip(expected, [1, 7 if 7 in expected else 1], strict=True))


def test_spans_of_problems_follow_the_numbers_that_grow() -> None:
    out = TextBuilder("a.doc")
    for label, text in [("第一条", "甲"), *[(f"第{n}条", "") for n in "二三四五六七八九"], ("第十条", "")]:
        out.add(label, "", kind="number")
        out.add(text)
    out.add("第二章")
    out.add("第一条", "", kind="number")
    out.note("P201", out.add("这里"))
    settled = settle_sequence(out.build(b"", "doc"))
    assert settled.text.endswith("第十一条这里\n")
    assert settled.slice(settled.problems[0].span) == "这里"


# -- RTF --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rtf", "expected"),
    [
        pytest.param(rb"\'b5\'da\'d2\'bb\'cc\'f5 x\par", "第一条 x\n", id="gbk bytes"),
        pytest.param(rb"\uc2\u31532\'b5\'da\u19968 ab\u26465??\par", "第一条\n", id="unicode with replacements"),
        pytest.param(rb"{\uc0\u-28645}\par", "\u901b\n", id="negative numbers"),
        pytest.param(rb"\u-10187?\u-9216?\par", "\U0001d400\n", id="two halves"),
        pytest.param(rb"{\f1\'b2\'c4\'a4@\'b1\'f8}\par", "第一條\n", id="big5 font, second byte a letter"),
        pytest.param(rb"{\*\unknown secret}a{\info{\title t}}\par", "a\n", id="what is not text"),
        pytest.param(rb"{\pict\bin5 }}}}}x}a\par", "a\n", id="binary data"),
        pytest.param(rb"a{\v b}\v c\v0 d\par", "ad\n", id="hidden text"),
        pytest.param(rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt y}}\par", "y\n", id="field"),
        pytest.param(rb"{\listtext\f2 l\tab}a\par", "a\n", id="bullet of a symbol font"),
        pytest.param(rb"a{\shp{\*\shpinst{\shptxt b\par}}{\shprslt c}}d\par", "ad\nb\n", id="text box"),
        pytest.param(rb"a\line b\tab c\~d\_e\{\}\par", "a\nb\tc\xa0d-e{}\n", id="special characters"),
        pytest.param(rb"a}}}}b", "a\n", id="closed too often"),
        pytest.param(rb"{{{{a", "a\n", id="never closed"),
    ],
)
def test_rtf(rtf: bytes, expected: str) -> None:
    fonts = rb"{\fonttbl{\f0\fcharset134 a;}{\f1\fcharset136 b;}{\f2\fcharset2 c;}}"
    assert read("a", data=rb"{\rtf1\ansi\ansicpg936\deff0" + fonts + rtf + b"}").text == expected


def test_deleted_text_of_rtf_is_gone_and_said() -> None:
    source = read("a", data=rb"{\rtf1\ansi a{\deleted b}{\revised c}\par d{\deleted\par}e\par}")
    assert source.text == "ac\nde\n"
    assert codes(source) == ["P201", "P202"]


# -- others -----------------------------------------------------------------------------------------------------------

WORD_2003 = (
    '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"><w:body><wx:sect><wx:sub-section><w:p><w:pPr>'
    '<w:listPr><w:ilvl w:val="0"/><wx:t wx:val="第一条"/></w:listPr></w:pPr><w:r><w:t>甲。</w:t></w:r></w:p>'
    "</wx:sub-section></wx:sect></w:body></w:wordDocument>"
)


def test_word_2003_xml_shows_the_numbers_written_beside_the_paragraphs() -> None:
    source = read("a.doc", data=WORD_2003.encode())
    assert (source.format, source.text) == ("wordxml", "第一条　甲。\n")


def test_flat_word_package_is_read_as_the_package() -> None:
    space = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    parts = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{str(xml).partition("?>")[2] or xml}</pkg:xmlData></pkg:part>'
        for name, xml in entries(p("第一条　甲。")).items()
    )
    data = f'<?xml version="1.0"?><pkg:package {space}>{parts}</pkg:package>'.encode()
    assert read("a.xml", data=data).text == "第一条　甲。\n"


@pytest.mark.parametrize("declaration", ['<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'])
def test_word_xml_with_entities_is_refused(declaration: str) -> None:
    data = WORD_2003.replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{declaration}').replace("甲", "&e;")
    with pytest.raises(UnreadableFile) as caught:
        read("a.doc", data=data.encode())
    assert caught.value.code == "E113"


@pytest.mark.parametrize(
    ("kind", "format"), [("text", "odt"), ("text-template", "odt"), ("spreadsheet", "xlsx"), ("presentation", "pptx")]
)
def test_opendocument_files_are_told_apart(kind: str, format: str) -> None:
    parts = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "", "META-INF/manifest.xml": ""}
    assert sniff(package(dict(parts))) == format


def test_encrypted_odt_says_so() -> None:
    buffer = BytesIO()
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", random.Random(1).randbytes(200))
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{space}"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>',
        )
    with pytest.raises(UnreadableFile) as caught:
        read("a.odt", data=buffer.getvalue())
    assert caught.value.code == "E108"


def patched(offset: int, value: bytes) -> bytes:
    """The rich .doc with other bytes in the header of its text."""
    data = (SAMPLES / "rich.doc").read_bytes()
    at = data.index(b"\xec\xa5") + offset
    return data[:at] + value + data[at + len(value) :]


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(patched(10, b"\x00\x03"), "E108", id="password"),
        pytest.param(patched(0, b"\xdc\xa5"), "E150", id="word 95"),
        pytest.param(patched(0x4C, b"\xff\xff\xff\x7f"), "E150", id="broken"),
        pytest.param(b"\xdb\xa5" + bytes(500), "E150", id="word 2"),
    ],
)
def test_doc_files_that_cannot_be_read_say_why(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read("旧文件.doc", data=data)
    assert caught.value.code == code
    for lang in ("zh", "en"):
        assert "旧文件.doc" in caught.value.text(lang)
    if code == "E150":
        assert libreoffice.DEBIAN_PACKAGE in str(caught.value)


def test_an_old_doc_with_a_zip_inside_is_a_doc() -> None:
    assert sniff((SAMPLES / "rich.doc").read_bytes() + docx(p("x"))) == "doc"


# -- fuzzing ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir() if path.suffix[1:] in FORMATS))
def test_damaged_files_give_a_tiled_text_or_one_error(name: str) -> None:
    data, chance = (SAMPLES / name).read_bytes(), random.Random(name)
    for _ in range(70):
        try:
            source = read("x", data=mutated(data, chance))
        except UnreadableFile:
            continue
        assert is_tiled(source)
