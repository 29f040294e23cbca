"""One aligner: what differs between two texts, and which unit of a new version holds the text of an old one.

``diff`` compares two texts; ``align_texts`` two lists of texts; ``align_articles`` numbered articles; ``align_documents``
and ``align_units`` trees (条, then 款 and 项 inside what changed).
"""

from lawcheck.alignment.articles import ArticlePair, ArticleText, align_articles
from lawcheck.alignment.diffing import DiffOp, DiffTag, diff
from lawcheck.alignment.texts import PairKind, TextPair, align_texts, same_text
from lawcheck.alignment.trees import UnitPair, align_documents, align_units

__all__ = [
    "ArticlePair",
    "ArticleText",
    "DiffOp",
    "DiffTag",
    "PairKind",
    "TextPair",
    "UnitPair",
    "align_articles",
    "align_documents",
    "align_texts",
    "align_units",
    "diff",
    "same_text",
]
