"""Who receives filings under which regulation (``corpus/profiles/jurisdictions.yaml``)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import yaml

from lawcheck.errors import UsageError
from lawcheck.procedure.profiles import Source
from lawcheck.resources import corpus_dir

__all__ = ["Jurisdiction", "find_jurisdiction", "jurisdiction_at", "list_jurisdictions"]

_ELSEWHERE = "local"


class Jurisdiction(NamedTuple):
    """A receiving body and the regulation that it works by.

    ``territory`` is the head of its GB/T 2260 codes (empty: the whole country, or any other place); ``rolls`` whether
    that regulation moves a period that ends on a day off; ``paused`` the clocks that stand still while the maker
    explains, and ``pause_source`` where that comes from. ``register`` and ``receipt`` are forms of numbers, a choice of
    the place (:func:`~lawcheck.procedure.register_number`).
    """

    id: str
    name: str
    territory: str
    regulation: Source
    rolls: bool
    paused: frozenset[str]
    pause_source: Source
    register: str
    receipt: str


@cache
def list_jurisdictions() -> tuple[Jurisdiction, ...]:
    """All receiving bodies whose rules are held; the last, ``local``, stands for every other place.

    >>> [place.id for place in list_jurisdictions()]
    ['npcsc', 'state_council', 'beijing', 'shanghai', 'shandong', 'local']
    """
    data = yaml.safe_load((corpus_dir() / "profiles" / "jurisdictions.yaml").read_text(encoding="utf-8"))
    return tuple(
        Jurisdiction(
            id=row["id"],
            name=row["name"],
            territory=row["territory"],
            regulation=Source(row["regulation"], row["confirmed"]),
            rolls=row["roll"],
            paused=frozenset(row["pauses"]["clocks"]),
            pause_source=Source(row["pauses"]["source"], row["pauses"]["confirmed"]),
            register=row["register"],
            receipt=row["receipt"],
        )
        for row in data["jurisdictions"]
    )


def find_jurisdiction(name: str) -> Jurisdiction:
    """The receiving body with this id; an unknown one raises :class:`~lawcheck.errors.UsageError`.

    >>> find_jurisdiction("shanghai").name
    '上海市人大常委会'
    """
    for place in list_jurisdictions():
        if place.id == name:
            return place
    raise UsageError("E282", name=name, known="、".join(place.id for place in list_jurisdictions()))


def jurisdiction_at(territory: str) -> Jurisdiction:
    """The rules of the people's congress at a GB/T 2260 code; ``local`` where those of the place are not held.

    >>> jurisdiction_at("310115").id, jurisdiction_at("330500").id
    ('shanghai', 'local')
    """
    fitting = (place for place in list_jurisdictions() if place.territory and territory.startswith(place.territory))
    return next(fitting, None) or find_jurisdiction(_ELSEWHERE)
