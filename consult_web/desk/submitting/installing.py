"""Put the pages of filing bodies onto the application."""

from __future__ import annotations

from flask import Flask, url_for

from consult_web import ui
from consult_web.accounts import Permission, may
from consult_web.desk.submitting import generating, packing, views
from consult_web.desk.submitting.frame import blueprint, translate
from consult_web.desk.submitting.texts import TEXTS
from consult_web.filings import Filing, FilingUpload
from lawcheck.messages import render

__all__ = ["install"]

PAGES = (views, packing, generating)
"""Importing these puts their views onto the blueprint."""


def install(app: Flask) -> None:
    """The pages under ``/desk/submitting``, and the links that lead to them."""
    ui.add_texts(app, "submitting", TEXTS)
    ui.add_links(app, links)
    app.jinja_env.globals.update(upload_error=upload_error, render_trouble=render_trouble)
    app.register_blueprint(blueprint)


def upload_error(row: FilingUpload) -> str:
    """Why an upload could not be read, in the visitor's language."""
    return render(row.error_code, ui.language(), **row.error_details) if row.error_code else ""


def render_trouble(filing: Filing) -> str:
    """Why there is no text yet."""
    trouble = filing.details.get("trouble")
    return render(trouble["code"], ui.language(), **trouble["details"]) if trouble else ""


def links() -> list[ui.Link]:
    """Navigation of those who file."""
    if not may(Permission.FILING_SUBMIT):
        return []
    pages = (("nav_filings", "submitting.index"), ("nav_templates", "submitting.templates"))
    return [ui.Link(translate(name), url_for(page)) for name, page in pages]
