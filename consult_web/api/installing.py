"""Put the read API and the open pages onto the application."""

from __future__ import annotations

from flask import Flask

from consult_web import ui
from consult_web.api import pages, reading
from consult_web.api.texts import TEXTS

__all__ = ["install"]


def install(app: Flask) -> None:
    """``/api/v1/…``, and for each consultation ``outcome``, ``withheld`` and ``data``."""
    ui.add_texts(app, "open", TEXTS)
    ui.add_links(app, pages.links, "foot")
    app.register_blueprint(reading.blueprint)
    app.register_blueprint(pages.blueprint)
