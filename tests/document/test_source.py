"""Source texts: blocks tile the text, offsets lead back to blocks."""

import pytest

from lawcheck.document import SourceText, Span


@pytest.mark.parametrize("text", ["", "甲", "甲\n", "\n\n甲\n", "甲\u2028乙\x0c丙\r\n丁"])
def test_plain_text_becomes_blocks_that_tile_it(text: str) -> None:
    source = SourceText.from_text(text)
    assert "".join(block.text for block in source.blocks) == text
    for block in source.blocks:
        assert source.block_at(block.start) is block
        assert text[block.start : block.end] == block.text


def test_blocks_in_a_span() -> None:
    source = SourceText.from_text("甲乙\n丙丁\n戊")
    assert [b.content for b in source.blocks_in(Span(1, 4))] == ["甲乙", "丙丁"]
    assert [b.content for b in source.blocks_in(Span(3, 3))] == ["丙丁"]
