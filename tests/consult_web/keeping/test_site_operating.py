"""What the person who runs the site is told: settings that are wrong, a database that cannot be used, and nothing in a traceback."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from site_stands import DATA_KEY, Cluster, Site
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from consult_web import storage
from consult_web.background import enqueue
from consult_web.backup import back_up, back_up_of_day
from consult_web.command import main
from consult_web.errors import Unavailable
from consult_web.operating import production_settings
from consult_web.settings import read_settings
from consult_web.storage import FileStore, new_data_key, open_database

KEYS = {"CONSULT_SECRET_KEY": "s" * 40, "CONSULT_DATA_KEYS": DATA_KEY}


@pytest.fixture(autouse=True)
def mask() -> Iterator[None]:
    """Commands narrow what they write to their user; the tests after these go on as before."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def said(environment: dict[str, str], *arguments: str) -> str:
    """What a command says that ends with 1 and no traceback."""
    done = CliRunner().invoke(main, arguments, env={**KEYS, **environment})
    assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.output
    return done.output


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("CONSULT_TRUSTED_PROXIES", "eins", "E690"),
        ("CONSULT_TRUSTED_PROXIES", "-1", "E690"),
        ("CONSULT_TRUSTED_PROXIES", "²", "E690"),
        ("CONSULT_HOSTS", "https://a.cn/", "E692"),
        ("CONSULT_HOSTS", "a.cn b.cn", "E692"),
        ("CONSULT_HOSTS", "*.a.cn", "E692"),
        ("REDIS_URL", "127.0.0.1:6379", "E698"),
    ],
)
def test_a_malformed_setting_is_named(name: str, value: str, code: str) -> None:
    with pytest.raises(Unavailable, match=code):
        read_settings({**KEYS, name: value})


def test_settings_as_they_may_be_written_are_taken() -> None:
    found = read_settings(
        {**KEYS, "CONSULT_HOSTS": "a.cn:8443, .b.cn,[::1],10.0.0.5,法规.中国", "CONSULT_TRUSTED_PROXIES": " 2 "}
    )
    assert (len(found.hosts), found.trusted_proxies, found.redis_url) == (5, 2, "")
    assert read_settings({**KEYS, "REDIS_URL": "redis://10.0.0.5:6379/0"}).redis_url == "redis://10.0.0.5:6379/0"


def test_a_site_that_people_reach_has_a_name_a_long_secret_and_a_folder(tmp_path: Path) -> None:
    whole = {**KEYS, "CONSULT_HOSTS": "a.cn", "CONSULT_HOME": str(tmp_path)}
    assert production_settings(whole).hosts == ("a.cn",)
    assert production_settings({**whole, "CONSULT_HOSTS": "", "CONSULT_INSECURE_COOKIES": "1"}).hosts == ()
    for name, value, code in (("CONSULT_HOSTS", "", "CONSULT_HOSTS"), ("CONSULT_SECRET_KEY", "s" * 31, "E697")):
        with pytest.raises(Unavailable, match=code):
            production_settings({**whole, name: value})
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError, match="file"):
        production_settings({**whole, "CONSULT_HOME": str(tmp_path / "file")})


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("consult.db", "E801"),
        ('"postgresql://consult:geheim@host/x"', "E801"),
        ("postgresql://consult:geheim@host:port/x", "E801"),
        ("postgresql://consult:geheim@127.0.0.1:1/x", "对方没有应答"),
        ("postgresql:///x?host=/nowhere", "没有 /nowhere/.s.PGSQL.5432"),
        ("sqlite:////nowhere/x.db", "文件夹不存在"),
    ],
)
@pytest.mark.parametrize("command", [("upgrade",), ("worker",), ("audit", "verify")], ids=" ".join)
def test_why_a_database_cannot_be_used_is_said_without_its_password(
    url: str, reason: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    words = said({"DATABASE_URL": url, "CONSULT_HOME": str(tmp_path)}, *command)
    assert reason in words
    assert "geheim" not in words


def test_a_database_of_postgresql_that_is_not_there_or_not_utf8_is_told(cluster: Cluster, tmp_path: Path) -> None:
    cluster.execute("CREATE DATABASE ascii_only TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    try:
        for name, reason in (("ascii_only", "SQL_ASCII"), ("missing", "没有名为 missing 的数据库")):
            assert reason in said({"CONSULT_HOME": str(tmp_path), "DATABASE_URL": cluster.url(name)}, "upgrade")
    finally:
        cluster.execute("DROP DATABASE ascii_only WITH (FORCE)")


def test_commands_work_on_tables_of_their_own_program_only(tmp_path: Path) -> None:
    own = {"CONSULT_HOME": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'c.db'}"}
    new_user = ("admin", "create", "root1", "--name", "管理员", "--organisation", "云溪市人大常委会")
    for command in (new_user, ("worker",), ("admin", "renew-keys")):
        assert "E809" in said(own, *command)
    assert CliRunner().invoke(main, ["upgrade"], env={**KEYS, **own}).exit_code == 0
    assert stat.S_IMODE((tmp_path / "c.db").stat().st_mode) == 0o600
    opened = open_database(own["DATABASE_URL"])
    with opened.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    for command in (new_user, ("worker",), ("upgrade",)):
        assert "E694" in said(own, *command)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_slips_in_commands_are_told(site: Site) -> None:
    own = {"DATABASE_URL": site.settings.database_url, "CONSULT_HOME": str(site.settings.home)}
    words = said(own, "admin", "create", "root1", "--name", "甲", "--organisation", "乙", "--role", "不存在")
    assert "E695" in words
    assert "系统管理员" in words
    assert "E696" in said(own, "audit", "verify", "--noted", "abc")
    assert "抄写时有，现在没有" in said(own, "audit", "verify", "--noted", f"99:{'0' * 64}")
    assert "E503" in said(own, "desk", "clean", "--day", "明天")
    assert "没有登记过系统" in said(own, "desk", "export-messages", "甲", str(site.settings.home / "out"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_is_for_its_user_alone(site: Site, tmp_path: Path) -> None:
    (tmp_path / "b.zip.part").touch(mode=0o644)  # of a backup that lost its power
    back_up(site.database, FileStore(tmp_path / "files"), tmp_path / "b.zip")
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_of_each_day_deletes_those_of_its_kind_that_are_too_old(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    others = ("consult-2026-10-24.zip.txt", "before-upgrade.zip", "consult-2026-1-1.zip")
    for name in ("consult-2026-10-24.zip", "consult-2026-10-25.zip", *others):
        (folder / name).touch()
    made = back_up_of_day(site.database, FileStore(tmp_path / "files"), folder, date(2026, 11, 24), 30)
    assert (made["deleted"], made["path"].name) == (["consult-2026-10-24.zip"], "consult-2026-11-24.zip")
    kept = {path.name for path in folder.iterdir()}
    assert kept == {"consult-2026-10-25.zip", "consult-2026-11-24.zip", *others}
    done = CliRunner().invoke(
        main,
        ["backup", str(folder), "--keep-days", "30"],
        env={**KEYS, "DATABASE_URL": site.settings.database_url, "CONSULT_HOME": str(site.settings.home)},
    )
    assert done.exit_code == 0, done.output
    assert f"consult-{storage.china_today()}.zip" in done.output


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/", "/login", "/track", "/suggest/track", "/documents/", "/healthz", "/nowhere"])
def test_head_is_answered_as_get_without_the_page(site: Site, path: str) -> None:
    page, head = site.app.test_client().get(path), site.app.test_client().head(path)
    assert (head.status_code, head.data) == (page.status_code, b"")
    assert head.headers["Content-Type"] == page.headers["Content-Type"]


def test_what_people_wrote_stands_in_no_error_of_a_statement(site: Site) -> None:
    with pytest.raises(DBAPIError) as found, site.database.reading() as session:
        session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "住在某某路的张某"})
    assert "张某" not in str(found.value)
    assert "nowhere" in storage.one_line(found.value)


def test_a_look_at_the_whole_names_each_thing_that_is_wrong(site: Site, tmp_path: Path) -> None:
    own = {"DATABASE_URL": site.settings.database_url, "CONSULT_HOME": str(site.settings.home), "CONSULT_HOSTS": "a.cn"}
    (tmp_path / "library.db").touch()
    whole = {**KEYS, **own, "LAWCHECK_HOME": str(tmp_path)}
    assert "不正常　后台进程：[E699]" in said(whole, "check")
    with site.database.saving() as session:
        enqueue(session, "contacts", key="clock")
    done = CliRunner().invoke(main, ["check"], env=whole)
    assert (done.exit_code, done.output.count("正常　"), "不正常" in done.output) == (0, 6, False), done.output
    for name, value, words in (
        ("CONSULT_HOSTS", "", "不正常　设置：[E808]"),
        ("CONSULT_SECRET_KEY", "", "不正常　数据库：原因同“设置”"),
        ("CONSULT_DATA_KEYS", new_data_key(), "不正常　密钥：[E806]"),
        ("LAWCHECK_HOME", str(tmp_path / "none"), "不正常　法规库：还没有"),
        ("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}", "不正常　数据库：[E809]"),
    ):
        assert words in said({**whole, name: value}, "check")


def test_a_disk_that_is_nearly_full_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult_web.checking.shutil.disk_usage", lambda _: SimpleNamespace(free=1 << 30))
    own = {"DATABASE_URL": site.settings.database_url, "CONSULT_HOME": str(site.settings.home)}
    assert "只剩 1.1 GB" in said(own, "check")
