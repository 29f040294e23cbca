"""Put the review pages onto the application."""

from __future__ import annotations

from flask import Flask, url_for

from consult_web import storage, ui
from consult_web.accounts import current_user, may
from consult_web.desk.reviewing import findings, laws, opinions, path, queue, views
from consult_web.desk.reviewing.frame import ACT, blueprint, translate
from consult_web.desk.reviewing.texts import TEXTS

__all__ = ["install"]

PAGES = (queue, views, findings, laws, opinions, path)
"""Importing these puts their views onto the blueprint."""


def install(app: Flask) -> None:
    """The pages under ``/desk/reviewing``, and the link that leads to them."""
    ui.add_texts(app, "reviewing", TEXTS)
    ui.add_links(app, links)
    app.register_blueprint(blueprint)


def links() -> list[ui.Link]:
    """Navigation of reviewers; the number is what waits for them."""
    if not may(*ACT):
        return []
    count = queue.waiting(storage.session(), current_user())
    return [ui.Link(translate("nav"), url_for("reviewing.index"), count or None)]
