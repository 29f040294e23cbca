"""Every route × every role: who may see a page is what the table says, and nobody else."""

from __future__ import annotations

import itertools

import pytest
from flask import Flask
from flask.testing import FlaskClient
from site_stands import Site
from werkzeug.routing import BaseConverter, Rule, UUIDConverter
from werkzeug.routing.converters import NumberConverter

from consult_web.accounts import GuardedFlask, Permission, Role, allowed, required_permissions, role_permissions


def _routes(app: Flask) -> list[tuple[Rule, str]]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.rpartition(".")[2] != "static"]
    return [(rule, method) for rule in rules for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]


def _address(rule: Rule) -> str:
    """An address that leads to the view, though to nothing there."""
    values = {name: _value(rule._converters[name]) for name in rule.arguments}
    built = rule.build(values)
    assert built is not None
    return built[1]


def _value(converter: BaseConverter) -> object:
    if isinstance(converter, NumberConverter):
        return 999999
    return "00000000-0000-0000-0000-000000000000" if isinstance(converter, UUIDConverter) else "x" * 24


def _refused(browser: FlaskClient, rule: Rule, method: str) -> str:
    """``login`` or ``role`` when the guard refuses, "" when the view is reached (whatever it answers)."""
    answer = browser.open(_address(rule), method=method)
    if answer.status_code == 303 and "/login?next=" in answer.headers.get("Location", ""):
        return "login"
    if answer.status_code == 403 and "[E814]" in answer.text:
        return "login"
    return "role" if answer.status_code == 403 and "[E815]" in answer.text else ""


def _expected(needed: tuple[Permission, ...], role: Role | None) -> str:
    if Permission.ANYONE in needed:
        return ""
    if role is None:
        return "login"
    granted = role_permissions()[role] | {Permission.SIGNED_IN}
    return "" if granted & set(needed) else "role"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a thousand requests, no question of the database
def test_every_role_reaches_the_pages_of_the_table_and_no_other(site: Site) -> None:
    wrong = []
    site.app.config["RATELIMIT_ENABLED"] = False
    for role in (None, *Role):
        for rule, method in _routes(site.app):
            if rule.endpoint in ("accounts.log_out", "accounts.end_others"):
                continue  # they end the log-in that the next ones need; tested by themselves
            browser = _shared(site, role)
            found = _refused(browser, rule, method)
            if found != _expected(required_permissions(site.app.view_functions[rule.endpoint]), role):
                wrong.append((role, method, rule.rule, found))
    assert wrong == []


_BROWSERS: dict[tuple[int, Role | None], FlaskClient] = {}


def _shared(site: Site, role: Role | None) -> FlaskClient:
    key = (id(site), role)
    if key not in _BROWSERS:
        _BROWSERS[key] = site.client(role) if role else site.client()
    return _BROWSERS[key]


def test_a_view_that_does_not_say_who_may_see_it_cannot_be_registered() -> None:
    app = GuardedFlask("x")
    with pytest.raises(TypeError, match="does not say who may see it"):
        app.add_url_rule("/x", "x", lambda: "x")
    app.add_url_rule("/y", "y", allowed(Permission.ANYONE)(lambda: "y"))


def test_every_role_is_in_the_table_and_every_permission_of_somebody() -> None:
    table = role_permissions()
    assert set(table) == set(Role)
    given = frozenset(itertools.chain.from_iterable(table.values()))
    assert given == set(Permission) - {Permission.ANYONE, Permission.SIGNED_IN}


def test_administrators_and_auditors_see_no_content() -> None:
    content = {"comment", "contact", "digest", "disposition", "consultation", "filing", "reply", "report", "station"}
    for role in (Role.ADMIN, Role.AUDITOR):
        assert {permission.value.partition(".")[0] for permission in role_permissions()[role]}.isdisjoint(content)


def test_contacts_are_shown_to_the_role_that_replies_alone() -> None:
    assert [role for role, granted in role_permissions().items() if Permission.CONTACT_READ in granted] == [
        Role.COMMENT_MANAGER
    ]
