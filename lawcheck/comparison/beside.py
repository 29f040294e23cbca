"""What another 款 of the higher article says of a figure of which the best one says nothing.

A clause below often gathers what the article above spreads over its 款: who applies, and in the next 款 within how many days the
office decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lawcheck.comparison.comparing import compare_clauses
from lawcheck.comparison.model import Comparison, Difference, Relation
from lawcheck.comparison.own_votes import votes_on_item
from lawcheck.comparison.payers import PARAGRAPH, fine_of_row, fines_beside, imposed_beside
from lawcheck.matching import CITED_CLAUSE, HigherClause

__all__ = ["with_fine_of_row", "with_other_paragraphs", "with_own_article"]

_QUIET: Final = frozenset({Relation.DETAILED, Relation.SAME, Relation.REPEATED})
_SLOTS: Final = frozenset({"期限", "数额"})
_FIGURE: Final = {
    "期限": re.compile(r"[\d零一二两三四五六七八九十百]+个?(?:工作日|日|天|个月|月|年)(?:以?内|以?前|以上|以下)"),
    "数额": re.compile(r"[\d零一二两三四五六七八九十百千万]+(?:万元|元|倍)"),
}
_DEMANDS: Final = frozenset({"程序", "义务", "条件"})
_SAID: Final = 0.8
"""Share of the character pairs of a sentence below that another 款 must hold to say the same."""
_SENTENCE_END: Final = re.compile("[。；\n]")
_ALIKE: Final = 0.3
"""Share of the character pairs of the other 款 that the clause must hold: it must be about the same."""


def with_other_paragraphs(found: Comparison, words: str, clause: HigherClause) -> Comparison:
    """``found`` with the periods and sums that differ from another 款 of the article, where the best one has none of the
    kind and tells nothing; those differences have no span above."""
    found = _with_votes(_without_said(_with_payers(found, words, clause), words, clause), words, clause)
    kinds = [slot for slot in _SLOTS if _FIGURE[slot].search(words) and not _FIGURE[slot].search(clause.text)]
    if not kinds or found.relation not in _QUIET or not clause.paragraph:
        return found
    told = tuple(difference for other in _others(clause, words) for difference in _told(words, other, kinds))
    return _with(found, (*found.differences, *told)) if told else found


def with_own_article(found: Comparison, others: str) -> Comparison:
    """``found`` without higher exceptions that seem dropped only because ``others``, the other 款 of the own article, hold
    them.

    >>> above = "国家实行取水许可制度。但是，村民使用本村水塘中的水的除外。"
    >>> found = compare_clauses("自治区实行取水许可制度。", above)
    >>> found.relation.value, with_own_article(found, "但是，牧民、村民使用本村水塘中的水的除外。").relation.value
    ('加重', '一致')
    """
    kept = tuple(d for d in found.differences if not (_is_dropped_exception(d) and _holds(others, d.upper)))
    return _with(found, kept) if len(kept) < len(found.differences) else found


def _is_dropped_exception(difference: Difference) -> bool:
    return (difference.slot, difference.relation, difference.lower) == ("例外", Relation.HEAVIER, "")


_EXCEPTS: Final = re.compile("除外|除[^。；]{2,60}外|不受|不适用|不在此限|无[需须]|免[予于除交缴]")
_HELD: Final = 0.6
"""Share of the character pairs of a higher exception that one sentence beside must hold to be that exception."""


def _holds(others: str, exception: str) -> bool:
    wanted = _pairs(exception)
    said = (_pairs(sentence) for sentence in _SENTENCE_END.split(others) if _EXCEPTS.search(sentence))
    return any(len(wanted & own) >= _HELD * len(wanted) for own in said)


def with_fine_of_row(found: Comparison, words: str, clause: HigherClause) -> Comparison:
    """``found`` for a row of a table, with its fine held against that of the clause which it names as its basis."""
    if CITED_CLAUSE not in clause.reasons or any(difference.slot == "数额" for difference in found.differences):
        return found
    told = tuple(fine_of_row(words, clause.text))
    return _with(found, (*found.differences, *told)) if told else found


def _with(found: Comparison, differences: tuple[Difference, ...]) -> Comparison:
    """``found`` with these differences and the gravest relation that they give."""
    told = [difference.relation for difference in differences]
    return replace(found, relation=min(told, key=lambda one: one.order, default=Relation.SAME), differences=differences)


def _without_said(found: Comparison, words: str, clause: HigherClause) -> Comparison:
    """``found`` without demands that seem added only because another 款 of the article makes them."""
    others = [_pairs(text) for text in PARAGRAPH.split(clause.article.text) if text.strip() not in clause.text]
    kept = tuple(d for d in found.differences if not (_is_demand(d) and _is_said(words, d, others)))
    return _with(found, kept) if len(kept) < len(found.differences) else found


def _is_demand(difference: Difference) -> bool:
    return difference.slot in _DEMANDS and difference.relation in (Relation.HEAVIER, Relation.ADDED)


def _is_said(words: str, difference: Difference, others: list[frozenset[str]]) -> bool:
    """Whether nearly all of the sentence of a difference stands in one of the other 款."""
    if difference.lower_span is None:
        return False
    start = max(words.rfind(mark, 0, difference.lower_span.start) for mark in "。；\n") + 1
    end = _SENTENCE_END.search(words, difference.lower_span.end)
    own = _pairs(words[start : end.start() if end else None])
    return any(len(own & other) >= _SAID * len(own) for other in others)


def _with_votes(found: Comparison, words: str, clause: HigherClause) -> Comparison:
    """``found`` with shares of votes that are not those for the matter, which the 款 before names in its 项."""
    told = tuple(votes_on_item(words, clause.text, clause.article.text)) if clause.paragraph else ()
    kept = [d.lower_span for d in found.differences if d.lower_span is not None]
    new = tuple(d for d in told if d.lower_span is not None and not d.lower_span.overlaps(*kept))
    return _with(found, (*found.differences, *new)) if new else found


def _with_payers(found: Comparison, words: str, clause: HigherClause) -> Comparison:
    """``found`` with fines that another 款 has for a payer of whom the best one says nothing, and without the kinds of penalty
    that stand there."""
    article = clause.article.text if clause.paragraph else ""
    told = tuple(fines_beside(words, clause.text, article))
    kept = tuple(d for d in found.differences if not imposed_beside(words, d, clause.text, article))
    changed = told or len(kept) < len(found.differences)
    return _with(found, (*kept, *told)) if changed else found


def _others(clause: HigherClause, words: str) -> Iterator[str]:
    own = _pairs(words)
    for text in PARAGRAPH.split(clause.article.text):
        if text.strip() and text.strip() not in clause.text:
            pairs = _pairs(text)
            if len(pairs & own) >= _ALIKE * len(pairs):
                yield text.strip()


def _told(words: str, other: str, kinds: list[str]) -> Iterator[Difference]:
    for difference in compare_clauses(words, other).differences:
        if difference.slot in kinds and difference.relation.alarming and difference.lower_span and difference.upper:
            yield replace(difference, upper_span=None, note=f"同一条的另一款：{difference.note}")


def _pairs(text: str) -> frozenset[str]:
    plain = re.sub(r"\W", "", text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
