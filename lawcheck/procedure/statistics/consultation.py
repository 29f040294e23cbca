"""Figures of a consultation: 人次 and 条, channels, stations, clauses, adoption (domain.md 4.5, 4.6, 4.8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lawcheck.errors import UsageError
from lawcheck.procedure.gates.completeness import PointOutcome
from lawcheck.procedure.statistics.figures import Breakdown, Rate, breakdown

__all__ = [
    "ConsultationFigures",
    "LedgerComment",
    "LedgerPoint",
    "consultation_figures",
    "notice_numbers",
    "satisfaction",
]

_OPEN = "未处理"
_OTHER = (PointOutcome.ALREADY, PointOutcome.TRANSFERRED, PointOutcome.OUTSIDE)
_GRADES = ("满意", "基本满意", "不满意")


class LedgerComment(NamedTuple):
    """A comment of the ledger; ``person`` tells the same person again (a hash), empty: not known. ``speaker`` is 代表 or
    群众 where a station entered it."""

    id: str
    person: str = ""
    channel: str = "网站"
    station: str = ""
    speaker: str = ""
    identity: str = ""
    region: str = ""
    withdrawn: bool = False


class LedgerPoint(NamedTuple):
    """A point of a comment: the clauses it is about, its stance, its outcome (empty: none yet), and the point that it
    repeats, if it does."""

    id: str
    comment: str
    clauses: tuple[str, ...] = ()
    stance: str = ""
    outcome: str = ""
    repeats: str = ""


class ConsultationFigures(NamedTuple):
    """``comments`` (人次): comments that stand, each once; ``persons``: different persons among them, unknown ones counted
    one by one; ``points`` (条): points of these comments. ``clauses``: for each clause the points and the comments about
    it, a point on two clauses counting for both. ``adopted``: 采纳 and 部分采纳, of all points with an outcome.
    ``without_point``: comments in which no point was found."""

    received: Breakdown
    comments: int
    persons: int
    points: int
    by_channel: Breakdown
    by_station: Breakdown
    by_speaker: Breakdown
    by_identity: Breakdown
    by_region: Breakdown
    by_stance: Breakdown
    by_outcome: Breakdown
    repeats: Rate
    adopted: Rate
    without_point: Rate
    clauses: tuple[tuple[str, int, int], ...]


def consultation_figures(comments: Iterable[LedgerComment], points: Iterable[LedgerPoint]) -> ConsultationFigures:
    """The figures of a ledger; points of withdrawn comments do not count. A point whose comment is not in the ledger, or
    two rows of one id, raise :class:`~lawcheck.errors.UsageError`.

    >>> comments = [LedgerComment("1", "甲"), LedgerComment("2", "甲", "联络站", "东街", "群众"), LedgerComment("3", withdrawn=True)]
    >>> points = [LedgerPoint("a", "1", ("art_5",), "反对", "采纳"), LedgerPoint("b", "2", ("art_5",), "反对")]
    >>> figures = consultation_figures(comments, points)
    >>> figures.comments, figures.persons, figures.points, str(figures.adopted), figures.clauses
    (2, 1, 2, '1/1（100.00%）', (('art_5', 2, 2),))
    """
    ledger = _unique(comments)
    standing = {comment.id: comment for comment in ledger.values() if not comment.withdrawn}
    said = _said(points, ledger, standing)
    count, stations = len(standing), [comment for comment in standing.values() if comment.station]
    decided = [point for point in said if point.outcome]
    wanted = sum(point.outcome in (PointOutcome.ADOPTED, PointOutcome.PARTLY) for point in decided)
    return ConsultationFigures(
        received=breakdown(
            "收到", len(ledger), ("撤回" if c.withdrawn else "有效" for c in ledger.values()), ("有效", "撤回")
        ),
        comments=count,
        persons=_persons(standing.values()),
        points=len(said),
        by_channel=breakdown("按渠道", count, (comment.channel for comment in standing.values())),
        by_station=breakdown("按联络站", len(stations), (comment.station for comment in stations)),
        by_speaker=breakdown(
            "按代表、群众", len(stations), (c.speaker or "没有写明" for c in stations), ("代表", "群众")
        ),
        by_identity=breakdown("按身份", count, (comment.identity or "没有写明" for comment in standing.values())),
        by_region=breakdown("按地区", count, (comment.region or "没有写明" for comment in standing.values())),
        by_stance=breakdown("按态度", len(said), (point.stance or "未表明" for point in said)),
        by_outcome=breakdown("按采纳情况", len(said), (p.outcome or _OPEN for p in said), (*PointOutcome, _OPEN)),
        repeats=Rate(sum(bool(point.repeats) for point in said), len(said)),
        adopted=Rate(wanted, len(decided)),
        without_point=Rate(len(standing.keys() - {point.comment for point in said}), count),
        clauses=_clauses(said),
    )


def notice_numbers(figures: ConsultationFigures) -> Mapping[str, int]:
    """The numbers of the letter 采纳情况通报; points without an outcome raise :class:`~lawcheck.errors.UsageError`, for the
    report is issued when all are decided.

    >>> done = consultation_figures([LedgerComment("1")], [LedgerPoint("a", "1", outcome="转交")])
    >>> notice_numbers(done)
    {'people': 1, 'comments': 1, 'adopted': 0, 'partly': 0, 'rejected': 0, 'other': 1}
    """
    outcomes = figures.by_outcome
    if outcomes.of(_OPEN):
        raise UsageError("E287", count=outcomes.of(_OPEN))
    numbers = {
        "people": figures.comments,
        "comments": figures.points,
        "adopted": outcomes.of(PointOutcome.ADOPTED),
        "partly": outcomes.of(PointOutcome.PARTLY),
        "rejected": outcomes.of(PointOutcome.NOT_ADOPTED),
        "other": sum(outcomes.of(outcome) for outcome in _OTHER),
    }
    Breakdown("采纳情况", numbers["comments"], tuple(list(numbers.items())[2:]))
    return numbers


def satisfaction(grades: Iterable[str], answered: int) -> tuple[Breakdown, Rate, Rate]:
    """Grades of the answers: the grades, satisfied (满意 and 基本满意) of those who graded, and graded of those answered.

    >>> grades, satisfied, graded = satisfaction(["满意", "基本满意", "不满意"], 5)
    >>> str(satisfied), str(graded)
    ('2/3（66.67%）', '3/5（60.00%）')
    """
    given = list(grades)
    table = breakdown("满意度", len(given), given, _GRADES)
    return table, table.rate("满意", "基本满意"), Rate(len(given), answered)


def _unique(comments: Iterable[LedgerComment]) -> dict[str, LedgerComment]:
    ledger: dict[str, LedgerComment] = {}
    for comment in comments:
        if comment.id in ledger:
            raise UsageError("E288", id=comment.id)
        ledger[comment.id] = comment
    return ledger


def _said(
    points: Iterable[LedgerPoint], ledger: Mapping[str, LedgerComment], standing: Mapping[str, LedgerComment]
) -> list[LedgerPoint]:
    seen: set[str] = set()
    for point in (given := list(points)):
        if point.comment not in ledger:
            raise UsageError("E289", point=point.id, comment=point.comment)
        if point.id in seen:
            raise UsageError("E288", id=point.id)
        seen.add(point.id)
    return [point for point in given if point.comment in standing]


def _persons(comments: Iterable[LedgerComment]) -> int:
    people = [comment.person for comment in comments]
    return len(set(filter(None, people))) + people.count("")


def _clauses(points: list[LedgerPoint]) -> tuple[tuple[str, int, int], ...]:
    counts: dict[str, int] = defaultdict(int)
    about: dict[str, set[str]] = defaultdict(set)
    for point in points:
        for clause in dict.fromkeys(point.clauses):
            counts[clause] += 1
            about[clause].add(point.comment)
    rows = ((clause, count, len(about[clause])) for clause, count in counts.items())
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))
