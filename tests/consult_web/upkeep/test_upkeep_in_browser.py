"""The pages of upkeep on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from desk_case import open_desk
from desk_people import state_of
from filing_stands import filed
from site_stands import Site

from consult_web.accounts import Organisation, OrganisationKind, Role, User, UserRole, create_organisation
from consult_web.background import Job, JobState
from consult_web.filings.exchange import add_peer
from consult_web.filings.exchange_files import Identity

pytestmark = [pytest.mark.long, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


def test_pages_of_upkeep_keep_the_rules(site: Site, serve: Callable[..., str], page_check: Callable[..., None]) -> None:
    desk = open_desk(site)
    with site.database.saving() as session:
        document = filed(session)
        office = create_organisation(session, "program", "信息中心", OrganisationKind.OTHER)
        admin = User(login="admin-one", name="管理员某", organisation=office, roles=[UserRole(role=Role.ADMIN)])
        peer = session.get_one(Organisation, desk.county.bodies["市政府"])
        add_peer(session, "program", name="市政府系统", public_key=Identity(bytes(32)).public_key, organisation=peer)
        result = {"total": 2, "reviewed": 1, "found": [document.id], "problems": [[document.id, "某办法", "不能读取"]]}
        law, taken = (
            {"law": "行政许可法", "day": "2026-11-22"},
            {"taken": [["坏.lcx", "", None, False, "E979", {"cause": "x"}]]},
        )
        session.add_all(
            [
                admin,
                Job(kind="clean", payload=law, state=JobState.DONE, result=result),
                Job(kind="clean", payload=law, state=JobState.RUNNING, done=3, total=9),
                Job(
                    kind="exchange", subject=f"exchange:{desk.county.bodies['人大']}", state=JobState.DONE, result=taken
                ),
            ]
        )
        session.flush()
        desk.county.users["admin"] = admin  # type: ignore[index]
    address = serve(site.app)
    pages = {
        "calendar?year=2026": "admin", "peers": "admin", "exchange": "registrar", "cleaning?law=行政许可法": "reviewer",
        "cleaning/1": "reviewer", "cleaning/2": "reviewer",
    }  # fmt: skip
    states: dict[str, Any] = {name: state_of(desk, name) for name in set(pages.values())}
    for page, name in pages.items():
        page_check(
            f"{address}/desk/upkeep/{page}",
            state=states[name],
            name="upkeep-" + page.partition("?")[0].replace("/", "-"),
        )
