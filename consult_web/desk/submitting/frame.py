"""The blueprint of filing bodies, and what its pages share."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from consult_web import storage
from consult_web.accounts import current_user
from consult_web.desk.submitting.texts import TEXTS
from consult_web.filings import Filing, own_filing
from consult_web.ui import translator
from lawcheck.laws import DocumentKind, kind_label
from lawcheck.readers import Role

__all__ = ["KINDS", "ROLES", "blueprint", "mine", "translate"]

blueprint = Blueprint("submitting", __name__, url_prefix="/desk/submitting", template_folder="templates")
translate = translator(TEXTS)

KINDS: Final = [
    (kind.value, kind_label(kind)) for kind in DocumentKind if kind not in (DocumentKind.K0, DocumentKind.K1)
]
ROLES: Final = [(role.value, role.value) for role in Role]


def mine(number: int) -> Filing:
    """A filing of the user's own organisation, read in this request's session."""
    return own_filing(storage.session(), current_user(), number)
