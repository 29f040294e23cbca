"""Put the base page and everything that pages need onto a Flask application."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, current_app, request

from consult_web import security
from consult_web.ui import charts, frame, times, traditional
from consult_web.ui.language import add_texts, translator
from consult_web.ui.language import install as install_languages
from consult_web.ui.marking import diff_markup, diff_side
from consult_web.ui.texts import TEXTS

__all__ = ["install"]

_YEAR = 365 * 24 * 3600
_FOLDER = Path(__file__).parent / "static"


def install(app: Flask, *, name: tuple[str, str] | None = None) -> None:
    """Pages, macros, languages, security headers; ``name`` is the name of the site in Chinese and English.

    Call it once, before the rooms are registered. Works on any Flask application with a secret key; the macro ``form``
    needs a template global ``csrf_token`` (:func:`consult_web.security.install` or Flask-WTF gives one).
    """
    if "ui" in app.blueprints:
        return
    install_languages(app)
    frame.install(app)
    times.install(app)
    traditional.install(app)
    security.install_headers(app)
    words = {**TEXTS, "site": name} if name else TEXTS
    add_texts(app, "ui", words)
    app.jinja_env.globals.update(
        ui_text=translator(words),
        ui_file=_file_address,
        diff_markup=diff_markup,
        diff_side=diff_side,
        ui_number=charts.number,
        ui_share=charts.share,
    )
    app.register_blueprint(
        _Files("ui", __name__, template_folder="templates", static_folder="static", static_url_path="/ui")
    )


class _Files(Blueprint):
    """Files whose address carries the mark of their content may be kept for a year."""

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        return _YEAR if request.args.get("v") else None


def _file_address(name: str) -> str:
    """The address of a file of ``static/``, with its content's mark so that browsers may keep it."""
    made: dict[str, str] = current_app.extensions.setdefault("ui.files", {})  # every page names five of them
    if name not in made:
        made[name] = current_app.url_map.bind("").build("ui.static", {"filename": name, "v": _mark(name)})
    return request.script_root + made[name]


@cache
def _mark(name: str) -> str:
    return sha256((_FOLDER / name).read_bytes()).hexdigest()[:12]
