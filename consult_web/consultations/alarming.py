"""What does not fit together in the decisions: like points with unlike outcomes, adoption without a change, a change that
nobody explains. Alarms are for people; only the gate stops a report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.consultations.drafts_models import ClauseRow, DraftVersion
from consult_web.consultations.results_models import AnalysisRun, Disposition, FamilyRow, PointRow, WordingGroup
from consult_web.consultations.terms import Outcome

__all__ = ["Alarm", "AlarmKind", "find_alarms", "link_adoptions", "stands_in"]


class AlarmKind(StrEnum):
    """What does not fit."""

    UNLIKE = "相近意见结果不同"
    NOT_LINKED = "采纳而没有关联修改后的文本"
    NOT_CHANGED = "采纳而条文没有改"
    NOT_EXPLAINED = "条文改了而没有说明"


class Alarm(NamedTuple):
    """One of them: the clause (``eid`` and its label), what the page should say, the points it concerns, a family."""

    kind: AlarmKind
    eid: str
    label: str
    details: str
    point_keys: tuple[str, ...] = ()
    family_key: str = ""


def find_alarms(session: Session, run: AnalysisRun) -> list[Alarm]:
    """All alarms of a consultation, by kind, then in the order of the draft."""
    labels = dict(_labels(session, run.version_id))
    decided = _decided(session, run)
    found = [*_unlike_families(session, run, labels), *_unlike_wordings(session, run, decided, labels)]
    found += _unproved(session, list(decided.values()), labels)
    found += _unexplained(session, run, decided)
    return found


def _labels(session: Session, version_id: int) -> Iterator[tuple[str, str]]:
    query = select(ClauseRow.eid, ClauseRow.label).where(ClauseRow.version_id == version_id)
    yield from ((row.eid, row.label) for row in session.execute(query))


def _decided(session: Session, run: AnalysisRun) -> dict[str, Disposition]:
    query = select(Disposition).where(Disposition.consultation_id == run.consultation_id)
    return {row.point_key: row for row in session.scalars(query.order_by(Disposition.id))}


def _unlike_families(session: Session, run: AnalysisRun, labels: dict[str, str]) -> Iterator[Alarm]:
    query = (
        select(FamilyRow.family_key, PointRow.ordinal, PointRow.eid, PointRow.point_key, Disposition.outcome)
        .join(PointRow, PointRow.family_id == FamilyRow.id)
        .join(
            Disposition,
            (Disposition.point_key == PointRow.point_key) & (Disposition.consultation_id == run.consultation_id),
        )
        .where(FamilyRow.run_id == run.id)
        .order_by(FamilyRow.id, PointRow.id)
    )
    outcomes: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    keys: dict[tuple[str, int], list[str]] = defaultdict(list)
    place: dict[tuple[str, int], str] = {}
    for family, ordinal, eid, key, outcome in session.execute(query):
        same = (family, ordinal)  # the first point of a template may be adopted and its second not
        outcomes[same][outcome.value] += 1
        keys[same].append(key)
        place.setdefault(same, eid)
    for same, counted in outcomes.items():
        if len(counted) > 1:
            eid = place[same]
            yield Alarm(AlarmKind.UNLIKE, eid, labels.get(eid, eid), _tally(counted), tuple(keys[same]), same[0])


def _tally(counted: Counter[str]) -> str:
    return "，".join(f"{outcome} {count} 点" for outcome, count in sorted(counted.items()))


def _unlike_wordings(
    session: Session, run: AnalysisRun, decided: dict[str, Disposition], labels: dict[str, str]
) -> Iterator[Alarm]:
    query = select(WordingGroup).where(WordingGroup.run_id == run.id, WordingGroup.persons > 1)
    for row in session.scalars(query.order_by(WordingGroup.id)):
        keys = [key for key in row.point_keys if key in decided]
        counted = Counter(decided[key].outcome.value for key in keys)
        if len(counted) > 1:
            words = f"{row.old_text[:20]}→{row.new_text[:20]}：{_tally(counted)}"
            yield Alarm(AlarmKind.UNLIKE, row.eid, labels.get(row.eid, row.eid), words, tuple(keys))


def _unproved(session: Session, decided: list[Disposition], labels: dict[str, str]) -> Iterator[Alarm]:
    """Adoptions by the place they name: without a version, or with words that do not stand there."""
    places: dict[tuple[str, int | None, str], list[Disposition]] = defaultdict(list)
    for row in decided:
        if row.outcome.needs_change:
            places[row.eid, row.version_id, row.new_words].append(row)
    texts = _texts(session, {version for _, version, _ in places if version})
    for (eid, version, words), rows in places.items():
        keys = tuple(row.point_key for row in rows)
        label = labels.get(eid, eid)
        if version is None:
            yield Alarm(AlarmKind.NOT_LINKED, eid, label, words[:60], keys)
        elif not stands_in(words, texts.get((version, rows[0].clause_uid), "")):
            yield Alarm(AlarmKind.NOT_CHANGED, eid, label, words[:60], keys)


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


def _unexplained(session: Session, run: AnalysisRun, decided: dict[str, Disposition]) -> Iterator[Alarm]:
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
    named = {roots.get(row.eid, row.eid.partition("__")[0]) for row in decided.values() if row.outcome.needs_change}
    named |= {row.clause_uid for row in decided.values() if row.outcome.needs_change}
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
