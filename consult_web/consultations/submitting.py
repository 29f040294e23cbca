"""Opinions become comments: sent, changed, withdrawn, by whoever holds the receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.consultations.clocks import is_open, phase_of
from consult_web.consultations.comments_models import (
    Answer,
    Attachment,
    Comment,
    CommentRevision,
    PublicQuote,
    Target,
    WordingProposal,
)
from consult_web.consultations.contacts import forget_contact, keep_contact, person_key
from consult_web.consultations.drafts_models import ClauseRow, Consultation, Question, QuestionOption, StationLink
from consult_web.consultations.opinions import Opinion, Sender
from consult_web.consultations.receipts import MOST_OPINIONS, make_receipt, receipt_hash
from consult_web.consultations.round_bounds import round_at
from consult_web.consultations.terms import Channel, ChosenBy, CommentState, SpeakerKind
from consult_web.errors import Conflict, Refused
from consult_web.storage import keyed_hash, note_loose, secret, utc_now
from consult_web.ui import end_text, moment_text
from lawcheck.comments import NEW_CLAUSE, WHOLE_DRAFT
from lawcheck.procedure import ConsultationPhase

__all__ = ["Sent", "change_comment", "check_open", "find_by_receipt", "submit", "withdraw_comment"]

GENERAL: Final = (WHOLE_DRAFT, NEW_CLAUSE)
_CONTEXT: Final = 32  # characters kept before and behind a quote
_VISITOR: Final = "visitor"
_FIELDS: Final = ("title", "text", "facts", "demand", "reason", "stance", "kinds", "consent_public")


_KNOWN: Final = select(Comment.id).where(Comment.receipt_hash == bindparam("receipt_hash"))
_CLAUSES: Final = select(ClauseRow.eid, ClauseRow.root_eid, ClauseRow.uid, ClauseRow.label, ClauseRow.text).where(
    ClauseRow.version_id == bindparam("version_id"), ClauseRow.eid.in_(bindparam("eids", expanding=True))
)


class Sent(NamedTuple):
    """What a person is told: the code, and how many opinions it stands for; ``repeated``: it was sent before."""

    receipt: str
    comments: tuple[Comment, ...]
    repeated: bool


class _Clause(NamedTuple):
    """What is kept of a clause beside an opinion on it."""

    eid: str
    root_eid: str | None
    uid: str
    label: str
    text: str


def check_open(consultation: Consultation, now: datetime | None = None) -> None:
    """:class:`Conflict` E860 after the end, E869 before the beginning."""
    if is_open(consultation, now):
        return
    if phase_of(consultation, now) is ConsultationPhase.NOT_OPEN:
        raise Conflict("E869", opens=moment_text(consultation.opens_at) or "—")
    ends = [end for end in (consultation.closes_at, consultation.closed_at, consultation.cancelled_at) if end]
    raise Conflict("E860", closes=end_text(min(ends, default=None)) or "—")


def submit(
    session: Session,
    consultation: Consultation,
    opinions: Sequence[Opinion],
    sender: Sender,
    key: str,
    answers: Iterable[int] = (),
    now: datetime | None = None,
) -> Sent:
    """Take in what a person sends; one comment for each opinion, answers with the first. The caller commits.

    With the same ``key`` a second time nothing is made and the same receipt is given, also after the end. Raises
    :class:`Refused` E950 for nothing, E953 for too much, :class:`Conflict` E860 after the end. Two at the same moment:
    the database refuses one (``IntegrityError``); trying again gives the receipt.
    """
    receipt = make_receipt(secret(session, "person"), key)
    if session.connection().scalar(_KNOWN, {"receipt_hash": receipt_hash(receipt)}):
        return Sent(receipt, _comments_of(session, receipt), True)
    check_open(consultation, now)
    chosen = _known_options(session, consultation, answers)
    if not opinions and not chosen:
        raise Refused("E950")
    if len(opinions) > MOST_OPINIONS:
        raise Refused("E953", limit=MOST_OPINIONS)
    moment = now or utc_now()
    # Several opinions of one submission are one person's, known or not.
    alone = keyed_hash(secret(session, "person"), "submission", key)[:32]
    person = person_key(session, sender.phone, sender.email) or alone
    comments = []
    for place, opinion in enumerate(opinions or (Opinion(version_id=consultation.version_id or 0),), 1):
        comment = _comment(session, consultation, opinion, sender, moment)
        comment.idempotency_key = sha256(f"{key}/{place}".encode()).hexdigest()
        comment.receipt_hash = receipt_hash(receipt, place)
        comment.answers = [Answer(option_id=option) for option in chosen] if place == 1 else []
        comment.person_key = person
        comments.append(comment)
    session.add_all(comments)
    session.flush()
    for comment in comments:
        if sender.name or sender.phone or sender.email:
            keep_contact(session, comment, name=sender.name, phone=sender.phone, email=sender.email)
        if comment.person_key != person:  # set again, even to the same, it would be written again
            comment.person_key = person
        record(session, _VISITOR, "comment.received", f"comment:{comment.id}", {"channel": comment.channel.value})
    return Sent(receipt, tuple(comments), False)


def change_comment(
    session: Session, consultation: Consultation, comment: Comment, opinion: Opinion, now: datetime | None = None
) -> None:
    """Replace what ``comment`` says; what it said is kept, and it must be released anew. Raises as
    :func:`check_open`; :class:`Conflict` E866 for one that was withdrawn, E860 for one of an earlier round."""
    _check_changeable(consultation, comment, now)
    if comment.state is CommentState.WITHDRAWN:
        raise Conflict("E866")
    _keep_revision(session, comment)
    note_loose(session, [one.digest for one in comment.attachments])  # those that are taken out are deleted later
    session.execute(delete(Target).where(Target.comment_id == comment.id))
    session.expire(comment, ["targets"])
    _fill(session, comment, opinion)
    comment.revision += 1
    comment.updated_at = now or utc_now()
    _take_from_public(session, comment)
    record(session, _VISITOR, "comment.changed", f"comment:{comment.id}", {"revision": comment.revision})


def withdraw_comment(
    session: Session, consultation: Consultation, comment: Comment, now: datetime | None = None
) -> None:
    """Take ``comment`` back; it counts no more, its contact is deleted. Raises as :func:`check_open`, E860 also for one of
    an earlier round; a second time changes nothing."""
    if comment.state is CommentState.WITHDRAWN:
        return
    _check_changeable(consultation, comment, now)
    comment.state = CommentState.WITHDRAWN
    comment.updated_at = now or utc_now()
    forget_contact(session, comment)
    _take_from_public(session, comment)
    record(session, _VISITOR, "comment.withdrawn", f"comment:{comment.id}", {})


def _check_changeable(consultation: Consultation, comment: Comment, now: datetime | None) -> None:
    """What an earlier round brought stays as it was counted, also while a later one is open."""
    check_open(consultation, now)
    if (number := round_at(consultation, comment.received_at)) < consultation.round:
        past = consultation.past_rounds[number - 1]
        raise Conflict("E860", closes=end_text(min(past.closes_at, past.closed_at or past.closes_at)))


def find_by_receipt(session: Session, code: str) -> tuple[Comment, ...]:
    """The comments of a submission, in their order; none for a code that nobody has."""
    return _comments_of(session, code)


def _comments_of(session: Session, receipt: str) -> tuple[Comment, ...]:
    hashes = [receipt_hash(receipt, place) for place in range(1, MOST_OPINIONS + 1)]
    first = session.scalar(select(Comment).where(Comment.receipt_hash == hashes[0]))
    if first is None:
        return ()
    others = session.scalars(select(Comment).where(Comment.receipt_hash.in_(hashes[1:]))).all()
    return (first, *sorted(others, key=lambda comment: hashes.index(comment.receipt_hash)))


def _comment(
    session: Session, consultation: Consultation, opinion: Opinion, sender: Sender, moment: datetime
) -> Comment:
    station = _station(session, consultation, sender.station)
    comment = Comment(
        consultation_id=consultation.id,
        version_id=opinion.version_id or consultation.version_id,
        channel=Channel.STATION if station else Channel.SITE,
        received_at=moment,
        updated_at=moment,
        station_link_id=station.id if station else None,
        deputy=station.deputy if station else "",
        speaker=SpeakerKind.MASSES if station else None,
        identity=sender.identity,
        region=sender.region,
        group=sender.group,
        language=sender.language,
    )
    _fill(session, comment, opinion)
    return comment


def _station(session: Session, consultation: Consultation, code: str) -> StationLink | None:
    """The link with this code, if it belongs to this consultation; another one is not held against the person."""
    if not code:
        return None
    return session.scalar(
        select(StationLink).where(StationLink.code == code, StationLink.consultation_id == consultation.id)
    )


def _fill(session: Session, comment: Comment, opinion: Opinion) -> None:
    rows = _clauses(session, comment.version_id, opinion.targets)
    for name in _FIELDS:
        value = getattr(opinion, name)
        setattr(comment, name, list(value) if isinstance(value, tuple) else value)
    comment.targets = list(_targets(comment.version_id, opinion, rows))
    first = rows.get(opinion.targets[0]) if opinion.targets else None
    comment.wordings = _wordings(comment.version_id, opinion, first)
    comment.attachments = [
        Attachment(
            digest=image.digest,
            name=image.name,
            media_type=image.media_type,
            size=image.size,
            width=image.width,
            height=image.height,
        )
        for image in opinion.images
    ]


def _clauses(session: Session, version_id: int, eids: Iterable[str]) -> dict[str, _Clause]:
    """Those of ``eids`` at which a person can point, in the version."""
    wanted = [eid for eid in eids if eid not in GENERAL]
    if not wanted:
        return {}
    rows = session.connection().execute(_CLAUSES, {"version_id": version_id, "eids": wanted})
    found = (_Clause(*row) for row in rows)
    return {clause.eid: clause for clause in found if clause.root_eid}


def _targets(version_id: int, opinion: Opinion, rows: dict[str, _Clause]) -> Iterable[Target]:
    """A row for each clause that the version has, with the quote in the first."""
    shared = {"version_id": version_id, "chosen_by": ChosenBy.AUTHOR, "approved_by": _VISITOR}
    for number, eid in enumerate(opinion.targets):
        if eid in GENERAL:
            yield Target(eid=eid, root_eid=eid, label=eid, **shared)
        elif eid in rows:
            row = rows[eid]
            quoted = _quoted(row.text, opinion) if number == 0 else {}
            yield Target(eid=eid, root_eid=row.root_eid or eid, clause_uid=row.uid, label=row.label, **quoted, **shared)


def _quoted(text: str, opinion: Opinion) -> dict[str, Any]:
    """Where the quote stands in ``text`` and what is around it; nothing when it does not stand there."""
    quote, start = opinion.quote, opinion.start
    if start < 0 or text[start : start + len(quote)] != quote:
        start = text.find(quote)
    if not quote or start < 0:
        return {}
    end = start + len(quote)
    before, behind = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return {"quote": quote, "start": start, "prefix": before, "suffix": behind}


def _wordings(version_id: int, opinion: Opinion, row: _Clause | None) -> list[WordingProposal]:
    if row is None or not opinion.new_text or opinion.new_text == row.text.strip():
        return []
    return [
        WordingProposal(
            version_id=version_id,
            clause_uid=row.uid,
            eid=row.eid,
            label=row.label,
            old_text=row.text,
            new_text=opinion.new_text,
        )
    ]


def _known_options(session: Session, consultation: Consultation, answers: Iterable[int]) -> list[int]:
    wanted = sorted(set(answers))
    if not wanted:
        return []
    query = select(QuestionOption.id).join(Question).where(Question.consultation_id == consultation.id)
    return list(session.scalars(query.where(QuestionOption.id.in_(wanted)).order_by(QuestionOption.id)))


def _keep_revision(session: Session, comment: Comment) -> None:
    content: dict[str, Any] = {name: getattr(comment, name) for name in _FIELDS}
    content["targets"] = [{"eid": one.eid, "label": one.label, "quote": one.quote} for one in comment.targets]
    content["wordings"] = [
        {"eid": one.eid, "label": one.label, "old": one.old_text, "new": one.new_text} for one in comment.wordings
    ]
    content["attachments"] = [{"digest": one.digest, "name": one.name} for one in comment.attachments]
    session.add(CommentRevision(comment_id=comment.id, number=comment.revision, replaced_by=_VISITOR, content=content))


def _take_from_public(session: Session, comment: Comment) -> None:
    """What was released is not what is said now."""
    comment.moderation = None
    session.execute(delete(PublicQuote).where(PublicQuote.comment_id == comment.id))
