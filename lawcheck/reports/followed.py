"""The radar 上位法已改、下位法未跟进 as rows and as a record, the same for every face."""

from __future__ import annotations

from typing import Any, NamedTuple

from lawcheck.citations import ClauseChange, LawChange
from lawcheck.document import Document
from lawcheck.laws import LawVersion

__all__ = ["ChangedClause", "ChangedLaw", "changed_laws", "law_change_record"]


class ChangedClause(NamedTuple):
    """A changed article that concerns the document: where it stands now, both texts, and the places concerned."""

    old_label: str
    new_label: str
    old_text: str
    new_text: str
    places: tuple[str, ...]
    copied: bool


class ChangedLaw(NamedTuple):
    """A basis law younger than the document; ``summary`` says the same in one line."""

    title: str
    days: str
    version: str
    summary: str
    clauses: tuple[ChangedClause, ...]


def changed_laws(changes: tuple[LawChange, ...], document: Document) -> tuple[ChangedLaw, ...]:
    """The basis laws of ``changes`` that changed after the document was made, with the clauses that concern it."""
    return tuple(_law(change, document) for change in changes if change.basis and change.younger)


def _law(change: LawChange, document: Document) -> ChangedLaw:
    days = "、".join(day.isoformat() for day in change.days)
    concerned = f"变动条文{change.changed}条，与本文件有关{len(change.clauses)}条"
    summary = f"{days}修改；{change.reason or concerned}"
    clauses = tuple(_clause(clause, document) for clause in change.clauses)
    return ChangedLaw(change.law.title, days, _day(change.current) or "", summary, clauses)


def _clause(clause: ClauseChange, document: Document) -> ChangedClause:
    units = (document.by_eid.get(concern.eid) for concern in clause.concerns)
    places = dict.fromkeys(document.citation_label(unit) for unit in units if unit is not None)
    return ChangedClause(
        clause.old.label,
        clause.new.label if clause.new else "",
        clause.old.text,
        clause.new.text if clause.new else "",
        tuple(places),
        any(concern.copied for concern in clause.concerns),
    )


def law_change_record(change: LawChange) -> dict[str, Any]:
    """One change as plain values, as the schemas of the review and of ``lawcheck cite --json`` describe it."""
    return {
        "law": change.law.title,
        "law_id": change.law.law_id,
        "basis": change.basis,
        "younger": change.younger,
        "days": [day.isoformat() for day in change.days],
        "old_version": _day(change.old) if change.old else None,
        "version": _day(change.current),
        "changed": change.changed,
        "reason": change.reason,
        "clauses": [_clause_record(clause) for clause in change.clauses],
    }


def _clause_record(clause: ClauseChange) -> dict[str, Any]:
    return {
        "old": {"label": clause.old.label, "text": clause.old.text},
        "new": {"label": clause.new.label, "text": clause.new.text} if clause.new else None,
        "similarity": clause.similarity,
        "concerns": [
            {"eid": c.eid, "how": c.how, "old": c.old, "new": c.new, "kept": list(c.kept), "copied": c.copied}
            for c in clause.concerns
        ],
    }


def _day(version: LawVersion) -> str | None:
    day = version.adopted or version.published or version.effective_from
    return day.isoformat() if day else None
