"""Days off of a coming year, typed in by an administrator from the State Council's notice."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user
from consult_web.desk.upkeep.frame import blueprint, translate
from consult_web.errors import Refused
from consult_web.filings.calendars import known_years, read_days, save_year
from consult_web.storage import china_today
from consult_web.ui import language

__all__ = ["save", "years"]


@blueprint.get("/calendar")
@allowed(Permission.CALENDAR_MANAGE)
def years() -> str:
    """The years that are known, and the form for another one (``?year=`` to mend one)."""
    return _page({})


@blueprint.post("/calendar")
@allowed(Permission.CALENDAR_MANAGE)
def save() -> BaseResponse | tuple[str, int]:
    """Keep a year; the clocks follow in the background."""
    sent, user = request.form, current_user()
    year = sent.get("year", 0, type=int)
    try:
        off, work = (read_days(year, sent.get(part, "")) for part in ("off", "work"))
        with storage.saving() as session:
            save_year(session, user, year, off, work, sent.get("source", ""))
    except Refused as error:
        return _page(sent.to_dict(), _field(error), error.text(language())), error.status
    flash(translate("year_saved", year=year, off=len(off), work=len(work)), "good")
    return redirect(url_for("upkeep.years"), 303)


def _page(sent: dict[str, str], field: str = "", error: str = "") -> str:
    known = known_years(storage.session())
    wanted = request.args.get("year", type=int)
    chosen = next((row for row in known if row.year == wanted), None)
    if chosen and not sent:
        days = {part: "、".join(f"{day:%m-%d}" for day in getattr(chosen, part)) for part in ("off", "work")}
        sent = {"year": str(chosen.year), "source": chosen.source, **days}
    missing = max(row.year for row in known) + 1
    return render_template(
        "upkeep/calendar.html",
        known=known,
        sent={"year": str(missing), **sent},
        field=field,
        error=error,
        missing=missing,
        today=china_today(),
    )


def _field(error: Refused) -> str:
    return {"E985": "off", "E986": "off", "E987": "source"}.get(error.code, "year")
