"""What of the audit log belongs to a case: auditors name it as people do, by its number or the title of its document."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult_web.errors import Refused
from consult_web.filings.cases_models import Filing, Letter
from consult_web.filings.suggestions_models import Suggestion

__all__ = ["subjects_of_case"]

_MOST: Final = 100
"""Cases that one name may mean; of more the log would be told in part only."""
_ENOUGH: Final = 4
"""Characters from which on a part of a title is asked for: fewer (办法, 规定) would find everything."""


def subjects_of_case(session: Session, typed: str) -> set[str]:
    """The subjects of all filings and suggestions that ``typed`` names (``filing:12``, a number, a title or at least four
    characters of it), and of their letters; :class:`Refused` E663 where it names too many."""
    kind, _, number = typed.partition(":")
    known = {int(number)} if number.isdecimal() and len(number) < 18 else set()
    filings = known if kind == "filing" else _filings(session, typed)
    suggestions = known if kind == "suggestion" else _suggestions(session, typed)
    cases = {f"filing:{one}" for one in filings} | {f"suggestion:{one}" for one in suggestions}
    return cases | _letters(session, filings, suggestions)


def _filings(session: Session, typed: str) -> set[int]:
    named = or_(
        Filing.register_number == typed,
        Filing.receipt_number == typed,
        Filing.document_no == typed,
        _in_title(Filing.title, typed),
    )
    return _not_too_many(session, select(Filing.id).where(named), typed)


def _suggestions(session: Session, typed: str) -> set[int]:
    named = or_(Suggestion.number == typed, _in_title(Suggestion.document_title, typed))
    return _not_too_many(session, select(Suggestion.id).where(named), typed)


def _not_too_many(session: Session, query: Select[int], typed: str) -> set[int]:
    found = set(session.scalars(query.limit(_MOST + 1)))
    if len(found) > _MOST:
        raise Refused("E663", typed=typed, most=_MOST)
    return found


def _in_title(title: InstrumentedAttribute[str], typed: str) -> ColumnElement[bool]:
    return title.contains(typed, autoescape=True) if len(typed) >= _ENOUGH else title == typed


def _letters(session: Session, filings: set[int], suggestions: set[int]) -> set[str]:
    if not filings | suggestions:
        return set()
    query = select(Letter.id).where(or_(Letter.filing_id.in_(filings), Letter.suggestion_id.in_(suggestions)))
    return {f"letter:{one}" for one in session.scalars(query)}
