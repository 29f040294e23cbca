"""A desk in a temporary folder with the stand-in reviewer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from browsing import browser, open_context, page_check, serve
from filing_stands import county  # noqa: F401  (fixture)
from flask import Flask
from site_stands import (  # noqa: F401  (fixtures)
    cluster,
    database,
    database_url,
    demo,
    page_cache,
    prepared_demo,
    prepared_sqlite,
    settings,
    site,
    standing,
)
from stand_in import StandIn
from visitor import MakeApp, Visitor

from consult_web.app import create_app

__all__ = ["browser", "make_app", "open_context", "page_check", "serve", "visitor"]


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[MakeApp]:
    """Makes sites; each is closed at the end of the test, or by ``close``."""
    apps: list[Flask] = []

    def make(**config: Any) -> Flask:
        defaults = {"HOME": tmp_path / "desk", "REVIEWER": StandIn(), "RUN_IN": "thread"}
        apps.append(create_app({**defaults, **config}))
        return apps[-1]

    yield make
    for app in apps:
        with suppress(RuntimeError):
            app.extensions["desk"].close()


@pytest.fixture
def visitor(make_app: MakeApp) -> Visitor:
    """A visitor of a fresh site."""
    return Visitor(make_app())
