"""The pages of suggestions on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filing_stands import filed, make_county
from flask import Flask
from site_stands import Site, Standing
from test_suggestions import WISH

from consult_web.accounts import User
from consult_web.filings.suggestions import submit_suggestion, take_suggestion_step

pytestmark = pytest.mark.long


@pytest.fixture
def database_url(standing: Standing, prepared_sqlite: Path) -> str:
    """Pages look the same on both databases: one is enough here."""
    return standing.copy(prepared_sqlite)


def _state(site: Site, user: User) -> dict[str, Any]:
    browser = site.client()
    site.log_in(browser, user)
    cookie = browser.get_cookie("consult")
    assert cookie
    kept = {"name": "consult", "value": cookie.value, "domain": "127.0.0.1", "path": "/", "expires": -1}
    return {"cookies": [{**kept, "httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}


def test_pages_of_suggestions_keep_the_rules(
    site: Site, serve: Callable[[Flask], str], page_check: Callable[..., None]
) -> None:
    county = make_county(site)
    with site.database.saving() as session:
        filed(session)
        wish = replace(WISH, receiver_id=county.bodies["人大"], higher_law="《行政许可法》第十六条")
        receipts = [submit_suggestion(session, wish, f"k{n}").receipt for n in range(3)]
        first = submit_suggestion(session, wish, "k0").suggestion
        user = session.merge(county.users["registrar"])
        take_suggestion_step(
            session, site.app.extensions["files"], first, user, "completion_asked", {"missing": ["上位法的条款"]}
        )
        one, cluster = first.id + 1, first.cluster_id
    address, state = serve(site.app), _state(site, county.users["registrar"])
    page_check(address + "/suggest", name="suggest-write")
    page_check(address + "/suggest?q=单车", name="suggest-find")
    page_check(address + "/suggest?document=1", name="suggest-chosen")
    page_check(address + "/suggest/track", name="suggest-track")
    page_check(f"{address}/suggest/track/{receipts[0]}", name="suggest-tracker")
    page_check(address + "/desk/suggesting", state=state, name="suggest-queue")
    page_check(address + "/desk/suggesting/new", state=state, name="suggest-enter")
    page_check(f"{address}/desk/suggesting/{one}", state=state, name="suggest-show")
    page_check(f"{address}/desk/suggesting/{one}/steps/completion_asked", state=state, name="suggest-step")
    page_check(address + "/desk/suggesting/clusters", state=state, name="suggest-clusters")
    page_check(f"{address}/desk/suggesting/clusters/{cluster}", state=state, name="suggest-cluster")
