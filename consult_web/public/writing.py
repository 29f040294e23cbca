"""Pages to write: an opinion on a clause, a free one that finds its clause, what was written and is not sent yet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, limiter
from consult_web.consultations import (
    MOST_OPINIONS,
    Basket,
    ClauseRow,
    Consultation,
    DraftVersion,
    Opinion,
    check_open,
    load_basket,
    save_basket,
)
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.public import forms
from consult_web.public.blueprint import blueprint
from consult_web.public.finding import find_clauses, find_consultation, find_version
from consult_web.public.mapping import likely_places
from consult_web.public.reading import clause_page, find_clause, frame_of
from consult_web.public.texts import TEXTS
from consult_web.public.visitors import basket_of, visitor_token
from consult_web.ui import translator
from lawcheck.comments import NEW_CLAUSE, WHOLE_DRAFT

__all__ = ["change_basket", "too_late"]

Page = str | BaseResponse | tuple[str, int]
_say = translator(TEXTS)
# Whole offices share an address: the limits stop floods, not people.
_WRITING = "600 per minute; 6000 per hour"
_BEGIN = 14  # characters of a clause beside its number in a list


@blueprint.route("/<slug>/v<int:number>/<eid>", methods=["POST"])
@limiter.limit(_WRITING)
@allowed(Permission.ANYONE)
def add(slug: str, number: int, eid: str) -> Page:
    """Put the opinion on a clause with those to be sent."""
    consultation = find_consultation(slug)
    version = find_version(consultation, number)
    form = forms.opened(consultation, version, find_clause(version, eid), {})
    if request.form.get("autosave"):
        return _autosaved(consultation, form)
    if late := too_late(consultation):
        return late
    opinion, form = forms.filled(form, version)
    if form.errors:
        return clause_page(consultation, version, eid, _kept(consultation, form)), 400
    return _added(consultation, version, opinion, form)


@blueprint.route("/<slug>/write", methods=["GET", "POST"])
@limiter.limit(_WRITING, methods=["POST"])
@allowed(Permission.ANYONE)
def write(slug: str) -> Page:
    """An opinion without a clause; the next page proposes three."""
    consultation = find_consultation(slug)
    version = find_version(consultation)
    form = forms.opened(consultation, version, None, request.args)
    if request.method == "GET":
        return _write_page(consultation, version, form)
    if request.form.get("autosave"):
        return _autosaved(consultation, form)
    if late := too_late(consultation):
        return late
    opinion, form = forms.filled(form, version)
    if form.errors:
        return _write_page(consultation, version, _kept(consultation, form)), 400
    return _added(consultation, version, opinion, form)


@blueprint.route("/<slug>/write/<place>", methods=["GET", "POST"])
@limiter.limit(_WRITING, methods=["POST"])
@allowed(Permission.ANYONE)
def rewrite(slug: str, place: str) -> Page:
    """Change an opinion that is not sent yet."""
    consultation = find_consultation(slug)
    opinion = _unsent(consultation, place)
    version = version_of(consultation, opinion)
    action = url_for("public.rewrite", slug=slug, place=place)
    form = forms.reopened(consultation, version, opinion, action, place)
    if request.method == "GET" or request.form.get("autosave"):
        return _write_page(consultation, version, form)
    if late := too_late(consultation):
        return late
    changed, form = forms.filled(form, version)
    if form.errors:
        return _write_page(consultation, version, form), 400
    return _added(consultation, version, changed, form)


@blueprint.route("/<slug>/where/<place>", methods=["GET", "POST"])
@limiter.limit(_WRITING, methods=["POST"])
@allowed(Permission.ANYONE)
def where(slug: str, place: str) -> Page:
    """Three likely clauses for a free opinion; the person says which."""
    consultation = find_consultation(slug)
    opinion = _unsent(consultation, place)
    version = version_of(consultation, opinion)
    if request.method == "GET":
        return _where_page(consultation, version, place, opinion)
    chosen = request.form.get("target", "")
    chosen = request.form.get("other", "") if chosen == "other" else chosen
    known = {row.eid for row in find_clauses(version) if row.root_eid} | {WHOLE_DRAFT, NEW_CLAUSE, forms.UNSURE}
    if chosen not in known:
        return _where_page(consultation, version, place, opinion, _say("choose_clause")), 400
    targets = () if chosen == forms.UNSURE else (chosen,)
    change_basket(consultation, lambda basket: basket.with_opinion(replace(opinion, targets=targets), place))
    return redirect(url_for("public.review", slug=slug), 303)


@blueprint.route("/<slug>/remove/<place>", methods=["POST"])
@limiter.limit(_WRITING)
@allowed(Permission.ANYONE)
def remove(slug: str, place: str) -> BaseResponse:
    """Throw an unsent opinion away."""
    consultation = find_consultation(slug)
    change_basket(consultation, lambda basket: basket.without(place))
    flash(_say("removed"), "info")
    return redirect(url_for("public.review", slug=slug), 303)


def change_basket(consultation: Consultation, change: Any) -> Basket:
    """Apply ``change`` to what this browser has not sent, as it stands in the database now, and keep it."""
    token = visitor_token(make=True)
    with storage.saving() as session:
        basket: Basket = change(load_basket(session, token, consultation.id))
        save_basket(session, token, consultation.id, basket)
    g.basket = basket
    return basket


def too_late(consultation: Consultation) -> tuple[str, int] | None:
    """After the end: a page with the reason and all that was typed, to be copied. None while opinions are taken."""
    try:
        check_open(consultation)
    except Conflict as error:
        words = [
            value
            for name in ("text", "new_text", "reason", "facts", "demand", "title")
            if (value := request.form.get(name))
        ]
        page = render_template(
            "public/late.html", **frame_of(consultation, find_version(consultation)), error=error, words=words
        )
        return page, error.status
    return None


def version_of(consultation: Consultation, opinion: Opinion) -> DraftVersion:
    """The version that the person had before them."""
    found = storage.session().get(DraftVersion, opinion.version_id) if opinion.version_id else None
    return found if found and found.consultation_id == consultation.id else find_version(consultation)


def _autosaved(consultation: Consultation, form: forms.Form) -> BaseResponse:
    typed = replace(form, fields=forms.typed_fields())
    change_basket(consultation, lambda basket: forms.keep_typing(basket, typed))
    return BaseResponse(status=204)


def _kept(consultation: Consultation, form: forms.Form) -> forms.Form:
    """A form that came back with errors: what was typed, and pictures that were sent, are there the next time."""
    change_basket(consultation, lambda basket: forms.keep_typing(basket, form))
    return form


def _added(consultation: Consultation, version: DraftVersion, opinion: Opinion, form: forms.Form) -> BaseResponse:
    if not form.place and len(basket_of(consultation).opinions) >= MOST_OPINIONS:
        raise Refused("E953", limit=MOST_OPINIONS)
    basket = change_basket(
        consultation, lambda basket: forms.without_typing(basket, form.name).with_opinion(opinion, form.place)
    )
    place = form.place or list(basket.opinions)[-1]
    if not opinion.targets and request.form.get("target", "") != forms.UNSURE:
        return redirect(url_for("public.where", slug=consultation.slug, place=place), 303)
    if request.form.get("go") == "more":
        flash(_say("added"), "good")
        address = url_for(
            "public.version", slug=consultation.slug, number=version.number, _anchor=(*opinion.targets, "main")[0]
        )
        return redirect(address, 303)
    return redirect(url_for("public.review", slug=consultation.slug), 303)


def _unsent(consultation: Consultation, place: str) -> Opinion:
    found = basket_of(consultation).opinions.get(place)
    if found is None:
        raise NotFound("E800")
    return found


def _write_page(consultation: Consultation, version: DraftVersion, form: forms.Form) -> str:
    return render_template("public/write.html", **frame_of(consultation, version), form=form)


def _where_page(
    consultation: Consultation, version: DraftVersion, place: str, opinion: Opinion, error: str = ""
) -> str:
    places = likely_places(version, opinion.text or opinion.new_text)
    others: list[ClauseRow] = [row for row in find_clauses(version) if row.root_eid == row.eid]
    return render_template(
        "public/where.html",
        **frame_of(consultation, version),
        opinion=opinion,
        place=place,
        likely=places.likely,
        answer=places.answer,
        others=[(row.eid, f"{row.label}　{row.heading or _begin(row.text)}".strip()) for row in others],
        error=error,
    )


def _begin(text: str) -> str:
    """The first words of a clause, so that its number alone need not be known."""
    words = text.strip().partition("\n")[0]
    return words if len(words) <= _BEGIN else f"{words[:_BEGIN]}…"
