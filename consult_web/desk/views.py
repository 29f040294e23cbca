"""Pages of the desk."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import date, datetime
from pathlib import PurePath
from typing import IO

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from consult_web.desk.forms import FILED_KINDS, chosen_files, read_options
from consult_web.desk.model import STEPS, Job, JobState
from consult_web.desk.queue import Desk
from consult_web.desk.texts import OUTPUT_ORDER, TEXTS
from consult_web.ui import translator
from lawcheck.errors import OutputError, UsageError
from lawcheck.laws import kind_label, territory

__all__ = ["blueprint"]

blueprint = Blueprint("desk", __name__, template_folder="templates")
translate = translator(TEXTS)

_REPORT = ".review.html"
# The report is made from a filed text that anyone may have written: no scripts, no origin, nothing from outside.
_REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
}
_PAGE = 50  # reviews listed on one page
_SPOOL_BYTES = 8 << 20  # a zip of results up to this size is made in memory
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same results give the same zip


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {
        "texts": TEXTS,
        "kinds": [(kind.value, kind_label(kind)) for kind in FILED_KINDS],
        "today": date.today(),
        "progress": _progress,
        "limit": _megabytes(current_app.config["MAX_CONTENT_LENGTH"]),
        "limit_bytes": current_app.config["MAX_CONTENT_LENGTH"],
    }


@blueprint.app_template_filter("local_time")
def local_time(moment: datetime) -> str:
    """Date and time to the minute, on this machine's clock.

    >>> len(local_time(datetime(2026, 11, 22, 8, 0)))
    16
    """
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


@blueprint.app_template_filter("file_size")
def file_size(size: int) -> str:
    """A size for people.

    >>> file_size(900), file_size(53_000), file_size(2_600_000)
    ('900 B', '52 KB', '2.5 MB')
    """
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.0f} KB" if size < 1 << 20 else f"{size / (1 << 20):.1f} MB"


@blueprint.app_template_filter("territory_name")
def territory_name(code: str) -> str:
    """The code with its name, as far as it is known.

    >>> territory_name("330500"), territory_name("")
    ('湖州市（330500）', '')
    """
    place = territory(code)
    return f"{place.name}（{code}）" if place else code


@blueprint.app_template_filter("kind_name")
def kind_name(code: str) -> str:
    """The Chinese name of a K-code.

    >>> kind_name("K4"), kind_name("")
    ('设区的市地方性法规', '')
    """
    return next((kind_label(kind) for kind in FILED_KINDS if kind.value == code), code)


@blueprint.get("/")
def index() -> str:
    """The page: upload form and recent reviews."""
    return _index()


@blueprint.get("/recent")
def recent() -> str:
    """Only the list of reviews, for the page's script."""
    return render_template("desk/recent.html", **_listed())


@blueprint.post("/reviews")
def create() -> BaseResponse | tuple[str, int]:
    """Store every uploaded file first, then look at the options, then queue the reviews."""
    files = chosen_files(request.files)
    if not files:
        return _index(UsageError("E523")), 400
    options, trouble = read_options(request.form, date.today())
    jobs = [_desk().submit(str(file.filename), file.stream, options, trouble) for file in files]
    if len(jobs) == 1:
        return redirect(url_for("desk.show", job_id=jobs[0].job_id), 303)
    flash(translate("received", count=len(jobs)))
    return redirect(url_for("desk.index", _anchor="recent"), 303)


@blueprint.get("/reviews/status.json")
def status() -> Response:
    """State and progress of every review."""
    return jsonify({job.job_id: _progress(job) for job in _desk().jobs()})


@blueprint.get("/reviews/<job_id>")
def show(job_id: str) -> str:
    """One review: progress, or what went wrong, or the results."""
    return _show(_job(job_id))


@blueprint.get("/reviews/<job_id>/status.json")
def job_status(job_id: str) -> Response:
    """State and progress of one review."""
    return jsonify(_progress(_job(job_id)))


@blueprint.get("/reviews/<job_id>/report")
def report(job_id: str) -> Response:
    """The report as a page of its own, without scripts and cut off from this site."""
    response = _send_output(_job(job_id), _REPORT, attachment=False)
    response.headers["Content-Security-Policy"] = _REPORT_POLICY
    return response


@blueprint.get("/reviews/<job_id>/files/<name>")
def download(job_id: str, name: str) -> Response:
    """One result as a download; ``name`` is its suffix without the first dot."""
    return _send_output(_job(job_id), f".{name}", attachment=True)


@blueprint.get("/reviews/<job_id>/original")
def original(job_id: str) -> Response:
    """The file as it was uploaded, byte for byte."""
    job = _job(job_id)
    path = _desk().store.original(job)
    if not path.is_file():
        raise UsageError("E526")
    return send_file(path, "application/octet-stream", as_attachment=True, download_name=job.stored)


@blueprint.get("/reviews/<job_id>/all.zip")
def everything(job_id: str) -> Response:
    """The uploaded file and all results in one archive."""
    job = _job(job_id)
    return send_file(_zip(job), "application/zip", as_attachment=True, download_name=f"{job.stem}.zip")


@blueprint.post("/reviews/<job_id>/again")
def again(job_id: str) -> BaseResponse | tuple[str, int]:
    """Review a stored file once more."""
    job = _job(job_id)
    options, trouble = read_options(request.form, date.today())
    if trouble or job.state.active:
        return _show(job, UsageError(trouble.code, **trouble.details) if trouble else UsageError("E532")), 400
    _desk().again(job, options)
    return redirect(url_for("desk.show", job_id=job_id), 303)


@blueprint.post("/reviews/<job_id>/delete")
def delete(job_id: str) -> BaseResponse:
    """Remove a review with its file and results."""
    job = _job(job_id)
    try:
        _desk().delete(job)
    except OSError as error:
        raise OutputError("E521", name=job.name, cause=error.strerror or error) from error
    flash(translate("deleted", name=job.name))
    return redirect(url_for("desk.index"), 303)


def _desk() -> Desk:
    desk: Desk = current_app.extensions["desk"]
    return desk


def _job(job_id: str) -> Job:
    job = _desk().get(job_id)
    if job is None:
        raise UsageError("E526")
    return job


def _index(error: UsageError | None = None) -> str:
    return render_template("desk/index.html", error=error, **_listed())


def _listed() -> dict[str, object]:
    """One page of the list of reviews, newest first, and where it stands."""
    jobs = _desk().jobs()
    pages = max(-(-len(jobs) // _PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return {"jobs": jobs[(page - 1) * _PAGE : page * _PAGE], "count": len(jobs), "page": page, "pages": pages}


def _show(job: Job, error: UsageError | None = None) -> str:
    outputs = sorted(job.outputs.items(), key=lambda item: _place(item[0]))
    return render_template("desk/job.html", job=job, outputs=outputs, report=_REPORT in job.outputs, error=error)


def _place(suffix: str) -> tuple[int, str]:
    return (OUTPUT_ORDER.index(suffix) if suffix in OUTPUT_ORDER else len(OUTPUT_ORDER), suffix)


def _progress(job: Job) -> dict[str, object]:
    """What the page and its script show of a job under way."""
    name = _desk().step(job) if job.state is JobState.RUNNING else ""
    step = STEPS.index(name) + 1 if name in STEPS else 0
    return {
        "active": job.state.active,
        "state": job.state.value,
        "label": translate(job.state.value),
        "step": step,
        "total": len(STEPS),
        "text": _progress_text(job, step),
    }


def _progress_text(job: Job, step: int) -> str:
    if step:
        return f"{translate('step_' + STEPS[step - 1])} · {translate('progress_of', step=step, total=len(STEPS))}"
    if job.state is JobState.RUNNING:
        return translate("step_preparing")
    ahead = _desk().ahead(job)
    return translate("ahead", count=ahead) if ahead else translate("step_waiting")


def _send_output(job: Job, suffix: str, *, attachment: bool) -> Response:
    path = _desk().store.output(job, suffix)
    if path is None or not path.is_file():
        raise UsageError("E526")
    kind = _TYPES.get(path.suffix, "application/octet-stream")
    return send_file(path, kind, as_attachment=attachment, download_name=job.stem + suffix)


def _zip(job: Job) -> IO[bytes]:
    spool = tempfile.SpooledTemporaryFile(_SPOOL_BYTES)  # noqa: SIM115 the response closes it
    store = _desk().store
    members = [(job.stored, store.original(job))]
    members += [(job.stem + suffix, path) for suffix in sorted(job.outputs) if (path := store.output(job, suffix))]
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in members:
            archive.writestr(zipfile.ZipInfo(PurePath(name).name, _ZIP_DATE), path.read_bytes(), zipfile.ZIP_DEFLATED)
    spool.seek(0)
    return spool


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):g} MB"
