"""条 are numbered through a regulation: automatic numbers that begin again in a later chapter are put right, flagged."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from lawcheck.document import Block, Problem, SourceText, Span, format_numeral, parse_numeral
from lawcheck.messages import render

__all__ = ["settle_sequence"]

_NUMERAL = "零〇○一二三四五六七八九十百千0-9０-９"
_ARTICLE = re.compile(rf"第([{_NUMERAL}]+)条")
_CONTAINER = re.compile(rf"[\s\u3000]*第([{_NUMERAL}]+)([编章节])")
# A typed article, with a blank behind its number, so that a sentence about another article does not count.
_TYPED_ARTICLE = re.compile(rf"[\s\u3000]*第([{_NUMERAL}]+)条(?:之[{_NUMERAL}]+)?[\s\u3000\xa0]")


class _Change(NamedTuple):
    """A label that is renumbered: the block's position, the number it had, the one it gets."""

    block: int
    old: int
    new: int


def settle_sequence(source: SourceText) -> SourceText:
    """Number 条 through where automatic numbers restart with a chapter, with a problem (P231) at each of them.

    A number is changed only if it was generated, follows a 编, 章 or 节 other than the first, and the articles would
    otherwise begin with 第一条 again; a second text in the same file, whose chapters begin again too, is left alone.

    >>> from lawcheck.readers.assembly import TextBuilder
    >>> out = TextBuilder("a.doc")
    >>> for label, text in (("第一章", "总则"), ("第一条", "甲"), ("第二章", "附则"), ("第一条", "乙")):
    ...     _ = out.add(label, "", kind="number"), out.add(text)
    >>> settled = settle_sequence(out.build(b"", "doc"))
    >>> settled.text, [p.code for p in settled.problems]
    ('第一章总则\\n第一条甲\\n第二章附则\\n第二条乙\\n', ['P231'])
    """
    changes = list(_changes(source.blocks))
    return _renumbered(source, changes) if changes else source


class _Counter:
    """Walks the lines of the body: ``last`` article, what is added to generated numbers, what came since that article.

    ``later``: a 编, 章 or 节 after which numbers that begin again are wrong; ``titled``: a line set like a title.
    """

    def __init__(self) -> None:
        self.last = self.offset = 0
        self.later = self.titled = self.numbered_first = False

    def heading(self, value: int, kind: str) -> None:
        """A 编, 章 or 节. 第一节 after 第三章 leaves it a later chapter; a second 第一章 begins another text, and so does
        the first one behind a title; else the chapters before it merely have no number."""
        if value > 1:
            self.later = True
        elif kind != "节":
            self.later = self.later or (self.last > 0 and not self.numbered_first and not self.titled)
            self.numbered_first = True

    def typed(self, value: int) -> None:
        """An article whose number somebody wrote."""
        self.last, self.offset, self.later, self.titled = value, 0, False, False

    def generated(self, value: int) -> int:
        """An article whose number was generated: the number it gets."""
        if value == 1:
            self.offset = self.last if self.later else 0
        self.last, self.later, self.titled = value + self.offset, False, False
        return self.last


def _changes(blocks: tuple[Block, ...]) -> Iterator[_Change]:
    counter = _Counter()
    for index, block in enumerate(blocks):
        if block.provenance.part != "body" or block.hint == "toc":
            continue
        generated = block.kind == "number"
        if container := _CONTAINER.match(block.text):
            counter.heading(parse_numeral(container[1]) or 0, container[2])
        elif found := (_ARTICLE if generated else _TYPED_ARTICLE).match(block.text):
            value = parse_numeral(found[1]) or 0
            if not generated:
                counter.typed(value)
            elif (new := counter.generated(value)) != value:
                yield _Change(index, value, new)
        elif block.hint in ("title", "centered") and block.content.strip():
            counter.titled = True


def _renumbered(source: SourceText, changes: Iterable[_Change]) -> SourceText:
    texts = [block.text for block in source.blocks]
    for change in changes:
        texts[change.block] = _ARTICLE.sub(f"第{format_numeral(change.new)}条", texts[change.block], count=1)
    starts = [0, *accumulate(map(len, texts))]
    blocks = tuple(
        block._replace(start=start, text=text) for block, start, text in zip(source.blocks, starts, texts, strict=False)
    )
    moved = tuple(replace(p, span=_moved(p.span, source, blocks)) for p in source.problems)
    flags = tuple(_flag(blocks[change.block], change) for change in changes)
    return replace(source, text="".join(texts), blocks=blocks, problems=moved + flags)


def _moved(span: Span, source: SourceText, blocks: tuple[Block, ...]) -> Span:
    return Span(_place(span.start, source, blocks), _place(span.end, source, blocks))


def _place(offset: int, source: SourceText, blocks: tuple[Block, ...]) -> int:
    index = max(bisect_right(source.starts, offset) - 1, 0)
    return min(blocks[index].start + offset - source.starts[index], blocks[index].end)


def _flag(block: Block, change: _Change) -> Problem:
    details = {"old": format_numeral(change.old), "new": format_numeral(change.new)}
    return Problem("P231", Span(block.start, block.start + len(block.content)), render("P231", "zh", **details))
