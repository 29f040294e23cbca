"""Higher laws of a review: pinned, left out, searched for in the library in place; and the boxes of the criteria."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import allowed, current_user
from consult_web.desk.reviewing.frame import JUDGE, READ, blueprint, found, may_judge, message, tabs, translate
from consult_web.desk.reviewing.views import review_state
from consult_web.errors import Refused
from consult_web.filings import LawPin, PinKind, law_library, visible_filing
from consult_web.filings.reviews import ask_for_review, current_run, pin_law, tick_criteria, ticks_of, unpin_law
from consult_web.storage import china_today
from lawcheck.errors import LawcheckError
from lawcheck.laws import Library, SearchPage, search
from lawcheck.procedure import criteria as criteria_of
from lawcheck.procedure import find_jurisdiction

__all__ = ["laws"]

_PER_PAGE = 10


@blueprint.get("/<int:number>/laws")
@allowed(*READ)
def laws(number: int) -> str:
    """The laws that the document was held against, and a search of the library."""
    session, filing = storage.session(), found(number)
    run = current_run(session, filing)
    pins = {row.title: row for row in session.scalars(select(LawPin).where(LawPin.filing_id == number))}
    held = run.higher_laws if run else []
    words, error, answer = request.args.get("q", "").strip()[:200], "", None
    if words:
        try:
            answer = _search(words, max(request.args.get("page", 1, type=int), 1))
        except LawcheckError as problem:
            error = message(problem)
    return render_template(
        "reviewing/laws.html",
        filing=filing,
        held=held,
        pins=pins,
        others=[pin for title, pin in pins.items() if title not in {law["title"] for law in held}],
        kinds=PinKind,
        words=words,
        answer=answer,
        error=error,
        stale=_stale(run, pins),
        judges=may_judge(filing),
        run=review_state(filing),
        tabs=tabs(filing, "laws"),
    )


def _stale(run: Any, pins: dict[str, LawPin]) -> bool:
    """Whether the pins of now are not those of the review."""
    if run is None:
        return False
    now = {kind: {pin.title for pin in pins.values() if pin.kind is kind} for kind in PinKind}
    return now[PinKind.PINNED] != set(run.pins.get("pinned", ())) or now[PinKind.UNPINNED] != set(
        run.pins.get("unpinned", ())
    )


def _search(words: str, page: int) -> SearchPage:
    return search(_library(), words, as_of=china_today(), page=page, per_page=_PER_PAGE)


@cache
def _library() -> Library:
    return law_library()


@blueprint.post("/<int:number>/laws")
@allowed(*JUDGE)
def pin(number: int) -> BaseResponse:
    """Pin a law, leave one out, or leave it to the program again; with ``again`` the review starts anew at once."""
    sent, user = request.form, current_user()
    title, what = sent.get("title", "").strip(), sent.get("what", "")
    known = _library().find_title(title)
    if what in ("pin", "leave") and not known:
        raise Refused("E931", title=title[:80])
    with storage.saving() as session:
        filing = visible_filing(session, user, number)
        law = known[0].law_id if known else sent.get("law", "")
        if what == "release":
            unpin_law(session, user, filing, law)
        else:
            kind = PinKind.PINNED if what == "pin" else PinKind.UNPINNED
            pin_law(session, user, filing, law, known[0].title, kind, sent.get("reason", ""))
        ask_for_review(session, filing, user)
    flash(translate("pins_saved"), "good")
    return redirect(url_for("reviewing.laws", number=number, q=request.args.get("q") or None), 303)


@blueprint.get("/<int:number>/criteria")
@allowed(*READ)
def criteria(number: int) -> str:
    """The boxes of the review standards."""
    filing = found(number)
    boxes = criteria_of(find_jurisdiction(filing.jurisdiction))
    groups: dict[str, list[Any]] = {}
    for box in boxes:
        groups.setdefault(box.group, []).append(box)
    ticked = {row.code: row for row in ticks_of(storage.session(), number)}
    return render_template(
        "reviewing/criteria.html",
        filing=filing,
        groups=groups,
        ticked=ticked,
        judges=may_judge(filing),
        tabs=tabs(filing, "criteria"),
    )


@blueprint.post("/<int:number>/criteria")
@allowed(*JUDGE)
def tick(number: int) -> BaseResponse:
    """The boxes that are ticked from now on. The page says which were when it was made (``was-…``, in the characters of an
    address, so that nobody takes it for what was typed)."""
    user, sent = current_user(), request.form
    notes = {code: sent.get(f"note-{code}", "") for code in sent.getlist("codes")}
    seen = {name.removeprefix("was-"): unquote(note) for name, note in sent.items() if name.startswith("was-")}
    _refuse_lone_notes(notes, seen)
    with storage.saving() as session:
        tick_criteria(session, user, visible_filing(session, user, number), notes, seen)
    flash(translate("boxes_saved"), "good")
    return redirect(url_for("reviewing.criteria", number=number), 303)


def _refuse_lone_notes(notes: Mapping[str, str], seen: Mapping[str, str]) -> None:
    """A note beside a box that nobody ticked would be lost; one beside a box that was unticked just now goes with it."""
    written = (
        name.removeprefix("note-") for name, value in request.form.items() if name.startswith("note-") and value.strip()
    )
    lone = sorted(set(written) - notes.keys() - seen.keys())
    if lone:
        raise Refused("E996", codes="、".join(lone))
