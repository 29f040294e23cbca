"""Phrases that read like a departure: told where nothing else is, never of what the higher law says itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.comparison import Relation, compare_clauses
from lawcheck.comparison.cues import CUE, Cues, load_cues, phrases, with_cue

UPPER = "公民可以凭身份证件免费查阅已经公布的档案，档案馆应当为查阅提供便利。"
LAWFUL = "公民凭身份证件免费查阅已经公布的档案，档案馆设查阅窗口提供便利。"


def cues(**weights: float) -> Cues:
    """Weights of a few runs; everything else says nothing."""
    return Cues(weights, np.ones(len(weights), np.float32), np.array([*weights.values()], np.float32), -0.5, 0.0)


def test_a_phrase_that_reads_like_a_departure_is_told_on_its_words() -> None:
    lower = LAWFUL.replace("档案馆设", "每人每年以两次为限，档案馆设")
    told = with_cue(compare_clauses(LAWFUL, UPPER), lower, [UPPER], cues(为限=2.0)).differences[-1]
    assert (told.slot, told.relation, told.lower) == (CUE, Relation.DETAILED, "每人每年以两次为限")
    assert told.lower_span is not None
    assert lower[told.lower_span.start : told.lower_span.end] == told.lower


def test_what_the_higher_law_says_itself_is_no_hint() -> None:
    lower = LAWFUL.replace("档案馆设", "每人每年以两次为限，档案馆设")
    found = compare_clauses(LAWFUL, UPPER)
    assert with_cue(found, lower, [UPPER, "查阅每人每年以两次为限。"], cues(为限=2.0)) == found


def test_beside_an_alarm_there_is_no_hint() -> None:
    lower = UPPER.replace("应当", "可以")
    found = compare_clauses(lower, UPPER)
    assert found.relation.alarming
    assert with_cue(found, lower, [""], cues(可以=2.0)) == found


def test_a_pair_called_the_same_is_more_detailed_with_a_hint() -> None:
    found = compare_clauses(LAWFUL, UPPER)
    told = with_cue(found, LAWFUL, [UPPER], cues(窗口=2.0))
    assert not found.relation.alarming
    assert told.relation is Relation.DETAILED
    assert told.key_points[-1].startswith("用语：“档案馆设查阅窗口提供便利”")


@pytest.mark.parametrize(
    ("upper", "departing", "lawful"),
    [
        (
            "当事人有权委托代理人参加听证。",
            "当事人委托代理人参加听证的，须经听证机关同意后方可参加。",
            "当事人委托代理人参加听证的，听证机关提前告知时间、地点。",
        ),
        (
            "经营者应当明码标价。",
            "经营者应当明码标价，年营业额十万元以下的商户无须标价。",
            "经营者应当明码标价，市市场监督管理局提供标价签样式。",
        ),
    ],
)
def test_the_shipped_weights_tell_a_departure_from_a_detail(upper: str, departing: str, lawful: str) -> None:
    odds = [load_cues().strongest(lower, [upper]) for lower in (departing, lawful)]
    assert odds[0] is not None
    assert odds[1] is None or odds[0][0] > odds[1][0]


@given(st.text(alphabet="本市应当可以不得十日，。；\n^$０1", max_size=60), st.text(max_size=40))
def test_no_text_breaks_it_and_phrases_lie_in_the_text(lower: str, upper: str) -> None:
    for phrase in phrases(lower, [upper]):
        assert 0 <= phrase.span.start < phrase.span.end <= len(lower)
    strongest = load_cues().strongest(lower, [upper])
    assert strongest is None or strongest[1].end <= len(lower)
    assert with_cue(compare_clauses(lower, lower), lower, [lower]).relation == compare_clauses(lower, lower).relation
