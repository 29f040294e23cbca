"""Put the pages of upkeep onto the application."""

from __future__ import annotations

from typing import Final

from flask import Flask, url_for

from consult_web import ui
from consult_web.accounts import Permission, may
from consult_web.desk.upkeep import calendar, cleaning, exchange, peers
from consult_web.desk.upkeep.frame import blueprint, translate
from consult_web.desk.upkeep.texts import TEXTS

__all__ = ["install"]

PAGES = (calendar, cleaning, exchange, peers)
"""Importing these puts their views onto the blueprint."""

_LINKS: Final = (
    (Permission.BASE_CLEAN, "nav_cleaning", "upkeep.cleanings_page"),
    (Permission.EXCHANGE_CARRY, "nav_exchange", "upkeep.exchange"),
    (Permission.CALENDAR_MANAGE, "nav_calendar", "upkeep.years"),
    (Permission.PEERS_MANAGE, "nav_peers", "upkeep.peers"),
)


def install(app: Flask) -> None:
    """The pages under ``/desk/upkeep``, and the links of those who may see them."""
    ui.add_texts(app, "upkeep", TEXTS)
    ui.add_links(app, _links)
    app.register_blueprint(blueprint)


def _links() -> list[ui.Link]:
    return [ui.Link(translate(text), url_for(page)) for right, text, page in _LINKS if may(right)]
