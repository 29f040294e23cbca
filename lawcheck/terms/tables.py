"""Long word lists: the rows of a CSV file, kept as they stand; a row becomes a :class:`Term` where it is found.

Making 100,000 terms costs a second of processor time, and a review meets a few dozen of them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, overload

from lawcheck.terms.forms import folded, normalised_forms
from lawcheck.terms.model import Term

__all__ = ["COLUMNS", "LABELS", "BadRow", "TermTable", "Terms", "read_table"]

COLUMNS = ("text", "suggestion", "reason", "severity", "rule", "source", "since", "not_before", "not_after")
"""Columns that a table may have; ``text`` it must have. Other columns are left alone."""
LABELS = dict(
    zip(COLUMNS, ("词", "建议", "理由", "级别", "规则", "来源", "变更日期", "前面不能有", "后面不能有"), strict=True)
)
"""The columns as a person names them."""


_BETWEEN = re.compile(r"[、，,；;/\s]+")
"""Between the words of a cell with several: 作、程、伤."""


class BadRow(NamedTuple):
    """A row that cannot be used: its line (1 = the names of the columns), the column, what is wrong."""

    line: int
    field: str
    problem: str


class TermTable(Sequence[Term]):
    """The terms of one CSV file, over ``shared``: what the lexicon says for all of them.

    >>> shared = Term("", "sensitive", "X06", "info", "理由", "", "某表", None)
    >>> table = TermTable(Path("甲.csv"), ["text", "suggestion"], [["旧词", "新词"]], [2], shared)
    >>> table[0].text, table[0].suggestion, table[0].reason
    ('旧词', '新词', '理由')
    >>> TermTable(Path("乙.csv"), ["text", "not_after"], [["临时工", "作、程"]], [2], shared)[0].not_after
    ('作', '程')
    """

    def __init__(
        self, path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int], shared: Term
    ) -> None:
        self.path, self.shared, self.lines = path, shared, lines
        self._rows = rows
        self._columns = {name: columns.index(name) for name in COLUMNS if name in columns}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Term: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Term]: ...
    def __getitem__(self, index: int | slice) -> Term | Sequence[Term]:
        """The term of a row."""
        if isinstance(index, slice):
            return [self._term(row) for row in self._rows[index]]
        return self._term(self._rows[index])

    @cached_property
    def texts(self) -> list[str]:
        """The words, in the order of the rows."""
        return self._column("text")

    @cached_property
    def written(self) -> list[str]:
        """The words normalised, in the letters of the list."""
        return normalised_forms(self.texts)

    @cached_property
    def forms(self) -> list[str]:
        """The words in the form that is searched."""
        return folded("\0".join(self.written)).split("\0") if self.written else []

    def values(self, column: str) -> set[str]:
        """The different values of a column, without the empty one."""
        return set(self._column(column)) - {""} if column in self._columns else set()

    def line_with(self, column: str, value: str) -> int:
        """The line of the first row with ``value`` in ``column``."""
        return self.lines[self._column(column).index(value)]

    def _column(self, name: str) -> list[str]:
        at = self._columns[name]
        return [row[at].strip() if at < len(row) else "" for row in self._rows]

    def _term(self, row: Sequence[str]) -> Term:
        cells = {name: row[at].strip() for name, at in self._columns.items() if at < len(row) and row[at].strip()}
        since = cells.pop("since", "")
        own: dict[str, object] = {**cells, "entry": cells["text"], "suggestion": cells.get("suggestion", "")}
        own |= {name: tuple(_BETWEEN.split(cells[name])) for name in ("not_before", "not_after") if name in cells}
        if since:
            own["since"] = date.fromisoformat(since)
        return replace(self.shared, **own)  # type: ignore[arg-type]


class Terms(Sequence[Term]):
    """Terms made at once, then those of the tables, made when they are looked at.

    >>> shared = Term("", "sensitive", "X06", "info", "理由", "", "某表", None)
    >>> both = Terms([shared], [TermTable(Path("甲.csv"), ["text"], [["乙"]], [2], shared)])
    >>> len(both), both[1].text
    (2, '乙')
    """

    def __init__(self, made: Iterable[Term], tables: Iterable[TermTable] = ()) -> None:
        self.made = tuple(made)
        self.tables = tuple(tables)

    def __len__(self) -> int:
        return len(self.made) + sum(map(len, self.tables))

    @overload
    def __getitem__(self, index: int) -> Term: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Term]: ...
    def __getitem__(self, index: int | slice) -> Term | Sequence[Term]:
        """One term, or a list of them."""
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        at = index + len(self) if index < 0 else index
        for part in (self.made, *self.tables):
            if 0 <= at < len(part):
                return part[at]
            at -= len(part)
        raise IndexError(index)

    def __iter__(self) -> Iterator[Term]:
        yield from self.made
        for table in self.tables:
            yield from table


def read_table(path: Path, shared: Term) -> TermTable | BadRow:
    """The table in a CSV file (UTF-8, the first row names the columns), or what is wrong with it."""
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            columns = next(reader, [])
            for row in reader:
                rows.append(row)
                lines.append(reader.line_num)
    except UnicodeDecodeError as error:
        return BadRow(1, "text", f"不是 UTF-8 文本（{error.reason}）")
    if "text" not in columns:
        return BadRow(1, "text", "第一行应为列名，并有 text 一列")
    table = TermTable(path, columns, rows, lines, shared)
    return BadRow(table.line_with("text", ""), "text", "缺少文字") if "" in table.texts else table
