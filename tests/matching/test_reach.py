"""A national law that holds in a part of the country is no higher law elsewhere."""

import pytest

from lawcheck.document import parse
from lawcheck.laws import DocumentKind
from lawcheck.matching.reach import unreached
from lawcheck.procedure.facts import Facts


def _unreached(place: str, scope: str) -> frozenset[str]:
    document = parse(
        f"青山市河道条例\n第一条　为了保护河道，制定本条例。\n第二条　{scope}\n第三条　本条例自公布之日起施行。"
    )
    facts = Facts(document.title, DocumentKind.K4, "", place, "", "", "", "", None, None, None, None, 3, 0)
    return unreached(document, facts)


@pytest.mark.parametrize(
    ("place", "law", "out"),
    [
        ("440700", "太湖流域管理条例", True),
        ("330500", "太湖流域管理条例", False),
        ("", "太湖流域管理条例", False),
        ("650200", "黄河保护法", True),
        ("150200", "黄河保护法", False),
        ("350200", "国务院关于鼓励投资开发海南岛的规定", True),
    ],
)
def test_laws_of_other_provinces_do_not_reach_a_document(place: str, law: str, out: bool) -> None:
    assert (law in _unreached(place, "本市河道适用本条例。")) is out


def test_a_law_that_the_document_names_stays() -> None:
    assert "太湖流域管理条例" not in _unreached("440700", "参照《太湖流域管理条例》执行。")


@pytest.mark.parametrize("scope", ["本市河道（长江除外）适用本条例。", "本市河道（不包括长江干流）适用本条例。"])
def test_waters_that_the_document_leaves_out_bring_no_law(scope: str) -> None:
    assert {"长江保护法", "长江河道采砂管理条例"} <= _unreached("420500", scope)


@pytest.mark.parametrize(
    "scope", ["本市河道（含长江）适用本条例。", "本市河道（长江、汉水）适用本条例。", "本市河道适用本条例。"]
)
def test_other_brackets_leave_nothing_out(scope: str) -> None:
    assert "长江河道采砂管理条例" not in _unreached("420500", scope)
