"""Finding terms: one automaton for the words, regular expressions for the patterns, then guards and overlaps."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, chain
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from lawcheck.document import Normalised, Span, normalise
from lawcheck.errors import RulePackError
from lawcheck.limits import OFFICE_SECONDS, OverTimeError, limited
from lawcheck.terms.contexts import Contexts
from lawcheck.terms.forms import folded, searched_forms
from lawcheck.terms.marks import stripped_places
from lawcheck.terms.model import Term, TermHit
from lawcheck.terms.tables import TermTable
from lawcheck.terms.token_patterns import tokens_to_regex

__all__ = ["Engine", "describe_variant", "word_automaton"]


# A pattern with anchors is tried only this many characters around each of them, so none may match longer texts.
REACH = 120

Matcher = Callable[[Normalised], Iterable[tuple[Span, Term]]]
_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

_Guards = tuple[tuple[str, ...], tuple[str, ...]]


class _Candidate(NamedTuple):
    """A place in the original text, what it says in normalised form, and the term."""

    span: Span
    form: str
    term: Term


class _Word(NamedTuple):
    term: Term
    guards: _Guards


class _Pattern(NamedTuple):
    term: Term
    regex: re.Pattern[str]
    guards: _Guards


class Engine:
    """The compiled form of a list of terms: one automaton over all words and all anchors of patterns."""

    def __init__(self, terms: Iterable[Term], tables: Sequence[TermTable] = ()) -> None:
        made = list(terms)
        self._words = [_Word(term, _guards(term)) for term in made if not term.is_pattern]
        self._patterns = [_compile(term) for term in made if term.is_pattern]
        self._anchored = [n for n, pattern in enumerate(self._patterns) for _ in pattern.term.anchors]
        self._tables = list(tables)
        # The automaton's numbers: words, anchors, then the rows of one table after the other.
        self._first_rows = list(accumulate(map(len, tables), initial=len(self._words) + len(self._anchored)))
        texts = [word.term.text for word in self._words] + [a for p in self._patterns for a in p.term.anchors]
        self._automaton = word_automaton(
            [*searched_forms(texts), *chain.from_iterable(table.forms for table in tables)]
        )

    def find(self, text: str, matcher: Matcher | None = None) -> tuple[TermHit, ...]:
        """Every term in ``text``, in order; of overlapping ones the longest, then the leftmost.

        ``matcher`` adds places found by other means, as spans of the normalised text with their terms."""
        normalised = normalise(text)
        small = folded(normalised.text)
        candidates = self._candidates(normalised, small)
        for span, term in matcher(normalised) if matcher else ():
            if not _is_guarded(small, *span, _guards(term)):
                candidates.append(_candidate(normalised, span, term))
        contexts = Contexts(text)
        return tuple(_hit(text, contexts, candidate) for candidate in _without_overlaps(candidates))

    def _candidates(self, text: Normalised, small: str) -> list[_Candidate]:
        candidates: list[_Candidate] = []
        places: dict[int, list[int]] = {n: [] for n, p in enumerate(self._patterns) if not p.term.anchors}
        for index, start, end in self._automaton.find_matches_as_indexes(small, overlapping=True):
            anchor = index - len(self._words)
            if 0 <= anchor < len(self._anchored):
                places.setdefault(self._anchored[anchor], []).append(start)
                continue
            word = self._words[index] if anchor < 0 else self._row(index)
            if not _is_cut(small, start, end) and not _is_guarded(small, start, end, word.guards):
                candidates.append(_candidate(text, Span(start, end), word.term))
        for number, found in places.items():
            candidates += _in_time(self._patterns[number], text, small, found)
        return [*candidates, *self._disguised(text, small)]

    def _disguised(self, text: Normalised, small: str) -> Iterator[_Candidate]:
        """The words with marks between their characters."""
        for place in stripped_places(small):
            for index, start, end in self._automaton.find_matches_as_indexes(place.text, overlapping=True):
                if len(self._words) <= index < self._first_rows[0] or not place.is_disguised(small, start, end):
                    continue
                word = self._words[index] if index < len(self._words) else self._row(index)
                if not _is_cut(place.text, start, end) and not _is_guarded(place.text, start, end, word.guards):
                    span = text.original_span(place.span(start, end))
                    yield _Candidate(span, place.text[start:end], word.term)

    def _row(self, index: int) -> _Word:
        """The word of a table's row, made now."""
        number = bisect_right(self._first_rows, index) - 1
        term = self._tables[number][index - self._first_rows[number]]
        return _Word(term, _guards(term))


def _candidate(text: Normalised, span: Span, term: Term) -> _Candidate:
    return _Candidate(text.original_span(span), text.text[span.start : span.end], term)


def _in_time(pattern: _Pattern, text: Normalised, small: str, places: Sequence[int]) -> list[_Candidate]:
    """The matches of a pattern; :class:`RulePackError` E461 for one that finds no end: to leave it out would be to say that
    its words are not there."""
    try:
        with limited(OFFICE_SECONDS):
            return list(_matches(pattern, text, small, places))
    except OverTimeError as error:
        raise RulePackError("E461", term=pattern.term.text, seconds=f"{OFFICE_SECONDS:g}") from error


def _matches(pattern: _Pattern, text: Normalised, small: str, places: Sequence[int]) -> Iterator[_Candidate]:
    """The unguarded matches of a pattern around the places of its anchors (everywhere, if it has none)."""
    if pattern.term.whole_line:
        yield from _whole_lines(pattern, text, places)
        return
    group = "hit" if "hit" in pattern.regex.groupindex else 0
    for start, end in _windows(places, len(text.text)) if pattern.term.anchors else [(0, len(text.text))]:
        for found in pattern.regex.finditer(text.text, start, end):
            span = Span(*found.span(group))
            if span.length and not _is_guarded(small, *span, pattern.guards):
                yield _candidate(text, span, pattern.term)


def _windows(places: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """Ranges of ``REACH`` characters around the ascending places, overlapping ones merged."""
    start, end = places[0] - REACH, places[0] + REACH
    for place in places:
        if place - REACH > end:
            yield max(start, 0), min(end, length)
            start = place - REACH
        end = place + REACH
    yield max(start, 0), min(end, length)


def _whole_lines(pattern: _Pattern, text: Normalised, places: Iterable[int]) -> Iterator[_Candidate]:
    """The lines, blanks at both ends aside, that a pattern matches as a whole."""
    for place in places:
        anchor = text.original_span(Span(place, place + 1)).start
        before = _BREAK.split(text.original[max(anchor - REACH, 0) : anchor])[-1]
        after = _BREAK.split(text.original[anchor : anchor + REACH])[0]
        written = before + after
        form = normalise(written).text.strip() if len(written) < REACH else ""
        if form and pattern.regex.fullmatch(form):
            start = anchor - len(before) + len(written) - len(written.lstrip())
            yield _Candidate(Span(start, start + len(written.strip())), form, pattern.term)


def _compile(term: Term) -> _Pattern:
    return _Pattern(term, re.compile(term.regex or tokens_to_regex(term.tokens)), _guards(term))


def _guards(term: Term) -> _Guards:
    return _normalised_guards(term.not_before, term.not_after)


@cache
def _normalised_guards(before: tuple[str, ...], after: tuple[str, ...]) -> _Guards:
    return tuple(searched_forms(before)), tuple(searched_forms(after))


def _is_guarded(text: str, start: int, end: int, guards: _Guards) -> bool:
    """Whether the words around make it another word."""
    return text.endswith(guards[0], 0, start) or text.startswith(guards[1], end)


def _is_cut(text: str, start: int, end: int) -> bool:
    """Whether a word of letters or figures goes on before or behind: app in happy, 12 in 2012."""
    return _goes_on(text[start - 1 : start], text[start]) or _goes_on(text[end - 1], text[end : end + 1])


def _goes_on(left: str, right: str) -> bool:
    both = left + right
    return both.isascii() and (both.isalpha() or both.isdigit()) and len(both) == 2


def word_automaton(forms: Sequence[str]) -> AhoCorasick:
    """An Aho–Corasick automaton over normalised words.

    The package is ``ahocorasick_rs``: with 100,000 words it scans 5–20 million characters a second, where
    ``pyahocorasick``, which searches the children of a node one after the other, does 0.3–2 million.
    """
    return AhoCorasick(forms, store_patterns=False, implementation=Implementation.ContiguousNFA)


def _without_overlaps(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The longest of overlapping candidates, the leftmost of equally long ones; the rest in order of place."""
    kept: list[_Candidate] = []
    group: list[_Candidate] = []
    reach = 0
    for candidate in sorted(candidates, key=_by_place):
        if candidate.span.start >= reach:
            kept += _longest(group)
            group = []
        group.append(candidate)
        reach = max(reach, candidate.span.end)
    return kept + _longest(group)


def _by_place(candidate: _Candidate) -> tuple[int, int, bool, str, str]:
    """A word in the letters of the text goes before one in other letters."""
    span, form, term = candidate
    other_letters = form != term.text and form.lower() == term.text.lower()
    return span.start, -span.end, other_letters, term.rule, term.text


def _longest(group: list[_Candidate]) -> list[_Candidate]:
    """Of candidates that hang together: the longest, then the leftmost, and so on with what does not touch them."""
    chosen: list[_Candidate] = []
    for candidate in sorted(group, key=lambda c: (-c.span.length, *_by_place(c))):
        place = bisect_right(chosen, candidate.span.start, key=lambda c: c.span.start)
        free_left = place == 0 or chosen[place - 1].span.end <= candidate.span.start
        if free_left and (place == len(chosen) or candidate.span.end <= chosen[place].span.start):
            chosen.insert(place, candidate)
    return chosen


def _hit(text: str, contexts: Contexts, candidate: _Candidate) -> TermHit:
    span, form, term = candidate
    if term.is_pattern:
        term = replace(term, text=form)
    quote = text[span.start : span.end]
    around = contexts.at(span) if term.exempt else frozenset()
    exempt = next((context for context in term.exempt if context in around), "")
    return TermHit(term, span, quote, "" if quote == form else _variant(quote, form), exempt)


def _variant(quote: str, form: str) -> str:
    """How a quote differs from the word that it stands for."""
    plain = normalise(quote).text
    inside = ["spaced" if len(plain.replace(" ", "")) == len(form) else "marked"] if len(plain) > len(form) else []
    return "+".join(dict.fromkeys([*inside, *filter(None, describe_variant(quote).split("+"))]))


def describe_variant(quote: str) -> str:
    """How a found text differs from its normalised form: names joined by ``+``, or nothing.

    >>> [describe_variant(t) for t in ("其它", "其 它", "其\\n它", "殘 廢", "ＷＴＯ")]
    ['', 'spaced', 'line', 'spaced+traditional', 'width']
    """
    if len(quote) == len(form := normalise(quote).text) and form == quote:
        return ""
    changed = [(char, normalise(char).text) for char in quote if normalise(char).text != char]
    names = ["line" if _BREAK.search(quote) else "spaced"] if len(form) < len(quote) else []
    names += ["traditional"] if any("\u3400" <= form <= "\u9fff" for _, form in changed) else []
    names += (
        ["width"]
        if any(char.isascii() or "\uff01" <= char <= "\uff5e" for char, form in changed if form.strip())
        else []
    )
    return "+".join(names)
