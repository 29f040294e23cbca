"""What changed: between two versions of a draft by their uids, between the law in force and the draft by their text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult_web.consultations import ClauseRow, DraftVersion, draft_of_version, glossed_articles
from lawcheck.alignment import align_texts, same_text
from lawcheck.laws import default_home, open_library

__all__ = ["ArticleText", "Change", "changes_between", "changes_from_law"]


class Change(NamedTuple):
    """An article before and after; ``eid`` is its place in the new text, ``old_eid`` that in the old one where it was deleted.
    ``what``: reworded, moved, added, deleted."""

    what: str
    old_label: str
    new_label: str
    old: str
    new: str
    eid: str = ""
    old_eid: str = ""


def changes_between(session: Session, old: DraftVersion, new: DraftVersion) -> list[Change]:
    """Every article that is not the same, in the order of the new text; what was deleted stands where it stood."""
    before, after = glossed_articles(session, old), glossed_articles(session, new)
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
            found.append((place + 0.5, Change("deleted", row.label, "", row.text, "", old_eid=row.eid)))
    return [change for _, change in sorted(found, key=lambda item: item[0])]


def changes_from_law(session: Session, title: str, version: DraftVersion, day: date) -> list[Change] | None:
    """The articles of the law ``title`` as it applies on ``day`` beside those of the draft, aligned by their words; None
    where the library of this machine does not hold it."""
    law = _articles_in_force(title, day)
    if not law:
        return None
    draft = draft_of_version(session, version.id).document
    return _aligned(law, [ArticleText(draft.citation_label(unit), unit.full_text, unit.eid) for unit in draft.articles])


class ArticleText(NamedTuple):
    """An article as it is compared; ``eid`` where it stands in the draft."""

    label: str
    text: str
    eid: str = ""


@lru_cache(maxsize=64)
def _articles_in_force(title: str, day: date) -> tuple[ArticleText, ...]:
    """Looked up once a day; the library is never built while somebody waits for a page."""
    if not (default_home() / "library.db").is_file():
        return ()
    library = open_library()
    versions = [library.version_at(law.law_id, day) for law in library.find_title(title)]
    held = [library.articles(found.version_id) for found in versions if found]
    return tuple(ArticleText(article.label, article.text) for article in held[0]) if held else ()


def _aligned(law: Sequence[ArticleText], draft: Sequence[ArticleText]) -> list[Change]:
    """In the order of the draft; what it leaves out stands behind the article before it in the law."""
    found: list[tuple[float, Change]] = []
    place = -1.0
    for pair in align_texts([one.text for one in law], [one.text for one in draft]):
        old = law[pair.old] if pair.old is not None else ArticleText("", "")
        new = draft[pair.new] if pair.new is not None else ArticleText("", "")
        place = float(pair.new) if pair.new is not None else place
        if not same_text(old.text, new.text):
            what = "added" if pair.old is None else "deleted" if pair.new is None else "reworded"
            behind = place + 0.5 if pair.new is None else place
            found.append((behind, Change(what, old.label, new.label, old.text, new.text, new.eid)))
    return [change for _, change in sorted(found, key=lambda item: item[0])]


def _change(old: ClauseRow | None, new: ClauseRow) -> Change | None:
    if old is None:
        return Change("added", "", new.label, "", new.text, new.eid)
    if old.text != new.text:
        return Change("reworded", old.label, new.label, old.text, new.text, new.eid)
    if old.label != new.label:
        return Change("moved", old.label, new.label, old.text, new.text, new.eid)
    return None
