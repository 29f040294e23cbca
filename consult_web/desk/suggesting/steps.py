"""A step of one suggestion or of a cluster as a form: what the machine asks, the letter, and taking it."""

from __future__ import annotations

from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user
from consult_web.desk.papers import LetterForm, check_seen, legal_day, named, read_facts, read_letter, send_bytes
from consult_web.desk.suggesting.frame import blueprint, translate
from consult_web.errors import NotFound, SiteError
from consult_web.filings import StepForm, Suggestion, letter_name, receiver_of
from consult_web.filings.suggestions import (
    filings_for,
    open_suggestion_step,
    suggestion_letter,
    take_cluster_step,
    take_suggestion_step,
    visible_cluster,
    visible_suggestion,
)
from consult_web.storage import china_today
from consult_web.ui import language
from lawcheck.errors import LawcheckError, UsageError
from lawcheck.procedure import decline_grounds

__all__: list[str] = []

_WORKERS: Final = (
    Permission.FILING_REGISTER,
    Permission.FILING_REVIEW,
    Permission.FILING_DECIDE,
)


@blueprint.route("/desk/suggesting/<int:number>/steps/<event>", methods=["GET", "POST"])
@allowed(*_WORKERS)
def step(number: int, event: str) -> str | BaseResponse | tuple[str, int]:
    """One suggestion; all that says the same can be handled with it."""
    session, user = storage.session(), current_user()
    found = visible_suggestion(session, user, number)
    form = open_suggestion_step(session, found, user, event)
    if request.method == "GET":
        return _page(found, form, form.values)
    values = read_letter(form.letter, request.form) if form.letter else {}
    try:
        with storage.saving() as saved:
            own = visible_suggestion(saved, user, number)
            check_seen(own, request.form.get("seen", ""))
            take_suggestion_step(
                saved,
                storage.files(),
                own,
                user,
                event,
                read_facts(form.step.asks, request.form),
                _letter(form, values),
                day=_day(),
            )
    except (SiteError, UsageError) as error:
        return _page(visible_suggestion(storage.session(), user, number), form, values, error), _status(error)
    flash(translate("done", name=named(form.step.name)), "good")
    return redirect(url_for("suggesting.show", number=number), 303)


@blueprint.route("/desk/suggesting/clusters/<int:number>/steps/<event>", methods=["GET", "POST"])
@allowed(*_WORKERS)
def cluster_step(number: int, event: str) -> str | BaseResponse | tuple[str, int]:
    """The same step for all suggestions of a cluster that can take it; each gets a letter of its own."""
    session, user = storage.session(), current_user()
    cluster = visible_cluster(session, receiver_of(session, user).id, number)
    first, form = _first_open(cluster.suggestions, event)
    if request.method == "GET":
        return _page(first, form, form.values, cluster_id=number)
    values = read_letter(form.letter, request.form) if form.letter else {}
    try:
        with storage.saving() as saved:
            own = visible_cluster(saved, receiver_of(saved, user).id, number)
            done = take_cluster_step(
                saved,
                storage.files(),
                own,
                user,
                event,
                read_facts(form.step.asks, request.form),
                _letter(form, values),
                day=_day(),
            )
            if not done.taken:
                raise done.refused[0][1]
    except (SiteError, UsageError) as error:
        return _page(first, form, values, error, number), _status(error)
    flash(translate("done_many", name=named(form.step.name), taken=done.taken, left=len(done.refused)), "good")
    return redirect(url_for("suggesting.cluster", number=number), 303)


@blueprint.get("/desk/suggesting/<int:number>/letters/<int:letter_id>.docx")
@allowed(Permission.FILING_REGISTER)
def letter(number: int, letter_id: int) -> BaseResponse:
    """A letter as it goes out, with the proposer's name."""
    session = storage.session()
    found = visible_suggestion(session, current_user(), number)
    row = next((one for one in found.letters if one.id == letter_id), None)
    if row is None:
        raise NotFound("E800")
    return send_bytes(suggestion_letter(session, storage.files(), row, found), letter_name(row))


def _first_open(suggestions: list[Suggestion], event: str) -> tuple[Suggestion, StepForm]:
    """The form of the first that can take the step."""
    session, user, refused = storage.session(), current_user(), None
    for one in suggestions:
        try:
            return one, open_suggestion_step(session, one, user, event)
        except SiteError as error:
            refused = error
    raise refused or NotFound("E800")


def _letter(form: StepForm, values: dict[str, Any]) -> dict[str, Any] | None:
    return values if form.letter and request.form.get("with_letter") == "yes" else None


def _day() -> Any:
    return legal_day(request.form.get("day", ""))


def _status(error: LawcheckError) -> int:
    return int(getattr(error, "status", 400))


def _page(
    found: Suggestion,
    form: StepForm,
    values: dict[str, Any],
    error: LawcheckError | None = None,
    cluster_id: int | None = None,
) -> str:
    options = {"ground": [(one.id, one.text) for one in decline_grounds().values()]}
    if form.step.event == "merged":
        rows = filings_for(storage.session(), found)
        options["filing"] = [(str(row.id), f"{row.register_number or ''} {row.title}") for row in rows]
    return render_template(
        "suggesting/step.html",
        suggestion=found,
        step=form.step,
        letter=LetterForm(form.letter, values) if form.letter else None,
        sent=request.form,
        options=options,
        cluster_id=cluster_id,
        today=request.form.get("day") or china_today().isoformat(),
        error=error.text(language()) if error else "",
    )
