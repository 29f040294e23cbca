"""Who made a published paper, and from when: what stands around it must not be taken for it."""

from __future__ import annotations

from datetime import date

import pytest

from lawcheck.document import parse
from lawcheck.procedure import read_facts

RULES = "青浦川市人民政府常务会议议事规则\n第一条　为了甲，制定本规则。\n第二条　乙。\n"


def test_a_meeting_does_not_name_the_maker_without_its_place() -> None:
    head = "《青浦川市人民政府常务会议议事规则》已经2024年11月13日召开的二届市人民政府第93次常务会议通过，现予印发。\n青浦川市人民政府\n2024年11月20日\n"
    assert read_facts(parse(head + RULES)).maker == "青浦川市人民政府"


def test_a_button_above_the_page_is_no_maker() -> None:
    assert read_facts(parse("返回顶部\n\n" + RULES)).maker == "青浦川市人民政府"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("《青浦川市甲规定》业经1997年9月4日市人民政府第九次常务会议讨论通过，现予发布施行。", date(1997, 9, 17)),
        (
            "《青浦川市甲规定》业经1997年9月4日市人民政府第九次常务会议讨论通过，现予发布，自1997年11月1日起施行。",
            date(1997, 11, 1),
        ),
        ("《青浦川市甲规定》业经1997年9月4日市人民政府第九次常务会议讨论通过，现予发布。", None),
    ],
)
def test_an_order_that_puts_in_force_at_once(words: str, day: date | None) -> None:
    text = f"青浦川市人民政府令\n第63号\n{words}\n1997年9月17日\n青浦川市甲规定\n第一条　甲。\n第二条　乙。\n"
    assert read_facts(parse(text)).effective == day


def test_the_notice_that_issues_a_table_says_the_day() -> None:
    text = (
        "青浦川市水利局关于印发《青浦川市裁量权基准》的通知\n青水规〔2024〕1号\n各县水利局：\n现将《青浦川市裁量权基准》印发给你们，"
        "自2024年3月1日起施行，有效期5年。原《标准》同时废止。\n青浦川市水利局\n2024年1月25日\n青浦川市裁量权基准\n一、甲。\n二、乙。\n"
    )
    assert read_facts(parse(text)).effective == date(2024, 3, 1)


def test_the_last_day_for_opinions_is_no_adoption() -> None:
    text = "关于公开征求《青浦川市甲办法》意见的公告\n可于2025年9月30日前通过以下方式提出意见。\n2025年9月1日\n青浦川市甲办法\n第一条　甲。\n第二条　乙。\n"
    assert read_facts(parse(text)).adopted is None
