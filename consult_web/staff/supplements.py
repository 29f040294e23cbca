"""What goes with a draft: files of the notice, a line in plain words for each article, whom it concerns."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user
from consult_web.consultations import (
    Consultation,
    DraftVersion,
    Gloss,
    add_notice_file,
    find_consultation,
    glossed_articles,
    keep_notice_file,
    parse_audiences,
    remove_notice_file,
    save_glosses,
)
from consult_web.errors import NotFound, Refused, SiteError
from consult_web.staff.frame import blueprint, found, message, tabs, translate

__all__: list[str] = []

Answer = str | BaseResponse | tuple[str, int]


@blueprint.route("/consultations/<slug>/files", methods=["GET", "POST"])
@allowed(Permission.CONSULTATION_EDIT)
def notice_files(slug: str) -> Answer:
    """The files of the notice, and one more."""
    consultation = found(slug)
    if request.method == "GET":
        return _files_page(consultation)
    try:
        _add_file(slug)
    except SiteError as error:
        if error.status == 404:
            raise
        return _files_page(found(slug), message(error)), error.status
    flash(translate("saved"), "good")
    return redirect(url_for("staff.notice_files", slug=slug), 303)


def _add_file(slug: str) -> None:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Refused("E894")
    kept = keep_notice_file(storage.files(), upload.stream, upload.filename)
    with storage.saving() as session:
        storage.note_loose(session, [kept.digest])
    with storage.saving() as session:
        add_notice_file(session, current_user(), find_consultation(session, current_user(), slug), kept)


@blueprint.post("/consultations/<slug>/files/<int:number>/remove")
@allowed(Permission.CONSULTATION_EDIT)
def remove_file(slug: str, number: int) -> BaseResponse:
    """Take a file away."""
    with storage.saving() as session:
        own = find_consultation(session, current_user(), slug)
        remove_notice_file(session, current_user(), own, number)
    flash(translate("file_removed"), "info")
    return redirect(url_for("staff.notice_files", slug=slug), 303)


def _files_page(consultation: Consultation, error: str = "") -> str:
    own = tabs(consultation, "show")
    return render_template("staff/files.html", consultation=consultation, tabs=own, error=error)


@blueprint.route("/consultations/<slug>/glosses", methods=["GET", "POST"])
@allowed(Permission.CONSULTATION_EDIT)
def glosses(slug: str) -> Answer:
    """What is said beside each article of the newest version."""
    consultation = found(slug)
    version = _newest(consultation)
    if request.method == "GET":
        return _glosses_page(consultation, version)
    try:
        with storage.saving() as session:
            own = find_consultation(session, current_user(), slug)
            wanted = {row.eid: _typed(row.eid) for row in glossed_articles(session, version)}
            changed = save_glosses(session, current_user(), own, _newest(own), wanted)
    except SiteError as error:
        return _glosses_page(found(slug), version, message(error)), error.status
    flash(translate("glosses_saved", count=changed), "good")
    return redirect(url_for("staff.glosses", slug=slug), 303)


def _newest(consultation: Consultation) -> DraftVersion:
    if not consultation.versions:
        raise NotFound("E800")
    return consultation.versions[-1]


def _typed(eid: str) -> Gloss:
    return Gloss(request.form.get(f"gloss-{eid}", "").strip(), parse_audiences(request.form.get(f"for-{eid}", "")))


def _glosses_page(consultation: Consultation, version: DraftVersion, error: str = "") -> str:
    return render_template(
        "staff/glosses.html",
        consultation=consultation,
        version=version,
        rows=glossed_articles(storage.session(), version),
        typed=request.form,
        tabs=tabs(consultation, "text"),
        error=error,
    )
