from __future__ import annotations

import gc
import io
import zipfile
from pathlib import Path

import pytest
from docx_samples import docx, entries, level, numbered, numbering, p, package, part_xml, r, tbl
from lxml import etree

from lawcheck.document import SourceText, parse
from lawcheck.readers import iter_paragraphs, read, visible_runs
from lawcheck.resources import corpus_dir

BREAK = "<w:r><w:br/></w:r>"
PICT = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"


def source(body: str, **options: object) -> SourceText:
    return read("条例.docx", data=docx(body, **options))


def texts(body: str, **options: object) -> list[str]:
    return [block.text for block in source(body, **options).blocks]


def codes(text: SourceText) -> list[str]:
    return [problem.code for problem in text.problems]


# -- what is visible ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (r("第一") + r("条　甲", "<w:b/>"), "第一条　甲"),
        (r("甲") + BREAK + r("乙"), "甲\n乙"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:cr/><w:t>丙</w:t><w:noBreakHyphen/></w:r>", "甲\t乙\n丙-"),
        ("<w:r><w:t>甲\n乙</w:t></w:r>", "甲 乙"),
        ('<w:r><w:t>甲</w:t><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "甲□"),
        ('<w:r><w:sym w:font="x" w:char="zz"/><w:t>甲</w:t></w:r>', "甲"),
        ('<w:hyperlink r:id="x">' + r("甲") + "</w:hyperlink>" + r("乙"), "甲乙"),
        ("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>" + r("甲") + "</w:sdtContent></w:sdt>", "甲"),
        ('<w:smartTag w:element="x">' + r("甲") + "</w:smartTag>", "甲"),
        ('<w:fldSimple w:instr=" PAGE ">' + r("3") + "</w:fldSimple>", "3"),
        (
            "<w:r><w:ruby><w:rt>"
            + r("pin")
            + "</w:rt><w:rubyBase>"
            + r("拼")
            + "</w:rubyBase></w:ruby></w:r>"
            + r("音"),
            "拼音",
        ),
        ("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "a+b"),
        (
            "<mc:AlternateContent><mc:Choice Requires='x'>"
            + r("新")
            + "</mc:Choice><mc:Fallback>"
            + r("旧")
            + "</mc:Fallback></mc:AlternateContent>",
            "新",
        ),
        ("<mc:AlternateContent><mc:Fallback>" + r("旧") + "</mc:Fallback></mc:AlternateContent>", "旧"),
    ],
)
def test_shows_what_word_shows(inner: str, shown: str) -> None:
    assert source(f"<w:p>{inner}</w:p>").blocks[0].content == shown


def test_field_instructions_are_no_text_even_nested() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> IF </w:instrText></w:r>"
    inner = mark("begin") + code + mark("begin") + code + mark("separate") + r("内") + mark("end")
    assert texts(p(r("前"), inner, mark("separate"), r("果"), mark("end"), r("后"))) == ["前果后\n"]


def test_a_field_that_never_separates_hides_nothing() -> None:
    assert texts(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "第一条")) == ["第一条\n"]


def test_hidden_text_is_left_out_and_noted() -> None:
    text = source(p(r("甲"), r("暗", "<w:vanish/>"), r("乙", '<w:vanish w:val="0"/>')))
    assert (text.text, codes(text)) == ("甲乙\n", ["P207"])
    assert "暗" in text.problems[0].message


def test_pictures_are_counted() -> None:
    assert codes(source(p("甲", "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"))) == ["P213"]


# -- tracked changes ---------------------------------------------------------------------------------------------------


def test_tracked_changes_are_read_as_accepted() -> None:
    moved = "<w:moveFrom>" + r("走") + "</w:moveFrom><w:moveTo>" + r("来") + "</w:moveTo>"
    body = p("第一条　", "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>" + r("新") + "</w:ins>", moved)
    text = source(body + p("第二条"))
    assert text.text == "第一条　新来\n第二条\n"
    assert [(q.code, text.slice(q.span)) for q in text.problems] == [("P201", "第一条　新来")]


def test_a_deleted_paragraph_disappears_and_a_deleted_mark_joins_the_next() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    text = source(p("甲") + p("<w:del>" + r("无") + "</w:del>", properties=gone) + p("乙", properties=gone) + p("丙。"))
    assert text.text == "甲\n乙丙。\n"
    assert [b.provenance.paragraph for b in text.blocks] == [0, 2, 3]
    assert codes(text) == ["P202"]


def test_deleted_rows_are_left_out() -> None:
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("删") + "</w:tc><w:tc><w:p/></w:tc></w:tr>"
    table = tbl((p("甲"), p("乙"))).replace("</w:tbl>", row + "</w:tbl>")
    text = source(table)
    assert (text.text, codes(text)) == ("甲\t乙\n", ["P215"])


# -- tables ------------------------------------------------------------------------------------------------------------


def test_cells_are_blocks_with_their_place() -> None:
    text = source(p("前") + tbl((p("违法行为"), p("裁量") + p("幅度")), (p("甲"), "<w:p/>")) + p("后"))
    cells = [(b.text, b.kind, *b.provenance[1:5]) for b in text.blocks]
    assert cells == [
        ("前\n", "paragraph", 0, None, None, None),
        ("违法行为\t", "cell", 1, 0, 0, 0),
        ("裁量 ", "cell", 2, 0, 0, 1),
        ("幅度\n", "cell", 3, 0, 0, 1),
        ("甲\t", "cell", 4, 0, 1, 0),
        ("\n", "cell", 5, 0, 1, 1),
        ("后\n", "paragraph", 6, None, None, None),
    ]


def test_columns_count_spans() -> None:
    table = tbl(("<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + p("宽"), p("末")), (p("一"), p("二"), p("三")))
    assert [b.provenance.column for b in source(table).blocks] == [0, 2, 0, 1, 2]


def test_a_table_inside_a_cell_stays_in_that_cell() -> None:
    assert texts(tbl((p("外") + tbl((p("内一"), p("内二"))), p("右")))) == ["外 ", "内一 ", "内二\t", "右\n"]


def test_a_frame_around_articles_is_no_table() -> None:
    layout = tbl((p("第一条　甲。") + p("第二条　乙。"), p("页边")))
    assert [(b.text, b.kind) for b in source(layout).blocks] == [
        ("第一条　甲。\n", "paragraph"),
        ("第二条　乙。\n", "paragraph"),
        ("页边\n", "paragraph"),
    ]


def test_article_numbers_in_cells_do_not_make_a_layout_table() -> None:
    assert {b.kind for b in source(tbl((p("行为"), p("依据")), (p("情形"), p("第一条") + p("第二条")))).blocks} == {
        "cell"
    }


def test_a_cell_without_paragraph_keeps_its_column() -> None:
    assert texts(tbl(("", p("乙")))) == ["\t", "乙\n"]


# -- other parts -------------------------------------------------------------------------------------------------------


def test_other_parts_follow_the_body_with_their_names() -> None:
    note = '<w:footnote w:type="separator">{}</w:footnote><w:footnote w:id="1">{}</w:footnote>'
    text = source(
        p(PICT.format(p("框")), "正文"),
        comments=part_xml("comments", "<w:comment>" + p("批") + "</w:comment>"),
        footer=part_xml("ftr", "<w:p/>" + p("— 1 —")),
        header1=part_xml("hdr", p("眉一")),
        header2=part_xml("hdr", p("眉二")),
        footnotes=part_xml("footnotes", note.format(p("线"), p("注"))),
    )
    assert [(b.content, b.provenance.part, b.provenance.paragraph, b.provenance.name) for b in text.blocks] == [
        ("正文", "body", 0, "word/document.xml"),
        ("框", "textbox", 1, "word/document.xml"),
        ("注", "footnote", 1, "word/footnotes.xml"),
        ("眉一", "header", 0, "word/header1.xml"),
        ("眉二", "header", 0, "word/header2.xml"),
        ("— 1 —", "footer", 1, "word/footer.xml"),
        ("批", "comment", 0, "word/comments.xml"),
    ]
    assert codes(text) == ["P208"]


def test_text_boxes_inside_text_boxes_are_read_once() -> None:
    inner = PICT.format(p("里"))
    both = (
        f"<mc:AlternateContent><mc:Choice>{PICT.format(p('外', inner))}</mc:Choice><mc:Fallback>{PICT.format(p('旧'))}"
    )
    text = source(p("正", both + "</mc:Fallback></mc:AlternateContent>"))
    assert [(b.content, b.provenance.part) for b in text.blocks] == [
        ("正", "body"),
        ("外", "textbox"),
        ("里", "textbox"),
    ]


def test_a_broken_side_part_is_noted_and_the_body_still_read() -> None:
    text = source(p("第一条"), header="<w:hdr", footnotes="")
    assert text.text == "第一条\n"
    assert codes(text) == ["P204", "P204"]


def test_external_templates_are_named_and_not_opened() -> None:
    text = source(p("第一条"), external=("attachedTemplate", "http://example.invalid/t.dotm"))
    assert codes(text) == ["P206"]
    assert "example.invalid" in text.problems[0].message


def test_unsafe_entries_are_ignored_and_noted() -> None:
    assert codes(read("x.docx", data=package(entries(p("甲")) | {"../../etc/x": "y"}))) == ["P205"]


# -- files inserted as a whole -----------------------------------------------------------------------------------------

RTF = (r"{\rtf1\ansi\ansicpg936 " + "".join(rf"\u{ord(c)}?" for c in "第二条　乙。") + r"\par}").encode()
CHUNKS = {
    "a.html": "<html><body><p>第二条　乙。</p></body></html>".encode(),
    "a.rtf": RTF,
    "a.docx": docx(p("第二条　乙。")),
    "a.txt": "第二条　乙。".encode("gbk"),
    "a.mht": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8"
    b"\n\n" + "<p>第二条　乙。</p>".encode() + b"\n--b--\n",
}


def with_chunk(
    name: str, content: bytes, body: str = p("第一条　甲。") + '<w:altChunk r:id="r0"/>' + p("第三条　丙。")
) -> bytes:
    """A Word file whose first relationship is an inserted file."""
    made = entries(body, afchunk="")
    made["word/_rels/document.xml.rels"] = made["word/_rels/document.xml.rels"].replace("afchunk.xml", name)  # type: ignore[union-attr, arg-type]
    return package({**made, f"word/{name}": content})


@pytest.mark.parametrize("name", CHUNKS)
def test_an_inserted_file_is_read_in_its_place(name: str) -> None:
    found = read("x.docx", data=with_chunk(name, CHUNKS[name]))
    assert found.text == "第一条　甲。\n第二条　乙。\n第三条　丙。\n"
    chunk = found.block_at(found.text.index("乙"))
    assert (chunk.provenance.part, chunk.provenance.name, chunk.provenance.paragraph) == ("body", f"word/{name}", None)
    assert found.block_at(found.text.index("丙")).provenance.paragraph == 1
    told = next(problem for problem in found.problems if problem.code == "P218")
    assert found.slice(told.span).strip() == "第二条　乙。"


def test_notes_of_an_inserted_file_follow_the_body_and_its_tables_are_counted_on() -> None:
    inner = docx(tbl((p("甲"), p("乙"))), header=part_xml("hdr", p("眉")))
    body = tbl((p("子"), p("丑"))) + '<w:altChunk r:id="r0"/>' + tbl((p("寅"), p("卯"))) + p("末")
    found = read("x.docx", data=with_chunk("a.docx", inner, body))
    assert found.text == "子\t丑\n甲\t乙\n寅\t卯\n末\n眉\n"
    assert [b.provenance.table for b in found.blocks] == [0, 0, 1, 1, 2, 2, None, None]
    assert found.blocks[-1].provenance.part == "header"


def test_an_inserted_file_in_a_frame_is_read() -> None:
    frame = "<w:tbl><w:tr><w:tc>" + p("框") + '<w:altChunk r:id="r0"/></w:tc></w:tr></w:tbl>'
    assert read("x.docx", data=with_chunk("a.txt", CHUNKS["a.txt"], frame)).text == "框\n第二条　乙。\n"


def test_a_file_that_inserts_files_without_end_is_cut_off() -> None:
    data = with_chunk("a.txt", CHUNKS["a.txt"])
    for _ in range(5):
        data = with_chunk("a.docx", data)
    found = read("x.docx", data=data)
    assert found.text.count("第一条") == 3
    assert "P209" in codes(found)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04broken", CHUNKS["a.rtf"][:6]])
def test_inserted_files_that_cannot_be_read_are_noted(content: bytes) -> None:
    found = read("x.docx", data=with_chunk("a.bin", content))
    assert (found.text, codes(found)) == ("第一条　甲。\n第三条　丙。\n", ["P209"])


def test_embedded_documents_are_noted() -> None:
    assert codes(source(p("甲") + '<w:altChunk r:id="c1"/>')) == ["P209"]


# -- numbers that Word generates ---------------------------------------------------------------------------------------

TREE = level(0, "第%1章") + level(1, "第%2条", extra='<w:lvlRestart w:val="0"/>') + level(2, "（%3）", suffix="nothing")


def labels(body: str, numbers: str, **options: object) -> list[str]:
    blocks = source(body, numbering=numbers, **options).blocks
    return [b.content for b in blocks if b.kind == "number"]


def test_articles_count_through_chapters_and_points_restart() -> None:
    body = "".join(p("文", properties=numbered(1, depth)) for depth in (0, 1, 2, 2, 1, 0, 1, 2))
    assert labels(body, numbering(TREE)) == [
        "第一章　",
        "第一条　",
        "（一）",
        "（二）",
        "第二条　",
        "第二章　",
        "第三条　",
        "（一）",
    ]


def test_a_number_is_a_block_without_separator_before_its_paragraph() -> None:
    text = source(p("为了甲。", properties=numbered(1, 1)), numbering=numbering(TREE))
    assert text.text == "第一条　为了甲。\n"
    assert [(b.kind, b.separator) for b in text.blocks] == [("number", ""), ("paragraph", "\n")]
    assert text.blocks[0].provenance == text.blocks[1].provenance


def test_without_lvl_restart_articles_begin_anew_in_every_chapter() -> None:
    body = "".join(p("文", properties=numbered(1, depth)) for depth in (0, 1, 0, 1))
    assert labels(body, numbering(level(0, "第%1章") + level(1, "第%2条")))[3] == "第一条　"


def test_list_zero_means_no_number() -> None:
    style = '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = p("甲", properties='<w:pStyle w:val="a"/>') + p(
        "第五条　乙", properties='<w:pStyle w:val="a"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    assert labels(body, numbering(level(0, "第%1条")), styles=part_xml("styles", style)) == ["第一条　"]


def test_styles_give_numbers_along_their_chain_even_in_a_circle() -> None:
    styles = part_xml(
        "styles",
        '<w:style w:type="paragraph" w:styleId="tiao"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="base"><w:basedOn w:val="tiao"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
    )
    linked = level(0, "第%1章") + level(1, "第%2条", extra='<w:pStyle w:val="tiao"/>')
    body = p("甲", properties='<w:pStyle w:val="tiao"/>') + p("乙", properties='<w:pStyle w:val="base"/>')
    assert labels(body, numbering(linked), styles=styles) == ["第一条　", "第一章　"]


def test_the_default_style_applies_where_none_is_named() -> None:
    list_one = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    style = f'<w:style w:type="paragraph" w:default="1" w:styleId="n">{list_one}</w:style>'
    assert labels(p("甲"), numbering(level(0, "第%1条")), styles=part_xml("styles", style)) == ["第一条　"]


def test_start_override_applies_once_and_lists_of_one_abstract_share_counters() -> None:
    lists = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="28"/></w:lvlOverride></w:num>'
    )
    body = "".join(p("文", properties=numbered(n)) for n in (1, 2, 2, 1))
    assert labels(body, numbering(level(0, "第%1条"), lists)) == [
        "第一条　",
        "第二十八条　",
        "第二十九条　",
        "第三十条　",
    ]


def test_a_list_may_replace_a_level() -> None:
    lists = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        + level(0, "%1.", "decimal")
        + "</w:lvlOverride></w:num>"
    )
    assert labels(p("甲", properties=numbered()), numbering(level(0, "第%1条"), lists)) == ["1.　"]


def test_list_styles_lead_to_the_levels() -> None:
    more = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="ls"/></w:abstractNum>'
    lists = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
    )
    style = (
        '<w:style w:type="numbering" w:styleId="ls"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbers = numbering(level(0, "第%1条"), lists, more)
    assert labels(p("甲", properties=numbered(2)), numbers, styles=part_xml("styles", style)) == ["第一条　"]


def test_legal_levels_are_decimal_throughout() -> None:
    levels = level(0, "第%1章") + level(1, "%1.%2", extra="<w:isLgl/>", suffix="nothing")
    body = p("甲", properties=numbered(1, 0)) + p("乙", properties=numbered(1, 1))
    assert labels(body, numbering(levels)) == ["第一章　", "1.1"]


@pytest.mark.parametrize(
    ("format", "start", "shown"),
    [
        ("decimal", 12, "12"),
        ("chineseCountingThousand", 101, "一百〇一"),
        ("chineseCounting", 12, "十二"),
        ("chineseCounting", 101, "一〇一"),
        ("japaneseCounting", 21, "二十一"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("decimalEnclosedCircle", 2, "②"),
        ("decimalFullWidth", 10, "１０"),
        ("lowerRoman", 14, "xiv"),
        ("upperLetter", 27, "AA"),
        ("ideographDigital", 105, "一〇五"),
        ("none", 3, ""),
        ("unheardOf", 3, "3"),
        ("chineseCountingThousand", 999999999999, "999999999999"),
        ("chineseCountingThousand", -4, "-4"),
    ],
)
def test_number_formats(format: str, start: int, shown: str) -> None:
    levels = level(0, "%1", format, suffix="nothing").replace('w:start w:val="1"', f'w:start w:val="{start}"')
    assert labels(p("甲", properties=numbered()), numbering(levels)) == ([shown] if shown else [])


def test_bullets_are_no_numbers() -> None:
    assert labels(p("甲", properties=numbered()), numbering(level(0, "•", "bullet"))) == []


@pytest.mark.parametrize("numbers", [{}, {"numbering": "<broken"}, {"numbering": part_xml("numbering", "")}])
def test_numbering_that_is_not_defined_is_noted(numbers: dict[str, str]) -> None:
    assert "P203" in codes(source(p("甲", properties=numbered(9)), **numbers))


def test_empty_paragraphs_count_and_deleted_ones_do_not() -> None:
    gone = numbered() + "<w:rPr><w:del/></w:rPr>"
    body = (
        p("甲", properties=numbered()) + p(properties=numbered()) + p(properties=gone) + p("乙", properties=numbered())
    )
    assert labels(body, numbering(level(0, "第%1条"))) == ["第一条　", "第二条　", "第三条　"]


# -- hints -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("properties", "hint"),
    [
        ('<w:jc w:val="center"/>', "centered"),
        ('<w:jc w:val="end"/>', "right"),
        ('<w:outlineLvl w:val="0"/><w:jc w:val="center"/>', "heading"),
        ('<w:outlineLvl w:val="9"/>', ""),
        ('<w:pStyle w:val="t"/>', "title"),
        ('<w:pStyle w:val="h"/>', "heading"),
        ('<w:pStyle w:val="c"/>', "toc"),
        ('<w:pStyle w:val="j"/>', "right"),
        ('<w:pStyle w:val="nowhere"/>', ""),
    ],
)
def test_layout_gives_hints(properties: str, hint: str) -> None:
    names = {"t": "Title", "h": "heading 1", "c": "toc 2", "j": "x"}
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{k}"><w:name w:val="{v}"/>'
        + ('<w:pPr><w:jc w:val="right"/></w:pPr>' if k == "j" else "")
        + "</w:style>"
        for k, v in names.items()
    )
    assert source(p("甲", properties=properties), styles=part_xml("styles", styles)).blocks[0].hint == hint


@pytest.mark.parametrize(
    "tables",
    [
        '<w:style w:type="table" w:styleId="T"><w:pPr><w:jc w:val="right"/></w:pPr></w:style>',
        '<w:style w:type="table" w:styleId="T"/>',
        '<!-- <w:style w:type="table" w:styleId="T"> -->',
        '<w:style w:type="table" w:styleId="T"><w:name w:val="甲"/></w:style ><!-- </w:style> -->',
    ],
)
def test_no_style_of_paragraphs_is_lost_among_those_of_tables(tables: str) -> None:
    style = '<w:style w:type="paragraph" w:styleId="n"><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    text = source(p("甲", properties='<w:pStyle w:val="n"/>'), styles=part_xml("styles", tables + style + tables))
    assert (text.blocks[0].hint, codes(text)) == ("centered", codes(source(p("甲"))))


def test_contents_are_marked() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = f"<w:sdt>{gallery}<w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>" + p(
        '<w:hyperlink w:anchor="_Toc1">' + r("第一章") + "</w:hyperlink>"
    )
    assert [b.hint for b in source(body + p("正文")).blocks] == ["toc", "toc", ""]


# -- variants of the container -----------------------------------------------------------------------------------------


def test_strict_files_read_like_transitional_ones() -> None:
    parts = entries(p("第一条　甲。", properties=numbered(1, 1)), numbering=numbering(TREE))
    strict = {
        name: str(content)
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace("http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument")
        for name, content in parts.items()
    }
    assert (
        read("x.docx", data=package(strict)).text
        == read("x.docx", data=package(parts)).text
        == "第一条　第一条　甲。\n"
    )


@pytest.mark.parametrize("kind", ["ms-word.document.macroEnabled", "ms-word.template.macroEnabledTemplate"])
def test_macro_files_and_templates_are_word_files(kind: str) -> None:
    assert source(p("甲"), main_type=f"application/vnd.{kind}.main+xml").format == "docx"


def test_utf_16_parts_are_read() -> None:
    parts = entries(p("第一条"))
    parts["word/document.xml"] = str(parts["word/document.xml"]).replace("UTF-8", "UTF-16").encode("utf-16")
    assert read("x.docx", data=package(parts)).text == "第一条\n"


def test_backslashes_and_case_in_entry_names_do_not_matter() -> None:
    parts = {name.replace("/", "\\").replace("document", "Document"): c for name, c in entries(p("甲")).items()}
    assert read("x.docx", data=package(parts)).text == "甲\n"


def test_the_main_part_is_found_by_its_relationship() -> None:
    parts = entries(p("甲"))
    parts["word/other.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("word/document.xml", "/word/other.xml")
    assert read("x.docx", data=package(parts)).blocks[0].provenance.name == "word/other.xml"


@pytest.mark.parametrize(
    "body",
    [
        "<w:sdt><w:sdtContent>" * 100 + p("深") + "</w:sdtContent></w:sdt>" * 100,
        "<w:p>" + "<w:smartTag>" * 200 + r("深") + "</w:smartTag>" * 200 + "</w:p>",
        "<w:tbl><w:tr><w:tc>" * 70 + p("深") + "</w:tc></w:tr></w:tbl>" * 70,
        "<w:tbl><w:tr><w:tc/><w:tc>" * 70 + p("深") + "</w:tc></w:tr></w:tbl>" * 70,
    ],
)
def test_deep_nesting_that_is_allowed_is_read(body: str) -> None:
    assert source(body).text.strip() == "深"


# -- the promise to the annotator --------------------------------------------------------------------------------------


def test_runs_can_be_found_again_from_the_blocks() -> None:
    path = corpus_dir() / "samples" / "sample-filing.docx"
    text = read(path)
    with zipfile.ZipFile(path) as archive:
        roots = {name: etree.fromstring(archive.read(name)) for name in {b.provenance.name for b in text.blocks}}
    paragraphs = {name: list(iter_paragraphs(root)) for name, root in roots.items()}
    checked = [b for b in text.blocks if b.kind != "number" and b.provenance.paragraph is not None]
    for block in checked:
        element = paragraphs[block.provenance.name][block.provenance.paragraph or 0]
        assert "".join(shown for _, shown in visible_runs(element)) == block.content
    assert len(checked) > 150


def test_every_run_that_shows_text_is_a_run_of_the_paragraph() -> None:
    data = docx(p("甲", "<w:ins>" + r("乙") + "</w:ins>", '<w:hyperlink r:id="h">' + r("丙") + "</w:hyperlink>"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    runs = visible_runs(next(iter_paragraphs(root)))
    assert [(etree.QName(run).localname, text) for run, text in runs] == [("r", "甲"), ("r", "乙"), ("r", "丙")]


def test_result_carries_name_hash_and_format(tmp_path: Path) -> None:
    path = tmp_path / "甲.bin"
    path.write_bytes(docx(p("第一条")))
    text = read(path)
    assert (text.name, text.format, len(text.sha256)) == ("甲.bin", "docx", 64)


def test_nothing_of_a_file_stays_behind_until_the_collector_runs() -> None:
    """A thousand files in a row need no more memory than one: trees of lxml are large and invisible to the collector."""
    data = docx(p("第一条　甲", properties='<w:pStyle w:val="a"/>'), styles=part_xml("styles", ""))
    read("x.docx", data=data)
    gc.collect()
    gc.disable()
    try:
        read("x.docx", data=data)
        left = gc.collect()
    finally:
        gc.enable()
    assert left < 20


@pytest.mark.parametrize(("words", "told"), [("逾期不改造的，没收房屋。", ["P118"]), ("第一页", [])])
def test_a_text_box_that_lays_something_down_is_told(words: str, told: list[str]) -> None:
    body = p("某办法") + p("第一条　甲应当登记。") + p(PICT.format(p(words)), "第二条　乙应当公示。")
    document = parse(source(body))
    assert [problem.code for problem in document.problems if problem.code == "P118"] == told
