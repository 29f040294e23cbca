"""Normalising: one form for every spelling, and a way back to the filed characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.document import Normalised, Span, normalise

# Every class of character, weighted towards gaps so that runs of them meet.
_ALPHABET = (
    "其它残農業條款一ab19。，,（(《》“”\"'：;！Ａ１．－～⻓⾧豈乾帳%·—"
    "\u3000\u00a0 \t\n\r\u200b\u200d\ufeff\U00020000\U0002f800"
)
texts = st.text(alphabet=st.sampled_from(_ALPHABET), max_size=40) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("残 废", "残废"),
        ("残\u3000\u00a0废", "残废"),
        ("残\u200b废", "残废"),
        ("殘廢", "残废"),
        ("残癈", "残废"),
        ("课枱", "课台"),
        ("其\n它", "其它"),
        ("义\n\n务教育", "义务教育"),
        ("规定。\n第二条", "规定。\n第二条"),
        ("规定。 第二条", "规定。第二条"),
        ("《 环境法》", "《环境法》"),
        ("Ｗ Ｔ Ｏ成员", "W T O成员"),
        ("自 2026年", "自 2026年"),
        ("５００元", "500元"),
        ("第(三)项,", "第（三）项，"),
        ("[2026]1号", "〔2026〕1号"),
        ("“一带一路”「战略」", '"一带一路""战略"'),
        ("⻓⾧", "长长"),
        ("\ufa22", "诸"),
        ("\ud800甲", "\ufffd甲"),
        ("a\r\nb", "a\n\nb"),
        ("", ""),
    ],
)
def test_each_spelling_has_one_form(written: str, form: str) -> None:
    assert normalise(written).text == form


@pytest.mark.parametrize("text", ["各级人民政府应当依法履行职责。", "帐篷", "abc 12"])
def test_a_text_in_its_form_is_returned_as_it_is(text: str) -> None:
    found = normalise(text)
    assert found.text is text
    assert found.positions is None


@settings(deadline=None)
@given(texts)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@settings(deadline=None)
@given(texts, st.data())
def test_the_original_span_lies_in_the_text_and_normalises_to_the_same(text: str, data: st.DataObject) -> None:
    found = normalise(text)
    start = data.draw(st.integers(0, len(found.text)))
    end = data.draw(st.integers(start, len(found.text)))
    span = found.original_span(Span(start, end))
    assert 0 <= span.start <= span.end <= len(text)
    assert normalise(text[span.start : span.end]).text == found.text[start:end]


@settings(deadline=None)
@given(texts)
def test_normalised_span_undoes_original_span(text: str) -> None:
    found = normalise(text)
    for start in range(len(found.text)):
        span = Span(start, start + 1)
        assert found.normalised_span(found.original_span(span)) == span


def _slow(text: str) -> str:
    """The same form, character by character: the oracle for the gaps."""
    forms = [normalise(char).text for char in text]
    kept = ""
    position = 0
    while position < len(text):
        end = position
        while end < len(text) and (not forms[end] or forms[end] in " \n"):
            end += 1
        gap = "".join(forms[position:end])
        if gap and not _vanishes(kept[-1:], gap, forms[end] if end < len(text) else ""):
            kept += gap
        if end < len(text):
            kept += forms[end]
        position = end + 1
    return kept


def _vanishes(left: str, gap: str, right: str) -> bool:
    kinds = [
        "han" if "\u3400" <= c <= "\u9fff" or c == "\U00020000" else "mark" if c and c in "。，（）《》：；！·—" else ""
        for c in (left, right)
    ]
    return kinds == ["han", "han"] or (all(kinds) and "\n" not in gap)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("其它残ab19。，（《》：· \u3000\t\n\r\u200b\ufeff帳"), max_size=40))
def test_gaps_close_as_the_slow_reading_says(text: str) -> None:
    assert normalise(text).text == _slow(text)


@pytest.mark.parametrize("span", [Span(0, 4), Span(-1, 1), Span(2, 1)])
def test_a_span_outside_the_text_is_an_error(span: Span) -> None:
    with pytest.raises(IndexError):
        Normalised("三个字", "三个字").original_span(span)


def test_a_short_text_takes_the_same_form_as_in_a_long_one() -> None:
    characters = [chr(code) for code in (*range(0x3400), *range(0x4E00, 0xA000, 7), *range(0xD7F0, 0x11000), 0x2F81A)]
    long = normalise("".join(f"甲{char}乙丙" for char in characters)).text
    assert long == "".join(normalise(f"甲{char}乙丙").text for char in characters)
