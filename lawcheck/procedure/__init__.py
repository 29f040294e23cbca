"""Facts of a filing, its materials and form check; the calendar, clocks, states and gates of filing and review."""

from lawcheck.procedure import form_contents, process
from lawcheck.procedure.facts import Facts
from lawcheck.procedure.form import FORM_CHECKS, FilingCase, FormFault, FormResult, Titles
from lawcheck.procedure.gates import (
    DECLINE_GROUNDS,
    Decision,
    DeclineGround,
    FormOutcome,
    RegistrationGate,
    SeenFinding,
    Verdict,
    registration_gate,
    unseen_conflicts,
)
from lawcheck.procedure.jurisdictions import (
    Jurisdiction,
    find_jurisdiction,
    jurisdiction_at,
    list_jurisdictions,
)
from lawcheck.procedure.materials import Material, Materials, Report, read_materials
from lawcheck.procedure.package import MANIFEST, PackageFault, build_package, check_package, schema_faults
from lawcheck.procedure.profiles import Days, FilingProfile, Source, load_filing_profile
from lawcheck.procedure.reading import read_facts
from lawcheck.procedure.roles import (
    OfficeRole,
)
from lawcheck.procedure.states import (
    Ask,
    Choice,
    Machine,
    Procedure,
    Refusal,
    State,
    Step,
    Transition,
    load_machine,
)
from lawcheck.procedure.timing import (
    AMBER,
    Calendar,
    Clock,
    ClockRule,
    Due,
    Event,
    History,
    HolidayYear,
    Light,
    Period,
    PeriodUnit,
    Stretch,
    Term,
    add_months,
    clock_rules,
    end_of_period,
    load_calendar,
    run_clocks,
)

__all__ = [
    "AMBER",
    "DECLINE_GROUNDS",
    "FORM_CHECKS",
    "MANIFEST",
    "Ask",
    "Calendar",
    "Choice",
    "Clock",
    "ClockRule",
    "Days",
    "Decision",
    "DeclineGround",
    "Due",
    "Event",
    "Facts",
    "FilingCase",
    "FilingProfile",
    "FormFault",
    "FormOutcome",
    "FormResult",
    "History",
    "HolidayYear",
    "Jurisdiction",
    "Light",
    "Machine",
    "Material",
    "Materials",
    "OfficeRole",
    "PackageFault",
    "Period",
    "PeriodUnit",
    "Procedure",
    "Refusal",
    "RegistrationGate",
    "Report",
    "SeenFinding",
    "Source",
    "State",
    "Step",
    "Stretch",
    "Term",
    "Titles",
    "Transition",
    "Verdict",
    "add_months",
    "build_package",
    "check_package",
    "clock_rules",
    "end_of_period",
    "find_jurisdiction",
    "jurisdiction_at",
    "list_jurisdictions",
    "load_calendar",
    "load_filing_profile",
    "load_machine",
    "read_facts",
    "read_materials",
    "registration_gate",
    "run_clocks",
    "schema_faults",
    "unseen_conflicts",
]

CHECK_MODULES = (form_contents, process)
"""Importing these fills :data:`FORM_CHECKS`."""
