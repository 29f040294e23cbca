"""The queue of reviewers: what is to be taken up, under review, being corrected, done; and what waits for a second person."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, request
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from consult_web import storage
from consult_web.accounts import User, allowed, current_user
from consult_web.desk.reviewing.frame import READ, blueprint
from consult_web.filings import Filing, FindingVerdict, colour_order, holds_words, seen_by, state_of

__all__ = ["STAGES", "index", "waiting"]

STAGES: Final[dict[str, tuple[str, ...]]] = {
    "new": ("S2",),
    "review": ("S3", "S3a", "S3b"),
    "correction": ("S4", "S5", "S6", "S7", "S8a", "S8b", "S8c"),
    "second": (),
    "closed": ("S9",),
}
_FIRST: Final = ("review", "new", "second", "correction")
"""In this order a stage with work is opened."""
PAGE: Final = 25


@blueprint.get("/")
@allowed(*READ)
def index() -> str:
    """The queue of one stage; of the first that holds anything, where none is asked for."""
    session, user = storage.session(), current_user()
    counts = {name: _count(session, user, name) for name in STAGES}
    stage = request.args.get("stage", "")
    stage = stage if stage in STAGES else next((name for name in _FIRST if counts[name]), "review")
    words, page = request.args.get("q", "").strip()[:100], max(request.args.get("page", 1, type=int), 1)
    conditions = [seen_by(session, user), _stage(stage), *_words(words)]
    total = session.scalar(select(func.count(Filing.id)).where(*conditions)) or 0
    order: list[Any] = [Filing.closed_on.desc(), Filing.id.desc()] if stage == "closed" else colour_order(Filing)
    rows = session.scalars(select(Filing).where(*conditions).order_by(*order).limit(PAGE).offset((page - 1) * PAGE))
    return render_template(
        "reviewing/index.html",
        rows=rows.all(),
        total=total,
        pages=max(-(-total // PAGE), 1),
        page=page,
        stage=stage,
        counts=counts,
        words=words,
        state_of=state_of,
    )


def waiting(session: Session, user: User) -> int:
    """How many cases are to be taken up or under review."""
    conditions = or_(_stage("new"), _stage("review"))
    return session.scalar(select(func.count(Filing.id)).where(seen_by(session, user), conditions)) or 0


def _count(session: Session, user: User, stage: str) -> int:
    return session.scalar(select(func.count(Filing.id)).where(seen_by(session, user), _stage(stage))) or 0


def _stage(stage: str) -> ColumnElement[bool]:
    if stage != "second":
        return Filing.state.in_(STAGES[stage])
    unseen = select(FindingVerdict.filing_id).where(
        FindingVerdict.severity == "conflict",
        FindingVerdict.verdict != "",
        FindingVerdict.second_verdict != FindingVerdict.verdict,
    )
    return Filing.id.in_(unseen) & Filing.state.in_(STAGES["review"] + STAGES["correction"])


def _words(words: str) -> list[ColumnElement[bool]]:
    return holds_words(words, Filing.title, Filing.document_no, Filing.maker, Filing.register_number)
