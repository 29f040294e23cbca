"""A package from the upload to the register: stored before it is read, checked, sent, registered, returned, handed on."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from filing_stands import RULES, County, good_files, make_county, package
from openpyxl import load_workbook
from site_stands import Site
from sqlalchemy import select

from consult_web import audit
from consult_web.accounts import Organisation, User
from consult_web.background import Job
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.filings import (
    ExpectedFiling,
    ExpectedSource,
    FiledDocument,
    Filing,
    FilingUpload,
    Letter,
    Search,
    Uploaded,
    UploadState,
    add_expected,
    add_uploads,
    distribute,
    drop_upload,
    filing_gate,
    latest_check,
    letter_file,
    look_at,
    missing_filings,
    offered_number,
    open_step,
    register,
    register_form,
    register_table,
    return_filing,
    search_documents,
    send_filing,
    start_filing,
    take_step,
    tell_filing,
    visible_filing,
)
from consult_web.storage import china_today
from lawcheck.document import parse
from lawcheck.laws import Library
from lawcheck.readers import read


@pytest.fixture
def county(site: Site, library: Library, monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setenv("LAWCHECK_HOME", str(library.path.parent))
    return make_county(site)


def upload(site: Site, county: County, name: str, data: bytes, filer: str = "filer") -> int:
    stored = site.app.extensions["files"].add_bytes(data)
    with site.database.saving() as session:
        user = session.get_one(User, county.users[filer].id)
        receiver = session.get_one(Organisation, county.bodies["人大"])
        return start_filing(session, user, receiver, [Uploaded(name, *stored)]).id


def tell(site: Site, county: County, number: int, **document: str) -> None:
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        tell_filing(session, filing, county.users["filer"], {"document": document}, {})
    site.work()


def ready(site: Site, county: County, files: dict[str, str] | None = None, published: date | None = None) -> int:
    """A package sent today."""
    number = upload(site, county, "报备包.zip", package(files or good_files()))
    tell(site, county, number, published=(published or china_today()).isoformat())
    with site.database.saving() as session:
        send_filing(session, session.get_one(Filing, number), county.users["filer"], sure=True)
    return number


def registered(site: Site, county: County) -> int:
    number = ready(site, county)
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        for row in latest_check(filing).results:  # type: ignore[union-attr]
            if row["state"] not in ("通过", "不适用"):
                look_at(session, filing, county.users["registrar"], row["rule"], "核对无误")
        form = open_step(session, filing, county.users["registrar"], "registered")
        letter = {**form.values, "result": "按时报备，予以登记", "handler": "甲某", "addressee": filing.filer.name}
        register(session, site.app.extensions["files"], filing, county.users["registrar"], letter=letter)
    return number


def test_a_package_is_read_checked_and_sent(site: Site, county: County) -> None:
    number = ready(site, county)
    with site.database.reading() as session:
        filing = session.get_one(Filing, number)
        assert (filing.state, filing.title, filing.document_no) == (
            "S1",
            "云溪市共享单车停放管理办法",
            "云政发〔2026〕21号",
        )
        assert [event.name for event in filing.events] == ["published", "submitted"]
        assert (filing.used_days, filing.late, filing.round) == (0, False, 1)
        assert filing.receipt_number.startswith("回执〔")
        check = latest_check(filing)
        assert check is not None
        assert [row["rule"] for row in check.results] == [f"F{n:02}" for n in range(1, 17)]
        assert {row.role for row in filing.files} == {"正式文本", "备案报告", "说明", "制定依据", "公告"}
        assert audit.verify(session).fault is None


@pytest.mark.parametrize(
    ("name", "data"),
    [("空白.docx", b"PK\x03\x04 broken"), ("坏.zip", b"PK\x03\x04\x00\x00"), ("照片.bin", b"\x00\x01\x02" * 50)],
)
def test_what_cannot_be_read_is_kept_and_says_why(site: Site, county: County, name: str, data: bytes) -> None:
    number = upload(site, county, name, data)
    site.work()
    files = site.app.extensions["files"]
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        row = session.scalars(select(FilingUpload)).one()
        assert files.read(row.digest) == data
        assert row.error_code or filing.details["trouble"]
        assert session.scalars(select(Job).where(Job.key != "clock")).one().error_code == ""
        with pytest.raises(Refused, match="E900"):
            send_filing(session, filing, county.users["filer"], sure=True)


def test_a_bad_file_beside_good_ones_does_not_hide_them(site: Site, county: County) -> None:
    number = upload(site, county, "报备包.zip", package(good_files()))
    stored = site.app.extensions["files"].add_bytes(b"PK\x03\x04 broken")
    with site.database.saving() as session:
        add_uploads(session, session.get_one(Filing, number), county.users["filer"], [Uploaded("坏.zip", *stored)])
    site.work()
    with site.database.reading() as session:
        assert session.get_one(Filing, number).title == "云溪市共享单车停放管理办法"
        states = session.scalars(select(FilingUpload.state).order_by(FilingUpload.id)).all()
        assert states == [UploadState.READ, UploadState.UNREADABLE]


def test_what_the_filer_types_stands_in_the_place_of_what_was_read(site: Site, county: County) -> None:
    number = upload(site, county, "办法.txt", RULES.encode())
    site.work()
    tell(site, county, number, document_no="云政发〔2026〕22号", maker="云溪市人民政府办公室", effective="2027-01-01")
    with site.database.reading() as session:
        filing = session.get_one(Filing, number)
        assert (filing.document_no, filing.maker) == ("云政发〔2026〕22号", "云溪市人民政府办公室")
        assert filing.document is not None
        assert (filing.document.document_no, filing.document.effective) == ("云政发〔2026〕22号", date(2027, 1, 1))
        assert filing.document.title == "云溪市共享单车停放管理办法"


def test_a_field_that_only_showed_what_was_read_gives_way_to_a_corrected_text(site: Site, county: County) -> None:
    number = upload(site, county, "办法.txt", RULES.encode())
    site.work()
    tell(site, county, number, document_no="云政发〔2026〕21号", effective="2026-12-01", maker="云溪市人民政府")
    stored = site.app.extensions["files"].add_bytes(RULES.replace("2026年12月1日", "2027年3月1日").encode())
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        drop_upload(session, filing, county.users["filer"], session.scalars(select(FilingUpload.id)).one())
        add_uploads(session, filing, county.users["filer"], [Uploaded("办法.txt", *stored)])
    site.work()
    with site.database.reading() as session:
        document = session.get_one(Filing, number).document
        assert document is not None
        assert document.effective == date(2027, 3, 1)


def test_a_field_that_was_emptied_shows_what_was_read_again(site: Site, county: County) -> None:
    number = upload(site, county, "办法.txt", RULES.encode())
    site.work()
    tell(site, county, number, document_no="写错的文号")
    tell(site, county, number)
    with site.database.reading() as session:
        assert session.get_one(Filing, number).document_no == "云政发〔2026〕21号"


@pytest.mark.parametrize(("sent_before", "state"), [(True, "问题"), (False, "通过")])
def test_a_document_that_was_sent_before_is_told_before_it_is_registered(
    site: Site, county: County, sent_before: bool, state: str
) -> None:
    if sent_before:
        ready(site, county)
    number = upload(site, county, "报备包.zip", package(good_files()))
    tell(site, county, number, published=china_today().isoformat())
    with site.database.reading() as session:
        check = latest_check(session.get_one(Filing, number))
        assert check is not None
        row = next(row for row in check.results if row["rule"] == "F14")
        assert row["state"] == state
        assert ("已经报送" in row["said"]) == sent_before


def _number_row(site: Site, number: int) -> dict[str, object]:
    with site.database.reading() as session:
        check = latest_check(session.get_one(Filing, number))
        assert check is not None
        return next(row for row in check.results if row["rule"] == "F06")


@pytest.mark.parametrize("before", [ready, registered])
def test_a_number_that_the_maker_gave_to_another_document_is_told(
    site: Site, county: County, before: Callable[[Site, County], int]
) -> None:
    before(site, county)
    other = {name: text.replace("单车停放", "电瓶租赁") for name, text in good_files().items()}
    row = _number_row(site, ready(site, county, other))
    assert row["state"] == "存疑"
    assert "“云政发〔2026〕21号”已经用于《云溪市共享单车停放管理办法》" in str(row["said"])


def test_a_new_version_or_another_maker_may_have_the_same_number(site: Site, county: County) -> None:
    ready(site, county)
    assert _number_row(site, ready(site, county))["state"] == "通过"
    with site.database.saving() as session:
        for document in session.scalars(select(FiledDocument)):
            document.maker = "青石县人民政府"
    other = {name: text.replace("单车停放", "电瓶租赁") for name, text in good_files().items()}
    assert _number_row(site, ready(site, county, other))["state"] == "通过"


def test_a_mark_of_secrecy_is_not_sent(site: Site, county: County) -> None:
    files = good_files()
    files["云溪市共享单车停放管理办法.txt"] = "机密★10年\n" + RULES
    number = upload(site, county, "报备包.zip", package(files))
    tell(site, county, number, published=china_today().isoformat())
    with site.database.saving() as session, pytest.raises(Refused, match="E901"):
        send_filing(session, session.get_one(Filing, number), county.users["filer"], sure=True)


def test_faults_stop_a_sending_until_the_filer_is_sure(site: Site, county: County) -> None:
    files = {name: text for name, text in good_files().items() if "说明" not in name}
    number = upload(site, county, "报备包.zip", package(files))
    tell(site, county, number, published=china_today().isoformat())
    with site.database.saving() as session, pytest.raises(Refused, match="E907"):
        send_filing(session, session.get_one(Filing, number), county.users["filer"])
    with site.database.reading() as session:
        check = latest_check(session.get_one(Filing, number))
        assert check is not None
        row = next(row for row in check.results if row["rule"] == "F04")
        assert row["said"] == "没有见到说明"
        assert row["basis"]


def test_a_late_filing_is_registered_and_marked(site: Site, county: County) -> None:
    number = ready(site, county, published=china_today() - timedelta(days=45))
    with site.database.reading() as session:
        filing = session.get_one(Filing, number)
        assert (filing.late, filing.used_days) == (True, 45)
        assert next(clock.late for clock in filing.clocks if clock.rule == "filing") == 15


def test_registering_gives_number_receipt_and_entry(site: Site, county: County) -> None:
    number = registered(site, county)
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        assert filing.state == "S2"
        assert filing.register_number == f"备〔{china_today().year}〕YZ-0001"
        assert offered_number(session, filing) == f"备〔{china_today().year}〕YZ-0002"
        assert search_documents(session, Search("共享单车")).total == 1
        letter = session.scalars(select(Letter)).one()
        assert (letter.template, letter.recipient_id, letter.state.value) == ("receipt", filing.filer_id, "已发出")
        words = read("回执.docx", data=letter_file(site.app.extensions["files"], letter)).text
        assert filing.register_number in words
        with pytest.raises(Conflict, match="E909"):
            register(session, site.app.extensions["files"], filing, county.users["registrar"], letter=None)


def test_an_open_check_hinders_registration_until_somebody_looked(site: Site, county: County) -> None:
    number = ready(site, county)
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        assert filing_gate(latest_check(filing)).decision.value != "登记"  # type: ignore[arg-type]
        with pytest.raises(Conflict, match="R811"):
            register(session, site.app.extensions["files"], filing, county.users["registrar"], letter=None)


def test_a_supplement_is_asked_for_answered_and_the_same_case_goes_on(site: Site, county: County) -> None:
    files = {name: text for name, text in good_files().items() if "说明" not in name}
    number = ready(site, county, files)
    store = site.app.extensions["files"]
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        form = open_step(session, filing, county.users["registrar"], "supplement_asked")
        rows = [{"item": "说明", "fault": "没有见到说明", "remedy": "补充"}]
        letter = {**form.values, "number": "云人备〔2026〕1号", "days": 10, "missing": rows}
        facts = {"missing": ["没有见到说明"]}
        taken = take_step(session, store, filing, county.users["registrar"], "supplement_asked", facts, letter)
        assert taken.transition.target.id == "S1a"
    stored = store.add_bytes(good_files()["关于云溪市共享单车停放管理办法的说明.txt"].encode())
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        name = "关于云溪市共享单车停放管理办法的说明.txt"
        add_uploads(session, filing, county.users["filer"], [Uploaded(name, *stored)])
    site.work()
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        assert next(row["state"] for row in latest_check(filing).results if row["rule"] == "F04") == "通过"  # type: ignore[union-attr]
        send_filing(session, filing, county.users["filer"], sure=True)
        assert (filing.state, filing.round, filing.events[-1].name) == ("S1", 2, "resubmitted")
        assert len([row for row in filing.files if row.round == 1]) == 4
        assert len([row for row in filing.files if row.round == 2]) == 5


def test_a_second_filing_of_the_same_document_is_linked(site: Site, county: County) -> None:
    first, second = registered(site, county), ready(site, county)
    with site.database.reading() as session:
        filing = session.get_one(Filing, second)
        assert filing.duplicate_of_id == first
        check = latest_check(filing)
        assert check is not None
        assert next(row for row in check.results if row["rule"] == "F14")["state"] == "问题"


def test_returned_filings_are_closed_with_a_letter(site: Site, county: County) -> None:
    number = ready(site, county)
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        form = open_step(session, filing, county.users["registrar"], "returned")
        letter = {**form.values, "number": "云人备〔2026〕2号", "reasons": "接收机关不对，应当报送青石县人大常委会。"}
        store = site.app.extensions["files"]
        return_filing(session, store, filing, county.users["registrar"], reason="接收机关不对", letter=letter)
        assert (filing.state, filing.closed_on) == ("S1b", china_today())


def test_committees_get_the_document(site: Site, county: County) -> None:
    number = registered(site, county)
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        form = open_step(session, filing, county.users["registrar"], "distributed")
        to = [session.get_one(Organisation, county.bodies["法制委"])]
        due = china_today() + timedelta(days=30)
        letter = {**form.values, "number": "云人备〔2026〕3号", "due": due.isoformat(), "addressee": "法制委员会"}
        store = site.app.extensions["files"]
        distribute(session, store, filing, county.users["registrar"], to=to, letter=letter, due=due)
        assert (filing.state, filing.distributions[0].due) == ("S3", due)
    other = ready(site, county)
    with site.database.reading() as session:
        member = session.get_one(User, county.users["committee"].id)
        assert visible_filing(session, member, number).id == number
        with pytest.raises(NotFound):
            visible_filing(session, member, other)


def test_the_register_tells_every_column(site: Site, county: County) -> None:
    number = registered(site, county)
    with site.database.reading() as session:
        filing = session.get_one(Filing, number)
        sheet = load_workbook(io.BytesIO(register_table(session, [filing], {}, "2026年"))).active
        row = dict(zip([c.value for c in sheet[2]], [c.value for c in sheet[3]], strict=True))
        assert (row["登记号"], row["报备天数"], row["是否迟报"]) == (filing.register_number, 0, "否")
        words = read("表.docx", data=register_form(session, filing, "甲某")).text
        assert filing.register_number and filing.register_number in words  # noqa: PT018


def test_what_was_not_filed_is_missed_until_it_is(site: Site, county: County) -> None:
    lines = f"云溪市人民政府, 云溪市共享单车停放管理办法, 云政发〔2026〕21号, {china_today() - timedelta(days=40)}\n某局，某办法"
    with site.database.saving() as session:
        user, receiver = county.users["registrar"], county.bodies["人大"]
        assert add_expected(session, user, receiver, lines, ExpectedSource.CATALOGUE) == 2
        assert add_expected(session, user, receiver, lines, ExpectedSource.CATALOGUE) == 0
        with pytest.raises(Refused, match="E915"):
            add_expected(session, user, receiver, "甲, 乙, 丙, 昨天", ExpectedSource.HAND)
        body = session.get_one(Organisation, receiver)
        assert [row.late for row in missing_filings(session, body, "beijing", china_today())] == [10, None]
    number = ready(site, county)
    with site.database.reading() as session:
        rows = session.scalars(select(ExpectedFiling).order_by(ExpectedFiling.id)).all()
        assert [row.filing_id for row in rows] == [number, None]


def test_the_tree_kept_is_that_of_the_file(site: Site, county: County) -> None:
    number = ready(site, county)
    from consult_web.filings import read_document

    with site.database.reading() as session:
        document = session.get_one(Filing, number).document
        assert document is not None
        assert read_document(document).by_eid.keys() == parse(RULES).by_eid.keys()


def test_a_package_for_another_body_is_told_so(site: Site, county: County) -> None:
    wrong = {name: text.replace("云溪市人大常委会：", "青石县人民政府：") for name, text in good_files().items()}
    with site.database.reading() as session:
        check = latest_check(session.get_one(Filing, ready(site, county, wrong)))
        assert check is not None
        row = next(row for row in check.results if row["rule"] == "F02")
        assert (row["state"], row["case"]) == ("问题", "wrong")
        assert "青石县人民政府" in row["said"]
        assert filing_gate(check).decision.value == "退回"


def test_who_registers_a_filing_that_is_registered_is_not_told_to_choose_another_number(
    site: Site, county: County
) -> None:
    number = registered(site, county)
    with site.database.saving() as session:
        filing, user = session.get_one(Filing, number), county.users["registrar"]
        given = filing.register_number or ""
        with pytest.raises(Conflict, match="E909"):
            register(session, site.app.extensions["files"], filing, user, letter=None, number=given)
