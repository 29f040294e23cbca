"""Search of the base, one document on a day, its downloads, and the export of everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Final

from flask import Response, render_template, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user, limiter
from consult_web.audit import record
from consult_web.desk.database.frame import blueprint, translate
from consult_web.desk.papers import (
    check_open,
    is_inside,
    is_shown,
    named,
    narrowed,
    passages,
    readable_document,
    send_bytes,
)
from consult_web.errors import NotFound
from consult_web.filings import (
    DocumentRelation,
    FiledDocument,
    Search,
    Validity,
    count_by,
    read_document,
    receiver_of,
    search_documents,
    validity,
)
from consult_web.filings.dumping import dump_all
from consult_web.storage import china_today
from consult_web.ui import day_text
from lawcheck.laws import DocumentKind, kind_label
from lawcheck.writers import find_writer, typeset

__all__ = ["TONES"]

TONES: Final = {
    Validity.IN_FORCE: "good",
    Validity.FUTURE: "info",
    Validity.SUSPENDED: "warn",
    Validity.UNKNOWN: "warn",
    Validity.AMENDED: "none",
    Validity.REPEALED: "bad",
    Validity.EXPIRED: "bad",
    Validity.ANNULLED: "bad",
}
_SOON: Final = timedelta(days=90)
_PAGE: Final = 20


@blueprint.get("/")
@allowed(Permission.ANYONE)
def index() -> str:
    """Search with the filters of kind, maker, day, number and validity; the public finds what was published."""
    check_open()
    session, on = storage.session(), _day("on") or china_today()
    search = _search(on)
    page = min(max(request.args.get("page", 1, type=int), 1), 100_000)
    found = search_documents(session, narrowed(search), page)
    everything = narrowed(Search())
    return render_template(
        "database/index.html",
        found=found,
        page=page,
        pages=max(-(-found.total // _PAGE), 1),
        on=on,
        today=china_today(),
        kinds=_kinds(count_by(session, everything, "kind")),
        makers=_makers(count_by(session, everything, "maker")),
        validities=[(one.value, named(one.value)) for one in Validity],
        held=sum(count_by(session, everything, "kind").values()),
        expiring=_expiring(session, on),
        inside=is_inside(),
        validity=validity,
        tones=TONES,
        kind_name=_kind_name,
    )


@blueprint.get("/<int:number>")
@allowed(Permission.ANYONE)
def show(number: int) -> str:
    """One version: its text, what it was worth on a day, its other versions and its relations."""
    check_open()
    session, on = storage.session(), _day("on") or china_today()
    row = readable_document(_bounded(number))
    incoming = select(DocumentRelation, FiledDocument).join(
        FiledDocument, FiledDocument.id == DocumentRelation.document_id
    )
    told = session.execute(incoming.where(DocumentRelation.target_id == row.id)).all()
    ended_by = session.get(FiledDocument, row.ended_by_id) if row.ended_by_id else None
    return render_template(
        "database/show.html",
        document=row,
        versions=[one for one in row.work.versions if is_shown(one)],
        incoming=[(relation, other) for relation, other in told if is_shown(other)],
        ended_by=ended_by if ended_by and is_shown(ended_by) else None,
        passages=[one for one in passages(read_document(row)) if one.kind in ("heading", "article", "annex")],
        on=on,
        now=validity(row, on),
        steps=_life(row, on),
        inside=is_inside(),
        is_shown=is_shown,
        validity=validity,
        tones=TONES,
        kind_name=_kind_name,
    )


@blueprint.get("/<int:number>/original")
@limiter.limit("120 per minute")
@allowed(Permission.FILING_READ, Permission.FILING_SUBMIT)
def original(number: int) -> BaseResponse:
    """The file that was filed, for those who work with filings: it may hold what its maker never published."""
    row = readable_document(_bounded(number))
    return send_bytes(storage.files().read(row.file_digest), row.file_name)


@blueprint.get("/<int:number>/text.<kind>")
@limiter.limit("60 per minute")
@allowed(Permission.ANYONE)
def text(number: int, kind: str) -> BaseResponse:
    """The text in the standard layout, as Word or PDF."""
    if kind not in ("docx", "pdf"):
        raise NotFound("E800")
    check_open()
    row = readable_document(_bounded(number))
    made = find_writer("docx").render(read_document(row))
    return send_bytes(typeset(made) if kind == "pdf" else made, f"{row.title}.{kind}")


@blueprint.post("/export.zip")
@limiter.limit("10 per hour")
@allowed(Permission.FILING_READ)
def export() -> Response:
    """Everything of this desk, streamed; that it was taken is noted first."""
    user = current_user()
    with storage.saving() as session:
        receiver = receiver_of(session, user).id
        record(session, user.actor, "base.exported", f"organisation:{receiver}", {})
    database, files = storage.database(), storage.files()

    def pieces() -> Iterator[bytes]:
        with database.reading() as own:  # the session of the request ends before the answer does
            yield from dump_all(own, files, receiver)

    response = Response(pieces(), mimetype="application/zip")
    name = f"filings-{china_today().isoformat()}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _search(on: date) -> Search:
    told = request.args
    known = {one.value for one in DocumentKind}
    chosen = next((one for one in Validity if one.value == told.get("validity")), None)
    order = told.get("sort", "-published")
    return Search(
        words=told.get("q", "")[:100],
        in_text=told.get("where") != "title",
        kinds=tuple(kind for kind in told.getlist("kind")[:20] if kind in known),
        makers=tuple(maker for maker in told.getlist("maker")[:5] if maker),
        document_no=told.get("no", "")[:60],
        published_from=_day("from"),
        published_to=_day("to"),
        validity=chosen,
        on=on,
        order=order if order in ("-published", "published", "title") else "-published",
        size=_PAGE,
    )


def _day(name: str) -> date | None:
    """A day of the address; one that is none does not narrow."""
    with suppress(ValueError):
        return date.fromisoformat(request.args.get(name, ""))
    return None


def _bounded(number: int) -> int:
    if number >= 1 << 62:
        raise NotFound("E800")
    return number


def _kind_name(kind: str) -> str:
    return named(kind_label(DocumentKind(kind))) if kind else translate("no_kind")


def _kinds(counts: dict[str, int]) -> list[tuple[str, str]]:
    return [(kind, f"{_kind_name(kind)}（{count}）") for kind, count in sorted(counts.items()) if kind]


def _makers(counts: dict[str, int]) -> list[tuple[str, str]]:
    """The makers of most documents."""
    largest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:100]
    return [(maker, f"{maker}（{count}）") for maker, count in largest if maker]


def _expiring(session: Session, on: date) -> int:
    soon = FiledDocument.expires.between(on, on + _SOON)
    query = select(func.count()).select_from(FiledDocument).where(FiledDocument.registered, soon)
    if not is_inside():
        query = query.where(FiledDocument.published <= china_today())
    return session.scalar(query.where(FiledDocument.ended.is_(None))) or 0


def _life(row: FiledDocument, on: date) -> list[tuple[str, str, str, str]]:
    """The days of a document for the macro ``timeline``."""
    ended = (row.ended, row.ended_how or translate("ended"))
    days = [(row.adopted, translate("adopted")), (row.approved, translate("approved")), (row.published, translate("published")),
            (row.effective, translate("effective")), (row.suspended, translate("suspended")), ended,
            (row.expires, translate("expires"))]  # fmt: skip
    known = sorted((day, name) for day, name in days if day is not None)
    last = max((day for day, _ in known if day <= on), default=None)
    return [("todo" if day > on else "now" if day == last else "done", name, day_text(day), "") for day, name in known]
