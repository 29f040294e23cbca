"""The clock of a public consultation: its phase, the shortest period, shortening and extension (domain.md 4.1)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import NamedTuple

from lawcheck.laws import DocumentKind
from lawcheck.procedure.profiles import Days, load_filing_profile
from lawcheck.procedure.refusal import Refusal, refuse
from lawcheck.procedure.timing import list_periods

__all__ = [
    "CLOSING_SOON",
    "ConsultationPeriod",
    "ConsultationPhase",
    "check_extension",
    "check_period",
    "closing_moment",
    "consultation_period",
    "consultation_phase",
    "least_days",
]

CLOSING_SOON = timedelta(days=3)
"""How long before its end a consultation is said to close soon; a choice of the house, no rule."""

_CHINA = timezone(timedelta(hours=8))  # no daylight saving since 1991; needs no zone database


class ConsultationPhase(StrEnum):
    """Where a consultation stands."""

    NOT_OPEN = "未开始"
    OPEN = "征求中"
    CLOSING = "即将截止"
    CLOSED = "已截止"
    REPORTED = "结果已公布"
    CANCELLED = "已取消"


class ConsultationPeriod(NamedTuple):
    """A period from ``opens`` to ``closes``, both days counted in ``days``; ``least`` what the rules of the place want
    (None: no rule was collected); ``safe`` the first last day that is long enough even if the day of opening does not
    count; ``note`` what a person should know."""

    opens: date
    closes: date
    days: int
    least: Days | None
    safe: date | None
    note: str

    @property
    def short(self) -> bool:
        """Whether it is shorter than the rules want.

        >>> consultation_period(date(2026, 11, 2), date(2026, 11, 20), least_days(DocumentKind.K9, "330500")).short
        True
        """
        return self.least is not None and self.days < self.least.days


def closing_moment(day: date) -> datetime:
    """The moment at which a consultation with this last day ends: midnight in China (民法典第二百零三条第二款，参照).

    >>> closing_moment(date(2026, 12, 2)).isoformat()
    '2026-12-03T00:00:00+08:00'
    """
    return datetime.combine(day + timedelta(days=1), time(), _CHINA)


def consultation_phase(
    now: datetime,
    opens: datetime | None,
    closes: datetime | None,
    *,
    reported: datetime | None = None,
    cancelled: datetime | None = None,
    soon: timedelta = CLOSING_SOON,
) -> ConsultationPhase:
    """The phase at ``now``; all moments with a time zone. One without an opening has not begun, one without an end
    stays open. At the moment ``closes`` it is closed.

    >>> now = closing_moment(date(2026, 11, 22))
    >>> consultation_phase(now, closing_moment(date(2026, 11, 1)), closing_moment(date(2026, 11, 24))).value
    '即将截止'
    >>> consultation_phase(now, closing_moment(date(2026, 11, 1)), now).value
    '已截止'
    """
    if cancelled is not None and cancelled <= now:
        return ConsultationPhase.CANCELLED
    if opens is None or now < opens:
        return ConsultationPhase.NOT_OPEN
    if closes is None or now < closes:
        return ConsultationPhase.CLOSING if closes and closes - now <= soon else ConsultationPhase.OPEN
    return ConsultationPhase.REPORTED if reported is not None and reported <= now else ConsultationPhase.CLOSED


def least_days(
    kind: DocumentKind | None, territory: str, *, business: bool = False, decision: bool = False
) -> Days | None:
    """The shortest period for a draft of this kind at a place; None where no rule was collected.

    ``business``: it concerns undertakings; ``decision``: it is a draft of a 重大行政决策 and no rule of law.

    >>> least_days(DocumentKind.K4, "330500").days, least_days(None, "330500", decision=True).days
    (20, 30)
    """
    if decision or kind is None:
        single = next(period for period in list_periods() if period.id == "decision_consultation")
        return Days(single.period.length, single.source) if decision else None
    return load_filing_profile().consultation_days(kind, territory, business)


def consultation_period(opens: date, closes: date, least: Days | None) -> ConsultationPeriod:
    """A planned period beside what the rules want.

    >>> consultation_period(date(2026, 11, 2), date(2026, 12, 1), least_days(DocumentKind.K9, "330500")).note
    '含起始日共30日；起始日不计入的，应当至2026-12-02（依据待核）'
    """
    days = (closes - opens).days + 1
    if least is None:
        return ConsultationPeriod(opens, closes, days, None, None, "没有收集到当地公开征求意见的期限，请人工核对")
    safe = opens + timedelta(days=least.days)
    exact = f"含起始日共{days}日；起始日不计入的，应当至{safe}（依据待核）"
    return ConsultationPeriod(opens, closes, days, least, safe, exact if days == least.days else "")


def check_period(opens: date, closes: date, least: Days | None, reason: str = "") -> Refusal | None:
    """Why a consultation cannot be published so; None where it can. A shorter one needs a reason, which the notice must
    tell (重大行政决策程序暂行条例第十五条；其他“一般不少于”的，同样要求写明).

    >>> least = least_days(DocumentKind.K9, "330500")
    >>> str(check_period(date(2026, 11, 2), date(2026, 11, 20), least))
    '征求意见共19日，少于30日（《规章制定程序条例》第十五条）。缩短期限的，请在公告中说明理由。'
    >>> check_period(date(2026, 11, 2), date(2026, 11, 20), least, "情况紧急") is None
    True
    """
    if closes < opens:
        return refuse("R831", opens=opens, closes=closes)
    period = consultation_period(opens, closes, least)
    if period.short and least is not None and not reason.strip():
        return refuse("R830", days=period.days, least=least.days, source=least.source.text)
    return None


def check_extension(now: datetime, closes: datetime, new: datetime, reason: str) -> Refusal | None:
    """Why the end cannot be moved to ``new``; None where it can. The end only moves later, with a reason, and while the
    consultation is open: people rely on the day that was announced (a rule of the house).

    >>> end = closing_moment(date(2026, 12, 2))
    >>> check_extension(end - timedelta(days=1), end, end + timedelta(days=7), "意见较多") is None
    True
    >>> str(check_extension(end, end, end + timedelta(days=7), "意见较多"))
    '征求意见已经截止，不能延长；需要继续征求意见的，请另行公告。'
    """
    if now >= closes:
        return refuse("R832")
    if new <= closes:
        return refuse("R833", closes=closes.astimezone(_CHINA))
    return None if reason.strip() else refuse("R834")
