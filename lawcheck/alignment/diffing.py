"""What differs between two texts, in pieces that a person can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from rapidfuzz.distance import Indel

from lawcheck.document import Span

__all__ = ["DiffOp", "DiffTag", "diff"]

DiffTag = Literal["equal", "insert", "delete", "replace"]

# Pieces never cut apart: numerals with their decimals and percent sign, Latin words, 第…条款项 numbers, double marks.
_TOKEN: Final = re.compile(
    r"第[零〇一二三四五六七八九十百千\d]+[编章节条款项目](?:之[一二三四五六七八九十]+)?"
    r"|[零〇一二三四五六七八九十百千万亿两]{2,}|[\d０-９]+(?:[.,．，][\d０-９]+)*[%％‰]?|[A-Za-z]+|……|——|.",
    re.DOTALL,
)
# An equal stretch this short between two changes is chance, not agreement: 的, 应 … make a diff unreadable.
_ISLAND: Final = 1
_ISLAND_SHARE: Final = 0.25  # …and a longer one, if it is no more than this share of the shorter change beside it


class DiffOp(NamedTuple):
    """One step from text a to text b: ``equal``, ``insert`` (empty ``a_span``), ``delete`` (empty ``b_span``) or
    ``replace``; spans are half-open code-point offsets. The steps tile both texts in order."""

    tag: DiffTag
    a_span: Span
    b_span: Span


def diff(a: str, b: str) -> tuple[DiffOp, ...]:
    """The steps that turn ``a`` into ``b``: fewest characters changed, then made readable.

    Numerals, Latin words and 第X条 are never cut apart, and tiny equal islands between changes are joined to them.

    >>> [(op.tag, "可以处二百元罚款"[slice(*op.a_span)], "应当处五百元罚款"[slice(*op.b_span)])
    ...  for op in diff("可以处二百元罚款", "应当处五百元罚款")]
    [('replace', '可以', '应当'), ('equal', '处', '处'), ('replace', '二百', '五百'), ('equal', '元罚款', '元罚款')]
    """
    if a == b:
        return (DiffOp("equal", Span(0, len(a)), Span(0, len(b))),) if a else ()
    a_tokens, b_tokens = _TOKEN.findall(a), _TOKEN.findall(b)
    a_at, b_at = _offsets(a_tokens), _offsets(b_tokens)
    raw = (
        DiffOp(
            "equal" if op.tag == "equal" else "replace",
            Span(a_at[op.src_start], a_at[op.src_end]),
            Span(b_at[op.dest_start], b_at[op.dest_end]),
        )
        for op in Indel.opcodes(a_tokens, b_tokens)
    )
    return tuple(_tagged(op) for op in _merged(_without_islands(list(_merged(raw)))))


def _offsets(tokens: Sequence[str]) -> list[int]:
    """Start of each token, and the end of the last."""
    return list(accumulate(map(len, tokens), initial=0))


def _merged(ops: Iterable[DiffOp]) -> Iterator[DiffOp]:
    """Neighbours of the same tag joined."""
    pending: DiffOp | None = None
    for op in ops:
        if pending is not None and pending.tag == op.tag:
            pending = DiffOp(op.tag, _joined(pending.a_span, op.a_span), _joined(pending.b_span, op.b_span))
            continue
        if pending is not None:
            yield pending
        pending = op
    if pending is not None:
        yield pending


def _joined(first: Span, second: Span) -> Span:
    return Span(first.start, second.end)


def _without_islands(ops: Sequence[DiffOp]) -> Iterator[DiffOp]:
    """Equal stretches too short to mean agreement become part of the change around them."""
    for number, op in enumerate(ops):
        inner = op.tag == "equal" and 0 < number < len(ops) - 1
        if inner and _is_island(op.a_span.length, ops[number - 1], ops[number + 1]):
            yield op._replace(tag="replace")
        else:
            yield op


def _is_island(length: int, before: DiffOp, after: DiffOp) -> bool:
    around = min(_size(before), _size(after))
    return (length <= _ISLAND and around > 2 * _ISLAND) or length <= _ISLAND_SHARE * around


def _size(op: DiffOp) -> int:
    return max(op.a_span.length, op.b_span.length)


def _tagged(op: DiffOp) -> DiffOp:
    if op.tag == "equal":
        return op
    tag: DiffTag = "insert" if not op.a_span.length else "delete" if not op.b_span.length else "replace"
    return op._replace(tag=tag)
