"""修改决定: read into instructions and carried out, on a fictional law; nothing is left out silently."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.document import Number
from lawcheck.laws.amending import Deed, Result, amend, read_decision
from lawcheck.laws.records import RawArticle

TEXTS = (
    "为了加强犬只管理，制定本条例。",
    "养犬人应当遵守下列规定：\n（一）束牵引带；\n（二）清理排泄物；\n（三）不得进入学校。\n"
    "养犬人应当按照本条例第四条的规定登记。",
    "公安机关负责犬只登记。\n农业部门负责犬只免疫。\n城管部门负责巡查。",
    "未登记的，处二百元罚款。",
    "违反本条例第二条第一款、第三条规定的，处五百元罚款。",
    "本条例自2020年1月1日起施行。",
)


def base() -> list[RawArticle]:
    return [RawArticle(Number(n), f"第{n}条", "第一章 总则", text) for n, text in enumerate(TEXTS, 1)]


def amended(decision: str) -> Result:
    (law,) = read_decision(decision)
    return amend(base(), law, decision)


def texts(decision: str) -> dict[str, str]:
    result = amended(decision)
    assert result.faults == ()
    return {str(a.number): a.text for a in result.articles}


@pytest.mark.parametrize(
    ("decision", "number", "expected"),
    [
        ("将第四条修改为：“未登记的，处五百元罚款。”", "4", "未登记的，处五百元罚款。"),
        ("第三条第二款修改为：“农业农村部门负责犬只免疫。”", "3", TEXTS[2].replace("农业部门", "农业农村部门")),
        ("将第三条第二款中的“农业部门”修改为“农业农村部门”。", "3", TEXTS[2].replace("农业部门", "农业农村部门")),
        ('将第三条中的"农业部门"修改为"农业农村部门"，"城管"修改为"城市管理"。', "3",
         TEXTS[2].replace("农业部门", "农业农村部门").replace("城管", "城市管理")),
        ("删去第三条第三款。", "3", "\n".join(TEXTS[2].split("\n")[:2])),
        ("第三条删去第二款。", "3", "公安机关负责犬只登记。\n城管部门负责巡查。"),
        ("删去第四条中的“未登记的，”。", "4", "处二百元罚款。"),
        ("在第四条中的“二百元”后增加“以上五百元以下”。", "4", "未登记的，处二百元以上五百元以下罚款。"),
        ("第四条增加一款，作为第二款：“逾期不改的，没收犬只。”", "4", f"{TEXTS[3]}\n逾期不改的，没收犬只。"),
        ("第三条增加一款，作为第一款：“各部门分工负责。”", "3", f"各部门分工负责。\n{TEXTS[2]}"),
        ("第二条第一款增加一项，作为第二项：“（二）接种疫苗”。", "2",
         TEXTS[1].replace("（二）清理排泄物；\n（三）", "（二）接种疫苗；\n（三）清理排泄物；\n（四）")),
        ("删去第二条第一款第二项。", "2", TEXTS[1].replace("（二）清理排泄物；\n（三）", "（二）")),
        ("将第二条第一款第三项修改为：“（三）不得进入学校、医院”。", "2", TEXTS[1].replace("学校", "学校、医院")),
        ("将第三条第二款、第三款修改为：“甲负责免疫。\n“乙负责巡查。”", "3", "公安机关负责犬只登记。\n甲负责免疫。\n乙负责巡查。"),
        ("将第三条第二款分为两款，作为第二款、第三款，修改为：“甲负责免疫。\n“乙负责收容。”", "3",
         "公安机关负责犬只登记。\n甲负责免疫。\n乙负责收容。\n城管部门负责巡查。"),
    ],
)  # fmt: skip
def test_one_instruction_changes_one_article(decision: str, number: str, expected: str) -> None:
    found = texts(decision)
    assert found[number] == expected
    assert {n: t for n, t in found.items() if n != number} == {
        str(n): t for n, t in enumerate(TEXTS, 1) if str(n) != number
    }


def test_an_added_article_moves_the_rest_and_references_follow() -> None:
    decision = (
        "增加一条，作为第二条：“养犬应当文明。”\n《某市养犬条例》根据本决定作相应修改并对条文顺序作相应调整，重新公布。"
    )
    result = amended(decision)
    assert [str(a.number) for a in result.articles] == ["1", "2", "3", "4", "5", "6", "7"]
    assert result.articles[1].text == "养犬应当文明。"
    assert "本条例第五条" in result.articles[2].text
    assert result.articles[5].text.startswith("违反本条例第三条第一款、第四条规定")
    assert result.followed == ("第三条：第四条→第五条", "第六条：第二条→第三条", "第六条：第三条→第四条")


def test_renumbering_and_rewording_in_one_item_with_the_further_paragraphs() -> None:
    decision = (
        "增加一条，作为第三条：“养犬实行登记制度。”\n"
        "将第三条改为第四条，第二款修改为：“农业农村部门负责免疫。”\n增加一款，作为第三款：“宠物医院协助免疫。”\n"
        "第三款改为第四款，修改为：“城市管理部门负责巡查。”"
    )
    found = texts(decision)
    assert found["4"].split("\n") == [
        "公安机关负责犬只登记。", "农业农村部门负责免疫。", "宠物医院协助免疫。", "城市管理部门负责巡查。",
    ]  # fmt: skip
    assert found["7"] == TEXTS[5]


def test_articles_are_merged_deleted_and_added_between_numbers() -> None:
    found = texts("将第四条、第五条合并，作为第四条，修改为：“违反本条例的，处罚款。”")
    assert (found["4"], found["5"]) == ("违反本条例的，处罚款。", TEXTS[5])
    found = texts("在第四条后增加一条，作为第四条之一：“拒不改正的，没收犬只。”")
    assert list(found) == ["1", "2", "3", "4", "4-1", "5", "6"]
    found = texts("删去第三条、第四条。此外，对条文顺序作相应调整。")
    assert len(found) == 4
    assert found["3"].startswith("违反本条例第二条第一款")


def test_several_articles_in_one_quotation() -> None:
    found = texts("增加二条，分别作为第五条、第六条：\n“第五条　甲负责。\n“乙协助。\n“第六条　丙监督。”")
    assert (found["5"], found["6"], found["7"][:2]) == ("甲负责。\n乙协助。", "丙监督。", "违反")


def test_a_decision_about_several_laws_is_read_law_by_law() -> None:
    text = "现对下列规定作如下修改：\n一、修改《甲办法》\n1.将第一条修改为：\n“甲。”\n二、修改《乙办法》\n1.删除第二条。\n2.条文顺序作相应调整。"
    laws = read_decision(text)
    assert [law.title for law in laws] == ["甲办法", "乙办法"]
    assert [[i.deed for i in law.instructions] for law in laws] == [[Deed.REPLACE], [Deed.DELETE, Deed.ORDER]]
    assert all(not law.unread for law in laws)


@pytest.mark.parametrize(
    "text",
    [
        "决定：\n一、对《甲办法》作出修改\n（一）将第一条修改为：“甲。”\n二、对《乙办法》作出修改\n（一）删除第二条。",
        "决定：\n一、将《甲办法》第一条修改为：“甲。”\n二、删去《乙办法》第二条。",
        "决定：\n一、《甲办法》（2003年5月30日公布）\n将第一条修改为：“甲。”\n二、《乙办法》（2004年5月30日公布）\n删去第二条。",
    ],
)
def test_the_instructions_of_one_law_never_reach_another(text: str) -> None:
    laws = read_decision(text)
    assert [law.title for law in laws] == ["甲办法", "乙办法"]
    assert [[i.deed for i in law.instructions] for law in laws] == [[Deed.REPLACE], [Deed.DELETE]]


def test_one_law_named_in_each_instruction_is_one_law() -> None:
    (law,) = read_decision("将《甲办法》第一条修改为：“甲。”\n删去《甲办法》第二条。")
    assert (law.title, [i.deed for i in law.instructions]) == ("", [Deed.REPLACE, Deed.DELETE])


ANNEXES = (
    RawArticle(None, "附件一", "", "收费标准\n每小时4元。"),
    RawArticle(None, "附件二", "", "公示格式\n一、单位。"),
)


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        ("将附件一中的“4元”修改为“5元”。", ["收费标准\n每小时5元。", "公示格式\n一、单位。"]),
        ("附件1中“4元”改为“5元”。", ["收费标准\n每小时5元。", "公示格式\n一、单位。"]),
        ("删去附件二。", ["收费标准\n每小时4元。"]),
        ("将附件二修改为：“格式\n“一、电话。”", ["收费标准\n每小时4元。", "格式\n一、电话。"]),
        ("删去第四条。", ["收费标准\n每小时4元。", "公示格式\n一、单位。"]),
    ],
)
def test_annexes_are_amended(decision: str, expected: list[str]) -> None:
    (law,) = read_decision(decision)
    result = amend([*base(), *ANNEXES], law, decision)
    assert result.complete
    assert [a.text for a in result.articles if a.number is None] == expected


def test_an_annex_that_is_not_there_is_a_fault() -> None:
    (law,) = read_decision("删去附件三。")
    assert [f.reason for f in amend([*base(), *ANNEXES], law, "删去附件三。").faults] == ["原文中没有附件三"]


def test_a_chapter_with_its_articles_is_added_and_those_behind_move() -> None:
    articles = [*base()[:4], *(RawArticle(a.number, a.label, "第二章 责任", a.text) for a in base()[4:])]
    text = (
        "增加一章，作为第二章，章名为“检查”，内容为：\n“第五条　定期检查。\n“第六条　如实提供。”\n第二章改为第三章。\n"
        "将第三章章名修改为“法律责任”。"
    )
    (law,) = read_decision(text)
    result = amend(articles, law, text)
    assert [fault.reason for fault in result.faults] == ["原文中没有第三章"]
    assert [a.heading for a in result.articles][3:] == ["第一章 总则", *["第二章 检查"] * 2, *["第三章 责任"] * 2]


def test_a_chapter_without_its_articles_is_not_added_silently() -> None:
    assert [f.reason for f in amended("增加一章，作为第二章“检查”。").faults] == ["没有写明第二章包括哪几条"]


def test_words_are_changed_in_the_whole_text_and_a_chapter_gets_another_name() -> None:
    decision = "将第一章章名修改为“一般规定”。\n将本条例中的“犬只”统一修改为“犬类”。"
    found = amended(decision)
    assert found.complete
    assert found.articles[0].heading == "第一章 一般规定"
    assert not any("犬只" in a.text for a in found.articles)


def test_a_range_gets_numbers_one_by_one() -> None:
    found = texts("增加一条，作为第四条：“甲。”\n将第四条至第六条改为第五条、第六条、第七条。")
    assert (found["4"], found["7"][:3]) == ("甲。", "本条例")


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        ("第二条的表述作适当处理。", "没有识别这段文字"),
        ("将第九条修改为：“甲。”", "原文中没有第九条"),
        ("将第四条中的“三百元”修改为“五百元”。", "第四条中没有“三百元”"),
        ("删去第三条第五款。", "原文中没有第三条第五款"),
        ("第三条增加一款，作为第二款：“甲。\n“乙。”", "写明增加一款，内容有几款"),
        ("增加一条，作为第三条：“甲。”\n增加一条，作为第三条：“乙。”", "有两条都要作为第三条"),
        ("增加一款，作为第二款：“甲。”", "没有写明是哪一条"),
    ],
)
def test_what_cannot_be_carried_out_is_a_fault(decision: str, reason: str) -> None:
    result = amended(decision)
    assert not result.complete
    assert [fault.reason for fault in result.faults] == [reason]


def test_spans_point_at_the_words_of_the_decision() -> None:
    decision = "将第四条修改为：“甲。”\n并请各地执行。\n删去第五条。"
    (law,) = read_decision(decision)
    assert [decision[slice(*i.span)] for i in law.instructions] == ["将第四条修改为：“甲。”", "删去第五条"]
    assert [decision[slice(*span)] for span in law.unread] == ["并请各地执行。"]


VOCABULARY = st.lists(
    st.sampled_from(
        ["将", "第三条", "第二款", "第一项", "修改为", "：", "“甲。”", '"', "“", "”", "增加一条", "，作为", "删去", "中的",
         "改为", "、", "合并", "\n", "至", "第四章", "增加一章", "《甲法》", "其中", "之后", "第九条之一", "条文顺序作相应调整", "。"]
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(VOCABULARY)
def test_any_words_are_read_without_an_error_and_nothing_is_lost(words: list[str]) -> None:
    decision = "".join(words)
    for law in read_decision(decision):
        result = amend(base(), law, decision)
        assert result.done + len(result.faults) >= len(law.instructions) + len(law.unread)


def test_the_last_point_of_before_ends_as_one_of_several() -> None:
    found = texts("第二条第一款增加一项，作为第四项：“（四）不得扰民。”")
    assert found["2"].split("\n")[3:5] == ["（三）不得进入学校；", "（四）不得扰民。"]
    assert texts("第二条第一款增加一项，作为第三项：“（三）不得扰民；”")["2"].split("\n")[4] == "（四）不得进入学校。"


GROUPED = (
    "一、对不适应要求的法规进行修改\n"
    "1.在《甲条例》第七条中增加一项作为第六项，即：“负责节能；”\n"
    "第九条修改为：“甲。”\n"
    "2.将《乙条例》第七条第二款修改为：“乙。”\n"
    "二、对下列法规中关于征用的规定作出修改\n"
    "3.删去《丙条例》第四条。\n"
    "4.废止《丁条例》。\n"
)


def test_parts_in_groups_go_to_the_law_that_each_number_names() -> None:
    laws = read_decision(GROUPED)
    assert [(law.title, len(law.instructions), law.unread) for law in laws] == [
        ("甲条例", 2, ()),
        ("乙条例", 1, ()),
        ("丙条例", 1, ()),
    ]
    assert laws[0].instructions[0].text == "负责节能；"


def test_an_instruction_for_articles_of_two_laws_is_not_read_for_the_first_alone() -> None:
    text = "将《甲条例》第十条、《乙条例》第八条中的“征用”修改为“征收”。\n删去《乙条例》第九条。\n"
    first, second = read_decision(text)
    assert (first.instructions, len(first.unread)) == ((), 1)
    assert len(second.instructions) == 1
