"""A line in plain words for an article, and whom it concerns, so that people find what touches them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.consultations.drafts_models import ClauseRow, Consultation, DraftVersion
from consult_web.consultations.opinions import clean
from consult_web.errors import Conflict, Refused

__all__ = ["Gloss", "carry_glosses", "glossed_articles", "parse_audiences", "save_glosses"]

_LONGEST: Final = 200
_MOST: Final = 8
_LONGEST_AUDIENCE: Final = 12
_BETWEEN: Final = re.compile(r"[\s,，、;；/]+")


class Gloss(NamedTuple):
    """What is said beside an article."""

    text: str = ""
    audiences: tuple[str, ...] = ()


def parse_audiences(text: str) -> tuple[str, ...]:
    """Names of groups of people; :class:`Refused` E939 for too many or one that is too long.

    >>> parse_audiences("租户、商户，租户")
    ('租户', '商户')
    """
    found = tuple(dict.fromkeys(part for part in _BETWEEN.split(clean(text)) if part))
    if len(found) > _MOST or any(len(one) > _LONGEST_AUDIENCE for one in found):
        raise Refused("E939", limit=_MOST, length=_LONGEST_AUDIENCE)
    return found


def glossed_articles(session: Session, version: DraftVersion) -> list[ClauseRow]:
    """The articles of a version in reading order."""
    query = select(ClauseRow).where(ClauseRow.version_id == version.id, ClauseRow.eid == ClauseRow.root_eid)
    return list(session.scalars(query.order_by(ClauseRow.position)))


def save_glosses(
    session: Session, user: User, consultation: Consultation, version: DraftVersion, glosses: Mapping[str, Gloss]
) -> int:
    """Set what is said beside articles, by eId; how many changed. The text of the draft is not touched.

    :class:`Refused` E883 for a line that is too long; :class:`Conflict` E889 once it is reported on or cancelled.
    """
    if consultation.reported_at or consultation.cancelled_at:
        raise Conflict("E889")
    changed = 0
    for row in glossed_articles(session, version):
        wanted = glosses.get(row.eid)
        if wanted is None or (row.gloss, tuple(row.audiences)) == wanted:
            continue
        if len(wanted.text) > _LONGEST:
            raise Refused("E883", field="gloss", limit=_LONGEST)
        row.gloss, row.audiences = clean(wanted.text), list(wanted.audiences)
        changed += 1
    if changed:
        details = {"version": version.number, "clauses": changed}
        record(session, user.actor, "glosses.changed", f"consultation:{consultation.id}", details)
    return changed


def carry_glosses(before: Mapping[str, ClauseRow], rows: list[ClauseRow]) -> None:
    """Give clauses of a new version the lines of the one before (``before`` by uid) where the words are the same."""
    for row in rows:
        old = before.get(row.uid)
        if old is not None and old.text == row.text:
            row.gloss, row.audiences = old.gloss, list(old.audiences)
