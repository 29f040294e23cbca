"""The machine of filing and review as data (``corpus/profiles/states.yaml``): states, and the steps between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import yaml

from lawcheck.laws.model import DocumentKind
from lawcheck.procedure.jurisdictions import Jurisdiction
from lawcheck.procedure.profiles import Source
from lawcheck.procedure.roles import OfficeRole
from lawcheck.resources import corpus_dir

__all__ = ["SAME", "Ask", "Machine", "State", "Step", "load_machine"]

SAME = "="
"""As target: the step leaves the case in the state in which it finds it."""


class State(NamedTuple):
    """A state of a case; ``lanes`` are main (filing and review) and side (suggestions)."""

    id: str
    name: str
    lanes: tuple[str, ...]
    final: bool


class Ask(NamedTuple):
    """What must be filled in for a step: its name among the facts of the event, and its label; ``type`` is text, date or
    list."""

    name: str
    label: str
    type: str = "text"
    required: bool = True


class StepBasis(NamedTuple):
    """A source of law of a step: for some places and kinds of documents, or for all where these are empty."""

    places: frozenset[str]
    kinds: frozenset[DocumentKind]
    source: Source


@dataclass(frozen=True)
class Step:
    """A step of the machine: on ``event``, from one of ``sources`` to ``target``.

    ``document`` is a template of ``templates/letters`` or empty, and then ``no_document`` says why. ``guards`` are
    names of :data:`~lawcheck.procedure.states.guards.GUARDS`. ``back``: it may be recorded later than it happened.
    """

    event: str
    name: str
    lane: str
    sources: tuple[str, ...]
    target: str
    roles: frozenset[OfficeRole]
    document: str
    no_document: str
    bases: tuple[StepBasis, ...]
    no_basis: str
    asks: tuple[Ask, ...] = ()
    guards: tuple[str, ...] = ()
    back: bool = False

    def basis(self, place: Jurisdiction, kind: DocumentKind | None = None) -> tuple[Source, ...]:
        """What the step rests on at ``place`` for a document of ``kind`` (立法法 109 binds no 规范性文件): the rules made for
        the place, else those for all; empty: see ``no_basis``. Without a kind the sources of every kind.

        >>> from lawcheck.procedure import find_jurisdiction
        >>> step = load_machine().steps_named("supplement_asked")[0]
        >>> [source.text for source in step.basis(find_jurisdiction("state_council"))]
        ['《法规规章备案审查条例》第九条第二款']
        """
        fitting = [basis for basis in self.bases if not basis.kinds or kind is None or kind in basis.kinds]
        own = tuple(basis.source for basis in fitting if place.id in basis.places)
        return own or tuple(basis.source for basis in fitting if not basis.places)

    def lands(self, state: str) -> str:
        """The state after the step, taken in ``state``."""
        return state if self.target == SAME else self.target


@dataclass(frozen=True)
class Machine:
    """All states and steps."""

    states: Mapping[str, State]
    steps: tuple[Step, ...]

    def step(self, lane: str, state: str, event: str) -> Step | None:
        """The step that ``event`` makes from ``state``; None where there is none.

        >>> load_machine().step("main", "S1", "registered").target
        'S2'
        >>> load_machine().step("main", "S0", "registered") is None
        True
        """
        fitting = (step for step in self.steps_from(lane, state) if step.event == event)
        return next(fitting, None)

    def steps_from(self, lane: str, state: str) -> tuple[Step, ...]:
        """Every step out of a state."""
        return tuple(step for step in self.steps if step.lane == lane and state in step.sources)

    def steps_named(self, event: str) -> tuple[Step, ...]:
        """Every step that an event makes."""
        return tuple(step for step in self.steps if step.event == event)


@cache
def load_machine() -> Machine:
    """The machine that ships with lawcheck.

    >>> load_machine().states["S5"].name
    '审查中止'
    """
    data = yaml.safe_load((corpus_dir() / "profiles" / "states.yaml").read_text(encoding="utf-8"))
    states = (State(row["id"], row["name"], tuple(row["lanes"]), row.get("final", False)) for row in data["states"])
    return Machine({state.id: state for state in states}, tuple(_step(row) for row in data["transitions"]))


def _step(row: Mapping[str, Any]) -> Step:
    return Step(
        event=row["event"],
        name=row["name"],
        lane=row.get("lane", "main"),
        sources=tuple(row["from"]),
        target=row["to"],
        roles=frozenset(OfficeRole(name) for name in row["who"]),
        document=row.get("document", ""),
        no_document=row.get("no_document", ""),
        bases=tuple(
            StepBasis(
                frozenset(basis.get("for", ())),
                frozenset(map(DocumentKind, basis.get("kinds", ()))),
                Source(basis["source"], basis["confirmed"]),
            )
            for basis in row.get("basis", ())
        ),
        no_basis=row.get("no_basis", ""),
        asks=tuple(Ask(**ask) for ask in row.get("asks", ())),
        guards=tuple(row.get("guards", ())),
        back=row.get("back", False),
    )
