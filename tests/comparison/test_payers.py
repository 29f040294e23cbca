"""Fines for units and for persons are held each against its own."""

from __future__ import annotations

from datetime import date

import pytest

from lawcheck.comparison import compare_clauses
from lawcheck.comparison.beside import with_fine_of_row, with_other_paragraphs
from lawcheck.document import Number
from lawcheck.laws import Article, DocumentKind, Law, LawVersion, Level
from lawcheck.matching import CITED_CLAUSE, HigherClause

UNITS = "单位违反本法规定，占用疏散通道的，责令改正，处五千元以上五万元以下罚款。"
PERSONS = "个人有前款行为的，处警告或者五百元以下罚款。"
BOTH = "占用疏散通道的，责令改正，对单位处五千元以上五万元以下罚款，对个人处五百元以下罚款。"


def _clause(*paragraphs: str, reasons: tuple[str, ...] = ()) -> HigherClause:
    law = Law("example", "测试法", "测试法", DocumentKind.K1, Level.LAW, "", "")
    version = LawVersion(0, law.law_id, law.title, None, None, date(2026, 1, 1), None, "", "", "text", 1)
    article = Article(0, 0, Number(60), "第六十条", "", "\n".join(paragraphs))
    return HigherClause(law, version, article, 1, paragraphs[0], 1.0, 0.8, 0.8, reasons)


def _told(lower: str, *paragraphs: str) -> list[tuple[str, str, str]]:
    clause = _clause(*paragraphs)
    found = with_other_paragraphs(compare_clauses(lower, paragraphs[0]), lower, clause)
    return [(d.relation.value, d.lower, d.upper) for d in found.differences]


LOWER = "占用疏散通道的，责令改正，对单位处五千元以上五万元以下罚款；个人有上述行为的，处警告或者{}以下罚款。"


@pytest.mark.parametrize(("most", "told"), [("一千元", [("加重", "一千元以下", "五百元以下")]), ("五百元", [])])
def test_a_fine_for_persons_is_held_against_the_paragraph_on_persons(
    most: str, told: list[tuple[str, str, str]]
) -> None:
    assert _told(LOWER.format(most), UNITS, PERSONS) == told


def test_a_fine_for_persons_is_none_for_units() -> None:
    assert _told(LOWER.format("一千元"), UNITS) == [("增设", "警告", "")]


@pytest.mark.parametrize(("most", "told"), [("二千元", [("加重", "二千元以下", "五百元以下")]), ("五百元", [])])
def test_two_fines_of_one_sentence_are_told_apart(most: str, told: list[tuple[str, str, str]]) -> None:
    assert _told(BOTH.replace("五百元", most), BOTH) == told


def test_a_paragraph_on_another_act_is_no_measure() -> None:
    other = "个人伪造火灾现场的，处五百元以下罚款。"
    assert not any("五百元" in upper for _, _, upper in _told(LOWER.format("一千元"), UNITS, other))


def test_an_organisation_is_no_person() -> None:
    law = "违反规定的，对单位处一万元以上十万元以下罚款，对个人处五百元以上五千元以下罚款。"
    own = "违反规定的，对组织可以并处一万元以上十万元以下的罚款，对个人可以并处五百元以上五千元以下的罚款。"
    assert not [d for d in compare_clauses(own, law).differences if d.slot == "数额"]


MAY = "违反本条例第二十七条规定，或者有下列行为之一的，由市政工程行政主管部门或者其他有关部门责令限期改正，可以处以2万元以下的罚款；造成损失的，应当依法承担赔偿责任："


@pytest.mark.parametrize(
    ("row", "reasons", "relation"),
    [
        ("   严重，可以处1万元以上3万元以下罚款", (CITED_CLAUSE,), "加重"),
        ("   严重，可以处1万元以上2万元以下罚款", (CITED_CLAUSE,), "细化"),
        ("   严重，可以处1万元以上3万元以下罚款", (), "细化"),
    ],
    ids=["above the basis", "within it", "no basis named"],
)
def test_the_fine_of_a_row_is_held_against_its_basis(row: str, reasons: tuple[str, ...], relation: str) -> None:
    found = with_fine_of_row(compare_clauses(row, MAY), row, _clause(MAY, reasons=reasons))
    assert found.relation.value == relation


MATTERS = "下列事项由业主共同决定：\n（一）制定和修改管理规约；\n（二）选举业主委员会；\n（三）改建、重建建筑物及其附属设施；\n（四）改变共有部分的用途。"
SHARES = (
    "决定前款第三项至第四项规定的事项，应当经参与表决人数四分之三以上的业主同意。"
    "决定前款其他事项，应当经参与表决人数过半数的业主同意。"
)


@pytest.mark.parametrize(
    ("lower", "told"),
    [
        ("改建、重建建筑物及其附属设施，应当经参与表决人数过半数的业主同意。", [("放宽", "过半数", "四分之三以上")]),
        ("改建、重建建筑物及其附属设施，应当经参与表决人数四分之三以上的业主同意。", []),
        ("制定和修改管理规约，应当经参与表决人数过半数的业主同意。", []),
    ],
    ids=["another matter's share", "its own share", "the other matters"],
)
def test_a_share_of_votes_is_that_of_its_matter(lower: str, told: list[tuple[str, str, str]]) -> None:
    clause = _clause(SHARES, MATTERS)
    found = with_other_paragraphs(compare_clauses(lower, SHARES), lower, clause).differences
    assert [(d.relation.value, d.lower, d.upper) for d in found if d.note.startswith("比例")] == told
