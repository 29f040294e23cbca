"""The clock of a consultation: its phase, and the period that the rules of its place and kind want."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from consult_web.consultations.drafts_models import Consultation
from consult_web.errors import Refused
from consult_web.storage import CHINA, china_day, day_begins, utc_now
from lawcheck.laws import DocumentKind
from lawcheck.procedure import (
    ConsultationPeriod,
    ConsultationPhase,
    Days,
    closing_moment,
    consultation_period,
    consultation_phase,
    least_days,
)

__all__ = [
    "Profile",
    "end_of",
    "first_day",
    "is_open",
    "last_day",
    "least_of",
    "moment_of_closing",
    "moment_of_opening",
    "parse_profile",
    "period_of",
    "phase_of",
]

_BUSINESS, _DECISION, _OTHER = "business", "decision", "other"


class Profile(NamedTuple):
    """What decides the shortest period: kind of document (None: no rule of law), territory, whether it concerns
    undertakings, whether it is a 重大行政决策, whether staff said that it is of no kind that has rules (``other``; without
    that, nobody has said yet). Kept in ``Consultation.profile`` as text.

    >>> str(Profile(DocumentKind.K4, "330500")), str(Profile(None, "330500", decision=True))
    ('K4/330500', '-/330500/decision')
    """

    kind: DocumentKind | None
    territory: str
    business: bool = False
    decision: bool = False
    other: bool = False

    @property
    def told(self) -> bool:
        """Whether staff said what kind it is."""
        return bool(self.kind or self.decision or self.other)

    def __str__(self) -> str:
        flags = [
            name for name, on in ((_BUSINESS, self.business), (_DECISION, self.decision), (_OTHER, self.other)) if on
        ]
        return "/".join([self.kind.value if self.kind else "-", self.territory, *flags])


def parse_profile(text: str) -> Profile:
    """The profile that was kept as ``text``; :class:`Refused` E880 for another text.

    >>> parse_profile("K9/330500/business")
    Profile(kind=<DocumentKind.K9: 'K9'>, territory='330500', business=True, decision=False, other=False)
    """
    kind, _, rest = text.partition("/")
    territory, *flags = rest.split("/")
    try:
        found = None if kind in ("", "-") else DocumentKind(kind)
    except ValueError as error:
        raise Refused("E880", found=text[:40]) from error
    return Profile(found, territory, _BUSINESS in flags, _DECISION in flags, _OTHER in flags)


def phase_of(consultation: Consultation, now: datetime | None = None) -> ConsultationPhase:
    """The phase at ``now`` (this moment where none is given); one that was never published has not begun."""
    moment = now or utc_now()
    opens = consultation.opens_at if consultation.published_at else None
    return consultation_phase(
        moment,
        opens,
        end_of(consultation),
        reported=consultation.reported_at,
        cancelled=consultation.cancelled_at,
    )


def end_of(consultation: Consultation) -> datetime | None:
    """The moment at which it ends or ended: that of the notice, or the earlier one at which it was closed."""
    ends = [end for end in (consultation.closes_at, consultation.closed_at) if end]
    return min(ends, default=None)


def is_open(consultation: Consultation, now: datetime | None = None) -> bool:
    """Whether opinions are taken at ``now``."""
    return phase_of(consultation, now) in (ConsultationPhase.OPEN, ConsultationPhase.CLOSING)


def least_of(consultation: Consultation) -> Days | None:
    """The shortest period that the rules want, with its source; None where no rule was collected."""
    profile = parse_profile(consultation.profile)
    return least_days(profile.kind, profile.territory, business=profile.business, decision=profile.decision)


def period_of(consultation: Consultation) -> ConsultationPeriod | None:
    """The period beside what the rules want; None while a day is missing."""
    end = end_of(consultation)
    if consultation.opens_at is None or consultation.closes_at is None or end is None:
        return None
    return consultation_period(first_day(consultation.opens_at), last_day(end), least_of(consultation))


def moment_of_opening(day: date) -> datetime:
    """The moment at which a first day begins in China, in UTC.

    >>> moment_of_opening(date(2026, 11, 23)).isoformat()
    '2026-11-22T16:00:00+00:00'
    """
    return day_begins(day)


def moment_of_closing(day: date) -> datetime:
    """The moment at which a last day ends, in UTC.

    >>> moment_of_closing(date(2026, 12, 2)).isoformat()
    '2026-12-02T16:00:00+00:00'
    """
    return closing_moment(day).astimezone(UTC)


def first_day(opens: datetime) -> date:
    """The day in China on which a period begins.

    >>> first_day(moment_of_opening(date(2026, 11, 23)))
    datetime.date(2026, 11, 23)
    """
    return china_day(opens)


def last_day(closes: datetime) -> date:
    """The last day of a period that ends at ``closes``; midnight belongs to the day before.

    >>> last_day(moment_of_closing(date(2026, 12, 2)))
    datetime.date(2026, 12, 2)
    """
    return (closes.astimezone(CHINA) - timedelta(microseconds=1)).date()
