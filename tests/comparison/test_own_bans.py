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


FOUNDED = "民办学校在筹设期内不得招生。"


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("民办学校在筹设期内可以提前招生，但是人数不得超过五十人。", [("疑似抵触", "可以提前招生")]),
        ("民办学校在筹设期内可以开展宣传，不得招生。", []),
        ("民办学校批准设立后可以招生，在筹设期内不得招生。", []),
    ],
)
def test_a_short_ban_opened_in_its_whole_case(own: str, told: list[tuple[str, str]]) -> None:
    found = compare_clauses(own, FOUNDED).differences
    assert [(d.relation.value, d.lower) for d in found if d.slot == "模态"] == told


LEASH = "携带犬只出户的，应当按照规定佩戴犬牌并采取系犬绳等措施，防止犬只伤人。"


@pytest.mark.parametrize(
    ("own", "told"),
    [("在开阔的广场，养犬人可以不系犬绳。", ["可以不系犬绳"]), ("在家中，养犬人可以不给犬只洗澡。", [])],
)
def test_what_the_law_asks_for_need_not_be_done(own: str, told: list[str]) -> None:
    assert [d.lower for d in compare_clauses(own, LEASH).differences if d.slot == "例外"] == told


BANK = "在河道管理范围内，禁止修建围堤、阻水道路；种植高杆农作物、芦苇和树木（护堤林除外）；弃置矿渣、垃圾等。"


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("在河道管理范围内可以种植高杆农作物，汛期前采收。", ["可以种植高杆农作物"]),
        ("在河道管理范围内可以种植护堤林。", []),
        ("河道管理单位可以在护堤地设置标志。", []),
    ],
    ids=["in the list", "excepted", "another thing"],
)
def test_a_ban_goes_on_after_a_semicolon(own: str, told: list[str]) -> None:
    assert [d.lower for d in compare_clauses(own, BANK).differences if d.slot == "模态"] == told
