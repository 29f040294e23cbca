"""Puts blocks together so that their spans tile the text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from lawcheck.document import Block, Problem, Provenance, SourceText, Span, Structure
from lawcheck.errors import UnreadableFile
from lawcheck.messages import render

__all__ = ["MAX_BLOCKS", "TextBuilder", "check_blocks"]

# Lines and cells of one file; more than ten times the longest law, and still under a gigabyte of memory.
MAX_BLOCKS = 500_000


def check_blocks(count: int, name: str) -> None:
    """Refuse (E117) a text of more lines and cells than can be handled."""
    if count > MAX_BLOCKS:
        raise UnreadableFile("E117", name=name, detail=f"> {MAX_BLOCKS:,} lines and cells")


class TextBuilder:
    """Collects blocks in order and the problems noticed on the way.

    >>> out = TextBuilder("a.txt")
    >>> out.add("第一条", "\\n")
    Span(start=0, end=3)
    >>> out.build(b"", "txt").text
    '第一条\\n'
    """

    def __init__(self, name: str = "") -> None:
        self._name = name
        self._blocks: list[Block] = []
        self._problems: list[Problem] = []
        self._length = 0

    @property
    def position(self) -> int:
        """Offset at which the next block will start."""
        return self._length

    def add(
        self,
        content: str,
        separator: str = "\n",
        *,
        kind: str = "paragraph",
        provenance: Provenance | None = None,
        hint: str = "",
    ) -> Span:
        """Append a block; returns the span of its content."""
        start = self._length
        check_blocks(len(self._blocks), self._name)
        self._blocks.append(Block(start, content + separator, kind, separator, provenance or Provenance(), hint))
        self._length += len(content) + len(separator)
        return Span(start, start + len(content))

    def end_last(self, separator: str) -> None:
        """Give the last block another separator (the end of a cell or row is known only behind it)."""
        last = self._blocks[-1]
        self._blocks[-1] = last._replace(text=last.content + separator, separator=separator)
        self._length += len(separator) - len(last.separator)

    def note(self, code: str, span: Span | None = None, **details: object) -> None:
        """Record a problem; without a span it concerns the file as a whole."""
        self._problems.append(Problem(code, span or Span(0, 0), render(code, "zh", **details)))

    def adopt(self, blocks: Sequence[Block], problems: Sequence[Problem] = ()) -> None:
        """Append blocks of another text, and its problems, whose spans begin at the first of them."""
        shift = self._length
        for block in blocks:
            self.add(block.content, block.separator, kind=block.kind, provenance=block.provenance, hint=block.hint)
        for code, span, message in ((p.code, p.span, p.message) for p in problems):
            moved = span.moved(shift) if span.end else span
            self._problems.append(Problem(code, moved, message))

    def build(self, data: bytes, format: str, *, structure: Structure | None = None) -> SourceText:
        """The finished text; ``data`` are the bytes of the file, for its hash."""
        return SourceText(
            "".join(block.text for block in self._blocks),
            tuple(self._blocks),
            format,
            self._name,
            hashlib.sha256(data).hexdigest(),
            tuple(self._problems),
            structure=structure,
        )
