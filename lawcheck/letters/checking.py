"""Data for a letter, checked: everything wrong is named at once, in the words of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from lawcheck.errors import UsageError
from lawcheck.laws import typed_date
from lawcheck.letters.model import Field, FieldType, Letter
from lawcheck.writers import visible

__all__ = ["checked_values", "faults_in"]

_KINDS = {
    FieldType.TEXT: "一行文字",
    FieldType.LINES: "文字",
    FieldType.DATE: "日期（YYYY-MM-DD）",
    FieldType.INTEGER: "不小于零的整数",
    FieldType.LIST: "文字的列表",
    FieldType.TABLE: "记录的列表",
}
_BREAK = re.compile(r"\r\n|\r|\n")


def checked_values(letter: Letter, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the Word template is filled with: every field of the letter by its label, empty where nothing was given.

    Keys are names or labels. :class:`~lawcheck.errors.UsageError` lists every missing required field (E291) or every
    other fault (E292): a field unknown or given twice, a value of the wrong type.

    >>> from lawcheck.letters.catalogue import find_letter
    >>> checked_values(find_letter("备案报告"), {"文件名称": "某市停车办法"})
    Traceback (most recent call last):
    lawcheck.errors.UsageError: [E291] 《备案报告》缺少必填项：发文机关、发文字号、主送机关、公布日期、施行日期、成文日期。
    """
    missing, faults = faults_in(letter, data)
    if missing:
        raise UsageError("E291", letter=letter.title, fields="、".join(missing))
    if faults:
        raise UsageError("E292", letter=letter.title, faults="；".join(faults))
    return {field.label: _value(field, _given(field, data)) for field in letter.fields}


def faults_in(letter: Letter, data: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Labels of required fields that are missing, and what else is wrong.

    >>> from lawcheck.letters.catalogue import find_letter
    >>> faults_in(find_letter("审查结果反馈"), {"甲": 1, "成文日期": "2026年"})[1]
    ['没有“甲”这一项', '“成文日期”应当是日期（YYYY-MM-DD）']
    """
    missing = [field.label for field in letter.fields if field.required and _empty(_given(field, data))]
    faults = [f"没有“{key}”这一项" for key in data if letter.field(str(key)) is None]
    for field in letter.fields:
        if field.name in data and field.label in data and field.name != field.label:
            faults.append(f"“{field.label}”给出了两次")
        faults.extend(_faults(field, _given(field, data), f"“{field.label}”"))
    return missing, faults


def _given(field: Field, data: Mapping[str, Any]) -> Any:
    return data.get(field.label, data.get(field.name))


def _empty(value: Any) -> bool:
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


# -- faults --------------------------------------------------------------------------------------------------------


def _faults(field: Field, value: Any, place: str) -> Iterator[str]:
    if _empty(value):
        return
    if field.type is FieldType.CHOICE:
        if value not in field.options:
            yield f"{place}应当是下列之一：{'、'.join(field.options)}"
    elif not _fits(field.type, value):
        yield f"{place}应当是{_KINDS[field.type]}"
    elif field.type is FieldType.TABLE:
        for number, record in enumerate(value, 1):
            yield from _record_faults(field, record, f"{place}第{number}行")


def _fits(kind: FieldType, value: Any) -> bool:
    if kind is FieldType.TABLE:
        return isinstance(value, list) and all(isinstance(record, dict) for record in value)
    if kind is FieldType.LIST:
        return isinstance(value, list) and all(isinstance(line, str) and line.strip() for line in value)
    if kind is FieldType.INTEGER:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind is FieldType.DATE:
        return _day(value) is not None
    return isinstance(value, str) and (kind is FieldType.LINES or not _BREAK.search(value.strip()))


def _day(value: Any) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return typed_date(value) if isinstance(value, str) else None


def _record_faults(field: Field, record: Mapping[str, Any], place: str) -> Iterator[str]:
    known = {key for column in field.columns for key in (column.name, column.label)}
    yield from (f"{place}没有“{key}”这一列" for key in record if key not in known)
    for column in field.columns:
        value = _given(column, record)
        if column.required and _empty(value):
            yield f"{place}缺少“{column.label}”"
        yield from _faults(column, value, f"{place}“{column.label}”")


# -- values --------------------------------------------------------------------------------------------------------


def _value(field: Field, value: Any) -> Any:
    if field.type in (FieldType.LIST, FieldType.TABLE, FieldType.LINES):
        return _values(field, value)
    if _empty(value):
        return ""
    if field.type is FieldType.DATE:
        return _shown(value)
    return value if isinstance(value, int) else visible(str(value).strip())


def _values(field: Field, value: Any) -> list[Any]:
    """Paragraphs, lines or records."""
    if _empty(value):
        return []
    if field.type is FieldType.LINES:
        return [visible(line.strip()) for line in _BREAK.split(value) if line.strip()]
    if field.type is FieldType.LIST:
        return [visible(line.strip()) for line in value]
    return [{column.label: _value(column, _given(column, record)) for column in field.columns} for record in value]


def _shown(value: Any) -> str:
    """7.3.5.4 of GB/T 9704-2012: Arabic figures, year in full, no leading zeros."""
    day = _day(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
