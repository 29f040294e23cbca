"""The review pages in a real browser: rules that every page keeps, verdicts by keyboard, work without scripts, speed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browsing import wait_until
from filing_stands import County
from review_stands import case_under_review, made_result, under_review
from site_stands import Site

from consult_web.accounts import Role
from consult_web.filings import Filing, OpinionKind
from consult_web.filings.reviews import draft_opinion, judge, offered_content, verdicts_of
from consult_web.storage import china_today

pytestmark = pytest.mark.long

Serve = Callable[..., str]
KEYS = [one["key"] for one in made_result(3, 5).record["findings"]]


def _state(site: Site, county: County, name: str, address: str) -> dict[str, Any]:
    """The cookies of somebody who is logged in, for Playwright."""
    browser = site.app.test_client()
    site.log_in(browser, county.users[name])
    cookie = browser.get_cookie("consult")
    assert cookie is not None
    host = address.split("//")[1].split(":")[0]
    held = {
        "name": "consult",
        "value": cookie.value,
        "domain": host,
        "path": "/",
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
        "expires": -1,
    }
    return {"cookies": [held], "origins": []}


PAGES = (
    "",
    "findings/" + KEYS[1],
    "own",
    "laws",
    "criteria",
    "opinions",
    "opinions/new/review",
    "path",
    "path/correction_discussed",
    "path/closed_without_fault",
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", [*PAGES, "queue", "empty", "evidence"])
def test_every_review_page_keeps_the_rules(
    name: str, site: Site, county: County, serve: Serve, page_check: Callable[..., None]
) -> None:
    number = under_review(site, county, findings=5, first="conflict")
    with site.database.saving() as session:
        filing, reviewer = session.get_one(Filing, number), county.users["reviewer"]
        judge(session, reviewer, filing, KEYS[1], "成立", "幅度不同", criterion="c3")
        content = offered_content(session, filing, OpinionKind.REVIEW, reviewer, china_today())
        files = site.settings.open_files()
        draft_opinion(session, files, filing, reviewer, OpinionKind.REVIEW, {**content, "effective": "2026-12-01"})
        fresh = case_under_review(session, county).id
    under_review(site, county)  # the same problem elsewhere
    address = serve(site.app)
    desk = f"{address}/desk/reviewing/"
    place = {"queue": desk, "empty": f"{desk}{fresh}", "evidence": f"{desk}{number}", "": f"{desk}{number}"}
    page_check(
        place.get(name, f"{desk}{number}/{name}"),
        state=_state(site, county, "head" if name == "path/closed_without_fault" else "reviewer", address),
        name="review-" + (name or "bench").replace("/", "-"),
        act=_open_evidence if name == "evidence" else None,
    )


def _open_evidence(page: Any) -> None:
    page.locator(".evidence-fold summary").first.click()
    page.locator(".evidence-fold .evidence").first.wait_for()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_verdicts_by_keyboard_stay_on_the_page(
    site: Site, county: County, serve: Serve, open_context: Callable[..., Any]
) -> None:
    number = under_review(site, county, first="info")
    address = serve(site.app)
    page = open_context(1440, state=_state(site, county, "reviewer", address)).new_page()
    page.goto(f"{address}/desk/reviewing/{number}")
    page.keyboard.press("j")
    page.keyboard.press("1")
    wait_until(page, "document.querySelector('[data-left]').textContent.includes('4')")
    page.keyboard.press("j")
    page.keyboard.press("2")
    wait_until(page, "document.querySelector('[data-left]').textContent.includes('3')")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("3")
    wait_until(page, "document.querySelector('.finding.is-current .badge.tone-warn') !== null")
    with site.database.reading() as session:
        assert sorted(row.verdict for row in verdicts_of(session, number).values()) == ["待研究", "成立"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_verdicts_without_scripts(site: Site, county: County, serve: Serve, open_context: Callable[..., Any]) -> None:
    number = under_review(site, county)
    address = serve(site.app)
    page = open_context(390, scripts=False, state=_state(site, county, "reviewer", address)).new_page()
    page.goto(f"{address}/desk/reviewing/{number}?rows=found")
    card = page.locator(f"[id='f-{KEYS[1]}']")
    card.locator("input[name=note]").fill("幅度不同")
    card.get_by_role("button", name="不成立", exact=True).click()
    page.wait_for_url(f"**rows=found#f-{KEYS[1]}")
    assert "不成立" in card.locator(".badge").all_inner_texts()
    assert "幅度不同" in card.inner_text()


PAPER = 658
"""Pixels between the margins of A4 as ``print.css`` sets them."""
_PRINTED = """() => ({
  navigation: [...document.querySelectorAll('nav, .pane-left, .tabs, .skip, .filters')].filter(e => e.getClientRects().length).length,
  cut: [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).length,
})"""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("name", "path"), [("reviewer", "/desk/reviewing/{}"), ("auditor", "/audit")])
def test_paper_shows_all_that_was_read_and_no_navigation(
    name: str, path: str, site: Site, county: County, serve: Serve, open_context: Callable[..., Any]
) -> None:
    number, address = under_review(site, county), serve(site.app)
    people = County(county.bodies, {**county.users, "auditor": site.user(Role.AUDITOR)})
    page = open_context(state=_state(site, people, name, address)).new_page()
    page.set_viewport_size({"width": PAPER, "height": 930})
    page.emulate_media(media="print")
    assert page.goto(address + path.format(number)).status == 200
    assert page.evaluate(_PRINTED) == {"navigation": 0, "cut": 0}
