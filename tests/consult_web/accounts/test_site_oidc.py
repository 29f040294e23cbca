"""Log-in by OpenID Connect, against a provider that runs as a process of its own and signs its tokens itself."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from public_stands import add_consultation
from site_stands import Site
from sqlalchemy import select

from consult_web.accounts import Role, User
from consult_web.consultations import Comment, Publication
from consult_web.public import proof
from consult_web.settings import OidcSettings, Settings


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider that lets everybody in as the person named in the cookie-less form field ``login_hint``."""
    script = Path(__file__).with_name("oidc_provider.py")
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    process.kill()
    process.wait()


@pytest.fixture
def settings(settings: Settings, provider: str) -> Settings:
    return replace(settings, oidc=OidcSettings(provider, "consult", "a secret", "省统一认证"))


@pytest.fixture
def known(site: Site, provider: str) -> User:
    """A user whom the provider knows as ``person-7``."""
    user = site.user(Role.DRAFTER)
    with site.database.saving() as session:
        row = session.get_one(User, user.id)
        row.issuer, row.subject = provider, "person-7"
    return user


def _leave(browser: FlaskClient, path: str) -> str:
    """The address to which the page goes on: a form of ours leads to no other site."""
    page = browser.post(path)
    assert page.status_code == 200, page.text
    found = re.search(r'content="0;url=([^"]+)"', page.text)
    assert found
    return unescape(found[1])


def _go(browser: FlaskClient, person: str = "person-7", fault: str = "", wanted: str = "/account") -> tuple[int, str]:
    """Press the button, log in at the provider, come back; status and address or page."""
    place = _leave(browser, f"/login/oidc?next={wanted}")
    asked = parse_qs(urlsplit(place).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["nonce"]
    back = requests.get(place, params={"person": person, "fault": fault}, allow_redirects=False, timeout=10).headers[
        "Location"
    ]
    parts = urlsplit(back)
    answer = browser.get(f"{parts.path}?{parts.query}")
    return answer.status_code, answer.headers.get("Location", "") or answer.text


def test_a_person_known_here_is_logged_in_and_sent_to_the_page_asked_for(site: Site, known: User) -> None:
    browser = site.client()
    assert "省统一认证" in browser.get("/login").text
    assert _go(browser, wanted="/account/password") == (303, "/account/password")
    assert known.login in browser.get("/account").text


def test_a_person_not_known_here_is_told_what_to_do(site: Site, known: User) -> None:
    browser = site.client()
    status, page = _go(browser, "person-8")
    assert (status, "[E834]" in page, "person-8" in page) == (403, True, True)
    assert browser.get("/account").status_code == 303


@pytest.mark.parametrize("fault", ["nonce", "audience", "issuer", "expired", "signature", "denied"])
def test_an_answer_that_does_not_fit_lets_nobody_in(site: Site, known: User, fault: str) -> None:
    browser = site.client()
    status, page = _go(browser, fault=fault)
    assert (status, "[E833]" in page) == (400, True)
    assert browser.get("/account").status_code == 303


def test_an_answer_that_this_browser_did_not_ask_for_lets_nobody_in(site: Site, known: User) -> None:
    asker, other = site.client(), site.client()
    place = _leave(asker, "/login/oidc")
    back = requests.get(place, params={"person": "person-7"}, allow_redirects=False, timeout=10).headers["Location"]
    parts = urlsplit(back)
    assert other.get(f"{parts.path}?{parts.query}").status_code == 400
    assert other.get("/account").status_code == 303


def test_a_closed_account_does_not_come_in_by_the_provider_either(site: Site, known: User) -> None:
    with site.database.saving() as session:
        session.get_one(User, known.id).active = False
    status, page = _go(site.client())
    assert (status, "[E821]" in page) == (403, True)


def test_where_all_is_published_a_citizen_is_confirmed_first_and_stays_nameless(
    site: Site, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "WAIT_SECONDS", 0)
    add_consultation(site.database, publication=Publication.FULL)
    browser = site.client()
    for _ in range(2):
        browser.post("/tingche/v1/art_4", data={"text": "太高。", "target": "art_4", "public": "yes", "go": "review"})
        page = browser.get("/tingche/review").text
        place = re.findall(r'name="public"[^>]*value="(\w+)"', page)
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page[page.index('id="send"') :]))
        refused = browser.post("/tingche/review", data={**fields, "public": place})
        if refused.status_code == 200:
            break
        assert "公开意见要先核实身份" in refused.text
        address = _leave(browser, "/login/oidc/verify?next=/tingche/review")
        back = urlsplit(
            requests.get(address, params={"person": "citizen-1"}, allow_redirects=False, timeout=10).headers["Location"]
        )
        answer = browser.get(f"{back.path}?{back.query}")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/tingche/review")
        assert "已经核实身份" in browser.get("/tingche/review").text
    with site.database.reading() as session:
        sent = session.scalars(select(Comment)).all()
    assert len({one.person_key for one in sent}) == 1
    assert all(one.consent_public and "citizen" not in one.person_key for one in sent)
    assert browser.get("/account").status_code == 303
