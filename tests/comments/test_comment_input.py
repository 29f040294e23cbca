"""Comments come in from whatever an office has; what holds no comment is listed with the reason, never dropped."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from lawcheck.comments import Stance, parse_columns, read_comment_input, read_comments
from lawcheck.errors import UnreadableFile, UsageError

SAMPLE = Path(__file__).parents[2] / "corpus" / "samples" / "consultation"


def write_sheet(path: Path, rows: list[list[object]], merged: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    book.save(path)
    return path


def test_the_sample_workbook_and_the_same_comments_as_json_lines_agree() -> None:
    sheet, lines = (read_comments(SAMPLE / f"comments.{ending}")[0] for ending in ("xlsx", "jsonl"))
    assert {c.comment_id: c.text for c in sheet} == {c.comment_id: c.text for c in lines}
    assert {c.comment_id: c.stance for c in sheet} == {c.comment_id: c.stance for c in lines}


def test_rows_without_a_comment_are_listed_with_the_reason() -> None:
    _, unusable = read_comments(SAMPLE / "comments.xlsx")
    found = {item.source.removeprefix("comments.xlsx "): item.reason for item in unusable}
    expected = {"网上意见 第 61 行": "空行", "网上意见 第 81 行": "没有意见内容", "网上意见 第 107 行": "重复的表头"}
    expected |= {
        "网上意见 第 160 行": "小计、合计行",
        "网上意见 第 217 行": "测试数据",
        "单位和座谈会意见 第 14 行": "小计、合计行",
    }
    assert expected.items() <= found.items()


def test_every_letter_mail_and_message_becomes_a_comment_or_is_listed() -> None:
    comments, unusable = read_comments(SAMPLE / "letters")
    assert Counter(c.channel for c in comments) == {"信函": 6, "电子邮件": 3, "群聊": 10}
    assert Counter(u.reason for u in unusable) == {
        "引用的以前的邮件，不是来信人的话": 1, "自动回复": 1, "群聊中的系统提示": 1, "只有图片、语音、文件，没有文字": 1,
    }  # fmt: skip


def test_a_merged_name_speaks_for_all_its_rows_and_a_merged_comment_once(tmp_path: Path) -> None:
    rows = [["提出单位", "具体意见"], ["某局", "第一条太长"], [None, "第二条太短"], ["某镇", "同意"], ["某村", None]]
    comments, unusable = read_comments(write_sheet(tmp_path / "意见.xlsx", rows, ("A2:A3", "B4:B5")))
    assert [(c.author, c.text) for c in comments] == [("某局", "第一条太长"), ("某局", "第二条太短"), ("某镇", "同意")]
    assert [(u.source, u.reason) for u in unusable] == [("意见.xlsx Sheet 第 5 行", "没有意见内容")]


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        (["序号", "单位名称", "修改意见", "备注"], "修改意见"),
        (["编号", "意见建议内容", "提交时间"], "意见建议内容"),
        (["姓名", "联系电话", "对《草案》的意见和建议"], "对《草案》的意见和建议"),
        (["name", "comment", "date"], "comment"),
        (["反馈人", "您想说的话"], "您想说的话"),
    ],
)
def test_the_column_of_comments_is_found_under_many_names(tmp_path: Path, headers: list[str], text: str) -> None:
    row = ["这是一条足够长的意见，说明想要改什么。" if name == text else "1" for name in headers]
    comments, _ = read_comments(write_sheet(tmp_path / "a.xlsx", [headers, row]))
    assert [c.text for c in comments] == ["这是一条足够长的意见，说明想要改什么。"]


def test_given_columns_win_and_a_wrong_one_is_an_error(tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "a.xlsx", [["意见内容", "真正的意见", "甲"], ["旧", "新", "某人"]])
    found = read_comment_input(file, parse_columns("内容=真正的意见,author=C"))
    assert [(c.text, c.author) for c in found.comments] == [("新", "某人")]
    with pytest.raises(UsageError, match="E702"):
        read_comments(file, {"text": "没有的列"})
    with pytest.raises(UsageError, match="E703"):
        parse_columns("谁=A")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_in_any_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    file = tmp_path / "意见.csv"
    lines = [["姓名", "意见内容"], ["甲", '"第三条的罚款太重\n建议降低"'], ["乙", "支持第五条的规定"]]
    file.write_bytes("\r\n".join(separator.join(line) for line in lines).encode(encoding))
    comments, _ = read_comments(file)
    assert [c.text for c in comments] == ["第三条的罚款太重\n建议降低", "支持第五条的规定"]


def test_an_essay_of_forty_thousand_characters_stays_whole(tmp_path: Path) -> None:
    essay = "第三条应当修改。" * 5000
    file = tmp_path / "a.csv"
    file.write_text(f"意见内容\n{essay}\n", encoding="utf-8")
    assert read_comments(file)[0][0].text == essay


def test_broken_lines_of_json_are_listed(tmp_path: Path) -> None:
    good = {"text": "好", "received": "2026-09-01", "chosen": ["art_2"], "stance": "支持", "anchor": {"eid": "art_2"}}
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join([json.dumps(good), "{", '"x"', '{"text": " "}']), encoding="utf-8")
    comments, unusable = read_comments(file)
    assert (comments[0].received, comments[0].chosen) == (datetime(2026, 9, 1), ("art_2",))
    assert comments[0].stance is Stance.SUPPORT
    assert comments[0].anchor
    assert [u.reason for u in unusable] == ["不是完整的 JSON", "不是一件意见（JSON 对象）", "没有意见内容"]


def test_equal_numbers_in_two_sheets_stay_two_comments(tmp_path: Path) -> None:
    for name in "ab":
        write_sheet(tmp_path / f"{name}.xlsx", [["序号", "意见内容"], [1, f"意见{name}"]])
    comments, _ = read_comments(tmp_path)
    assert len({c.comment_id for c in comments}) == 2


def test_an_attachment_that_cannot_be_read_is_listed(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@example.com", "意见"
    mail.set_content("第三条太严。")
    mail.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="a.bin")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    comments, unusable = read_comments(tmp_path)
    assert [c.text for c in comments] == ["第三条太严。"]
    assert [u.source for u in unusable] == ["a.eml/a.bin"]


def test_the_same_person_has_one_key_and_nobody_has_none(tmp_path: Path) -> None:
    rows = [
        ["姓名", "电话", "意见内容"],
        ["甲", 15400000001.0, "一"],
        ["甲某", "154-0000-0001", "二"],
        ["匿名", None, "三"],
    ]
    first, second, third = read_comments(write_sheet(tmp_path / "a.xlsx", rows))[0]
    assert first.person == second.person != ""
    assert third.person == ""


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x00\xfe" * 50, b"PK\x03\x04nothing"])
@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".jsonl", ".eml", ".txt", ".docx"])
def test_a_useless_file_gives_one_clear_error(tmp_path: Path, content: bytes, ending: str) -> None:
    file = tmp_path / f"a{ending}"
    file.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"a\."):
        read_comments(file)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "合计", "甲", "意见内容", "第三条太严，建议修改。", "=1+1"]), min_size=2, max_size=2
        ),
        max_size=12,
    )
)
def test_every_row_is_a_comment_or_listed(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    file = tmp_path_factory.mktemp("rows") / "a.csv"
    lines = [["姓名", "意见内容"], *rows, ["甲", "最后一件"]]
    file.write_text("\n".join('"' + '","'.join(line) + '"' for line in lines), encoding="utf-8")
    comments, unusable = read_comments(file)
    assert len(comments) + len(unusable) == len(lines) - 1


def test_columns_under_everyday_names_are_found(tmp_path: Path) -> None:
    rows = [
        ["编号", "称呼", "针对哪块", "您想说啥", "为啥这么说", "收到的日子"],
        [1, "甲", "二、（一）", "太贵", "家里收入低", "2026.11.3"],
    ]
    comment = read_comments(write_sheet(tmp_path / "a.xlsx", rows))[0][0]
    assert (comment.author, comment.stated, comment.text, comment.reason) == ("甲", "二、（一）", "太贵", "家里收入低")
    assert comment.received == datetime(2026, 11, 3)


def test_sentences_of_an_unknown_column_are_kept_as_reason_and_other_columns_are_told(tmp_path: Path) -> None:
    rows = [["姓名", "意见内容", "家里情况", "登记员"]]
    rows += [["甲", "太贵", "家里两辆车，上班路很远", "小张"], ["乙", "太远", "老人腿脚不便，走不动", "小张"]]
    found = read_comment_input(write_sheet(tmp_path / "a.xlsx", rows))
    assert [c.reason for c in found.comments] == ["家里情况：家里两辆车，上班路很远", "家里情况：老人腿脚不便，走不动"]
    assert [(u.source, u.text) for u in found.unusable] == [("a.xlsx Sheet 列“登记员”", "小张")]
    assert found.tables[0].shown().endswith("作为理由保留：家里情况；没有使用的列：登记员")


def test_sources_show_no_name_of_a_sender_and_stay_apart(tmp_path: Path) -> None:
    for name in ("来信_何雁南.txt", "来信_何小南.txt", "来信_雁浦区.txt"):
        (tmp_path / name).write_text(f"{name[3:5]}太贵", encoding="utf-8")
    (tmp_path / "来信_何渡.docx").write_bytes(b"PK\x03\x04 no Word file")
    found = read_comment_input(tmp_path)
    assert sorted(c.source for c in found.comments) == ["来信_何*南.txt", "来信_何*南（2）.txt", "来信_雁浦区.txt"]
    assert all(c.comment_id == c.source for c in found.comments)
    assert [u.source for u in found.unusable] == ["来信_何*.docx"]
    assert "何渡" not in found.unusable[0].reason
