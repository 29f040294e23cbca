"""The site as a Flask application, and the ``consult-web`` command."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask import Flask, render_template
from werkzeug.exceptions import HTTPException, InternalServerError

from consult_web import security, ui
from consult_web.desk import Desk, ProcessRunner, ThreadRunner, blueprint
from consult_web.desk.texts import TEXTS
from lawcheck.errors import LawcheckError, UsageError
from lawcheck.laws import default_home

__all__ = ["create_app", "main"]

_DEFAULTS: dict[str, Any] = {
    "HOME": None,  # folder of the desk's files; None: "desk" beside the library
    "LIBRARY": None,  # folder of the library; None: LAWCHECK_HOME or the user-data folder
    "REVIEWER": None,  # callable that reviews one file; None: lawcheck's own
    "RUN_IN": "process",  # "process": a review may crash or hang without harm; "thread": for tests
    "WORKERS": 1,  # reviews side by side; each process needs about 600 MB
    "LIMIT_SECONDS": 900.0,  # a review that takes longer is stopped
    "PREPARE": False,  # load the library before the first file comes
    "START": True,  # work on the queue; False: only show and store
    "ALLOWED_HOSTS": security.LOCAL_HOSTS,
    "MAX_CONTENT_LENGTH": 50 << 20,
    "SESSION_COOKIE_NAME": "lawcheck_desk",
    "SESSION_COOKIE_SAMESITE": "Lax",
    "TEMPLATES_AUTO_RELOAD": False,
}
_STATUS = {"E521": 507, "E522": 413, "E523": 400, "E524": 400, "E525": 400, "E526": 404}


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The site. ``config`` overrides the defaults above; the names and meanings are those of this table.

    Raises :class:`~lawcheck.errors.OutputError` when the desk's folder cannot be used (E520 when another program is
    using it). Call ``app.extensions["desk"].close()`` at the end.
    """
    app = Flask(__name__)
    app.config.from_mapping(_DEFAULTS)
    app.config.from_mapping(config)
    library = Path(app.config["LIBRARY"] or default_home())
    home = Path(app.config["HOME"] or library / "desk")
    desk = Desk(home, partial(_runner, app.config), app.config["WORKERS"])
    app.extensions["desk"] = desk
    app.secret_key = security.secret_key(home)
    security.install(app)
    ui.install(app, name=TEXTS["site"])
    ui.add_texts(app, "desk", TEXTS)
    app.register_blueprint(blueprint)
    app.register_error_handler(LawcheckError, _show_error)
    app.register_error_handler(HTTPException, partial(_show_http_error, app.config["MAX_CONTENT_LENGTH"]))
    if app.config["START"]:
        desk.start(prepare=app.config["PREPARE"])
    return app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, help="Port; 0 takes any free one.")
@click.option("--home", type=click.Path(path_type=Path), help="Folder of uploaded files and results.")
@click.option("--library", type=click.Path(path_type=Path), help="Folder of the law library.")
@click.option("--allow-host", multiple=True, help="Further host name under which the site may be reached.")
def main(host: str, port: int, home: Path | None, library: Path | None, allow_host: tuple[str, ...]) -> None:
    """Serve the site until Ctrl+C."""
    from consult_web.serving import serve  # it imports this module

    lang = "zh" if os.environ.get("LANG", "zh").lower().startswith("zh") else "en"
    try:
        serve(host, port, home, open_browser=False, library=library, lang=lang, allowed_hosts=allow_host)
    except LawcheckError as error:
        raise click.ClickException(error.text(lang)) from error


def _runner(config: Mapping[str, Any]) -> ProcessRunner | ThreadRunner:
    reviewer = config["REVIEWER"]
    if reviewer is None:
        # Only the process that reviews needs the code of every room.
        from consult_web.desk.reviewer import LawcheckReviewer

        reviewer = LawcheckReviewer(config["LIBRARY"])
    return ThreadRunner(reviewer) if config["RUN_IN"] == "thread" else ProcessRunner(reviewer, config["LIMIT_SECONDS"])


def _show_error(error: LawcheckError) -> tuple[str, int]:
    text = error.text(ui.language())
    return render_template("ui/error.html", text=text), _STATUS.get(error.code, 500)


def _show_http_error(limit: int, error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    if isinstance(error, InternalServerError):
        shown = UsageError("E529")
    elif code == 413:
        shown = UsageError("E522", limit=f"{limit / (1 << 20):g} MB")
    else:
        shown = UsageError("E526") if code == 404 else UsageError("E528", cause=f"{code} {error.name}")
    return _show_error(shown)[0], code


if __name__ == "__main__":
    main()
