"""What the public sees of a draft on which opinions were asked for twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from public_stands import SECOND, add_consultation
from site_stands import Site
from sqlalchemy import select

from consult_web.accounts import Role
from consult_web.consultations import (
    Consultation,
    Decision,
    Disposition,
    ModerationDecision,
    Opinion,
    Outcome,
    RoundPlan,
    Sender,
    add_version,
    approve_places,
    close_early,
    current_run,
    decide,
    decide_comments,
    issue_report,
    points_to_decide,
    report_draft,
    run_analysis,
    sign,
    start_round,
    submit,
    summarise_places,
)
from consult_web.errors import Conflict
from consult_web.storage import china_today, utc_now
from lawcheck.document import parse

# A clause before the others: numbers move, and nobody's opinion moves with them.
NEXT = SECOND.replace("第一条　为了规范", "第一条　停车应当有序。\n第二条　为了规范")
for _old, _new in (("第五条", "第六条"), ("第四条", "第五条"), ("第三条", "第四条"), ("第二条　道路", "第三条　道路")):
    NEXT = NEXT.replace(_old, _new)


def asked_twice(site: Site) -> str:
    """A receipt of the first round of a consultation whose second round is open."""
    number = add_consultation(site.database)
    assert site.client().get("/tingche/rounds").status_code == 404, "there is but one"
    staff = site.user(Role.COMMENT_MANAGER)
    with site.database.saving() as session:
        own = session.get_one(Consultation, number)
        opinions = [
            Opinion(
                "罚款太高，二百元就够了。", targets=("art_4",), version_id=own.version_id or 0, consent_public=True
            ),
            Opinion("支持第二条，收费标准每年评估一次。", version_id=own.version_id or 0, consent_public=True),
        ]
        sent = submit(session, own, opinions, Sender(), "first")
        rows = [(one, 1) for one in sent.comments]
        decide_comments(session, staff, own, rows, ModerationDecision.RELEASED)
        close_early(session, staff, own, "意见已经充分")
    run_analysis(site.database, number)
    report(site, number)
    with site.database.saving() as session:
        own = session.get_one(Consultation, number)
        made = add_version(session, staff, own, parse(NEXT), "0" * 64, "二稿.txt", "草案修改稿")
        for one in summarise_places(session, made):
            approve_places(session, staff, made, verdict=one.verdict)
        opens = china_today()
        start_round(
            session, staff, own, RoundPlan(opens, opens + timedelta(days=29), "罚款幅度有较大修改", stage="草案修改稿")
        )
    with site.database.saving() as session:
        own = session.get_one(Consultation, number)
        submit(
            session,
            own,
            [Opinion("新的幅度合适。", targets=("art_5",), version_id=own.version_id or 0)],
            Sender(),
            "second",
        )
    return sent.receipt


def report(site: Site, number: int) -> None:
    """Every point of the first round is answered, signed and reported on."""
    with site.database.saving() as session:
        run = current_run(session, session.get_one(Consultation, number))
        assert run
        decision = Decision(Outcome.NOT_ADOPTED, reason="已经在修改稿中统筹考虑。")
        decide(session, number, dict.fromkeys(points_to_decide(session, run), 0), decision, "user:1")
        sign(session, number, "user:2")
        issue_report(session, site.app.extensions["files"], number, {}, "user:2")


def test_both_rounds_are_told_and_each_opinion_finds_its_clause(site: Site) -> None:
    receipt = asked_twice(site)
    client = site.client()
    page = client.get("/tingche/").text
    for words in ("第 2 轮", "罚款幅度有较大修改", "您上一轮的意见去了哪里"):
        assert words in page
    rounds = client.get("/tingche/rounds").text
    for words in (
        "第 1 轮",
        "收到 2 件意见，1 人",
        "收到 1 件意见，1 人",
        "罚款太高，二百元就够了。",
        "已经在修改稿中统筹考虑。",
    ):
        assert words in rounds
    assert "新的幅度合适" not in rounds
    tracker = client.get(f"/track/{receipt}").text
    for words in ("该轮已经截止", "在新文本中的位置", "第四条 → 第五条"):
        assert words in tracker
    assert client.post(f"/track/{receipt}/1/withdraw").status_code == 409
    assert "第 1 轮" in client.get("/tingche/v2/art_5").text
    outcome = client.get("/tingche/outcome").text
    assert "已经在修改稿中统筹考虑。" in outcome
    assert client.get("/tingche/outcome?round=2").text.count("没有办结") == 0, "the second round is not reported on yet"


def test_digest_table_report_and_open_data_tell_the_rounds_apart(site: Site) -> None:
    asked_twice(site)
    run_analysis(site.database, 1)
    drafter = site.client()
    site.log_in(drafter, site.user(Role.DRAFTER, Role.HEAD, organisation="云溪市人大常委会（虚构）"))
    assert "1 件意见，1 人" in drafter.get("/drafting/1").text
    second, first = (drafter.get(f"/drafting/1/points?round={number}").text for number in (2, 1))
    assert "新的幅度合适" in second
    assert "新的幅度合适" not in first
    assert "第 2 轮" in drafter.get("/drafting/1/clauses/art_5").text
    rows = json.loads(drafter.get("/drafting/1/exports/table.json").text)["rows"]
    assert sorted((row["opinion"], row["rounds"]) for row in rows) == [
        ("支持第二条，收费标准每年评估一次。", [1]),
        ("新的幅度合适。", [2]),
        ("罚款太高，二百元就够了。", [1]),
    ]
    places = {row["opinion"]: row["eid"] for row in rows}
    place = places["支持第二条，收费标准每年评估一次。"]
    assert place.startswith("art_3"), "what the program placed follows the text, not the number"
    assert "第2轮" in drafter.get("/drafting/1/exports/table.csv").text
    with site.database.saving() as session:
        own = session.get_one(Consultation, 1)
        run = current_run(session, own)
        assert run
        told = next(row for row in session.scalars(select(Disposition)))
        with pytest.raises(Conflict, match="E874"):
            decide(session, 1, {told.point_key: told.row_version}, Decision(Outcome.OUTSIDE, reason="改口"), "user:1")
        told_keys = set(session.scalars(select(Disposition.point_key)))
        fresh = dict.fromkeys(set(points_to_decide(session, run)) - told_keys, 0)
        decide(session, 1, fresh, Decision(Outcome.OUTSIDE, reason="与本条例无关。"), "user:1")
        content, figures = report_draft(session, run, {})
        assert (figures["people"], figures["comments"], figures["other"]) == (1, 1, 1), "only what was not told before"
    words = "".join(part.text for part in Document(BytesIO(content)).paragraphs)
    assert "第1轮征求意见" in words
    assert "1人提出意见2件，已经通报" in words
    found = json.loads(site.client().get("/api/v1/consultations/tingche").text)
    assert (found["round"], [one["version"] for one in found["past_rounds"]]) == (2, [1])
    opinions = json.loads(site.client().get("/api/v1/consultations/tingche/opinions").text)["items"]
    assert {one["round"] for one in opinions} == {1}
    assert json.loads(site.client().get("/api/v1/consultations/tingche/outcomes").text)["comments"] == 2


@pytest.mark.long
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_pages_of_rounds_keep_the_rules(
    site: Site, serve: Callable[[Flask], str], page_check: Callable[..., None]
) -> None:
    receipt = asked_twice(site)
    address = serve(site.app)
    page_check(address + "/tingche/rounds", name="public-rounds")
    page_check(address + f"/track/{receipt}", name="public-track-moved")


def test_an_earlier_text_sends_nobody_to_comment_on_what_is_closed(site: Site) -> None:
    asked_twice(site)
    assert "对新文本提意见" in site.client().get("/tingche/v1/").text
    with site.database.saving() as session:
        own = session.scalars(select(Consultation).where(Consultation.slug == "tingche")).one()
        own.closed_at = utc_now()
    page = site.client().get("/tingche/v1/").text
    assert "对新文本提意见" not in page
    assert "后来有新的版本" in page
