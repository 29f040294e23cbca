"""Every kind of disguise of a term is seen through: for words of each list that ships."""

from __future__ import annotations

import io

import pytest
from docx import Document as WordDocument

from lawcheck.readers import read
from lawcheck.terms import load_lexicon

WORDS = ["弱智", "残废人", "其它", "行政处分", "工商行政管理局", "收容教养"]
DISGUISES = {
    "blank": " ",
    "wide blank": "\u3000",
    "several blanks": "   ",
    "tab": "\t",
    "no-break space": "\u00a0",
    "no width": "\u200b",
    "joiner": "\u2060",
    "soft hyphen": "\u00ad",
    "line break": "\n",
    "return and line break": "\r\n",
}
MARKS = "·•.．-－_＿*＊~～|｜\\`^+"
PARTING = "、,，。；—/／"
TRADITIONAL = [
    ("殘廢人", "残废人"),
    ("帳", "帐"),
    ("工商行政管理侷", "工商行政管理局"),
    ("環境保護局", "环境保护局"),
    ("勞動敎養", "劳动教养"),
]


def quotes(text: str) -> list[str]:
    return [hit.quote for hit in load_lexicon().find(text)]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("name", DISGUISES)
def test_blanks_and_breaks_inside_a_word_hide_nothing(word: str, name: str) -> None:
    disguised = DISGUISES[name].join(word)
    assert disguised in quotes(f"第一条　对{disguised}的规定。")


@pytest.mark.parametrize("word", ["残废人", "弱智", "工商行政管理局"])
@pytest.mark.parametrize("mark", MARKS)
def test_marks_put_into_a_word_hide_nothing(word: str, mark: str) -> None:
    disguised = mark.join(word)
    assert disguised in quotes(f"第一条　对{disguised}的规定。")


@pytest.mark.parametrize("word", ["残废人", "工商行政管理局"])
@pytest.mark.parametrize("mark", PARTING)
def test_marks_of_sentences_in_every_gap_hide_nothing(word: str, mark: str) -> None:
    disguised = mark.join(word)
    (hit,) = load_lexicon().find(f"第一条　对{disguised}的规定")
    assert (hit.quote, hit.variant.split("+")[0]) == (disguised, "marked")


@pytest.mark.parametrize("written", ["ＷＴＯ", "W​TO", "Ｗ⁠ＴO"])
def test_widths_of_letters_hide_nothing(written: str) -> None:
    assert len(quotes(f"来自{written}成员国的投资者")) == 1


@pytest.mark.parametrize(("written", "word"), TRADITIONAL)
def test_traditional_and_variant_characters_hide_nothing(written: str, word: str) -> None:
    assert quotes(f"第一条　对{written}的规定。") == [written], word


@pytest.mark.parametrize("cut", [1, 2])
def test_runs_of_a_word_file_hide_nothing(cut: int, tmp_path: object) -> None:
    word = WordDocument()
    paragraph = word.add_paragraph("第一条　对")
    for part in ("残废人"[:cut], "残废人"[cut:], "的规定。"):
        paragraph.add_run(part).bold = part != "的规定。"
    data = io.BytesIO()
    word.save(data)
    path = tmp_path / "甲.docx"  # type: ignore[operator]
    path.write_bytes(data.getvalue())
    assert quotes(read(path).text) == ["残废人"]


@pytest.mark.parametrize(
    "text",
    ["他说得弱，智取不得", "建设台、帐篷和桌椅", "致残、废弃的设备", "其、它们", "身体弱。智力正常"],
)
def test_marks_that_part_two_words_join_nothing(text: str) -> None:
    assert quotes(text) == []
