"""What drafters get of a digest: every point once, words verbatim, personal data hidden, nothing that runs."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from lawcheck.comments import Comment, Digest, Unusable, analyse, read_comments
from lawcheck.document import parse
from lawcheck.readers import read
from lawcheck.reports import (
    DigestView,
    Outcome,
    answerable,
    digest_outputs,
    digest_record,
    read_dispositions,
)
from lawcheck.reports.digest_unplaced import beside, count_points, unplaced

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpus" / "samples" / "consultation"
SCHEMA = json.loads((ROOT / "docs" / "schema" / "digest.schema.json").read_text("utf-8"))
DRAFT = """某市停车条例
第一条　停车场的收费标准每小时不得超过十元。
第二条　任何单位和个人不得占用盲道停放车辆。
第三条　违反第二条规定的，由公安机关处二百元罚款。
"""
COMMENTS = (
    Comment("a", "第一条的“十元”太贵，建议将“十元”改为“五元”。", person="1", author="张三", channel="网站"),
    Comment("b", "第一条的“十元”太贵，建议将“十元”改为“五元”。", person="2", channel="信函"),
    Comment(
        "c", '=HYPERLINK("x")第二条支持，<script>alert(1)</script>我的电话13912345678。', person="3", author="李四光"
    ),
    Comment("d", "@第三条罚款二百元太轻，建议提高到五百元。", person="4", author="某某公司"),
    Comment("e", "天气很好。", person="5"),
)


@cache
def digest() -> Digest:
    return analyse(COMMENTS, parse(DRAFT))


@cache
def sample() -> Digest:
    comments, unusable = read_comments(SAMPLE / "comments.xlsx")
    return analyse(comments, parse(read(SAMPLE / "draft.docx")), unusable=unusable)


@cache
def files() -> dict[str, bytes]:
    return digest_outputs(digest())


def book(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))


def test_the_columns_are_those_of_the_official_table() -> None:
    sheet = book(files()["意见汇总表.xlsx"])["意见采纳情况表"]
    assert [cell.value for cell in sheet[1]] == [
        "序号", "意见来源", "对应条款", "原文", "意见建议内容", "建议修改为", "提出人数/条数", "是否采纳",
        "采纳情况说明或理由", "修改后条文", "承办处室/人", "反馈方式与日期", "意见点编号",
    ]  # fmt: skip


@pytest.mark.parametrize("made", [digest, sample])
def test_every_point_that_needs_an_answer_stands_in_exactly_one_row(made: Any) -> None:
    sheet = book(digest_outputs(made())["意见汇总表.xlsx"])["意见采纳情况表"]
    listed = [point for row in sheet.iter_rows(min_row=2, values_only=True) for point in row[-1].split("、")]
    assert sorted(listed) == sorted(answerable(made()))


def test_equal_wishes_stand_in_one_row_with_their_number() -> None:
    rows = list(book(files()["意见汇总表.xlsx"])["意见采纳情况表"].iter_rows(min_row=2, values_only=True))
    assert next(row[6] for row in rows if row[-1] == "a#1、b#1") == "2人/2条"


def test_words_that_look_like_formulas_stay_words() -> None:
    for sheet in book(files()["意见汇总表.xlsx"]):
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        assert all(cell.data_type == "s" for cell in cells)
        assert all(cell.quotePrefix for cell in cells if cell.value.startswith(("=", "@", "+", "-")))


def test_personal_data_is_in_no_file() -> None:
    for name, data in files().items():
        text = data.decode() if name.endswith(("html", "json")) else words_of(name, data)
        assert "13912345678" not in text, name
        assert "李四光" not in text, name
        assert "某某公司" in text, name


def words_of(name: str, data: bytes) -> str:
    if name.endswith("docx"):
        document = docx.Document(io.BytesIO(data))
        return "\n".join(node.text or "" for node in document.element.iter() if node.tag.endswith("}t"))
    return "\n".join(str(cell.value) for sheet in book(data) for row in sheet.iter_rows() for cell in row)


def test_markup_in_a_comment_does_nothing() -> None:
    page = files()["意见汇总.html"].decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_equal_digests_give_equal_files() -> None:
    assert digest_outputs(analyse(COMMENTS[::-1], parse(DRAFT))) == files()


@pytest.mark.parametrize("made", [digest, sample])
def test_the_json_follows_its_schema(made: Any) -> None:
    record = digest_record(DigestView(made()))
    assert not list(Draft202012Validator(SCHEMA).iter_errors(record))


def test_each_clause_with_comments_begins_a_page_in_word() -> None:
    document = docx.Document(io.BytesIO(files()["意见汇总.docx"]))
    heads = [p.text for p in document.paragraphs if p.style.name == "汇总条款"]
    assert heads == [*(page.label for page in DigestView(digest()).pages), "未归入条款的意见和文字"]
    assert document.styles["汇总条款"].paragraph_format.page_break_before


def test_every_quote_of_the_sample_is_found_in_its_comment() -> None:
    view = DigestView(sample())
    for page in view.pages:
        for quote in (*page.quotes, *page.outliers, *(q for pair in page.conflicts for q in pair)):
            point = view.points[quote.point_id]
            comment = view.comments[point.comment_id]
            whole = view.clean(point.text, comment)
            assert whole.startswith(quote.text)
            assert comment.text[slice(*point.span)] == point.text
            shown = zip(whole, point.text, strict=True)
            assert all(a in (b, "*") for a, b in shown)


def test_what_no_clause_has_and_what_could_not_be_used_is_listed() -> None:
    found = book(digest_outputs(sample())["意见汇总表.xlsx"])
    view = DigestView(sample())
    rows = list(found["未归入条款的意见"].iter_rows(min_row=2, values_only=True))
    outside = {c.comment_id for c in sample().comments if view.outside(c.comment_id)}
    assert outside <= {row[0] for row in rows}
    assert sorted(row[1] for row in rows if row[1]) == sorted(unmapped(sample()))
    assert found["未能使用的内容"].max_row - 1 == len(sample().unusable) > 0


def unmapped(made: Digest) -> list[str]:
    without = {mapping.point_id for mapping in made.mappings if not mapping.targets}
    return [point for point in answerable(made) if point in without]


LETTER = """某市公安局：
第一条的“十元”太贵，建议将“十元”改为“五元”。
另外，路灯昏暗吓人。
某市某协会（盖章）
2026年9月1日"""


@cache
def partly() -> Digest:
    return analyse((*COMMENTS, Comment("f", LETTER), Comment("g", "谢谢！"), COMMENTS[0]), parse(DRAFT))


def test_a_point_without_a_clause_stands_in_every_file_also_beside_one_that_has() -> None:
    assert "f#2" in unmapped(partly())
    for name, data in digest_outputs(partly()).items():
        text = data.decode() if name.endswith(("html", "json")) else words_of(name, data)
        for words in ("路灯昏暗吓人", "天气很好", "谢谢！", "某市某协会（盖章）"):
            assert words in text, (name, words)


@pytest.mark.parametrize("made", [digest, sample, partly])
def test_points_are_counted_so_that_they_sum(made: Any) -> None:
    view = DigestView(made())
    ledger = count_points(view)
    assert ledger.reconciles
    assert ledger.points == len(made().points)
    assert ledger.unplaced == len(list(unplaced(view))) == len(unmapped(made()))
    on_pages = {point for page in view.pages for point in page.points}
    assert ledger.placed + ledger.whole == len(on_pages)
    assert ledger.sentence in digest_outputs(made())["意见汇总.html"].decode()


@pytest.mark.parametrize("made", [digest, sample, partly])
def test_every_word_is_in_a_point_or_beside_one(made: Any) -> None:
    view = DigestView(made())
    left = {item.comment.comment_id: item.text for item in beside(view)}
    for comment in made().comments:
        spans = [p.span for p in made().points if p.comment_id == comment.comment_id]
        whole = view.clean(comment.text, comment)
        told = "\n".join(whole[slice(*span)] for span in spans) + "\n" + left.get(comment.comment_id, "")
        runs = re.findall("[\u4e00-\u9fff]{3,}", re.sub("[一二三]是", "，", whole))
        assert not spans or all(run in told for run in runs), comment.comment_id


def filled(folder: Path, **answers: tuple[str, ...]) -> Path:
    """The workbook with columns 是否采纳 … filled in the rows that hold a point."""
    workbook = book(files()["意见汇总表.xlsx"])
    for row in workbook["意见采纳情况表"].iter_rows(min_row=2):
        for point, values in answers.items():
            if f"{point}#1" in row[12].value:
                for cell, value in zip(row[7:], values, strict=False):
                    cell.value = value
    workbook.save(folder / "表.xlsx")
    return folder / "表.xlsx"


def test_dispositions_are_read_back(tmp_path: Path) -> None:
    path = filled(tmp_path, a=("采纳", "合理", "每小时不得超过五元。"), d=("未采纳", "已经够重"))
    back = read_dispositions(path, answerable(digest()))
    assert [(d.point_ids, d.outcome) for d in back.dispositions] == [
        (("a#1", "b#1"), Outcome.ADOPTED), (("d#1",), Outcome.NOT_ADOPTED),
    ]  # fmt: skip
    assert not back.problems
    assert set(back.open_points) == set(answerable(digest())) - {"a#1", "b#1", "d#1"}
    shown = digest_outputs(digest(), back.dispositions)["意见汇总.html"].decode()
    assert "未采纳　已经够重" in shown


@pytest.mark.parametrize(
    ("answer", "problem"),
    [(("未采纳", ""), "理由"), (("采纳", "好"), "修改后条文"), (("随便", ""), "不是可以填写的结果")],
)
def test_an_incomplete_answer_is_told(tmp_path: Path, answer: tuple[str, ...], problem: str) -> None:
    back = read_dispositions(filled(tmp_path, d=answer), answerable(digest()))
    assert any(problem in text for text in back.problems)


def test_a_title_inside_the_title() -> None:
    notice = parse("某县关于印发《某县渡口办法》的通知\n一、总体要求\n渡口由乡镇管理。\n二、安全\n渡船每日检查。")
    files = digest_outputs(analyse([Comment("c", "渡船应当每班检查。")], notice))
    assert "《某县关于印发〈某县渡口办法〉的通知》意见汇总" in files["意见汇总.html"].decode()


def test_rows_stand_as_they_came_in() -> None:
    came = [Comment(str(n), "第三条太轻。", source=f"表.xlsx 第 {n} 行") for n in (2, 3, 10, 11)]
    view = DigestView(analyse(came, parse(DRAFT)))
    assert [point.comment_id for point in view.points_in_order] == ["2", "3", "10", "11"]


def test_an_outcome_in_other_words_is_understood(tmp_path: Path) -> None:
    back = read_dispositions(filled(tmp_path, d=("不采纳", "已经够重")), answerable(digest()))
    assert ([d.outcome for d in back.dispositions], back.problems) == ([Outcome.NOT_ADOPTED], ())


@pytest.mark.parametrize(
    ("author", "shown"),
    [
        ("张建社", "张*社"), ("社区小方", "社**方"), ("某市公安局", "某市公安局"), ("某某路社区居民委员会", "某某路社区居民委员会"),
        ("住建局", "住建局"),
    ],
)  # fmt: skip
def test_only_bodies_are_shown_by_name(author: str, shown: str) -> None:
    view = DigestView(analyse([Comment("c", "罚款太轻。", author=author)], parse(DRAFT)))
    assert view.source("c") == shown


def test_a_sender_s_name_is_hidden_in_what_could_not_be_used() -> None:
    unusable = [Unusable("群.txt", "引用的别人的话", "「何小满：票价太高」")]
    found = analyse([Comment("c", "罚款太轻。", author="何小满")], parse(DRAFT), unusable=unusable)
    assert DigestView(found).clean(found.unusable[0].text) == "「何*满：票价太高」"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from([c.text for c in COMMENTS] + ["=1", "同意。", "第九条不好。", "新增一条关于充电的规定。"]),
        max_size=8,
    )
)
def test_no_comment_is_lost_on_the_way_to_the_workbook(texts: list[str]) -> None:
    comments = [Comment(f"k{n}", text, person=str(n)) for n, text in enumerate(texts)]
    made = analyse(comments, parse(DRAFT))
    record = digest_record(DigestView(made))
    assert record["ledger"]["reconciles"]
    assert [c["id"] for c in record["comments"]] == sorted(c.comment_id for c in comments)
