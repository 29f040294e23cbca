"""Words of people in a workbook or in CSV: never a formula, never a sign that makes the file unreadable."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook

from lawcheck.cells import is_formula, plain_cell


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", " \t=1", "\u3000=1", "\n=1", "\ttab"])
def test_formulas_are_known_and_made_harmless(words: str) -> None:
    assert is_formula(words)
    cell = plain_cell(words)
    assert isinstance(cell, str)
    assert cell.startswith("'")
    assert not is_formula(cell)


@pytest.mark.parametrize("words", ["第三条", "a=b", "1-2", "", "“=1”"])
def test_other_words_stay(words: str) -> None:
    assert plain_cell(words) == words


def test_a_workbook_takes_whatever_was_typed() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("甲")
    sheet.append([plain_cell("=1\x0b\ufffe"), plain_cell("甲" * 40_000), plain_cell(None), plain_cell(3)])
    kept = io.BytesIO()
    book.save(kept)
    row = next(load_workbook(kept).worksheets[0].iter_rows(values_only=True))
    assert row[0] == "'=1\ufffd\ufffd"
    assert (len(str(row[1])), row[2], row[3]) == (32_000, None, 3)
