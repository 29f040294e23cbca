"""Log-in: the right password, lock-out, sessions that end, forms that cannot be forged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from site_stands import Site
from sqlalchemy import select

from consult_web.accounts import (
    LoginSession,
    Organisation,
    OrganisationKind,
    Role,
    User,
    create_organisation,
    create_user,
)
from consult_web.accounts.log_in import end_sessions, token_hash
from consult_web.audit import AuditEvent
from consult_web.storage import utc_now

GOOD = "Yunxi-2026-qiao"


@pytest.fixture
def login(site: Site) -> str:
    with site.database.saving() as session:
        body = create_organisation(session, "program", "云溪市人大常委会", OrganisationKind.CONGRESS)
        roles = [Role.DRAFTER]
        user, _ = create_user(
            session,
            "program",
            login="zhang",
            name="张测试",
            organisation=body,
            roles=roles,
            password=GOOD,
            must_change=False,
        )
        return user.login


def _log_in(browser: FlaskClient, login: str, password: str = GOOD, address: str = "/login") -> tuple[int, str]:
    answer = browser.post(address, data={"login": login, "password": password})
    return answer.status_code, answer.headers.get("Location", "") or answer.text


def test_the_right_password_leads_to_the_page_asked_for(site: Site, login: str) -> None:
    browser = site.client()
    assert browser.get("/account").headers["Location"] == "/login?next=/account"
    assert _log_in(browser, "ZHANG ", address="/login?next=/account/password") == (303, "/account/password")
    assert "张测试" in browser.get("/account").text


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x", "evil", "/a%0D%0AX:%201"]
)
def test_nobody_is_sent_elsewhere_after_the_log_in(site: Site, login: str, wanted: str) -> None:
    assert _log_in(site.client(), login, address=f"/login?next={wanted}") == (303, "/account")


@pytest.mark.parametrize(("name", "password"), [("zhang", "wrong"), ("nobody", GOOD), ("", ""), ("zhang", "")])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(site: Site, login: str, name: str, password: str) -> None:
    status, page = _log_in(site.client(), name, password)
    assert (status, "[E832]" in page) == (400, True)


def test_five_wrong_passwords_lock_the_account_also_for_the_right_one(site: Site, login: str) -> None:
    browser = site.client()
    for _ in range(5):
        _log_in(browser, login, "wrong")
    status, page = _log_in(browser, login)
    assert (status, "[E820]" in page) == (400, True)
    with site.database.saving() as session:
        user = session.scalars(select(User)).one()
        user.locked_until = utc_now() - timedelta(seconds=1)
        actions = list(session.scalars(select(AuditEvent.action)))
    assert actions.count("login.failed") == 5
    assert _log_in(browser, login)[0] == 303


def test_a_log_in_that_was_ended_is_out_at_once(site: Site, login: str) -> None:
    browser = site.client()
    _log_in(browser, login)
    with site.database.saving() as session:
        assert end_sessions(session, session.scalars(select(User.id)).one()) == 1
    assert browser.get("/account").status_code == 303


@pytest.mark.parametrize("values", [{"expires_at": timedelta(minutes=-1)}, {"seen_at": timedelta(hours=-2)}])
def test_a_log_in_ends_by_itself(site: Site, login: str, values: dict[str, timedelta]) -> None:
    browser = site.client()
    _log_in(browser, login)
    with site.database.saving() as session:
        row = session.scalars(select(LoginSession)).one()
        for name, ago in values.items():
            setattr(row, name, utc_now() + ago)
    assert browser.get("/account").status_code == 303


def test_log_out_ends_the_row_so_that_a_copied_cookie_is_worth_nothing(site: Site, login: str) -> None:
    browser, thief = site.client(), site.client()
    _log_in(browser, login)
    with browser.session_transaction() as cookie, thief.session_transaction() as copy:
        copy.update(cookie)
    assert thief.get("/account").status_code == 200
    browser.post("/logout")
    assert thief.get("/account").status_code == 303


def test_the_log_in_gives_a_new_token_and_keeps_nothing_of_the_cookie_before(site: Site, login: str) -> None:
    browser = site.client()
    with browser.session_transaction() as cookie:
        cookie["planted"] = "x"
    _log_in(browser, login)
    with browser.session_transaction() as cookie, site.database.reading() as session:
        assert "planted" not in cookie
        assert session.scalars(select(LoginSession.token_hash)).one() == token_hash(cookie["_user_id"])


def test_a_closed_account_or_organisation_cannot_work(site: Site, login: str) -> None:
    browser = site.client()
    _log_in(browser, login)
    with site.database.saving() as session:
        session.scalars(select(Organisation)).one().active = False
    assert browser.get("/account").status_code == 303
    assert "[E821]" in _log_in(browser, login)[1]


def test_the_first_password_must_be_changed_before_anything_else(site: Site, login: str) -> None:
    with site.database.saving() as session:
        session.scalars(select(User)).one().must_change = True
    browser = site.client()
    _log_in(browser, login)
    assert browser.get("/account").headers["Location"] == "/account/password"
    fields = {"old": GOOD, "new": "Another-2027-phrase", "again": "Another-2027-phrase"}
    assert browser.post("/account/password", data=fields).status_code == 303
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"old": "wrong"}, "E822"),
        ({"again": "other"}, "E839"),
        ({"new": GOOD, "again": GOOD}, "E823"),
        ({"new": "short", "again": "short"}, "E816"),
        ({"new": "aaaabbbbcc", "again": "aaaabbbbcc"}, "E817"),
        ({"new": "Zhang-2027-xx", "again": "Zhang-2027-xx"}, "E818"),
        ({"new": "Password-2027", "again": "Password-2027"}, "E819"),
        ({"new": "x" * 129, "again": "x" * 129}, "E816"),
    ],
)
def test_bad_passwords_are_refused_with_the_reason(site: Site, login: str, change: dict[str, str], code: str) -> None:
    browser = site.client()
    _log_in(browser, login)
    fields = {"old": GOOD, "new": "Another-2027-phrase", "again": "Another-2027-phrase", **change}
    answer = browser.post("/account/password", data=fields)
    assert (answer.status_code, f"[{code}]" in answer.text) == (400, True)


def test_another_password_ends_the_other_log_ins(site: Site, login: str) -> None:
    browser, other = site.client(), site.client()
    _log_in(browser, login)
    _log_in(other, login)
    browser.post("/account/password", data={"old": GOOD, "new": "Another-2027-phrase", "again": "Another-2027-phrase"})
    assert (browser.get("/account").status_code, other.get("/account").status_code) == (200, 303)


def test_a_forged_form_is_refused(site: Site, login: str) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    answer = site.client().post("/login", data={"login": login, "password": GOOD})
    assert (answer.status_code, "[E835]" in answer.text) == (400, True)


def test_cookies_are_for_this_site_and_not_for_scripts(site: Site, login: str) -> None:
    answer = site.client().post("/login", data={"login": login, "password": GOOD})
    cookie = next(value for name, value in answer.headers if name == "Set-Cookie" and value.startswith("consult="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_log_ins_from_one_address_are_throttled(site: Site, login: str) -> None:
    browser = site.client()
    answers = [browser.post("/login", data={"login": f"u{n}", "password": "x"}).status_code for n in range(62)]
    assert answers.count(429) == 2


def test_the_account_page_names_devices_in_words_and_this_one(site: Site, login: str) -> None:
    browser = site.client()
    agent = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
    )
    browser.post("/login", data={"login": login, "password": GOOD}, headers={"User-Agent": agent})
    page = browser.get("/account").text
    assert "Chrome，Windows（本机）" in page
    assert "AppleWebKit" not in page
