"""One aligner: what differs between two texts, and which unit of a new version holds the text of an old one.

``diff`` compares two texts, ``align_lines`` their lines; ``align_texts`` two lists of texts; ``align_articles`` numbered articles; ``align_documents``
and ``align_units`` trees (条, then 款 and 项 inside what changed), ``align_parts`` whole documents with their headings and
annexes.
"""

from lawcheck.alignment.articles import ArticlePair, ArticleText, align_articles
from lawcheck.alignment.diffing import DiffOp, DiffTag, diff
from lawcheck.alignment.lines import LinePair, align_lines
from lawcheck.alignment.parts import PartPairs, align_parts, is_heading
from lawcheck.alignment.texts import ONE_SHAPE, PairKind, TextPair, align_texts, same_text
from lawcheck.alignment.trees import UnitPair, align_documents, align_units

__all__ = [
    "ONE_SHAPE",
    "ArticlePair",
    "ArticleText",
    "DiffOp",
    "DiffTag",
    "LinePair",
    "PairKind",
    "PartPairs",
    "TextPair",
    "UnitPair",
    "align_articles",
    "align_documents",
    "align_lines",
    "align_parts",
    "align_texts",
    "align_units",
    "diff",
    "is_heading",
    "same_text",
]
