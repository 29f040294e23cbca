"""Sentences that read like faults in words no pattern knows become hints; nothing else does."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.checks import (
    CheckContext,
    Example,
    Finding,
    RulePack,
    Severity,
    State,
    load_rules,
    run_rules,
    with_likenesses,
)
from lawcheck.checks.resembling import DOUBT
from lawcheck.checks.trying import context_of_example
from lawcheck.checks.wordings import MODEL, grams, load_wordings
from lawcheck.document import parse
from lawcheck.laws import DocumentKind, Library
from lawcheck.matching import ClauseIndex
from lawcheck.resources import corpus_dir
from lawcheck.reviewing import review_document

FRAME = "青山县测试办法\n第一条　{}\n第二条　本办法自2026年1月1日起施行。\n"


def context_of(clause: str, kind: str = "K12") -> CheckContext:
    return context_of_example(Example(FRAME.format(clause), positive=True, kind=kind), None)


def hints(context: CheckContext, pack: RulePack) -> list[Finding]:
    runs = with_likenesses(run_rules(pack, context), pack, context)
    return [finding for run in runs for finding in run.findings if finding.evidence.why == DOUBT]


@pytest.fixture(scope="module")
def pack() -> RulePack:
    return load_rules()


@pytest.mark.parametrize(
    ("clause", "rule"),
    [
        ("外地厂家的砖瓦拉进本县，先去县墙材办换一张本地的合格单。", "R03"),
        ("家中有人欠缴物业费的，其子女不予安排入学。", "R14"),
    ],
)
def test_a_fault_in_other_words_is_a_hint_that_leaves_its_rule_doubtful(clause: str, rule: str, pack: RulePack) -> None:
    context = context_of(clause)
    plain = run_rules(pack, context)
    runs = {run.rule: run for run in with_likenesses(plain, pack, context)}
    assert next(run for run in plain if run.rule == rule).state is State.PASS
    assert runs[rule].state is State.DOUBTFUL
    finding = runs[rule].findings[0]
    assert finding.severity is Severity.INFO
    assert finding.quote in clause
    assert finding.key.startswith(f"{rule}-")
    assert finding.evidence.facts["相近程度"] == "较高"
    assert finding.evidence.facts["最相近的例句"]
    assert all(words in clause for words in finding.evidence.facts["说明的词"].split("、"))


@pytest.mark.parametrize(
    "clause",
    [
        "县人民政府应当加强对本办法实施工作的领导。",
        pytest.param(
            "外地厂家的砖瓦拉进本县，检测不合格的，先去县墙材办换一张本地的合格单。",
            id="the rule's own words excuse it",
        ),
        pytest.param("摊位安排表\t外县摊主缴纳进场管理费三百元\t已缴", id="a row of a table"),
        "本办法所称物业，是指房屋和与之相配套的设备、设施和相关场地。",
    ],
)
def test_ordinary_sentences_are_no_hints(clause: str, pack: RulePack) -> None:
    assert hints(context_of(clause), pack) == []


def test_what_a_rule_has_told_of_is_not_told_again(pack: RulePack) -> None:
    context = context_of("外地施工企业应当向县住建局重新办理登记。")
    assert any(run.findings for run in run_rules(pack, context) if run.rule == "R03")
    assert hints(context, pack) == []


def test_only_rules_that_apply_to_the_document_speak(pack: RulePack) -> None:
    clause = "本条例实施中遇到的疑难，一概找市民政局问，以它的答复为准。"
    assert {finding.rule for finding in hints(context_of(clause, "K4"), pack)} <= {
        rule.id for rule in pack.rules if rule.applies_to(DocumentKind.K4)
    }


def test_words_of_a_higher_law_are_no_hint(library: Library, index: ClauseIndex) -> None:
    """行政处罚法 30 on children, in a text of a county."""
    clause = "不满十四周岁的未成年人有违法行为的，不予行政处罚，责令监护人加以管教。"
    review = review_document(parse(FRAME.format(clause)), library, as_of=date(2026, 11, 22), kind=DocumentKind.K12)
    assert [finding.rule for finding in review.findings if finding.evidence.why == DOUBT] == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["外地", "企业", "户籍", "批准", "方可", "不得", "，", "。", "；", "“", "”", "县", "罚款", "\t", "a"]
        ),
        max_size=30,
    )
)
def test_hints_lie_in_the_text_whatever_it_is(words: list[str]) -> None:
    context, pack = context_of("".join(words)), load_rules()
    for finding in hints(context, pack):
        assert finding.quote == context.text[finding.span.start : finding.span.end] != ""


def test_the_weights_are_small_and_say_how_they_were_made() -> None:
    path = corpus_dir() / "models" / MODEL
    assert path.stat().st_size < 2_000_000
    with np.load(path, allow_pickle=False) as stored:
        made = json.loads(str(stored["made"]))
    assert made["command"] == "benchmarks/wordings_fit.py --write"
    assert Path(made["command"].split()[0]).is_file()
    assert len(made["sha256"]) == 64


def test_every_rule_learnt_is_of_authority_or_rights(pack: RulePack) -> None:
    assert {pack[rule].family for rule in load_wordings().rules} == {"authority", "rights"}


def test_titles_and_figures_count_as_such() -> None:
    assert grams("依照《城市供水条例》罚500元") == grams("依照《节约用水条例》罚三千元")
