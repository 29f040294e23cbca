"""An analysed consultation, and browsers of users who have logged in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from drafting_help import make_consultation
from site_stands import Site

from consult_web.accounts import Role
from consult_web.consultations import run_analysis


@pytest.fixture
def number(site: Site) -> int:
    """An analysed consultation of the house."""
    site.user(Role.DRAFTER)  # makes the body first, so that the consultation is its own
    found = make_consultation(site.database)
    run_analysis(site.database, found)
    return found


@pytest.fixture
def log_in_state(site: Site) -> Callable[..., dict[str, Any]]:
    """``log_in_state(Role.DRAFTER)``: the storage state of a browser of a fresh user with the role."""

    def state(*roles: Role) -> dict[str, Any]:
        cookie = site.client(*roles).get_cookie("consult")
        assert cookie is not None
        own = {"name": "consult", "value": cookie.value, "domain": "127.0.0.1", "path": "/", "expires": -1}
        return {"cookies": [own | {"httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}

    return state
