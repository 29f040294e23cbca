"""Gates: what must be so before a document is registered, a finding closed, a consultation reported on."""

from lawcheck.procedure.gates.completeness import Completeness, PointDecision, PointOutcome, check_completeness
from lawcheck.procedure.gates.consulting import (
    CLOSING_SOON,
    ConsultationPeriod,
    ConsultationPhase,
    check_extension,
    check_period,
    closing_moment,
    consultation_period,
    consultation_phase,
    least_days,
)
from lawcheck.procedure.gates.eyes import SeenFinding, Verdict, open_findings, read_findings, unseen_conflicts
from lawcheck.procedure.gates.form_results import form_outcomes
from lawcheck.procedure.gates.grounds import DeclineGround, decline_grounds
from lawcheck.procedure.gates.registration import Decision, FormOutcome, RegistrationGate, registration_gate
from lawcheck.procedure.gates.replies import NO_CONTACT, ReplyDuty, find_reply_duty, list_reply_duties

__all__ = [
    "CLOSING_SOON",
    "NO_CONTACT",
    "Completeness",
    "ConsultationPeriod",
    "ConsultationPhase",
    "Decision",
    "DeclineGround",
    "FormOutcome",
    "PointDecision",
    "PointOutcome",
    "RegistrationGate",
    "ReplyDuty",
    "SeenFinding",
    "Verdict",
    "check_completeness",
    "check_extension",
    "check_period",
    "closing_moment",
    "consultation_period",
    "consultation_phase",
    "decline_grounds",
    "find_reply_duty",
    "form_outcomes",
    "least_days",
    "list_reply_duties",
    "open_findings",
    "read_findings",
    "registration_gate",
    "unseen_conflicts",
]
