"""Every staff page on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from site_stands import Site
from staff_help import HEAD, MANAGER, make, publish, upload

CONSULTATION = "/staff/consultations/parking"


@pytest.fixture
def database_url(tmp_path: Any, prepared_sqlite: Any) -> str:
    """Pages look the same on both databases: one is enough here."""
    path = tmp_path / "consult.db"
    path.write_bytes(prepared_sqlite.read_bytes())
    return f"sqlite:///{path}"


def state_of(client: FlaskClient) -> dict[str, Any]:
    """The cookie of a test client, for the browser."""
    cookie = client.get_cookie("consult")
    assert cookie
    kept = {"name": "consult", "value": cookie.value, "domain": "127.0.0.1", "path": "/", "expires": -1}
    return {"cookies": [{**kept, "httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}


def test_pages_before_publishing_keep_the_rules(
    site: Site, serve: Callable[[Flask], str], page_check: Callable[..., None]
) -> None:
    client = site.client(MANAGER, HEAD)
    prepare = upload(client)
    make(site, client, closes="2026-01-01", notice="逾期视为无意见。")
    address, state = serve(site.app), state_of(client)
    page_check(address + "/staff/consultations", state=state, name="staff-list")
    page_check(address + "/staff/consultations/new", state=state, name="staff-upload")
    page_check(address + prepare, state=state, name="staff-prepare")
    page_check(address + CONSULTATION, state=state, name="staff-show")
    page_check(
        address + CONSULTATION, state=state, name="staff-publish", act=lambda page: page.click("summary >> nth=0")
    )
    page_check(address + CONSULTATION + "/notice", state=state, name="staff-notice")
    page_check(address + CONSULTATION + "/questions", state=state, name="staff-questions")
    page_check(address + CONSULTATION + "/text", state=state, name="staff-text")


def test_pages_of_a_public_consultation_keep_the_rules(
    site: Site, serve: Callable[[Flask], str], page_check: Callable[..., None]
) -> None:
    client = site.client(MANAGER, HEAD)
    publish(site, make(site, client))
    address, state = serve(site.app), state_of(client)
    page_check(address + CONSULTATION, state=state, name="staff-open")
