"""The styles of a text laid out as an official document (公文), as a law is published (法规), and of letters."""

from __future__ import annotations

from tools.word_templates.wordml import (
    BODY,
    BODY_POINTS,
    CLOSER,
    HEAD,
    HEADER,
    KEEP,
    LINE_PITCH,
    NAMESPACES,
    NOTE,
    OFF_GRID,
    RED,
    SONG,
    TITLE,
    TITLE_POINTS,
    align,
    fonts,
    indent,
    outline,
    rule,
    size,
    spacing,
    style,
)

_HALF = LINE_PITCH // 2
_AROUND = spacing(_HALF, _HALF)
_TITLE_LINE = 640  # twips from line to line of a title of two lines
_PUBLISHED_TITLE_LINE = 560  # 28 pt, as the files of 国家法律法规数据库 have it
_CLOSE = spacing(20, 20, 240, "auto")
_CENTRE = align("center")


def official() -> str:
    """Styles of a document under GB/T 9704-2012."""
    return _sheet(_title(_TITLE_LINE), _note_centred(), *_headings(HEAD), *_contents(BODY), *_shared())


def published() -> str:
    """Styles of a law as 国家法律法规数据库 publishes it (measured in its Word files).

    题注 and 目录 are set in 楷体, the note two characters in from both sides, the contents without page numbers,
    编 and 章 in 黑体, 节 in 宋体.
    """
    return _sheet(_title(_PUBLISHED_TITLE_LINE), _note_inset(), *_headings(SONG), *_contents(NOTE), *_shared())


def letters() -> str:
    """Styles of letters: those of an official document, and its head, addressee, annexes and imprint."""
    return _sheet(_title(_TITLE_LINE), _note_centred(), *_headings(HEAD), *_contents(BODY), *_shared(), *_letter())


def digest() -> str:
    """Styles of a digest of comments: small print, a page for each clause."""
    return _sheet(_title(_TITLE_LINE), *_shared(), *_digest())


def _sheet(*paragraphs: str) -> str:
    parts = (_defaults(), _normal(), *paragraphs, _number(), _tables())
    return f"{HEADER}<w:styles {NAMESPACES}>{''.join(parts)}</w:styles>"


def _defaults() -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY)}{size(BODY_POINTS)}"
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:widowControl w:val="0"/>{spacing()}</w:pPr></w:pPrDefault></w:docDefaults>'
    )


def _normal() -> str:
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/>{spacing()}{align("both")}</w:pPr>'
        f'<w:rPr>{fonts(BODY)}<w:spacing w:val="{CLOSER}"/>{size(BODY_POINTS)}</w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )


def _title(line: int) -> str:
    place = f"{KEEP}{OFF_GRID}{spacing(LINE_PITCH, LINE_PITCH, line)}{indent()}{_CENTRE}"
    return style("Title", "Title", place, fonts(TITLE) + size(TITLE_POINTS))


def _note_centred() -> str:
    return style("LawNote", "题注", f"{indent()}{_CENTRE}", fonts(NOTE))


def _note_inset() -> str:
    return style("LawNote", "题注", f"{spacing(0, LINE_PITCH)}{indent(left=2, right=2)}", fonts(NOTE))


def _headings(deeper: str) -> list[str]:
    """章 and 节 as Word headings: the navigation pane lists them; half a line before and after keeps the grid."""
    return [_heading(level, HEAD if level == 1 else deeper) for level in range(1, 5)]


def _heading(level: int, font: str) -> str:
    place = f"{KEEP}<w:keepLines/>{_AROUND}{indent()}{_CENTRE}{outline(level)}"
    return style(f"Heading{level}", f"heading {level}", place, fonts(font), following="LawArticle")


def _contents(font: str) -> list[str]:
    entries = [style(f"TOC{n}", f"toc {n}", indent(left=2 * n + 2, hanging=2), fonts(font)) for n in range(1, 5)]
    head = fonts(HEAD if font == BODY else font)
    return [style("LawTocHeading", "目录标题", f"{KEEP}{_AROUND}{indent()}{_CENTRE}", head), *entries]


def _shared() -> list[str]:
    return [
        style("LawFurniture", "版头", f"{indent()}{_CENTRE}"),
        style("LawArticle", "条文", indent(2)),
        style("LawItem", "项", indent(2), base="LawArticle"),
        style("LawIndent", "目", indent(2), base="LawArticle"),
        style("LawClauseHeading", "层次标题", f"{KEEP}{indent(2)}{outline(2)}", fonts(HEAD), base="LawArticle"),
        style("LawSign", "落款", f"{KEEP}<w:keepLines/>{indent(right=4)}{align('right')}"),
        *_annexes(),
        style("LawTable", "表格文字", f"{OFF_GRID}{_CLOSE}{indent()}{align('left')}", size(12)),
        style("LawTableHead", "表头", _CENTRE, fonts(HEAD), base="LawTable"),
        style("LawAside", "附注", f"{OFF_GRID}{spacing(0, 0, 360)}{indent(2)}", size(12)),
        style("Footer", "footer", f"{OFF_GRID}{_CLOSE}{indent()}", fonts(SONG) + size(14)),
    ]


def _annexes() -> list[str]:
    mark = f"{KEEP}<w:pageBreakBefore/>{indent()}{align('left')}{outline(1)}"
    title = f"{KEEP}{OFF_GRID}{spacing(LINE_PITCH, LINE_PITCH, _TITLE_LINE)}{indent()}{_CENTRE}{outline(2)}"
    return [
        style("LawAnnex", "附件标识", mark, fonts(HEAD)),
        style("LawAnnexTitle", "附件标题", title, fonts(TITLE) + size(TITLE_POINTS)),
    ]


def _letter() -> list[str]:
    """7.2 head, 7.3 body, 7.4 imprint of GB/T 9704-2012."""
    mark = f"{KEEP}{OFF_GRID}{spacing(0, LINE_PITCH, 800)}{indent()}{_CENTRE}"
    red = f'{fonts(TITLE)}<w:color w:val="{RED}"/>'
    line = rule("bottom", RED, 12, 4)
    imprint = f"<w:keepLines/>{rule('top', '000000', 8, 1)}{indent(first=0, left=1, right=1)}"
    return [
        style("LawLast", "正文末段", f"{KEEP}{indent(2)}", base="LawArticle"),
        style("LawBlank", "空行", f"{KEEP}{indent()}"),
        style("LawMark", "发文机关标志", mark, red + size(30)),
        style("LawMarkLong", "发文机关标志（长）", mark, red + size(20), base="LawMark"),
        style("LawDocNumber", "发文字号", f"{KEEP}{line}{spacing(0, _HALF)}{indent()}{_CENTRE}"),
        style("LawTo", "主送机关", f"{KEEP}{indent()}{align('left')}"),
        style("LawLevel1", "一级标题", f"{KEEP}{indent(2)}{outline(1)}", fonts(HEAD), following="LawArticle"),
        style("LawLevel2", "二级标题", f"{KEEP}{indent(2)}{outline(2)}", fonts(NOTE), following="LawArticle"),
        style("LawAttachment", "附件说明", f"{KEEP}{indent(left=5, hanging=3)}{align('left')}"),
        style("LawDate", "成文日期", f"{KEEP}{indent(right=4)}{align('right')}", base="LawSign"),
        style("LawContact", "联系方式", f"{KEEP}{indent(2)}", base="LawArticle"),
        style("LawImprint", "版记", imprint, size(14)),
    ]


def _digest() -> list[str]:
    """A page of a digest has to hold what hundreds of people want of a clause: 10.5 points, lines close."""
    close = spacing(0, 0, 300)
    clause = f"{KEEP}<w:pageBreakBefore/>{OFF_GRID}{spacing(0, 120, 400)}{indent()}{align('left')}{outline(1)}"
    head = f"{KEEP}{OFF_GRID}{spacing(140, 40, 300)}{indent()}{align('left')}"
    return [
        style("LawDigestText", "汇总正文", f"{OFF_GRID}{close}{indent()}{align('left')}", size(10.5)),
        style("LawDigestTableHead", "汇总表头", f"{KEEP}{_CENTRE}", fonts(HEAD), base="LawDigestText"),
        style("LawDigestSource", "汇总附注", "", fonts(NOTE) + size(9), base="LawDigestText"),
        style("LawDigestClause", "汇总条款", clause, fonts(HEAD) + size(16), following="LawDigestText"),
        style(
            "LawDigestCount", "汇总计数", f"{KEEP}{OFF_GRID}{spacing(80, 40, 300)}", fonts(HEAD), base="LawDigestText"
        ),
        style("LawDigestHead", "汇总小标题", head, fonts(HEAD) + size(11), following="LawDigestText"),
        style("LawDigestBar", "汇总条形", f"{OFF_GRID}{spacing(0, 0, 100)}{indent()}", size(4)),
    ]


def _number() -> str:
    return (
        '<w:style w:type="character" w:customStyle="1" w:styleId="LawNumber"><w:name w:val="条号"/><w:qFormat/>'
        f"<w:rPr>{fonts(HEAD)}</w:rPr></w:style>"
    )


def _tables() -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        '</w:tblPr></w:style><w:style w:type="table" w:styleId="LawGrid"><w:name w:val="Table Grid"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr></w:style>'
    )
