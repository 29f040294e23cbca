"""A place in a law: typed, with ranges and 之N; text form and parser are inverse of each other."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

from lawcheck.document.numerals import Number, format_numeral, parse_numeral

__all__ = ["Address", "NumberRange"]

_NUMERAL = r"[零〇○一二三四五六七八九十百千万两\d０-９]+"
_LEVELS = (
    ("book", "编"),
    ("part", "分编"),
    ("chapter", "章"),
    ("section", "节"),
    ("article", "条"),
    ("paragraph", "款"),
    ("point", "项"),
    ("indent", "目"),
)
_NAME = {suffix: name for name, suffix in _LEVELS}
_STEP = re.compile(rf"第[（(]?({_NUMERAL})[）)]?(分编|[编章节条款项目])(?:之({_NUMERAL}))?(?:(至)(?=第))?")


class NumberRange(NamedTuple):
    """Both ends included: 第三条至第五条 is ``NumberRange(Number(3), Number(5))``; a single number has equal ends."""

    first: Number
    last: Number

    @property
    def is_range(self) -> bool:
        """More than one number."""
        return self.first != self.last

    def __contains__(self, number: object) -> bool:
        return isinstance(number, Number) and self.first <= number <= self.last


def _single(value: int, sub: int = 0) -> NumberRange:
    return NumberRange(Number(value, sub), Number(value, sub))


@dataclass(frozen=True, slots=True)
class Address:
    """Steps from 编 to 目, each a :class:`NumberRange` or None; ``law`` is the title where one is named.

    >>> a = Address.parse("第十二条之一第二款第（三）项")
    >>> a.article.first, a.point.first.value
    (Number(value=12, sub=1), 3)
    >>> str(a), a.eid
    ('第十二条之一第二款第三项', 'art_12-1__para_2__point_3')
    """

    law: str | None = None
    book: NumberRange | None = None
    part: NumberRange | None = None
    chapter: NumberRange | None = None
    section: NumberRange | None = None
    article: NumberRange | None = None
    paragraph: NumberRange | None = None
    point: NumberRange | None = None
    indent: NumberRange | None = None

    @classmethod
    def of(cls, article: int, sub: int = 0, paragraph: int | None = None, point: int | None = None) -> Address:
        """An address by numbers.

        >>> str(Address.of(12, 1, 2, 3))
        '第十二条之一第二款第三项'
        """
        return cls(
            article=_single(article, sub),
            paragraph=_single(paragraph) if paragraph else None,
            point=_single(point) if point else None,
        )

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read 《某法》第一条第二款 or 第三条至第五条; raises ``ValueError`` when a character is left over."""
        law, rest = None, text
        if text.startswith("《") and (end := text.rfind("》")) > 0:
            law, rest = text[1:end], text[end + 1 :]
        steps: dict[str, NumberRange] = {}
        position = 0
        while position < len(rest):
            position = _read_step(rest, position, steps)
        return cls(law=law, **steps)

    def __str__(self) -> str:
        steps = [_format_step(value, suffix) for name, suffix in _LEVELS if (value := getattr(self, name)) is not None]
        return (f"《{self.law}》" if self.law else "") + "".join(steps)

    @property
    def is_empty(self) -> bool:
        """No step below the law."""
        return all(getattr(self, name) is None for name, _ in _LEVELS)

    @property
    def eid(self) -> str:
        """The positional id of the first place meant, from the 条 down."""
        names = (("article", "art"), ("paragraph", "para"), ("point", "point"), ("indent", "indent"))
        return "__".join(f"{tag}_{value.first}" for name, tag in names if (value := getattr(self, name)) is not None)

    def relative_to(self, other: Address) -> Address:
        """Fill the steps above the first own step from ``other``.

        >>> str(Address.parse("第二款").relative_to(Address.parse("《某法》第三条第一款")))
        '《某法》第三条第二款'
        """
        taken: dict[str, object] = {}
        for item in fields(self):
            if getattr(self, item.name) is not None:
                break
            taken[item.name] = getattr(other, item.name)
        return replace(self, **taken)  # type: ignore[arg-type]


def _read_step(text: str, position: int, steps: dict[str, NumberRange]) -> int:
    match = _STEP.match(text, position)
    number = _step_number(match)
    if match is None or number is None:
        raise ValueError(f"not an address: {text!r} at {position}")
    name, end = _NAME[match[2]], match.end()
    last = number
    if match[4]:
        upper = _STEP.match(text, end)
        last_number = _step_number(upper)
        if upper is None or last_number is None or upper[2] != match[2] or upper[4]:
            raise ValueError(f"not a range: {text!r} at {end}")
        last, end = last_number, upper.end()
    if name in steps or any(n in steps for n, _ in _LEVELS[[n for n, _ in _LEVELS].index(name) :]):
        raise ValueError(f"levels out of order: {text!r}")
    steps[name] = NumberRange(number, last)
    return end


def _step_number(match: re.Match[str] | None) -> Number | None:
    if match is None:
        return None
    value, sub = parse_numeral(match[1]), parse_numeral(match[3]) if match[3] else 0
    return None if value is None or sub is None else Number(value, sub)


def _format_step(value: NumberRange, suffix: str) -> str:
    ends = (value.first,) if not value.is_range else (value.first, value.last)
    return "至".join(
        f"第{format_numeral(n.value)}{suffix}" + (f"之{format_numeral(n.sub)}" if n.sub else "") for n in ends
    )
