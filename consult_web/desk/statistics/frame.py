"""The blueprint of statistics."""

from __future__ import annotations

from flask import Blueprint

from consult_web.desk.statistics.texts import TEXTS
from consult_web.ui import translator

__all__ = ["blueprint", "translate"]

blueprint = Blueprint("statistics", __name__, url_prefix="/desk/statistics", template_folder="templates")
translate = translator(TEXTS)
