"""The clause of a higher text that stands beside a lower one, items of lists among them."""

from __future__ import annotations

import pytest

from lawcheck.comparison import Relation, compare_with_higher
from lawcheck.document import parse

LAW = parse(
    "某法\n第一条　为了保护河道，制定本法。\n"
    "第二条　有下列行为之一，且某法未作规定的，由水行政主管部门依据职权，责令停止违法行为，限期清除障碍或者采取其他补救措施，"
    "处一万元以上五万元以下的罚款：\n"
    "（一）在江河、湖泊、水库内弃置、堆放阻碍行洪的物体和种植阻碍行洪的林木的；\n（二）围湖造地或者未经批准围垦河道的。"
)


def of(text: str) -> list[tuple[str, Relation | None]]:
    lower = parse(f"某市某办法\n第一条　{text}")
    return [(row.upper.eid if row.upper else "", row.relation) for row in compare_with_higher(lower, LAW).rows]


def test_one_item_of_a_list_is_the_basis_of_a_clause() -> None:
    deed = "在江河、湖泊、水库内弃置、堆放阻碍行洪的物体的，由水行政主管部门责令停止违法行为，限期清除障碍，"
    assert of(f"{deed}处一万元以上十万元以下的罚款。") == [("art_2", Relation.HEAVIER)]
    assert of(f"{deed}处一万元以上五万元以下的罚款。")[0][0] == "art_2"


@pytest.mark.parametrize(
    "text",
    [
        "在公园内饲养家禽的，由水行政主管部门责令停止违法行为，限期采取补救措施，处一万元以上五万元以下的罚款。",
        "鼓励单位和个人捐资修建堤防。",
    ],
)
def test_another_deed_with_the_same_consequence_has_no_basis_there(text: str) -> None:
    assert of(text) == [("", Relation.NO_BASIS)]
