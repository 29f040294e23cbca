"""Migrations make exactly the tables of the models, on both databases; sessions save or do not."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from site_stands import DATA_KEY, Cluster, Site
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from consult_web import consultations, filings, storage
from consult_web.accounts import Organisation, OrganisationKind
from consult_web.background import Job
from consult_web.storage import Database, Secret, open_database


def test_the_migrations_make_the_tables_of_the_models(database: Database) -> None:
    assert consultations.__all__
    assert filings.__all__
    assert storage.differences(database) == []


def test_an_upgrade_that_is_repeated_changes_nothing(database: Database) -> None:
    with database.reading() as session:
        before = session.get_one(Secret, "person").sealed
    storage.upgrade(database)
    with database.reading() as session:
        assert session.get_one(Secret, "person").sealed == before


def test_several_processes_may_upgrade_an_empty_database_at_once(tmp_path: Path, cluster: Cluster) -> None:
    with cluster.copy_of("template0") as url:
        for address in (url, f"sqlite:///{tmp_path / 'x.db'}"):
            own = {
                "DATABASE_URL": address,
                "CONSULT_HOME": str(tmp_path),
                "CONSULT_SECRET_KEY": "s",
                "CONSULT_DATA_KEYS": DATA_KEY,
            }
            command = [sys.executable, "-m", "consult_web.command", "upgrade"]
            running = [subprocess.Popen(command, env={**os.environ, **own}, stderr=subprocess.PIPE) for _ in range(2)]
            assert [(process.communicate()[1], process.returncode) for process in running] == [(b"", 0)] * 2
            opened = open_database(address)
            assert storage.revision(opened) == storage.latest_revision()
            opened.close()


def test_every_migration_can_be_taken_back(site: Site) -> None:
    storage.upgrade(site.database, "head")
    from alembic import command

    from consult_web.storage.schema import _config

    with site.database.engine.connect() as connection:
        command.downgrade(_config(connection), "base")
        connection.commit()
    assert storage.revision(site.database) is None


def _fail(session: Session) -> None:
    session.add(Organisation(name="甲", kind=OrganisationKind.OTHER))
    session.flush()
    _ = 1 / 0


def test_a_block_that_raises_saves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.saving() as session:
        _fail(session)
    with database.reading() as session:
        assert session.query(Organisation).count() == 0


def test_moments_come_back_in_utc(database: Database) -> None:
    moment = datetime(2026, 11, 22, 8, tzinfo=timezone(timedelta(hours=8)))
    with database.saving() as session:
        session.add(Job(kind="x", run_after=moment))
    with database.reading() as session:
        assert session.query(Job).one().run_after == datetime(2026, 11, 22, 0, tzinfo=UTC)


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError), database.saving() as session:
        session.add(Job(kind="x", run_after=datetime(2026, 11, 22)))


def test_rows_that_others_need_cannot_be_deleted(database: Database) -> None:
    with database.saving() as session:
        parent = Organisation(name="甲", kind=OrganisationKind.OTHER)
        session.add(parent)
        session.flush()
        session.add(Organisation(name="乙", kind=OrganisationKind.OTHER, parent_id=parent.id))
        number = parent.id
    with pytest.raises(IntegrityError), database.saving() as session:
        session.execute(text("DELETE FROM organisation WHERE id = :id"), {"id": number})


def test_writers_wait_for_each_other_and_lose_nothing(database: Database) -> None:
    with database.saving() as session:
        session.add(Job(kind="count"))

    def add() -> None:
        for _ in range(20):
            with database.saving() as session:
                session.execute(text("UPDATE job SET done = done + 1"))

    workers = [threading.Thread(target=add) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with database.reading() as session:
        assert session.query(Job).one().done == 80
