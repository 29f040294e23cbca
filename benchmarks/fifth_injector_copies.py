"""Departures of the fifth injector from a clause of a law, in a line that is like it or in a copy that is put in."""

from __future__ import annotations

import re
from collections.abc import Callable

from benchmarks.fifth_injector_laws import Clause, Departure, departures, penalties, wrong_fine
from benchmarks.fifth_injector_text import pairs
from benchmarks.fifth_injector_work import Row, Work

FINES = ("A06", "A07", "A08", "A10")
MOST = 2
"""So often a clause of a law is used in all texts."""
FITTING = -0.37
"""From here on a penalty is too far from what the text is about."""
AROUND = 6
"""So many characters on each side are shown of what was left out."""


def penalty(work: Work, row: Row) -> bool:
    """A penalty of a law with a wrong fine, put in (A06, A07, A08, A10)."""
    places, clauses = work.free("penalty"), penalties(work.laws)
    found = []
    for number, clause in enumerate(clauses):
        wrong = wrong_fine(clause.words, row["kind"][:3])
        if wrong and work.uses[clause[:2]] < MOST and clause[:2] not in work.repeated:
            found.append((_distance(work, clause), number, wrong))
    if not places or not found or min(found)[0] > FITTING:
        return False
    _, number, wrong = min(found)
    clause = clauses[number]
    _use(work, clause)
    row["original"] = clause.words[wrong.start : wrong.end]
    row["higher"] = [clause.law, clause.article]
    own = re.compile("本法|本条例")
    head, tail = (own.sub(work.text.self_name, w) for w in (clause.words[: wrong.start], clause.words[wrong.end :]))
    work.append(work.rng.choice(places), head + work.mark(wrong.new, row) + tail)
    return True


def _distance(work: Work, clause: Clause) -> float:
    own = pairs(clause.words[6:])
    named = f"{clause.law}》" in work.text.plain
    return -len(own & work.pairs) / len(own) + 0.1 * work.uses[clause[:2]] - 0.2 * named


def _use(work: Work, clause: Clause) -> None:
    work.repeated.add(clause[:2])
    work.uses[clause[:2]] += 1


def _departures(work: Work, words: str, clause: Clause) -> dict[str, Departure]:
    return departures(words, clause.words.replace("本法", work.text.self_name))


def departure(work: Work, row: Row) -> bool:
    """A departure in a line that is like a clause of a law, else in a copy of one."""
    kind, found = row["kind"].removeprefix("310_"), []
    for near in work.near:
        changes = {} if near.article in work.used else _departures(work, near.words, near.clause)
        if kind in changes:
            found.append((near, changes[kind]))
    if not found:
        return _departing_copy(work, row, kind)
    near, change = work.rng.choice(found)
    line = work.text.lines[near.line]
    head = line[: len(line) - len(near.words)]
    work.text.lines[near.line] = head + _changed(work, row, near.words, near.clause, change)
    work.used.add(near.article)
    return True


def _departing_copy(work: Work, row: Row, kind: str) -> bool:
    found = []
    for words, clause in work.copies:
        changes = _departures(work, words, clause)
        if kind in changes and clause[:2] not in work.repeated and work.uses[clause[:2]] < MOST:
            found.append((words, clause, changes[kind]))
    places = work.free("penalty" if kind == "增加处罚种类" else "duty")
    if not found or not places:
        return False
    words, clause, change = work.rng.choice(found)
    _use(work, clause)
    line = _changed(work, row, words, clause, change)
    work.append(work.rng.choice(places), line)
    return True


def _changed(work: Work, row: Row, words: str, clause: Clause, change: Departure) -> str:
    """The words with the change; where it leaves something out, what stood around that is marked."""
    start, end, new, why = change
    row["original"] = words[start:end]
    row["why"] = f"{why}（{clause.law}{clause.article}）"
    row["higher"] = [clause.law, clause.article]
    if not new:
        first, last = max(0, start - AROUND), min(len(words), end + AROUND)
        row["original"] = words[first:last]
        new, start, end = words[first:start] + words[end:last], first, last
    return words[:start] + work.mark(new, row) + words[end:]


def planter(kind: str) -> Callable[[Work, Row], bool]:
    """What plants a kind that is made of a law."""
    return penalty if kind[:3] in FINES else departure
