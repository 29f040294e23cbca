"""Deciding: one form for some points or a family, two drafters on one point, sign-off, alarms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult_web import storage
from consult_web.accounts import Permission, User, allowed, current_user
from consult_web.audit import record
from consult_web.consultations import (
    AnalysisRun,
    Clash,
    Consultation,
    Decision,
    Disposition,
    Outcome,
    decide,
    family_points,
    find_alarms,
    forget_decision,
    gate_of,
    labels_of,
    link_adoptions,
    next_versions,
    parse_seen,
    point_views,
    sign,
    stray_dispositions,
)
from consult_web.drafting.choices import decision_choices
from consult_web.drafting.frame import blueprint, open_consultation, open_run, translate
from consult_web.errors import NotFound, Refused
from consult_web.storage import utc_now
from consult_web.ui import language

__all__ = ["change_points", "decisions"]

_PREVIEW = 20  # points shown above the form; a family of thousands is told by its number
_LISTED = 50  # decisions of one page


@blueprint.route("/<int:number>/decide", methods=["GET", "POST"])
@allowed(Permission.DISPOSITION_WRITE)
def change_points(number: int) -> str | Response | tuple[str, int]:
    """The form for chosen points (``point``) or a whole family (``family``), and its answer."""
    consultation, run = open_run(number)
    if request.method == "GET" or "outcome" not in request.form:
        return _form(consultation, run, {})
    try:
        clashes = _save(number)
    except Refused as error:
        storage.session().rollback()
        return _form(consultation, run, {"outcome": error.text(language())}), error.status
    if clashes:
        return _conflict(consultation, run, clashes), 409
    flash(translate("decided", count=_count(number)), "good")
    return redirect(_back(number), 303)


def _save(number: int) -> list[Clash]:
    with storage.saving() as session:
        seen, family = _chosen(session, number), request.form.get("family", "")
        return decide(session, number, seen, _decision(), current_user().actor, family_key=family)


def _chosen(session: Session, number: int) -> dict[str, int]:
    """Points ticked, and those of a family named."""
    seen = parse_seen(request.values.getlist("point"))
    family = request.values.get("family", "")
    if family:
        since = datetime.fromisoformat(request.form["at"]) if request.form.get("at") else None
        eid = request.values.get("within", "")
        seen |= {
            key: version
            for key, version in family_points(
                session, number, family, eid, since=since, actor=current_user().actor
            ).items()
            if key not in seen
        }
    return seen


def _count(number: int) -> int:
    return len(_chosen(storage.session(), number))


def _decision() -> Decision:
    form = request.form
    try:
        outcome = Outcome(form.get("outcome", ""))
    except ValueError:
        raise Refused("E875") from None
    return Decision(
        outcome,
        form.get("reason", "")[:4000],
        form.get("target", ""),
        form.get("old_words", "")[:4000],
        form.get("new_words", "")[:4000],
        form.get("version", type=int),
        form.get("transferred_to", "")[:200],
    )


def _back(number: int) -> str:
    eid = request.form.get("back", "")
    return url_for("drafting.clause", number=number, eid=eid) if eid else url_for("drafting.points", number=number)


def _form(consultation: Consultation, run: AnalysisRun, errors: Mapping[str, str]) -> str:
    session = storage.session()
    seen = _chosen(session, consultation.id)
    views = point_views(session, run, keys=list(seen)[:_PREVIEW])
    values = dict(request.values.items())
    if views and "outcome" not in values:
        values |= _suggested(views)
    return render_template(
        "drafting/decide.html",
        consultation=consultation,
        views=views,
        seen=[f"{key}:{version}" for key, version in seen.items()] if not values.get("family") else [],
        total=len(seen),
        values=values,
        errors=errors,
        at=utc_now().isoformat(),
        back=_back(consultation.id),
        unsent=[(name, value) for name, value in request.form.items() if name != "csrf_token"],
        **decision_choices(session, run),
    )


def _suggested(views: list[Any]) -> dict[str, str]:
    """What the form begins with: the decision that is there, else the clause and the words that the point asks for."""
    first = views[0]
    if row := first.disposition:
        return _as_values(row)
    wording = first.wordings[0] if first.wordings else {}
    return {"target": wording.get("eid") or first.eid, "old_words": wording.get("old", ""), "new_words": wording.get("new", "")}  # fmt: skip


def _as_values(row: Disposition) -> dict[str, str]:
    names = ("reason", "old_words", "new_words", "transferred_to")
    values = {name: getattr(row, name) for name in names}
    return values | {"outcome": row.outcome.value, "target": row.eid, "version": str(row.version_id or "")}


def _conflict(consultation: Consultation, run: AnalysisRun, clashes: list[Clash]) -> str:
    """Both texts side by side; whoever came second decides again, knowing the other."""
    session = storage.session()
    seen = parse_seen(request.form.getlist("point")) | {clash.key: clash.theirs.row_version for clash in clashes}
    query = select(User).where(User.id.in_([_user_id(clash.theirs.decided_by) for clash in clashes]))
    names = {user.actor: user.name for user in session.scalars(query)}
    views = {view.key: view for view in point_views(session, run, keys=[clash.key for clash in clashes[:_PREVIEW]])}
    return render_template(
        "drafting/conflict.html",
        consultation=consultation,
        clashes=[(views[clash.key], clash.theirs, names.get(clash.theirs.decided_by, "")) for clash in clashes[:_PREVIEW] if clash.key in views],
        total=len(clashes),
        mine=request.form,
        seen=[f"{key}:{version}" for key, version in seen.items()],
        at=utc_now().isoformat(),
        back=_back(consultation.id),
        **decision_choices(session, run),
    )  # fmt: skip


def _user_id(actor: str) -> int:
    kind, _, number = actor.partition(":")
    return int(number) if kind == "user" and number.isdigit() else 0


@blueprint.get("/<int:number>/decisions")
@allowed(Permission.DIGEST_READ)
def decisions(number: int) -> str:
    """The gate, alarms, what waits for a signature, decisions whose point is gone."""
    consultation, run = open_run(number)
    session = storage.session()
    page = max(request.args.get("page", 1, int), 1)
    waiting = select(Disposition).where(Disposition.consultation_id == number, Disposition.signed_by.is_(None))
    rows = session.scalars(waiting.order_by(Disposition.id).offset((page - 1) * _LISTED).limit(_LISTED)).all()
    views = {view.key: view for view in point_views(session, run, keys=[row.point_key for row in rows])}
    gate = gate_of(session, run)
    versions = next_versions(session, run)
    return render_template(
        "drafting/decisions.html",
        consultation=consultation,
        gate=gate,
        alarms=find_alarms(session, run),
        waiting=[(row, views.get(row.point_key)) for row in rows],
        unsigned=gate.decided - gate.signed,
        page=page,
        pages=max(-(-(gate.decided - gate.signed) // _LISTED), 1),
        stray=stray_dispositions(session, consultation),
        versions=versions,
        later=[(row.id, row.label) for row in versions],
        labels=labels_of(session, run.version_id),
        actor=current_user().actor,
    )


@blueprint.post("/<int:number>/sign")
@allowed(Permission.DISPOSITION_SIGN)
def sign_decisions(number: int) -> Response:
    """Sign the decisions ticked, or all that wait."""
    open_consultation(number)
    ids = [int(value) for value in request.form.getlist("id") if value.isdigit()]
    if not ids and request.form.get("all") != "yes":
        raise Refused("E859")
    with storage.saving() as session:
        signed, own = sign(session, number, current_user().actor, ids)
    flash(translate("signed_done", count=signed) + (translate("signed_own", count=own) if own else ""), "good")
    return redirect(url_for("drafting.decisions", number=number), 303)


@blueprint.post("/<int:number>/link")
@allowed(Permission.DISPOSITION_WRITE)
def link_version(number: int) -> Response:
    """Tie adoptions to a later version in which their words stand."""
    _, run = open_run(number)
    with storage.saving() as session:
        wanted = request.form.get("version", 0, int)
        version = next((row for row in next_versions(session, run) if row.id == wanted), None)
        if version is None:
            raise NotFound("E800")
        tied, left = link_adoptions(session, run, version)
        details = {"version": version.number, "tied": tied, "left": left}
        record(session, current_user().actor, "disposition.linked", f"consultation:{number}", details)
    flash(translate("linked", tied=tied, left=left), "good" if not left else "warn")
    return redirect(url_for("drafting.decisions", number=number), 303)


@blueprint.post("/<int:number>/decisions/<int:row>/take-back")
@allowed(Permission.DISPOSITION_WRITE)
def take_back(number: int, row: int) -> Response:
    """Take a decision back: its point is open again, or it was gone."""
    open_consultation(number)
    with storage.saving() as session:
        forget_decision(session, number, row, current_user().actor)
    flash(translate("taken_back"), "good")
    return redirect(url_for("drafting.decisions", number=number), 303)
