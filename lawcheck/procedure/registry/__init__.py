"""What the register knows: criteria and outcomes, receivers, numbers, late and missing filings, how long things are kept."""

from lawcheck.procedure.registry.criteria import (
    Criterion,
    ReviewKind,
    ReviewOutcome,
    criteria,
    find_criterion,
    may_request,
    outcome_of,
    review_kinds,
    review_outcomes,
)
from lawcheck.procedure.registry.numbers import (
    NumberFaults,
    check_numbers,
    next_number,
    receipt_number,
    register_number,
)
from lawcheck.procedure.registry.punctuality import (
    FiledDocument,
    PublishedDocument,
    Punctual,
    Punctuality,
    PunctualityRow,
    check_punctuality,
    filing_due,
)
from lawcheck.procedure.registry.receivers import FilingPlan, MaterialNeed, Receiver, filing_plan, receivers
from lawcheck.procedure.registry.retention import Retention, find_retention, list_retentions

__all__ = [
    "Criterion",
    "FiledDocument",
    "FilingPlan",
    "MaterialNeed",
    "NumberFaults",
    "PublishedDocument",
    "Punctual",
    "Punctuality",
    "PunctualityRow",
    "Receiver",
    "Retention",
    "ReviewKind",
    "ReviewOutcome",
    "check_numbers",
    "check_punctuality",
    "criteria",
    "filing_due",
    "filing_plan",
    "find_criterion",
    "find_retention",
    "list_retentions",
    "may_request",
    "next_number",
    "outcome_of",
    "receipt_number",
    "receivers",
    "register_number",
    "review_kinds",
    "review_outcomes",
]
