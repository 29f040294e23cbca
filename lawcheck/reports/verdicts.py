"""Reading back what a reviewer wrote into the workbook or the JSON of a review."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, Literal
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from lawcheck.checks import Judgement, Verdict
from lawcheck.errors import UnreadableFile

__all__ = ["read_judgements"]

_COLUMNS = {"key": "问题标识", "verdict": "核对结论", "note": "备注", "rule": "规则", "clause": "条款", "quote": "原文"}
_HEADER_WITHIN: Final = 10  # rows: an office may put a title above the names of the columns
_SHOWN: Final = 10  # wrong places that one message names
_Row = tuple[str, dict[str, str]]
"""Where a row stands, and its values by field."""


def read_judgements(file: str | Path) -> tuple[Judgement, ...]:
    """The verdicts in a ``findings.xlsx`` (every sheet with the columns 问题标识 and 核对结论) or in JSON: a review, or a list
    of objects with ``key``, ``verdict`` and ``note``. Rows with neither verdict nor note are left out; a row that a person
    added has no key, is kept and will match nothing.

    Raises UnreadableFile: E611 for another file, E612 for verdicts that are none, E614 for one finding judged in two ways.
    """
    path = Path(file)
    try:
        rows = list(_workbook(path) if path.suffix.lower() == ".xlsx" else _json(path))
    except BadZipFile as error:
        raise UnreadableFile("E611", name=path.name, cause="不是 Excel 文件，或者已经损坏") from error
    except json.JSONDecodeError as error:
        raise UnreadableFile("E611", name=path.name, cause=f"不是 JSON（第 {error.lineno} 行）") from error
    except (OSError, KeyError, ValueError) as error:
        raise UnreadableFile("E611", name=path.name, cause=str(error).split("\n")[0]) from error
    told = [(place, row) for place, row in rows if row["verdict"] or row["note"]]
    _check_words(path.name, told)
    return _once(path.name, told)


def _check_words(name: str, rows: Sequence[_Row]) -> None:
    wrong = [f"{place}“{row['verdict']}”" for place, row in rows if row["verdict"] not in {"", *Verdict}]
    if wrong:
        more = f"……共 {len(wrong)} 处" if len(wrong) > _SHOWN else ""
        raise UnreadableFile("E612", name=name, places="、".join(wrong[:_SHOWN]) + more)


def _once(name: str, rows: Iterable[_Row]) -> tuple[Judgement, ...]:
    """One judgement a finding; the same verdict twice counts once."""
    found: dict[str, tuple[str, Judgement]] = {}
    for at, (place, row) in enumerate(rows):
        said: Verdict | Literal[""] = Verdict(row["verdict"]) if row["verdict"] else ""
        judgement = Judgement(row["key"], said, row["note"], row["rule"], row["clause"], row["quote"])
        key = judgement.key or f"own:{at}"
        first, held = found.get(key, ("", judgement))
        if held.verdict != judgement.verdict:
            raise UnreadableFile("E614", name=name, first=first, second=place, key=key)
        found.setdefault(key, (place, judgement))
    return tuple(judgement for _, judgement in found.values())


def _workbook(path: Path) -> Iterator[_Row]:
    book = load_workbook(path, read_only=True, data_only=True)
    found = False
    for sheet in book.worksheets:
        for number, columns in _headers(sheet):
            found = True
            for line, row in enumerate(islice(sheet.iter_rows(values_only=True), number, None), number + 1):
                values = {field: row[at] for field, at in columns.items() if at < len(row)}
                yield f"{sheet.title}第 {line} 行", _values(values)
    if not found:
        raise ValueError(f"没有一张表同时有“{_COLUMNS['key']}”“{_COLUMNS['verdict']}”两列")


def _headers(sheet: Worksheet) -> Iterator[tuple[int, Mapping[str, int]]]:
    """The row (from 1) that names the columns, and where each column is; nothing where the sheet has none."""
    for number, row in enumerate(islice(sheet.iter_rows(values_only=True), _HEADER_WITHIN), 1):
        names = [str(cell or "").strip() for cell in row]
        if {_COLUMNS["key"], _COLUMNS["verdict"]} <= set(names):
            yield number, {field: names.index(name) for field, name in _COLUMNS.items() if name in names}
            return


def _values(row: Mapping[str, object]) -> dict[str, str]:
    """Every field as text; blanks within a verdict and a full stop behind it say nothing.

    >>> _values({"verdict": "不 成立。"})["verdict"]
    '不成立'
    """
    values = {field: str(row.get(field) or "").strip() for field in _COLUMNS}
    return values | {"verdict": "".join(values["verdict"].split()).rstrip("。.．")}


def _json(path: Path) -> Iterator[_Row]:
    loaded = json.loads(path.read_text(encoding="utf-8-sig"))
    held = [*loaded["findings"], *loaded.get("unmatched_verdicts", ())] if _is_review(loaded) else loaded
    if not isinstance(held, list):
        raise ValueError("没有 findings，不是审查结果")
    for number, row in enumerate(held, 1):
        if not isinstance(row, dict):
            raise ValueError(f"第 {number} 项不是对象")
        yield f"第 {number} 项", _values(row)


def _is_review(loaded: object) -> bool:
    return isinstance(loaded, dict) and isinstance(loaded.get("findings"), list)
