"""A consultation is made: a file is read and looked at, the notice is written, questions are asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import current_app, flash, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func, select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user
from consult_web.consultations import (
    DRAFT_BYTES,
    STAGES,
    ClauseRow,
    Comment,
    Consultation,
    DraftVersion,
    QuestionDraft,
    QuestionKind,
    clause_rows,
    create_consultation,
    find_consultation,
    is_special,
    list_consultations,
    notice_of,
    parse_profile,
    period_of,
    phase_of,
    read_draft,
    save_notice,
    save_questions,
    shown_words,
)
from consult_web.errors import NotFound, Refused, SiteError
from consult_web.staff.forms import DECISION, first_values, notice_from, notice_values, questions_from
from consult_web.staff.frame import blueprint, found, is_identified, message, tabs, translate
from consult_web.ui import language
from lawcheck.document import Document
from lawcheck.errors import LawcheckError

__all__ = ["uploaded"]

KINDS: Final = ("K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K12", DECISION, "-")
WAYS: Final = ("网站", "电子邮件", "信函", "电话", "联络站", "座谈会", "其他")
Answer = str | BaseResponse | tuple[str, int]


@blueprint.get("/consultations")
@allowed(Permission.CONSULTATION_READ)
def consultations() -> str:
    """All consultations of one's own body."""
    session = storage.session()
    rows = list_consultations(session, current_user(), request.args.get("q", ""))
    counted = session.execute(select(Comment.consultation_id, func.count()).group_by(Comment.consultation_id))
    counts = {row[0]: row[1] for row in counted}
    return render_template("staff/consultations.html", rows=rows, counts=counts, phase_of=phase_of, period_of=period_of)


@blueprint.route("/consultations/new", methods=["GET", "POST"])
@allowed(Permission.CONSULTATION_EDIT)
def new() -> Answer:
    """Step 1: the file of the draft."""
    if request.method == "GET":
        return render_template("staff/upload.html", error="", slug="", step=1)
    try:
        token, _ = uploaded("file")
    except LawcheckError as error:
        return render_template("staff/upload.html", error=error.text(language()), slug="", step=1), 400
    return redirect(url_for("staff.prepare", token=token), 303)


def uploaded(field: str) -> tuple[str, Document]:
    """Store the file of a form and read it; the token names it until it is saved. Raises what reading raises."""
    upload = request.files.get(field)
    if upload is None or not upload.filename:
        raise Refused("E894")
    stored = storage.files().add(upload.stream, DRAFT_BYTES)
    document = read_draft(upload.filename, storage.files().read(stored.digest))
    return _signer().dumps([stored.digest, upload.filename[-200:], current_user().id]), document


def opened(token: str) -> tuple[Document, str, str]:
    """The draft that :func:`uploaded` stored, its digest and its name; :class:`NotFound` E800 for another's token."""
    try:
        digest, name, user = _signer().loads(token)
    except BadSignature as error:
        raise NotFound("E800") from error
    if user != current_user().id:
        raise NotFound("E800")
    return read_draft(name, storage.files().read(digest)), digest, name


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="staff draft")


@blueprint.route("/consultations/new/<token>", methods=["GET", "POST"])
@allowed(Permission.CONSULTATION_EDIT)
def prepare(token: str) -> Answer:
    """Step 2: what was read from the file, and the notice."""
    document, digest, name = opened(token)
    if request.method == "GET":
        return _preparing(document, name, first_values(document.title, current_user().organisation))
    try:
        notice = notice_from(request.form)
        with storage.saving() as session:
            made = create_consultation(
                session, current_user(), notice, document, digest, name, identified=is_identified()
            )
    except Refused as error:
        return _preparing(document, name, request.form, message(error)), 400
    flash(translate("created"), "good")
    return redirect(url_for("staff.show", slug=made.slug), 303)


def _preparing(document: Document, name: str, values: Mapping[str, Any], error: str = "") -> str:
    rows = clause_rows(document)
    return render_template(
        "staff/prepare.html",
        document=document,
        name=name,
        rows=rows,
        shown_words=shown_words,
        counts=_kinds_of(rows),
        error=error,
        **_notice_page(values, None),
    )


def _kinds_of(rows: list[ClauseRow]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        if is_special(row.eid):
            continue
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return counts


def _notice_page(values: Mapping[str, Any], consultation: Consultation | None) -> dict[str, Any]:
    return {"values": values, "kinds": KINDS, "stages": STAGES, "ways": WAYS, "identified": is_identified(),
            "fixed": bool(consultation and consultation.published_at)}  # fmt: skip


@blueprint.route("/consultations/<slug>/notice", methods=["GET", "POST"])
@allowed(Permission.CONSULTATION_EDIT)
def notice(slug: str) -> Answer:
    """The fields of the notice."""
    consultation = found(slug)
    if request.method == "GET":
        values = notice_values(notice_of(consultation), parse_profile(consultation.profile))
        return _noticing(consultation, values)
    try:
        wanted = notice_from(request.form)
        with storage.saving() as session:
            own = find_consultation(session, current_user(), slug)
            save_notice(session, current_user(), own, wanted, identified=is_identified())
    except SiteError as error:
        return _noticing(found(slug), request.form, message(error)), error.status
    flash(translate("saved"), "good")
    return redirect(url_for("staff.show", slug=own.slug), 303)


def _noticing(consultation: Consultation, values: Mapping[str, Any], error: str = "") -> str:
    return render_template(
        "staff/notice.html",
        consultation=consultation,
        error=error,
        tabs=tabs(consultation, "show"),
        **_notice_page(values, consultation),
    )


@blueprint.route("/consultations/<slug>/questions", methods=["GET", "POST"])
@allowed(Permission.CONSULTATION_EDIT)
def questions(slug: str) -> Answer:
    """The focus questions, until the consultation is published."""
    consultation = found(slug)
    if request.method == "GET":
        kept = [QuestionDraft(q.text, tuple(o.text for o in q.options), q.kind) for q in consultation.questions]
        return _asking(consultation, kept)
    drafts = questions_from(request.form)
    try:
        with storage.saving() as session:
            save_questions(session, current_user(), find_consultation(session, current_user(), slug), drafts)
    except SiteError as error:
        return _asking(found(slug), drafts, message(error)), error.status
    flash(translate("saved"), "good")
    return redirect(url_for("staff.questions", slug=slug), 303)


def _asking(consultation: Consultation, kept: list[QuestionDraft], error: str = "") -> str:
    empty = [QuestionDraft("", ())] * (1 if consultation.published_at else 2)
    return render_template(
        "staff/questions.html",
        consultation=consultation,
        questions=kept if consultation.published_at else kept + empty,
        multiple=QuestionKind.MULTIPLE,
        error=error,
        tabs=tabs(consultation, "show"),
    )


@blueprint.get("/consultations/<slug>/text")
@allowed(Permission.CONSULTATION_READ)
def text(slug: str) -> str:
    """The clauses of a version, as people will point at them."""
    consultation = found(slug)
    numbers = {version.number: version for version in consultation.versions}
    wanted = request.args.get("version", type=int) or max(numbers)
    if wanted not in numbers:
        raise NotFound("E800")
    return render_template(
        "staff/text.html",
        consultation=consultation,
        version=numbers[wanted],
        rows=_clauses(numbers[wanted]),
        shown_words=shown_words,
        tabs=tabs(consultation, "text"),
    )


def _clauses(version: DraftVersion) -> list[ClauseRow]:
    query = select(ClauseRow).where(ClauseRow.version_id == version.id).order_by(ClauseRow.position)
    return list(storage.session().scalars(query))
