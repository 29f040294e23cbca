"""A clause that takes up one 项 of a list above."""

from __future__ import annotations

from datetime import date

import pytest

from lawcheck.document import parse
from lawcheck.laws import DocumentKind, Library
from lawcheck.matching import ClauseIndex, Match, MatchState, find_higher_laws, match_document
from lawcheck.procedure.facts import Facts

DAY = date(2026, 11, 22)
FIRST = "第一条　根据《中华人民共和国消防法》，制定本条例。\n第二条　任何单位和个人都有维护消防安全、保护消防设施、预防火灾、报告火警的义务。\n"


def asked(text: str, library: Library, index: ClauseIndex) -> Match:
    document = parse(f"某市消防条例\n{FIRST}第三条　{text}\n")
    facts = Facts(document.title, DocumentKind.K4, "", "330500", "", "", "", "", None, None, None, None, 3, 0)
    laws = find_higher_laws(document, facts, (), library, index, DAY)
    return match_document(document, facts, laws, library, index, DAY)[-1]


def test_the_list_that_names_the_deed_is_found_and_read_as_a_whole(library: Library, index: ClauseIndex) -> None:
    found = asked(
        "占用、堵塞、封闭疏散通道、安全出口的，由消防救援机构责令改正，对单位处一万元以上八万元以下罚款；对个人处警告或者一千元以下罚款。",
        library,
        index,
    )
    assert found.state is MatchState.MATCHED
    (best, *_) = found.clauses
    assert (best.law.key, best.article.label, best.paragraph) == ("消防法", "第六十条", 0)
    assert "处警告或者五百元以下罚款" in best.text


@pytest.mark.parametrize(
    "text",
    [
        "在楼顶饲养信鸽、晾晒谷物的，由消防救援机构责令改正，对单位处一万元以上八万元以下罚款。",
        "本市的猫咪咖啡馆可以在周末为老主顾准备手工饼干，由店主处理剩余的面粉。",
    ],
)
def test_another_deed_is_not_in_the_list(text: str, library: Library, index: ClauseIndex) -> None:
    found = asked(text, library, index)
    assert all(clause.article.label != "第六十条" for clause in found.clauses)


def test_none_scores_more_than_the_clause_put_first(library: Library, index: ClauseIndex) -> None:
    found = asked(
        "占用、堵塞、封闭疏散通道、安全出口的，由消防救援机构责令改正，对单位处一万元以上八万元以下罚款。",
        library,
        index,
    )
    scores = [clause.score for clause in found.clauses]
    assert scores == sorted(scores, reverse=True)


def test_a_duty_is_held_against_the_duty_and_not_against_what_follows_without_it(
    library: Library, index: ClauseIndex
) -> None:
    text = (
        "关于做好劳动用工工作的通知\n一、劳动者在试用期的工资不得低于本单位相同岗位最低档工资或者劳动合同约定工资的百分之八十。\n"
        "二、用人单位应当自用工之日起三个月内与劳动者订立书面劳动合同。\n"
    )
    document = parse(text)
    facts = Facts(document.title, DocumentKind.K9, "", "330500", "", "", "", "", None, None, None, None, 2, 0)
    laws = find_higher_laws(document, facts, (), library, index, DAY)
    best = match_document(document, facts, laws, library, index, DAY)[-1].clauses[0]
    assert (best.law.key, best.article.label) == ("劳动合同法", "第十条")
