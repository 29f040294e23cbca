"""Two installations, each with its own database, keep the same cases by signed files alone."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filing_stands import FINE, County, good_files, make_county
from site_stands import DATA_KEY, Site
from sqlalchemy import select

from consult_web.accounts import Organisation, User
from consult_web.errors import Refused
from consult_web.filings import (
    ExchangePeer,
    Filing,
    FormCheckRun,
    Letter,
    Uploaded,
    apply_event,
    case_faults,
    draft_letter,
    open_step,
    prepare_filing,
    send_filing,
    send_letter,
    start_filing,
    take_step,
)
from consult_web.filings.exchange import add_peer, counts_with, export_messages, identity_of, import_message
from consult_web.storage import Database, FileStore, Keyring, open_database
from lawcheck.resources import corpus_dir

TYPED = {
    "number": "云人备〔2026〕3号",
    "missing": [{"item": "说明", "fault": "没有写明分歧意见", "remedy": "补充说明"}],
    "days": 10,
}


@dataclass
class Side:
    """An installation: its database and files, its county, the other one as it is known here."""

    database: Database
    files: FileStore
    county: County
    peer: int = 0

    def key(self) -> str:
        with self.database.saving() as session:
            return identity_of(session).public_key

    def knows(self, other: Side, organisation: str) -> None:
        with self.database.saving() as session:
            body = session.get_one(Organisation, self.county.bodies[organisation])
            self.peer = add_peer(session, "program", name="对方", public_key=other.key(), organisation=body).id

    def send(self) -> list[bytes]:
        with self.database.saving() as session:
            return [data for _, data in export_messages(session, self.files, session.get_one(ExchangePeer, self.peer))]

    def take(self, messages: list[bytes]) -> list[str]:
        return [import_message(self.database, self.files, data).kind for data in messages]

    def counts(self) -> Any:
        with self.database.reading() as session:
            return counts_with(session, session.get_one(ExchangePeer, self.peer))


@pytest.fixture
def sides(site: Site, prepared_sqlite: Path, tmp_path: Path) -> tuple[Side, Side]:
    """The filer's installation (both kinds of database) and the congress's (SQLite)."""
    path = tmp_path / "upper.db"
    path.write_bytes(prepared_sqlite.read_bytes())
    upper_database = open_database(f"sqlite:///{path}", Keyring([DATA_KEY]))
    lower = Side(site.database, site.app.extensions["files"], make_county(site))
    upper = Side(upper_database, FileStore(tmp_path / "upper"), make_county(_Bare(upper_database)))  # type: ignore[arg-type]
    lower.knows(upper, "人大")
    upper.knows(lower, "市政府")
    return lower, upper


@dataclass
class _Bare:
    database: Database


def _file(lower: Side) -> int:
    """The government files a package on its own installation."""
    with lower.database.saving() as session:
        user: User = session.merge(lower.county.users["filer"])
        congress = session.get_one(Organisation, lower.county.bodies["人大"])
        stored = [(name, lower.files.add_bytes(text.encode())) for name, text in good_files().items()]
        filing = start_filing(session, user, congress, [Uploaded(name, one.digest, one.size) for name, one in stored])
        number = filing.id
    prepare_filing(lower.database, lower.files, number)
    with lower.database.saving() as session:
        user = session.merge(lower.county.users["filer"])
        send_filing(session, session.get_one(Filing, number), user, sure=True, day=date(2026, 11, 20))
    return number


def _ask(upper: Side) -> None:
    """The congress asks for what is missing, by letter."""
    with upper.database.saving() as session:
        filing = session.scalars(select(Filing)).one()
        registrar = session.merge(upper.county.users["registrar"])
        letter = open_step(session, filing, registrar, "supplement_asked", date(2026, 11, 21)).values | TYPED
        facts = {"missing": ["分歧意见"]}
        take_step(session, upper.files, filing, registrar, "supplement_asked", facts, letter, day=date(2026, 11, 21))


def test_both_sides_count_the_same_after_packages_letters_and_acknowledgements(sides: tuple[Side, Side]) -> None:
    lower, upper = sides
    number = _file(lower)
    sent = lower.send()
    assert upper.take(sent) == ["package"] * len(sent)
    with upper.database.reading() as session:
        filing = session.scalars(select(Filing)).one()
        assert (filing.state, filing.title, filing.round) == ("S1", "云溪市共享单车停放管理办法", 1)
        assert {row.name for row in filing.files} == set(good_files())
        assert filing.document is not None
        assert session.scalars(select(FormCheckRun)).all()
        assert case_faults(session, filing) == []
    _ask(upper)
    answers = upper.send()
    kinds = lower.take(answers)
    assert sorted(kinds) == sorted(["acknowledgement"] * len(sent) + ["letter"])
    with lower.database.reading() as session:
        filing = session.get_one(Filing, number)
        assert filing.state == "S1a"
        letter = session.scalars(select(Letter)).one()
        assert letter.recipient_id == lower.county.bodies["市政府"]
        assert lower.files.read(letter.docx_digest)[:2] == b"PK"
        assert case_faults(session, filing) == []
    upper.take(lower.send())  # the acknowledgement of the letter
    here, there = lower.counts(), upper.counts()
    assert here.cases == there.cases == {"S1a": 1}
    assert (here.sent, here.acknowledged, here.taken) == (there.taken, there.taken, there.sent)
    assert there.acknowledged == there.sent == 1


def test_the_same_file_twice_counts_once_and_lost_ones_are_made_again(sides: tuple[Side, Side]) -> None:
    lower, upper = sides
    _file(lower)
    first, again = lower.send(), lower.send()
    assert first == again
    upper.take(first)
    assert all(import_message(upper.database, upper.files, data).repeated for data in again)
    assert upper.counts().taken == len(first)
    assert upper.counts().cases == {"S1": 1}


def _changed(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    change(held)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _text(held: dict[str, bytes]) -> str:
    return next(name for name in held if name.startswith("files/"))


def _manifest(held: dict[str, bytes], **values: Any) -> None:
    held["manifest.json"] = json.dumps(json.loads(held["manifest.json"]) | values).encode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda held: held.update({_text(held): b"other"}), "E976"),
        (lambda held: held.pop(_text(held)), "E976"),
        (lambda held: held.update({"files/more.txt": b"x"}), "E976"),
        (lambda held: _manifest(held, number=7), "E975"),
        (lambda held: held.update({"manifest.sig": b"AAAA"}), "E975"),
        (lambda held: _manifest(held, recipient="0" * 16), "E973"),
        (lambda held: _manifest(held, sender="0" * 16), "E974"),
        (lambda held: _manifest(held, number="1"), "E979"),
        (lambda held: held.pop("manifest.json"), "E979"),
    ],
)
def test_whatever_is_changed_on_the_way_is_refused_and_leaves_nothing(
    sides: tuple[Side, Side], change: Callable[[dict[str, bytes]], None], code: str
) -> None:
    lower, upper = sides
    _file(lower)
    data = lower.send()[0]
    with pytest.raises(Refused, match=code):
        import_message(upper.database, upper.files, _changed(data, change))
    with pytest.raises(Refused, match="E979") as cut:
        import_message(upper.database, upper.files, data[:-40])
    assert "BadZipFile" not in cut.value.text("zh")
    with upper.database.reading() as session:
        assert session.scalars(select(Filing)).all() == []
    assert upper.take([data]) == ["package"]


def test_a_step_before_its_turn_waits_for_the_earlier_one(sides: tuple[Side, Side]) -> None:
    lower, upper = sides
    number = _file(lower)
    upper.take(lower.send())
    with upper.database.saving() as session:
        filing = session.scalars(select(Filing)).one()
        registrar = session.merge(upper.county.users["registrar"])
        checked = {"form_check": FINE, "register_number": "云备〔2026〕1号"}
        apply_event(session, filing, "registered", registrar, checked, day=date(2026, 11, 21))
        apply_event(session, filing, "distributed", registrar, {"committees": ["甲"]}, day=date(2026, 11, 22))
    acknowledgement, registered, distributed = upper.send()
    lower.take([acknowledgement])
    with pytest.raises(Refused, match="E978"):
        lower.take([distributed])
    lower.take([registered, distributed])
    with lower.database.reading() as session:
        assert session.get_one(Filing, number).state == "S3"


def _registered(upper: Side, *, to_filer: bool) -> int:
    """The congress registers the case and drafts a letter on it; the number of the letter."""
    with upper.database.saving() as session:
        filing = session.scalars(select(Filing)).one()
        registrar = session.merge(upper.county.users["registrar"])
        checked = {"form_check": FINE, "register_number": "云备〔2026〕1号"}
        apply_event(session, filing, "registered", registrar, checked, day=date(2026, 11, 21))
        letter = draft_letter(
            session,
            upper.files,
            "receipt",
            json.loads((corpus_dir() / "samples" / "letters" / "receipt.json").read_text("utf-8")),
            sender_id=filing.receiver_id,
            actor=registrar.actor,
            filing=filing,
            recipient_id=filing.filer_id if to_filer else None,
            event_number=filing.events[-1].number,
        )
        return letter.id


def _send_out(upper: Side, letter: int) -> None:
    with upper.database.saving() as session:
        send_letter(session, session.get_one(Letter, letter), "program", date(2026, 11, 23))


def test_a_letter_sent_after_its_step_was_told_travels_once(sides: tuple[Side, Side]) -> None:
    lower, upper = sides
    _file(lower)
    upper.take(lower.send())
    letter = _registered(upper, to_filer=True)
    lower.take(upper.send())
    with lower.database.reading() as session:
        assert session.scalars(select(Letter)).all() == [], "a draft stays in the house"
    _send_out(upper, letter)
    upper.take(lower.send())
    (late,) = upper.send()
    assert upper.send() == [late]
    assert lower.take([late]) == ["letter"]
    assert import_message(lower.database, lower.files, late).repeated
    with lower.database.reading() as session:
        row = session.scalars(select(Letter)).one()
        assert (row.title, row.event_number, row.sent_on) == ("电子回执", 2, date(2026, 11, 23))
        assert lower.files.read(row.docx_digest)[:2] == b"PK"
    upper.take(lower.send())
    assert upper.send() == []
    here, there = lower.counts(), upper.counts()
    assert (here.taken, there.acknowledged) == (there.sent, here.taken)


def test_a_letter_to_another_body_never_travels_late(sides: tuple[Side, Side]) -> None:
    lower, upper = sides
    _file(lower)
    upper.take(lower.send())
    letter = _registered(upper, to_filer=False)
    lower.take(upper.send())
    _send_out(upper, letter)
    upper.take(lower.send())
    assert upper.send() == []


def test_only_whoever_received_the_case_sends_letters_of_it(sides: tuple[Side, Side]) -> None:
    lower, upper = sides
    _file(lower)
    upper.take(lower.send())
    letter = _registered(upper, to_filer=True)
    lower.take(upper.send())
    _send_out(upper, letter)
    late = upper.send()[-1]
    with lower.database.saving() as session:  # as if the case had been sent to somebody else
        session.scalars(select(Filing)).one().receiver_id = lower.county.bodies["青石县政府"]
    with pytest.raises(Refused, match="E978"):
        lower.take([late])
