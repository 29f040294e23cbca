"""The desk's queue of suggestions, the page of one, and entering those that came by letter, window, mail or from others."""

from __future__ import annotations

from datetime import date
from secrets import token_urlsafe
from typing import Any, Final, NamedTuple

from flask import render_template, request
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Organisation, Permission, User, allowed, current_user
from consult_web.desk.papers import parse_day, send_bytes
from consult_web.desk.suggesting.forms import FormPage, read_wish, words_of
from consult_web.desk.suggesting.frame import blueprint
from consult_web.desk.suggesting.intake import chosen_document, receipt_page
from consult_web.desk.suggesting.tracking import steps_of
from consult_web.errors import NotFound
from consult_web.filings import (
    Filing,
    Suggestion,
    SuggestionChannel,
    colour_order,
    holds_words,
    is_colour,
    receiver_of,
    state_of,
    ways,
    ways_of_others,
)
from consult_web.filings.suggestions import (
    Wish,
    end_reviews,
    faults_of_wish,
    filings_for,
    open_proposer,
    submit_suggestion,
    visible_suggestion,
)
from consult_web.storage import china_today
from consult_web.ui import fault_words

__all__ = ["waiting"]

STAGES: Final[dict[str, tuple[str, ...]]] = {
    "new": ("R0", "R6"),
    "completing": ("R1",),
    "deciding": ("R2", "R3b"),
    "review": ("R4",),
    "answered": ("R5", "R3a"),
    "all": (),
}
_COLOURS: Final = ("red", "amber", "green")
_PAGE: Final = 25


class Queue(NamedTuple):
    """One page of the queue: rows, how many in all, counts by stage, and of the stage by colour."""

    rows: list[Suggestion]
    total: int
    stages: dict[str, int]
    colours: dict[str, int]


def waiting(session: Session, user: User) -> int:
    """How many suggestions wait for a first look or a decision."""
    query = select(func.count()).select_from(Suggestion).where(_at_desk(session, user))
    return session.scalar(query.where(Suggestion.state.in_(("R0", "R2", "R3b", "R6")))) or 0


@blueprint.get("/desk/suggesting")
@allowed(Permission.FILING_READ)
def index() -> str:
    """The queue."""
    stage = request.args.get("stage", "new")
    stage = stage if stage in STAGES else "new"
    colour, words = request.args.get("colour", ""), request.args.get("q", "")[:100]
    page = min(max(request.args.get("page", 1, type=int), 1), 100_000)
    queue = _read(storage.session(), current_user(), stage, colour, words, china_today(), page)
    return render_template(
        "suggesting/index.html",
        queue=queue,
        stage=stage,
        stages=list(STAGES),
        colours=_COLOURS,
        colour=colour,
        words=words,
        page=page,
        pages=max(-(-queue.total // _PAGE), 1),
        state_of=state_of,
    )


@blueprint.get("/desk/suggesting/<int:number>")
@allowed(Permission.FILING_READ)
def show(number: int) -> str:
    """One suggestion; if its filing was closed since, that is noted first."""
    user = current_user()
    found = visible_suggestion(storage.session(), user, number)
    if found.state == "R4":
        with storage.saving() as session:
            end_reviews(session, found.receiver_id)
        found = visible_suggestion(storage.session(), user, number)
    return _page(found)


@blueprint.post("/desk/suggesting/<int:number>/proposer")
@allowed(Permission.FILING_REGISTER)
def proposer(number: int) -> str:
    """Who proposed it; that somebody looked is noted."""
    user = current_user()
    with storage.saving() as session:
        told = open_proposer(session, visible_suggestion(session, user, number), user.actor)
    return _page(visible_suggestion(storage.session(), user, number), told)


@blueprint.get("/desk/suggesting/<int:number>/files/<int:file_id>")
@allowed(Permission.FILING_READ)
def file(number: int, file_id: int) -> BaseResponse:
    """An attachment, always as a download."""
    found = visible_suggestion(storage.session(), current_user(), number)
    row = next((one for one in found.files if one.id == file_id), None)
    if row is None:
        raise NotFound("E800")
    return send_bytes(storage.files().read(row.digest), row.name)


@blueprint.get("/desk/suggesting/new")
@allowed(Permission.FILING_REGISTER)
def enter() -> str:
    """The form for what came otherwise than by the platform."""
    fields = {"key": token_urlsafe(24), "receiver_id": str(receiver_of(storage.session(), current_user()).id)}
    return _entry_page(FormPage(fields, None, {}))


@blueprint.post("/desk/suggesting/new")
@allowed(Permission.FILING_REGISTER)
def entered() -> str | BaseResponse | tuple[str, int]:
    """Take it in; the receipt is handed or sent to the proposer."""
    user, sent = current_user(), request.form
    document = chosen_document(sent.get("document", ""))
    wish, faults = read_wish(document)
    channel = next((one for one in SuggestionChannel if one.value == sent.get("channel")), SuggestionChannel.LETTER)
    known = vars(wish) | {"receiver_id": receiver_of(storage.session(), user).id, "channel": channel}
    wish = Wish(**known | {"received_on": _not_later(parse_day(sent.get("received_on", "")))})
    faults = faults_of_wish(wish) | faults
    if faults or not sent.get("key"):
        return _entry_page(FormPage(words_of(sent), document, fault_words(faults))), 400
    with storage.saving() as session:
        return receipt_page(submit_suggestion(session, wish, sent["key"][:80], user))


def _not_later(day: date | None) -> date | None:
    return min(day, china_today()) if day else None


def _entry_page(page: dict[str, Any]) -> str:
    return render_template("suggesting/enter.html", **page)


def _page(found: Suggestion, told: dict[str, str] | None = None) -> str:
    session, user = storage.session(), current_user()
    return render_template(
        "suggesting/show.html",
        suggestion=found,
        state=state_of(found),
        ways=ways(session, found, user),
        others=ways_of_others(session, found, user),
        steps=steps_of(found, inside=True),
        proposer=told,
        filing=session.get(Filing, found.filing_id) if found.filing_id else None,
        filings=filings_for(session, found) if found.state == "R2" else [],
        receiver=session.get_one(Organisation, found.receiver_id),
    )


def _at_desk(session: Session, user: User) -> ColumnElement[bool]:
    return Suggestion.receiver_id == receiver_of(session, user).id


def _read(session: Session, user: User, stage: str, colour: str, words: str, today: date, page: int) -> Queue:
    base = _at_desk(session, user)
    wanted: list[ColumnElement[bool]] = [base, *_of_words(words)]
    if STAGES[stage]:
        wanted.append(Suggestion.state.in_(STAGES[stage]))
    colours = {name: _count(session, [*wanted, is_colour(Suggestion, name, today)]) for name in _COLOURS}
    shown = [*wanted, is_colour(Suggestion, colour, today)] if colour in _COLOURS else wanted
    order = [Suggestion.id.desc()] if stage in ("answered", "all") else colour_order(Suggestion)
    rows = session.scalars(select(Suggestion).where(*shown).order_by(*order).limit(_PAGE).offset((page - 1) * _PAGE))
    counted: dict[str, int] = dict(
        session.execute(select(Suggestion.state, func.count()).where(base).group_by(Suggestion.state)).all()
    )
    stages = {name: sum(n for s, n in counted.items() if not states or s in states) for name, states in STAGES.items()}
    return Queue(list(rows), _count(session, shown), stages, colours)


def _of_words(words: str) -> list[ColumnElement[bool]]:
    return holds_words(words, Suggestion.document_title, Suggestion.number, Suggestion.clause, Suggestion.matter)


def _count(session: Session, conditions: list[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(Suggestion).where(*conditions)) or 0
