"""Wrong lexicon files: the error names file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawcheck.errors import RulePackError
from lawcheck.terms import load_lexicon

HEADER = "category: sensitive\nrule: X06\nseverity: technical\nsource: 某表\nas_of: 2026-11-22\nreason: 理由\n"


def write(folder: Path, text: str, name: str = "office.yaml") -> Path:
    """A lexicon directory with one file."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("body", "line", "field"),
    [
        ("entries:\n- text: 甲\n  colour: red\n", 8, "colour"),
        ("entries:\n- text: 甲\n- suggestion: 乙\n", 9, "text"),
        ("entries:\n- text: 甲\n  severity: grave\n", 8, "severity"),
        ("entries:\n- text: 甲\n  since: 去年\n", 8, "since"),
        ("entries:\n- text: 甲\n  exempt: [poem]\n", 8, "exempt"),
        ("entries:\n- text: 甲\n  not_after: 乙\n", 8, "not_after"),
        ("entries:\n- text: 甲\n  regex: '('\n", 8, "regex"),
        ("entries:\n- text: 甲\n  pattern: [{LEMMA: 甲}]\n", 8, "pattern"),
        ("entries:\n- text: 甲\n  pattern: [{TEXT: 甲乙}]\n", 8, "pattern"),
        ("entries:\n- text: 甲\n  pattern: [{TEXT: 甲, OP: '!'}]\n", 8, "pattern"),
        ("entries:\n- text: 甲\n  regex: 甲\n  whole_line: true\n", 8, "anchors"),
        ("entries: 甲\n", 1, "entries"),
        ("table: none.csv\n", 1, "table"),
        ("entries: [\n", 8, "-"),
        ("entries:\n- text: 甲\n- text: 乙\n  variants: [甲]\n", 9, "text"),
    ],
)
def test_a_wrong_file_is_an_error_that_names_the_place(tmp_path: Path, body: str, line: int, field: str) -> None:
    with pytest.raises(RulePackError) as caught:
        load_lexicon(write(tmp_path, HEADER + body))
    assert caught.value.details["file"] == str(tmp_path / "office.yaml")
    assert (caught.value.details["line"], caught.value.details["field"]) == (line, field)


def test_a_directory_without_lexicons_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RulePackError, match="E452"):
        load_lexicon(tmp_path)


def test_a_form_in_two_files_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, HEADER + "entries:\n- text: 残廢\n", "a.yaml")
    with pytest.raises(RulePackError, match=r"a\.yaml"):
        load_lexicon(write(tmp_path, HEADER + "entries:\n- text: 残废\n", "b.yaml"))


def test_endings_and_variants_each_carry_their_suggestion(tmp_path: Path) -> None:
    body = "entries:\n- text: 国土\n  suggestion: 自然资源\n  endings: [部, 厅]\n  variants: {国土所: 自然资源所}\n"
    found = load_lexicon(write(tmp_path, HEADER + body))
    assert [(t.text, t.suggestion, t.entry) for t in found.entries] == [
        ("国土部", "自然资源部", "国土"),
        ("国土厅", "自然资源厅", "国土"),
        ("国土所", "自然资源所", "国土"),
    ]


@pytest.mark.parametrize(
    ("table", "line"), [("词,建议\n甲,乙\n", 1), ("text\n甲词\n \n", 3), ("", 1), ("text\n甲词\n甲 词\n", 3)]
)
def test_a_wrong_table_is_an_error_that_names_the_row(tmp_path: Path, table: str, line: int) -> None:
    (tmp_path / "words.csv").write_text(table, encoding="utf-8")
    with pytest.raises(RulePackError) as caught:
        load_lexicon(write(tmp_path, HEADER + "table: words.csv\n"))
    assert (caught.value.details["file"], caught.value.details["line"]) == (str(tmp_path / "words.csv"), line)


def test_guards_may_hold_for_forms_of_one_ending_only(tmp_path: Path) -> None:
    body = "not_after: {部: [门, 分]}\nentries:\n- text: 国土\n  endings: [部, 部门]\n"
    found = load_lexicon(write(tmp_path, HEADER + body))
    assert [hit.quote for hit in found.find("国土部门分别，国土部分，国土部和")] == ["国土部门", "国土部"]


def test_a_table_adds_its_rows(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("text,suggestion,备注\n甲词,乙词,x\n丙词,,\n", encoding="utf-8-sig")
    found = load_lexicon(write(tmp_path, HEADER + "table: words.csv\n"))
    assert [(t.text, t.suggestion, t.severity) for t in found.entries] == [
        ("甲词", "乙词", "technical"),
        ("丙词", "", "technical"),
    ]
