"""Two texts side by side with the characters that differ, cut into pieces that a page or a table can show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel

__all__ = ["Piece", "compare", "joined", "pieces_of"]

_SHARE_TO_MARK = 0.55  # unrelated texts share about a third of their characters: marks would cover all and say nothing


class Piece(NamedTuple):
    """Characters with the same marks: ``quoted`` = a finding is about them, ``differs`` = the other text lacks them."""

    text: str
    quoted: bool = False
    differs: bool = False


def joined(pieces: Iterable[Piece]) -> str:
    """The characters of ``pieces``.

    >>> joined([Piece("甲"), Piece("乙", quoted=True)])
    '甲乙'
    """
    return "".join(piece.text for piece in pieces)


def pieces_of(shown: Sequence[tuple[str, bool]], differing: Sequence[bool] = ()) -> tuple[Piece, ...]:
    """Join neighbours with equal marks.

    >>> pieces_of([("甲", False), ("乙", True), ("丙", True)])
    (Piece(text='甲', quoted=False, differs=False), Piece(text='乙丙', quoted=True, differs=False))
    """
    flags = differing or [False] * len(shown)
    rows = ((char, quoted, differs) for (char, quoted), differs in zip(shown, flags, strict=True))
    return tuple(
        Piece("".join(row[0] for row in group), quoted, differs)
        for (quoted, differs), group in groupby(rows, key=lambda row: row[1:])
    )


def compare(shown: Sequence[tuple[str, bool]], upper: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Pieces of the filed and of the higher text; nothing is marked as different where the two have little in common.

    >>> filed, upper = compare([(c, False) for c in "处二万元罚款"], "处五万元罚款")
    >>> [p.text for p in filed if p.differs], [p.text for p in upper if p.differs]
    (['二'], ['五'])
    """
    filed_text = "".join(char for char, _ in shown)
    left, right = _differing(filed_text, upper)
    common = left.count(False)
    if common < _SHARE_TO_MARK * min(len(filed_text), len(upper)):
        left, right = [False] * len(left), [False] * len(right)
    return pieces_of(shown, left), pieces_of([(char, False) for char in upper], right)


def _differing(a: str, b: str) -> tuple[list[bool], list[bool]]:
    left, right = [True] * len(a), [True] * len(b)
    for op in Indel.opcodes(a, b):
        if op.tag == "equal":
            left[op.src_start : op.src_end] = [False] * (op.src_end - op.src_start)
            right[op.dest_start : op.dest_end] = [False] * (op.dest_end - op.dest_start)
    return left, right
