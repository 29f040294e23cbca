"""The filing desk in a real browser: every page of filers and registrars keeps the rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from desk_case import FilingDesk
from desk_people import state_of
from filing_stands import good_files

from consult_web.storage import china_today

pytestmark = pytest.mark.long


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_pages_of_filing_bodies_keep_the_rules(
    desk: FilingDesk, serve: Callable[..., str], page_check: Callable[..., None]
) -> None:
    poor = {name: text for name, text in good_files().items() if "说明" not in name}
    open_one, sent = desk.file(poor), desk.ready(good_files())
    asked = desk.ready(poor)
    removed = desk.file(good_files())
    desk.filer.post(f"/desk/submitting/{removed}/remove", data={"reason": "误建"})
    desk.step(asked, "supplement_asked", missing="没有见到说明", **{"l-number": "云人备〔2026〕1号"})
    address, state = serve(desk.site.app), state_of(desk, "filer")
    pages = {
        "list": "?tab=sent",
        "new": "new",
        "package": str(open_one),
        "sent": str(sent),
        "removed": str(removed),
        "closed": "?tab=closed",
        "open": "?tab=open",
        "asked": str(asked),
        "slip": f"{sent}/slip",
        "templates": "templates",
        "template": f"templates/filing_report?filing={open_one}",
        "text": "templates/text",
        "letters": "letters",
    }
    for name, page in pages.items():
        page_check(f"{address}/desk/submitting/{page}", state=state, name=f"submitting-{name}")
    page_check(f"{address}/desk/papers/filings/{sent}/compare", state=state, name="compare")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_pages_of_the_registrar_keep_the_rules(
    desk: FilingDesk, serve: Callable[..., str], page_check: Callable[..., None]
) -> None:
    first = desk.ready(good_files())
    desk.look_at_all(first)
    desk.step(first, "registered")
    late = desk.ready(good_files(), published=china_today() - timedelta(days=45))
    lines = f"云溪市某局, 云溪市某补贴办法, 云某发〔2026〕1号, {china_today() - timedelta(days=60)}"
    desk.registrar.post("/desk/registering/late/expected", data={"lines": lines, "source": "年度目录"})
    address, state = serve(desk.site.app), state_of(desk, "registrar")
    pages = {
        "queue": "",
        "case": str(late),
        "registered": str(first),
        "register": f"{late}/steps/registered",
        "supplement": f"{late}/steps/supplement_asked",
        "return": f"{late}/steps/returned",
        "distribute": f"{first}/steps/distributed",
        "late": "late",
        "notice": "late/notice",
        "catalogue": "catalogue",
        "announcement": "catalogue/announcement",
    }
    for name, page in pages.items():
        page_check(f"{address}/desk/registering/{page}", state=state, name=f"registering-{name}")
