"""The matches of a review with their labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lawcheck.comparison.beside import with_fine_of_row, with_other_paragraphs, with_own_article
from lawcheck.comparison.comparing import compare_clauses
from lawcheck.comparison.cues import with_cue
from lawcheck.comparison.model import Comparison, Relation
from lawcheck.comparison.own_levels import in_municipality
from lawcheck.comparison.unsure import unsure_of
from lawcheck.document import Document, Span, Unit, UnitKind, plain_words, row_number, words_span
from lawcheck.matching import Match, MatchState

__all__ = ["MatchComparison", "compare_matches", "higher_words", "own_span", "own_text"]


@dataclass(frozen=True, slots=True)
class MatchComparison:
    """What the 款 with positional id ``eid`` makes of its best higher clause.

    ``relation`` is None where nothing was checked; 无依据 only says that the applicable levels are held and hold nothing
    similar. ``unsure`` says of such a 款 what differs from the nearest clause, should both be about the same. ``start`` is the offset in the document's text from which the lower spans of ``comparison`` count; its upper
    spans count in the text of the higher clause.
    """

    eid: str
    relation: Relation | None
    comparison: Comparison | None
    start: int
    unsure: str = ""

    def lower_spans(self) -> Iterator[Span]:
        """The words below that made the label, as spans of the document's text."""
        for difference in self.comparison.differences if self.comparison else ():
            if difference.lower_span is not None:
                yield difference.lower_span.moved(self.start)

    def upper_spans(self) -> Iterator[Span]:
        """The words above that made the label, as spans of the higher clause's text."""
        for difference in self.comparison.differences if self.comparison else ():
            if difference.upper_span is not None:
                yield difference.upper_span


def compare_matches(document: Document, matches: Sequence[Match]) -> tuple[MatchComparison, ...]:
    """One comparison for each match, in the same order, against the best of its higher clauses.

    >>> from lawcheck.document import parse
    >>> d = parse("某市某条例\\n第一条　甲。")
    >>> compare_matches(d, [Match("art_1__para_1", MatchState.NONE, "")])[0].relation.value
    '无依据'
    """
    return tuple(_compared(document, match) for match in matches)


def _compared(document: Document, match: Match) -> MatchComparison:
    unit = document.by_eid.get(match.eid)
    if unit is None or match.state is not MatchState.MATCHED or not match.clauses:
        relation = Relation.NO_BASIS if match.state is MatchState.NONE else None
        unsure = unsure_of(own_text(document, unit), match) if unit else ""
        return MatchComparison(match.eid, relation, None, unit.span.start if unit else 0, unsure)
    span = own_span(unit)
    words = own_text(document, unit)
    found = compare_clauses(words, match.clauses[0].text, municipality=in_municipality(document.title))
    found = with_other_paragraphs(found, words, match.clauses[0])
    found = with_own_article(found, _beside(document, unit))
    if row_number(unit):
        found = with_fine_of_row(found, words, match.clauses[0])
    found = with_cue(found, words, higher_words(match))
    return MatchComparison(match.eid, found.relation, found, span.start)


def higher_words(match: Match) -> list[str]:
    """What the higher laws say of the matter: the whole article of the best clause, and the other clauses."""
    return [*(clause.article.text for clause in match.clauses[:1]), *(clause.text for clause in match.clauses[1:])]


def _beside(document: Document, unit: Unit) -> str:
    """The other 款 of the article of a 款, empty for any other unit."""
    path = document.path(unit)
    if unit.kind is not UnitKind.PARAGRAPH or len(path) < 2 or path[-2].kind is not UnitKind.ARTICLE:
        return ""
    return "\n".join(other.full_text for other in path[-2].children if other is not unit)


def own_text(document: Document, unit: Unit) -> str:
    """What stands in :func:`own_span`, a row of a table as a sentence of the same length."""
    words = document.source.text[slice(*own_span(unit))]
    return plain_words(words) if row_number(unit) else words


def own_span(unit: Unit) -> Span:
    """The unit without the number and heading of the article that it opens.

    >>> from lawcheck.document import parse
    >>> d = parse("某市某条例\\n第一条　甲。")
    >>> d.source.text[slice(*own_span(d.articles[0].children[0]))]
    '甲。'
    """
    words = words_span(unit)
    starts = [span.start for span in (words, unit.wrap_up_span) if span.length]
    starts += [child.span.start for child in unit.children[:1]]
    end = words.end if words.end < unit.text_span.end else unit.span.end
    return Span(min(starts, default=unit.span.start), end)
