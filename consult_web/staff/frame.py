"""What the staff pages share: the blueprint, the consultation of an address, tabs, an error beside what was typed."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, current_app, request, url_for

from consult_web import storage
from consult_web.accounts import Permission, current_user, may
from consult_web.consultations import Consultation, find_consultation
from consult_web.errors import Refused, SiteError
from consult_web.settings import Settings
from consult_web.staff.texts import TEXTS
from consult_web.ui import Link, language, translator

__all__ = [
    "PAGE",
    "Pages",
    "Tab",
    "blueprint",
    "found",
    "is_identified",
    "links",
    "message",
    "pages_of",
    "refuse_nul",
    "tabs",
    "translate",
]

PAGE = 50
"""Rows on one page of a list."""
blueprint = Blueprint("staff", __name__, template_folder="templates", static_folder="static", url_prefix="/staff")
translate = translator(TEXTS)


@blueprint.before_request
def refuse_nul() -> None:
    """A character that no text of a person has, and that PostgreSQL does not take; files may hold it."""
    values = [*request.args.values(), *(request.view_args or {}).values(), *request.form.values()]
    if any("\x00" in value for value in values if isinstance(value, str)):
        raise Refused("E813", cause="NUL")


Tab = tuple[str, str, bool]
_TABS = (
    ("show", Permission.CONSULTATION_READ),
    ("text", Permission.CONSULTATION_READ),
    ("versions", Permission.CONSULTATION_READ),
    ("moderation", Permission.COMMENT_READ),
    ("stations", Permission.DISTRIBUTION_MANAGE),
    ("ledger", Permission.COMMENT_READ),
)


class Pages(NamedTuple):
    """Which of how many pages of a list."""

    page: int
    pages: int
    offset: int


def pages_of(total: int, asked: int | None, size: int = PAGE) -> Pages:
    """The page that was asked for, kept within those that there are.

    >>> pages_of(120, 9)
    Pages(page=3, pages=3, offset=100)
    """
    pages = max(1, -(-total // size))
    page = min(max(1, asked or 1), pages)
    return Pages(page, pages, (page - 1) * size)


def links() -> list[Link]:
    """The way in, for who may see anything here."""
    pages = (
        (Permission.CONSULTATION_READ, "consultations", "staff.consultations"),
        (Permission.STATION_ENTER, "entry", "staff.entry_list"),
    )
    return [Link(translate(text), url_for(name)) for right, text, name in pages if may(right)]


def found(slug: str) -> Consultation:
    """The consultation of this address, for reading."""
    return find_consultation(storage.session(), current_user(), slug)


def is_identified() -> bool:
    """Whether the site can verify who people are (an identity provider is set)."""
    settings: Settings = current_app.extensions["settings"]
    return settings.oidc is not None


def tabs(consultation: Consultation, current: str) -> list[Tab]:
    """The pages of a consultation that this person may see."""
    known = current_app.view_functions
    return [
        (translate(f"tab_{name}"), url_for(f"staff.{name}", slug=consultation.slug), name == current)
        for name, right in _TABS
        if may(right) and f"staff.{name}" in known
    ]


def message(error: SiteError) -> str:
    """What an error says, its field named as on the page."""
    field = error.details.get("field")
    if isinstance(field, str) and field in TEXTS:
        error = Refused(error.code, **{**error.details, "field": translate(field)})
    return error.text(language())
