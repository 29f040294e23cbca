"""Texts made of the vocabulary of legislation in any order, and trees that no parser would build."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from hypothesis import strategies as st

from lawcheck.document import Block, Document, Number, Provenance, SourceText, Span, Unit, UnitKind

REGULATION = """云政发〔2026〕3号
云溪市停车条例
（2026年8月27日云溪市第九届人民代表大会常务委员会第九十七次会议通过
2026年9月29日浙江省第十四届人民代表大会常务委员会第九十八次会议批准）
目　录
第一章　总则
第二章　停车
附则
第一章　总　　则
第一条　为了方便停车，制定本条例。
第二条　本条例适用于本市。
军用停车场除外。
第二章　停车
第一节　一般规定
第三条　停车应当遵守下列规定：
（一）不得占用：
1. 盲道；
2. 消防通道，
（二）按照《某<法>》停放，
否则拖离。
车主应当付费。
第三条之一　拖离由城管负责。
附　则
第四条　本条例自2027年1月1日起施行。
云溪市人民政府
2026年10月26日
附件1
停车费用计算说明
一、甲类停车场按照每小时五元计算，超过六小时的按照六小时计算并且开具统一票据。
"""
ROWS = (("序号", "区域", "费用"), ("1", "中心区\n一级", "5元/时"), ("合计", "5元"))


def table_source(rows: tuple[tuple[str, ...], ...] = ROWS, *, columns: tuple[int, ...] | None = None) -> SourceText:
    """A regulation whose annex is a table; the last row has its second cell in the last column."""
    blocks: list[Block] = []
    start = 0
    for line in ("某市条例", "第一条　甲。", "附件", "费用表"):
        blocks.append(Block(start, line + "\n"))
        start += len(line) + 1
    for row_number, row in enumerate(rows):
        for position, cell in enumerate(row):
            last = position == len(row) - 1
            column = columns[position] if columns else (2 if last and len(row) == 2 else position)
            place = Provenance(table=0, row=row_number, column=column)
            separator = "\n" if last else "\t"
            blocks.append(Block(start, cell + separator, "cell", separator, place))
            start += len(cell) + 1
    return SourceText("".join(block.text for block in blocks), tuple(blocks), "docx")


_NUMBERED = "第一条 第二条 第十二条之一 第１２条 第一章 第二章　责任 第一节 第一编 第一分编"
_ENDS = "总则 附　则 附则 附件 附件1： 附件二　某表 目录"
_ITEMS = "（一） （二） (三) ㈣ 1. ２． 3、 （4） ① ⒉ 一、 二、 前款 前两款 本条例"
_MARKS = "《某法》 《某 〈某〉 》 “ ” 【目的】 下列情形： 。 ； ： ，"
_FRONT = "某市某条例 关于修改某条例的决定 2026年9月31日 二〇二六年九月一日 云政发〔2026〕3号 第5号 某市人民政府"
_NOTE = "（2020年1月2日某市第一届人民代表大会常务委员会第三次会议通过）"
_MARKUP = "& < > ]]> <!-- \" ' abc # * | 甲乙丙 丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_BLANKS = ("\n", "\n", "\n\n", "\r\n", "\u3000", "\u3000\u3000", "\t", " ", "第 三 条")
_ODD = ("\x00", "\x0b", "\x0c", "\x1f", "\x85", "\u2028", "\ufeff", "\u200b", "\ufffe", "\uffff", "\ue010", "𠮷")
_LISTS = (_NUMBERED, _ENDS, _ITEMS, _MARKS, _FRONT, _MARKUP)
WORDS = (*(word for words in _LISTS for word in words.split(" ")), _NOTE, *_BLANKS, *_ODD)

texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=60).map("".join)

_short = st.text(alphabet="甲（一）第条1 \n\t\x00\ufffe\ud800<&", max_size=6)
_numbers = st.none() | st.builds(Number, st.integers(0, 30), st.integers(0, 2))


def _unit(children: st.SearchStrategy[tuple[Unit, ...]]) -> st.SearchStrategy[Unit]:
    return st.builds(
        Unit,
        kind=st.sampled_from(UnitKind),
        eid=st.sampled_from(["art_1", "", "body", "a b", "第一条", "\x00"]),
        ordinal=st.integers(0, 99),
        span=st.just(Span(0, 0)),
        number=_numbers,
        label=_short,
        heading=_short,
        text=_short,
        children=children,
        wrap_up=_short,
    )


_units = st.lists(
    st.recursive(_unit(st.just(())), lambda inner: _unit(st.lists(inner, max_size=3).map(tuple)), max_leaves=5),
    max_size=2,
).map(tuple)


def _renamed(units: tuple[Unit, ...], names: Iterator[int]) -> tuple[Unit, ...]:
    return tuple(
        unit._replace(eid=f"{unit.eid}{next(names)}", children=_renamed(unit.children, names)) for unit in units
    )


@st.composite
def odd_documents(draw: st.DrawFn, *, unique: bool = True) -> Document:
    """Documents with any nesting and characters that no format can hold; eids repeat unless ``unique``."""
    text, units, annexes = draw(_short), draw(_units), draw(_units)
    if unique:
        names = count()
        units, annexes = _renamed(units, names), _renamed(annexes, names)
    return Document(
        source=SourceText(text, (), name=text),
        title=draw(_short),
        title_span=Span(0, 0),
        note=draw(_short | st.just(_NOTE)),
        note_span=Span(0, 0),
        preamble=draw(_short),
        preamble_span=Span(0, 0),
        units=units,
        annexes=annexes,
        conclusion=draw(_short),
        conclusion_span=Span(0, 0),
        segments=(),
        problems=(),
        toc=tuple(draw(st.lists(_short, max_size=2))),
    )
