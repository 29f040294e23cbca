"""Put the pages of suggestions onto the application."""

from __future__ import annotations

from flask import Flask, url_for

from consult_web import storage, ui
from consult_web.accounts import Permission, current_user, may
from consult_web.desk.suggesting import clusters, intake, queue, steps, tracking
from consult_web.desk.suggesting.frame import blueprint, translate
from consult_web.desk.suggesting.texts import TEXTS

__all__ = ["install"]

PAGES = (intake, tracking, queue, steps, clusters)
"""Importing these puts their views onto the blueprint."""


def install(app: Flask) -> None:
    """The public form, the tracker, the desk's pages, and the links that lead to them."""
    ui.add_texts(app, "suggesting", TEXTS)
    ui.add_links(app, links)
    app.register_blueprint(blueprint)


def links() -> list[ui.Link]:
    """The public form for everybody; the queue for the desk, with what waits for the registrar."""
    found = [ui.Link(translate("nav_suggest"), url_for("suggesting.write"))]
    if may(Permission.FILING_READ):
        count = queue.waiting(storage.session(), current_user())
        found.append(ui.Link(translate("nav_queue"), url_for("suggesting.index"), count or None))
    return found
