"""Reads a chain of places: 第三条第一款、第二款, 第一、二、五项, 第15条、16条, 第九十条至第九十三条."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from lawcheck.document import Address, Number, NumberRange, Span, parse_numeral

__all__ = ["Place", "read_places"]

_N = r"[零〇○一二三四五六七八九十百千两\d０-９]+"
_TOKEN = re.compile(
    rf"(?P<separator>、|和|以及|或者|或|及|与)"
    rf"|(?P<to>至)"
    rf"|第?(?P<numbers>[（(]?{_N}[）)]?(?:[、和][（(]?{_N}[）)]?)*)"
    rf"(?P<unit>分编|[编章节条款项目])(?:之(?P<sub>{_N}))?"
)
_BRACKETS = str.maketrans("", "", "（）()")
_LEVELS = {
    "编": "book",
    "分编": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
    "款": "paragraph",
    "项": "point",
    "目": "indent",
}
_ORDER = list(_LEVELS.values())


class Place(NamedTuple):
    """One place of a list; ``span`` is relative to the start of the chain."""

    address: Address
    span: Span


def read_places(chain: str, base: Address) -> Iterator[Place]:
    """Every place in ``chain``; a step that is left out is taken from the place before.

    >>> [str(p.address) for p in read_places("第一条第二款、第三款和第五条", Address())]
    ['第一条第二款', '第一条第三款', '第五条']
    >>> [str(p.address) for p in read_places("第二十一条第一、二、五项", Address())]
    ['第二十一条第一项', '第二十一条第二项', '第二十一条第五项']
    """
    current, start, last_level, to = base, 0, -1, False
    pending: list[Place] = []
    for token in _TOKEN.finditer(chain):
        if token["separator"]:
            yield from pending
            pending, start, last_level = [], token.end(), -1
        elif token["to"]:
            to = True
        else:
            level = _ORDER.index(_LEVELS[token["unit"]])
            values = [parse_numeral(n) for n in re.split("[、和]", token["numbers"].translate(_BRACKETS))]
            sub = parse_numeral(token["sub"]) if token["sub"] else 0
            numbers = [Number(v, sub or 0) for v in values if v is not None]
            if to and pending and numbers:
                pending[-1] = _range(pending[-1], _ORDER[level], numbers[-1], token.end())
                to = False
            elif numbers:
                prefix = pending[-1].address if pending and level > last_level else current
                pending = [Place(_at(prefix, level, number), Span(start, token.end())) for number in numbers]
            if pending:
                current = pending[-1].address
            last_level = level
    yield from pending


def _at(prefix: Address, level: int, number: Number) -> Address:
    """``prefix`` down to the level above, then ``number``; anything deeper is dropped."""
    changes: dict[str, NumberRange | None] = dict.fromkeys(_ORDER[level:])
    changes[_ORDER[level]] = NumberRange(number, number)
    return replace(prefix, **changes)  # type: ignore[arg-type]


def _range(place: Place, name: str, last: Number, end: int) -> Place:
    first: NumberRange | None = getattr(place.address, name)
    if first is None or last < first.first:
        return Place(place.address, Span(place.span.start, place.span.end))
    address = replace(place.address, **{name: NumberRange(first.first, last)})  # type: ignore[arg-type]
    return Place(address, Span(place.span.start, end))
