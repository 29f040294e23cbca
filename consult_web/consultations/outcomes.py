"""What the public is told afterwards: what was asked for, what was changed, what was not and why.

Only signed decisions count, and of people's words only what staff released, masked.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.consultations.comments_models import Comment, PublicQuote
from consult_web.consultations.drafts_models import ClauseRow, Consultation
from consult_web.consultations.results_models import ClauseCount, Disposition, PointRow
from consult_web.consultations.round_bounds import of_round
from consult_web.consultations.terms import CommentState, Outcome
from lawcheck.comments import NEW_CLAUSE, WHOLE_DRAFT

__all__ = ["OutcomeGroup", "OutcomePage", "OutcomeTotals", "outcome_page"]

_QUOTES = 3
"""Released words, or changes asked for, shown with one decision."""
_LONGEST = 40
"""Characters of the draft's own words that a change asked for may repeat."""
_FIGURE = re.compile(
    r"[零〇一二两三四五六七八九十百千万半\d.:：%％年月日天周时点分秒小元块米里倍次岁人户辆只个份工作以上下内至到每-]{1,20}"
)


class Wanted(NamedTuple):
    """Words of the draft that points ask to delete (``new`` is empty) or to replace by a figure, and how many ask so."""

    old: str
    new: str
    points: int


class OutcomeGroup(NamedTuple):
    """Points with one answer: the clause, the outcome, the reason, what the words were and are; how many opinions say so,
    what they asked for as far as it can be told without their own words, and words of some that were released."""

    eid: str
    label: str
    outcome: Outcome
    reason: str
    old_words: str
    new_words: str
    transferred_to: str
    points: int
    comments: int
    quotes: tuple[str, ...]
    stances: Mapping[str, int]
    wanted: tuple[Wanted, ...]


class _Asked(NamedTuple):
    """A point decided: its opinion, its stance (empty where it is gone) and the changes of words it asks for."""

    comment: int
    stance: str
    wordings: Sequence[Mapping[str, Any]]


class OutcomeTotals(NamedTuple):
    """Opinions that stand, persons known to differ, points decided by outcome, points whose decision is not signed yet."""

    comments: int
    persons: int
    decided: dict[Outcome, int]
    undecided: int

    @property
    def points(self) -> int:
        """All points, decided or not: the denominator of every share."""
        return sum(self.decided.values()) + self.undecided


class OutcomePage(NamedTuple):
    """The page 你们提了什么 — 我们改了什么 — 没有改的为什么."""

    totals: OutcomeTotals
    asked: Sequence[ClauseCount]
    changed: Sequence[OutcomeGroup]
    unchanged: Sequence[OutcomeGroup]


def outcome_page(session: Session, consultation: Consultation, number: int = 0) -> OutcomePage:
    """All that is told of a consultation, or of one of its rounds (``number``); empty groups before anything is signed."""
    groups = _groups(session, consultation, number)
    return OutcomePage(
        _totals(session, consultation, number),
        _asked(session, consultation) if number == 0 else (),
        [group for group in groups if group.outcome.needs_change],
        [group for group in groups if not group.outcome.needs_change],
    )


def _asked(session: Session, consultation: Consultation) -> Sequence[ClauseCount]:
    query = select(ClauseCount).where(ClauseCount.run_id == consultation.run_id, ClauseCount.persons > 0)
    return session.scalars(query.order_by(ClauseCount.persons.desc(), ClauseCount.position).limit(20)).all()


def _totals(session: Session, consultation: Consultation, number: int) -> OutcomeTotals:
    standing = (of_round(consultation, number), Comment.state == CommentState.RECEIVED)
    comments = session.scalar(select(func.count()).where(*standing)) or 0
    known = select(func.count(func.distinct(Comment.person_key))).where(*standing, Comment.person_key != "")
    alone = session.scalar(select(func.count()).where(*standing, Comment.person_key == "")) or 0
    signed = select(Disposition.outcome, func.count()).where(
        Disposition.consultation_id == consultation.id, Disposition.signed_at.is_not(None)
    )
    made = select(func.count(PointRow.id)).where(PointRow.run_id == consultation.run_id)
    if number:
        signed = signed.join(Comment, Comment.id == Disposition.comment_id).where(of_round(consultation, number))
        made = made.join(Comment, Comment.id == PointRow.comment_id).where(of_round(consultation, number))
    decided = {row[0]: row[1] for row in session.execute(signed.group_by(Disposition.outcome))}
    points = session.scalar(made) or 0
    undecided = max(0, points - sum(decided.values()))
    return OutcomeTotals(comments, (session.scalar(known) or 0) + alone, decided, undecided)


def _groups(session: Session, consultation: Consultation, number: int) -> list[OutcomeGroup]:
    query = (
        select(Disposition, PointRow.eid, PointRow.stance, PointRow.wordings)
        .outerjoin(
            PointRow, (PointRow.point_key == Disposition.point_key) & (PointRow.run_id == (consultation.run_id or 0))
        )
        .where(Disposition.consultation_id == consultation.id, Disposition.signed_at.is_not(None))
        .order_by(Disposition.id)
    )
    if number:
        query = query.join(Comment, Comment.id == Disposition.comment_id).where(of_round(consultation, number))
    members: dict[tuple[str, Outcome, str, str, str, str], list[_Asked]] = defaultdict(list)
    for row, about, stance, wordings in session.execute(query):
        key = (row.eid or about or "", row.outcome, row.reason, row.old_words, row.new_words, row.transferred_to)
        members[key].append(_Asked(row.comment_id, stance.value if stance else "", wordings or ()))
    labels = _labels(session, consultation, {key[0] for key in members})
    quotes = _quotes(session, consultation)
    made = [
        OutcomeGroup(
            eid,
            labels.get(eid, (0, eid))[1],
            outcome,
            reason,
            old,
            new,
            to,
            points=len(points),
            comments=len({point.comment for point in points}),
            quotes=tuple(dict.fromkeys(quotes[one.comment] for one in points if one.comment in quotes))[:_QUOTES],
            stances=Counter(point.stance for point in points if point.stance),
            wanted=tuple(_wanted(points)),
        )
        for (eid, outcome, reason, old, new, to), points in members.items()
    ]
    return sorted(made, key=lambda group: (labels.get(group.eid, (1 << 30, ""))[0], -group.comments))


def _wanted(points: Iterable[_Asked]) -> Iterator[Wanted]:
    """What most ask for, of the changes that hold nobody's own words: the draft's are cut, or a figure is put for them."""
    asked: Counter[tuple[str, str]] = Counter()
    for point in points:
        found = {(one["old"], one["new"]) for one in point.wordings if one.get("found") and one["old"]}
        asked.update(pair for pair in found if len(pair[0]) <= _LONGEST and (not pair[1] or _FIGURE.fullmatch(pair[1])))
    yield from (Wanted(old, new, count) for (old, new), count in asked.most_common(_QUOTES))


def _labels(session: Session, consultation: Consultation, eids: Collection[str]) -> dict[str, tuple[int, str]]:
    """Place in the draft and name of each clause."""
    query = select(ClauseRow).where(ClauseRow.version_id == consultation.version_id, ClauseRow.eid.in_(eids))
    found = {row.eid: (row.position, row.label) for row in session.scalars(query)}
    return {WHOLE_DRAFT: (-2, WHOLE_DRAFT), NEW_CLAUSE: (-1, NEW_CLAUSE), "": (1 << 29, "")} | found


def _quotes(session: Session, consultation: Consultation) -> dict[int, str]:
    """Released words by comment."""
    query = select(PublicQuote.comment_id, PublicQuote.text).where(PublicQuote.consultation_id == consultation.id)
    return {row[0]: row[1] for row in session.execute(query)}
