"""The site under load, as people meet it: gunicorn as in production, real HTTP, wrk; a draft of 200 clauses, 50,000 comments.

    python -m benchmarks.site_load [--database postgresql|sqlite] [--comments 50000] [--rate 100] [--seconds 15]

makes a database of its own (PostgreSQL as it comes, SQLite as the site sets it: both wait for the disk at each commit), fills
it (``site_filling``), starts the production line of the README and asks at a constant rate; a latency counts from the
moment at which a request was due. Then the same again while a worker (its systemd unit: nice 10) analyses all comments, and
the exports of more than 100,000 rows with the memory of the process that serves them.

A submit is what a citizen's browser sends at the end: its own cookie, token against forgery, idempotency key, a signed
challenge and the empty honeypot. Nothing is switched off. The opinions were written before (as rows, by the functions of the
site); no work was done for the challenge, so that each waits its six seconds like a browser without scripts; each
browser has an address of its own, as behind a proxy, so that limits count and do not bite. One whole journey from the form to
the receipt, with the work done, goes first. The last line is JSON; ``reconciled``: there are as many
new comments as receipts (and at most those more whose answer did not come in time).
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from hashlib import sha256
from http.cookiejar import CookieJar
from itertools import count
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, NamedTuple

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from benchmarks.folders import in_words
from benchmarks.machine import REFERENCE, loop_seconds
from benchmarks.public_pages import SLUG
from benchmarks.site_filling import Filled, fill
from benchmarks.site_servers import Served, load, megabytes, postgresql, processor_seconds, production, tree, worker
from consult_web import storage
from consult_web.accounts import User
from consult_web.accounts.log_in import start_session
from consult_web.background import Job, JobState
from consult_web.consultations import Basket, Comment, Opinion, ask_for_analysis, save_basket
from consult_web.public.proof import make_challenge
from consult_web.settings import read_settings
from consult_web.site import create_site

_PAGES = {"draft": 10.0, "clause": 20.0, "digest": 5.0}
"""Requests a second of each page; beside 100 submits a second they are asked at these rates too."""
_WAIT = 7.0


class Stand(NamedTuple):
    """What is measured: the application as its processes have it (only for its keys and database), the data, the leading
    process of the database (0 where it has none)."""

    app: Flask
    environment: Mapping[str, str]
    folder: Path
    filled: Filled
    leader: int

    @property
    def database(self) -> storage.Database:
        """The database of the site."""
        found: storage.Database = self.app.extensions["database"]
        return found


@in_words()
def main() -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--comments", type=int, default=50_000)
    parser.add_argument("--rate", type=float, default=100.0, help="submits a second")
    parser.add_argument("--seconds", type=float, default=15.0, help="of each measurement")
    parser.add_argument("--quiet", action="store_true", help="without the analysis and the exports")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="site-load-")))
        folder.chmod(0o755)
        (folder / "database").mkdir()
        made = f"sqlite:///{folder / 'consult.db'}", 0
        address, leader = (
            stack.enter_context(postgresql(folder / "database")) if options.database == "postgresql" else made
        )
        print(json.dumps(_measure(_stand(folder, address, leader, options.comments), options), ensure_ascii=False))


def _stand(folder: Path, address: str, leader: int, comments: int) -> Stand:
    environment = {
        "DATABASE_URL": address,
        "CONSULT_HOME": str(folder / "home"),
        "CONSULT_SECRET_KEY": token_urlsafe(32),
        "CONSULT_DATA_KEYS": storage.new_data_key(),
        "CONSULT_INSECURE_COOKIES": "1",  # this side of the proxy
        "CONSULT_TRUSTED_PROXIES": "1",
        "LANG": "C.UTF-8",
    }
    settings = read_settings(environment)
    settings.home.mkdir()
    storage.upgrade(settings.open_database())
    app = create_site(settings)
    started = time.perf_counter()
    filled = fill(app.extensions["database"], comments)
    _tell("filled", {"comments": comments, "points": filled.points, "s": round(time.perf_counter() - started, 1)})
    return Stand(app, environment, folder, filled, leader)


def _measure(stand: Stand, options: argparse.Namespace) -> dict[str, Any]:
    found: dict[str, Any] = {"database": options.database, "comments": options.comments, "points": stand.filled.points}
    found["loop_s"] = [round(loop_seconds(), 3), REFERENCE]
    before = _comments(stand)
    with production(stand.environment, stand.folder / "log") as served:
        requests = _requests(stand)
        submits = _submits(stand)
        _journey(served.address)
        for lines in requests.values():
            load(served.address, _file(stand, lines), rate=8, seconds=2, connections=8)
        found["quiet"] = _round(stand, served, requests, submits, options)
        if not options.quiet:
            found["meanwhile"] = _while_analysing(stand, served, requests, submits, options)
            found["exports"] = _exports(stand, served)
    submits_of = [found[part]["submit"] for part in ("quiet", "meanwhile") if part in found]
    receipts, open_ones = 1 + sum(one["right"] for one in submits_of), sum(one["unanswered"] for one in submits_of)
    found["reconciled"] = receipts <= _comments(stand) - before <= receipts + open_ones
    found["loop_s"].insert(1, round(loop_seconds(), 3))
    stand.database.close()
    return found


def _round(stand: Stand, served: Served, requests: Mapping[str, list[str]], submits: Iterator[list[str]], options: argparse.Namespace) -> dict[str, Any]:  # fmt: skip
    """Each page at its rate, then as fast as it goes, then submits at theirs."""
    found: dict[str, Any] = {}
    for name, lines in requests.items():
        path = _file(stand, lines)
        found[name] = _asked(stand, served, path, _PAGES[name], options.seconds, 8)
        found[name]["most_per_s"] = load(served.address, path, rate=0, seconds=4, connections=8)["per_s"]
        _tell(name, found[name])
    stand.app.config["SUBMITS"] = int(options.rate * (options.seconds + 2))
    path = _file(stand, next(submits))
    time.sleep(_WAIT)  # nobody worked for the challenge, so all wait
    answered = _asked(stand, served, path, options.rate, options.seconds, 24)
    found["submit"] = answered | {"right": answered["count"] - answered["wrong"]}
    _tell("submit", found["submit"])
    return found


def _asked(stand: Stand, served: Served, path: Path, rate: float, seconds: float, connections: int) -> dict[str, Any]:
    """What wrk found, and what one answer cost the processors in the site and in the database."""
    leaders = [served.process, *([stand.leader] if stand.leader else [])]
    before = [processor_seconds(leader) for leader in leaders]
    found = load(served.address, path, rate=rate, seconds=seconds, connections=connections)
    used = [processor_seconds(leader) - start for leader, start in zip(leaders, before, strict=True)]
    return found | {"cpu_ms": [round(1000 * part / max(found["count"], 1), 1) for part in used]}


def _while_analysing(stand: Stand, served: Served, requests: Mapping[str, list[str]], submits: Iterator[list[str]], options: argparse.Namespace) -> dict[str, Any]:  # fmt: skip
    """The same beside a worker that analyses everything; it must still be at it in the end."""
    with stand.database.saving() as session:
        ask_for_analysis(session, stand.filled.number, "program")
    with worker(stand.environment):
        _until(stand, JobState.RUNNING)
        found = _round(stand, served, requests, submits, options)
        with stand.database.reading() as session:
            job = session.scalars(select(Job).where(Job.kind == "analysis")).one()
            found["analysis"] = {"state": job.state.value, "step": job.step, "done": job.done, "of": job.total}
    return found


def _until(stand: Stand, state: JobState) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with stand.database.reading() as session:
            if session.scalar(select(Job.state).where(Job.kind == "analysis")) is state:
                return
        time.sleep(0.2)
    raise SystemExit("no worker took the analysis")


def _requests(stand: Stand) -> dict[str, list[str]]:
    """Pages as lines for wrk: method, path, cookie, words that must stand in the answer, body."""
    with stand.database.saving() as session:
        token = start_session(session, session.get_one(User, stand.filled.drafter))
    drafter = _cookie(stand.app, {"_user_id": token, "_fresh": True})
    number, busiest = stand.filled.number, stand.filled.busiest
    return {
        "draft": [_line("GET", f"/{SLUG}/", "", "第二百条")],
        "clause": [_line("GET", f"/{SLUG}/v1/art_{n}", "", 'id="opinion"') for n in range(1, 201)],
        "digest": [_line("GET", f"/drafting/{number}/clauses/{busiest}", drafter, 'id="stances"')],
    }


def _submits(stand: Stand) -> Iterator[list[str]]:
    """Opinions of fresh browsers, written and not sent, and what each of their review pages would send."""
    secret = str(stand.app.secret_key)
    signer = URLSafeTimedSerializer(secret, salt="wtf-csrf-token")
    numbers = count(1)
    while True:
        lines = []
        with stand.database.saving() as session:
            for _ in range(stand.app.config["SUBMITS"]):
                number, token, forgery = (
                    next(numbers),
                    token_urlsafe(24),
                    sha256(token_urlsafe(8).encode()).hexdigest()[:40],
                )
                eid = f"art_{number % 200 + 1}"
                words = f"期限太短，建议延长到{number}日（压力测试，虚构）。"
                basket = Basket().with_opinion(Opinion(words, targets=(eid,), version_id=stand.filled.version_id), "a")
                save_basket(session, token, stand.filled.number, basket)
                challenge = make_challenge(secret, basket.key)
                fields = {
                    "csrf_token": signer.dumps(forgery), "key": basket.key, "salt": challenge.salt, "challenge": challenge.target,
                    "signature": challenge.signature, "answer": "", "website": "", "region": "", "public": "a",
                }  # fmt: skip
                cookie = _cookie(stand.app, {"_permanent": True, "visitor": token, "csrf_token": forgery})
                lines.append(_line("POST", f"/{SLUG}/review", cookie, "receipt-code", urllib.parse.urlencode(fields)))
        yield lines


def _cookie(app: Flask, values: Mapping[str, Any]) -> str:
    signer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(values))}"


def _line(*parts: str) -> str:
    return "\t".join(parts)


def _file(stand: Stand, lines: list[str]) -> Path:
    path = stand.folder / "requests"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _journey(address: str) -> None:
    """One citizen from the form to the receipt by the pages' own forms, with the work for the challenge done."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def ask(path: str, fields: Mapping[str, str] | None = None) -> str:
        data = urllib.parse.urlencode(fields).encode() if fields else None
        with browser.open(urllib.request.Request(address + path, data), timeout=60) as answer:
            return str(answer.read().decode())

    page = ask(f"/{SLUG}/v1/art_9")
    token = _hidden(page, "opinion")["csrf_token"]
    page = ask(f"/{SLUG}/v1/art_9", {"csrf_token": token, "text": "期限太短。", "target": "art_9", "go": "review"})
    fields = _hidden(page, "send")
    target, salt = fields["challenge"], fields["salt"]
    fields["answer"] = str(next(n for n in count() if sha256(f"{salt}{n}".encode()).hexdigest() == target))
    if "receipt-code" not in ask(f"/{SLUG}/review", fields):
        raise SystemExit("a journey by hand did not end with a receipt")


def _hidden(page: str, form: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page[page.index(f'id="{form}"') :]))


def _comments(stand: Stand) -> int:
    with stand.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Comment)) or 0


def _exports(stand: Stand, served: Served) -> dict[str, Any]:
    """Megabytes of the process that serves each export: before, at the most; rows by the lines of the CSV."""
    found: dict[str, Any] = {}
    cookie = _requests(stand)["digest"][0].split("\t")[2]
    for kind in ("csv", "json", "xlsx", "docx"):
        processes = tree(served.process)[1:]
        before = {process: megabytes(process, "VmRSS") for process in processes}
        for process in processes:
            Path(f"/proc/{process}/clear_refs").write_text("5", encoding="ascii")  # the most is counted anew
        started, size, lines = time.perf_counter(), 0, 0
        asked = urllib.request.Request(
            f"{served.address}/drafting/{stand.filled.number}/exports/table.{kind}", headers={"Cookie": cookie}
        )
        with urllib.request.urlopen(asked, timeout=600) as answer:
            while part := answer.read(1 << 16):
                size, lines = size + len(part), lines + part.count(b"\r\n")
        most, process = max((megabytes(process, "VmHWM"), process) for process in processes)
        found[kind] = {"mb_before": before[process], "mb_most": most, "s": round(time.perf_counter() - started, 1), "file_mb": round(size / 1e6, 1)}  # fmt: skip
        if kind == "csv":
            found["rows"] = lines - 1
        _tell(kind, found[kind])
    return found


def _tell(name: str, figures: object) -> None:
    print(name, json.dumps(figures, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
