"""The command ``consult-web``."""

from __future__ import annotations

import importlib
import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from consult_web.desk_command import desk
from lawcheck.errors import LawcheckError

if TYPE_CHECKING:
    from consult_web.settings import Settings
    from consult_web.storage import Database

__all__ = ["main"]

_LANG: Final = "zh" if os.environ.get("LANG", "zh").lower().startswith(("zh", "c")) else "en"


class _Group(click.Group):
    """Errors with a message end the command with that message."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(context)
        except LawcheckError as error:
            raise click.ClickException(error.text(_LANG)) from error
        except OSError as error:
            raise click.ClickException(_disk_words(error.filename, error.strerror or error)) from error
        except Exception as error:
            words = _database_words(error)
            if words is None:
                raise
            raise click.ClickException(words) from error


def _disk_words(name: object, cause: object) -> str:
    return LawcheckError("E997", name=name or "-", cause=cause).text(_LANG)


def _database_words(error: Exception) -> str | None:
    """What is said of a database that does not answer or is full; None for any other error."""
    from sqlalchemy.exc import DBAPIError

    from consult_web.storage import is_connection_lost, is_disk_full

    if not isinstance(error, DBAPIError):
        return None
    if is_connection_lost(error):
        return LawcheckError("E807").text(_LANG)
    return _disk_words("DATABASE_URL", error.orig) if is_disk_full(error) else None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Consultation site and filing desk."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8766, show_default=True, help="Port; 0 takes any free one.")
@click.option("--home", type=click.Path(path_type=Path), help="Folder of the demo (default: beside the law library).")
@click.option("--reset", is_flag=True, help="Forget what was done in the demo and begin anew.")
def demo(host: str, port: int, home: Path | None, reset: bool) -> None:
    """Start the whole site with a fictional draft and its comments, and a user for every role."""
    from consult_web.demonstrating import run_demo

    run_demo(host, port, home, reset, _LANG, click.echo)


@main.command()
def upgrade() -> None:
    """Bring the tables of DATABASE_URL up to this program; run it after every update."""
    from consult_web import storage
    from consult_web.settings import read_settings

    settings = read_settings()
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = settings.open_database()
    storage.upgrade(database)
    click.echo(storage.revision(database))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, help="Port; 0 takes any free one.")
@click.option("--home", type=click.Path(path_type=Path), help="Folder of uploaded files and results.")
@click.option("--library", type=click.Path(path_type=Path), help="Folder of the law library.")
@click.option("--allow-host", multiple=True, help="Further host name under which the site may be reached.")
def serve(host: str, port: int, home: Path | None, library: Path | None, allow_host: tuple[str, ...]) -> None:
    """Serve the page for reviewing files on this machine, without accounts, until Ctrl+C."""
    from consult_web.serving import serve as serve_desk

    serve_desk(host, port, home, open_browser=False, library=library, lang=_LANG, allowed_hosts=allow_host)


@main.command()
def worker() -> None:
    """Do background work (analysis, retention …) until Ctrl+C or SIGTERM; run one or several, on any machine."""
    from consult_web.background import Worker, use_wake

    settings, database = _opened()
    _know_tasks()
    use_wake(database, settings.redis_url)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Worker(database, settings.open_files()).run(stop)


@main.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def backup(target: Path) -> None:
    """Write rows and files as of this moment to TARGET (a zip). The data keys are not in it: keep them apart."""
    from consult_web.backup import back_up

    settings, database = _with_tables()
    made = back_up(database, settings.open_files(), target)
    rows = sum(table["rows"] for table in made["tables"].values())
    click.echo(f"{target}: {rows} rows, {made['files']} files, audit {made['audit'][0]}:{made['audit'][1]}")
    if made["missing"]:
        raise LawcheckError("E998", count=len(made["missing"]), names=" ".join(made["missing"]))


@main.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(source: Path) -> None:
    """Put a backup into the empty database of DATABASE_URL (of either kind) and the folder CONSULT_HOME."""
    from consult_web.backup import restore as put_back
    from consult_web.settings import read_settings

    settings = read_settings()
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = put_back(settings.open_database(), settings.open_files(), source)
    click.echo(f"{made['made']}: {sum(table['rows'] for table in made['tables'].values())} rows, {made['files']} files")


@main.group()
def admin() -> None:
    """Accounts and keys."""


@admin.command("new-key")
def new_key() -> None:
    """Print a fresh key for CONSULT_DATA_KEYS."""
    from consult_web.storage import new_data_key

    click.echo(new_data_key())


@admin.command("renew-keys")
def renew_keys() -> None:
    """Encrypt everything with the first of CONSULT_DATA_KEYS; afterwards the others may be taken away."""
    from consult_web.storage import renew_sealed

    _know_tasks()
    for table, count in renew_sealed(_opened()[1]).items():
        click.echo(f"{table}: {count}")


@admin.command("create")
@click.argument("login")
@click.option("--name", required=True, help="Name of the person.")
@click.option("--organisation", required=True, help="Name of the organisation; made when it is not there.")
@click.option(
    "--role", "roles", multiple=True, default=("系统管理员",), show_default=True, help="Role of domain.md 7.8."
)
def create_admin(login: str, name: str, organisation: str, roles: tuple[str, ...]) -> None:
    """Make a user (by default a system administrator); the first password is printed once."""
    from sqlalchemy import select

    from consult_web.accounts import Organisation, OrganisationKind, Role, create_organisation, create_user

    with _opened()[1].saving() as session:
        place = session.scalar(select(Organisation).where(Organisation.name == organisation))
        place = place or create_organisation(session, "program", organisation, OrganisationKind.CONGRESS)
        given = [Role(role) for role in roles]
        user, password = create_user(session, "program", login=login, name=name, organisation=place, roles=given)
    click.echo(f"{user.login}  {password}")


@main.group()
def audit() -> None:
    """The audit log."""


@audit.command("verify")
@click.option("--noted", multiple=True, help="NUMBER:HASH of an end written down earlier; it must still be there.")
def verify_audit(noted: tuple[str, ...]) -> None:
    """Check the hash chain; exits 1 when it is broken, else prints its end as NUMBER:HASH."""
    from consult_web.audit import Head, verify

    ends = [Head(int(number), digest) for number, _, digest in (text.partition(":") for text in noted)]
    _, database = _with_tables()
    with database.reading() as session:
        found = verify(session, ends)
    if found.fault:
        raise click.ClickException(LawcheckError("E831", number=found.fault.number, what=found.fault.what).text(_LANG))
    click.echo(f"{found.head.number}:{found.head.hash}")


main.add_command(desk)


def _opened() -> tuple[Settings, Database]:
    """The settings of the environment and their database."""
    from consult_web.settings import read_settings

    settings = read_settings()
    return settings, settings.open_database()


def _with_tables() -> tuple[Settings, Database]:
    """The same, for commands that read what is there: E809 for a database without tables."""
    from consult_web import storage
    from consult_web.errors import Unavailable

    settings, database = _opened()
    if storage.revision(database) is None:
        raise Unavailable("E809", found="-", wanted=storage.latest_revision())
    return settings, database


def _know_tasks() -> None:
    """Rooms that have background work or sealed values are known once they are imported."""
    from consult_web.site import ROOMS

    for room in ROOMS:
        importlib.import_module(f"consult_web.{room}")


if __name__ == "__main__":
    main()
