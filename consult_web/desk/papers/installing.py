"""Put the shared pages of the desk onto the application."""

from __future__ import annotations

from flask import Flask

from consult_web import ui
from consult_web.desk.papers.clocks import clock_chip
from consult_web.desk.papers.naming import named
from consult_web.desk.papers.texts import TEXTS
from consult_web.desk.papers.views import blueprint

__all__ = ["install"]


def install(app: Flask) -> None:
    """Downloads, the comparison, the global ``clock_chip`` and the filter ``named`` of page templates."""
    ui.add_texts(app, "papers", TEXTS)
    app.jinja_env.globals["clock_chip"] = clock_chip
    app.jinja_env.filters["named"] = named
    app.register_blueprint(blueprint)
