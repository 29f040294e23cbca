"""What the site is told from outside: environment variables, each with its meaning."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from secrets import token_urlsafe
from typing import Final

from consult_web.errors import Unavailable
from consult_web.storage import Database, FileStore, Keyring, new_data_key, open_database, without_password
from lawcheck.laws import default_home

__all__ = ["OidcSettings", "Settings", "own_settings", "read_settings", "whole_number"]

_NEEDED = ("CONSULT_SECRET_KEY", "CONSULT_DATA_KEYS")
_HOST: Final = re.compile(r"(?:\.?[^\s/:@*?#,\[\]]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?")
"""What Werkzeug takes as a trusted host: a name (``.a.cn`` with those below it), an address, perhaps with its port."""


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """An OpenID Connect provider: OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_LABEL (words of the button)."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    label: str = "统一身份认证"


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it; :func:`read_settings` names the variables.

    ``trusted_proxies`` is the number of reverse proxies before the site whose X-Forwarded-* headers count. ``secure`` puts
    Secure on cookies (off only for a site on plain http on this machine). ``hosts`` are the names under which the site is
    reached (empty: any, where the proxy checks it). ``public_documents``: whether the public sees the published ones of the
    documents that were filed.
    """

    home: Path
    database_url: str
    secret_key: str = field(repr=False)
    data_keys: tuple[str, ...] = field(repr=False)
    redis_url: str = ""
    trusted_proxies: int = 0
    secure: bool = True
    hosts: tuple[str, ...] = ()
    oidc: OidcSettings | None = None
    demo: bool = False
    public_documents: bool = True

    def open_database(self) -> Database:
        """The database with its keys."""
        return open_database(self.database_url, Keyring(self.data_keys))

    def open_files(self) -> FileStore:
        """The file store."""
        return FileStore(self.home / "files")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a production site; :class:`Unavailable` E808 names what is missing, E690, E692 and E698 what is malformed.

    CONSULT_HOME (folder of files, default beside the law library), DATABASE_URL (default SQLite in that folder),
    CONSULT_SECRET_KEY (signs cookies), CONSULT_DATA_KEYS (encrypt contacts; separated by commas, the first encrypts), REDIS_URL,
    CONSULT_TRUSTED_PROXIES, CONSULT_HOSTS, CONSULT_INSECURE_COOKIES=1 (plain http), CONSULT_PUBLIC_DOCUMENTS=0 (filed documents
    are shown to staff alone), OIDC_*.

    >>> read_settings({"CONSULT_SECRET_KEY": "s" * 32, "CONSULT_DATA_KEYS": "k", "CONSULT_HOME": "/srv/consult"}).database_url
    'sqlite:////srv/consult/consult.db'
    """
    missing = [name for name in _NEEDED if not environment.get(name)]
    if missing:
        raise Unavailable("E808", names="、".join(missing))
    home = Path(environment.get("CONSULT_HOME") or default_home() / "consult").absolute()
    return Settings(
        home,
        environment.get("DATABASE_URL") or f"sqlite:///{home / 'consult.db'}",
        environment["CONSULT_SECRET_KEY"],
        tuple(key.strip() for key in environment["CONSULT_DATA_KEYS"].split(",") if key.strip()),
        _redis(environment.get("REDIS_URL", "").strip()),
        whole_number(environment, "CONSULT_TRUSTED_PROXIES", 0, 0, 9),
        environment.get("CONSULT_INSECURE_COOKIES") != "1",
        tuple(_host(name.strip()) for name in environment.get("CONSULT_HOSTS", "").split(",") if name.strip()),
        _oidc(environment),
        public_documents=environment.get("CONSULT_PUBLIC_DOCUMENTS") != "0",
    )


def own_settings(home: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a demo: what is missing is made and kept in ``home``."""
    home = home.absolute()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = {
        "CONSULT_HOME": str(home),
        "CONSULT_SECRET_KEY": _kept(home / "secret.key", token_urlsafe(48)),
        "CONSULT_DATA_KEYS": _kept(home / "data.key", new_data_key()),
        "CONSULT_INSECURE_COOKIES": "1",
    }
    return replace(read_settings({**made, **environment, "CONSULT_HOME": str(home)}), demo=True)


def whole_number(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """A variable that is a whole number; :class:`Unavailable` E690 for any other.

    >>> whole_number({"CONSULT_THREADS": "4"}, "CONSULT_THREADS", 8, 1, 64), whole_number({}, "CONSULT_THREADS", 8, 1, 64)
    (4, 8)
    """
    value = environment.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdecimal() and low <= int(value) <= high):
        raise Unavailable("E690", name=name, value=value, low=low, high=high)
    return int(value)


def _host(name: str) -> str:
    if not _HOST.fullmatch(name):
        raise Unavailable("E692", name=name)
    return name


def _redis(url: str) -> str:
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise Unavailable("E698", value=without_password(url))
    return url


def _kept(path: Path, fresh: str) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(fresh, encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _oidc(environment: Mapping[str, str]) -> OidcSettings | None:
    issuer = environment.get("OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    missing = [name for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET") if not environment.get(name)]
    if missing:
        raise Unavailable("E808", names="、".join(missing))
    label = environment.get("OIDC_LABEL") or "统一身份认证"
    return OidcSettings(issuer, environment["OIDC_CLIENT_ID"], environment["OIDC_CLIENT_SECRET"], label)
