"""Opinions are asked for again on a new text: the round before stays as it was, each round has its own figures."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from site_stands import Site
from sqlalchemy import select
from staff_help import HEAD, MANAGER, NEXT, make, publish, row, say

from consult_web.accounts import Role
from consult_web.audit import verify
from consult_web.background import Job
from consult_web.consultations import (
    Comment,
    Consultation,
    Contact,
    Opinion,
    Receiver,
    change_comment,
    phase_of,
    round_at,
    rounds_of,
    send_draft,
    station_counts,
    track,
    withdraw_comment,
)
from consult_web.errors import Conflict
from consult_web.storage import china_today, utc_now
from lawcheck.procedure import ConsultationPhase

PLACE = "/staff/consultations/parking"
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Rules that no database has a part in."""


@dataclass
class Asked:
    """A consultation whose first round has two opinions and is over."""

    site: Site
    client: FlaskClient
    ids: list[int] = field(default_factory=list)

    def add_text(self, *, approve: bool = True) -> None:
        data = {"file": (io.BytesIO(NEXT.encode()), "二稿.txt"), "label": "草案修改稿"}
        assert self.client.post(f"{PLACE}/versions/new", data=data).status_code == 303
        for verdict in ("未变", "移动", "改写", "删除") if approve else ():
            self.client.post(f"{PLACE}/versions/2/approve", data={"verdict": verdict})

    def begin(self, **changes: Any) -> Any:
        return self.client.post(f"{PLACE}/round", data=plan(**changes))


def plan(**changes: Any) -> dict[str, str]:
    """A round of thirty days from today on."""
    return {"opens": in_days(0), "closes": in_days(29), "stage": "草案修改稿",
            "reason": "根据第一轮意见作了较大修改", "notice": "现再次公开征求意见。", **changes}  # fmt: skip


def in_days(count: int) -> str:
    return (china_today() + timedelta(days=count)).isoformat()


@pytest.fixture
def asked(site: Site) -> Asked:
    client = site.client(MANAGER, HEAD)
    publish(site, make(site, client))
    found = Asked(site, client)
    found.ids = [say(site, "parking", "太严", "art_3", quote="占用盲道"), say(site, "parking", "罚得太少", "art_4")]
    assert client.post(f"{PLACE}/close", data={"reason": "意见已经充分"}).status_code == 303
    return found


def test_a_second_round_has_its_own_clock_notice_and_comments_and_the_first_is_fixed(asked: Asked) -> None:
    first = row(asked.site, "parking")
    asked.add_text()
    page = asked.client.get(f"{PLACE}/round").text
    assert "第 2 轮" in page
    assert "开始本轮时一并公布" in page
    assert "20 日" in page
    assert asked.begin().status_code == 303
    later = say(asked.site, "parking", "新文本很好", "art_2")
    with asked.site.database.reading() as session:
        own = session.scalars(select(Consultation)).one()
        before, now = rounds_of(session, own)
        assert (before.number, before.comments, before.version.number, before.stage) == (1, 2, 1, "征求意见稿")
        assert (now.number, now.comments, now.version.number, now.stage) == (2, 1, 2, "草案修改稿")
        assert now.reason == "根据第一轮意见作了较大修改"
        assert now.current
        assert not before.current
        past = own.past_rounds[0]
        assert (past.notice, past.opens_at, past.closed_at) == (first.notice, first.opens_at, first.closed_at)
        assert past.extensions
        assert own.extensions == []
        assert own.closed_at is None
        numbers = {one.id: round_at(own, one.received_at) for one in session.scalars(select(Comment))}
        assert numbers == {asked.ids[0]: 1, asked.ids[1]: 1, later: 2}
        assert "analysis" in session.scalars(select(Job.kind)).all(), "the digest moves to the new text"
        assert verify(session).fault is None
    assert "历轮征求意见" in asked.client.get(PLACE).text
    with asked.site.database.saving() as session:
        own = session.scalars(select(Consultation)).one()
        old, new = session.get_one(Comment, asked.ids[0]), session.get_one(Comment, later)
        assert not track(session, old).can_change
        assert track(session, new).can_change
        with pytest.raises(Conflict, match="E860"):
            change_comment(session, own, old, Opinion("改口"))
        with pytest.raises(Conflict, match="E860"):
            withdraw_comment(session, own, old)
        withdraw_comment(session, own, new)


@ONE_DATABASE
def test_a_round_that_lacks_something_does_not_begin(asked: Asked) -> None:
    asked.add_text()
    for changes, words in (
        ({"reason": "改"}, "请写明理由"),
        ({"closes": in_days(9)}, "缩短期限的"),
        ({"opens": in_days(-2)}, "不能早于今天"),
        ({"opens": "明天"}, "不能识别"),
        ({"closes": ""}, "不能识别"),
    ):
        answer = asked.begin(**changes)
        assert answer.status_code == 400
        assert words in answer.text
        assert "现再次公开征求意见。" in answer.text, "what was typed is kept"
    assert row(asked.site, "parking").round == 1
    assert asked.begin(closes=in_days(9), min_days_reason="修改集中于两条").status_code == 303
    assert row(asked.site, "parking").min_days_reason == "修改集中于两条"


@ONE_DATABASE
def test_a_round_begins_only_after_the_one_before_and_on_a_new_text(site: Site) -> None:
    client = site.client(MANAGER, HEAD)
    publish(site, make(site, client))
    found = Asked(site, client, [say(site, "parking", "太严", "art_3")])
    assert found.begin().status_code == 409, "the first round is open"
    client.post(f"{PLACE}/close", data={"reason": "意见已经充分"})
    assert "还没有新的草案文本" in client.get(f"{PLACE}/round").text
    assert found.begin().status_code == 400, "nobody is asked twice on the same text"
    found.add_text(approve=False)
    assert found.begin().status_code == 409, "places wait for approval"
    client.post(f"{PLACE}/versions/2/approve", data={"verdict": "移动"})
    assert found.begin().status_code == 303


@ONE_DATABASE
def test_a_text_that_became_public_after_the_end_may_be_asked_on(asked: Asked) -> None:
    asked.add_text()
    assert asked.client.post(f"{PLACE}/versions/2/publish").status_code == 303
    assert asked.begin(opens=in_days(3), closes=in_days(33)).status_code == 303
    with asked.site.database.reading() as session:
        own = session.scalars(select(Consultation)).one()
        assert [one.version.number for one in rounds_of(session, own)] == [1, 2]
        assert phase_of(own) is ConsultationPhase.NOT_OPEN, "a round may be announced for a later day"


def test_stations_keep_their_address_and_contacts_their_term(asked: Asked) -> None:
    site = asked.site
    user = site.user(Role.COMMENT_MANAGER)
    with site.database.saving() as session:
        own = session.scalars(select(Consultation)).one()
        link = send_draft(session, user, own, [Receiver("城东联络站")], None)[0]
        session.get_one(Comment, asked.ids[0]).station_link_id = link.id
        session.add(Contact(comment_id=asked.ids[0], sealed=b"x"))
        own.reported_at = utc_now()
        code = link.code
    asked.add_text()
    assert asked.begin().status_code == 303
    assert "上一轮的 1 个接收单位" in asked.client.get(f"{PLACE}/stations").text
    assert asked.client.post(f"{PLACE}/stations", data={"again": "yes"}).status_code == 303
    with site.database.reading() as session:
        own = session.scalars(select(Consultation)).one()
        (count,) = station_counts(session, own)
        assert (count.link.code, count.total) == (code, 0)
        assert own.past_rounds[0].stations[0]["total"] == 1
        assert round_at(own, count.link.sent_at) == 2
        assert own.reported_at is None
        assert own.past_rounds[0].reported_at
        due = session.get_one(Contact, asked.ids[0]).delete_after
        assert due is not None
        assert due > china_today() + timedelta(days=170), "as the report of the first round said"
