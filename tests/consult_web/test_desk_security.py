"""What a hostile page, file or request must not be able to do."""

from __future__ import annotations

import io
import stat
from datetime import date
from pathlib import Path

import pytest
from visitor import MakeApp, Visitor

from consult_web.desk import Options
from consult_web.desk.store import JobStore, safe_name, shown_name

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize("path", ["/reviews", "/reviews/{job}/delete", "/reviews/{job}/again"])
@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_post_without_the_token_of_the_session_is_refused(visitor: Visitor, path: str, token: str | None) -> None:
    job_id = visitor.review().rsplit("/", 1)[-1]
    fields = {} if token is None else {"csrf_token": token}
    answer = visitor.client.post(path.format(job=job_id), data={**fields, "files": (io.BytesIO(b"1"), "x.txt")})
    assert answer.status_code == 400
    assert "[E524]" in answer.text
    assert len(visitor.jobs()) == 1


def test_token_of_another_session_is_refused(visitor: Visitor) -> None:
    foreign = Visitor(visitor.app).token()
    visitor.token()
    assert visitor.client.post("/reviews", data={"csrf_token": foreign}).status_code == 400
    assert "[E524]" in visitor.client.post("/reviews", data={"csrf_token": foreign}).text


def test_empty_token_without_a_session_is_refused(visitor: Visitor) -> None:
    assert "[E524]" in visitor.client.post("/reviews", data={"csrf_token": ""}).text


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "10.0.0.1:8765", "a@b"])
def test_foreign_host_names_are_refused(visitor: Visitor, host: str) -> None:
    answer = visitor.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "[E525]" in answer.text
    assert "csrf_token" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST:1"])
def test_names_of_this_machine_are_accepted(visitor: Visitor, host: str) -> None:
    assert visitor.get("/", headers={"Host": host}).status_code == 200


def test_configured_host_name_is_accepted(make_app: MakeApp) -> None:
    visitor = Visitor(make_app(ALLOWED_HOSTS=("shencha.local",)))
    assert visitor.get("/", headers={"Host": "shencha.local:80"}).status_code == 200
    assert visitor.get("/", headers={"Host": "localhost"}).status_code == 400


def test_file_name_is_shown_escaped_everywhere(visitor: Visitor) -> None:
    name = "<img src=x onerror=alert(1)>'&.docx"
    page = visitor.review(name)
    for path in (page, "/", "/recent"):
        text = visitor.get(path).text
        assert "<img" not in text
        assert "&lt;img src=x onerror=alert(1)&gt;&#39;&amp;.docx" in text


def test_text_of_a_file_cannot_run_in_the_report(visitor: Visitor) -> None:
    page = visitor.review(data=f"第一条　{SCRIPT}".encode())
    answer = visitor.get(f"{page}/report")
    policy = answer.headers["Content-Security-Policy"]
    assert answer.mimetype == "text/html"
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "script-src" not in policy
    assert 'sandbox=""' in visitor.get(page).text


@pytest.mark.parametrize(
    "name",
    ["..%2f..%2fjob.json", "../job.json", "job.json", "review.html%00", "....//job.json", "nosuch.docx", "%2e%2e"],
)
def test_downloads_cannot_leave_the_results(visitor: Visitor, name: str) -> None:
    page = visitor.review()
    assert visitor.get(f"{page}/files/{name}").status_code == 404


@pytest.mark.parametrize("job_id", ["..", "%2e%2e", "../../etc", ".", "x" * 300, "%00"])
def test_unknown_jobs_are_not_found(visitor: Visitor, job_id: str) -> None:
    answer = visitor.get(f"/reviews/{job_id}/original")
    assert answer.status_code == 404
    assert "[E526]" in answer.text


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../../etc/cron.d/x", "x"),
        ("..\\..\\Windows\\win.ini", "win.ini"),
        ("C:\\报备\\条例.docx", "条例.docx"),
        (".bashrc", "bashrc"),
        ("con.docx", "document.docx"),
        ("a\x00b\n.docx", "ab.docx"),
        ("条例\u202excod.txt", "条例xcod.txt"),
        ("", "document"),
        ("...", "document"),
        ("长" * 300 + ".docx", "长" * 51 + ".docx"),
    ],
)
def test_names_are_harmless_on_disk(tmp_path: Path, name: str, stored: str) -> None:
    assert len(safe_name(name).encode()) <= 160
    job = JobStore(tmp_path).receive(name, io.BytesIO(b"1"), Options(date(2026, 11, 22)))
    assert [path.name for path in (tmp_path / "jobs").glob("*/original/*")] == [job.stored] == [stored]


def test_name_with_folders_is_stored_without_them(visitor: Visitor, tmp_path: Path) -> None:
    visitor.review("../../../../evil.txt")
    assert not list(tmp_path.glob("evil*"))
    assert visitor.jobs()[0].name == "evil.txt"


def test_shown_name_has_no_direction_tricks() -> None:
    assert shown_name("x\u202e\u2066\u200fy.docx") == "xy.docx"


def test_upload_over_the_limit_is_one_clear_page(make_app: MakeApp) -> None:
    visitor = Visitor(make_app(MAX_CONTENT_LENGTH=1 << 20))
    answer = visitor.upload(("大.docx", b"x" * (2 << 20)))
    assert answer.status_code == 413
    assert "[E522]" in answer.text
    assert "1 MB" in answer.text
    assert visitor.jobs() == ()


@pytest.mark.parametrize("path", ["/", "/nosuch", "/ui/site.css", "/reviews/status.json"])
def test_every_answer_carries_the_security_headers(visitor: Visitor, path: str) -> None:
    headers = visitor.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]


def test_pages_keep_to_the_policy_and_to_this_site(visitor: Visitor) -> None:
    page = visitor.review()
    for path in ("/", page):
        text = visitor.get(path).text
        assert " style=" not in text
        assert "<style" not in text
        assert " on" not in text.replace(" on its", "").split("<main")[0]
        assert "http://" not in text
        assert "https://" not in text


def test_session_cookie_is_not_for_scripts_or_other_sites(visitor: Visitor) -> None:
    cookie = visitor.get("/").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_secret_is_kept_and_private(make_app: MakeApp, tmp_path: Path) -> None:
    first = make_app()
    first.extensions["desk"].close()
    key = tmp_path / "desk" / "secret.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert make_app().secret_key == first.secret_key == key.read_bytes()


def test_job_ids_cannot_be_guessed(visitor: Visitor) -> None:
    ids = {visitor.review().rsplit("/", 1)[-1] for _ in range(3)}
    assert len(ids) == 3
    assert all(len(job_id) >= 22 for job_id in ids)


@pytest.mark.parametrize(
    ("method", "path", "status"), [("put", "/", 405), ("get", "/x", 404), ("get", "/reviews", 405)]
)
def test_wrong_requests_get_a_clear_page(visitor: Visitor, method: str, path: str, status: int) -> None:
    token = visitor.token()
    answer = getattr(visitor.client, method)(path, data={"csrf_token": token})
    assert answer.status_code == status
    assert "返回首页" in answer.text
