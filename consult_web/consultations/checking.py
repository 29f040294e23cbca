"""People look at what the program mapped: points without a clause are given one in bulk, a sample measures how often the
program is right. What a person said of a point stands above the program in every later run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt
from random import Random
from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.consultations.disposing import lock_consultation
from consult_web.consultations.drafts_models import ClauseRow
from consult_web.consultations.results_models import AnalysisRun, PointCheck, PointRow
from consult_web.errors import NotFound, Refused
from consult_web.storage import utc_now
from lawcheck.comments import NEW_CLAUSE, WHOLE_DRAFT

__all__ = ["Measured", "check_points", "draw_sample", "interval", "measure"]

NOTHING: Final = "none"
"""The answer that a point is about nothing in the draft."""
SAMPLE: Final = "sample"
_Z: Final = 1.96  # of a 95 % interval


class Measured(NamedTuple):
    """How often the program's clause was right (same article) in the sample: ``right`` of ``checked``, with the 95 %
    interval; ``mapped`` of ``points`` have a clause at all; of ``twice`` points two persons looked at, ``agreed`` gave the
    same article, ``kappa`` is Cohen's (None below 2 points)."""

    checked: int
    right: int
    low: float
    high: float
    mapped: int
    points: int
    twice: int
    agreed: int
    kappa: float | None

    @property
    def precision(self) -> float:
        """Share that was right."""
        return self.right / self.checked if self.checked else 0.0


def interval(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson), 0 to 1.

    >>> [round(end, 3) for end in interval(18, 20)], interval(0, 0)
    ([0.699, 0.972], (0.0, 1.0))
    """
    if not total:
        return 0.0, 1.0
    share, square = hits / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _Z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def draw_sample(session: Session, run: AnalysisRun, actor: str, size: int = 10) -> list[str]:
    """Keys of mapped points that ``actor`` has not looked at: the same for everybody until looked at, so that two persons
    see the same ones. Drawn by chance, the start being the consultation's number."""
    query = select(PointRow.point_key).where(PointRow.run_id == run.id, PointRow.eid != "").order_by(PointRow.id)
    keys = list(session.scalars(query))
    Random(run.consultation_id).shuffle(keys)  # noqa: S311  (a sample, no secret)
    done = select(PointCheck.point_key).where(
        PointCheck.consultation_id == run.consultation_id, PointCheck.checked_by == actor
    )
    seen = set(session.scalars(done))
    return [key for key in keys if key not in seen][:size]


def check_points(
    session: Session, number: int, answers: Mapping[str, Sequence[str]], actor: str, purpose: str = "abstained"
) -> int:
    """Note what a person says points are about (eIds; :data:`NOTHING`: nothing in the draft); how many.

    :class:`Refused` E859 for no answer, E858 for a clause that is not there, :class:`NotFound` E852 for a point that is
    gone.
    """
    if not answers:
        raise Refused("E859")
    consultation = lock_consultation(session, number)
    run = session.get(AnalysisRun, consultation.run_id) if consultation.run_id else None
    if run is None:
        raise NotFound("E872")
    known = set(session.scalars(select(ClauseRow.eid).where(ClauseRow.version_id == run.version_id)))
    points = select(PointRow).where(PointRow.run_id == run.id, PointRow.point_key.in_(list(answers)))
    found = {row.point_key: row for row in session.scalars(points)}
    if len(found) < len(answers):
        raise NotFound("E852")
    for key, given in answers.items():
        eids = [eid for eid in given if eid != NOTHING]
        if wrong := next((eid for eid in eids if eid not in known | {WHOLE_DRAFT, NEW_CLAUSE}), ""):
            raise Refused("E858", eid=wrong[:40])
        _note(session, run, found[key], eids, actor, purpose)
    details = {"points": len(answers), "purpose": purpose}
    record(session, actor, "mapping.checked", f"consultation:{number}", details)
    return len(answers)


def _note(session: Session, run: AnalysisRun, point: PointRow, eids: list[str], actor: str, purpose: str) -> None:
    row = session.scalar(
        select(PointCheck).where(
            PointCheck.consultation_id == run.consultation_id,
            PointCheck.point_key == point.point_key,
            PointCheck.checked_by == actor,
        )
    )
    if row is None:
        row = PointCheck(consultation_id=run.consultation_id, comment_id=point.comment_id, point_key=point.point_key, checked_by=actor)  # fmt: skip
        session.add(row)
    row.purpose, row.eids, row.version_id, row.checked_at = purpose, eids, run.version_id, utc_now()
    row.program = [point.eid] if point.eid else []
    row.score = float(point.candidates[0]["score"]) if point.candidates else 0.0
    row.right = root_of(point.eid) in {root_of(eid) for eid in eids}


def root_of(eid: str) -> str:
    """The article of a clause.

    >>> root_of("art_3__para_2"), root_of("全文")
    ('art_3', '全文')
    """
    return eid.partition("__")[0]


def measure(session: Session, run: AnalysisRun) -> Measured:
    """The panel of quality; each point of the sample counts once, by the first who looked."""
    query = select(PointCheck).where(PointCheck.consultation_id == run.consultation_id, PointCheck.purpose == SAMPLE)
    by_point: dict[str, list[PointCheck]] = defaultdict(list)
    for row in session.scalars(query.order_by(PointCheck.id)):
        by_point[row.point_key].append(row)
    right = sum(rows[0].right for rows in by_point.values())
    pairs = [tuple(root_of(row.eids[0] if row.eids else "") for row in rows[:2]) for rows in by_point.values() if len(rows) > 1]  # fmt: skip
    points = select(func.count()).where(PointRow.run_id == run.id)
    low, high = interval(right, len(by_point))
    return Measured(
        len(by_point),
        right,
        low,
        high,
        session.scalar(points.where(PointRow.eid != "")) or 0,
        session.scalar(points) or 0,
        len(pairs),
        sum(one == other for one, other in pairs),
        kappa_of(pairs),
    )


def kappa_of(pairs: Sequence[tuple[str, ...]]) -> float | None:
    """Cohen's kappa of two readers: agreement beyond chance.

    >>> kappa_of([("a", "a"), ("b", "b")]), kappa_of([("a", "a"), ("a", "b"), ("b", "b"), ("b", "a")])
    (1.0, 0.0)
    """
    if len(pairs) < 2:
        return None
    total = len(pairs)
    seen = sum(one == other for one, other in pairs) / total
    labels = {label for pair in pairs for label in pair}
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    chance = sum(first.count(label) * second.count(label) for label in labels) / (total * total)
    return 1.0 if chance == 1 else round((seen - chance) / (1 - chance), 3)
