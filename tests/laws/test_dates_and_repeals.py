"""Dates of 题注 and last articles, repeal clauses, amendments."""

from __future__ import annotations

from datetime import date

import pytest

from lawcheck.laws import NoteEvent, find_effect, read_note
from lawcheck.laws.records import RawArticle
from lawcheck.laws.repeals import QUOTE_LIMIT, find_amendments, find_repeals


@pytest.mark.parametrize(
    ("text", "day", "on_publication"),
    [
        ("本法自2021年7月15日起施行。", date(2021, 7, 15), False),
        ("本法自 2026年8月15日起施行。", date(2026, 8, 15), False),
        ("本规定自2021年7月1日施行。", date(2021, 7, 1), False),
        ("本办法从一九九二年一月一日起施行。", date(1992, 1, 1), False),
        ("本实施细则自2011年5月20日起施行。", date(2011, 5, 20), False),
        ("本法由全国人民代表大会通过，自1984年10月1日起施行。", date(1984, 10, 1), False),
        ("本条例自公布之日起施行。1990年1月1日起施行的《甲规定》同时废止。", None, True),
        ("本办法自通过之日起施行。", None, True),
    ],
)
def test_effect_clause(text: str, day: date | None, on_publication: bool) -> None:
    clause = find_effect(text)
    assert clause is not None
    assert (clause.day, clause.on_publication) == (day, on_publication)


@pytest.mark.parametrize("text", ["本条例第五条自2022年1月1日起施行。", "应当自收到之日起十日内答复。", ""])
def test_no_effect_clause(text: str) -> None:
    assert find_effect(text) is None


def test_note_with_one_event_a_line_and_broken_titles() -> None:
    note = read_note(
        "2003年10月28日 第十届全国人民代表大会常务委员会第五次会议通过\n\n2004年5月1日 施行\n\n"
        "2021年4月29日 第十三届全国人民代表大会常务委员会第二十八次会议《关于修改〈中华人民共和国\n\n"
        "道路交通安全法〉等八部法律的决定》第三次修正\n"
    )
    assert (note.adopted, note.version_day, note.cause) == (date(2003, 10, 28), date(2021, 4, 29), "修正")
    assert note.day(NoteEvent.EFFECTIVE) == date(2004, 5, 1)


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("2001年6月15日 中华人民共和国国务院令第306号公布", [NoteEvent.PUBLISHED]),
        ("2021年1月22日第十三届全国人民代表大会常务委员会第二十五次会议修订", [NoteEvent.REVISED]),
        ("2020年12月26日 常务委员会第二十四次会议通过的《中华人民共和国刑法修正案（十一）》", [NoteEvent.AMENDED]),
        ("已于2002年7月4日由最高人民检察院第一百一十一次会议通过，现予公布", [NoteEvent.ADOPTED]),
        ("自2008年5月1日起施行", [NoteEvent.EFFECTIVE]),
        ("1982年12月4日 全国人民代表大会公告公布施行", [NoteEvent.PUBLISHED, NoteEvent.EFFECTIVE]),
        ("2021年5月28日 《关于修改〈甲〉的决定》", [NoteEvent.AMENDED]),
    ],
)
def test_events_of_a_note(text: str, events: list[NoteEvent]) -> None:
    assert [kind for kind, _, _ in read_note(text).events] == events


def repeals(text: str, own: str = "丙法") -> dict[str, date | None]:
    return {clause.key: clause.day for clause in find_repeals([RawArticle(None, "第九条", "", text)], own)}


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("本法自2020年1月1日起施行。《甲法》和《乙条例》同时废止。", {"甲法", "乙条例"}),
        ("本法自2020年1月1日起施行，1999年国务院发布的《甲暂行条例》同时废止。", {"甲暂行条例"}),
        ("本法施行后，《甲规则（试行）》（高检发〔2012〕2号）同时废止；其他规定以本法为准。", {"甲规则（试行）"}),
        ("《某市实施〈中华人民共和国水法〉办法》同时废止。", {"某市实施〈水法〉办法"}),
        ("1950年颁布的《丙法》同时废止。", set()),
        ("《甲法》第三条同时废止。", set()),
        ("《甲法》中有关乙的规定同时废止。", set()),
        ("可以依照《甲法》请求宣告该股票失效。", set()),
        ("凡与本法抵触的，同时废止。", set()),
        ("《甲条例》的制定、修改和废止，适用本法。", set()),
        ("依照《甲法》处理，《乙条例》同时废止。", {"乙条例"}),
    ],
)
def test_repeal_clauses(text: str, ended: set[str]) -> None:
    assert set(repeals(text)) == ended


def test_quotation_is_short_and_keeps_title_and_closing_words() -> None:
    text = "、".join(f"《中华人民共和国第{n}号很长很长的法律》" for n in range(20)) + "同时废止。"
    for clause in find_repeals([RawArticle(None, "第九条", "", text)], "丙法"):
        assert len(clause.quote) <= QUOTE_LIMIT
        assert clause.title in clause.quote
        assert clause.quote.endswith("同时废止。")


def test_repeal_with_a_day_of_its_own() -> None:
    assert repeals("本法自2020年1月1日起施行。《甲法》自2021年1月1日起废止。") == {"甲法": date(2021, 1, 1)}


def test_amending_decision_names_law_and_articles_outside_quotations() -> None:
    items = [
        RawArticle(None, "条目一", "", "将第四十条改为第四十二条，修改为：“依照第九条办理。”"),
        RawArticle(None, "条目二", "", "本决定自2026年1月1日起施行。"),
    ]
    (amendment,) = find_amendments("全国人民代表大会常务委员会关于修改《中华人民共和国甲法》的决定", items)
    assert (amendment.key, amendment.articles) == ("甲法", ("第四十条", "第四十二条"))
    assert find_amendments("中华人民共和国甲法", items) == ()


def test_a_second_adoption_years_later_is_an_amendment_one_within_months_is_not() -> None:
    later = read_note("2001年12月25日 虚构委员会第1次会议通过\n\n2020年12月23日 虚构委员会第2次会议通过")
    assert (later.adopted, later.version_day, later.cause) == (date(2001, 12, 25), date(2020, 12, 23), "修正")
    joint = read_note("2018年7月30日 虚构法院第1次会议通过\n\n2018年10月19日 虚构检察院第2次会议通过")
    assert (joint.version_day, joint.cause) == (date(2018, 7, 30), "制定")
