"""The read API: JSON of what is public, described by ``openapi.json``."""

from __future__ import annotations

import re
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from consult_web import storage
from consult_web.accounts import Permission, allowed
from consult_web.api.schema import LONGEST, MOST, openapi
from consult_web.consultations import (
    clause_values,
    consultation_values,
    find_public,
    iter_opinions,
    list_public,
    outcome_values,
    public_version,
    question_values,
    withheld_values,
)
from consult_web.errors import Refused, SiteError
from consult_web.ui import language

__all__ = ["blueprint"]

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_USUAL: Final = 50


@blueprint.before_request
def check_query() -> None:
    """A NUL is in no name of ours, and PostgreSQL does not take it."""
    values = [*request.args.values(), *(request.view_args or {}).values()]
    if any("\x00" in value for value in values if isinstance(value, str)):
        raise Refused("E946", name="NUL")


@blueprint.after_request
def share(response: Response) -> Response:
    """Any page may read it: there is nothing here that is not public, and no cookie counts."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.errorhandler(SiteError)
def tell(error: SiteError) -> tuple[Response, int]:
    """An error as JSON, with the code of its message."""
    return jsonify(code=error.code, message=error.text(language())), error.status


@blueprint.errorhandler(HTTPException)
def tell_http(error: HTTPException) -> tuple[Response, int]:
    """What the server says of itself."""
    return jsonify(code=str(error.code), message=error.name), error.code or 500


def _number(name: str, usual: int, least: int, most: int) -> int:
    """A whole number of the query; :class:`Refused` E946 for anything else, also for two of them."""
    given = request.args.getlist(name)
    if not given:
        return usual
    if len(given) > 1 or not _NUMBER.fullmatch(given[0]) or not least <= int(given[0]) <= most:
        raise Refused("E946", name=name)
    return int(given[0])


def _limit() -> int:
    return _number("limit", _USUAL, 1, MOST)


def _page(items: list[dict[str, Any]], limit: int) -> dict[str, Any]:
    return {"items": items, "next": items[-1]["id"] if len(items) == limit else None}


@blueprint.get("/openapi.json")
@allowed(Permission.ANYONE)
def description() -> Response:
    """This API, described."""
    return jsonify(openapi())


@blueprint.get("/consultations")
@allowed(Permission.ANYONE)
def consultations() -> Response:
    """Published consultations."""
    limit = _limit()
    rows = list_public(storage.session(), _number("after", 0, 0, 999_999_999), limit)
    return jsonify(_page([consultation_values(row) for row in rows], limit))


@blueprint.get("/consultations/<slug>")
@allowed(Permission.ANYONE)
def consultation(slug: str) -> Response:
    """One consultation."""
    return jsonify(consultation_values(find_public(storage.session(), slug)))


@blueprint.get("/consultations/<slug>/versions/<number>/clauses")
@allowed(Permission.ANYONE)
def clauses(slug: str, number: str) -> Response:
    """The clauses of a version."""
    if not _NUMBER.fullmatch(number):
        raise Refused("E946", name="number")
    found = find_public(storage.session(), slug)
    return jsonify(items=clause_values(storage.session(), public_version(storage.session(), found, int(number))))


@blueprint.get("/consultations/<slug>/opinions")
@allowed(Permission.ANYONE)
def opinions(slug: str) -> Response:
    """Released opinions, masked."""
    limit, after = _limit(), _number("after", 0, 0, 999_999_999)
    clause = request.args.get("clause", "")
    if len(clause) > LONGEST or len(request.args.getlist("clause")) > 1:
        raise Refused("E946", name="clause")
    rows = iter_opinions(storage.session(), find_public(storage.session(), slug), clause, after, limit)
    return jsonify(_page(list(rows), limit))


@blueprint.get("/consultations/<slug>/questions")
@allowed(Permission.ANYONE)
def questions(slug: str) -> Response:
    """Focus questions with their counts."""
    return jsonify(items=question_values(storage.session(), find_public(storage.session(), slug)))


@blueprint.get("/consultations/<slug>/outcomes")
@allowed(Permission.ANYONE)
def outcomes(slug: str) -> Response:
    """What became of it, once it was reported on."""
    return jsonify(outcome_values(storage.session(), find_public(storage.session(), slug)))


@blueprint.get("/consultations/<slug>/withheld")
@allowed(Permission.ANYONE)
def withheld(slug: str) -> Response:
    """What is withheld, and why."""
    limit, offset = _limit(), _number("offset", 0, 0, 999_999_999)
    return jsonify(withheld_values(storage.session(), find_public(storage.session(), slug), offset, limit))
