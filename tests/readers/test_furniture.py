"""Typed page numbers, running heads and what a web page prints stand behind the body; nothing real goes there, nothing is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from docx_samples import docx, p, tbl
from hypothesis import given
from hypothesis import strategies as st
from test_reading_fuzz import FIXED

from benchmarks.fuzzing import is_tiled
from lawcheck.document import Problem, SourceText, Span, parse
from lawcheck.readers import read
from lawcheck.readers.aside import set_aside
from lawcheck.readers.furniture import Entry, page_furniture, web_furniture

TITLE = "云泽市公园管理办法"
FIRST = "第一条　为了加强公园管理，保障公园设施完好，改善人居环境，根据有关法律、法规，制定本办法。"
SECOND = "第二条　公园管理单位应当每年对游乐设施进行检查，发现隐患的应当立即停止使用，并在三日内修复或者更换。"
THIRD = "第三条　损毁花草树木的，由主管部门责令赔偿损失，可以并处二百元以上五百元以下的罚款。"
CENTRED = '<w:jc w:val="center"/>'


def body(source: SourceText) -> list[str]:
    """The paragraphs of the body that say something."""
    text = "".join(block.text for block in source.blocks if block.provenance.part == "body")
    return [line for line in text.splitlines() if line.strip()]


def beside(source: SourceText) -> list[str]:
    """What stands behind it."""
    return [b.content for b in source.blocks if b.provenance.part != "body" and b.content.strip()]


def codes(source: SourceText) -> list[str]:
    return [problem.code for problem in source.problems]


def typed(*lines: str) -> SourceText:
    return read("a.txt", data="\n".join(lines).encode())


@pytest.mark.parametrize(
    "number",
    ["— 2 —", "-2-", "－２－", "第2页", "第 2 页　共 5 页", "第2页/共5页", "第二页（共五页）", "·2·", "Page 2 of 5"],
)
def test_a_typed_page_number_cuts_no_sentence(number: str) -> None:
    source = typed(TITLE, FIRST, SECOND[:40], "", number, "", SECOND[40:], THIRD)
    assert body(source) == [TITLE, FIRST, SECOND, THIRD]
    assert beside(source) == [number]
    assert {"P224", "P225"} <= set(codes(source))
    assert is_tiled(source)
    assert len(parse(source).articles) == 3


def test_a_number_between_paragraphs_joins_nothing() -> None:
    source = typed(TITLE, FIRST, "— 1 —", SECOND, "— 2 —", THIRD, "— 3 —")
    assert body(source) == [TITLE, FIRST, SECOND, THIRD]
    assert "P225" not in codes(source)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("云泽市人民政府", "2025年3月1日，本办法公布。"),
        ("一、加强组织领导，提高服务水平", "各有关单位应当按照分工做好公园管理工作。"),
        ("第三条　公园设施包括下列各项：", "游乐设施、照明设施和卫生设施。"),
        ("云泽市人民政府关于印发云泽市公园管理办法和云泽市游乐设施安全管理办法的通知", "各县（市、区）人民政府："),
    ],
)
def test_what_ends_at_the_end_of_a_page_stays_by_itself(before: str, after: str) -> None:
    assert body(typed(before, "— 1 —", after, FIRST)) == [before, after, FIRST]


def test_a_running_head_beside_page_numbers_is_none_of_the_text() -> None:
    head = "云泽市人民政府公报"
    source = typed(TITLE, FIRST, "— 1 —", head, SECOND[:40], "— 2 —", head, SECOND[40:], THIRD)
    assert body(source) == [TITLE, FIRST, SECOND, THIRD]
    assert beside(source) == ["— 1 —", head, "— 2 —", head]


def test_signatures_above_page_numbers_stay() -> None:
    signed = ["云泽市公园管理中心", "2025年3月1日"]
    lines = ["关于公园管理的通知", "现将办法印发给你们。", *signed, "— 1 —", TITLE, FIRST, SECOND, *signed, "— 2 —"]
    assert body(typed(*lines)) == [line for line in lines if "—" not in line]
    without_dates = [line for line in lines if line != signed[1]]
    assert body(typed(*without_dates)) == [line for line in without_dates if "—" not in line]
    on_top = ["云泽市公园管理中心", TITLE, FIRST, SECOND, "— 1 —", *signed]
    assert body(typed(*on_top)) == [line for line in on_top if "—" not in line]


def test_a_foot_above_every_page_number_is_none_of_the_text() -> None:
    foot = "云泽市人民政府办公室印"
    lines = [TITLE, FIRST, foot, "— 1 —", SECOND[:40], foot, "— 2 —", SECOND[40:], THIRD, foot, "— 3 —"]
    assert body(typed(*lines)) == [TITLE, FIRST, SECOND, THIRD]


def test_the_title_said_again_within_a_sentence_is_a_head() -> None:
    source = typed(TITLE, FIRST, SECOND[:40], TITLE, SECOND[40:], THIRD)
    assert body(source) == [TITLE, FIRST, SECOND, THIRD]
    assert parse(source).title == TITLE


def test_the_title_behind_a_page_number_stays_the_title() -> None:
    source = typed("云泽市人民政府关于公园管理的通知", "现将办法印发给你们。", "— 1 —", TITLE, FIRST, SECOND)
    assert TITLE in body(source)
    assert parse(source).title == TITLE


def test_bare_figures_are_page_numbers_only_where_they_cut_sentences() -> None:
    long = [f"第{n}条　{SECOND[4:] * 4}" for n in "一二三四"]
    cut = [piece for n, line in enumerate(long[:3], 1) for piece in (line[:60], str(n), line[60:])]
    source = typed(TITLE, *cut, long[3])
    assert body(source) == [TITLE, *long]
    assert beside(source) == ["1", "2", "3"]
    whole = [piece for n, line in enumerate(long[:3], 1) for piece in (line, str(n))]
    assert beside(typed(TITLE, *whole, long[3])) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["第一条　设施分为下列等级：", "1", "高杆灯，高度二十米以上的", "2", "中杆灯，高度十米以上的", "3", "低杆灯"],
        ["第一条　收费标准如下", "100", "200", "300", "第二条　有效期截至", "2030"],
        ["第一条　比例如下", "1/2", "2/3", "1/4"],
        ["第一条　等级如下：", "-1-", "高杆灯", "-2-", "中杆灯", "-3-", "低杆灯"],
        ["第一条　等级如下", "-1-", "-1.5-", "—3—", "—2—"],
        ["第一条　见第2页", "第3页有误", "第二条　甲。", "1.", "2."],
        ["第一条　本办法有效期5年，自2025年1月1日起至2030年1月1日止", "第二条　甲。"],
    ],
)
def test_numbers_of_the_text_stay(lines: list[str]) -> None:
    source = typed(TITLE, *lines)
    assert body(source) == [TITLE, *lines]
    assert beside(source) == []


def test_cells_are_no_page_numbers() -> None:
    rows = [(p(f"— {n} —"), p("第1页")) for n in (1, 2, 3)]
    source = read("a.docx", data=docx(p(TITLE) + p(FIRST) + tbl(*rows) + p(SECOND)))
    assert beside(source) == []


def test_word_keeps_the_places_of_paragraphs_that_were_cut() -> None:
    data = docx(
        p(TITLE) + p(FIRST) + p(SECOND[:40]) + p() + p("-1-", properties=CENTRED) + p(SECOND[40:]) + p(THIRD) + p("-2-")
    )
    source = read("a.docx", data=data)
    assert body(source) == [TITLE, FIRST, SECOND, THIRD]
    assert is_tiled(source)
    places = {b.content: (b.provenance.part, b.provenance.paragraph) for b in source.blocks}
    assert places[SECOND[40:]] == ("body", 5)
    assert places["-2-"] == ("footer", 7)
    assert places["-1-"] == ("footer", 4)


def test_lines_of_one_width_go_on_behind_a_page() -> None:
    width, text = 30, "　　" + "\n　　".join([FIRST, SECOND, THIRD] * 4)
    lines = [line[at : at + width] for line in text.split("\n") for at in range(0, len(line), width)]
    pages = [[*lines[at : at + 10], "", f"— {at // 10 + 1} —", ""] for at in range(0, len(lines), 10)]
    source = typed(TITLE, *(line for page in pages for line in page))
    assert [line.strip("　") for line in body(source)][1:] == [FIRST, SECOND, THIRD] * 4
    assert len(beside(source)) == len(pages)
    assert is_tiled(source)


def test_problems_go_with_their_blocks() -> None:
    source = SourceText.from_text(f"{FIRST}\n— 1 —\n{SECOND}\n")
    place = Span(source.text.index("第二条"), source.text.index("第二条") + 3)
    moved = set_aside(SourceText(source.text, source.blocks, problems=(Problem("P201", place, "甲"),)))
    assert moved.slice(moved.problems[0].span) == "第二条"


# -- web pages ---------------------------------------------------------------------------------------------------------

TAIL = [
    "【打印本页】　【关闭窗口】",
    "扫一扫在手机打开当前页",
    "分享到：微信 微博",
    "上一篇：云泽市绿化条例",
    "网站地图 | 联系我们",
]
FOOT = [
    "主办单位：云泽市人民政府办公室",
    "网站标识码：0000000000　　云公网安备 00000000000000号",
    "云ICP备00000000号-1",
]


def test_what_a_web_page_prints_below_stands_behind_the_body() -> None:
    source = typed(TITLE, FIRST, SECOND, "云泽市人民政府", "2025年3月1日", "", *TAIL, *FOOT)
    assert body(source) == [TITLE, FIRST, SECOND, "云泽市人民政府", "2025年3月1日"]
    assert beside(source) == [*TAIL, *FOOT]
    assert "P226" in codes(source)
    assert is_tiled(source)
    assert "云泽市人民政府" in parse(source).conclusion


@pytest.mark.parametrize(
    "lines",
    [
        [FIRST, "主办单位：云泽市文化局", "承办单位：云泽市公园管理中心", "联系电话：0000-0000000"],
        [FIRST, "第二条　网站应当提供下列服务：", "（一）打印本页", "（二）网站地图", "第三条　甲。"],
        [FIRST, "第二条　任何单位不得要求扫一扫方可入园。"],
        [FIRST, "打印本页", "第二条　甲。"],
        [FIRST, "云泽市人民政府办公室关于网站地图的说明"],
    ],
)
def test_the_same_words_in_the_text_stay(lines: list[str]) -> None:
    assert body(typed(TITLE, *lines)) == [TITLE, *lines]


def test_the_container_of_a_page_holds_its_buttons() -> None:
    articles = "".join(f"<p>{line}</p>" for line in (FIRST, SECOND, THIRD))
    page = f"<div>首页</div><div id=zoom><h1>{TITLE}</h1>{articles}<p>打印本页</p><p>扫一扫在手机打开</p></div>"
    source = read("a.html", data=page.encode())
    assert body(source) == [TITLE, FIRST, SECOND, THIRD]
    assert sorted(beside(source)) == sorted(["打印本页", "扫一扫在手机打开", "首页"])
    assert is_tiled(source)


# -- properties --------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["— 1 —", "-2-", "3", "4", "第5页", "第6页 共9页", "2/9", "", "　", TITLE, FIRST, SECOND[:40], SECOND[40:], "数额。", "和",
     "（一）甲；", "一、要求", "打印本页", "主办单位：甲", "扫一扫", "\f第二条　乙。", "附件", "2025年"]
)  # fmt: skip


@FIXED
@given(
    st.lists(PIECES, max_size=30), st.lists(st.sampled_from(["\n", "\t", ""]), min_size=30, max_size=30), st.booleans()
)
def test_every_word_is_kept_once(lines: list[str], ends: list[str], cells: bool) -> None:
    source = SourceText.from_text("\n".join(lines))
    blocks = tuple(
        block._replace(kind="cell" if cells and end == "\t" else block.kind)
        for block, end in zip(source.blocks, ends, strict=False)
    )
    spans = [Span(block.start, block.end) for block in blocks]
    given_source = SourceText(source.text, blocks, problems=tuple(Problem("P201", span, "") for span in spans))
    result = set_aside(given_source)
    assert is_tiled(result)
    assert Counter(b.content for b in result.blocks) == Counter(b.content for b in blocks)
    parts = [block.provenance.part == "body" for block in result.blocks]
    assert parts == sorted(parts, reverse=True)
    shown = [problem for problem in result.problems if problem.code == "P201"]
    assert [result.slice(q.span).strip() for q in shown] == [b.content.strip() for b in blocks]


@FIXED
@given(st.lists(PIECES, max_size=30))
def test_what_is_said_fits_the_lines(lines: list[str]) -> None:
    entries = [Entry(line.strip()) for line in lines]
    found = page_furniture(entries)
    assert all(0 <= at < len(lines) for at in (*found.parts, *web_furniture(entries)))
    assert all(before < after and not {before, after} & set(found.parts) for before, after in found.seams)
    assert is_tiled(read("a.txt", data=("\n".join(lines) + "甲").encode()))
