"""The radar 上位法已改、下位法未跟进, on a fictional law held in two versions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lawcheck.citations import LawChange, find_changes, resolve_citations
from lawcheck.document import parse
from lawcheck.laws import Library, add_laws, open_library

DAY = date(2026, 11, 22)
FIRST = "2010年3月1日第十一届全国人民代表大会常务委员会第十三次会议通过"
OLD = """第一条　为了加强银杏保护，制定本法。
第二条　县级以上人民政府林业主管部门负责银杏保护的监督管理工作。
第三条　采伐银杏的单位应当在采伐之日起十五日内向林业主管部门报送采伐情况，并补种同等数量的银杏树苗。
第四条　损毁银杏古树名木标志的，由林业主管部门责令恢复原状，可以处五百元罚款。
第五条　本法自2010年5月1日起施行。"""
NEW = """第一条　为了加强银杏保护，维护生态安全，制定本法。
第二条　县级以上人民政府林业主管部门负责银杏保护的监督管理工作。
第三条　国家建立银杏保护基金，鼓励社会捐赠，基金的筹集使用办法由国务院财政部门规定。
第四条　采伐银杏的单位应当在采伐之日起三十日内向林业主管部门报送采伐情况，并补种同等数量的银杏树苗。
第五条　损毁银杏古树名木标志的，由林业主管部门责令恢复原状，可以处一千元罚款。
第六条　本法自2024年7月1日起施行。"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("texts") / "法律"
    folder.mkdir()
    revised = f"{FIRST}　2024年5月6日第十四届全国人民代表大会常务委员会第九次会议修订"
    files = [_file(folder, "2010-03-01", FIRST, OLD), _file(folder, "2024-05-06", revised, NEW)]
    home = tmp_path_factory.mktemp("home")
    add_laws(home, files)
    return open_library(home)


def _file(folder: Path, day: str, note: str, text: str) -> Path:
    path = folder / f"中华人民共和国银杏保护法({day}).md"
    body = text.replace("\n", "\n\n")
    path.write_text(f"# 中华人民共和国银杏保护法\n\n{note}\n\n<!-- INFO END -->\n\n{body}\n", encoding="utf-8")
    return path


def changes(text: str, library: Library, made: date | None) -> tuple[LawChange, ...]:
    document = parse("某市银杏保护条例\n" + text)
    found = resolve_citations(document, library, DAY, made)
    return find_changes(document, found, library, DAY, made)


BASIS = "第一条　根据《中华人民共和国银杏保护法》，制定本条例。\n"
COPY = "第二条　损毁银杏古树名木标志的，由市林业主管部门责令恢复原状，可以处五百元罚款。\n"
TODAY = COPY.replace("五百元", "一千元")


def test_a_basis_law_changed_since_is_told_with_its_clauses(held: Library) -> None:
    (change,) = changes(BASIS + COPY, held, date(2015, 1, 1))
    assert (change.basis, change.younger, change.changed) == (True, True, 4)
    assert change.days == (date(2024, 5, 6),)
    (clause,) = change.clauses
    assert (clause.old.label, clause.new and clause.new.label) == ("第四条", "第五条")
    (concern,) = clause.concerns
    assert (concern.eid, concern.how, concern.kept, concern.copied) == ("art_2__para_1", "alike", ("五百元",), True)


def test_a_clause_that_follows_today_keeps_nothing(held: Library) -> None:
    (change,) = changes(BASIS + TODAY, held, date(2015, 1, 1))
    assert [concern.copied for clause in change.clauses for concern in clause.concerns] == [False]


@pytest.mark.parametrize(
    ("text", "made", "basis", "younger"),
    [
        (BASIS + COPY, date(2025, 1, 1), True, False),
        ("第一条　甲。\n第二条　依照《中华人民共和国银杏保护法》办理。\n", date(2015, 1, 1), False, True),
        (BASIS + COPY, None, True, False),
    ],
)
def test_the_radar_tells_basis_and_age_apart(
    text: str, made: date | None, basis: bool, younger: bool, held: Library
) -> None:
    (change,) = changes(text, held, made)
    assert (change.basis, change.younger) == (basis, younger)


def test_a_cited_article_that_changed_concerns_the_place_that_cites_it(held: Library) -> None:
    text = BASIS + "第二条　依照《中华人民共和国银杏保护法》第三条报送。\n"
    (change,) = changes(text, held, date(2015, 1, 1))
    assert [(c.old.label, c.concerns[0].how, c.concerns[0].eid) for c in change.clauses] == [
        ("第三条", "cited", "art_2__para_1")
    ]


def test_without_the_old_text_the_reason_is_told(library: Library) -> None:
    text = "第一条　根据《中华人民共和国行政处罚法》，制定本条例。\n"
    (change,) = changes(text, library, date(2015, 1, 1))
    assert (change.old, change.changed, change.clauses) == (None, 0, ())
    assert "库中没有修改前的文本" in change.reason


def test_a_law_that_did_not_change_is_not_told(library: Library) -> None:
    assert changes("第一条　根据《中华人民共和国行政处罚法》，制定本条例。\n", library, date(2025, 1, 1)) == ()
