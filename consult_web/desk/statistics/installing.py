"""Put the pages of statistics onto the application."""

from __future__ import annotations

from flask import Flask, url_for

from consult_web import ui
from consult_web.accounts import Permission, may
from consult_web.desk.statistics import views
from consult_web.desk.statistics.frame import blueprint, translate
from consult_web.desk.statistics.texts import TEXTS

__all__ = ["install"]

PAGES = (views,)
"""Importing these puts their views onto the blueprint."""


def install(app: Flask) -> None:
    """The pages under ``/desk/statistics``, and the link of those who may see them."""
    ui.add_texts(app, "statistics", TEXTS)
    ui.add_links(app, _links)
    app.register_blueprint(blueprint)


def _links() -> list[ui.Link]:
    return [ui.Link(translate("nav"), url_for("statistics.index"))] if may(Permission.FILING_READ) else []
