"""Gates: what must be so before a document is registered, a finding closed, a consultation reported on."""

from lawcheck.procedure.gates.eyes import SeenFinding, Verdict, unseen_conflicts
from lawcheck.procedure.gates.grounds import DECLINE_GROUNDS, DeclineGround
from lawcheck.procedure.gates.registration import Decision, FormOutcome, RegistrationGate, registration_gate

__all__ = [
    "DECLINE_GROUNDS",
    "Decision",
    "DeclineGround",
    "FormOutcome",
    "RegistrationGate",
    "SeenFinding",
    "Verdict",
    "registration_gate",
    "unseen_conflicts",
]
