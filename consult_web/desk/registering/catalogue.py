"""The catalogue of a year: its list, the register as Excel, the announcement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, User, allowed, current_user
from consult_web.desk.papers import send_bytes
from consult_web.desk.registering.frame import blueprint, translate
from consult_web.desk.registering.noticing import letter_page
from consult_web.filings import Filing, receiver_of, register_table, state_of
from consult_web.storage import china_today
from lawcheck.laws import DocumentKind, iso, kind_label

__all__ = ["announcement", "catalogue", "export"]


@blueprint.get("/catalogue")
@allowed(Permission.FILING_REGISTER, Permission.FILING_READ)
def catalogue() -> str:
    """The filings registered in a year."""
    rows = _registered(_year())
    kinds = Counter(kind_label(DocumentKind(row.kind)) if row.kind else "待定" for row in rows)
    years = list(range(china_today().year, china_today().year - 10, -1))
    return render_template(
        "registering/catalogue.html",
        rows=rows,
        year=_year(),
        years=[(y, y) for y in years],
        kinds=kinds.most_common(),
        state_of=state_of,
    )


@blueprint.get("/register.xlsx")
@allowed(Permission.FILING_REGISTER, Permission.FILING_READ)
def export() -> BaseResponse:
    """The 备案登记表 of a year: everything that was sent, registered or not."""
    session, year = storage.session(), _year()
    query = select(Filing).where(
        Filing.receiver_id == receiver_of(session, current_user()).id,
        Filing.submitted_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    rows = session.scalars(query.order_by(Filing.submitted_on, Filing.id)).all()
    names = {row.id: row.name for row in session.execute(select(User.id, User.name))}
    return send_bytes(
        register_table(session, rows, names, f"{year}年规范性文件备案登记表"), f"备案登记表（{year}年）.xlsx"
    )


@blueprint.route("/catalogue/announcement", methods=["GET", "POST"])
@allowed(Permission.FILING_REGISTER)
def announcement() -> str | BaseResponse | tuple[str, int]:
    """The 备案目录公告 of a year."""
    told = {} if request.method == "POST" else _told(_year())
    return letter_page("catalogue_notice", told, translate("announce"), "备案目录公告")


def _year() -> int:
    return request.args.get("year", china_today().year, type=int)


def _registered(year: int) -> Sequence[Filing]:
    session = storage.session()
    query = select(Filing).where(
        Filing.receiver_id == receiver_of(session, current_user()).id,
        Filing.registered_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    return session.scalars(query.order_by(Filing.registered_on, Filing.id)).all()


def _told(year: int) -> dict[str, Any]:
    entries = [
        {
            "register_number": row.register_number,
            "title": row.title,
            "number": row.document_no or "—",
            "maker": row.maker or row.filer.name,
            "published": iso(row.published),
        }
        for row in _registered(year)
    ]
    issuer = receiver_of(storage.session(), current_user()).name
    return {
        "issuer": issuer,
        "period": f"{year}年",
        "entries": entries,
        "date": china_today().isoformat(),
        "contact": current_user().name,
    }
