"""How long things are kept, and what then becomes of them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

import yaml

from lawcheck.errors import UsageError
from lawcheck.procedure.profiles import Source
from lawcheck.procedure.timing import add_months
from lawcheck.resources import corpus_dir

__all__ = ["Retention", "find_retention", "list_retentions"]


class Retention(NamedTuple):
    """How long something is kept: ``months`` after the event that ``after`` names (None: no rule was collected), and then
    ``then``; ``setting``: each consultation may set another length; ``least``: it may be kept longer."""

    id: str
    name: str
    months: int | None
    after: str
    then: str
    setting: bool
    least: bool
    source: Source

    def until(self, start: date, months: int | None = None) -> date | None:
        """The day until which it is kept; ``months`` is another length where that may be set. None: not settled.

        >>> str(find_retention("contact").until(date(2026, 8, 31))), str(find_retention("contact").until(date(2026, 8, 31), 3))
        ('2027-02-28', '2026-11-30')
        >>> find_retention("filing").until(date(2026, 8, 31)) is None
        True
        """
        length = months if self.setting and months is not None else self.months
        return None if length is None else add_months(start, length)


@cache
def list_retentions() -> tuple[Retention, ...]:
    """Everything whose keeping is regulated.

    >>> [item.id for item in list_retentions()]
    ['contact', 'network_log', 'filing', 'comments', 'audit']
    """
    data = yaml.safe_load((corpus_dir() / "profiles" / "retention.yaml").read_text(encoding="utf-8"))
    return tuple(
        Retention(
            id=row["id"],
            name=row["name"],
            months=row["months"],
            after=row["after"],
            then=row["then"],
            setting=row.get("setting", False),
            least=row.get("least", False),
            source=Source(row["source"], row["confirmed"]),
        )
        for row in data["items"]
    )


def find_retention(name: str) -> Retention:
    """The rule with this id; an unknown one raises :class:`~lawcheck.errors.UsageError`.

    >>> find_retention("network_log").months
    6
    """
    for item in list_retentions():
        if item.id == name:
            return item
    raise UsageError("E285", name=name, known="、".join(item.id for item in list_retentions()))
