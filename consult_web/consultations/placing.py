"""The places of comments in a new version: proposed by their words, approved or corrected by a person."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session, aliased

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.consultations.analysis_inputs import anchor_of
from consult_web.consultations.comments_models import Comment, Target
from consult_web.consultations.documents import draft_of_version
from consult_web.consultations.drafts_models import GENERAL, ClauseRow, DraftVersion
from consult_web.consultations.terms import ChosenBy, CommentState
from consult_web.errors import Conflict, NotFound, Refused
from lawcheck.comments import Comment as Said
from lawcheck.comments import Reanchored, Verdict, reanchor
from lawcheck.document import Document, Span

__all__ = [
    "GONE",
    "Place",
    "VerdictCount",
    "approve_places",
    "correct_place",
    "count_open",
    "find_places",
    "place_comments",
    "summarise_places",
    "waiting_origins",
]

GONE: Final = "gone__"
"""Before the old eId of a comment that has no clause in a version any more."""
_PROGRAM: Final = "program"
_CONTEXT: Final = 32
_BATCH: Final = 2000


class Place(NamedTuple):
    """Where a comment stands in a new version, where it stood, and the comment."""

    target: Target
    origin: Target
    comment: Comment


class VerdictCount(NamedTuple):
    """Places with one verdict: all, those that wait for approval, and the clauses of the old version that they are of."""

    verdict: str
    places: int
    open: int
    clauses: int


def waiting_origins(session: Session, version: DraftVersion) -> int:
    """How many places of the version before have no place in ``version`` yet."""
    return session.scalar(select(func.count()).select_from(_origins(session, version).subquery())) or 0


def _origins(session: Session, version: DraftVersion) -> Any:
    before = select(DraftVersion.id).where(
        DraftVersion.consultation_id == version.consultation_id, DraftVersion.number == version.number - 1
    )
    carried = aliased(Target)
    known = and_(carried.origin_id == Target.id, carried.version_id == version.id)
    query = select(Target).join(Comment, Comment.id == Target.comment_id).outerjoin(carried, known)
    return query.where(
        Target.version_id == before.scalar_subquery(),
        Target.approved_by.is_not(None),
        Comment.state == CommentState.RECEIVED,
        carried.id.is_(None),
    ).order_by(Target.id)


def place_comments(session: Session, version: DraftVersion) -> int:
    """Propose a place in ``version`` for each place of the version before that has none yet; how many were made."""
    origins: Sequence[Target] = session.scalars(_origins(session, version)).all()
    if not origins:
        return 0
    before = draft_of_version(session, origins[0].version_id).document
    document = draft_of_version(session, version.id).document
    rows = {row.eid: row for row in session.scalars(select(ClauseRow).where(ClauseRow.version_id == version.id))}
    columns = (Target.comment_id, Target.eid, Target.quote, Target.chosen_by)
    known = {tuple(row) for row in session.execute(select(*columns).where(Target.version_id == version.id))}
    made = 0
    for start in range(0, len(origins), _BATCH):
        for target in _proposed(origins[start : start + _BATCH], before, document, rows):
            key = (target.comment_id, target.eid, target.quote, target.chosen_by)
            if key not in known:
                known.add(key)
                target.version_id = version.id
                session.add(target)
                made += 1
        session.flush()
    return made


def _proposed(
    origins: Sequence[Target], before: Document, document: Document, rows: dict[str, ClauseRow]
) -> Iterator[Target]:
    anchors = {str(one.id): anchor_of(one) for one in origins if not one.eid.startswith(GONE)}
    found = reanchor((Said(key, "", anchor=anchor) for key, anchor in anchors.items()), before, document)
    by_origin = {int(one.comment_id): one for one in found}
    for origin in origins:
        if origin.id in by_origin:
            yield from _targets(origin, by_origin[origin.id], rows)
        else:
            yield _gone(origin, Verdict.ORPHAN, "none")


def _targets(origin: Target, found: Reanchored, rows: dict[str, ClauseRow]) -> Iterator[Target]:
    eids = [eid for eid in found.targets if eid in rows or eid in GENERAL]
    if not eids:
        yield _gone(origin, found.verdict, found.how)
    for number, eid in enumerate(eids):
        made = _row(origin, found.verdict, found.how, found.score)
        _move(made, eid, rows.get(eid))
        if number == 0 and found.quote.length:
            _quote(made, found.new_text, found.quote)
        elif eid in GENERAL:
            made.approved_by = _PROGRAM  # of the draft as a whole: there is nothing that could move
        yield made


def _row(origin: Target, verdict: Verdict, how: str, score: float) -> Target:
    return Target(
        comment_id=origin.comment_id,
        chosen_by=origin.chosen_by,
        origin_id=origin.id,
        verdict=verdict.value,
        how=how,
        score=score,
        quote="",
    )


def _gone(origin: Target, verdict: Verdict, how: str) -> Target:
    made = _row(origin, verdict, how, 0.0)
    made.eid, made.root_eid, made.label, made.clause_uid = GONE + origin.eid.removeprefix(GONE), "", origin.label, ""
    return made


def _move(target: Target, eid: str, row: ClauseRow | None) -> None:
    target.eid, target.root_eid = eid, (row.root_eid or eid) if row else eid
    target.label, target.clause_uid = (row.label, row.uid) if row else (eid, "")


def _quote(target: Target, text: str, span: Span) -> None:
    target.quote, target.start = text[span.start : span.end], span.start
    target.prefix = text[max(0, span.start - _CONTEXT) : span.start]
    target.suffix = text[span.end : span.end + _CONTEXT]


def count_open(session: Session, version: DraftVersion) -> int:
    """Places of ``version`` that nobody has approved; those of withdrawn comments do not count."""
    query = select(func.count()).select_from(Target).join(Comment, Comment.id == Target.comment_id)
    return session.scalar(query.where(*_waiting(version))) or 0


def _waiting(version: DraftVersion) -> tuple[ColumnElement[bool], ...]:
    return (
        Target.version_id == version.id,
        Target.approved_by.is_(None),
        Target.origin_id.is_not(None),
        Comment.state == CommentState.RECEIVED,
    )


def summarise_places(session: Session, version: DraftVersion) -> list[VerdictCount]:
    """The places by verdict, in the order of :class:`~lawcheck.comments.Verdict`."""
    origin = aliased(Target)
    query = (
        select(
            Target.verdict,
            func.count(),
            func.count().filter(Target.approved_by.is_(None)),
            func.count(func.distinct(origin.root_eid)),
        )
        .join(origin, origin.id == Target.origin_id)
        .join(Comment, Comment.id == Target.comment_id)
        .where(Target.version_id == version.id, Comment.state == CommentState.RECEIVED)
        .group_by(Target.verdict)
    )
    order = [verdict.value for verdict in Verdict]
    rows = [VerdictCount(*row) for row in session.execute(query)]
    return sorted(rows, key=lambda row: order.index(row.verdict))


def find_places(
    session: Session,
    version: DraftVersion,
    *,
    verdict: str = "",
    only_open: bool = False,
    root: str = "",
    offset: int = 0,
    limit: int = 50,
) -> tuple[list[Place], int]:
    """Places of ``version`` with where they were, and how many there are; those least alike first."""
    origin = aliased(Target)
    query = (
        select(Target, origin, Comment)
        .join(origin, origin.id == Target.origin_id)
        .join(Comment, Comment.id == Target.comment_id)
        .where(Target.version_id == version.id, Comment.state == CommentState.RECEIVED)
    )
    if verdict:
        query = query.where(Target.verdict == verdict)
    if only_open:
        query = query.where(Target.approved_by.is_(None))
    if root:
        query = query.where(origin.root_eid == root)
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(Target.id).subquery())) or 0
    ordered = query.order_by(Target.score, Target.id).offset(offset).limit(limit)
    return [Place(*row) for row in session.execute(ordered)], total


def approve_places(
    session: Session, user: User, version: DraftVersion, ids: Collection[int] = (), verdict: str = ""
) -> int:
    """Approve the places with these ids, or all that wait with this verdict; how many. :class:`Conflict` E889 once the
    version is public."""
    _check_open(version)
    chosen = Target.verdict == verdict if verdict else Target.id.in_(list(ids))
    query = update(Target).where(Target.version_id == version.id, Target.approved_by.is_(None), chosen)
    count = len(session.execute(query.values(approved_by=user.actor).returning(Target.id)).all())
    details = {"version": version.number, "verdict": verdict, "count": count}
    record(session, user.actor, "places.approved", f"consultation:{version.consultation_id}", details)
    return count


def correct_place(session: Session, user: User, version: DraftVersion, target_id: int, eid: str) -> Target:
    """Put one comment where a person says: a clause of ``version``, 全文, 新增条款, or nowhere (``""``).

    :class:`NotFound` E800 for a place of another version, :class:`Refused` E897 for a clause that the version lacks, E898 for one
    where this comment stands already, :class:`Conflict` E889 once it is public.
    """
    _check_open(version)
    target = session.get(Target, target_id)
    if target is None or target.version_id != version.id or target.origin_id is None:
        raise NotFound("E800")
    origin = session.get_one(Target, target.origin_id)
    row = session.scalar(select(ClauseRow).where(ClauseRow.version_id == version.id, ClauseRow.eid == eid))
    if eid and eid not in GENERAL and (row is None or not row.root_eid):
        raise Refused("E897", eid=eid[:60])
    _check_single(session, target, eid)
    old = target.eid
    target.quote, target.start, target.prefix, target.suffix = "", 0, "", ""
    if eid:
        _move(target, eid, row)
    else:
        target.eid, target.root_eid, target.label, target.clause_uid = (
            GONE + origin.eid.removeprefix(GONE),
            "",
            origin.label,
            "",
        )
    if row is not None and origin.quote and (at := row.text.find(origin.quote)) >= 0:
        _quote(target, row.text, Span(at, at + len(origin.quote)))
    target.chosen_by, target.how, target.approved_by = ChosenBy.STAFF, "staff", user.actor
    details = {"version": version.number, "from": old, "to": target.eid}
    record(session, user.actor, "place.corrected", f"comment:{target.comment_id}", details)
    return target


def _check_single(session: Session, target: Target, eid: str) -> None:
    same = select(Target.id).where(
        Target.comment_id == target.comment_id,
        Target.version_id == target.version_id,
        Target.eid == eid,
        Target.id != target.id,
    )
    if eid and session.scalar(same.limit(1)):
        raise Refused("E898", eid=eid[:60])


def _check_open(version: DraftVersion) -> None:
    if version.published_at is not None:
        raise Conflict("E889")
