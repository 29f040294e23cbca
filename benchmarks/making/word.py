"""Word files of a law: typed numbers, automatic numbers in one list or two, and the mess that drafts really are."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape

from making.law import Article, Law, numeral

__all__ = ["GAPS", "automatic", "messy", "plain"]

# What stands between 第X条 and its text in real files.
GAPS = ("\u3000", " ", "  ", "\xa0 ", "\xa0\xa0", "\u3000\u3000")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_BODY = '<w:spacing w:line="579" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/>'
_CENTER = '<w:spacing w:line="579" w:lineRule="exact"/><w:jc w:val="center"/>'
_FONTS = '<w:rFonts w:ascii="{0}" w:eastAsia="{0}" w:hAnsi="{0}"/><w:sz w:val="{1}"/>'
_SONG, _FANG, _HEI = _FONTS.format("方正小标宋简体", 44), _FONTS.format("仿宋_GB2312", 32), _FONTS.format("黑体", 32)
_PAGE = (
    '<w:footerReference w:type="default" r:id="rId1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1587" w:header="851" w:footer="1400"/>'
)
_FOOTER = (
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar '
    'w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/>'
    '</w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    "</w:p>"
)


class _Numbers(NamedTuple):
    """How paragraphs get their numbers: list and level of 章, 条 and 项; ``styled``: through paragraph styles."""

    format: str
    separate: bool
    styled: bool


def plain(law: Law, chance: random.Random) -> bytes:
    """Typed numbers, laid out as GB/T 9704 wants it; some with a report of filing before it, some with contents."""
    gap, indent = chance.choice(GAPS), "\u3000\u3000" if chance.random() < 0.2 else ""
    body = [*_cover(law, chance), *_front(law, chance)]
    for article in law.articles:
        body += [_p(head, _CENTER, _HEI) for head in article.heads]
        first, *rest = article.paragraphs
        body.append(_p(f"{indent}第{numeral(article.number)}条{gap}{first}", _BODY))
        body += [_p(indent + text, _BODY) for text in rest]
    return _package("".join(body))


def automatic(law: Law, chance: random.Random, *, separate: bool) -> bytes:
    """Numbers that Word generates: 章 and 条 in one multilevel list with ``lvlRestart`` 0, or in two lists."""
    formats = ("chineseCountingThousand", "chineseCounting", "japaneseCounting")
    if len(law.articles) > 99:
        formats = formats[:1]
    numbers = _Numbers(chance.choice(formats), separate, chance.random() < 0.5)
    body = _front(law, chance, contents=False)
    for article in law.articles:
        for head in article.heads:
            kind, _, text = head.partition(head[1 + head[1:].index(next(c for c in head[1:] if c in "编章节"))])
            body.append(_auto(head, text, kind, numbers))
        first, *rest = article.paragraphs
        body.append(_p(first, _number(numbers, 1) + _BODY))
        body += [_p(text, _BODY) for text in rest]
    parts = {"numbering": _numbering(numbers), "styles": _styles(numbers)}
    return _package("".join(body), parts)


def _auto(head: str, text: str, _kind: str, numbers: _Numbers) -> str:
    """A chapter gets its number from the list; parts and sections are typed, as drafters do."""
    if "章" not in head.split("\u3000")[0].split(" ")[0]:
        return _p(head, _CENTER, _HEI)
    return _p(text.strip(" \u3000"), _number(numbers, 0) + _CENTER, _HEI)


def _number(numbers: _Numbers, level: int) -> str:
    if numbers.styled:
        return f'<w:pStyle w:val="law{level}"/>'
    list_id, depth = (level + 1, 0) if numbers.separate else (1, level)
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'


def _numbering(numbers: _Numbers) -> str:
    chapter, article = "第%1章", "第%1条" if numbers.separate else "第%2条"
    lists = [[chapter], [article]] if numbers.separate else [[chapter, article]]
    content = ""
    for key, texts in enumerate(lists):
        levels = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{numbers.format}"/>'
            + ('<w:lvlRestart w:val="0"/>' if depth else "")
            + (f'<w:pStyle w:val="law{key + depth}"/>' if numbers.styled else "")
            + f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/></w:lvl>'
            for depth, text in enumerate(texts)
        )
        content += f'<w:abstractNum w:abstractNumId="{key}">{levels}</w:abstractNum>'
    links = "".join(f'<w:num w:numId="{key + 1}"><w:abstractNumId w:val="{key}"/></w:num>' for key in range(len(lists)))
    return _part("numbering", content + links)


def _styles(numbers: _Numbers) -> str:
    styles = ""
    for level in (0, 1) if numbers.styled else ():
        list_id, depth = (level + 1, 0) if numbers.separate else (1, level)
        styles += (
            f'<w:style w:type="paragraph" w:styleId="law{level}"><w:name w:val="条例{level}"/><w:basedOn w:val="a"/>'
            f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr></w:style>'
        )
    return _part(
        "styles", '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>' + styles
    )


def messy(law: Law, chance: random.Random) -> bytes:
    """Split runs, tracked changes, comments, notes, boxes, links, controls, soft breaks, an annex with a table."""
    gap, marks = chance.choice(GAPS), iter(range(10_000))
    body = [_box("内部资料 注意保存"), *_front(law, chance)]
    for article in law.articles:
        body += [_p(head, _CENTER, _HEI) for head in article.heads]
        body += _messy_article(article, gap, chance, marks)
    body += [_p("", _BODY), _p("附件1", _BODY, _HEI), _p("行政处罚裁量基准表", _CENTER, _SONG), _table()]
    comments = "".join(
        f'<w:comment w:id="{i}" w:author="甲" w:date="2024-05-20T00:00:00Z"><w:p><w:r><w:t>请核实</w:t></w:r></w:p></w:comment>'
        for i in range(3)
    )
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>本条根据2024年修改决定修改。</w:t></w:r></w:p></w:footnote>'
    return _package("".join(body), {"comments": _part("comments", comments), "footnotes": _part("footnotes", notes)})


def _messy_article(article: Article, gap: str, chance: random.Random, marks: Iterator[int]) -> Iterator[str]:
    """Items sometimes follow their 款 behind soft breaks in the same paragraph."""
    first, *rest = article.paragraphs
    text = f"第{numeral(article.number)}条{gap}{first}"
    joined = "".join(f"\n{line}" for line in rest) if chance.random() < 0.15 else ""
    runs = _runs(text + joined, chance, marks)
    if article.number == 1:
        runs += '<w:r><w:footnoteReference w:id="2"/></w:r>'
    if article.number <= 3:
        key = article.number - 1
        runs = (
            f'<w:commentRangeStart w:id="{key}"/>{runs}<w:commentRangeEnd w:id="{key}"/>'
            f'<w:r><w:commentReference w:id="{key}"/></w:r>'
        )
    yield f"<w:p><w:pPr>{_BODY}</w:pPr>{runs}</w:p>"
    for line in () if joined else rest:
        yield f"<w:p><w:pPr>{_BODY}</w:pPr>{_runs(line, chance, marks)}</w:p>"


def _runs(text: str, chance: random.Random, marks: Iterator[int]) -> str:
    """The text in pieces, some of them wrapped as Word wraps them; deleted words stand between."""
    pieces = []
    while text:
        size = chance.choice((1, 2, 5, 9, 20, 60))
        piece, text = text[:size], text[size:]
        pieces.append(_wrapped(_r(piece), chance.randrange(40), next(marks) + 100))
    return "".join(pieces)


def _wrapped(run: str, kind: int, mark: int) -> str:
    by = f'w:id="{mark}" w:author="甲" w:date="2024-05-20T00:00:00Z"'
    wrappers = {
        0: f"<w:ins {by}>{run}</w:ins>",
        1: f"{run}<w:del {by}><w:r><w:delText>删去的文字</w:delText></w:r></w:del>",
        2: f'<w:hyperlink w:anchor="a">{run}</w:hyperlink>',
        3: f"<w:sdt><w:sdtPr/><w:sdtContent>{run}</w:sdtContent></w:sdt>",
        4: f'<w:proofErr w:type="spellStart"/>{run}<w:proofErr w:type="spellEnd"/>',
        5: f'<w:bookmarkStart w:id="{mark}" w:name="b{mark}"/>{run}<w:bookmarkEnd w:id="{mark}"/>',
        6: f'<w:smartTag w:uri="x" w:element="y">{run}</w:smartTag>',
        7: f"<w:moveTo {by}>{run}</w:moveTo>",
        8: f"{run}<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>",
        9: f"{run}<w:r><w:lastRenderedPageBreak/></w:r>",
    }
    return wrappers.get(kind, run)


# -- pieces ----------------------------------------------------------------------------------------------------------


def _cover(law: Law, chance: random.Random) -> list[str]:
    """The report that filings come with, in one file with the text."""
    if chance.random() < 0.5:
        return []
    lines = ("某市人民代表大会常务委员会文件", "", "某常备〔2024〕33号", "", f"关于报送《{law.title}》备案的报告", "")
    letter = ("全国人民代表大会常务委员会：", f"现将《{law.title}》报送备案，请予审查。", f"附件：{law.title}")
    end = ("某市人民代表大会常务委员会", "2024年5月20日", "")
    return [
        *(_p(line, _CENTER, _SONG) for line in lines),
        *(_p(line, _BODY) for line in letter),
        *(_p(line, '<w:jc w:val="right"/>') for line in end),
    ]


def _front(law: Law, chance: random.Random, *, contents: bool = True) -> list[str]:
    body = [_p(law.title, _CENTER, _SONG), _p("")]
    if law.note:
        body += [_p("（" + "\u3000".join(law.note) + "）", _CENTER), _p("")]
    heads = [head for article in law.articles for head in article.heads]
    if contents and heads and chance.random() < 0.6:
        body += [_p("目\u3000\u3000录", _CENTER, _HEI), *(_p(head, _BODY) for head in heads), _p("")]
    return body


def _p(text: str, properties: str = "", font: str = _FANG) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{_r(text, font) if text else ''}</w:p>"


def _r(text: str, font: str = _FANG) -> str:
    parts = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{font}</w:rPr>{'<w:br/>'.join(parts)}</w:r>"


def _box(text: str) -> str:
    inner = f"<w:txbxContent>{_p(text)}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>'
    old = f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
    return f"<w:p><w:r><mc:AlternateContent>{choice}{old}</mc:AlternateContent></w:r></w:p>"


def _table() -> str:
    rows = (
        ("违法行为", "依据", "裁量幅度"),
        ("情形1", "第一条", "处一千元以上五千元以下罚款"),
        ("情形2", "第二条", ""),
    )
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{_p(text)}</w:tc>" for text in row) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{cells}</w:tbl>"


def _part(tag: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{tag} {_NAMES}>{content}</w:{tag}>'


def _package(body: str, parts: dict[str, str] | None = None) -> bytes:
    """A docx with a footer and these parts."""
    held = {"footer": _part("ftr", _FOOTER), **(parts or {})}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{name}+xml"/>' for name in ("document.main", *held)
    ).replace("document.main.xml", "document.xml")
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{_R}/{name}" Target="{name}.xml"/>' for i, name in enumerate(held, 1)
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "word/document.xml": _part("document", f"<w:body>{body}<w:sectPr>{_PAGE}</w:sectPr></w:body>"),
        **{f"word/{name}.xml": content for name, content in held.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 20, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
