"""One aligner of two texts: what differs, in pieces that a person can read."""

from lawcheck.alignment.diffing import DiffOp, DiffTag, diff

__all__ = ["DiffOp", "DiffTag", "diff"]
