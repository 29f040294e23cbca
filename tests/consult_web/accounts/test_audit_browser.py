"""The auditor's page on a phone and on a desk: it keeps the rules of every page, and gives a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from site_stands import Site, Standing

from consult_web.accounts import Role
from consult_web.audit import record

pytestmark = pytest.mark.long


@pytest.fixture
def database_url(standing: Standing, prepared_sqlite: Path) -> str:
    """Pages look the same on both databases: one is enough here."""
    return standing.copy(prepared_sqlite)


def test_the_log_keeps_the_rules_of_every_page(
    site: Site, serve: Callable[[Flask], str], page_check: Callable[..., None]
) -> None:
    with site.database.saving() as session:
        for number in range(3):
            record(session, "visitor", "comment.received", f"comment:{number}", {"channel": "网站", "revision": 1})
    cookie = site.client(Role.AUDITOR).get_cookie("consult")
    assert cookie
    kept: dict[str, Any] = {"name": "consult", "value": cookie.value, "domain": "127.0.0.1", "path": "/"}
    kept |= {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    address, state = serve(site.app), {"cookies": [kept], "origins": []}
    page_check(address + "/audit?action=comment.received&from=2026-01-01", state=state, name="audit")
    page_check(address + "/audit?subject=没有这一件", state=state, name="audit-nothing")
