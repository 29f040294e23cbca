"""Personal data never leaves in a report: its characters are replaced wherever they would be shown."""

from __future__ import annotations

from collections.abc import Iterator
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
        self._words = sorted({(f.quote, f.masked) for f in hidden if f.quote}, key=lambda w: (-len(w[0]), w))

    def clean(self, text: str) -> str:
        """``text`` with every known personal datum replaced."""
        for quote, masked in self._words:
            text = text.replace(quote, masked)
        return text

    def slice(self, span: Span) -> str:
        """The filed characters of ``span`` as they may be shown, blank edges cut."""
        return "".join(shown.char for shown in self.shown(span))

    def shown(self, span: Span, quoted: Span = _NOTHING) -> list[Shown]:
        """The same, character by character."""
        characters = list(self._characters(span, quoted))
        while characters and characters[-1].char.isspace():
            characters.pop()
        lead = next((i for i, shown in enumerate(characters) if not shown.char.isspace()), 0)
        return characters[lead:]

    def _characters(self, span: Span, quoted: Span) -> Iterator[Shown]:
        position = span.start
        for start, end, masked in self._spans:
            if end <= position or start >= span.end:
                continue
            yield from self._plain(position, start, quoted)
            inside = start < quoted.end and end > quoted.start
            yield from (Shown(char, inside) for char in masked)
            position = end
        yield from self._plain(position, span.end, quoted)

    def _plain(self, start: int, end: int, quoted: Span) -> Iterator[Shown]:
        for offset in range(start, end):
            yield Shown(self._text[offset], quoted.start <= offset < quoted.end)
