"""The server is killed in the middle of submits, its database goes away and comes back: nothing acknowledged is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from public_stands import add_consultation
from served import Citizen, serving
from site_stands import Cluster
from sqlalchemy import func, select

from consult_web.audit import verify
from consult_web.consultations import Comment
from consult_web.settings import Settings
from consult_web.storage import Database, Keyring, open_database

CITIZENS = 6


@pytest.fixture
def kept(settings: Settings) -> Iterator[Database]:
    """What the server stands on, seen from beside it, with a consultation in it."""
    found = open_database(settings.database_url, Keyring(settings.data_keys))
    add_consultation(found)
    yield found
    found.close()


def test_a_killed_server_loses_no_acknowledged_comment_and_doubles_none(
    kept: Database, settings: Settings, tmp_path: Path
) -> None:
    with serving(settings, tmp_path / "log") as served:
        people = [Citizen(served.address) for _ in range(CITIZENS)]
        forms = [_ready(person, number) for number, person in enumerate(people)]
        acknowledged: dict[int, str] = {}
        with ThreadPoolExecutor(CITIZENS) as pool:
            sending = [pool.submit(_send, people[n], forms[n], n, acknowledged) for n in range(CITIZENS)]
            _wait_until(lambda: bool(acknowledged) or _count(kept) > 0)
            served.kill_all()
            for future in sending:
                future.result()
        told_before = dict(acknowledged)
        served.start_again()
        again = {n: people[n].send(forms[n]) for n in range(CITIZENS)}  # everybody presses the button once more
        assert {n: again[n] for n in told_before} == told_before
        assert len(set(again.values())) == CITIZENS
        assert all(requests.get(f"{served.address}/track/{code}", timeout=30).ok for code in again.values())
    with kept.reading() as session:
        assert sorted(session.scalars(select(Comment.text))) == sorted(_words(n) for n in range(CITIZENS))
        assert verify(session).fault is None


def test_the_same_form_sent_by_many_at_once_is_one_comment(kept: Database, settings: Settings, tmp_path: Path) -> None:
    with serving(settings, tmp_path / "log") as served:
        person = Citizen(served.address)
        form = _ready(person, 1)
        with ThreadPoolExecutor(6) as pool:
            codes = list(pool.map(lambda _: _copy(person).send(form), range(6)))
    assert len(set(codes)) == 1
    assert _count(kept) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_goes_away_is_told_and_used_again_when_it_is_back(
    kept: Database, settings: Settings, tmp_path: Path, cluster: Cluster
) -> None:
    with serving(settings, tmp_path / "log") as served:
        person = Citizen(served.address)
        form = _ready(person, 1)
        kept.close()
        cluster.stop()
        try:
            away = [requests.get(served.address + path, timeout=60) for path in ("/healthz", "/tingche/")]
            posted = person.browser.post(served.address + "/tingche/review", data=form, timeout=60)
        finally:
            cluster.start_again()
        assert [answer.status_code for answer in (*away, posted)] == [503, 503, 503]
        assert all("E807" in answer.text and "Traceback" not in answer.text for answer in (*away, posted))
        assert requests.get(served.address + "/healthz", timeout=60).status_code == 200
        assert person.send(form)
    assert _count(kept) == 1


def _ready(person: Citizen, number: int) -> dict[str, str]:
    person.write(_words(number))
    return person.fields()


def _words(number: int) -> str:
    return f"第{number}个人：罚款太高，建议降低到一百元。"


def _send(person: Citizen, form: dict[str, str], number: int, acknowledged: dict[int, str]) -> None:
    try:
        acknowledged[number] = person.send(form)
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
        return  # the server died before it had answered


def _copy(person: Citizen) -> Citizen:
    made = Citizen(person.address)
    made.browser.cookies.update(person.browser.cookies)
    return made


def _count(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Comment)) or 0


def _wait_until(done: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        threading.Event().wait(0.005)
