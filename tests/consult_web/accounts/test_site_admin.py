"""Administrators make users and organisations; auditors read the log; neither sees content."""

from __future__ import annotations

import ast
import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from site_stands import Site
from sqlalchemy import select

import consult_web
from consult_web.accounts import Organisation, OrganisationKind, Role, User, create_organisation, reaches
from consult_web.accounts.log_files import LOG_COLUMNS
from consult_web.accounts.log_words import ACTIONS, action_words
from consult_web.audit import AuditEvent, record, verify
from consult_web.background import Job, JobState
from consult_web.storage import china_today
from lawcheck.procedure import load_machine


def _organisation(site: Site, name: str = "法工委", kind: OrganisationKind = OrganisationKind.COMMITTEE) -> int:
    with site.database.saving() as session:
        return create_organisation(session, "program", name, kind).id


def test_a_new_user_logs_in_with_the_password_shown_once(site: Site) -> None:
    admin = site.client(Role.ADMIN)
    fields = {
        "login": "li.si",
        "name": "李测试",
        "organisation": _organisation(site),
        "roles": [Role.DRAFTER.value],
        "active": "y",
    }
    page = admin.post("/admin/users/new", data=fields)
    found = re.search(r"[a-zA-Z2-9]{16}", page.text.partition('role="alert"')[2])
    assert found
    browser = site.client()
    answer = browser.post("/login", data={"login": "li.si", "password": found[0]})
    assert answer.status_code == 303
    assert browser.get("/account").headers["Location"] == "/account/password"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"login": "李四"}, "E827"),
        ({"login": "ab"}, "E827"),
        ({"name": " "}, "E828"),
        ({"roles": [Role.ADMIN.value, Role.DRAFTER.value]}, "E829"),
        ({"roles": [Role.AUDITOR.value, Role.HEAD.value]}, "E829"),
    ],
)
def test_a_user_that_may_not_be_is_refused_with_the_reason(site: Site, change: dict[str, object], code: str) -> None:
    fields = {"login": "li.si", "name": "李测试", "organisation": _organisation(site), "roles": [], **change}
    answer = site.client(Role.ADMIN).post("/admin/users/new", data=fields)
    assert (answer.status_code, f"[{code}]" in answer.text) == (400, True)
    with site.database.reading() as session:
        assert session.scalar(select(User).where(User.login == "li.si")) is None


def test_nobody_gives_himself_rights(site: Site) -> None:
    user = site.user(Role.ADMIN)
    browser = site.client()
    site.log_in(browser, user)
    fields = {"name": user.name, "organisation": user.organisation_id, "roles": [Role.HEAD.value], "active": "y"}
    assert browser.post(f"/admin/users/{user.id}", data=fields).status_code == 403
    with site.database.reading() as session:
        assert session.get_one(User, user.id).role_names == {Role.ADMIN}


def test_a_closed_user_is_out_at_once(site: Site) -> None:
    user = site.user(Role.DRAFTER)
    browser = site.client()
    site.log_in(browser, user)
    fields = {"name": user.name, "organisation": user.organisation_id, "roles": [Role.DRAFTER.value]}
    site.client(Role.ADMIN).post(f"/admin/users/{user.id}", data=fields)
    assert browser.get("/account").status_code == 303


def test_a_person_of_a_closed_organisation_can_be_changed_and_closed(site: Site) -> None:
    user, admin = site.user(Role.FILER, organisation="石埠县人民政府"), site.client(Role.ADMIN)
    with site.database.saving() as session:
        session.get_one(Organisation, user.organisation_id).active = False
    page = admin.get(f"/admin/users/{user.id}").text
    assert re.search(rf'<option value="{user.organisation_id}" selected>石埠县人民政府（停用）', page)
    fields = {"name": user.name, "organisation": user.organisation_id, "roles": [Role.FILER.value]}
    assert admin.post(f"/admin/users/{user.id}", data=fields).status_code == 303
    with site.database.reading() as session:
        assert session.get_one(User, user.id).active is False
    other = admin.get(f"/admin/users/{site.user(Role.FILER).id}").text
    assert "石埠县人民政府" not in other, "nobody new goes there"


@pytest.mark.parametrize(
    ("change", "second", "told"),
    [
        ({}, False, False),
        ({"active": None}, False, True),
        ({"active": None}, True, False),
        ({"roles": [Role.REVIEWER.value]}, False, True),
        ({"organisation": "elsewhere"}, False, True),
    ],
)
def test_the_last_one_of_a_role_does_not_leave_unnoticed(
    site: Site, change: dict[str, object], second: bool, told: bool
) -> None:
    user, admin = site.user(Role.HEAD), site.client(Role.ADMIN)
    if second:  # in a part of the same body
        with site.database.saving() as session:
            own = session.get_one(Organisation, user.organisation_id)
            create_organisation(session, "program", "法制工作委员会", OrganisationKind.COMMITTEE, parent=own)
        site.user(Role.HEAD, organisation="法制工作委员会")
    given = {
        "name": user.name,
        "organisation": user.organisation_id,
        "roles": [Role.HEAD.value],
        "active": "y",
    } | change
    if given["organisation"] == "elsewhere":
        given["organisation"] = _organisation(site, "石埠县人民政府", OrganisationKind.GOVERNMENT)
    fields = {name: value for name, value in given.items() if value}
    page = admin.post(f"/admin/users/{user.id}", data=fields, follow_redirects=True).text
    assert ("已经没有启用的负责人" in page) is told


def test_a_reset_password_ends_all_log_ins_and_is_shown_once(site: Site) -> None:
    user = site.user(Role.DRAFTER)
    browser, admin = site.client(), site.client(Role.ADMIN)
    site.log_in(browser, user)
    assert "初始密码" in admin.post(f"/admin/users/{user.id}/password").text
    assert browser.get("/account").status_code == 303
    assert "初始密码" not in admin.get(f"/admin/users/{user.id}").text


def test_organisations_make_a_tree(site: Site) -> None:
    admin = site.client(Role.ADMIN)
    top = _organisation(site, "云溪市人大常委会", OrganisationKind.CONGRESS)
    fields = {
        "name": "石埠街道联络站",
        "kind": "联络站",
        "parent": top,
        "territory": "330599001",
        "code": "ST-01",
        "active": "y",
    }
    assert admin.post("/admin/organisations/new", data=fields).status_code == 303
    with site.database.reading() as session:
        station = session.scalar(select(Organisation).where(Organisation.code == "ST-01"))
        assert station is not None
        assert station.path == f"/{top}/{station.id}/"
    assert "[E826]" in admin.post("/admin/organisations/new", data=fields).text
    assert "石埠街道联络站" in admin.get("/admin/organisations").text


def test_work_is_within_one_body(site: Site) -> None:
    with site.database.saving() as session:
        city = create_organisation(session, "p", "市人大", OrganisationKind.CONGRESS)
        office = create_organisation(session, "p", "法工委", OrganisationKind.COMMITTEE, parent=city)
        county = create_organisation(session, "p", "县人大", OrganisationKind.CONGRESS, parent=city)
        user = User(login="abc", name="甲", organisation=office)
        session.add(user)
        session.flush()
        assert [reaches(session, user, other.id) for other in (city, office, county)] == [True, True, False]


def test_the_auditor_reads_and_checks_the_log(site: Site) -> None:
    with site.database.saving() as session:
        record(session, "visitor", "comment.received", "comment:7", {"channel": "网站", "revision": 1})
    auditor = site.client(Role.AUDITOR)
    page = auditor.get("/audit?action=comment.received").text
    for words in ("收到意见", "意见 7", "渠道：网站；第几稿：1", "公众"):
        assert words in page
    assert "意见 7" not in auditor.get("/audit?action=login").text.partition("<tbody")[2]
    assert "渠道：网站" in auditor.get("/audit?subject=意见 7&actor=公众").text
    assert "渠道：网站" not in auditor.get("/audit?subject=意见 8").text
    assert "comment:7" in auditor.get("/audit?lang=en&subject=comment:7").text.partition("<tbody")[2]
    assert "完整" in auditor.post("/audit/verify", follow_redirects=True).text


def test_the_log_is_asked_for_by_day(site: Site) -> None:
    with site.database.saving() as session:
        record(session, "visitor", "comment.received", "comment:7", {"channel": "网站"})
    auditor, today = site.client(Role.AUDITOR), china_today()
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert "意见 7" in auditor.get(f"/audit?from={today}&to={today}&action=comment.received").text
    assert "没有符合条件的记录" in auditor.get(f"/audit?from={tomorrow}").text
    assert "意见 7" not in auditor.get(f"/audit?to={today - timedelta(days=1)}").text.partition("<main")[2]
    assert "[E911]" in auditor.get("/audit?from=昨天").text


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_log_is_exported_with_its_hashes_and_the_export_is_noted(site: Site, kind: str) -> None:
    with site.database.saving() as session:
        record(session, "visitor", "comment.received", "comment:7", {"reason": "=cmd|' /C calc'!A0", "revision": 1})
        record(session, "visitor", "comment.received", "comment:8")
    auditor = site.client(Role.AUDITOR)
    asked = {"subject": "意见 7", "from": china_today().isoformat(), "as": kind}
    answer = auditor.post("/audit/export", data=asked)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = _cells(answer.data, kind)
    assert rows[0] == list(LOG_COLUMNS)
    assert [row[7] for row in rows[1:]] == ["comment:7"]
    with site.database.reading() as session:
        kept = session.scalars(select(AuditEvent).where(AuditEvent.subject == "comment:7")).one()
        assert rows[1][-2:] == [kept.before, kept.hash]
        noted = session.scalars(select(AuditEvent).where(AuditEvent.action == "audit.exported")).one()
        assert noted.details == {"subject": "意见 7", "from": asked["from"], "format": kind, "events": 1}
        assert noted.actor.startswith("user:")
        assert verify(session).fault is None
    assert "导出审计日志" in auditor.get("/audit").text


def test_cells_of_the_exported_log_are_no_formulas(site: Site) -> None:
    with site.database.saving() as session:
        record(session, "=1+1", "-x", "@sum", {"=a": "b"})
    rows = _cells(site.client(Role.AUDITOR).post("/audit/export", data={"as": "csv"}).data, "csv")
    assert [rows[1][n] for n in (3, 5, 7, 8)] == ["'=1+1", "'-x", "'@sum", "'=a：b"]


def test_too_much_of_the_log_is_asked_for_in_parts(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult_web.accounts.audit_views.MOST_EVENTS", 1)
    auditor = site.client(Role.AUDITOR)
    with site.database.saving() as session:
        record(session, "visitor", "comment.received", "comment:7")
        record(session, "visitor", "comment.received", "comment:8")
    answer = auditor.post("/audit/export", data={"action": "comment.received"})
    assert answer.status_code == 400
    assert "[E661] 符合条件的记录有 2 条，一次最多导出 1 条" in answer.text
    assert auditor.post("/audit/export", data={"subject": "意见 8"}).status_code == 200


@pytest.mark.parametrize("role", [Role.ADMIN, Role.REGISTRAR, Role.HEAD])
def test_only_auditors_take_the_log(site: Site, role: Role) -> None:
    browser = site.client(role)
    assert browser.get("/audit").status_code == 403
    assert browser.post("/audit/export", data={"as": "csv"}).status_code == 403


def _cells(data: bytes, kind: str) -> list[list[str]]:
    if kind == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(data))["审计日志"]
    return [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_a_user_without_organisation_or_role_is_told_so(site: Site) -> None:
    admin, fields = site.client(Role.ADMIN), {"login": "wang.wu", "name": "王测试"}
    refused = admin.post("/admin/users/new", data=fields)
    assert refused.status_code == 400
    assert "请选择所在单位" in refused.text
    fields["organisation"] = str(_organisation(site))
    assert "还没有给这个用户选角色" in admin.post("/admin/users/new", data=fields).text
    made = admin.post("/admin/users/new", data={**fields, "login": "zhao.liu", "roles": [Role.DRAFTER.value]}).text
    assert "初始密码" in made
    assert "还没有给这个用户选角色" not in made


def test_every_action_of_the_log_and_every_background_work_has_words() -> None:
    """Whatever the program writes into the log is read by people: no code without words."""
    sources = [ast.parse(path.read_text("utf-8")) for path in Path(consult_web.__file__).parent.rglob("*.py")]
    calls = [node for source in sources for node in ast.walk(source) if isinstance(node, ast.Call)]
    noted = [node for call in calls if _name(call) in ("record", "_note", "_record") for node in call.args]
    named = [node.value for arg in noted for node in ast.walk(arg) if isinstance(node, ast.Constant)]
    actions = {value for value in named if isinstance(value, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", value)}
    assert len(actions) > 60
    assert actions <= set(ACTIONS)
    assert not [step for step in load_machine().steps if action_words(f"case.{step.event}") != step.name]


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def test_a_failed_job_can_be_started_again(site: Site) -> None:
    with site.database.saving() as session:
        session.add(Job(kind="x", state=JobState.FAILED, error_code="E838", error_details={"detail": "满了"}))
    admin = site.client(Role.ADMIN)
    assert "后台工作出错：满了" in admin.get("/admin/jobs").text
    admin.post("/admin/jobs/1/retry")
    with site.database.reading() as session:
        assert session.scalars(select(Job)).one().state is JobState.QUEUED


def test_users_are_found_by_name_and_paged(site: Site) -> None:
    with site.database.saving() as session:
        body = create_organisation(session, "p", "市人大", OrganisationKind.CONGRESS)
        session.add_all(User(login=f"user{n:03}", name=f"测试员{n}", organisation=body) for n in range(60))
    admin = site.client(Role.ADMIN)
    assert "user059" in admin.get("/admin/users?page=2").text
    assert "user007" in admin.get("/admin/users?q=user007").text
    assert "user008" not in admin.get("/admin/users?q=user007").text
