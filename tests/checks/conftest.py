from __future__ import annotations

import pytest

from lawcheck.checks import RulePack, load_rules
from lawcheck.laws import Library, open_library


@pytest.fixture(scope="session")
def pack() -> RulePack:
    return load_rules()


@pytest.fixture(scope="session")
def law_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return open_library(tmp_path_factory.mktemp("laws"))
