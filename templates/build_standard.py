"""Write ``templates/standard.docx``: page, grid, styles, fonts and page numbers after GB/T 9704-2012.

The measures stand here once, with the clause of the standard they come from. ``python templates/build_standard.py``
writes the file; the same code always gives the same bytes. A person may also edit ``standard.docx`` in Word: the
writer needs only the style ids and takes everything else as it finds it.
"""

from __future__ import annotations

import io
import math
import zipfile
from pathlib import Path

TARGET = Path(__file__).resolve().parent / "standard.docx"

BODY, TITLE, HEAD, NOTE, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
# What a machine without the licensed fonts should take instead.
SUBSTITUTES = {BODY: "仿宋", TITLE: "宋体", HEAD: "SimHei", NOTE: "楷体", SONG: "SimSun"}
TWIPS_PER_MM = 1440 / 25.4
# 5.1 A4 paper; 5.2.1 top margin 37 mm, binding edge 28 mm, type area 156 mm x 225 mm.
PAGE = {"w": 11906, "h": 16838}
TOP, LEFT, WIDTH, HEIGHT = 37, 28, 156, 225
# 5.2.3 22 lines of 28 characters fill the type area; 5.2.2 body in size 3 (16 pt).
LINES, CHARACTERS, BODY_POINTS = 22, 28, 16
# 7.5 page number in size 4 (14 pt) 宋体 between dashes, their top 7 mm below the type area; odd right, even left,
# one character from the edge.
FOOTER_GAP_MM, FOOTER_LINE_MM = 7, 6

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def twips(mm: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(mm * TWIPS_PER_MM)


LINE_PITCH = int(HEIGHT * TWIPS_PER_MM / LINES)
CHARACTER = WIDTH * TWIPS_PER_MM / CHARACTERS  # width of one character in twips
# 28 characters of 16 pt are 2 mm wider than the type area, so the body is set closer by this many twips. The grid is
# one of lines only: LibreOffice gives a character that is wider than the cell of a character grid two cells.
CLOSER = math.floor(CHARACTER - BODY_POINTS * 20)


def fonts(name: str) -> str:
    """The font for every script."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def size(points: float) -> str:
    """Character size."""
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def spacing(before: int = 0, after: int = 0, line: int = LINE_PITCH, rule: str = "exact") -> str:
    """Line pitch and the space around a paragraph, in twips."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


def indent(first: int = 0, left: int = 0, right: int = 0) -> str:
    """Indents in characters."""
    parts = ""
    for name, count in (("left", left), ("right", right), ("firstLine", first)):
        if count or name == "firstLine":
            parts += f' w:{name}Chars="{count * 100}" w:{name}="{round(count * CHARACTER)}"'
    return f"<w:ind{parts}/>"


def style(ident: str, name: str, paragraph: str, run: str = "", *, base: str = "Normal", following: str = "") -> str:
    """A paragraph style; the parts of ``paragraph`` come in schema order."""
    after = f'<w:next w:val="{following}"/>' if following else ""
    custom = ' w:customStyle="1"' if ident.startswith("Law") else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{ident}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base}"/>{after}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def heading(level: int) -> str:
    """章 and 节 as Word headings: the navigation pane lists them; half a line before and after keeps the grid."""
    half = LINE_PITCH // 2
    return style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/>{spacing(half, half)}{indent()}<w:jc w:val="center"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
        fonts(HEAD),
        following="LawArticle",
    )


def styles() -> str:
    """All styles that the writer names."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY)}{size(BODY_POINTS)}"
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:widowControl w:val="0"/>{spacing()}</w:pPr></w:pPrDefault></w:docDefaults>'
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/>{spacing()}<w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{fonts(BODY)}<w:spacing w:val="{CLOSER}"/>{size(BODY_POINTS)}</w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    centre, off_grid = '<w:jc w:val="center"/>', '<w:snapToGrid w:val="0"/>'
    around, big = spacing(LINE_PITCH // 2, LINE_PITCH // 2), spacing(LINE_PITCH, LINE_PITCH, 640)
    close = spacing(20, 20, 240, "auto")
    plain = [
        style("Title", "Title", f"<w:keepNext/>{off_grid}{big}{indent()}{centre}", fonts(TITLE) + size(22)),
        style("LawFurniture", "版头", f"{indent()}{centre}"),
        style("LawNote", "题注", f"{indent()}{centre}", fonts(NOTE)),
        style("LawArticle", "条文", indent(2)),
        style("LawItem", "项", indent(2), base="LawArticle"),
        style("LawIndent", "目", indent(2), base="LawArticle"),
        style("LawClauseHeading", "层次标题", f"<w:keepNext/>{indent(2)}", fonts(HEAD), base="LawArticle"),
        style("LawSign", "落款", f'<w:keepLines/>{indent(right=4)}<w:jc w:val="right"/>'),
        style(
            "LawAnnex",
            "附件标识",
            f'<w:keepNext/><w:pageBreakBefore/>{indent()}<w:jc w:val="left"/><w:outlineLvl w:val="0"/>',
            fonts(HEAD),
        ),
        style(
            "LawAnnexTitle",
            "附件标题",
            f'<w:keepNext/>{off_grid}{big}{indent()}{centre}<w:outlineLvl w:val="1"/>',
            fonts(TITLE) + size(22),
        ),
        style("LawTable", "表格文字", f'{off_grid}{close}{indent()}<w:jc w:val="left"/>', size(12)),
        style("LawTableHead", "表头", centre, fonts(HEAD), base="LawTable"),
        style("LawAside", "附注", f"{off_grid}{spacing(0, 0, 360)}{indent(2)}", size(12)),
        style("LawTocHeading", "目录标题", f"<w:keepNext/>{around}{indent()}{centre}", fonts(HEAD)),
        *(style(f"TOC{n}", f"toc {n}", indent(left=2 * n)) for n in range(1, 5)),
        *(heading(n) for n in range(1, 5)),
        style("Footer", "footer", f"{off_grid}{close}{indent()}", fonts(SONG) + size(14)),
    ]
    number = (
        '<w:style w:type="character" w:customStyle="1" w:styleId="LawNumber"><w:name w:val="条号"/><w:qFormat/>'
        f"<w:rPr>{fonts(HEAD)}</w:rPr></w:style>"
    )
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        '</w:tblPr></w:style><w:style w:type="table" w:styleId="LawGrid"><w:name w:val="Table Grid"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr></w:style>'
    )
    return f"{HEADER}<w:styles {NAMESPACES}>{defaults}{normal}{''.join(plain)}{number}{table}</w:styles>"


def footer(side: str) -> str:
    """— 1 — one character from the outer edge."""
    place = indent(right=1) if side == "right" else indent(left=1)
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    properties = f'<w:pStyle w:val="Footer"/>{place}<w:jc w:val="{side}"/>'
    return f"{HEADER}<w:ftr {NAMESPACES}><w:p><w:pPr>{properties}</w:pPr>{field}</w:p></w:ftr>"


def document() -> str:
    """An empty body with the section that carries page, margins, footers and grid."""
    bottom = PAGE["h"] - twips(TOP) - twips(HEIGHT)
    right = PAGE["w"] - twips(LEFT) - twips(WIDTH)
    foot = bottom - twips(FOOTER_GAP_MM) - twips(FOOTER_LINE_MM)
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{PAGE["w"]}" w:h="{PAGE["h"]}"/>'
        f'<w:pgMar w:top="{twips(TOP)}" w:right="{right}" w:bottom="{bottom}"'
        f' w:left="{twips(LEFT)}" w:header="851" w:footer="{foot}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE_PITCH}"/></w:sectPr>'
    )
    return f"{HEADER}<w:document {NAMESPACES}><w:body><w:p/>{section}</w:body></w:document>"


def font_table() -> str:
    """The fonts that the standard names, with what may stand in for them."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        '<w:pitch w:val="default"/></w:font>'
        for name, other in SUBSTITUTES.items()
    )
    return f"{HEADER}<w:fonts {NAMESPACES}>{entries}</w:fonts>"


SETTINGS = (
    f"{HEADER}<w:settings {NAMESPACES}><w:evenAndOddHeaders/>"
    f'<w:drawingGridVerticalSpacing w:val="{LINE_PITCH // 2}"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
CORE = (
    f'{HEADER}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title></dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>"
)
_PARTS = {
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/word/document.xml": f"{OFFICE}.document.main+xml",
    "/word/styles.xml": f"{OFFICE}.styles+xml",
    "/word/settings.xml": f"{OFFICE}.settings+xml",
    "/word/fontTable.xml": f"{OFFICE}.fontTable+xml",
    "/word/footer1.xml": f"{OFFICE}.footer+xml",
    "/word/footer2.xml": f"{OFFICE}.footer+xml",
}
CONTENT_TYPES = (
    f'{HEADER}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _PARTS.items())
    + "</Types>"
)


def relations(*entries: tuple[str, str]) -> str:
    """A relationships part; ids count from rId1."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(entries, 1)
    )
    return f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def parts() -> dict[str, str]:
    """Every part of the package by name, in the order of the zip."""
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(
            (f"{RELATIONS}/officeDocument", "word/document.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": CORE,
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relations(
            (f"{RELATIONS}/styles", "styles.xml"),
            (f"{RELATIONS}/settings", "settings.xml"),
            (f"{RELATIONS}/fontTable", "fontTable.xml"),
            (f"{RELATIONS}/footer", "footer1.xml"),
            (f"{RELATIONS}/footer", "footer2.xml"),
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": footer("right"),
        "word/footer2.xml": footer("left"),
    }


def build() -> bytes:
    """The template as a zip with fixed dates."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts().items():
            info = zipfile.ZipInfo(name)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            package.writestr(info, text.encode())
    return buffer.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(build())
    print(TARGET)  # the one line this command says
