"""A step of a case: the form that the machine asks for, with its letter, and what follows from it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Organisation, Permission, User, allowed, current_user, may
from consult_web.desk.papers import LetterForm, check_seen, legal_day, named, parse_day, read_facts, read_letter
from consult_web.desk.registering.frame import blueprint, translate
from consult_web.errors import SiteError
from consult_web.filings import (
    Filing,
    StepForm,
    Taken,
    committees,
    distribute,
    latest_check,
    missing_rows,
    offered_number,
    open_step,
    register,
    return_filing,
    supplement_days,
    take_step,
    visible_filing,
)
from consult_web.storage import china_today
from consult_web.ui import language
from lawcheck.errors import LawcheckError, UsageError

__all__ = ["step"]

_COMMITTEE_DAYS: Final = 30  # offered, the registrar may change it; domain.md 2.2: Beijing and Shanghai give 30 days


@blueprint.route("/<int:number>/steps/<event>", methods=["GET", "POST"])
@allowed(Permission.FILING_REGISTER, Permission.FILING_DECIDE)
def step(number: int, event: str) -> str | BaseResponse | tuple[str, int]:
    """The form of a step; sent, the step is taken and its letter goes out. Heads hand on here too, and come from their own
    pages."""
    session, user = storage.session(), current_user()
    filing = visible_filing(session, user, number)
    form = open_step(session, filing, user, event)
    if request.method == "GET":
        return _page(filing, form, _offered(session, filing, user, form))
    values = read_letter(form.letter, request.form) if form.letter else {}
    try:
        with storage.saving() as saved:
            _take(saved, visible_filing(saved, user, number), user, form, values)
    except (SiteError, UsageError) as error:
        filing = visible_filing(storage.session(), user, number)
        return _page(filing, form, values, error), getattr(error, "status", 400)
    flash(translate("done", name=named(form.step.name)), "good")
    return redirect(_home(number), 303)


def _home(number: int) -> str:
    """The page of the case that the visitor may see."""
    if may(Permission.FILING_REGISTER):
        return url_for("registering.show", number=number)
    return url_for("reviewing.path", number=number)


def _take(session: Session, filing: Filing, user: User, form: StepForm, values: dict[str, Any]) -> Taken:
    files, sent = storage.files(), request.form
    check_seen(filing, sent.get("seen", ""))
    letter = values if form.letter and sent.get("with_letter") == "yes" else None
    day = legal_day(sent.get("day", ""))
    if form.step.event == "registered":
        number, override = sent.get("register_number", ""), sent.get("override", "")
        return register(session, files, filing, user, letter=letter, number=number, override=override, day=day)
    if form.step.event == "returned":
        return return_filing(session, files, filing, user, reason=sent.get("reason", ""), letter=letter, day=day)
    if form.step.event == "distributed":
        return _hand_on(session, filing, user, letter, day)
    facts = read_facts(form.step.asks, sent)
    return take_step(session, files, filing, user, form.step.event, facts, letter, day=day)


def _hand_on(session: Session, filing: Filing, user: User, letter: dict[str, Any] | None, day: date | None) -> Taken:
    wanted = {int(number) for number in request.form.getlist("committees") if number.isdecimal()}
    to: list[Organisation] = [one for one in committees(session, filing.receiver_id) if one.id in wanted]
    due = parse_day(request.form.get("l-due", ""))
    points = (letter or {}).get("points", [])
    return distribute(session, storage.files(), filing, user, to=to, letter=letter, due=due, points=points, day=day)


def _offered(session: Session, filing: Filing, user: User, form: StepForm) -> dict[str, Any]:
    """The values that a letter's form begins with: what the case knows, and what the form check found."""
    values = {**form.values, "handler": user.name}
    check = latest_check(filing)
    if form.step.event == "registered":
        values["result"] = "逾期报备，予以登记并记入统计" if filing.late else "按时报备，予以登记"
    if form.step.event == "supplement_asked":
        values["missing"] = missing_rows(check) if check else []
        days = supplement_days(session, filing)
        if days is not None:
            values["days"] = days
    if form.step.event == "distributed":
        values["due"] = (china_today() + timedelta(days=_COMMITTEE_DAYS)).isoformat()
    return values


def _page(filing: Filing, form: StepForm, values: dict[str, Any], error: LawcheckError | None = None) -> str:
    session = storage.session()
    check = latest_check(filing)
    return render_template(
        "registering/step.html",
        filing=filing,
        home=_home(filing.id),
        step=form.step,
        letter=LetterForm(form.letter, values) if form.letter else None,
        sent=request.form,
        today=request.form.get("day") or china_today().isoformat(),
        number=request.form.get("register_number") or offered_number(session, filing),
        missing="\n".join(row["fault"] for row in missing_rows(check)) if check else "",
        committees=[(one.id, one.name) for one in committees(session, filing.receiver_id)],
        chosen=[int(n) for n in request.form.getlist("committees") if n.isdecimal()],
        error=error.text(language()) if error else "",
    )
