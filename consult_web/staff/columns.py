"""Which column of an imported table holds what: as the program guessed it, and as staff say instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from string import ascii_uppercase
from typing import Final, NamedTuple

from consult_web.consultations import read_intake
from lawcheck.comments import CommentInput, TableColumns
from lawcheck.errors import UnreadableFile

__all__ = ["FIELDS", "Imported", "columns_of", "read_as"]

FIELDS: Final = (
    "text", "proposed", "reason", "chosen", "stance", "author", "phone", "identity", "region", "received", "channel",
    "title", "public",
)  # fmt: skip
"""What a column can hold that staff may say; the first is the opinion itself."""

Files = Sequence[tuple[str, bytes]]


class Imported(NamedTuple):
    """What files hold. ``given`` (field → header or letter) is what staff said otherwise than the guess; ``first_row``
    are the cells of the first row by letter, where the program saw no header."""

    found: CommentInput
    given: Mapping[str, str]
    first_row: Mapping[str, str]


def read_as(files: Files, wanted: Mapping[str, str], headed: bool = False) -> Imported:
    """The files with the columns that staff want; ``headed``: the first row holds names, though the program saw none.

    Where no column of opinions can be told, there are tables and no comments. Only what differs from the guess is said
    to the reader, so that a column that is given another use leaves its old one.

    >>> files = [("表.csv", "意见建议,内容\\n赞成,两小时应改为一小时".encode())]
    >>> [c.text for c in read_as(files, {}).found.comments]
    ['赞成']
    >>> [c.text for c in read_as(files, {"text": "内容"}).found.comments]
    ['两小时应改为一小时']
    """
    guess = _guessed(files)
    now = columns_of(guess.tables)
    cells = _first_row(files, guess.tables)
    given = {field: column for field, column in wanted.items() if column and now.get(field) != column}
    if headed:
        given = {field: cells.get(column) or column for field, column in given.items()}
    return Imported(read_intake(files, given) if given else guess, given, cells)


def columns_of(tables: Iterable[TableColumns]) -> dict[str, str]:
    """The column that each field was read from, of the first table that has it.

    >>> columns_of([TableColumns("表", 0, {"text": 1}, ("姓名", "说的话"))])
    {'text': '说的话'}
    """
    found: dict[str, str] = {}
    for table in tables:
        for field, at in table.columns.items():
            found.setdefault(field, table.names[at])
    return found


def _guessed(files: Files) -> CommentInput:
    try:
        return read_intake(files)
    except UnreadableFile as error:
        tables = _unnamed(files)
        if error.code != "E701" or not tables:
            raise
        return CommentInput((), (), tables)


def _unnamed(files: Files) -> tuple[TableColumns, ...]:
    """The tables of files in which no column of opinions was found; empty where there is no table."""
    for letter in ascii_uppercase:
        try:
            tables = read_intake(files, {"text": letter}).tables
        except UnreadableFile:
            continue
        return tuple(
            table._replace(columns={field: at for field, at in table.columns.items() if field != "text"})
            for table in tables
        )
    return ()


def _first_row(files: Files, tables: Sequence[TableColumns]) -> dict[str, str]:
    """The first row's cells of a table without header, each by reading its column as the opinions."""
    if len(tables) != 1 or tables[0].header >= 0:
        return {}
    cells = {}
    for letter in tables[0].names[: len(ascii_uppercase)]:
        try:
            first = read_intake(files, {"text": letter}).comments[0]
        except UnreadableFile:
            continue
        if first.source.endswith(" 第 1 行"):
            cells[letter] = first.text
    return cells
