"""Put the staff pages onto the application."""

from __future__ import annotations

from flask import Flask

from consult_web import ui
from consult_web.staff import drafts, entering, importing, moderation, rounds, running, stations, supplements, versions
from consult_web.staff.frame import blueprint, links
from consult_web.staff.texts import TEXTS

__all__ = ["install"]

PAGES = (drafts, supplements, running, rounds, versions, moderation, stations, entering, importing)
"""Modules whose import puts their views onto the blueprint."""


def install(app: Flask) -> None:
    """The pages under ``/staff``, and the link that leads to them."""
    ui.add_texts(app, "staff", TEXTS)
    ui.add_links(app, links)
    app.register_blueprint(blueprint)
