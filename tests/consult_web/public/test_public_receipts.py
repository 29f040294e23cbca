"""What the holder of a receipt may see and do: follow, change, take back, rate; nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from public_stands import add_consultation, add_quote
from site_stands import Site
from sqlalchemy import select

from consult_web.audit import verify
from consult_web.consultations import (
    Comment,
    CommentRevision,
    CommentState,
    Consultation,
    Contact,
    Disposition,
    Opinion,
    Outcome,
    PublicQuote,
    Rating,
    Sender,
    shown_receipt,
    submit,
)
from consult_web.storage import utc_now
from lawcheck.comments import Stance

KEY = "k" * 40


@pytest.fixture
def consultation_id(site: Site) -> int:
    return add_consultation(site.database)


@pytest.fixture
def code(site: Site, consultation_id: int) -> str:
    with site.database.saving() as session:
        consultation = session.get_one(Consultation, consultation_id)
        opinion = Opinion(
            "罚款太高。", Stance.CHANGE, ("art_4",), "五百元以下", version_id=consultation.version_id or 0
        )
        sent = submit(session, consultation, [opinion], Sender(phone="15400000001"), KEY)
        add_quote(session, consultation, sent.comments[0], "罚款太高。")
    return sent.receipt


def decide(site: Site, *, signed: bool) -> None:
    with site.database.saving() as session:
        comment = session.scalars(select(Comment)).one()
        session.add(
            Disposition(
                consultation_id=comment.consultation_id,
                comment_id=comment.id,
                point_key="p",
                outcome=Outcome.NOT_ADOPTED,
                reason="与上位法一致。",
                decided_by="user:1",
                signed_at=utc_now() if signed else None,
            )
        )


@pytest.mark.parametrize("typed", ["{code}", "{lower}", " {shown} ", "{shown}\n"])
def test_a_code_is_found_however_it_is_typed(site: Site, code: str, typed: str) -> None:
    words = typed.format(code=code, lower=code.lower(), shown=shown_receipt(code))
    for address in ("/track", "/suggest/track"):  # suggestions of a review have receipts of the same look
        answer = site.client().post(address, data={"code": words})
        assert answer.location == f"/track/{code}"


def test_the_code_of_a_receipt_is_a_picture_that_tells_nothing(site: Site, code: str) -> None:
    visitor = site.client()
    for known in (code, "A" * 24):  # nobody learns from it whether there is such a receipt
        answer = visitor.get(f"/track/{known}/qr.svg")
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert visitor.get("/track/ABCD/qr.svg").status_code == 404


@pytest.mark.parametrize("typed", ["", "ABCD", "A" * 24, "'; DROP TABLE comment;--", "x" * 5000])
def test_a_code_of_nobody_finds_nothing(site: Site, code: str, typed: str) -> None:
    answer = site.client().post("/track", data={"code": typed})
    assert answer.status_code == 404
    assert "没有找到" in answer.text


@pytest.mark.parametrize("path", ["/track/{}X", "/track/{}/2/edit", "/track/{}/0/edit", "/track/{}/1/image/1"])
def test_other_addresses_lead_nowhere(site: Site, code: str, path: str) -> None:
    assert site.client().get(path.format(code)).status_code == 404


def test_the_way_of_a_comment_is_shown_step_by_step(site: Site, code: str) -> None:
    page = site.client().get(f"/track/{code}").text
    assert 'class="step-now"' in page
    assert "起草人员已阅读" in page
    assert "罚款太高。" in page
    with site.database.saving() as session:
        session.scalars(select(Comment)).one().read_at = utc_now()
    assert site.client().get(f"/track/{code}").text.count('class="step-done"') == 3


@pytest.mark.parametrize("signed", [False, True])
def test_a_decision_is_told_when_it_is_signed(site: Site, code: str, signed: bool) -> None:
    decide(site, signed=signed)
    page = site.client().get(f"/track/{code}").text
    assert ("与上位法一致" in page) is signed


def test_only_what_was_answered_can_be_rated(site: Site, code: str) -> None:
    client = site.client()
    assert client.post(f"/track/{code}/1/rate", data={"grade": "满意"}).status_code == 409
    decide(site, signed=True)
    assert client.post(f"/track/{code}/1/rate", data={"grade": "非常满意"}).status_code == 400
    for grade in ("满意", "基本满意"):
        assert client.post(f"/track/{code}/1/rate", data={"grade": grade}).status_code == 303
    with site.database.reading() as session:
        assert [row.grade for row in session.scalars(select(Rating))] == ["基本满意"]
    assert "1 人评价，占已处理或者答复的 1 件中的 100%" in client.get(f"/track/{code}").text


def test_a_change_keeps_what_was_said_and_is_released_anew(site: Site, code: str) -> None:
    client = site.client()
    assert "罚款太高。" in client.get(f"/track/{code}/1/edit").text
    answer = client.post(f"/track/{code}/1/edit", data={"text": "罚款应当更高。", "target": "art_3", "stance": "反对"})
    assert answer.status_code == 303
    with site.database.reading() as session:
        comment = session.scalars(select(Comment)).one()
        assert (comment.text, comment.revision, comment.stance) == ("罚款应当更高。", 2, "反对")
        assert [target.eid for target in comment.targets] == ["art_3"]
        revision = session.scalars(select(CommentRevision)).one()
        assert (revision.number, revision.content["text"]) == (1, "罚款太高。")
        assert revision.content["targets"][0]["quote"] == "五百元以下"
        assert session.scalars(select(PublicQuote)).all() == []
        assert verify(session).fault is None
    assert "修改历史" in client.get(f"/track/{code}").text


def test_what_was_taken_back_counts_no_more_and_its_contact_is_gone(site: Site, code: str) -> None:
    client = site.client()
    for _ in range(2):
        assert client.post(f"/track/{code}/1/withdraw").status_code == 303
    with site.database.reading() as session:
        assert session.scalars(select(Comment)).one().state is CommentState.WITHDRAWN
        assert session.scalars(select(Contact)).all() == []
        assert session.scalars(select(PublicQuote)).all() == []
    page = client.get(f"/track/{code}").text
    assert "已撤回" in page
    assert client.get(f"/track/{code}/1/edit").status_code == 409


@pytest.mark.parametrize("act", ["edit", "withdraw"])
def test_after_the_end_nothing_is_changed(site: Site, code: str, consultation_id: int, act: str) -> None:
    with site.database.saving() as session:
        session.get_one(Consultation, consultation_id).closes_at = utc_now() - timedelta(seconds=1)
    answer = site.client().post(f"/track/{code}/1/{act}", data={"text": "太晚了", "target": "art_4"})
    assert answer.status_code == 409
    assert "截止" in answer.text
    if act == "edit":
        assert "太晚了" in answer.text
    with site.database.reading() as session:
        assert session.scalars(select(Comment)).one().text == "罚款太高。"
    assert "不能再修改" in site.client().get(f"/track/{code}").text


def test_two_submissions_of_one_telephone_are_one_persons(site: Site, code: str, consultation_id: int) -> None:
    with site.database.saving() as session:
        consultation = session.get_one(Consultation, consultation_id)
        for key, phone in (("a" * 40, "+86 154-0000-0001"), ("b" * 40, "15400000002"), ("c" * 40, "")):
            opinion = Opinion("另一条", version_id=consultation.version_id or 0)
            submit(session, consultation, [opinion], Sender(phone=phone), key)
    with site.database.reading() as session:
        first, same, other, nobody = session.scalars(select(Comment.person_key).order_by(Comment.id))
    assert first == same
    assert len({first, other, nobody}) == 3
