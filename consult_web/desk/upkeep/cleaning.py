"""集中清理: the whole base, or what names a law that changed, reviewed again in the background; its progress and results."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user, limiter
from consult_web.background import JobState
from consult_web.desk.upkeep.frame import blueprint, translate
from consult_web.errors import NotFound, SiteError
from consult_web.filings import FiledDocument, ReviewFinding, ReviewRun
from consult_web.filings.clean_work import ask_to_clean, cleaning_of, cleanings
from consult_web.filings.cleaning import documents_to_clean
from consult_web.filings.terms import RunState
from consult_web.storage import china_today
from consult_web.ui import language

__all__ = ["ask", "cleaning", "cleanings_page", "findings"]

_PAGE = 50


@blueprint.get("/cleaning")
@allowed(Permission.BASE_CLEAN)
def cleanings_page() -> str:
    """Those asked for, and the form; ``?law=`` says how many documents it would be."""
    return _page()


@blueprint.post("/cleaning")
@limiter.limit("30 per hour")
@allowed(Permission.BASE_CLEAN)
def ask() -> BaseResponse | tuple[str, int]:
    """Have the base reviewed again."""
    user, law = current_user(), request.form.get("law", "").strip()[:100]
    try:
        with storage.saving() as session:
            number = ask_to_clean(session, user, law, _day(request.form.get("day", "")))
    except SiteError as error:
        return _page(error.text(language())), error.status
    flash(translate("clean_asked"), "good")
    return redirect(url_for("upkeep.cleaning", number=number), 303)


@blueprint.get("/cleaning/<int:number>")
@allowed(Permission.BASE_CLEAN)
def cleaning(number: int) -> str:
    """One of them: how far it is, in which documents it found something new, and which it could not review."""
    session, page = storage.session(), max(request.args.get("page", 1, type=int), 1)
    job = cleaning_of(session, number)
    found = job.result.get("found", [])
    part = found[(page - 1) * _PAGE : page * _PAGE]
    rows = {row.id: row for row in session.scalars(select(FiledDocument).where(FiledDocument.id.in_(part)))}
    return render_template(
        "upkeep/cleaning.html",
        job=job,
        active=not job.state.is_over,
        failed=job.state is JobState.FAILED,
        rows=[(rows[one], _found_in(one)) for one in part if one in rows],
        total=len(found),
        page=page,
        pages=max(-(-len(found) // _PAGE), 1),
        problems=job.result.get("problems", []),
    )


@blueprint.get("/cleaning/documents/<int:number>")
@allowed(Permission.BASE_CLEAN)
def findings(number: int) -> str:
    """What the last review of a document found, with what the one before had not found marked."""
    session = storage.session()
    query = select(ReviewRun).where(ReviewRun.document_id == number, ReviewRun.state == RunState.DONE)
    runs = session.scalars(query.order_by(ReviewRun.id.desc()).limit(2)).all()
    if not runs:
        raise NotFound("E800")
    known = {one.key for one in runs[1].findings} if len(runs) > 1 else set()
    return render_template(
        "upkeep/findings.html",
        document=session.get_one(FiledDocument, number),
        run=runs[0],
        runs=len(runs),
        known=known,
    )


def _page(error: str = "") -> str:
    session, law = storage.session(), request.values.get("law", "").strip()[:100]
    on = _day(request.values.get("day", ""))
    jobs = cleanings(session)
    return render_template(
        "upkeep/cleanings.html",
        jobs=jobs,
        law=law,
        on=on,
        counted=len(documents_to_clean(session, on, law)) if "law" in request.args else None,
        error=error,
        ended=JobState.DONE,
    )


def _day(text: str) -> date:
    """A day that was typed; today for what is none."""
    with suppress(ValueError):
        return date.fromisoformat(text)
    return china_today()


def _found_in(document_id: int) -> int:
    """How much the last review of a document found."""
    last = select(func.max(ReviewRun.id)).where(ReviewRun.document_id == document_id, ReviewRun.state == RunState.DONE)
    query = select(func.count(ReviewFinding.id)).where(ReviewFinding.run_id == last.scalar_subquery())
    return storage.session().scalar(query) or 0
