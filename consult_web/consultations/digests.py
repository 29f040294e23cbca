"""What drafters read: the draft with its heat, one page a clause, lists of points; by precomputed rows and indexes only.

Words of people are verbatim and masked; nothing here is written by a program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session, lazyload

from consult_web.audit import AuditEvent
from consult_web.consultations.comments_models import Comment
from consult_web.consultations.drafts_models import ClauseRow, Consultation, DraftVersion, StationLink
from consult_web.consultations.results_models import (
    AnalysisRun,
    ClauseCount,
    CommentBucket,
    Disposition,
    FamilyMember,
    FamilyRow,
    PointRow,
    PointTarget,
    ThemeRow,
    WordingGroup,
)
from consult_web.consultations.round_bounds import of_round
from consult_web.errors import NotFound
from consult_web.storage import Database, database_of
from lawcheck.comments import NEW_CLAUSE, WHOLE_DRAFT, Bucket, ReasonKind, Relation, Stance, mask_personal

__all__ = [
    "HEAT_ORDERS",
    "ClauseView",
    "FamilyView",
    "HeatRow",
    "PointView",
    "clause_view",
    "current_run",
    "decided_counts",
    "discussed",
    "heat_rows",
    "labels_of",
    "list_points",
    "open_points",
    "point_views",
    "source_of",
    "stances_of",
]

SHOWN: Final = 20  # points on a clause page; a clause with fewer shows all of them
WORDINGS: Final = 12
FAMILIES: Final = 4
RESIDUES: Final = 3
_MEMBERS: Final = 60  # of a family, looked through for what their senders added
_EXCERPT: Final = 400
_KEPT: Final = 8  # runs and states of their decisions whose counts are remembered
_COUNTED: Final[WeakKeyDictionary[Database, dict[tuple[object, ...], dict[str, int]]]] = WeakKeyDictionary()
_LEAST: Final = 10  # characters that somebody added, from which they are shown

HEAT_ORDERS: Final = ("position", "volume", "disagreement", "open")
"""Ways to sort the heat: as in the draft, most persons, most torn, most points without an answer."""


class HeatRow(NamedTuple):
    """A clause beside what it moved: ``open`` are its points without an answer, ``shade`` 0 (nobody) to 5 (the most)."""

    eid: str
    label: str
    heading: str
    text: str
    counts: ClauseCount
    decided: int
    shade: int

    @property
    def open(self) -> int:
        """Points without an answer."""
        return max(self.counts.points - self.decided, 0)

    @property
    def stances(self) -> dict[str, int]:
        """Persons by stance."""
        return stances_of(self.counts)


@dataclass(frozen=True, slots=True)
class PointView:
    """A point as a page shows it: ``text`` masked (``cut``: only its beginning), ``like`` persons who wrote nearly the same."""

    key: str
    comment_id: int
    text: str
    cut: bool
    stance: Stance
    stance_how: str
    source: str
    received_at: datetime
    read: bool
    like: int
    family_key: str
    eid: str
    why: str
    problem: str
    wordings: Sequence[Mapping[str, Any]]
    candidates: Sequence[Mapping[str, Any]]
    disposition: Disposition | None

    @property
    def seen(self) -> str:
        """Key and row version, for the form that decides."""
        return f"{self.key}:{self.disposition.row_version if self.disposition else 0}"

    @property
    def seconds(self) -> bool:
        """Whether it has its clause from another opinion that it agrees with (同意楼上)."""
        reasons = self.candidates[0].get("reasons", ()) if self.eid and self.candidates else ()
        return any(kind == ReasonKind.SECONDED for kind, *_ in reasons)


class FamilyView(NamedTuple):
    """Near-identical texts: the template masked, what some added, kin that say the opposite or another number;
    ``points`` of it on this clause, ``outcomes`` with their number of points."""

    row: FamilyRow
    template: str
    added: tuple[str, ...]
    siblings: tuple[FamilyRow, ...]
    points: int
    outcomes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ClauseView:
    """Everything on one clause, for one page. ``before`` is the clause in the version before (None: it is new or there
    is none), ``related`` clauses that the same comments speak of: label, eid, comments."""

    counts: ClauseCount
    clause: ClauseRow | None
    before: ClauseRow | None
    points: tuple[PointView, ...]
    outliers: tuple[PointView, ...]
    conflicts: tuple[tuple[PointView, PointView], ...]
    wordings: tuple[WordingGroup, ...]
    families: tuple[FamilyView, ...]
    themes: tuple[ThemeRow, ...]
    related: tuple[tuple[str, str, int], ...]
    decided: int
    labels: Mapping[str, str]

    @property
    def stances(self) -> dict[str, int]:
        """Persons by stance."""
        return stances_of(self.counts)

    @property
    def open(self) -> int:
        """Points without an answer."""
        return max(self.counts.points - self.decided, 0)


def stances_of(count: ClauseCount) -> dict[str, int]:
    """Persons by stance; they sum to the persons of the clause."""
    values = (count.support, count.oppose, count.change, count.question, count.not_stated)
    return dict(zip((stance.value for stance in Stance), values, strict=True))


def current_run(session: Session, consultation: Consultation) -> AnalysisRun | None:
    """The run that pages read; None before the first."""
    return session.get(AnalysisRun, consultation.run_id) if consultation.run_id else None


def heat_rows(session: Session, run: AnalysisRun, order: str = "position") -> list[HeatRow]:
    """One row for each article and annex, for 全文 and 新增条款; ``order`` is one of :data:`HEAT_ORDERS`."""
    counts = session.scalars(select(ClauseCount).where(ClauseCount.run_id == run.id)).all()
    clauses = _clauses(session, run.version_id, [count.eid for count in counts])
    decided = decided_counts(session, run)
    most = max((count.persons for count in counts), default=0)
    rows = [_heat_row(count, clauses.get(count.eid), decided.get(count.eid, 0), most) for count in counts]
    rows.sort(key=lambda row: row.counts.position)
    if order == "volume":
        rows.sort(key=lambda row: -row.counts.persons)
    elif order == "disagreement":
        rows.sort(key=lambda row: (-row.counts.disagreement, -row.counts.persons))
    elif order == "open":
        rows.sort(key=lambda row: -row.open)
    return rows


def discussed(session: Session, run: AnalysisRun) -> list[tuple[str, str]]:
    """The clause pages that have points, as eId and label, in the order of the draft."""
    query = select(ClauseCount.eid, ClauseCount.label).where(ClauseCount.run_id == run.id, ClauseCount.points > 0)
    return [(row.eid, row.label) for row in session.execute(query.order_by(ClauseCount.position))]


def _heat_row(count: ClauseCount, clause: ClauseRow | None, decided: int, most: int) -> HeatRow:
    shade = -(-5 * count.persons // most) if most else 0
    heading, text = (clause.heading or clause.above, clause.text) if clause else ("", "")
    return HeatRow(count.eid, count.label, heading, text, count, decided, shade)


def decided_counts(session: Session, run: AnalysisRun) -> Mapping[str, int]:
    """Points with an answer by clause page. Counting takes a tenth of a second where there are a hundred thousand, so it is
    done once after each decision: the last events that told of one say whether there was another."""
    kept = _COUNTED.setdefault(database_of(session), {})
    key = (run.id, *(_last_event(session, action) for action in ("disposition.decided", "disposition.taken_back")))
    counted = kept.get(key)
    if counted is None:
        counted = _count_decided(session, run)
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = counted
    return counted


def _last_event(session: Session, action: str) -> str | None:
    """The hash of the latest event of a kind, which no two events share."""
    query = select(AuditEvent.hash).where(AuditEvent.action == action)
    return session.scalar(query.order_by(AuditEvent.number.desc()).limit(1))


def _count_decided(session: Session, run: AnalysisRun) -> dict[str, int]:
    query = (
        select(PointTarget.root_eid, func.count())
        .join(PointRow, PointRow.id == PointTarget.point_id)
        .join(Disposition, Disposition.point_key == PointRow.point_key)
        .where(
            Disposition.consultation_id == run.consultation_id,
            PointRow.run_id == run.id,
            PointTarget.run_id == run.id,
            PointTarget.rank >= 0,
        )
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(PointTarget.root_eid))}


def clause_view(session: Session, run: AnalysisRun, eid: str) -> ClauseView:
    """The page of a clause; :class:`NotFound` E800 for one that the draft does not have."""
    count = session.get(ClauseCount, (run.id, eid))
    if count is None:
        raise NotFound("E800")
    clause = _clauses(session, run.version_id, [eid]).get(eid)
    details = count.details
    pairs = [tuple(pair) for pair in details.get("conflicts", [])]
    asked = [*details.get("outliers", []), *(key for pair in pairs for key in pair)]
    named = {view.key: view for view in point_views(session, run, keys=asked)}
    related = {item["eid"]: item["comments"] for item in details.get("related", [])}
    labels = labels_of(session, run.version_id)
    return ClauseView(
        counts=count,
        clause=clause,
        before=_before(session, run.version_id, clause),
        points=tuple(_top_points(session, run, eid)),
        outliers=tuple(named[key] for key in details.get("outliers", []) if key in named),
        conflicts=tuple((named[a], named[b]) for a, b in pairs if a in named and b in named),
        wordings=_wordings(session, run, eid),
        families=_families(session, run, eid, details.get("families", [])),
        themes=tuple(session.scalars(select(ThemeRow).where(ThemeRow.run_id == run.id, ThemeRow.eid == eid).order_by(ThemeRow.position))),
        related=tuple((labels.get(key, key), key, number) for key, number in related.items()),
        decided=decided_counts(session, run).get(eid, 0),
        labels=labels,
    )  # fmt: skip


def labels_of(session: Session, version_id: int) -> dict[str, str]:
    """How the clauses of a version are cited, by eId."""
    query = select(ClauseRow.eid, ClauseRow.label).where(ClauseRow.version_id == version_id)
    found = {row.eid: row.label for row in session.execute(query)}
    return found | {WHOLE_DRAFT: WHOLE_DRAFT, NEW_CLAUSE: NEW_CLAUSE}


def _clauses(session: Session, version_id: int, eids: Sequence[str]) -> dict[str, ClauseRow]:
    query = select(ClauseRow).where(ClauseRow.version_id == version_id, ClauseRow.eid.in_(eids))
    return {row.eid: row for row in session.scalars(query)}


def _before(session: Session, version_id: int, clause: ClauseRow | None) -> ClauseRow | None:
    """The clause in the version before, by its uid or by what it was made of."""
    if clause is None:
        return None
    own = session.get_one(DraftVersion, version_id)
    query = (
        select(ClauseRow)
        .join(DraftVersion, DraftVersion.id == ClauseRow.version_id)
        .where(
            DraftVersion.consultation_id == own.consultation_id,
            DraftVersion.number == own.number - 1,
            ClauseRow.uid.in_([clause.uid, *clause.from_uids]),
        )
    )
    return session.scalars(query.order_by(ClauseRow.uid != clause.uid, ClauseRow.position)).first()


def _top_points(session: Session, run: AnalysisRun, eid: str) -> Iterable[PointView]:
    query = (
        select(PointTarget.point_id)
        .where(PointTarget.run_id == run.id, PointTarget.root_eid == eid, PointTarget.rank.between(0, SHOWN - 1))
        .where(PointTarget.shown)
        .order_by(PointTarget.rank)
    )
    return point_views(session, run, ids=list(session.scalars(query)))


def point_views(
    session: Session, run: AnalysisRun, *, ids: Sequence[int] = (), keys: Sequence[str] = ()
) -> list[PointView]:
    """Points by their ids, in the order of these; or by their keys, in the order of their comments."""
    if not ids and not keys:
        return []
    query = (
        select(PointRow, Comment, FamilyRow, Disposition, StationLink.name)
        .join(Comment, Comment.id == PointRow.comment_id)
        .outerjoin(FamilyRow, FamilyRow.id == PointRow.family_id)
        .outerjoin(
            Disposition,
            (Disposition.point_key == PointRow.point_key) & (Disposition.consultation_id == run.consultation_id),
        )
        .outerjoin(StationLink, StationLink.id == Comment.station_link_id)
        .where(PointRow.run_id == run.id)
        .options(lazyload(Comment.targets))
    )
    chosen = PointRow.id.in_(ids) if ids else PointRow.point_key.in_(keys)
    rows = session.execute(query.where(chosen).order_by(PointRow.comment_id, PointRow.ordinal)).all()
    places = {number: place for place, number in enumerate(ids)}
    return [_point_view(*row) for row in sorted(rows, key=lambda row: places.get(row[0].id, 0))]


def _point_view(
    point: PointRow, comment: Comment, family: FamilyRow | None, disposition: Disposition | None, station: str | None
) -> PointView:
    text = mask_personal(point.text or "\n".join(filter(None, [*(w["new"] for w in point.wordings), comment.reason])))
    return PointView(
        key=point.point_key,
        comment_id=comment.id,
        text=text[:_EXCERPT],
        cut=len(text) > _EXCERPT,
        stance=point.stance,
        stance_how=point.stance_how,
        source=source_of(comment, station or ""),
        received_at=comment.received_at,
        read=comment.read_at is not None,
        like=family.persons if family and family.texts > 1 else 0,
        family_key=family.family_key if family and family.texts > 1 else "",
        eid=point.eid,
        why=point.why,
        problem=point.problem,
        wordings=point.wordings,
        candidates=point.candidates,
        disposition=disposition,
    )


def source_of(comment: Comment, station: str = "") -> str:
    """Where a comment comes from, as far as it may be shown: no names of persons.

    >>> from consult_web.consultations.terms import Channel
    >>> source_of(Comment(id=7, channel=Channel.SITE, region="棠州区", identity=None, deputy=""))
    '网站，棠州区'
    """
    identity = comment.identity.value if comment.identity else ""
    parts = (comment.channel.value, station, comment.region, identity)
    return "，".join(dict.fromkeys(filter(None, parts)))


def _wordings(session: Session, run: AnalysisRun, eid: str) -> tuple[WordingGroup, ...]:
    query = select(WordingGroup).where(WordingGroup.run_id == run.id, WordingGroup.page_eid == eid)
    return tuple(session.scalars(query.order_by(WordingGroup.persons.desc(), WordingGroup.id).limit(WORDINGS)))


def _families(session: Session, run: AnalysisRun, eid: str, keys: Sequence[str]) -> tuple[FamilyView, ...]:
    query = select(FamilyRow).where(FamilyRow.run_id == run.id, FamilyRow.family_key.in_(keys[:FAMILIES]))
    rows = session.scalars(query.order_by(FamilyRow.persons.desc(), FamilyRow.id)).all()
    kin_keys = [key for row in rows for key in row.siblings]
    kin = {row.family_key: row for row in session.scalars(select(FamilyRow).where(FamilyRow.run_id == run.id, FamilyRow.family_key.in_(kin_keys)))}  # fmt: skip
    answers = _family_answers(session, run, eid, [row.id for row in rows])
    return tuple(
        FamilyView(
            row,
            mask_personal(row.template)[:_EXCERPT],
            _residue(session, row),
            tuple(kin[key] for key in row.siblings if key in kin),
            sum(answers.get(row.id, {}).values()),
            {outcome: n for outcome, n in answers.get(row.id, {}).items() if outcome},
        )
        for row in rows
    )


def _family_answers(session: Session, run: AnalysisRun, eid: str, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Points of families on this page by outcome ("" for those without one)."""
    query = (
        select(PointRow.family_id, Disposition.outcome, func.count())
        .join(PointTarget, PointTarget.point_id == PointRow.id)
        .outerjoin(
            Disposition,
            (Disposition.point_key == PointRow.point_key) & (Disposition.consultation_id == run.consultation_id),
        )
        .where(PointRow.family_id.in_(ids), PointTarget.root_eid == eid, PointTarget.rank >= 0)
    )
    found: dict[int, dict[str, int]] = {}
    for family_id, outcome, count in session.execute(query.group_by(PointRow.family_id, Disposition.outcome)):
        found.setdefault(family_id or 0, {})[outcome.value if outcome else ""] = count
    return found


def _residue(session: Session, family: FamilyRow) -> tuple[str, ...]:
    """What senders wrote beyond the template, the longest first."""
    query = (
        select(FamilyMember.added, Comment.text)
        .join(Comment, Comment.id == FamilyMember.comment_id)
        .where(FamilyMember.family_id == family.id, FamilyMember.relation == Relation.NEAR)
    )
    texts = {
        mask_personal(text[span["start"] : span["end"]])[:120]
        for added, text in session.execute(query.limit(_MEMBERS))
        for span in added
        if span["end"] - span["start"] >= _LEAST
    }
    return tuple(sorted(texts, key=lambda text: (-len(text), text))[:RESIDUES])


def list_points(
    session: Session,
    run: AnalysisRun,
    *,
    eid: str = "",
    stance: str = "",
    state: str = "",
    family: str = "",
    number: int = 0,
    start: int = 0,
    limit: int = 30,
) -> tuple[list[PointView], int]:
    """A page of points and how many there are in all: of a clause (``eid``), without one (``eid`` is ``-``), of a family;
    ``state`` is ``open`` (no answer), ``decided`` or ``unsigned``; ``number`` a round (0: any). Points of repeated comments are
    left out."""
    query = (
        select(PointRow.id)
        .join(CommentBucket, (CommentBucket.run_id == run.id) & (CommentBucket.comment_id == PointRow.comment_id))
        .where(PointRow.run_id == run.id, CommentBucket.bucket != Bucket.DUPLICATE)
    )
    order: list[Any] = [PointRow.comment_id, PointRow.ordinal]
    if eid == "-":
        query = query.where(PointRow.eid == "")
    elif eid:
        query = query.join(PointTarget, PointTarget.point_id == PointRow.id)
        query = query.where(PointTarget.run_id == run.id, PointTarget.root_eid == eid, PointTarget.rank >= 0)
        order.insert(0, PointTarget.rank)
    if number:
        consultation = session.get_one(Consultation, run.consultation_id)
        query = query.join(Comment, Comment.id == PointRow.comment_id).where(of_round(consultation, number))
    if stance:
        query = query.where(PointRow.stance == stance)
    if family:
        own = select(FamilyRow.id).where(FamilyRow.run_id == run.id, FamilyRow.family_key == family)
        query = query.where(PointRow.family_id.in_(own))
    if state:
        query = query.outerjoin(
            Disposition,
            (Disposition.point_key == PointRow.point_key) & (Disposition.consultation_id == run.consultation_id),
        )
        query = query.where(_STATES[state]())
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ids = list(session.scalars(query.order_by(*order).offset(start).limit(limit)))
    return point_views(session, run, ids=ids), total


def open_points(session: Session, run: AnalysisRun) -> int:
    """Points that wait for an answer, those without a clause among them; points of repeated comments need none."""
    of_run = (PointRow.run_id == run.id) & (PointRow.comment_id == CommentBucket.comment_id)
    points = select(func.count()).select_from(CommentBucket).join(PointRow, of_run)
    repeated = points.where(CommentBucket.run_id == run.id, CommentBucket.bucket == Bucket.DUPLICATE)
    answered = points.join(Disposition, Disposition.point_key == PointRow.point_key).where(
        Disposition.consultation_id == run.consultation_id,
        CommentBucket.run_id == run.id,
        CommentBucket.bucket != Bucket.DUPLICATE,
    )
    known: int = run.ledger.get("points", 0)
    return known - (session.scalar(repeated) or 0) - (session.scalar(answered) or 0)


_STATES: Final[Mapping[str, Any]] = {
    "open": lambda: Disposition.id.is_(None),
    "decided": lambda: Disposition.id.is_not(None),
    "unsigned": lambda: Disposition.id.is_not(None) & Disposition.signed_by.is_(None),
}
