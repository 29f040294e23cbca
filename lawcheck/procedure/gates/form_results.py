"""The form check F01–F16 of a filing as the gate of registration takes it."""

from __future__ import annotations

from lawcheck.procedure.form import FORM_CHECKS, FilingCase, FormResult
from lawcheck.procedure.gates.data import gate_data
from lawcheck.procedure.gates.registration import FormOutcome

__all__ = ["form_outcomes"]

_SURE = 0.6
"""Below this certainty a fault is 存疑, as in a review (``lawcheck.checks``): a person looks before it counts."""


def form_outcomes(case: FilingCase) -> tuple[FormOutcome, ...]:
    """Run the form check of a filing. The results go to the gate, and as mappings (``outcome._asdict()``) into the facts of
    the event ``registered``.

    >>> from datetime import date
    >>> from lawcheck.document import parse
    >>> from lawcheck.procedure import Materials, read_facts, registration_gate
    >>> document = parse("某市测试办法\\n第一条　单位应当登记。\\n")
    >>> outcomes = form_outcomes(FilingCase(document, read_facts(document), Materials((), {}), date(2026, 11, 22)))
    >>> len(outcomes), registration_gate(outcomes).decision.value
    (16, '暂缓登记')
    """
    return tuple(_outcome(row["rule"], FORM_CHECKS[row["rule"]](case)) for row in gate_data()["form_checks"])


def _outcome(rule: str, result: FormResult) -> FormOutcome:
    if result.outside:
        return FormOutcome(rule, "不适用", result.outside)
    if result.faults:
        sure = max(fault.certain for fault in result.faults) >= _SURE
        wrong = next((fault.case for fault in result.faults if fault.case), "")
        return FormOutcome(rule, "问题" if sure else "存疑", "；".join(fault.said for fault in result.faults), wrong)
    return FormOutcome(rule, "未检查" if result.unknown else "通过", result.unknown)
