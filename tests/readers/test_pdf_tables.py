"""What the drawn lines of a PDF say: ruled tables are rows and columns, what stands below a short line are footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from pdf_samples import HEIGHT, INDENT, LEFT, SIZE, Line, body, make_pdf

from lawcheck.document import Document, SourceText, Span, parse
from lawcheck.readers import pdf, pdf_places, read
from lawcheck.writers import write
from lawcheck.writers.flow import rows_of

X, Y = (80.0, 140.0, 300.0, 500.0), (100.0, 130.0, 190.0, 220.0)
HEAD = [(90.0, 108.0, 12.0, "序号"), (150.0, 108.0, 12.0, "违法行为"), (310.0, 108.0, 12.0, "处罚")]
FIRST = [(90.0, 138.0, 12.0, "1"), (150.0, 138.0, 12.0, "未设置标志牌，经责令改正"), (310.0, 138.0, 12.0, "罚款")]
REST = [(150.0, 154.0, 12.0, "拒不改正的"), (150.0, 170.0, 12.0, "后果严重的"), (90.0, 198.0, 12.0, "2")]
LAST = [(310.0, 198.0, 12.0, "警告")]
TEXT = [*HEAD, *FIRST, *REST, *LAST]
Stroke = tuple[float, float, float, float]


def strokes(*, without: Sequence[Stroke] = (), columns: Sequence[float] = X) -> list[Stroke]:
    """Every side of every field of the grid, but for some."""
    across = [(left, y, right, y) for y in Y for left, right in pairwise(X)]
    down = [(x, top, x, bottom) for x in columns for top, bottom in pairwise(Y)]
    return [stroke for stroke in (*across, *down) if stroke not in without]


def drawn(lines: Sequence[Stroke], *, filled: bool = False) -> bytes:
    """Lines as strokes, or as the thin rectangles that Word paints."""
    if filled:
        parts = [f"{a:g} {HEIGHT - d - 0.25:g} {c - a + 0.5:g} {d - b + 0.5:g} re f" for a, b, c, d in lines]
    else:
        parts = [f"{a:g} {HEIGHT - b:g} m {c:g} {HEIGHT - d:g} l S" for a, b, c, d in lines]
    return "\n".join(parts).encode()


def source(text: Sequence[Line], lines: Sequence[Stroke], *, filled: bool = False) -> SourceText:
    return read("某规定.pdf", data=make_pdf([text], extra=drawn(lines, filled=filled)))


def cells(text: SourceText) -> list[tuple[int | None, int | None, str]]:
    return [(b.provenance.row, b.provenance.column, b.content) for b in text.blocks if b.kind == "cell"]


def table(document: Document) -> list[list[tuple[str, int]]]:
    found = next(rows for unit in document.walk() if (rows := rows_of(document, unit)))
    return [[(cell.text, cell.span) for cell in row] for row in found]


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("columns", [X, X[1:-1]], ids=["closed", "open at the sides"])
def test_lines_that_meet_are_a_table(filled: bool, columns: Sequence[float]) -> None:
    text = source(TEXT, strokes(columns=columns), filled=filled)
    assert table(parse(text)) == [
        [("序号", 1), ("违法行为", 1), ("处罚", 1)],
        [("1", 1), ("未设置标志牌，经责令改正拒不改正的\n后果严重的", 1), ("罚款", 1)],
        [("2", 1), ("", 1), ("警告", 1)],
    ]


def test_merged_cells_keep_their_width_and_leave_the_rows_below_empty() -> None:
    wide, high = (300.0, 100.0, 300.0, 130.0), (80.0, 190.0, 140.0, 190.0)
    assert table(parse(source(TEXT, strokes(without=[wide, high])))) == [
        [("序号", 1), ("违法行为 处罚", 2)],
        [("1\n2", 1), ("未设置标志牌，经责令改正拒不改正的\n后果严重的", 1), ("罚款", 1)],
        [("", 1), ("", 1), ("警告", 1)],
    ]


def test_text_beside_a_table_stays_where_it_is() -> None:
    above, below = (80.0, 60.0, 16.0, "第一条　甲。"), (80.0, 240.0, 16.0, "第二条　乙。")
    text = source([above, *TEXT, below], strokes())
    assert [b.content for b in text.blocks if b.kind == "paragraph"] == ["第一条　甲。", "第二条　乙。"]
    assert text.blocks[1].kind == text.blocks[-2].kind == "cell"
    assert len(parse(text).articles) == 2


def test_a_span_in_a_cell_leads_to_its_characters() -> None:
    data = make_pdf([TEXT], extra=drawn(strokes()))
    text = read("a.pdf", data=data)
    at = text.text.index("改正拒不")
    with pdf.open_pdf(data, "a.pdf") as document:
        layer, shown = document[0].get_textpage(), []
        for place in pdf_places(data, text, [Span(at, at + 4)])[0]:
            xs, ys = zip(*place.corners, strict=True)
            shown.append(layer.get_text_bounded(min(xs) + 1, min(ys) + 1, max(xs) - 1, max(ys) - 1).strip())
    assert shown == ["改正", "拒不"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(TEXT, [stroke for stroke in strokes() if stroke[0] != stroke[2]], id="no line down"),
        pytest.param(TEXT, strokes(columns=(X[0], X[-1])), id="one column"),
        pytest.param(TEXT, strokes(without=[(140.0, 130.0, 140.0, 190.0), (80.0, 190.0, 140.0, 190.0)]), id="an angle"),
        pytest.param([*TEXT, (310.0, 170.0, 30.0, "处五百元以上的罚款")], strokes(), id="text across its edge"),
        pytest.param(
            [*TEXT, (310.0, 154.0, 12.0, "第一条　甲。"), (310.0, 170.0, 12.0, "第二条　乙。")],
            strokes(),
            id="articles",
        ),
        pytest.param([(90.0, y, 12.0, "甲") for y in (108.0, 138.0, 198.0)], strokes(), id="text in one column"),
    ],
)
def test_what_is_no_certain_table_stays_lines_of_text(text: Sequence[Line], lines: Sequence[Stroke]) -> None:
    read_in = source(text, lines)
    assert cells(read_in) == []
    assert read_in.text == source(text, []).text


def test_a_drawing_of_many_lines_is_no_table() -> None:
    lines = [(80.0 + n / 10, 100.0, 80.0 + n / 10, 500.0) for n in range(4_000)]
    assert cells(source(TEXT, lines)) == []


def test_a_table_of_our_own_pdf_comes_back() -> None:
    text = source([(80.0, 60.0, 16.0, "第一条　甲："), *TEXT], strokes())
    document = parse(text)
    assert table(parse(read("a.pdf", data=write(document, "pdf")))) == table(document)


FULL = "在本市行政区域内从事收集、运输、处理活动的单位，依照"
NOTED = [
    (INDENT, 100.0, SIZE, "第一条　为了甲，对建筑垃圾"),
    (INDENT + 13 * SIZE, 98.0, 8.0, "1"),
    (INDENT + 13 * SIZE + 4.5, 100.0, SIZE, "进行管理，2人以上从事的，"),
    (LEFT, 128.0, SIZE, FULL),
    (LEFT, 700.0, 10.0, "1建筑垃圾的含义，依照第二条。"),
    (LEFT, 714.0, 10.0, "本文本的编号为一。"),
    (LEFT, 728.0, 10.0, "2收集的含义。"),
]
ARTICLE = f"第一条　为了甲，对建筑垃圾进行管理，2人以上从事的，{FULL}本条例规定办理。"


def noted(separator: Stroke) -> dict[str, str]:
    pages = [NOTED, body("本条例规定办理。", "　　第二条　乙。")]
    text = read("a.pdf", data=make_pdf(pages, extra=drawn([separator])))
    parts = dict.fromkeys(block.provenance.part for block in text.blocks)
    return {part: "".join(b.text for b in text.blocks if b.provenance.part == part) for part in parts}


def test_footnotes_stand_aside_and_the_article_goes_on_behind_the_page() -> None:
    assert noted((LEFT, 690.0, LEFT + 140, 690.0)) == {
        "body": f"{ARTICLE}\n第二条　乙。\n",
        "footnote": "1建筑垃圾的含义，依照第二条。本文本的编号为一。\n2收集的含义。\n",
    }


@pytest.mark.parametrize(
    "line",
    [(LEFT, 690.0, LEFT + 440, 690.0), (LEFT + 200, 690.0, LEFT + 340, 690.0), (LEFT, 125.0, LEFT + 140, 125.0)],
    ids=["as wide as the text", "not from the margin", "above the text"],
)
def test_another_line_makes_no_footnotes(line: Stroke) -> None:
    assert list(noted(line)) == ["body"]


ON = [(90.0, 138.0, 12.0, "3"), (150.0, 138.0, 12.0, "未保持标志牌清晰"), (310.0, 198.0, 12.0, "通报批评")]


def shifted(text: Sequence[Line], down: float) -> list[Line]:
    return [(left, top + down, size, content) for left, top, size, content in text]


def over_two_pages(second: Sequence[Line], *, end: float = 760.0, columns: Sequence[float] = X) -> SourceText:
    """A table that ends at ``end`` on the first page, ``second`` on the next, where a grid stands at the top."""
    low = [(a, b + end - Y[-1], c, d + end - Y[-1]) for a, b, c, d in strokes()]
    high = [(a, y, b, y) for y in Y for a, b in pairwise(columns)] + [(x, Y[0], x, Y[-1]) for x in columns]
    first = [(80.0, 300.0, 16.0, "第一条　甲。"), *shifted(TEXT, end - Y[-1])]
    return read(
        "a.pdf", data=make_pdf([first, [*second, (80.0, 300.0, 16.0, "第二条　乙。")]], extra=drawn([*low, *high]))
    )


@pytest.mark.parametrize(("head", "rows"), [(HEAD, 5), ([(90.0, 108.0, 12.0, "2a"), (310.0, 108.0, 12.0, "警告")], 6)])
def test_a_table_over_two_pages_is_one(head: Sequence[Line], rows: int) -> None:
    text = over_two_pages([*head, *ON])
    document = parse(text)
    assert [len(found) for unit in document.walk() if (found := rows_of(document, unit))] == [rows]
    places = [(b.provenance.page, b.provenance.row) for b in text.blocks if b.kind == "cell"]
    assert places == sorted(places, key=lambda place: place[1] or 0)
    assert {page for page, _ in places} == {1, 2}
    asides = [b.content for b in text.blocks if b.provenance.part == "header"]
    assert asides == ([content for *_, content in HEAD] if head is HEAD else [])


@pytest.mark.parametrize(
    ("second", "end", "columns"),
    [
        pytest.param([(80.0, 40.0, 16.0, "附表二"), *HEAD, *ON], 760.0, X, id="a line between"),
        pytest.param([*HEAD, *ON, (80.0, 815.0, 16.0, "附注")], 760.0, X, id="room for another row"),
        pytest.param([*HEAD, *ON], 500.0, X, id="ends in the middle of the page"),
        pytest.param([*HEAD, *ON], 760.0, (80.0, 145.0, 305.0, 500.0), id="other columns"),
        pytest.param(TEXT, 760.0, X, id="the same table once more"),
    ],
)
def test_tables_on_two_pages_stay_two_where_it_is_not_certain(
    second: Sequence[Line], end: float, columns: Sequence[float]
) -> None:
    text = over_two_pages(second, end=end, columns=columns)
    assert {b.provenance.table for b in text.blocks if b.kind == "cell"} == {0, 1}


def test_a_long_table_of_our_own_pdf_comes_back() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>第{n}种行为</td><td>罚款{n}万元</td></tr>" for n in range(1, 41))
    page = f"<p>第一条　处罚按照下表：</p><table><tr><td>序号</td><td>行为</td><td>处罚</td></tr>{rows}</table>"
    document = parse(read("a.html", data=f"<html><body>{page}</body></html>".encode()))
    assert len(table(document)) == 41
    assert table(parse(read("a.pdf", data=write(document, "pdf")))) == table(document)
