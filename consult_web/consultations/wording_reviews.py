"""What the review of filings says of a proposed wording: the draft with the words in their place, only that clause."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.background import Job, Work, enqueue, task
from consult_web.consultations.documents import draft_of_version
from consult_web.consultations.drafts_models import ClauseRow, Consultation
from consult_web.consultations.results_models import AnalysisRun
from consult_web.errors import NotFound, Refused
from consult_web.storage import china_today
from lawcheck.checks import State
from lawcheck.document import Document, parse
from lawcheck.laws import open_library
from lawcheck.reviewing import Review, load_tools, review_document

__all__ = ["REVIEW_TASK", "ask_for_review", "last_review", "with_words"]

REVIEW_TASK: Final = "wording_review"
_LONGEST: Final = 5000
_BLIND: Final = (State.NOT_CHECKED, State.NOT_IMPLEMENTED, State.NOT_IN_LIBRARY, State.CATALOGUE_ONLY)
_REASONS: Final = 4


def ask_for_review(session: Session, number: int, eid: str, words: str, actor: str) -> None:
    """Queue a review of ``words`` in place of the clause ``eid``; :class:`Refused` E873 for none, :class:`NotFound` E800
    for a clause that is not there."""
    words = words.strip()[:_LONGEST]
    if not words:
        raise Refused("E873")
    consultation = session.get(Consultation, number)
    run = session.get(AnalysisRun, consultation.run_id) if consultation and consultation.run_id else None
    found = run and session.scalar(
        select(ClauseRow.id).where(ClauseRow.version_id == run.version_id, ClauseRow.eid == eid)
    )
    if run is None or found is None:
        raise NotFound("E800")
    payload = {"version": run.version_id, "eid": eid, "words": words}
    enqueue(session, REVIEW_TASK, payload, subject=_subject(number, eid), actor=actor)
    record(session, actor, "wording.review_asked", _subject(number, eid), {"characters": len(words)})


def _subject(number: int, eid: str) -> str:
    return f"clause:{number}:{eid}"


def last_review(session: Session, number: int, eid: str) -> Job | None:
    """The latest review asked for on a clause."""
    query = select(Job).where(Job.kind == REVIEW_TASK, Job.subject == _subject(number, eid))
    return session.scalar(query.order_by(Job.id.desc()).limit(1))


def with_words(document: Document, eid: str, words: str) -> Document:
    """The document with ``words`` in place of what the clause says; its number stays.

    >>> made = with_words(parse("某办法\\n第一条　甲。\\n第二条　乙。\\n"), "art_1", "丙。\\n丁。")
    >>> [unit.full_text for unit in made.articles]
    ['丙。\\n丁。', '乙。']
    """
    unit, text = document.by_eid[eid], document.source.text
    start, end = unit.span
    first = next((below.text_span.start for below in unit.walk() if below.text), start)
    return parse(text[: max(first, start)] + words.strip() + "\n" * text[start:end].endswith("\n") + text[end:])


@task(REVIEW_TASK)
def _work(work: Work) -> dict[str, Any]:
    """Findings in the clause, those that its present words already have marked so."""
    eid, words = str(work.payload["eid"]), str(work.payload["words"])
    with work.database.reading() as session:
        document = draft_of_version(session, int(work.payload["version"])).document
    before = {(row["rule"], row["message"]) for row in _findings(document, eid)[0]}
    work.progress(1, 2)
    rows, basis = _findings(with_words(document, eid, words), eid)
    found = [row | {"old": (row["rule"], row["message"]) in before} for row in rows]
    return {"words": words, "findings": found, "basis": basis}


def _findings(document: Document, eid: str) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """Findings in the clause, and what they rest on; raises :class:`~lawcheck.errors.LibraryError` where the machine of
    the worker has no library, which the page tells in words."""
    today = china_today()
    library = open_library()
    review = review_document(document, library, as_of=today, tools=load_tools(library, today))
    return _rows(review, eid), _basis(review)


def _basis(review: Review) -> dict[str, Any]:
    """How far the review saw: the library's last day, texts held for each level, rules that could not run and why."""
    blind = [run for run in review.runs if run.state in _BLIND]
    reasons = Counter(run.reason for run in blind if run.reason).most_common(_REASONS)
    return {
        "horizon": review.horizon.isoformat(),
        "levels": [f"{one.level} {one.with_text}/{one.laws}" for one in review.coverage],
        "unchecked": len(blind),
        "rules": len(review.runs),
        "reasons": [reason for reason, _ in reasons],
    }


def _rows(review: Review, eid: str) -> list[dict[str, str]]:
    return [
        {
            "rule": found.rule,
            "name": found.name,
            "severity": found.severity.value,
            "message": found.message,
            "quote": found.masked or found.quote,
            "suggestion": found.suggestion,
        }
        for found in review.findings
        if found.eid == eid or found.eid.startswith(eid + "__")
    ]
