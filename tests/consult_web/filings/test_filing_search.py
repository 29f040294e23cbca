"""The registry finds what is asked for, and nothing else, on both databases alike."""

from __future__ import annotations

from datetime import date

import pytest
from filing_stands import RULES, filed
from site_stands import Site

from consult_web.filings import Search, Validity, count_by, find_neighbours, search_documents, validity

OTHER = """青石县人民政府办公室
青政办发〔2025〕3号
青石县集贸市场管理规定
第一条　为了加强集贸市场管理，制定本规定。
第二条　经营者应当亮证经营，不得占道。
第三条　本规定自2025年3月1日起施行。2020年《青石县集市管理规定》同时废止。
青石县人民政府办公室
2025年2月1日
"""


@pytest.fixture
def registry(site: Site) -> Site:
    with site.database.saving() as session:
        filed(session)
        filed(session, OTHER)
        hidden = filed(session, OTHER.replace("集贸", "旧货"))
        hidden.registered = False
    return site


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("共享单车", ["云溪市共享单车停放管理办法"]),
        ("盲道", ["云溪市共享单车停放管理办法"]),
        ("应当", ["云溪市共享单车停放管理办法", "青石县集贸市场管理规定"]),
        ("亮证经营 占道", ["青石县集贸市场管理规定"]),
        ("道亮证", []),
        ("占用经营者", []),
        ("云政发〔2026〕21号", ["云溪市共享单车停放管理办法"]),
        ("旧货", []),
        ("盲", ["云溪市共享单车停放管理办法"]),
        ("%", ["云溪市共享单车停放管理办法", "青石县集贸市场管理规定"]),
        ("'; DROP TABLE filing; --", []),
    ],
)
def test_words_are_found_where_they_stand(registry: Site, words: str, titles: list[str]) -> None:
    with registry.database.reading() as session:
        found = search_documents(session, Search(words))
        assert [hit.document.title for hit in found.hits] == titles
        assert found.total == len(titles)
        if words == "亮证经营 占道":
            assert [clause.label for clause in found.hits[0].clauses] == ["第二条"]


def test_filters_narrow_and_counts_agree(registry: Site) -> None:
    with registry.database.reading() as session:
        assert search_documents(session, Search(kinds=("K12",))).total == 2
        assert search_documents(session, Search(published_from=date(2026, 1, 1))).total == 1
        assert search_documents(session, Search("管理", in_text=False, document_no="青政办")).total == 1
        counted = count_by(session, Search(), "maker")
        assert sum(counted.values()) == 2


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2026, 1, 1), date(2026, 12, 5), date(2031, 12, 1)])
def test_the_validity_of_a_query_is_that_of_each_document(registry: Site, day: date) -> None:
    with registry.database.reading() as session:
        for wanted in Validity:
            hits = search_documents(session, Search(validity=wanted, on=day)).hits
            assert all(validity(hit.document, day) is wanted for hit in hits)
        kinds = [search_documents(session, Search(validity=wanted, on=day)).total for wanted in Validity]
        assert sum(kinds) == 2


def test_a_period_of_validity_is_read_and_ends(registry: Site) -> None:
    with registry.database.reading() as session:
        row = search_documents(session, Search("单车")).hits[0].document
        assert row.expires == date(2031, 11, 30)
        assert validity(row, date(2031, 12, 1)) is Validity.EXPIRED


def test_a_new_version_ends_the_one_before_and_the_same_text_is_recognised(registry: Site) -> None:
    with registry.database.saving() as session:
        old = search_documents(session, Search("单车")).hits[0].document
        new = filed(session, RULES.replace("2026年12月1日", "2027年6月1日").replace("11月2日", "12月20日"))
        assert (new.work_id, new.version_no) == (old.work_id, 2)
        assert old.ended == date(2027, 6, 1)
        assert validity(old, date(2027, 6, 1)) is Validity.AMENDED
        again = filed(session, RULES)
        assert old in find_neighbours(session, again).same_file
        assert new in find_neighbours(session, again).earlier


@pytest.mark.parametrize(("words", "how"), [("集贸市场管理", ""), ("集贸市场秩序管理", "修改")])
def test_the_same_text_registered_twice_does_not_amend_itself(registry: Site, words: str, how: str) -> None:
    again = OTHER.replace("加强集贸市场管理", f"加强{words}")
    with registry.database.saving() as session:
        filed(session, again)
    with registry.database.reading() as session:
        first = next(
            hit.document for hit in search_documents(session, Search("亮证经营")).hits if hit.document.version_no == 1
        )
        assert first.ended_how == how
