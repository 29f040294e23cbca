"""Text → Document → writer → reader → Document: equal up to what the format cannot hold (docs/formats.md)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writer_samples import REGULATION, WORDS, table_source

from lawcheck.document import Block, Document, Provenance, SourceText, parse
from lawcheck.readers import read
from lawcheck.writers import NOT_HELD, WRITERS, differences, write

LOSSLESS = ("akn", "json", "html")
FORMATS = (*LOSSLESS, "docx", "md", "text")
DOCS = Path(__file__).parents[2] / "docs" / "formats.md"


def come_back(document: Document, format: str) -> Document:
    return parse(read(f"a.{WRITERS[format].extension}", data=write(document, format)))


# -- any text --------------------------------------------------------------------------------------------------------

# Control characters and carriage returns never come out of a reader; zero-width blanks at line ends are layout.
_PLAIN = [word for word in WORDS if word.strip() == "" or (word.isprintable() and "\ufeff" not in word)]
_PLAIN = [word for word in _PLAIN if not set(word) & set("\r\x0b\x0c\x1f\x85\u2028")]
_BLANKS = " \t\n\u3000\u200b"
any_text = st.lists(st.sampled_from([*_PLAIN, "前款规定的，", "第三条第一款第（一）项"]), max_size=50).map("".join)


@pytest.mark.parametrize("format", LOSSLESS)
@settings(max_examples=60, deadline=None)
@given(text=any_text)
def test_any_text_comes_back_whole_from_formats_that_state_the_structure(format: str, text: str) -> None:
    document = parse(text)
    if text.strip(_BLANKS):  # a file without words is refused
        assert differences(document, come_back(document, format), format=format) == ()


@settings(max_examples=40, deadline=None)
@given(text=any_text)
def test_json_brings_back_every_span_and_problem(text: str) -> None:
    document = parse(text)
    if text.strip(_BLANKS):
        assert replace(come_back(document, "json"), source=document.source) == document


# -- regulations -----------------------------------------------------------------------------------------------------

_CHINESE = "零一二三四五六七八九十"
_WORDS = st.sampled_from(
    [
        "前款规定的行为，由城管部门责令改正",
        "依照《某市<停车>条例》第十二条之一第一款第（三）项处理",
        "第三条规定的条件适用于本市",
        "除前两款规定外，经批准可以占用*道路*",
        "（以下简称许可）由市级人民政府作出",
        "费用为每小时1.5元 [含税]_不含税_",
        "甲方 & 乙方应当签订协议",
        "# 号标记的车位不得占用",
        "1个车位只停一辆车",
        "本条例所称停车场，包括 bicycle parking 场地",
    ]
)


def _numeral(value: int) -> str:
    return _CHINESE[value] if value <= 10 else f"十{_CHINESE[value - 10]}"


@st.composite
def _list(draw: st.DrawFn) -> list[str]:
    """A lead-in, its 项 with 目, perhaps words after them."""
    lines = [draw(_WORDS) + "，有下列情形之一的："]
    count = draw(st.integers(2, 4))
    for number in range(1, count + 1):
        indents = draw(st.integers(0, 2))
        last = number == count
        lines.append(f"（{_numeral(number)}）{draw(_WORDS)}" + ("：" if indents else "。" if last else "；"))
        lines += [f"{i}. {draw(_WORDS)}{'。' if last and i == indents else '；'}" for i in range(1, indents + 1)]
    if draw(st.booleans()):
        lines[-1] = lines[-1][:-1] + "，"
        lines.append(draw(_WORDS) + "。")
    return lines


@st.composite
def regulations(draw: st.DrawFn) -> str:
    """A well-formed regulation with 章 and 节, 之一, 条旨, lists, signature and annex."""
    lines = ["某市停车条例"]
    if draw(st.booleans()):
        lines.append("（2020年1月2日某市第一届人民代表大会常务委员会第三次会议通过）")
    number = 0
    for chapter in range(1, draw(st.integers(1, 3)) + 1):
        lines.append(f"第{_numeral(chapter)}章　停车管理")
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            suffix = draw(st.sampled_from(["", "", "之一"]))
            lines += _article(draw, number, "")
            lines += _article(draw, number, suffix) if suffix else []
    if draw(st.booleans()):
        lines += ["某市人民政府", "2026年9月1日"]
    if draw(st.booleans()):
        lines += ["附件1", "收费标准", "一、" + draw(_WORDS) * 2 + "。", "二、" + draw(_WORDS) + "。"]
    return "\n".join(lines) + "\n"


def _article(draw: st.DrawFn, number: int, suffix: str) -> list[str]:
    heading = draw(st.sampled_from(["", "", "【适用范围】"]))
    first = draw(_list()) if draw(st.booleans()) else [draw(_WORDS) + "。"]
    more = [draw(_WORDS) + "。" for _ in range(draw(st.integers(0, 2)))]
    return [f"第{_numeral(number)}条{suffix}　{heading}{first[0]}", *first[1:], *more]


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=25, deadline=None)
@given(text=regulations())
def test_regulation_comes_back_the_same_from_every_format(format: str, text: str) -> None:
    document = parse(text)
    assert differences(document, come_back(document, format), format=format) == ()


# -- tables, notes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", [name for name in FORMATS if "tables" not in NOT_HELD[name]])
def test_tables_come_back_as_far_as_the_format_holds_them(format: str) -> None:
    document = parse(table_source())
    assert differences(document, come_back(document, format), format=format) == ()


def test_text_keeps_the_words_of_a_table() -> None:
    again = "".join(come_back(parse(table_source()), "text").source.text.split())
    assert again.endswith("序号区域费用1中心区一级5元/时合计5元")


@pytest.mark.parametrize("format", LOSSLESS)
def test_notes_come_back_with_the_part_they_are_from(format: str) -> None:
    blocks = (Block(0, "第一条　甲。\n"), Block(7, "脚注乙\n", provenance=Provenance("footnote")))
    document = parse(SourceText("第一条　甲。\n脚注乙\n", blocks, "docx"))
    assert differences(document, come_back(document, format), format=format) == ()


@pytest.mark.parametrize("format", ["akn", "json"])
def test_contents_and_page_headers_come_back(format: str) -> None:
    source = parse(REGULATION).source
    header = Block(len(source.text), "页眉\n", provenance=Provenance("header"))
    document = parse(replace(source, text=source.text + header.text, blocks=(*source.blocks, header)))
    again = come_back(document, format)
    assert again.toc == document.toc != ()
    assert differences(document, again) == ()


def test_preamble_with_other_lines_among_it_keeps_their_order() -> None:
    document = parse("某市条例\n为了甲，特制定本条例。\n某某单位\n现予说明：\n第一条　甲。\n")
    again = come_back(document, "akn")
    assert again.preamble == document.preamble
    assert differences(document, again) == ()


# -- the equality itself ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("云溪市停车条例", "云溪市停放条例", "title"),
        ("第九十七次会议", "第九十八次会议", "note"),
        ("消防通道，", "消防通路，", "art_3__para_1__point_1__indent_2"),
        ("第三条之一", "第三条之二", "art_3-1"),
        ("一般规定", "其他规定", "chp_2__sec_1"),
        ("否则拖离。", "否则拖走。", "art_3__para_1"),
        ("云溪市人民政府", "云溪县人民政府", "conclusion"),
        ("每小时五元", "每小时六元", "att_1__cl_1__para_1"),
        ("第二章　停车\n附则", "附则", "toc"),
        ("云政发〔2026〕3号", "云政发〔2026〕4号", "front"),
    ],
)
def test_equality_sees_every_part(old: str, new: str, part: str) -> None:
    assert part in differences(parse(REGULATION), parse(REGULATION.replace(old, new, 1)))


def test_what_a_format_loses_is_told_in_the_documentation() -> None:
    told = DOCS.read_text("utf-8")
    assert set(NOT_HELD) == set(WRITERS)
    assert all(f"`{name}`" in told for lost in NOT_HELD.values() for name in lost)
