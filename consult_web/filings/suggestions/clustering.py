"""Suggestions on the same clause of the same document: put together by the program, confirmed or parted by a person."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.errors import NotFound
from consult_web.filings.registry import title_key
from consult_web.filings.suggestions_models import Suggestion, SuggestionCluster
from consult_web.filings.terms import ClusterState
from lawcheck.comments import Family, find_families

__all__ = ["confirm_cluster", "families_in", "join_cluster", "split_cluster", "take_out", "visible_cluster"]


def join_cluster(session: Session, suggestion: Suggestion) -> SuggestionCluster | None:
    """Put a new suggestion to those on the same clause of the same document, if there are any and nobody has parted them."""
    same = _same(suggestion)
    cluster = session.scalar(select(SuggestionCluster).join(Suggestion).where(*same).limit(1))
    if cluster is not None:
        suggestion.cluster = cluster if cluster.state is not ClusterState.SPLIT else None
        return suggestion.cluster
    others = [one for one in session.scalars(select(Suggestion).where(*same)) if _titled(one, suggestion)]
    if not others:
        return None
    made = SuggestionCluster(
        receiver_id=suggestion.receiver_id,
        document_id=suggestion.document_id,
        document_title=suggestion.document_title,
        eid=suggestion.eid,
        clause=suggestion.clause,
        suggestions=[*others, suggestion],
    )
    session.add(made)
    session.flush()
    record(session, "program", "cluster.proposed", f"cluster:{made.id}", {"suggestions": len(made.suggestions)})
    return made


def families_in(suggestions: Sequence[Suggestion]) -> tuple[Family, ...]:
    """Texts that are the same but for some words (:func:`lawcheck.comments.find_families`), by id of the suggestion; persons
    are told apart by the hash of their contact."""
    rows = [(str(one.id), f"{one.matter}\n{one.reasons}", one.person_key) for one in suggestions]
    return find_families(rows)


def visible_cluster(session: Session, receiver_id: int, number: int) -> SuggestionCluster:
    """The cluster at this desk; :class:`NotFound` E800."""
    found = session.get(SuggestionCluster, number)
    if found is None or found.receiver_id != receiver_id:
        raise NotFound("E800")
    return found


def confirm_cluster(session: Session, cluster: SuggestionCluster, user: User, summary: str) -> None:
    """A person agrees that they say the same, and says in one sentence what."""
    cluster.state, cluster.confirmed_by, cluster.summary = ClusterState.CONFIRMED, user.actor, summary.strip()[:500]
    record(session, user.actor, "cluster.confirmed", f"cluster:{cluster.id}", {"suggestions": len(cluster.suggestions)})


def split_cluster(session: Session, cluster: SuggestionCluster, user: User) -> None:
    """Each is handled by itself from now on, and new ones are not put to them."""
    cluster.state = ClusterState.SPLIT
    record(session, user.actor, "cluster.split", f"cluster:{cluster.id}", {"suggestions": len(cluster.suggestions)})


def take_out(session: Session, cluster: SuggestionCluster, suggestion: Suggestion, user: User) -> None:
    """One that means something else is handled by itself."""
    cluster.suggestions.remove(suggestion)
    record(session, user.actor, "cluster.left", f"cluster:{cluster.id}", {"suggestion": suggestion.id})


def _same(suggestion: Suggestion) -> list[ColumnElement[bool]]:
    """Of the same receiver and clause; of the same document of the registry, else of one named alike."""
    found: list[ColumnElement[bool]] = [
        Suggestion.receiver_id == suggestion.receiver_id,
        Suggestion.id != suggestion.id,
    ]
    if suggestion.document_id is not None:
        found.append(Suggestion.document_id == suggestion.document_id)
    else:
        key = func.replace(func.replace(Suggestion.document_title, " ", ""), "　", "")
        found += [Suggestion.document_id.is_(None), key == title_key(suggestion.document_title)]
    bare = func.replace(Suggestion.clause, " ", "")
    found.append(Suggestion.eid == suggestion.eid if suggestion.eid else bare == "".join(suggestion.clause.split()))
    return found


def _titled(one: Suggestion, other: Suggestion) -> bool:
    return one.document_id == other.document_id or title_key(one.document_title) == title_key(other.document_title)
