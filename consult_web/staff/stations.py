"""A draft goes to stations, departments and deputies; what comes back is counted, entered, reminded of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import segno
from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user, may, organisations, reaches
from consult_web.consultations import (
    Consultation,
    Receiver,
    StationCount,
    StationLink,
    find_consultation,
    find_link,
    late_links,
    moment_of_closing,
    note_return,
    remind,
    round_at,
    send_draft,
    station_counts,
)
from consult_web.errors import SiteError
from consult_web.staff.forms import day
from consult_web.staff.frame import blueprint, found, message, tabs, translate
from consult_web.storage import utc_now

__all__ = ["address_of"]

Answer = str | BaseResponse | tuple[str, int]


def address_of(consultation: Consultation, link: StationLink) -> str:
    """The address that a receiver passes on: the public page, marked with the receiver's code."""
    return url_for("public.draft", slug=consultation.slug, station=link.code, _external=True)


@blueprint.get("/consultations/<slug>/stations")
@allowed(Permission.DISTRIBUTION_MANAGE)
def stations(slug: str) -> str:
    """To whom the draft went and what came back."""
    return _stations_page(slug)


def _stations_page(slug: str, error: str = "") -> str:
    session, consultation = storage.session(), found(slug)
    counts = station_counts(session, consultation)
    own = [one for one in organisations(session, only_active=True) if reaches(session, current_user(), one.id)]
    return render_template(
        "staff/stations.html",
        consultation=consultation,
        counts=counts,
        late={one.link.id for one in late_links(counts)},
        organisations=[(one.id, one.name) for one in own],
        earlier=_earlier(consultation, counts),
        now=utc_now(),
        tabs=tabs(consultation, "stations"),
        error=error,
    )


def _earlier(consultation: Consultation, counts: Sequence[StationCount]) -> list[StationLink]:
    """Addresses that were not sent this round yet."""
    return [one.link for one in counts if round_at(consultation, one.link.sent_at) < consultation.round]


@blueprint.post("/consultations/<slug>/stations")
@allowed(Permission.DISTRIBUTION_MANAGE)
def send(slug: str) -> Answer:
    """An address for each receiver."""
    form = request.form
    try:
        limit = day(form.get("deadline", ""))
        with storage.saving() as session:
            own = find_consultation(session, current_user(), slug)
            receivers = _receivers(form.get("names", ""), form.getlist("organisation"))
            if form.get("again"):
                links = _earlier(own, station_counts(session, own))
                receivers += [Receiver(link.name, link.organisation_id, link.deputy) for link in links]
            deadline = moment_of_closing(limit) if limit else None
            made = send_draft(session, current_user(), own, receivers, deadline, form.get("note", ""))
    except SiteError as error:
        if error.status == 404:
            raise
        return _stations_page(slug, message(error)), error.status
    flash(translate("sent", count=len(made)), "good")
    return redirect(url_for("staff.stations", slug=slug), 303)


def _receivers(names: str, numbers: list[str]) -> list[Receiver]:
    """Ticked organisations, and lines like 城东联络站 or 城东联络站｜代表姓名."""
    session = storage.session()
    known = {str(one.id): one for one in organisations(session, only_active=True)}
    chosen = [known[number] for number in numbers if number in known]
    found = [Receiver(one.name, one.id) for one in chosen if reaches(session, current_user(), one.id)]
    for line in filter(None, map(str.strip, names.splitlines())):
        name, _, deputy = line.replace("｜", "|").partition("|")
        found.append(Receiver(name.strip(), None, deputy.strip()))
    return found


@blueprint.post("/consultations/<slug>/stations/remind")
@allowed(Permission.DISTRIBUTION_MANAGE)
def remind_stations(slug: str) -> Answer:
    """Note who was reminded."""
    numbers = [int(text) for text in request.form.getlist("id") if text.isascii() and text.isdigit() and len(text) < 16]
    with storage.saving() as session:
        count = remind(session, current_user(), find_consultation(session, current_user(), slug), numbers)
    flash(translate("reminded", count=count), "good")
    return redirect(url_for("staff.stations", slug=slug), 303)


@blueprint.post("/consultations/<slug>/stations/<int:number>/returned")
@allowed(Permission.DISTRIBUTION_MANAGE)
def returned(slug: str, number: int) -> Answer:
    """Note that an answer is complete, or that there is no opinion."""
    with storage.saving() as session:
        own = find_consultation(session, current_user(), slug)
        note_return(session, current_user(), find_link(session, own, number), nothing=bool(request.form.get("nothing")))
    flash(translate("saved"), "good")
    return redirect(url_for("staff.stations", slug=slug), 303)


@blueprint.get("/consultations/<slug>/stations/<int:number>/poster")
@allowed(Permission.DISTRIBUTION_MANAGE)
def poster(slug: str, number: int) -> str:
    """A sheet for the wall: title, QR, how to take part."""
    consultation = found(slug)
    link = find_link(storage.session(), consultation, number)
    address = address_of(consultation, link)
    return render_template(
        "staff/poster.html",
        consultation=consultation,
        link=link,
        address=address,
        qr=qr_of(address),
        tabs=tabs(consultation, "stations"),
        may_enter=may(Permission.COMMENT_ENTER),
    )


def qr_of(address: str) -> Markup:
    """The address as a picture of squares."""
    drawn: Any = segno.make(address, error="m").svg_inline(scale=6, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704  (drawn by the library from an address of ours)
