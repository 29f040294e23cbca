"""Nearness of meaning as a fourth signal: found without a shared word, never above a number or a quotation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from lawcheck.comments import Comment, Jobs, ReasonKind, analyse, map_points, open_draft, parts, split_points
from lawcheck.dense import Floats
from lawcheck.document import parse

DRAFT = parse(
    "某市电动自行车条例\n第一条　电动自行车停放充电收费由价格主管部门规定。\n第二条　禁止占用盲道停放车辆。\n第三条　本条例自公布之日起施行。\n"
)
MEANT = {"充电收费": 0, "盲道": 1, "施行": 2, "太贵": 0, "看不见的人": 1}


class Knowing:
    """An encoder that knows what a few words mean."""

    model = "knowing"

    def passages(self, texts: Sequence[str]) -> Floats:
        found = np.full((len(texts), 3), 0.1, dtype=np.float32)
        for row, text in enumerate(texts):
            found[row, [place for word, place in MEANT.items() if word in text]] = 1
        return found

    questions = passages


@pytest.mark.parametrize(
    ("words", "target", "reason"),
    [
        ("看不见的人怎么走路呀", "art_2__para_1", ReasonKind.DENSE),
        ("第一条写得好，看不见的人怎么走路呀", "art_1__para_1", ReasonKind.CITATION),
    ],
)
def test_meaning_finds_what_words_do_not_and_gives_way_to_a_number(words: str, target: str, reason: ReasonKind) -> None:
    comment = Comment("c", words)
    (point,) = split_points(comment)
    (mapping,) = map_points([point], [comment], open_draft(DRAFT, Knowing()))
    first = mapping.candidates[0]
    assert first.target == target
    assert first.reasons[0].kind is reason


def test_without_an_encoder_such_words_find_nothing() -> None:
    comment = Comment("c", "看不见咋走呀")
    (mapping,) = map_points(split_points(comment), [comment], open_draft(DRAFT))
    assert mapping.targets == ()


def test_an_analysis_uses_the_model_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []

    def opening(home: object) -> Knowing:
        opened.append(home)
        return Knowing()

    monkeypatch.setattr(parts, "open_encoder", opening)
    comments = [Comment("c", "看不见的人怎么走路呀")]
    analyse(comments, DRAFT)
    assert not opened
    digest = analyse(comments, DRAFT, jobs=Jobs(dense=True))
    assert opened
    assert digest.mappings[0].candidates[0].target == "art_2__para_1"
