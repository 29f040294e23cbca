"""One look at a whole installation, for the person who runs it: ``consult-web check``."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import func, select

from consult_web import storage
from consult_web.background import Job
from consult_web.operating import opened, production_settings, told, with_tables
from lawcheck.errors import LawcheckError
from lawcheck.laws import default_home

__all__ = ["Seen", "look"]

_ROOM: Final = 2 << 30
"""Bytes below which a disk counts as nearly full: thirty uploads of the largest size, or one backup of a small site."""
_SILENCE: Final = timedelta(hours=2)  # a worker asks for a job of the clock every hour


class _FoundError(Exception):
    """Words about what is not as it should be."""


class Seen(NamedTuple):
    """One thing that was looked at: its name, whether it is as it should be, and words about it."""

    name: str
    is_fine: bool
    words: str


def look(lang: str = "zh") -> Iterator[Seen]:
    """Everything that a site needs, one after the other; what is wrong with one does not hide the next, nor is it said twice."""
    said: dict[str, str] = {}
    for found in _each(lang):
        first = said.setdefault(found.words, found.name)
        yield found if first == found.name else found._replace(words=f"原因同“{first}”")


def _each(lang: str) -> Iterator[Seen]:
    for name, part in _PARTS.items():
        try:
            yield Seen(name, True, part())
        except _FoundError as error:
            yield Seen(name, False, str(error))
        except Exception as error:
            words = told(error, lang)
            if words is None:
                raise
            yield Seen(name, False, words.text(lang))


def _settings() -> str:
    found = production_settings()
    return f"域名 {'、'.join(found.hosts) or '（未限定）'}，前面 {found.trusted_proxies} 层反向代理"


def _tables() -> str:
    database = with_tables()[1]
    return f"{'SQLite' if database.is_sqlite else 'PostgreSQL'}，结构第 {storage.revision(database)} 版"


def _keys() -> str:
    with with_tables()[1].reading() as session:
        for name in storage.SECRETS:
            storage.secret(session, name)
    return "解得开数据库里的内容"


def _room() -> str:
    home = opened()[0].home
    free = shutil.disk_usage(home).free
    if free < _ROOM:
        raise _FoundError(f"{home} 只剩 {free / 1e9:.1f} GB，请清理或者扩大磁盘")
    return f"{home} 还有 {free / 1e9:.1f} GB"


def _library() -> str:
    path = default_home() / "library.db"
    if not path.is_file():
        raise _FoundError(f"还没有 {path}，请执行一次 lawcheck laws info")
    return str(path)


def _worker() -> str:
    with with_tables()[1].reading() as session:
        last = session.scalar(select(func.max(Job.created_at)).where(Job.key == "clock"))
    if last is None or storage.utc_now() - last > _SILENCE:
        raise LawcheckError("E699", when=_moment(last) if last else "-")
    return f"最近一次按时工作 {_moment(last)}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(storage.CHINA):%Y-%m-%d %H:%M}"


_PARTS: Final[dict[str, Callable[[], str]]] = {
    "设置": _settings,
    "数据库": _tables,
    "密钥": _keys,
    "磁盘": _room,
    "法规库": _library,
    "后台进程": _worker,
}
