"""Texts numbered 1, 1.1, 2.1.1: technical rules and emergency plans."""

from __future__ import annotations

import pytest

from lawcheck.document import Document, parse

RULES = """某县停放场所导则（试行）
1 总则
1.1 为预防火灾，制定本导则。
1.2 本导则适用于本县。
2 选址
2.1 一般规定
2.1.1 场所不得占用消防车通道。
2.1.2 场所应当符合下列要求：
a）牢固；
b）醒目。
3 附则
本导则自2026年11月1日起施行。"""


def named(document: Document) -> list[tuple[str, str]]:
    return [(document.citation_label(unit), unit.full_text.partition("\n")[0]) for unit in document.clauses]


def test_clauses_bear_their_own_numbers_and_headings_are_none() -> None:
    document = parse(RULES)
    assert document.title == "某县停放场所导则（试行）"
    assert named(document) == [
        ("1.1", "为预防火灾，制定本导则。"),
        ("1.2", "本导则适用于本县。"),
        ("2.1.1", "场所不得占用消防车通道。"),
        ("2.1.2", "场所应当符合下列要求："),
        ("3 附则", "本导则自2026年11月1日起施行。"),
    ]
    assert not document.problems
    assert document.citation_label(document.by_eid["cl_2-1-2__para_1__point_2"]) == "2.1.2 b）"


def test_full_width_points_and_numbers_without_a_blank() -> None:
    document = parse("某规程\n1．总则\n1．1制定本规程。\n1．2本规程适用于本区。\n2．要求\n2．1应当公示。")
    assert [label for label, _ in named(document)] == ["1．1", "1．2", "2．1"]


def test_the_contents_before_the_text_are_no_clauses() -> None:
    contents = "目录\n1 总则……1\n1.1 目的……1\n1.2 范围……1\n2 体系……2\n2.1 机构……2\n"
    text = f"某县应急预案\n{contents}1 总则\n1.1 目的\n减少损失。\n1.2 范围\n适用于本县。\n2 体系\n2.1 机构\n设指挥部。"
    document = parse(text)
    assert named(document) == [("1.1 目的", "减少损失。"), ("1.2 范围", "适用于本县。"), ("2.1 机构", "设指挥部。")]
    assert len(document.toc) == 5


@pytest.mark.parametrize(
    "text",
    [
        "某办法\n第一条　收费标准：\n1.5元/立方米，居民；\n2.3元/立方米，单位；\n3.0元/立方米，特种行业。",
        "某通知\n一、标准\n1.1米以下免票；\n1.2米以上购票；\n1.5米以上购全票。",
        "某通知\n一、时间\n2026.1.1以前缴费的不补缴。\n1.登记；\n2.公示；\n3.归档。",
    ],
)
def test_measures_dates_and_lists_are_no_decimal_numbers(text: str) -> None:
    assert all(not unit.eid.startswith("cl_1-") for unit in parse(text).walk())


def test_a_line_that_begins_with_a_measure_stays_in_its_clause() -> None:
    document = parse("某规程\n1 总则\n1.1 甲。\n1.2 污水处理费为\n1.3元。\n1.3 乙。\n2 附则\n2.1 丙。")
    assert [label.split()[0] for label, _ in named(document)] == ["1.1", "1.2", "1.3", "2.1"]


def test_an_annex_with_a_letter_stands_behind_the_clauses() -> None:
    document = parse(f"{RULES}\n附录A 检查表\n序号1检查消防车通道是否畅通，并且如实记录检查的结果。")
    assert [(annex.label, annex.heading) for annex in document.annexes] == [("附录A", "检查表")]


def test_an_annex_is_numbered_by_itself() -> None:
    annex = "附件\n某规程\n1 总则\n1.1 应当登记。\n1.2 应当公示。\n2 附则\n2.1 由某局解释。"
    document = parse(f"某办法\n第一条　甲应当备案。\n第二条　规程见附件。\n{annex}")
    assert [unit.label for unit in document.annexes[0].children] == ["1", "1.1", "1.2", "2", "2.1"]
    assert "附件1 1.1" in [label for label, _ in named(document)]


def test_the_pages_of_the_contents_do_not_hide_where_the_text_begins() -> None:
    contents = "目　录\n1 总则\t1\n1.1 目的\t1\n1.2 范围 2\n2 响应2\n2.1 分级\t2\n"
    text = f"某县应急预案\n{contents}1　总则\n1.1　目的\n减少损失。\n1.2　范围\n适用于本县。\n2　响应\n2.1　分级\n分为四级。"
    assert named(parse(text)) == [("1.1 目的", "减少损失。"), ("1.2 范围", "适用于本县。"), ("2.1 分级", "分为四级。")]


def test_decimal_numbers_below_parts_of_a_notice() -> None:
    document = parse("某镇规程\n一、总则\n1.1为加强管理，制定本规程。\n1.2适用于本镇。\n二、经营\n2.1应当亮证经营。")
    assert [label for label, _ in named(document)] == ["1.1", "1.2", "2.1"]
