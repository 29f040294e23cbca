"""The registrar's queue and the page of one filing."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user
from consult_web.desk.papers import send_bytes, story
from consult_web.desk.registering.frame import blueprint, translate
from consult_web.desk.registering.queue import COLOURS, PAGE, STAGES, read_queue
from consult_web.errors import Refused
from consult_web.filings import (
    Filing,
    filing_gate,
    latest_check,
    look_at,
    refresh_standing,
    register_form,
    state_of,
    visible_filing,
    ways,
    ways_of_others,
)
from consult_web.storage import china_today
from consult_web.ui import language
from lawcheck.laws import DocumentKind, kind_label

__all__ = ["index", "show"]


@blueprint.get("/")
@allowed(Permission.FILING_REGISTER)
def index() -> str:
    """The queue."""
    stage = request.args.get("stage", "new")
    stage = stage if stage in STAGES else "new"
    colour, words = request.args.get("colour", ""), request.args.get("q", "")[:100]
    page = max(request.args.get("page", 1, type=int), 1)
    queue = read_queue(storage.session(), current_user(), stage, colour, words, china_today(), page)
    pages = max(-(-queue.total // PAGE), 1)
    return render_template(
        "registering/index.html",
        queue=queue,
        stage=stage,
        stages=list(STAGES),
        colours=COLOURS,
        colour=colour,
        words=words,
        page=page,
        pages=pages,
        state_of=state_of,
    )


@blueprint.get("/<int:number>")
@allowed(Permission.FILING_REGISTER, Permission.FILING_READ)
def show(number: int) -> str:
    """One filing."""
    filing = visible_filing(storage.session(), current_user(), number)
    if filing.standing:
        with storage.saving() as session:
            refresh_standing(session, [visible_filing(session, current_user(), number)])
        filing = visible_filing(storage.session(), current_user(), number)
    return _page(filing)


@blueprint.post("/<int:number>/look/<rule>")
@allowed(Permission.FILING_REGISTER)
def look(number: int, rule: str) -> BaseResponse | tuple[str, int]:
    """A point of the form check that a person looked at."""
    user = current_user()
    try:
        with storage.saving() as session:
            look_at(session, visible_filing(session, user, number), user, rule, request.form.get("note", ""))
    except Refused as error:
        return _page(
            visible_filing(storage.session(), user, number), (f"note-{rule}", error.text(language()))
        ), error.status
    flash(translate("looked"), "good")
    return redirect(url_for("registering.show", number=number, _anchor=f"check-{rule}"), 303)


@blueprint.get("/<int:number>/register_form.docx")
@allowed(Permission.FILING_REGISTER, Permission.FILING_READ)
def form_of(number: int) -> BaseResponse:
    """The 备案登记表 of one filing."""
    session, user = storage.session(), current_user()
    filing = visible_filing(session, user, number)
    return send_bytes(register_form(session, filing, user.name), f"备案登记表（{filing.title}）.docx")


def _page(filing: Filing, error: tuple[str, str] | None = None) -> str:
    session, user = storage.session(), current_user()
    check = latest_check(filing)
    return render_template(
        "registering/show.html",
        filing=filing,
        document=filing.document,
        kind=kind_label(DocumentKind(filing.kind)) if filing.kind else "",
        state=state_of(filing),
        check=check,
        gate=filing_gate(check) if check else None,
        ways=ways(session, filing, user),
        others=ways_of_others(session, filing, user),
        moments=story(filing, user, inside=True),
        duplicate=_other(filing.duplicate_of_id),
        predecessor=_other(filing.predecessor_id),
        may_look=filing.state == "S1",
        error=error,
    )


def _other(number: int | None) -> Filing | None:
    return storage.session().get(Filing, number) if number else None
