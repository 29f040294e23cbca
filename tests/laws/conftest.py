"""Libraries for the tests: a fictional one with every trap, and the real one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from fictional_laws import ROWS, Row, write_package

from lawcheck.laws import Library, building, open_library


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Install a fictional package; called again it is replaced (another version)."""

    def install(rows: Sequence[Row] = ROWS, version: str = "0") -> Path:
        path = write_package(tmp_path / f"laws-{version}.db", rows)
        monkeypatch.setattr(building, "package_file", lambda: (path, version))
        return path

    return install


@pytest.fixture
def library(package: Callable[..., Path], tmp_path: Path) -> Library:
    """The library of the fictional package."""
    package()
    return open_library(tmp_path / "home")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The library of the package that is installed."""
    return open_library(tmp_path_factory.mktemp("real"))
