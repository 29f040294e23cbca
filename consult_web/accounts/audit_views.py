"""Pages of the auditor and of who watches the system: the audit log, background work."""

from __future__ import annotations

import json
from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts.guarding import allowed, current_actor
from consult_web.accounts.log_words import (
    action_choices,
    action_words,
    details_words,
    job_words,
    subject_code,
    subject_words,
)
from consult_web.accounts.models import User
from consult_web.accounts.permissions import Permission
from consult_web.accounts.rates import limiter
from consult_web.accounts.views import blueprint, translate
from consult_web.audit import AuditEvent, record, verify
from consult_web.background import Job, JobState, start_again
from consult_web.errors import NotFound
from consult_web.ui import language, moment_text

_SIZE = 100


@blueprint.get("/audit")
@allowed(Permission.AUDIT_READ)
def audit_log() -> str:
    """The log, newest first; ``?before=`` a number, filtered by actor, action, subject."""
    session = storage.session()
    query = select(AuditEvent).order_by(AuditEvent.number.desc()).limit(_SIZE)
    if actor := request.args.get("actor", "").strip():
        query = query.where(AuditEvent.actor.in_(_actors(actor)))
    if action := request.args.get("action", "").strip():
        query = query.where(AuditEvent.action == action)
    if subject := request.args.get("subject", "").strip():
        query = query.where(AuditEvent.subject == subject_code(subject))
    if before := request.args.get("before", 0, type=int):
        query = query.where(AuditEvent.number < before)
    events = list(session.scalars(query))
    names = _names(event.actor for event in events)
    rows = [_row(event, names) for event in events]
    older = events[-1].number if len(events) == _SIZE else None
    return render_template("accounts/audit.html", rows=rows, older=older, actions=action_choices())


@blueprint.post("/audit/verify")
@limiter.limit("6 per minute")
@allowed(Permission.AUDIT_READ)
def verify_log() -> BaseResponse:
    """Check the whole chain."""
    found = verify(storage.session())
    with storage.saving() as session:
        record(
            session, current_actor(), "audit.verified", "audit", {"events": found.events, "whole": found.fault is None}
        )
    if found.fault:
        flash(translate("audit_bad", number=found.fault.number, what=found.fault.what), "bad")
    else:
        flash(translate("audit_good", events=found.events, hash=found.head.hash))
    return redirect(url_for("accounts.audit_log"), 303)


@blueprint.get("/admin/jobs")
@allowed(Permission.SYSTEM_WATCH)
def jobs() -> str:
    """Background work: kinds, states and errors, nothing of what it works on."""
    found = storage.session().scalars(select(Job).order_by(Job.id.desc()).limit(_SIZE))
    return render_template(
        "accounts/jobs.html", jobs=list(found), failed=JobState.FAILED, running=JobState.RUNNING, kind_of=_kind_of
    )


@blueprint.post("/admin/jobs/<int:number>/retry")
@allowed(Permission.SYSTEM_WATCH)
def retry_job(number: int) -> BaseResponse:
    """Start a failed one again."""
    with storage.saving() as session:
        job = session.get(Job, number)
        if job is None:
            raise NotFound("E800")
        start_again(session, job)
        record(session, current_actor(), "job.retried", f"job:{number}", {"kind": job.kind})
    flash(translate("retried"))
    return redirect(url_for("accounts.jobs"), 303)


def _names(actors: Iterable[str]) -> dict[str, str]:
    """People's names by how the log names them."""
    wanted = {actor for actor in actors if actor.startswith("user:")}
    numbers = [int(actor.removeprefix("user:")) for actor in wanted]
    return {user.actor: user.name for user in storage.session().scalars(select(User).where(User.id.in_(numbers)))}


def _actors(typed: str) -> list[str]:
    """How the log names whom somebody typed: by name or log-in name, else by the log's own name."""
    programs = {translate("program"): "program", translate("visitor"): "visitor"}
    query = select(User).where((User.name == typed) | (User.login == typed))
    return [programs.get(typed, typed), *(user.actor for user in storage.session().scalars(query))]


def _row(event: AuditEvent, names: dict[str, str]) -> dict[str, object]:
    told = language() == "zh"
    return {
        "number": event.number,
        "at": moment_text(event.at),
        "actor": _who(event.actor, names),
        "action": action_words(event.action) if told else event.action,
        "subject": subject_words(event.subject) if told else event.subject,
        "details": details_words(event.details) if told else json.dumps(event.details, sort_keys=True),
    }


def _who(actor: str, names: dict[str, str]) -> str:
    """The name, with what tells people of one name apart."""
    if actor in ("program", "visitor"):
        return translate(actor)
    number = subject_words(actor) if language() == "zh" else actor
    return f"{names[actor]}（{number}）" if actor in names else number


def _kind_of(kind: str) -> str:
    return job_words(kind) if language() == "zh" else kind
