"""``consult-web demo``: the sample served from one process, with its worker, until Ctrl+C."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from waitress.server import create_server

from consult_web import storage
from consult_web.background import start_thread
from consult_web.demo import Login, is_loaded, load_sample
from consult_web.serving import run_until_stopped
from consult_web.settings import Settings, own_settings
from consult_web.site import create_site
from consult_web.storage import china_today
from lawcheck.errors import UsageError
from lawcheck.laws import default_home

__all__ = ["run_demo"]

_OWN: Final = ("consult.db", "consult.db-wal", "consult.db-shm", "files", "analysis", "secret.key", "data.key")
_THREADS: Final = 8
_BODY_FACTOR: Final = 8  # waitress reads this many times the allowed size, so that the page can say what is wrong
_SAID: Final = {
    "zh": (
        "演示数据全部为虚构。打开 {url}",
        "各角色的登录名和密码（只显示这一次）：",
        "登录名和密码在第一次启动时已经显示；忘记了请用 --reset 重新开始。",
    ),
    "en": (
        "All data of the demo are fictional. Open {url}",
        "Log-in names and passwords of every role (shown only now):",
        "Log-in names and passwords were shown at the first start; --reset begins anew.",
    ),
}


def run_demo(host: str, port: int, home: Path | None, reset: bool, lang: str, say: Callable[[str], object]) -> None:
    """Prepare the demo in ``home`` if need be, then serve it; raises :class:`UsageError` E507 when the port is taken."""
    folder = home or default_home() / "consult-demo"
    if reset:
        _forget(folder)
    settings = own_settings(folder)
    logins = prepare(settings)
    site = create_site(settings)
    stop = start_thread(site.extensions["database"], site.extensions["files"])
    try:
        limit = site.config["MAX_CONTENT_LENGTH"] * _BODY_FACTOR
        server = create_server(site, host=host, port=port, threads=_THREADS, max_request_body_size=limit, ident=None)
    except OSError as error:
        stop()
        raise UsageError("E507", host=host, port=port, cause=error.strerror or error) from error
    _announce(f"http://{host}:{server.effective_port}/", logins, lang, say)
    run_until_stopped(server.run)
    stop()


def prepare(settings: Settings) -> Sequence[Login]:
    """Bring the database up to date and load the sample once; the users just made."""
    database = settings.open_database()
    storage.upgrade(database)
    with database.reading() as session:
        loaded = is_loaded(session)
    logins = () if loaded else load_sample(database, settings.open_files(), china_today())
    database.close()
    return logins


def _announce(url: str, logins: Sequence[Login], lang: str, say: Callable[[str], object]) -> None:
    address, passwords, shown_before = _SAID[lang]
    say(address.format(url=url))
    say(passwords if logins else shown_before)
    for login in logins:
        say(f"  {login.login:<10} {login.password}  {login.role}")


def _forget(folder: Path) -> None:
    """Delete what a demo makes, and nothing else that may stand in the folder."""
    for name in _OWN:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
