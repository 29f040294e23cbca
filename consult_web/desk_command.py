"""``consult-web desk``: folders into the base, re-review of the base, signed files to and from other installations."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from consult_web.storage import china_today

__all__ = ["desk"]


@click.group()
def desk() -> None:
    """The filing desk."""


@desk.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--workers", type=int, default=None, help="Processes that read, 0 for none; default: one for each core.")
@click.option("--scheduler", help="Address of a Dask scheduler whose workers read the files instead.")
def import_documents(folder: Path, workers: int | None, scheduler: str | None) -> None:
    """Enter every document under FOLDER into the base; a bad file never stops the others. Run again, it goes on."""
    from consult_web.filings.bulk import import_folder, journal_path, note_import

    settings, database = _opened()
    journal = journal_path(settings.home, folder)
    with click.progressbar(length=1000, label=str(folder)) as bar:
        done = import_folder(
            database,
            settings.open_files(),
            folder,
            journal=journal,
            workers=workers,
            scheduler=scheduler,
            tell=lambda at, of: bar.update(1000 * at // of - bar.pos),
        )
    with database.saving() as session:
        note_import(session, "program", done)
    for failure in done.failures:
        click.echo(f"{failure.name}: {failure.reason}", err=True)
    click.echo(f"{done.total} = {done.entered} entered + {done.known} known + {len(done.failures)} failed")


@desk.command("clean")
@click.option("--law", default="", help="Only documents that name this law; default: the whole base.")
@click.option("--day", default="", help="Review as of this day (YYYY-MM-DD); default: today.")
@click.option("--workers", type=int, default=None, help="Processes, 400 MB each; default: one for each core.")
@click.option("--scheduler", help="Address of a Dask scheduler whose workers review instead.")
def clean(law: str, day: str, workers: int, scheduler: str | None) -> None:
    """Review again what is in force (集中清理), after a law changed. Killed and run again, it goes on."""

    from consult_web.filings.cleaning import clean_base, clean_journal

    settings, database = _opened()
    on = date.fromisoformat(day) if day else china_today()
    done = clean_base(
        database,
        settings.open_files(),
        on=on,
        law=law,
        journal=clean_journal(settings.home, on, law),
        workers=workers,
        scheduler=scheduler,
    )
    for problem in done.problems:
        click.echo(f"{problem.document_id} {problem.title}: {problem.reason}", err=True)
    click.echo(
        f"{done.total} = {done.reviewed} reviewed + {len(done.problems)} failed; new findings in {len(done.found)}"
    )


@desk.command("identity")
def identity() -> None:
    """Print the name and public key of this installation, for the other side's ``desk add-peer``."""
    from consult_web.filings.exchange import identity_of

    with _opened()[1].saving() as session:
        own = identity_of(session)
        click.echo(f"{own.name}  {own.public_key}")


@desk.command("add-peer")
@click.argument("name")
@click.argument("public_key")
@click.option("--organisation", required=True, help="Name of the organisation that it stands for here.")
def add_peer(name: str, public_key: str, organisation: str) -> None:
    """Make another installation known; compare its name (a hash of its key) with the other side by telephone."""
    from sqlalchemy import select

    from consult_web.accounts import Organisation
    from consult_web.filings.exchange import add_peer as add

    with _opened()[1].saving() as session:
        body = session.scalar(select(Organisation).where(Organisation.name == organisation))
        if body is None:
            raise click.ClickException(f"no organisation named {organisation}")
        click.echo(add(session, "program", name=name, public_key=public_key, organisation=body).installation)


@desk.command("export-messages")
@click.argument("installation")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export_messages(installation: str, folder: Path) -> None:
    """Write what INSTALLATION was not told yet into FOLDER, as signed files to be carried over."""
    from sqlalchemy import select

    from consult_web.filings import ExchangePeer
    from consult_web.filings.exchange import export_messages as export

    settings, database = _opened()
    with database.saving() as session:
        peer = session.scalar(select(ExchangePeer).where(ExchangePeer.installation == installation))
        if peer is None:
            raise click.ClickException(f"no installation {installation}: desk add-peer")
        made = export(session, settings.open_files(), peer)
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in made:
            (folder / name).write_bytes(data)
    click.echo(f"{len(made)} files in {folder}")


@desk.command("import-messages")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def import_messages(folder: Path) -> None:
    """Take the signed files in FOLDER, in the order of their names; one that is refused is told and does not stop the others."""
    from consult_web.filings.exchange import import_message
    from lawcheck.errors import LawcheckError

    settings, database = _opened()
    files, refused = settings.open_files(), 0
    for path in sorted(folder.glob("*.lcx")):
        try:
            taken = import_message(database, files, path.read_bytes())
        except LawcheckError as error:
            refused += 1
            click.echo(f"{path.name}: {error.text('zh')}", err=True)
        else:
            click.echo(f"{path.name}: {taken.kind}{' (taken before)' if taken.repeated else ''}")
    if refused:
        raise click.ClickException(f"{refused} files were refused")


def _opened() -> tuple[Any, Any]:
    from consult_web.settings import read_settings

    settings = read_settings()
    return settings, settings.open_database()
