"""Opinions asked for once more, on the same draft: the round before is kept as it stood, its comments stay its own.

No rule of law that was collected tells a shorter or longer period for a second round, so each round keeps the period of
its kind of document, with the same source (``lawcheck.procedure.least_days``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.consultations.analysing import ask_for_analysis
from consult_web.consultations.clocks import (
    end_of,
    first_day,
    last_day,
    least_of,
    moment_of_closing,
    moment_of_opening,
    phase_of,
)
from consult_web.consultations.comments_models import Comment, Contact
from consult_web.consultations.distributing import station_counts
from consult_web.consultations.drafts_models import Consultation, DraftVersion, PastRound
from consult_web.consultations.retention import keep_until
from consult_web.consultations.round_bounds import round_column
from consult_web.consultations.terms import CommentState
from consult_web.consultations.versions import open_version, publish_version
from consult_web.errors import Conflict, Refused
from consult_web.storage import china_today, utc_now
from lawcheck.laws import iso
from lawcheck.procedure import ConsultationPhase, check_period

__all__ = [
    "Round",
    "RoundPlan",
    "rounds_of",
    "start_round",
    "text_of_round",
]

_LONGEST: Final = {"reason": 1000, "notice": 20_000, "explanation": 100_000, "min_days_reason": 1000, "stage": 40}
_LEAST: Final = 5  # characters of a reason
_BEFORE: Final = (ConsultationPhase.CLOSED, ConsultationPhase.REPORTED)


class RoundPlan(NamedTuple):
    """What staff decide of a new round: its first and last day in China, why it is held, and what its notice says."""

    opens: date
    closes: date
    reason: str
    notice: str = ""
    explanation: str = ""
    min_days_reason: str = ""
    stage: str = ""


class Round(NamedTuple):
    """One round in figures: its days, its last text, why it was held, what came in (comments that stand, persons known to
    differ), when it was reported on; ``current`` for the latest."""

    number: int
    stage: str
    reason: str
    notice: str
    opens: date
    closes: date
    extensions: Sequence[dict[str, Any]]
    version: DraftVersion
    comments: int
    persons: int
    reported_at: datetime | None
    current: bool


def rounds_of(session: Session, consultation: Consultation) -> list[Round]:
    """All rounds that have begun or are announced, the first one first."""
    counts = _counts(session, consultation)
    ids = [one.version_id for one in consultation.past_rounds] + [consultation.version_id]
    versions = {one.id: one for one in session.scalars(select(DraftVersion).where(DraftVersion.id.in_(ids)))}
    rows: list[PastRound | Consultation] = [*consultation.past_rounds, consultation]
    found = []
    for number, row in enumerate(rows, 1):
        version = versions.get(row.version_id or 0)
        if version is None or row.opens_at is None or row.closes_at is None:
            continue
        last = last_day(min(row.closes_at, row.closed_at or row.closes_at))
        reason = row.reason if isinstance(row, PastRound) else row.round_reason
        found.append(
            Round(
                number, row.stage, reason, row.notice, first_day(row.opens_at), last, row.extensions, version,
                *counts.get(number, (0, 0)), row.reported_at, row is consultation,
            )
        )  # fmt: skip
    return found


def _counts(session: Session, consultation: Consultation) -> dict[int, tuple[int, int]]:
    """Comments that stand and persons, by round."""
    number = round_column(consultation).label("round")
    # Whoever left nothing that tells who it was counts as one person for each comment.
    alone = func.count().filter(Comment.person_key == "")
    known = func.count(func.distinct(Comment.person_key)).filter(Comment.person_key != "")
    query = select(number, func.count(), alone + known).where(
        Comment.consultation_id == consultation.id, Comment.state == CommentState.RECEIVED
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query.group_by(number))}


def text_of_round(session: Session, consultation: Consultation) -> DraftVersion | None:
    """The text that a new round would ask on: the version that is being prepared, else the current one where it became
    public after the last round had ended. None where people have been asked on the newest text already."""
    prepared = open_version(session, consultation)
    if prepared is not None or consultation.version_id is None:
        return prepared
    current = session.get_one(DraftVersion, consultation.version_id)
    return current if current.number > 1 and not _was_asked_on(consultation, current) else None


def _was_asked_on(consultation: Consultation, version: DraftVersion) -> bool:
    """Whether people could read ``version`` before the round ended."""
    return version.number == 1 or (
        version.published_at is not None and version.published_at < (end_of(consultation) or utc_now())
    )


def start_round(session: Session, user: User, consultation: Consultation, plan: RoundPlan) -> PastRound:
    """Ask once more: the round that is over is kept as it stood, the new text becomes public, its clock begins.

    :class:`Conflict` E948 unless the round before is closed (also when it was reported on), E896 while a place in the new
    text waits for approval; :class:`Refused` E949 without a new text, E892 without a reason, E883 for a text too long,
    E969 for a first day in the past, R830 and R831 for the period.
    """
    if phase_of(consultation) not in _BEFORE:
        raise Conflict("E948")
    version = text_of_round(session, consultation)
    if version is None:
        raise Refused("E949")
    plan = _checked(consultation, plan)
    past = _kept(session, user, consultation, version)
    session.add(past)
    if version.published_at is None:
        publish_version(session, user, consultation, version)
    _keep_contacts_no_longer(session, consultation)
    _begin(consultation, plan, past)
    session.flush()
    session.expire(consultation, ["past_rounds"])
    details = {"round": consultation.round, "version": version.number, "opens": plan.opens.isoformat(),
               "closes": plan.closes.isoformat(), "reason": plan.reason[:500], "short": plan.min_days_reason[:500]}  # fmt: skip
    record(session, user.actor, "round.started", f"consultation:{consultation.id}", details)
    ask_for_analysis(session, consultation.id, user.actor)
    return past


def _checked(consultation: Consultation, plan: RoundPlan) -> RoundPlan:
    """``plan`` without blanks at its ends, once it may be so."""
    texts = {name: getattr(plan, name).replace("\x00", "").replace("\r\n", "\n").strip() for name in _LONGEST}
    for name, limit in _LONGEST.items():
        if len(texts[name]) > limit:
            raise Refused("E883", field=name, limit=limit)
    if len(texts["reason"]) < _LEAST:
        raise Refused("E892")
    if plan.opens < china_today():
        raise Refused("E969", today=china_today().isoformat())
    refusal = check_period(plan.opens, plan.closes, least_of(consultation), texts["min_days_reason"])
    if refusal is not None:
        raise Refused(refusal.code, **refusal.details)
    return plan._replace(**texts)


def _kept(session: Session, user: User, consultation: Consultation, text: DraftVersion) -> PastRound:
    """The round that is over, as it stands; what the stations brought stays in it, and their addresses serve anew."""
    asked = _asked(consultation, text)
    counts = station_counts(session, consultation)
    same = ("stage", "notice", "explanation", "min_days_reason", "opens_at", "closes_at", "extensions", "closed_at",
            "reported_at")  # fmt: skip
    past = PastRound(
        consultation_id=consultation.id,
        number=consultation.round,
        version_id=asked.id,
        reason=consultation.round_reason,
        stations=[_station(one.link, one.total) for one in counts],
        ended_at=utc_now(),
        ended_by=user.actor,
        **{name: getattr(consultation, name) for name in same},
    )
    for one in counts:
        link = one.link
        link.deadline, link.returned_at, link.returned_nothing = None, None, False
        link.reminded_at, link.reminders = None, 0
    return past


def _asked(consultation: Consultation, text: DraftVersion) -> DraftVersion:
    """The last text on which the round asked; one that was only shown after its end is none."""
    earlier = [one for one in consultation.versions if one.number < text.number and _was_asked_on(consultation, one)]
    return max(earlier, key=lambda one: one.number)


def _station(link: Any, total: int) -> dict[str, Any]:
    moments = {name: getattr(link, name) for name in ("deadline", "returned_at")}
    told = {name: iso(moment) for name, moment in moments.items()}
    return {"name": link.name, "deputy": link.deputy, "nothing": link.returned_nothing, "total": total, **told}


def _keep_contacts_no_longer(session: Session, consultation: Consultation) -> None:
    """Contacts of a round that was reported on go when that report said they would, whatever follows."""
    last = keep_until(consultation)
    if last is None:
        return
    own = select(Comment.id).where(Comment.consultation_id == consultation.id)
    due = update(Contact).where(Contact.comment_id.in_(own), Contact.delete_after.is_(None))
    session.execute(due.values(delete_after=last), execution_options={"synchronize_session": False})


def _begin(consultation: Consultation, plan: RoundPlan, past: PastRound) -> None:
    consultation.round, consultation.round_reason = past.number + 1, plan.reason
    consultation.opens_at, consultation.closes_at = moment_of_opening(plan.opens), moment_of_closing(plan.closes)
    consultation.extensions, consultation.closed_at, consultation.reported_at = [], None, None
    consultation.min_days_reason = plan.min_days_reason
    consultation.stage = plan.stage or consultation.stage
    consultation.notice = plan.notice or consultation.notice
    consultation.explanation = plan.explanation or consultation.explanation
