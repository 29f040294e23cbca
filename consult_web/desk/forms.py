"""What people send to the desk: files and options."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from werkzeug.datastructures import FileStorage, MultiDict

from consult_web.desk.model import Options, Trouble
from lawcheck.errors import UsageError
from lawcheck.laws import DocumentKind, parse_kind, territory

__all__ = ["FILED_KINDS", "Asked", "chosen_files", "read_options"]

FILED_KINDS = tuple(kind for kind in DocumentKind if kind not in (DocumentKind.K0, DocumentKind.K1))
"""Kinds that are filed; the constitution and the laws are what filings are held against."""
_TERRITORY = re.compile(r"[1-8][0-9]{5}")


class Asked(NamedTuple):
    """Options as far as they make sense, and what is wrong with them otherwise."""

    options: Options
    trouble: Trouble | None


def read_options(form: MultiDict[str, str], today: date) -> Asked:
    """Options of a form; an empty field means: today, kind and territory as the document says.

    >>> read_options(MultiDict({"as_of": "2026-01-02", "territory": " 330500 "}), date(2026, 11, 22)).options
    Options(as_of=datetime.date(2026, 1, 2), kind='', territory='330500')
    >>> read_options(MultiDict({"as_of": "gestern"}), date(2026, 11, 22)).trouble.code
    'E503'
    """
    options = Options(today)
    try:
        options = Options(
            _day(_field(form, "as_of"), today), _kind(_field(form, "kind")), _territory(_field(form, "territory"))
        )
    except UsageError as error:
        return Asked(options, Trouble.of(error))
    return Asked(options, None)


def chosen_files(files: MultiDict[str, FileStorage]) -> list[FileStorage]:
    """Uploaded files; a file field left empty sends one without a name."""
    return [file for file in files.getlist("files") if file.filename]


def _field(form: MultiDict[str, str], name: str) -> str:
    return form.get(name, "").strip()[:40]


def _day(value: str, today: date) -> date:
    try:
        return date.fromisoformat(value) if value else today
    except ValueError:
        raise UsageError("E503", value=value) from None


def _kind(value: str) -> str:
    if value and parse_kind(value) not in FILED_KINDS:
        raise UsageError("E309", text=value)
    return parse_kind(value).value if value else ""


def _territory(value: str) -> str:
    if value and not _TERRITORY.fullmatch(value):
        raise UsageError("E505", value=value)
    if value and territory(value) is None:
        raise UsageError("E513", value=value)
    return value
