from __future__ import annotations

import codecs

import pytest

from lawcheck.document import parse
from lawcheck.readers import read, sniff
from lawcheck.readers.encodings import decode_text

LAW = (
    "云溪市城市绿化管理条例\n"
    "第一条　为了加强城市绿化管理，保护和改善生态环境，根据有关法律、法规，结合本市实际，制定本条例。\n"
    "第二条　本条例适用于本市行政区域内城市绿化的规划、建设、保护和管理。\n"
)
TRADITIONAL = (
    "雲溪市城市綠化管理條例\n"
    "第一條　為了加強城市綠化管理，保護和改善生態環境，根據有關法律、法規，結合本市實際，制定本條例。\n"
)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("gbk", b""),
        ("gb18030", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_every_encoding_gives_the_same_text(encoding: str, mark: bytes) -> None:
    data = mark + LAW.replace("\n", "\r\n").encode(encoding)
    assert sniff(data) == "txt"
    assert read("a.txt", data=data).text == LAW


def test_big5_is_read_and_noted() -> None:
    source = read("a.txt", data=TRADITIONAL.encode("big5"))
    assert source.text == TRADITIONAL
    assert [problem.code for problem in source.problems] == ["P210", "P216"]


@pytest.mark.parametrize(
    "title",
    [
        "云溪市城市绿化管理条例",
        "关于加强养犬管理的通告",
        "浙江省实施办法",
        "大气污染防治规定",
        "山东省行政程序规定",
        "附则",
        "某市物业管理条例（草案）",
    ],
)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16-le", "utf-16-be"])
def test_titles_alone_are_enough(title: str, encoding: str) -> None:
    assert read("a.txt", data=title.encode(encoding)).text == title


@pytest.mark.parametrize("title", ["臺北市都市更新自治條例", "關於加強養犬管理的通告"])
def test_traditional_titles_alone_are_enough(title: str) -> None:
    assert read("a.txt", data=title.encode("big5")).text == title


@pytest.mark.parametrize("glue", ["\n", ""])
def test_two_encodings_in_one_file_are_told_apart(glue: str) -> None:
    source = read("a.txt", data=("第一条　为了甲" + glue).encode("gbk") + "第二条　规范管理".encode())
    assert source.text == f"第一条　为了甲{glue}第二条　规范管理"
    assert [problem.code for problem in source.problems] == ["P214"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_bad_byte_is_shown_and_located(encoding: str) -> None:
    data = (LAW * 3).encode(encoding)
    cut = data.index("绿化管理，".encode(encoding))
    source = read("a.txt", data=data[:cut] + b"\xff" + data[cut:])
    assert [problem.code for problem in source.problems] == ["P211"]
    assert source.slice(source.problems[0].span) == "\ufffd"
    assert "第二条　本条例适用于" in source.text


def test_english_with_curly_quotes_is_text() -> None:
    assert decode_text(("He said “no” twice. " * 20).encode("cp1252")) is not None


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\u2028", "\x85"])
def test_every_line_end_is_one(end: str) -> None:
    source = read("a.txt", data=f"第一条{end}第二条".encode())
    assert [block.content for block in source.blocks] == ["第一条", "第二条"]


# -- Markdown ----------------------------------------------------------------------------------------------------------

MARKDOWN = """---
draft: true
---
# 某市某条例

2020年1月1日某市人民代表大会常务委员会通过

<!-- INFO END -->

## 第一章　总则

第一条 **为了**[规范](http://example.invalid)管理\\*，制定本条例。

- 一般 3*4*5 与 a_b_c
> 引文 `码` &lt;甲&gt;<br>下一行

1. 申请；

<!-- TABLE
第九条 -->
| 行为 | 罚款 |
|:-----|-----:|
| 甲\\|乙 |      |
---
"""


def test_markup_is_not_text() -> None:
    source = read("a.md", data=MARKDOWN.encode())
    assert [(b.content, b.kind, b.hint) for b in source.blocks] == [
        ("某市某条例", "paragraph", "title"),
        ("2020年1月1日某市人民代表大会常务委员会通过", "paragraph", "note"),
        ("第一章　总则", "paragraph", "heading"),
        ("第一条 为了规范管理*，制定本条例。", "paragraph", ""),
        ("一般 3*4*5 与 a_b_c", "paragraph", ""),
        ("引文 码 <甲>\n下一行", "paragraph", ""),
        ("1. 申请；", "paragraph", ""),
        ("行为", "cell", ""),
        ("罚款", "cell", ""),
        ("甲|乙", "cell", ""),
        ("", "cell", ""),
    ]
    assert [tuple(b.provenance[2:5]) for b in source.blocks[-4:]] == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]


def test_without_the_mark_nothing_is_a_note() -> None:
    source = read("a.md", data="# 某条例\n\n第一条 甲。\n\n# 第二编\n".encode())
    assert [b.hint for b in source.blocks] == ["title", "", "heading"]


@pytest.mark.parametrize(
    "head", ["# 某条例\n", "---\na: b\n---\n", "某条例\n\n<!-- INFO END -->\n", "\ufeff## 第一章\n"]
)
def test_markdown_is_known_by_its_marks(head: str) -> None:
    assert sniff((head + "第一条 甲。").encode()) == "md"


@pytest.mark.parametrize("text", ["第一条 甲\n# 不是标题", "#第一条", "一、# 号", "---\n第一条"])
def test_plain_text_stays_plain(text: str) -> None:
    assert sniff(text.encode()) == "txt"


# -- web pages ---------------------------------------------------------------------------------------------------------

ARTICLES = ("第一条&ensp;为了甲。", "第二条　乙。", "第三条　丙。")


def page(articles: str, charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>题</title>'
        '<script>var a="第九条 x";</script></head>'
        f"<body><div class=nav>首页|公开</div><h1>某市某条例</h1><div>{articles}</div><div>主办单位</div></body></html>"
    )


@pytest.mark.parametrize(
    "layout",
    [
        "".join(f"<p>　　{a}</p>" for a in ARTICLES),
        "<br/>　　".join(ARTICLES),
        "".join(f"<div><strong>{a[:3]}</strong><span>{a[3:]}</span></div>\n" for a in ARTICLES),
        "<table><tr><td><div>" + "</div><div>".join(ARTICLES) + "</div></td><td>旁</td></tr></table>",
        "<style>p{}</style><!-- 注 --><p style='display:none'>第八条　暗。</p>" + "".join(f"<p>{a}" for a in ARTICLES),
    ],
)
def test_the_document_is_the_smallest_box_with_all_articles(layout: str) -> None:
    source = read("a.html", data=page(layout).encode())
    body = [b.content.strip("　") for b in source.blocks if b.provenance.part == "body"]
    assert body == ["某市某条例", "第一条 为了甲。", "第二条　乙。", "第三条　丙。"]
    rest = [(b.content, b.provenance.part) for b in source.blocks if b.provenance.part != "body" and b.content != "旁"]
    assert rest == [("首页|公开", "header"), ("主办单位", "footer")]
    assert [problem.code for problem in source.problems] == ["P212"]
    assert [a.number for a in parse(source).articles] == [(1, 0), (2, 0), (3, 0)]


@pytest.mark.parametrize(
    ("label", "encoding"), [("gb2312", "gb18030"), ("gbk", "gb18030"), ("gb2312", "utf-8"), ("nonsense", "gbk")]
)
def test_charsets_are_read_generously(label: str, encoding: str) -> None:
    body = page("".join(f"<p>{a}</p>" for a in (*ARTICLES, "第四条　䶮镕。")), label)
    usable = body.encode(encoding) if encoding != "gbk" else body.replace("䶮", "").encode(encoding)
    assert "镕" in read("a.html", data=usable).text


def test_data_tables_are_cells() -> None:
    table = (
        "<table><tr><th>行为</th><th colspan=2>罚款</th></tr><tr><td>甲<br>乙</td><td>一</td><td>二</td></tr></table>"
    )
    source = read("a.html", data=page("".join(f"<p>{a}</p>" for a in ARTICLES) + table).encode())
    cells = [(b.content, b.separator, *b.provenance[3:5]) for b in source.blocks if b.kind == "cell"]
    assert cells == [
        ("行为", "\t", 0, 0),
        ("罚款", "\n", 0, 1),
        ("甲 乙", "\t", 1, 0),
        ("一", "\t", 1, 1),
        ("二", "\n", 1, 2),
    ]


def test_without_articles_the_known_content_box_is_the_document() -> None:
    box = "<div class='TRS_Editor'><p align=center>关于某事的通知<p>各有关单位：</div>"
    html = f"<html><body><div>导航</div>{box}</body></html>"
    source = read("a.html", data=html.encode())
    assert [(b.content, b.hint) for b in source.blocks if b.provenance.part == "body"] == [
        ("关于某事的通知", "centered"),
        ("各有关单位：", ""),
    ]


def test_a_quoted_article_does_not_shrink_the_document() -> None:
    html = "<html><body><p>关于某事的通知<p>第一条规定如下：</body></html>"
    assert [b.provenance.part for b in read("a.html", data=html.encode()).blocks] == ["body", "body"]


GARBLED = "第一条　为了规范管理活动，保障公众权益，根据有关法律，制定本条例。\n第二条　本条例自公布之日起施行。"


@pytest.mark.parametrize(("written", "read_as"), [("utf-8", "latin-1"), ("utf-8", "cp1252"), ("gbk", "latin-1")])
def test_text_saved_in_a_wrong_reading_is_put_right(written: str, read_as: str) -> None:
    raw = GARBLED.encode(written)
    wrong = "".join(bytes([byte]).decode(read_as, "ignore") or chr(byte) for byte in raw)
    source = read("a.txt", data=wrong.encode())
    assert (source.text, [problem.code for problem in source.problems]) == (GARBLED, ["P220"])


def test_utf8_that_was_read_as_gbk_is_put_right_where_no_byte_is_lost() -> None:
    even = "为了规范管理活动，保障公众权益，根据有关法律，制定本条例"
    source = read("a.txt", data=even.encode().decode("gb18030").encode())
    assert (source.text, [problem.code for problem in source.problems]) == (even, ["P220"])


def test_lost_characters_are_marked() -> None:
    source = read("a.txt", data=GARBLED.replace("保障", "锟斤拷锟斤拷").encode())
    (problem,) = source.problems
    assert (problem.code, source.text[problem.span.start : problem.span.end]) == ("P219", "□")
    assert source.text == GARBLED.replace("保障", "□")


def test_what_cannot_be_put_right_is_told() -> None:
    source = read("a.txt", data=GARBLED.encode().decode("gbk", "replace").encode())
    assert source.problems[0].code == "P221"


def test_a_page_saved_in_a_wrong_reading_is_put_right() -> None:
    page = f"<html><head><title>a</title></head><body><p>{GARBLED}</p></body></html>"
    source = read("a.html", data=page.encode().decode("latin-1").encode())
    assert GARBLED.partition("\n")[0] in source.text
    assert [problem.code for problem in source.problems] == ["P220"]


@pytest.mark.parametrize(
    "text", ["Les règlements «généraux» à l’été, déjà appliqués.", "第一條　為了規範網絡安全，維護國家權益。"]
)
def test_what_is_no_garbled_text_is_left_alone(text: str) -> None:
    assert read("a.txt", data=text.encode()).text == text


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("扫描.png", "图片加载失败，请刷新重试。", True),
        ("条例.PDF", "<html><body><p>404 未找到</p></body></html>", True),
        ("条例.docx", LAW, True),
        ("条例.txt", LAW, False),
        ("条例.doc", "<html><body><p>第一条　网页另存的文件。</p></body></html>", False),
        ("条例", LAW, False),
    ],
)
def test_plain_text_under_the_name_of_a_picture_is_told(name: str, data: str, told: bool) -> None:
    source = read(name, data=data.encode())
    assert ("P255" in [problem.code for problem in source.problems]) is told
