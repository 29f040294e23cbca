"""Reading an office's word list: Excel, CSV or YAML, whatever its columns are called."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import yaml
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from lawcheck.errors import UnreadableFile
from lawcheck.resources import yaml_fault

__all__ = ["Sheet", "WordList", "guess_columns", "read_list"]

_NAMES = {  # tried in this order, each column taken once; the most telling names first
    "not_before": r"前面不|not_before",
    "not_after": r"后面不|not_after",
    "suggestion": r"建议|规范|正确|推荐|应为|改为|替换|标准|现称|新称|现名|改称|suggest|correct|replace",
    "severity": r"级别|严重|等级|程度|severity|level",
    "rule": r"规则|rule",
    "source": r"来源|依据|出处|文件名|source|basis",
    "since": r"变更|日期|时间|起始|since|date",
    "reason": r"理由|原因|说明|备注|解释|问题|reason|note|remark",
    "text": r"敏感词|旧称|旧名|原称|禁用|慎用|错误|不规范|不当|原词|词条|词语|用语|词汇|关键词|名称|^词$|原文|表述|term|word|text",
}
_PATTERNS = {field: re.compile(names, re.IGNORECASE) for field, names in _NAMES.items()}
_ENCODINGS = ("utf-8-sig", "gb18030")


_Line = tuple[int, tuple[str, ...]]
_HEADER_WITHIN = 10  # rows: an office may put a title above the names of the columns


class Sheet(NamedTuple):
    """One table of a list: its name ("" in CSV and YAML), the names of its columns (none where it has no header), its
    rows with the line that each stands on, and what is no row of it: a title above the names, a comment."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[_Line, ...]
    beside: tuple[_Line, ...] = ()


class WordList(NamedTuple):
    """What a file holds."""

    name: str
    sheets: tuple[Sheet, ...]


def guess_columns(columns: Sequence[str], given: Mapping[str, str] | None = None) -> dict[str, int]:
    """Which column holds what: field of :data:`~lawcheck.terms.tables.COLUMNS` → position. ``given`` (field → name of
    the column) wins over the guess.

    >>> guess_columns(["序号", "不规范用语", "规范用语", "说明"])
    {'suggestion': 2, 'reason': 3, 'text': 1}
    """
    found = {field: columns.index(name) for field, name in (given or {}).items() if name in columns}
    for field, pattern in _PATTERNS.items():
        taken = set(found.values())
        exact = [n for n, name in enumerate(columns) if n not in taken and name.strip().lower() == field]
        alike = [n for n, name in enumerate(columns) if n not in taken and _names(field, pattern, name)]
        if field not in found and (exact or alike):
            found[field] = (exact or alike)[0]
    return found


def _names(field: str, pattern: re.Pattern[str], name: str) -> bool:
    """不规范用语 names the word, not the suggestion."""
    return bool(pattern.search(name)) and not (field == "suggestion" and _PATTERNS["text"].match(name.strip()))


def read_list(file: str | Path, given: Mapping[str, str] | None = None) -> WordList:
    """The tables of ``path`` (``.xlsx``, ``.csv``, ``.txt``, ``.yaml``), every cell as text. ``given`` as in
    :func:`guess_columns`: a row with these names is the header.

    Raises UnreadableFile (E455) that says why where it cannot be read, E460 for a lexicon, which needs no import.
    """
    path, names = Path(file), frozenset((given or {}).values())
    readers = {".xlsx": _workbook, ".xlsm": _workbook, ".csv": _delimited, ".txt": _lines, ".tsv": _delimited}
    readers |= {".yaml": _yaml, ".yml": _yaml}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile("E455", name=path.name, cause="请另存为 xlsx、csv、txt 或者 yaml 格式")
    try:
        return WordList(path.name, tuple(reader(path, names)))
    except CalamineError as error:
        raise UnreadableFile("E455", name=path.name, cause="不是 xlsx 文件，或者已经损坏") from error
    except (OSError, KeyError, ValueError) as error:
        raise UnreadableFile("E455", name=path.name, cause=str(error).split("\n")[0]) from error


def _workbook(path: Path, names: frozenset[str]) -> Iterator[Sheet]:
    """The sheets; a cell merged over rows speaks for each of them (one suggestion for several words)."""
    with CalamineWorkbook.from_path(str(path)) as book:
        for sheet in map(book.get_sheet_by_name, book.sheet_names):
            lines = enumerate((tuple(map(_cell, row)) for row in _unmerged(sheet)), 1)
            yield _sheet(sheet.name, [(n, row) for n, row in lines if any(row)], names)


def _unmerged(sheet: CalamineSheet) -> list[list[object]]:
    rows: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for row in rows[top + 1 : bottom + 1]:
            row[left] = rows[top][left]
    return rows


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _delimited(path: Path, names: frozenset[str]) -> Iterator[Sheet]:
    yield _sheet("", _cells_of(_decoded(path.read_bytes())), names)


def _cells_of(text: str) -> list[_Line]:
    head = text[: text.find("\n") + 1] or text
    mark = next((mark for mark in "\t;" if mark in head and "," not in head), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows = [(reader.line_num, tuple(cell.strip() for cell in row)) for row in reader]
    return [(n, row) for n, row in rows if any(row)]


_ARROW = re.compile(r"\s*(?:→|⇒|--?>|=>)\s*")


def _lines(path: Path, names: frozenset[str]) -> Iterator[Sheet]:
    """A list as people type it: a word on each line, 旧词 → 新词, comments behind #; or the cells of a table."""
    rows = _cells_of(_decoded(path.read_bytes()))
    comments = tuple(row for row in rows if row[1][0].startswith("#"))
    rows = [row for row in rows if row not in comments]
    if any(_ARROW.search(cells[0]) for _, cells in rows) and all(len(_filled(cells)) == 1 for _, cells in rows):
        pairs = tuple((n, (*_ARROW.split(cells[0], maxsplit=1), "")[:2]) for n, cells in rows)
        yield Sheet("", ("text", "suggestion"), pairs, comments)
        return
    found = _sheet("", rows, names)
    yield found._replace(beside=(*found.beside, *comments))


def _decoded(data: bytes) -> str:
    marked = data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if marked else _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("不是 UTF-8、UTF-16 或者 GB18030 文本")


def _yaml(path: Path, names: frozenset[str]) -> Iterator[Sheet]:
    """A list of words, a list of mappings, or a mapping from a word to its suggestion; every value as it is written."""
    del names
    text = _decoded(path.read_bytes())
    try:
        loaded = yaml.load(text, yaml.BaseLoader)  # noqa: S506 (makes nothing but texts)
    except yaml.YAMLError as error:
        line, problem = yaml_fault(text, error)
        raise ValueError(f"第 {line} 行{problem}") from error
    if isinstance(loaded, dict) and isinstance(loaded.get("entries"), list):
        raise UnreadableFile("E460", name=path.name)
    if isinstance(loaded, dict):
        loaded = [{"text": word, "suggestion": said} for word, said in loaded.items()]
    if not isinstance(loaded, list):
        raise ValueError("应为词语列表")
    items = [item if isinstance(item, dict) else {"text": item} for item in loaded]
    columns = tuple(dict.fromkeys(str(key) for item in items for key in item))
    yield Sheet("", columns, tuple((n, tuple(_cell(item.get(c)) for c in columns)) for n, item in enumerate(items, 1)))


def _sheet(name: str, rows: Sequence[_Line], names: frozenset[str]) -> Sheet:
    """The header is the first row, or one under a title, that names columns; a list of bare words has none."""
    width = max((len(row) for _, row in rows), default=0)
    padded = [(n, (*row, *[""] * (width - len(row)))) for n, row in rows]
    at = _header_at([row for _, row in padded[:_HEADER_WITHIN]], names)
    if at is None:
        return Sheet(name, ("",) * width, tuple(padded))
    return Sheet(name, padded[at][1], tuple(padded[at + 1 :]), tuple(padded[:at]))


def _header_at(rows: Sequence[tuple[str, ...]], names: frozenset[str]) -> int | None:
    """The row that has the names given; one that names the words and something else; the first one, if it names the words
    or holds several cells."""
    named = [at for at, row in enumerate(rows) if names and names <= set(row)]
    told = [at for at, row in enumerate(rows) if len(fields := guess_columns(row)) > 1 and "text" in fields]
    first = rows and ("text" in guess_columns(rows[0]) or len(_filled(rows[0])) > 1)
    return next(iter([*named, *told, *([0] if first else [])]), None)


def _filled(cells: Iterable[str]) -> list[str]:
    return [cell for cell in cells if cell]
