"""Plain text in any encoding that Chinese files come in."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from lawcheck.document import Problem, SourceText, Span
from lawcheck.messages import render
from lawcheck.readers.assembly import check_blocks
from lawcheck.readers.encodings import Decoded, decode_file, unify_lines
from lawcheck.readers.garbled import mend
from lawcheck.readers.wrapped import unwrap

__all__ = ["decode_problems", "read_txt"]


def read_txt(data: bytes, name: str) -> SourceText:
    """Read plain text: one block a line, every kind of line end as ``\\n``; lines broken at one width are joined (P223).

    >>> read_txt("第一条　甲。\\r\\n第二条　乙。".encode("gb18030"), "a.txt").text
    '第一条　甲。\\n第二条　乙。'
    """
    decoded = decode_file(data, name)
    text, joined = unwrap(unify_lines(decoded.text))
    check_blocks(text.count("\n"), name)
    source = SourceText.from_text(text, name=name, format="txt", sha256=hashlib.sha256(data).hexdigest())
    told = (Problem("P223", Span(0, 0), render("P223", "zh", count=joined)),) if joined else ()
    return mend(replace(source, problems=(*decode_problems(decoded, text), *told)))


def decode_problems(decoded: Decoded, text: str) -> tuple[Problem, ...]:
    """What there is to say about the decoding; the span is the first place that could not be read, if any."""
    if not decoded.problem:
        return ()
    at = text.find("□" if decoded.problem == "P219" else "\ufffd")
    span = Span(at, at + 1) if at >= 0 else Span(0, 0)
    return (Problem(decoded.problem, span, render(decoded.problem, "zh", **dict(decoded.details))),)
