"""上下贯通: what other installations have to be told, as a file to be carried over, and what they sent, taken and told."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import or_, select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Organisation, Permission, User, allowed, current_user, limiter, may
from consult_web.background import Job
from consult_web.desk.papers import named, send_bytes, store_uploads
from consult_web.desk.upkeep.frame import blueprint, translate
from consult_web.errors import NotFound, Refused
from consult_web.filings import ExchangePeer, Filing, carried_for, state_of
from consult_web.filings.carrying import Carried, ask_to_take, carry_out, taken_by
from consult_web.filings.exchange import Counts, counts_with
from consult_web.storage import china_today
from consult_web.ui import language
from lawcheck.messages import render
from lawcheck.procedure import load_machine

__all__ = ["bring", "carry", "exchange"]


class _Peer(NamedTuple):
    """Another installation, whom it stands for, and the figures of our cases with it."""

    row: ExchangePeer
    organisation: str
    counts: Counts
    cases: list[tuple[str, int]]


class _Job(NamedTuple):
    """A bringing of files: its job, and what became of each file."""

    job: Job
    rows: list[Carried]
    why: dict[str, str]


@blueprint.get("/exchange")
@allowed(Permission.EXCHANGE_CARRY)
def exchange() -> str:
    """Every installation with its figures, the form that takes files, and what became of the last ones."""
    return _page()


@blueprint.post("/exchange/<int:number>/carry.zip")
@limiter.limit("60 per hour")
@allowed(Permission.EXCHANGE_CARRY)
def carry(number: int) -> BaseResponse:
    """All that an installation was not told yet, as one file; nothing when there is nothing."""
    user, files = current_user(), storage.files()
    with storage.saving() as session:
        peer = session.get(ExchangePeer, number)
        if peer is None or not peer.active:
            raise NotFound("E800")
        name = f"exchange-{peer.installation}-{china_today().isoformat()}.zip"
        count, data = carry_out(session, files, peer, user, carried_for(session, user))
    if not count:
        flash(translate("nothing_to_carry"), "info")
        return redirect(url_for("upkeep.exchange"), 303)
    return send_bytes(data, name)


@blueprint.post("/exchange/bring")
@limiter.limit("120 per hour")
@allowed(Permission.EXCHANGE_CARRY)
def bring() -> BaseResponse | tuple[str, int]:
    """Take files from other installations, in the background."""
    user = current_user()
    try:
        sent = store_uploads(request.files.getlist("files"))
        with storage.saving() as session:
            ask_to_take(session, user, sent)
    except Refused as error:
        return _page(error.text(language())), error.status
    flash(translate("brought", count=len(sent)), "good")
    return redirect(url_for("upkeep.exchange", _anchor="taken"), 303)


def _page(error: str = "") -> str:
    session, user = storage.session(), current_user()
    jobs = [_told(job) for job in taken_by(session, user.organisation_id)]
    numbers = {row.filing for one in jobs for row in one.rows if row.filing}
    return render_template(
        "upkeep/exchange.html",
        peers=_peers(user),
        jobs=jobs,
        filings=_own_filings(numbers, user),
        show="registering.show" if may(Permission.FILING_REGISTER) else "submitting.show",
        state_of=state_of,
        error=error,
    )


def _peers(user: User) -> list[_Peer]:
    session = storage.session()
    own, states = carried_for(session, user), load_machine().states
    query = select(ExchangePeer, Organisation.name).join(Organisation, Organisation.id == ExchangePeer.organisation_id)
    found = []
    for row, name in session.execute(query.where(ExchangePeer.active).order_by(ExchangePeer.id)):
        counts = counts_with(session, row, own)
        found.append(
            _Peer(row, name, counts, [(named(states[state].name), count) for state, count in counts.cases.items()])
        )
    return found


def _told(job: Job) -> _Job:
    rows = [Carried(*row) for row in job.result.get("taken", ())]
    return _Job(job, rows, {row.name: render(row.code, language(), **row.details) for row in rows if row.code})


def _own_filings(numbers: set[int], user: User) -> dict[int, Any]:
    """Those of the filings that the visitor may see; the files of a peer may be about others too."""
    session = storage.session()
    own = carried_for(session, user)
    ours = or_(Filing.receiver_id.in_(own), Filing.filer_id.in_(own))
    return {row.id: row for row in session.scalars(select(Filing).where(Filing.id.in_(numbers), ours))}
