"""The blueprint that the modules of this room put their views on."""

from __future__ import annotations

from flask import Blueprint

__all__ = ["blueprint"]

blueprint = Blueprint(
    "public", __name__, template_folder="templates", static_folder="static", static_url_path="/public"
)
