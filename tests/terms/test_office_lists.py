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
        ("第 4 行", "冲突：与第 2 行的建议不同", False),
        ("第 5 行", "没有词", False),
        ("第 6 行", "级别“很重”没有识别，按默认（建议修改）", True),
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
    [("编号,数量\n1,2\n", "E456"), ("", "E456"), ("\xff\xfe\xd8", "E455")],
    ids=["names", "empty", "bytes"],
)
def test_a_list_without_words_says_what_to_do(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(text.encode("latin-1") if "\xff" in text else text.encode())
    with pytest.raises((UsageError, UnreadableFile), match=code):
        take(path, tmp_path / "词表")


def written(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def workbook(folder: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / "表.xlsx")
    return folder / "表.xlsx"


def test_a_title_above_the_names_of_the_columns_is_no_header(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["某单位不规范用语表（2026版）"],
        ["序号", "不规范用语", "规范用语"],
        [1, "旧词甲", "新词甲"],
    ]
    report = take(workbook(tmp_path, 词=rows), tmp_path / "词表")
    assert [(t.text, t.suggestion) for t in read_lexicon(tmp_path / "词表").entries] == [("旧词甲", "新词甲")]
    assert [(item.place, item.text) for item in report.aside] == [("词 第 1 行", "某单位不规范用语表（2026版）")]
    assert report.unused == ("序号",)


def test_a_bare_list_that_begins_with_a_word_like_a_name_keeps_it(tmp_path: Path) -> None:
    report = take(written(tmp_path, "表.txt", "旧词甲\n用语\n旧词乙\n"), tmp_path / "词表")
    assert (report.taken, report.aside[:1]) == (3, ())


def test_a_sheet_that_explains_is_no_list(tmp_path: Path) -> None:
    book = workbook(
        tmp_path,
        说明=[["本表由法制科维护"]],
        词=[["敏感词", "建议"], ["旧词甲", "新词甲"]],
        旧称=[["旧称", "现称"], ["旧镇", "新镇"]],
    )
    report = take(book, tmp_path / "词表")
    assert [t.text for t in read_lexicon(tmp_path / "词表").entries] == ["旧词甲", "旧镇"]
    assert [(item.text, item.why) for item in report.aside] == [
        ("本表由法制科维护", "这张表没有列名，别的表有，未收入")
    ]


def test_a_typed_list_may_have_arrows_and_comments(tmp_path: Path) -> None:
    report = take(written(tmp_path, "表.txt", "# 2026年\n旧词甲 → 新词甲\n旧词乙\n旧词丙->新词丙\n"), tmp_path / "词表")
    found = [(t.text, t.suggestion) for t in read_lexicon(tmp_path / "词表").entries]
    assert found == [("旧词甲", "新词甲"), ("旧词乙", ""), ("旧词丙", "新词丙")]
    assert [item.text for item in report.aside] == ["# 2026年"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_of_a_spreadsheet_program(encoding: str, tmp_path: Path) -> None:
    take(written(tmp_path, "表.csv", "敏感词,建议\n旧词甲,新词甲\n".encode(encoding)), tmp_path / "词表")
    assert [t.text for t in read_lexicon(tmp_path / "词表").entries] == ["旧词甲"]


def test_words_that_would_be_reported_everywhere_are_told_and_taken(tmp_path: Path) -> None:
    report = take(
        written(tmp_path, "表.csv", "敏感词,建议\n的,\n110,\n盲道,盲道\n甲词、乙词,\n旧词甲,\n"), tmp_path / "词表"
    )
    assert report.taken == 5
    assert [item.text for item in report.aside if item.kept] == ["的", "110", "盲道", "甲词、乙词"]


@pytest.mark.parametrize(
    ("rule", "exempt", "quotes"),
    [
        ("X901", None, ["旧词甲"]),
        ("O901", None, ["旧词甲"]),
        ("X901", (), ["旧词甲", "旧词甲", "旧词甲"]),
        ("X901", ("title",), ["旧词甲", "旧词甲"]),
    ],
)
def test_titles_and_quotations_excuse_the_words_of_an_office(
    rule: str, exempt: tuple[str, ...] | None, quotes: list[str], tmp_path: Path
) -> None:
    path = written(tmp_path, "表.csv", "敏感词\n旧词甲\n")
    import_list(read_list(path), tmp_path / "词表", DEFAULTS._replace(rule=rule, exempt=exempt))
    hits = read_lexicon(tmp_path / "词表").find("依照《旧词甲办法》，“旧词甲”一词不用，旧词甲应当登记。")
    assert [hit.quote for hit in hits if not hit.exempt] == quotes


def test_a_lexicon_needs_no_import(tmp_path: Path) -> None:
    path = written(tmp_path, "表.yaml", "category: sensitive\nentries:\n  - text: 旧词甲\n    not_after: [乙]\n")
    with pytest.raises(UnreadableFile, match="E460"):
        take(path, tmp_path / "词表")


@pytest.mark.parametrize(("name", "data", "said"), [
    ("表.xlsx", "x", "不是 xlsx 文件"), ("表.yaml", "a: [1\n", "不是合法的 YAML"), ("表.xls", "x", "请另存为"),
])  # fmt: skip
def test_why_a_file_cannot_be_read_is_said_in_chinese(name: str, data: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=said):
        take(written(tmp_path, name, data), tmp_path / "词表")


def test_a_rule_that_takes_no_words_is_told_when_the_list_is_imported(tmp_path: Path) -> None:
    path = written(tmp_path, "表.csv", "敏感词,规则\n旧词甲,W18\n旧词乙,X902\n")
    report = import_list(read_list(path), tmp_path / "词表", DEFAULTS, usable=lambda rule: rule != "W18")
    assert [(t.text, t.rule) for t in read_lexicon(tmp_path / "词表").entries] == [
        ("旧词甲", "X901"),
        ("旧词乙", "X902"),
    ]
    assert [item.why for item in report.aside] == ["规则“W18”没有识别，按默认（X901）"]


def test_a_row_may_say_what_must_not_stand_beside_its_word(tmp_path: Path) -> None:
    path = written(tmp_path, "表.csv", '词语,后面不能有,前面不能有\n临时工,"作、程",非\n临时,,\n')
    take(path, tmp_path / "词表")
    found = read_lexicon(tmp_path / "词表").find("临时工作、临 时工程、非临时工、临时工应当登记、临时停车")
    assert [hit.quote for hit in found] == ["临时", "临 时", "临时", "临时工", "临时"]


def test_a_cell_merged_over_rows_speaks_for_each(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["旧称", "现称", "起"], ["房管处", "住房局", 18], ["房产科", None, 1.5], ["供水科", None, 19]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    book.save(tmp_path / "表.xlsx")
    report = take(tmp_path / "表.xlsx", tmp_path / "词表")
    table = csv.DictReader(report.table.open(encoding="utf-8"))
    assert [(row["text"], row["suggestion"], row["起"]) for row in table] == [
        ("房管处", "住房局", "18"),
        ("房产科", "住房局", "1.5"),
        ("供水科", "", "19"),
    ]


def test_one_word_in_other_letters_is_a_conflict(tmp_path: Path) -> None:
    path = written(tmp_path, "表.csv", "词语,建议\nApp,应用程序\nＡＰＰ,应用程序\napp,软件\n")
    report = take(path, tmp_path / "词表")
    assert report.taken == 1
    assert [row.why for row in report.aside] == ["重复：与第 2 行相同", "冲突：与第 2 行的建议不同"]


def test_a_list_of_all_spellings_that_stands_already_is_still_read(tmp_path: Path) -> None:
    folder = tmp_path / "词表"
    take(written(tmp_path, "表.csv", "词语,建议\nApp,应用程序\n"), folder)
    (folder / "表.词条.csv").write_text("text,suggestion\nApp,应用程序\napp,应用程序\n", "utf-8")
    assert [hit.quote for hit in read_lexicon(folder).find("App和app、APP")] == ["App", "app", "APP"]


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
