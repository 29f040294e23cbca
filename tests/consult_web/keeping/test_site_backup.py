"""A backup is of one moment and whole; it goes back into either kind of database; nothing is kept longer than promised."""

from __future__ import annotations

import errno
import threading
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from filing_stands import filed, make_county, open_case
from site_stands import DATA_KEY, Cluster, Site
from sqlalchemy import func, select

from consult_web import storage
from consult_web.accounts import LoginSession, Role
from consult_web.audit import AuditEvent, record, verify
from consult_web.backup import back_up, restore
from consult_web.command import main
from consult_web.consultations import Comment, Consultation, Contact, DraftVersion, keep_contact, open_contact
from consult_web.consultations.retention import delete_due_contacts
from consult_web.errors import Conflict, Refused
from consult_web.storage import Database, FileStore, Keyring, new_data_key, open_database, renew_sealed

REPORTED = datetime(2026, 3, 31, 4, tzinfo=UTC)


def _consultation(site: Site, store: FileStore, comments: int = 3) -> int:
    """A reported consultation with comments of one person, each with a contact."""
    user = site.user(Role.COMMENT_MANAGER)
    with site.database.saving() as session:
        found = Consultation(slug="bikes", title="条例", organ="甲", created_by=user.actor, reported_at=REPORTED)
        found.organisation_id = user.organisation_id
        session.add(found)
        session.flush()
        digest = store.add_bytes("第一条".encode()).digest
        facts = {
            "label": "稿",
            "file_digest": digest,
            "file_name": "a.docx",
            "document": "{}",
            "created_by": user.actor,
        }
        version = DraftVersion(consultation_id=found.id, number=1, **facts)
        session.add(version)
        session.flush()
        for number in range(comments):
            comment = Comment(
                consultation_id=found.id,
                version_id=version.id,
                idempotency_key=f"k{number}",
                receipt_hash=f"r{number}",
                received_at=REPORTED,
                text=f"第{number}条意见😀",
                kinds=["修改"],
            )
            session.add(comment)
            session.flush()
            keep_contact(session, comment, name="张测试", phone="15400000000")
        record(session, user.actor, "consultation.created", f"consultation:{found.id}")
        return found.id


@pytest.fixture
def store(site: Site) -> FileStore:
    found: FileStore = site.app.extensions["files"]
    return found


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_goes_back_into_either_kind_of_database(
    site: Site, store: FileStore, kind: str, tmp_path: Path, cluster: Cluster
) -> None:
    _consultation(site, store)
    target = tmp_path / "backup.zip"
    made = back_up(site.database, store, target)
    assert (made["tables"]["comment"]["rows"], made["files"], made["missing"]) == (3, 1, [])
    with cluster.copy_of("template0") as url:
        other = open_database(url if kind == "postgresql" else f"sqlite:///{tmp_path / 'o.db'}", Keyring([DATA_KEY]))
        files = FileStore(tmp_path / "restored")
        restore(other, files, target)
        _assert_same(site.database, other)
        assert list(files.walk()) == list(store.walk())
        again = back_up(other, files, tmp_path / "again.zip")
        same = {name: facts for name, facts in made["tables"].items() if name != "login_session"}
        assert {name: facts for name, facts in again["tables"].items() if name != "login_session"} == same
        other.close()


def _assert_same(old: Database, new: Database) -> None:
    with old.reading() as a, new.reading() as b:
        rows = [
            (c.text, c.kinds, c.received_at, open_contact(s, c.id)) for s in (a, b) for c in s.scalars(select(Comment))
        ]
        assert rows[:3] == rows[3:]
        assert verify(a) == verify(b)
    assert storage.revision(new) == storage.latest_revision()
    with new.saving() as session:  # the next row has the next number
        record(session, "program", "restored", "site")
        session.add(storage.Secret(name="x", sealed=b"x"))
        last = session.scalars(select(func.max(Consultation.id))).one()
        row = Consultation(slug="next", title="x", organ="x", created_by="x", organisation_id=1)
        session.add(row)
        session.flush()
        assert row.id == last + 1
        session.rollback()


def test_log_ins_of_that_time_end(site: Site, store: FileStore, tmp_path: Path) -> None:
    site.client(Role.AUDITOR)
    back_up(site.database, store, tmp_path / "b.zip")
    other = open_database(f"sqlite:///{tmp_path / 'o.db'}", Keyring([DATA_KEY]))
    restore(other, FileStore(tmp_path / "f"), tmp_path / "b.zip")
    with other.reading() as session:
        assert session.scalars(select(LoginSession)).one().revoked_at is not None
    other.close()


def test_a_backup_made_while_people_write_is_of_one_moment(site: Site, store: FileStore, tmp_path: Path) -> None:
    _consultation(site, store)
    stop = threading.Event()

    def write() -> None:
        number = 100
        while not stop.is_set():
            number += 1
            with site.database.saving() as session:
                version = session.scalars(select(DraftVersion)).one()
                base = {"consultation_id": version.consultation_id, "version_id": version.id, "text": "x"}
                made = {"idempotency_key": f"k{number}", "receipt_hash": f"r{number}", "received_at": REPORTED}
                session.add(Comment(**base, **made))
                record(session, "visitor", "comment.received", f"n:{number}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(3):
            made = back_up(site.database, store, tmp_path / f"{turn}.zip")
            events, comments = made["tables"]["audit_event"]["rows"], made["tables"]["comment"]["rows"]
            assert events - comments == 2 - 3 + 0 + _others(site)
    finally:
        stop.set()
        writer.join()


def _others(site: Site) -> int:
    """Events that tell of neither the fixture's one event nor a comment."""
    with site.database.reading() as session:
        query = select(func.count()).where(AuditEvent.action.not_in(["comment.received", "consultation.created"]))
        return (session.scalar(query) or 0) - 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("damage", ["row", "file", "manifest", "no row", "no file", "no manifest"])
def test_a_damaged_backup_is_refused(site: Site, store: FileStore, damage: str, tmp_path: Path) -> None:
    _consultation(site, store)
    back_up(site.database, store, tmp_path / "b.zip")
    starts = {"row": "tables/comment.jsonl", "manifest": "manifest.json", "file": "files/"}
    with zipfile.ZipFile(tmp_path / "b.zip") as old, zipfile.ZipFile(tmp_path / "bad.zip", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if not name.startswith(starts[damage.removeprefix("no ")]):
                new.writestr(name, data)
            elif not damage.startswith("no "):
                new.writestr(name, data[:-40] if damage == "row" else b"damaged")
    other = open_database(f"sqlite:///{tmp_path / 'o.db'}", Keyring([DATA_KEY]))
    with pytest.raises(Refused, match="E842"):
        restore(other, FileStore(tmp_path / "f"), tmp_path / "bad.zip")
    restore(other, FileStore(tmp_path / "f"), tmp_path / "b.zip")  # a good one goes in after it
    with other.reading() as session:
        assert session.scalar(select(func.count()).select_from(Comment)) == 3
    other.close()


def test_digests_of_words_are_no_files_but_a_lost_file_is_told(site: Site, store: FileStore, tmp_path: Path) -> None:
    county = make_county(site)
    with site.database.saving() as session:
        open_case(session, county, document=filed(session, file_digest=store.add_bytes(b"a").digest))
    assert back_up(site.database, store, tmp_path / "b.zip")["missing"] == []
    lost = store.add_bytes(b"lost").digest
    with site.database.saving() as session:
        filed(session, file_digest=lost)
    store.remove(lost)
    assert back_up(site.database, store, tmp_path / "b.zip")["missing"] == [lost]


def test_a_file_that_rotted_on_the_disk_does_not_spoil_the_backup(site: Site, store: FileStore, tmp_path: Path) -> None:
    rotten, whole = (store.add_bytes(data).digest for data in (b"rotten", b"whole"))
    with site.database.saving() as session:
        filed(session, file_digest=rotten)
        filed(session, file_digest=whole)
    store.path(rotten).write_bytes(b"zeroes")
    assert back_up(site.database, store, tmp_path / "b.zip")["missing"] == [rotten]
    other = open_database(f"sqlite:///{tmp_path / 'o.db'}", Keyring([DATA_KEY]))
    restore(other, FileStore(tmp_path / "f"), tmp_path / "b.zip")
    assert list(FileStore(tmp_path / "f").walk()) == [whole]
    other.close()


def test_only_the_user_who_makes_a_backup_may_read_it(site: Site, store: FileStore, tmp_path: Path) -> None:
    (tmp_path / "b.zip.part").touch(0o644)
    back_up(site.database, store, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600


def test_a_backup_that_finds_no_room_leaves_nothing_behind(
    site: Site, store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("consult_web.backup._write_files", full)
    with pytest.raises(OSError, match="No space"):
        back_up(site.database, store, tmp_path / "b.zip")
    assert list(tmp_path.glob("b.zip*")) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_command_that_cannot_do_its_work_says_why_in_words(site: Site, tmp_path: Path) -> None:
    own = {"DATABASE_URL": site.settings.database_url, "CONSULT_HOME": str(site.settings.home)}
    env = {**own, "CONSULT_SECRET_KEY": "s" * 40, "CONSULT_DATA_KEYS": DATA_KEY}
    empty = {**env, "DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}"}
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04 cut off")
    for facts, arguments, said in (
        (env, ("backup", str(tmp_path / "no folder" / "b.zip")), "E997"),
        (empty, ("backup", str(tmp_path / "b.zip")), "E809"),
        (empty, ("audit", "verify"), "E809"),
        (empty, ("restore", str(tmp_path / "cut.zip")), "E842"),
        (empty, ("restore", str(tmp_path / "no such.zip")), "E997"),
    ):
        done = CliRunner().invoke(main, arguments, env=facts)
        assert (done.exit_code, said in done.output) == (1, True), done.output
        assert isinstance(done.exception, SystemExit)


def test_a_database_with_data_is_not_restored_over(site: Site, store: FileStore, tmp_path: Path) -> None:
    back_up(site.database, store, tmp_path / "b.zip")
    with pytest.raises(Conflict, match="E841"):
        restore(site.database, store, tmp_path / "b.zip")


@pytest.mark.parametrize(("today", "kept"), [(date(2026, 9, 30), 3), (date(2026, 10, 1), 0)])
def test_contacts_go_when_their_months_are_over(site: Site, store: FileStore, today: date, kept: int) -> None:
    _consultation(site, store)
    with site.database.reading() as session:
        before = set(session.scalars(select(Comment.person_key)))
    with site.database.saving() as session:
        delete_due_contacts(session, today)
    with site.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == kept
        keys = set(session.scalars(select(Comment.person_key)))
        assert (len(keys), keys == before) == (1, kept > 0)
        events = list(session.scalars(select(AuditEvent.details).where(AuditEvent.action == "contacts.deleted")))
        assert events == ([] if kept else [{"count": 3, "months": 6}])


def test_a_contact_with_a_day_of_its_own_goes_on_that_day(site: Site, store: FileStore) -> None:
    number = _consultation(site, store)
    with site.database.saving() as session:
        session.get_one(Consultation, number).reported_at = None
        first = session.scalars(select(Contact).order_by(Contact.comment_id).limit(1)).one()
        first.delete_after = date(2026, 1, 1)
    with site.database.saving() as session:
        assert delete_due_contacts(session, date(2026, 1, 2)) == {number: 1}
        assert session.scalar(select(func.count()).where(Comment.can_reply)) == 2


def test_after_renewal_the_old_key_is_needed_no_more(site: Site, store: FileStore) -> None:
    _consultation(site, store)
    fresh = new_data_key()
    both = open_database(site.settings.database_url, Keyring([fresh, DATA_KEY]))
    assert renew_sealed(both)["contact"] == 3
    both.close()
    new = open_database(site.settings.database_url, Keyring([fresh]))
    with new.reading() as session:
        assert open_contact(session, 1)["phone"] == "15400000000"
        assert len(storage.secret(session, "person")) == 32
    new.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_commands_back_up_restore_verify_and_make_an_administrator(
    site: Site, store: FileStore, tmp_path: Path
) -> None:
    _consultation(site, store)
    own = {"DATABASE_URL": site.settings.database_url, "CONSULT_HOME": str(site.settings.home)}
    env = {**own, "CONSULT_SECRET_KEY": "s" * 40, "CONSULT_DATA_KEYS": DATA_KEY}
    assert _run(env, "backup", str(tmp_path / "b.zip")).startswith("备份已经写好")
    end = _run(env, "audit", "verify").strip()
    other = {**env, "DATABASE_URL": f"sqlite:///{tmp_path / 'x' / 'x.db'}", "CONSULT_HOME": str(tmp_path / "x")}
    assert _run(other, "restore", str(tmp_path / "b.zip")).startswith("已经恢复")
    assert _run(other, "audit", "verify", "--noted", end).strip() == end
    said = _run(other, "admin", "create", "root1", "--name", "管理员", "--organisation", "云溪市人大常委会")
    assert said.split()[0] == "root1"
    assert "contact: 3" in _run(other, "admin", "renew-keys")


def _run(env: dict[str, str], *arguments: str) -> str:
    done = CliRunner().invoke(main, arguments, env=env)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("missing", ["CONSULT_SECRET_KEY", "CONSULT_DATA_KEYS"])
def test_a_production_site_without_its_keys_says_what_to_set(missing: str) -> None:
    env: dict[str, str | None] = {"CONSULT_SECRET_KEY": "s" * 40, "CONSULT_DATA_KEYS": DATA_KEY, missing: None}
    done = CliRunner().invoke(main, ["upgrade"], env=env)
    assert (done.exit_code, "E808" in done.output, missing in done.output) == (1, True, True)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_time_is_kept_to_the_microsecond(site: Site, store: FileStore, tmp_path: Path) -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC) + timedelta()
    number = _consultation(site, store)
    with site.database.saving() as session:
        session.get_one(Consultation, number).opens_at = moment
    back_up(site.database, store, tmp_path / "b.zip")
    other = open_database(f"sqlite:///{tmp_path / 'o.db'}", Keyring([DATA_KEY]))
    restore(other, FileStore(tmp_path / "f"), tmp_path / "b.zip")
    with other.reading() as session:
        assert session.get_one(Consultation, number).opens_at == moment
    other.close()
