"""A filing desk with a library of laws."""

from __future__ import annotations

import pytest
from desk_case import FilingDesk, open_desk
from site_stands import Site

from lawcheck.laws import Library


@pytest.fixture
def desk(site: Site, library: Library, monkeypatch: pytest.MonkeyPatch) -> FilingDesk:
    """The desk of filing bodies and the registrar."""
    monkeypatch.setenv("LAWCHECK_HOME", str(library.path.parent))
    return open_desk(site)
