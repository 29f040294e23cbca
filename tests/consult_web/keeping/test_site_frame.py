"""The frame of the site: proxies, cookies, a database that goes away and comes back, limits shared by processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, request
from site_stands import Cluster, Site, redis_server
from sqlalchemy import text

from consult_web.accounts import Permission, Role, allowed, limiter
from consult_web.errors import Unavailable
from consult_web.settings import Settings, read_settings
from consult_web.site import create_site
from consult_web.storage import open_database

_NEEDED = {"CONSULT_SECRET_KEY": "s" * 40, "CONSULT_DATA_KEYS": "k"}


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.9"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_the_proxies_told_are_believed(settings: Settings, proxies: int, forwarded: str, seen: str) -> None:
    app = create_site(replace(settings, trusted_proxies=proxies))
    app.add_url_rule("/whoami", "whoami", allowed(Permission.ANYONE)(lambda: f"{request.remote_addr} {request.scheme}"))
    headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "https"}
    answer = app.test_client().get("/whoami", headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert answer.text == f"{seen} {'https' if proxies else 'http'}"
    app.extensions["database"].close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_cookies_of_production_are_bound_to_this_host_and_to_https(settings: Settings) -> None:
    app = create_site(replace(settings, secure=True))
    answer = app.test_client().get("/login", base_url="https://consult.example")
    cookies = [value for name, value in answer.headers if name == "Set-Cookie" and value.startswith("__Host-consult=")]
    assert cookies
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookies[0]
    app.extensions["database"].close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_cookie_is_sent_again_when_it_is_a_day_old_and_not_with_every_page(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = site.client()
    with browser.session_transaction() as cookie:
        cookie["visitor"], cookie.permanent = "v" * 32, True
    assert "Set-Cookie" not in browser.get("/").headers
    monkeypatch.setattr("consult_web.cookies._FRESH", timedelta(0))
    assert "Expires=" in browser.get("/").headers["Set-Cookie"]
    with browser.session_transaction() as cookie:
        assert cookie["visitor"] == "v" * 32


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_other_host_names_are_refused_when_names_are_given(settings: Settings) -> None:
    app = create_site(replace(settings, hosts=("consult.example",)))
    assert app.test_client().get("/login", base_url="http://evil.example").status_code == 400
    assert app.test_client().get("/login", base_url="http://consult.example").status_code == 200
    app.extensions["database"].close()


def test_every_page_forbids_scripts_of_others_and_frames(site: Site) -> None:
    for path in ("/login", "/nowhere"):
        policy = site.client().get(path).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors" in policy


def test_pages_of_people_logged_in_stay_out_of_caches(site: Site) -> None:
    assert site.client(Role.AUDITOR).get("/account").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/a/b/c/nowhere", "/admin/users/x", "/\x00", "/%00", "/login?x=%00", "/login/../../etc/passwd"]
)
def test_a_page_that_is_not_there_says_so(site: Site, path: str) -> None:
    answer = site.client().get(path, follow_redirects=True)
    assert (answer.status_code, "[E800]" in answer.text) == (404, True)


def test_an_old_database_does_not_start(cluster: Cluster, settings: Settings) -> None:
    with cluster.copy_of("template0") as url, pytest.raises(Unavailable, match="consult-web upgrade"):
        create_site(replace(settings, database_url=url))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_goes_away_and_comes_back(site: Site, cluster: Cluster) -> None:
    browser = site.client(Role.ADMIN)
    assert browser.get("/admin/users").status_code == 200
    with _refusing(cluster, site.settings.database_url):
        answer = browser.get("/admin/users")
        assert (answer.status_code, "[E807]" in answer.text) == (503, True)
        assert browser.post("/login", data={"login": "a", "password": "b"}).status_code == 503
    assert browser.get("/admin/users").status_code == 200


@contextmanager
def _refusing(cluster: Cluster, url: str) -> Iterator[None]:
    """The database ends all connections and takes no new one."""
    name = url.partition("@/")[2].partition("?")[0]
    cluster.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    cluster.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    try:
        yield
    finally:
        cluster.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def _limited(settings: Settings) -> Flask:
    app = create_site(settings)
    app.add_url_rule("/few", "few", limiter.limit("3 per hour")(allowed(Permission.ANYONE)(_few)))
    return app


def _few() -> str:
    return "ok"


@pytest.mark.parametrize(
    ("database_url", "kind"),
    [("sqlite", "database"), ("postgresql", "database"), ("sqlite", "redis")],
    indirect=["database_url"],
)
def test_limits_are_shared_by_all_processes(settings: Settings, kind: str, tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from test_site_frame import _limited\n"
        "from pathlib import Path\n"
        "from consult_web.settings import Settings\n"
        "app = _limited(Settings(Path(sys.argv[2]), sys.argv[3], 's' * 40, (sys.argv[4],), redis_url=sys.argv[5], secure=False))\n"
        "print([app.test_client().get('/few').status_code for _ in range(2)])\n"
    )
    with redis_server(tmp_path) if kind == "redis" else _nothing() as redis_url:
        own = [str(Path(__file__).parent), str(tmp_path), settings.database_url, settings.data_keys[0], redis_url]
        paths = {"PYTHONPATH": f"{Path.cwd()}:{Path(__file__).parents[1]}"}
        answers = [
            subprocess.run(
                [sys.executable, "-c", script, *own], env=paths, capture_output=True, text=True, check=True
            ).stdout
            for _ in range(2)
        ]
    assert [answer.strip() for answer in answers] == ["[200, 200]", "[200, 429]"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_counted_waits_for_no_disk_and_what_follows_does(settings: Settings) -> None:
    app = _limited(settings)
    assert app.test_client().get("/few").status_code == 200
    database = app.extensions["database"]
    with database.reading() as session:
        assert session.execute(text("SELECT count FROM rate_window")).scalar_one() == 1
        assert session.execute(text("PRAGMA synchronous")).scalar_one() == 2
    assert database.engine.pool.checkedout() == 0
    database.close()


@contextmanager
def _nothing() -> Iterator[str]:
    yield ""


def test_the_settings_name_everything_once() -> None:
    found = read_settings(
        {**_NEEDED, "CONSULT_HOME": "/srv/c", "CONSULT_TRUSTED_PROXIES": "1", "CONSULT_HOSTS": "a.cn, b.cn"}
    )
    assert (found.trusted_proxies, found.hosts, found.secure, found.oidc) == (1, ("a.cn", "b.cn"), True, None)
    assert "s" * 40 not in repr(found)
    with pytest.raises(Unavailable, match="OIDC_CLIENT_SECRET"):
        read_settings({**_NEEDED, "OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "x"})


@pytest.mark.parametrize("url", ["mysql://host/db", "oracle://host/db"])
def test_other_databases_are_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(Unavailable, match="E801"):
        open_database(url)


def test_reviewing_a_file_needs_nothing_of_the_site() -> None:
    script = (
        "import sys, lawcheck, lawcheck.cli, lawcheck.reviewing, lawcheck.reports\n"
        "print(sorted(n for n in ('sqlalchemy', 'alembic', 'flask_login', 'flask_wtf', 'flask_limiter', 'argon2', 'authlib', "
        "'cryptography', 'segno', 'psycopg', 'redis') if n in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_process_that_shows_pages_loads_nothing_that_only_work_in_the_background_needs(settings: Settings) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from consult_web.settings import Settings\n"
        "from consult_web.site import create_site\n"
        "create_site(Settings(Path('x'), sys.argv[1], 's' * 40, (sys.argv[2],), secure=False)).extensions['database'].close()\n"
        "names = ('rjieba', 'redis', 'authlib', 'requests', 'cv2', 'onnxruntime', 'pypdfium2', 'docxtpl', 'scipy', 'opencc')\n"
        "print([name for name in names if name in sys.modules])"
    )
    own = [settings.database_url, settings.data_keys[0]]
    done = subprocess.run([sys.executable, "-c", script, *own], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_statements_are_never_shown(settings: Settings) -> None:
    """An error of the database says no table and no value to a visitor."""
    app = create_site(settings)

    def fail() -> str:
        with app.extensions["database"].reading() as session:
            session.execute(text("SELECT secret_column FROM nowhere"))
        return ""

    app.add_url_rule("/fail", "fail", allowed(Permission.ANYONE)(fail))
    page = app.test_client().get("/fail")
    app.extensions["database"].close()
    assert "secret_column" not in page.text
    assert page.status_code in (500, 503)
