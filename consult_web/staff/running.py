"""A consultation at work: its clock, what is missing, publishing, extending, closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, User, allowed, current_user, may
from consult_web.consultations import (
    Comment,
    CommentState,
    Consultation,
    cancel_consultation,
    close_early,
    extend_consultation,
    find_consultation,
    last_day,
    period_of,
    phase_of,
    publish_consultation,
    remarks_on,
    rounds_of,
)
from consult_web.errors import SiteError
from consult_web.staff.forms import day
from consult_web.staff.frame import blueprint, found, is_identified, message, tabs, translate
from consult_web.storage import china_today, utc_now
from lawcheck.procedure import ConsultationPhase

__all__: list[str] = []

Answer = str | BaseResponse | tuple[str, int]


@blueprint.get("/consultations/<slug>")
@allowed(Permission.CONSULTATION_READ)
def show(slug: str) -> str:
    """The consultation: phase, days, what to see to, what to do next."""
    return _shown(found(slug))


def _shown(consultation: Consultation, error: str = "") -> str:
    return render_template(
        "staff/show.html",
        consultation=consultation,
        phase=phase_of(consultation),
        period=period_of(consultation),
        remarks=remarks_on(consultation, identified=is_identified()),
        comments=_count(consultation),
        days_left=_days_left(consultation),
        may_publish=may(Permission.CONSULTATION_PUBLISH),
        may_edit=may(Permission.CONSULTATION_EDIT),
        may_digest=may(Permission.DIGEST_READ),
        phases=ConsultationPhase,
        tomorrow=china_today() + timedelta(days=1),
        tabs=tabs(consultation, "show"),
        rounds=rounds_of(storage.session(), consultation) if consultation.round > 1 else [],
        error=error,
    )


def _count(consultation: Consultation) -> dict[str, int]:
    rows = storage.session().execute(
        select(Comment.state, func.count()).where(Comment.consultation_id == consultation.id).group_by(Comment.state)
    )
    counts = {state.value: count for state, count in rows}
    return {"received": counts.get(CommentState.RECEIVED, 0), "withdrawn": counts.get(CommentState.WITHDRAWN, 0)}


def _days_left(consultation: Consultation) -> int | None:
    if consultation.closes_at is None:
        return None
    return (last_day(consultation.closes_at) - last_day(utc_now())).days


@blueprint.post("/consultations/<slug>/publish")
@allowed(Permission.CONSULTATION_PUBLISH)
def publish(slug: str) -> Answer:
    """Make it public."""

    def act(session: Session, user: User, own: Consultation) -> None:
        publish_consultation(session, user, own, identified=is_identified())

    return _act(slug, act, "published")


@blueprint.post("/consultations/<slug>/extend")
@allowed(Permission.CONSULTATION_PUBLISH)
def extend(slug: str) -> Answer:
    """Move the last day later, with a reason."""

    def act(session: Session, user: User, own: Consultation) -> None:
        wanted = day(request.form.get("closes", "")) or date.min + timedelta(days=1)
        extend_consultation(session, user, own, wanted, request.form.get("reason", ""))

    return _act(slug, act, "extended")


@blueprint.post("/consultations/<slug>/close")
@allowed(Permission.CONSULTATION_PUBLISH)
def close(slug: str) -> Answer:
    """End it before its day, with a reason."""
    return _act(slug, lambda s, u, c: close_early(s, u, c, request.form.get("reason", "")), "closed")


@blueprint.post("/consultations/<slug>/cancel")
@allowed(Permission.CONSULTATION_PUBLISH)
def cancel(slug: str) -> Answer:
    """Call it off, with a reason."""
    return _act(slug, lambda s, u, c: cancel_consultation(s, u, c, request.form.get("reason", "")), "cancelled")


def _act(slug: str, act: Callable[[Session, User, Consultation], None], said: str) -> Answer:
    try:
        with storage.saving() as session:
            act(session, current_user(), find_consultation(session, current_user(), slug))
    except SiteError as error:
        if error.status == 404:
            raise
        return _shown(found(slug), message(error)), error.status
    flash(translate(said), "good")
    return redirect(url_for("staff.show", slug=slug), 303)
