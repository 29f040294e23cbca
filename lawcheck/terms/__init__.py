"""Lexicons and their matcher."""

from lawcheck.terms.contexts import CONTEXTS
from lawcheck.terms.forms import searched_forms
from lawcheck.terms.importing import ListDefaults, ListReport, SetAside, import_list
from lawcheck.terms.lexicon import Lexicon, load_lexicon, read_lexicon, with_office_terms
from lawcheck.terms.lists import WordList, read_list
from lawcheck.terms.model import Synonym, SynonymCluster, SynonymHit, Term, TermHit
from lawcheck.terms.tables import LABELS

__all__ = [
    "CONTEXTS",
    "LABELS",
    "Lexicon",
    "ListDefaults",
    "ListReport",
    "SetAside",
    "Synonym",
    "SynonymCluster",
    "SynonymHit",
    "Term",
    "TermHit",
    "WordList",
    "import_list",
    "load_lexicon",
    "read_lexicon",
    "read_list",
    "searched_forms",
    "with_office_terms",
]
