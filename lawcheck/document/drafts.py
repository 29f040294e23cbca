"""Units being built, and how lines that come later move what is in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from lawcheck.document.lines import Mark, label_style
from lawcheck.document.model import UnitKind
from lawcheck.document.numerals import Number

__all__ = [
    "Draft",
    "give_paragraphs_to_last",
    "give_text_to_paragraph",
    "give_wrap_up_to_last",
    "list_above",
    "next_paragraph",
    "open_list",
]


@dataclass(slots=True)
class Draft:
    """A unit being built; offsets only, the text is cut when it is frozen.

    ``end`` is that of its own characters; what stands below it may reach further (:attr:`reach`).
    """

    kind: UnitKind
    start: int
    end: int
    number: Number | None = None
    label: str = ""
    heading: str = ""
    text_start: int = 0
    text_end: int = 0
    wrap_start: int = 0
    wrap_end: int = 0
    table: bool = False
    children: list[Draft] = field(default_factory=list)

    @property
    def last_end(self) -> int:
        """Where the text last added to this unit ends."""
        if self.wrap_end:
            return self.wrap_end
        return self.children[-1].last_end if self.children else self.text_end

    @property
    def reach(self) -> int:
        """Where the unit ends with everything below it."""
        return max(self.end, self.children[-1].reach) if self.children else self.end


def next_paragraph(siblings: list[Draft]) -> Number:
    """The number of the next 款; tables between 款 have none."""
    for draft in reversed(siblings):
        if draft.kind is UnitKind.PARAGRAPH and draft.number:
            return Number(draft.number.value + 1)
    return Number(1)


def give_wrap_up_to_last(paragraph: Draft) -> None:
    """Text between two 项 of one list belongs to the first of them, not behind the last: reading order stays."""
    if paragraph.wrap_end and paragraph.children:
        last = paragraph.children[-1]
        last.wrap_start, last.wrap_end = paragraph.wrap_start, paragraph.wrap_end
        last.end = max(last.end, last.wrap_end)
        paragraph.wrap_start = paragraph.wrap_end = 0


def give_text_to_paragraph(point: Draft) -> None:
    """The words of a 项 with several paragraphs are its first paragraph, as those of a 条 are its first 款."""
    start, end = point.text_start, point.text_end
    point.children.append(Draft(UnitKind.PARAGRAPH, start, end, Number(1), text_start=start, text_end=end))
    point.text_end = start


def give_paragraphs_to_last(paragraph: Draft, rest: list[Draft]) -> None:
    """The paragraphs behind a list become those of its last 项, the text behind the list first."""
    if paragraph.wrap_end:
        start, end = paragraph.wrap_start, paragraph.wrap_end
        rest = [Draft(UnitKind.PARAGRAPH, start, end, Number(1), text_start=start, text_end=end), *rest]
        paragraph.wrap_start = paragraph.wrap_end = 0
    point = paragraph.children[-1]
    for draft in rest:
        if draft.number is not None:
            draft.number = next_paragraph(point.children)
        point.children.append(draft)


def open_list(paragraph: Draft) -> list[Draft]:
    """The last 项 of a 款, its last 目 and so on, outermost first."""
    found: list[Draft] = []
    listed = [draft for draft in paragraph.children if draft.kind in (UnitKind.POINT, UnitKind.INDENT)]
    while listed:
        found.append(listed[-1])
        listed = [draft for draft in listed[-1].children if draft.kind is UnitKind.INDENT]
    return found


def list_above(opened: list[Draft], mark: Mark) -> Draft | None:
    """What a 目 stands below: the parent of the open one with the same style of number; a new style that begins with 1 goes
    one level down. None where it is a 项 itself."""
    style = label_style(mark.label)
    same = next((i for i, draft in enumerate(opened) if label_style(draft.label) == style), None)
    if same is not None:
        return opened[same - 1] if same else None
    if not opened:
        return None
    return opened[-1] if mark.number == Number(1) else opened[max(len(opened) - 2, 0)]
