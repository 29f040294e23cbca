"""A draft sent to stations, departments and deputies: an address of its own each, a deadline, reminders, what came back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.accounts import Organisation, User
from consult_web.audit import record
from consult_web.consultations.comments_models import Comment
from consult_web.consultations.drafts_models import Consultation, StationLink
from consult_web.consultations.receipts import short_code
from consult_web.consultations.round_bounds import of_round, round_at
from consult_web.consultations.terms import CommentState, SpeakerKind
from consult_web.errors import NotFound, Refused
from consult_web.storage import utc_now
from lawcheck.laws import iso

__all__ = [
    "Receiver",
    "StationCount",
    "find_link",
    "find_link_by_code",
    "late_links",
    "links_of_organisation",
    "note_return",
    "remind",
    "send_draft",
    "station_counts",
]

_CODE: Final = 12  # 31^12: a code cannot be guessed, and can still be typed
_MOST: Final = 500


class Receiver(NamedTuple):
    """To whom a draft is sent: an organisation of ours, or a name; a deputy where it is one's own code."""

    name: str
    organisation_id: int | None = None
    deputy: str = ""


class StationCount(NamedTuple):
    """What came through one address: of deputies, of residents, of others, in all."""

    link: StationLink
    deputies: int
    masses: int
    total: int

    @property
    def others(self) -> int:
        """Opinions where nobody said whose they are."""
        return self.total - self.deputies - self.masses


def send_draft(
    session: Session,
    user: User,
    consultation: Consultation,
    receivers: Sequence[Receiver],
    deadline: datetime | None,
    note: str = "",
) -> list[StationLink]:
    """An address for each receiver that has none yet; who was sent an earlier round keeps that address, and is sent this
    one. :class:`Refused` E943 for none, for more than 500, for an empty name."""
    known = {(link.name, link.deputy): link for link in _links(session, consultation)}
    named = {(one.name.strip(), one.deputy.strip()): one for one in receivers}
    fresh = [one for name, one in named.items() if name not in known]
    again = [
        known[name]
        for name in named
        if name in known and round_at(consultation, known[name].sent_at) < consultation.round
    ]
    if not receivers or len(fresh) > _MOST or any(not 0 < len(one.name.strip()) <= 100 for one in receivers):
        raise Refused("E943", limit=_MOST)
    made = [
        StationLink(
            consultation_id=consultation.id,
            organisation_id=one.organisation_id,
            name=one.name.strip(),
            deputy=one.deputy.strip()[:40],
            code=short_code(_CODE),
            deadline=deadline,
            note=note.strip()[:500],
            created_by=user.actor,
        )
        for one in fresh
    ]
    session.add_all(made)
    for link in again:
        link.sent_at, link.deadline, link.note = utc_now(), deadline, note.strip()[:500]
    session.flush()
    made += again
    details = {"count": len(made), "deadline": iso(deadline)}
    record(session, user.actor, "draft.sent", f"consultation:{consultation.id}", details)
    return made


def find_link(session: Session, consultation: Consultation, number: int) -> StationLink:
    """The address with this number; :class:`NotFound` E800."""
    found = session.get(StationLink, number) if number < 1 << 62 else None
    if found is None or found.consultation_id != consultation.id:
        raise NotFound("E800")
    return found


def find_link_by_code(session: Session, code: str) -> StationLink:
    """The address with this code; :class:`NotFound` E800."""
    found = session.scalar(select(StationLink).where(StationLink.code == code[:40]))
    if found is None:
        raise NotFound("E800")
    return found


def links_of_organisation(session: Session, organisation: Organisation) -> Sequence[StationLink]:
    """What was sent to an organisation, the latest first."""
    query = select(StationLink).where(StationLink.organisation_id == organisation.id).order_by(StationLink.id.desc())
    return session.scalars(query).all()


def station_counts(session: Session, consultation: Consultation) -> list[StationCount]:
    """What came through each address in this round; comments that were taken back do not count."""
    counted = (
        select(Comment.station_link_id, Comment.speaker, func.count())
        .where(
            of_round(consultation, consultation.round),
            Comment.station_link_id.is_not(None),
            Comment.state == CommentState.RECEIVED,
        )
        .group_by(Comment.station_link_id, Comment.speaker)
    )
    counts: dict[int, dict[SpeakerKind | None, int]] = {}
    for number, speaker, count in session.execute(counted):
        counts.setdefault(number or 0, {})[speaker] = count
    return [
        StationCount(
            link,
            counts.get(link.id, {}).get(SpeakerKind.DEPUTY, 0),
            counts.get(link.id, {}).get(SpeakerKind.MASSES, 0),
            sum(counts.get(link.id, {}).values()),
        )
        for link in _links(session, consultation)
    ]


def late_links(counts: Sequence[StationCount], now: datetime | None = None) -> list[StationCount]:
    """Those whose deadline is over and who have neither sent anything nor said that there is nothing."""
    moment = now or utc_now()
    return [
        one
        for one in counts
        if one.link.returned_at is None and one.total == 0 and one.link.deadline and one.link.deadline <= moment
    ]


def remind(session: Session, user: User, consultation: Consultation, numbers: Collection[int]) -> int:
    """Note that these were reminded (by telephone, by letter: the program sends nothing); how many."""
    moment = utc_now()
    for number in sorted(set(numbers)):
        link = find_link(session, consultation, number)
        link.reminded_at, link.reminders = moment, link.reminders + 1
        record(session, user.actor, "station.reminded", f"station_link:{link.id}", {"times": link.reminders})
    return len(set(numbers))


def note_return(session: Session, user: User, link: StationLink, *, nothing: bool) -> None:
    """Note that the answer is complete; ``nothing``: that there is no opinion, said in so many words."""
    link.returned_at, link.returned_nothing = utc_now(), nothing
    record(session, user.actor, "station.returned", f"station_link:{link.id}", {"nothing": nothing})


def _links(session: Session, consultation: Consultation) -> Sequence[StationLink]:
    query = select(StationLink).where(StationLink.consultation_id == consultation.id).order_by(StationLink.id)
    return session.scalars(query).all()
