"""What changed: between two versions of a draft by their uids, between the law in force and the draft by their text."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.consultations import ClauseRow, Consultation, DraftVersion, draft_of_version
from lawcheck.alignment import align_texts
from lawcheck.document import Document, Unit, parse

__all__ = ["Change", "changes_between", "changes_from_law"]


class Change(NamedTuple):
    """An article before and after; ``eid`` is its place in the new text. ``what``: reworded, moved, added, deleted."""

    what: str
    old_label: str
    new_label: str
    old: str
    new: str
    eid: str = ""


def changes_between(session: Session, old: DraftVersion, new: DraftVersion) -> list[Change]:
    """Every article that is not the same, in the order of the new text; what was deleted stands where it stood."""
    before, after = _roots(session, old), _roots(session, new)
    kept = {row.uid for row in after}
    by_uid = {row.uid: row for row in before}
    found: list[tuple[float, Change]] = []
    place = 0.0
    places: dict[str, float] = {}
    for number, row in enumerate(after):
        places[row.uid] = float(number)
        change = _change(by_uid.get(row.uid), row)
        if change:
            found.append((float(number), change))
    for row in before:
        place = places.get(row.uid, place)
        if row.uid not in kept:
            found.append((place + 0.5, Change("deleted", row.label, "", row.text, "")))
    return [change for _, change in sorted(found, key=lambda item: item[0])]


def changes_from_law(session: Session, consultation: Consultation, version: DraftVersion) -> list[Change]:
    """The articles of the law in force (``previous_law``, its text) beside those of the draft, aligned by their words."""
    return _aligned(parse(consultation.previous_law), draft_of_version(session, version.id).document)


def _aligned(law: Document, draft: Document) -> list[Change]:
    pairs = align_texts([unit.full_text for unit in law.articles], [unit.full_text for unit in draft.articles])
    changes = []
    for pair in pairs:
        old = law.articles[pair.old] if pair.old is not None else None
        new = draft.articles[pair.new] if pair.new is not None else None
        if old is None or new is None or old.full_text != new.full_text:
            changes.append(_of_units(law, old, draft, new))
    return changes


def _of_units(law: Document, old: Unit | None, draft: Document, new: Unit | None) -> Change:
    what = "added" if old is None else "deleted" if new is None else "reworded"
    return Change(
        what,
        law.citation_label(old) if old else "",
        draft.citation_label(new) if new else "",
        old.full_text if old else "",
        new.full_text if new else "",
        new.eid if new else "",
    )


def _change(old: ClauseRow | None, new: ClauseRow) -> Change | None:
    if old is None:
        return Change("added", "", new.label, "", new.text, new.eid)
    if old.text != new.text:
        return Change("reworded", old.label, new.label, old.text, new.text, new.eid)
    if old.label != new.label:
        return Change("moved", old.label, new.label, old.text, new.text, new.eid)
    return None


def _roots(session: Session, version: DraftVersion) -> list[ClauseRow]:
    query = select(ClauseRow).where(ClauseRow.version_id == version.id, ClauseRow.eid == ClauseRow.root_eid)
    return list(session.scalars(query.order_by(ClauseRow.position)))
