"""A consultation from a file to a published page, and its clock."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from site_stands import Site
from sqlalchemy import select
from staff_help import DRAFT, HEAD, MANAGER, fields, make, publish, row, upload

from consult_web.accounts import Role
from consult_web.audit import AuditEvent
from consult_web.consultations import ClauseRow, Publication, creating, last_day, period_of, phase_of
from consult_web.storage import china_today
from lawcheck.procedure import ConsultationPhase


def test_a_file_becomes_a_preview_and_then_a_consultation(site: Site) -> None:
    client = site.client(MANAGER)
    page = client.get(upload(client)).text
    assert "读出 5 条" in page
    assert "第三条" in page
    slug = make(site, client)
    with site.database.reading() as session:
        eids = session.scalars(select(ClauseRow.eid).order_by(ClauseRow.position)).all()
    assert (eids[0], "art_3__para_1__point_2" in eids) == ("chp_1", True)
    assert row(site, slug).published_at is None


def test_problems_of_the_parser_are_shown(site: Site) -> None:
    client = site.client(MANAGER)
    page = client.get(upload(client, DRAFT.replace("第四条", "第六条"))).text
    assert "读取时发现的问题" in page


@pytest.mark.parametrize("text", ["", "\x00\x01\x02", "\n\n"])
def test_a_file_without_text_is_refused_with_a_reason(site: Site, text: str) -> None:
    answer = site.client(MANAGER).post(
        "/staff/consultations/new", data={"file": (io.BytesIO(text.encode()), "<b>.txt")}
    )
    assert answer.status_code == 400
    assert "[E" in answer.text
    assert "<b>.txt" not in answer.text


def test_markup_in_a_draft_is_text(site: Site) -> None:
    client = site.client(MANAGER)
    page = client.get(upload(client, "某办法\n第一条　<script>alert(1)</script>。\n"))
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_the_token_of_an_upload_is_its_owners(site: Site) -> None:
    place = upload(site.client(MANAGER))
    other = site.client(MANAGER)
    assert (other.get(place).status_code, other.get(place + "x").status_code) == (404, 404)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "“标题”没有填写"),
        ({"title": "长" * 201}, "200"),
        ({"slug": "../etc"}, "页面地址"),
        ({"slug": "staff"}, "页面地址"),
        ({"publication": "full"}, "统一身份认证"),
        ({"kind": "K99"}, "期限依据"),
        ({"territory": "浙江"}, "期限依据"),
        ({"opens": "明天"}, "日期“明天”"),
        ({"closes": "9999-12-31"}, "日期"),
        ({"retention_months": "0"}, "1 至 36"),
    ],
)
def test_a_field_that_cannot_be_taken_is_told_and_the_rest_is_kept(
    site: Site, changes: dict[str, str], words: str
) -> None:
    client = site.client(MANAGER)
    answer = client.post(upload(client), data=fields(**({"summary": "留下的字"} | changes)))
    assert answer.status_code == 400
    assert words in answer.text
    assert "留下的字" in answer.text


def test_a_draft_never_takes_the_address_of_another_page(site: Site) -> None:
    firsts = {str(rule).split("/")[1] for rule in site.app.url_map.iter_rules()}
    assert {first for first in firsts if first.isalpha()} <= creating._RESERVED


def test_an_address_is_taken_once(site: Site) -> None:
    client = site.client(MANAGER)
    make(site, client)
    assert client.post(upload(client), data=fields()).status_code == 400


def test_a_short_period_needs_its_reason_before_it_is_published(site: Site) -> None:
    client, soon = site.client(MANAGER), (china_today() + timedelta(days=10)).isoformat()
    slug = make(site, client, closes=soon)
    assert "少于20日" in client.get(f"/staff/consultations/{slug}").text
    head = site.client(HEAD)
    assert head.post(f"/staff/consultations/{slug}/publish").status_code == 400
    answer = client.post(f"/staff/consultations/{slug}/notice", data=fields(closes=soon, min_days_reason="情况紧急"))
    assert answer.status_code == 303
    assert "公告中会显示缩短的理由" in client.get(f"/staff/consultations/{slug}").text
    publish(site, slug)
    assert phase_of(row(site, slug)) is ConsultationPhase.OPEN


def test_a_draft_whose_kind_nobody_chose_is_not_published(site: Site) -> None:
    client = site.client(MANAGER)
    slug = make(site, client, kind="")
    assert "没有选择文件种类" in client.get(f"/staff/consultations/{slug}").text
    assert site.client(HEAD).post(f"/staff/consultations/{slug}/publish").status_code == 400
    assert client.post(f"/staff/consultations/{slug}/notice", data=fields(kind="-")).status_code == 303
    assert re.search(r'<option value="-" selected', client.get(f"/staff/consultations/{slug}/notice").text)
    publish(site, slug)
    assert row(site, slug).profile == "-/330500/other"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"notice": "逾期未反馈的，视为无意见。"}, "没有找到法律依据"),
        ({"contact_office": "联系人电话13912345678"}, "手机号码"),
        ({"way_kind_2": ""}, "请至少列出两种"),
        ({"explanation": ""}, "没有附起草说明"),
        ({"title": "云溪市停车条例修正案（草案）"}, "被修改的法规"),
    ],
)
def test_what_is_wrong_with_a_notice_is_said(site: Site, changes: dict[str, str], words: str) -> None:
    client = site.client(MANAGER)
    assert words in client.get(f"/staff/consultations/{make(site, client, **changes)}").text


def test_days_and_address_are_fixed_once_public_and_questions_too(site: Site) -> None:
    client = site.client(MANAGER)
    slug = make(site, client)
    asked = {"text_1": "收费多少合适？", "options_1": "5元\n10元"}
    assert client.post(f"/staff/consultations/{slug}/questions", data=asked).status_code == 303
    publish(site, slug)
    later = (china_today() + timedelta(days=60)).isoformat()
    assert client.post(f"/staff/consultations/{slug}/notice", data=fields(closes=later)).status_code == 409
    assert client.post(f"/staff/consultations/{slug}/notice", data=fields(summary="改一句话")).status_code == 303
    assert client.post(f"/staff/consultations/{slug}/questions", data=asked).status_code == 409
    assert "收费多少合适" in client.get(f"/staff/consultations/{slug}/questions").text


@pytest.mark.parametrize("asked", [{"text_1": "只有题目"}, {"text_1": "甲", "options_1": "乙"}, {"options_1": "甲\n乙"},
                                   {"text_1": "甲", "options_1": "乙\n乙"}])  # fmt: skip
def test_a_question_needs_text_and_two_options(site: Site, asked: dict[str, str]) -> None:
    client = site.client(MANAGER)
    assert client.post(f"/staff/consultations/{make(site, client)}/questions", data=asked).status_code == 400


def test_the_period_is_only_prolonged_with_a_reason(site: Site) -> None:
    slug = make(site, site.client(MANAGER))
    publish(site, slug)
    head, place = site.client(HEAD), f"/staff/consultations/{slug}/extend"
    later, sooner = ((china_today() + timedelta(days=n)).isoformat() for n in (40, 5))
    assert head.post(place, data={"closes": sooner, "reason": "提前结束"}).status_code == 400
    assert head.post(place, data={"closes": later, "reason": ""}).status_code == 400
    assert head.post(place, data={"closes": "x", "reason": "理由"}).status_code == 400
    assert head.post(place, data={"closes": later, "reason": "意见较多，延长十日"}).status_code == 303
    assert "意见较多，延长十日" in head.get(f"/staff/consultations/{slug}").text


@pytest.mark.parametrize(
    ("act", "phase"), [("close", ConsultationPhase.CLOSED), ("cancel", ConsultationPhase.CANCELLED)]
)
def test_ending_early_needs_a_reason_that_the_notice_shows(site: Site, act: str, phase: ConsultationPhase) -> None:
    slug = make(site, site.client(MANAGER))
    publish(site, slug)
    head = site.client(HEAD)
    assert head.post(f"/staff/consultations/{slug}/{act}", data={"reason": "短"}).status_code == 400
    assert head.post(f"/staff/consultations/{slug}/{act}", data={"reason": "起草工作调整"}).status_code == 303
    assert phase_of(row(site, slug)) is phase
    assert row(site, slug).extensions[0]["reason"] == "起草工作调整"


def test_what_ended_early_shows_the_day_on_which_it_ended(site: Site) -> None:
    slug = make(site, site.client(MANAGER))
    publish(site, slug)
    announced = last_day(row(site, slug).closes_at)
    assert f"{announced} 24:00 截止" in site.client().get(f"/{slug}/v1/").text
    head = site.client(HEAD)
    head.post(f"/staff/consultations/{slug}/close", data={"reason": "起草工作调整"})
    assert f"{announced} 24:00 截止" not in site.client().get(f"/{slug}/v1/").text
    period = period_of(row(site, slug))
    assert period is not None
    assert period.closes == china_today()
    assert f"— {announced}" not in head.get(f"/staff/consultations/{slug}").text.replace("&mdash;", "—")


def test_each_step_is_in_the_audit_log(site: Site) -> None:
    slug = make(site, site.client(MANAGER))
    publish(site, slug)
    site.client(HEAD).post(f"/staff/consultations/{slug}/close", data={"reason": "起草工作调整"})
    with site.database.reading() as session:
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.number)).all()
    wanted = ["consultation.created", "version.added", "consultation.published", "consultation.closed"]
    assert [action for action in actions if action in wanted] == wanted


def test_who_prepares_does_not_publish_and_other_bodies_see_nothing(site: Site) -> None:
    client = site.client(MANAGER)
    slug = make(site, client)
    assert client.post(f"/staff/consultations/{slug}/publish").status_code == 403
    stranger = site.app.test_client()
    site.log_in(stranger, site.user(MANAGER, HEAD, organisation="另一个市人大常委会"))
    assert stranger.get(f"/staff/consultations/{slug}").status_code == 404
    assert "停车管理" not in stranger.get("/staff/consultations").text
    assert site.client(Role.STATION_CLERK).get("/staff/consultations").status_code == 403
    assert row(site, slug).publication is Publication.EXCERPTS
