"""修改决定 read into typed instructions and carried out on the text they amend."""

from lawcheck.laws.amending.applying import amend
from lawcheck.laws.amending.grammar import read_decision
from lawcheck.laws.amending.model import AmendedLaw, Deed, Fault, Instruction, Part, Result

__all__ = ["AmendedLaw", "Deed", "Fault", "Instruction", "Part", "Result", "amend", "read_decision"]
