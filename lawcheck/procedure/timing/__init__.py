"""Calendar, periods and clocks."""

from lawcheck.procedure.timing.calendar import Calendar, HolidayYear, load_calendar
from lawcheck.procedure.timing.clocks import AMBER, Clock, Light, Stretch, most_urgent, run_clocks
from lawcheck.procedure.timing.events import Event, History
from lawcheck.procedure.timing.periods import Due, Period, PeriodUnit, add_months, end_of_period
from lawcheck.procedure.timing.rules import ClockRule, Term, clock_rules
from lawcheck.procedure.timing.singles import (
    SinglePeriod,
    YearlyDuty,
    due_after,
    latest_day_before,
    list_periods,
    yearly_duties,
)

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
    "SinglePeriod",
    "Stretch",
    "Term",
    "YearlyDuty",
    "add_months",
    "clock_rules",
    "due_after",
    "end_of_period",
    "latest_day_before",
    "list_periods",
    "load_calendar",
    "most_urgent",
    "run_clocks",
    "yearly_duties",
]
