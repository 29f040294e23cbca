"""A filing under review with a made-up result, so that tests of pages do not run the program; all fictional."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from filing_stands import County, filed, open_case
from site_stands import Site
from sqlalchemy.orm import Session

from consult_web.filings import Filing, FilingEvent, ReviewRun
from consult_web.filings.reviews import STEPS, ReviewResult, ReviewTask, ask_for_review, store_result
from lawcheck.checks import Severity

TODAY = date(2026, 11, 22)
_SEVERITIES = [severity.value for severity in Severity]


def text_of(articles: int) -> str:
    """A regulation of so many articles, two 款 each."""
    body = "\n".join(
        f"第{number}条　运营企业应当在{number}日内清理乱停乱放的车辆，并向城市管理部门报告。\n违反前款规定的，处{number}百元以上五千元以下罚款。"
        for number in range(1, articles + 1)
    )
    return f"云溪市共享单车停放管理办法\n{_chinese_numbers(body)}\n"


def _chinese_numbers(text: str) -> str:
    import re

    from lawcheck.document import format_numeral

    return re.sub(r"第(\d+)条", lambda found: f"第{format_numeral(int(found[1]))}条", text)


def made_finding(number: int, eid: str, label: str, severity: str = "") -> dict[str, Any]:
    """A finding as ``lawcheck`` writes it."""
    quote = f"处{number}百元以上五千元以下罚款"
    return {
        "rule": f"A{number % 7:02d}",
        "rule_version": "1",
        "name": "罚款幅度",
        "severity": severity or _SEVERITIES[number % 5],
        "span": [number * 40, number * 40 + len(quote)],
        "quote": quote,
        "masked": False,
        "eid": eid,
        "clause": label,
        "message": f"罚款的下限低于上位法规定的幅度（第 {number} 处）。",
        "suggestion": "按照上位法的幅度修改。",
        "basis": [{"text": "《中华人民共和国行政处罚法》第十二条", "confirmed": True}],
        "evidence": {
            "why": "幅度不同",
            "upper_law": "",
            "upper_version": "",
            "upper_clause": "",
            "upper_text": "",
            "facts": {},
        },
        "guards": [],
        "confidence": 0.9,
        "key": f"A{number % 7:02d}-{number:012d}",
        "verdict": "",
        "note": "",
        "also": [],
    }


def made_result(articles: int, findings: int, first: str = "") -> ReviewResult:
    """The review of :func:`text_of`; ``first``: the severity of the first finding."""
    rows = [_row(number, para) for number in range(1, articles + 1) for para in (1, 2)]
    found = []
    for number in range(findings):
        row = rows[(2 * number + 1) % len(rows)]
        found.append(made_finding(number, row["eid"], row["label"], first if number == 0 else ""))
        row["findings"].append(found[-1]["key"])
    cards = {one["key"]: _card(one) for one in found}
    view = {
        "rows": rows,
        "outside": [],
        "laws": [
            {
                "id": "law-1",
                "title": "城市道路管理条例",
                "level": "行政法规",
                "version": "2019-03-24施行",
                "reasons": ["第一条明示依据"],
                "relation": "above",
                "pinned": False,
                "score": 0.9,
            }
        ],
        "coverage": ["法律：300 件，其中有正文 300 件"],
        "horizon": "库截至 2026-01-01",
        "copied": "",
        "relations": {"一致": len(rows)},
    }
    record = {
        "findings": found,
        "rules": [
            {"rule": f"A{n:02d}", "name": "罚款幅度", "family": "A", "state": "问题", "reason": "", "findings": 1}
            for n in range(7)
        ],
        "severity_counts": {"conflict": 1},
        "state_counts": {"问题": 7},
        "relation_counts": {"一致": len(rows)},
        "library_version": "abc123",
        "pack_version": "2026.11",
        "horizon": "2026-01-01",
        "coverage": [],
        "higher_laws": [
            {
                "law_id": "law-1",
                "title": "城市道路管理条例",
                "version": {"effective_from": "2019-03-24", "cause": "修订", "published": "2019-03-24"},
                "relation": "above",
                "level": "行政法规",
            }
        ],
    }
    return ReviewResult(record, view, cards, {".comparison.docx": b"PK-made", ".annotated.docx": b"PK-annotated"})


def _row(number: int, para: int) -> dict[str, Any]:
    filed = f"运营企业应当在{number}日内清理乱停乱放的车辆，并向城市管理部门报告。" * 2
    upper = "运营企业应当在七日内清理乱停乱放的车辆，并向道路主管部门报告。" * 2
    return {
        "eid": f"art_{number}__para_{para}",
        "label": f"第{number}条第{para}款",
        "head": ["第一章　总则"] if number == para == 1 else [],
        "filed": [[filed, 0, 0]],
        "relation": "放宽" if para == 2 else "一致",
        "alarming": para == 2,
        "difference": "时限：七日 → 更长",
        "common": "模态“应当”；机关“县级以上人民政府”",
        "reason": "",
        "findings": [],
        "upper": [
            {
                "law": "城市道路管理条例",
                "version": "2019-03-24施行",
                "clause": f"第{number}条",
                "filed": [["运营企业应当在", 0, 0], [f"{number}日", 0, 1], ["内清理乱停乱放的车辆。", 0, 0]],
                "upper": [["运营企业应当在", 0, 0], ["七日", 0, 1], [upper, 0, 0]],
                "likeness": 0.8,
                "best": True,
            }
        ],
    }


def _card(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": 1,
        "place": one["clause"],
        "filed": [["违反前款规定的，", 0, 0], [one["quote"], 1, 1], ["。", 0, 0]],
        "upper": [["处", 0, 0], ["一千元", 0, 1], ["以上五千元以下的罚款。", 0, 0]],
        "upper_title": "《城市道路管理条例》（2019-03-24施行）",
        "upper_clause": "第四十二条",
        "basis": ["《中华人民共和国行政处罚法》第十二条"],
        "why": "幅度不同",
        "slots": [["罚款下限", "低于上位法"]],
        "guards": ["G4 本地实施性规定：不适用"],
        "confidence": 0.9,
        "offsets": "40–55",
        "also": [],
        "row": one["eid"],
    }


def under_review(site: Site, county: County, *, articles: int = 3, findings: int = 5, first: str = "") -> int:
    """A filing in state S3 whose review is done; its id."""
    with site.database.saving() as session:
        filing = case_under_review(session, county, articles)
        run = ask_for_review(session, filing, county.users["reviewer"], as_of=TODAY)
        run.text_digest = filing.document.text_digest if filing.document else ""
        store_made(session, site, run, made_result(articles, findings, first))
        return filing.id


def case_under_review(session: Session, county: County, articles: int = 3) -> Filing:
    """A registered filing that was taken up for review; its events are those that the engine would take."""
    document = filed(session, text_of(articles))
    filing = open_case(
        session,
        county,
        document_id=document.id,
        state="S3",
        register_number=f"备〔2026〕云政-{document.id:04d}",
        submitted_on=date(2026, 11, 9),
    )
    days = [
        ("published", date(2026, 11, 2)),
        ("submitted", date(2026, 11, 9)),
        ("registered", date(2026, 11, 10)),
        ("review_started", date(2026, 11, 12)),
    ]
    states = ["start", "S0", "S1", "S2", "S3"]
    roles = ["备案登记员", "报备员", "备案登记员", "审查人"]
    for number, (name, day) in enumerate(days, 1):
        facts = {"form_check": [], "override": "试验"} if name == "registered" else {}
        filing.events.append(
            FilingEvent(
                number=number,
                name=name,
                day=day,
                facts=facts,
                actor="user:1",
                role=roles[number - 1],
                source=states[number - 1],
                target=states[number],
            )
        )
    session.flush()
    return filing


def store_made(session: Session, site: Site, run: ReviewRun, result: ReviewResult) -> None:
    """Put a made result into a run."""
    files = site.settings.open_files()
    stored = {suffix: files.add_bytes(data).digest for suffix, data in result.outputs.items()}
    stored["record"] = files.add_bytes(json.dumps(result.record).encode()).digest
    stored["view"] = files.add_bytes(json.dumps(result.view).encode()).digest
    store_result(session, run, result, stored)


def quick_review(task: ReviewTask, step: Callable[[str], None]) -> ReviewResult:
    """Stands in for the program: every step, then a small result."""
    for name in STEPS:
        step(name)
    return made_result(3, 5)
