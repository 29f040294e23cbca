"""The whole site as one Flask application, on a database: ``create_site``."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any, Final

from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from consult_web import storage, ui
from consult_web.accounts import GuardedFlask, Permission, allowed
from consult_web.background import use_wake
from consult_web.cookies import Cookies
from consult_web.errors import Conflict, NotFound, Refused, SiteError, TooMany, Unavailable
from consult_web.security import answer_head_as_get
from consult_web.settings import Settings
from lawcheck.errors import LawcheckError, OutputError, UnreadableFile, UsageError

__all__ = ["ROOMS", "create_site"]

ROOMS: Final = (
    "accounts",
    "public",
    "staff",
    "api",
    "drafting",
    "desk.papers",
    "desk.submitting",
    "desk.registering",
    "desk.reviewing",
    "desk.suggesting",
    "desk.database",
    "desk.statistics",
    "desk.upkeep",
)
"""Rooms with pages, in the order of their navigation; each has ``install(app)``. A room is added here, once."""

_UPLOAD_BYTES: Final = 60 << 20
_TOO_OLD: Final = ("E814", "E835")
"""The log-in has ended, or the page is from before it: the form is good, and what it holds is given back."""
_log = logging.getLogger(__name__)


def create_site(settings: Settings) -> Flask:
    """The site; raises :class:`Unavailable` E809 when the tables are not those of this program."""
    app = GuardedFlask("consult_web", static_folder=None)
    app.config.from_mapping(_configuration(settings))
    app.session_interface = Cookies()
    app.url_map.converters["int"] = _RowNumber
    app.extensions["settings"] = settings
    database = settings.open_database()
    storage.check_tables(database)
    storage.install(app, database, settings.open_files())
    use_wake(database, settings.redis_url)
    app.before_request(_check_text)
    ui.install(app)
    for room in ROOMS:
        import_module(f"consult_web.{room}").install(app)
    if settings.demo:
        ui.install_styleguide(app, mark=allowed(Permission.ANYONE))
    app.register_error_handler(Exception, _answer_error)
    app.wsgi_app = answer_head_as_get(app.wsgi_app)  # type: ignore[assignment, method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


class _RowNumber(IntegerConverter):
    """``<int:…>`` in an address: what a row can have as its number; a longer one is no page."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"max": 2**62, **options})


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-consult" if settings.secure else "consult",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # Our pages send no referrer, so nothing can be asked of it; the token is tied to a cookie of this host only.
        "WTF_CSRF_SSL_STRICT": False,
        "MAX_CONTENT_LENGTH": _UPLOAD_BYTES,
        "MAX_FORM_MEMORY_SIZE": 2 << 20,
        "MAX_FORM_PARTS": 2000,
        "TRUSTED_HOSTS": list(settings.hosts) or None,
        "TEMPLATES_AUTO_RELOAD": False,
    }


def _check_text() -> None:
    """No database keeps the character NUL in a text, and nobody types it; no page of ours sends JSON, and a form would read it."""
    if request.is_json:
        raise Refused("E813", cause="application/json")
    if "\x00" in request.path or any("\x00" in value for _, value in request.args.items(multi=True)):
        raise NotFound("E800")
    if request.method == "POST" and any("\x00" in value for _, value in request.form.items(multi=True)):
        raise Refused("E813", cause="NUL")


def _answer_error(error: Exception) -> tuple[str, int]:
    """Every error becomes a page that says what happened; those that nobody foresaw are logged."""
    if isinstance(error, SecurityError):  # a host name that is not ours: no page can be addressed
        return UsageError("E813", cause="Host").text(), 400
    shown, status = _shown(error)
    if status == 503:
        g._login_user = None  # the page must not ask the database who this is
    if status == 500:
        _log.error("a page failed", exc_info=error)
    if _gives_back(shown.code):
        text, meanwhile = shown.text(ui.language()), status == 409
        return ui.unsent_page(text, shown.code, log_in=shown.code == "E814", fill_in=not meanwhile), status
    return render_template("ui/error.html", text=shown.text(ui.language()), code=shown.code), status


def _gives_back(code: str) -> bool:
    """Whether the page of an error gives back what was typed: where only the page was too old, or a text would be lost."""
    if request.method != "POST" or request.blueprint == "accounts":
        return False
    return code in _TOO_OLD or ui.has_unsent_text()


def _shown(error: Exception) -> tuple[LawcheckError, int]:
    if isinstance(error, SiteError):
        return error, error.status
    if isinstance(error, LawcheckError):
        return error, 400 if isinstance(error, UsageError | UnreadableFile) else _output_status(error)
    if isinstance(error, StaleDataError):
        return Conflict("E840"), 409
    if isinstance(error, PoolTimeout) or (isinstance(error, DBAPIError) and storage.is_connection_lost(error)):
        _log.warning("the database does not answer: %s", storage.one_line(error))
        return Unavailable("E807"), 503
    if isinstance(error, DBAPIError) and storage.is_disk_full(error):
        _log.error("the database cannot be written: %s", storage.one_line(error))
        return Unavailable("E802", cause=error.orig), 503
    if isinstance(error, OverflowError | DataError):  # a number that no column takes, in a form or an address
        return Refused("E813", cause="value out of range"), 400
    if isinstance(error, HTTPException) and not isinstance(error, InternalServerError):
        return _shown_http(error), error.code or 500
    return UsageError("E811"), 500


def _output_status(error: LawcheckError) -> int:
    return 503 if isinstance(error, OutputError) else 500


def _shown_http(error: HTTPException) -> LawcheckError:
    if isinstance(error, CSRFError):
        return Refused("E835")
    if error.code == 404:
        return NotFound("E800")
    if error.code == 429:
        return TooMany("E824")
    if error.code == 413:
        return UsageError("E812", limit=f"{_UPLOAD_BYTES >> 20} MB")
    return UsageError("E813", cause=f"{error.code} {error.name}")
