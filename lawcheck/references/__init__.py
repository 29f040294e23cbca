"""The grammar of references."""

from lawcheck.references.finder import find_references, looks_normative
from lawcheck.references.model import Reference, ReferenceKind

__all__ = ["Reference", "ReferenceKind", "find_references", "looks_normative"]
