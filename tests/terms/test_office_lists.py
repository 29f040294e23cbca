"""An office's word list: columns guessed, doubles told, nothing lost, used with ours."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from lawcheck.errors import OutputError, UnreadableFile, UsageError
from lawcheck.terms import (
    ListDefaults,
    ListReport,
    import_list,
    load_lexicon,
    read_lexicon,
    read_list,
    with_office_terms,
)

DEFAULTS = ListDefaults("X901", "advice", "某单位词表", "本单位词表所列", date(2026, 11, 22))
ROWS = [
    ["序号", "不规范用语", "规范用语", "说明", "级别"],
    ["1", "旧词甲", "新词甲", "理由甲", "应当修改"],
    ["2", "旧 词 甲", "新词甲", "理由甲", "应当修改"],
    ["3", "旧词甲", "另一词", "理由甲", "应当修改"],
    ["4", "", "没有词的行", "", ""],
    ["5", "旧词乙", "", "", "很重"],
    ["6", "残废人", "残疾人", "", ""],
]


def write(folder: Path, kind: str) -> Path:
    """The list in a format."""
    path = folder / f"单位词表.{kind}"
    if kind == "xlsx":
        book = Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(path)
    elif kind == "yaml":
        lines = (f"- {{{', '.join(f'{k}: {v!r}' for k, v in zip(ROWS[0], row, strict=True))}}}" for row in ROWS[1:])
        path.write_text("\n".join(lines), "utf-8")
    else:
        encoding = "gb18030" if kind == "csv" else "utf-8"
        path.write_text("\n".join("\t,"[kind == "csv"].join(row) for row in ROWS), encoding)
    return path


def take(path: Path, folder: Path) -> ListReport:
    """Import a list."""
    return import_list(read_list(path), folder, DEFAULTS)


@pytest.mark.parametrize("kind", ["xlsx", "csv", "txt", "yaml"])
def test_every_format_gives_the_same_lexicon(kind: str, tmp_path: Path) -> None:
    report = take(write(tmp_path, kind), tmp_path / "词表")
    fields = [(name, field) for _, name, field in report.columns]
    assert fields == [("说明", "reason"), ("级别", "severity"), ("规范用语", "suggestion"), ("不规范用语", "text")]
    entries = read_lexicon(tmp_path / "词表").entries
    assert [(t.text, t.suggestion, t.severity, t.rule) for t in entries] == [
        ("旧词甲", "新词甲", "technical", "X901"),
        ("旧词乙", "", "advice", "X901"),
        ("残废人", "残疾人", "advice", "X901"),
    ]
    assert report.shipped == ("残废人",)


def test_what_is_not_taken_is_told_and_kept_with_every_cell(tmp_path: Path) -> None:
    report = take(write(tmp_path, "csv"), tmp_path / "词表")
    assert [(item.place, item.why, item.kept) for item in report.aside] == [
        ("第 3 行", "重复：与第 2 行相同", False),
        ("第 4 行", "冲突：与第 2 行的suggestion不同", False),
        ("第 5 行", "没有词", False),
        ("第 6 行", "severity“很重”没有识别，按默认", True),
    ]
    assert report.aside_file is not None
    kept = [*_cells(report.table), *_cells(report.aside_file)]
    for row in ROWS[1:]:
        wanted = {cell for cell in row if cell}
        labels = {"应当修改": "technical"}
        assert any({labels.get(cell, cell) for cell in wanted} <= cells | {"technical"} for cells in kept), row


def _cells(path: Path) -> list[set[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [set(row.values()) for row in csv.DictReader(file)]


def test_a_second_list_gives_way_to_the_words_of_the_first(tmp_path: Path) -> None:
    take(write(tmp_path, "csv"), tmp_path / "词表")
    other = tmp_path / "补充.txt"
    other.write_text("旧词甲\n旧词丙\n", "utf-8")
    report = take(other, tmp_path / "词表")
    assert report.taken == 1
    assert [(item.text, item.why) for item in report.aside] == [("旧词甲", "已在单位词表.词条.csv中")]
    assert len(read_lexicon(tmp_path / "词表").entries) == 4


def test_an_existing_list_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = write(tmp_path, "csv")
    take(path, tmp_path / "词表")
    with pytest.raises(OutputError, match="E458"):
        take(path, tmp_path / "词表")
    assert import_list(read_list(path), tmp_path / "词表", DEFAULTS, replace=True).taken == 3


def test_the_imported_file_itself_is_never_overwritten(tmp_path: Path) -> None:
    path = write(tmp_path, "yaml")
    before = path.read_bytes()
    with pytest.raises(OutputError, match="E458"):
        import_list(read_list(path), tmp_path, DEFAULTS, replace=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "code"),
    [("编号,数量\n1,2\n", "E456"), ("", "E456"), ("\xff\xfe", "E455")],
    ids=["names", "empty", "bytes"],
)
def test_a_list_without_words_says_what_to_do(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(text.encode("latin-1") if "\xff" in text else text.encode())
    with pytest.raises((UsageError, UnreadableFile), match=code):
        take(path, tmp_path / "词表")


def test_a_column_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("编号,数量\n旧词丁,2\n", "utf-8")
    report = import_list(read_list(path), tmp_path / "词表", DEFAULTS, given={"text": "编号"})
    assert report.columns == (("", "编号", "text"),)


def test_the_office_entry_takes_the_place_of_ours(tmp_path: Path) -> None:
    take(write(tmp_path, "csv"), tmp_path / "词表")
    both = with_office_terms(load_lexicon(), read_lexicon(tmp_path / "词表"))
    assert [(hit.quote, hit.term.rule) for hit in both.find("残废人、旧词 甲和其它")] == [
        ("残废人", "X901"),
        ("旧词 甲", "X901"),
        ("其它", "W06"),
    ]


@pytest.mark.parametrize(("column", "value"), [("severity", "grave"), ("since", "去年")])
def test_a_wrong_value_in_a_table_names_its_row(column: str, value: str, tmp_path: Path) -> None:
    from lawcheck.errors import RulePackError

    take(write(tmp_path, "csv"), tmp_path)
    table = tmp_path / "单位词表.词条.csv"
    table.write_text(f"text,{column}\n甲词,\n乙词,{value}\n", "utf-8")
    with pytest.raises(RulePackError) as caught:
        read_lexicon(tmp_path)
    assert (caught.value.details["line"], caught.value.details["field"]) == (3, column)
