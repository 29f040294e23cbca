"""The command ``consult-web``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import click

from lawcheck.errors import LawcheckError

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


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Consultation site and filing desk."""


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


@main.group()
def admin() -> None:
    """Accounts and keys."""


@admin.command("new-key")
def new_key() -> None:
    """Print a fresh key for CONSULT_DATA_KEYS."""
    from consult_web.storage import new_data_key

    click.echo(new_data_key())


@main.group()
def audit() -> None:
    """The audit log."""


@audit.command("verify")
@click.option("--noted", multiple=True, help="NUMBER:HASH of an end written down earlier; it must still be there.")
def verify_audit(noted: tuple[str, ...]) -> None:
    """Check the hash chain; exits 1 when it is broken, else prints its end as NUMBER:HASH."""
    from consult_web.audit import Head, verify
    from consult_web.settings import read_settings

    ends = [Head(int(number), digest) for number, _, digest in (text.partition(":") for text in noted)]
    with read_settings().open_database().reading() as session:
        found = verify(session, ends)
    if found.fault:
        raise click.ClickException(LawcheckError("E831", number=found.fault.number, what=found.fault.what).text(_LANG))
    click.echo(f"{found.head.number}:{found.head.hash}")


if __name__ == "__main__":
    main()
