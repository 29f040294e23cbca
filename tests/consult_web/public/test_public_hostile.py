"""What robots and hostile people send: nothing is lost, nothing is let in, every answer can be read."""

from __future__ import annotations

from html import escape, unescape
from random import Random

import pytest
from public_stands import add_consultation, add_question
from site_stands import Site
from sqlalchemy import func, select

from consult_web.consultations import Comment, Opinion, Sender, clean, submit
from consult_web.consultations.drafts_models import Consultation
from consult_web.public import proof

BASE = "/tingche"
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "template": "{{ 7*7 }}{% for x in y %}{% endfor %}{config}",
    "sql": "'; DROP TABLE comment; --",
    "path": "../../../../etc/passwd",
    "nul": "甲\x00乙",
    "controls": "\x01\x1b[31m红\x7f",
    "direction": "\u202e反\u2066",
    "surrogate": "\ud800",
    "emoji": "👨\u200d👩\u200d👧\u200d👦" * 50,
    "marks": "e" + "\u0301" * 500,
    "wide": "Ａ１。",
    "formula": "=cmd|'/c calc'!A1",
    "lines": "一\r\n二\r三\n" * 100,
    "brackets": "[[[((({{{" * 100,
    "format": "%s%n{0}{text}",
}


@pytest.fixture
def consultation_id(site: Site, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(proof, "WAIT_SECONDS", 0)
    return add_consultation(site.database)


def test_a_character_that_no_database_takes_is_refused_in_words(site: Site, consultation_id: int) -> None:
    answer = site.client().post(f"{BASE}/v1/art_4", data={"text": HOSTILE["nul"].encode()})
    assert answer.status_code == 400
    assert "<h1>" in answer.text


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - {"nul"}))
def test_hostile_words_are_kept_as_words(site: Site, consultation_id: int, name: str) -> None:
    words = HOSTILE[name]
    sent = words.encode("utf-8", "surrogatepass")
    client = site.client()
    fields = {"text": "前" + words + "后", "title": words[:40], "reason": words, "target": "art_4", "go": "review"}
    answer = client.post(
        f"{BASE}/v1/art_4", data={key: value.encode("utf-8", "replace") for key, value in fields.items()}
    )
    assert answer.status_code == 303, sent
    page = client.get(f"{BASE}/review").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert (
        escape(clean(fields["text"].encode("utf-8", "replace").decode()))[:20]
        .replace("&#x27;", "&#39;")
        .replace("&quot;", "&#34;")
        in page
    )
    assert "root:" not in page


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_fields_of_other_pages_are_answered(site: Site, consultation_id: int, name: str) -> None:
    words = HOSTILE[name].encode("utf-8", "replace").decode()
    with site.database.saving() as session:
        add_question(session, consultation_id)
    client = site.client()
    answers = [
        client.get(f"{BASE}/v1/art_4", query_string={"quote": words, "start": words, "station": words}),
        client.get(f"{BASE}/compare", query_string={"from": words, "to": words}),
        client.get(f"{BASE}/opinions", query_string={"page": words, "clause": words}),
        client.post(
            f"{BASE}/v1/art_4", data={"text": "好", "target": words, "stance": words, "start": words, "kinds": words}
        ),
        client.post(f"{BASE}/similar.json", data={"text": words, "root": words}),
        client.post(f"{BASE}/support", data={"comment": words, "back": words}),
        client.post(
            f"{BASE}/review",
            data={"key": words, "salt": words, "challenge": words, "signature": words, "answer": words},
        ),
        client.post(f"{BASE}/questions", data={"q1": words}),
        client.get("/track/" + words.replace("/", "")),
        client.get("/" + words.replace("/", "") + "/"),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    assert all("<script>alert" not in answer.text for answer in answers)


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/tingche/\nx", "/other/"],
)
def test_a_button_leads_back_into_this_site_only(site: Site, consultation_id: int, back: str) -> None:
    with site.database.saving() as session:
        consultation = session.get_one(Consultation, consultation_id)
        opinion = Opinion("占用消防车通道罚款太少。", version_id=consultation.version_id or 0)
        (number,) = submit(session, consultation, [opinion], Sender(), "k" * 40).comments
        from public_stands import add_quote

        add_quote(session, consultation, number, opinion.text)
    answer = site.client().post(f"{BASE}/support", data={"comment": number, "back": back})
    assert answer.location == f"{BASE}/"


def test_a_hundred_seeded_inputs_lose_nothing_and_break_nothing(site: Site, consultation_id: int) -> None:
    """The service, which all channels go through; the pages in front of it are tested above."""
    random, pieces = Random(20261122), [*HOSTILE.values(), "第四条", "建议改为", "二百元", " ", "\n"]
    rounds = 100  # ten thousand: ``make full``
    for number in range(rounds):
        words = ["".join(random.choices(pieces, k=random.randint(1, 4)))[:1900] for _ in range(5)]
        text, title, reason, quote, region = (clean(word.encode("utf-8", "replace").decode()) for word in words)
        opinion = Opinion(
            text or "字",
            targets=(random.choice(["art_4", "art_1__para_1", "全文", "art_99", text[:30]]),),
            quote=quote[:60],
            start=random.randint(-1, 50),
            title=title[:50],
            reason=reason,
        )
        with site.database.saving() as session:
            consultation = session.get_one(Consultation, consultation_id)
            sent = submit(session, consultation, [opinion], Sender(region=region[:60]), f"{number:040}")
            assert session.get_one(Comment, sent.comments[0]).text == opinion.text
    with site.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Comment)) == rounds


def test_forged_forms_are_refused(site: Site, consultation_id: int) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    assert site.client().post(f"{BASE}/v1/art_4", data={"text": "好"}).status_code == 400


def test_every_page_of_citizens_is_open_to_anyone_and_bears_strict_headers(site: Site, consultation_id: int) -> None:
    answer = site.client().get(f"{BASE}/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "style=" not in unescape(answer.text)


def test_over_https_a_form_is_taken_without_a_referrer(site: Site, consultation_id: int) -> None:
    """Our pages tell browsers to send none."""
    site.app.config["WTF_CSRF_ENABLED"] = True
    client, secure = site.client(), {"base_url": "https://localhost"}
    page = client.get(f"{BASE}/v1/art_4", **secure)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    fields = {"text": "罚款太高。", "target": "art_4", "go": "review"}
    assert client.post(f"{BASE}/v1/art_4", data={**fields, "csrf_token": token}, **secure).status_code == 303
    assert client.post(f"{BASE}/v1/art_4", data=fields, **secure).status_code == 400
