"""A small regulation with everything in it, and a table as a reader would give it."""

from __future__ import annotations

import pytest
from writer_samples import REGULATION, table_source

from lawcheck.document import Document, parse


@pytest.fixture(scope="session")
def regulation() -> Document:
    return parse(REGULATION)


@pytest.fixture(scope="session")
def with_table() -> Document:
    return parse(table_source())
