"""People who say the same: found while somebody types, joined by one who agrees. Only from what was released."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult_web.consultations.comments_models import PublicQuote, SupportVote
from consult_web.consultations.drafts_models import Consultation
from consult_web.consultations.results_models import FamilyMember, FamilyRow
from consult_web.consultations.submitting import check_open
from consult_web.consultations.terms import Publication
from consult_web.errors import NotFound
from lawcheck.comments import find_families

__all__ = ["Similar", "find_similar", "support"]

_READ: Final = 400
"""Released quotes that are compared: those with most support. Where thousands said the same, they are among them."""
_SHORTEST: Final = 6  # characters, below which everything is alike
_COMPARED: Final = 40
_SHARED: Final = 0.2
"""Share of pairs of characters, below which texts are never of one family (that needs a cosine of 0.4)."""
_TYPED: Final = "typed"


class Similar(NamedTuple):
    """A released, masked quote that says nearly what is being typed; ``persons`` said it or joined."""

    comment_id: int
    text: str
    label: str
    persons: int


def find_similar(session: Session, consultation: Consultation, text: str, root_eid: str = "") -> list[Similar]:
    """Released quotes like ``text``, most persons first; the opposite or another number is not alike."""
    if consultation.publication is Publication.NONE or len(text.strip()) < _SHORTEST:
        return []
    query = select(PublicQuote).where(PublicQuote.consultation_id == consultation.id)
    if root_eid:
        query = query.where(PublicQuote.root_eid == root_eid)
    quotes = session.scalars(query.order_by(PublicQuote.supports.desc(), PublicQuote.id.desc()).limit(_READ)).all()
    quotes = _nearest(text, quotes)
    alike = _alike(text, quotes)
    chosen = {quote.comment_id: quote for quote in quotes if quote.comment_id in alike}
    persons = _persons(session, consultation, chosen)
    found = [
        Similar(quote.comment_id, quote.text, quote.label, persons.get(quote.comment_id, 1) + quote.supports)
        for quote in chosen.values()
    ]
    return _one_per_family(session, consultation, sorted(found, key=lambda one: (-one.persons, one.comment_id)))


def support(session: Session, consultation: Consultation, comment_id: int, visitor_hash: str) -> bool:
    """Join a released opinion; False when this browser had joined before. Raises :class:`NotFound` E800 for what is not
    released, :class:`Conflict` E860 after the end. The caller commits."""
    check_open(consultation)
    held = select(PublicQuote.id).where(
        PublicQuote.comment_id == comment_id, PublicQuote.consultation_id == consultation.id
    )
    if consultation.publication is Publication.NONE or session.scalar(held.limit(1)) is None:
        raise NotFound("E800")
    try:
        with session.begin_nested():
            session.add(SupportVote(consultation_id=consultation.id, comment_id=comment_id, visitor_hash=visitor_hash))
    except IntegrityError:
        return False
    session.execute(
        update(PublicQuote).where(PublicQuote.comment_id == comment_id).values(supports=PublicQuote.supports + 1)
    )
    return True


def _nearest(text: str, quotes: Sequence[PublicQuote]) -> list[PublicQuote]:
    """Those that share most pairs of characters with ``text``: comparing in earnest costs more."""
    own = _pairs(text)
    shares = [(len(own & (pairs := _pairs(quote.text))) / max(len(own | pairs), 1), quote) for quote in quotes]
    near = sorted((one for one in shares if one[0] >= _SHARED), key=lambda one: (-one[0], one[1].id))
    return [quote for _, quote in near[:_COMPARED]]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _alike(text: str, quotes: Iterable[PublicQuote]) -> set[int]:
    """The comments that are of one family with ``text``."""
    rows = {str(quote.comment_id): (str(quote.comment_id), quote.text, "") for quote in quotes}
    families = find_families([(_TYPED, text, ""), *rows.values()]) if rows else ()
    found = next((one for one in families if any(member.key == _TYPED for member in one.members)), None)
    return {int(member.key) for member in found.members if member.key != _TYPED} if found else set()


def _persons(session: Session, consultation: Consultation, comment_ids: Iterable[int]) -> dict[int, int]:
    """How many persons are in the family of each comment, by the last analysis."""
    wanted = list(comment_ids)
    if consultation.run_id is None or not wanted:
        return {}
    query = (
        select(FamilyMember.comment_id, FamilyRow.persons)
        .join(FamilyRow, FamilyRow.id == FamilyMember.family_id)
        .where(FamilyMember.run_id == consultation.run_id, FamilyMember.comment_id.in_(wanted))
    )
    return dict(session.execute(query).all())


def _one_per_family(session: Session, consultation: Consultation, found: list[Similar]) -> list[Similar]:
    """Of several quotes of one family, the first."""
    if consultation.run_id is None or len(found) < 2:
        return found
    query = select(FamilyMember.comment_id, FamilyMember.family_id).where(
        FamilyMember.run_id == consultation.run_id, FamilyMember.comment_id.in_([one.comment_id for one in found])
    )
    families: dict[int, int] = dict(session.execute(query).all())
    seen: set[int] = set()
    kept = []
    for one in found:
        family = families.get(one.comment_id, -one.comment_id)
        if family not in seen:
            kept.append(one)
        seen.add(family)
    return kept
