"""The table of framework laws is checked when it is read, and its laws exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawcheck.errors import RulePackError
from lawcheck.laws import DocumentKind, Library
from lawcheck.matching.framework import load_framework_laws


def test_every_framework_law_faces_some_kind_and_says_why() -> None:
    for law in load_framework_laws():
        assert law.why
        assert any(law.faces(kind) for kind in DocumentKind)


def test_national_laws_of_the_table_are_held_under_these_titles(library: Library) -> None:
    regulations = {"公平竞争审查条例", "优化营商环境条例"}  # 行政法规, not in the packaged data
    missing = {law.title for law in load_framework_laws() if not library.find_title(law.title)}
    assert missing <= regulations


@pytest.mark.parametrize(
    "text",
    ["laws: 3", "laws: [{law: 甲法}]", "laws: [{law: 甲法, triggers: [], why: x, kinds: [K99]}]", "laws: [", "[]"],
)
def test_a_wrong_table_is_refused_with_its_place(text: str, tmp_path: Path) -> None:
    file = tmp_path / "framework-laws.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RulePackError, match=r"framework-laws\.yaml"):
        load_framework_laws(file)
