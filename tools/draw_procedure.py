"""Write docs/备案审查流程.md from the machine's data: ``python tools/draw_procedure.py``."""

from __future__ import annotations

from pathlib import Path

from lawcheck.letters import list_letters
from lawcheck.procedure import clock_rules, list_jurisdictions, machine_picture, machine_table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "备案审查流程.md"

_HEAD = """# 备案审查流程

本页由 `python tools/draw_procedure.py` 根据 `corpus/profiles/states.yaml` 和 `clocks.yaml` 生成，不要直接修改。
程序只提出处理建议，每一步由有权限的人员办理并记录。各步骤在各地的法律依据见 `states.yaml`；没有见到原文的标明“依据待核”。
"""


def page() -> str:
    """The whole page."""
    lanes = {"main": "备案和审查", "side": "审查建议"}
    titles = {letter.name: letter.title for letter in list_letters()}
    parts = [_HEAD]
    for lane, title in lanes.items():
        parts.append(f"## {title}\n\n```mermaid\n{machine_picture(lane)}\n```\n\n{machine_table(lane, titles)}\n")
    parts.append("## 期限\n\n" + "\n".join(_clocks()) + "\n")
    return "\n".join(parts)


def _clocks() -> list[str]:
    rows = ["| 期限 | 接收机关 | 长度 | 延长 | 依据 |", "|---|---|---|---|---|"]
    for place in list_jurisdictions():
        for rule in clock_rules(place):
            term = rule.term
            length = str(term.period) if term.period else "由通知、计划写明"
            more = str(term.extension) if term.extension else "可以延长" if term.extendable else ""
            source = term.source.text + ("" if term.source.confirmed else "（依据待核）")
            rows.append(f"| {rule.name} | {place.name} | {length} | {more} | {source} |")
    return rows


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
