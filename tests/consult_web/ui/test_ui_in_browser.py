"""Every component in a real browser, on a phone and on a desk, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browsing import check_axe

from consult_web.ui.styleguide import PAGES

Check = Callable[..., None]
Context = Callable[..., Any]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_style_guide_keeps_the_rules(guide_address: str, page_check: Check, page: str) -> None:
    page_check(f"{guide_address}/styleguide/{page}", name=f"ui-{page}")
