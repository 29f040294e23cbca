"""Put the registrar's pages onto the application."""

from __future__ import annotations

from flask import Flask, url_for

from consult_web import storage, ui
from consult_web.accounts import Permission, add_subjects, current_user, may
from consult_web.desk.registering import catalogue, lateness, steps, views
from consult_web.desk.registering.frame import blueprint, translate
from consult_web.desk.registering.queue import waiting
from consult_web.desk.registering.texts import TEXTS
from consult_web.filings import subjects_of_case

__all__ = ["install"]

PAGES = (views, steps, lateness, catalogue)
"""Importing these puts their views onto the blueprint."""


def install(app: Flask) -> None:
    """The pages under ``/desk/registering``, the links that lead to them, and what auditors may call a case."""
    ui.add_texts(app, "registering", TEXTS)
    ui.add_links(app, links)
    add_subjects(app, subjects_of_case)
    app.register_blueprint(blueprint)


def links() -> list[ui.Link]:
    """Navigation of registrars; the number is what waits for them."""
    if not may(Permission.FILING_REGISTER):
        return []
    count = waiting(storage.session(), current_user())
    return [
        ui.Link(translate("nav_queue"), url_for("registering.index"), count or None),
        ui.Link(translate("nav_late"), url_for("registering.late")),
        ui.Link(translate("nav_catalogue"), url_for("registering.catalogue")),
    ]
