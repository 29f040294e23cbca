"""What the form of a decision lets one choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.consultations import AnalysisRun, ClauseRow, Outcome, labels_of, next_versions

__all__ = ["decision_choices"]


def decision_choices(session: Session, run: AnalysisRun, labels: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Outcomes, clauses of the newest version, later versions, and how clauses are cited: variables of a page template.
    ``labels`` are those of the version that was analysed, where the caller has them."""
    versions = next_versions(session, run)
    shown = versions[-1].id if versions else run.version_id
    own = labels if labels is not None else labels_of(session, run.version_id)
    known = {**(labels_of(session, shown) if versions else {}), **own}
    query = select(ClauseRow.eid).where(ClauseRow.version_id == shown, ClauseRow.root_eid.is_not(None))
    order = session.scalars(query.order_by(ClauseRow.position))
    return {
        "outcomes": [(outcome.value, outcome.value) for outcome in Outcome],
        "later": [(str(row.id), row.label) for row in versions],
        "clauses": [(eid, known[eid]) for eid in order],
        "labels": known,
    }
