"""The blueprint of the document base."""

from __future__ import annotations

from flask import Blueprint

from consult_web.desk.database.texts import TEXTS
from consult_web.ui import translator

__all__ = ["blueprint", "translate"]

blueprint = Blueprint("database", __name__, url_prefix="/documents", template_folder="templates")
translate = translator(TEXTS)
