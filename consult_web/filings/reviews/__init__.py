"""审查: the program's review as a job, what people decide about its findings, opinions and the way to an outcome."""

from consult_web.filings.reviews.bench import OPEN, Bench, Filters, Item, find_finding, open_bench
from consult_web.filings.reviews.guarded import STEPS, Limits, Reviewer, ReviewResult, ReviewTask, review_task, reviewer
from consult_web.filings.reviews.running import (
    ask_for_review,
    current_run,
    pins_of,
    progress_of,
    run_of,
    run_review,
    store_result,
)
from consult_web.filings.reviews.similar import Alike, find_alike, likeness
from consult_web.filings.reviews.verdicts import (
    UNDER_REVIEW,
    add_own_finding,
    confirm,
    findings_fact,
    judge,
    pin_law,
    tick_criteria,
    ticks_of,
    unpin_law,
    verdicts_of,
)

__all__ = [
    "OPEN",
    "STEPS",
    "UNDER_REVIEW",
    "Alike",
    "Bench",
    "Filters",
    "Item",
    "Limits",
    "ReviewResult",
    "ReviewTask",
    "Reviewer",
    "add_own_finding",
    "ask_for_review",
    "confirm",
    "current_run",
    "find_alike",
    "find_finding",
    "findings_fact",
    "judge",
    "likeness",
    "open_bench",
    "pin_law",
    "pins_of",
    "progress_of",
    "review_task",
    "reviewer",
    "run_of",
    "run_review",
    "store_result",
    "tick_criteria",
    "ticks_of",
    "unpin_law",
    "verdicts_of",
]
