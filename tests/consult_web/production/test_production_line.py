"""The production line of the README, really started: it serves, replaces what dies, and stops when told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from public_stands import add_consultation
from served import Citizen, Served, serving

from consult_web.consultations import Comment
from consult_web.settings import Settings
from consult_web.storage import Keyring, open_database


@pytest.fixture
def served(settings: Settings, tmp_path: Path) -> Iterator[Served]:
    if not os.environ.get("CI"):
        pytest.importorskip("gunicorn")
    database = open_database(settings.database_url, Keyring(settings.data_keys))
    add_consultation(database)
    database.close()
    with serving(settings, tmp_path / "log") as found:
        yield found


def test_the_production_line_serves_replaces_the_killed_and_stops_when_told(served: Served, settings: Settings) -> None:
    assert requests.get(served.address + "/healthz", timeout=30).text == "ok\n"
    receipt = Citizen(served.address).submit("罚款太高，建议降低。")
    tracked = requests.get(f"{served.address}/track/{receipt}", timeout=30)
    assert (tracked.status_code, "罚款太高" in tracked.text) == (200, True)
    first = served.workers()
    assert len(first) == 2
    os.kill(first[0], signal.SIGKILL)
    until = time.monotonic() + 30
    while time.monotonic() < until and len(set(served.workers()) - {first[0]}) < 2:
        time.sleep(0.1)
    assert len(set(served.workers()) - {first[0]}) == 2
    assert requests.get(served.address + "/tingche/", timeout=30).status_code == 200
    served.process.terminate()
    assert served.process.wait(35) == 0
    database = open_database(settings.database_url, Keyring(settings.data_keys))
    with database.reading() as session:
        assert session.query(Comment).count() == 1
    database.close()
    assert "Traceback" not in served.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_keeps_the_line_from_starting_is_told_in_words(settings: Settings, tmp_path: Path) -> None:
    with (
        pytest.raises(AssertionError, match="CONSULT_HOSTS") as found,
        serving(replace(settings, secure=True), tmp_path / "log"),
    ):
        pytest.fail("a site without a name answers to any")
    assert "Traceback" not in str(found.value)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_behind_a_proxy_the_site_is_https_of_its_own_name_only(settings: Settings, tmp_path: Path) -> None:
    database = open_database(settings.database_url, Keyring(settings.data_keys))
    add_consultation(database)
    database.close()
    own = {"CONSULT_HOSTS": "yijian.example", "CONSULT_TRUSTED_PROXIES": "1"}
    proxied = {"Host": "yijian.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    with serving(replace(settings, secure=True), tmp_path / "log", **own) as found:
        page = requests.get(found.address + "/tingche/v1/art_4", headers=proxied, timeout=30)
        assert page.status_code == 200
        assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
        cookie = page.headers["Set-Cookie"]
        assert cookie.startswith("__Host-consult=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        code = requests.get(found.address + "/tingche/v1/paper", headers=proxied, timeout=30)
        assert code.status_code == 200
        for strange in ({**proxied, "Host": "evil.example"}, {**proxied, "X-Forwarded-Host": "evil.example"}):
            refused = requests.get(found.address + "/tingche/", headers=strange, timeout=30)
            assert (refused.status_code, "evil.example" in refused.text) == (400, False)
