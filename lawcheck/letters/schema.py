"""A JSON Schema of the data of a letter, for forms and for other programs."""

from __future__ import annotations

from typing import Any

from lawcheck.letters.model import Field, FieldType, Letter

__all__ = ["letter_schema"]

_NOT_BLANK = r"\S"


def letter_schema(letter: Letter) -> dict[str, Any]:
    """JSON Schema (2020-12) of the data with field names as keys; titles and descriptions are those of the form.

    >>> from lawcheck.letters.catalogue import find_letter
    >>> letter_schema(find_letter("备案报告"))["properties"]["document_title"]["title"]
    '文件名称'
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:lawcheck:letter:{letter.name}",
        "title": letter.title,
        "description": letter.purpose,
        **_object(letter.fields),
    }


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: _property(field) for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, Any]:
    about = {"title": field.label}
    if description := " ".join(part for part in (field.help, field.basis and f"依据：{field.basis}") if part):
        about["description"] = description
    return {**about, **_shape(field)}


def _shape(field: Field) -> dict[str, Any]:
    if field.type is FieldType.TABLE:
        return {"type": "array", "items": _object(field.columns), **_at_least_one(field)}
    if field.type is FieldType.LIST:
        return {"type": "array", "items": {"type": "string", "pattern": _NOT_BLANK}, **_at_least_one(field)}
    if field.type is FieldType.CHOICE:
        return {"enum": list(field.options) if field.required else [*field.options, ""]}
    if field.type is FieldType.INTEGER:
        return {"type": "integer", "minimum": 0}
    if field.type is FieldType.DATE:
        return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
    return {"type": "string", **({"pattern": _NOT_BLANK} if field.required else {})}


def _at_least_one(field: Field) -> dict[str, Any]:
    return {"minItems": 1} if field.required else {}
