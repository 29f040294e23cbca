"""Put the citizens' pages onto the application."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from flask import Flask, url_for

from consult_web import ui
from consult_web.consultations import reported_round, round_at
from consult_web.public.blueprint import blueprint
from consult_web.public.clocks import clock_of
from consult_web.public.texts import TEXTS

__all__ = ["install"]

_MODULES: Final = ("reading", "writing", "sending", "following", "listening", "rounds")
"""Modules that put their views on the blueprint when they are imported."""


def install(app: Flask) -> None:
    """The list of drafts is the first page of the site."""
    for name in _MODULES:
        import_module(f"consult_web.public.{name}")
    ui.add_texts(app, "public", TEXTS)
    ui.add_links(app, _links)
    app.jinja_env.globals.update(clock_of=clock_of, round_at=round_at, reported_round=reported_round)
    app.register_blueprint(blueprint)


def _links() -> list[ui.Link]:
    translate = ui.translator(TEXTS)
    return [
        ui.Link(translate("drafts"), url_for("public.home")),
        ui.Link(translate("track"), url_for("public.track")),
    ]
