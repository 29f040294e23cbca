"""Downloads of letters and files, and the original beside what was read out of it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user
from consult_web.desk.papers.comparing import passages
from consult_web.desk.papers.downloads import send_bytes
from consult_web.desk.papers.showing import readable_letter, visible_case
from consult_web.desk.papers.texts import TEXTS
from consult_web.errors import NotFound, Refused
from consult_web.filings import letter_file, letter_name, letter_pdf, read_document, replace_letter
from consult_web.ui import translator
from lawcheck.writers import write

__all__ = ["blueprint"]

blueprint = Blueprint(
    "papers", __name__, url_prefix="/desk/papers", template_folder="templates", static_folder="static"
)
translate = translator(TEXTS)

DESK = (
    Permission.FILING_SUBMIT,
    Permission.FILING_READ,
    Permission.FILING_REGISTER,
    Permission.FILING_REVIEW,
    Permission.FILING_SECOND_REVIEW,
    Permission.FILING_COMMITTEE_REVIEW,
    Permission.FILING_DECIDE,
)
"""Whoever works with filings; which of them each may open is asked for every row."""


@blueprint.get("/letters/<int:number>.<kind>")
@allowed(*DESK)
def letter(number: int, kind: str) -> Response:
    """A letter as Word or PDF."""
    row = readable_letter(storage.session(), current_user(), number)
    if kind not in ("docx", "pdf"):
        raise NotFound("E800")
    data = letter_file(storage.files(), row) if kind == "docx" else letter_pdf(storage.files(), row)
    return send_bytes(data, letter_name(row, kind))


@blueprint.post("/letters/<int:number>/edited")
@allowed(Permission.FILING_REGISTER, Permission.FILING_REVIEW, Permission.FILING_DECIDE)
def put_edited(number: int) -> BaseResponse:
    """An edited Word file in the place of the one made."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused("E906")
    data = sent.stream.read()
    with storage.saving() as session:
        user = current_user()
        replace_letter(session, storage.files(), readable_letter(session, user, number), data, user.actor)
    flash(translate("letter_replaced"), "good")
    return redirect(request.referrer or url_for("papers.letter", number=number, kind="docx"), 303)


@blueprint.get("/filings/<int:number>/files/<int:file_id>")
@allowed(*DESK)
def file(number: int, file_id: int) -> Response:
    """A file of a package, byte for byte."""
    filing = visible_case(storage.session(), current_user(), number)
    row = next((row for row in filing.files if row.id == file_id), None)
    if row is None:
        raise NotFound("E916")
    return send_bytes(storage.files().read(row.digest), row.name.rpartition("/")[2])


@blueprint.get("/filings/<int:number>/standard.<kind>")
@allowed(*DESK)
def standard(number: int, kind: str) -> Response:
    """The document laid out per GB/T 9704."""
    filing = visible_case(storage.session(), current_user(), number)
    if filing.document is None or kind not in ("docx", "pdf"):
        raise NotFound("E800")
    return send_bytes(write(read_document(filing.document), kind), f"{filing.title}.{kind}")


@blueprint.get("/filings/<int:number>/compare")
@allowed(*DESK)
def compare(number: int) -> str:
    """The text of the file on the left, what was read out of it on the right."""
    session = storage.session()
    filing = visible_case(session, current_user(), number)
    if filing.document is None:
        raise NotFound("E800")
    document = read_document(filing.document)
    own = filing.filer_id == current_user().organisation_id
    back = url_for("submitting.show" if own else "registering.show", number=number)
    return render_template(
        "papers/compare.html", filing=filing, row=filing.document, passages=passages(document), back=back
    )
