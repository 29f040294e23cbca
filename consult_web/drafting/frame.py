"""What every page of the drafters stands on: the consultation, who may see it, the run that is read."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web import storage
from consult_web.accounts import Permission, current_user, may, reaches
from consult_web.background import Job, JobState
from consult_web.consultations import AnalysisRun, Consultation, current_run
from consult_web.drafting.texts import TEXTS
from consult_web.errors import NotFound
from consult_web.ui import Link, language, translator
from lawcheck.errors import LawcheckError

__all__ = [
    "blueprint",
    "failure",
    "file_address",
    "last_job",
    "links",
    "open_consultation",
    "open_run",
    "tabs",
    "translate",
]

_STATIC = Path(__file__).with_name("static")
blueprint = Blueprint("drafting", __name__, url_prefix="/drafting", template_folder="templates", static_folder="static")
translate = translator(TEXTS)


def links() -> list[Link]:
    """Navigation of those who read digests."""
    if not may(Permission.DIGEST_READ):
        return []
    return [Link(translate("nav"), url_for("drafting.index"))]


def open_consultation(number: int) -> Consultation:
    """A consultation of the user's own body; :class:`NotFound` E800 for any other."""
    session = storage.session()
    found = session.get(Consultation, number)
    if found is None or not reaches(session, current_user(), found.organisation_id):
        raise NotFound("E800")
    return found


def open_run(number: int) -> tuple[Consultation, AnalysisRun]:
    """The consultation and the run that its pages read; :class:`NotFound` E872 before the first run."""
    consultation = open_consultation(number)
    run = current_run(storage.session(), consultation)
    if run is None:
        raise NotFound("E872")
    return consultation, run


def last_job(session: Session, kind: str, subject: str) -> Job | None:
    """The latest job of a kind on a subject, if it has not ended well."""
    query = select(Job).where(Job.kind == kind, Job.subject == subject).order_by(Job.id.desc()).limit(1)
    found = session.scalar(query)
    return found if found is not None and found.state is not JobState.DONE else None


def failure(job: Job) -> str:
    """Why a job failed, in words."""
    return (
        LawcheckError(job.error_code, **job.error_details).text(language()).partition("] ")[2] if job.error_code else ""
    )


def tabs(consultation: Consultation, current: str) -> list[tuple[str, str, bool]]:
    """The parts of the drafters' work on one consultation."""
    pages = ("show", "points", "decisions", "quality", "exports")
    known = [name for name in pages if f"drafting.{name}" in _endpoints()]
    return [(translate(f"tab_{n}"), url_for(f"drafting.{n}", number=consultation.id), n == current) for n in known]


def _endpoints() -> set[str]:
    from flask import current_app

    return set(current_app.view_functions)


def file_address(name: str) -> str:
    """The address of a file of ``static/`` with its content's mark."""
    return url_for("drafting.static", filename=name, v=_mark(name))


@cache
def _mark(name: str) -> str:
    return sha256((_STATIC / name).read_bytes()).hexdigest()[:12]
