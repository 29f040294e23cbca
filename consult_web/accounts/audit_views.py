"""Pages of the auditor and of who watches the system: the audit log, background work."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable

from flask import flash, redirect, render_template, request, send_file, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts.guarding import allowed, current_actor, current_user
from consult_web.accounts.log_files import MOST_EVENTS, log_csv, log_xlsx
from consult_web.accounts.log_search import Asked, count_events, find_events, read_asked
from consult_web.accounts.log_words import (
    action_choices,
    action_words,
    details_words,
    job_words,
    subject_words,
)
from consult_web.accounts.models import User
from consult_web.accounts.permissions import Permission
from consult_web.accounts.rates import limiter
from consult_web.accounts.views import blueprint, translate
from consult_web.audit import AuditEvent, record, verify
from consult_web.background import Job, JobState, start_again
from consult_web.errors import NotFound, Refused
from consult_web.storage import china_today
from consult_web.ui import language, moment_text

_SIZE = 100
_KINDS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@blueprint.get("/audit")
@allowed(Permission.AUDIT_READ)
def audit_log() -> str:
    """The log, newest first; ``?before=`` a number, filtered by actor, action, subject and days."""
    session, asked = storage.session(), read_asked(request.args)
    actors = _actors(asked.actor)
    query = find_events(session, asked, actors).order_by(AuditEvent.number.desc()).limit(_SIZE)
    if before := request.args.get("before", 0, type=int):
        query = query.where(AuditEvent.number < before)
    events = list(session.scalars(query))
    names = _names(event.actor for event in events)
    return render_template(
        "accounts/audit.html",
        rows=[_row(event, names) for event in events],
        older=events[-1].number if len(events) == _SIZE else None,
        actions=action_choices(),
        asked=asked.told,
        count=count_events(session, asked, actors),
    )


@blueprint.post("/audit/export")
@limiter.limit("6 per minute")
@allowed(Permission.AUDIT_READ)
def export_log() -> BaseResponse:
    """What was asked for as a workbook or CSV, oldest first; the log notes who took what before it is given."""
    session, asked = storage.session(), read_asked(request.form)
    actors, kind = _actors(asked.actor), "csv" if request.form.get("as") == "csv" else "xlsx"
    count = count_events(session, asked, actors)
    if count > MOST_EVENTS:
        raise Refused("E661", count=count, most=MOST_EVENTS)
    with storage.saving() as saved:
        record(saved, current_actor(), "audit.exported", "audit", {**asked.told, "format": kind, "events": count})
    session = storage.session()
    query = find_events(session, asked, actors).order_by(AuditEvent.number).limit(count)
    return _send(list(session.scalars(query)), asked, kind)


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
        flash(translate("audit_bad", number=found.fault.number, what=found.fault.words(language())), "bad")
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


def _send(events: list[AuditEvent], asked: Asked, kind: str) -> BaseResponse:
    names = _names({event.actor for event in events})
    today = china_today().isoformat()
    if kind == "csv":
        data = log_csv(events, lambda actor: _who(actor, names))
    else:
        asks = details_words(asked.told) or translate("all")
        about = {
            "导出": f"{today}，{current_user().name}",
            "条件": asks,
            "条数": str(len(events)),
            "说明": "每条的校验值由本条各项和上一条的校验值算出；导出记入审计日志。",
        }
        data = log_xlsx(events, lambda actor: _who(actor, names), about)
    name = f"{translate('audit')}（{today}）.{kind}"
    response = send_file(io.BytesIO(data), _KINDS[kind], as_attachment=True, download_name=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


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
