"""Injected pinyin is taken away where certain; everything else stays as it was, and is said."""

from __future__ import annotations

import pytest

from lawcheck.document import SourceText
from lawcheck.readers import read

ALIGNED = "協(xié)商機(jī)制應(yīng)當健全。"


def page(text: str) -> SourceText:
    return read("a.html", data=f"<html><body><p>{text}</p><p>尾。</p></body></html>".encode())


def test_brackets_behind_whole_characters_are_removed_and_the_raw_text_is_kept_in_the_problem() -> None:
    source = page(ALIGNED)
    assert source.text == "協商機制應當健全。\n尾。\n"
    (problem,) = source.problems
    assert problem.code == "P270"
    assert ALIGNED in problem.message
    assert source.slice(problem.span) == "協商機制應當健全。"
    assert "".join(block.text for block in source.blocks) == source.text


def test_shifted_bytes_are_marked_not_guessed() -> None:
    source = page(ALIGNED + "人們?nèi)舜蟠砺穆毣顒訌木€下。")
    assert source.text.startswith("協商機制應當健全。人們□舜蟠砺穆毣顒訌木€下。")
    shifted = next(problem for problem in source.problems if problem.code == "P271")
    assert "?nèi)舜蟠砺穆" in shifted.message
    assert source.slice(shifted.span).startswith("□舜")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("協(xié)商機(jī)制健全。", id="two may be meant"),
        pytest.param("标准(iso)、软件(app)、格式(pdf)、文件(doc)。", id="no pinyin"),
        pytest.param("甲(an)乙(bu)丙(ce)丁(de)。", id="syllables without tones"),
        pytest.param("（一）甲；（二）乙；（三）丙?", id="items"),
    ],
)
def test_other_brackets_stay(text: str) -> None:
    source = page(text)
    assert source.text == text + "\n尾。\n"
    assert not source.problems


def test_earlier_problems_point_at_the_same_words_afterwards() -> None:
    text = "甲" * 40 + ALIGNED
    source = read(
        "a.txt", data=f"{text}\n".encode("gb18030", errors="replace") + b"\xff\xff\n" + ("乙" * 400).encode("gbk")
    )
    problem = next(p for p in source.problems if p.code == "P211")
    assert source.slice(problem.span) == "\ufffd"
