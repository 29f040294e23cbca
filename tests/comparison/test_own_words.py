"""A clause that only adapts the higher one to its place says the same; one that adds cases says more."""

from __future__ import annotations

import pytest

from lawcheck.comparison import Relation, compare_clauses

UPPER = "县级以上地方人民政府及其有关部门应当组织志愿者开展防灾知识培训和演练，提高救援能力。"


@pytest.mark.parametrize(
    ("lower", "relation"),
    [
        ("市和区人民政府及其应急管理部门应当组织志愿者开展防灾知识培训和演练，提高救援能力。", Relation.SAME),
        ("县级以上地方人民政府应当组织志愿者提高救援能力，开展防灾知识培训、演练。", Relation.SAME),
        (
            "市和区人民政府应当在每季度首月组织志愿者开展防灾知识培训和演练，配备对讲机、担架和急救包，提高救援能力。",
            Relation.DETAILED,
        ),
    ],
)
def test_adaptation_is_not_detail(lower: str, relation: Relation) -> None:
    assert compare_clauses(lower, UPPER).relation is relation


def test_an_office_that_took_over_enforcement_is_no_conflict() -> None:
    upper = "乱倒垃圾的，由环境卫生主管部门责令改正，处二百元罚款。"
    lower = "乱倒垃圾的，由综合行政执法部门责令改正，处二百元罚款。"
    assert compare_clauses(lower, upper).relation is not Relation.CONFLICT


def test_fines_of_several_addressees_made_optional_are_lighter() -> None:
    upper = "伪造档案的，对单位处一万元以上十万元以下的罚款，对个人处五百元以上五千元以下的罚款。"
    lower = "伪造档案的，对单位可以处一万元以上十万元以下的罚款，对个人可以处五百元以上五千元以下的罚款。"
    assert compare_clauses(lower, upper).relation is Relation.LIGHTER
