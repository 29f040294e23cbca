"""The reference language item by item, as legal documents write it; each row can fail on its own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.document import Address, Number, NumberRange
from lawcheck.references import Reference, find_references


def read(text: str) -> list[str]:
    return [f"{r.text}={r.address}" for r in find_references(text)]


def only(text: str) -> Reference:
    (reference,) = find_references(text)
    return reference


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("《中华人民共和国水法》第三条", ["《中华人民共和国水法》第三条=《中华人民共和国水法》第三条"], id="full title"),
        pytest.param("《水法》第三条", ["《水法》第三条=《水法》第三条"], id="without 中华人民共和国"),
        pytest.param("依照民诉法第三条", ["第三条=《民诉法》第三条"], id="known abbreviation"),
        pytest.param("依照民诉法解释第三条", ["第三条=第三条"], id="abbreviation of an interpretation stays open"),
        pytest.param(
            "《民诉法解释》（以下简称解释）。依照解释第三条", ["《民诉法解释》=《民诉法解释》", "第三条=《民诉法解释》第三条"],
            id="short name that is no law by its form",
        ),
        pytest.param(
            "依照云杉法第一条。《云杉保护法》（以下简称云杉法）",
            ["第一条=《依照云杉法》第一条", "《云杉保护法》=《云杉保护法》"],
            id="a short name holds from its definition on",
        ),
        pytest.param(
            "《云杉保护法》（以下简称云杉法），依照云杉法的规定",
            ["《云杉保护法》=《云杉保护法》", "云杉法=《云杉保护法》"],
            id="short name without article",
        ),
        pytest.param("《甲法》和市政府（以下简称市政府），市政府第三条", ["《甲法》=《甲法》", "第三条=第三条"], id="以下简称 of a body"),
        pytest.param(
            "《国务院关于修改〈甲办法〉的决定》第二条",
            ["《国务院关于修改〈甲办法〉的决定》第二条=《国务院关于修改〈甲办法〉的决定》第二条"], id="nested 〈〉",
        ),
        pytest.param("《关于修改<甲法>的决定》第二条", ["《关于修改<甲法>的决定》第二条=《关于修改<甲法>的决定》第二条"], id="nested ASCII"),
        pytest.param("《《甲法》实施办法》第二条", ["《《甲法》实施办法》第二条=《《甲法》实施办法》第二条"], id="nested 《《》》"),
        pytest.param("《甲法》（2021年修订）第三条", ["《甲法》（2021年修订）第三条=《甲法》第三条"], id="version in brackets"),
        pytest.param("《甲办法》（试行）第三条", ["《甲办法》（试行）第三条=《甲办法》第三条"], id="试行"),
        pytest.param("《甲通知》（甲发[2018]7号）第三条", ["《甲通知》（甲发[2018]7号）第三条=《甲通知》第三条"], id="文号 behind a title"),
        pytest.param("第二十条之一第二款", ["第二十条之一第二款=第二十条之一第二款"], id="之N"),
        pytest.param("第三条第二款第（一）项第2目", ["第三条第二款第（一）项第2目=第三条第二款第一项第二目"], id="款 项 目"),
        pytest.param("第三条第一项", ["第三条第一项=第三条第一项"], id="项 without 款"),
        pytest.param(
            "第三条第一、二、五项", ["第三条第一、二、五项=第三条第一项", "第三条第一、二、五项=第三条第二项", "第三条第一、二、五项=第三条第五项"],
            id="elided 项",
        ),
        pytest.param("第15条、16条", ["第15条=第十五条", "16条=第十六条"], id="elided 第"),
        pytest.param("第三条、第四条第一款和第五条", ["第三条=第三条", "第四条第一款=第四条第一款", "第五条=第五条"], id="list"),
        pytest.param("第三条至第五条", ["第三条至第五条=第三条至第五条"], id="range"),
        pytest.param("第三条至五条", ["第三条至五条=第三条至第五条"], id="range with elided 第"),
        pytest.param("第三条第一款至第三款", ["第三条第一款至第三款=第三条第一款至第三款"], id="range of 款"),
        pytest.param("本法、本条例、本办法、本规定、本细则、本决定", [f"本{n}=" for n in ("法", "条例", "办法", "规定", "细则", "决定")], id="own names"),
        pytest.param("本条、本款、本项、本章、本节", [f"本{n}=" for n in "条款项章节"], id="own places"),
        pytest.param("本条例所称、本条款、本款项、本章程、本项目、本节能", ["本条例="], id="look-alikes of own places"),
        pytest.param("日本法律、基本规定、样本办法、版本规则", [], id="look-alikes of own names"),
        pytest.param("前款、前两款、前条、前项、前三条", [f"前{n}=" for n in ("款", "两款", "条", "项", "三条")], id="back"),
        pytest.param("前款项、前条件、目前款、提前项目", [], id="look-alikes of back"),
        pytest.param("前述规定、上述规定、上述条款", ["前述规定=", "上述规定=", "上述条款="], id="text before"),
        pytest.param("上述单位、前述情形", [], id="look-alikes of text before"),
        pytest.param("《甲条例》规定，该条例第三条", ["《甲条例》=《甲条例》", "该条例第三条=《甲条例》第三条"], id="该条例"),
        pytest.param("《甲法》第一条，该法律、该法人、该法院第三人", ["《甲法》第一条=《甲法》第一条"], id="look-alikes of 该法"),
        pytest.param("第三条第一款但书、第四条前段、第五条后段", ["第三条第一款但书=第三条第一款", "第四条前段=第四条", "第五条后段=第五条"], id="但书 前段 后段"),
        pytest.param("依照第\n三十条", ["第\n三十条=第三十条"], id="across a line break"),
        pytest.param("依照第三十 条、第 四条", ["第三十 条=第三十条", "第 四条=第四条"], id="stray blanks"),
        pytest.param("依照第\u200b三条第\u3000二款", ["第\u200b三条第\u3000二款=第三条第二款"], id="zero width and wide blanks"),
        pytest.param("依照第１５条、第二〇条", ["第１５条=第十五条", "第二〇条=第二十条"], id="digits of other kinds"),
        pytest.param("依照第二十八\u00a0条", ["第二十八\u00a0条=第二十八条"], id="no-break blank"),
        pytest.param("填写《申请表》，阅读《红楼梦》", [], id="《》 that names no document"),
    ],
)  # fmt: skip
def test_reads(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "written",
    ["国办发〔2018〕37号", "国办发[2018]37号", "国办发［2018］37号", "国办发【2018】37号", "国办发（2018）37号"],
)
def test_brackets_of_a_number_are_one_for_looking_up(written: str) -> None:
    assert only(f"按照{written}执行").number == "国办发〔2018〕37号"
    assert only(f"按照《甲通知》（{written}）执行").number in ("国办发〔2018〕37号", "")


LEVELS = ("article", "paragraph", "point", "indent")
NUMBERS = st.integers(1, 999).map(Number)


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    """An address from a 条 down, each step one number but the last, which may be a range; 之N on the 条."""
    depth = draw(st.integers(1, 4))
    steps = {name: NumberRange(n, n) for name in LEVELS[:depth] for n in [draw(NUMBERS)]}
    first = draw(st.integers(1, 998))
    if draw(st.booleans()):
        steps[LEVELS[depth - 1]] = NumberRange(Number(first), Number(draw(st.integers(first + 1, 999))))
    elif depth == 1:
        number = Number(first, draw(st.integers(0, 20)))
        steps["article"] = NumberRange(number, number)
    return Address(law=draw(st.sampled_from([None, "甲法", "关于修改〈甲法〉的决定"])), **steps)


@settings(max_examples=300, deadline=None)
@given(address=addresses())
def test_what_is_written_is_read_back(address: Address) -> None:
    assert Address.parse(str(address)) == address
    found = find_references(f"依照{address}执行")
    assert [reference.address for reference in found] == [address]
