"""How long a consultation still is, in words."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from consult_web.consultations import Consultation, end_of, last_day, phase_of
from consult_web.public.texts import TEXTS
from consult_web.storage import utc_now
from consult_web.ui import end_text, local, moment_text, translator
from lawcheck.procedure import ConsultationPhase

__all__ = ["ShownClock", "clock_of"]

_say = translator(TEXTS)
_LEVELS = {ConsultationPhase.OPEN: "calm", ConsultationPhase.CLOSING: "soon"}
_NAMES = {
    ConsultationPhase.NOT_OPEN: "phase_not_open",
    ConsultationPhase.OPEN: "phase_open",
    ConsultationPhase.CLOSING: "phase_closing",
    ConsultationPhase.CLOSED: "phase_closed",
    ConsultationPhase.REPORTED: "phase_reported",
    ConsultationPhase.CANCELLED: "phase_cancelled",
}


class ShownClock(NamedTuple):
    """The phase, its name, how urgent (calm, soon, still), how long is left in words, when it ends in words."""

    phase: ConsultationPhase
    name: str
    level: str
    left: str
    ends: str

    @property
    def is_open(self) -> bool:
        """Whether opinions are taken."""
        return self.phase in _LEVELS

    @property
    def words(self) -> str:
        """Phase and time left in one line."""
        return f"{self.name} · {self.left}" if self.left else self.name


def clock_of(consultation: Consultation, now: datetime | None = None) -> ShownClock:
    """What a page shows about the time of ``consultation``."""
    moment = now or utc_now()
    phase = phase_of(consultation, moment)
    ends = _ends(consultation)
    if phase is ConsultationPhase.NOT_OPEN:
        ends = _say("opens_on", day=moment_text(consultation.opens_at)) if consultation.opens_at else ""
    left = _left(consultation, moment) if phase in _LEVELS else ""
    return ShownClock(phase, _say(_NAMES[phase]), _LEVELS.get(phase, "still"), left, ends)


def _ends(consultation: Consultation) -> str:
    end = end_of(consultation)
    return _say("closes_on", day=end_text(end)) if end and consultation.closes_at else _say("no_end")


def _left(consultation: Consultation, now: datetime) -> str:
    if consultation.closes_at is None:
        return ""
    days = (last_day(consultation.closes_at) - local(now).date()).days
    return _say("days_left", days=days) if days > 0 else _say("last_day")
