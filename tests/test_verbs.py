"""The verbs of `import lawcheck` take a path or a value and never review a path as if it were a text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import lawcheck
from lawcheck.laws import Library

DAY = date(2026, 11, 22)
TEXT = "某市某条例\n第一条　依照《中华人民共和国物权法》，制定本条例。\n"


@pytest.fixture
def filing(tmp_path: Path) -> Path:
    path = tmp_path / "某市某条例.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.mark.parametrize("as_text", [True, False])
def test_a_path_is_read_whether_str_or_path(as_text: bool, filing: Path, library: Library) -> None:
    source = str(filing) if as_text else filing
    assert lawcheck.parse(source).title == "某市某条例"
    assert lawcheck.cite(source, as_of=DAY, library=library)[0].state.value == "已废止"
    assert lawcheck.review(source, as_of=DAY, library=library).facts.articles == 1
    assert len(lawcheck.match(source, as_of=DAY, library=library)) == 1


@pytest.mark.parametrize("verb", [lawcheck.cite, lawcheck.match, lawcheck.review])
def test_a_mistyped_path_is_an_error_not_a_clean_text(verb, library: Library) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(lawcheck.LawcheckError, match="E101"):
        verb("没有这个文件.docx", as_of=DAY, library=library)


def test_a_text_of_one_line_is_a_text() -> None:
    assert lawcheck.parse("第一条　甲。").articles[0].full_text == "甲。"


@pytest.mark.parametrize("wrong", [123, None, b"x"])
def test_other_values_are_refused_by_name(wrong: object) -> None:
    with pytest.raises(TypeError, match="expected a path"):
        lawcheck.parse(wrong)  # type: ignore[arg-type]


def test_values_print_in_one_line(filing: Path, library: Library) -> None:
    review = lawcheck.review(filing, as_of=DAY, library=library)
    assert len(repr(review)) < 120
    assert len(repr(review.document)) < 120
