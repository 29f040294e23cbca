"""The site under its production line, as processes of its own, and a citizen who uses it by HTTP."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from pathlib import Path

import requests

from consult_web.settings import Settings

LINE = ("-m", "gunicorn", "-c", "python:consult_web.production", "consult_web.wsgi:app")
_START_SECONDS = 90  # importing everything on a machine that does eight other things
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_CODE = re.compile(r"\b(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}\b")


@dataclass
class Served:
    """A running server."""

    address: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path

    def workers(self) -> list[int]:
        """The processes that answer."""
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return [int(number) for number in found.stdout.split()]

    def kill_all(self) -> None:
        """As a loss of power would: no process may say anything more."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def start_again(self) -> None:
        """The same line on the same port."""
        self.process = _start(self.environment, self.log)
        _wait_for(self)


def environment_of(settings: Settings, **more: str) -> dict[str, str]:
    """What the production line reads."""
    return {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "CONSULT_HOME": str(settings.home),
        "CONSULT_SECRET_KEY": settings.secret_key,
        "CONSULT_DATA_KEYS": ",".join(settings.data_keys),
        "CONSULT_INSECURE_COOKIES": "" if settings.secure else "1",
        "CONSULT_PROCESSES": "2",
        "CONSULT_THREADS": "4",
        **more,
    }


@contextmanager
def serving(settings: Settings, log: Path, **more: str) -> Iterator[Served]:
    """The site at an address of its own until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = environment_of(settings, CONSULT_BIND=bind, **more)
    found = Served(f"http://{bind}", environment, _start(environment, log), log)
    try:
        _wait_for(found)
        yield found
    finally:
        if found.process.poll() is None:
            found.kill_all()


def _start(environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, *LINE], env=environment, stdout=out, stderr=out, start_new_session=True
        )


def _wait_for(served: Served) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if served.process.poll() is not None:
            raise AssertionError(served.log.read_text(encoding="utf-8"))
        try:
            if requests.get(served.address + "/healthz", headers=_name(served), timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError("the server did not begin to answer:\n" + served.log.read_text(encoding="utf-8"))


def _name(served: Served) -> dict[str, str]:
    """A site with a name answers to it only."""
    hosts = served.environment.get("CONSULT_HOSTS", "")
    return {"Host": hosts} if hosts else {}


@dataclass
class Citizen:
    """A browser without scripts that does the proof of work itself."""

    address: str
    slug: str = "tingche"
    browser: requests.Session = field(default_factory=requests.Session)

    def write(self, text: str, eid: str = "art_4") -> None:
        """Put an opinion on a clause with those to be sent."""
        where = f"{self.address}/{self.slug}/v1/{eid}"
        page = self._get(where)
        fields = {"csrf_token": token_of(page), "text": text, "target": eid, "go": "review"}
        answer = self.browser.post(where, data=fields, allow_redirects=False, timeout=60)
        assert answer.status_code == 303, answer.text

    def fields(self) -> dict[str, str]:
        """The form that sends everything, its work done."""
        page = self._get(f"{self.address}/{self.slug}/review")
        found = {name: unescape(value) for name, value in _HIDDEN.findall(page[page.index('id="send"') :])}
        found["answer"] = solve(found["salt"], found["challenge"])
        return found

    def send(self, fields: dict[str, str]) -> str:
        """Send the form; the receipt code."""
        answer = self.browser.post(f"{self.address}/{self.slug}/review", data=fields, timeout=60)
        codes = _CODE.findall(answer.text)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        assert codes, answer.text
        return str(codes[0])

    def submit(self, text: str) -> str:
        """All three steps."""
        self.write(text)
        return self.send(self.fields())

    def _get(self, address: str) -> str:
        answer = self.browser.get(address, timeout=60)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return answer.text


def token_of(page: str) -> str:
    """The token against forged forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def solve(salt: str, target: str, most: int = 60_000) -> str:
    """The number looked for."""
    return next(str(n) for n in range(most + 1) if sha256(f"{salt}{n}".encode()).hexdigest() == target)
