"""What tests of comparison ask for most: the differences between two clauses, in a few words each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lawcheck.comparison import compare_clauses
from lawcheck.comparison.model import Difference

PARTS: dict[str, Callable[[Difference], str]] = {
    "slot": lambda difference: difference.slot,
    "relation": lambda difference: difference.relation.value,
    "lower": lambda difference: difference.lower,
}


def differences_by(*parts: str, alarming: bool = True) -> Callable[[str, str], list[Any]]:
    """Of two clauses (lower, upper): these parts of each difference, of those that alarm unless all are asked for; of one part
    the words alone."""

    def told(lower: str, upper: str) -> list[Any]:
        found = [d for d in compare_clauses(lower, upper).differences if d.relation.alarming or not alarming]
        rows = [tuple(PARTS[part](difference) for part in parts) for difference in found]
        return [row[0] for row in rows] if len(parts) == 1 else rows

    return told


alarms = differences_by("slot", "relation", "lower")
