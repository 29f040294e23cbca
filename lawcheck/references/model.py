"""What the grammar of references reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lawcheck.document.address import Address
from lawcheck.document.source import Span

__all__ = ["Reference", "ReferenceKind"]


class ReferenceKind(StrEnum):
    """How a reference names its target."""

    TITLE = "title"  # 《某法》, 宪法 — a whole document
    EXTERNAL = "external"  # 《某法》第X条, 该法第X条, 某法 (以下简称) 第X条
    SELF = "self"  # 本法/本条例/本办法第X条
    RELATIVE = "relative"  # 前款, 前条, 前两款, 本条第二款

    @property
    def names_another(self) -> bool:
        """Whether it names another document, alone or with a place in it."""
        return self in (ReferenceKind.TITLE, ReferenceKind.EXTERNAL)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in a text. ``address.law`` is the title as written without 《》, blanks removed.

    ``span`` covers the whole expression, ``title_span`` the title with its 《》 (or the short name); ``how`` says how
    it was read: ``title``, ``short-name``, ``same-law`` (该法), ``unmarked`` (刑法 without 《》), ``elided`` (、第三条), ``number``
    (文号 alone), ``self``, ``relative``, ``bare`` (第X条 of this document). For relative ones ``address`` is the distance resolved later: ``back`` counts units back
    (前款 1, 前两款 2), ``level`` is the level meant (``paragraph``, ``article``, ``point``, ``chapter``, ``section``;
    ``text`` for 前述规定: what stands before it). ``part`` is 但书, 前段 or 后段 behind the place; ``edition`` the year in
    《某法》（2021年修订）; ``number`` a 文号 (title in brackets behind it, or alone: ``how`` is ``number``).
    """

    span: Span
    text: str
    kind: ReferenceKind
    address: Address
    title_span: Span | None = None
    how: str = "title"
    back: int = 0
    level: str = ""
    part: str = ""
    edition: str = ""
    number: str = ""
