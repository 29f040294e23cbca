"""PDF pages in columns, running heads of short documents, numbered lines: what is text stays whole, the rest stands aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_samples import SIZE, Line, body, make_pdf
from test_pdf_tables import drawn
from test_reading_fuzz import FIXED

from lawcheck.document import SourceText, parse
from lawcheck.readers import read
from lawcheck.readers.columns import columns, gutters
from lawcheck.readers.laid_out import join_lines
from lawcheck.readers.printed import VisualLine

TITLE = "云泽市公园管理办法"
TEXT = (
    "第一条　为了加强公园管理，保障公园设施完好，改善人居环境，根据有关法律、法规，结合本市实际，制定本办法。",
    "第二条　公园管理单位履行下列职责：",
    "（一）制定公园管理的年度计划，并按照规定程序报主管部门备案后组织实施；",
    "（二）定期检查游乐设施，发现隐患的应当立即停止使用；",
    "第三条　公园应当每日开放不少于十二个小时，因维修需要停止开放的，应当提前三日公告。",
    "第四条　损毁花草树木的，由主管部门责令赔偿损失，可以并处二百元以上五百元以下的罚款。",
    "本办法所称主管部门，是指市、县人民政府负责公园管理的部门。",
    "第五条　本办法自2026年1月1日起施行。",
)
SMALL, PITCH, TOP = 10.0, 16.0, 140.0


def contents(source: SourceText, part: str = "body") -> list[str]:
    return "".join(b.text for b in source.blocks if b.provenance.part == part).splitlines()


def set_lines(texts: Sequence[str], wide: int, indent: int = 2) -> list[tuple[int, str]]:
    """Texts broken into lines of ``wide`` characters: how many characters each is indented, and the line."""
    lines = []
    for text in texts:
        lines.append((indent, text[: wide - indent]))
        lines += [(0, text[at : at + wide]) for at in range(wide - indent, len(text), wide)]
    return lines


def in_columns(lines: Sequence[tuple[int, str]], lefts: Sequence[float], each: int, top: float = TOP) -> list[Line]:
    return [
        (lefts[n // each] + indent * SMALL, top + PITCH * (n % each), SMALL, text)
        for n, (indent, text) in enumerate(lines)
    ]


@pytest.mark.parametrize(("wide", "lefts"), [(20, (60.0, 300.0)), (14, (40.0, 210.0, 380.0))])
@pytest.mark.parametrize("indent", [2, 0])
def test_columns_are_read_as_one_text(wide: int, lefts: Sequence[float], indent: int) -> None:
    text = TEXT if indent else TEXT[:6] + TEXT[7:]  # nothing tells where a second 款 begins that is not indented
    lines = set_lines(text, wide, indent)
    each = -(-len(lines) // len(lefts))
    page = [(200.0, 100.0, 18.0, TITLE), *in_columns(lines, lefts, each)]
    assert contents(read("a.pdf", data=make_pdf([page]))) == [TITLE, *text]


@pytest.mark.parametrize("last", [1, 2, 3])
def test_a_short_last_column_is_whole(last: int) -> None:
    lines = set_lines(TEXT, 20)
    page = in_columns(lines, (60.0, 300.0), len(lines) - last)
    assert contents(read("a.pdf", data=make_pdf([page]))) == list(TEXT)


def test_columns_go_on_over_the_page() -> None:
    lines = set_lines(TEXT * 2, 20)
    pages = [in_columns(lines[at : at + 20], (60.0, 300.0), 10) for at in range(0, len(lines), 20)]
    assert contents(read("a.pdf", data=make_pdf(pages))) == list(TEXT * 2)


def test_a_paragraph_over_both_columns_stays_above_them() -> None:
    note = set_lines(["　　本刊按：" + TEXT[3] + TEXT[4]], 44, 0)
    above = [(60.0, 100.0 + PITCH * n, SMALL, text) for n, (_, text) in enumerate(note)]
    lines = set_lines(TEXT, 20)
    page = [*above, *in_columns(lines, (60.0, 300.0), 10, 200.0)]
    shown = contents(read("a.pdf", data=make_pdf([page])))
    assert [line.strip("　") for line in shown] == ["本刊按：" + TEXT[3] + TEXT[4], *TEXT]


def test_footnotes_of_a_column_stand_aside() -> None:
    lines = set_lines(TEXT, 20)
    each = len(lines) // 2 + 1
    below = TOP + PITCH * each + 6
    notes = [(60.0, below + 4, 8.0, "1本刊所称公园，不包括游乐园。"), (60.0, below + 14, 8.0, "2主管部门见第四条。")]
    page = [*in_columns(lines[:each], (60.0,), each), *notes, *in_columns(lines[each:], (300.0,), each)]
    source = read("a.pdf", data=make_pdf([page], extra=drawn([(60.0, below, 160.0, below)])))
    assert contents(source) == list(TEXT)
    assert contents(source, "footnote") == [note[3] for note in notes]


def test_a_title_over_two_lines_of_a_column_is_one() -> None:
    title = [(60.0, 100.0, 18.0, "云泽市公园管理和游乐设"), (120.0, 127.0, 18.0, "施安全规定")]
    lines = set_lines(TEXT, 20)
    page = [*title, *in_columns(lines[:9], (60.0,), 9, 160.0), *in_columns(lines[9:], (300.0,), 20, 100.0)]
    source = read("a.pdf", data=make_pdf([page]))
    assert parse(source).title == "云泽市公园管理和游乐设施安全规定"


def test_rows_side_by_side_are_no_columns() -> None:
    rows = [
        line
        for n in range(8)
        for line in [
            (60.0, TOP + 40 * n, SMALL, f"第{n}号区域的照明设施应当按照规定的时段"),
            (60.0, TOP + 40 * n + 14, SMALL, "开启"),
            (300.0, TOP + 40 * n + 7, SMALL, "每日十八时至次日六时，恶劣天气提前"),
        ]
    ]
    shown = contents(read("a.pdf", data=make_pdf([rows])))
    assert "".join("".join(shown).split()) == "".join(line[3] for line in rows)


def test_a_signature_on_the_right_is_no_column() -> None:
    lines = [(60.0, TOP + 20 * n, SMALL, f"{n + 1}. 第{n + 1}号公园") for n in range(12)]
    signed = [(380.0, TOP + 260, SMALL, "云泽市公园管理中心"), (380.0, TOP + 280, SMALL, "2025年3月1日")]
    shown = contents(read("a.pdf", data=make_pdf([[*lines, *signed]])))
    assert shown == [line[3] for line in [*lines, *signed]]


# -- running heads -----------------------------------------------------------------------------------------------------

FULL = "　　第一条　为了加强公园绿地的规划和保护，改善人居环"
REST = "境，制定本办法。"


@pytest.mark.parametrize(("left", "other"), [(200.0, 200.0), (80.0, 352.0)])
def test_a_head_on_two_pages_is_furniture(left: float, other: float) -> None:
    head, number = "云泽市人民政府公报", (270.0, 790.0, 10.5, "第1页 / 共2页")
    first = [(left, 60.0, 10.5, head), *body(FULL), number]
    second = [(other if left == other else left, 60.0, 10.5, head), *body(REST), (270.0, 790.0, 10.5, "第2页 / 共2页")]
    source = read("a.pdf", data=make_pdf([first, second]))
    assert contents(source) == [FULL.strip("　") + REST]
    assert contents(source, "header") == [head] * 2
    assert contents(source, "footer") == ["第1页 / 共2页", "第2页 / 共2页"]


def test_a_head_that_says_the_title_again_is_furniture() -> None:
    first = [(180.0, 80.0, 22.0, TITLE), *body(FULL, top=140.0)]
    second = [(250.0, 60.0, 9.0, TITLE), *body(REST)]
    source = read("a.pdf", data=make_pdf([first, second]))
    assert contents(source) == [TITLE, FULL.strip("　") + REST]
    assert parse(source).title == TITLE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("申请人基本情况登记表", "申请人家庭情况登记表"),  # other words
        ("（一）申请材料", "（一）申请材料"),  # a unit
        ("以上各项由主管部门核定。", "以上各项由主管部门核定。"),  # a sentence
    ],
)
def test_the_first_line_of_a_page_may_be_text(first: str, second: str) -> None:
    pages = [[(80.0, 70.0, SIZE, line), *body(FULL, REST)] for line in (first, second)]
    assert {first, second} <= set(contents(read("a.pdf", data=make_pdf(pages))))


def test_a_signature_on_top_of_a_page_stays() -> None:
    first = [(120.0, 80.0, 30.0, "云泽市公园管理中心文件"), *body(FULL, REST, top=180.0)]
    pages = [first, [(380.0, 70.0, SIZE, "云泽市公园管理中心"), (400.0, 98.0, SIZE, "2025年3月1日")]]
    assert contents(read("a.pdf", data=make_pdf(pages)))[-2:] == ["云泽市公园管理中心", "2025年3月1日"]


def test_the_large_title_at_the_edge_of_the_page_stays() -> None:
    pages = [[(180.0, 60.0, 22.0, TITLE), *body(FULL)], *[[(250.0, 60.0, 9.0, TITLE), *body(REST)]] * 3]
    source = read("a.pdf", data=make_pdf(pages))
    assert contents(source)[0] == TITLE
    assert contents(source, "header") == [TITLE] * 3


def test_a_sentence_goes_on_behind_a_break_that_somebody_set() -> None:
    first = body("　　第一条　加处罚款的数额不得超出罚款的")
    pages = [first, body("数额。", "　　第二条　本办法自公布之日起施行。")]
    assert contents(read("a.pdf", data=make_pdf(pages)))[0] == "第一条　加处罚款的数额不得超出罚款的数额。"
    pages = [body(FULL, REST, "云泽市公园协会"), body("云泽市人民政府", "　　第二条　甲。")]
    assert "云泽市人民政府" in contents(read("a.pdf", data=make_pdf(pages)))


# -- numbers of lines --------------------------------------------------------------------------------------------------

DRAFT = body(
    "　　第一条　为了加强公园绿地的规划和保护，改善人居环",
    "境，根据有关法律、法规，结合本市实际，制定本条例，依照",
    "第十条规定执行。",
    "　　第二条　禁止下列行为：",
    "　　（一）损毁树木、花草；",
    "　　（二）其他损害公园绿地的行为，包括在公园绿地内倾倒",
    "垃圾。",
)
WHOLE = [
    "第一条　为了加强公园绿地的规划和保护，改善人居环境，根据有关法律、法规，结合本市实际，制定本条例，依照第十条规定执行。",
    "第二条　禁止下列行为：",
    "（一）损毁树木、花草；",
    "（二）其他损害公园绿地的行为，包括在公园绿地内倾倒垃圾。",
]


@pytest.mark.parametrize("beside", [True, False])
def test_numbers_of_lines_are_none_of_the_text(beside: bool) -> None:
    numbers: list[Line] = [(56.0, line[1] + 2, 9.0, str(n)) for n, line in enumerate(DRAFT, 1)]
    paired = [piece for pair in zip(numbers, DRAFT, strict=True) for piece in pair]
    source = read("a.pdf", data=make_pdf([paired if beside else [*DRAFT, *numbers]]))
    assert contents(source) == WHOLE
    assert sorted(contents(source, "footer") + contents(source, "header")) == [str(n) for n in range(1, 8)]


def test_numbers_of_a_list_are_text() -> None:
    lines = [(80.0, 120.0 + 28 * n, SIZE, f"{n + 1}　第{n + 1}号公园的照明" + "设施" * (n % 3)) for n in range(8)]
    source = read("a.pdf", data=make_pdf([lines]))
    assert "".join(contents(source)) == "".join(line[3] for line in lines)
    assert contents(source, "footer") == []


def test_figures_in_a_column_of_their_own_are_text() -> None:
    figures = [(56.0, 120.0 + 28 * n, SIZE, text) for n, text in enumerate(["120", "95", "300", "40"])]
    words = [(200.0, 134.0 + 28 * n, SIZE, "元每年，由公园管理单位收取") for n in range(4)]
    shown = contents(read("a.pdf", data=make_pdf([[*figures, *words]])))
    assert {"120", "95", "300", "40"} <= set(shown)


# -- properties --------------------------------------------------------------------------------------------------------

PLACES = st.tuples(
    st.sampled_from([0.0, 40.0, 60.0, 80.0, 300.0, 310.0, 560.0]),
    st.sampled_from([20.0, 60.0, *(140.0 + 16 * n for n in range(12)), 800.0]),
    st.sampled_from([0.0, 5.0, 10.0, 22.0]),
    st.integers(1, 3),
    st.sampled_from(["1", "2", "3", TITLE, TEXT[0][:24], TEXT[0][24:40], "第二条　甲。", "— 2 —", "和", "，", "附件"]),
)


@FIXED
@given(st.lists(PLACES, max_size=40))
def test_every_printed_line_is_kept_once(places: list[tuple[float, float, float, int, str]]) -> None:
    lines = [
        VisualLine(text, page, (x, y, x + len(text) * size, y + size), size, (595.0, 842.0))
        for x, y, size, page, text in places
    ]
    kept = [line._replace(column=0) for paragraph in join_lines(lines) for line in paragraph.lines]
    assert Counter(kept) == Counter(lines)


@FIXED
@given(st.lists(PLACES, max_size=40))
def test_columns_are_counted_from_the_left(places: list[tuple[float, float, float, int, str]]) -> None:
    boxes = [(x, y, x + len(text) * size, y + size) for x, y, size, _, text in places]
    starts = gutters(boxes, 10.0)
    assert list(starts) == sorted(set(starts))
    assert all(0 <= column <= len(starts) + 1 for column in columns(boxes, starts, 10.0))
