"""Plain text in any encoding that Chinese files come in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from lawcheck.document import Problem, SourceText, Span
from lawcheck.messages import render
from lawcheck.readers.aside import page_problems, with_asides
from lawcheck.readers.assembly import check_blocks
from lawcheck.readers.encodings import Decoded, decode_file, unify_lines
from lawcheck.readers.furniture import Entry, page_furniture
from lawcheck.readers.garbled import mend
from lawcheck.readers.page_numbers import page_number
from lawcheck.readers.wrapped import Unwrapped, unwrap

__all__ = ["decode_problems", "read_txt"]


def read_txt(data: bytes, name: str) -> SourceText:
    """Read plain text: one block a line, every kind of line end as ``\\n``; lines broken at one width are joined (P223).

    >>> read_txt("第一条　甲。\\r\\n第二条　乙。".encode("gb18030"), "a.txt").text
    '第一条　甲。\\n第二条　乙。'
    """
    decoded = decode_file(data, name)
    text = unify_lines(decoded.text)
    check_blocks(text.count("\n"), name)
    unwrapped = _unwrapped(text)
    source = replace(unwrapped, name=name, format="txt", sha256=hashlib.sha256(data).hexdigest())
    return mend(replace(source, problems=(*decode_problems(decoded, source.text), *source.problems)))


def _unwrapped(text: str) -> SourceText:
    """The text, put together again if it was broken at one width. Its page numbers would keep sentences apart, so they go behind
    it first, with the blank lines around them."""
    lines = text.split("\n")
    numbered = any(map(page_number, lines))
    entries = [Entry(line.strip(), breaks=line.startswith("\f")) for line in lines] if numbered else []
    parts = page_furniture(entries).parts
    beside = {n for at in parts for n in _with_blanks(lines, at)}
    kept = unwrap("\n".join(line for n, line in enumerate(lines) if n not in beside)) if parts else Unwrapped("", 0)
    if not kept.joined:
        whole = unwrap(text)
        return _told(SourceText.from_text(whole.text), whole.joined)
    source = SourceText.from_text(kept.text.rstrip("\n") + "\n")
    asides = tuple((lines[at].strip(), part) for at, part in parts.items() if lines[at].strip())
    source = replace(source, problems=page_problems([line for line, _ in asides], 0))
    return _told(with_asides(source, asides), kept.joined)


def _with_blanks(lines: Sequence[str], at: int) -> range:
    """A line and the blank ones around it."""
    first, stop = at, at + 1
    while first > 0 and not lines[first - 1].strip():
        first -= 1
    while stop < len(lines) and not lines[stop].strip():
        stop += 1
    return range(first, stop)


def _told(source: SourceText, joined: int) -> SourceText:
    told = (Problem("P223", Span(0, 0), render("P223", "zh", count=joined)),) if joined else ()
    return replace(source, problems=(*source.problems, *told))


def decode_problems(decoded: Decoded, text: str) -> tuple[Problem, ...]:
    """What there is to say about the decoding; the span is the first place that could not be read, if any."""
    if not decoded.problem:
        return ()
    at = text.find("□" if decoded.problem == "P219" else "\ufffd")
    span = Span(at, at + 1) if at >= 0 else Span(0, 0)
    return (Problem(decoded.problem, span, render(decoded.problem, "zh", **dict(decoded.details))),)
