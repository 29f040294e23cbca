"""Forged forms on every route, receipts that are guessed, numbers no row has, a full disk, a session somebody else chose."""

from __future__ import annotations

import io
import os

import pytest
from public_stands import add_consultation
from site_stands import Site
from werkzeug.routing import IntegerConverter

from consult_web.accounts import Role
from consult_web.errors import Unavailable
from consult_web.storage import files


def test_no_form_is_taken_without_its_token(site: Site) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    add_consultation(site.database)
    known = {"slug": "tingche", "eid": "art_4", "code": "A" * 24}
    browser, asked = site.client(*Role), 0
    for rule in site.app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        values = {name: known.get(name, 1 if isinstance(rule._converters[name], IntegerConverter) else "x") for name in rule.arguments}  # fmt: skip
        answer = browser.post(rule.build(values, append_unknown=False)[1], data={"csrf_token": "forged"})
        assert (rule.rule, answer.status_code) == (rule.rule, 400)
        assert "E835" in answer.text
        asked += 1
    assert asked > 20


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_guessing_receipts_is_stopped_by_address(site: Site) -> None:
    visitor = site.client()
    guesses = (
        visitor.get(f"/track/{'ABCDEFGH234567ABCDEF'}{number + 10**6:b}"[:31]).status_code for number in range(310)
    )
    answers = list(guesses)
    assert answers == [404] * 300 + [429] * 10


def test_numbers_beyond_all_rows_are_no_pages(site: Site) -> None:
    browser = site.client(Role.DRAFTER)
    assert browser.get(f"/drafting/{10**25}").status_code == 404


@pytest.mark.parametrize("path", ["/account/password", "/track"])
def test_no_form_is_read_from_json_however_deep(site: Site, path: str) -> None:
    answer = site.client(Role.DRAFTER).post(path, data='{"a": ' + "[" * 5_000, content_type="application/json")
    assert answer.status_code == 400
    assert "E813" in answer.text


def test_a_file_in_place_of_a_name_is_no_name(site: Site) -> None:
    sent = {"login": (io.BytesIO(b"x"), "x.png"), "password": (io.BytesIO(b"x"), "y.png")}
    assert site.client().post("/login", data=sent).status_code < 500


def test_a_full_disk_is_told_and_leaves_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with site.app.app_context():
        store = files()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="E802"):
        store.add_bytes(b"x" * 100)
    assert [path for path in store.root.rglob("*") if path.is_file()] == []


def test_a_log_in_takes_no_session_that_somebody_else_chose(site: Site) -> None:
    """The token of a log-in is made by the server and differs from any that the browser brought."""
    browser, user = site.client(), site.user(Role.DRAFTER)
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = "chosen-by-a-stranger"
    assert browser.get("/drafting/").status_code == 303
    assert site.log_in(browser, user) != "chosen-by-a-stranger"
    assert browser.get("/drafting/").status_code == 200
