"""审查建议: taken in from anyone, put together where they say the same, handled by the steps of the procedure, answered."""

from consult_web.filings.suggestions.clustering import (
    confirm_cluster,
    families_in,
    join_cluster,
    split_cluster,
    take_out,
    visible_cluster,
)
from consult_web.filings.suggestions.contacts import forget_old_contacts, open_proposer, proposer_name
from consult_web.filings.suggestions.following import add_missing, find_suggestion, is_suggestion, object_to_reply
from consult_web.filings.suggestions.handling import (
    Handled,
    end_reviews,
    filings_for,
    open_suggestion_step,
    suggestion_letter,
    take_cluster_step,
    take_suggestion_step,
    visible_suggestion,
)
from consult_web.filings.suggestions.intake import (
    Submitted,
    find_clause,
    keep_attachment,
    receiver_for,
    submit_suggestion,
    suggestion_bodies,
)
from consult_web.filings.suggestions.wishes import LIMITS, MOST_FILES, KeptFile, Wish, faults_of_wish

__all__ = [
    "LIMITS",
    "MOST_FILES",
    "Handled",
    "KeptFile",
    "Submitted",
    "Wish",
    "add_missing",
    "confirm_cluster",
    "end_reviews",
    "families_in",
    "faults_of_wish",
    "filings_for",
    "find_clause",
    "find_suggestion",
    "forget_old_contacts",
    "is_suggestion",
    "join_cluster",
    "keep_attachment",
    "object_to_reply",
    "open_proposer",
    "open_suggestion_step",
    "proposer_name",
    "receiver_for",
    "split_cluster",
    "submit_suggestion",
    "suggestion_bodies",
    "suggestion_letter",
    "take_cluster_step",
    "take_out",
    "take_suggestion_step",
    "visible_cluster",
    "visible_suggestion",
]
