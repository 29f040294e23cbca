"""Facts of a filing, calendar, clocks, states and gates."""

from lawcheck.procedure.facts import Facts
from lawcheck.procedure.reading import read_facts

__all__ = ["Facts", "read_facts"]
