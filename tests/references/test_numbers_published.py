"""文号 and orders as published papers cite them."""

from __future__ import annotations

import pytest

from lawcheck.references import ReferenceKind, find_references


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("按照国办发〔2018〕37号文件和国发【2016】56号文件精神", ["国办发〔2018〕37号", "国发〔2016〕56号"]),
        ("（2018年3月2日青政发〔2018〕12号印发）", ["青政发〔2018〕12号"]),
        ("依照日政发〔2019〕5号执行", ["日政发〔2019〕5号"]),
        ("依照和政发〔2019〕5号执行", ["和政发〔2019〕5号"]),
    ],
)
def test_a_number_is_cited_without_the_words_before_it(text: str, numbers: list[str]) -> None:
    assert [r.number for r in find_references(text) if r.number] == numbers


@pytest.mark.parametrize("bracket", ["(国务院令第198号)", "（国务院令第198号）", "（国务院令198号）", "（2011年修订）"])
def test_an_order_in_brackets_does_not_part_a_law_from_its_article(bracket: str) -> None:
    (found,) = find_references(f"根据《城市道路管理条例》{bracket}第四十二条")
    assert (found.address.law, found.address.article and found.address.article.first.value) == ("城市道路管理条例", 42)


@pytest.mark.parametrize(
    ("text", "kind", "law"),
    [
        ("《办法》第三条规定了甲。", ReferenceKind.SELF, None),
        ("根据《甲法》（以下简称《办法》），《办法》第三条规定了甲。", ReferenceKind.EXTERNAL, "甲法"),
        ("根据〈中华人民共和国水法〉第三条", ReferenceKind.EXTERNAL, "中华人民共和国水法"),
    ],
)
def test_short_titles_and_inner_marks(text: str, kind: ReferenceKind, law: str | None) -> None:
    found = find_references(text)[-1]
    assert (found.kind, found.address.law, found.address.article and found.address.article.first.value) == (
        kind,
        law,
        3,
    )


def test_inner_marks_within_a_title_are_its_own() -> None:
    assert [r.text for r in find_references("根据《关于修改〈甲法〉的决定》")] == ["《关于修改〈甲法〉的决定》"]
