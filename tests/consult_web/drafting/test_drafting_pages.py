"""The drafters' pages: what they show, to whom, and that they keep the rules of every page."""

from __future__ import annotations

import json
import re

import pytest
from drafting_help import OPINIONS, add_opinions, make_consultation
from site_stands import Site
from sqlalchemy import select

from consult_web.accounts import Role
from consult_web.audit import AuditEvent
from consult_web.consultations import (
    Comment,
    Consultation,
    PointRow,
    current_run,
    list_points,
    open_points,
    run_analysis,
)


def test_the_heat_stands_beside_the_whole_draft_and_can_be_sorted(site: Site, number: int) -> None:
    browser = site.client(Role.DRAFTER)
    page = browser.get(f"/drafting/{number}").text
    assert page.index('id="全文"') < page.index('id="art_1"') < page.index('id="art_3"')
    assert "6 人，6 个意见点" in page
    sorted_page = browser.get(f"/drafting/{number}?sort=volume").text
    assert sorted_page.index('id="art_3"') < sorted_page.index('id="art_1"')
    with site.database.reading() as session:
        run = current_run(session, session.get_one(Consultation, number))
        assert run is not None
        waiting, lost = list_points(session, run, state="open")[1], list_points(session, run, eid="-")[1]
        assert open_points(session, run) == waiting
    assert lost > 0  # points without a clause wait too
    assert f">{waiting}</" in page


def test_a_clause_has_its_people_points_words_and_proposals_on_one_page(site: Site, number: int) -> None:
    page = site.client(Role.DRAFTER).get(f"/drafting/{number}/clauses/art_3").text
    for words in (
        "6 人，6 件，6 个意见点",
        "<del>三十日</del> → <ins>六十日</ins>",
        "2 人发来相近文字",
        "道路交通安全法",
    ):
        assert words in page, words


def test_an_article_is_shown_with_its_own_heading(site: Site) -> None:
    site.user(Role.DRAFTER)
    headed = "某市渡口条例\n第一章　总则\n第一条【票价】　票价每次二元。\n第二条　夜间停航。\n"
    own = make_consultation(site.database, ["反对第一条，太贵。", "反对第二条。"], text=headed)
    run_analysis(site.database, own)
    browser = site.client(Role.DRAFTER)
    heat = browser.get(f"/drafting/{own}").text
    assert heat.index('第一条</a> <span class="fine">票价</span>') < heat.index(
        '第二条</a> <span class="fine">总则</span>'
    )
    assert "条文　票价" in browser.get(f"/drafting/{own}/clauses/art_1").text
    assert "条文　" not in browser.get(f"/drafting/{own}/clauses/art_2").text


def test_only_the_order_of_a_table_is_told_as_uncertain(site: Site, number: int) -> None:
    add_opinions(site.database, number, ["反对第二条，太贵了。"])
    run_analysis(site.database, number)
    assert "按表中的次序" not in site.client(Role.DRAFTER).get(f"/drafting/{number}/clauses/art_2").text
    with site.database.saving() as session:
        run = current_run(session, session.get_one(Consultation, number))
        assert run is not None
        row = session.scalars(
            select(PointRow).where(PointRow.run_id == run.id, PointRow.eid == "art_2__para_1")
        ).first()
        assert row is not None
        row.candidates = [{"eid": row.eid, "score": 0.9, "reasons": [["附议", "附议楼上"]]}]
        row.problem = "按表中的次序归到前面一件意见"
    assert "按表中的次序" in site.client(Role.DRAFTER).get(f"/drafting/{number}/clauses/art_2").text


def test_quotes_are_masked(site: Site, number: int) -> None:
    add_opinions(site.database, number, ["反对第二条，太贵了。联系人：张建祥，电话13912345678。"])
    run_analysis(site.database, number)
    page = site.client(Role.DRAFTER).get(f"/drafting/{number}/clauses/art_2").text
    assert "太贵了" in page
    assert "13912345678" not in page
    assert "张建祥" not in page


def test_reading_marks_the_comments_and_is_on_record(site: Site, number: int) -> None:
    browser = site.client(Role.DRAFTER)
    browser.post(f"/drafting/{number}/read", data={"eid": "art_2"})
    with site.database.reading() as session:
        read = [row.text for row in session.scalars(select(Comment)) if row.read_at]
        assert read == [OPINIONS[0]]
        entry = session.scalars(select(AuditEvent).where(AuditEvent.action == "comment.read")).one()
        assert entry.details == {"clause": "art_2", "comments": 1}


@pytest.mark.parametrize("path", ["", "/clauses/art_3", "/points", "/comments/1"])
def test_another_body_sees_nothing(site: Site, number: int, path: str) -> None:
    browser = site.app.test_client()
    site.log_in(browser, site.user(Role.DRAFTER, organisation="石埠县人大常委会"))
    assert browser.get(f"/drafting/{number}{path}").status_code == 404


def test_points_are_listed_by_clause_stance_and_answer(site: Site, number: int) -> None:
    browser = site.client(Role.DRAFTER)
    assert "2 条" in browser.get(f"/drafting/{number}/points?eid=art_3&stance=反对").text
    assert "今天心情不好" in browser.get(f"/drafting/{number}/points?eid=-").text
    assert browser.get(f"/drafting/{number}/points?state=decided").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what a page looks like does not depend on it
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/drafting/", "drafting-index"),
        ("/drafting/{n}", "drafting-heat"),
        ("/drafting/{n}/clauses/art_3", "drafting-clause"),
        ("/drafting/{n}/points?eid=-", "drafting-points"),
        ("/drafting/{n}/comments/2", "drafting-comment"),
    ],
)
def test_pages_keep_the_rules(site: Site, number: int, serve, page_check, log_in_state, path: str, name: str) -> None:
    address = serve(site.app)
    page_check(address + path.format(n=number), state=log_in_state(Role.DRAFTER), name=name)


def test_a_decision_for_no_point_gives_back_what_was_typed(site: Site, number: int) -> None:
    browser = site.client(Role.DRAFTER)
    form = {"outcome": "未采纳", "reason": "与上位法不一致，写了很久", "back": "art_3"}
    page = browser.post(f"/drafting/{number}/decide", data=form).text
    kept = re.search(rf'<template data-unsent="/drafting/{number}/decide"[^>]*>(.*?)</template>', page)
    assert kept
    assert dict(json.loads(kept[1])) == form
    assert f'href="/drafting/{number}/clauses/art_3"' in page


def test_a_clause_of_one_paragraph_is_offered_once(site: Site, number: int) -> None:
    page = site.client(Role.DRAFTER).get(f"/drafting/{number}/clauses/art_3").text
    places = re.findall(r"<option [^>]*>(第[^<]+条[^<]*)</option>", page.partition('name="target"')[2])
    assert places
    assert len(places) == len(set(places))


def test_a_new_clause_without_its_words_is_no_deletion(site: Site, number: int) -> None:
    add_opinions(site.database, number, ["应当增加一条，企业退出时三日内退还押金。", "删除第二条。"])
    run_analysis(site.database, number)
    page = site.client(Role.DRAFTER).get(f"/drafting/{number}/points").text
    assert "新增条款 增加一条</p>" in page
    assert "<ins>设立停车信息平台</ins>" in page  # one that has its words shows them
