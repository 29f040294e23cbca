"""What does not fit together in the decisions: like points with unlike outcomes, adoption without a change, a change that
nobody explains. Alarms are for people; only the gate stops a report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.consultations.drafts_models import ClauseRow, DraftVersion
from consult_web.consultations.results_models import AnalysisRun, Disposition, FamilyRow, PointRow, WordingGroup
from consult_web.consultations.terms import Outcome

__all__ = ["Alarm", "AlarmKind", "find_alarms", "link_adoptions", "stands_in"]

_BATCH: Final = 500  # keys in one statement


class AlarmKind(StrEnum):
    """What does not fit."""

    UNLIKE = "相近意见结果不同"
    NOT_LINKED = "采纳而没有关联修改后的文本"
    NOT_CHANGED = "采纳而条文没有改"
    NOT_EXPLAINED = "条文改了而没有说明"


class Alarm(NamedTuple):
    """One of them: the clause (``eid`` and its label), what the page should say, how many points it concerns, a family."""

    kind: AlarmKind
    eid: str
    label: str
    details: str
    points: int = 0
    family_key: str = ""


def find_alarms(session: Session, run: AnalysisRun) -> list[Alarm]:
    """All alarms of a consultation, by kind, then in the order of the draft; the database counts alike decisions."""
    labels = dict(_labels(session, run.version_id))
    adopted = _adopted(session, run)
    found = [*_unlike_families(session, run, labels), *_unlike_wordings(session, run, labels)]
    found += _unproved(session, adopted, labels)
    found += _unexplained(session, run, adopted)
    return found


def _labels(session: Session, version_id: int) -> Iterator[tuple[str, str]]:
    query = select(ClauseRow.eid, ClauseRow.label).where(ClauseRow.version_id == version_id)
    yield from ((row.eid, row.label) for row in session.execute(query))


class _Adopted(NamedTuple):
    """Adoptions that name the same place and words, and how many points they answer."""

    eid: str
    clause_uid: str
    version_id: int | None
    words: str
    points: int


def _adopted(session: Session, run: AnalysisRun) -> list[_Adopted]:
    place = (Disposition.eid, Disposition.clause_uid, Disposition.version_id, Disposition.new_words)
    query = select(*place, func.count()).where(
        Disposition.consultation_id == run.consultation_id,
        Disposition.outcome.in_([outcome for outcome in Outcome if outcome.needs_change]),
    )
    return [_Adopted(*row) for row in session.execute(query.group_by(*place).order_by(func.min(Disposition.id)))]


def _unlike_families(session: Session, run: AnalysisRun, labels: dict[str, str]) -> Iterator[Alarm]:
    """Of each family by the place of the point in it: the first point of a template may be adopted and its second not."""
    query = (
        select(FamilyRow.family_key, PointRow.ordinal, Disposition.outcome, func.min(PointRow.id), func.count())
        .join(PointRow, PointRow.family_id == FamilyRow.id)
        .join(
            Disposition,
            (Disposition.point_key == PointRow.point_key) & (Disposition.consultation_id == run.consultation_id),
        )
        .where(FamilyRow.run_id == run.id)
        .group_by(FamilyRow.id, FamilyRow.family_key, PointRow.ordinal, Disposition.outcome)
        .order_by(FamilyRow.id, PointRow.ordinal)
    )
    outcomes: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    first: dict[tuple[str, int], int] = {}
    for family, ordinal, outcome, point, count in session.execute(query):
        same = (family, ordinal)
        outcomes[same][outcome.value] += count
        first[same] = min(point, first.get(same, point))
    unlike = {same: counted for same, counted in outcomes.items() if len(counted) > 1}
    places = _places(session, [first[same] for same in unlike])
    for same, counted in unlike.items():
        eid = places[first[same]]
        yield Alarm(AlarmKind.UNLIKE, eid, labels.get(eid, eid), _tally(counted), counted.total(), same[0])


def _places(session: Session, points: list[int]) -> dict[int, str]:
    return {
        row.id: row.eid for row in session.execute(select(PointRow.id, PointRow.eid).where(PointRow.id.in_(points)))
    }


def _tally(counted: Counter[str]) -> str:
    return "，".join(f"{outcome} {count} 点" for outcome, count in sorted(counted.items()))


def _unlike_wordings(session: Session, run: AnalysisRun, labels: dict[str, str]) -> Iterator[Alarm]:
    query = select(WordingGroup).where(WordingGroup.run_id == run.id, WordingGroup.persons > 1)
    rows = session.scalars(query.order_by(WordingGroup.id)).all()
    outcomes = _outcomes(session, run, list(dict.fromkeys(key for row in rows for key in row.point_keys)))
    for row in rows:
        counted = Counter(outcomes[key] for key in row.point_keys if key in outcomes)
        if len(counted) > 1:
            words = f"{row.old_text[:20]}→{row.new_text[:20]}：{_tally(counted)}"
            yield Alarm(AlarmKind.UNLIKE, row.eid, labels.get(row.eid, row.eid), words, counted.total())


def _outcomes(session: Session, run: AnalysisRun, keys: list[str]) -> dict[str, str]:
    """What became of points."""
    found: dict[str, str] = {}
    for at in range(0, len(keys), _BATCH):
        query = select(Disposition.point_key, Disposition.outcome).where(
            Disposition.consultation_id == run.consultation_id, Disposition.point_key.in_(keys[at : at + _BATCH])
        )
        found |= {row.point_key: row.outcome.value for row in session.execute(query)}
    return found


def _unproved(session: Session, adopted: list[_Adopted], labels: dict[str, str]) -> Iterator[Alarm]:
    """Adoptions without a version, or with words that do not stand there."""
    texts = _texts(session, {one.version_id for one in adopted if one.version_id})
    for one in adopted:
        label = labels.get(one.eid, one.eid)
        if one.version_id is None:
            yield Alarm(AlarmKind.NOT_LINKED, one.eid, label, one.words[:60], one.points)
        elif not stands_in(one.words, texts.get((one.version_id, one.clause_uid), "")):
            yield Alarm(AlarmKind.NOT_CHANGED, one.eid, label, one.words[:60], one.points)


def stands_in(words: str, text: str) -> bool:
    """Whether words stand in a clause, whatever the blanks; several stretches may be parted by ……

    >>> stands_in("六十日", "申诉期限为六十日。"), stands_in("六十日……书面", "六十日内书面提出"), stands_in("", "甲")
    (True, True, False)
    """
    plain = "".join(text.split())
    parts = ["".join(part.split()) for part in words.replace("...", "……").split("……")]
    return any(parts) and all(part in plain for part in parts)


def _texts(session: Session, versions: set[int]) -> dict[tuple[int, str], str]:
    query = select(ClauseRow.version_id, ClauseRow.uid, ClauseRow.text).where(ClauseRow.version_id.in_(versions))
    return {(row.version_id, row.uid): row.text for row in session.execute(query)}


def _unexplained(session: Session, run: AnalysisRun, adopted: list[_Adopted]) -> Iterator[Alarm]:
    """Articles that the newest later version has changed, and that no adoption names."""
    own = session.get_one(DraftVersion, run.version_id)
    newest = session.scalar(
        select(DraftVersion)
        .where(DraftVersion.consultation_id == run.consultation_id, DraftVersion.number > own.number)
        .order_by(DraftVersion.number.desc())
        .limit(1)
    )
    if newest is None:
        return
    old = {row.uid: row for row in _rows(session, run.version_id)}
    roots = {row.eid: row.root_eid for row in old.values()}
    named = {roots.get(one.eid, one.eid.partition("__")[0]) for one in adopted} | {one.clause_uid for one in adopted}
    for row in _rows(session, newest.id):
        before = old.get(row.uid)
        if row.eid != row.root_eid or (before is not None and before.text == row.text):
            continue
        if row.uid not in named and (before is None or before.eid not in named):
            yield Alarm(AlarmKind.NOT_EXPLAINED, row.eid, row.label, f"{newest.label}")


def _rows(session: Session, version_id: int) -> list[ClauseRow]:
    query = select(ClauseRow).where(ClauseRow.version_id == version_id, ClauseRow.root_eid.is_not(None))
    return list(session.scalars(query.order_by(ClauseRow.position)))


def link_adoptions(session: Session, run: AnalysisRun, version: DraftVersion) -> tuple[int, int]:
    """Tie adoptions without a version to ``version`` where their words stand in the clause that carries the same uid
    there (or anywhere in its article); how many were tied, and how many are left. Their signatures stay: nothing that
    was signed has changed."""
    query = select(Disposition).where(
        Disposition.consultation_id == run.consultation_id,
        Disposition.version_id.is_(None),
        Disposition.outcome.in_([Outcome.ADOPTED, Outcome.PARTLY]),
    )
    clauses = {row.uid: row for row in _rows(session, version.id)}
    by_eid = {row.eid: row for row in clauses.values()}
    tied = left = 0
    for row in session.scalars(query):
        clause = clauses.get(row.clause_uid)
        places = [clause, by_eid.get(clause.root_eid or "")] if clause else []
        found = next((place for place in places if place and stands_in(row.new_words, place.text)), None)
        if found is None:
            left += 1
            continue
        row.version_id, row.eid, row.clause_uid = version.id, found.eid, found.uid
        tied += 1
    return tied, left
