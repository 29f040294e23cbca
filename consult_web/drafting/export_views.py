"""The table of adoptions as files, the report: a draft of it at any time, the real one through the gate."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user
from consult_web.audit import record
from consult_web.consultations import (
    REPORT_FIELDS,
    Consultation,
    Report,
    adoption_csv,
    adoption_docx,
    adoption_json,
    adoption_rows,
    adoption_xlsx,
    current_run,
    gate_of,
    issue_report,
    report_draft,
    reports_of,
)
from consult_web.drafting.frame import blueprint, open_consultation, open_run, translate
from consult_web.errors import NotFound
from consult_web.storage import Database, utc_now
from consult_web.ui import moment_text

__all__ = ["exports"]

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/<int:number>/exports")
@allowed(Permission.DIGEST_READ)
def exports(number: int) -> str:
    """Files to take away, the form of the report, what was issued."""
    return _page(number)


def _page(number: int, error: str = "") -> str:
    """``error``: why the report was not issued; what was typed stays in the form."""
    consultation, run = open_run(number)
    session = storage.session()
    return render_template(
        "drafting/exports.html",
        consultation=consultation,
        gate=gate_of(session, run),
        reports=reports_of(session, number),
        today=utc_now(),
        typed=_typed(),
        error=error,
    )


@blueprint.get("/<int:number>/exports/table.<kind>")
@allowed(Permission.DIGEST_READ)
def table(number: int, kind: str) -> BaseResponse:
    """意见采纳情况表 as xlsx, docx, csv or json; who took it is on record."""
    consultation, _ = open_run(number)
    makers = {"xlsx": _file, "docx": _file, "csv": _stream, "json": _stream}
    if kind not in makers:
        raise NotFound("E800")
    with storage.saving() as session:
        record(session, current_user().actor, "export.made", f"consultation:{number}", {"kind": kind})
    return makers[kind](consultation, kind)


def _name(consultation: Consultation, kind: str) -> str:
    return f"《{consultation.title}》意见采纳情况表.{kind}"


def _file(consultation: Consultation, kind: str) -> BaseResponse:
    """A file written to the disk and deleted when it has been sent."""
    session = storage.session()
    run = current_run(session, consultation)
    if run is None:
        raise NotFound("E872")
    title = f"《{consultation.title}》意见采纳情况表"
    handle = tempfile.NamedTemporaryFile(suffix=f".{kind}")  # noqa: SIM115  (closed, and so deleted, with the answer)
    rows = adoption_rows(session, run)
    if kind == "xlsx":
        adoption_xlsx(rows, Path(handle.name), title)
    else:
        adoption_docx(rows, Path(handle.name), title, _note(consultation), rounds=consultation.round > 1)
    media = _EXCEL if kind == "xlsx" else _WORD
    answer = send_file(
        handle.name, media, as_attachment=True, download_name=_name(consultation, kind), conditional=False, etag=False
    )
    answer.call_on_close(handle.close)
    return answer


def _note(consultation: Consultation) -> str:
    return translate("table_note", organ=consultation.organ, at=moment_text(utc_now()))


def _stream(consultation: Consultation, kind: str) -> BaseResponse:
    """Rows sent as they are read, in a session of their own that lives as long as the answer."""
    head = {"title": consultation.title, "organ": consultation.organ, "made_at": utc_now().isoformat()}
    makers: dict[str, Callable[[Any], Iterator[str]]] = {
        "csv": adoption_csv,
        "json": lambda rows: adoption_json(rows, head),
    }
    found = _rows(storage.database(), consultation.id, makers[kind])
    answer = Response(found, mimetype="text/csv" if kind == "csv" else "application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=f"adoption-{consultation.slug}.{kind}")
    return answer


def _rows(database: Database, number: int, make: Callable[[Any], Iterator[str]]) -> Iterator[str]:
    with database.reading() as session:
        run = current_run(session, session.get_one(Consultation, number))
        if run is not None:
            yield from make(adoption_rows(session, run))


@blueprint.post("/<int:number>/report/draft")
@allowed(Permission.DIGEST_READ)
def draft_report(number: int) -> BaseResponse:
    """The report as it would be today, to be read before it is issued."""
    import io

    consultation, run = open_run(number)
    content, _ = report_draft(storage.session(), run, _typed())
    name = f"（草稿）关于《{consultation.title}》征求意见情况的通报.docx"
    return send_file(io.BytesIO(content), _WORD, as_attachment=True, download_name=name)


@blueprint.post("/<int:number>/report")
@allowed(Permission.REPORT_ISSUE)
def issue(number: int) -> BaseResponse | tuple[str, int]:
    """Issue the report, which cannot be taken back: only for one who ticked that it is meant."""
    open_consultation(number)
    if request.form.get("sure") != "yes":
        return _page(number, translate("report_sure_missing")), 400
    with storage.saving() as session:
        issue_report(session, storage.files(), number, _typed(), current_user().actor)
    flash(translate("report_issued"), "good")
    return redirect(url_for("drafting.exports", number=number), 303)


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "").strip()[:2000] for name in REPORT_FIELDS}


@blueprint.get("/<int:number>/reports/<int:report_id>")
@allowed(Permission.DIGEST_READ)
def report_file(number: int, report_id: int) -> BaseResponse:
    """A report as it was issued."""
    open_consultation(number)
    found = storage.session().get(Report, report_id)
    if found is None or found.consultation_id != number:
        raise NotFound("E800")
    path = storage.files().path(found.file_digest)
    return send_file(path, _WORD, as_attachment=True, download_name=found.file_name)
