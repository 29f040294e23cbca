"""Which laws a document is founded on, by its content alone."""

from __future__ import annotations

from datetime import date

import numpy as np

from lawcheck.document import parse
from lawcheck.laws import Law, Library
from lawcheck.matching import ClauseIndex
from lawcheck.matching.asking import Question, Votes, questions, vote
from lawcheck.matching.subjects import Foundations, foundations, subjects

DAY = date(2026, 11, 22)
FIRE = """某市某条例
第一条　任何单位和个人都有维护消防安全、保护消防设施、预防火灾、报告火警的义务。
第二条　任何单位和成年人都有参加有组织的灭火工作的义务。
第三条　禁止占用、堵塞、封闭疏散通道、安全出口、消防车通道。
"""
NOTHING_KNOWN = Foundations({}, {})


def versions(library: Library) -> dict[str, int]:
    return {law.key: version.version_id for law, version in library.in_force(DAY)}


def laws(library: Library) -> dict[int, Law]:
    return {version.version_id: law for law, version in library.in_force(DAY)}


def asked_and_votes(index: ClauseIndex, library: Library, text: str) -> tuple[tuple[Question, ...], Votes]:
    asked = questions(parse(text))
    return asked, vote(index, asked, (index.scope(laws(library)),))[0]


def test_a_law_is_founded_on_those_that_its_first_article_names(library: Library) -> None:
    known, version = foundations(library, DAY), versions(library)
    assert known.bases[version["公职人员政务处分法"]] == (version["监察法"],)
    assert known.times[version["宪法"]] > 50
    assert version["宪法"] not in known.bases[version["宪法"]]


def test_the_law_that_the_clauses_restate_is_the_likeliest(library: Library, index: ClauseIndex) -> None:
    best = subjects(index, *asked_and_votes(index, library, FIRE), laws(library), NOTHING_KNOWN)[0]
    assert laws(library)[best.version_id].key == "消防法"
    assert best.leads == 3
    assert best.estimate > 0.5


def test_a_law_that_a_near_text_is_founded_on_is_the_likelier_for_it(library: Library, index: ClauseIndex) -> None:
    version = versions(library)
    known = Foundations({version["消防法"]: (version["海关法"],)}, {version["海关法"]: 1})
    told = asked_and_votes(index, library, FIRE)
    found = {s.version_id: s for s in subjects(index, *told, laws(library), known)}
    without = {s.version_id for s in subjects(index, *told, laws(library), NOTHING_KNOWN)}
    assert version["海关法"] not in without
    assert found[version["海关法"]].through == (version["消防法"],)
    assert found[version["海关法"]].estimate < found[version["消防法"]].estimate


def test_of_two_laws_with_equal_votes_the_one_whose_title_is_used_is_the_likelier(
    library: Library, index: ClauseIndex
) -> None:
    asked, votes = asked_and_votes(index, library, FIRE)
    version, ids = versions(library), index.version_codes[0]
    equal = np.where(np.isin(ids, [version["消防法"], version["海关法"]]), 1.0, 0.0)
    found = subjects(index, asked, Votes(equal, votes.first), laws(library), NOTHING_KNOWN)
    assert [laws(library)[s.version_id].key for s in found] == ["消防法", "海关法"]


def test_a_document_that_says_too_little_speaks_for_no_law(library: Library, index: ClauseIndex) -> None:
    assert (
        subjects(index, *asked_and_votes(index, library, "某市某条例\n第一条　甲。\n"), laws(library), NOTHING_KNOWN)
        == []
    )
