"""Reading: the draft with its heat, one page a clause, points, a whole comment."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, send_file, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user, reaches
from consult_web.consultations import (
    HEAT_ORDERS,
    Comment,
    Consultation,
    PointRow,
    StationLink,
    ask_for_analysis,
    ask_for_review,
    clause_view,
    current_run,
    discussed,
    heat_rows,
    labels_of,
    last_review,
    list_points,
    mark_read,
    open_points,
    point_views,
    rounds_of,
    source_of,
)
from consult_web.consultations.analysing import TASK
from consult_web.drafting.choices import decision_choices
from consult_web.drafting.frame import blueprint, last_job, open_consultation, open_run, translate
from consult_web.errors import NotFound
from lawcheck.comments import Stance, mask_personal

__all__ = ["index", "show"]

PAGE = 30  # points of one page of a list
_STATES = ("", "open", "decided", "unsigned")


@blueprint.get("/")
@allowed(Permission.DIGEST_READ)
def index() -> str:
    """The consultations of the user's body."""
    session = storage.session()
    query = select(Consultation).order_by(Consultation.id.desc())
    found = [row for row in session.scalars(query) if reaches(session, current_user(), row.organisation_id)]
    rows = [(row, current_run(session, row)) for row in found]
    return render_template("drafting/index.html", rows=rows)


@blueprint.get("/<int:number>")
@allowed(Permission.DIGEST_READ)
def show(number: int) -> str:
    """The whole draft beside what each clause moved."""
    consultation = open_consultation(number)
    session = storage.session()
    run = current_run(session, consultation)
    order = request.args.get("sort", HEAT_ORDERS[0])
    order = order if order in HEAT_ORDERS else HEAT_ORDERS[0]
    rows = heat_rows(session, run, order) if run else []
    waiting = open_points(session, run) if run else 0
    job = last_job(session, TASK, f"consultation:{number}")
    rounds = rounds_of(session, consultation) if consultation.round > 1 else []
    return render_template(
        "drafting/show.html",
        consultation=consultation,
        run=run,
        rows=rows,
        waiting=waiting,
        order=order,
        orders=HEAT_ORDERS,
        rounds=rounds,
        job=job,
    )


@blueprint.post("/<int:number>/analysis")
@allowed(Permission.DISPOSITION_WRITE)
def analyse_again(number: int) -> Response:
    """Ask for an analysis of everything that came in."""
    open_consultation(number)
    with storage.saving() as session:
        ask_for_analysis(session, number, current_user().actor)
    flash(translate("analysis_asked"), "info")
    return redirect(url_for("drafting.show", number=number), 303)


@blueprint.get("/<int:number>/clauses/<eid>")
@allowed(Permission.DIGEST_READ)
def clause(number: int, eid: str) -> str:
    """Everything on one clause; prints on A4."""
    consultation, run = open_run(number)
    session = storage.session()
    view = clause_view(session, run, eid)
    job = last_review(session, number, eid)
    return render_template(
        "drafting/clause.html",
        consultation=consultation,
        run=run,
        view=view,
        **decision_choices(session, run, view.labels),
        job=job,
    )


@blueprint.post("/<int:number>/clauses/<eid>/review")
@allowed(Permission.DISPOSITION_WRITE)
def review_words(number: int, eid: str) -> Response:
    """Have other words for the clause reviewed like a filed document."""
    open_consultation(number)
    with storage.saving() as session:
        ask_for_review(session, number, eid, request.form.get("words", ""), current_user().actor)
    flash(translate("review_asked"), "info")
    return redirect(url_for("drafting.clause", number=number, eid=eid, _anchor="review"), 303)


@blueprint.get("/<int:number>/points")
@allowed(Permission.DIGEST_READ)
def points(number: int) -> str:
    """A list of points: of a clause, of none, of a family; by stance and by what became of them."""
    consultation, run = open_run(number)
    session = storage.session()
    page = max(request.args.get("page", 1, int), 1)
    wanted = {
        "eid": request.args.get("eid", ""),
        "stance": _one_of(request.args.get("stance", ""), [stance.value for stance in Stance]),
        "state": _one_of(request.args.get("state", ""), _STATES),
        "family": request.args.get("family", ""),
        "number": max(0, min(request.args.get("round", 0, int), consultation.round)),
    }
    found, total = list_points(session, run, start=(page - 1) * PAGE, limit=PAGE, **wanted)  # type: ignore[arg-type]
    return render_template(
        "drafting/points.html",
        consultation=consultation,
        run=run,
        points=found,
        total=total,
        page=page,
        pages=max(-(-total // PAGE), 1),
        wanted=wanted,
        roots=discussed(session, run),
        stances=[(stance.value, stance.value) for stance in Stance],
        **decision_choices(session, run),
    )


def _one_of(value: str, known: list[str] | tuple[str, ...]) -> str:
    return value if value in known else ""


@blueprint.get("/<int:number>/comments/<int:comment_id>")
@allowed(Permission.DIGEST_READ)
def comment(number: int, comment_id: int) -> str:
    """A whole comment in its own words, masked, with its points."""
    consultation, run = open_run(number)
    session = storage.session()
    found = session.get(Comment, comment_id)
    if found is None or found.consultation_id != consultation.id:
        raise NotFound("E800")
    own = select(PointRow.id).where(PointRow.run_id == run.id, PointRow.comment_id == comment_id)
    ids = list(session.scalars(own.order_by(PointRow.ordinal)))
    station = session.get(StationLink, found.station_link_id) if found.station_link_id else None
    return render_template(
        "drafting/comment.html",
        consultation=consultation,
        comment=found,
        texts={name: mask_personal(getattr(found, name)) for name in ("text", "facts", "demand", "reason")},
        source=source_of(found, station.name if station else ""),
        points=point_views(session, run, ids=ids),
        labels=labels_of(session, run.version_id),
        pictures=[one for one in found.attachments if not one.original],
        scans=sum(one.original for one in found.attachments),
    )


@blueprint.get("/<int:number>/comments/<int:comment_id>/pictures/<int:file>")
@allowed(Permission.DIGEST_READ)
def picture(number: int, comment_id: int, file: int) -> Response:
    """A picture that came with a comment; scans of letters, with names on them, are not shown here."""
    consultation, session = open_consultation(number), storage.session()
    found = session.get(Comment, comment_id)
    kept = [one for one in found.attachments if one.id == file and not one.original] if found else []
    if found is None or found.consultation_id != consultation.id or not kept:
        raise NotFound("E800")
    return send_file(storage.files().path(kept[0].digest), mimetype=kept[0].media_type)


@blueprint.post("/<int:number>/read")
@allowed(Permission.DISPOSITION_WRITE)
def read(number: int) -> Response:
    """Mark comments as read; the tracker of each sender shows it."""
    open_consultation(number)
    eid, keys = request.form.get("eid", ""), request.form.getlist("key")
    with storage.saving() as session:
        marked = mark_read(session, number, eid, current_user().actor, keys=keys)
    flash(translate("read_marked", count=marked), "good")
    back = url_for("drafting.clause", number=number, eid=eid) if eid else url_for("drafting.points", number=number)
    return redirect(back, 303)
