"""Calendar, periods and clocks."""

from lawcheck.procedure.timing.calendar import Calendar, HolidayYear, load_calendar
from lawcheck.procedure.timing.clocks import AMBER, Clock, Light, Stretch, run_clocks
from lawcheck.procedure.timing.events import Event, History
from lawcheck.procedure.timing.periods import Due, Period, PeriodUnit, add_months, end_of_period
from lawcheck.procedure.timing.rules import ClockRule, Term, clock_rules

__all__ = [
    "AMBER",
    "Calendar",
    "Clock",
    "ClockRule",
    "Due",
    "Event",
    "History",
    "HolidayYear",
    "Light",
    "Period",
    "PeriodUnit",
    "Stretch",
    "Term",
    "add_months",
    "clock_rules",
    "end_of_period",
    "load_calendar",
    "run_clocks",
]
