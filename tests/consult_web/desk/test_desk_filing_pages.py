"""Pages of the filing desk: a body files, the registrar handles; who may see what; what is refused says why."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from desk_case import FilingDesk, offered
from filing_stands import good_files, package
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from consult_web import audit
from consult_web.accounts import Role, required_permissions
from consult_web.audit import AuditEvent
from consult_web.filings import Filing, FilingUpload, audited
from consult_web.storage import china_today
from consult_web.ui import moment_text
from lawcheck.readers import read


def test_the_way_of_a_filing_through_the_pages(desk: FilingDesk) -> None:
    number = desk.file(good_files())
    assert (
        "请确认" in desk.filer.get(f"/desk/submitting/{number}").text
        or "公布日期" in desk.filer.get(f"/desk/submitting/{number}").text
    )
    desk.tell(number, published=china_today())
    slip = desk.send(number)
    assert "报送回单" in slip
    assert "回执〔" in slip
    assert "云溪市共享单车停放管理办法" in desk.registrar.get("/desk/registering/").text
    page = desk.look_at_all(number)
    assert "处理建议：登记" in page
    form = desk.registrar.get(f"/desk/registering/{number}/steps/registered").text
    assert f"备〔{china_today().year}〕YZ-0001" in form
    desk.step(number, "registered")
    assert f"备〔{china_today().year}〕YZ-0001" in desk.registrar.get("/desk/registering/catalogue").text
    own = desk.filer.get(f"/desk/submitting/{number}").text
    assert f"备〔{china_today().year}〕YZ-0001" in own
    letter = re.search(r'href="(/desk/papers/letters/\d+\.docx)"', own)
    assert letter
    words = read("回执.docx", data=desk.filer.get(letter[1]).data).text
    assert "云溪市人民政府" in words
    assert desk.filer.get(letter[1].replace("docx", "pdf")).data[:5] == b"%PDF-"
    with desk.site.database.reading() as session:
        assert audit.verify(session).fault is None


def test_the_queue_of_reviewers_opens_where_there_is_work(desk: FilingDesk) -> None:
    reviewer = desk.client("reviewer")
    assert "没有要处理的文件" in reviewer.get("/desk/reviewing/").text
    number = desk.ready(good_files())
    desk.look_at_all(number)
    desk.step(number, "registered")
    assert "云溪市共享单车停放管理办法" in reviewer.get("/desk/reviewing/").text
    assert "云溪市共享单车停放管理办法" not in reviewer.get("/desk/reviewing/?stage=review").text


def test_a_supplement_goes_to_the_filer_and_comes_back(desk: FilingDesk) -> None:
    number = desk.ready({name: text for name, text in good_files().items() if "说明" not in name})
    page = desk.registrar.get(f"/desk/registering/{number}/steps/supplement_asked").text
    assert "没有见到说明" in page
    assert offered(page)["l-days"] == "10"  # the period of the place, not how long the filing took
    answer = desk.step(number, "supplement_asked", missing="没有见到说明", **{"l-number": "云人备〔2026〕1号"})
    assert "暂缓登记" in answer
    own = desk.filer.get(f"/desk/submitting/{number}").text
    assert "需要补正" in own
    assert "没有见到说明" in own
    assert "读取时出错" not in own
    assert "重新检查" in own
    assert "已经签收" in desk.filer.post(f"/desk/submitting/{number}/signed", follow_redirects=True).text
    name = "关于云溪市共享单车停放管理办法的说明.txt"
    desk.upload(number, name, good_files()[name].encode())
    desk.tell(number, published=china_today())
    assert "报送回单" in desk.send(number)
    assert (
        "待登记" in desk.registrar.get(f"/desk/registering/{number}").text
        or "已报送" in desk.registrar.get(f"/desk/registering/{number}").text
    )


def test_a_filing_begun_by_mistake_is_put_aside_with_a_reason_and_taken_back(desk: FilingDesk) -> None:
    number = desk.file(good_files())
    own = f"/desk/submitting/{number}"
    empty = desk.filer.post(f"{own}/remove", data={"reason": "  "})
    assert empty.status_code == 400
    assert "移除的理由" in empty.text
    assert desk.filer.post(f"{own}/remove", data={"reason": "与上一件重复"}).status_code == 303
    assert own not in desk.filer.get("/desk/submitting/?tab=open").text
    assert own in desk.filer.get("/desk/submitting/?tab=closed").text
    page = desk.filer.get(own).text
    assert "与上一件重复" in page
    assert "报备包.zip" in page
    for action, data in (("send", {"sure": "yes"}), ("about", {"maker": "甲"}), ("remove", {"reason": "再来"})):
        assert desk.filer.post(f"{own}/{action}", data=data).status_code == 409
    assert desk.filer.post(f"{own}/take-back").status_code == 303
    assert own in desk.filer.get("/desk/submitting/?tab=open").text
    desk.tell(number, published=china_today())
    assert "报送回单" in desk.send(number)
    with desk.site.database.reading() as session:
        query = select(AuditEvent).where(AuditEvent.subject == f"filing:{number}")
        told = {event.action: event.details for event in session.scalars(query)}
        assert told["filing.removed"] == {"reason": "与上一件重复"}
        assert "filing.taken_back" in told
        assert audit.verify(session).fault is None


def test_what_was_sent_or_is_another_bodys_is_not_removed(desk: FilingDesk) -> None:
    sent, open_one = desk.ready(good_files()), desk.file(good_files())
    assert desk.filer.post(f"/desk/submitting/{sent}/remove", data={"reason": "误报"}).status_code == 409
    assert desk.filer.post(f"/desk/submitting/{sent}/take-back").status_code == 409
    stranger = desk.client("town_filer")
    assert stranger.post(f"/desk/submitting/{open_one}/remove", data={"reason": "误建"}).status_code == 404
    assert desk.registrar.post(f"/desk/submitting/{open_one}/remove", data={"reason": "误建"}).status_code == 403
    assert "移除这一件" in desk.filer.get(f"/desk/submitting/{open_one}").text


def test_drafts_of_the_same_title_are_told_apart_by_when_they_were_begun(desk: FilingDesk) -> None:
    number = desk.file(good_files())
    with desk.site.database.reading() as session:
        begun = moment_text(session.get_one(Filing, number).created_at)
    page = desk.filer.get("/desk/submitting/?tab=open").text
    assert "开始准备" in page
    assert begun in page


def test_a_long_file_name_keeps_its_extension(desk: FilingDesk) -> None:
    number = desk.file_bytes("长" * 400 + ".docx", b"PK")
    with desk.site.database.reading() as session:
        row = session.scalars(select(FilingUpload).where(FilingUpload.filing_id == number)).one()
        assert (len(row.name), row.name[-6:]) == (200, "长.docx")


def test_the_second_of_two_who_register_at_once_is_told_that_it_is_done(desk: FilingDesk) -> None:
    number = desk.ready(good_files())
    page = desk.registrar.get(f"/desk/registering/{number}/steps/registered")
    form = {**offered(page.text), "with_letter": "", "override": "已经电话核对，同意登记"}
    assert desk.registrar.post(f"/desk/registering/{number}/steps/registered", data=form).status_code == 303
    late = desk.registrar.post(f"/desk/registering/{number}/steps/registered", data=form)
    assert late.status_code == 409
    assert "E913" not in late.text
    assert "已经电话核对，同意登记" in late.text


def test_a_package_that_cannot_be_read_is_said_once(desk: FilingDesk) -> None:
    number = desk.file_bytes("坏.pdf", b"%PDF-1.4 broken")
    own = desk.filer.get(f"/desk/submitting/{number}").text
    assert "形式审查没有进行" in own
    assert own.count("[E160]") <= 2  # the notice, and the file in the list
    assert "F16" not in own


def test_an_empty_file_alone_is_said_to_be_empty_and_no_package_is_missed(desk: FilingDesk) -> None:
    own = desk.filer.get(f"/desk/submitting/{desk.file_bytes('空.docx', b'')}").text
    assert "[E104]" in own
    assert "压缩包" not in own
    assert "（--kind）" not in desk.filer.get(f"/desk/submitting/{desk.file({'某文.txt': '某文'})}").text


def test_a_place_without_a_period_for_supplements_has_none_offered(
    desk: FilingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult_web.desk.registering.steps.supplement_days", lambda *_: None)
    number = desk.ready(good_files(), china_today() - timedelta(days=27))
    asked = offered(desk.registrar.get(f"/desk/registering/{number}/steps/supplement_asked").text)
    receipt = offered(desk.registrar.get(f"/desk/registering/{number}/steps/registered").text)
    assert (asked["l-days"], receipt["l-days"]) == ("", "27")


def test_a_step_without_its_letter_fields_says_what_is_missing_and_changes_nothing(desk: FilingDesk) -> None:
    number = desk.ready(good_files())
    response = desk.post_step(number, "returned", reason="接收机关不对")
    assert response.status_code == 400
    assert "发文字号" in response.text
    assert "接收机关不对" in response.text
    with desk.site.database.reading() as session:
        assert session.get_one(Filing, number).state == "S1"


def test_a_step_is_not_dated_before_it_happened(desk: FilingDesk) -> None:
    number, tomorrow = desk.ready(good_files()), china_today() + timedelta(days=1)
    told = {"override": "已经电话核对"}
    response = desk.post_step(number, "registered", day=tomorrow.isoformat(), **told)
    assert response.status_code == 400
    assert f"[E660] 日期 {tomorrow} 还没有到" in response.text
    assert "已经电话核对" in response.text
    with desk.site.database.reading() as session:
        assert session.get_one(Filing, number).state == "S1"
    assert "已登记" in desk.step(number, "registered", day=china_today().isoformat(), **told)


def test_an_auditor_finds_a_filing_with_its_letters_by_number_or_title(
    desk: FilingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = desk.ready(good_files())
    desk.look_at_all(number)
    desk.step(number, "registered")
    auditor, year = desk.site.client(Role.AUDITOR), china_today().year
    for typed in (f"备〔{year}〕YZ-0001", "云溪市共享单车停放管理办法", "共享单车", f"报备件 {number}"):
        page = auditor.get("/audit", query_string={"subject": typed}).text.partition("<tbody")[2]
        assert f"报备件 {number}" in page, typed
        assert "备案登记" in page, typed
        assert "发出文书" in page, typed
    for typed in ("办法", "没有这个办法", f"报备件 {number + 1}"):
        assert "没有符合条件的记录" in auditor.get("/audit", query_string={"subject": typed}).text, typed
    monkeypatch.setattr(audited, "_MOST", 0)
    told = auditor.get("/audit", query_string={"subject": "共享单车"})
    assert (told.status_code, "不能全部列出" in told.text) == (400, True)


def test_a_package_sent_twice_by_one_form_makes_one_filing(desk: FilingDesk) -> None:
    def send(key: str) -> str:
        sent = {"receiver": str(desk.county.bodies["人大"]), "key": key, "files": (io.BytesIO(b"PK"), "甲.docx")}
        return str(desk.filer.post("/desk/submitting/new", data=sent).location)

    form = offered(desk.filer.get("/desk/submitting/new").text)
    assert form["key"] != offered(desk.filer.get("/desk/submitting/new").text)["key"]
    first = send(form["key"])
    assert send(form["key"]) == first
    other = send("another form")
    assert other != first
    with desk.site.database.reading() as session:
        counts = [session.get_one(Filing, int(where.rsplit("/", 1)[1])) for where in (first, other)]
        rows = select(FilingUpload.filing_id).order_by(FilingUpload.filing_id)
        assert list(session.scalars(rows)) == sorted(filing.id for filing in counts)


def test_a_file_added_twice_lies_in_the_package_once_and_comes_back_after_it_was_taken_out(desk: FilingDesk) -> None:
    number = desk.file_bytes("甲.docx", b"PK")
    for data in (b"PK", b"PK2", b"PK2"):
        desk.upload(number, "甲.docx", data)
    query = select(FilingUpload).where(FilingUpload.filing_id == number, FilingUpload.dropped.is_(False))
    with desk.site.database.reading() as session:
        rows = session.scalars(query).all()
        assert len({row.digest for row in rows}) == len(rows) == 2
    assert desk.filer.post(f"/desk/submitting/{number}/files/{rows[0].id}/drop").status_code == 303
    desk.upload(number, "甲.docx", b"PK")
    with desk.site.database.reading() as session:
        assert len(session.scalars(query).all()) == 2


def test_a_step_that_may_be_repeated_is_taken_once_by_a_form_that_is_sent_twice(desk: FilingDesk) -> None:
    number = desk.ready({name: text for name, text in good_files().items() if "说明" not in name})
    desk.step(number, "supplement_asked", missing="没有见到说明", **{"l-number": "云人备〔2026〕1号"})
    address = f"/desk/registering/{number}/steps/supplement_urged"
    form = {**offered(desk.registrar.get(address).text), "with_letter": ""}
    assert desk.registrar.post(address, data=form).status_code == 303
    again = desk.registrar.post(address, data=form)
    assert again.status_code == 409
    assert "[E662]" in again.text
    assert "已经办理了“催补正”" in again.text
    renewed = {**offered(again.text), "with_letter": ""}
    assert desk.registrar.post(address, data=renewed).status_code == 303
    with desk.site.database.reading() as session:
        names = [event.name for event in session.get_one(Filing, number).events]
        assert names.count("supplement_urged") == 2


@pytest.mark.parametrize("typed", ["〔2026〕21号", "[2026]21号", "（2026）21号", "云政发[2026]21号 单车", "【2026】21"])
def test_a_number_is_found_in_whatever_brackets_it_is_typed(desk: FilingDesk, typed: str) -> None:
    number = desk.ready(good_files())
    with desk.site.database.saving() as session:
        session.get_one(Filing, number).document_no = "云政发〔2026〕21号"
    where = "/desk/registering/"
    assert (
        "共享单车" in desk.registrar.get(where, query_string={"stage": "all", "q": typed}).text.partition("<tbody")[2]
    )
    other = typed.replace("2026", "2025")
    assert "<tbody" not in desk.registrar.get(where, query_string={"stage": "all", "q": other}).text


def test_letters_received_say_which_document_they_are_about(desk: FilingDesk) -> None:
    number = desk.ready(good_files())
    desk.look_at_all(number)
    desk.step(number, "registered")
    page = desk.filer.get("/desk/submitting/letters").text.partition("<main")[2]
    assert "电子回执" in page
    assert "《云溪市共享单车停放管理办法》" in page


def test_a_head_hands_a_filing_on_from_the_page_of_its_review(desk: FilingDesk) -> None:
    number = desk.ready(good_files())
    desk.look_at_all(number)
    head, address = desk.client("head"), f"/desk/registering/{number}/steps/distributed"
    assert head.get(f"/desk/registering/{number}/steps/registered").status_code == 409
    desk.step(number, "registered")
    assert address in head.get(f"/desk/reviewing/{number}/path").text
    assert desk.client("reviewer").get(address).status_code == 403
    form = offered(head.get(address).text) | {"committees": str(desk.county.bodies["法制委"]), "with_letter": ""}
    answer = head.post(address, data=form)
    assert (answer.status_code, answer.location) == (303, f"/desk/reviewing/{number}/path")
    with desk.site.database.reading() as session:
        assert session.get_one(Filing, number).state == "S3"


def test_others_neither_see_nor_change_a_filing(desk: FilingDesk) -> None:
    number = desk.file(good_files())
    assert desk.registrar.get(f"/desk/registering/{number}").status_code == 404
    stranger = desk.client("town_filer")
    assert stranger.get(f"/desk/submitting/{number}").status_code == 404
    assert stranger.get(f"/desk/papers/filings/{number}/compare").status_code == 404
    assert desk.filer.get("/desk/registering/").status_code == 403
    assert desk.site.client().get(f"/desk/submitting/{number}").status_code == 303


def test_what_is_uploaded_is_there_even_when_the_form_was_wrong(desk: FilingDesk) -> None:
    data = {"receiver": "999", "files": (io.BytesIO("第一条　甲。".encode()), "甲.txt")}
    response = desk.filer.post("/desk/submitting/new", data=data)
    assert response.status_code == 400
    assert "请选择接收机关" in response.text
    assert list(desk.site.app.extensions["files"].walk())


def test_every_page_of_the_desk_says_who_may_see_it(desk: FilingDesk) -> None:
    views = {
        name: view
        for name, view in desk.site.app.view_functions.items()
        if name.split(".")[0] in ("papers", "submitting", "registering")
    }
    assert len(views) > 25
    assert all(required_permissions(view) for name, view in views.items() if not name.endswith(".static"))


def test_papers_are_made_from_forms(desk: FilingDesk) -> None:
    fields = {
        "l-issuer": "云溪市人民政府",
        "l-number": "云府规备字〔2026〕8号",
        "l-addressee": "云溪市人大常委会",
        "l-document_title": "某办法",
        "l-published": "2026-11-02",
        "l-effective": "2026-12-01",
        "l-date": "2026-11-10",
    }
    made = desk.filer.post("/desk/submitting/templates/filing_report", data={**fields, "as": "docx"})
    assert "关于报送《某办法》备案的报告" in re.sub(r"\s", "", read("a.docx", data=made.data).text)
    assert (
        desk.filer.post("/desk/submitting/templates/filing_report", data={**fields, "as": "pdf"}).data[:5] == b"%PDF-"
    )
    empty = desk.filer.post("/desk/submitting/templates/filing_report", data={"l-issuer": "云溪市人民政府"})
    assert empty.status_code == 400
    assert "发文字号" in empty.text
    text = desk.filer.post(
        "/desk/submitting/templates/text", data={"text": "某办法\n第一条　甲。\n第二条　乙。", "as": "docx"}
    )
    assert "第二条" in read("b.docx", data=text.data).text
    number = desk.file(good_files())
    into = {**fields, "as": "filing", "filing": str(number)}
    assert desk.filer.post("/desk/submitting/templates/filing_report", data=into).status_code == 303
    with desk.site.database.reading() as session:
        assert [row.name for row in session.query(FilingUpload).filter_by(filing_id=number)][
            -1
        ] == "备案报告（某办法）.docx"


def test_late_and_missing_filings_are_listed_and_told(desk: FilingDesk) -> None:
    desk.ready(good_files(), published=china_today() - timedelta(days=40))
    lines = f"云溪市某局, 云溪市某补贴办法, 云某发〔2026〕1号, {china_today() - timedelta(days=60)}"
    page = desk.registrar.post(
        "/desk/registering/late/expected", data={"lines": lines, "source": "年度目录"}, follow_redirects=True
    ).text
    assert "云溪市某补贴办法" in page
    assert "云溪市共享单车停放管理办法" in page
    form = desk.registrar.get("/desk/registering/late/notice").text
    assert "云溪市某补贴办法" in form
    wrong = desk.registrar.post("/desk/registering/late/expected", data={"lines": "甲, 乙, 丙, 昨天"})
    assert wrong.status_code == 400


def test_the_register_is_exported(desk: FilingDesk) -> None:
    desk.ready(good_files())
    data = desk.registrar.get("/desk/registering/register.xlsx").data
    sheet = load_workbook(io.BytesIO(data)).active
    assert [row[3].value for row in sheet.iter_rows(min_row=3)] == ["云溪市共享单车停放管理办法"]


def test_the_original_stands_beside_the_reading(desk: FilingDesk) -> None:
    number = desk.ready(good_files())
    for browser in (desk.filer, desk.registrar):
        page = browser.get(f"/desk/papers/filings/{number}/compare").text
        assert "任何单位和个人不得占用盲道" in page
        assert "第三条第二款" in page
    assert desk.filer.get(f"/desk/papers/filings/{number}/standard.pdf").data[:5] == b"%PDF-"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_come_in_both_languages(desk: FilingDesk, language: str) -> None:
    number = desk.ready(good_files())
    pages = ("/desk/submitting/", f"/desk/submitting/{number}", "/desk/submitting/new", "/desk/submitting/templates")
    for page in pages:
        _fine(desk.filer, f"{page}?lang={language}")
    for page in (
        "/desk/registering/",
        f"/desk/registering/{number}",
        "/desk/registering/late",
        "/desk/registering/catalogue",
    ):
        _fine(desk.registrar, f"{page}?lang={language}")


def _fine(browser: FlaskClient, address: str) -> None:
    response = browser.get(address, follow_redirects=True)
    assert response.status_code == 200, (address, response.text[:500])


def test_a_zip_bomb_or_a_broken_file_is_told_and_kept(desk: FilingDesk) -> None:
    number = desk.file_bytes("坏.zip", package(good_files())[:200])
    page = desk.filer.get(f"/desk/submitting/{number}").text
    assert "不能读取" in page
    assert "坏.zip" in page
