"""Forms of letters, made from their declarations: the same fields as in ``lawcheck template show``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from werkzeug.datastructures import MultiDict

from consult_web.desk.papers.naming import named
from consult_web.errors import Conflict, Refused
from consult_web.filings import Filing, Suggestion
from consult_web.storage import china_today
from lawcheck.letters import Field, FieldType, Letter
from lawcheck.procedure import Ask, load_machine

__all__ = ["LetterForm", "check_seen", "legal_day", "parse_day", "read_facts", "read_letter"]

_SPARE_ROWS: Final = 2
PREFIX: Final = "l-"
"""Names of letter fields in a form, apart from the fields of the step."""


class Cell(NamedTuple):
    """One input of a table."""

    name: str
    column: Field
    value: str


class LetterForm(NamedTuple):
    """A letter as a form: its fields with the values to show."""

    letter: Letter
    values: Mapping[str, Any]

    def shown(self, field: Field) -> str:
        """The value as it stands in an input."""
        value = self.values.get(field.name, "")
        return "\n".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")

    def rows(self, field: Field) -> list[list[Cell]]:
        """The inputs of a table, with two empty rows at its end."""
        held = self.values.get(field.name)
        records = [row for row in held if isinstance(row, dict)] if isinstance(held, list) else []
        records = [*records, *({} for _ in range(_SPARE_ROWS))]
        return [
            [
                Cell(f"{PREFIX}{field.name}-{number}-{column.name}", column, _text(row.get(column.name)))
                for column in field.columns
            ]
            for number, row in enumerate(records)
        ]


def read_letter(letter: Letter, sent: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed, as the data that ``fill_letter`` takes; empty fields are left out.

    >>> from lawcheck.letters import find_letter
    >>> form = MultiDict({"l-document_title": " 某办法 ", "l-missing-0-item": "说明", "l-missing-0-fault": "没有", "l-days": "10"})
    >>> read_letter(find_letter("补正通知"), form)
    {'document_title': '某办法', 'missing': [{'item': '说明', 'fault': '没有'}], 'days': 10}
    >>> read_letter(find_letter("annual_report"), MultiDict({"l-kinds-0-kind": "规章", "l-kinds-0-count": "2", "l-kinds-0-late": "0"}))
    {'kinds': [{'kind': '规章', 'count': 2, 'late': 0}]}
    """
    found = ((field.name, _value(field, sent)) for field in letter.fields)
    return {name: value for name, value in found if value not in (None, "", [])}


def parse_day(value: str) -> date | None:
    """A day of a form; None for an empty field, :class:`Refused` E911 for another text."""
    try:
        return date.fromisoformat(value.strip()) if value.strip() else None
    except ValueError:
        raise Refused("E911", value=value[:20]) from None


def legal_day(value: str) -> date | None:
    """The day of a step in a form; :class:`Refused` E660 for one that has not come: what is recorded cannot be taken back, and
    no later step could be taken before that day."""
    day = parse_day(value)
    if day is not None and day > china_today():
        raise Refused("E660", day=day.isoformat(), today=china_today().isoformat())
    return day


def check_seen(case: Filing | Suggestion, seen: str) -> None:
    """:class:`Conflict` E662 when something was recorded since the form was opened: a step that leaves the state as it is
    (催办) would be taken twice by a form that is sent twice, or by two windows."""
    if seen and seen != str(len(case.events)):
        last = case.events[-1]
        step = load_machine().step("side" if isinstance(case, Suggestion) else "main", last.source, last.name)
        raise Conflict("E662", name=named(step.name if step else last.name))


def read_facts(asks: Sequence[Ask], sent: Mapping[str, str]) -> dict[str, Any]:
    """What a step of the machine asks, as it was typed: lines of a list, else the text."""
    typed = ((ask, sent.get(ask.name, "")) for ask in asks)
    return {ask.name: _lines(text) if ask.type == "list" else text.strip() for ask, text in typed}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _value(field: Field, sent: MultiDict[str, str]) -> Any:
    if field.type is FieldType.TABLE:
        return list(_records(field, sent))
    text = sent.get(PREFIX + field.name, "").strip()
    if field.type is FieldType.LIST:
        return _lines(text)
    return _number(field, text)


def _number(field: Field, text: str) -> str | int:
    """A whole number where the field takes one; what is none stays, so that it can be told."""
    return int(text) if field.type is FieldType.INTEGER and text.isdecimal() else text


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _records(field: Field, sent: MultiDict[str, str]) -> list[dict[str, Any]]:
    head = f"{PREFIX}{field.name}-"
    numbers = {name[len(head) :].partition("-")[0] for name in sent if name.startswith(head)}
    rows = []
    for number in sorted((n for n in numbers if n.isdecimal()), key=int):
        row = {column.name: sent.get(f"{head}{number}-{column.name}", "").strip() for column in field.columns}
        if any(row.values()):
            rows.append({c.name: _number(c, row[c.name]) for c in field.columns if row[c.name]})
    return rows
