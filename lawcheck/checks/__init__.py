"""The rules and their runs."""

from lawcheck.checks.context import CheckContext, zones_of
from lawcheck.checks.judging import Judgement, Verdict, apply_judgements
from lawcheck.checks.model import Also, Basis, Evidence, Finding, GuardResult, RuleRun, Severity, State
from lawcheck.checks.office import with_office_rules
from lawcheck.checks.pack import (
    Example,
    Rule,
    RulePack,
    Trigger,
    example_line,
    load_examples,
    load_rules,
    rule_path,
    with_term_rules,
)
from lawcheck.checks.reading import FAMILIES
from lawcheck.checks.resembling import DOUBT, with_likenesses
from lawcheck.checks.running import run_rules
from lawcheck.checks.trying import try_example

__all__ = [
    "DOUBT",
    "FAMILIES",
    "Also",
    "Basis",
    "CheckContext",
    "Evidence",
    "Example",
    "Finding",
    "GuardResult",
    "Judgement",
    "Rule",
    "RulePack",
    "RuleRun",
    "Severity",
    "State",
    "Trigger",
    "Verdict",
    "apply_judgements",
    "example_line",
    "load_examples",
    "load_rules",
    "rule_path",
    "run_rules",
    "try_example",
    "with_likenesses",
    "with_office_rules",
    "with_term_rules",
    "zones_of",
]
