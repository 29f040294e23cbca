"""A deed of few words that the law forbids and the clause below allows in the same case."""

from __future__ import annotations

import pytest

from lawcheck.comparison import compare_clauses

LAW = "幼儿园招聘工作人员时，应当向公安机关查询应聘者是否具有虐待、拐卖等违法犯罪记录；发现其具有前述记录的，不得录用。"
OWN = "幼儿园应当查询应聘的工作人员有无虐待、拐卖等违法犯罪记录，发现有前述记录的，{}。"


def _told(said: str) -> list[tuple[str, str]]:
    found = compare_clauses(OWN.format(said), LAW)
    return [(d.relation.value, d.lower) for d in found.differences if d.slot == "模态"]


def test_a_deed_that_the_law_forbids_is_allowed() -> None:
    assert _told("可以视情况录用") == [("疑似抵触", "可以视情况录用")]


@pytest.mark.parametrize("said", ["不得录用", "不得录用，可以报告公安机关", "公安机关可以提供核查"])
def test_what_keeps_the_ban_is_quiet(said: str) -> None:
    assert _told(said) == []


ALLOWED = "当事人确有经济困难，需要延期或者分期缴纳罚款的，经当事人申请和行政机关批准，可以暂缓或者分期缴纳。"


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("当事人确有经济困难的，不得延期或者分期缴纳罚款。", ["疑似抵触"]),
        ("当事人确有经济困难的，未经批准不得延期或者分期缴纳罚款。", []),
        ("当事人确有经济困难的，不得因此中止案件的办理。", []),
    ],
)
def test_what_the_law_allows_is_forbidden(own: str, told: list[str]) -> None:
    found = compare_clauses(own, ALLOWED)
    assert [d.relation.value for d in found.differences if d.slot == "模态"] == told
