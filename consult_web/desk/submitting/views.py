"""Own filings: the list, one of them, its slip, answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, User, allowed, current_user
from consult_web.background import Job, JobState
from consult_web.desk.papers import check_seen, legal_day, named, store_uploads, story
from consult_web.desk.submitting.frame import KINDS, ROLES, blueprint, mine, translate
from consult_web.filings import (
    OPEN_STATES,
    Filing,
    FilingUpload,
    colour_order,
    filing_gate,
    is_being_read,
    is_removed,
    latest_check,
    letters_of,
    open_step,
    own_filing,
    put_aside,
    sent_by,
    state_of,
    take_step,
    ways,
)
from consult_web.storage import china_today

__all__ = ["index", "show"]

PAGE: Final = 25
TABS: Final = {
    "open": ("start",),
    "supplement": ("S1a",),
    "sent": ("S0", "S1"),
    "registered": ("S2", "S3", "S3a", "S3b", "S4", "S5", "S6", "S7", "S8a", "S8b", "S8c"),
    "closed": ("S9", "S1b"),
}
_OWN_PAGES: Final = frozenset({"published", "submitted", "resubmitted", "delivered"})
"""Steps that have their own buttons, or follow by themselves."""


@blueprint.get("/")
@allowed(Permission.FILING_SUBMIT)
def index() -> str:
    """The filings of the user's organisation, by state."""
    session, user = storage.session(), current_user()
    counts = _counts(session, user)
    first = next((tab for tab in ("supplement", "open", "sent") if counts[tab]), "open")
    tab = request.args.get("tab", first)
    tab = tab if tab in TABS else first
    page = max(request.args.get("page", 1, type=int), 1)
    query = select(Filing).where(sent_by(user), _stands_in(tab)).order_by(*colour_order(Filing))
    rows = session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    names = _first_names(rows)
    pages = max(-(-counts[tab] // PAGE), 1)
    return render_template(
        "submitting/index.html",
        rows=rows,
        names=names,
        tab=tab,
        counts=counts,
        page=page,
        pages=pages,
        tabs=list(TABS),
        state_of=state_of,
        is_removed=is_removed,
    )


def _counts(session: Session, user: User) -> dict[str, int]:
    """How many filings each tab has; one that was put aside while it was prepared is among the closed."""
    parts = (Filing.state, put_aside())
    counted = session.execute(select(*parts, func.count()).where(sent_by(user)).group_by(*parts))
    counts = dict.fromkeys(TABS, 0)
    for state, aside, count in counted:
        found = "closed" if state == "start" and aside else next((tab for tab in TABS if state in TABS[tab]), "")
        if found:
            counts[found] += count
    return counts


def _stands_in(tab: str) -> ColumnElement[bool]:
    if tab == "open":
        return (Filing.state == "start") & ~put_aside()
    held = Filing.state.in_(TABS[tab])
    return held | ((Filing.state == "start") & put_aside()) if tab == "closed" else held


@blueprint.get("/<int:number>")
@allowed(Permission.FILING_SUBMIT)
def show(number: int) -> str:
    """One filing: the package while it is prepared, what became of it afterwards."""
    filing = mine(number)
    if is_removed(filing):
        return render_template("submitting/removed.html", filing=filing, uploads=_uploads(filing))
    if filing.state in OPEN_STATES:
        return package_page(filing)
    user = current_user()
    open_ways = [way for way in ways(storage.session(), filing, user) if way.event not in _OWN_PAGES]
    own = [letter for letter in filing.letters if letter.recipient_id == user.organisation_id and letter.sent_on]
    return render_template(
        "submitting/sent.html",
        filing=filing,
        state=state_of(filing),
        moments=story(filing, user, inside=False),
        letters=own,
        ways=open_ways,
        check=latest_check(filing),
    )


def package_page(filing: Filing, error: tuple[str, str] | None = None) -> str:
    """The page of a package in preparation; ``error``: the field and what is wrong."""
    session, user = storage.session(), current_user()
    check = latest_check(filing)
    current = check if check and check.round == filing.round + 1 else None
    job = session.scalar(select(Job).where(Job.subject == f"filing:{filing.id}").order_by(Job.id.desc()).limit(1))
    return render_template(
        "submitting/package.html",
        filing=filing,
        uploads=_uploads(filing),
        reading=is_being_read(filing),
        job=job,
        failed=job is not None and job.state is JobState.FAILED,
        check=current,
        gate=filing_gate(current) if current else None,
        kinds=KINDS,
        roles=ROLES,
        told=filing.details.get("document", {}),
        moments=story(filing, user, inside=False),
        letters=[letter for letter in filing.letters if letter.recipient_id == user.organisation_id],
        asked=_asked(filing),
        signed=_signed(filing),
        error=error,
    )


def _uploads(filing: Filing) -> Sequence[FilingUpload]:
    query = select(FilingUpload).where(FilingUpload.filing_id == filing.id).order_by(FilingUpload.id)
    return storage.session().scalars(query).all()


@blueprint.get("/<int:number>/slip")
@allowed(Permission.FILING_SUBMIT)
def slip(number: int) -> str | BaseResponse:
    """What was received and when, to be printed."""
    filing = mine(number)
    if filing.round == 0:
        return redirect(url_for("submitting.show", number=number))
    sent = [event for event in filing.events if event.name in ("submitted", "resubmitted")]
    return render_template(
        "submitting/slip.html",
        filing=filing,
        sent=sent,
        files=[row for row in filing.files if row.round == filing.round],
    )


@blueprint.post("/<int:number>/signed")
@allowed(Permission.FILING_SUBMIT)
def sign(number: int) -> BaseResponse:
    """The filer received the letter that asks for more: its period counts from today."""
    with storage.saving() as session:
        user = current_user()
        filing = own_filing(session, user, number)
        take_step(session, storage.files(), filing, user, "delivered", {"of": "supplement_asked"})
    flash(translate("signed"), "good")
    return redirect(url_for("submitting.show", number=number), 303)


@blueprint.route("/<int:number>/steps/<event>", methods=["GET", "POST"])
@allowed(Permission.FILING_SUBMIT)
def step(number: int, event: str) -> str | BaseResponse:
    """An answer of the maker: an explanation, a refusal, an amendment."""
    filing, user = mine(number), current_user()
    form = open_step(storage.session(), filing, user, event)
    if request.method == "GET":
        return render_template("submitting/step.html", filing=filing, step=form.step, today=china_today())
    uploads = store_uploads(request.files.getlist("files"))
    with storage.saving() as session:
        filing = own_filing(session, user, number)
        check_seen(filing, request.form.get("seen", ""))
        facts: dict[str, Any] = {ask.name: _asked_value(ask.type, ask.name) for ask in form.step.asks}
        facts["files"] = [{"name": file.name, "sha256": file.digest} for file in uploads]
        for file in uploads:
            session.add(
                FilingUpload(
                    filing_id=filing.id,
                    organisation_id=filing.filer_id,
                    round=filing.round,
                    digest=file.digest,
                    name=file.name,
                    size=file.size,
                    created_by=user.actor,
                )
            )
        take_step(session, storage.files(), filing, user, event, facts, day=legal_day(request.form.get("day", "")))
    flash(translate("step_done", name=named(form.step.name)), "good")
    return redirect(url_for("submitting.show", number=number), 303)


@blueprint.get("/letters")
@allowed(Permission.FILING_SUBMIT)
def letters() -> str:
    """Every letter that the organisation received."""
    return render_template(
        "submitting/letters.html", letters=letters_of(storage.session(), current_user().organisation_id)
    )


def _asked_value(kind: str, name: str) -> object:
    value = request.form.get(name, "").strip()
    return [line.strip() for line in value.splitlines() if line.strip()] if kind == "list" else value


def _first_names(rows: Any) -> dict[int, str]:
    """The name of the first upload of filings without a title."""
    wanted = [row.id for row in rows if not row.title]
    query = select(FilingUpload.filing_id, FilingUpload.name).where(FilingUpload.filing_id.in_(wanted))
    names: dict[int, str] = {}
    for number, name in storage.session().execute(query.order_by(FilingUpload.id)):
        names.setdefault(number or 0, name)
    return names


def _asked(filing: Filing) -> list[str]:
    """What the receiver asked for last."""
    event = next((row for row in reversed(filing.events) if row.name == "supplement_asked"), None)
    return [str(line) for line in event.facts.get("missing", [])] if event else []


def _signed(filing: Filing) -> bool:
    """Whether the last letter that asked for more was signed for."""
    names = [row.name for row in filing.events]
    return "supplement_asked" in names and "delivered" in names[len(names) - names[::-1].index("supplement_asked") :]
