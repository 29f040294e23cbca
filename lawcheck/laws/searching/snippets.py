"""The piece of an article that answers a query, with the words marked in the original characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lawcheck.laws.searching.folding import fold_with_map
from lawcheck.laws.searching.model import Snippet

__all__ = ["mark", "snippet"]

LENGTH: Final = 120  # characters: two lines of a phone, one of a page
_LEAD: Final = 20  # characters of context before the first mark


def mark(text: str, words: Iterable[str]) -> Snippet:
    """The whole text with every word (folded) marked.

    >>> mark("应 当灭火，应当报警", ["应当"]).marked("[", "]")
    '[应 当]灭火，[应当]报警'
    """
    folded, origin = fold_with_map(text)
    spans: list[tuple[int, int]] = []
    for word in filter(None, words):
        at = folded.find(word)
        while at >= 0:
            spans.append((origin[at], origin[at + len(word) - 1] + 1))
            at = folded.find(word, at + 1)
    return Snippet(text, _merged(spans))


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def snippet(text: str, words: Iterable[str], length: int = LENGTH) -> Snippet:
    """At most ``length`` characters where most of the marked ones lie close together; … stands for what is left out.

    >>> snippet("第一款。" * 9 + "使用灭火器。" + "末款。" * 9, ["灭火器"], 30).marked("[", "]")
    '…款。第一款。第一款。第一款。第一款。使用[灭火器]。末款。末款。…'
    """
    whole = mark(text, words)
    whole = Snippet(text.replace("\n", " "), whole.marks)
    if len(text) <= length:
        return whole
    start = _best_start(whole, length)
    end = min(len(text), start + length)
    before, after = "…" * (start > 0), "…" * (end < len(text))
    shift = len(before) - start
    marks = tuple((a + shift, b + shift) for a, b in whole.marks if start <= a and b <= end)
    return Snippet(before + whole.text[start:end] + after, marks)


def _best_start(whole: Snippet, length: int) -> int:
    """Where the window begins: before the mark from which on most marked characters follow within the length."""
    last = max(0, len(whole.text) - length)
    starts = [min(last, max(0, start - _LEAD)) for start, _ in whole.marks] or [0]
    return max(starts, key=lambda at: sum(b - a for a, b in whole.marks if at <= a and b <= at + length))
