"""A draft sent out, and everything that comes back otherwise than by the form: one ledger, receipts, sums."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from PIL import Image
from site_stands import Site
from sqlalchemy import func, select, update
from staff_help import say

from consult_web.accounts import Organisation, OrganisationKind, Role, create_organisation, get_organisation
from consult_web.consultations import (
    Attachment,
    Channel,
    Comment,
    Consultation,
    IntakeBatch,
    StationLink,
    Target,
    find_by_receipt,
    ledger_of,
    parse_receipt,
)
from consult_web.storage import china_today, utc_now

PLACE = "/staff/consultations/parking"
MAIL = """From: =?utf-8?b?5rWL6K+V55Sy?= <a@example.test>
Date: Mon, 16 Nov 2026 10:00:00 +0800
Subject: =?utf-8?b?5oSP6KeB?=
Content-Type: text/plain; charset=utf-8

第三条应当增加占用公交站台。
"""


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, data = Workbook(), io.BytesIO()
    for row in (("姓名", "条款", "意见内容", "态度"), *rows):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(data)
    return data.getvalue()


def take(client: FlaskClient, *files: tuple[str, bytes], **fields: str) -> str:
    """Upload and save; the page of the receipts."""
    answer = client.post(
        f"{PLACE}/intake", data={"files": [(io.BytesIO(data), name) for name, data in files], **fields}
    )
    assert answer.status_code == 303, answer.text
    preview = client.get(answer.location)
    assert preview.status_code == 200
    saved = client.post(answer.location.partition("?")[0], data={"channel": fields.get("channel", "信函")})
    assert saved.status_code == 303, saved.text
    return client.get(saved.location).text


def batch(site: Site) -> IntakeBatch:
    with site.database.reading() as session:
        return session.scalars(select(IntakeBatch).order_by(IntakeBatch.id.desc()).limit(1)).one()


def reconciles(site: Site) -> bool:
    with site.database.reading() as session:
        return ledger_of(session, session.scalars(select(Consultation)).one()).reconciles


TABLE = workbook(
    ("测试甲", "第三条", "太严了", "反对"),
    ("测试乙", "", "支持立法", ""),
    ("测试丙", "第三条", "", ""),
    ("合计", "", "", ""),
)


def test_a_table_becomes_comments_with_receipts_and_the_rest_has_its_reason(site: Site, client: FlaskClient) -> None:
    page = take(client, ("意见.xlsx", TABLE))
    found = batch(site)
    assert (found.rows, found.accepted, found.repeated) == (found.accepted + found.unusable, 2, 0)
    assert {problem["reason"] for problem in found.problems} >= {"没有意见内容"}
    codes = re.findall(r"(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}", page)
    assert len(codes) == 2
    with site.database.reading() as session:
        first = find_by_receipt(session, parse_receipt(codes[0]))[0]
        assert (first.text, first.channel, str(first.stance)) == ("太严了", Channel.LETTER, "反对")
        assert session.scalars(select(Target.eid).where(Target.comment_id == first.id)).all() == ["art_3"]
    assert "测试甲" not in page
    assert reconciles(site)


def test_the_same_file_again_is_repeated_and_nothing_is_made_twice(site: Site, client: FlaskClient) -> None:
    take(client, ("意见.xlsx", TABLE))
    take(client, ("意见（新）.xlsx", TABLE))
    assert (batch(site).accepted, batch(site).repeated) == (0, 2)
    assert reconciles(site)


def test_the_same_words_of_unknown_people_are_opinions_of_their_own(site: Site, client: FlaskClient) -> None:
    rows = [("匿名", "第三条", "太严了", "")] * 3
    take(client, ("一.xlsx", workbook(*rows)))
    assert batch(site).accepted == 3
    take(client, ("二.xlsx", workbook(*rows)))
    assert batch(site).accepted == 3
    take(client, ("一.xlsx", workbook(*rows)))
    assert (batch(site).accepted, batch(site).repeated) == (0, 3)


def test_letters_mails_and_torn_files_come_together(site: Site, client: FlaskClient) -> None:
    take(client, ("信.txt", "建议第三条明确时间。".encode()), ("邮件.eml", MAIL.encode()), ("坏.docx", b"PK\x03\x04torn"),
         ("../../逃.txt", "第一条很好。".encode()), channel="电子邮件")  # fmt: skip
    found = batch(site)
    assert (found.accepted, found.unusable) == (3, 1)
    assert "坏.docx" in found.problems[0]["source"]
    assert reconciles(site)


@pytest.mark.parametrize(
    ("name", "data"), [("空.txt", b""), ("坏.xlsx", b"PK\x03\x04"), ("x.eml", b"\x00\xff"), ("a.json", b"[[[")]
)
def test_a_file_without_opinions_is_told(client: FlaskClient, name: str, data: bytes) -> None:
    answer = client.post(f"{PLACE}/intake", data={"files": (io.BytesIO(data), name)})
    assert answer.status_code == 400
    assert "[E" in answer.text


def test_formulas_and_markup_in_a_table_are_text(site: Site, client: FlaskClient) -> None:
    page = take(
        client, ("x.csv", '姓名,意见内容\n甲,<script>alert(1)</script>太严\n乙,"=HYPERLINK(1)第三条"\n'.encode())
    )
    assert "<script>alert" not in page
    assert batch(site).accepted == 2


def entry(**changes: Any) -> dict[str, Any]:
    return {
        "text_1": "夜间没有地方停车",
        "eid_1": "art_3",
        "speaker_1": "代表",
        "deputy_1": "测试代表",
        "key": "k1",
        **changes,
    }


def picture() -> io.BytesIO:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "JPEG")
    data.seek(0)
    return data


def sent(site: Site, client: FlaskClient, **fields: str) -> StationLink:
    answer = client.post(f"{PLACE}/stations", data={"names": "城东联络站｜测试代表\n住建局", **fields})
    assert answer.status_code == 303, answer.text
    with site.database.reading() as session:
        return session.scalars(select(StationLink).order_by(StationLink.id)).first()  # type: ignore[return-value]


def test_each_receiver_has_a_code_a_poster_and_counts_of_its_own(site: Site, client: FlaskClient) -> None:
    link = sent(site, client)
    poster = client.get(f"{PLACE}/stations/{link.id}/poster").text
    assert f"station={link.code}" in poster
    assert "<svg" in poster
    answer = client.post(f"/staff/entry/{link.code}", data={**entry(), "text_2": "第二件", "speaker_2": "群众"})
    assert answer.status_code == 303, answer.text
    page = client.get(f"{PLACE}/stations").text
    row = page[page.index("城东联络站（测试代表）") :][:1200]
    assert [int(n) for n in re.findall(r'"cell">(\d+)</span>', row)[:4]] == [1, 1, 0, 2]
    assert reconciles(site)


def test_a_station_that_got_it_already_gets_no_second_code(site: Site, client: FlaskClient) -> None:
    sent(site, client)
    sent(site, client)
    with site.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(StationLink)) == 2


def test_who_is_late_is_listed_until_something_is_said(site: Site, client: FlaskClient) -> None:
    link = sent(site, client, deadline=(china_today() + timedelta(days=3)).isoformat())
    assert "没有需要催办的单位" in client.get(f"{PLACE}/stations").text
    with site.database.saving() as session:
        session.execute(update(StationLink).values(deadline=utc_now() - timedelta(hours=1)))
    assert client.post(f"{PLACE}/stations/remind", data={"id": link.id}).status_code == 303
    assert "逾期未反馈" in client.get(f"{PLACE}/stations").text
    client.post(f"{PLACE}/stations/{link.id}/returned", data={"nothing": "1"})
    page = client.get(f"{PLACE}/stations").text
    assert "书面表示无意见" in page
    with site.database.reading() as session:
        kept = session.get_one(StationLink, link.id)
        assert (kept.reminders, kept.returned_nothing) == (1, True)
        assert session.scalar(select(func.count()).select_from(Comment)) == 0


@pytest.mark.parametrize("fields", [{"names": ""}, {"names": "长" * 101}, {"names": "甲", "deadline": "明天"}])
def test_receivers_that_cannot_be_taken_are_told(client: FlaskClient, fields: dict[str, str]) -> None:
    assert client.post(f"{PLACE}/stations", data=fields).status_code == 400


def test_a_station_enters_for_itself_only(site: Site, client: FlaskClient) -> None:
    with site.database.saving() as session:
        body = session.scalars(select(Organisation)).first()
        own = create_organisation(session, "program", "城南联络站", OrganisationKind.STATION, parent=body)
        number = own.id
    client.post(f"{PLACE}/stations", data={"names": "别的站", "organisation": str(number)})
    clerk = site.app.test_client()
    user = site.user(Role.STATION_CLERK)
    with site.database.saving() as session:
        session.merge(user).organisation = get_organisation(session, number)
    site.log_in(clerk, user)
    with site.database.reading() as session:
        mine, other = session.scalars(select(StationLink).order_by(StationLink.name)).all()
        mine, other = (mine, other) if mine.organisation_id else (other, mine)
    assert "停车管理条例" in clerk.get("/staff/entry").text
    assert clerk.post(f"/staff/entry/{other.code}", data=entry()).status_code == 404
    answer = clerk.post(f"/staff/entry/{mine.code}", data=entry())
    assert answer.status_code == 303
    assert clerk.get(answer.location).status_code == 200
    assert clerk.get(f"{PLACE}/ledger").status_code == 403
    stranger = site.client(Role.STATION_CLERK)
    assert stranger.get(answer.location).status_code == 404


def test_scans_are_kept_with_their_seal_and_the_form_sent_twice_counts_once(site: Site, client: FlaskClient) -> None:
    for _ in range(2):
        fields = {**entry(author_1="测试丁", phone_1="15400000000"), "scans": (picture(), "函.jpg"), "sealed": "yes"}
        assert client.post(f"{PLACE}/enter", data={**fields, "channel": "部门书面意见"}).status_code == 303
    with site.database.reading() as session:
        kept = session.scalars(select(Comment)).one()
        scan = session.scalars(select(Attachment)).one()
        assert (kept.channel, kept.sealed_original, kept.can_reply) == (Channel.DEPARTMENT, True, True)
        assert (scan.original, scan.sealed) == (True, True)
    assert (batch(site).accepted, batch(site).repeated) == (0, 1)
    assert reconciles(site)


@pytest.mark.parametrize("fields", [{"text_1": " "}, {"received": "昨天"}, {"text_1": "长" * 20_001}])
def test_an_entry_that_cannot_be_taken_keeps_what_was_typed(client: FlaskClient, fields: dict[str, str]) -> None:
    answer = client.post(f"{PLACE}/enter", data={**entry(), "text_2": "", "deputy_2": "留下的字", **fields})
    assert answer.status_code == 400
    assert "留下的字" in answer.text


def test_a_scan_that_is_no_picture_is_refused(client: FlaskClient) -> None:
    fields = {**entry(), "scans": (io.BytesIO(b"<svg onload=alert(1)>"), "x.svg")}
    assert client.post(f"{PLACE}/enter", data=fields).status_code == 400


def test_form_and_entries_sum_up_in_the_ledger(site: Site, client: FlaskClient) -> None:
    say(site, "parking", "网上的意见", "art_1")
    take(client, ("意见.xlsx", TABLE))
    client.post(f"{PLACE}/enter", data=entry())
    assert "账目相符：1 + 3 = 4" in client.get(f"{PLACE}/ledger").text
    with site.database.saving() as session:
        session.execute(update(IntakeBatch).values(accepted=9))
    assert "账目不符" in client.get(f"{PLACE}/ledger").text


def test_nothing_is_entered_once_it_was_reported_on(site: Site, client: FlaskClient) -> None:
    with site.database.saving() as session:
        session.execute(update(Consultation).values(reported_at=utc_now(), row_version=99))
    assert client.post(f"{PLACE}/enter", data=entry()).status_code == 409


def previewed(client: FlaskClient, name: str, data: bytes, **asked: str) -> Any:
    """The preview of a file, read with the columns that are asked for."""
    answer = client.post(f"{PLACE}/intake", data={"files": (io.BytesIO(data), name)})
    assert answer.status_code == 303, answer.text
    return client.get(answer.location.partition("?")[0], query_string={"channel": "信函", **asked})


MISLED = "意见建议,内容,反映人\n赞成,第三条的两小时应改为一小时,测试甲\n不赞成,第四条罚得太重,测试乙\n".encode()


def test_the_columns_are_shown_and_another_can_be_chosen(site: Site, client: FlaskClient) -> None:
    page = previewed(client, "表.csv", MISLED)
    assert re.search(r'<option value="意见建议" selected', page.text)
    other = previewed(client, "表.csv", MISLED, column_text="内容", column_stance="意见建议")
    assert "两小时应改为一小时" in other.text
    assert "反对" in other.text
    saved = client.post(
        other.request.path, data={"channel": "信函", "column_text": "内容", "column_stance": "意见建议"}
    )
    assert saved.status_code == 303
    with site.database.reading() as session:
        assert session.scalars(select(Comment.text).order_by(Comment.id)).all() == [
            "第三条的两小时应改为一小时",
            "第四条罚得太重",
        ]


def test_a_table_whose_columns_say_nothing_is_asked_about(site: Site, client: FlaskClient) -> None:
    rows = "序,甲,乙,丙\n1,测试甲,第四条,罚得太重\n2,测试乙,第三条,还应当管公交站台\n".encode()
    page = previewed(client, "表.csv", rows)
    assert page.status_code == 200
    assert "请先选择" in page.text
    assert "D 列（丙）" in page.text
    assert "录入 " not in page.text
    read = previewed(client, "表.csv", rows, column_text="D", column_chosen="C", headed="yes")
    assert "录入 2 件" in read.text
    assert "还应当管公交站台" in read.text
    without = previewed(client, "表.csv", rows, column_text="D")
    assert "录入 3 件" in without.text  # nobody said that the first row is no opinion


def test_the_preview_cites_clauses_and_says_which_the_draft_has_not(client: FlaskClient) -> None:
    table = workbook(("测试甲", "第三条第一款第（一）项", "支持", "支持"), ("测试乙", "第九十条", "太严", ""))
    page = previewed(client, "表.xlsx", table).text
    assert "第三条第（一）项" in page
    assert "草案中没有的条款" in page
    assert "art_" not in page.partition("<main")[2]


def test_a_repeated_row_is_named(site: Site, client: FlaskClient) -> None:
    row = ("测试甲", "第三条", "太严了", "")
    page = take(client, ("表.xlsx", workbook(row, ("测试乙", "第三条", "太严了", ""), row)))
    assert "第 4 行" in page
    assert "同样的意见已经录入过" in page
    assert (batch(site).accepted, batch(site).repeated) == (2, 1)
    assert reconciles(site)


def test_a_strange_column_is_refused_in_words_of_the_page(client: FlaskClient) -> None:
    assert previewed(client, "表.csv", MISLED, column_text="没有这样的列").status_code == 400
    empty = client.post(f"{PLACE}/intake", data={"files": (io.BytesIO(b"\n"), "\u7a7a.csv")})
    assert empty.status_code == 400
    assert "--columns" not in empty.text
