"""A 款 that was matched with none of its own laws is held against any law that fines the same act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lawcheck.checks import Example, RulePack, run_rules
from lawcheck.checks.context import CheckContext
from lawcheck.checks.elsewhere import penalties_elsewhere
from lawcheck.checks.trying import context_of_example
from lawcheck.laws import Library
from lawcheck.matching import ClauseIndex, Match, MatchState, higher_texts

DAY = date(2026, 11, 22)
FRAME = "青山市测试条例\n第一条　{}\n第二条　本条例自2026年12月1日起施行。\n"
WALKERS = (
    "行人、乘车人、非机动车驾驶人违反道路交通安全法律、法规关于道路通行规定的，由公安机关交通管理部门处警告或者{}罚款。"
)


def unmatched(clause: str, library: Library, index: ClauseIndex) -> CheckContext:
    """The rule-room view of one 款 with which no law of the document was matched."""
    context = context_of_example(Example(FRAME.format(clause), positive=True), library)
    texts = higher_texts(context.document, context.facts, library, index, DAY)
    matches = (Match(context.document.clauses[0].eid, MatchState.NONE, ""),)
    return replace(context, matches=matches, higher_texts=texts)


@pytest.mark.parametrize(
    ("amount", "rule"),
    [
        pytest.param("一百元以上三百元以下", "A06", id="above"),
        pytest.param("五十元", "A07", id="one sum"),
        pytest.param("二元以上二十元以下", "A08", id="below"),
        pytest.param("五元以上五十元以下", "", id="the same"),
    ],
)
def test_the_fine_of_any_law_for_the_same_act_is_a_measure(
    amount: str, rule: str, pack: RulePack, library: Library, index: ClauseIndex
) -> None:
    context = unmatched(WALKERS.format(amount), library, index)
    fined = RulePack(pack.version, tuple(pack[name] for name in ("A06", "A07", "A08")))
    assert {run.rule for run in run_rules(fined, context) if run.findings} == ({rule} if rule else set())


AROUND = "举报人的信息应当保密。{}结果依法向社会公开。"


@pytest.mark.parametrize(
    ("clause", "rule"),
    [
        pytest.param(WALKERS.format("一百元以上三百元以下"), "A06", id="above"),
        pytest.param(WALKERS.format("五元以上五十元以下"), "", id="the same"),
    ],
)
def test_the_only_sentence_that_punishes_is_held_against_the_laws(
    clause: str, rule: str, pack: RulePack, library: Library, index: ClauseIndex
) -> None:
    context = unmatched(AROUND.format(clause), library, index)
    fined = RulePack(pack.version, tuple(pack[name] for name in ("A06", "A07", "A08")))
    assert {run.rule for run in run_rules(fined, context) if run.findings} == ({rule} if rule else set())


def test_conduct_added_to_that_of_any_law_is_told(pack: RulePack, library: Library, index: ClauseIndex) -> None:
    clause = WALKERS.format("五元以上五十元以下").replace("规定的，", "规定，或者拒绝参加志愿劝导活动的，")
    run = run_rules(RulePack(pack.version, (pack["A09"],)), unmatched(clause, library, index))[0]
    assert [finding.quote for finding in run.findings] == ["拒绝参加志愿劝导活动"]


@pytest.mark.parametrize(
    "clause",
    [
        pytest.param(
            "违反本条例第九条规定，擅自占用骑楼摆放花架的，由城市管理部门处二百元罚款。", id="no law punishes it"
        ),
        pytest.param("有前款行为的，由公安机关交通管理部门处五十元罚款。", id="names no act"),
        pytest.param("行人、乘车人、非机动车驾驶人应当遵守道路通行规定。", id="no penalty"),
        pytest.param(
            "有下列行为之一的，由公安机关处五十元罚款：\n（一）行人违反道路通行规定的；\n（二）乘车人违反道路通行规定的。",
            id="a list",
        ),
    ],
)
def test_nothing_is_held_against_what_is_not_known_by_its_act(
    clause: str, library: Library, index: ClauseIndex
) -> None:
    assert list(penalties_elsewhere(unmatched(clause, library, index))) == []


def test_nothing_is_asked_without_an_index(library: Library) -> None:
    assert list(penalties_elsewhere(context_of_example(Example(FRAME.format("甲。"), positive=True), library))) == []
