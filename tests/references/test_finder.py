"""The grammar of references, with the ten sentences that defeat the peer (legal-documents.md 2.5)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.references import find_references


def shown(text: str) -> list[str]:
    return [f"{r.kind.value}:{r.address}{f'-{r.back}{r.level}' if r.level else ''}" for r in find_references(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《中华人民共和国刑法》第二百六十二条之二", ["external:《中华人民共和国刑法》第二百六十二条之二"]),
        (
            "《关于修改〈中华人民共和国行政处罚法〉的决定》第三条",
            ["external:《关于修改〈中华人民共和国行政处罚法〉的决定》第三条"],
        ),
        (
            "《行政处罚法》第十二条第一款、第三款",
            ["external:《行政处罚法》第十二条第一款", "external:《行政处罚法》第十二条第三款"],
        ),
        (
            "《某法》第九条、第十条和第十二条第二款第（三）项",
            ["external:《某法》第九条", "external:《某法》第十条", "external:《某法》第十二条第二款第三项"],
        ),
        ("《某法》第九十条至第九十三条", ["external:《某法》第九十条至第九十三条"]),
        ("《某法》第15条、16条", ["external:《某法》第十五条", "external:《某法》第十六条"]),
        (
            "《行政强制法》第十条规定，该法第十一条",
            ["external:《行政强制法》第十条", "external:《行政强制法》第十一条"],
        ),
        ("《立法法》（2023修正）第82条", ["external:《立法法》第八十二条"]),
        ("违反本条例第十条第二款", ["self:第十条第二款"]),
        ("前款规定的行为", ["relative:-1paragraph"]),
        ("前两款、前条第一款、前项", ["relative:-2paragraph", "relative:第一款-1article", "relative:-1point"]),
        ("本条第二款", ["relative:第二款-0article"]),
        ("本条例所称，本条目", ["self:"]),
        ("第二十一条第一、二、五项", ["self:第二十一条第一项", "self:第二十一条第二项", "self:第二十一条第五项"]),
        ("第五十七条第（一）（二）项", ["self:第五十七条第一项", "self:第五十七条第二项"]),
        ("第三十条第（二）、（三）项", ["self:第三十条第二项", "self:第三十条第三项"]),
        ("依据第二百一十三条至第二百一十九条之一", ["self:第二百一十三条至第二百一十九条之一"]),
        ("领取《居民身份证》", []),
        ("该法人、该法院第三人", []),
        ("第十二条　甲", []),
        ("第一节一般规定", []),
        ("第一节的规定", ["self:第一节"]),
        ("第二十一条第一至三项、第（五）项", ["self:第二十一条第一项至第三项", "self:第二十一条第五项"]),
        ("第三条第（一）至（三）项", ["self:第三条第一项至第三项"]),
        ("违反第十七条第二款和十八条第一款", ["self:第十七条第二款", "self:第十八条第一款"]),
        ("违反本条例第三十一条的第二款、第三款", ["self:第三十一条第二款", "self:第三十一条第三款"]),
        ("第五条、第六条之一的，", ["self:第五条", "self:第六条"]),
        ("第二百九十一条之一的规定", ["self:第二百九十一条之一"]),
        ("依照第一百二十八 条和第三\n十条", ["self:第一百二十八条", "self:第三十条"]),
        ("依照前述规定、上述规定", ["relative:-1text", "relative:-1text"]),
        ("本章、本节、本章第一节", ["relative:-0chapter", "relative:-0section", "relative:第一节-0chapter"]),
        ("本章程、本节能办法、本项目、目前条件、提前项目、本条款", []),
        ("根本法、基本法、样本规定、本法院、本法人", []),
        ("依照刑法、民法典的规定", ["title:《刑法》", "title:《民法典》"]),
        ("依照中华人民共和国刑法第三条", ["external:《刑法》第三条"]),
        ("依照民诉法处理", ["title:《民诉法》"]),
        ("刑法学者、行政处罚法定原则、学习民法典", []),
        ("按照国办发〔2018〕37号、国务院令第722号执行", ["title:《国办发〔2018〕37号》", "title:《国务院令第722号》"]),
        ("《某某通知》（国办发〔2018〕37号）", ["title:《某某通知》"]),
        ("《某法》的第三条、《某法》中第四条", ["external:《某法》第三条", "external:《某法》第四条"]),
        ("《《某办法》实施细则》第三条", ["external:《《某办法》实施细则》第三条"]),
    ],
)
def test_reads(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_a_short_name_defined_in_the_text_stands_for_the_full_title() -> None:
    text = "根据《中华人民共和国某某法》（以下简称某某法），制定本条例。依照某某法第三条第一、二项处理。"
    assert shown(text) == [
        "title:《中华人民共和国某某法》",
        "self:",
        "external:《中华人民共和国某某法》第三条第一项",
        "external:《中华人民共和国某某法》第三条第二项",
    ]


def test_short_names_defined_together_stand_for_the_titles_in_order() -> None:
    text = "根据《甲省森林法》《甲省森林法实施条例》（以下简称《森林法》《条例》）。按照《森林法》第三条、《条例》第四条处理。"
    assert shown(text)[2:] == ["external:《甲省森林法》第三条", "external:《甲省森林法实施条例》第四条"]


def test_the_same_law_does_not_reach_across_a_paragraph() -> None:
    assert shown("《甲法》第一条。\n该法第二条。") == ["external:《甲法》第一条"]


def test_a_title_across_a_line_break_is_joined() -> None:
    (reference,) = find_references("根据《中华人民共和国义\n务教育法》")
    assert reference.address.law == "中华人民共和国义务教育法"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("违反第三条第一款但书", "part", "但书"),
        ("前款后段", "part", "后段"),
        ("《某法》第三条前段", "part", "前段"),
        ("《立法法》（2015年修正）第八条", "edition", "2015"),
        ("《立法法》（2015年3月15日第二次修正）第八条", "edition", "2015"),
        ("《某某通知》（国办发〔2018〕37号）", "number", "国办发〔2018〕37号"),
        ("《某法》（试行）第三条", "edition", ""),
    ],
)
def test_reads_what_stands_beside_the_place(text: str, field: str, value: str) -> None:
    (reference,) = find_references(text)
    assert getattr(reference, field) == value
    if field == "part":
        assert reference.text.endswith(value)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(
    ["第", "一", "十二", "条", "款", "项", "之一", "（一）", "、", "和", "至", "《某法》", "〈", "〉", "《", "》", "本条例", "本条",
     "前款", "前两款", "该法", "的", "但书", "本章", "上述规定", "国办发〔2018〕37号", "依照刑法", "目", "至", "节", "（以下简称某法）", "15", "\n", " ", "（2021年修订）", "某法"]), max_size=25).map("".join))  # fmt: skip
def test_never_raises_and_spans_quote_the_text(text: str) -> None:
    for reference in find_references(text):
        assert text[reference.span.start : reference.span.end] == reference.text
