"""A new version: comments keep their clause by its text, and only with somebody's word."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from site_stands import Site
from sqlalchemy import select
from staff_help import DRAFT, NEXT, say

from consult_web.background import Job, JobState, Worker
from consult_web.consultations import GONE, ClauseRow, DraftVersion, PublicQuote, Target, versions

PLACE = "/staff/consultations/parking/versions"


def add(client: FlaskClient, text: str = NEXT, status: int = 303) -> None:
    fields = {"file": (io.BytesIO(text.encode()), "二稿.txt"), "label": "草案修改稿"}
    answer = client.post(f"{PLACE}/new", data=fields)
    assert answer.status_code == status, answer.text


def places(site: Site) -> dict[int, tuple[str, str, str, bool]]:
    """By comment: verdict, eid, quote, approved."""
    with site.database.reading() as session:
        version = session.scalars(select(DraftVersion).where(DraftVersion.number == 2)).one()
        rows = session.scalars(select(Target).where(Target.version_id == version.id).order_by(Target.id))
        return {row.comment_id: (row.verdict, row.eid, row.quote, row.approved_by is not None) for row in rows}


def test_comments_follow_the_text_of_their_clause(site: Site, client: FlaskClient) -> None:
    moved = say(site, "parking", "太严", "art_3", quote="占用盲道")
    reworded = say(site, "parking", "好", "art_1")
    deleted = say(site, "parking", "罚得太少", "art_4")
    whole = say(site, "parking", "都支持", "全文")
    free = say(site, "parking", "随便说说")
    add(client)
    found = places(site)
    assert found[moved] == ("移动", "art_4", "占用盲道", False)
    assert found[reworded][:2] == ("改写", "art_1")
    assert found[deleted] == ("删除", GONE + "art_4", "", False)
    assert found[whole] == ("未变", "全文", "", True)
    assert free not in found
    page = client.get(f"{PLACE}/2").text
    assert "还有 3 处没有确认" in page


def test_nothing_is_published_before_every_place_is_approved(site: Site, client: FlaskClient) -> None:
    say(site, "parking", "太严", "art_3")
    add(client)
    assert client.post(f"{PLACE}/2/publish").status_code == 409
    say(site, "parking", "后来的意见", "art_1")
    client.post(f"{PLACE}/2/approve", data={"verdict": "移动"})
    assert client.post(f"{PLACE}/2/publish").status_code == 409, (
        "an opinion that came meanwhile has a place to approve too"
    )
    client.post(f"{PLACE}/2/approve", data={"verdict": "改写"})
    assert client.post(f"{PLACE}/2/publish").status_code == 303


def test_an_approved_version_becomes_the_one_that_is_read(site: Site, client: FlaskClient) -> None:
    say(site, "parking", "太严", "art_3")
    add(client)
    client.post(f"{PLACE}/2/approve", data={"verdict": "移动"})
    assert client.post(f"{PLACE}/2/publish").status_code == 303
    later = say(site, "parking", "对新的一版说", "art_2")
    with site.database.reading() as session:
        assert session.scalars(select(Target.label).where(Target.comment_id == later)).one() == "第二条"
    for number in (1, 2):
        assert client.get(f"/staff/consultations/parking/text?version={number}").status_code == 200
    assert client.post(f"{PLACE}/2/approve", data={"verdict": "移动"}).status_code == 409
    assert client.post(f"{PLACE}/2/discard").status_code == 409


def test_uids_are_carried_on_and_new_clauses_get_new_ones(site: Site, client: FlaskClient) -> None:
    add(client)
    with site.database.reading() as session:
        rows = session.execute(
            select(DraftVersion.number, ClauseRow.eid, ClauseRow.uid, ClauseRow.verdict).join(
                ClauseRow, ClauseRow.version_id == DraftVersion.id
            )
        ).all()
        by = {(row.number, row.eid): row for row in rows}
        assert by[2, "art_4"].uid == by[1, "art_3"].uid
        assert by[2, "art_4__para_1__point_1"].uid == by[1, "art_3__para_1__point_1"].uid
        assert by[2, "art_2"].uid not in {row.uid for row in rows if row.number == 1}
        assert (by[2, "art_2"].verdict, by[2, "art_1"].verdict, by[2, "art_4"].verdict) == ("新增", "改写", "移动")
        deleted = session.scalars(select(DraftVersion.deleted).where(DraftVersion.number == 2)).one()
        assert [row["label"] for row in deleted] == ["第四条"]


@pytest.mark.parametrize(("eid", "status"), [("art_5", 303), ("全文", 303), ("", 303), ("art_99", 400), ("chp_1", 400),
                                             ("' OR 1=1 --", 400)])  # fmt: skip
def test_a_place_is_corrected_by_hand(site: Site, client: FlaskClient, eid: str, status: int) -> None:
    comment = say(site, "parking", "罚得太少", "art_4")
    add(client)
    with site.database.reading() as session:
        number = session.scalars(select(Target.id).where(Target.origin_id.is_not(None))).one()
    assert client.post(f"{PLACE}/2/places/{number}", data={"eid": eid}).status_code == status
    verdict, found, _, approved = places(site)[comment]
    assert approved is (status == 303)
    if status == 303:
        assert found == (eid or GONE + "art_4")
        assert verdict == "删除"


def test_only_one_version_is_prepared_at_a_time_and_it_can_be_discarded(site: Site, client: FlaskClient) -> None:
    comment = say(site, "parking", "太严", "art_3")
    add(client)
    add(client, status=409)
    assert client.post(f"{PLACE}/2/discard").status_code == 303
    add(client, DRAFT.replace("制定本条例", "特制定本条例"))
    assert places(site)[comment][:2] == ("未变", "art_3")


def test_a_released_opinion_is_shown_beside_its_approved_place_in_the_new_version(
    site: Site, client: FlaskClient
) -> None:
    comment = say(site, "parking", "太严", "art_3", consent_public=True)
    client.post("/staff/consultations/parking/moderation", data={"act": "release", "id": f"{comment}:1"})
    add(client)
    client.post(f"{PLACE}/2/approve", data={"verdict": "移动"})
    client.post(f"{PLACE}/2/publish")
    with site.database.reading() as session:
        shown = session.execute(select(PublicQuote.version_id, PublicQuote.eid).order_by(PublicQuote.version_id)).all()
    assert [row.eid for row in shown] == ["art_3", "art_4"]


def test_many_places_are_found_by_a_job(site: Site, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "AT_ONCE", 0)
    comment = say(site, "parking", "太严", "art_3")
    add(client)
    assert places(site) == {}
    assert "正在计算位置" in client.get(f"{PLACE}/2").text
    Worker(site.database, site.app.extensions["files"]).step()
    with site.database.reading() as session:
        assert session.scalars(select(Job.state).where(Job.kind == "versions.places")).one() is JobState.DONE
    assert places(site)[comment][:2] == ("移动", "art_4")


@pytest.mark.parametrize("path", ["/2", "/1", "/99"])
def test_a_version_that_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(PLACE + path).status_code == 404
