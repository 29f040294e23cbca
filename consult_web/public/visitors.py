"""What the site knows of a browser: a token of its own for unsent opinions, the station it came from."""

from __future__ import annotations

from secrets import token_urlsafe

from flask import g, request
from flask import session as cookie
from sqlalchemy import update

from consult_web import storage
from consult_web.consultations import Basket, Consultation, StationLink, load_basket
from consult_web.storage import keyed_hash, utc_now

__all__ = ["basket_of", "note_station", "station_code", "station_of", "visitor_hash", "visitor_token"]

_TOKEN = "visitor"  # noqa: S105  (the name of a field of the signed cookie)


def visitor_token(*, make: bool = False) -> str:
    """The random token of this browser; "" when it has none and ``make`` is not asked. It says nothing about anybody."""
    if make and not cookie.get(_TOKEN):
        cookie[_TOKEN] = token_urlsafe(24)
        cookie.permanent = True
    return str(cookie.get(_TOKEN, ""))


def visitor_hash() -> str:
    """What is stored of the token beside a support."""
    return keyed_hash(storage.secret(storage.session(), "visitor"), visitor_token(make=True))


def basket_of(consultation: Consultation) -> Basket:
    """What this browser has written and not sent; read once per request."""
    found: Basket | None = g.get("basket")
    if found is None:
        found = g.basket = load_basket(storage.session(), visitor_token(), consultation.id)
    return found


def note_station(consultation: Consultation) -> None:
    """Remember ``?station=`` for this consultation, when it is one of its codes."""
    code = request.args.get("station", "")[:80]
    if not code or code == station_code(consultation):
        return
    link = storage.session().query(StationLink).filter_by(code=code, consultation_id=consultation.id).one_or_none()
    if link is None:
        return
    cookie[f"station-{consultation.id}"] = code
    if link.opened_at is None:
        with storage.saving() as session:
            session.execute(update(StationLink).where(StationLink.id == link.id).values(opened_at=utc_now()))


def station_code(consultation: Consultation) -> str:
    """The code under which this browser came to the consultation."""
    return str(cookie.get(f"station-{consultation.id}", ""))


def station_of(consultation: Consultation) -> StationLink | None:
    """The station whose link this browser came by."""
    code = station_code(consultation)
    if not code:
        return None
    return storage.session().query(StationLink).filter_by(code=code, consultation_id=consultation.id).one_or_none()
