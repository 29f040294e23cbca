"""Fields of laws in a query: answered from the library's own values on the day asked for, never from a stored copy."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Final

from rapidfuzz import fuzz

from lawcheck.document.numerals import parse_numeral
from lawcheck.laws.kinds import parse_kind
from lawcheck.laws.library import Library
from lawcheck.laws.model import Law, LawVersion, Level, Validity
from lawcheck.laws.searching.folding import fold
from lawcheck.laws.territories import guess_territory, is_within, territory
from lawcheck.laws.titles import normalise_title

__all__ = ["BadValue", "Scope", "article_number"]

_ANY_STATE: Final = "全部"
_NATIONAL: Final = "全国"
_SHORT_STATES: Final = {
    "有效": Validity.IN_FORCE,
    "未生效": Validity.NOT_YET,
    "废止": Validity.REPEALED,
    "失效": Validity.EXPIRED,
}
_NEAR: Final = 70.0  # rapidfuzz ratio: 道路交通管理法 for 道路交通安全法 has 71; below, other laws come in
_NUMBER: Final = re.compile(r"第?(?P<value>[^条之第-]+)条?(?:[之-](?P<sub>[^条之第-]+))?")

Test = Callable[[Law, LawVersion], bool]


class BadValue(ValueError):  # noqa: N818  (becomes E325 where the place in the query is known)
    """A value that a field cannot have: the field, the value and what it may be, in Chinese."""


class Scope:
    """The versions of a library on a day: which are current, and which fit a field and a value."""

    def __init__(self, library: Library, as_of: date) -> None:
        self.library = library
        self.as_of = as_of

    @cached_property
    def current(self) -> frozenset[int]:
        """Versions in force on the day, and those 效力待核."""
        return frozenset(v.version_id for _, v in self.library.in_force(self.as_of, include_unknown=True))

    @cached_property
    def _versions(self) -> tuple[tuple[Law, LawVersion], ...]:
        laws = self.library.laws()
        return tuple((law, version) for law in laws for version in self.library.versions(law.law_id))

    @cached_property
    def _titles(self) -> tuple[str, list[int], list[Law]]:
        """All folded titles and keys in one text, where each law starts in it, and the laws: one look finds all."""
        laws = list(self.library.laws())
        lines = [f"{fold(law.title)}\n{fold(law.key)}\n" for law in laws]
        return "".join(lines), list(accumulate(map(len, lines), initial=0)), laws

    def fitting(self, field: str, value: str) -> frozenset[int]:
        """Versions of which ``field`` is ``value``.

        Raises:
            BadValue: for a value that the field cannot have.
            UsageError: E309 for an unknown kind.
        """
        test = _TESTS[field](self, value)
        return frozenset(version.version_id for law, version in self._versions if test(law, version))

    def titled(self, value: str) -> dict[int, float]:
        """Versions whose title has ``value``, with the share of the title (by key) that it makes up."""
        key = normalise_title(value)
        held = {
            law.law_id: min(1.0, len(key) / len(law.key))
            for word in {fold(value), fold(key)}
            for law in self._with(word)
        }
        return {v.version_id: share for law_id, share in held.items() for v in self.library.versions(law_id)}

    def _with(self, word: str) -> Iterator[Law]:
        text, starts, laws = self._titles
        at = text.find(word)
        while at >= 0:
            index = bisect_right(starts, at) - 1
            yield laws[index]
            at = text.find(word, starts[index + 1])

    def nearly_titled(self, value: str) -> dict[int, float]:
        """Versions whose title is close to ``value`` (with how close, 0–1), has it, or is what it is slipped from."""
        key = normalise_title(value)
        near = {law.law_id: fuzz.ratio(key, law.key) for law in self.library.laws()}
        slips = [law.law_id for title in self.library.suggest_titles(value) for law in self.library.find_title(title)]
        near |= dict.fromkeys(slips, 100.0)
        close = {v.version_id: near[law.law_id] / 100 for law, v in self._versions if near[law.law_id] >= _NEAR}
        return self.titled(value) | close

    def named(self, value: str) -> dict[int, float]:
        """Versions of the laws that bear this title, in any way of writing it; where none does, those that have it."""
        held = {law.law_id for law in self.library.find_title(value)}
        return {v.version_id: 1.0 for law, v in self._versions if law.law_id in held} or self.titled(value)


def _kind(_scope: Scope, value: str) -> Test:
    kind = parse_kind(value)
    return lambda law, _version: law.kind is kind


def _level(_scope: Scope, value: str) -> Test:
    if value not in list(Level):
        raise BadValue("层级", value, "、".join(Level))
    return lambda law, _version: law.level.value == value


def _territory(_scope: Scope, value: str) -> Test:
    """Laws of a place and of the places in it; 全国 are laws of no place."""
    if value == _NATIONAL:
        return lambda law, _version: not law.territory
    place = territory(value) or territory(guess_territory(value)[0])
    if place is None:
        raise BadValue("地区", value, f"{_NATIONAL}、省市县名称或者六位行政区划代码")
    return lambda law, _version: is_within(law.territory, place.code)


def _maker(_scope: Scope, value: str) -> Test:
    wanted = fold(value)
    return lambda law, _version: wanted in fold(law.maker)


def _status(scope: Scope, value: str) -> Test:
    if value == _ANY_STATE:
        return lambda _law, _version: True
    if value not in [*Validity, *_SHORT_STATES]:
        raise BadValue("效力", value, "、".join([*Validity, _ANY_STATE]))
    wanted = _SHORT_STATES.get(value) or Validity(value)
    return lambda _law, version: scope.library.validity(version, scope.as_of) is wanted


_TESTS: Final[Mapping[str, Callable[[Scope, str], Test]]] = {
    "kind": _kind,
    "level": _level,
    "territory": _territory,
    "maker": _maker,
    "status": _status,
}


def article_number(value: str) -> int:
    """第十二条之一, 12-1, 十二之一 as the number 12001 of the index.

    >>> [article_number(text) for text in ("第十二条之一", "12-1", "十二", "第５条")]
    [12001, 12001, 12000, 5000]

    Raises:
        BadValue: for anything else.
    """
    match = _NUMBER.fullmatch(value.strip())
    main = parse_numeral(match["value"]) if match else None
    sub = parse_numeral(match["sub"]) if match and match["sub"] else 0
    if main is None or sub is None:
        raise BadValue("条", value, "第五条、5、第十二条之一、12-1")
    return main * 1000 + sub
