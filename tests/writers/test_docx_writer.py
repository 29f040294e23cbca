from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from lxml import etree
from writer_samples import texts

from lawcheck.document import Document, parse
from lawcheck.readers import read
from lawcheck.resources import templates_dir
from lawcheck.writers import Layout, differences, write
from tools.word_templates import build_all


def opened(document: Document, layout: Layout = Layout.OFFICIAL) -> docx.document.Document:
    return docx.Document(io.BytesIO(write(document, "docx", layout)))


def east_asian(style: docx.styles.style.ParagraphStyle) -> str:
    fonts = style.element.rPr.find(qn("w:rFonts"))
    return str(fonts.get(qn("w:eastAsia")))


@pytest.mark.parametrize("name", sorted(build_all()))
def test_templates_are_what_their_builder_writes(name: str) -> None:
    built, kept = (zipfile.ZipFile(f) for f in (io.BytesIO(build_all()[name]), templates_dir() / name))
    assert {n: built.read(n) for n in built.namelist()} == {n: kept.read(n) for n in kept.namelist()}


def test_no_code_among_the_templates() -> None:
    assert not list(templates_dir().rglob("*.py"))


def test_page_of_the_standard(regulation: Document) -> None:
    section = opened(regulation).sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert abs(section.page_width - Mm(210)) < Mm(0.1)
    assert abs(section.top_margin - Mm(37)) < Mm(0.1)
    assert abs(section.left_margin - Mm(28)) < Mm(0.1)
    assert abs(width - Mm(156)) < Mm(0.1)
    assert abs(height - Mm(225)) < Mm(0.1)


def test_22_lines_of_28_characters_fit_the_type_area(regulation: Document) -> None:
    word = opened(regulation)
    normal = word.styles["Normal"]
    spacing = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    advance = Pt(16) + Pt(spacing / 20)
    pitch = normal.paragraph_format.line_spacing
    assert normal.font.size == Pt(16)
    assert 28 * advance <= Mm(156) < 29 * advance
    assert 22 * pitch <= Mm(225) < 23 * pitch
    grid = word.sections[0]._sectPr.find(qn("w:docGrid"))
    assert int(grid.get(qn("w:linePitch"))) * 635 == pitch


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("题注", "楷体_GB2312", 16),
        ("条文", "仿宋_GB2312", 16),
        ("heading 1", "黑体", 16),
        ("footer", "宋体", 14),
    ],
)
def test_fonts_of_the_standard(regulation: Document, style: str, font: str, points: int) -> None:
    found = next(s for s in opened(regulation).styles if s.name.lower() == style.lower())
    chain = [found, found.base_style, found.base_style.base_style if found.base_style else None]
    named = next(s for s in chain if s is not None and s.element.rPr is not None and s.element.rPr.find(qn("w:rFonts")) is not None)  # fmt: skip
    sized = next(s for s in chain if s is not None and s.font.size is not None)
    assert (east_asian(named), sized.font.size) == (font, Pt(points))


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("云溪市停车条例", "Title"),
        ("第一章　总　　则", "Heading1"),
        ("第一节　一般规定", "Heading2"),
        ("军用停车场除外。", "LawArticle"),
        ("（一）不得占用：", "LawItem"),
        ("2. 消防通道，", "LawIndent"),
        ("2026年10月26日", "LawSign"),
        ("附件1", "LawAnnex"),
        ("停车费用计算说明", "LawAnnexTitle"),
    ],
)
def test_each_line_has_its_style(regulation: Document, text: str, style: str) -> None:
    word = opened(regulation)
    assert style in [p.style.style_id for p in word.paragraphs if p.text == text]


def test_headings_have_outline_levels(regulation: Document) -> None:
    styles = {s.style_id: s for s in opened(regulation).styles}
    levels = {
        name: styles[name].element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) for name in ("Heading1", "Heading2")
    }
    assert levels == {"Heading1": "0", "Heading2": "1"}


def test_article_number_is_black_face_and_followed_by_one_blank(regulation: Document) -> None:
    paragraph = next(p for p in opened(regulation).paragraphs if p.text.startswith("第三条之一"))
    assert next((run.text, run.style.style_id) for run in paragraph.runs) == ("第三条之一", "LawNumber")
    assert paragraph.text == "第三条之一　拖离由城管负责。"


def test_body_is_indented_by_two_characters(regulation: Document) -> None:
    styles = {s.style_id: s for s in opened(regulation).styles}
    assert styles["LawArticle"].element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_page_numbers_stand_outside(regulation: Document) -> None:
    word = opened(regulation)
    section = word.sections[0]
    assert word.settings.odd_and_even_pages_header_footer
    sides = [
        f.paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val")) for f in (section.footer, section.even_page_footer)
    ]
    assert sides == ["right", "left"]
    assert section.footer.paragraphs[0].text == "— 1 —"
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_annex_starts_a_page_and_has_a_real_table(with_table: Document) -> None:
    word = opened(with_table)
    styles = {s.style_id: s for s in word.styles}
    assert styles["LawAnnex"].element.pPr.find(qn("w:pageBreakBefore")) is not None
    table = word.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "区域", "费用"]
    assert table.rows[1].cells[1].text == "中心区\n一级"
    assert table.rows[2].cells[0].text == table.rows[2].cells[1].text == "合计"
    assert len(table.columns) == 3


def test_contents_are_a_field_that_shows_the_headings(regulation: Document) -> None:
    word = opened(regulation)
    entries = [p.text for p in word.paragraphs if p.style.style_id.startswith("TOC")]
    assert entries == ["第一章　总　　则", "第二章　停　　车", "第一节　一般规定", "附　　则"]
    xml = word.element.xml
    assert xml.count('w:fldCharType="begin"') == xml.count('w:fldCharType="end"') == 1


def test_no_contents_where_none_were_written() -> None:
    assert "TOC" not in opened(parse("某条例\n第一章　总则\n第一条　甲。\n")).element.xml


@settings(max_examples=40, deadline=None)
@given(texts)
def test_any_text_gives_a_package_whose_parts_parse(text: str) -> None:
    package = zipfile.ZipFile(io.BytesIO(write(parse(text), "docx")))
    for name in package.namelist():
        etree.fromstring(package.read(name))
    styles = {s.get(qn("w:styleId")) for s in etree.fromstring(package.read("word/styles.xml"))}
    used = etree.fromstring(package.read("word/document.xml")).iter(qn("w:pStyle"), qn("w:rStyle"))
    assert {e.get(qn("w:val")) for e in used} <= styles


@pytest.mark.parametrize(
    ("style", "font"),
    [("题注", "楷体_GB2312"), ("目录标题", "楷体_GB2312"), ("heading 1", "黑体"), ("heading 2", "宋体")],
)
def test_a_published_law_has_its_own_faces(regulation: Document, style: str, font: str) -> None:
    styles = {found.name.lower(): found for found in opened(regulation, Layout.LEGISLATION).styles}
    assert east_asian(styles[style]) == font


def test_a_published_law_has_contents_behind_its_note_even_if_none_were_written() -> None:
    document = parse("某条例\n（2026年1月2日通过）\n第一章　总则\n第一条　甲。\n")
    texts = [p.text for p in opened(document, Layout.LEGISLATION).paragraphs]
    assert texts[:4] == ["某条例", "（2026年1月2日通过）", "目　录", "第一章　总　　则"]
    assert texts.count("第一章　总　　则") == 2


def test_the_layouts_say_the_same(regulation: Document) -> None:
    official, published = (
        {p.text for p in opened(regulation, layout).paragraphs} for layout in (Layout.OFFICIAL, Layout.LEGISLATION)
    )
    assert official == published


def test_zip_carries_no_clock(regulation: Document) -> None:
    package = zipfile.ZipFile(io.BytesIO(write(regulation, "docx")))
    assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"created" not in package.read("docProps/core.xml")
    assert "云溪市停车条例" in package.read("docProps/core.xml").decode()


# Lines that no mark tells from each other: in Markdown what stands before the first unit is 题注, in Word its style says so.
_UNMARKED = """# 虚构市测绘管理办法

关于印发《虚构市测绘管理办法》的通知

一九九四年十二月六日

1995年1月1日　虚构市测绘局

<!-- INFO END -->

各区测绘局

现将办法印发你们：

第一条　为了测绘，制定本办法。
"""


def test_styles_state_what_the_lines_before_the_first_article_are() -> None:
    document = parse(read("a.md", data=_UNMARKED.encode()))
    again = parse(read("a.docx", data=write(document, "docx")))
    assert document.note.startswith("关于印发")
    assert differences(document, again, format="docx") == ()
