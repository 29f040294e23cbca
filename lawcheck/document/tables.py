"""Tables that lay something down row by row, as 行政处罚裁量基准 do: each row is compared by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from lawcheck.document.source import Span

if TYPE_CHECKING:
    from lawcheck.document.model import Unit

__all__ = ["plain_words", "row_number", "rows_of", "spelled_out"]

_LAYS_DOWN: Final = re.compile(r"罚款|警告|没收|暂扣|吊销|拘留|停产停业|责令|不予(?:行政)?处罚|应当|不得|禁止|必须")
_SAME: Final = frozenset({"", "同上", "〃", "″", "”", "同前"})
_BESIDE: Final = re.compile(
    r"[\d一二三四五六七八九十.、（）()]*|(?:《[^《》]+》(?:第[零一二三四五六七八九十百]+[条款项]、?|第（[一二三四五六七八九十]+）项、?)*[、；，\s]*)+"
    r"|(?:第?[一二三四五12345][档级类]|(?:特别|情节|违法)?(?:轻微|较轻|从轻|减轻|一般|较重|从重|较大|较小|严重|恶劣)(?:违法|情形|情节|程度|阶次)?)"
)
"""A cell beside the rule itself: a running number, the articles that it is based on, a grade."""
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


def spelled_out(table: Unit, row: Unit) -> str:
    """The words of a row, 同上 and empty cells as the row above has them, without running numbers and repeated cells."""
    cells: list[str] = []
    for line in table.text.split("\n")[1 : row_number(row) + 1]:
        read = [cell.strip() for cell in line.split("\t")]
        cells = [cells[n] if cell in _SAME and n < len(cells) else cell for n, cell in enumerate(read)]
    return "，".join(dict.fromkeys(cell for cell in cells if cell and not cell.isdecimal()))


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
