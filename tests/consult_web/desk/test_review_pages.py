"""Review pages: the workbench, verdicts by form, two persons, opinions, the way to an outcome; who may do what."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from filing_stands import County, make_county
from flask.testing import FlaskClient
from review_stands import case_under_review, made_result, under_review
from site_stands import Site, counted

from consult_web.accounts import Role
from consult_web.audit import verify
from consult_web.filings import Filing, Letter, LetterState, ReviewRun, RunState, Suggestion, SuggestionChannel
from consult_web.filings.reviews import judge, tick_criteria
from consult_web.storage import china_today
from lawcheck.readers import read

KEYS = [one["key"] for one in made_result(3, 5).record["findings"]]


@dataclass
class Office:
    """People of a congress, logged in."""

    site: Site
    county: County

    def client(self, name: str) -> FlaskClient:
        browser = self.site.app.test_client()
        self.site.log_in(browser, self.county.users[name])
        return browser

    def accept(self, number: int, key: str, **changes: str) -> None:
        with self.site.database.saving() as session:
            filing = session.get_one(Filing, number)
            judge(session, self.county.users["reviewer"], filing, key, "成立", "幅度不同", **changes)  # type: ignore[arg-type]


@pytest.fixture
def office(site: Site) -> Office:
    return Office(site, make_county(site))


def test_the_workbench_shows_document_law_and_findings_side_by_side(office: Office) -> None:
    number = under_review(office.site, office.county)
    page = office.client("reviewer").get(f"/desk/reviewing/{number}").text
    assert "《城市道路管理条例》第1条" in page
    assert "<ins>1日</ins>" in page
    assert "<del>七日</del>" in page
    assert page.count('class="finding ') == 5
    assert page.count('data-key="1"') == 5
    assert "未办结 5" in page
    assert "重新审查" in page
    assert f'href="/desk/reviewing/{number}/own"' in page


def test_the_workbench_asks_the_database_as_often_for_two_hundred_findings_as_for_five(office: Office) -> None:
    small, large = (
        under_review(office.site, office.county),
        under_review(office.site, office.county, articles=100, findings=200),
    )
    browser, numbers = office.client("reviewer"), []
    browser.get("/desk/reviewing/")
    for filing in (small, large):
        with counted(office.site) as seen:
            assert browser.get(f"/desk/reviewing/{filing}").status_code == 200
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]
    assert numbers[1] <= 35


def test_filters_show_less_and_say_how_much(office: Office) -> None:
    number = under_review(office.site, office.county)
    office.accept(number, KEYS[1])
    page = office.client("reviewer").get(f"/desk/reviewing/{number}?open=1&rows=found").text
    assert "显示 4 个，共 5 个" in page
    assert f'id="f-{KEYS[1]}"' not in page


def test_a_verdict_by_form_goes_back_to_its_place_and_a_stale_one_changes_nothing(office: Office) -> None:
    number = under_review(office.site, office.county)
    browser, address = office.client("reviewer"), f"/desk/reviewing/{number}/findings/{KEYS[1]}/verdict"
    sent = {"verdict": "成立", "note": "幅度不同", "version": "0", "back": "bench"}
    answer = browser.post(address + "?open=1", data=sent)
    assert answer.status_code == 303
    assert answer.location.endswith(f"/desk/reviewing/{number}?open=1#f-{KEYS[1]}")
    stale = browser.post(address, data={**sent, "verdict": "不成立"})
    assert stale.status_code == 409
    assert "别人" in stale.text
    assert "幅度不同" in browser.get(f"/desk/reviewing/{number}/findings/{KEYS[1]}").text


def test_the_script_gets_the_card_alone(office: Office) -> None:
    number = under_review(office.site, office.county)
    answer = office.client("reviewer").post(
        f"/desk/reviewing/{number}/findings/{KEYS[2]}/verdict",
        data={"verdict": "不成立", "version": "0"},
        headers={"X-Part": "finding"},
    )
    assert answer.status_code == 200
    assert 'data-left-now="4"' in answer.text
    assert "<html" not in answer.text


def test_a_conflict_is_confirmed_by_another_person_only(office: Office) -> None:
    number = under_review(office.site, office.county, findings=1, first="conflict")
    first, second = office.client("reviewer"), office.client("second")
    address = f"/desk/reviewing/{number}/findings/{KEYS[0]}"
    assert first.post(f"{address}/verdict", data={"verdict": "成立", "version": "0"}).status_code == 303
    assert first.post(f"{address}/confirm", data={"verdict": "成立", "version": "1"}).status_code == 403
    assert "待第二人复核" in second.get(f"/desk/reviewing/{number}").text
    assert "待复核" in second.get("/desk/reviewing/?stage=second").text
    assert (
        second.post(f"{address}/confirm", data={"verdict": "成立", "version": "1", "back": "bench"}).status_code == 303
    )
    assert "复核：成立" in second.get(f"/desk/reviewing/{number}").text
    assert second.post(f"{address}/verdict", data={"verdict": "不成立", "version": "2"}).status_code == 403


def test_others_see_nothing_and_the_registrar_only_reads(office: Office) -> None:
    number = under_review(office.site, office.county)
    assert office.client("filer").get(f"/desk/reviewing/{number}").status_code == 403
    stranger = office.site.app.test_client()
    office.site.log_in(stranger, office.site.user(Role.REVIEWER, organisation="别市人大常委会"))
    assert stranger.get(f"/desk/reviewing/{number}").status_code == 404
    page = office.client("registrar").get(f"/desk/reviewing/{number}")
    assert page.status_code == 200
    assert 'class="verdict"' not in page.text


def test_a_case_without_a_review_offers_one_and_shows_how_far_it_is(office: Office) -> None:
    with office.site.database.saving() as session:
        number = case_under_review(session, office.county).id
    browser = office.client("reviewer")
    assert "开始审查" in browser.get(f"/desk/reviewing/{number}").text
    assert browser.post(f"/desk/reviewing/{number}/review").status_code == 303
    assert 'id="review-progress"' in browser.get(f"/desk/reviewing/{number}").text
    with office.site.database.saving() as session:
        run = session.query(ReviewRun).one()
        run.state, run.error_code, run.error_details = RunState.FAILED, "E921", {"minutes": "15"}
    page = browser.get(f"/desk/reviewing/{number}").text
    assert "审查超过 15 分钟" in page
    assert "开始审查" in page


def test_files_of_a_review_are_downloads_with_names_for_people(office: Office) -> None:
    number = under_review(office.site, office.county)
    browser = office.client("reviewer")
    answer = browser.get(f"/desk/reviewing/{number}/files/annotated.docx")
    assert answer.data == b"PK-annotated"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert browser.get(f"/desk/reviewing/{number}/files/record").status_code == 404


def test_an_opinion_is_drafted_from_what_was_accepted_edited_and_signed_by_another(office: Office) -> None:
    number = under_review(office.site, office.county)
    office.accept(number, KEYS[1], criterion="c3", proposal="删去该款罚款。")
    browser = office.client("reviewer")
    form = browser.get(f"/desk/reviewing/{number}/opinions/new/review").text
    assert "删去该款罚款。" in form
    assert "城市道路管理条例" in form
    answer = browser.post(
        f"/desk/reviewing/{number}/opinions/new/review", data={**_fields(form), "l-effective": "2026-12-01"}
    )
    assert answer.status_code == 303, _notices(answer.text)
    page = browser.get(f"/desk/reviewing/{number}/opinions").text
    links = re.findall(r'href="(/desk/reviewing/\d+/opinions/\d+/\d+\.docx)"', page)
    words = read("意见.docx", data=browser.get(links[0]).data).text
    assert "处1百元以上五千元以下罚款" in words
    assert "幅度不同" in words
    edited = {"file": (io.BytesIO(browser.get(links[0]).data), "改.docx"), "version": _version(page)}
    opinion = links[0].rsplit("/", 1)[0]
    assert browser.post(f"{opinion}/edited", data=edited).status_code == 303
    page = browser.get(f"/desk/reviewing/{number}/opinions").text
    assert "第 2 稿" in page
    assert "第 1 稿" in page
    assert browser.post(f"{opinion}/sign", data={"version": _version(page)}).status_code == 404
    head = office.client("head")
    assert head.post(f"{opinion}/sign", data={"version": _version(page)}).status_code == 303
    late = {"file": (io.BytesIO(b"PK"), "改.docx"), "version": "9"}
    assert browser.post(f"{opinion}/edited", data=late).status_code == 409


def test_from_accepted_findings_to_a_written_opinion_with_clocks_and_letters(office: Office) -> None:
    number = under_review(office.site, office.county)
    office.accept(number, KEYS[1], criterion="c3")
    with office.site.database.saving() as session:
        for key in (KEYS[0],):
            judge(session, office.county.users["reviewer"], session.get_one(Filing, number), key, "不成立")
    reviewer, second, head = (office.client(name) for name in ("reviewer", "second", "head"))
    refused = reviewer.post(f"/desk/reviewing/{number}/path/correction_discussed", data={"day": _day(0)})
    assert refused.status_code == 409, "抵触 has one pair of eyes"
    address = f"/desk/reviewing/{number}/findings/{KEYS[0]}/confirm"
    assert second.post(address, data={"verdict": "不成立", "version": "1"}).status_code == 303
    _step(reviewer, number, "correction_discussed")
    _letter(reviewer, number, {"l-number": "云人法备〔2026〕5号", "l-due": _day(30)})
    page = head.get(f"/desk/reviewing/{number}/path").text
    assert "发出书面审查意见" in page
    _step(head, number, "opinion_issued", decided_by="主任会议")
    _letter(head, number, {"l-number": "云人法备〔2026〕6号", "l-days": "三十日"})
    with office.site.database.reading() as session:
        filing = session.get_one(Filing, number)
        assert filing.state == "S6"
        assert filing.clock == "reply"
        assert [letter.template for letter in filing.letters] == ["review_recommendation", "review_opinion"]
        draft = filing.letters[-1].id
    words = read("函.docx", data=head.get(f"/desk/papers/letters/{draft}.docx").data).text
    assert "处1百元以上五千元以下罚款" in words
    assert head.post(f"/desk/reviewing/{number}/letters/{draft}/send").status_code == 303
    assert head.post(f"/desk/reviewing/{number}/letters/{draft}/send").status_code == 409
    _step(reviewer, number, "amended", how="修改")
    _step(head, number, "correction_reported", outcome="有关规定已经修改")
    with office.site.database.reading() as session:
        filing = session.get_one(Filing, number)
        assert (filing.state, filing.outcome) == ("S9", "有关规定已经修改")
        assert session.get_one(Letter, draft).state is LetterState.SENT
        assert verify(session).fault is None


def test_an_explanation_stops_and_goes_on(office: Office) -> None:
    number = under_review(office.site, office.county)
    reviewer = office.client("reviewer")
    _step(reviewer, number, "explanation_asked", questions="罚款幅度的依据\n保证金的依据")
    with office.site.database.reading() as session:
        assert session.get_one(Filing, number).state == "S3a"
        assert session.get_one(Filing, number).events[-1].facts["questions"] == ["罚款幅度的依据", "保证金的依据"]
    _step(reviewer, number, "explained")
    assert reviewer.get(f"/desk/reviewing/{number}/path/closed_without_fault").status_code == 409


def test_a_transfer_goes_to_the_body_that_was_named_and_not_to_the_maker(office: Office) -> None:
    number = under_review(office.site, office.county, findings=0)
    with office.site.database.saving() as session:
        session.get_one(Filing, number).jurisdiction = "local"
    head = office.client("head")
    _step(head, number, "sent_up", receiver="某省人大常委会", reason="应当由省人大常委会处理")
    form = head.get(_letter_address(head, number)).text
    assert _fields(form)["l-addressee"] == "某省人大常委会"
    assert not _fields(form)["l-ground"]  # 立法法115 speaks of what others ask for
    _letter(head, number, {"l-number": "云人法备〔2026〕9号", "l-matter": "第三条"})
    with office.site.database.saving() as session:
        letter = session.get_one(Filing, number).letters[-1]
        assert (letter.template, letter.recipient_id) == ("transfer", None)
        assert letter.fields["addressee"] == "某省人大常委会"
        send = f"/desk/reviewing/{number}/letters/{letter.id}"
    assert head.post(f"{send}/send").status_code == 303
    filer = office.client("filer")
    assert "移送函" not in filer.get("/desk/submitting/letters").text
    assert filer.get(f"/desk/papers/letters/{send.rsplit('/', 1)[1]}.docx").status_code == 404
    assert "移送函" in head.get(f"/desk/reviewing/{number}/path").text


def test_an_end_without_fault_asks_for_what_nobody_judged_or_for_a_reason(office: Office) -> None:
    number = under_review(office.site, office.county, findings=1, first="suspected")
    head, address = office.client("head"), f"/desk/reviewing/{number}/path/closed_without_fault"
    page = head.get(address).text
    assert "还有 1 个问题没有核对结论" in page
    assert f'href="/desk/reviewing/{number}?open=1"' in page
    assert re.search(r'<textarea[^>]*name="despite"[^>]*required', page)
    refused = head.post(address, data={"day": _day(0), "outcome": "没有问题"})
    assert (refused.status_code, "E682" in refused.text) == (409, True)
    _step(head, number, "closed_without_fault", outcome="没有问题", despite="只是转述上位法")
    assert "只是转述上位法" in head.get(f"/desk/reviewing/{number}/path").text
    assert "只是转述上位法" not in office.client("filer").get(f"/desk/submitting/{number}").text


def test_an_end_without_fault_asks_nothing_where_all_was_judged(office: Office) -> None:
    number = under_review(office.site, office.county, findings=1, first="suspected")
    with office.site.database.saving() as session:
        key = made_result(3, 1, "suspected").record["findings"][0]["key"]
        judge(session, office.county.users["reviewer"], session.get_one(Filing, number), key, "不成立")
    head = office.client("head")
    page = head.get(f"/desk/reviewing/{number}/path/closed_without_fault").text
    assert ("没有核对结论" in page, "仍然终止的理由" in page) == (False, False)
    _step(head, number, "closed_without_fault", outcome="没有问题")
    offered = _fields(head.get(_letter_address(head, number)).text)
    assert (offered["l-cause"], offered["l-facts"]) == ("经审查未发现需要纠正的问题", "没有问题")


def _suggested(receiver: int, filing: int, is_request: bool) -> Suggestion:
    """A suggestion (or a request) that was merged into the case."""
    found = Suggestion(receiver_id=receiver, receipt_hash="r", channel=SuggestionChannel.LETTER, is_request=is_request)
    found.document_title, found.clause, found.matter, found.reasons = "办法", "第三条", "罚款", "没有依据"
    found.received_on, found.created_by, found.filing_id = date(2026, 1, 5), "program", filing
    found.jurisdiction, found.state, found.state_since = "local", "R4", date(2026, 1, 6)
    return found


@pytest.mark.parametrize("is_request", [None, False, True])
def test_a_transfer_says_what_it_came_from(office: Office, is_request: bool | None) -> None:
    number = under_review(office.site, office.county, findings=0)
    if is_request is not None:
        with office.site.database.saving() as session:
            session.add(_suggested(office.county.bodies["人大"], number, is_request))
    head = office.client("head")
    _step(head, number, "sent_up", receiver="某省人大常委会", reason="应当由省人大常委会处理")
    address = _letter_address(head, number)
    offered = _fields(head.get(address).text)
    expected = {None: ("审查中发现的问题", ""), False: ("审查建议", "2026-01-05"), True: ("审查要求", "2026-01-05")}
    assert (offered["l-origin"], offered["l-proposed"]) == expected[is_request]
    _letter(head, number, {"l-number": "云人法备〔2026〕9号", "l-matter": "第三条"})
    with office.site.database.saving() as session:
        draft = session.get_one(Filing, number).letters[-1].id
    words = read("函.docx", data=head.get(f"/desk/papers/letters/{draft}.docx").data).text
    assert ("收到" in words, expected[is_request][0] in words) == (is_request is not None, True)


def test_laws_are_pinned_and_the_review_runs_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from consult_web.desk.reviewing import laws

    class _Law:
        law_id, title = "law-1", "城市道路管理条例"

    class _Library:
        @staticmethod
        def find_title(title: str) -> tuple[type[_Law], ...]:
            return (_Law,) if title == _Law.title else ()

    monkeypatch.setattr(laws, "_library", lambda: _Library)
    number = under_review(office.site, office.county)
    reviewer = office.client("reviewer")
    address = f"/desk/reviewing/{number}/laws"
    assert reviewer.post(address, data={"title": "没有的法", "what": "pin"}).status_code == 400
    assert reviewer.post(address, data={"title": "城市道路管理条例", "what": "leave"}).status_code == 303
    page = reviewer.get(address).text
    assert "已排除" in page
    assert "review-progress" in page
    assert reviewer.post(address, data={"title": "城市道路管理条例", "what": "release"}).status_code == 303
    assert "已排除" not in reviewer.get(address).text


def test_boxes_are_ticked_with_their_clauses(office: Office) -> None:
    number = under_review(office.site, office.county)
    reviewer = office.client("reviewer")
    address = f"/desk/reviewing/{number}/criteria"
    assert reviewer.post(address, data={"codes": ["c3"], "note-c3": "第一条第二款"}).status_code == 303
    page = reviewer.get(address).text
    assert "第一条第二款" in page
    assert re.search(r'id="box-c3"[^>]* checked', page)
    assert office.client("registrar").post(address, data={"codes": ["c3"]}).status_code == 403
    with office.site.database.saving() as session:
        tick_criteria(session, office.county.users["reviewer"], session.get_one(Filing, number), {})


def test_boxes_of_an_older_page_do_not_undo_those_of_another_reviewer(office: Office) -> None:
    number = under_review(office.site, office.county)
    one, other = office.client("reviewer"), office.client("reviewer")
    address = f"/desk/reviewing/{number}/criteria"
    assert one.post(address, data={"codes": ["c1"], "note-c1": "第三条超越了权限"}).status_code == 303
    assert other.post(address, data={"codes": ["c3"], "note-c3": "第四条"}).status_code == 303
    page = one.get(address).text
    assert f'name="was-c1" value="{quote("第三条超越了权限")}"' in page
    assert 'name="was-c3"' in page
    kept = {"was-c1": quote("第三条超越了权限"), "was-c3": quote("第四条")}
    assert one.post(address, data={**kept, "codes": ["c1"], "note-c1": "第三条超越了权限"}).status_code == 303
    assert "第四条" not in one.get(address).text
    late = other.post(address, data={"codes": ["c1"], "note-c1": "第三条、第四条都超越了权限"})
    assert late.status_code == 409
    assert "第三条、第四条都超越了权限" in late.text
    assert "data-unsent" not in late.text
    stale = {
        **kept,
        "was-c1": quote("从前写的很长的一句说明"),
        "codes": ["c1"],
        "note-c1": "第三条、第四条都超越了权限",
    }
    assert "从前写的很长的一句说明" not in other.post(address, data=stale).text


def test_a_note_beside_a_box_without_a_tick_is_not_lost(office: Office) -> None:
    number = under_review(office.site, office.county)
    reviewer, address = office.client("reviewer"), f"/desk/reviewing/{number}/criteria"
    answer = reviewer.post(address, data={"note-c3": "第一条第二款没有上位法依据"})
    assert answer.status_code == 400
    assert "c3" in answer.text
    assert "第一条第二款没有上位法依据" in answer.text
    assert reviewer.post(address, data={"was-c3": "第一条", "note-c3": "第一条"}).status_code == 303


def test_a_finding_of_ones_own_stands_beside_its_clause(office: Office) -> None:
    number = under_review(office.site, office.county, findings=0)
    reviewer = office.client("reviewer")
    sent = {"eid": "art_2__para_1", "severity": "suspected", "note": "缺少听证程序", "quote": "甲"}
    assert reviewer.post(f"/desk/reviewing/{number}/own", data={**sent, "note": ""}).status_code == 400
    assert reviewer.post(f"/desk/reviewing/{number}/own", data=sent).status_code == 303
    page = reviewer.get(f"/desk/reviewing/{number}?rows=found").text
    assert "缺少听证程序" in page
    assert page.count('class="row ') == 1


def _day(days: int) -> str:
    return (china_today() + timedelta(days=days)).isoformat()


def _step(browser: FlaskClient, number: int, event: str, **facts: str) -> None:
    assert browser.get(f"/desk/reviewing/{number}/path/{event}").status_code == 200
    answer = browser.post(f"/desk/reviewing/{number}/path/{event}", data={"day": _day(0), **facts})
    assert answer.status_code == 303, _notices(answer.text)


def _letter_address(browser: FlaskClient, number: int) -> str:
    found = re.search(
        rf'href="(/desk/reviewing/{number}/path/letters/\d+)"', browser.get(f"/desk/reviewing/{number}/path").text
    )
    assert found
    return found[1]


def _letter(browser: FlaskClient, number: int, changes: dict[str, str]) -> None:
    """Make the letter that the last step left open."""
    page = browser.get(f"/desk/reviewing/{number}/path").text
    found = re.findall(rf"/desk/reviewing/{number}/path/letters/\d+", page)
    form = browser.get(found[0]).text
    answer = browser.post(found[0], data={**_fields(form), **changes})
    assert answer.status_code == 303, _notices(answer.text)


def _fields(page: str) -> dict[str, str]:
    """What a browser would send of the form of a letter."""
    from lxml import html

    form = next(form for form in html.fromstring(page).forms if any(name.startswith("l-") for name in form.fields))
    return {name: value.strip("\n") for name, value in form.form_values()}


def _version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def _notices(page: str) -> str:
    return re.sub(r"<[^>]+>", "", "".join(re.findall(r'class="notice bad.*?</div>', page, re.S)))
