"""The third injector: planted errors and harmless insertions for a checker of normative documents.

Written from ``domain.md`` sections 3 and 7 and the law texts by someone who has not seen the
program.  ``KINDS[name].plant(random, text, context)`` returns a :class:`Planted` (the whole changed
text and the place) or ``None`` when the text offers no place; ``CLEAN`` holds harmless insertions
whose ``rules`` must *not* be raised there.  The same seed gives the same text.

    >>> from random import Random
    >>> KINDS["detention"].plant(Random(1), "没有条文的文字", Context("x.md", "某条例")) is None
    True
"""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks import third_injector_authority as authority
from benchmarks import third_injector_citations as citations
from benchmarks import third_injector_clean as clean
from benchmarks import third_injector_copies as copies
from benchmarks import third_injector_powers as powers
from benchmarks import third_injector_rights as rights
from benchmarks import third_injector_structure as structure
from benchmarks import third_injector_terms as terms
from benchmarks import third_injector_time as times
from benchmarks import third_injector_wording as wording
from benchmarks.third_injector_base import Context, Kind, Planted, table

__all__ = ["CLEAN", "KINDS", "Context", "Kind", "Planted"]

KINDS: Mapping[str, Kind] = table(
    authority.KINDS
    + powers.KINDS
    + rights.KINDS
    + citations.KINDS
    + structure.KINDS
    + times.KINDS
    + wording.KINDS
    + terms.KINDS
    + copies.KINDS
)
CLEAN: Mapping[str, Kind] = table(clean.CLEAN)
