"""A law that can be edited: articles, 款 and 项 keep the numbers they had, and get those they shall have at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

from lawcheck.document import Number, format_numeral, parse_numeral
from lawcheck.laws.records import RawArticle

__all__ = [
    "EditArticle",
    "EditParagraph",
    "EditPoint",
    "articles_of",
    "editable",
    "label_of",
    "paragraphs_of",
    "settled",
]

_POINT: Final = re.compile(r"^[（(]([零〇一二三四五六七八九十百]+)[）)]")
_UNFINISHED: Final = ("：", ":", "，", "；", "、")  # 委员长，｜副委员长若干人，: lines of one 款
_ARTICLE_HEAD: Final = re.compile(r"^第([零〇一二三四五六七八九十百千]+)条(?:之([零〇一二三四五六七八九十]+))?[\s　]*")


@dataclass
class EditPoint:
    """A 项 with its label; ``old`` is None for an added one, ``new`` only where an instruction says the number."""

    text: str
    old: int | None = None
    new: int | None = None


@dataclass
class EditParagraph:
    """A 款: its own text, its 项, and what follows them; ``written`` by the decision, else it is the old text."""

    lead: str
    points: list[EditPoint] = field(default_factory=list)
    wrap_up: list[str] = field(default_factory=list)
    old: int | None = None
    new: int | None = None
    written: bool = False

    @property
    def lines(self) -> list[str]:
        """The lines of the text, 项 numbered in their order."""
        points = settled(self.points)
        renumbered = any(p.old is None or p.new is not None for p in points) or len(points) < len(self.points)
        shown = [_labelled(p.text, n) if renumbered or p.old != n else p.text for n, p in enumerate(points, 1)]
        return [*([self.lead] if self.lead else []), *shown, *self.wrap_up]


@dataclass
class EditArticle:
    """A 条; ``heading`` is that of its chapter and section."""

    paragraphs: list[EditParagraph]
    heading: str = ""
    old: Number | None = None
    new: Number | None = None

    @property
    def text(self) -> str:
        """All 款 and 项, one a line."""
        return "\n".join(line for p in settled(self.paragraphs) for line in p.lines)


class _Numbered(Protocol):
    old: int | None
    new: int | None


_P = TypeVar("_P", bound=_Numbered)


def settled(items: Sequence[_P]) -> list[_P]:
    """Items in their new order: those told a number stand there, the others keep their order around them."""
    told = {item.new: item for item in items if item.new is not None}
    rest = [item for item in items if item.new is None]
    order: list[_P] = []
    while rest or told:
        position = len(order) + 1
        if position in told:
            order.append(told.pop(position))
        elif rest:
            order.append(rest.pop(0))
        else:
            order.append(told.pop(min(told)))
    return order


def _labelled(text: str, number: int) -> str:
    return f"（{format_numeral(number)}）{_POINT.sub('', text)}"


def paragraphs_of(text: str, *, old: bool = False) -> list[EditParagraph]:
    """The 款 of a text with one 款 or 项 a line; with ``old`` they are numbered as standing."""
    found: list[EditParagraph] = []
    before = ""
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        point = _POINT.match(line)
        if point and (not found or not before):
            found.append(EditParagraph(""))
        if point:
            found[-1].points.append(EditPoint(line, parse_numeral(point[1]) if old else None))
        elif before.endswith(_UNFINISHED):
            found[-1].wrap_up.append(line)
        else:
            found.append(EditParagraph(line))
        before = line
    for number, paragraph in enumerate(found, 1):
        paragraph.old, paragraph.written = (number if old else None), not old
    return found


def editable(articles: Sequence[RawArticle]) -> list[EditArticle]:
    """The numbered articles of a text, ready to be edited."""
    return [EditArticle(paragraphs_of(a.text, old=True), a.heading, a.number) for a in articles if a.number is not None]


def articles_of(text: str) -> Iterator[tuple[Number | None, str]]:
    """The articles of a quotation: 第四十四条 … 第四十五条 …; one without number is a single article."""
    number: Number | None = None
    lines: list[str] = []
    for line in text.split("\n"):
        if head := _ARTICLE_HEAD.match(line):
            if lines:
                yield number, "\n".join(lines)
            number, lines = (
                Number(parse_numeral(head[1]) or 0, parse_numeral(head[2] or "零") or 0),
                [line[head.end() :]],
            )
        else:
            lines.append(line)
    yield number, "\n".join(lines)


def label_of(number: Number) -> str:
    """第X条之Y.

    >>> label_of(Number(12, 1))
    '第十二条之一'
    """
    tail = f"之{format_numeral(number.sub)}" if number.sub else ""
    return f"第{format_numeral(number.value)}条{tail}"
