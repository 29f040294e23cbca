"""Grounds on which a review need not be started (domain.md 2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from lawcheck.procedure.gates.data import gate_data

__all__ = ["DeclineGround", "decline_grounds"]


class DeclineGround(NamedTuple):
    """A ground; ``needs_plan``: the maker's plan in writing must be there."""

    id: str
    text: str
    needs_plan: bool = False


@cache
def decline_grounds() -> Mapping[str, DeclineGround]:
    """The grounds by id, in the order of the regulations.

    >>> decline_grounds()["agreed"].text
    '制定机关已经同意修改或者废止'
    """
    return MappingProxyType({row["id"]: DeclineGround(**row) for row in gate_data()["decline_grounds"]})
