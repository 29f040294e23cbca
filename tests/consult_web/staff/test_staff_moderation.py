"""What is shown of the comments, answers, contacts."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from site_stands import Site
from sqlalchemy import select, update
from staff_help import HEAD, MANAGER, make, publish, say

from consult_web.accounts import Role
from consult_web.audit import AuditEvent
from consult_web.consultations import (
    Comment,
    CommentState,
    Consultation,
    Moderation,
    PublicQuote,
    Reply,
    keep_contact,
    withheld_log,
)

QUEUE = "/staff/consultations/parking/moderation"
PRIVATE = "我叫王小明，手机13912345678，第三条太严。"


def quotes(site: Site) -> list[PublicQuote]:
    with site.database.reading() as session:
        return list(session.scalars(select(PublicQuote).order_by(PublicQuote.id)))


def test_personal_data_is_masked_before_anybody_sees_it(site: Site, client: FlaskClient) -> None:
    number = say(site, "parking", PRIVATE, "art_3", consent_public=True)
    for page in (client.get(QUEUE).text, client.get(f"/staff/consultations/parking/comments/{number}").text):
        assert "13912345678" not in page
        assert "王小明" not in page
        assert "王*明" in page
    shown = client.post(f"/staff/consultations/parking/comments/{number}/original").text
    assert "王小明" in shown
    with site.database.reading() as session:
        assert session.scalars(select(AuditEvent).where(AuditEvent.action == "comment.unmasked")).one()


def test_a_released_comment_is_shown_masked_beside_its_clause(site: Site, client: FlaskClient) -> None:
    number = say(site, "parking", PRIVATE, "art_3__para_1__point_1", consent_public=True)
    free = say(site, "parking", "停车难，支持立法", consent_public=True)
    client.post(QUEUE, data={"act": "release", "id": [f"{number}:1", f"{free}:1"]})
    first, second = quotes(site)
    assert (first.eid, first.root_eid, first.label) == ("art_3__para_1__point_1", "art_3", "第三条第（一）项")
    assert (first.text, second.eid) == ("我叫王*明，手机139********，第三条太严。", "全文")


def test_words_can_be_hidden_but_not_changed(site: Site, client: FlaskClient) -> None:
    number = say(site, "parking", "城南停车场乱收费", "art_3", consent_public=True)
    client.post(QUEUE, data={"act": "release", "id": f"{number}:1", "hide": "城南停车场\n"})
    assert quotes(site)[0].text == "■■■■■乱收费"


def test_without_consent_nothing_is_released(site: Site, client: FlaskClient) -> None:
    number = say(site, "parking", "不想公开", "art_3")
    answer = client.post(QUEUE, data={"act": "release", "id": f"{number}:1"}, follow_redirects=True)
    assert "1 件本人没有同意公开" in answer.text
    assert quotes(site) == []


def test_a_comment_that_was_changed_meanwhile_is_left_alone(site: Site, client: FlaskClient) -> None:
    number = say(site, "parking", "原来的话", "art_3", consent_public=True)
    with site.database.saving() as session:
        session.execute(update(Comment).where(Comment.id == number).values(revision=2))
    answer = client.post(QUEUE, data={"act": "release", "id": f"{number}:1"}, follow_redirects=True)
    assert "1 件在您打开页面之后有改动" in answer.text
    assert quotes(site) == []


@pytest.mark.parametrize(("fields", "status"), [({"reason": "与本草案无关"}, 303), ({"reason": ""}, 400), ({"reason": "其他"}, 400),
                                                ({"reason": "其他", "words": "引用了别人的病历"}, 303)])  # fmt: skip
def test_withholding_needs_a_reason_and_stands_in_the_public_log(
    site: Site, client: FlaskClient, fields: dict[str, str], status: int
) -> None:
    number = say(site, "parking", "卖车位，电话见私信", "art_3", consent_public=True)
    client.post(QUEUE, data={"act": "release", "id": f"{number}:1"})
    assert client.post(QUEUE, data={"act": "withhold", "id": f"{number}:1", **fields}).status_code == status
    with site.database.reading() as session:
        own = session.scalars(select(Consultation)).one()
        rows, total = withheld_log(session, own)
    assert total == (1 if status == 303 else 0)
    assert len(quotes(site)) == (0 if status == 303 else 1)
    if rows:
        assert (rows[0].clauses, rows[0].reason) == (("第三条",), fields.get("words") or fields["reason"])


def test_nothing_is_released_where_nothing_is_published(site: Site) -> None:
    client = site.client(MANAGER, HEAD)
    publish(site, make(site, client, publication="none"))
    number = say(site, "parking", "好", "art_3", consent_public=True)
    assert client.post(QUEUE, data={"act": "release", "id": f"{number}:1"}).status_code == 400


def test_the_queue_is_filtered_and_paged(site: Site, client: FlaskClient) -> None:
    for at in range(55):
        say(site, "parking", f"第{at}件", "art_3" if at % 2 else "art_1", key=f"k{at}")
    assert "共 55 条" in client.get(QUEUE).text or "55" in client.get(QUEUE).text
    assert "第54件" not in client.get(QUEUE).text
    assert "第54件" in client.get(QUEUE + "?page=2").text
    assert "第0件" not in client.get(QUEUE + "?root=art_3").text
    assert "第7件" in client.get(QUEUE + "?q=第7件").text
    assert client.get(QUEUE + "?page=-1&state=<x>&channel='&root='&q=%25").status_code == 200
    assert client.get(QUEUE + "?root=%00").status_code in (400, 404)


def test_a_comment_is_answered_at_any_time_but_not_when_taken_back(site: Site, client: FlaskClient) -> None:
    number = say(site, "parking", "请答复", "art_3")
    place = f"/staff/consultations/parking/comments/{number}"
    client.post("/staff/consultations/parking/close", data={"reason": "起草工作调整"})
    assert client.post(f"{place}/reply", data={"text": "<b>已转</b>起草组研究。", "way": "查询页"}).status_code == 303
    assert "&lt;b&gt;已转" in client.get(place).text
    assert client.post(f"{place}/reply", data={"text": "", "way": "查询页"}).status_code == 400
    assert client.post(f"{place}/reply", data={"text": "好", "way": "飞鸽"}).status_code == 400
    with site.database.saving() as session:
        session.execute(update(Comment).where(Comment.id == number).values(state=CommentState.WITHDRAWN))
    assert client.post(f"{place}/reply", data={"text": "好", "way": "电话"}).status_code == 409
    with site.database.reading() as session:
        assert len(session.scalars(select(Reply)).all()) == 1


def test_an_answer_that_staff_publish_stands_masked_below_the_released_words_and_no_other(
    site: Site, client: FlaskClient
) -> None:
    number = say(site, "parking", "第三条太严。", "art_3", consent_public=True)
    place, citizen = f"/staff/consultations/parking/comments/{number}", site.client()
    client.post(f"{place}/reply", data={"text": "只给您本人的答复", "way": "查询页"})
    client.post(f"{place}/reply", data={"text": "已采纳，详询13912345678", "way": "查询页", "public": "yes"})
    assert "公开显示为" in client.get(place).text
    for act, shown in (("release", True), ("withhold", False)):
        client.post(QUEUE, data={"act": act, "id": f"{number}:1", "reason": "与草案无关"})
        for path in ("/parking/", "/parking/v1/art_3", "/parking/opinions"):
            page = citizen.get(path).text
            assert ("已采纳，详询139********" in page) is shown, (act, path)
            assert "只给您本人" not in page
            assert "13912345678" not in page


def test_an_answer_to_somebody_who_would_not_be_shown_stays_private(site: Site, client: FlaskClient) -> None:
    number = say(site, "parking", "第三条太严。", "art_3")
    place = f"/staff/consultations/parking/comments/{number}"
    client.post(f"{place}/reply", data={"text": "谢谢", "way": "查询页", "public": "yes"})
    with site.database.reading() as session:
        assert session.scalars(select(Reply)).one().public_text == ""


def test_contacts_are_seen_by_who_replies_and_the_log_knows(site: Site, client: FlaskClient) -> None:
    number = say(site, "parking", "请答复", "art_3")
    with site.database.saving() as session:
        keep_contact(session, session.get_one(Comment, number), name="测试甲", phone="15400000000")
    place = f"/staff/consultations/parking/comments/{number}"
    assert "15400000000" not in client.get(place).text
    assert "15400000000" in client.post(f"{place}/contact").text
    drafter = site.client(Role.DRAFTER)
    assert drafter.get(place).status_code == 200
    assert drafter.post(f"{place}/contact").status_code == 403
    assert drafter.post(f"{place}/original").status_code == 403
    assert drafter.post(QUEUE, data={"act": "release", "id": number}).status_code == 403
    with site.database.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action == "contact.read")).all()
        assert [event.subject for event in events] == [f"comment:{number}"]
        assert "154" not in str([event.details for event in events])


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/staff/..//evil", "javascript:alert(1)"])
def test_the_way_back_leads_nowhere_else(site: Site, client: FlaskClient, back: str) -> None:
    number = say(site, "parking", "好", "art_3", consent_public=True)
    answer = client.post(QUEUE, data={"act": "release", "id": f"{number}:1", "back": back})
    assert answer.location == QUEUE


@pytest.mark.parametrize("number", ["999", "99999999999999999999999"])
def test_a_comment_of_nowhere_is_not_found(client: FlaskClient, number: str) -> None:
    assert client.get(f"/staff/consultations/parking/comments/{number}").status_code == 404
    assert client.post(QUEUE, data={"act": "release", "id": "999:1"}).status_code == 404
    assert client.post(QUEUE, data={"act": "sell", "id": "1:1"}).status_code == 404


def test_every_decision_is_kept(site: Site, client: FlaskClient) -> None:
    number = say(site, "parking", "好", "art_3", consent_public=True)
    for fields in ({"act": "release"}, {"act": "withhold", "reason": "与本草案无关"}, {"act": "release"}):
        client.post(QUEUE, data={"id": f"{number}:1", **fields})
    with site.database.reading() as session:
        rows = session.scalars(select(Moderation.decision).order_by(Moderation.id)).all()
    assert [row.value for row in rows] == ["released", "withheld", "released"]
    assert len(quotes(site)) == 1
