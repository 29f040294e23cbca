"""By the receipt: where a suggestion stands, what was answered, adding what is missing, objecting."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Organisation, Permission, allowed, limiter
from consult_web.consultations import find_by_receipt, parse_receipt, shown_receipt
from consult_web.desk.papers import send_bytes
from consult_web.desk.suggesting.frame import blueprint, translate
from consult_web.errors import NotFound, Refused
from consult_web.filings import Filing, LetterState, Suggestion, letter_name, state_of
from consult_web.filings.suggestions import add_missing, find_suggestion, object_to_reply, suggestion_letter
from consult_web.ui import day_text, fault_words
from lawcheck.procedure import decline_grounds, load_machine

__all__ = ["steps_of"]

_LOOKING = "60 per minute; 600 per hour"
_SHOWN = ("missing", "ground", "receiver")
_INSIDE = ("reason", "outcome", "text", "filing")


@blueprint.route("/suggest/track", methods=["GET", "POST"])
@limiter.limit(_LOOKING, methods=["POST"])
@allowed(Permission.ANYONE)
def track() -> str | BaseResponse | tuple[str, int]:
    """The field for the code; the receipt of an opinion on a draft leads to its own page."""
    typed = request.form.get("code", "")
    if request.method == "GET":
        return render_template("ui/track.html", typed="", error="")
    try:
        find_suggestion(storage.session(), parse_receipt(typed))
    except NotFound as error:
        code = parse_receipt(typed)
        if code and find_by_receipt(storage.session(), code):
            return redirect(url_for("public.receipt", code=code), 303)
        page = render_template("ui/track.html", typed=typed[:80], error=fault_words({"code": error})["code"])
        return page, 404
    return redirect(url_for("suggesting.follow", code=parse_receipt(typed)), 303)


@blueprint.get("/suggest/track/<code>")
@limiter.limit(_LOOKING)
@allowed(Permission.ANYONE)
def follow(code: str) -> str:
    """Where it stands."""
    return _page(code)


@blueprint.post("/suggest/track/<code>/add")
@limiter.limit(_LOOKING)
@allowed(Permission.ANYONE)
def add(code: str) -> BaseResponse | tuple[str, int]:
    """What was asked for, or new reasons against the answer."""
    text = request.form.get("text", "")
    try:
        with storage.saving() as session:
            found = find_suggestion(session, parse_receipt(code))
            (add_missing if found.state == "R1" else object_to_reply)(session, found, text)
    except Refused as error:
        return _page(code, text, fault_words({"text": error})["text"]), 400
    flash(translate("added"), "good")
    return redirect(url_for("suggesting.follow", code=code), 303)


@blueprint.get("/suggest/track/<code>/letters/<int:place>.docx")
@limiter.limit(_LOOKING)
@allowed(Permission.ANYONE)
def own_letter(code: str, place: int) -> BaseResponse:
    """A letter that went to the proposer."""
    session = storage.session()
    found = find_suggestion(session, parse_receipt(code))
    letters = _letters(found)
    if not 0 < place <= len(letters):
        raise NotFound("E800")
    letter = letters[place - 1]
    return send_bytes(suggestion_letter(session, storage.files(), letter, found), letter_name(letter))


def steps_of(suggestion: Suggestion, *, inside: bool) -> list[tuple[str, str, str, str]]:
    """The events for the macro ``timeline``; outside, without what only the desk needs to know."""
    machine, told = load_machine(), []
    for row in suggestion.events:
        step = machine.step("side", row.source, row.name)
        names = (*_SHOWN, *(_INSIDE if inside else ()))
        words = [_words(suggestion, name, row.facts.get(name)) for name in names]
        last = row.number == len(suggestion.events)
        state = "now" if last and not suggestion.closed_on else "done"
        when = f"{day_text(row.day)} · {row.role}" if inside and row.role else day_text(row.day)
        told.append((state, step.name if step else row.name, when, "；".join(filter(None, words))))
    return told


def _words(suggestion: Suggestion, name: str, value: object) -> str:
    """What an event was told, as people say it: grounds by their words, the filing by its register number."""
    if name == "ground" and value in decline_grounds():
        return decline_grounds()[str(value)].text
    if name == "filing" and value:
        filing = storage.session().get(Filing, suggestion.filing_id) if suggestion.filing_id == value else None
        return (filing.register_number or filing.title) if filing else ""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _letters(suggestion: Suggestion) -> list[Any]:
    sent = (LetterState.SENT, LetterState.DELIVERED)
    return [one for one in suggestion.letters if one.state in sent and "proposer" in one.fields]


def _page(code: str, text: str = "", error: str = "") -> str:
    session = storage.session()
    found = find_suggestion(session, parse_receipt(code))
    return render_template(
        "suggesting/tracker.html",
        suggestion=found,
        code=parse_receipt(code),
        shown_code=shown_receipt(parse_receipt(code)),
        state=state_of(found),
        receiver=session.get_one(Organisation, found.receiver_id),
        steps=steps_of(found, inside=False),
        letters=_letters(found),
        text=text,
        error=error,
    )
