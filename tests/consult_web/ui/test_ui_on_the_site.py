"""The style guide on the whole site: in the demo, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consult_web.settings import Settings
from consult_web.site import create_site


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 404)])
def test_style_guide_is_shown_in_the_demo_only(settings: Settings, demo: bool, status: int) -> None:
    app = create_site(replace(settings, demo=demo))
    host = settings.hosts[0] if settings.hosts else "localhost"
    answer = app.test_client().get("/styleguide/", base_url=f"http://{host}")
    assert answer.status_code == status
