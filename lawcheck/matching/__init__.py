"""Which higher laws a document faces, and each 款 beside the higher clause it must agree with."""

from lawcheck.matching.asking import questions
from lawcheck.matching.clauses import match_document
from lawcheck.matching.covering import coverage
from lawcheck.matching.higher_laws import find_higher_laws
from lawcheck.matching.index import ClauseIndex
from lawcheck.matching.items import item_sentences
from lawcheck.matching.meaning import Meaning, join_meaning, open_meaning
from lawcheck.matching.model import Coverage, Ground, HigherClause, HigherLaw, Match, MatchState, Pins
from lawcheck.matching.opening import open_index
from lawcheck.matching.phrases import CITED_CLAUSE, COMMENCEMENT
from lawcheck.matching.plain import Answer, ask
from lawcheck.matching.saying import HigherTexts, Near, higher_texts

__all__ = [
    "CITED_CLAUSE",
    "COMMENCEMENT",
    "Answer",
    "ClauseIndex",
    "Coverage",
    "Ground",
    "HigherClause",
    "HigherLaw",
    "HigherTexts",
    "Match",
    "MatchState",
    "Meaning",
    "Near",
    "Pins",
    "ask",
    "coverage",
    "find_higher_laws",
    "higher_texts",
    "item_sentences",
    "join_meaning",
    "match_document",
    "open_index",
    "open_meaning",
    "questions",
]
