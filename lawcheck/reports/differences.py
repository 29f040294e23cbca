"""Two texts side by side with the characters that differ, cut into pieces that a page or a table can show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby
from typing import Final, NamedTuple

from lawcheck.alignment import align_lines, diff
from lawcheck.document import Span

__all__ = [
    "Piece",
    "compare",
    "differing",
    "differing_lines",
    "differing_parts",
    "joined",
    "joined_pieces",
    "pieces_of",
]

# Unrelated texts share about a third of their characters: below these shares of the shorter and the longer text the marks
# would cover nearly everything and say nothing (a clause beside the repeal clause that names the same law).
_SHARE_OF_SHORTER, _SHARE_OF_LONGER = 0.55, 0.3
_CUT_OTHERWISE: Final = 2.0
"""Marking line by line covers at most so many times the characters that differ in the texts as a whole."""


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


def joined_pieces(stretches: Iterable[tuple[str, bool]]) -> tuple[Piece, ...]:
    """Stretches of text, quoted or not, as pieces that do not differ.

    >>> joined_pieces([("甲", False), ("乙", True), ("丙", True)])
    (Piece(text='甲', quoted=False, differs=False), Piece(text='乙丙', quoted=True, differs=False))
    """
    groups = groupby(stretches, key=lambda part: part[1])
    return tuple(Piece("".join(text for text, _ in group), quoted) for quoted, group in groups)


def compare(
    shown: Sequence[tuple[str, bool]], upper: str, *, always: bool = False, quoted: Iterable[Span] = ()
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Pieces of the filed and of the higher text; nothing is marked as different where the two have little in common,
    unless ``always`` (two versions of one article). ``quoted``: words of the higher text that are pointed out.

    >>> filed, upper = compare([(c, False) for c in "处二万元罚款"], "处五万元罚款")
    >>> [p.text for p in filed if p.differs], [p.text for p in upper if p.differs]
    (['二万'], ['五万'])
    """
    filed_text = "".join(char for char, _ in shown)
    left, right = (differing_lines if always else differing)(filed_text, upper)
    shorter, longer = sorted((len(filed_text), len(upper)))
    common = min(left.count(False), right.count(False))
    if not always and common < max(_SHARE_OF_SHORTER * shorter, _SHARE_OF_LONGER * longer):
        left, right = [False] * len(left), [False] * len(right)
    pointed = {place for start, end in quoted for place in range(start, end)}
    return pieces_of(shown, left), pieces_of([(char, place in pointed) for place, char in enumerate(upper)], right)


def differing(a: str, b: str) -> tuple[list[bool], list[bool]]:
    """For each character of both texts whether the other lacks it; blanks never differ, they are layout.

    >>> differing("甲乙", "乙 丙")
    ([True, False], [False, False, True])
    """
    left, right = [False] * len(a), [False] * len(b)
    for op in diff(a, b):
        if op.tag != "equal":
            for text, flags, span in ((a, left, op.a_span), (b, right, op.b_span)):
                flags[span.start : span.end] = [not char.isspace() for char in text[span.start : span.end]]
    return left, right


def differing_lines(a: str, b: str) -> tuple[list[bool], list[bool]]:
    """As :func:`differing`, line against line: a 款, 项 or row that came or went is marked whole, and what follows it is held
    against its own counterpart. Where lines of text were cut otherwise, so that this marks far more, the texts as a whole.

    >>> differing_lines("（一）甲事项；\\n（二）乙事项。", "（一）乙事项。")[0][:8]
    [True, True, True, True, True, True, True, False]
    """
    left, right = [False] * len(a), [False] * len(b)
    for old, new in align_lines(a, b):
        left[old.start : old.end], right[new.start : new.end] = differing(a[slice(*old)], b[slice(*new)])
    whole = differing(a, b)
    tables = "\t" in a and "\t" in b
    return (left, right) if tables or sum(left + right) <= _CUT_OTHERWISE * sum(map(sum, whole)) else whole


def differing_parts(whole: str, parts: Sequence[str]) -> tuple[list[bool], list[list[bool]]]:
    """Which characters of a text stand in none of its parts (an article that was split, or one that others went into), and
    which of each part do not stand in the text.

    >>> differing_parts("甲应当登记；乙应当备案。", ["甲应当登记。", "乙必须备案。"])[1][1]
    [False, True, True, False, False, False]
    """
    order = sorted(range(len(parts)), key=lambda at: _place(whole, parts[at]))
    flags, joined = differing(whole, "\n".join(parts[at] for at in order))
    starts = accumulate((len(parts[at]) + 1 for at in order), initial=0)
    placed = {at: joined[start : start + len(parts[at])] for at, start in zip(order, starts, strict=False)}
    return flags, [placed[at] for at in range(len(parts))]


def _place(whole: str, part: str) -> int:
    """Where the longest stretch that both have begins in the whole."""
    shared = [step for step in diff(whole, part) if step.tag == "equal"]
    return max(shared, key=lambda step: step.a_span.length).a_span.start if shared else len(whole)
