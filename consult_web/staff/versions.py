"""A new version: its file, where each comment stands in it, approval, publishing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user, may
from consult_web.background import Job
from consult_web.consultations import (
    GONE,
    STAGES,
    ClauseRow,
    DraftVersion,
    Place,
    add_version,
    approve_places,
    correct_place,
    count_open,
    discard_version,
    find_consultation,
    find_places,
    find_version,
    open_version,
    place_comments,
    previous_of,
    publish_version,
    summarise_places,
)
from consult_web.errors import Conflict, NotFound, SiteError
from consult_web.staff.drafts import opened, uploaded
from consult_web.staff.frame import blueprint, found, message, pages_of, tabs, translate
from consult_web.ui import language
from lawcheck.comments import NEW_CLAUSE, WHOLE_DRAFT, mask_personal
from lawcheck.errors import LawcheckError

__all__: list[str] = []

Answer = str | BaseResponse | tuple[str, int]
_ON_PAGE = 20


@blueprint.get("/consultations/<slug>/versions")
@allowed(Permission.CONSULTATION_READ)
def versions(slug: str) -> str:
    """All versions, and the way to a new one."""
    consultation = found(slug)
    return render_template(
        "staff/versions.html",
        consultation=consultation,
        prepared=open_version(storage.session(), consultation),
        tabs=tabs(consultation, "versions"),
    )


@blueprint.route("/consultations/<slug>/versions/new", methods=["GET", "POST"])
@allowed(Permission.CONSULTATION_EDIT)
def new_version(slug: str) -> Answer:
    """The file of a new version, its name, and what changed in a sentence."""
    consultation = found(slug)
    if request.method == "GET":
        return _uploading(slug)
    try:
        if open_version(storage.session(), consultation):
            raise Conflict("E895")
        token, document = uploaded("file")
        _, digest, name = opened(token)
        with storage.saving() as session:
            own = find_consultation(session, current_user(), slug)
            label, note = request.form.get("label", ""), request.form.get("note", "")
            made = add_version(session, current_user(), own, document, digest, name, label, note)
    except LawcheckError as error:
        said = message(error) if isinstance(error, SiteError) else error.text(language())
        return _uploading(slug, said), error.status if isinstance(error, SiteError) else 400
    return redirect(url_for("staff.version", slug=slug, number=made.number), 303)


def _uploading(slug: str, error: str = "") -> str:
    return render_template("staff/new_version.html", consultation=found(slug), stages=STAGES, error=error)


@blueprint.get("/consultations/<slug>/versions/<int:number>")
@allowed(Permission.CONSULTATION_READ)
def version(slug: str, number: int) -> str:
    """What changed, and where each comment would stand."""
    return _version_page(slug, number)


def _version_page(slug: str, number: int, error: str = "") -> str:
    session, consultation = storage.session(), found(slug)
    one = find_version(session, consultation, number)
    if number == 1:
        raise NotFound("E800")
    before = previous_of(session, one)
    arguments = {"verdict": request.args.get("verdict", ""), "only_open": request.args.get("show", "open") == "open"}
    _, total = find_places(session, one, limit=1, **arguments)  # type: ignore[arg-type]
    pages = pages_of(total, request.args.get("page", type=int), _ON_PAGE)
    places, _ = find_places(session, one, offset=pages.offset, limit=_ON_PAGE, **arguments)  # type: ignore[arg-type]
    old, new = _texts(before), _texts(one)
    return render_template(
        "staff/version.html",
        consultation=consultation,
        version=one,
        before=before,
        summary=summarise_places(session, one),
        waiting=count_open(session, one),
        rows=[_shown(place, old, new) for place in places],
        total=total,
        pages=pages,
        options=_options(new),
        changes=_changes(old, new),
        job=_job(one),
        may_publish=may(Permission.CONSULTATION_PUBLISH),
        may_edit=may(Permission.CONSULTATION_EDIT),
        tabs=tabs(consultation, "versions"),
        error=error,
        **arguments,
    )


def _texts(one: DraftVersion) -> dict[str, ClauseRow]:
    query = select(ClauseRow).where(ClauseRow.version_id == one.id).order_by(ClauseRow.position)
    return {row.eid: row for row in storage.session().scalars(query)}


def _shown(place: Place, old: dict[str, ClauseRow], new: dict[str, ClauseRow]) -> dict[str, Any]:
    target, origin, comment = place
    before, after = old.get(origin.eid), new.get(target.eid)
    return {
        "id": target.id,
        "comment": comment.id,
        "verdict": target.verdict,
        "how": target.how,
        "approved": target.approved_by,
        "gone": target.eid.startswith(GONE),
        "eid": "" if target.eid.startswith(GONE) else target.eid,
        "from": origin.label or origin.eid,
        "to": target.label if not target.eid.startswith(GONE) else "",
        "old_quote": origin.quote,
        "new_quote": target.quote,
        "old_text": before.text if before else "",
        "new_text": after.text if after else "",
        "text": mask_personal(comment.text),
    }


def _options(rows: dict[str, ClauseRow]) -> list[tuple[str, str]]:
    clauses = [(row.eid, f"{row.label} {row.text[:16]}") for row in rows.values() if row.root_eid]
    return [("", translate("nowhere")), (WHOLE_DRAFT, WHOLE_DRAFT), (NEW_CLAUSE, NEW_CLAUSE), *clauses]


def _changes(old: dict[str, ClauseRow], new: dict[str, ClauseRow]) -> list[dict[str, str]]:
    """Articles and annexes that are not what they were, with both texts."""
    by_uid = {row.uid: row for row in old.values()}
    changed = []
    for row in new.values():
        if row.eid != row.root_eid or row.verdict == "未变":
            continue
        origins = [by_uid[uid] for uid in row.from_uids if uid in by_uid]
        changed.append(
            {
                "verdict": row.verdict,
                "from": "、".join(origin.label for origin in origins),
                "to": row.label,
                "old": "\n".join(origin.text for origin in origins),
                "new": row.text,
            }
        )
    return changed


def _job(one: DraftVersion) -> Job | None:
    """The job that works out the places, while it is not over."""
    query = select(Job).where(Job.subject == f"version:{one.id}").order_by(Job.id.desc()).limit(1)
    job = storage.session().scalar(query)
    return job if job and not job.state.is_over else None


@blueprint.post("/consultations/<slug>/versions/<int:number>/approve")
@allowed(Permission.CONSULTATION_EDIT)
def approve(slug: str, number: int) -> Answer:
    """Approve the places that were ticked, or all with one verdict."""
    verdict = request.form.get("verdict", "")
    ids = [int(text) for text in request.form.getlist("id") if text.isascii() and text.isdigit() and len(text) < 16]
    with storage.saving() as session:
        own = find_consultation(session, current_user(), slug)
        count = approve_places(session, current_user(), find_version(session, own, number), ids, verdict)
    flash(translate("approved_places", count=count), "good")
    return redirect(url_for("staff.version", slug=slug, number=number), 303)


@blueprint.post("/consultations/<slug>/versions/<int:number>/places/<int:place>")
@allowed(Permission.CONSULTATION_EDIT)
def correct(slug: str, number: int, place: int) -> Answer:
    """Put one comment elsewhere."""
    try:
        with storage.saving() as session:
            own = find_consultation(session, current_user(), slug)
            one = find_version(session, own, number)
            correct_place(session, current_user(), one, place, request.form.get("eid", ""))
    except SiteError as error:
        if error.status == 404:
            raise
        return _version_page(slug, number, message(error)), error.status
    flash(translate("corrected"), "good")
    return redirect(url_for("staff.version", slug=slug, number=number), 303)


@blueprint.post("/consultations/<slug>/versions/<int:number>/publish")
@allowed(Permission.CONSULTATION_PUBLISH)
def publish_new_version(slug: str, number: int) -> Answer:
    """Make the version public."""
    try:
        with storage.saving() as session:
            own = find_consultation(session, current_user(), slug)
            publish_version(session, current_user(), own, find_version(session, own, number))
    except Conflict as error:
        with storage.saving() as session:  # what came in since is there to be approved
            place_comments(session, find_version(session, find_consultation(session, current_user(), slug), number))
        return _version_page(slug, number, message(error)), error.status
    flash(translate("version_published"), "good")
    return redirect(url_for("staff.version", slug=slug, number=number), 303)


@blueprint.post("/consultations/<slug>/versions/<int:number>/discard")
@allowed(Permission.CONSULTATION_EDIT)
def discard(slug: str, number: int) -> Answer:
    """Throw the version away."""
    with storage.saving() as session:
        own = find_consultation(session, current_user(), slug)
        discard_version(session, current_user(), own, find_version(session, own, number))
    flash(translate("discarded"), "good")
    return redirect(url_for("staff.versions", slug=slug), 303)
