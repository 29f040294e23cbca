"""Reads a chain of places: 第三条第一款、第二款, 第一、二、五项, 第15条、16条, 第九十条至第九十三条."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from lawcheck.document import Address, Number, NumberRange, Span, parse_numeral
from lawcheck.references.grammar import TOKEN

__all__ = ["Place", "read_places"]

_AND = re.compile("[、和及]")
_BRACKETS = str.maketrans("", "", "（）()")
_BESIDE = re.compile("[）)][（(]")  # （一）（二）: two numbers
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


@lru_cache(maxsize=16384)
def read_places(chain: str, base: Address) -> tuple[Place, ...]:
    """Every place in ``chain``; a step that is left out is taken from the place before. Laws repeat their chains (前款,
    第二款, 本条例第五条), so the answers are kept.

    >>> [str(p.address) for p in read_places("第一条第二款、第三款和第五条", Address())]
    ['第一条第二款', '第一条第三款', '第五条']
    >>> [str(p.address) for p in read_places("第二十一条第一、二、五项", Address())]
    ['第二十一条第一项', '第二十一条第二项', '第二十一条第五项']
    """
    return tuple(_read(chain, base))


def _read(chain: str, base: Address) -> Iterator[Place]:
    current, start, last_level, to = base, 0, -1, False
    pending: list[Place] = []
    for token in TOKEN.finditer(chain):
        if token["separator"]:
            yield from pending
            pending, start, last_level = [], token.end(), -1
        elif token["to"]:
            to = True
        else:
            level = _ORDER.index(_LEVELS[token["unit"]])
            numbers = _numbers(token["numbers"], token["sub"])
            if to and pending and numbers:
                pending[-1] = _range(pending[-1], _ORDER[level], numbers[-1].last, token.end())
                to = False
            elif numbers:
                prefix = pending[-1].address if pending and level > last_level else current
                pending = [Place(_at(prefix, level, number), Span(start, token.end())) for number in numbers]
            if pending:
                current = pending[-1].address
            last_level = level
    yield from pending


def _numbers(text: str, sub: str | None) -> list[NumberRange]:
    """The numbers of 第一、二至五项: single ones and ranges; 之N belongs to the last."""
    ends = [
        [parse_numeral(n) for n in piece.split("至")]
        for piece in _AND.split(_BESIDE.sub("、", text).translate(_BRACKETS))
    ]
    pairs = [(piece[0], piece[-1]) for piece in ends]
    found = [NumberRange(Number(a), Number(max(a, b))) for a, b in pairs if a is not None and b is not None]
    if sub and found and (value := parse_numeral(sub)):
        number = Number(found[-1].last.value, value)
        found[-1] = NumberRange(found[-1].first if found[-1].is_range else number, number)
    return found


def _at(prefix: Address, level: int, numbers: NumberRange) -> Address:
    """``prefix`` down to the level above, then ``numbers``; anything deeper is dropped."""
    changes: dict[str, NumberRange | None] = dict.fromkeys(_ORDER[level:])
    changes[_ORDER[level]] = numbers
    return replace(prefix, **changes)  # type: ignore[arg-type]


def _range(place: Place, name: str, last: Number, end: int) -> Place:
    first: NumberRange | None = getattr(place.address, name)
    if first is None or last < first.first:
        return Place(place.address, Span(place.span.start, place.span.end))
    address = replace(place.address, **{name: NumberRange(first.first, last)})  # type: ignore[arg-type]
    return Place(address, Span(place.span.start, end))
