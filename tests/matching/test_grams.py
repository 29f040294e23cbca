"""Terms are pairs and single characters of the folded text, counted by numpy as a slow loop would."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.matching.grams import grams_of_units, term_text, units_of

TEXT = st.text(alphabet="法律条例罚款一二 　，。\nＡbC１2\u200b", max_size=60)


def slow_terms(text: str) -> Counter[str]:
    """The obvious way: fold, drop blanks, cut at anything that is no letter, slide."""
    folded = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text).lower()
    found: Counter[str] = Counter()
    for run in "".join(c if c.isalnum() else "\n" if c in "\n,.!?" or c == "。" else "" for c in folded).split("\n"):
        found.update(run)
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return found


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_terms_are_those_of_the_slow_loop(text: str) -> None:
    codes, _ = grams_of_units(units_of(text))
    assert Counter(map(term_text, codes.tolist())) == slow_terms(text)


@pytest.mark.parametrize(
    ("noisy", "clean"),
    [("处一万元 以上五万元", "处一万元以上五万元"), ("罚\u200b款", "罚款"), ("ＡＢ１２", "ab12"), ("罚　款", "罚款")],
)
def test_noise_of_files_does_not_change_the_terms(noisy: str, clean: str) -> None:
    assert units_of(noisy).tolist() == units_of(clean).tolist()


def test_punctuation_separates_words() -> None:
    codes, _ = grams_of_units(units_of("警告、罚款"))
    assert "告罚" not in set(map(term_text, codes.tolist()))
