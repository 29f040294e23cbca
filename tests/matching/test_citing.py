"""Clauses that cite articles are found, carried to every text of the law, and lead other clauses to the article."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lawcheck.laws import Article, Library, add_laws, open_library
from lawcheck.matching import ClauseIndex, open_index
from lawcheck.matching.building import IndexedArticle, build_index
from lawcheck.matching.citing import citing_clauses
from lawcheck.matching.ranking import Candidate
from lawcheck.matching.texts import Shelf
from lawcheck.matching.ways import ways_of

OLD = """某某市虚园条例
（2015年3月1日某某市人大常委会第三次会议通过）
第一条　为了规范虚园活动，制定本条例。
第二条　夜间在虚园里放风筝、敲锣打鼓的，由园林部门处五十元罚款。
第三条　本条例自2015年7月1日起施行。
"""
NEW = """某某市虚园条例
（2015年3月1日某某市人大常委会第三次会议通过　2020年3月1日某某市人大常委会第九次会议修订）
第一条　为了规范虚园活动，制定本条例。
第二条　虚园由园林部门管理，经费列入本级预算。
第三条　夜间在虚园里放风筝、敲锣打鼓的，由园林部门处一百元罚款。
第四条　本条例自2020年7月1日起施行。
"""
CITING = """某某市虚河办法
（2018年3月1日某某市人大常委会第五次会议通过）
第一条　为了保护虚河，制定本办法。
第二条　深夜到沿河的园子里吹喇叭影响邻居休息的，依照《某某市虚园条例》第二条的规定处罚。
第三条　本办法自2018年7月1日起施行。
"""
EARLY = """某某市虚山办法
（2010年3月1日某某市人大常委会第五次会议通过）
第一条　{text}的，依照《某某市虚园条例》第二条的规定处罚。
第二条　本办法自2010年7月1日起施行。
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name, text in (("旧", OLD), ("新", NEW), ("引", CITING)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    add_laws(tmp_path / "home", [tmp_path / f"{name}.txt" for name in "旧新引"])
    return tmp_path / "home"


def articles(library: Library, title: str) -> list[tuple[Article, ...]]:
    (law,) = library.find_title(title)
    return [library.articles(version.version_id) for version in library.versions(law.law_id)]


def of_title(library: Library, title: str) -> set[int]:
    return {version.version_id for law in library.find_title(title) for version in library.versions(law.law_id)}


def test_an_article_is_cited_as_it_was_numbered_then_and_carried_on(home: Path) -> None:
    library = open_library(home)
    old, new = articles(library, "某某市虚园条例")
    (clause,) = [c for c in citing_clauses(library) if c.version_id in of_title(library, "某某市虚河办法")]
    assert clause.text == "深夜到沿河的园子里吹喇叭影响邻居休息的，依照的规定处罚。"
    assert clause.article_ids == (old[1].article_id, new[2].article_id)


@pytest.mark.parametrize(("text", "found"), [("夜间在山上放风筝、敲锣打鼓", True), ("向山涧倾倒垃圾、采石取土", False)])
def test_where_no_text_of_the_day_is_held_the_words_decide(home: Path, tmp_path: Path, text: str, found: bool) -> None:
    (tmp_path / "早.txt").write_text(EARLY.format(text=text), "utf-8")
    add_laws(home, [tmp_path / "早.txt"])
    library = open_library(home)
    own = of_title(library, "某某市虚山办法")
    assert any(clause.version_id in own for clause in citing_clauses(library)) is found


def opened(home: Path) -> tuple[Library, ClauseIndex]:
    library = open_library(home)
    return library, open_index(library, date(2026, 11, 23))


def test_a_clause_comes_to_the_article_by_way_of_a_like_clause(home: Path) -> None:
    library, index = opened(home)
    wanted = articles(library, "某某市虚园条例")[1][2].article_id
    ways = ways_of(index, ())
    assert ways is not None
    like, unlike = ways.likeness(["半夜在公园附近吹喇叭影响别人休息", "投标保证金的数额"])
    row = [int(index.article_ids[row]) for row in ways.rows].index(wanted)
    assert like[row] > 0.2 > unlike[row]
    assert ways.at(ways.rows, like).tolist() == like.tolist()


def test_the_text_that_cites_in_like_words_is_named_as_evidence(home: Path) -> None:
    library, index = opened(home)
    (river,) = library.find_title("某某市虚河办法")
    ways = ways_of(index, ())
    assert ways is not None
    wanted = articles(library, "某某市虚园条例")[1][2].article_id
    row = int((index.article_ids == wanted).argmax())
    query = index.query("半夜在公园附近吹喇叭影响别人休息的，处罚款")
    candidate = Candidate(row, int(index.article_clauses[row]), 1.0, 0.1, 0.1, citing=0.4)
    told = Shelf(library, index, ways).clause(query, candidate, 0.6).reasons
    assert f"《{river.title}》引用该条时表述相近" in told
    assert Shelf(library, index, ways).clause(query, candidate._replace(citing=0.1), 0.6).reasons == told[:-1]


def test_the_document_itself_shows_no_way(home: Path) -> None:
    library, index = opened(home)
    own = of_title(library, "某某市虚河办法")
    everything, others = ways_of(index, ()), ways_of(index, own)
    assert everything is not None
    assert others is None or len(others.rows) < len(everything.rows)


def test_an_index_in_which_nobody_cites_has_no_ways(tmp_path: Path) -> None:
    build_index([IndexedArticle(1, 1, "某法", "第一条的文字。")], tmp_path / "index", {})
    index = ClauseIndex.load(tmp_path / "index", date(2026, 11, 23))
    assert index.citing is None
    assert ways_of(index, ()) is None
