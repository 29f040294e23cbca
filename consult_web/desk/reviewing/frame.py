"""What the review pages share: the blueprint, rights, the filing of an address, tabs."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, url_for

from consult_web import storage
from consult_web.accounts import Permission, current_user, may
from consult_web.desk.reviewing.texts import TEXTS
from consult_web.filings import Filing, refresh_clocks, visible_filing
from consult_web.filings.reviews import UNDER_REVIEW
from consult_web.ui import language, translator
from lawcheck.errors import LawcheckError

__all__ = [
    "ACT",
    "CONFIRM",
    "JUDGE",
    "READ",
    "blueprint",
    "found",
    "may_confirm",
    "may_judge",
    "message",
    "tabs",
    "translate",
]

JUDGE: Final = (Permission.FILING_REVIEW, Permission.FILING_COMMITTEE_REVIEW)
"""Who gives the first verdict, pins laws, ticks boxes, drafts opinions."""
CONFIRM: Final = (Permission.FILING_SECOND_REVIEW,)
"""Who gives the second verdict."""
ACT: Final = (*JUDGE, *CONFIRM, Permission.FILING_DECIDE)
"""Who takes steps; the machine says which of them may take which."""
READ: Final = (*ACT, Permission.FILING_READ)

blueprint = Blueprint(
    "reviewing", __name__, url_prefix="/desk/reviewing", template_folder="templates", static_folder="static"
)
translate = translator(TEXTS)
_TABS: Final = ("bench", "laws", "criteria", "opinions", "path")


def found(number: int) -> Filing:
    """The filing of this address, for one who may read it; what is not registered yet is not reviewed."""
    return visible_filing(storage.session(), current_user(), number)


def fresh(number: int) -> Filing:
    """The same with a clock that stands still counted up to today."""
    filing = found(number)
    if filing.standing:
        with storage.saving() as session:
            refresh_clocks(session, visible_filing(session, current_user(), number))
        filing = found(number)
    return filing


def may_judge(filing: Filing) -> bool:
    """Whether this visitor may give a first verdict now."""
    return filing.state in UNDER_REVIEW and may(*JUDGE)


def may_confirm(filing: Filing) -> bool:
    """Whether this visitor may give a second verdict now."""
    return filing.state in UNDER_REVIEW and may(*CONFIRM)


def tabs(filing: Filing, current: str) -> list[tuple[str, str, bool]]:
    """The pages of a case."""
    return [
        (translate(f"tab_{name}"), url_for(f"reviewing.{name}", number=filing.id), name == current) for name in _TABS
    ]


def message(error: LawcheckError) -> str:
    """What an error says, in the visitor's language."""
    return error.text(language())
