"""The registrar's blueprint."""

from __future__ import annotations

from flask import Blueprint

from consult_web.desk.registering.texts import TEXTS
from consult_web.ui import translator

__all__ = ["blueprint", "translate"]

blueprint = Blueprint("registering", __name__, url_prefix="/desk/registering", template_folder="templates")
translate = translator(TEXTS)
