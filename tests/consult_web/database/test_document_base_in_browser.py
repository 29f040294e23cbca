"""The pages of the document base and of statistics on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from site_stands import Site, Standing
from test_document_base import _base, _year

pytestmark = pytest.mark.long


@pytest.fixture
def database_url(standing: Standing, prepared_sqlite: Path) -> str:
    """Pages look the same on both databases: one is enough here."""
    return standing.copy(prepared_sqlite)


def test_pages_of_the_base_and_of_statistics_keep_the_rules(
    site: Site, serve: Callable[[Flask], str], page_check: Callable[..., None]
) -> None:
    county = _year(site)
    _, ended, _ = _base(site)
    browser = site.client()
    site.log_in(browser, county.users["registrar"])
    cookie = browser.get_cookie("consult")
    assert cookie
    kept = {"name": "consult", "value": cookie.value, "domain": "127.0.0.1", "path": "/", "expires": -1}
    state = {"cookies": [{**kept, "httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}
    address = serve(site.app)
    page_check(address + "/documents/?q=盲道", name="base-search")
    page_check(address + "/documents/", state=state, name="base-desk")
    page_check(f"{address}/documents/{ended}?on=2026-12-20", name="base-show")
    page_check(address + "/desk/statistics/?year=2026", state=state, name="statistics")
    page_check(address + "/desk/statistics/report?year=2026", state=state, name="report")
