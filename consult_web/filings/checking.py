"""The form check F01–F16 of a package, in the words of its rules, with the file and page that show each fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from consult_web.filings.reading import ReadPackage, page_of
from lawcheck.checks import Rule, RulePack, State, load_rules
from lawcheck.laws import Library, open_library
from lawcheck.procedure import FORM_CHECKS, FilingCase, FormFault, FormOutcome, FormResult, registration_gate
from lawcheck.readers import Role

__all__ = ["CheckedForm", "Known", "check_form", "gate_of", "law_library", "outcomes"]

RULES: Final = tuple(f"F{number:02}" for number in range(1, 17))
_CERTAIN: Final = 0.6  # lawcheck.checks.running: findings less certain than this are 存疑
_TO_LOOK_AT: Final = 0.5
"""存疑: one notice may put two documents in force, and then both rightly have its number."""


class Known(NamedTuple):
    """What the site knows beyond the package: for F14 a duplicate and an earlier version, in words; for F02 the body to which
    it is really sent; for F06 another document with this number, in words."""

    duplicate: str = ""
    earlier: str = ""
    receiver: str = ""
    numbered: str = ""


NOTHING: Final = Known()


class CheckedForm(NamedTuple):
    """The rows for :class:`~consult_web.filings.FormCheckRun`, the version of the rules, and what the gate proposes."""

    results: list[dict[str, Any]]
    pack_version: str
    decision: str


@cache
def law_library() -> Library:
    """The library of this installation, opened once in each process."""
    return open_library()


@cache
def _pack() -> RulePack:
    return load_rules()


def check_form(held: ReadPackage, as_of: date, known: Known = NOTHING, library: Library | None = None) -> CheckedForm:
    """Check a package that was read; each rule has a row, also where it could not look and says why."""
    if held.document is None or held.facts is None or held.materials is None:
        rows = [_row(_pack()[rule], FormResult(unknown=_why(held)), held) for rule in RULES]
        return CheckedForm(rows, _pack().version, gate_of(rows).decision.value)
    case = FilingCase(held.document, held.facts, held.materials, as_of, library)
    rows = [_row(_pack()[rule], _with_registry(rule, FORM_CHECKS[rule](case), known, held), held) for rule in RULES]
    return CheckedForm(rows, _pack().version, gate_of(rows).decision.value)


def outcomes(results: Sequence[Mapping[str, Any]]) -> list[FormOutcome]:
    """The rows as the gate of registration wants them."""
    return [FormOutcome(row["rule"], row["state"], row["said"], row["case"]) for row in results]


def gate_of(results: Sequence[Mapping[str, Any]], looked: Sequence[str] = ()) -> Any:
    """What the rows let the registrar do (:class:`lawcheck.procedure.RegistrationGate`)."""
    return registration_gate(outcomes(results), looked)


def _why(held: ReadPackage) -> str:
    return held.trouble.text("zh") if held.trouble else "正式文本还没有读出"


def _with_registry(rule: str, told: FormResult, known: Known, held: ReadPackage) -> FormResult:
    """The registry knows more of duplicates than the library, and the site to whom the package goes."""
    if rule == "F14":
        faults = tuple(FormFault(said) for said in (known.duplicate, known.earlier) if said)
        return FormResult(faults) if faults else FormResult(told.faults)
    if rule == "F06" and known.numbered:
        return FormResult((*told.faults, FormFault(known.numbered, certain=_TO_LOOK_AT)))
    if rule == "F02" and not told.faults and (fault := _other_receiver(known.receiver, held)):
        return FormResult((fault,))
    return told


def _other_receiver(receiver: str, held: ReadPackage) -> FormFault | None:
    """The report addresses other organs than the one it is sent to."""
    report = held.materials.report if held.materials else None
    if not receiver or report is None or not report.addressees:
        return None
    short = _short(receiver)
    if any(short in _short(organ) or _short(organ) in short for organ in report.addressees):
        return None
    told = "、".join(report.addressees)
    file = next((part.file.name for part in held.parts if part.file.role is Role.REPORT), "")
    return FormFault(f"备案报告的抬头是{told}，却报送给{receiver}", file, f"抬头：{told}", case="wrong")


def _short(organ: str) -> str:
    """An organ as it is compared.

    >>> _short("云溪市人民代表大会常务委员会")
    '云溪市人大常委会'
    """
    return organ.replace("人民代表大会常务委员会", "人大常委会").replace("人民代表大会", "人大")


def _row(rule: Rule, told: FormResult, held: ReadPackage) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "title": rule.name,
        "state": _state(told).value,
        "said": "；".join(fault.said for fault in told.faults) or told.unknown or told.outside,
        "case": next((fault.case for fault in told.faults if fault.case), ""),
        "suggestion": rule.suggestion if told.faults else "",
        "basis": [f"{basis.text}{'' if basis.confirmed else '（依据待核）'}" for basis in rule.basis],
        "faults": [_fault(rule, fault, held) for fault in told.faults],
    }


def _state(told: FormResult) -> State:
    if told.faults:
        return State.PROBLEM if any(fault.certain >= _CERTAIN for fault in told.faults) else State.DOUBTFUL
    if told.outside:
        return State.NOT_APPLICABLE
    return State.NOT_CHECKED if told.unknown else State.PASS


def _fault(rule: Rule, fault: FormFault, held: ReadPackage) -> dict[str, Any]:
    """One fault: the sentence of the rule, the file, the page and the words that show it."""
    file = fault.file if fault.file in held.sources else ""
    return {
        "message": rule.message.replace("{problem}", fault.said),
        "said": fault.said,
        "file": fault.file,
        "page": page_of(held.sources.get(file), fault.shown.rpartition("：")[2]),
        "shown": fault.shown,
        "source": "；".join(source.text for source in fault.sources),
        "certain": fault.certain,
    }
