"""A package: new, more files, what it is about, checked again, sent."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Organisation, Permission, allowed, current_user
from consult_web.desk.papers import parse_day, store_uploads
from consult_web.desk.submitting.frame import blueprint, translate
from consult_web.desk.submitting.views import package_page
from consult_web.errors import Refused
from consult_web.filings import (
    add_uploads,
    drop_upload,
    own_filing,
    receiving_bodies,
    remove_filing,
    send_filing,
    start_filing,
    take_back_filing,
    tell_filing,
)
from consult_web.ui import language
from lawcheck.laws import iso

__all__ = ["new", "send"]

_DAYS: Final = ("adopted", "published", "effective", "expires")
_WORDS: Final = ("kind", "maker", "document_no")


@blueprint.route("/new", methods=["GET", "POST"])
@allowed(Permission.FILING_SUBMIT)
def new() -> str | BaseResponse | tuple[str, int]:
    """Choose the receiver, drop the files: they are stored before anything else happens."""
    if request.method == "GET":
        return _new_page()
    try:
        uploads = store_uploads(request.files.getlist("files"))
        with storage.saving() as session:
            receiver = session.get(Organisation, request.form.get("receiver", 0, type=int))
            number = start_filing(session, current_user(), receiver, uploads, request.form.get("key", "")[:80]).id
    except Refused as error:
        field = "receiver" if error.code == "E902" else "files"
        return _new_page((field, error.text(language()))), error.status
    return redirect(url_for("submitting.show", number=number), 303)


@blueprint.post("/<int:number>/files")
@allowed(Permission.FILING_SUBMIT)
def add(number: int) -> BaseResponse:
    """More files."""
    uploads = store_uploads(request.files.getlist("files"))
    with storage.saving() as session:
        user = current_user()
        add_uploads(session, own_filing(session, user, number), user, uploads)
    return redirect(url_for("submitting.show", number=number), 303)


@blueprint.post("/<int:number>/files/<int:upload>/drop")
@allowed(Permission.FILING_SUBMIT)
def drop(number: int, upload: int) -> BaseResponse:
    """Take a file out of the package."""
    with storage.saving() as session:
        user = current_user()
        drop_upload(session, own_filing(session, user, number), user, upload)
    return redirect(url_for("submitting.show", number=number), 303)


@blueprint.post("/<int:number>/about")
@allowed(Permission.FILING_SUBMIT)
def tell(number: int) -> BaseResponse:
    """What the filer says about the document and its files; then everything is checked again."""
    told = {name: request.form.get(name, "").strip()[:200] for name in _WORDS}
    days = {name: parse_day(request.form.get(name, "")) for name in _DAYS}
    told |= {name: iso(day) for name, day in days.items()}
    roles = {name[5:]: value for name, value in request.form.items() if name.startswith("role-") and value}
    with storage.saving() as session:
        user = current_user()
        details = {"document": {name: value for name, value in told.items() if value}}
        tell_filing(session, own_filing(session, user, number), user, details, roles)
    flash(translate("saved"), "good")
    return redirect(url_for("submitting.show", number=number), 303)


@blueprint.post("/<int:number>/remove")
@allowed(Permission.FILING_SUBMIT)
def remove(number: int) -> BaseResponse | tuple[str, int]:
    """Put a filing aside that was begun by mistake."""
    user = current_user()
    try:
        with storage.saving() as session:
            remove_filing(session, own_filing(session, user, number), user, request.form.get("reason", ""))
    except Refused as error:
        filing = own_filing(storage.session(), user, number)
        return package_page(filing, ("reason", error.text(language()))), error.status
    flash(translate("removed_done"), "good")
    return redirect(url_for("submitting.index"), 303)


@blueprint.post("/<int:number>/take-back")
@allowed(Permission.FILING_SUBMIT)
def take_back(number: int) -> BaseResponse:
    """Go on with a filing that was put aside."""
    with storage.saving() as session:
        user = current_user()
        take_back_filing(session, own_filing(session, user, number), user)
    flash(translate("taken_back"), "good")
    return redirect(url_for("submitting.show", number=number), 303)


@blueprint.post("/<int:number>/send")
@allowed(Permission.FILING_SUBMIT)
def send(number: int) -> BaseResponse | tuple[str, int]:
    """Send the package."""
    user = current_user()
    try:
        with storage.saving() as session:
            send_filing(session, own_filing(session, user, number), user, sure=request.form.get("sure") == "yes")
    except Refused as error:
        return package_page(own_filing(storage.session(), user, number), ("sure", error.text(language()))), error.status
    flash(translate("sent"), "good")
    return redirect(url_for("submitting.slip", number=number), 303)


def _new_page(error: tuple[str, str] | None = None) -> str:
    own = current_user().organisation_id
    bodies = [(body.id, body.name) for body in receiving_bodies(storage.session()) if body.id != own]
    key = request.form.get("key") or token_urlsafe(24)
    chosen = request.form.get("receiver", "")
    return render_template("submitting/new.html", bodies=bodies, chosen=chosen, key=key, error=error)
