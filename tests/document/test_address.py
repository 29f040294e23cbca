"""Addresses: text form and parser are inverse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.document import Address, Number, NumberRange

_SUBS = st.one_of(st.just(0), st.integers(1, 20))


@st.composite
def _ranges(draw: st.DrawFn, sub: bool = False) -> NumberRange:
    first = Number(draw(st.integers(1, 999)), draw(_SUBS) if sub else 0)
    last = draw(st.one_of(st.just(first), st.integers(first.value + 1, 1300).map(Number)))
    return NumberRange(first, last)


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    names = ["book", "part", "chapter", "section", "article", "paragraph", "point", "indent"]
    chosen = draw(st.lists(st.sampled_from(names), unique=True))
    law = draw(st.one_of(st.none(), st.just("中华人民共和国某法"), st.just("关于修改〈某法〉的决定")))
    return Address(law=law, **{name: draw(_ranges(sub=name == "article")) for name in chosen})


@given(addresses())
def test_text_form_parses_back(address: Address) -> None:
    assert Address.parse(str(address)) == address


def test_every_article_number_and_insert_round_trips() -> None:
    for value in range(1, 1000):
        for sub in range(21):
            text = str(Address.of(value, sub))
            assert Address.parse(text) == Address.of(value, sub)


@pytest.mark.parametrize("text", ["第十条x", "前款", "第一款第二条", "第一条至第二款", "第条", "《某法》的"])
def test_what_is_no_address_raises(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|range|order"):
        Address.parse(text)


@pytest.mark.parametrize(
    ("text", "eid"),
    [
        ("第十二条之一第二款第（三）项", "art_12-1__para_2__point_3"),
        ("第七条", "art_7"),
        ("第一条第一款第一项第2目", "art_1__para_1__point_1__indent_2"),
    ],
)
def test_positional_id(text: str, eid: str) -> None:
    assert Address.parse(text).eid == eid
