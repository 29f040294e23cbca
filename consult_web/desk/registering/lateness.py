"""Late and missing filings, and the notice about them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Organisation, Permission, allowed, current_user
from consult_web.desk.registering.frame import blueprint, translate
from consult_web.desk.registering.noticing import letter_page
from consult_web.errors import NotFound, Refused
from consult_web.filings import (
    ExpectedFiling,
    ExpectedSource,
    Filing,
    Overdue,
    add_expected,
    dismiss_expected,
    missing_filings,
    receiver_of,
)
from consult_web.storage import china_today
from consult_web.ui import language
from lawcheck.laws import iso
from lawcheck.procedure import jurisdiction_at

__all__ = ["late", "notice"]


@blueprint.get("/late")
@allowed(Permission.FILING_REGISTER)
def late() -> str:
    """Both lists, and the form that notes what must be filed."""
    return _page()


@blueprint.post("/late/expected")
@allowed(Permission.FILING_REGISTER)
def expect() -> BaseResponse | tuple[str, int]:
    """Note documents that must be filed, all of them or none."""
    user, sent = current_user(), request.form
    try:
        with storage.saving() as session:
            receiver = receiver_of(session, user).id
            source = ExpectedSource(sent.get("source", ExpectedSource.CATALOGUE.value))
            count = add_expected(session, user, receiver, sent.get("lines", ""), source, sent.get("note", ""))
    except Refused as error:
        return _page(error.text(language())), error.status
    flash(translate("added", count=count), "good")
    return redirect(url_for("registering.late"), 303)


@blueprint.post("/late/expected/<int:number>/dismiss")
@allowed(Permission.FILING_REGISTER)
def dismiss(number: int) -> BaseResponse:
    """A document that need not be filed."""
    user = current_user()
    with storage.saving() as session:
        row = session.get(ExpectedFiling, number)
        if row is None or row.receiver_id != receiver_of(session, user).id:
            raise NotFound("E800")
        dismiss_expected(session, user, row, request.form.get("why", ""))
    flash(translate("dismissed"), "good")
    return redirect(url_for("registering.late"), 303)


@blueprint.route("/late/notice", methods=["GET", "POST"])
@allowed(Permission.FILING_REGISTER)
def notice() -> str | BaseResponse | tuple[str, int]:
    """The 迟报漏报通报, filled from the lists."""
    told = {} if request.method == "POST" else _told()
    return letter_page("late_notice", told, translate("notice"), "迟报漏报通报")


def _page(error: str = "") -> str:
    return render_template(
        "registering/late.html",
        late=_late(),
        missing=_missing(),
        sources=[(s.value, s.value) for s in ExpectedSource],
        sent=request.form,
        error=error,
    )


def _receiver() -> Organisation:
    return receiver_of(storage.session(), current_user())


def _late() -> list[tuple[Filing, int]]:
    """The late filings of this year, with the days by which each was late."""
    query = select(Filing).where(
        Filing.receiver_id == _receiver().id,
        Filing.late.is_(True),
        Filing.submitted_on >= date(china_today().year, 1, 1),
    )
    rows = storage.session().scalars(query.order_by(Filing.submitted_on.desc()))
    return [(row, max((clock.late for clock in row.clocks if clock.rule == "filing"), default=0)) for row in rows]


def _missing() -> list[Overdue]:
    receiver = _receiver()
    return missing_filings(storage.session(), receiver, jurisdiction_at(receiver.territory).id, china_today())


def _told() -> dict[str, Any]:
    today, user = china_today(), current_user()
    query = select(Filing.id).where(Filing.receiver_id == _receiver().id, Filing.submitted_on >= date(today.year, 1, 1))
    cases = [
        {
            "maker": row.maker or row.filer.name,
            "title": row.title,
            "published": iso(row.published),
            "filed": iso(row.submitted_on),
            "kind": "迟报",
        }
        for row, _ in _late()
    ]
    cases += [
        {
            "maker": row.expected.maker,
            "title": row.expected.title,
            "published": iso(row.expected.published),
            "kind": "漏报",
        }
        for row in _missing()
        if row.late
    ]
    told = {
        "issuer": _receiver().name,
        "period": f"{today.year}年",
        "total": len(storage.session().scalars(query).all()),
        "cases": cases,
        "date": today.isoformat(),
        "contact": user.name,
    }
    return {**told, "demands": "请有关单位查明原因，立即补报。"}
