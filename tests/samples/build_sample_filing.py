"""Write ``corpus/samples/sample-filing.docx``, a fictional city regulation.

The text is kept in ``sample_filing.txt`` (one paragraph a line: a letter that
names the kind, a tab, the text).  The layout follows GB/T 9704: A4, 22 lines a
page, size-3 Fangsong.  Output is deterministic for a given python-docx: the core
properties and the zip entries carry fixed dates.

Run ``python tests/samples/build_sample_filing.py``; it also writes the new
SHA-256 into ``sample-filing.answers.yaml`` when that file exists.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "sample_filing.txt"
TARGET = HERE.parents[1] / "corpus" / "samples" / "sample-filing.docx"
ANSWERS = TARGET.with_name("sample-filing.answers.yaml")

FIXED = datetime(2026, 10, 26, 9, 0, 0)
BODY, TITLE, HEAD, NOTE, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
AUTO_NUM, AUTO_START = 77, 28
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FOOTNOTES_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
MARKUP = re.compile(r"\[\[(.+?)\]\]|\[\^\]|⏎")
ARTICLE = re.compile(r"^(第[一二三四五六七八九十百]+条)　")

Line = tuple[str, str]


def read_lines(path: Path = SOURCE) -> list[Line]:
    """Return the (kind, text) pairs of the source text."""
    pairs = (row.split("\t", 1) for row in path.read_text("utf-8").splitlines() if row)
    return [(kind, text) for kind, text in pairs]


def make(tag: str, **attributes: str) -> BaseOxmlElement:
    """Return a new ``w:`` element with ``w:`` attributes."""
    element: BaseOxmlElement = OxmlElement(f"w:{tag}")  # type: ignore[assignment]
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def set_font(target: Run | ParagraphStyle, font: str, size: float | None = None) -> None:
    """Set the Latin and the East Asian font (and size in points)."""
    target.font.name = font
    if size:
        target.font.size = Pt(size)
    fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)


# -- page and styles -------------------------------------------------------


def set_page(doc: Doc) -> None:
    """A4 with the margins of GB/T 9704 and a 22 by 28 character grid."""
    section = doc.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(25)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(make("docGrid", type="lines", linePitch="579"))


def add_style(doc: Doc, name: str, font: str, size: float, *, indent: bool = False) -> ParagraphStyle:
    """Add a paragraph style; ``indent`` gives the two-character first line."""
    style = doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    set_font(style, font, size)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28.95)
    if indent:
        indent_two(style.element.get_or_add_pPr())
    else:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return style


def indent_two(properties: BaseOxmlElement) -> None:
    """Indent the first line by two characters, as Word writes it."""
    properties.insert_element_before(
        make("ind", firstLineChars="200", firstLine="640"),
        "w:contextualSpacing",
        "w:jc",
        "w:outlineLvl",
        "w:rPr",
    )


def set_styles(doc: Doc) -> None:
    """Create the styles of the regulation."""
    normal = doc.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    set_font(normal, BODY, 16)
    add_style(doc, "标题名", TITLE, 22).paragraph_format.line_spacing = Pt(36)
    add_style(doc, "题注行", NOTE, 16)
    for name, level in (("章标题", "0"), ("节标题", "1")):
        style = add_style(doc, name, HEAD if level == "0" else NOTE, 16)
        style.paragraph_format.keep_with_next = True
        style.element.get_or_add_pPr().append(make("outlineLvl", val=level))
    add_style(doc, "目录名", HEAD, 16)
    add_style(doc, "目录行", BODY, 16, indent=True)
    add_style(doc, "条文", BODY, 16, indent=True)
    auto = add_style(doc, "自动条", BODY, 16, indent=True)
    auto.element.get_or_add_pPr().insert_element_before(number_properties(AUTO_NUM), "w:spacing", "w:ind", "w:jc")
    add_style(doc, "表格字", BODY, 10.5)
    add_style(doc, "附件名", HEAD, 16).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT


def number_properties(number: int) -> BaseOxmlElement:
    """Return ``w:numPr`` for level 0 of list ``number`` (0 means none)."""
    properties = make("numPr")
    properties.append(make("ilvl", val="0"))
    properties.append(make("numId", val=str(number)))
    return properties


def add_numbering(doc: Doc) -> None:
    """Add the list 第%1条 that starts at the first article of chapter four."""
    numbering = doc.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{AUTO_NUM}">'
        '<w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="{AUTO_START}"/>'
        '<w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="space"/>'
        '<w:lvlText w:val="第%1条"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLineChars="200" w:firstLine="640"/></w:pPr>'
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{HEAD}" w:hAnsi="{HEAD}"'
        f' w:eastAsia="{HEAD}"/></w:rPr></w:lvl></w:abstractNum>'
    )
    first = numbering.find(qn("w:num"))
    numbering.append(abstract) if first is None else first.addprevious(abstract)
    number = make("num", numId=str(AUTO_NUM))
    number.append(make("abstractNumId", val=str(AUTO_NUM)))
    numbering.append(number)


# -- header, footer, footnote ----------------------------------------------


def add_field(paragraph: Paragraph, code: str) -> None:
    """Append a complex field, for instance PAGE."""
    for kind in ("begin", "instr", "separate", "text", "end"):
        run = paragraph.add_run("1" if kind == "text" else None)
        set_font(run, SONG, 14)
        if kind == "instr":
            text = make("instrText")
            text.text = f" {code} "
            run._r.append(text)
        elif kind != "text":
            run._r.append(make("fldChar", fldCharType=kind))


def add_page_number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """Write the page number between dashes, one character from the edge."""
    paragraph.alignment = side
    set_font(paragraph.add_run("　— " if side == WD_ALIGN_PARAGRAPH.LEFT else "— "), SONG, 14)
    add_field(paragraph, "PAGE")
    set_font(paragraph.add_run(" —　" if side == WD_ALIGN_PARAGRAPH.RIGHT else " —"), SONG, 14)


def set_header_footer(doc: Doc, mark: str) -> None:
    """Odd, even and first-page footers; ``mark`` stands in the first header."""
    doc.settings.odd_and_even_pages_header_footer = True
    section = doc.sections[0]
    section.different_first_page_header_footer = True
    set_font(section.first_page_header.paragraphs[0].add_run(mark), HEAD, 16)
    for footer in (section.footer, section.first_page_footer):
        add_page_number(footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    add_page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def add_footnotes(doc: Doc, text: str) -> None:
    """Add the footnotes part with the two separators and note 1."""
    fonts = f'<w:rPr><w:rFonts w:ascii="{BODY}" w:hAnsi="{BODY}" w:eastAsia="{BODY}"/><w:sz w:val="21"/></w:rPr>'
    marks = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    body = (
        '<w:footnote w:id="1"><w:p><w:r><w:rPr><w:sz w:val="21"/><w:vertAlign w:val="superscript"/></w:rPr>'
        f'<w:footnoteRef/></w:r><w:r>{fonts}<w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    xml = f"{head}<w:footnotes {nsdecls('w')}>{marks}{body}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, xml.encode(), doc.part.package)
    doc.part.relate_to(part, FOOTNOTES_REL)


def add_footnote_reference(paragraph: Paragraph) -> None:
    """Append the reference to note 1."""
    run = paragraph.add_run()
    run.font.superscript = True
    run._r.append(make("footnoteReference", id="1"))


# -- text ------------------------------------------------------------------


def add_split(paragraph: Paragraph, pieces: Iterable[str]) -> None:
    """Add each piece as a run of its own; ``*`` makes it bold, ``_`` underlined."""
    for piece in pieces:
        run = paragraph.add_run(piece.lstrip("*_"))
        run.bold = True if piece.startswith("*") else None
        run.underline = True if piece.startswith("_") else None
        if not piece.startswith(("*", "_")):
            set_font(run, SONG)


def add_text(paragraph: Paragraph, text: str) -> None:
    """Add text with the inline markup [[a|b]], [^] and the line break sign."""
    number = ARTICLE.match(text)
    if number:
        set_font(paragraph.add_run(number[1]), HEAD)
        text = text[number.end(1) :]
    at = 0
    for mark in MARKUP.finditer(text):
        if mark.start() > at:
            paragraph.add_run(text[at : mark.start()])
        at = mark.end()
        if mark[1]:
            add_split(paragraph, mark[1].split("|"))
        elif mark[0] == "⏎":
            paragraph.add_run().add_break()
        else:
            add_footnote_reference(paragraph)
    if at < len(text):
        paragraph.add_run(text[at:])


def add_contents(doc: Doc, lines: list[Line]) -> None:
    """Type the table of contents: every chapter and section head."""
    doc.add_paragraph(style="目录行")
    doc.add_paragraph("目　　录", style="目录名")
    for kind, text in lines:
        if kind in "CS":
            doc.add_paragraph(("　" if kind == "S" else "") + text, style="目录行")


def add_body(doc: Doc, lines: list[Line]) -> None:
    """Write chapters, sections, articles and their paragraphs."""
    styles = {"C": "章标题", "S": "节标题", "A": "条文", "P": "条文", "U": "自动条", "Z": "自动条"}
    started = False
    for kind, text in lines:
        if kind not in styles:
            continue
        if kind == "C":
            doc.add_paragraph(style="条文")
        paragraph = doc.add_paragraph(style=styles[kind])
        if kind == "C" and not started:
            paragraph.paragraph_format.page_break_before = started = True
        if kind == "Z":  # a second paragraph that switches the style's number off
            properties = paragraph._p.get_or_add_pPr()
            properties._insert_numPr(number_properties(0))  # type: ignore[attr-defined]
            indent_two(properties)
        add_text(paragraph, text)


# -- annex -----------------------------------------------------------------


def fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    """Write one table cell."""
    paragraph = cell.paragraphs[0]
    paragraph.style = "表格字"
    paragraph.paragraph_format.line_spacing = Pt(18)
    paragraph.add_run(text).bold = True if bold else None


def add_annex(doc: Doc, lines: list[Line]) -> None:
    """Write the annex on a new page: label, title and a real table."""
    text = {kind: value for kind, value in lines if kind in "XYH"}
    rows = [text["H"].split("\t")] + [value.split("\t") for kind, value in lines if kind == "R"]
    label = doc.add_paragraph(text["X"], style="附件名")
    label.paragraph_format.page_break_before = True
    doc.add_paragraph(style="条文")
    doc.add_paragraph(text["Y"], style="标题名")
    doc.add_paragraph(style="条文")
    table = doc.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = (Mm(14), Mm(31), Mm(31), Mm(32), Mm(48))
    for index, row in enumerate(rows):
        for cell, value, width in zip(table.rows[index].cells, row, widths, strict=True):
            cell.width = width
            fill(cell, value, bold=index == 0)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    table.rows[0]._tr.get_or_add_trPr().append(make("tblHeader"))


# -- output ----------------------------------------------------------------


def set_properties(doc: Doc, title: str) -> None:
    """Fix the core properties so that the file does not change by itself."""
    core = doc.core_properties
    core.title, core.author, core.last_modified_by = title, "lawcheck sample", "lawcheck sample"
    core.comments, core.subject, core.language = "虚构样例 fictional sample", "", "zh-CN"
    core.created = core.modified = core.last_printed = FIXED
    core.revision = 1


def stable_zip(data: bytes) -> bytes:
    """Rewrite a zip file with sorted names and fixed timestamps."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            if name == "docProps/thumbnail.jpeg":
                continue
            info = zipfile.ZipInfo(name, FIXED.timetuple()[:6])
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(info, clean(name, old.read(name)))
    return out.getvalue()


def clean(name: str, data: bytes) -> bytes:
    """Drop the reference to the template's thumbnail picture."""
    if name == "_rels/.rels":
        return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", data)
    return data


def build(lines: list[Line]) -> bytes:
    """Return the docx file as bytes."""
    doc = Document()
    values = dict(reversed(lines))
    set_page(doc)
    add_numbering(doc)
    set_styles(doc)
    set_header_footer(doc, values["K"])
    doc.add_paragraph(style="条文")
    doc.add_paragraph(values["T"], style="标题名")
    doc.add_paragraph(style="条文")
    doc.add_paragraph(values["N"], style="题注行")
    add_contents(doc, lines)
    add_body(doc, lines)
    add_annex(doc, lines)
    add_footnotes(doc, values["F"])
    set_properties(doc, values["T"])
    out = io.BytesIO()
    doc.save(out)
    return stable_zip(out.getvalue())


def main() -> None:
    """Write the docx and put its hash into the answers."""
    data = build(read_lines())
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    if ANSWERS.exists():
        text = ANSWERS.read_text("utf-8")
        ANSWERS.write_text(re.sub(r"(?m)^sha256: .*$", f"sha256: {digest}", text), "utf-8")
    print(f"{TARGET} {digest}")


if __name__ == "__main__":
    main()
