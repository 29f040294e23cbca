"""Tables that lay something down row by row, as 行政处罚裁量基准 do: each row is compared by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from lawcheck.document.source import Span

if TYPE_CHECKING:
    from lawcheck.document.model import Unit

__all__ = ["plain_words", "row_number", "rows_of", "spelled_out"]

_LAYS_DOWN: Final = re.compile(
    r"罚款|警告|没收|暂扣|吊销|拘留|停产停业|责令|不予(?:行政)?处罚|应当|不得|禁止|必须|[\d一二三四五六七八九十]个?(?:工作日|日内|日|个?月内|元)|收费|费用"
)
_SAME: Final = frozenset({"", "同上", "〃", "″", "”", "同前"})
_BESIDE: Final = re.compile(
    r"[\d一二三四五六七八九十.、（）()]*|(?:《[^《》]+》(?:第[零一二三四五六七八九十百]+[条款项]、?|第（[一二三四五六七八九十]+）项、?)*[、；，\s]*)+"
    r"|(?:第?[一二三四五12345][档级类]|(?:特别|情节|违法)?(?:轻微|较轻|从轻|减轻|一般|较重|从重|较大|较小|严重|恶劣)(?:违法|情形|情节|程度|阶次)?)"
)
"""A cell beside the rule itself: a running number, the articles that it is based on, a grade."""
_CONDUCT: Final = re.compile(r"行为|事项|名称|任务(?!类)|情形")
"""Head of the column that says what a row is about."""
_ROW: Final = re.compile(r"__row_(\d+)$")
_LEAST_COLUMNS: Final = 2


def rows_of(table: Unit) -> tuple[Unit, ...]:
    """The rows below the head of a table, where most of them lay something down; none for any other unit. They stand in no
    tree: their words are part of those of the table.

    >>> from lawcheck.document.model import Unit, UnitKind
    >>> text = "行为\\t基准\\n占道\\t处五十元罚款\\n同上，拒不改正\\t处一百元罚款"
    >>> table = Unit(UnitKind.PARAGRAPH, "art_3__table_2", 9, Span(0, len(text)), None, "", "", text, Span(0, len(text)))
    >>> [(row.eid, row.text) for row in rows_of(table)]
    [('art_3__table_2__row_1', '占道\\t处五十元罚款'), ('art_3__table_2__row_2', '同上，拒不改正\\t处一百元罚款')]
    """
    if not table.eid.rpartition("__")[2].startswith("table_") or table.children:
        return ()
    lines = table.text.split("\n")
    columns = {line.count("\t") + 1 for line in lines}
    laying = sum(_LAYS_DOWN.search(line) is not None for line in lines[1:])
    if len(columns) != 1 or columns.pop() < _LEAST_COLUMNS or len(lines) < 2 or laying * 2 <= len(lines) - 1:
        return ()
    return tuple(_rows(table, lines))


def _rows(table: Unit, lines: Sequence[str]) -> Iterator[Unit]:
    start = table.text_span.start
    for number, line in enumerate(lines):
        span = Span(start, start + len(line))
        if number:
            name = f"{table.eid}__row_{number}"
            yield type(table)(table.kind, name, table.ordinal, span, text=line, text_span=span)
        start = span.end + 1


def row_number(unit: Unit) -> int:
    """Which row below the head a unit is; 0 for any other unit."""
    found = _ROW.search(unit.eid)
    return int(found[1]) if found else 0


def spelled_out(table: Unit, row: Unit) -> tuple[str, Span]:
    """The words that a row is searched by, and the stretch of the table that says what it is about: of a row that goes on with
    another's conduct (同上, or nothing in the column 违法行为) those of that one. Empty cells as the row above has them, without
    running numbers and repeated cells."""
    lines = [line.split("\t") for line in table.text.split("\n")]
    named = next((n for n, cell in enumerate(lines[0]) if _CONDUCT.search(cell)), 0)
    cells, first = lines[1], 1
    for number in range(2, row_number(row) + 1):
        if lines[number][named].strip() not in _SAME:
            filled = zip(lines[number], cells, strict=True)
            cells, first = [above if cell.strip() in _SAME else cell for cell, above in filled], number
    kept = (cell.strip() for cell in cells)
    start = table.text_span.start + sum(len("\t".join(line)) + 1 for line in lines[:first])
    return "，".join(dict.fromkeys(cell for cell in kept if cell and not cell.isdecimal())), Span(start, row.span.end)


def plain_words(text: str) -> str:
    """A row as a sentence of the same length: cells that only number it, name its basis or its grade are blank, others
    parted by commas.

    >>> plain_words("1\\t占道的\\t《某法》第六条\\t一般\\t处五十元罚款")
    '  占道的，           处五十元罚款'
    """
    cells = text.split("\t")
    beside = [_BESIDE.fullmatch(cell.strip()) is not None or cell.strip() in _SAME for cell in cells]
    last = max((n for n, aside in enumerate(beside) if not aside), default=-1)
    told = (
        " " * len(cell) + " " if aside else cell + ("，" if n < last else " ")
        for n, (cell, aside) in enumerate(zip(cells, beside, strict=True))
    )
    return "".join(told)[: len(text)]
