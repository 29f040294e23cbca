"""Puts behind the body what a file holds as paragraphs of the body and is none of the text (``furniture.py`` tells what)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from lawcheck.document import Block, Problem, Provenance, SourceText, Span
from lawcheck.messages import render
from lawcheck.readers.furniture import Entry, page_furniture, web_furniture

__all__ = ["page_problems", "set_aside", "with_asides"]

_SHOWN = 3
_EXCERPT = 20
_APART = ("centered", "right", "title", "heading", "toc")


class _Paragraph(NamedTuple):
    """The blocks of a paragraph, of a row of a table: their positions, from and to."""

    first: int
    stop: int


def set_aside(source: SourceText) -> SourceText:
    """The same text with typed page numbers, running heads and the furniture of a web page behind the body, each told of; where
    a page break cut a sentence, it is whole again.

    >>> source = SourceText.from_text("第一条　加处罚款不得超出罚款的\\n— 1 —\\n数额。\\n")
    >>> [(b.text, b.provenance.part) for b in set_aside(source).blocks]
    [('第一条　加处罚款不得超出罚款的', 'body'), ('数额。\\n', 'body'), ('— 1 —\\n', 'footer')]
    """
    if source.structure is not None:
        return source
    paragraphs = list(_paragraphs(source.blocks))
    entries = [_entry(source.blocks[first:stop]) for first, stop in paragraphs]
    pages = page_furniture(entries)
    web = dict.fromkeys(web_furniture(entries), "footer")
    if not pages.parts and not web:
        return source
    ends = {paragraphs[before].stop - 1 for before, _ in pages.seams}
    parts = {n: part for at, part in {**web, **pages.parts}.items() for n in range(*paragraphs[at])}
    moved = _moved(source, parts, ends)
    told = page_problems([entries[at].text for at in pages.parts], len(pages.seams))
    outside = _told("P226", [entries[at].text for at in web])
    return replace(moved, problems=(*moved.problems, *told, *outside))


def page_problems(lines: Sequence[str], joined: int) -> tuple[Problem, ...]:
    """What there is to say about page numbers and heads taken out of the body, and about sentences put together again."""
    cut = (Problem("P225", Span(0, 0), render("P225", "zh", count=joined)),) if joined else ()
    return (*_told("P224", lines), *cut)


def _told(code: str, lines: Sequence[str]) -> tuple[Problem, ...]:
    shown = list(dict.fromkeys(line[:_EXCERPT] for line in lines if line))
    quoted = "、".join(f"“{line}”" for line in shown[:_SHOWN]) + ("等" if len(shown) > _SHOWN else "")
    count = sum(map(bool, lines))
    return (Problem(code, Span(0, 0), render(code, "zh", count=count, shown=quoted)),) if shown else ()


def with_asides(source: SourceText, lines: Sequence[tuple[str, str]]) -> SourceText:
    """A text that ends with its last line end, and behind it lines, each with its part."""
    blocks = list(source.blocks)
    for number, (line, part) in enumerate(lines):
        blocks.append(Block(blocks[-1].end if blocks else 0, line + "\n", provenance=Provenance(part, number)))
    return replace(source, text="".join(block.text for block in blocks), blocks=tuple(blocks))


def _paragraphs(blocks: Sequence[Block]) -> Iterator[_Paragraph]:
    """The paragraphs of the body, which comes first."""
    first = stop = 0
    for stop, block in enumerate(takewhile(lambda block: block.provenance.part == "body", blocks), 1):
        if block.separator == "\n":
            yield _Paragraph(first, stop)
            first = stop
    if first < stop:
        yield _Paragraph(first, stop)


def _entry(blocks: Sequence[Block]) -> Entry:
    text = "".join(block.text for block in blocks)
    in_table = any(block.kind == "cell" for block in blocks)
    running = not in_table and blocks[-1].hint not in _APART
    return Entry(text.strip(), running, text.startswith("\f"), in_table)


def _moved(source: SourceText, parts: Mapping[int, str], ends: set[int]) -> SourceText:
    """The source with the blocks of ``parts`` behind the others of the body, and without a line end behind those of ``ends``."""
    body = sum(1 for _ in takewhile(lambda block: block.provenance.part == "body", source.blocks))
    order = [*(n for n in range(body) if n not in parts), *(n for n in range(body) if n in parts)]
    blocks: list[Block] = []
    places: dict[int, Block] = {}
    start = 0
    for n in [*order, *range(body, len(source.blocks))]:
        block = source.blocks[n]
        block = _ended(block, "" if n in ends else "\n" if _is_open(source.blocks, n) else block.separator)
        place = block.provenance._replace(part=parts.get(n, block.provenance.part))
        places[source.blocks[n].start] = block = block._replace(start=start, provenance=place)
        blocks.append(block)
        start = block.end
    problems = tuple(replace(problem, span=_followed(problem.span, source, places)) for problem in source.problems)
    return replace(source, text="".join(block.text for block in blocks), blocks=tuple(blocks), problems=problems)


def _is_open(blocks: Sequence[Block], number: int) -> bool:
    """Whether a block is the last of the body and ends without a line end."""
    following = blocks[number + 1].provenance.part if number + 1 < len(blocks) else ""
    return not blocks[number].separator and following != "body"


def _ended(block: Block, separator: str) -> Block:
    return block._replace(text=block.content + separator, separator=separator)


def _followed(span: Span, source: SourceText, places: Mapping[int, Block]) -> Span:
    """Where a span is now: with the blocks at its ends, or with the first of them if these are no longer in order."""
    if not span.end:
        return span
    first, last = source.block_at(span.start), source.block_at(max(span.end - 1, span.start))
    new_first, new_last = places[first.start], places[last.start]
    start = min(new_first.start + span.start - first.start, new_first.end)
    end = min(new_last.start + span.end - last.start, new_last.end)
    return Span(start, end if end >= start else new_first.end)
