"""What tests of the site stand on: a database of each kind, empty but for its tables, and a site on it.

PostgreSQL runs in a cluster of its own, made for this run and stopped at its end; no other cluster is touched.
"""

from __future__ import annotations

import gc
import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Config, Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event, select

from consult_web.accounts import Organisation, OrganisationKind, Role, User, UserRole, create_organisation, passwords
from consult_web.accounts.log_in import start_session
from consult_web.accounts.rates import install_limits
from consult_web.background import Worker, use_wake
from consult_web.demo import Login, load_sample
from consult_web.settings import Settings
from consult_web.site import create_site
from consult_web.storage import Database, FileStore, Keyring, china_today, new_data_key, open_database, upgrade

DATA_KEY = new_data_key()
_PREPARED = "consult_prepared"
passwords._HASHER = PasswordHasher(1, 8, 1)  # argon2 is meant to take its time; hundreds of tests are not


@dataclass
class Site:
    """A site on an empty database of its own; ``database`` for what is behind it, ``client()`` for a browser."""

    app: Flask
    settings: Settings

    @property
    def database(self) -> Database:
        found: Database = self.app.extensions["database"]
        return found

    def client(self, *roles: Role) -> FlaskClient:
        """A browser: of nobody, or of a fresh user with ``roles`` (in the one organisation 云溪市人大常委会)."""
        browser = self.app.test_client()
        if roles:
            self.log_in(browser, self.user(*roles))
        return browser

    def user(self, *roles: Role, organisation: str = "云溪市人大常委会") -> User:
        """A fresh user; the organisation is made when it is not there."""
        with self.database.saving() as session:
            body = session.scalar(select(Organisation).where(Organisation.name == organisation))
            body = body or create_organisation(session, "program", organisation, OrganisationKind.CONGRESS)
            user = User(login=f"u{uuid4().hex[:12]}", name="测试员", organisation=body)
            user.roles = [UserRole(role=role) for role in roles]
            session.add(user)
        return user

    def log_in(self, browser: FlaskClient, user: User) -> str:
        """Log ``user`` in without the page (argon2 takes its time); the token of the log-in."""
        with self.database.saving() as session:
            token = start_session(session, session.get_one(User, user.id))
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return token

    def work(self) -> None:
        """Do all jobs that wait."""
        worker = Worker(self.database, self.app.extensions["files"])
        while worker.step():
            pass


@contextmanager
def counted(site: Site) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(site.database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(site.database.engine, "before_cursor_execute", note)


@dataclass
class Standing:
    """A folder for databases and files of tests, wiped for each, and the applications on it.

    Making an application costs more than most tests: one for each settings serves all tests of a process.
    """

    folder: Path
    _apps: dict[Settings, tuple[Flask, Config]] = field(default_factory=dict)

    def app_on(self, settings: Settings, page_cache: FileSystemBytecodeCache) -> Flask:
        """The application of ``settings``, as it was when it was made."""
        kept = self._apps.get(settings)
        if kept is None:
            app = _make_app(settings, page_cache)
            self._apps[settings] = app, Config(app.root_path, app.config)
            return app
        _renew(*kept, settings)
        return kept[0]

    def copy(self, prepared: Path) -> str:
        """The address of a fresh copy of a database of SQLite."""
        path = self.folder / "consult.db"
        for old in (path, *self.folder.glob("consult.db-*")):
            old.unlink(missing_ok=True)
        shutil.copyfile(prepared, path)
        return f"sqlite:///{path}"

    def empty_home(self, name: str = "home") -> Path:
        """Where files of the next site go; nothing is there."""
        home = self.folder / name
        shutil.rmtree(home, ignore_errors=True)
        return home


class Cluster:
    """A PostgreSQL cluster on a socket in a folder of its own; speed matters here, not the loss of power."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self.folder, self.bin = folder, bin_folder
        self._owner = "postgres" if os.geteuid() == 0 else ""

    def start(self) -> None:
        if self._owner:
            entry = pwd.getpwnam(self._owner)
            os.chown(self.folder, entry.pw_uid, entry.pw_gid)
        self._run(
            "initdb", "-D", str(self.folder / "data"), "-U", "consult", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        self.start_again()

    def start_again(self) -> None:
        """Bring back what :meth:`stop` stopped at once, as after a loss of power."""
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=120"
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-w", "-o", options, "-l", str(self.folder / "log"), "start"
        )

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def url(self, name: str) -> str:
        return f"postgresql://consult@/{name}?host={self.folder}"

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def copy_of(self, name: str, own: str = "") -> Iterator[str]:
        """The address of a fresh copy of a database, called ``own`` if told, dropped at the end."""
        own = own or f"t_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {own} TEMPLATE {name}{self._strategy}")
        try:
            yield self.url(own)
        finally:
            if self._connections(own):
                gc.collect()  # what a test left open is rolled back here, not by the collector amid another test
            self.execute(f"DROP DATABASE {own} WITH (FORCE)")

    @cached_property
    def _strategy(self) -> str:
        """Copying files is the faster way for a small database; PostgreSQL knows the choice from 15 on."""
        with psycopg.connect(self.url("postgres")) as connection:
            return " STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""

    def _connections(self, name: str) -> int:
        with psycopg.connect(self.url("postgres")) as connection:
            found = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name]).fetchone()
        return int(found[0]) if found else 0

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.bin / program), *arguments]
        if self._owner:
            command = ["runuser", "-u", self._owner, "--", *command]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder)


def find_postgresql() -> Path | None:
    """The folder of PostgreSQL's programs, the newest version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    program = shutil.which("initdb")
    return Path(program).parent if program else None


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL with a prepared database to copy."""
    bin_folder = find_postgresql()
    if bin_folder is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is needed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed")
    with tempfile.TemporaryDirectory(prefix="consult-pg-", ignore_cleanup_errors=True) as name:
        found = Cluster(Path(name), bin_folder)
        found.start()
        try:
            found.execute(f"CREATE DATABASE {_PREPARED}")
            _prepare(found.url(_PREPARED))
            yield found
        finally:
            found.stop()


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """A Redis of our own on a free port; its address."""
    if not shutil.which("redis-server"):
        if os.environ.get("CI"):
            pytest.fail("redis-server is needed: apt-get install redis-server")
        pytest.skip("redis-server is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("redis-server did not start")


@pytest.fixture(scope="session")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the tables of today."""
    path = tmp_path_factory.mktemp("prepared") / "consult.db"
    _prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """Where sites of this process stand, one after another."""
    return Standing(tmp_path_factory.mktemp("standing"))


# The lines of a test are counted on SQLite only: counting costs half as much again, and they are the same.
@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.no_cover)])
def database_url(request: pytest.FixtureRequest, standing: Standing) -> Iterator[str]:
    """The address of a database with all tables and no rows; each test that uses it runs on both kinds."""
    if request.param == "sqlite":
        yield standing.copy(request.getfixturevalue("prepared_sqlite"))
        return
    own: Cluster = request.getfixturevalue("cluster")
    with own.copy_of(_PREPARED, f"standing_{os.getpid()}") as url:
        yield url


@pytest.fixture
def settings(database_url: str, standing: Standing) -> Settings:
    """Settings of a site on ``database_url``, cookies without Secure."""
    return Settings(standing.empty_home(), database_url, "s" * 40, (DATA_KEY,), secure=False)


@pytest.fixture(scope="session")
def page_cache(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Compiled page templates: each site would compile them again."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("pages")))


@pytest.fixture
def site(settings: Settings, standing: Standing, page_cache: FileSystemBytecodeCache) -> Iterator[Site]:
    """A site on an empty database; SQLite does not wait for the disk."""
    found = Site(standing.app_on(settings, page_cache), settings)
    yield found
    found.database.close()


def _make_app(settings: Settings, page_cache: FileSystemBytecodeCache) -> Flask:
    app = create_site(settings)
    app.jinja_env.bytecode_cache = page_cache
    if app.extensions["database"].is_sqlite:
        event.listen(app.extensions["database"].engine, "connect", _do_not_wait)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["WTF_CSRF_ENABLED"] = False  # tests of forgery switch it on again
    return app


def _renew(app: Flask, config: Config, settings: Settings) -> None:
    """As it was when it was made, on the database and the files of ``settings``."""
    app.config.clear()
    app.config.update(config)
    database = Database(app.extensions["database"].engine, Keyring(settings.data_keys))
    app.extensions.update(settings=settings, database=database, files=settings.open_files())
    use_wake(database)
    install_limits(app, database, "")


@pytest.fixture
def database(site: Site) -> Database:
    """The database of ``site``."""
    return site.database


@dataclass
class Demo(Site):
    """A site with the fictional sample, and who may log in."""

    logins: dict[Role, Login]


@pytest.fixture(scope="session")
def prepared_demo(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Role, Login]]:
    """A folder with the sample in ``consult.db`` (analysed) and ``files``, made once."""
    home = tmp_path_factory.mktemp("demo")
    shutil.copyfile(prepared_sqlite, home / "consult.db")
    made = open_database(f"sqlite:///{home / 'consult.db'}", Keyring([DATA_KEY]))
    event.listen(made.engine, "connect", _do_not_wait)
    logins = load_sample(made, FileStore(home / "files"), china_today())
    worker = Worker(made, FileStore(home / "files"))
    while worker.step():
        pass
    _fold(made)
    return home, {login.role: login for login in logins}


@pytest.fixture
def demo(
    prepared_demo: tuple[Path, dict[Role, Login]], standing: Standing, page_cache: FileSystemBytecodeCache
) -> Iterator[Demo]:
    """A site of its own with the fictional sample, on SQLite: 329 comments, analysed, some released."""
    prepared, logins = prepared_demo
    home = standing.empty_home("demo")
    shutil.copytree(prepared, home)
    settings = Settings(home, f"sqlite:///{home / 'consult.db'}", "s" * 40, (DATA_KEY,), secure=False)
    found = Demo(standing.app_on(settings, page_cache), settings, logins)
    yield found
    found.database.close()


def _do_not_wait(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _prepare(url: str) -> None:
    made = open_database(url, Keyring([DATA_KEY]))
    upgrade(made)
    _fold(made)


def _fold(made: Database) -> None:
    """Close a database so that all of it is in its one file."""
    if made.file:
        made.close()
        with sqlite3.connect(made.file, isolation_level=None) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made.close()
