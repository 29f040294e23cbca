"""Traditional texts: Simplified on request, the original kept, every place where it was."""

from __future__ import annotations

import pytest
from docx_samples import docx, p, tbl

from lawcheck.document import SourceText
from lawcheck.readers import read, read_guarded, simplify

TRADITIONAL = "某市機動車停放條例\n第一條　為了規範機動車停放秩序，制定本條例。\n第二條　違反規定的，處二百元罰款。\n"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("第一條　徵收土地，應當予以補償。", "第一条　征收土地，应当予以补偿。"),
        ("乾燥的乾坤", "干燥的乾坤"),
        ("隨著發展，著作權人", "随着发展，著作权人"),
        ("答覆、覆核", "答复、覆核"),
        ("人民檢察院應當於十日內", "人民检察院应当于十日内"),
    ],
)
def test_words_decide(traditional: str, simplified: str) -> None:
    assert simplify(SourceText.from_text(traditional)).text == simplified


def test_a_simplified_text_comes_back_itself() -> None:
    source = SourceText.from_text("第一条　为了规范著作权、征收、乾坤，制定本条例。")
    assert simplify(source) is source


@pytest.mark.parametrize("reader", [read, read_guarded])
def test_the_text_says_that_it_is_traditional(reader) -> None:
    found = reader("條例.txt", data=TRADITIONAL.encode())
    assert "P216" in [problem.code for problem in found.problems]
    assert found.text == TRADITIONAL


def test_a_quoted_traditional_name_is_no_traditional_text() -> None:
    found = read("条例.txt", data=("第一条　为了规范机动车停放秩序，制定本条例。" * 9 + "《臺灣條例》").encode())
    assert not found.problems or "P216" not in [problem.code for problem in found.problems]


def test_the_original_is_kept_at_the_same_places() -> None:
    data = docx(p("第一條　甲") + tbl((p("違規"), p("罰款"))))
    plain, found = read("x.docx", data=data), read("x.docx", data=data, simplify=True)
    assert (found.text, found.original) == ("第一条　甲\n违规\t罚款\n", plain.text)
    assert [b._replace(text="") for b in found.blocks] == [b._replace(text="") for b in plain.blocks]
    assert found.as_filed.blocks == plain.blocks
    assert [problem.code for problem in found.problems] == ["P217"]
    assert "个繁体字" in found.problems[0].message
