"""The blueprint of upkeep."""

from __future__ import annotations

from flask import Blueprint

from consult_web.desk.upkeep.texts import TEXTS
from consult_web.ui import translator

__all__ = ["blueprint", "translate"]

blueprint = Blueprint("upkeep", __name__, url_prefix="/desk/upkeep", template_folder="templates")
translate = translator(TEXTS)
