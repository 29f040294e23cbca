"""Files of opinions: letters, mails, tables, minutes. What was read is shown with its columns; then it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user
from consult_web.consultations import (
    Batch,
    Channel,
    Consultation,
    Entry,
    entries_of,
    find_consultation,
    labels_of,
    take_in,
)
from consult_web.errors import NotFound, Refused, SiteError
from consult_web.staff.columns import FIELDS, Files, Imported, columns_of, read_as
from consult_web.staff.entering import CHANNELS, Answer, channel_of
from consult_web.staff.frame import blueprint, found, message, tabs, translate
from consult_web.ui import language
from lawcheck.comments import mask_personal
from lawcheck.errors import LawcheckError

__all__: list[str] = []

INTAKE_BYTES = 20 << 20
FILES = 50
_SAMPLE = 12  # characters of a first row's cell that are shown beside its letter


@blueprint.route("/consultations/<slug>/intake", methods=["GET", "POST"])
@allowed(Permission.COMMENT_ENTER)
def intake(slug: str) -> Answer:
    """Where files are given."""
    consultation = found(slug)
    if request.method == "GET":
        return _intake_page(consultation)
    try:
        token = _stored_files()
        read_as(_files(token)[0], {})
    except LawcheckError as error:
        return _intake_page(consultation, _said(error)), 400
    return redirect(
        url_for("staff.intake_preview", slug=slug, token=token, channel=channel_of(Channel.LETTER).value), 303
    )


def _said(error: LawcheckError) -> str:
    """The error in words of the page: an input without opinions is told without the option of the command line."""
    if error.code == "E701":
        return translate("no_opinions", **{name: str(error.details.get(name, "")) for name in ("name", "hint")})
    return message(error) if isinstance(error, SiteError) else error.text(language())


def _intake_page(consultation: Consultation, error: str = "") -> str:
    return render_template(
        "staff/intake.html",
        consultation=consultation,
        channels=[(one.value, one.value) for one in CHANNELS],
        tabs=tabs(consultation, "ledger"),
        error=error,
    )


def _stored_files() -> str:
    files = [one for one in request.files.getlist("files") if one.filename]
    if not files or len(files) > FILES:
        raise Refused("E894")
    kept = [(storage.files().add(one.stream, INTAKE_BYTES).digest, (one.filename or "")[-150:]) for one in files]
    return _signer().dumps([kept, current_user().id])


def _files(token: str) -> tuple[Files, str, str]:
    """The stored files, the name of the batch, the first file's name in the store."""
    try:
        files, user = _signer().loads(token)
    except BadSignature as error:
        raise NotFound("E800") from error
    if user != current_user().id:
        raise NotFound("E800")
    data = [(name, storage.files().read(digest)) for digest, name in files]
    name = files[0][1] if len(files) == 1 else translate("many_files", name=files[0][1], count=len(files))
    return data, name, files[0][0]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="staff intake")


@blueprint.route("/consultations/<slug>/intake/<token>", methods=["GET", "POST"])
@allowed(Permission.COMMENT_ENTER)
def intake_preview(slug: str, token: str) -> Answer:
    """What was read from the files, and from which columns; then it is saved."""
    consultation = found(slug)
    files, name, digest = _files(token)
    channel = channel_of(Channel.LETTER)
    try:
        read = read_as(files, _wanted(), bool(request.values.get("headed")))
    except LawcheckError as error:
        return _intake_page(consultation, _said(error)), 400
    entries = entries_of(read.found, channel)
    problems = [{"source": one.source, "reason": one.reason, "text": one.text[:200]} for one in read.found.unusable]
    batch = Batch(name, channel, None, digest, problems)
    if request.method == "GET":
        return _preview_page(consultation, batch, read, entries)
    try:
        with storage.saving() as session:
            own = find_consultation(session, current_user(), slug)
            made = take_in(session, current_user(), own, batch, entries)
    except SiteError as error:
        return _preview_page(consultation, batch, read, entries, message(error)), error.status
    flash(translate("entered", accepted=made.accepted, repeated=made.repeated), "good" if made.accepted else "warn")
    return redirect(url_for("staff.receipts", number=made.id), 303)


def _wanted() -> dict[str, str]:
    return {field: request.values.get(f"column_{field}", "") for field in FIELDS}


def _preview_page(
    consultation: Consultation, batch: Batch, read: Imported, entries: list[Entry], error: str = ""
) -> str:
    labels = labels_of(storage.session(), consultation.version_id or 0)
    return render_template(
        "staff/intake_preview.html",
        consultation=consultation,
        batch=batch,
        count=len(entries),
        rows=[_row(entry, labels) for entry in entries[:30]],
        given=read.given,
        uses=_uses(read),
        guessed=any(table.text_guessed for table in read.found.tables),
        unheaded=bool(read.first_row) and not read.given,
        mask=mask_personal,
        tabs=tabs(consultation, "ledger"),
        error=error,
    )


def _row(entry: Entry, labels: dict[str, str]) -> dict[str, str]:
    """An entry as the table shows it: personal things hidden, clauses as people cite them."""
    strange = translate("not_in_draft")
    return {
        "source": entry.source,
        "text": _short(entry.text or entry.proposed),
        "reason": _short(entry.reason),
        "clause": "、".join(labels.get(eid, strange) for eid in entry.eids),
        "stance": entry.stance or "",
        "who": f"{entry.author[:1]}＊" if entry.author else "",
        "received": entry.received.astimezone(storage.CHINA).date().isoformat() if entry.received else "",
    }


def _short(text: str) -> str:
    hidden = mask_personal(text)
    return hidden if len(hidden) <= 120 else f"{hidden[:119]}…"


def _uses(read: Imported) -> list[dict[str, Any]]:
    """Each thing that a column can hold, the columns that there are, and the one it is read from."""
    names = dict.fromkeys(name for table in read.found.tables for name in table.names)
    options = [(name, _shown(name, read.first_row)) for name in names]
    now = columns_of(read.found.tables)
    return [{"field": field, "options": options, "now": now.get(field, "")} for field in FIELDS] if names else []


def _shown(name: str, first_row: Mapping[str, str]) -> str:
    cell = first_row.get(name, "")[:_SAMPLE]
    return translate("column_letter", letter=name, cell=cell) if name in first_row else name
