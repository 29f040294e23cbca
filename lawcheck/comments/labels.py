"""How a clause is named to people: articles as they are cited, the parts and items of a notice as the draft writes them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from lawcheck.document import Document, Unit, UnitKind, format_numeral

__all__ = ["place_label"]

_NAME: Final = 30  # characters of the heading of a part that stand in its label
_WORDS: Final = 12  # of the words of a part without a heading
_MARKS: Final = "、.．, ，"


def place_label(document: Document, unit: Unit) -> str:
    """第十二条第（三）项; in a notice that counts 一、（一）1. the numbers as they stand there, a part with its heading.

    >>> from lawcheck.document import parse
    >>> notice = parse("某县某通知\\n一、压实责任\\n（一）乡镇长负责。\\n（二）林农负责。\\n二、本通知自发布之日起施行。")
    >>> [place_label(notice, notice.by_eid[eid]) for eid in ("cl_1", "cl_1__para_1__point_2", "cl_2")]
    ['一、压实责任', '一、（二）', '二、本通知自发布之日起施行']
    """
    path = document.path(unit)
    at = next((n for n, step in enumerate(path) if step.kind is UnitKind.CLAUSE), -1)
    if at < 0 or path[0].kind is UnitKind.ANNEX or not path[at].label:
        return document.citation_label(unit) or unit.heading
    part = path[at]
    below = "".join(_steps(path[at:]))
    return f"{part.label.rstrip(_MARKS)}、{below or _name(part)}".rstrip("、")


def _steps(path: tuple[Unit, ...]) -> Iterator[str]:
    """The numbers below the part; a 款 has one only where it is not the first or holds no list."""
    for above, unit in itertools.pairwise(path):
        if unit.kind is UnitKind.PARAGRAPH:
            if len(above.children) > 1 and (not unit.children or unit is not above.children[0]):
                yield f"第{format_numeral(above.children.index(unit) + 1)}款"
        else:
            yield unit.label.strip().rstrip(_MARKS)


def _name(part: Unit) -> str:
    """The heading, or how the part begins."""
    words = (part.heading or part.text or next((child.text for child in part.children), "")).strip()
    name = words.partition("\n")[0].rstrip("。：:")
    return name if len(name) <= _NAME and "。" not in name else f"{name[:_WORDS]}……"
