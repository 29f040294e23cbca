"""Spreadsheets, CSV and JSON lines → comments and the rows that hold none."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from lawcheck.comments.model import Comment, Unusable
from lawcheck.comments.naming import mask_name
from lawcheck.comments.reading_columns import FIELDS, Row, Table, TableColumns, find_columns
from lawcheck.comments.reading_rows import comment_of, text_of
from lawcheck.errors import UnreadableFile
from lawcheck.messages.comment_input import REASONS
from lawcheck.readers import decode_text

__all__ = ["WORKBOOKS", "read_csv", "read_json", "read_table", "read_workbook"]

WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et")
_TOTAL: Final = re.compile(r"(?:本页)?(?:小计|合计|总计|共计)[：:]?")
_TEST: Final = re.compile(r"测试数据|(?:这是|仅供|用于)?测试(?:，|,)?请?忽略")
_NOTES: Final = re.compile("说明|须知|目录|字典|代码|模板|选项|封面")  # sheets that hold no comments
_NOTHING: Final = re.compile(
    r"(?:无|没有|暂无|没|/|-|—|\\|无意见|没意见|没有意见)[。.]?"
)  # an answer that says nothing
_NAME: Final = 4  # characters of a name
_VALUES: Final = 20  # different values of a column without use that are shown
_REPEATED: Final = frozenset(("author", "phone", "channel", "station", "identity", "region", "received"))
"""Fields whose merged cell speaks for all its rows; a merged cell of comments is one comment."""


def read_workbook(source: Path | bytes, name: str) -> list[Table]:
    """The sheets of a workbook, merged cells filled downwards; :class:`UnreadableFile` E704."""
    try:
        with _opened(source) as book:
            sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
            return [Table(name, sheet.name, _filled(sheet)) for sheet in sheets]
    except (CalamineError, OSError) as error:
        raise UnreadableFile("E704", name=name, detail=error) from error


def _opened(source: Path | bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_object(str(source) if isinstance(source, Path) else io.BytesIO(source))


def _filled(sheet: Any) -> list[Row]:
    """Rows as lists. A cell merged downwards stands in each of its rows as a :class:`_Merged` copy."""
    rows: list[list[object]] = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row):
                row[left] = _Merged(text_of(rows[top][left]))
    return list(rows)


class _Merged(str):
    """The value of a merged cell in its second and later rows."""

    __slots__ = ()


def read_csv(data: bytes, name: str) -> Table:
    """A CSV of any encoding and separator; :class:`UnreadableFile` E111 for what is no text, E704 for a torn one."""
    decoded = decode_text(data)
    if decoded is None:
        raise UnreadableFile("E111", name=name)
    text = decoded.text.replace("\x00", "")
    csv.field_size_limit(max(csv.field_size_limit(), 10_000_000))  # an essay with its quotes is one field
    try:
        return Table(name, "", list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))))
    except csv.Error as error:
        raise UnreadableFile("E704", name=name, detail=error) from error


def _separator(text: str) -> str:
    """The separator that the first line has most of."""
    first = text[: text.find("\n") if "\n" in text else None]
    return max(",\t;|", key=first.count)


def read_table(table: Table, given: Mapping[str, str] | None) -> tuple[list[Comment], list[Unusable], TableColumns]:
    """The comments of a table; ids come from its 序号 or 编号 column, else from sheet and row."""
    found = find_columns(table, given)
    if found.text_guessed and found.header < 0 and _NOTES.search(table.sheet):
        text = " / ".join(filter(None, map(_shown, table.rows)))
        return (
            [],
            [Unusable(table.source, REASONS["notes_sheet"][0], text)] if text else [],
            found._replace(columns={}, text_guessed=False),
        )
    if not {"text", "proposed"} & set(found.columns) and not found.asked:
        return [], _no_column(table), found
    comments: list[Comment] = []
    unusable: list[Unusable] = []
    for index, row in enumerate(table.rows[: _last(table.rows) + 1]):
        source = table.row_source(index)
        reason = (
            "above" if index < found.header else _reason(table.rows, index, found) if index != found.header else "-"
        )
        if not reason:
            values = _told(row, found) | _reasons(row, found)
            comments.append(comment_of(values, text_of(values.get("comment_id")) or _row_id(table, index), source))
        elif reason != "-" and (reason != "above" or _shown(row)):
            author = None if reason in ("above", "header") else found.columns.get("author")
            unusable.append(Unusable(source, REASONS[reason][0], _shown(row, author)))
    return comments, unusable + list(_unused(table, found)), found


def _told(row: Row, found: TableColumns) -> dict[str, object]:
    """The fields of a row; what it answers to questions about single clauses stands before its other words, a line each."""
    values = _values(row, found.columns)
    if not found.asked:
        return values
    cells = ((topic, text_of(row[at])) for at, topic in found.asked if at < len(row))
    answers = [f"{topic}：{text}" for topic, text in cells if text and not _NOTHING.fullmatch(text)]
    own = "" if found.columns.get("text") in dict(found.asked) else text_of(values.get("text"))
    words = "\n".join([*answers, own]) if own and not (answers and _NOTHING.fullmatch(own)) else "\n".join(answers)
    return values | {"text": words}


def _reasons(row: Row, found: TableColumns) -> dict[str, object]:
    """The reason, with the sentences of columns of another name behind it."""
    told = [(found.names[at], text_of(row[at])) for at in found.prose if at < len(row)]
    more = [f"{name}：{text}" for name, text in told if text]
    own = found.columns.get("reason", len(row))
    given = text_of(row[own]) if own < len(row) else ""
    return {"reason": "\n".join(filter(None, (given, *more)))} if more else {}


def _unused(table: Table, found: TableColumns) -> Iterator[Unusable]:
    """Columns of which nothing is kept, with what stands in them."""
    for at in found.unused:
        cells = (text_of(row[at]) for row in table.rows[found.header + 1 :] if at < len(row))
        values = list(dict.fromkeys(filter(None, cells)))
        shown = "；".join(values[:_VALUES]) + (f"……等 {len(values)} 种" if len(values) > _VALUES else "")
        yield Unusable(f"{table.source} 列“{found.names[at]}”", REASONS["unused_column"][0], shown)


def _no_column(table: Table) -> list[Unusable]:
    text = " / ".join(filter(None, map(_shown, table.rows[:5])))
    return [Unusable(table.source, REASONS["no_column"][0], text)] if text else []


def _last(rows: Sequence[Row]) -> int:
    """The last row that holds anything: rows below were formatted, not filled."""
    return next((at for at in range(len(rows) - 1, -1, -1) if _shown(rows[at])), -1)


def _shown(row: Row, author: int | None = None) -> str:
    """What stands in a row; the name in the column ``author`` is hidden."""
    cells = ((at, text_of(cell)) for at, cell in enumerate(row) if not isinstance(cell, _Merged))
    return " | ".join(mask_name(text) if at == author and _is_name(text) else text for at, text in cells if text)


def _is_name(cell: str) -> bool:
    """Whether a short cell of names holds one, and no office."""
    return len(cell) <= _NAME and cell[-1] not in "局委办厅处院会司室站"


def _row_id(table: Table, index: int) -> str:
    return f"{table.sheet or table.name}-{index + table.first}"


def _values(row: Row, columns: Mapping[str, int]) -> dict[str, object]:
    cells = {field: row[at] for field, at in columns.items() if at < len(row)}
    return {f: value for f, value in cells.items() if not isinstance(value, _Merged) or f in _REPEATED}


def _reason(rows: Sequence[Row], index: int, found: TableColumns) -> str:
    """Why a row holds no comment: a key of ``REASONS``, or nothing."""
    row = rows[index]
    own = [text_of(cell) for cell in row if not isinstance(cell, _Merged)]
    if not any(own):
        return "blank"
    if found.header >= 0 and own == [text_of(cell) for cell in rows[found.header]]:
        return "header"
    if any(_TOTAL.fullmatch(cell) for cell in own):
        return "total"
    values = {field: text_of(value) for field, value in _told(row, found).items()}
    if _TEST.search(values.get("remark", "")):
        return "test"
    return "" if values.get("text") or values.get("proposed") else "no_text"


def read_json(data: bytes, name: str, given: Mapping[str, str] | None) -> tuple[list[Comment], list[Unusable]]:
    """Comments of a ``.jsonl`` (an object a line) or ``.json`` (a list of objects, or one under ``comments``)."""
    text = data.decode("utf-8-sig", errors="replace")
    comments: list[Comment] = []
    unusable: list[Unusable] = []
    for number, line, value in _objects(text):
        source = f"{name} 第 {number} 行"
        values = _fields(value, given or {}) if isinstance(value, dict) else {}
        if isinstance(value, dict) and (text_of(values.get("text")) or text_of(values.get("proposed"))):
            comments.append(comment_of(values, text_of(values.get("comment_id")) or f"{name}-{number}", source))
        else:
            reason = "bad_json" if value is _BAD else "no_text" if isinstance(value, dict) else "no_object"
            unusable.append(Unusable(source, REASONS[reason][0], line[:500]))
    return comments, unusable


_BAD: Final = object()
_EXACT: Final = (*FIELDS, "person", "anchor", "change")


def _objects(text: str) -> Iterator[tuple[int, str, object]]:
    """Number, line and value of each record."""
    if text.lstrip().startswith("["):
        try:
            yield from (
                (n, json.dumps(value, ensure_ascii=False), value) for n, value in enumerate(json.loads(text), 1)
            )
        except json.JSONDecodeError:
            yield 1, text, _BAD
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line, _loaded(line)


def _loaded(line: str) -> object:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return _BAD


def _fields(value: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """The fields of an object: names of ``FIELDS`` as they are, others guessed like headers."""
    names = _names(tuple(value), tuple(given.items()))
    return {field: value[name] for field, name in names.items()}


@lru_cache(maxsize=256)
def _names(keys: tuple[str, ...], given: tuple[tuple[str, str], ...]) -> dict[str, str]:
    exact = {key: key for key in keys if key in _EXACT}
    guessed = find_columns(Table("", "", [keys])).columns
    others = {field: keys[at] for field, at in guessed.items() if keys[at] not in exact.values() and field not in exact}
    return exact | others | {field: name for field, name in given if name in keys}
