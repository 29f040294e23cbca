"""Finished units: texts cut, eIds given."""

from __future__ import annotations

import re
from itertools import count
from typing import Final

from lawcheck.document.drafts import Draft
from lawcheck.document.model import Unit, UnitKind
from lawcheck.document.source import Span

__all__ = ["Freezer", "is_dotted"]

_TAGS = {
    UnitKind.BOOK: "book",
    UnitKind.PART: "part",
    UnitKind.CHAPTER: "chp",
    UnitKind.SECTION: "sec",
    UnitKind.ARTICLE: "art",
    UnitKind.CLAUSE: "cl",
    UnitKind.PARAGRAPH: "para",
    UnitKind.POINT: "point",
    UnitKind.INDENT: "indent",
    UnitKind.ANNEX: "att",
}
_DOTTED: Final = re.compile(r"\d{1,2}(?:[.．]\d{1,2})+")
_NOWHERE = Span(0, 0)


class Freezer:
    """Makes units of drafts over ``text``; eIds begin with ``prefix`` and are unique among ``taken``."""

    def __init__(self, text: str, prefix: str, ordinals: count[int], taken: set[str]) -> None:
        self._text, self._prefix, self._ordinals, self._taken = text, prefix, ordinals, taken

    def unit(self, draft: Draft, above: str, position: int) -> Unit:
        """The unit of a draft that stands at ``position`` (from 1) below the unit with the eId ``above``."""
        ordinal = next(self._ordinals)
        eid = self._eid(draft, above, position)
        if eid in self._taken:
            eid = _unique(eid, self._taken)
        self._taken.add(eid)
        children: tuple[Unit, ...] = ()
        end, text = draft.end, self._text
        if draft.children:
            children = tuple([self.unit(d, eid, i) for i, d in enumerate(draft.children, 1)])
            end = max(end, children[-1].span.end)
        return Unit(
            draft.kind,
            eid,
            ordinal,
            Span(draft.start, end),
            draft.number,
            draft.label,
            draft.heading,
            text[draft.text_start : draft.text_end],
            Span(draft.text_start, draft.text_end),
            children,
            text[draft.wrap_start : draft.wrap_end] if draft.wrap_end else "",
            Span(draft.wrap_start, draft.wrap_end) if draft.wrap_end else _NOWHERE,
        )

    def _eid(self, draft: Draft, above: str, position: int) -> str:
        if draft.kind is UnitKind.ARTICLE:
            above = self._prefix  # 条 counts through the whole text, and every citation is by 条
        lead = f"{above}__" if above else ""
        if draft.table:
            return f"{lead}table_{position}"
        if draft.number is None:
            dotted = draft.kind is UnitKind.CLAUSE and is_dotted(draft.label)
            steps = "-".join(str(int(step)) for step in re.split("[.．]", draft.label)) if dotted else ""
            return f"{lead}{_TAGS[draft.kind]}_{steps}" if dotted else f"{lead}hcontainer_{position}"
        number = draft.number.value if not draft.number.sub else draft.number
        return f"{lead}{_TAGS[draft.kind]}_{number}"


def is_dotted(label: str) -> bool:
    """A decimal number of several steps: 2.1.1."""
    return _DOTTED.fullmatch(label) is not None


def _unique(eid: str, taken: set[str]) -> str:
    return next(name for copy in count(2) if (name := f"{eid}.{copy}") not in taken)
