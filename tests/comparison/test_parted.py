"""An article that became several, or several that became one, is compared as a whole."""

from __future__ import annotations

from lawcheck.comparison import Relation, compare_versions
from lawcheck.document import Document, parse

ONE = (
    "某市某办法\n第一条　为了加强古村落保护，制定本办法。\n"
    "第二条　禁止在核心保护范围内新建、扩建建筑物，但是必要的基础设施除外；"
    "利用古村落从事经营活动的，应当向市文物主管部门备案，并接受监督检查。"
)


def two(exception: str) -> Document:
    return parse(
        "某市某办法\n第一条　为了加强古村落保护，制定本办法。\n"
        f"第二条　禁止在核心保护范围内新建、扩建建筑物{exception}。\n"
        "第三条　利用古村落从事经营活动的，应当向市文物主管部门备案，并接受监督检查。"
    )


def test_what_stands_in_the_next_part_is_not_missed() -> None:
    rows = compare_versions(parse(ONE), two("，但是必要的基础设施除外")).rows
    parts = [row for row in rows if row.kind == "split"]
    assert [row.lower and row.lower.label for row in parts] == ["第二条", "第三条"]
    assert not any(row.relation and row.relation.alarming for row in parts)


def test_an_exception_that_stands_in_no_part_is_told_once() -> None:
    rows = compare_versions(parse(ONE), two("")).rows
    told = [row for row in rows if row.kind == "split" and row.relation is Relation.HEAVIER]
    assert len(told) == 1
