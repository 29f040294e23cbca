"""The demo: the whole fictional sample, a user for every role, one command."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from site_stands import Demo, Site
from sqlalchemy import func, select

from consult_web.accounts import Role, User
from consult_web.audit import verify
from consult_web.consultations import (
    Channel,
    Comment,
    CommentBucket,
    Consultation,
    Contact,
    ModerationDecision,
    PublicQuote,
    is_open,
)
from consult_web.demo import load_sample
from consult_web.storage import china_today


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_sample_can_be_loaded_into_postgresql(site: Site) -> None:
    load_sample(site.database, site.app.extensions["files"], china_today())
    _check(site)


def test_the_sample_is_loaded_whole_and_open_today(demo: Demo) -> None:
    _check(demo)


def _check(site: Site) -> None:
    with site.database.reading() as session:
        found = session.scalars(select(Consultation)).one()
        assert (is_open(found), found.fictional) == (True, True)
        assert session.scalar(select(func.count()).select_from(Comment)) == 329
        first, last = session.execute(select(func.min(Comment.received_at), func.max(Comment.received_at))).one()
        assert found.opens_at is not None
        assert found.opens_at <= first <= last
        assert session.scalar(select(func.count()).where(Comment.channel == Channel.STATION)) == 8
        assert (session.scalar(select(func.count()).select_from(Contact)) or 0) > 190
        released = select(func.count()).where(Comment.moderation == ModerationDecision.RELEASED)
        assert (session.scalar(released) or 0) > 100
        assert not [text for text in session.scalars(select(PublicQuote.text)) if "1540000" in text]
        assert verify(session).fault is None


def test_the_analysis_of_the_sample_counts_every_comment_once(demo: Demo) -> None:
    with demo.database.reading() as session:
        run = session.scalars(select(Consultation.run_id)).one()
        assert session.scalar(select(func.count()).where(CommentBucket.run_id == run)) == 329


def test_demo_users_log_in_with_the_passwords_printed(demo: Demo) -> None:
    assert set(demo.logins) == set(Role)
    for login in (demo.logins[Role.ADMIN], demo.logins[Role.DRAFTER]):
        browser = demo.client()
        assert browser.post("/login", data={"login": login.login, "password": login.password}).status_code == 303
        assert login.name in browser.get("/account").text
    with demo.database.reading() as session:
        assert session.scalar(select(func.count()).where(User.must_change)) == 0


def test_one_command_serves_the_demo_and_keeps_it(tmp_path: Path) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("CONSULT_", "DATABASE_", "OIDC_"))}
    command = [sys.executable, "-m", "consult_web.command", "demo", "--port", "0", "--home", str(tmp_path / "demo")]
    for first in (True, False):
        process = subprocess.Popen(command, env={**own, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            url = re.search(r"http://[\d.:]+", process.stdout.readline())
            assert url
            assert ("--reset" in process.stdout.readline()) is not first
            assert "登录" in requests.get(f"{url[0]}/login", timeout=30).text
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
