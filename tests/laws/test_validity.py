"""Validity comes from dates: every trap of the data, on a fictional package."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lawcheck.document import Number
from lawcheck.laws import Law, LawVersion, Level, Library, Validity, add_laws, open_library

TODAY = date(2026, 11, 22)


def only(library: Library, title: str) -> Law:
    (law,) = library.find_title(title)
    return law


def version_of(library: Library, title: str, index: int = -1) -> LawVersion:
    return library.versions(only(library, title).law_id)[index]


def test_future_law_is_not_yet_in_force_and_its_predecessor_still_applies(library: Library) -> None:
    old, new = library.versions(only(library, "虚农法").law_id)
    assert library.validity(old, TODAY) is Validity.IN_FORCE
    assert library.validity(new, TODAY) is Validity.NOT_YET
    assert library.version_at(old.law_id, TODAY) == old
    assert library.version_at(old.law_id, date(2027, 1, 1)) == new
    assert library.validity(old, date(2027, 1, 1)) is Validity.AMENDED
    assert old.effective_to == new.effective_from == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("title", "start", "quality"),
    [
        ("虚网法", date(2026, 1, 1), "decision"),
        ("虚刑法", date(2021, 3, 1), "decision"),
        ("虚矿法", date(2019, 4, 23), "assumed"),
        ("虚环法典", date(2026, 8, 15), "text"),
        ("虚公司法", date(2024, 7, 1), "text"),
    ],
)
def test_effect_date_of_the_version_and_how_it_is_known(
    library: Library, title: str, start: date, quality: str
) -> None:
    version = version_of(library, title)
    assert (version.effective_from, version.quality) == (start, quality)


def test_an_assumed_date_is_stated(library: Library) -> None:
    assert "推定" in version_of(library, "虚矿法").note
    assert "推定" not in version_of(library, "虚网法").note


@pytest.mark.parametrize(
    ("day", "state"), [(date(2026, 8, 14), Validity.IN_FORCE), (date(2026, 8, 15), Validity.REPEALED)]
)
def test_repeal_counts_from_the_day_of_the_repealing_law(library: Library, day: date, state: Validity) -> None:
    assert library.validity(version_of(library, "虚气法"), day) is state


def test_repeal_names_law_article_day_and_words(library: Library) -> None:
    repeal = only(library, "虚气法").repeal
    assert repeal is not None
    assert (repeal.by_title, repeal.by_article, repeal.on) == ("中华人民共和国虚环法典", "第四条", date(2026, 8, 15))
    assert "《中华人民共和国虚气法》" in repeal.quote
    assert repeal.quote.endswith("同时废止。")
    assert len(repeal.quote) <= 120


def test_repealed_titles_hold_laws_and_regulations_whose_text_is_missing(library: Library) -> None:
    repealed = library.repealed_titles()
    assert {"虚水法", "虚水条例", "虚气法"} <= set(repealed)
    assert repealed["虚水条例"].on == date(2026, 8, 15)


@pytest.mark.parametrize("key", ["虚诉法", "虚商条例", "虚工法", "虚乡法"])
def test_no_repeal_is_read_where_there_is_none(library: Library, key: str) -> None:
    assert key not in library.repealed_titles()


def test_flag_without_any_text_gives_unknown_not_repealed(library: Library) -> None:
    law = only(library, "虚乡法")
    assert law.repeal is not None
    assert law.repeal.on is None
    assert library.validity(version_of(library, "虚乡法"), TODAY) is Validity.UNKNOWN
    assert law not in [held for held, _ in library.in_force(TODAY)]
    assert law in [held for held, _ in library.in_force(TODAY, include_unknown=True)]


def test_law_that_repeals_its_own_former_text_is_alive(library: Library) -> None:
    assert only(library, "虚工法").repeal is None
    assert library.validity(version_of(library, "虚工法"), TODAY) is Validity.IN_FORCE


def test_consolidation_without_the_last_amendment_says_so(library: Library) -> None:
    version = version_of(library, "虚刑法")
    assert library.validity(version, TODAY) is Validity.IN_FORCE
    assert "修正案（三）" in version.note
    assert "第二条" in version.note
    assert "第九条" not in version.note
    assert "修正案（二）" not in version.note


def test_hole_of_the_source_is_told_apart_from_an_article_that_does_not_exist(library: Library) -> None:
    version = version_of(library, "虚环法典")
    assert library.article(version.version_id, Number(2)) is None
    assert library.gaps(version.version_id) == (Number(2),)
    assert library.article(version.version_id, Number(9)) is None


def test_rows_without_article_numbers(library: Library) -> None:
    (whole,) = library.articles(version_of(library, "全国人大常委会关于《虚刑法》第一条的解释").version_id)
    assert (whole.number, whole.label) == (None, "全文")
    items = library.articles(version_of(library, "虚刑法修正案（三）").version_id)
    assert [(a.number, a.label) for a in items] == [(Number(1), "条目一"), (Number(2), "条目二")]


def test_stray_blanks_are_gone(library: Library) -> None:
    article = library.article(version_of(library, "虚环法典").version_id, Number(3))
    assert article is not None
    assert article.text == "处一万元以上五万元以下罚款。"


def test_horizon_is_the_newest_publication(library: Library) -> None:
    assert library.horizon == date(2026, 8, 28)


def test_each_level_has_its_own_horizon(package: Callable[..., Path], tmp_path: Path) -> None:
    package()
    home = tmp_path / "levels"
    imported = tmp_path / "行政法规" / "虚镇条例.md"
    imported.parent.mkdir()
    imported.write_text(
        "# 虚镇条例\n（2025年4月1日国务院公布）\n第一条 为了测试，制定本条例，共有二十个以上的汉字。\n"
        "第二条 本条例自2025年5月1日起施行。\n",
        encoding="utf-8",
    )
    open_library(home)
    add_laws(home, [imported.parent])
    library = open_library(home)
    assert library.horizon == library.horizon_of(Level.LAW) == date(2026, 8, 28)
    assert library.horizon_of(Level.ADMINISTRATIVE) == date(2025, 4, 1)
    assert Level.LOCAL not in library.horizons
    assert library.horizon_of(Level.LOCAL) == date.min


def _imported(home: Path, file: Path, text: str) -> Library:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    open_library(home)
    add_laws(home, [file])
    return open_library(home)


_RULE = (
    "# 虚象防御条例\n（2010年1月27日国务院公布）\n第一条 为了测试，制定本条例，共有二十个以上的汉字。\n"
    "第二条 本条例自2010年4月1日起施行。\n"
)


@pytest.mark.parametrize(
    ("name", "doubtful"), [("虚象防御条例(2017-10-07).md", True), ("虚象防御条例(2010-01-27).md", False)]
)
def test_file_name_with_a_later_day_makes_the_version_doubtful(
    name: str, doubtful: bool, package: Callable[..., Path], tmp_path: Path
) -> None:
    package()
    library = _imported(tmp_path / "dated", tmp_path / "行政法规" / name, _RULE)
    version = version_of(library, "虚象防御条例")
    assert ("版本日期待核，文件名为2017-10-07" in version.note) is doubtful
    assert (version.quality == "assumed") is doubtful
