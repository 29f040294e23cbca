"""What the digits that a pattern hits must be, where their form alone does not tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from lawcheck.personal import IDENTITY, is_identity_number, passes_luhn

__all__ = ["NUMBERS"]

NUMBERS: Final[Mapping[str, Callable[[str, date], bool]]] = {
    "card": lambda digits, _day: passes_luhn(digits),
    "no-identity": lambda digits, day: not _is_identity(digits, day),
}
"""What ``number`` of a pattern may ask of the digits that it hits: that the last one checks them as on a bank card, or that they
are no 公民身份号码, of which another rule tells."""


def _is_identity(digits: str, day: date) -> bool:
    return IDENTITY.fullmatch(digits) is not None and is_identity_number(digits, day, any_place=True)
