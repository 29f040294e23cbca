"""Open data: what anybody may read and take away, as plain values. Nothing that was not published or released."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.consultations.clocks import phase_of
from consult_web.consultations.comments_models import PublicQuote
from consult_web.consultations.drafts_models import ClauseRow, Consultation, DraftVersion, PastRound
from consult_web.consultations.moderating import Withheld, withheld_log
from consult_web.consultations.outcomes import OutcomeGroup, outcome_page
from consult_web.consultations.questions import question_results
from consult_web.consultations.round_bounds import reported_round, round_at
from consult_web.errors import NotFound
from consult_web.storage import utc_now
from lawcheck.cells import plain_cell

__all__ = [
    "OPINION_FIELDS",
    "OUTCOME_FIELDS",
    "clause_values",
    "consultation_values",
    "find_public",
    "iter_opinions",
    "list_public",
    "neutral_cell",
    "opinion_values",
    "outcome_values",
    "public_version",
    "question_values",
    "version_values",
    "withheld_values",
]

OPINION_FIELDS: Final = (
    "id",
    "comment",
    "version",
    "clause",
    "label",
    "stance",
    "title",
    "text",
    "received_at",
    "supports",
    "round",
)
OUTCOME_FIELDS: Final = (
    "clause",
    "label",
    "outcome",
    "reason",
    "old_words",
    "new_words",
    "transferred_to",
    "points",
    "comments",
)


def neutral_cell(value: object) -> str:
    """A value as a cell that no spreadsheet takes for a formula.

    >>> neutral_cell("=HYPERLINK(1)"), neutral_cell(-3), neutral_cell(None), neutral_cell(" @x")
    ("'=HYPERLINK(1)", '-3', '', "' @x")
    """
    return "" if value is None else str(plain_cell(value))


def list_public(session: Session, after: int = 0, limit: int = 50) -> Sequence[Consultation]:
    """Published consultations by their number, from the one behind ``after``."""
    query = select(Consultation).where(Consultation.published_at <= utc_now(), Consultation.id > after)
    return session.scalars(query.order_by(Consultation.id).limit(limit)).all()


def find_public(session: Session, slug: str) -> Consultation:
    """The published consultation with this address; :class:`NotFound` E800."""
    found = session.scalar(select(Consultation).where(Consultation.slug == slug))
    if found is None or found.published_at is None or found.published_at > utc_now():
        raise NotFound("E800")
    return found


def public_version(session: Session, consultation: Consultation, number: int) -> DraftVersion:
    """The published version with this number; :class:`NotFound` E800."""
    query = select(DraftVersion).where(
        DraftVersion.consultation_id == consultation.id,
        DraftVersion.number == number,
        DraftVersion.published_at <= utc_now(),
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("E800")
    return found


def consultation_values(consultation: Consultation) -> dict[str, Any]:
    """A consultation: what its notice says."""
    row = consultation
    return {
        "id": row.id,
        "slug": row.slug,
        "title": row.title,
        "organ": row.organ,
        "stage": row.stage,
        "phase": phase_of(row).value,
        "publication": row.publication.value,
        "opens_at": _moment(row.opens_at),
        "closes_at": _moment(row.closes_at),
        "published_at": _moment(row.published_at),
        "reported_at": _moment(row.reported_at),
        "changes": [{name: change[name] for name in ("from", "to", "reason")} for change in row.extensions],
        "summary": row.summary,
        "notice": row.notice,
        "contact_office": row.contact_office,
        "fictional": row.fictional,
        "round": row.round,
        "past_rounds": [_past_round(one) for one in row.past_rounds] if row.round > 1 else [],
        "files": [
            {"id": one.id, "name": one.name, "size": one.size, "sha256": one.file_digest} for one in row.notice_files
        ],
        "versions": [version_values(one) for one in row.versions if one.published_at and one.published_at <= utc_now()],
    }


def _past_round(one: PastRound) -> dict[str, Any]:
    return {
        "number": one.number,
        "stage": one.stage,
        "reason": one.reason,
        "notice": one.notice,
        "opens_at": _moment(one.opens_at),
        "closes_at": _moment(min(one.closes_at, one.closed_at or one.closes_at)),
        "ended_at": _moment(one.ended_at),
        "reported_at": _moment(one.reported_at),
        "version": next(version.number for version in one.consultation.versions if version.id == one.version_id),
    }


def version_values(version: DraftVersion) -> dict[str, Any]:
    """A version without its text."""
    return {"number": version.number, "label": version.label, "note": version.note,
            "published_at": _moment(version.published_at)}  # fmt: skip


def clause_values(session: Session, version: DraftVersion) -> list[dict[str, Any]]:
    """The clauses of a version in reading order; ``uid`` is the same in all versions for what is the same clause."""
    query = select(ClauseRow).where(ClauseRow.version_id == version.id).order_by(ClauseRow.position)
    return [
        {
            "uid": row.uid,
            "eid": row.eid,
            "parent": row.parent_eid,
            "article": row.root_eid,
            "kind": row.kind,
            "label": row.label,
            "heading": row.heading,
            "text": row.text,
            "verdict": row.verdict,
            "from": row.from_uids,
            "gloss": row.gloss,
            "audiences": row.audiences,
        }
        for row in session.scalars(query)
    ]


def iter_opinions(
    session: Session, consultation: Consultation, clause: str = "", after: int = 0, limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """Released opinions, masked, one row for each clause they stand beside; read from the database bit by bit."""
    query = (
        select(PublicQuote, DraftVersion.number)
        .join(DraftVersion, DraftVersion.id == PublicQuote.version_id)
        .where(PublicQuote.consultation_id == consultation.id, PublicQuote.id > after)
    )
    if clause:
        query = query.where((PublicQuote.eid == clause) | (PublicQuote.root_eid == clause))
    rows = session.execute(query.order_by(PublicQuote.id).limit(limit).execution_options(yield_per=500))
    for row, number in rows:
        yield opinion_values(row, number, round_at(consultation, row.received_at))
        session.expunge(row)


def opinion_values(row: PublicQuote, version: int, number: int = 1) -> dict[str, Any]:
    """A released opinion beside one clause; ``number`` is its round."""
    return {
        "id": row.id,
        "comment": row.comment_id,
        "version": version,
        "clause": row.eid,
        "label": row.label,
        "stance": row.stance.value if row.stance else None,
        "title": row.title,
        "text": row.text,
        "received_at": _moment(row.received_at),
        "supports": row.supports,
        "round": number,
    }


def outcome_values(session: Session, consultation: Consultation) -> dict[str, Any]:
    """Figures and answers; nothing before the report (``reported`` is false then)."""
    number = reported_round(consultation)
    if number == 0:
        return {
            "reported": False,
            "round": 0,
            "comments": 0,
            "persons": 0,
            "points": 0,
            "undecided": 0,
            "decided": {},
            "answers": [],
        }
    page = outcome_page(session, consultation, 0 if number == consultation.round else number)
    totals = page.totals
    return {
        "reported": True,
        "round": number,
        "comments": totals.comments,
        "persons": totals.persons,
        "points": totals.points,
        "undecided": totals.undecided,
        "decided": {outcome.value: count for outcome, count in totals.decided.items()},
        "answers": [_answer(group) for group in (*page.changed, *page.unchanged)],
    }


def _answer(group: OutcomeGroup) -> dict[str, Any]:
    return {
        "clause": group.eid,
        "label": group.label,
        "outcome": group.outcome.value,
        "reason": group.reason,
        "old_words": group.old_words,
        "new_words": group.new_words,
        "transferred_to": group.transferred_to,
        "points": group.points,
        "comments": group.comments,
    }


def withheld_values(session: Session, consultation: Consultation, offset: int, limit: int) -> dict[str, Any]:
    """The public log of what is withheld."""
    rows, total = withheld_log(session, consultation, offset, limit)
    return {"total": total, "items": [_withheld(row) for row in rows]}


def _withheld(row: Withheld) -> dict[str, Any]:
    return {"comment": row.comment_id, "at": _moment(row.at), "clauses": list(row.clauses), "reason": row.reason}


def question_values(session: Session, consultation: Consultation) -> list[dict[str, Any]]:
    """The focus questions; ``answered`` is the denominator of the counts."""
    return [
        {
            "text": result.question.text,
            "kind": result.question.kind.value,
            "answered": result.answered,
            "options": [
                {"text": option.text, "count": result.counts.get(option.id, 0)} for option in result.question.options
            ],
        }
        for result in question_results(session, consultation)
    ]


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None
