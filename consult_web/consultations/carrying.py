"""Where points of opinions on an earlier text stand in the text that is read now, when nobody but the program placed them.

Places that a person chose are carried with somebody's word (``placing``). What the program found in the words of a point
hangs on the text they were written for: 第八条 of the first text may be 第九条 now. So the clause found there is kept, by the
uid that the clauses carry from text to text, and never looked for anew by its number. Clauses that are gone are not
replaced.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consult_web.consultations.comments_models import Comment, Target
from consult_web.consultations.drafts_models import ClauseRow, Consultation
from consult_web.consultations.results_models import AnalysisRun, PointCheck, PointRow, PointTarget
from consult_web.storage import Database, utc_now
from lawcheck.comments import NEW_CLAUSE, WHOLE_DRAFT

__all__ = ["PROGRAM", "carry_points"]

PROGRAM: Final = "program"
"""Who carried a point; what a person says of it stands above."""
_PURPOSE: Final = "carried"
_CHUNK: Final = 500
_REST: Final = 0.02  # seconds between two transactions, as in an analysis
_GENERAL: Final = {WHOLE_DRAFT: WHOLE_DRAFT, NEW_CLAUSE: NEW_CLAUSE}


def carry_points(database: Database, consultation_id: int, version_id: int) -> int:
    """Keep the clauses of all points that the current run has on another text, for runs on ``version_id``; how many.

    Nothing to do where that run was on this text already. Written in small transactions: nobody waits for it.
    """
    with database.reading() as session:
        run = _other_run(session, consultation_id, version_id)
        if run is None:
            return 0
        places = {**_GENERAL, **_places(session, run.version_id, version_id)}
        found = [(point, eids) for point, eids in _points(session, run, version_id, places) if eids]
    rows = (_row(consultation_id, version_id, point, eids) for point, eids in found)
    while chunk := list(islice(rows, _CHUNK)):
        with database.saving() as session:
            mine = (PointCheck.consultation_id == consultation_id, PointCheck.checked_by == PROGRAM)
            session.execute(
                delete(PointCheck).where(*mine, PointCheck.point_key.in_([row["point_key"] for row in chunk]))
            )
            session.execute(insert(PointCheck), chunk)
        time.sleep(_REST)
    return len(found)


def _other_run(session: Session, consultation_id: int, version_id: int) -> AnalysisRun | None:
    number = session.get_one(Consultation, consultation_id).run_id
    run = session.get(AnalysisRun, number) if number else None
    return run if run is not None and run.version_id != version_id else None


def _places(session: Session, old: int, new: int) -> Mapping[str, str]:
    """For each clause of the old text its place in the new one: by its uid, else where it went with others, else its
    article's."""
    columns = (ClauseRow.eid, ClauseRow.uid, ClauseRow.root_eid, ClauseRow.from_uids)
    query = select(*columns).order_by(ClauseRow.position)
    by_uid: dict[str, str] = {}
    merged: dict[str, str] = {}
    for row in session.execute(query.where(ClauseRow.version_id == new, ClauseRow.root_eid.is_not(None))):
        by_uid[row.uid] = row.eid
        for uid in row.from_uids:
            merged.setdefault(uid, row.eid)
    places: dict[str, str] = {}
    for row in session.execute(query.where(ClauseRow.version_id == old, ClauseRow.root_eid.is_not(None))):
        place = by_uid.get(row.uid) or merged.get(row.uid) or places.get(row.root_eid or "")
        if place:
            places[row.eid] = place
    return places


def _points(
    session: Session, run: AnalysisRun, version_id: int, places: Mapping[str, str]
) -> Iterator[tuple[Any, Sequence[str]]]:
    """Points of opinions on other texts with their clauses; without the first point of an opinion that a person placed."""
    targets: dict[int, list[str]] = defaultdict(list)
    told = select(PointTarget.point_id, PointTarget.eid).where(PointTarget.run_id == run.id)
    for point_id, eid in session.execute(told.order_by(PointTarget.point_id, PointTarget.rank, PointTarget.eid)):
        targets[point_id].append(eid)
    placed = set(
        session.scalars(
            select(Target.comment_id).where(Target.version_id == version_id, Target.approved_by.is_not(None)).distinct()
        )
    )
    columns = (PointRow.id, PointRow.comment_id, PointRow.point_key, PointRow.ordinal, PointRow.eid)
    query = select(*columns).join(Comment, Comment.id == PointRow.comment_id)
    for row in session.execute(query.where(PointRow.run_id == run.id, Comment.version_id != version_id)):
        if row.eid and not (row.ordinal == 1 and row.comment_id in placed):
            eids = (row.eid, *targets[row.id])
            yield row, tuple(dict.fromkeys(places[eid] for eid in eids if eid in places))


def _row(consultation_id: int, version_id: int, point: Any, eids: Sequence[str]) -> dict[str, Any]:
    return {
        "consultation_id": consultation_id,
        "comment_id": point.comment_id,
        "point_key": point.point_key,
        "purpose": _PURPOSE,
        "eids": list(eids),
        "version_id": version_id,
        "program": [point.eid],
        "score": 0.0,
        "right": False,
        "checked_by": PROGRAM,
        "checked_at": utc_now(),
    }
