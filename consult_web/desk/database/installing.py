"""Put the pages of the document base onto the application."""

from __future__ import annotations

from flask import Flask, url_for

from consult_web import ui
from consult_web.desk.database import views
from consult_web.desk.database.frame import blueprint, translate
from consult_web.desk.database.texts import TEXTS
from consult_web.desk.papers import is_inside, is_open

__all__ = ["install"]

PAGES = (views,)
"""Importing these puts their views onto the blueprint."""


def install(app: Flask) -> None:
    """The pages under ``/documents``, and the link that leads to them."""
    ui.add_texts(app, "database", TEXTS)
    ui.add_links(
        app, lambda: [ui.Link(translate("nav"), url_for("database.index"))] if is_open() or is_inside() else []
    )
    app.register_blueprint(blueprint)
