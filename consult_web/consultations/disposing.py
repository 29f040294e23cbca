"""Decisions on points: what became of each, why, and where the draft was changed; two drafters never overwrite each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.consultations.comments_models import Comment
from consult_web.consultations.drafts_models import ClauseRow, Consultation, DraftVersion
from consult_web.consultations.results_models import AnalysisRun, Disposition, FamilyRow, PointRow, PointTarget
from consult_web.consultations.round_bounds import announced_at
from consult_web.consultations.terms import Outcome
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.storage import utc_now

__all__ = [
    "Clash",
    "Decision",
    "decide",
    "family_points",
    "forget_decision",
    "lock_consultation",
    "mark_read",
    "next_versions",
    "parse_seen",
    "stray_dispositions",
]

_BATCH: Final = 500  # keys in one statement


class Decision(NamedTuple):
    """What a drafter decides. ``version_id`` is the version in which ``new_words`` stand at ``eid`` (None: not there yet)."""

    outcome: Outcome
    reason: str = ""
    eid: str = ""
    old_words: str = ""
    new_words: str = ""
    version_id: int | None = None
    transferred_to: str = ""


class Clash(NamedTuple):
    """A point that somebody else decided meanwhile."""

    key: str
    theirs: Disposition


def parse_seen(values: Iterable[str]) -> dict[str, int]:
    """Points of a form with the row version that its page showed, 0 where there was no decision.

    >>> parse_seen(["7-ab12:0", "8-cd~2:3"])
    {'7-ab12': 0, '8-cd~2': 3}
    """
    found = {}
    for value in values:
        key, _, version = value.rpartition(":")
        if key and version.isdigit():
            found[key] = int(version)
    return found


def lock_consultation(session: Session, number: int) -> Consultation:
    """The consultation, held until the end of the transaction: decisions on it are made one after the other."""
    found = session.scalar(select(Consultation).where(Consultation.id == number).with_for_update())
    if found is None:
        raise NotFound("E800")
    return found


def decide(
    session: Session,
    number: int,
    seen: Mapping[str, int],
    decision: Decision,
    actor: str,
    *,
    family_key: str = "",
) -> list[Clash]:
    """Write ``decision`` on each point of ``seen``; its former signature is void. The points that somebody else decided
    since their page was shown are answered, and then nothing is written.

    :class:`Refused` E853, E854, E857, E858, E859 for a decision that lacks something, :class:`NotFound` E852 for a point
    that is gone, :class:`Conflict` E874 once the report is issued, also that of an earlier round for what it told.
    """
    consultation = lock_consultation(session, number)
    if consultation.reported_at is not None:
        raise Conflict("E874")
    owners = _owners(session, consultation, list(seen))
    checked = _checked(session, consultation, decision)
    there = _there(session, number, list(seen))
    _check_not_announced(consultation, there.values())
    clashes = [
        Clash(key, row) for key, row in there.items() if row.row_version != seen[key] and row.decided_by != actor
    ]
    if clashes:
        return clashes
    if any(version > 0 and key not in there for key, version in seen.items()):
        raise Conflict("E840")  # somebody took the decision back
    for key in seen:
        _write(session, number, owners[key], there.get(key), key, checked, actor, family_key)
    _read_by_deciding(session, set(owners.values()))
    details = {"outcome": decision.outcome.value, "points": len(seen), "family": family_key, "first": next(iter(seen))}
    record(session, actor, "disposition.decided", f"consultation:{number}", details)
    return []


def _check_not_announced(consultation: Consultation, rows: Iterable[Disposition]) -> None:
    """What the report of an earlier round told is not decided anew."""
    told = announced_at(consultation)
    if told is not None and any(row.signed_at is not None and row.signed_at <= told for row in rows):
        raise Conflict("E874")


def _owners(session: Session, consultation: Consultation, keys: Sequence[str]) -> dict[str, int]:
    if not keys:
        raise Refused("E859")
    owners: dict[str, int] = {}
    for part in _parts(keys):
        query = select(PointRow.point_key, PointRow.comment_id).where(
            PointRow.run_id == consultation.run_id, PointRow.point_key.in_(part)
        )
        owners.update((key, comment) for key, comment in session.execute(query))
    if len(owners) < len(set(keys)):
        raise NotFound("E852")
    return owners


def _there(session: Session, number: int, keys: Sequence[str]) -> dict[str, Disposition]:
    found: dict[str, Disposition] = {}
    for part in _parts(keys):
        query = select(Disposition).where(Disposition.consultation_id == number, Disposition.point_key.in_(part))
        found |= {row.point_key: row for row in session.scalars(query)}
    return found


def _parts(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[at : at + _BATCH] for at in range(0, len(keys), _BATCH))


def _checked(session: Session, consultation: Consultation, decision: Decision) -> dict[str, Any]:
    """The columns of a decision that says all it must."""
    outcome = decision.outcome
    if outcome.needs_reason and not decision.reason.strip():
        raise Refused("E853", outcome=outcome.value)
    if outcome is Outcome.TRANSFERRED and not decision.transferred_to.strip():
        raise Refused("E857")
    values: dict[str, Any] = {"outcome": outcome, "reason": decision.reason.strip(), "transferred_to": ""}
    values |= {"version_id": None, "eid": "", "clause_uid": "", "old_words": "", "new_words": ""}
    if outcome is Outcome.TRANSFERRED:
        values["transferred_to"] = decision.transferred_to.strip()
    if outcome.needs_change or outcome is Outcome.ALREADY:
        values |= _change(session, consultation, decision)
    return values


def _change(session: Session, consultation: Consultation, decision: Decision) -> dict[str, Any]:
    outcome = decision.outcome
    if outcome.needs_change and not (decision.eid and decision.new_words.strip()):
        raise Refused("E854", outcome=outcome.value)
    if not decision.eid:
        return {}
    version_id = decision.version_id or _version_of_run(session, consultation)
    clause = session.scalar(select(ClauseRow).where(ClauseRow.version_id == version_id, ClauseRow.eid == decision.eid))
    if clause is None:
        raise Refused("E858", eid=decision.eid[:40])
    return {
        "version_id": decision.version_id,
        "eid": decision.eid,
        "clause_uid": clause.uid,
        "old_words": decision.old_words.strip(),
        "new_words": decision.new_words.strip(),
    }


def _version_of_run(session: Session, consultation: Consultation) -> int:
    run = session.get(AnalysisRun, consultation.run_id) if consultation.run_id else None
    if run is None:
        raise NotFound("E872")
    return run.version_id


def _write(
    session: Session,
    number: int,
    comment_id: int,
    row: Disposition | None,
    key: str,
    values: Mapping[str, Any],
    actor: str,
    family_key: str,
) -> None:
    if row is None:
        row = Disposition(consultation_id=number, comment_id=comment_id, point_key=key)
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.family_key, row.decided_by, row.decided_at = family_key, actor, utc_now()
    row.signed_by, row.signed_at = None, None


def _read_by_deciding(session: Session, comment_ids: set[int]) -> None:
    for part in _parts(sorted(map(str, comment_ids))):
        mark_read_ids(session, [int(number) for number in part])


def mark_read_ids(session: Session, ids: Sequence[int]) -> int:
    """Note that a drafter has read comments; those read before keep their time. Their row version stays: the sender may
    be changing one this moment, and must not be told that somebody else did."""
    unread = update(Comment).where(Comment.id.in_(ids), Comment.read_at.is_(None)).values(read_at=utc_now())
    return len(session.execute(unread.returning(Comment.id)).all())


def mark_read(session: Session, number: int, eid: str, actor: str, *, keys: Sequence[str] = ()) -> int:
    """Mark as read the comments of the points ``keys``, or all that a clause's page counts; how many were new."""
    consultation = lock_consultation(session, number)
    query = select(PointRow.comment_id).where(PointRow.run_id == consultation.run_id).distinct()
    if keys:
        query = query.where(PointRow.point_key.in_(keys))
    else:
        query = query.join(PointTarget, PointTarget.point_id == PointRow.id).where(PointTarget.root_eid == eid)
    ids = list(session.scalars(query))
    marked = sum(mark_read_ids(session, [int(i) for i in part]) for part in _parts([str(i) for i in ids]))
    if marked:
        record(session, actor, "comment.read", f"consultation:{number}", {"clause": eid, "comments": marked})
    return marked


def family_points(
    session: Session, number: int, family_key: str, eid: str = "", *, since: datetime | None = None, actor: str = ""
) -> dict[str, int]:
    """All points of a family (of one clause page where ``eid`` is given) with the row version of their decision; -1 for one
    that somebody else than ``actor`` decided after ``since``, when the page was shown."""
    run_id = select(Consultation.run_id).where(Consultation.id == number).scalar_subquery()
    family = select(FamilyRow.id).where(FamilyRow.run_id == run_id, FamilyRow.family_key == family_key)
    query = select(PointRow.point_key).where(PointRow.family_id.in_(family))
    if eid:
        query = query.join(PointTarget, PointTarget.point_id == PointRow.id)
        query = query.where(PointTarget.root_eid == eid, PointTarget.rank >= 0)
    keys = list(session.scalars(query))
    there = _there(session, number, keys)
    late = {k for k, row in there.items() if since and row.decided_at > since and row.decided_by != actor}
    return {key: -1 if key in late else there[key].row_version if key in there else 0 for key in keys}


def forget_decision(session: Session, number: int, disposition_id: int, actor: str) -> None:
    """Take a decision back; :class:`Conflict` E874 once the report is issued."""
    consultation = lock_consultation(session, number)
    if consultation.reported_at is not None:
        raise Conflict("E874")
    row = session.get(Disposition, disposition_id)
    if row is None or row.consultation_id != number:
        raise NotFound("E852")
    _check_not_announced(consultation, [row])
    record(session, actor, "disposition.taken_back", f"comment:{row.comment_id}", {"outcome": row.outcome.value})
    session.delete(row)


def stray_dispositions(session: Session, consultation: Consultation) -> list[tuple[Disposition, Comment | None]]:
    """Decisions whose point is not in the current run (its comment was changed, withdrawn, or is split otherwise now):
    待核对, never lost."""
    query = (
        select(Disposition, Comment)
        .outerjoin(PointRow, (PointRow.point_key == Disposition.point_key) & (PointRow.run_id == consultation.run_id))
        .outerjoin(Comment, Comment.id == Disposition.comment_id)
        .where(Disposition.consultation_id == consultation.id, PointRow.id.is_(None))
    )
    return [(row, comment) for row, comment in session.execute(query.order_by(Disposition.id))]


def next_versions(session: Session, run: AnalysisRun) -> list[DraftVersion]:
    """Versions in which adopted words may stand: those after the one that was analysed, and that one itself if it is not
    the first, since what was said of an earlier one was changed in it."""
    own = session.get_one(DraftVersion, run.version_id)
    query = select(DraftVersion).where(
        DraftVersion.consultation_id == run.consultation_id,
        DraftVersion.number >= max(own.number, 2),
    )
    return list(session.scalars(query.order_by(DraftVersion.number)))
