"""The states of a case, the steps between them, and the engine that takes them."""

from lawcheck.procedure.states.engine import Choice, Procedure, Transition
from lawcheck.procedure.states.model import Ask, Machine, State, Step, load_machine
from lawcheck.procedure.states.picture import machine_picture, machine_table

__all__ = [
    "Ask",
    "Choice",
    "Machine",
    "Procedure",
    "State",
    "Step",
    "Transition",
    "load_machine",
    "machine_picture",
    "machine_table",
]
