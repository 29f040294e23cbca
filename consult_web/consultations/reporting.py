"""The 征求意见情况通报: filled from the ledger and the decisions, issued only through the gate, kept as it was issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from heapq import nlargest
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.consultations.adoption_rows import AdoptionRow, adoption_rows
from consult_web.consultations.clocks import first_day, last_day
from consult_web.consultations.comments_models import Comment
from consult_web.consultations.disposing import lock_consultation
from consult_web.consultations.drafts_models import Consultation
from consult_web.consultations.results_models import AnalysisRun, Report
from consult_web.consultations.rounds import rounds_of
from consult_web.consultations.signing import gate_of
from consult_web.consultations.terms import CommentState, Outcome
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.storage import FileStore, china_today, utc_now
from lawcheck.letters import fill_letter

__all__ = ["REPORT_FIELDS", "issue_report", "report_draft", "reports_of"]

LETTER: Final = "adoption_notice"
REPORT_FIELDS: Final = ("number", "next", "date", "contact", "phone")
"""What a person adds: 发文字号, 下一步工作, 成文日期, 联系人, 联系电话."""
VIEWS: Final = 20  # main views of the table; the whole stands in the 意见采纳情况表
_WORDS: Final = 120  # characters of a view
_GATE: Final = {
    "open": "{n}个意见点尚未处理",
    "double": "{n}个意见点有多个处理结果",
    "unknown": "{n}个处理结果不合规定",
    "without_reason": "{n}个没有写理由",
    "without_change": "{n}个采纳没有关联修改后的条款和文本",
    "unsigned": "{n}个没有第二人签批",
    "stray": "{n}个处理结果待核对",
    "unread": "{n}件意见还没有分析",
    "running": "征求意见还有{n}天才截止",
}


def report_draft(session: Session, run: AnalysisRun, typed: Mapping[str, str]) -> tuple[bytes, dict[str, Any]]:
    """The report as it would be today, and its figures; ``typed`` are :data:`REPORT_FIELDS`. It tells of what no report of
    an earlier round told, and of each round in a line.

    :class:`Refused` E856 before anything is decided; :class:`~lawcheck.errors.UsageError` for what the letter lacks.
    """
    consultation = session.get_one(Consultation, run.consultation_id)
    figures, views = _figures(session, run)
    if not views:
        raise Refused("E856", problems="还没有处理过的意见点")
    data: dict[str, Any] = {
        "issuer": consultation.organ,
        "draft_title": consultation.title,
        "starts": str(first_day(consultation.opens_at)) if consultation.opens_at else "",
        "ends": str(last_day(consultation.closes_at)) if consultation.closes_at else "",
        "channels": "、".join(_channels(session, consultation.id)),
        "views": views,
        "rounds": "\n".join(_rounds(session, consultation)),
        "date": typed.get("date") or str(china_today()),
    }
    data |= {name: typed[name] for name in REPORT_FIELDS if typed.get(name) and name != "date"}
    return fill_letter(LETTER, data | figures), figures


def _channels(session: Session, number: int) -> list[str]:
    count = func.count(Comment.id)
    query = select(Comment.channel, count).where(Comment.consultation_id == number).group_by(Comment.channel)
    return [row[0].value for row in session.execute(query.order_by(count.desc(), Comment.channel))] or ["网站"]


def _rounds(session: Session, consultation: Consultation) -> list[str]:
    """A line for each round, where opinions were asked for more than once."""
    if consultation.round < 2:
        return []
    lines = []
    for one in rounds_of(session, consultation):
        told = "，已经通报" if one.reported_at else ""
        lines.append(
            f"第{one.number}轮征求意见（{one.version.label}）：{_day(one.opens)}至{_day(one.closes)}，{one.persons}人提出意见{one.comments}件{told}。"
        )
    return lines


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _figures(session: Session, run: AnalysisRun) -> tuple[dict[str, int], list[dict[str, Any]]]:
    outcomes: Counter[str] = Counter()
    best: list[AdoptionRow] = []
    for row in adoption_rows(session, run, fresh=True):
        outcomes[row.outcome] += row.points
        best.append(row)
        if len(best) > 50 * VIEWS:
            best = nlargest(VIEWS, best, key=lambda one: (one.persons, one.points, -one.number))
    consultation = session.get_one(Consultation, run.consultation_id)
    told = [one.ended_at for one in consultation.past_rounds if one.reported_at]
    people = select(func.count()).where(
        Comment.consultation_id == run.consultation_id,
        *(Comment.received_at >= moment for moment in told[-1:]),
        Comment.state == CommentState.RECEIVED,
        Comment.id <= run.last_comment_id,
    )
    adopted, partly, rejected = (outcomes[o] for o in (Outcome.ADOPTED, Outcome.PARTLY, Outcome.NOT_ADOPTED))
    figures = {
        "people": session.scalar(people) or 0,
        "comments": outcomes.total(),
        "adopted": adopted,
        "partly": partly,
        "rejected": rejected,
        "other": outcomes.total() - adopted - partly - rejected,
    }
    top = nlargest(VIEWS, best, key=lambda one: (one.persons, one.points, -one.number))
    return figures, [_view(row) for row in top if row.outcome]


def _view(row: AdoptionRow) -> dict[str, Any]:
    said = row.reason or row.changed or row.outcome
    words = row.opinion.replace("\n", "")
    view = words if len(words) <= _WORDS else words[:_WORDS] + "……"
    return {"clause": row.clause, "view": view, "count": row.points, "outcome": row.outcome, "reason": said}


def issue_report(session: Session, files: FileStore, number: int, typed: Mapping[str, str], actor: str) -> Report:
    """Issue the report: the file is kept as it is, decisions are closed, the time of keeping contacts begins.

    :class:`Refused` E856 while the gate is shut, :class:`Conflict` E874 when one was issued.
    """
    consultation = lock_consultation(session, number)
    if consultation.reported_at is not None:
        raise Conflict("E874")
    run = session.get(AnalysisRun, consultation.run_id) if consultation.run_id else None
    if run is None:
        raise NotFound("E872")
    gate = gate_of(session, run)
    if not gate.complete:
        problems = [_GATE[name].format(n=count) for name, count in gate.problems] or ["没有需要处理的意见点"]
        raise Refused("E856", problems="；".join(problems))
    content, figures = report_draft(session, run, typed)
    stored = files.add_bytes(content)
    name = f"关于《{consultation.title}》征求意见情况的通报.docx"
    report = Report(consultation_id=number, kind="征求意见情况通报", file_digest=stored.digest, file_name=name, figures=figures, issued_by=actor)  # fmt: skip
    session.add(report)
    consultation.reported_at = utc_now()
    record(session, actor, "report.issued", f"consultation:{number}", {"file": stored.digest, **figures})
    return report


def reports_of(session: Session, number: int) -> list[Report]:
    """Papers that were issued, the latest first."""
    query = select(Report).where(Report.consultation_id == number).order_by(Report.id.desc())
    return list(session.scalars(query))
