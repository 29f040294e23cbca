"""What happened in a case, and on which day. The list of events is the truth; states and clocks are computed from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

__all__ = ["Event", "History"]


@dataclass(frozen=True)
class Event:
    """One event: its name (``registered``, ``opinion_issued`` …), the day it counts from, what was filled in, and who
    did it. ``facts`` hold JSON values only; days are written YYYY-MM-DD.

    >>> event = Event("agreed", date(2026, 11, 2), {"due": "2027-03-31", "plan": "修改第五条"})
    >>> str(event.day_of("due")), event.day_of("received_on"), event.told("plan")
    ('2027-03-31', None, '修改第五条')
    """

    name: str
    day: date
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    actor: str = ""
    role: str = ""

    def day_of(self, fact: str) -> date | None:
        """A fact that is a day; None where it is missing or no day."""
        value = self.facts.get(fact)
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None

    def told(self, fact: str) -> str:
        """A fact that is text; empty where it is missing."""
        value = self.facts.get(fact)
        return value.strip() if isinstance(value, str) else ""


History = tuple[Event, ...]
"""The events of a case, in the order in which they were recorded."""
