"""What an address names: a published consultation, a version the public may see, a clause of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Text, bindparam, cast, func, select

from consult_web import storage
from consult_web.consultations import (
    GENERAL,
    ClauseCount,
    ClauseRow,
    Consultation,
    DraftVersion,
    Publication,
    PublicQuote,
    Reply,
    public_replies,
)
from consult_web.errors import NotFound
from lawcheck.comments import Stance

__all__ = [
    "OutlineRow",
    "answers_to",
    "chosen_stances",
    "clause_count",
    "clauses_of",
    "comment_counts",
    "find_clauses",
    "find_consultation",
    "find_version",
    "label_of",
    "outline",
    "published_quotes",
    "published_versions",
]


_BY_SLUG: Final = select(Consultation).where(Consultation.slug == bindparam("wanted"))


def find_consultation(slug: str) -> Consultation:
    """The published consultation; :class:`NotFound` E955 for all others."""
    found = storage.session().scalar(_BY_SLUG, {"wanted": slug[:200]})
    if found is None or found.published_at is None or found.published_at > storage.utc_now():
        raise NotFound("E955")
    return found


def published_versions(consultation: Consultation) -> list[DraftVersion]:
    """Versions that the public may see, oldest first."""
    query = select(DraftVersion).where(
        DraftVersion.consultation_id == consultation.id, DraftVersion.published_at <= storage.utc_now()
    )
    return list(storage.session().scalars(query.order_by(DraftVersion.number)))


def find_version(consultation: Consultation, number: int | None = None) -> DraftVersion:
    """The version with this number, else the current one; :class:`NotFound` E955 when the public may not see it."""
    versions = published_versions(consultation)
    wanted = [one for one in versions if one.number == number or (not number and one.id == consultation.version_id)]
    if not wanted:
        raise NotFound("E955")
    return wanted[0]


def find_clauses(version: DraftVersion, root: str = "") -> list[ClauseRow]:
    """All clauses in reading order, or those of one article."""
    query = select(ClauseRow).where(ClauseRow.version_id == version.id)
    if root:
        query = query.where(ClauseRow.root_eid == root)
    return list(storage.session().scalars(query.order_by(ClauseRow.position)))


class OutlineRow(NamedTuple):
    """What the page of a whole draft shows of a clause (six hundred of them, so no more than that)."""

    eid: str
    root_eid: str | None
    kind: str
    label: str
    number_text: str
    heading: str
    text: str
    own_text: str
    gloss: str
    audiences: tuple[str, ...]


def outline(version: DraftVersion) -> list[OutlineRow]:
    """All clauses in reading order."""
    columns = [getattr(ClauseRow, name) for name in OutlineRow._fields[:-1]]
    query = select(*columns, cast(ClauseRow.audiences, Text)).where(ClauseRow.version_id == version.id)
    rows = storage.session().execute(query.order_by(ClauseRow.position)).all()
    told = {packed: tuple(json.loads(packed)) for packed in {row[-1] for row in rows}}  # most concern nobody apart
    return [OutlineRow._make((*row[:-1], told[row[-1]])) for row in rows]


def comment_counts(consultation: Consultation) -> Mapping[str, int]:
    """Comments by eId; one query however many clauses and comments there are."""
    if consultation.run_id is None or consultation.publication is Publication.NONE:
        return {}
    query = select(ClauseCount.eid, ClauseCount.comments).where(ClauseCount.run_id == consultation.run_id)
    return {row.eid: row.comments for row in storage.session().execute(query)}


def clause_count(consultation: Consultation, eid: str) -> ClauseCount | None:
    """Figures of the last analysis on one article; None where the public sees nothing of the comments."""
    if consultation.run_id is None or consultation.publication is Publication.NONE:
        return None
    return storage.session().get(ClauseCount, (consultation.run_id, eid))


def chosen_stances(count: ClauseCount) -> dict[str, int]:
    """Persons by the stance that they chose themselves, the others as 未表明: what the program reads from somebody's words is
    for the drafters and is not published. Nothing where the analysis did not keep who chose.

    >>> chosen_stances(ClauseCount(persons=5, details={"chosen": {"反对": 2}}))
    {'支持': 0, '反对': 2, '建议修改': 0, '疑问': 0, '未表明': 3}
    """
    chosen = (count.details or {}).get("chosen")
    if chosen is None:
        return {}
    said = {stance.value: chosen.get(stance.value, 0) for stance in Stance if stance is not Stance.NOT_STATED}
    return said | {Stance.NOT_STATED.value: count.persons - sum(said.values())}


def published_quotes(
    consultation: Consultation, version: DraftVersion, root: str = "", limit: int = 10, first: int = 0
) -> list[PublicQuote]:
    """Released quotes, those with most support first; one about several clauses once."""
    if consultation.publication is Publication.NONE:
        return []
    wanted = [PublicQuote.version_id == version.id]
    if root:
        wanted.append(PublicQuote.root_eid == root)
    once = select(func.min(PublicQuote.id)).where(*wanted).group_by(PublicQuote.comment_id)
    query = select(PublicQuote).where(PublicQuote.id.in_(once))
    query = query.order_by(PublicQuote.supports.desc(), PublicQuote.id.desc())
    return list(storage.session().scalars(query.offset(first).limit(limit)))


def clauses_of(quotes: Sequence[PublicQuote]) -> dict[int, str]:
    """All clauses that each comment is about, as they are cited, by comment."""
    versions = {one.version_id for one in quotes}
    query = select(PublicQuote.comment_id, PublicQuote.label).where(
        PublicQuote.version_id.in_(versions), PublicQuote.comment_id.in_({one.comment_id for one in quotes})
    )
    found: dict[int, list[str]] = {}
    for comment_id, label in storage.session().execute(query.order_by(PublicQuote.id)):
        found.setdefault(comment_id, []).append(label)
    return {comment_id: "、".join(dict.fromkeys(labels)) for comment_id, labels in found.items()}


def answers_to(quotes: Iterable[PublicQuote]) -> Mapping[int, Sequence[Reply]]:
    """What staff answered in public, by comment."""
    return public_replies(storage.session(), {one.comment_id for one in quotes})


def label_of(eid: str, rows: Mapping[str, ClauseRow], unsure: str) -> str:
    """How a target is cited; ``unsure`` for none."""
    if eid in GENERAL:
        return eid
    return rows[eid].label if eid in rows else unsure
