"""Chinese numerals, exhaustively over the range that laws use."""

import pytest

from lawcheck.document import Number, format_numeral, parse_numeral


def test_every_numeral_to_99999_reads_back() -> None:
    assert [parse_numeral(format_numeral(n)) for n in range(100_000)] == list(range(100_000))


def test_digit_style_and_variants_of_zero_read_the_same() -> None:
    for n in range(1, 10_000):
        digits = "".join("零一二三四五六七八九"[int(c)] for c in str(n))
        if n >= 10:
            assert parse_numeral(digits) == n
        assert parse_numeral(format_numeral(n).replace("零", "〇")) == n
        assert parse_numeral(str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９"))) == n


@pytest.mark.parametrize("text", ["", "甲", "十甲", "第", "1.5", "-1", "12345678901"])
def test_what_is_no_numeral_gives_none(text: str) -> None:
    assert parse_numeral(text) is None


@pytest.mark.parametrize("value", [-1, 100_000_000])
def test_out_of_range_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        format_numeral(value)


def test_inserted_articles_order_between_their_neighbours() -> None:
    assert sorted([Number(21), Number(20, 2), Number(20), Number(20, 1)]) == [
        Number(20),
        Number(20, 1),
        Number(20, 2),
        Number(21),
    ]
