"""Put the drafters' pages onto the application."""

from __future__ import annotations

from flask import Flask

from consult_web import ui
from consult_web.drafting import decision_views, digest_views, export_views, quality_views
from consult_web.drafting.frame import blueprint, failure, file_address, links, tabs
from consult_web.drafting.texts import TEXTS
from lawcheck.comments import mask_personal

__all__ = ["install"]

_VIEWS = (digest_views, decision_views, export_views, quality_views)
"""Importing these puts their views onto the blueprint."""


def install(app: Flask) -> None:
    """Words, navigation, views."""
    ui.add_texts(app, "drafting", TEXTS)
    ui.add_links(app, links)
    app.add_template_filter(mask_personal, "masked")
    app.jinja_env.globals.update(drafting_file=file_address, drafting_tabs=tabs, job_failure=failure)
    app.register_blueprint(blueprint)
