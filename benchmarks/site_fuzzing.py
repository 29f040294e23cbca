"""Hostile inputs to every route and form field of the site, seeded: ``python -m benchmarks.site_fuzzing --inputs 10000``.

The site stands on the fictional sample in a folder that is thrown away (``--database postgresql``: in a PostgreSQL of its own;
or an address, whose database must be empty), is asked in this process by visitors and by users of every role, and is read once more at the end: nothing that was sent may come back as
markup, answer with 500 or lead to another site. Field names are read from the source, so that new forms are taken along.
The last line is JSON; the exit code is 1 when something was found.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter, Rule

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import in_words  # noqa: E402  (a script: only its own folder is on the path)

ROOT = Path(__file__).resolve().parent.parent
MARK = "fzx"
PAYLOADS = (
    f"<{MARK} onload=alert(1)>", f"\"'><{MARK}>", f"</textarea></script><{MARK}>", "javascript:alert(1)", "{{7*7}}${7*7}<%= 1 %>",
    "'; DROP TABLE comment; --", "' OR 1=1 --", "1;SELECT pg_sleep(9)", "../../../../etc/passwd", "..\\..\\windows", "%2e%2e%2f", "/etc/passwd",
    "\x00", "甲\x00乙", "\x01\x1b[31m\x7f", "\u202e\u2066反", "\ufdd0\ufffe", "e" + "\u0301" * 300, "👨‍👩‍👧‍👦" * 60, "Ａ１", "=cmd|'/c calc'!A1", "\r\nSet-Cookie: a=b",
    "长" * 20_000, "[" * 5_000, "-1", "0", "9" * 30, "1e309", "NaN", "２", "2026-02-31", "0000-00-00", "//evil.example", "https://evil.example/", "/\\evil.example",
    "/\t/evil.example", "true", "", " ", "art_4", "全文", "null", "[]", "{}", "%s%n{0}{text}", "a" * 300,
)  # fmt: skip
_FIELD = re.compile(
    r"""(?:request\.)?(?:form|args|values|files)\.(?:get|getlist)\(\s*f?["'](\w+)["']|forms\.\w+\(\s*["'](\w+)["']|name=["'](\w+)["']"""
)
_JSON = '{"a": ' + "[" * 2_000


def field_names() -> list[str]:
    """Names of fields that any view or page reads."""
    found = set()
    for path in sorted((ROOT / "consult_web").rglob("*")):
        if path.suffix in (".py", ".html"):
            found |= {name for hit in _FIELD.findall(path.read_text(encoding="utf-8")) for name in hit if name}
    return sorted(found - {"csrf_token", "password", "viewport"})


@dataclass
class Found:
    """What was seen: answers by status, faults in words."""

    inputs: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    routes: set[str] = field(default_factory=set)


class Fuzzer:
    """Sends ``inputs`` by ``browsers``; ``known`` are real values of places in addresses."""

    def __init__(
        self, app: Flask, browsers: Sequence[FlaskClient], known: Mapping[str, Sequence[str]], seed: int
    ) -> None:
        self.rng, self.browsers, self.known, self.found = random.Random(seed), list(browsers), known, Found()
        self.fields = field_names()
        self.rules = sorted((rule for rule in app.url_map.iter_rules() if _is_asked(rule)), key=str)

    def run(self, inputs: int) -> Found:
        """Send them; every route gets its share, in order."""
        for number in range(inputs):
            rule = self.rules[number % len(self.rules)]
            self.send(rule, self.rng.choice(sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})))
        return self.found

    def read_all(self) -> Found:
        """Every page that can be read, with real places: what was stored must not come back as markup."""
        for rule in self.rules:
            if "GET" in (rule.methods or ()):
                for browser in self.browsers:
                    self._judge(rule, "GET", lambda b=browser, r=rule: b.get(self._address(r, 0.0)))  # type: ignore[misc]
        return self.found

    def send(self, rule: Rule, method: str) -> None:
        """One hostile request."""
        browser, address = self.rng.choice(self.browsers), self._address(rule, 0.3)
        options: dict[str, Any] = {"method": method, "headers": self._headers()}
        if self.rng.random() < 0.5:
            address += "?" + "&".join(
                f"{quote(name)}={quote(value)}" for name, value in self._values(self.rng.randint(1, 4)).items()
            )
        if method != "GET":
            options |= self._body()
        self._judge(rule, method, lambda: browser.open(address, **options))

    def _judge(self, rule: Rule, method: str, act: Callable[[], Any]) -> None:
        self.found.inputs += 1
        self.found.routes.add(str(rule))
        answer = act()
        self.found.statuses[answer.status_code] += 1
        for fault in faults_of(answer):
            self.found.faults.append(f"{method} {rule}: {fault}")
        answer.close()

    def _address(self, rule: Rule, hostile: float) -> str:
        values: dict[str, Any] = {}
        for name in rule.arguments:
            number = isinstance(rule._converters[name], IntegerConverter)
            real = self.rng.choice(self.known.get(name) or ["1"])
            if self.rng.random() >= hostile:
                values[name] = int(real) if number and real.isdigit() else 1 if number else real
            elif number:
                values[name] = self.rng.choice([0, 2, 999_999, 2**31, 2**63, 10**25])
            else:
                values[name] = self.rng.choice(PAYLOADS)[:400] or "x"
        built = rule.build(values, append_unknown=False)
        return built[1] if built else "/"

    def _values(self, count: int) -> dict[str, str]:
        return {self.rng.choice(self.fields): self.rng.choice(PAYLOADS) for _ in range(count)}

    def _headers(self) -> dict[str, str]:
        strange = {
            "X-Forwarded-Host": "evil.example", "X-Forwarded-For": "'; --", "Accept-Language": "zz;q=x", "Referer": "https://evil.example/",
            "User-Agent": f"<{MARK}>", "Cookie": f"lang=<{MARK}>; size=large; session=x", "Range": "bytes=5-1", "X-HTTP-Method-Override": "DELETE",
        }  # fmt: skip
        name = self.rng.choice(sorted(strange))
        return {name: strange[name]} if self.rng.random() < 0.2 else {}

    def _body(self) -> dict[str, Any]:
        kind = self.rng.choice(("form", "form", "form", "files", "files", "json", "wrong", "broken"))
        values: dict[str, Any] = self._values(self.rng.randint(1, 8))
        if kind == "files":
            name, data = self.rng.choice(sorted(_files().items()))
            values[self.rng.choice(["files", "file", "images", "scan", "draft", *self.fields])] = (
                io.BytesIO(data),
                name,
            )
            return {"data": values, "content_type": "multipart/form-data"}
        if kind == "json":
            return {"data": self.rng.choice([_JSON, "{}", "[1", '"\\ud800"']), "content_type": "application/json"}
        if kind == "wrong":
            return {"data": b"\xff\xfe\x00" * 50, "content_type": self.rng.choice(["text/html; charset=nope", "x", "application/xml"])}  # fmt: skip
        if kind == "broken":
            return {"data": b"--a\r\nContent-Disposition: form-data; name=", "content_type": "multipart/form-data; boundary=a"}  # fmt: skip
        return {"data": values}


def _is_asked(rule: Rule) -> bool:
    """Not files, and not the end of a log-in of which the others are in need."""
    return not rule.endpoint.endswith("static") and "log_out" not in rule.endpoint and "sessions" not in rule.endpoint


def faults_of(answer: Any) -> list[str]:
    """What is wrong with an answer."""
    found = []
    if answer.status_code >= 500:
        found.append(f"status {answer.status_code}")
    where = urlsplit(answer.headers.get("Location", ""))
    if where.netloc not in ("", "localhost") or where.scheme not in ("", "http"):
        found.append(f"leads to {where.netloc}")
    if "default-src 'self'" not in answer.headers.get("Content-Security-Policy", ""):
        found.append("no policy")
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("sniffed")
    cookies = answer.headers.getlist("Set-Cookie")
    if any("HttpOnly" not in cookie or "SameSite" not in cookie or "\n" in cookie for cookie in cookies):
        found.append("an open cookie")
    if answer.mimetype == "text/html":
        text = answer.get_data(as_text=True)
        found += [f"says {bad}" for bad in (f"<{MARK}", "Traceback (most recent", "sqlalchemy.exc") if bad in text]
    return found


def _files() -> dict[str, bytes]:
    """Files that are not what they say, or too much of it."""
    bomb, climber = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"\0" * 5_000_000)
    with zipfile.ZipFile(climber, "w") as made:
        made.writestr("../../evil.txt", "x")
        made.writestr("/etc/cron.d/evil", "x")
    return {
        "bomb.docx": bomb.getvalue(),
        "climber.zip": climber.getvalue(),
        "../../x.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        "x.svg": f"<svg xmlns='http://www.w3.org/2000/svg'><{MARK}/></svg>".encode(),
        "x.xlsx": b"PK\x03\x04broken",
        "x.eml": b"From: a\r\nSubject: =?utf-8?b?//?=\r\n\r\n\xff",
        f"<{MARK}>.txt": "第一条　甲。".encode("gb18030"),
        "empty.pdf": b"",
        "x.html": f"<{MARK}><script>alert(1)</script>".encode(),
    }


def make_site(home: Path, url: str = "") -> tuple[Flask, list[FlaskClient], dict[str, list[str]]]:
    """The sample, a browser of a visitor and of each role, and real places."""
    from consult_web import storage
    from consult_web.accounts import User
    from consult_web.accounts.log_in import start_session
    from consult_web.demo import load_sample
    from consult_web.settings import Settings
    from consult_web.site import create_site

    address = url or f"sqlite:///{home / 'fuzz.db'}"
    settings = Settings(home, address, "s" * 40, (storage.new_data_key(),), secure=False)
    database = settings.open_database()
    storage.upgrade(database)
    load_sample(database, settings.open_files(), storage.china_today())
    app = create_site(settings)
    browsers = [app.test_client()]
    with app.extensions["database"].saving() as session:
        tokens = [start_session(session, user) for user in session.query(User).order_by(User.id)]
    for token in tokens:
        browsers.append(app.test_client())
        with browsers[-1].session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
    return app, browsers, {"slug": ["yunxi-ebike"], "eid": ["art_4", "art_1"], "code": ["A" * 24]}


def _address(wanted: str, folder: Path, stack: ExitStack) -> str:
    if wanted != "postgresql":
        return wanted
    from benchmarks.site_servers import postgresql

    folder.chmod(0o755)
    (folder / "database").mkdir()
    return stack.enter_context(postgresql(folder / "database"))[0]


@in_words()
def main() -> None:
    """Run, print, tell by the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--database", default="")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        app, browsers, known = make_site(folder, _address(given.database, folder, stack))
        app.config |= {"PROPAGATE_EXCEPTIONS": False, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False}
        fuzzer = Fuzzer(app, browsers, known, given.seed)
        fuzzer.run(given.inputs)
        found = fuzzer.read_all()
        app.extensions["database"].close()
    for fault, count in Counter(found.faults).most_common():
        print(count, fault)
    print(json.dumps({"inputs": found.inputs, "routes": len(found.routes), "fields": len(fuzzer.fields), "faults": len(found.faults), "statuses": dict(sorted(found.statuses.items()))}))  # fmt: skip
    sys.exit(bool(found.faults))


if __name__ == "__main__":
    main()
