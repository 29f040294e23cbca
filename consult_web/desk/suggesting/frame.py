"""The blueprint of suggestions: ``/suggest`` for anyone, ``/desk/suggesting`` for the desk."""

from __future__ import annotations

from flask import Blueprint

from consult_web.desk.suggesting.texts import TEXTS
from consult_web.ui import translator

__all__ = ["blueprint", "translate"]

blueprint = Blueprint("suggesting", __name__, template_folder="templates")
translate = translator(TEXTS)
