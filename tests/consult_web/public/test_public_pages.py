"""The citizens' journey over HTTP, as a browser without scripts makes it; on SQLite and PostgreSQL."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from PIL import Image
from public_stands import SECOND, add_consultation, add_question, add_quote, add_station, add_version
from site_stands import Site
from sqlalchemy import select

from consult_web.consultations import (
    Answer,
    Attachment,
    Comment,
    CommentState,
    Consultation,
    Contact,
    PublicQuote,
    SavedDraft,
    StationLink,
    Target,
    WordingProposal,
    open_contact,
)
from consult_web.public import comparing, proof
from consult_web.storage import LOOSE_FOR, remove_loose, utc_now

BASE = "/tingche"


@pytest.fixture(autouse=True)
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "WAIT_SECONDS", 0)


@pytest.fixture
def consultation_id(site: Site) -> int:
    return add_consultation(site.database)


def write(client: FlaskClient, eid: str = "art_4", **fields: object) -> None:
    values = {"text": "罚款太高，建议降低。", "stance": "建议修改", "target": eid, "go": "review"} | fields
    answer = client.post(f"{BASE}/v1/{eid}", data=values, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text


def hidden(page: str) -> dict[str, str]:
    form = page[page.index('id="send"') :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def send(client: FlaskClient, **fields: object) -> str:
    page = client.get(f"{BASE}/review").text
    answer = client.post(f"{BASE}/review", data=hidden(page) | fields)
    assert answer.status_code == 200, answer.text
    return unescape(re.search(r'class="receipt-code"[^>]*>([^<]+)<', answer.text)[1]).strip()


def comments(site: Site) -> list[Comment]:
    with site.database.reading() as session:
        return list(session.scalars(select(Comment).order_by(Comment.id)))


def test_the_first_page_lists_drafts_with_their_time_left(site: Site, consultation_id: int) -> None:
    page = site.client().get("/").text
    assert "云溪市停车条例" in page
    assert "征求意见中 · 还有 20 天" in page
    assert "北京时间" in page


@pytest.mark.parametrize(
    "path", ["/nothing/", f"{BASE}/v9/", f"{BASE}/v1/art_99", f"{BASE}/v1/chp_1", f"{BASE}/changes"]
)
def test_what_does_not_exist_is_told_so(site: Site, consultation_id: int, path: str) -> None:
    assert site.client().get(path).status_code == 404


def test_a_draft_that_is_not_published_is_not_there(site: Site) -> None:
    add_consultation(site.database, published_at=None)
    assert site.client().get(f"{BASE}/").status_code == 404
    assert "云溪市停车条例" not in site.client().get("/").text


def test_every_clause_has_a_named_button_and_an_address(site: Site, consultation_id: int) -> None:
    page = site.client().get(f"{BASE}/").text
    for eid, label in [("art_1", "第一条"), ("art_3", "第三条"), ("art_5", "第五条")]:
        assert f"对{label}提意见" in page
        assert f'href="{BASE}/v1/{eid}#side"' in page
    assert site.client().get(f"{BASE}/v1/art_3__para_1__point_2").status_code == 200


def test_the_code_of_a_clause_is_a_drawing(site: Site, consultation_id: int) -> None:
    answer = site.client().get(f"{BASE}/v1/art_3/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert b"<svg" in answer.data


def test_one_sentence_on_a_clause_becomes_a_comment(site: Site, consultation_id: int) -> None:
    client = site.client()
    write(client)
    code = send(client)
    assert re.fullmatch(r"([A-Z2-7]{4}-){5}[A-Z2-7]{4}", code)
    (comment,) = comments(site)
    assert (comment.text, comment.stance, comment.state) == ("罚款太高，建议降低。", "建议修改", CommentState.RECEIVED)
    assert [(t.eid, t.label, t.chosen_by, t.approved_by) for t in comment.targets] == [
        ("art_4", "第四条", "author", "visitor")
    ]
    with site.database.reading() as session:
        assert session.scalars(select(SavedDraft)).all() == []
    assert code.replace("-", "") not in str(vars(comment))


def test_several_opinions_are_sent_at_once_under_one_receipt(site: Site, consultation_id: int) -> None:
    client = site.client()
    write(client, go="more")
    write(client, "art_3", text="应当加上绿道。")
    code = send(client)
    assert len(comments(site)) == 2
    page = site.client().get(f"/track/{code}").text
    assert "第 1 条意见：第四条" in page
    assert "第 2 条意见：第三条" in page


def test_nothing_written_is_refused_and_what_was_typed_stays(site: Site, consultation_id: int) -> None:
    answer = site.client().post(f"{BASE}/v1/art_4", data={"text": " ", "title": "保留我", "reason": "理由在此"})
    assert answer.status_code == 400
    assert "一句话就可以" in answer.text
    assert "保留我" in answer.text
    assert "理由在此" in answer.text


def test_a_text_that_is_too_long_is_refused_with_its_length(site: Site, consultation_id: int) -> None:
    answer = site.client().post(f"{BASE}/v1/art_4", data={"text": "长" * 2001})
    assert answer.status_code == 400
    assert "最多 2000 字，现在是 2001 字" in answer.text
    assert "长" * 2001 in answer.text


def test_an_edited_clause_becomes_a_wording(site: Site, consultation_id: int) -> None:
    client = site.client()
    new = "违反本条例规定占用消防车通道的，处一百元以上三百元以下罚款。"
    write(client, text="", new_text=new)
    assert "<del>" in client.get(f"{BASE}/review").text
    send(client)
    with site.database.reading() as session:
        (wording,) = session.scalars(select(WordingProposal)).all()
        assert (wording.eid, wording.new_text) == ("art_4", new)
        assert "二百元以上五百元" in wording.old_text


def test_a_clause_left_as_it_is_makes_no_wording(site: Site, consultation_id: int) -> None:
    client = site.client()
    write(client, new_text="违反本条例规定占用消防车通道的，处二百元以上五百元以下罚款。\r\n")
    send(client)
    with site.database.reading() as session:
        assert session.scalars(select(WordingProposal)).all() == []


def test_quoted_words_are_kept_with_what_stands_around_them(site: Site, consultation_id: int) -> None:
    client = site.client()
    assert "五百元以下" in client.get(f"{BASE}/v1/art_4?quote=五百元以下").text
    write(client, quote="五百元以下")
    send(client)
    with site.database.reading() as session:
        (target,) = session.scalars(select(Target)).all()
        assert (target.quote, target.prefix[-4:], target.suffix) == ("五百元以下", "百元以上", "罚款。")


def test_words_that_do_not_stand_in_the_clause_are_refused(site: Site, consultation_id: int) -> None:
    answer = site.client().post(f"{BASE}/v1/art_4", data={"text": "太高", "target": "art_4", "quote": "没有的字"})
    assert answer.status_code == 400
    assert "没有找到" in answer.text


def test_a_free_opinion_is_shown_likely_clauses_and_the_person_decides(site: Site, consultation_id: int) -> None:
    client = site.client()
    answer = client.post(f"{BASE}/write", data={"text": "消防通道老是被车占了，罚款要重一点"})
    assert "/where/" in answer.location
    page = client.get(answer.location).text
    assert "第四条" in page
    assert "<mark>" in page
    assert "不确定" in page
    assert client.post(answer.location, data={"target": "nonsense"}).status_code == 400
    assert client.post(answer.location, data={"target": "art_4"}).location == f"{BASE}/review"
    send(client)
    assert [target.eid for target in comments(site)[0].targets] == ["art_4"]


def test_an_opinion_may_be_about_several_clauses(site: Site, consultation_id: int) -> None:
    client = site.client()
    refused = client.post(f"{BASE}/v1/art_4", data={"text": "太严。", "target": "art_4", "others": "第九十条"})
    assert refused.status_code == 400
    assert "第九十条" in refused.text
    write(client, others="第三条第（二）项，第 1 条")
    assert "第四条、第三条第（二）项、第一条" in client.get(f"{BASE}/review").text
    code = send(client)
    assert [one.eid for one in comments(site)[0].targets] == ["art_4", "art_3__para_1__point_2", "art_1"]
    assert 'value="第三条第（二）项、第一条"' in client.get(f"/track/{code}/1/edit").text


@pytest.mark.parametrize(("text", "ticked"), [("第四条罚款要重一点", 'value="art_4'), ("希望大家都遵守", 'value="?"')])
def test_a_clause_is_ticked_only_where_the_analysis_would_answer_with_it(
    site: Site, consultation_id: int, text: str, ticked: str
) -> None:
    client = site.client()
    page = client.get(client.post(f"{BASE}/write", data={"text": text}).location).text
    assert [tag for tag in re.findall("<input[^>]+>", page) if " checked" in tag and ticked in tag]
    assert len(re.findall(r"<input[^>]+type=\"radio\"[^>]* checked", page)) == 1


@pytest.mark.parametrize(("target", "stored"), [("?", []), ("全文", ["全文"]), ("新增条款", ["新增条款"])])
def test_one_may_be_unsure_or_mean_the_whole_draft(
    site: Site, consultation_id: int, target: str, stored: list[str]
) -> None:
    client = site.client()
    client.post(f"{BASE}/write", data={"text": "希望早点出台", "target": target})
    send(client)
    assert [one.eid for one in comments(site)[0].targets] == stored


def test_the_same_form_sent_twice_makes_one_comment_and_shows_the_same_receipt(
    site: Site, consultation_id: int
) -> None:
    client = site.client()
    write(client)
    fields = hidden(client.get(f"{BASE}/review").text)
    first, second = (client.post(f"{BASE}/review", data=fields) for _ in range(2))
    codes = [re.search(r'class="receipt-code"[^>]*>([^<]+)<', page.text)[1] for page in (first, second)]
    assert codes[0] == codes[1]
    assert "没有重复提交" in second.text
    assert len(comments(site)) == 1


def test_nothing_is_sent_before_the_work_is_done_or_the_time_has_passed(
    site: Site, consultation_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "WAIT_SECONDS", 60)
    client = site.client()
    write(client)
    fields = hidden(client.get(f"{BASE}/review").text)
    answer = client.post(f"{BASE}/review", data=fields)
    assert answer.status_code == 429
    assert "再等" in answer.text
    assert comments(site) == []
    number = next(
        n
        for n in range(proof.MOST + 1)
        if proof.sha256(f"{fields['salt']}{n}".encode()).hexdigest() == fields["challenge"]
    )
    assert client.post(f"{BASE}/review", data=fields | {"answer": number}).status_code == 200
    assert len(comments(site)) == 1


def test_a_filled_honeypot_sends_nothing(site: Site, consultation_id: int) -> None:
    client = site.client()
    write(client)
    fields = hidden(client.get(f"{BASE}/review").text)
    client.post(f"{BASE}/review", data=fields | {"website": "https://example.org"})
    assert comments(site) == []


def test_a_contact_is_sealed_and_kept_apart(site: Site, consultation_id: int) -> None:
    client = site.client()
    write(client)
    send(client, name="张某", phone="154 0000 0001", region="云溪市棠州区", identity="个人")
    (comment,) = comments(site)
    assert (comment.can_reply, comment.region, comment.identity) == (True, "云溪市棠州区", "个人")
    assert comment.person_key
    with site.database.reading() as session:
        assert b"154" not in session.get_one(Contact, comment.id).sealed
        assert open_contact(session, comment.id)["phone"] == "154 0000 0001"


def test_a_wrong_contact_is_told_beside_its_field(site: Site, consultation_id: int) -> None:
    client = site.client()
    write(client)
    answer = client.post(
        f"{BASE}/review", data=hidden(client.get(f"{BASE}/review").text) | {"email": "x", "phone": "abc"}
    )
    assert answer.status_code == 400
    assert "邮箱格式不对" in answer.text
    assert 'value="abc"' in answer.text
    assert comments(site) == []


def test_pictures_lose_their_notes(site: Site, consultation_id: int) -> None:
    picture = Image.new("RGB", (40, 20), "red")
    notes = picture.getexif()
    notes[0x010E] = "SECRETPLACE"
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=notes)
    assert b"SECRETPLACE" in written.getvalue()
    client = site.client()
    write(client, images=(io.BytesIO(written.getvalue()), "../../现场.jpg"))
    code = send(client)
    with site.database.reading() as session:
        (kept,) = session.scalars(select(Attachment)).all()
    assert kept.name == "现场.jpg"
    shown = client.get(f"/track/{code}/1/image/1")
    assert shown.mimetype == "image/jpeg"
    assert b"SECRETPLACE" not in shown.data


def test_pictures_that_nobody_sent_are_deleted_and_others_stay(site: Site, consultation_id: int) -> None:
    store, later = site.app.extensions["files"], utc_now() + timedelta(days=1)
    for color, sent in (("red", True), ("blue", False)):
        written = io.BytesIO()
        Image.new("RGB", (40, 20), color).save(written, "JPEG")
        client = site.client()
        write(client, images=(io.BytesIO(written.getvalue()), "现场.jpg"))
        if sent:
            send(client)
    with site.database.saving() as session:
        assert remove_loose(session, store, utc_now() - LOOSE_FOR) == 0
        assert remove_loose(session, store, later) == 1
        assert remove_loose(session, store, later) == 0
        assert list(store.walk()) == [kept.digest for kept in session.scalars(select(Attachment))]


def test_a_picture_outlives_an_error_in_another_field(site: Site, consultation_id: int) -> None:
    written = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(written, "JPEG")
    client = site.client()
    answer = client.post(
        f"{BASE}/v1/art_4", data={"text": "长" * 2001, "images": (io.BytesIO(written.getvalue()), "现场.jpg")}
    )
    assert answer.status_code == 400
    assert "去掉 现场.jpg" in answer.text
    write(client)
    send(client)
    with site.database.reading() as session:
        assert [kept.name for kept in session.scalars(select(Attachment))] == ["现场.jpg"]


def test_the_same_form_sent_many_times_at_once_makes_one_comment(site: Site, consultation_id: int) -> None:
    client = site.client()
    write(client)
    fields = hidden(client.get(f"{BASE}/review").text)
    held = client.get_cookie("consult")
    assert held

    def press(_number: int) -> str:
        other = site.client()
        other.set_cookie("consult", held.value)
        page = other.post(f"{BASE}/review", data=fields)
        return re.search(r'class="receipt-code"[^>]*>([^<]+)<', page.text)[1]

    with ThreadPoolExecutor(6) as pool:
        codes = set(pool.map(press, range(12)))
    assert len(codes) == 1
    assert len(comments(site)) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", b"no picture"),
        ("a.svg", b"<svg onload='alert(1)'/>"),
        ("a.zip", b"PK\x03\x04" + b"0" * 50),
        ("a.png", b""),
    ],
)
def test_what_is_no_picture_is_refused_and_the_text_stays(
    site: Site, consultation_id: int, name: str, data: bytes
) -> None:
    answer = site.client().post(f"{BASE}/v1/art_4", data={"text": "有图为证", "images": (io.BytesIO(data), name)})
    assert answer.status_code == 400
    assert "没有保存" in answer.text
    assert "有图为证" in answer.text


def test_a_stations_code_is_noted(site: Site, consultation_id: int) -> None:
    with site.database.saving() as session:
        add_station(session, consultation_id)
    client = site.client()
    assert "棠州联络站" in client.get(f"{BASE}/v1/art_4?station=ST-1").text
    write(client)
    send(client)
    (comment,) = comments(site)
    assert comment.channel == "联络站"
    with site.database.reading() as session:
        assert session.get_one(StationLink, comment.station_link_id).opened_at


def test_what_is_typed_is_kept_on_the_server(site: Site, consultation_id: int) -> None:
    client = site.client()
    answer = client.post(f"{BASE}/v1/art_4", data={"text": "写了一半", "autosave": "1"})
    assert answer.status_code == 204
    assert "写了一半" in client.get(f"{BASE}/v1/art_4").text
    assert "写了一半" not in site.client().get(f"{BASE}/v1/art_4").text
    with site.database.reading() as session:
        assert "写了一半".encode() not in session.scalars(select(SavedDraft)).one().sealed


def test_an_unsent_opinion_can_be_changed_and_thrown_away(site: Site, consultation_id: int) -> None:
    client = site.client()
    write(client)
    address = re.search(rf'href="({BASE}/write/\w+)"', client.get(f"{BASE}/review").text)[1]
    assert "罚款太高" in client.get(address).text
    client.post(address, data={"text": "改过了", "target": "art_4"})
    page = client.get(f"{BASE}/review").text
    assert "改过了" in page
    assert "罚款太高" not in page
    client.post(address.replace("/write/", "/remove/"))
    assert "还没有写意见" in client.get(f"{BASE}/review").text


def test_after_the_end_the_typed_words_are_shown_and_nothing_is_taken(site: Site) -> None:
    made = add_consultation(site.database)
    client = site.client()
    write(client, go="more")
    with site.database.saving() as session:
        session.get_one(Consultation, made).closes_at = utc_now() - timedelta(seconds=1)
    late = client.post(f"{BASE}/v1/art_3", data={"text": "正在写的话"})
    assert late.status_code == 409
    assert "正在写的话" in late.text
    assert "罚款太高" in late.text
    assert "截止" in late.text
    assert client.post(f"{BASE}/review", data={"key": "x"}).status_code == 409
    assert client.get(f"{BASE}/").status_code == 200
    assert comments(site) == []


def test_a_repeated_send_after_the_end_still_shows_the_receipt(site: Site) -> None:
    made = add_consultation(site.database)
    client = site.client()
    write(client)
    fields = hidden(client.get(f"{BASE}/review").text)
    assert client.post(f"{BASE}/review", data=fields).status_code == 200
    with site.database.saving() as session:
        session.get_one(Consultation, made).closes_at = utc_now() - timedelta(seconds=1)
    assert "receipt-code" in client.post(f"{BASE}/review", data=fields).text


def test_questions_are_answered_with_or_without_an_opinion(site: Site, consultation_id: int) -> None:
    with site.database.saving() as session:
        add_question(session, consultation_id)
    client = site.client()
    page = client.get(f"{BASE}/questions").text
    assert "大家的选择" not in page
    single, multiple = sorted(set(re.findall(r'name="(q\d+)"', page)))
    first = re.search(rf'name="{single}" type="radio" value="(\d+)"', page)[1]
    several = re.findall(rf'name="{multiple}" type="checkbox" value="(\d+)"', page)[:2]
    client.post(f"{BASE}/questions", data={single: [first], multiple: several})
    send(client)
    with site.database.reading() as session:
        assert len(session.scalars(select(Answer)).all()) == 3
    shown = client.get(f"{BASE}/questions").text
    assert "大家的选择" in shown
    assert "罚款选项0" in shown


def test_an_option_of_nobody_is_refused(site: Site, consultation_id: int) -> None:
    with site.database.saving() as session:
        add_question(session, consultation_id)
    page = site.client().get(f"{BASE}/questions").text
    name = re.search(r'name="(q\d+)"', page)[1]
    assert site.client().post(f"{BASE}/questions", data={name: "999999"}).status_code == 400


def _released(site: Site, consultation_id: int, text: str) -> int:
    client = site.client()
    write(client, text=text)
    send(client)
    comment = comments(site)[-1]
    with site.database.saving() as session:
        add_quote(session, session.get_one(Consultation, consultation_id), comment.id, text)
    return comment.id


def test_released_words_like_those_typed_are_offered_and_joined_once(site: Site, consultation_id: int) -> None:
    text = "占用消防车通道罚款二百元太少，应当提高到一千元。"
    comment_id = _released(site, consultation_id, text)
    client = site.client()
    found = client.post(
        f"{BASE}/similar.json", data={"text": "占用消防车通道罚款二百元太少，应该提高到一千元！", "root": "art_4"}
    ).json
    assert [one["id"] for one in found] == [comment_id]
    opposite = client.post(
        f"{BASE}/similar.json", data={"text": "占用消防车通道罚款二百元太少，应当提高到五千元。"}
    ).json
    assert opposite == []
    for _ in range(2):
        assert client.post(f"{BASE}/support", data={"comment": comment_id}).status_code == 303
    with site.database.reading() as session:
        assert session.scalars(select(PublicQuote.supports)).all() == [1]
    write(client, text=text)
    assert "几乎同样的话" in client.get(f"{BASE}/review").text


def test_where_nothing_is_published_nothing_is_shown(site: Site) -> None:
    made = add_consultation(site.database, publication="none")
    comment_id = _released(site, made, "占用消防车通道罚款太少了，应当提高。")
    client = site.client()
    assert client.post(f"{BASE}/similar.json", data={"text": "占用消防车通道罚款太少了，应当提高。"}).json == []
    assert client.post(f"{BASE}/support", data={"comment": comment_id}).status_code == 404
    for path in ("/", "/opinions", "/v1/art_4"):
        assert "罚款太少了" not in site.client().get(BASE + path).text


def test_a_comparison_shows_what_was_added_and_deleted(site: Site, consultation_id: int) -> None:
    with site.database.saving() as session:
        consultation = session.get_one(Consultation, consultation_id)
        uids = {row.eid: row.uid for row in consultation.version.clauses}
        consultation.version_id = add_version(session, consultation_id, 2, SECOND, uids)
    page = site.client().get(f"{BASE}/compare").text
    assert "有变化的 2 条" in page
    assert "<ins>" in page
    assert "第四条" in page
    assert "第三条" not in page[page.index("有变化的") :]
    assert "与上一版相比的变化" in site.client().get(f"{BASE}/v2/art_4").text


def test_the_paper_form_has_a_code_for_each_article(site: Site, consultation_id: int) -> None:
    page = site.client().get(f"{BASE}/v1/paper").text
    assert page.count('class="paper-code"') == 5


def test_privacy_is_told_before_a_contact_is_given(site: Site, consultation_id: int) -> None:
    client = site.client()
    write(client)
    assert f"{BASE}/privacy" in client.get(f"{BASE}/review").text
    assert "6 个月内删除" in client.get(f"{BASE}/privacy").text


@pytest.mark.parametrize(("language", "words"), [("en", "Comment on 第四条"), ("zh-Hant", "對第四條提意見")])
def test_the_page_speaks_other_languages(site: Site, consultation_id: int, language: str, words: str) -> None:
    assert words in site.client().get(f"{BASE}/?lang={language}").text


def test_the_law_in_force_stands_beside_the_draft(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    add_consultation(site.database, previous_law="云溪市停车管理办法")
    assert "没有收录《云溪市停车管理办法》" in site.client().get(f"{BASE}/changes").text
    held = [
        comparing.ArticleText("第一条", "为了规范停车管理，制定本办法。"),
        comparing.ArticleText("第九条", "鸣笛须经批准。"),
    ]
    monkeypatch.setattr(comparing, "_articles_in_force", lambda title, day: held)
    page = site.client().get(f"{BASE}/changes").text
    assert "现行规定 第一条" in page
    assert "鸣笛须经批准" in page
    assert "<ins>" in page


def test_floods_from_one_address_are_stopped_and_nothing_is_lost(site: Site, consultation_id: int) -> None:
    site.app.config["SUBMIT_LIMIT"] = "2 per minute"
    client = site.client()
    for _ in range(2):
        write(client)
        send(client)
    write(client)
    fields = hidden(client.get(f"{BASE}/review").text)
    assert client.post(f"{BASE}/review", data=fields).status_code == 429
    assert "罚款太高" in client.get(f"{BASE}/review").text
    assert len(comments(site)) == 2


def test_an_office_behind_one_address_is_not_stopped(site: Site, consultation_id: int) -> None:
    for _ in range(30):
        client = site.client()
        write(client)
        send(client)
    assert len(comments(site)) == 30
