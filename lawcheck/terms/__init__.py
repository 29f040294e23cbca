"""Lexicons and their matcher."""

from lawcheck.terms.lexicon import Lexicon, load_lexicon
from lawcheck.terms.model import Synonym, SynonymCluster, SynonymHit, Term, TermHit

__all__ = ["Lexicon", "Synonym", "SynonymCluster", "SynonymHit", "Term", "TermHit", "load_lexicon"]
