"""The way of a case to its outcome: clocks, history, the steps open now, the letters that they make."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import allowed, current_user
from consult_web.desk.papers import LetterForm, check_seen, legal_day, named, read_facts, read_letter, story
from consult_web.desk.reviewing.frame import ACT, READ, blueprint, found, fresh, message, tabs, translate
from consult_web.errors import Conflict, NotFound, SiteError
from consult_web.filings import (
    Filing,
    Letter,
    LetterState,
    StepForm,
    case_fields,
    form_of,
    open_step,
    send_letter,
    state_of,
    visible_filing,
    ways,
    ways_of_others,
)
from consult_web.filings.reviews import (
    PROGRAM_TELLS,
    findings_left,
    letters_missing,
    make_letter,
    offered_values,
    problem_codes,
    take_review_step,
)
from consult_web.storage import china_today
from lawcheck.errors import UsageError
from lawcheck.letters import find_letter
from lawcheck.procedure import load_machine, review_kinds

__all__ = ["path"]

Answer = str | BaseResponse | tuple[str, int]


@blueprint.get("/<int:number>/path")
@allowed(*READ)
def path(number: int) -> str:
    """Where the case stands, what may be done now, what was done."""
    filing, user = fresh(number), current_user()
    return render_template(
        "reviewing/path.html",
        filing=filing,
        state=state_of(filing),
        ways=ways(storage.session(), filing, user),
        others=ways_of_others(storage.session(), filing, user),
        moments=story(filing, user, inside=True),
        missing=[(event, find_letter(template)) for event, template in letters_missing(filing)],
        drafts=LetterState.DRAFT,
        tabs=tabs(filing, "path"),
    )


@blueprint.route("/<int:number>/path/<event>", methods=["GET", "POST"])
@allowed(*ACT)
def step(number: int, event: str) -> Answer:
    """The form of a step; sent, the step is taken, and its letter waits to be made."""
    session, user, filing = storage.session(), current_user(), found(number)
    form = open_step(session, filing, user, event)
    if request.method == "GET":
        return _step_page(session, filing, form)
    try:
        with storage.saving() as saved:
            own = visible_filing(saved, user, number)
            check_seen(own, request.form.get("seen", ""))
            _take(saved, own, form)
    except (SiteError, UsageError) as error:
        return _step_page(storage.session(), found(number), form, message(error)), getattr(error, "status", 400)
    flash(translate("step_done", name=named(form.step.name)), "good")
    own = found(number)
    if own.events[-1].document and own.events[-1].name == event:
        return redirect(url_for("reviewing.letter", number=number, event=own.events[-1].number), 303)
    return redirect(url_for("reviewing.path", number=number), 303)


def _take(session: Session, filing: Filing, form: StepForm) -> None:
    sent = request.form
    facts = read_facts([ask for ask in form.step.asks if ask.name not in PROGRAM_TELLS], sent)
    day, means = legal_day(sent.get("day", "")), sent.get("means", "")
    user, files = current_user(), storage.files()
    kept = {name: value for name, value in facts.items() if value}
    take_review_step(session, filing, user, files, form.step.event, kept, means=means, day=day)


def _step_page(session: Session, filing: Filing, form: StepForm, error: str = "") -> str:
    begins = form.step.event in ("review_started", "review_reopened")
    left = len(findings_left(session, filing)) if "judged" in form.step.guards else 0
    unasked = {*PROGRAM_TELLS, *(() if left else ("despite",)), *(("review_kind",) if begins else ())}
    return render_template(
        "reviewing/step.html",
        filing=filing,
        step=form.step,
        asks=[ask for ask in form.step.asks if ask.name not in unasked],
        letter=form.letter,
        problems=problem_codes(session, filing),
        left=left,
        kinds=[(kind.name, kind.name) for kind in review_kinds()] if begins else [],
        today=request.form.get("day") or china_today().isoformat(),
        sent=request.form,
        error=error,
        tabs=tabs(filing, "path"),
    )


@blueprint.route("/<int:number>/path/letters/<int:event>", methods=["GET", "POST"])
@allowed(*ACT)
def letter(number: int, event: int) -> Answer:
    """The letter of an event, prefilled; sent, it is made as a draft."""
    session, user, filing = storage.session(), current_user(), found(number)
    template = dict(letters_missing(filing)).get(event)
    if template is None:
        raise NotFound("E800")
    made = find_letter(template)
    if request.method == "GET":
        offered = offered_values(session, filing, _form_of(session, filing, event), user)
        return _letter_page(filing, LetterForm(made, offered))
    values = read_letter(made, request.form)
    try:
        with storage.saving() as saved:
            own = visible_filing(saved, user, number)
            make_letter(saved, storage.files(), own, template, values, user, event_number=event)
    except (SiteError, UsageError) as error:
        return _letter_page(found(number), LetterForm(made, values), message(error)), getattr(error, "status", 400)
    flash(translate("letter_made"), "good")
    return redirect(url_for("reviewing.path", number=number, _anchor="letters"), 303)


def _form_of(session: Session, filing: Filing, event: int) -> StepForm:
    row = next(row for row in filing.events if row.number == event)
    step = load_machine().step("main", row.source, row.name)
    if step is None:
        raise NotFound("E800")
    return form_of(session, filing, step, lambda: case_fields(session, filing, row.day))


def _letter_page(filing: Filing, form: LetterForm, error: str = "") -> str:
    return render_template("reviewing/letter.html", filing=filing, form=form, error=error, tabs=tabs(filing, "path"))


@blueprint.post("/<int:number>/letters/<int:letter>/send")
@allowed(*ACT)
def send(number: int, letter: int) -> BaseResponse:
    """A letter goes out: its addressee sees it from now on, nobody changes it."""
    user = current_user()
    with storage.saving() as session:
        filing = visible_filing(session, user, number)
        row: Letter | None = next((row for row in filing.letters if row.id == letter), None)
        if row is None:
            raise NotFound("E800")
        if row.state is not LetterState.DRAFT:
            raise Conflict("E904", title=row.title)
        send_letter(session, row, user.actor, legal_day(request.form.get("day", "")))
    flash(translate("letter_sent"), "good")
    return redirect(url_for("reviewing.path", number=number, _anchor="letters"), 303)
