"""Other installations, known by their keys: an administrator enters them; what goes between them he does not see."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Organisation, Permission, allowed, current_user, get_organisation, organisations
from consult_web.audit import record
from consult_web.desk.upkeep.frame import blueprint, translate
from consult_web.errors import NotFound, SiteError
from consult_web.filings import ExchangePeer
from consult_web.filings.exchange import add_peer, identity_of
from consult_web.ui import language

__all__ = ["add", "peers", "switch"]


@blueprint.get("/peers")
@allowed(Permission.PEERS_MANAGE)
def peers() -> str:
    """Our own name and key, those of the others, and the form for another one."""
    return _page()


@blueprint.post("/peers")
@allowed(Permission.PEERS_MANAGE)
def add() -> BaseResponse | tuple[str, int]:
    """Make another installation known."""
    sent, user = request.form, current_user()
    try:
        with storage.saving() as session:
            body = get_organisation(session, sent.get("organisation", 0, type=int))
            name, key = sent.get("name", "").strip() or body.name, "".join(sent.get("key", "").split())
            made = add_peer(session, user, name=name, public_key=key, organisation=body).installation
    except SiteError as error:
        return _page(error.text(language())), error.status
    flash(translate("peer_added", installation=made), "good")
    return redirect(url_for("upkeep.peers"), 303)


@blueprint.post("/peers/<int:number>/switch")
@allowed(Permission.PEERS_MANAGE)
def switch(number: int) -> BaseResponse:
    """Take nothing more from an installation, or take it again."""
    user = current_user()
    with storage.saving() as session:
        peer = session.get(ExchangePeer, number)
        if peer is None:
            raise NotFound("E800")
        peer.active = request.form.get("active") == "yes"
        record(session, user.actor, "peer.switched", f"peer:{number}", {"active": peer.active})
    return redirect(url_for("upkeep.peers"), 303)


def _page(error: str = "") -> str:
    with storage.saving() as session:  # the key of this installation is made at its first use
        identity = identity_of(session)
    session = storage.session()
    query = select(ExchangePeer, Organisation.name).join(Organisation, Organisation.id == ExchangePeer.organisation_id)
    choices = [(one.id, "　" * one.depth + one.name) for one in organisations(session, only_active=True)]
    return render_template(
        "upkeep/peers.html",
        identity=identity,
        rows=session.execute(query.order_by(ExchangePeer.id)).all(),
        organisations=choices,
        sent=request.form,
        error=error,
    )
