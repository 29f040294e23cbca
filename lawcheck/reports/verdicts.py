"""Reading back what a reviewer wrote into the workbook or the JSON of a review."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook

from lawcheck.checks import Judgement, Verdict
from lawcheck.errors import UnreadableFile

__all__ = ["read_judgements"]

_SHEETS = ("问题清单", "未对上的结论")
_COLUMNS = {"key": "问题标识", "verdict": "核对结论", "note": "备注", "rule": "规则", "clause": "条款", "quote": "原文"}


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """The verdicts in a ``findings.xlsx`` (sheets 问题清单 and 未对上的结论) or in JSON: a review, or a list of objects with
    ``key``, ``verdict`` and ``note``. Findings without a verdict are left out; verdicts that matched nothing are kept.

    Raises UnreadableFile: E611 for another file, E612 for a verdict that is none, with its place.
    """
    try:
        rows = list(_workbook(path) if path.suffix.lower() == ".xlsx" else _json(path))
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise UnreadableFile("E611", name=path.name, cause=str(error).split("\n")[0]) from error
    return tuple(_judgement(path.name, place, row) for place, row in rows if str(row.get("verdict") or "").strip())


def _judgement(name: str, place: str, row: Mapping[str, object]) -> Judgement:
    values = {field: str(row.get(field) or "").strip() for field in _COLUMNS}
    if values["verdict"] not in set(Verdict) or not values["key"]:
        raise UnreadableFile("E612", name=name, place=place, value=values["verdict"])
    return Judgement(**values | {"verdict": Verdict(values["verdict"])})  # type: ignore[arg-type]


def _workbook(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    book = load_workbook(path, read_only=True, data_only=True)
    found = [name for name in _SHEETS if name in book.sheetnames]
    if not found:
        raise ValueError(f"没有“{_SHEETS[0]}”工作表")
    for name in found:
        rows = book[name].iter_rows(values_only=True)
        columns = _positions([str(cell or "") for cell in next(rows, ())])
        for number, row in enumerate(rows, 2):
            yield f"{name}第 {number} 行", {field: row[at] for field, at in columns.items() if at < len(row)}


def _positions(header: list[str]) -> dict[str, int]:
    missing = [_COLUMNS[field] for field in ("key", "verdict") if _COLUMNS[field] not in header]
    if missing:
        raise ValueError(f"没有“{'、'.join(missing)}”一列")
    return {field: header.index(name) for field, name in _COLUMNS.items() if name in header}


def _json(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    loaded = json.loads(path.read_text(encoding="utf-8-sig"))
    held: Iterable[object] = loaded if isinstance(loaded, list) else ()
    if isinstance(loaded, dict):
        held = [*loaded.get("findings", ()), *loaded.get("unmatched_verdicts", ())]
    for number, row in enumerate(held, 1):
        if not isinstance(row, dict):
            raise ValueError(f"第 {number} 项不是对象")
        yield f"第 {number} 项", row
