"""One page per article: who wants what, in whose words, proposals merged, what is rare but founded, what conflicts.

A page needs nothing of the others, so that processes share them out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from lawcheck.comments.draft import Clause, Draft
from lawcheck.comments.model import (
    NEW_CLAUSE,
    WHOLE_DRAFT,
    Bucket,
    ClauseDigest,
    Comment,
    Family,
    Mapping,
    Point,
    Stance,
    StanceReading,
    Theme,
    Wording,
    WordingRow,
)
from lawcheck.comments.parts import Jobs, workers_for
from lawcheck.comments.quantities import same_side
from lawcheck.comments.seconding import only_seconds
from lawcheck.comments.themes import FROM, find_themes
from lawcheck.comments.wordings import merge_wordings
from lawcheck.document import UnitKind
from lawcheck.jobs import run_jobs

__all__ = ["Analysed", "digest_clauses", "families_of_points"]

SHOWN: Final = 15  # points on the page of a clause that has more
OUTLIERS: Final = 10
CONFLICTS: Final = 5
# A person who says several things of one clause is counted once, under the first of these.
_ORDER: Final = (Stance.OPPOSE, Stance.CHANGE, Stance.SUPPORT, Stance.QUESTION, Stance.NOT_STATED)
_LAW: Final = re.compile(
    r"《[^》]{2,40}(?:法|条例|规定|办法|规范|标准|解释|规则|细则|决定|意见)[^》]{0,12}》|(?:GB|JGJ|DB|GA)[/T ]*\d{3,}|"
    r"(?:民法典|刑法|宪法|立法法|行政处罚法|行政许可法|行政强制法|消防法|价格法|道路交通安全法)(?!律)"
)
_MEASURED: Final = re.compile(r"测算|实测|统计|调查|数据|检测|监测|测得|抽样|平均|百分之|\d%|同比|样本|问卷|试验|核算")
_FIGURE: Final = re.compile(r"[\d零一二两三四五六七八九十百千万]{1,}")


class Analysed(NamedTuple):
    """What the pages are made of."""

    comments: Sequence[Comment]
    points: Sequence[Point]
    mappings: Sequence[Mapping]
    stances: dict[str, StanceReading]
    wordings: Sequence[Wording]
    families: Sequence[Family]
    buckets: dict[str, Bucket]


_Label = tuple[str, str, str, str]
"""Id, name, heading and text of a clause."""


class _Ids(NamedTuple):
    """Person by comment; family (without its members) and stance by point."""

    person: dict[str, str]
    family: dict[str, Family]
    stance: dict[str, Stance]


class _Task(NamedTuple):
    """What one page is made of."""

    label: _Label
    points: Sequence[Point]
    rows: Sequence[WordingRow]
    ids: _Ids


def digest_clauses(found: Analysed, draft: Draft, jobs: Jobs) -> tuple[ClauseDigest, ...]:
    """The whole draft first, then each article, annex, part and item of a notice in order, then wishes for new clauses; also empty ones."""
    labels = [(WHOLE_DRAFT, WHOLE_DRAFT, "", "")]
    labels += [_label(clause, draft) for clause in draft.roots]
    labels += [(NEW_CLAUSE, NEW_CLAUSE, "", "")]
    workers = workers_for(jobs, len(found.points))
    pages = {}
    for task, page, *_ in run_jobs(_page, _tasks(found, draft, labels), workers=workers, scheduler=jobs.scheduler):
        # A page whose process died is made here, as a chunk is.
        pages[task.label] = _with_ids_of(page or _page(task), task)
    return tuple(pages[label] for label in labels)


def _label(clause: Clause, draft: Draft) -> _Label:
    """Its own heading (第八条【限养数量】) where it has one, else that of its chapter."""
    own = draft.document.by_eid[clause.eid].heading if clause.kind is UnitKind.ARTICLE else ""
    return (
        clause.eid,
        clause.label,
        own or clause.heading,
        clause.shown.removeprefix(own).lstrip() if own else clause.shown,
    )


def _tasks(found: Analysed, draft: Draft, labels: Iterable[_Label]) -> Iterator[_Task]:
    """The largest first, so that no process has much left when the others have nothing."""
    counted = {key for key, bucket in found.buckets.items() if bucket in (Bucket.MAPPED, Bucket.WHOLE)}
    by_root: dict[str, list[Point]] = defaultdict(list)
    for point, mapping in zip(found.points, found.mappings, strict=True):
        if point.comment_id in counted:
            for root in sorted({_root(target, draft) for target in mapping.targets}):
                by_root[root].append(point)
    persons = {c.comment_id: c.person or f"\0{c.comment_id}" for c in found.comments}
    families = families_of_points(found.points, found.families)
    light = {family.family_id: replace(family, template="", members=()) for family in found.families}
    rows = _rows(found, counted, draft)
    for label in sorted(labels, key=lambda label: (-len(by_root[label[0]]), label)):
        points = by_root[label[0]]
        ids = _Ids(
            {point.comment_id: persons[point.comment_id] for point in points},
            {p.point_id: light[families[p.point_id].family_id] for p in points if p.point_id in families},
            {point.point_id: found.stances[point.point_id].stance for point in points},
        )
        yield _Task(label, points, rows.get(label[0], ()), ids)


def _with_ids_of(page: ClauseDigest, task: _Task) -> ClauseDigest:
    """The page with the ids that are there already: those from another process are copies, half a million of them."""
    own = {point.point_id: point.point_id for point in task.points}
    themes = (theme._replace(point_ids=tuple(own[name] for name in theme.point_ids)) for theme in page.themes)
    return replace(page, points=tuple(own), themes=tuple(themes), wordings=tuple(task.rows))


def families_of_points(points: Iterable[Point], found: Iterable[Family]) -> dict[str, Family]:
    """The family of each point by its id; what a sender added to the template is in none."""
    of_comment = {member.key: (family, member.added) for family in found for member in family.members}
    families = {}
    for point in points:
        if point.comment_id in of_comment:
            family, added = of_comment[point.comment_id]
            if not any(span.start <= point.span.start and point.span.end <= span.end for span in added):
                families[point.point_id] = family
    return families


def _root(target: str, draft: Draft) -> str:
    clause = draft.by_eid.get(target)
    return clause.root if clause else target


def _rows(found: Analysed, counted: set[str], draft: Draft) -> dict[str, list[WordingRow]]:
    owner = {point.point_id: point.comment_id for point in found.points}
    kept = [wording for wording in found.wordings if owner[wording.point_id] in counted]
    rows: dict[str, list[WordingRow]] = defaultdict(list)
    for row in merge_wordings(kept, found.comments):
        rows[_root(row.target, draft)].append(row)
    return rows


def _page(task: _Task) -> ClauseDigest:
    (target, name, heading, text), points, rows, ids = task
    themes = find_themes(points) if len(points) >= FROM else ()
    backing = _backing(points, rows, themes, ids)
    ranked = sorted(points, key=lambda point: _rank(point, backing, ids))
    families = _families(points, ids)
    return ClauseDigest(
        target,
        name,
        heading,
        text,
        len({ids.person[point.comment_id] for point in points}),
        tuple(point.point_id for point in points),
        _stances(points, ids),
        tuple(point.point_id for point in _shown(ranked, ids)),
        tuple(families),
        themes,
        tuple(rows),
        tuple(point.point_id for point in _outliers(ranked, backing)),
        tuple(_conflicts(ranked, rows, ids)),
    )


def _stances(points: Iterable[Point], ids: _Ids) -> dict[Stance, int]:
    """Persons per stance; they sum to the persons of the clause."""
    said: dict[str, set[Stance]] = defaultdict(set)
    for point in points:
        said[ids.person[point.comment_id]].add(ids.stance[point.point_id])
    counts = Counter(next(stance for stance in _ORDER if stance in own) for own in said.values())
    return {stance: counts[stance] for stance in Stance}


def _backing(points: Sequence[Point], rows: Sequence[WordingRow], themes: Sequence[Theme], ids: _Ids) -> dict[str, int]:
    """How many persons stand behind what a point says: its family, its proposal, its theme (a tenth of it)."""
    backing = {}
    for point in points:
        family = ids.family.get(point.point_id)
        backing[point.point_id] = family.persons if family else 1
    for row in rows:
        for point_id in row.point_ids:
            if point_id in backing:
                backing[point_id] = max(backing[point_id], row.persons)
    for theme in themes:
        for point_id in theme.point_ids:
            if point_id in backing:
                backing[point_id] = max(backing[point_id], len(theme.point_ids) // 10)
    return backing


def _rank(point: Point, backing: dict[str, int], ids: _Ids) -> tuple[int, int, int, int, str]:
    """Most persons first, then the more specific: a law, a figure, a stance, more words up to a limit."""
    text = point.text
    specific = 4 * bool(_LAW.search(text)) + 2 * bool(_FIGURE.search(text)) + min(len(text) // 20, 4)
    specific += ids.stance[point.point_id] is not Stance.NOT_STATED
    nods = 0 if only_seconds(text) else 1  # 同意楼上 is counted; what it agrees with is read
    return -backing[point.point_id], -nods, -specific, len(text), point.point_id


def _shown(ranked: Sequence[Point], ids: _Ids) -> Iterator[Point]:
    """Everything of a clause with few points; else the best of each family."""
    if len(ranked) < FROM:
        yield from ranked
        return
    seen: set[tuple[str, Stance]] = set()
    count = 0
    for point in ranked:
        family = ids.family.get(point.point_id)
        key = (family.family_id if family else point.point_id, ids.stance[point.point_id])
        if key not in seen:
            seen.add(key)
            count += 1
            yield point
        if count == SHOWN:
            return


def _families(points: Sequence[Point], ids: _Ids) -> list[str]:
    """Families with several texts, by the persons of the clause; and their kin."""
    here = {f.family_id: f for point in points if (f := ids.family.get(point.point_id))}
    kin = {other for family in here.values() for other in family.siblings if family.texts > 1}
    kept = [family for family in here.values() if family.texts > 1 or family.family_id in kin]
    return [family.family_id for family in sorted(kept, key=lambda f: (-f.persons, -f.texts, f.family_id))]


def _outliers(ranked: Sequence[Point], backing: dict[str, int]) -> list[Point]:
    """Raised by one person, but founded on a law or on something measured."""
    alone = (point for point in ranked if backing[point.point_id] == 1)
    return [point for point in alone if _founded(point.text)][:OUTLIERS]


def _founded(text: str) -> bool:
    return bool(_LAW.search(text)) or bool(_MEASURED.search(text) and _FIGURE.search(text))


def _conflicts(ranked: Sequence[Point], rows: Sequence[WordingRow], ids: _Ids) -> list[tuple[str, str]]:
    """Pairs that want opposite things: the first for and the first against, letters turned round, then other words for
    the same words, unless both ask for more or both for less."""
    pairs: list[tuple[str, str]] = []
    here = {point.point_id for point in ranked}
    asked: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        first = next((point_id for point_id in row.point_ids if point_id in here), None)
        if first and row.old:
            asked[row.target, row.old].append((first, row.new))
    for (_, old), ((wish, new), *others) in asked.items():
        pairs += [(wish, other) for other, words in others if other != wish and not same_side(old, new, words)]
    pairs = [*_turned(ranked, ids), *pairs]
    sides = [next((p for p in ranked if ids.stance[p.point_id] is s), None) for s in (Stance.SUPPORT, Stance.OPPOSE)]
    if sides[0] and sides[1] and sides[0].comment_id != sides[1].comment_id:
        pairs.insert(0, (sides[0].point_id, sides[1].point_id))
    return list(dict.fromkeys(pairs))[:CONFLICTS]


def _turned(ranked: Sequence[Point], ids: _Ids) -> Iterator[tuple[str, str]]:
    """The first point of a family and that of one kept apart from it, where their stances differ."""
    firsts: dict[str, Point] = {}
    for point in ranked:
        if (family := ids.family.get(point.point_id)) and ids.stance[point.point_id] is not Stance.NOT_STATED:
            firsts.setdefault(family.family_id, point)
    for name, point in firsts.items():
        for other in (firsts[kin] for kin in ids.family[point.point_id].siblings if kin in firsts):
            if (
                name < ids.family[other.point_id].family_id
                and ids.stance[point.point_id] is not ids.stance[other.point_id]
            ):
                yield point.point_id, other.point_id
