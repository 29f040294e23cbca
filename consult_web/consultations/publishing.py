"""From a prepared consultation to a public one, and to its end: what must be so first, and the legal clock."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.consultations.clocks import (
    first_day,
    is_open,
    last_day,
    least_of,
    moment_of_closing,
    parse_profile,
    period_of,
)
from consult_web.consultations.drafts_models import Consultation, DraftVersion
from consult_web.consultations.terms import Publication
from consult_web.errors import Conflict, Refused
from consult_web.storage import utc_now
from lawcheck.comments import find_personal
from lawcheck.procedure import check_extension, check_period

__all__ = [
    "Remark",
    "cancel_consultation",
    "close_early",
    "extend_consultation",
    "publish_consultation",
    "remarks_on",
]

_SILENCE: Final = re.compile(
    r"(?:逾期|未[反回]馈|不[反回]馈|未回复|未提出)[^。；\n]{0,20}(?:视为|视同|视作)[^。；\n]{0,10}(?:[无没]有?(?:不同)?意见|没有异议|无异议|同意)"
)
_AMENDS: Final = re.compile("修正|修改|修订")
_REASON: Final = 500


class Remark(NamedTuple):
    """Something about a notice that a person should see: ``bad`` stops publishing. ``name`` is one of the texts."""

    name: str
    severity: Literal["bad", "warn", "info"]
    details: dict[str, Any]


def remarks_on(consultation: Consultation, *, identified: bool) -> list[Remark]:
    """What is wrong or missing in a notice (domain.md 4.1: T09, ways, explanation, comparison, S4, P02; 4.4: PIPL)."""
    found = [*_missing(consultation), *_about_days(consultation)]
    if consultation.publication is Publication.FULL and not identified:
        found.append(Remark("full_without_identity", "bad", {}))
    if len(consultation.contact_ways) < 2:
        found.append(Remark("few_ways", "warn", {"count": len(consultation.contact_ways)}))
    if not consultation.explanation:
        found.append(Remark("no_explanation", "warn", {}))
    if _AMENDS.search(consultation.title) and not consultation.previous_law:
        found.append(Remark("no_comparison", "warn", {}))
    if match := _SILENCE.search(consultation.notice):
        found.append(Remark("silence", "warn", {"words": match[0]}))
    return [*found, *_phones(consultation)]


def _missing(consultation: Consultation) -> list[Remark]:
    needed = {"no_office": consultation.contact_office, "no_purpose": consultation.data_purpose,
              "no_version": consultation.version_id, "no_kind": parse_profile(consultation.profile).told}  # fmt: skip
    return [Remark(name, "bad", {}) for name, value in needed.items() if not value]


def _about_days(consultation: Consultation) -> list[Remark]:
    period = period_of(consultation)
    if period is None:
        return [Remark("no_days", "bad", {})]
    refusal = check_period(period.opens, period.closes, period.least, consultation.min_days_reason)
    if refusal is not None:
        return [Remark("refused", "bad", {"zh": refusal.text("zh"), "en": refusal.text("en")})]
    details: dict[str, Any] = {"days": period.days, "least": period.least.days if period.least else 0}
    if period.least is None:
        return [Remark("days_unknown", "warn", details)]
    details["source"] = period.least.source.text
    kept = [Remark("days_short", "warn", details)] if period.short else [Remark("days_enough", "info", details)]
    return kept + ([Remark("days_note", "info", {"note": period.note})] if period.note else [])


def _phones(consultation: Consultation) -> list[Remark]:
    texts = [consultation.notice, consultation.contact_office, *(way["value"] for way in consultation.contact_ways)]
    kinds = {item.kind for text in texts for item in find_personal(text)} & {"手机号码", "证件号码", "银行卡号"}
    return [Remark("personal", "warn", {"kinds": "、".join(sorted(kinds))})] if kinds else []


def publish_consultation(session: Session, user: User, consultation: Consultation, *, identified: bool) -> None:
    """Make it public; opinions are taken from ``opens_at`` on.

    :class:`Conflict` E889 when it is public already; :class:`Refused` E890 names the remarks that stop it.
    """
    if consultation.published_at or consultation.cancelled_at:
        raise Conflict("E889")
    stops = [remark for remark in remarks_on(consultation, identified=identified) if remark.severity == "bad"]
    if stops:
        raise Refused("E890", names="、".join(remark.name for remark in stops))
    now = utc_now()
    version = session.get_one(DraftVersion, consultation.version_id)
    consultation.published_at = version.published_at = now
    version.approved_by = user.actor
    record(session, user.actor, "consultation.published", f"consultation:{consultation.id}", _days(consultation))


def extend_consultation(session: Session, user: User, consultation: Consultation, closes: date, reason: str) -> None:
    """Move the last day later; the notice tells from when to when and why. Raises :class:`Refused` R832–R834 with the
    words of the procedure, E891 for one that is not public."""
    if consultation.published_at is None or consultation.closes_at is None or consultation.closed_at:
        raise Conflict("E891")
    new = moment_of_closing(closes)
    refusal = check_extension(utc_now(), consultation.closes_at, new, reason)
    if refusal is not None:
        raise Refused(refusal.code, **refusal.details)
    _note_change(user, consultation, last_day(consultation.closes_at), closes, reason)
    consultation.closes_at = new
    details = {"to": closes.isoformat(), "reason": reason[:_REASON]}
    record(session, user.actor, "consultation.extended", f"consultation:{consultation.id}", details)


def close_early(session: Session, user: User, consultation: Consultation, reason: str) -> None:
    """End it before its last day; the notice tells the reason. :class:`Conflict` E891 unless it is open, :class:`Refused`
    E892 without a reason: people rely on the day that was announced."""
    if not is_open(consultation) or consultation.closes_at is None:
        raise Conflict("E891")
    if len(reason.strip()) < 5:
        raise Refused("E892")
    now = utc_now()
    _note_change(user, consultation, last_day(consultation.closes_at), last_day(now), reason)
    consultation.closed_at = now
    least = least_of(consultation)
    short = bool(
        least and consultation.opens_at and (last_day(now) - first_day(consultation.opens_at)).days + 1 < least.days
    )
    details = {"reason": reason.strip()[:_REASON], "shorter_than_rule": short}
    record(session, user.actor, "consultation.closed", f"consultation:{consultation.id}", details)


def cancel_consultation(session: Session, user: User, consultation: Consultation, reason: str) -> None:
    """Call it off; what came in is kept. :class:`Refused` E892 without a reason, :class:`Conflict` E889 when it is."""
    if consultation.cancelled_at or consultation.reported_at:
        raise Conflict("E889")
    if len(reason.strip()) < 5:
        raise Refused("E892")
    consultation.cancelled_at = utc_now()
    today = last_day(consultation.cancelled_at)
    _note_change(
        user, consultation, last_day(consultation.closes_at) if consultation.closes_at else today, today, reason
    )
    details = {"reason": reason.strip()[:_REASON]}
    record(session, user.actor, "consultation.cancelled", f"consultation:{consultation.id}", details)


def _note_change(user: User, consultation: Consultation, old: date, new: date, reason: str) -> None:
    entry = {"from": old.isoformat(), "to": new.isoformat(), "reason": reason.strip()[:_REASON],
             "at": utc_now().isoformat(), "by": user.actor}  # fmt: skip
    consultation.extensions = [*consultation.extensions, entry]


def _days(consultation: Consultation) -> dict[str, Any]:
    period = period_of(consultation)
    if period is None:
        return {}
    least = period.least.days if period.least else None
    return {"opens": period.opens.isoformat(), "closes": period.closes.isoformat(), "days": period.days, "least": least,
            "reason": consultation.min_days_reason[:_REASON]}  # fmt: skip
