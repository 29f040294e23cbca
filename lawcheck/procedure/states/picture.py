"""A picture of the machine, in the language of Mermaid (docs/备案审查流程.md shows it)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lawcheck.procedure.states.model import SAME, Machine, Step, load_machine

__all__ = ["machine_picture", "machine_table"]

_START = "start"


def machine_picture(lane: str, machine: Machine | None = None) -> str:
    """The states of a lane and the steps between them; steps that stay in their state are left to the table.

    >>> machine_picture("side").splitlines()[:3]
    ['stateDiagram-v2', '    R0: R0 收到', '    R1: R1 待补充']
    """
    whole = machine or load_machine()
    states = [state for state in whole.states.values() if lane in state.lanes and state.id != _START]
    lines = [f"    {state.id}: {state.id} {state.name}" for state in states]
    lines += [f"    {source} --> {target}: {name}" for source, target, name in _arrows(lane, whole)]
    lines += [f"    {state.id} --> [*]" for state in states if state.final]
    return "\n".join(["stateDiagram-v2", *lines])


def machine_table(lane: str, titles: Mapping[str, str] | None = None, machine: Machine | None = None) -> str:
    """Every step of a lane as a row of a Markdown table: from, to, who, document; ``titles`` of the letters by template.

    >>> machine_table("side").splitlines()[2]
    '| 收到审查建议 | （开始） → R0 | 公众、备案登记员 | 《suggestion_received》 |'
    """
    whole = machine or load_machine()
    rows = [_row(step, titles or {}) for step in whole.steps if step.lane == lane]
    return "\n".join(["| 事项 | 状态 | 由谁办理 | 文书（没有的写明原因） |", "|---|---|---|---|", *rows])


def _arrows(lane: str, machine: Machine) -> Iterator[tuple[str, str, str]]:
    """One arrow for each pair of states, with the names of all steps between them."""
    names: dict[tuple[str, str], list[str]] = {}
    for source, target, name in _changes(lane, machine):
        names.setdefault((source, target), []).append(name)
    return ((source, target, "；".join(dict.fromkeys(steps))) for (source, target), steps in names.items())


def _changes(lane: str, machine: Machine) -> Iterator[tuple[str, str, str]]:
    for step in machine.steps:
        if step.lane == lane and step.target != SAME:
            for source in step.sources:
                if source != step.target:
                    yield "[*]" if source == _START else source, step.target, step.name


def _row(step: Step, titles: Mapping[str, str]) -> str:
    target = "不变" if step.target == SAME else step.target
    sources = "、".join("（开始）" if source == _START else source for source in step.sources)
    document = f"《{titles.get(step.document, step.document)}》" if step.document else step.no_document
    return f"| {step.name} | {sources} → {target} | {_roles(step.roles)} | {document} |"


def _roles(roles: Iterable[str]) -> str:
    return "、".join(sorted(roles))
