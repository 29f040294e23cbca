"""The diff turns one text into the other, tiles both, and stays readable."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.alignment import DiffOp, diff

LEGAL = st.text(alphabet="第一二三十百万条款项元以上下处罚应当可以不得，。；（）12%ab 的\n𠀀", max_size=40)


def apply(ops: tuple[DiffOp, ...], a: str, b: str) -> str:
    """The slow, obvious oracle: walk the steps, taking equal text from a and new text from b."""
    taken, at = "", 0
    for op in ops:
        assert op.a_span.start == at
        at = op.a_span.end
        taken += a[op.a_span.start : op.a_span.end] if op.tag == "equal" else b[op.b_span.start : op.b_span.end]
    assert at == len(a)
    return taken


@given(LEGAL, LEGAL)
@settings(max_examples=300, deadline=None)
def test_applying_the_steps_turns_a_into_b(a: str, b: str) -> None:
    assert apply(diff(a, b), a, b) == b


@given(LEGAL, LEGAL)
@settings(max_examples=200, deadline=None)
def test_steps_tile_both_texts_and_tags_tell_the_truth(a: str, b: str) -> None:
    at = 0
    for op in diff(a, b):
        assert op.b_span.start == at
        at = op.b_span.end
        old, new = a[op.a_span.start : op.a_span.end], b[op.b_span.start : op.b_span.end]
        assert (op.tag == "equal") == (old == new) or op.tag == "replace"
        assert {"equal": bool(old and new), "insert": not old, "delete": not new, "replace": bool(old and new)}[op.tag]
    assert at == len(b)


@given(LEGAL, LEGAL)
@settings(max_examples=100, deadline=None)
def test_no_two_neighbouring_steps_have_the_same_nature(a: str, b: str) -> None:
    natures = [op.tag == "equal" for op in diff(a, b)]
    assert all(x != y for x, y in pairwise(natures))


def pieces(a: str, b: str) -> list[tuple[str, str, str]]:
    return [(op.tag, a[slice(*op.a_span)], b[slice(*op.b_span)]) for op in diff(a, b)]


@pytest.mark.parametrize(
    ("a", "b", "changed"),
    [
        ("处一千元以上五千元以下罚款", "处一千元以上二万元以下罚款", [("replace", "五千", "二万")]),
        ("按照1.5%计算", "按照2.5%计算", [("replace", "1.5%", "2.5%")]),
        ("依照第十二条规定", "依照第二十一条规定", [("replace", "第十二条", "第二十一条")]),
        ("应当自收到之日起三十日内答复", "应当自收到之日起三十日内书面答复", [("insert", "", "书面")]),
        ("法律、行政法规另有规定的除外", "法律另有规定的除外", [("delete", "、行政法规", "")]),
        ("", "新增", [("insert", "", "新增")]),
        ("删除", "", [("delete", "删除", "")]),
        ("相同", "相同", []),
    ],
)
def test_changes_are_whole_numerals_and_words(a: str, b: str, changed: list[tuple[str, str, str]]) -> None:
    assert [piece for piece in pieces(a, b) if piece[0] != "equal"] == changed


def test_a_single_chance_character_does_not_cut_a_rewritten_passage() -> None:
    changed = [p for p in pieces("由公安机关的交通部门负责", "由住房城乡的建设主管部门负责") if p[0] != "equal"]
    assert changed == [("replace", "公安机关的交通", "住房城乡的建设主管")]
