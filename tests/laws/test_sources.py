"""Outside databases: off unless switched on, and no answer of theirs can hang, flood, redirect or break the program."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from lawcheck.errors import LibraryError
from lawcheck.laws import add_fetched, open_library
from lawcheck.laws.sources import HttpSource, LawSource, configured_sources, open_source

DAY = date(2026, 11, 22)
TEXT = "第一条 为了规范虚江航道活动，促进协调发展，制定本条例。\n\n第二条 本条例自2020年7月1日起施行。"
LAW = {"title": "某某市虚江条例", "text": TEXT, "adopted": "2020-03-01", "maker": "某某市人大常委会"}
ROW = {"ref": "a/1", "title": "某某市虚江条例", "maker": "某某市人大常委会", "adopted": "2020-03-01"}


class Fake(BaseHTTPRequestHandler):
    """A database that answers well on /good and badly elsewhere; it notes what it was asked."""

    asked: ClassVar[list[tuple[str, dict[str, list[str]], str]]] = []

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.asked.append((parts.path, parse_qs(parts.query), self.headers.get("Authorization", "")))
        kind, _, rest = parts.path.strip("/").partition("/")
        getattr(self, f"answer_{kind}")(rest)

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def answer_good(self, rest: str) -> None:
        self.reply(json.dumps(LAW if rest.startswith("laws/") else {"laws": [ROW]}).encode())

    def answer_slow(self, rest: str) -> None:
        time.sleep(1.5)

    def answer_trickle(self, rest: str) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            for _ in range(60):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)

    def answer_flood(self, rest: str) -> None:
        with suppress(OSError):
            self.reply(b" " * 3_000_000)

    def answer_html(self, rest: str) -> None:
        self.reply(b"<html>login</html>")

    def answer_list(self, rest: str) -> None:
        self.reply(b"[1, 2]")

    def answer_deep(self, rest: str) -> None:
        self.reply(b"[" * 200_000)

    def answer_wrong(self, rest: str) -> None:
        self.reply(json.dumps({"laws": [{"ref": 1, "title": "x"}], "title": "", "text": "x"}).encode())

    def answer_day(self, rest: str) -> None:
        self.reply(json.dumps({"laws": [ROW | {"adopted": "去年"}]}).encode())

    def answer_error(self, rest: str) -> None:
        self.reply(b"no", 503)

    def answer_file(self, rest: str) -> None:
        self.reply(b"", 302, Location="file:///etc/hostname")

    def answer_away(self, rest: str) -> None:
        self.reply(b"", 302, Location=f"http://127.0.0.1:{self.server.server_address[1]}/good/lookup")

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Fake)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture
def source(address: str) -> Callable[..., HttpSource]:
    def make(kind: str = "good", **settings: object) -> HttpSource:
        return HttpSource("office", {"url": f"{address}/{kind}", "allow_http": True, "seconds": 0.6, **settings})

    return make


def test_lookup_search_and_fetch(source: Callable[..., HttpSource]) -> None:
    Fake.asked.clear()
    database = source()
    (hit,) = database.lookup("某某市虚江条例", DAY)
    assert (hit.ref, hit.adopted) == ("a/1", date(2020, 3, 1))
    assert database.search("虚江 航道", DAY, limit=3) == (hit,)
    law = database.fetch(hit.ref, DAY)
    assert (law.title, law.text, law.source, law.adopted) == (LAW["title"], TEXT, "office", date(2020, 3, 1))
    assert isinstance(database, LawSource)
    assert [(path, query) for path, query, _ in Fake.asked] == [
        ("/good/lookup", {"title": ["某某市虚江条例"], "as_of": ["2026-11-22"]}),
        ("/good/search", {"q": ["虚江 航道"], "as_of": ["2026-11-22"], "limit": ["3"]}),
        ("/good/laws/a%2F1", {"as_of": ["2026-11-22"]}),
    ]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("slow", "秒内没有答复"),
        ("trickle", "秒内没有答复"),
        ("flood", "答复超过 1000000 字节"),
        ("html", "不是 JSON"),
        ("deep", "不是 JSON"),
        ("list", "格式不对"),
        ("wrong", "格式不对：ref"),
        ("day", "格式不对：adopted"),
        ("error", "HTTP 503"),
        ("file", "HTTP 302"),
        ("away", "HTTP 302"),
    ],
)
def test_a_bad_answer_is_one_clear_error_in_time(kind: str, said: str, source: Callable[..., HttpSource]) -> None:
    begun = time.monotonic()
    with pytest.raises(LibraryError, match=said) as caught:
        source(kind, max_bytes=1_000_000).lookup("甲", DAY)
    assert "E311" in str(caught.value)
    assert time.monotonic() - begun < 5


def test_nobody_at_the_address() -> None:
    with pytest.raises(LibraryError, match="E311"):
        HttpSource("office", {"url": "http://127.0.0.1:9", "allow_http": True}).lookup("甲", DAY)


def test_the_proxy_of_the_environment_is_not_used(
    source: Callable[..., HttpSource], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert source().lookup("甲", DAY)


def test_the_token_comes_from_the_environment_and_goes_nowhere_else(
    source: Callable[..., HttpSource], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFICE_TOKEN", "secret")
    Fake.asked.clear()
    source(token_env="OFFICE_TOKEN").lookup("甲", DAY)
    assert Fake.asked[-1][2] == "Bearer secret"
    with pytest.raises(LibraryError):
        source("away", token_env="OFFICE_TOKEN").lookup("甲", DAY)
    assert [path for path, _, _ in Fake.asked] == ["/good/lookup", "/away/lookup"]


@pytest.mark.parametrize(
    "settings",
    [
        {"url": "http://db.example"},  # TLS unless told otherwise
        {"url": "file:///etc/hostname", "allow_http": True},
        {"url": "ftp://db.example"},
        {"url": "https://user:secret@db.example"},
        {"url": ""},
        {},
        {"url": "https://db.example", "seconds": 0},
        {"url": "https://db.example", "seconds": 9999},
        {"url": "https://db.example", "max_bytes": "viel"},
        {"url": "https://db.example", "verify": False},  # there is no such switch
    ],
)
def test_wrong_settings_are_told(settings: dict[str, object]) -> None:
    with pytest.raises(LibraryError, match="E312"):
        HttpSource("office", settings)


def test_a_server_without_tls_is_refused_where_tls_is_expected(address: str) -> None:
    with pytest.raises(LibraryError, match="E311"):
        HttpSource("office", {"url": address.replace("http:", "https:"), "seconds": 2}).lookup("甲", DAY)


CONFIGURED = '[sources.office]\nkind = "http"\nenabled = {enabled}\nallow_http = true\nurl = "{url}"\n'


@pytest.mark.parametrize("written", [None, CONFIGURED.format(enabled="false", url="https://db.example")])
def test_sources_are_off_by_default(written: str | None, tmp_path: Path) -> None:
    if written:
        (tmp_path / "sources.toml").write_text(written, "utf-8")
    with pytest.raises(LibraryError, match="E313"):
        open_source(tmp_path, "office")


@pytest.mark.parametrize("written", ["[sources", "sources = 3", '[sources.office]\nenabled = true\nkind = "unknown"\n'])
def test_a_wrong_settings_file_is_told(written: str, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(written, "utf-8")
    with pytest.raises(LibraryError, match="E312"):
        open_source(tmp_path, "office")


def test_a_fetched_text_is_kept_with_source_and_day(address: str, package: Callable[..., Path], tmp_path: Path) -> None:
    package()
    home = tmp_path / "home"
    home.mkdir()
    (home / "sources.toml").write_text(CONFIGURED.format(enabled="true", url=f"{address}/good"), "utf-8")
    assert list(configured_sources(home)) == ["office"]
    law = open_source(home, "office").fetch("a/1", DAY)
    assert [item.title for item in add_fetched(home, law).taken] == ["某某市虚江条例"]
    library = open_library(home)
    (held,) = library.find_title("某某市虚江条例")
    (version,) = library.versions(held.law_id)
    assert version.source == f"外部数据库 office，{date.today().isoformat()} 取得"
    assert (version.adopted, version.effective_from) == (date(2020, 3, 1), date(2020, 7, 1))
    assert len(add_fetched(home, law).unchanged) == 1
    package(version="2")  # a library built anew still holds it
    assert open_library(home).find_title("某某市虚江条例")


def test_the_same_is_not_asked_twice_within_the_days_set(address: str, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(CONFIGURED.format(enabled="true", url=f"{address}/good"), "utf-8")
    Fake.asked.clear()
    first = open_source(tmp_path, "office").lookup("某某市虚江条例", DAY)
    again = open_source(tmp_path, "office")
    assert (again.lookup("某某市虚江条例", DAY), again.answered_on) == (first, date.today())
    assert again.lookup("某某市虚江条例", date(2020, 1, 1)) == first
    assert len(again.search("虚江", DAY)) == 1
    assert [path for path, _, _ in Fake.asked] == ["/good/lookup", "/good/lookup", "/good/search"]
    records = [json.loads(path.read_text("utf-8")) for path in (tmp_path / "source-answers").iterdir()]
    (record,) = [r for r in records if r["asked"] == ["lookup", "某某市虚江条例", DAY.isoformat()]]
    assert (record["source"], record["answered_on"]) == ("office", date.today().isoformat())


@pytest.mark.parametrize("damage", ["", "{", '{"answered_on": "2000-01-01", "hits": []}', '{"answered_on": 3}', "[]"])
def test_an_old_or_broken_answer_is_asked_for_anew(damage: str, address: str, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(CONFIGURED.format(enabled="true", url=f"{address}/good"), "utf-8")
    first = open_source(tmp_path, "office").lookup("某某市虚江条例", DAY)
    (kept,) = (tmp_path / "source-answers").iterdir()
    kept.write_text(damage, "utf-8")
    assert open_source(tmp_path, "office").lookup("某某市虚江条例", DAY) == first
    assert json.loads(kept.read_text())["answered_on"] == date.today().isoformat()


def test_with_no_days_every_question_goes_out(address: str, tmp_path: Path) -> None:
    text = CONFIGURED.format(enabled="true", url=f"{address}/good") + "keep_days = 0\n"
    (tmp_path / "sources.toml").write_text(text, "utf-8")
    Fake.asked.clear()
    for _ in range(2):
        open_source(tmp_path, "office").lookup("某某市虚江条例", DAY)
    assert len(Fake.asked) == 2
    assert not (tmp_path / "source-answers").exists()
    (tmp_path / "sources.toml").write_text(text.replace("= 0", '= "x"'), "utf-8")
    with pytest.raises(LibraryError, match="keep_days"):
        open_source(tmp_path, "office")
