"""A letter template: what it is for, on what legal basis, and the fields that a form for it must ask for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Basis", "Field", "FieldType", "Letter"]


class FieldType(StrEnum):
    """What a field holds, and how JSON gives it.

    ``text`` one line; ``lines`` text of any number of paragraphs; ``date`` ``YYYY-MM-DD``, shown 2026年11月22日;
    ``integer`` a count, not negative; ``choice`` one of the options; ``list`` several lines of text; ``table`` several
    records of the field's columns.
    """

    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    INTEGER = "integer"
    CHOICE = "choice"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Basis:
    """A provision that a letter or a field rests on; ``confirmed`` is False where nobody could read it (依据待核)."""

    law: str
    article: str = ""
    note: str = ""
    confirmed: bool = True

    @property
    def text(self) -> str:
        """The provision as a citation.

        >>> Basis("某办法", "第三条", confirmed=False).text
        '《某办法》第三条（依据待核）'
        """
        return f"《{self.law}》{self.article}" + ("" if self.confirmed else "（依据待核）")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a letter asks for.

    ``name`` is ASCII for programs, ``label`` Chinese for people and for the tags in the Word file; data may use either.
    ``columns`` are the fields of one record of a table; ``example`` is fictional.
    """

    name: str
    label: str
    type: FieldType
    required: bool
    help: str = ""
    basis: str = ""
    options: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()
    example: object = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A template: ``name`` is also the name of its Word file, ``group`` the step of the work it belongs to."""

    name: str
    title: str
    group: str
    purpose: str
    basis: tuple[Basis, ...]
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field | None:
        """The field with this name or label."""
        return next((field for field in self.fields if key in (field.name, field.label)), None)
