"""What goes with a draft and with an opinion: files of the notice, plain words, pictures, scans."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from PIL import Image
from site_stands import Site
from sqlalchemy import select
from staff_help import HEAD, MANAGER, NEXT, make, publish

from consult_web.accounts import Role
from consult_web.audit import AuditEvent
from consult_web.consultations import Attachment, ClauseRow, Consultation, NoticeFile
from consult_web.storage import china_today

PLACE = "/staff/consultations/parking"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def client(site: Site) -> FlaskClient:
    """A manager of a consultation that is not public yet."""
    client = site.client(MANAGER, HEAD)
    make(site, client)
    return client


def add_file(client: FlaskClient, data: bytes, name: str) -> int:
    return client.post(f"{PLACE}/files", data={"file": (io.BytesIO(data), name)}).status_code


def entry(client: FlaskClient, data: bytes, name: str) -> int:
    fields = {"text_1": "第三条太严。", "author_1": "测试丁", "phone_1": "15400000000", "sealed": "yes", "key": name}
    scan = {"scans": (io.BytesIO(data), name)}
    return client.post(f"{PLACE}/enter", data={**fields, **scan, "channel": "部门书面意见"}).status_code


def test_files_of_a_notice_are_for_everybody_once_it_is_public(site: Site, client: FlaskClient) -> None:
    assert add_file(client, PDF, "../../起草说明.pdf") == 303
    with site.database.reading() as session:
        file = session.scalars(select(NoticeFile)).one()
    place, anybody = f"/parking/files/{file.id}", site.client()
    assert file.name == "起草说明.pdf"
    assert anybody.get(place).status_code == 404
    publish(site, "parking")
    answer = anybody.get(place)
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    answer.close()
    assert "起草说明.pdf" in anybody.get("/parking/").text
    shown = anybody.get("/api/v1/consultations/parking").json
    assert [(one["name"], one["size"]) for one in shown["files"]] == [("起草说明.pdf", len(PDF))]
    client.post(f"{PLACE}/files/{file.id}/remove")
    assert anybody.get(place).status_code == 404
    with site.database.reading() as session:
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action.startswith("notice.file"))).all()
    assert actions == ["notice.file_added", "notice.file_removed"]


@pytest.mark.parametrize(
    ("data", "name"), [(b"<html><script>1</script>", "a.pdf"), (PDF, "a.exe"), (PDF, "a.docx"), (b"", "a.pdf")]
)
def test_a_file_that_is_not_what_it_says_is_refused(client: FlaskClient, data: bytes, name: str) -> None:
    assert add_file(client, data, name) == 400
    assert "还没有附件" in client.get(f"{PLACE}/files").text


def test_people_read_only_what_concerns_them(site: Site, client: FlaskClient) -> None:
    line = {"gloss-art_3": "别把车停在盲道上。", "for-art_3": "骑手、 商户"}
    assert client.post(f"{PLACE}/glosses", data=line).status_code == 303
    publish(site, "parking")
    page, own = (site.client().get(f"/parking/{query}").text for query in ("", "?for=骑手"))
    assert "别把车停在盲道上。" in page
    assert 'id="art_4"' in page
    assert 'id="art_3"' in own
    assert 'id="art_4"' not in own
    assert 'id="art_4"' in site.client().get("/parking/?for=无人").text
    too_many = {"for-art_3": "、".join("甲乙丙丁戊己庚辛壬")}
    assert client.post(f"{PLACE}/glosses", data=too_many).status_code == 400
    file = {"file": (io.BytesIO(NEXT.encode()), "二稿.txt"), "label": "草案修改稿"}
    client.post(f"{PLACE}/versions/new", data=file)
    with site.database.reading() as session:
        carried = session.execute(select(ClauseRow.eid, ClauseRow.audiences).where(ClauseRow.gloss != "")).all()
    assert [tuple(row) for row in carried] == [("art_3", ["骑手", "商户"]), ("art_4", ["骑手", "商户"])]


def test_a_longer_period_and_its_reason_stand_on_the_public_page(site: Site, client: FlaskClient) -> None:
    publish(site, "parking")
    later = (china_today() + timedelta(days=45)).isoformat()
    client.post(f"{PLACE}/extend", data={"closes": later, "reason": "应社会各方面要求延长。"})
    assert f"{later}：应社会各方面要求延长。" in site.client().get("/parking/").text


def test_pictures_are_seen_by_who_reads_and_scans_by_who_answers(site: Site, client: FlaskClient) -> None:
    publish(site, "parking")
    assert entry(client, b"%PDF-1.4 torn", "断.pdf") == 400
    assert entry(client, PDF, "函.pdf") == 303
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(picture, "JPEG")
    kept = site.app.extensions["files"].add_bytes(picture.getvalue())
    with site.database.saving() as session:
        scan = session.scalars(select(Attachment)).one()
        number, own = scan.comment_id, session.scalars(select(Consultation)).one().id
        fields = {"name": "现场.jpg", "media_type": "image/jpeg", "size": kept.size, "width": 40, "height": 20}
        photo = Attachment(comment_id=number, digest=kept.digest, **fields)
        session.add(photo)
    page = f"{PLACE}/comments/{number}"
    text = client.get(page).text
    assert "盖有公章" in text
    assert f"{page}/pictures/{photo.id}" in text
    drafter, head = site.client(Role.DRAFTER), site.client(HEAD)
    seen = f"/drafting/{own}/comments/{number}/pictures"
    for browser, address in ((client, f"{page}/pictures"), (head, f"{page}/pictures"), (drafter, seen)):
        with browser.get(f"{address}/{photo.id}") as answer:
            assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert browser.get(f"{address}/{scan.id}").status_code == 404
    assert head.post(f"{page}/scans/{scan.id}").status_code == 403
    with client.post(f"{page}/scans/{scan.id}") as answer:
        assert answer.data == PDF
    assert client.post(f"{page}/scans/{photo.id}").status_code == 404
    with site.database.reading() as session:
        assert session.scalars(select(AuditEvent).where(AuditEvent.action == "scan.read")).one()
