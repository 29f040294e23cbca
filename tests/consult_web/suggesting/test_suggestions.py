"""Suggestions: taken in once, put together, handled by the procedure, answered to those who hold the receipt."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from filing_stands import County, filed, make_county, open_case
from site_stands import Site
from sqlalchemy import select, text

from consult_web.accounts import User
from consult_web.desk.suggesting.tracking import steps_of
from consult_web.errors import Conflict, Refused
from consult_web.filings import Letter, Suggestion, SuggestionChannel, SuggestionContact, case_faults
from consult_web.filings.suggestions import (
    Wish,
    add_missing,
    end_reviews,
    families_in,
    faults_of_wish,
    find_suggestion,
    forget_old_contacts,
    object_to_reply,
    split_cluster,
    submit_suggestion,
    suggestion_letter,
    take_cluster_step,
    take_suggestion_step,
)
from lawcheck.readers import read_guarded

WISH = Wish(
    document_title="云溪市共享单车停放管理办法",
    clause="第3条第一款",
    matter="要求企业缴纳保证金没有依据",
    reasons="没有法律、法规规定企业应当缴纳保证金，增加了企业的义务。",
    name="张虚构",
    phone="0000-0000001",
)


def _send(site: Site, county: County, key: str, **changes: object) -> int:
    with site.database.saving() as session:
        wish = replace(WISH, receiver_id=county.bodies["人大"], **changes)
        return submit_suggestion(session, wish, key).suggestion.id


def _step(
    site: Site, number: int, user: User, event: str, facts: dict | None = None, letter: dict | None = None
) -> None:
    with site.database.saving() as session:
        row = session.get_one(Suggestion, number)
        take_suggestion_step(
            session, site.app.extensions["files"], row, session.merge(user), event, facts or {}, letter
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"clause": ""}, "clause"),
        ({"reasons": ""}, "reasons"),
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"matter": "长" * 1001}, "matter"),
        ({"receiver_id": 0}, "receiver_id"),
    ],
)
def test_what_is_missing_is_said_at_its_field(changes: dict, field: str) -> None:
    assert list(faults_of_wish(replace(WISH, **{"receiver_id": 1, **changes}))) == [field]


def test_a_suggestion_sent_twice_is_one_with_the_same_receipt(site: Site) -> None:
    county = make_county(site)
    with site.database.saving() as session:
        first = submit_suggestion(session, replace(WISH, receiver_id=county.bodies["人大"]), "k")
    with site.database.saving() as session:
        second = submit_suggestion(session, replace(WISH, receiver_id=county.bodies["人大"]), "k")
        assert second.repeated
        assert second.receipt == first.receipt
        found = find_suggestion(session, first.receipt)
        assert (found.state, found.number) == ("R0", f"建〔{found.received_on.year}〕0001")
        assert found.clocks
        assert case_faults(session, found) == []


def test_the_proposer_is_nowhere_in_clear(site: Site) -> None:
    county = make_county(site)
    number = _send(site, county, "k")
    with site.database.saving() as session:
        sealed = session.get_one(SuggestionContact, number).sealed
        tables = ["suggestion", "suggestion_event", "audit_event", "letter"]
        rows = "".join(str(session.execute(text(f"SELECT * FROM {name}")).all()) for name in tables)
    assert "张虚构".encode() not in sealed
    assert "张虚构" not in rows
    assert "0000-0000001" not in rows


def test_the_clause_is_found_in_the_document_of_the_base(site: Site) -> None:
    county = make_county(site)
    with site.database.saving() as session:
        document = filed(session)
        number = document.id
    one = _send(site, county, "a", document_id=number, document_title="")
    with site.database.saving() as session:
        found = session.get_one(Suggestion, one)
        assert found.document_title == "云溪市共享单车停放管理办法"
        assert found.eid == "art_3__para_1"


def test_suggestions_on_one_clause_come_together_until_a_person_parts_them(site: Site) -> None:
    county = make_county(site)
    ids = [_send(site, county, f"k{n}", phone=f"0000-000000{n}") for n in range(3)]
    other = _send(site, county, "other", clause="第四条")
    with site.database.saving() as session:
        rows = [session.get_one(Suggestion, number) for number in ids]
        assert len({row.cluster_id for row in rows}) == 1
        cluster = rows[0].cluster
        assert cluster is not None
        assert [(family.texts, family.persons) for family in families_in(cluster.suggestions)] == [(3, 3)]
        assert session.get_one(Suggestion, other).cluster_id is None
        split_cluster(session, cluster, session.merge(county.users["registrar"]))
    late = _send(site, county, "late")
    with site.database.saving() as session:
        assert session.get_one(Suggestion, late).cluster_id is None


def test_what_is_missing_is_asked_for_and_added_by_receipt(site: Site) -> None:
    county = make_county(site)
    with site.database.saving() as session:
        sent = submit_suggestion(session, replace(WISH, receiver_id=county.bodies["人大"]), "k")
    with site.database.saving() as session, pytest.raises(Conflict):
        add_missing(session, find_suggestion(session, sent.receipt), "甲")
    _step(site, sent.suggestion.id, county.users["registrar"], "completion_asked", {"missing": ["上位法条款"]})
    with site.database.saving() as session:
        add_missing(session, find_suggestion(session, sent.receipt), "《行政许可法》第十六条")
    with site.database.saving() as session:
        found = find_suggestion(session, sent.receipt)
        assert found.state == "R2"
        assert found.events[-1].facts == {"text": "《行政许可法》第十六条"}


def test_one_is_declined_with_a_reason_told_by_letter_and_taken_up_again_with_new_ones(site: Site) -> None:
    county = make_county(site)
    with site.database.saving() as session:
        sent = submit_suggestion(session, replace(WISH, receiver_id=county.bodies["人大"]), "k")
    number, registrar = sent.suggestion.id, county.users["registrar"]
    _step(site, number, registrar, "found_complete")
    with pytest.raises(Conflict):  # a registrar does not decide it
        _step(site, number, registrar, "not_started", {"ground": "unfounded", "reason": "理由不成立"})
    _step(site, number, county.users["head"], "not_started", {"ground": "unfounded", "reason": "理由不成立"})
    letter = {"issuer": "云溪市人大常委会", "proposer": "建议人", "proposed": "2026-11-01", "document_title": "某办法", "clause": "第三条",
              "cause": "建议审查的理由不明确或者明显不成立", "reasons": "该款没有增加义务。", "ground": "《某条例》", "date": "2026-11-20"}  # fmt: skip
    _step(site, number, registrar, "decline_told", {}, letter)
    with site.database.saving() as session:
        found = find_suggestion(session, sent.receipt)
        assert (found.state, found.reply) == ("R5", "该款没有增加义务。")
        row = session.scalars(select(Letter).where(Letter.suggestion_id == number)).one()
        stored = read_guarded("a.docx", data=site.app.extensions["files"].read(row.docx_digest)).text
        named = suggestion_letter(session, site.app.extensions["files"], row, found)
        out = read_guarded("a.docx", data=named).text
        assert "张虚构" in out
        assert "张虚构" not in stored
        assert session.get_one(SuggestionContact, number).delete_after is not None
        object_to_reply(session, found, "有新的依据")
        assert found.state == "R6"
        assert forget_old_contacts(session, date(2099, 1, 1)) == 0, "the answer to the objection needs it"
    reply = {"acceptance": "依照规定受理。", "study": "没有新的理由。", "result": "不启动审查。"}
    told = {name: value for name, value in letter.items() if name not in ("cause", "reasons", "ground")}
    _step(site, number, registrar, "objection_answered", {}, {**told, **reply})
    with site.database.saving() as session:
        kept = session.get_one(SuggestionContact, number).delete_after
        assert kept is not None
        assert forget_old_contacts(session, kept - timedelta(days=1)) == 0
        assert forget_old_contacts(session, kept) == 1
        row = session.scalars(select(Letter).where(Letter.suggestion_id == number).order_by(Letter.id)).first()
        assert row is not None
        gone = suggestion_letter(session, site.app.extensions["files"], row, session.get_one(Suggestion, number))
        assert "张虚构" not in read_guarded("a.docx", data=gone).text


def test_merged_into_a_filing_the_reply_waits_for_the_end_of_its_review(site: Site) -> None:
    county = make_county(site)
    number = _send(site, county, "k")
    _step(site, number, county.users["registrar"], "found_complete")
    with site.database.saving() as session:
        filing = open_case(session, county, register_number="备〔2026〕1", state="S3")
        wrong = open_case(session, county, register_number="备〔2026〕2", state="S3", title="别的办法")
        ids = str(filing.id), str(wrong.id)
    with pytest.raises(Refused, match="E970"):
        _step(site, number, county.users["head"], "merged", {"filing": ids[1]})
    _step(site, number, county.users["head"], "merged", {"filing": ids[0]})
    with pytest.raises(Conflict):
        _step(site, number, county.users["registrar"], "suggestion_replied")
    with site.database.saving() as session:
        assert end_reviews(session) == 0
        row = session.get_one(Suggestion, number)
        assert row.filing_id == int(ids[0])
        session.get_one(type(filing), int(ids[0])).closed_on = row.events[-1].day
        session.flush()
        assert end_reviews(session) == 1
        assert end_reviews(session) == 0
    _step(site, number, county.users["registrar"], "suggestion_replied")
    with site.database.saving() as session:
        assert session.get_one(Suggestion, number).state == "R5"


def test_a_cluster_takes_a_step_together_and_says_who_could_not(site: Site) -> None:
    county = make_county(site)
    ids = [_send(site, county, f"k{n}") for n in range(3)]
    _step(site, ids[0], county.users["registrar"], "found_complete")
    with site.database.saving() as session:
        cluster = session.get_one(Suggestion, ids[0]).cluster
        assert cluster is not None
        done = take_cluster_step(
            session,
            site.app.extensions["files"],
            cluster,
            session.merge(county.users["registrar"]),
            "found_complete",
            {},
        )
        assert (done.taken, [one.id for one, _ in done.refused]) == (2, [ids[0]])
    with site.database.saving() as session:
        assert {session.get_one(Suggestion, number).state for number in ids} == {"R2"}


FORM = {
    "document_title": "云溪市共享单车停放管理办法", "clause": "第三条", "matter": "没有依据", "reasons": "理由在此",
    "name": "李虚构", "email": "a@example.com", "key": "k" * 24,
}  # fmt: skip


def test_a_citizen_sends_the_form_follows_it_and_sees_only_their_own(site: Site) -> None:
    county = make_county(site)
    browser = site.client()
    assert browser.get("/suggest").status_code == 200
    assert browser.post("/suggest", data=FORM | {"name": ""}).status_code == 400
    assert (
        browser.post("/suggest", data=FORM | {"website": "x", "receiver_id": county.bodies["人大"]}).status_code == 400
    )
    sent = browser.post(
        "/suggest",
        data=FORM | {"receiver_id": county.bodies["人大"], "files": (io.BytesIO(b"MZ"), "a.exe")},
    )
    assert (sent.status_code, "E966" in sent.text, "a.exe" in sent.text) == (400, False, True)
    sent = browser.post("/suggest", data=FORM | {"receiver_id": county.bodies["人大"]})
    code = re.search(r"/suggest/track/([A-Z2-7]{24})", sent.text)
    assert sent.status_code == 200
    assert code
    assert sent.headers["Cache-Control"] == "no-store"
    assert browser.post("/suggest/track", data={"code": code[1].lower()}).status_code == 303
    page = browser.get(f"/suggest/track/{code[1]}").text
    assert "理由在此" in page
    assert "李虚构" not in page
    assert browser.get(f"/suggest/track/{'A' * 24}").status_code == 404
    with site.database.saving() as session:
        assert session.scalars(select(Suggestion)).one().channel is SuggestionChannel.PLATFORM


def test_a_receipt_typed_on_the_page_of_opinions_leads_to_the_suggestion(site: Site) -> None:
    county = make_county(site)
    with site.database.saving() as session:
        code = submit_suggestion(session, replace(WISH, receiver_id=county.bodies["人大"]), "k").receipt
    browser = site.client()
    answer = browser.post("/track", data={"code": code.lower()})
    assert (answer.status_code, answer.location) == (303, f"/suggest/track/{code}")
    assert browser.get(answer.location).status_code == 200
    assert browser.post("/track", data={"code": "A" * 24}).status_code == 404
    assert browser.post("/suggest/track", data={"code": "A" * 24}).status_code == 404


def test_the_public_form_is_limited(site: Site) -> None:
    make_county(site)
    browser = site.client()
    answers = [browser.post("/suggest", data={}).status_code for _ in range(12)]
    assert answers[0] == 400
    assert answers[-1] == 429


def test_the_desk_sees_the_proposer_only_on_purpose_and_that_is_noted(site: Site) -> None:
    county = make_county(site)
    number = _send(site, county, "k")
    browser = site.client()
    site.log_in(browser, county.users["registrar"])
    assert "张虚构" not in browser.get(f"/desk/suggesting/{number}").text
    assert "张虚构" in browser.post(f"/desk/suggesting/{number}/proposer").text
    with site.database.saving() as session:
        assert "proposer.shown" in str(session.execute(text("SELECT action FROM audit_event")).all())
    other = site.client()
    site.log_in(other, site.user(*county.users["registrar"].role_names, organisation="别处人大常委会"))
    assert other.get(f"/desk/suggesting/{number}").status_code == 404


def test_who_waits_is_told_for_whom(site: Site) -> None:
    county = make_county(site)
    number = _send(site, county, "k")
    pages = {name: site.client() for name in ("registrar", "head")}
    for name, browser in pages.items():
        site.log_in(browser, county.users[name])
    assert "由其他人员办理" not in pages["registrar"].get(f"/desk/suggesting/{number}").text
    _step(site, number, county.users["registrar"], "found_complete")
    assert "决定不启动审查（负责人）" in pages["registrar"].get(f"/desk/suggesting/{number}").text
    head = pages["head"].get(f"/desk/suggesting/{number}").text
    assert "决定不启动审查（负责人）" not in head
    assert "移送有权机关并告知（备案登记员）" in head


def test_a_step_is_taken_on_its_page_with_its_letter(site: Site) -> None:
    county = make_county(site)
    number = _send(site, county, "k")
    browser = site.client()
    site.log_in(browser, county.users["registrar"])
    address = f"/desk/suggesting/{number}/steps/completion_asked"
    page = browser.get(address).text
    fields = dict(re.findall(r'name="(l-[a-z_]+)"[^>]*value="([^"]*)"', page))
    data = fields | {"missing": "上位法条款", "l-items": "上位法条款", "with_letter": "yes"}
    answer = browser.post(address, data=data)
    assert answer.status_code == 303, re.findall(r'role="alert".*', answer.text)
    shown = browser.get(f"/desk/suggesting/{number}").text
    assert "待补充" in shown
    assert "审查建议补充告知" in shown
    assert browser.get(address).status_code == 409


def test_why_a_review_was_not_begun_is_said_in_words_inside_and_outside(site: Site) -> None:
    county = make_county(site)
    number = _send(site, county, "k")
    _step(site, number, county.users["registrar"], "found_complete")
    _step(site, number, county.users["head"], "not_started", {"ground": "changed", "reason": "已经修改"})
    browser = site.client()
    site.log_in(browser, county.users["registrar"])
    inside = browser.get(f"/desk/suggesting/{number}").text
    assert "相关规定已经修改或者废止；已经修改" in inside
    assert "changed" not in inside.partition("<main")[2]
    with site.database.reading() as session:
        row = session.get_one(Suggestion, number)
        told = [words for *_, words in steps_of(row, inside=False)]
        assert told[-1] == "相关规定已经修改或者废止"


def test_letters_and_visits_are_entered_at_the_desk(site: Site) -> None:
    county = make_county(site)
    browser = site.client()
    site.log_in(browser, county.users["registrar"])
    sent = browser.post("/desk/suggesting/new", data=FORM | {"channel": "信函", "received_on": "2026-11-02"})
    assert sent.status_code == 200
    with site.database.saving() as session:
        row = session.scalars(select(Suggestion)).one()
        assert (row.channel, row.received_on, row.receiver_id) == ("信函", date(2026, 11, 2), county.bodies["人大"])
