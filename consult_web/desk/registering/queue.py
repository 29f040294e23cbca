"""The registrar's queue: what waits, by stage and colour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.filings import Filing, colour_order, holds_words, is_colour, receiver_of

__all__ = ["COLOURS", "STAGES", "Queue", "read_queue", "waiting"]

STAGES: Final[dict[str, tuple[str, ...]]] = {
    "new": ("S1",),
    "supplement": ("S1a",),
    "distribute": ("S2",),
    "review": ("S3", "S3a", "S3b", "S4", "S5", "S6", "S7", "S8a", "S8b", "S8c"),
    "closed": ("S9", "S1b"),
    "all": (),
}
COLOURS: Final = ("red", "amber", "green", "still", "none")
PAGE: Final = 25


class Queue(NamedTuple):
    """One page of the queue: rows, how many in all, and counts by stage and, of the stage, by colour."""

    rows: Sequence[Filing]
    total: int
    stages: dict[str, int]
    colours: dict[str, int]


def waiting(session: Session, user: User) -> int:
    """How many filings wait for the registrar."""
    query = select(func.count()).select_from(Filing).where(_at_desk(session, user), Filing.state.in_(("S1", "S2")))
    return session.scalar(query) or 0


def read_queue(session: Session, user: User, stage: str, colour: str, words: str, today: date, page: int) -> Queue:
    """The filings of a stage (a key of :data:`STAGES`), of one colour or all, whose title, number or maker holds ``words``."""
    base = _at_desk(session, user)
    wanted: list[ColumnElement[bool]] = [base, *_of_stage(stage), *_of_words(words)]
    colours = {name: _count(session, [*wanted, is_colour(Filing, name, today)]) for name in COLOURS}
    shown = [*wanted, is_colour(Filing, colour, today)] if colour in COLOURS else wanted
    query = select(Filing).where(*shown).order_by(*_order(stage))
    rows = session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    counted: dict[str, int] = dict(
        session.execute(select(Filing.state, func.count()).where(base).group_by(Filing.state)).all()
    )
    stages = {name: sum(n for s, n in counted.items() if not states or s in states) for name, states in STAGES.items()}
    return Queue(rows, _count(session, shown), stages, colours)


def _at_desk(session: Session, user: User) -> ColumnElement[bool]:
    return (Filing.receiver_id == receiver_of(session, user).id) & (Filing.state.not_in(("start", "S0")))


def _of_stage(stage: str) -> list[ColumnElement[bool]]:
    states = STAGES.get(stage, ())
    return [Filing.state.in_(states)] if states else []


def _of_words(words: str) -> list[ColumnElement[bool]]:
    return holds_words(words, Filing.title, Filing.document_no, Filing.maker, Filing.register_number)


def _order(stage: str) -> list[Any]:
    return [Filing.closed_on.desc(), Filing.id.desc()] if stage == "closed" else colour_order(Filing)


def _count(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(Filing).where(*conditions)) or 0
