"""A manager of a public consultation."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from site_stands import Site
from staff_help import HEAD, MANAGER, make, publish


@pytest.fixture
def client(site: Site) -> FlaskClient:
    """A manager of a public consultation."""
    client = site.client(MANAGER, HEAD)
    publish(site, make(site, client))
    return client
