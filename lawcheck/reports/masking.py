"""Personal data never leaves in a report: its characters are replaced wherever they would be shown."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from typing import NamedTuple

from lawcheck.document import Span
from lawcheck.reviewing import Review

__all__ = ["Mask", "Shown"]


_NOTHING = Span(0, 0)


class Shown(NamedTuple):
    """A character as it may be shown; ``quoted`` if it belongs to the words that a finding is about."""

    char: str
    quoted: bool


class Mask:
    """Replaces the quote of every finding that has a ``masked`` form, by place and by wording.

    By place, so that the clause around it and the comparison table hide it too; by wording, so that a message that
    repeats the number does not give it away.
    """

    def __init__(self, review: Review) -> None:
        hidden = [finding for finding in review.findings if finding.masked]
        self._text = review.document.source.text
        self._spans = sorted({(f.span.start, f.span.end, f.masked) for f in hidden if f.span.length})
        self._reach = max((end - start for start, end, _ in self._spans), default=0)
        self._words = {f.quote: f.masked for f in hidden if f.quote}
        longest_first = sorted(self._words, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if self._words else None

    def clean(self, text: str) -> str:
        """``text`` with every known personal datum replaced."""
        return self._pattern.sub(lambda found: self._words[found[0]], text) if self._pattern else text

    def slice(self, span: Span) -> str:
        """The filed characters of ``span`` as they may be shown, blank edges cut."""
        return "".join(text for text, _ in self.stretches(span))

    def shown(self, span: Span, quoted: Span = _NOTHING) -> list[Shown]:
        """The same, character by character."""
        return [Shown(char, inside) for text, inside in self.stretches(span, quoted) for char in text]

    def pointed(self, span: Span, places: Collection[int]) -> list[Shown]:
        """The same, pointing out the characters at ``places`` of the filed text; none where something is masked."""
        shown = self.shown(span)
        text = self._text[slice(*span)]
        first = span.start + len(text) - len(text.lstrip())
        if "".join(char for char, _ in shown) != text.strip():
            return shown
        return [Shown(char, first + number in places) for number, (char, _) in enumerate(shown)]

    def stretches(self, span: Span, quoted: Span = _NOTHING) -> list[tuple[str, bool]]:
        """The same in stretches that are inside or outside ``quoted``, neighbours not joined."""
        parts = [part for part in self._parts(span, quoted) if part[0]]
        while parts and not (text := parts[-1][0].rstrip()):
            parts.pop()
        if parts:
            parts[-1] = (text, parts[-1][1])
        while parts and not (head := parts[0][0].lstrip()):
            parts.pop(0)
        if parts:
            parts[0] = (head, parts[0][1])
        return parts

    def _parts(self, span: Span, quoted: Span) -> Iterator[tuple[str, bool]]:
        position = span.start
        first = bisect_right(self._spans, (span.start - self._reach,))
        for start, end, masked in self._spans[first:]:
            if start >= span.end:
                break
            if end <= position:
                continue
            yield from self._plain(position, start, quoted)
            yield masked, start < quoted.end and end > quoted.start
            position = end
        yield from self._plain(position, span.end, quoted)

    def _plain(self, start: int, end: int, quoted: Span) -> Iterator[tuple[str, bool]]:
        """The characters before, in and behind ``quoted``."""
        low, high = (min(max(edge, start), end) for edge in quoted)
        if start < end:
            yield from ((self._text[start:low], False), (self._text[low:high], True), (self._text[high:end], False))
