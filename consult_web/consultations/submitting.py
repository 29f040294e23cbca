"""Opinions become comments: sent, changed, withdrawn, by whoever holds the receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple, NoReturn
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
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
from consult_web.consultations.contacts import forget_contact, person_key, put_contact
from consult_web.consultations.drafts_models import (
    GENERAL,
    ClauseRow,
    Consultation,
    Question,
    QuestionOption,
    StationLink,
)
from consult_web.consultations.opinions import Opinion, Sender
from consult_web.consultations.receipts import MOST_OPINIONS, make_receipt, receipt_hash
from consult_web.consultations.round_bounds import round_at
from consult_web.consultations.terms import Channel, ChosenBy, CommentState, SpeakerKind
from consult_web.errors import Conflict, Refused
from consult_web.storage import Database, database_of, keyed_hash, note_loose, secret, utc_now
from consult_web.ui import end_text, moment_text
from lawcheck.procedure import ConsultationPhase

__all__ = ["Sent", "change_comment", "check_open", "find_by_receipt", "submit", "withdraw_comment"]

_CONTEXT: Final = 32  # characters kept before and behind a quote
_VISITOR: Final = "visitor"
_FIELDS: Final = ("title", "text", "facts", "demand", "reason", "stance", "kinds", "consent_public")
_KNOWN: Final = select(Comment.id).where(Comment.receipt_hash.in_(bindparam("hashes", expanding=True)))
_CLAUSES: Final = select(ClauseRow.eid, ClauseRow.root_eid, ClauseRow.uid, ClauseRow.label, ClauseRow.text).where(
    ClauseRow.version_id == bindparam("version_id"), ClauseRow.root_eid.is_not(None)
)
# Rows as such: to make objects of them, which nobody looks at, took three times as long as the database with all of it.
_TAKE_IN: Final = tuple(
    dialect.insert(Comment).on_conflict_do_nothing().returning(Comment.id) for dialect in (postgresql, sqlite)
)
_UNQUOTED: Final[Mapping[str, Any]] = {"quote": "", "start": 0, "prefix": "", "suffix": ""}
_Part = Target | WordingProposal | Attachment | Answer
_ADD: Final = {table: insert(table) for table in (Target, WordingProposal, Attachment, Answer)}
_KEPT: Final = 32  # versions: a city has a few consultations at a time
_CLAUSES_OF: Final[WeakKeyDictionary[Database, dict[int, dict[str, _Clause]]]] = WeakKeyDictionary()


class Sent(NamedTuple):
    """What a person is told: the code, and the opinions it stands for (ids of their comments, in their order);
    ``repeated``: it was sent before."""

    receipt: str
    comments: tuple[int, ...]
    repeated: bool


class _Clause(NamedTuple):
    """What is kept of a clause beside an opinion on it."""

    eid: str
    root_eid: str
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
    person: str = "",
) -> Sent:
    """Take in what a person sends; one comment for each opinion, answers with the first. The caller commits.

    ``person`` is the key of one whom a provider confirmed. With the same ``key`` a second time nothing is made and the same
    receipt is given, also after the end, and also when both come at the same moment (the later one waits). Raises
    :class:`Refused` E950 for nothing, E953 for too much, :class:`Conflict` E860 after the end.
    """
    receipt = make_receipt(secret(session, "person"), key)
    chosen = _known_options(session, consultation, answers)
    if not (opinions or chosen) or len(opinions) > MOST_OPINIONS or not is_open(consultation, now):
        return _sent_before(session, receipt) or _refuse(consultation, bool(opinions or chosen), now)
    shared = _shared(session, consultation, sender, now or utc_now())
    # Several opinions of one submission are one person's, known or not.
    alone = keyed_hash(secret(session, "person"), "submission", key)[:32]
    shared["person_key"] = person or person_key(session, sender.phone, sender.email) or alone
    made: list[int] = []
    for place, opinion in enumerate(opinions or (Opinion(version_id=consultation.version_id or 0),), 1):
        shared["idempotency_key"] = sha256(f"{key}/{place}".encode()).hexdigest()
        shared["receipt_hash"] = receipt_hash(receipt, place)
        number = _take_in(session, consultation, shared, opinion)
        if number is None:  # the same was sent at the same moment, and was first
            return _sent_before(session, receipt) or _refuse(consultation, False, now)
        made.append(number)
        put_contact(session, number, name=sender.name, phone=sender.phone, email=sender.email)
        record(session, _VISITOR, "comment.received", f"comment:{number}", {"channel": shared["channel"].value})
    _add(session, Answer, made[0], [{"option_id": option} for option in chosen])
    return Sent(receipt, tuple(made), False)


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
    hashes = _hashes(receipt)
    first = session.scalar(select(Comment).where(Comment.receipt_hash == hashes[0]))
    if first is None:
        return ()
    others = session.scalars(select(Comment).where(Comment.receipt_hash.in_(hashes[1:]))).all()
    return (first, *sorted(others, key=lambda comment: hashes.index(comment.receipt_hash)))


def _hashes(receipt: str) -> list[str]:
    return [receipt_hash(receipt, place) for place in range(1, MOST_OPINIONS + 1)]


def _sent_before(session: Session, receipt: str) -> Sent | None:
    found = session.connection().scalars(_KNOWN, {"hashes": _hashes(receipt)}).all()
    return Sent(receipt, tuple(sorted(found)), True) if found else None


def _refuse(consultation: Consultation, said: bool, now: datetime | None) -> NoReturn:
    """Why nothing was taken in."""
    check_open(consultation, now)
    raise Refused("E953", limit=MOST_OPINIONS) if said else Refused("E950")


def _shared(session: Session, consultation: Consultation, sender: Sender, moment: datetime) -> dict[str, Any]:
    """What all comments of one submission have in common."""
    station = _station(session, consultation, sender.station)
    return {
        "consultation_id": consultation.id,
        "channel": Channel.STATION if station else Channel.SITE,
        "received_at": moment,
        "updated_at": moment,
        "station_link_id": station.id if station else None,
        "deputy": station.deputy if station else "",
        "speaker": SpeakerKind.MASSES if station else None,
        "identity": sender.identity,
        "region": sender.region,
        "group": sender.group,
        "language": sender.language,
        "can_reply": sender.reachable,
        "row_version": 1,
    }


def _station(session: Session, consultation: Consultation, code: str) -> StationLink | None:
    """The link with this code, if it belongs to this consultation; another one is not held against the person."""
    if not code:
        return None
    return session.scalar(
        select(StationLink).where(StationLink.code == code, StationLink.consultation_id == consultation.id)
    )


def _take_in(session: Session, consultation: Consultation, shared: Mapping[str, Any], opinion: Opinion) -> int | None:
    """The id of a new comment with its parts; None where there is one with this receipt."""
    version_id = opinion.version_id or consultation.version_id or 0
    clauses = _clauses(session, version_id)
    values = {**shared, **_values(opinion), "version_id": version_id}
    number: int | None = session.connection().scalar(_TAKE_IN[database_of(session).is_sqlite], values)
    if number is not None:
        for table, rows in _parts(version_id, opinion, clauses).items():
            _add(session, table, number, rows)
    return number


def _add(session: Session, table: type[_Part], comment_id: int, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        values = [{**row, "comment_id": comment_id} for row in rows]
        session.connection().execute(_ADD[table], values if rows[1:] else values[0])


def _fill(session: Session, comment: Comment, opinion: Opinion) -> None:
    for name, value in _values(opinion).items():
        setattr(comment, name, value)
    parts = _parts(comment.version_id, opinion, _clauses(session, comment.version_id))
    comment.targets = [Target(**row) for row in parts[Target]]
    comment.wordings = [WordingProposal(**row) for row in parts[WordingProposal]]
    comment.attachments = [Attachment(**row) for row in parts[Attachment]]


def _values(opinion: Opinion) -> dict[str, Any]:
    found = ((name, getattr(opinion, name)) for name in _FIELDS)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found}


def _parts(
    version_id: int, opinion: Opinion, clauses: Mapping[str, _Clause]
) -> dict[type[_Part], list[dict[str, Any]]]:
    """The rows that belong to a comment, without its id."""
    first = clauses.get(opinion.targets[0]) if opinion.targets else None
    return {
        Target: list(_targets(version_id, opinion, clauses)),
        WordingProposal: _wordings(version_id, opinion, first),
        Attachment: [asdict(image) for image in opinion.images],
    }


def _clauses(session: Session, version_id: int) -> Mapping[str, _Clause]:
    """Those of a version at which a person can point, read once per process: a version that was published never changes."""
    known = _CLAUSES_OF.setdefault(database_of(session), {})
    if version_id not in known:
        rows = session.connection().execute(_CLAUSES, {"version_id": version_id})
        while len(known) >= _KEPT:
            known.pop(next(iter(known)), None)
        known[version_id] = {row.eid: _Clause._make(row) for row in rows}
    return known[version_id]


def _targets(version_id: int, opinion: Opinion, rows: Mapping[str, _Clause]) -> Iterable[dict[str, Any]]:
    """A row for each clause that the version has, with the quote in the first."""
    shared = {"version_id": version_id, "chosen_by": ChosenBy.AUTHOR, "approved_by": _VISITOR}
    for number, eid in enumerate(opinion.targets):
        if eid in GENERAL:
            yield {**shared, **_UNQUOTED, "clause_uid": "", "eid": eid, "root_eid": eid, "label": eid}
        elif eid in rows:
            row = rows[eid]
            quoted = _quoted(row.text, opinion) if number == 0 else {}
            place = {"clause_uid": row.uid, "eid": eid, "root_eid": row.root_eid, "label": row.label}
            yield {**shared, **_UNQUOTED, **place, **quoted}


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


def _wordings(version_id: int, opinion: Opinion, row: _Clause | None) -> list[dict[str, Any]]:
    if row is None or not opinion.new_text or opinion.new_text == row.text.strip():
        return []
    place = {"version_id": version_id, "clause_uid": row.uid, "eid": row.eid, "label": row.label}
    return [{**place, "old_text": row.text, "new_text": opinion.new_text}]


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
