"""What the public sees of a draft on which opinions were asked for twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from public_stands import SECOND, add_consultation
from site_stands import Site

from consult_web.accounts import Role
from consult_web.consultations import (
    Consultation,
    Decision,
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
    run_analysis,
    sign,
    start_round,
    submit,
    summarise_places,
)
from consult_web.storage import china_today
from lawcheck.document import parse


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
            Opinion("支持每年评估一次收费。", targets=("art_2",), version_id=own.version_id or 0, consent_public=True),
        ]
        sent = submit(session, own, opinions, Sender(), "first")
        rows = [(one.id, one.revision) for one in sent.comments]
        decide_comments(session, staff, own, rows, ModerationDecision.RELEASED)
        close_early(session, staff, own, "意见已经充分")
    run_analysis(site.database, number)
    report(site, number)
    with site.database.saving() as session:
        own = session.get_one(Consultation, number)
        made = add_version(session, staff, own, parse(SECOND), "0" * 64, "二稿.txt", "草案修改稿")
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
            [Opinion("新的幅度合适。", targets=("art_4",), version_id=own.version_id or 0)],
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
    for words in ("该轮已经截止", "在新文本中的位置", "第四条 → 第四条"):
        assert words in tracker
    assert client.post(f"/track/{receipt}/1/withdraw").status_code == 409
    assert "第 1 轮" in client.get("/tingche/v2/art_4").text
    outcome = client.get("/tingche/outcome").text
    assert "已经在修改稿中统筹考虑。" in outcome
    assert client.get("/tingche/outcome?round=2").text.count("没有办结") == 0, "the second round is not reported on yet"


@pytest.mark.long
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_pages_of_rounds_keep_the_rules(
    site: Site, serve: Callable[[Flask], str], page_check: Callable[..., None]
) -> None:
    receipt = asked_twice(site)
    address = serve(site.app)
    page_check(address + "/tingche/rounds", name="public-rounds")
    page_check(address + f"/track/{receipt}", name="public-track-moved")
