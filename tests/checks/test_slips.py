"""Slips of the pen: found by how laws write the words around, and what must stay silent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.checks import Example, load_rules
from lawcheck.checks.characters import ATTESTED, Characters, load_characters
from lawcheck.checks.model import Finding
from lawcheck.checks.registry import checker_for
from lawcheck.checks.reporting import Reporter
from lawcheck.checks.slips import find_slips
from lawcheck.checks.trying import context_of_example

_FRAME = "青山市测试条例\n第一条　{}\n第二条　本条例自2026年1月1日起施行。\n"


def _told(text: str) -> list[Finding]:
    rule = next(rule for rule in load_rules().rules if rule.id == "W31")
    checker = checker_for(rule)
    assert checker is not None
    context = context_of_example(Example(_FRAME.format(text), positive=True), None)
    return list(checker(Reporter(rule, context)).findings)


@pytest.mark.parametrize(
    ("text", "wrong", "meant"),
    [
        ("由城市管理部门责令改正，并依法给予行政处伐。", "处伐", "处罚"),  # sounds alike
        ("经县级以上人民政府批淮后方可实施。", "批淮", "批准"),  # looks alike
        ("应当定期对本行政域区内的企业开展监督检查。", "域区", "区域"),  # the wrong way round
        ("可以进入保护区内从事科学研究研究活动。", "研究研究", "研究"),  # twice
        ("由当事人所在地的接到办事处负责登记。", "接到", "街道"),  # a whole word that sounds alike
    ],
)
def test_a_slip_is_found_with_what_was_meant(text: str, wrong: str, meant: str) -> None:
    assert [(f.quote, f.suggestion) for f in _told(text)] == [(wrong, meant)]


@pytest.mark.parametrize(
    "text",
    [
        "由城市管理部门责令改正，并依法给予行政处罚。",
        "对毒死蜱、敌敌畏、烷基汞、烷基苯等实行名录管理。",
        "行道树树干外侧不得悬挂标语。",
        "保护范围包括苕溪、筻口、渌水的水文站。",
        "处三千元以上四万元以下罚款。",
    ],
)
def test_names_and_rare_words_stay_silent(text: str) -> None:
    assert not _told(text)


def test_what_the_document_writes_twice_is_its_own_word() -> None:
    assert _told("企业依托功能形平台申请行政许可。")
    assert not _told("企业依托功能形平台申请行政许可。功能形平台由市人民政府建设。")


def test_quotations_and_titles_are_others_words() -> None:
    assert not _told("原文为“依法给予行政处伐的决定”的，不再适用。")
    assert not _told("《关于依法给予行政处伐的规定》同时废止。")


def test_a_listed_slip_is_told_once() -> None:
    assert [(f.quote, f.suggestion) for f in _told("依法给予行政处伐。")] == [("处伐", "处罚")]


def test_surer_slips_are_advice_and_others_hints() -> None:
    text = _FRAME.format("应当定期对本行政域区内的企业开展监督检查。")
    odds = [slip.odds for slip in find_slips(text)]
    assert [f.severity.value for f in _told("应当定期对本行政域区内的企业开展监督检查。")] == [
        "advice" if odds[0] >= 16 else "info"
    ]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="行政处伐罚机关应当依法的的一二、，。^$ \n", max_size=60))
def test_every_text_is_read_and_places_lie_in_it(text: str) -> None:
    for slip in find_slips(text):
        assert 0 <= slip.start < slip.end <= len(text)
        assert text[slip.start : slip.end] != slip.meant


def test_many_pairs_at_once_are_judged_as_one_by_one() -> None:
    characters = load_characters()
    text = "^县级以上人民政府应当加强对行政处伐工做的监督$"
    odd = set(characters.odd_pairs(text))
    assert odd == {at for at in range(len(text) - 1) if _odd(text, at, characters)}


def _odd(text: str, at: int, characters: Characters) -> bool:
    """The slow way: a pair never met, or met less than fifty times and in no three characters around it."""
    count = characters.count(text[at : at + 2])
    around = [text[start : start + 3] for start in (at - 1, at) if start >= 0 and start + 3 <= len(text)]
    return not count or (round(count) < 50 and not any(characters.count(run) for run in around))


def test_neighbours_that_laws_know_are_met_often_enough() -> None:
    characters = load_characters()
    known = characters.following("处")
    assert {character for character in "罚理分伐们" if characters.count("处" + character) >= ATTESTED - 0.3} <= known
    assert "伐" not in known
