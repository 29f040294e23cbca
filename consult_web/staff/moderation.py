"""What came in: a queue to decide on, one comment with its answers, the contact for who replies."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user, may
from consult_web.consultations import (
    REPLY_WAYS,
    WITHHOLD_REASONS,
    Channel,
    ClauseRow,
    Comment,
    Consultation,
    Moderated,
    Moderation,
    ModerationDecision,
    Publication,
    QueueFilter,
    decide_comments,
    find_comment,
    find_consultation,
    find_queue,
    look_at_contact,
    look_at_original,
    look_at_scan,
    mask_comment,
    replies_to,
    write_reply,
)
from consult_web.errors import NotFound, SiteError
from consult_web.staff.frame import PAGE, blueprint, found, message, pages_of, tabs, translate
from lawcheck.comments import mask_personal

__all__: list[str] = []

Answer = str | BaseResponse | tuple[str, int]
STATES = ("waiting", "released", "withheld", "all")
_SEEN = re.compile(r"(\d{1,15})(?::(\d{1,9}))?", re.ASCII)


@blueprint.get("/consultations/<slug>/moderation")
@allowed(Permission.COMMENT_READ)
def moderation(slug: str) -> str:
    """The queue: paged, filtered, masked."""
    return _queue(slug)


def _queue(slug: str, error: str = "") -> str:
    session, consultation = storage.session(), found(slug)
    args = request.args
    state = args.get("state", "waiting")
    wanted = QueueFilter(
        state if state in STATES else "waiting", args.get("channel", ""), args.get("root", ""), args.get("q", "")
    )
    _, total = find_queue(session, consultation, wanted, limit=1)
    pages = pages_of(total, args.get("page", type=int))
    rows, _ = find_queue(session, consultation, wanted, pages.offset, PAGE)
    return render_template(
        "staff/moderation.html",
        consultation=consultation,
        rows=[_row(comment) for comment in rows],
        wanted=wanted,
        total=total,
        pages=pages,
        states=STATES,
        channels=list(Channel),
        clauses=_clauses(consultation),
        reasons=WITHHOLD_REASONS,
        closed=consultation.publication is Publication.NONE,
        may_decide=may(Permission.COMMENT_MODERATE),
        tabs=tabs(consultation, "moderation"),
        error=error,
    )


def _row(comment: Comment) -> dict[str, Any]:
    masked = mask_comment(comment)
    own = [target for target in comment.targets if target.origin_id is None]
    return {"comment": comment, "masked": masked, "clauses": [target.label for target in own],
            "answerable": comment.can_reply}  # fmt: skip


def _clauses(consultation: Consultation) -> list[tuple[str, str]]:
    query = select(ClauseRow.eid, ClauseRow.label).where(
        ClauseRow.version_id == consultation.version_id, ClauseRow.eid == ClauseRow.root_eid
    )
    return [(row[0], row[1]) for row in storage.session().execute(query.order_by(ClauseRow.position))]


@blueprint.post("/consultations/<slug>/moderation")
@allowed(Permission.COMMENT_MODERATE)
def moderate(slug: str) -> Answer:
    """Release or withhold what was ticked."""
    form = request.form
    act = {"release": ModerationDecision.RELEASED, "withhold": ModerationDecision.WITHHELD}.get(form.get("act", ""))
    seen = [(int(m[1]), int(m[2] or 0)) for text in form.getlist("id") if (m := _SEEN.fullmatch(text))]
    reason = form.get("words", "").strip() or form.get("reason", "")
    hide = [line.strip() for line in form.get("hide", "").splitlines()]
    try:
        if act is None:
            raise NotFound("E800")
        with storage.saving() as session:
            own = find_consultation(session, current_user(), slug)
            decided = decide_comments(session, current_user(), own, seen, act, reason, hide)
    except SiteError as error:
        if error.status == 404:
            raise
        return _queue(slug, message(error)), error.status
    _tell(decided, act)
    return redirect(form.get("back") if _is_own(form.get("back", "")) else url_for("staff.moderation", slug=slug), 303)  # type: ignore[arg-type]


def _is_own(address: str) -> bool:
    """A page of ours, and no other site's."""
    return address.startswith("/staff/") and "\\" not in address and "//" not in address


def _tell(decided: Moderated, act: ModerationDecision) -> None:
    flash(translate(f"done_{act.value}", count=decided.done), "good" if decided.done else "warn")
    if decided.no_consent:
        flash(translate("left_no_consent", count=decided.no_consent), "warn")
    if decided.changed:
        flash(translate("left_changed", count=decided.changed), "warn")


@blueprint.get("/consultations/<slug>/comments/<int:number>")
@allowed(Permission.COMMENT_READ)
def comment(slug: str, number: int) -> str:
    """One comment, masked, with what was decided and answered."""
    return _comment_page(slug, number)


def _comment_page(slug: str, number: int, **more: Any) -> str:
    session, consultation = storage.session(), found(slug)
    one = find_comment(session, consultation, number)
    decisions = session.scalars(select(Moderation).where(Moderation.comment_id == one.id).order_by(Moderation.id)).all()
    return render_template(
        "staff/comment.html",
        consultation=consultation,
        one=one,
        masked=mask_comment(one),
        mask=mask_personal,
        targets=[target for target in one.targets if target.origin_id is None],
        decisions=decisions,
        replies=replies_to(session, one),
        ways=REPLY_WAYS,
        reasons=WITHHOLD_REASONS,
        closed=consultation.publication is Publication.NONE,
        may_decide=may(Permission.COMMENT_MODERATE),
        may_reply=may(Permission.REPLY_WRITE),
        may_contact=may(Permission.CONTACT_READ),
        tabs=tabs(consultation, "moderation"),
        **{"error": "", "contact": None, "original": None, **more},
    )


@blueprint.get("/consultations/<slug>/comments/<int:number>/pictures/<int:file>")
@allowed(Permission.COMMENT_READ)
def picture(slug: str, number: int, file: int) -> BaseResponse:
    """A picture that came with a comment; it was written anew when it came, so that it holds nothing else."""
    one = find_comment(storage.session(), found(slug), number)
    kept = next((one for one in one.attachments if one.id == file and not one.original), None)
    if kept is None:
        raise NotFound("E800")
    return send_file(storage.files().path(kept.digest), mimetype=kept.media_type)


@blueprint.post("/consultations/<slug>/comments/<int:number>/scans/<int:file>")
@allowed(Permission.CONTACT_READ)
def scan(slug: str, number: int, file: int) -> BaseResponse:
    """The scan of a letter, as it came; the audit log knows who looked."""
    with storage.saving() as session:
        own = find_consultation(session, current_user(), slug)
        kept = look_at_scan(session, current_user(), find_comment(session, own, number), file)
    path = storage.files().path(kept.digest)
    return send_file(path, mimetype=kept.media_type, as_attachment=True, download_name=kept.name)


@blueprint.post("/consultations/<slug>/comments/<int:number>/reply")
@allowed(Permission.REPLY_WRITE)
def reply(slug: str, number: int) -> Answer:
    """Answer the person."""
    try:
        with storage.saving() as session:
            own = find_consultation(session, current_user(), slug)
            one = find_comment(session, own, number)
            words, way = request.form.get("text", ""), request.form.get("way", "")
            write_reply(session, current_user(), one, words, way, public="public" in request.form)
    except SiteError as error:
        if error.status == 404:
            raise
        return _comment_page(slug, number, error=message(error)), error.status
    flash(translate("replied"), "good")
    return redirect(url_for("staff.comment", slug=slug, number=number), 303)


@blueprint.post("/consultations/<slug>/comments/<int:number>/contact")
@allowed(Permission.CONTACT_READ)
def contact(slug: str, number: int) -> str:
    """The contact, once, for who replies; the audit log knows who looked."""
    with storage.saving() as session:
        own = find_consultation(session, current_user(), slug)
        shown = look_at_contact(session, current_user(), find_comment(session, own, number))
    return _comment_page(slug, number, contact=shown)


@blueprint.post("/consultations/<slug>/comments/<int:number>/original")
@allowed(Permission.CONTACT_READ)
def original(slug: str, number: int) -> str:
    """The words without a mask, once; the audit log knows who looked."""
    with storage.saving() as session:
        own = find_consultation(session, current_user(), slug)
        shown = look_at_original(session, current_user(), find_comment(session, own, number))
    return _comment_page(slug, number, original=shown)
