"""Opinions that staff and stations enter: forms for several at once, receipts, the ledger."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user, may, reaches
from consult_web.consultations import (
    Batch,
    Channel,
    ClauseRow,
    Consultation,
    Entry,
    IntakeBatch,
    Scan,
    SpeakerKind,
    StationLink,
    find_batch,
    find_link_by_code,
    keep_scan,
    ledger_of,
    links_of_organisation,
    moment_of_opening,
    receipts_of,
    shown_receipt,
    take_in,
)
from consult_web.errors import NotFound, Refused, SiteError
from consult_web.staff.forms import day
from consult_web.staff.frame import blueprint, found, message, tabs, translate
from lawcheck.comments import NEW_CLAUSE, WHOLE_DRAFT, Stance, mask_personal

__all__ = ["CHANNELS", "channel_of"]

Answer = str | BaseResponse | tuple[str, int]
ROWS, SCANS = 5, 5
CHANNELS = [one for one in Channel if one is not Channel.SITE]


# -- entry of single opinions ---------------------------------------------------------------------------------------


@blueprint.get("/entry")
@allowed(Permission.STATION_ENTER)
def entry_list() -> str:
    """The drafts that were sent to one's own station."""
    session = storage.session()
    links = links_of_organisation(session, current_user().organisation)
    rows = [(link, session.get_one(Consultation, link.consultation_id)) for link in links]
    return render_template("staff/entry_list.html", rows=rows)


@blueprint.route("/entry/<code>", methods=["GET", "POST"])
@allowed(Permission.STATION_ENTER, Permission.COMMENT_ENTER)
def entry(code: str) -> Answer:
    """Several opinions at once, of a station."""
    session = storage.session()
    link, consultation = _link_of(session, code)
    return _enter(consultation, link)


@blueprint.route("/consultations/<slug>/enter", methods=["GET", "POST"])
@allowed(Permission.COMMENT_ENTER)
def enter(slug: str) -> Answer:
    """Several opinions at once: letters read out, telephone calls, minutes."""
    return _enter(found(slug), None)


def _link_of(session: Session, code: str) -> tuple[StationLink, Consultation]:
    """The address and its consultation, for the station's own people and the managers of the body."""
    link = find_link_by_code(session, code)
    consultation = session.get_one(Consultation, link.consultation_id)
    own = link.organisation_id is not None and link.organisation_id == current_user().organisation_id
    manages = may(Permission.COMMENT_ENTER) and reaches(session, current_user(), consultation.organisation_id)
    if not own and not manages:
        raise NotFound("E800")
    return link, consultation


def _enter(consultation: Consultation, link: StationLink | None) -> Answer:
    if request.method == "GET":
        return _entry_page(consultation, link)
    try:
        entries = _typed_entries(link)
        if not entries:
            raise Refused("E945")
        scans = _scans()
        channel = channel_of(Channel.STATION if link else Channel.LETTER)
        name = translate("entered_on", place=link.name if link else channel.value)
        with storage.saving() as session:
            own = session.get_one(Consultation, consultation.id)
            batch = Batch(f"{name} {request.form.get('key', '')[:40]}", channel, link, scans=scans)
            made = take_in(session, current_user(), own, batch, entries)
    except SiteError as error:
        return _entry_page(consultation, link, message(error)), error.status
    flash(translate("entered", accepted=made.accepted, repeated=made.repeated), "good" if made.accepted else "warn")
    return redirect(url_for("staff.receipts", number=made.id), 303)


def _entry_page(consultation: Consultation, link: StationLink | None, error: str = "") -> str:
    chosen = (ClauseRow.kind != "paragraph") | (ClauseRow.eid == ClauseRow.root_eid)
    query = select(ClauseRow.eid, ClauseRow.label).where(
        ClauseRow.version_id == consultation.version_id, ClauseRow.root_eid.is_not(None), chosen
    )
    clauses = [(row[0], row[1]) for row in storage.session().execute(query.order_by(ClauseRow.position))]
    return render_template(
        "staff/entry.html",
        consultation=consultation,
        link=link,
        rows=range(1, ROWS + 1),
        values=request.form,
        key=request.form.get("key") or uuid4().hex,
        clauses=[("", translate("not_sure")), (WHOLE_DRAFT, WHOLE_DRAFT), (NEW_CLAUSE, NEW_CLAUSE), *clauses],
        stances=[(one.value, one.value) for one in Stance if one is not Stance.NOT_STATED],
        channels=[(one.value, one.value) for one in CHANNELS],
        error=error,
    )


def _typed_entries(link: StationLink | None) -> list[Entry]:
    form, entries = request.form, []
    received = day(form.get("received", ""))
    speakers, stances = {one.value: one for one in SpeakerKind}, {one.value: one for one in Stance}
    for at in range(1, ROWS + 1):
        text = form.get(f"text_{at}", "").strip()
        if not text:
            continue
        if len(text) > 20_000:
            raise Refused("E883", field="entry_text", limit=20_000)
        eid = form.get(f"eid_{at}", "")
        entries.append(
            Entry(
                text,
                (eid,) if eid else (),
                stance=stances.get(form.get(f"stance_{at}", "")),
                speaker=speakers.get(form.get(f"speaker_{at}", "")),
                deputy=form.get(f"deputy_{at}", "").strip()[:40],
                author=form.get(f"author_{at}", "").strip()[:40],
                phone=form.get(f"phone_{at}", "").strip()[:30],
                received=moment_of_opening(received) if received else None,
                consent_public=bool(form.get(f"consent_{at}")),
                source=translate("entry_row", number=at),
            )
        )
    return entries


def channel_of(default: Channel) -> Channel:
    """The way that the form says opinions came by."""
    wanted = request.values.get("channel", "")
    return next((one for one in CHANNELS if one.value == wanted), default)


def _scans() -> list[Scan]:
    sealed, scans = bool(request.form.get("sealed")), []
    for file in [one for one in request.files.getlist("scans") if one.filename][:SCANS]:
        kept = keep_scan(storage.files(), file.stream, file.filename or "")
        scans.append(Scan(kept.digest, kept.name, kept.media_type, kept.size, sealed))
    if scans:
        with storage.saving() as session:
            storage.note_loose(session, [scan.digest for scan in scans])  # if the entry is refused, nobody needs them
    return scans


# -- receipts and ledger --------------------------------------------------------------------------------------------


@blueprint.get("/batches/<int:number>/receipts")
@allowed(Permission.STATION_ENTER, Permission.COMMENT_ENTER)
def receipts(number: int) -> str:
    """The receipts of a batch, to print and hand out, for who entered it and the managers of the body."""
    with storage.saving() as session:
        batch = session.get(IntakeBatch, number) if number < 1 << 62 else None
        consultation = session.get(Consultation, batch.consultation_id) if batch else None
        if batch is None or consultation is None or not _may_see(session, batch, consultation):
            raise NotFound("E800")
        rows = receipts_of(session, current_user(), find_batch(session, consultation, number))
    shown: list[dict[str, Any]] = [
        {"comment": comment, "code": shown_receipt(code), "text": mask_personal(comment.text)} for comment, code in rows
    ]
    return render_template(
        "staff/receipts.html",
        consultation=consultation,
        batch=batch,
        rows=shown,
        mask=mask_personal,
        track=url_for("public.track", _external=True),
    )


def _may_see(session: Session, batch: IntakeBatch, consultation: Consultation) -> bool:
    manages = may(Permission.COMMENT_ENTER) and reaches(session, current_user(), consultation.organisation_id)
    return manages or batch.created_by == current_user().actor


@blueprint.get("/consultations/<slug>/ledger")
@allowed(Permission.COMMENT_READ)
def ledger(slug: str) -> str:
    """All ways together, and whether the sums are right."""
    consultation = found(slug)
    return render_template(
        "staff/ledger.html",
        consultation=consultation,
        ledger=ledger_of(storage.session(), consultation),
        may_enter=may(Permission.COMMENT_ENTER),
        tabs=tabs(consultation, "ledger"),
    )
