"""Reading an office's word list: Excel, CSV or YAML, whatever its columns are called."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import yaml

from lawcheck.errors import UnreadableFile
from lawcheck.resources import load_yaml

__all__ = ["Sheet", "WordList", "guess_columns", "read_list"]

_NAMES = {  # tried in this order, each column taken once; the most telling names first
    "suggestion": r"建议|规范|正确|推荐|应为|改为|替换|标准|suggest|correct|replace",
    "severity": r"级别|严重|等级|程度|severity|level",
    "rule": r"规则|rule",
    "source": r"来源|依据|出处|文件名|source|basis",
    "since": r"变更|日期|时间|起始|since|date",
    "reason": r"理由|原因|说明|备注|解释|问题|reason|note|remark",
    "text": r"敏感词|错误|不规范|不当|原词|词条|词语|用语|词汇|关键词|名称|^词$|原文|表述|term|word|text",
}
_PATTERNS = {field: re.compile(names, re.IGNORECASE) for field, names in _NAMES.items()}
_ENCODINGS = ("utf-8-sig", "gb18030")


class Sheet(NamedTuple):
    """One table of a list: its name ("" in CSV and YAML), the names of its columns (none where it has no header), and
    its rows with the line that each stands on."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


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


def read_list(path: Path) -> WordList:
    """The tables of ``path`` (``.xlsx``, ``.csv``, ``.txt``, ``.yaml``), every cell as text.

    Raises UnreadableFile (E455) that says why where it cannot be read.
    """
    readers = {".xlsx": _workbook, ".xlsm": _workbook, ".csv": _delimited, ".txt": _delimited, ".tsv": _delimited}
    readers |= {".yaml": _yaml, ".yml": _yaml}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile("E455", name=path.name, cause="请用 xlsx、csv、txt 或者 yaml 格式")
    try:
        return WordList(path.name, tuple(reader(path)))
    except (OSError, BadZipFile, KeyError, ValueError, yaml.YAMLError) as error:
        raise UnreadableFile("E455", name=path.name, cause=str(error).split("\n")[0]) from error


def _workbook(path: Path) -> Iterator[Sheet]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        lines = ((n, tuple(map(_cell, row))) for n, row in enumerate(sheet.iter_rows(values_only=True), 1))
        yield _sheet(sheet.title, [(n, row) for n, row in lines if any(row)])


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return "" if value is None else str(value).strip()


def _delimited(path: Path) -> Iterator[Sheet]:
    text = _decoded(path.read_bytes())
    head = text[: text.find("\n") + 1] or text
    mark = next((mark for mark in "\t;" if mark in head and "," not in head), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows = [(reader.line_num, tuple(cell.strip() for cell in row)) for row in reader]
    yield _sheet("", [(n, row) for n, row in rows if any(row)])


def _decoded(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("不是 UTF-8 或者 GB18030 文本")


def _yaml(path: Path) -> Iterator[Sheet]:
    """A list of words, a list of mappings, or a mapping from a word to its suggestion."""
    loaded = load_yaml(_decoded(path.read_bytes()))
    if isinstance(loaded, dict):
        held = loaded.get("entries")
        loaded = held if isinstance(held, list) else [{"text": k, "suggestion": v} for k, v in loaded.items()]
    if not isinstance(loaded, list):
        raise ValueError("应为词语列表")
    items = [item if isinstance(item, dict) else {"text": item} for item in loaded]
    columns = tuple(dict.fromkeys(str(key) for item in items for key in item))
    yield Sheet("", columns, tuple((n, tuple(_cell(item.get(c)) for c in columns)) for n, item in enumerate(items, 1)))


def _sheet(name: str, rows: Sequence[tuple[int, tuple[str, ...]]]) -> Sheet:
    """The first row is the header where it names a column that is known; a list of bare words has none."""
    width = max((len(row) for _, row in rows), default=0)
    padded = [(n, (*row, *[""] * (width - len(row)))) for n, row in rows]
    if padded and ("text" in guess_columns(padded[0][1]) or len(_filled(padded[0][1])) > 1):
        return Sheet(name, padded[0][1], tuple(padded[1:]))
    return Sheet(name, ("",) * width, tuple(padded))


def _filled(cells: Iterable[str]) -> list[str]:
    return [cell for cell in cells if cell]
