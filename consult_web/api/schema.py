"""The read API, described after OpenAPI 3.1; kept in ``docs/schema/consult-api.openapi.json``, tested to be equal."""

from __future__ import annotations

from typing import Any, Final

from consult_web.consultations import Outcome, Publication, QuestionKind
from lawcheck.comments import Stance
from lawcheck.procedure import ConsultationPhase

__all__ = ["LONGEST", "MOST", "openapi"]

MOST: Final = 200
"""Rows in one answer at most."""
LONGEST: Final = 200
"""Characters of an eId at most."""
_TEXT: Final = {"type": "string"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_ROUND: Final = {"type": "integer", "minimum": 1, "description": "how often opinions were asked for"}
_MOMENT: Final = {"type": "string", "format": "date-time", "description": "UTC"}
_MAYBE: Final = {"type": ["string", "null"], "format": "date-time", "description": "UTC"}
_NEXT: Final = {"type": ["integer", "null"], "description": "after= of the next page; null on the last"}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


def _list(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return _object(items={"type": "array", "items": items}, **more)


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> dict[str, Any]:
    return {
        "Error": _object(code=_TEXT, message=_TEXT),
        "Version": _object(number={"type": "integer", "minimum": 1}, label=_TEXT, note=_TEXT, published_at=_MAYBE),
        "File": _object(id=_COUNT, name=_TEXT, size={**_COUNT, "description": "bytes"}, sha256=_TEXT),
        "Consultation": _consultation(),
        "PastRound": _past_round(),
        "Clause": _clause(),
        "Opinion": _opinion(),
        "Question": _object(
            text=_TEXT,
            kind={"enum": [kind.value for kind in QuestionKind]},
            answered={**_COUNT, "description": "the denominator"},
            options={"type": "array", "items": _object(text=_TEXT, count=_COUNT)},
        ),
        "Answer": _answer(),
        "Outcomes": _outcomes(),
        "Withheld": _object(comment=_COUNT, at=_MOMENT, clauses={"type": "array", "items": _TEXT}, reason=_TEXT),
    }


def _clause() -> dict[str, Any]:
    return _object(
        uid=_TEXT,
        eid=_TEXT,
        parent={"type": ["string", "null"]},
        article={"type": ["string", "null"], "description": "eid of its article or annex; null for chapters"},
        kind=_TEXT,
        label=_TEXT,
        heading=_TEXT,
        text=_TEXT,
        verdict=_TEXT,
        gloss={"type": "string", "description": "a line in plain words, no part of the draft"},
        audiences={"type": "array", "items": _TEXT, "description": "whom the article concerns"},
        **{"from": {"type": "array", "items": _TEXT, "description": "uids in the version before"}},
    )


def _opinion() -> dict[str, Any]:
    return _object(
        id=_COUNT,
        comment=_COUNT,
        version=_COUNT,
        clause=_TEXT,
        label=_TEXT,
        stance={"enum": [*(stance.value for stance in Stance), None]},
        title=_TEXT,
        text={"type": "string", "description": "masked"},
        received_at=_MOMENT,
        supports=_COUNT,
        round=_ROUND,
    )


def _answer() -> dict[str, Any]:
    return _object(
        clause=_TEXT,
        label=_TEXT,
        outcome={"enum": [outcome.value for outcome in Outcome]},
        reason=_TEXT,
        old_words=_TEXT,
        new_words=_TEXT,
        transferred_to=_TEXT,
        points=_COUNT,
        comments=_COUNT,
    )


def _outcomes() -> dict[str, Any]:
    return _object(
        reported={"type": "boolean"},
        round={
            **_COUNT,
            "description": "the round that was reported on last; figures of all rounds where it is the latest",
        },
        comments=_COUNT,
        persons=_COUNT,
        points={**_COUNT, "description": "the denominator: decided and undecided"},
        undecided=_COUNT,
        decided={"type": "object", "additionalProperties": _COUNT},
        answers={"type": "array", "items": _ref("Answer")},
    )


def _past_round() -> dict[str, Any]:
    return _object(
        number=_ROUND,
        stage=_TEXT,
        reason=_TEXT,
        notice=_TEXT,
        opens_at=_MOMENT,
        closes_at=_MOMENT,
        ended_at={**_MOMENT, "description": "UTC; what came in before belongs to this round or an earlier one"},
        reported_at=_MAYBE,
        version={"type": "integer", "minimum": 1, "description": "the last text that was asked on"},
    )


def _consultation() -> dict[str, Any]:
    return _object(
        id=_COUNT,
        slug=_TEXT,
        title=_TEXT,
        organ=_TEXT,
        stage=_TEXT,
        phase={"enum": [phase.value for phase in ConsultationPhase]},
        publication={"enum": [one.value for one in Publication]},
        opens_at=_MAYBE,
        closes_at=_MAYBE,
        published_at=_MAYBE,
        reported_at=_MAYBE,
        changes={"type": "array", "items": _object(**{"from": _TEXT, "to": _TEXT, "reason": _TEXT})},
        summary=_TEXT,
        notice=_TEXT,
        files={"type": "array", "items": _ref("File"), "description": "each at /{slug}/files/{id}"},
        contact_office=_TEXT,
        fictional={"type": "boolean"},
        round=_ROUND,
        past_rounds={"type": "array", "items": _ref("PastRound"), "description": "rounds before the latest"},
        versions={"type": "array", "items": _ref("Version")},
    )


def _query(name: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": words}


_SLUG: Final = {
    "name": "slug",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[a-z0-9-]{3,60}$"},
}
_VERSION: Final = {
    "name": "number",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
}
_LIMIT: Final = _query("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50}, "rows at most")
_START: Final = {"type": "integer", "minimum": 0, "maximum": 999_999_999, "default": 0}
_AFTER: Final = _query("after", _START, "rows whose id is greater")
_OFFSET: Final = _query("offset", _START, "rows to skip")
_CLAUSE: Final = _query("clause", {"type": "string", "maxLength": LONGEST}, "eid of a clause or of its article")


def _get(name: str, words: str, answer: dict[str, Any], *parameters: dict[str, Any]) -> dict[str, Any]:
    def said(schema: dict[str, Any], description: str) -> dict[str, Any]:
        return {"description": description, "content": {"application/json": {"schema": schema}}}

    responses = {"200": said(answer, "OK"), "400": said(_ref("Error"), "A parameter cannot be read")}
    if _SLUG in parameters:
        responses["404"] = said(_ref("Error"), "There is no such thing, or it is not public")
    return {"get": {"operationId": name, "summary": words, "parameters": list(parameters), "responses": responses}}


def _paths() -> dict[str, Any]:
    one = "/consultations/{slug}"
    return {
        "/consultations": _get(
            "listConsultations", "Published consultations", _list(_ref("Consultation"), next=_NEXT), _LIMIT, _AFTER
        ),
        one: _get("getConsultation", "One consultation", _ref("Consultation"), _SLUG),
        f"{one}/versions/{{number}}/clauses": _get(
            "listClauses", "Clauses of a version", _list(_ref("Clause")), _SLUG, _VERSION
        ),
        f"{one}/opinions": _get(
            "listOpinions",
            "Released opinions, masked",
            _list(_ref("Opinion"), next=_NEXT),
            _SLUG,
            _LIMIT,
            _AFTER,
            _CLAUSE,
        ),
        f"{one}/questions": _get("listQuestions", "Focus questions with counts", _list(_ref("Question")), _SLUG),
        f"{one}/outcomes": _get(
            "getOutcomes", "What became of the opinions, once reported on", _ref("Outcomes"), _SLUG
        ),
        f"{one}/withheld": _get(
            "listWithheld",
            "What is withheld and why, without its words",
            _list(_ref("Withheld"), total=_COUNT),
            _SLUG,
            _LIMIT,
            _OFFSET,
        ),
    }


def openapi() -> dict[str, Any]:
    """The description.

    >>> openapi()["openapi"], len(openapi()["paths"])
    ('3.1.0', 7)
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "consult-web read API",
            "version": "1",
            "description": "Read-only. Only what was published, and of opinions only what staff released, masked.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }
