"""The gate of registration: what the results of the form check F01–F16 let the registrar do (domain.md 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from lawcheck.procedure.gates.data import gate_data

__all__ = ["Decision", "FormOutcome", "RegistrationGate", "read_results", "registration_gate"]

_FAULT, _FINE = "问题", frozenset({"通过", "不适用"})


class Decision(StrEnum):
    """What the gate proposes; a person decides."""

    REGISTER = "登记"
    SUPPLEMENT = "暂缓登记"
    RETURN = "退回"
    STOP = "停止"
    LOOK = "人工核对"


class FormOutcome(NamedTuple):
    """The result of one form check: rule (F01 …), state (通过, 问题, 存疑, 未检查 …), what was said, and the case of the
    fault where the check names one (``wrong``)."""

    rule: str
    state: str
    said: str = ""
    case: str = ""


class RegistrationGate(NamedTuple):
    """The proposal: ``reasons`` for it, what is ``missing`` (for the letter), ``notes`` that do not hinder, whether the
    filing is ``late``, and the checks that are ``open`` (存疑, 未检查, or not made) and want a person's eye."""

    decision: Decision
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    open: tuple[str, ...]
    late: bool


_BY_EFFECT = {
    "stop": Decision.STOP,
    "return": Decision.RETURN,
    "reject": Decision.SUPPLEMENT,
    "supplement": Decision.SUPPLEMENT,
}
_ORDER = (Decision.STOP, Decision.RETURN, Decision.SUPPLEMENT, Decision.LOOK)


def registration_gate(results: Iterable[FormOutcome], looked: Iterable[str] = ()) -> RegistrationGate:
    """The proposal for these results; ``looked`` are the rules that a person has looked at and found in order.

    A check that was not made is never taken for passed: it stays open until a person has looked.

    >>> fine = [FormOutcome(f"F{n:02}", "通过") for n in range(1, 17)]
    >>> registration_gate(fine).decision.value
    '登记'
    >>> gate = registration_gate([*fine[:3], FormOutcome("F04", "问题", "没有见到说明"), *fine[4:]])
    >>> gate.decision.value, gate.missing
    ('暂缓登记', ('没有见到说明',))
    >>> registration_gate(fine[:15]).reasons
    ('F16 文件格式：没有检查',)
    """
    seen = {result.rule: result for result in results}
    cleared = frozenset(looked)
    faults = [(row, seen[row["rule"]]) for row in _rows() if _is_fault(seen.get(row["rule"]), row, cleared)]
    unsettled = tuple(_unsettled(row, seen.get(row["rule"])) for row in _rows() if _is_open(row, seen, cleared))
    wanted = {(_effect(row, result), _said(row, result)) for row, result in faults}
    reasons = [(_BY_EFFECT[effect], said) for effect, said in sorted(wanted) if effect in _BY_EFFECT]
    reasons += [(Decision.LOOK, said) for said in unsettled]
    decision = next((d for d in _ORDER if any(d is found for found, _ in reasons)), Decision.REGISTER)
    return RegistrationGate(
        decision=decision,
        reasons=tuple(said for found, said in reasons if found is decision),
        missing=tuple(line for row, result in faults for line in _lines(row, result)),
        notes=tuple(said for effect, said in sorted(wanted) if effect in ("note", "late")),
        open=unsettled,
        late=any(effect == "late" for effect, _ in wanted),
    )


def read_results(value: object) -> tuple[FormOutcome, ...] | None:
    """Results from the facts of an event (a list of mappings with rule, state, said, case); None where there are none.

    >>> read_results([{"rule": "F01", "state": "通过"}])
    (FormOutcome(rule='F01', state='通过', said='', case=''),)
    >>> read_results("") is None
    True
    """
    if not isinstance(value, list | tuple) or not value:
        return None
    rows = [row for row in value if isinstance(row, Mapping)]
    return tuple(FormOutcome(*(str(row.get(name, "")) for name in FormOutcome._fields)) for row in rows)


def _rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(gate_data()["form_checks"])


def _is_fault(result: FormOutcome | None, row: Mapping[str, Any], cleared: frozenset[str]) -> bool:
    return result is not None and result.state == _FAULT and row["rule"] not in cleared


def _is_open(row: Mapping[str, Any], seen: Mapping[str, FormOutcome], cleared: frozenset[str]) -> bool:
    """Neither passed nor at fault, and nobody looked; notes hinder nothing."""
    result = seen.get(row["rule"])
    settled = result is not None and (result.state in _FINE or result.state == _FAULT)
    return not settled and row["rule"] not in cleared and row["effect"] != "note"


def _lines(row: Mapping[str, Any], result: FormOutcome) -> list[str]:
    """What the letter asks for: each fault of the check on a line."""
    wanted = _effect(row, result) in ("supplement", "reject")
    return (result.said.split("；") if result.said else [row["name"]]) if wanted else []


def _effect(row: Mapping[str, Any], result: FormOutcome) -> str:
    return str(row.get(result.case) or row["effect"])


def _said(row: Mapping[str, Any], result: FormOutcome) -> str:
    return f"{row['rule']} {row['name']}：{result.said or '不符合'}"


def _unsettled(row: Mapping[str, Any], result: FormOutcome | None) -> str:
    if result is None:
        return f"{row['rule']} {row['name']}：没有检查"
    return f"{row['rule']} {row['name']}：{result.state}" + (f"，{result.said}" if result.said else "")
