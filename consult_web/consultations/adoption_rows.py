"""The rows of the 意见采纳情况表 (domain.md 4.6), one for each view, as they come from the database: memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.consultations.comments_models import Comment, Target
from consult_web.consultations.digests import labels_of, source_of
from consult_web.consultations.drafts_models import ClauseRow, Consultation, StationLink
from consult_web.consultations.results_models import (
    AnalysisRun,
    CommentBucket,
    Disposition,
    FamilyRow,
    PointRow,
    Reply,
)
from consult_web.consultations.round_bounds import announced_at, round_at
from lawcheck.comments import Bucket, mask_personal

__all__ = ["ADOPTION_COLUMNS", "AdoptionRow", "adoption_rows"]

ADOPTION_COLUMNS: Final = (
    ("序号", 6), ("意见来源", 22), ("对应条款", 18), ("原文", 40), ("意见建议内容", 46), ("建议修改为", 34),
    ("提出人数/条数", 12), ("是否采纳", 11), ("采纳情况说明或理由", 30), ("修改后条文", 34), ("承办处室/人", 14),
    ("反馈方式与日期", 16), ("意见点编号", 18), ("轮次", 10),
)  # fmt: skip
"""Names and widths (characters) of the columns, in their order."""
_BATCH: Final = 1000  # rows fetched at a time
_SOURCES: Final = 3  # named for a view that many hold
_IDS: Final = 200  # points named in a row; the others are told by their number
_LAST: Final = 1 << 30


class AdoptionRow(NamedTuple):
    """One view: the points that say it and share an answer. ``eid`` is its clause ("" for none), ``rounds`` are those of
    asking in which it was said."""

    number: int
    source: str
    clause: str
    text: str
    opinion: str
    proposed: str
    persons: int
    points: int
    outcome: str
    reason: str
    changed: str
    handler: str
    feedback: str
    point_keys: str
    eid: str
    rounds: tuple[int, ...] = (1,)

    @property
    def cells(self) -> tuple[str | int, ...]:
        """What stands in the columns of :data:`ADOPTION_COLUMNS`."""
        told = "、".join(f"第{number}轮" for number in self.rounds)
        return (*self[:6], f"{self.persons}人/{self.points}条", *self[8:14], told)


def adoption_rows(session: Session, run: AnalysisRun, *, fresh: bool = False) -> Iterator[AdoptionRow]:
    """Every point that needs an answer in exactly one row, clause by clause, near-identical ones together; what belongs
    to no clause comes last. ``fresh`` leaves out what the report of an earlier round told. Reads the database while it is
    consumed."""
    consultation = session.get_one(Consultation, run.consultation_id)
    told = announced_at(consultation) if fresh else None
    labels, texts = labels_of(session, run.version_id), _texts(session, run.version_id)
    names = {user.actor: user.name for user in session.scalars(select(User))}
    query = _query(run)
    if told is not None:
        query = query.where(or_(Disposition.signed_at.is_(None), Disposition.signed_at > told))
    found = session.execute(query.execution_options(yield_per=_BATCH))
    for number, (_, group) in enumerate(groupby(found, key=_same), 1):
        yield _row(number, group, labels, texts, names, consultation)


def _texts(session: Session, version_id: int) -> dict[str, str]:
    query = select(ClauseRow.eid, ClauseRow.text).where(ClauseRow.version_id == version_id)
    return {row.eid: row.text for row in session.execute(query)}


def _query(run: AnalysisRun) -> Any:
    """Points with all that a row tells, in the order of the table."""
    seen = (
        select(Target.label)
        .where(Target.comment_id == Comment.id, Target.version_id == Comment.version_id)
        .order_by(Target.id)
        .limit(1)
        .scalar_subquery()
    )
    answered = select(Reply.written_at).where(Reply.comment_id == Comment.id).order_by(Reply.id.desc()).limit(1)
    way = select(Reply.way).where(Reply.comment_id == Comment.id).order_by(Reply.id.desc()).limit(1)
    place = case((ClauseRow.position.is_(None), _LAST), else_=ClauseRow.position)
    alone = case((PointRow.family_id.is_(None), _LAST), else_=PointRow.family_id)
    return (
        select(
            PointRow.id, PointRow.point_key, PointRow.text, PointRow.eid, PointRow.wordings, PointRow.family_id,
            Comment.id.label("comment_id"), Comment.channel, Comment.region, Comment.identity, Comment.person_key,
            Comment.version_id.label("seen_version"), Comment.received_at, StationLink.name.label("station"), seen.label("seen_label"),
            Disposition.outcome, Disposition.reason, Disposition.new_words, Disposition.decided_by,
            Disposition.eid.label("changed_eid"), Disposition.transferred_to,
            answered.scalar_subquery().label("answered_at"), way.scalar_subquery().label("way"), FamilyRow.persons,
        )
        .join(Comment, Comment.id == PointRow.comment_id)
        .join(CommentBucket, (CommentBucket.run_id == run.id) & (CommentBucket.comment_id == Comment.id))
        .outerjoin(StationLink, StationLink.id == Comment.station_link_id)
        .outerjoin(FamilyRow, FamilyRow.id == PointRow.family_id)
        .outerjoin(ClauseRow, (ClauseRow.version_id == run.version_id) & (ClauseRow.eid == PointRow.eid))
        .outerjoin(
            Disposition,
            (Disposition.point_key == PointRow.point_key) & (Disposition.consultation_id == run.consultation_id),
        )
        .where(PointRow.run_id == run.id, CommentBucket.bucket != Bucket.DUPLICATE)
        .order_by(place, PointRow.eid.desc(), alone, Disposition.outcome, Disposition.reason, Disposition.new_words, PointRow.id)
    )  # fmt: skip


def _same(row: Any) -> tuple[object, ...]:
    return row.eid, row.family_id or -row.id, row.outcome, row.reason, row.new_words


def _row(
    number: int,
    group: Iterator[Any],
    labels: dict[str, str],
    texts: dict[str, str],
    names: dict[str, str],
    consultation: Consultation,
) -> AdoptionRow:
    first, sources, persons, keys, points = None, dict[str, None](), set[str](), list[str](), 0
    rounds = set[int]()
    for row in group:
        first = first or row
        points += 1
        rounds.add(round_at(consultation, row.received_at))
        persons.add(row.person_key or f"\0{row.comment_id}")
        if len(keys) < _IDS:
            keys.append(row.point_key)
        if len(sources) <= _SOURCES:
            sources[source_of(row, row.station or "")] = None
    if first is None:
        raise ValueError("an empty group")
    return AdoptionRow(
        number,
        "；".join(list(sources)[:_SOURCES]) + ("等" if len(sources) > _SOURCES or points > len(sources) > 1 else ""),
        _clause(first, labels),
        texts.get(first.eid) or texts.get(first.eid.partition("__")[0], ""),
        mask_personal(first.text or _wordings(first.wordings)),
        mask_personal(_wordings(first.wordings)),
        len(persons),
        points,
        first.outcome.value if first.outcome else "",
        _reason(first),
        _changed(first, labels),
        names.get(first.decided_by or "", ""),
        _feedback(first.way, first.answered_at),
        "、".join(keys) + (f"等{points}点" if points > len(keys) else ""),
        first.eid,
        tuple(sorted(rounds)),
    )


def _clause(row: Any, labels: dict[str, str]) -> str:
    """The clause, and under what number the person saw it where that was another."""
    label = labels.get(row.eid, row.eid) or "（未对应条款）"
    return f"{label}（所见为{row.seen_label}）" if row.seen_label and row.seen_label not in label else label


def _wordings(wordings: Sequence[dict[str, Any]]) -> str:
    return "\n".join(f"{w['kind']}：{w['old']} → {w['new']}" if w["old"] and w["new"] else f"{w['kind']}：{w['new'] or w['old']}" for w in wordings)  # fmt: skip


def _reason(row: Any) -> str:
    sent = f"转交{row.transferred_to}。" if row.transferred_to else ""
    return sent + (row.reason or "")


def _changed(row: Any, labels: dict[str, str]) -> str:
    if not row.new_words:
        return ""
    return f"{labels.get(row.changed_eid, row.changed_eid)}：{row.new_words}"


def _feedback(way: str | None, at: datetime | None) -> str:
    return f"{way} {at:%Y-%m-%d}" if way and at else ""
