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
        ("第三十条第（二）、（三）项", ["self:第三十条第二项", "self:第三十条第三项"]),
        ("依据第二百一十三条至第二百一十九条之一", ["self:第二百一十三条至第二百一十九条之一"]),
        ("领取《居民身份证》", []),
        ("该法人、该法院第三人", []),
        ("第十二条　甲", []),
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


def test_the_same_law_does_not_reach_across_a_paragraph() -> None:
    assert shown("《甲法》第一条。\n该法第二条。") == ["external:《甲法》第一条"]


def test_a_title_across_a_line_break_is_joined() -> None:
    (reference,) = find_references("根据《中华人民共和国义\n务教育法》")
    assert reference.address.law == "中华人民共和国义务教育法"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(
    ["第", "一", "十二", "条", "款", "项", "之一", "（一）", "、", "和", "至", "《某法》", "〈", "〉", "《", "》", "本条例", "本条",
     "前款", "前两款", "该法", "（以下简称某法）", "15", "\n", " ", "（2021年修订）", "某法"]), max_size=25).map("".join))  # fmt: skip
def test_never_raises_and_spans_quote_the_text(text: str) -> None:
    for reference in find_references(text):
        assert text[reference.span.start : reference.span.end] == reference.text
