"""Clocks in words."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from consult_web.desk.papers.naming import named
from consult_web.filings import Case, CaseClock, colour_of
from consult_web.storage import china_today
from consult_web.ui import translator
from lawcheck.laws import iso

__all__ = ["Chip", "clock_chip"]

_LEVELS: Final = {"red": "late", "amber": "soon", "green": "calm", "still": "still", "none": "still"}
_TEXTS: Final = {
    "left": ("{name}：还有 {days} 天", "{name}: {days} days left"),
    "today": ("{name}：今天到期", "{name}: ends today"),
    "over": ("{name}：超期 {days} 天", "{name}: {days} days over"),
    "unknown": ("{name}：期限待定", "{name}: period not known"),
    "paused": ("{name}：暂停计算", "{name}: stands still"),
    "kept": ("{name}：已办结", "{name}: done in time"),
    "missed": ("{name}：超期 {days} 天办结", "{name}: done {days} days late"),
}
_say = translator(_TEXTS)


class Chip(NamedTuple):
    """What the macro ``parts.clock`` takes: level, words, last day (ISO or empty)."""

    level: str
    words: str
    until: str


def clock_chip(case: Case | CaseClock, today: date | None = None) -> Chip | None:
    """The clock of a case that ends first, or one clock; None where none runs."""
    day = today or china_today()
    name = named(case.name if isinstance(case, CaseClock) else case.clock_name)
    if not name:
        return None
    level, until = _LEVELS[colour_of(case, day)], iso(case.due)
    if isinstance(case, CaseClock) and case.stopped is not None:
        return Chip(
            "late" if case.late else "calm", _say("missed" if case.late else "kept", name=name, days=case.late), ""
        )
    return Chip(level, _words(case, name, day), until)


def _words(case: Case | CaseClock, name: str, day: date) -> str:
    if case.standing:
        return _say("paused", name=name)
    if case.due is None:
        return _say("unknown", name=name)
    left = (case.due - day).days
    return _say("left" if left > 0 else "today" if left == 0 else "over", name=name, days=abs(left))
