"""The letter templates that are there: ``templates/letters/NAME.yaml`` beside ``NAME.docx``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lawcheck.errors import OutputError, UsageError
from lawcheck.letters.model import Basis, Field, FieldType, Letter
from lawcheck.resources import load_yaml, templates_dir

__all__ = ["find_letter", "letters_dir", "list_letters", "read_letter"]

_SHARED = "_fields.yaml"


def letters_dir() -> Path:
    """Where the templates of letters are.

    >>> (letters_dir() / "filing_report.docx").is_file()
    True
    """
    return templates_dir() / "letters"


@cache
def list_letters() -> tuple[Letter, ...]:
    """Every letter, in the order of the work.

    >>> [letter.title for letter in list_letters()][:2]
    ['备案报告', '起草说明']
    """
    found = ((_load(path), path.stem) for path in letters_dir().glob("[!_]*.yaml"))
    ordered = sorted(found, key=lambda entry: (int(entry[0]["order"]), entry[1]))
    return tuple(read_letter(name, data, _shared()) for data, name in ordered)


def find_letter(name: str) -> Letter:
    """The letter with this name or title; an unknown one raises :class:`~lawcheck.errors.UsageError` with all titles.

    >>> find_letter("备案报告").name
    'filing_report'
    """
    for letter in list_letters():
        if name.strip() in (letter.name, letter.title):
            return letter
    raise UsageError("E290", name=name, known="、".join(letter.title for letter in list_letters()))


@cache
def _shared() -> Mapping[str, Mapping[str, Any]]:
    entries: list[dict[str, Any]] = _load(letters_dir() / _SHARED)["fields"]
    return {str(entry["label"]): entry for entry in entries}


def _load(path: Path) -> dict[str, Any]:
    try:
        value: dict[str, Any] = load_yaml(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise OutputError("E201", path=path) from error
    return value


def read_letter(name: str, data: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> Letter:
    """The letter that a YAML file describes; a field given by its label alone, or with ``use``, is a shared one.

    >>> shared = {"文件名称": {"name": "title", "label": "文件名称"}}
    >>> letter = {"title": "函", "group": "审查", "purpose": "甲", "fields": ["文件名称", {"use": "文件名称", "name": "second"}]}
    >>> [(field.name, field.label) for field in read_letter("note", letter, shared).fields]
    [('title', '文件名称'), ('second', '文件名称')]
    """
    return Letter(
        name=name,
        title=data["title"],
        group=data["group"],
        purpose=data["purpose"],
        basis=tuple(Basis(**entry) for entry in data.get("basis", ())),
        fields=tuple(_fields(data["fields"], shared)),
    )


def _fields(entries: list[Any], shared: Mapping[str, Mapping[str, Any]]) -> Iterator[Field]:
    for entry in entries:
        given = {"use": entry} if isinstance(entry, str) else dict(entry)
        base = shared[given.pop("use")] if "use" in given else {}
        yield _field({**base, **given}, shared)


def _field(entry: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> Field:
    return Field(
        name=entry["name"],
        label=entry["label"],
        type=FieldType(entry.get("type", "text")),
        required=bool(entry.get("required", True)),
        help=entry.get("help", ""),
        basis=entry.get("basis", ""),
        options=tuple(entry.get("options", ())),
        columns=tuple(_fields(entry.get("columns", []), shared)),
        example=entry.get("example"),
    )
