"""Pages of the auditor and of who watches the system: the audit log, background work."""

from __future__ import annotations

import json
from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts.guarding import allowed, current_actor
from consult_web.accounts.models import User
from consult_web.accounts.permissions import Permission
from consult_web.accounts.rates import limiter
from consult_web.accounts.views import blueprint, translate
from consult_web.audit import AuditEvent, record, verify
from consult_web.background import Job, JobState, start_again
from consult_web.errors import NotFound
from consult_web.ui import moment_text

_SIZE = 100


@blueprint.get("/audit")
@allowed(Permission.AUDIT_READ)
def audit_log() -> str:
    """The log, newest first; ``?before=`` a number, filtered by actor, action, subject."""
    session = storage.session()
    query = select(AuditEvent).order_by(AuditEvent.number.desc()).limit(_SIZE)
    for name in ("actor", "action", "subject"):
        if wanted := request.args.get(name, "").strip():
            query = query.where(getattr(AuditEvent, name) == wanted)
    if before := request.args.get("before", 0, type=int):
        query = query.where(AuditEvent.number < before)
    events = list(session.scalars(query))
    names = _names(event.actor for event in events)
    rows = [_row(event, names) for event in events]
    older = events[-1].number if len(events) == _SIZE else None
    return render_template("accounts/audit.html", rows=rows, older=older, checked=None)


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
    return render_template("accounts/jobs.html", jobs=list(found), failed=JobState.FAILED)


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


def _row(event: AuditEvent, names: dict[str, str]) -> dict[str, object]:
    name = names.get(event.actor)
    return {
        "number": event.number,
        "at": moment_text(event.at),
        "actor": f"{name}（{event.actor}）" if name else event.actor,
        "action": event.action,
        "subject": event.subject,
        "details": json.dumps(event.details, ensure_ascii=False, sort_keys=True) if event.details else "",
        "hash": event.hash[:12],
    }
