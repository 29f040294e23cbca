"""Pages and files for everybody: outcomes, the log of what is withheld, open data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user, limiter, may, reaches
from consult_web.api.schema import openapi
from consult_web.api.texts import TEXTS
from consult_web.consultations import (
    OPINION_FIELDS,
    OUTCOME_FIELDS,
    Consultation,
    Outcome,
    find_public,
    iter_opinions,
    list_public,
    neutral_cell,
    outcome_page,
    outcome_values,
    ratings_of,
    reported_round,
    withheld_log,
)
from consult_web.errors import NotFound, Refused
from consult_web.ui import Link, translator

__all__ = ["blueprint", "links"]

blueprint = Blueprint("open", __name__, template_folder="templates")
translate = translator(TEXTS)
_PAGE = 50


@blueprint.before_request
def check_address() -> None:
    """A NUL is in no address of ours, and PostgreSQL does not take it."""
    if any("\x00" in value for value in (request.view_args or {}).values() if isinstance(value, str)):
        raise Refused("E946", name="NUL")


def links() -> list[Link]:
    """At the foot of every page."""
    return [Link(translate("open_data"), url_for("open.all_data"))]


@blueprint.get("/data")
@allowed(Permission.ANYONE)
def all_data() -> str:
    """All consultations with their files, and the API."""
    session = storage.session()
    paths = [f"/api/v1{path}" for path in openapi()["paths"]]
    return render_template("open/all_data.html", rows=list_public(session, limit=500), paths=paths)


@blueprint.get("/<slug>/outcome")
@allowed(Permission.ANYONE)
def outcome(slug: str) -> str:
    """你们提了什么 — 我们改了什么 — 没有改的为什么; before the report only staff of the body see it."""
    session = storage.session()
    consultation = find_public(session, slug)
    told = consultation.round if _is_staff(consultation) else reported_round(consultation)
    if told == 0:
        raise NotFound("E947")
    number = _round_of(consultation, told, request.args.get("round", 0, type=int))
    return render_template(
        "open/outcome.html",
        consultation=consultation,
        page=outcome_page(session, consultation, number),
        number=number,
        told=told,
        ratings=ratings_of(session, consultation),
        outcomes=list(Outcome),
    )


def _round_of(consultation: Consultation, told: int, wanted: int) -> int:
    """The round that is shown; 0 for all together, once the latest was reported on."""
    if 0 < wanted <= told and consultation.round > 1:
        return wanted
    return 0 if told == consultation.round else told


def _is_staff(consultation: Consultation) -> bool:
    return may(Permission.CONSULTATION_READ) and reaches(
        storage.session(), current_user(), consultation.organisation_id
    )


@blueprint.get("/<slug>/withheld")
@allowed(Permission.ANYONE)
def withheld(slug: str) -> str:
    """What is withheld and why."""
    session = storage.session()
    consultation = find_public(session, slug)
    page = max(1, min(request.args.get("page", 1, type=int), 1_000_000))
    rows, total = withheld_log(session, consultation, (page - 1) * _PAGE, _PAGE)
    pages = max(1, -(-total // _PAGE))
    return render_template(
        "open/withheld.html", consultation=consultation, rows=rows, total=total, page=page, pages=pages
    )


@blueprint.get("/<slug>/data")
@allowed(Permission.ANYONE)
def data(slug: str) -> str:
    """The files of one consultation."""
    return render_template("open/data.html", consultation=find_public(storage.session(), slug))


@blueprint.get("/<slug>/data/opinions.csv")
@limiter.limit("60 per minute")
@allowed(Permission.ANYONE)
def opinions_csv(slug: str) -> Response:
    """Released opinions as a table, written while they are read."""
    consultation = find_public(storage.session(), slug)
    return _csv(f"{slug}-opinions.csv", OPINION_FIELDS, iter_opinions(storage.session(), consultation))


@blueprint.get("/<slug>/data/opinions.json")
@limiter.limit("60 per minute")
@allowed(Permission.ANYONE)
def opinions_json(slug: str) -> Response:
    """Released opinions as a list, written while they are read."""
    consultation = find_public(storage.session(), slug)
    rows = iter_opinions(storage.session(), consultation)
    return _file(f"{slug}-opinions.json", "application/json", _json_list(rows))


@blueprint.get("/<slug>/data/outcomes.csv")
@limiter.limit("60 per minute")
@allowed(Permission.ANYONE)
def outcomes_csv(slug: str) -> Response:
    """Outcomes as a table."""
    values = outcome_values(storage.session(), find_public(storage.session(), slug))
    return _csv(f"{slug}-outcomes.csv", OUTCOME_FIELDS, values["answers"])


@blueprint.get("/<slug>/data/outcomes.json")
@limiter.limit("60 per minute")
@allowed(Permission.ANYONE)
def outcomes_json(slug: str) -> Response:
    """Outcomes with their figures."""
    values = outcome_values(storage.session(), find_public(storage.session(), slug))
    return _file(f"{slug}-outcomes.json", "application/json", iter([json.dumps(values, ensure_ascii=False)]))


def _csv(name: str, fields: Sequence[str], rows: Iterable[dict[str, Any]]) -> Response:
    return _file(name, "text/csv; charset=utf-8", _csv_lines(fields, rows))


def _csv_lines(fields: Sequence[str], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)
    yield "\ufeff"
    for values in chain([fields], ([row[name] for name in fields] for row in rows)):
        writer.writerow([neutral_cell(value) for value in values])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _json_list(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    first = True
    yield "["
    for row in rows:
        yield ("\n" if first else ",\n") + json.dumps(row, ensure_ascii=False)
        first = False
    yield "\n]\n"


def _file(name: str, media_type: str, parts: Iterator[str]) -> Response:
    answer = Response(stream_with_context(parts), content_type=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
