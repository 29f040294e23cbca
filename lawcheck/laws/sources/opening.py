"""Which sources an office has switched on: ``sources.toml`` beside its library; without that file there is none."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final

from lawcheck.errors import LibraryError
from lawcheck.laws.sources.caching import KEEP_DAYS, CachedSource
from lawcheck.laws.sources.http import HttpSource
from lawcheck.laws.sources.model import LawSource

__all__ = ["GROUP", "configured_sources", "open_source"]

GROUP: Final = "lawcheck.law_sources"
_FILE: Final = "sources.toml"
_ANSWERS: Final = "source-answers"
_MOST_DAYS: Final = 365
Factory = Callable[[str, Mapping[str, Any]], LawSource]


def configured_sources(home: Path) -> Mapping[str, Mapping[str, Any]]:
    """The sections ``[sources.NAME]`` of the file, switched on or not; none where there is no file.

    Raises:
        LibraryError: E312, the file cannot be read.
    """
    path = home / _FILE
    if not path.is_file():
        return {}
    try:
        sections = tomllib.loads(path.read_text(encoding="utf-8")).get("sources", {})
    except (OSError, ValueError) as error:
        raise LibraryError("E312", name=_FILE, detail=error) from error
    if not isinstance(sections, dict) or not all(isinstance(section, dict) for section in sections.values()):
        raise LibraryError("E312", name=_FILE, detail="[sources.…]")
    return sections


def open_source(home: Path, name: str) -> CachedSource:
    """The source of this name, if ``enabled = true`` stands in its section; ``kind`` names the adapter, ``keep_days`` for
    how long its answers to lookups and searches are used again.

    Raises:
        LibraryError: E313, no such source, not switched on, or no adapter of its kind; E312, wrong settings.
    """
    settings = configured_sources(home).get(name)
    if settings is None or settings.get("enabled") is not True:
        raise LibraryError("E313", name=name, path=home / _FILE)
    own = {key: value for key, value in settings.items() if key != "keep_days"}
    source = _factory(str(settings.get("kind", "http")), name)(name, own)
    return CachedSource(source, home / _ANSWERS, _keep_days(settings, name))


def _keep_days(settings: Mapping[str, Any], name: str) -> int:
    days = settings.get("keep_days", KEEP_DAYS)
    if type(days) is not int or not 0 <= days <= _MOST_DAYS:
        raise LibraryError("E312", name=name, detail=f"keep_days（0–{_MOST_DAYS}）")
    return days


def _factory(kind: str, name: str) -> Factory:
    if kind == "http":
        return HttpSource
    for point in entry_points(group=GROUP, name=kind):
        factory: Factory = point.load()
        return factory
    raise LibraryError("E312", name=name, detail=f"kind={kind}")
