"""Every staff page on a phone and on a desk."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from site_stands import Site, Standing
from sqlalchemy import select
from staff_help import HEAD, MANAGER, NEXT, make, publish, say, upload

from consult_web.accounts import Role
from consult_web.consultations import Consultation, Disposition, Outcome, StationLink
from consult_web.storage import utc_now

pytestmark = pytest.mark.long

CONSULTATION = "/staff/consultations/parking"


@pytest.fixture
def database_url(standing: Standing, prepared_sqlite: Path) -> str:
    """Pages look the same on both databases: one is enough here."""
    return standing.copy(prepared_sqlite)


def state_of(client: FlaskClient) -> dict[str, Any]:
    """The cookie of a test client, for the browser."""
    cookie = client.get_cookie("consult")
    assert cookie
    kept = {"name": "consult", "value": cookie.value, "domain": "127.0.0.1", "path": "/", "expires": -1}
    return {"cookies": [{**kept, "httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}


def test_pages_before_publishing_keep_the_rules(
    site: Site, serve: Callable[[Flask], str], page_check: Callable[..., None]
) -> None:
    client = site.client(MANAGER, HEAD)
    prepare = upload(client)
    make(site, client, closes="2026-01-01", notice="逾期视为无意见。")
    address, state = serve(site.app), state_of(client)
    page_check(address + "/staff/consultations", state=state, name="staff-list")
    page_check(address + "/staff/consultations/new", state=state, name="staff-upload")
    page_check(address + prepare, state=state, name="staff-prepare")
    page_check(address + CONSULTATION, state=state, name="staff-show")
    page_check(
        address + CONSULTATION, state=state, name="staff-publish", act=lambda page: page.click("summary >> nth=0")
    )
    page_check(address + CONSULTATION + "/notice", state=state, name="staff-notice")
    page_check(address + CONSULTATION + "/questions", state=state, name="staff-questions")
    page_check(address + CONSULTATION + "/text", state=state, name="staff-text")
    client.post(CONSULTATION + "/files", data={"file": (io.BytesIO(b"%PDF-1.4 %%EOF"), "起草说明.pdf")})
    page_check(address + CONSULTATION + "/files", state=state, name="staff-files")
    page_check(address + CONSULTATION + "/glosses", state=state, name="staff-glosses")


def test_pages_of_a_public_consultation_keep_the_rules(
    site: Site, serve: Callable[[Flask], str], page_check: Callable[..., None]
) -> None:
    client = site.client(MANAGER, HEAD)
    publish(site, make(site, client))
    address, state = serve(site.app), state_of(client)
    page_check(address + CONSULTATION, state=state, name="staff-open")


def test_pages_of_opinions_and_versions_keep_the_rules(
    site: Site, serve: Callable[[Flask], str], page_check: Callable[..., None]
) -> None:
    client = site.client(MANAGER, HEAD)
    publish(site, make(site, client))
    number = say(
        site, "parking", "我叫王小明，电话13912345678，第三条太严。", "art_3", quote="占用盲道", consent_public=True
    )
    say(site, "parking", "罚得太少，应当增加", "art_4")
    withheld = say(site, "parking", "与停车无关的话", "art_1", consent_public=True)
    queue = CONSULTATION + "/moderation"
    client.post(queue, data={"act": "release", "id": f"{number}:1"})
    client.post(queue, data={"act": "withhold", "id": f"{withheld}:1", "reason": "与本草案无关"})
    client.post(f"{CONSULTATION}/comments/{number}/reply", data={"text": "已转起草组研究。", "way": "查询页"})
    client.post(
        f"{CONSULTATION}/versions/new", data={"file": (io.BytesIO(NEXT.encode()), "二稿.txt"), "label": "草案修改稿"}
    )
    address, state = serve(site.app), state_of(client)
    page_check(f"{address}{queue}?state=all", state=state, name="staff-queue")
    page_check(f"{address}{CONSULTATION}/comments/{number}", state=state, name="staff-comment")
    page_check(f"{address}{CONSULTATION}/versions", state=state, name="staff-versions")
    page_check(f"{address}{CONSULTATION}/versions/new", state=state, name="staff-new-version")
    page_check(f"{address}{CONSULTATION}/versions/2", state=state, name="staff-version")
    client.post(f"{CONSULTATION}/close", data={"reason": "意见已经充分"})
    for verdict in ("未变", "移动", "改写", "删除"):
        client.post(f"{CONSULTATION}/versions/2/approve", data={"verdict": verdict})
    page_check(f"{address}{CONSULTATION}/round", state=state, name="staff-round")
    page_check(f"{address}/parking/withheld", name="open-withheld")
    page_check(f"{address}/parking/data", name="open-data")
    page_check(f"{address}/data", name="open-all")


def test_pages_of_stations_and_intake_keep_the_rules(
    site: Site, serve: Callable[[Flask], str], page_check: Callable[..., None]
) -> None:
    client = site.client(MANAGER, HEAD, Role.STATION_CLERK)
    publish(site, make(site, client))
    client.post(f"{CONSULTATION}/stations", data={"names": "城东联络站｜测试代表", "deadline": "2026-01-01"})
    with site.database.reading() as session:
        code = session.scalars(select(StationLink.code)).one()
    client.post(
        f"/staff/entry/{code}", data={"text_1": "夜间没有地方停车", "eid_1": "art_3", "speaker_1": "代表", "key": "k"}
    )
    table = "姓名,意见内容\n甲,第三条太严\n乙,\n".encode()
    preview = client.post(f"{CONSULTATION}/intake", data={"files": (io.BytesIO(table), "意见.csv")}).location
    client.post(preview.partition("?")[0], data={"channel": "信函"})
    address, state = serve(site.app), state_of(client)
    page_check(f"{address}{CONSULTATION}/stations", state=state, name="staff-stations")
    page_check(f"{address}{CONSULTATION}/stations/1/poster", state=state, name="staff-poster")
    page_check(f"{address}/staff/entry", state=state, name="staff-entries")
    page_check(f"{address}/staff/entry/{code}", state=state, name="staff-entry")
    page_check(f"{address}{CONSULTATION}/intake", state=state, name="staff-intake")
    page_check(f"{address}{preview}", state=state, name="staff-preview")
    page_check(f"{address}/staff/batches/2/receipts", state=state, name="staff-receipts")
    page_check(f"{address}{CONSULTATION}/ledger", state=state, name="staff-ledger")


def test_the_page_of_outcomes_keeps_the_rules(
    site: Site, serve: Callable[[Flask], str], page_check: Callable[..., None]
) -> None:
    client = site.client(MANAGER, HEAD)
    publish(site, make(site, client))
    numbers = [
        say(site, "parking", f"第{at}件：罚款太高", "art_4", key=f"k{at}", consent_public=True) for at in range(3)
    ]
    client.post(CONSULTATION + "/moderation", data={"act": "release", "id": f"{numbers[0]}:1"})
    with site.database.saving() as session:
        own = session.scalars(select(Consultation)).one()
        own.reported_at = utc_now()
        common: dict[str, Any] = {
            "consultation_id": own.id,
            "decided_by": "user:1",
            "signed_by": "user:2",
            "signed_at": utc_now(),
        }
        session.add(Disposition(comment_id=numbers[0], point_key="a", outcome=Outcome.ADOPTED, reason="有道理", eid="art_4",
                                old_words="处二百元罚款", new_words="处一百元罚款", version_id=own.version_id, **common))  # fmt: skip
        session.add(Disposition(comment_id=numbers[1], point_key="b", outcome=Outcome.NOT_ADOPTED, reason="与上位法幅度一致",
                                eid="art_4", **common))  # fmt: skip
        session.add(Disposition(comment_id=numbers[2], point_key="c", outcome=Outcome.TRANSFERRED, reason="属于执法事项",
                                transferred_to="市公安局", **common))  # fmt: skip
    page_check(serve(site.app) + "/parking/outcome", name="open-outcome")


def test_a_manager_works_through_the_queue_by_keyboard_and_without_scripts(
    site: Site, serve: Callable[[Flask], str], open_context: Callable[..., Any]
) -> None:
    client = site.client(MANAGER, HEAD)
    publish(site, make(site, client))
    say(site, "parking", "第三条太严", "art_3", consent_public=True)
    address = serve(site.app)
    page = open_context(390, scripts=False, state=state_of(client)).new_page()
    page.goto(address + CONSULTATION + "/moderation")
    page.focus("input[name=id]")
    page.keyboard.press("Space")
    page.focus("button[value=release]")
    page.keyboard.press("Enter")
    page.get_by_text("已公开 1 件").wait_for()
