"""One aligner: what differs between two texts, and which article of a new version holds the text of an old one."""

from lawcheck.alignment.articles import ArticlePair, ArticleText, PairKind, align_articles
from lawcheck.alignment.diffing import DiffOp, DiffTag, diff

__all__ = ["ArticlePair", "ArticleText", "DiffOp", "DiffTag", "PairKind", "align_articles", "diff"]
