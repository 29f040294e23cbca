"""A notice that counts 一、（一）1.: its items are clauses, found however people name them, or not at all."""

from __future__ import annotations

import pytest

from lawcheck.comments import Comment, Draft, analyse, map_point, open_draft, split_points
from lawcheck.comments.citing import find_places
from lawcheck.document import parse

NOTICE = """某县人民政府办公室关于加强农村公路管护工作的通知
一、明确管护责任
（一）县道由县交通运输部门负责养护，每月巡查两次。
（二）乡道由乡镇人民政府负责养护，每月巡查一次。
（三）村道由村民委员会组织养护，配备一名护路员。
二、保障管护资金
（一）县道养护资金每公里不低于八千元，由县财政安排。按照下列标准拨付：
1.山区道路每公里增加一千元；
2.漫水道路每公里增加五百元。
（二）乡道养护资金每公里不低于四千元，由县乡两级分担。
三、加强监督考核
（一）超限车辆不得在农村公路上行驶，违者由交通执法机构责令卸载。
（二）养护质量每季度考核一次，结果与资金拨付挂钩。
本通知自2027年3月1日起施行。
"""


@pytest.fixture(scope="module")
def draft() -> Draft:
    return open_draft(parse(NOTICE))


def item(part: int, number: int) -> str:
    return f"cl_{part}__para_1__point_{number}"


def test_parts_and_items_are_clauses_with_labels_as_written(draft: Draft) -> None:
    shown = [(root.label, root.heading) for root in draft.roots]
    assert shown[:3] == [
        ("一、明确管护责任", ""),
        ("一、（一）", "一、明确管护责任"),
        ("一、（二）", "一、明确管护责任"),
    ]
    assert shown[-1][0] == "结尾"
    assert draft.by_eid["cl_2__para_1__point_1__indent_2"].label == "二、（一）2"


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("二、（二）标准太低", [item(2, 2)]),
        ("二(2)标准太低", [item(2, 2)]),
        ("第二部分第（二）项标准太低", [item(2, 2)]),
        ("第二部分第二条标准太低", [item(2, 2)]),
        ("第二大点第（二）小点标准太低", [item(2, 2)]),
        ("第二点第二项标准太低", [item(2, 2)]),
        ("“保障管护资金”部分第（二）条标准太低", [item(2, 2)]),
        ("二（一）1要写清楚", [item(2, 1) + "__indent_1"]),
        ("第二部分（一）第2点要写清楚", [item(2, 1) + "__indent_2"]),
        ("第一部分的第（一）项和第（三）项要写清楚", [item(1, 1), item(1, 3)]),
        ("一（一）至（三）要写清楚", [item(1, 1), item(1, 2), item(1, 3)]),
        ("二（二）和三（一）要写清楚", [item(2, 2), item(3, 1)]),
        ("删除三（二）", [item(3, 2)]),
        ("最后一段太短", ["para_1"]),
    ],
)
def test_a_place_is_the_item_that_its_numbers_name(draft: Draft, text: str, targets: list[str]) -> None:
    assert [target for place in find_places(text, draft) for target in place.targets] == targets


@pytest.mark.parametrize("text", ["第（二）项太软", "第四部分第（二）项太软", "二（九）太软", "第三条第（八）项太软"])
def test_what_names_no_item_is_told_and_put_nowhere(draft: Draft, text: str) -> None:
    comment = Comment("c", text)
    mapping = map_point(split_points(comment)[0], comment, draft)
    assert not mapping.targets
    assert mapping.problem


@pytest.mark.parametrize(
    ("stated", "text", "target"),
    [
        ("一、（三）", "同意", item(1, 3)),
        ("三、(一)超限车辆", "反对，坚决反对！", item(3, 1)),
        ("二", "太少", "cl_2"),
        ("第三部分", "没意见", "cl_3"),
    ],
)
def test_a_clause_column_is_read_like_a_text(draft: Draft, stated: str, text: str, target: str) -> None:
    comment = Comment("c", text, stated=stated)
    assert map_point(split_points(comment)[0], comment, draft).targets == (target,)


def test_a_clause_column_that_names_nothing_is_told(draft: Draft) -> None:
    comment = Comment("c", "不行", stated="收钱那段")
    assert "收钱那段" in map_point(split_points(comment)[0], comment, draft).problem


def test_items_have_their_own_page() -> None:
    comments = [Comment("a", "一（三）护路员一名太少"), Comment("b", "二、（二）标准太低")]
    digest = analyse(comments, parse(NOTICE))
    assert digest.ledger.reconciles
    assert [page.label for page in digest.clauses if page.points] == ["一、（三）", "二、（二）"]
