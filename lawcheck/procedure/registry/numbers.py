"""Numbers of the register and of receipts: made by the form of the place, read back, and checked for gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from lawcheck.procedure.jurisdictions import Jurisdiction

__all__ = ["NumberFaults", "check_numbers", "next_number", "receipt_number", "register_number"]

_FIELD = re.compile(r"\\?\{(?P<name>year|code|serial)[^{}]*\\?\}")
_GROUPS = {"year": r"(?P<year>\d{4})", "code": r"(?P<code>.*?)", "serial": r"(?P<serial>\d+)"}


class NumberFaults(NamedTuple):
    """Serials of a year that are missing, numbers given twice, and numbers that have another form."""

    missing: tuple[int, ...]
    double: tuple[str, ...]
    strange: tuple[str, ...]


def register_number(place: Jurisdiction, year: int, serial: int, code: str = "") -> str:
    """A number of the register; ``code`` is the sign of the maker (京政 …).

    >>> from lawcheck.procedure import find_jurisdiction
    >>> register_number(find_jurisdiction("beijing"), 2026, 12, "京政")
    '备〔2026〕京政-0012'
    """
    return _tidy(place.register.format(year=year, serial=serial, code=code))


def receipt_number(place: Jurisdiction, year: int, serial: int) -> str:
    """A number of a receipt.

    >>> from lawcheck.procedure import find_jurisdiction
    >>> receipt_number(find_jurisdiction("local"), 2026, 7)
    '回执〔2026〕00007号'
    """
    return place.receipt.format(year=year, serial=serial)


def next_number(place: Jurisdiction, year: int, given: Iterable[str], code: str = "") -> str:
    """The number after the last that was given in ``year``; serials run through all makers.

    >>> from lawcheck.procedure import find_jurisdiction
    >>> next_number(find_jurisdiction("local"), 2026, ["备〔2026〕云政-0012", "备〔2025〕云政-0200"], "云府")
    '备〔2026〕云府-0013'
    """
    serials = [serial for found, serial in _parsed(place, given) if found == year]
    return register_number(place, year, max(serials, default=0) + 1, code)


def check_numbers(place: Jurisdiction, year: int, given: Iterable[str]) -> NumberFaults:
    """What is wrong with the numbers of a year.

    >>> from lawcheck.procedure import find_jurisdiction
    >>> check_numbers(find_jurisdiction("local"), 2026, ["备〔2026〕甲-0001", "备〔2026〕甲-0003", "备2026第5号"])
    NumberFaults(missing=(2,), double=(), strange=('备2026第5号',))
    """
    numbers = list(given)
    parsed = list(_parsed(place, numbers))
    serials = Counter(serial for found, serial in parsed if found == year)
    return NumberFaults(
        missing=tuple(sorted(set(range(1, max(serials, default=0))) - serials.keys())),
        double=tuple(sorted(n for n in set(numbers) if _twice(place, n, year, serials))),
        strange=tuple(n for n in numbers if not _pattern(place).fullmatch(n)),
    )


def _twice(place: Jurisdiction, number: str, year: int, serials: Counter[int]) -> bool:
    found = _pattern(place).fullmatch(number)
    return found is not None and int(found["year"]) == year and serials[int(found["serial"])] > 1


def _parsed(place: Jurisdiction, numbers: Iterable[str]) -> Iterable[tuple[int, int]]:
    matches = (_pattern(place).fullmatch(number) for number in numbers)
    return [(int(found["year"]), int(found["serial"])) for found in matches if found]


def _pattern(place: Jurisdiction) -> re.Pattern[str]:
    escaped = re.escape(place.register).replace(r"\{", "{").replace(r"\}", "}")
    return re.compile(
        _FIELD.sub(lambda field: _GROUPS[field["name"]], escaped).replace(r"\-(?P<serial>", r"\-?(?P<serial>")
    )


def _tidy(number: str) -> str:
    """Without the hyphen of an empty code."""
    return number.replace("〕-", "〕")
