"""Two dated texts of one law: versions named by year, article numbers followed, rows in reading order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fictional_laws import Row

from lawcheck.errors import UsageError
from lawcheck.laws import Law, Library, concordance, find_version, in_reading_order, open_library

OLD = (
    ("第一条", "为了保护古树名木，制定本法。"),
    ("第二条", "县级以上人民政府绿化主管部门建立古树名木档案并设置保护标志。"),
    ("第三条", "禁止擅自砍伐、移植古树名木或者损毁古树名木的枝干和树皮。"),
    ("第四条", "单位和个人可以通过认养、捐资等方式参与古树名木的养护。"),
    ("第五条", "本法自2015年1月1日起施行。"),
)
NEW = (
    OLD[0],
    ("第二条", "古树名木保护坚持政府主导、属地管理、社会参与的原则。"),
    ("第三条", OLD[1][1].replace("绿化主管部门", "林业和绿化主管部门")),
    ("第四条", OLD[2][1]),
    ("第五条", "本法自2023年3月1日起施行。"),
)


@pytest.fixture
def held(package: Callable[..., Path], tmp_path: Path) -> Library:
    package(
        [
            Row("中华人民共和国虚树法", "2014-10-01", "2015-01-01", OLD),
            Row("中华人民共和国虚树法", "2023-02-01", "2023-03-01", NEW),
            Row("中华人民共和国虚花法", "2014-10-01", "2015-01-01", OLD[:2]),
        ]
    )
    return open_library(tmp_path / "home")


@pytest.fixture
def law(held: Library) -> Law:
    return held.find_title("虚树法")[0]


def test_article_numbers_are_followed(held: Library, law: Law) -> None:
    rows = concordance(held, find_version(held, law, "2014"), find_version(held, law, "2023-02-01"))
    seen = [(r.old.label if r.old else "", r.new.label if r.new else "", r.kind) for r in rows]
    assert seen == [
        ("第一条", "第一条", "same"),
        ("第二条", "第三条", "reworded"),
        ("第三条", "第四条", "renumbered"),
        ("第四条", "", "deleted"),
        ("第五条", "第五条", "reworded"),
        ("", "第二条", "added"),
    ]
    assert [r.changed for r in rows] == [False, True, False, True, True, True]


def test_a_table_reads_in_the_order_of_the_new_text(held: Library, law: Law) -> None:
    rows = concordance(held, find_version(held, law, "2014"), find_version(held, law, "2023"))
    seen = [(r.old.label if r.old else "—", r.new.label if r.new else "—") for r in in_reading_order(rows)]
    assert seen == [
        ("第一条", "第一条"), ("—", "第二条"), ("第二条", "第三条"), ("第三条", "第四条"), ("第四条", "—"),
        ("第五条", "第五条"),
    ]  # fmt: skip


def test_a_version_may_be_named_by_its_effect(held: Library, law: Law) -> None:
    assert find_version(held, law, "2015") is find_version(held, law, "2014")


@pytest.mark.parametrize("wanted", ["1999", "去年", "2023-02-30", ""])
def test_a_version_that_is_not_held_is_an_error_that_names_those_held(wanted: str, held: Library, law: Law) -> None:
    with pytest.raises(UsageError, match="2014-10-01、2023-02-01"):
        find_version(held, law, wanted)


def test_it_is_computed_once(held: Library, law: Law) -> None:
    old, new = (find_version(held, law, year) for year in ("2014", "2023"))
    assert concordance(held, old, new) is concordance(held, old, new)


def test_every_article_of_real_versions_is_in_a_row(real: Library) -> None:
    (law,) = real.find_title("宪法")
    old, new = real.versions(law.law_id)[0], real.versions(law.law_id)[-1]
    rows = concordance(real, old, new)
    assert {r.old.label for r in rows if r.old} == {a.label for a in real.articles(old.version_id) if a.number}
    assert {r.new.label for r in rows if r.new} == {a.label for a in real.articles(new.version_id) if a.number}
    assert len(list(in_reading_order(rows))) == len(rows)
    moved = {r.old.label: r.new.label for r in rows if r.old and r.new}
    assert moved["第一百三十八条"] == "第一百四十三条"
