"""Asking once more on a new text: the page on which it is prepared and begun, and the rounds so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user
from consult_web.consultations import (
    STAGES,
    Consultation,
    DraftVersion,
    RoundPlan,
    count_open,
    find_consultation,
    least_of,
    open_version,
    phase_of,
    place_comments,
    rounds_of,
    start_round,
    text_of_round,
)
from consult_web.errors import Refused, SiteError
from consult_web.staff.forms import day
from consult_web.staff.frame import blueprint, found, message, tabs, translate
from consult_web.storage import china_today
from lawcheck.procedure import ConsultationPhase

__all__: list[str] = []

Answer = str | BaseResponse | tuple[str, int]
_USUAL_DAYS = 30  # filled in where no rule was collected for the kind of document
_OVER = (ConsultationPhase.CLOSED, ConsultationPhase.REPORTED)


@blueprint.route("/consultations/<slug>/round", methods=["GET", "POST"])
@allowed(Permission.CONSULTATION_PUBLISH)
def new_round(slug: str) -> Answer:
    """Ask for opinions again, on the text that has become another."""
    consultation = found(slug)
    if request.method == "GET":
        text = text_of_round(storage.session(), consultation)
        return _round_page(consultation, _first_values(consultation, text))
    try:
        plan = _plan(request.form)
        with storage.saving() as session:
            start_round(session, current_user(), find_consultation(session, current_user(), slug), plan)
    except SiteError as error:
        if error.status == 404:
            raise
        _place_again(slug)
        return _round_page(found(slug), request.form, message(error)), error.status
    flash(translate("round_started"), "good")
    return redirect(url_for("staff.show", slug=slug), 303)


def _plan(form: Mapping[str, str]) -> RoundPlan:
    opens, closes = day(form.get("opens", "")), day(form.get("closes", ""))
    if opens is None or closes is None:
        raise Refused("E893", found="")
    names = ("reason", "notice", "explanation", "min_days_reason", "stage")
    return RoundPlan(opens, closes, **{name: form.get(name, "") for name in names})


def _place_again(slug: str) -> None:
    """What came in since the places were looked at is there to be approved."""
    with storage.saving() as session:
        prepared = open_version(session, find_consultation(session, current_user(), slug))
        if prepared is not None:
            place_comments(session, prepared)


def _first_values(consultation: Consultation, text: DraftVersion | None) -> dict[str, str]:
    """Days that keep the rule, from tomorrow on, and the words of the notice so far."""
    opens = china_today() + timedelta(days=1)
    least = least_of(consultation)
    closes = opens + timedelta(days=(least.days if least else _USUAL_DAYS) - 1)
    names = ("notice", "explanation")
    return {"opens": opens.isoformat(), "closes": closes.isoformat(), "reason": "", "min_days_reason": "",
            "stage": text.label if text else consultation.stage,
            **{name: getattr(consultation, name) for name in names}}  # fmt: skip


def _round_page(consultation: Consultation, values: Mapping[str, Any], error: str = "") -> str:
    session = storage.session()
    text = text_of_round(session, consultation)
    return render_template(
        "staff/round.html",
        consultation=consultation,
        text=text,
        waiting=_waiting(session, text),
        over=phase_of(consultation) in _OVER,
        least=least_of(consultation),
        rounds=rounds_of(session, consultation),
        stages=STAGES,
        values=values,
        tabs=tabs(consultation, "show"),
        error=error,
    )


def _waiting(session: Session, text: DraftVersion | None) -> int:
    return count_open(session, text) if text is not None and text.published_at is None else 0
