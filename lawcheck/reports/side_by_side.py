"""Two texts side by side, unit by unit, differing characters marked: a page for the browser, a 新旧条文对照表 for Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from lawcheck.reports.differences import Piece, compare, differing_parts, pieces_of
from lawcheck.reports.wordkit import Cell, WordReport

__all__ = ["SideBySide", "SideRow", "side_by_side_docx", "side_by_side_html"]

_WIDTHS = (112.0, 112.0, 33.0)  # millimetres of 257


@dataclass(frozen=True, slots=True)
class SideRow:
    """One row: a label and a text on each side ("" where there is none), what happened (修改), and whether it is a change.
    A row without texts and with labels is a heading."""

    left_label: str
    left: str
    right_label: str
    right: str
    remark: str
    changed: bool

    @property
    def heading(self) -> bool:
        """Chapter or section names."""
        return not self.left and not self.right


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A comparison: its title, the names of both sides, the day it was made for, a note on what it rests on, its rows."""

    title: str
    left_name: str
    right_name: str
    day: date
    note: str
    rows: tuple[SideRow, ...]


class _Shown(NamedTuple):
    """A row with its pieces."""

    row: SideRow
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


def _shown(value: SideBySide) -> Iterator[_Shown]:
    """The rows with their marks; what lives on in another part of a split or merged article is neither gone nor new."""
    parted = dict(_parted(value.rows))
    for at, row in enumerate(value.rows):
        if at in parted:
            yield _Shown(row, *parted[at])
        elif row.left and row.right:
            yield _Shown(row, *compare([(char, False) for char in row.left], row.right, always=True))
        else:
            left = (Piece(row.left, differs=row.changed),) if row.left else ()
            yield _Shown(row, left, (Piece(row.right, differs=row.changed),) if row.right else ())


def _parted(rows: Sequence[SideRow]) -> Iterator[tuple[int, tuple[tuple[Piece, ...], tuple[Piece, ...]]]]:
    """The marks of rows that share the text of one side, by their place."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for at, row in enumerate(rows):
        if row.left and row.right:
            groups.setdefault(("left", row.left_label, row.left), []).append(at)
            groups.setdefault(("right", row.right_label, row.right), []).append(at)
    for (side, _, whole), group in groups.items():
        if len(group) > 1:
            parts = [rows[at].right if side == "left" else rows[at].left for at in group]
            flags, each = differing_parts(whole, parts)
            pieces = pieces_of([(char, False) for char in whole], flags)
            for at, part, marks in zip(group, parts, each, strict=True):
                own = pieces_of([(char, False) for char in part], marks)
                yield at, (pieces, own) if side == "left" else (own, pieces)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("lawcheck.reports", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def side_by_side_html(value: SideBySide) -> str:
    """A page that needs nothing else: no script, no network; on a phone the two sides stand below each other."""
    template = _environment().get_template("side_by_side.html.j2")
    changes = sum(row.changed for row in value.rows)
    return template.render(value=value, rows=list(_shown(value)), changes=changes)


def side_by_side_docx(value: SideBySide) -> bytes:
    """A table in landscape A4: old text, new text (deleted characters struck, new ones underlined), remark."""
    word = WordReport(value.title, value.day)
    word.only_landscape()
    word.paragraph(value.title, "Title")
    word.paragraph(value.note, "提示")
    rows = (_cells(shown) for shown in _shown(value))
    word.table(_WIDTHS, rows, header=(value.left_name, value.right_name, "说明"), flowing=True)
    return word.to_bytes()


def _cells(shown: _Shown) -> tuple[Cell, ...]:
    row = shown.row
    if row.heading:
        return Cell.of(row.left_label, bold=True), Cell.of(row.right_label, bold=True), Cell.of(row.remark)
    left = Cell.text(_labelled(row.left_label, shown.left), "del")
    return left, Cell.text(_labelled(row.right_label, shown.right)), Cell.of(row.remark)


def _labelled(label: str, pieces: tuple[Piece, ...]) -> list[Piece]:
    return [Piece(f"{label}　"), *pieces] if label and pieces else list(pieces)
