"""What was accepted, as rows of letters and opinions: clause, words, higher law, analysis, advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.filings.cases_models import Filing
from consult_web.filings.review_models import FindingVerdict, ReviewFinding
from consult_web.filings.reviews.running import current_run
from consult_web.filings.reviews.verdicts import ticks_of, verdicts_of
from lawcheck.checks import Severity
from lawcheck.letters import Field, FieldType, Letter
from lawcheck.procedure import Verdict

__all__ = ["accepted_issues", "problem_codes", "with_issues"]

_STANDARDS: Final = {"a": "合宪性", "b": "政治性", "d": "适当性"}
_WORDS: Final = 600  # characters of a clause that a letter quotes


def accepted_issues(session: Session, filing: Filing) -> list[dict[str, str]]:
    """The findings that were accepted, gravest first, each with every word that a letter may want: ``clause``, ``text``, ``higher``,
    ``analysis``, ``advice``, ``standard``, ``degree``, ``problem``, ``question``, ``key``."""
    kept = sorted(_accepted(session, filing), key=lambda pair: (Severity(pair[0].severity).order, *_place(*pair)))
    return [_issue(row, finding) for row, finding in kept]


def _accepted(session: Session, filing: Filing) -> list[tuple[FindingVerdict, ReviewFinding | None]]:
    """The verdicts that hold with their findings (None: a person's own); not those whose finding the last review has no more."""
    given = {key: row for key, row in verdicts_of(session, filing.id).items() if row.verdict == Verdict.HOLDS}
    run = current_run(session, filing)
    wanted = [key for key, row in given.items() if not row.own]
    query = select(ReviewFinding).where(ReviewFinding.run_id == (run.id if run else 0), ReviewFinding.key.in_(wanted))
    found = {row.key: row for row in session.scalars(query)}
    return [(row, found.get(key)) for key, row in given.items() if row.own or key in found]


def problem_codes(session: Session, filing: Filing) -> list[str]:
    """The boxes that the case is about: those ticked, and those of accepted findings that are still there."""
    codes = {row.criterion for row, _ in _accepted(session, filing) if row.criterion}
    return sorted(codes | {tick.code for tick in ticks_of(session, filing.id)})


def with_issues(letter: Letter, values: Mapping[str, Any], issues: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """``values`` with the accepted findings in the letter's table of issues, and in its list of clauses.

    >>> from lawcheck.letters import find_letter
    >>> issue = {"clause": "第五条", "problem": "没有依据", "advice": "删去", "key": "x"}
    >>> with_issues(find_letter("reminder"), {}, [issue])
    {'issues': [{'clause': '第五条', 'problem': '没有依据', 'advice': '删去'}]}
    """
    made = dict(values)
    for field in letter.fields:
        if field.type is FieldType.TABLE and field.name in ("issues", "questions"):
            made[field.name] = [_record(field, issue) for issue in issues]
        elif field.name == "clauses":
            made[field.name] = "、".join(dict.fromkeys(issue["clause"] for issue in issues if issue["clause"]))
    return made


def _record(table: Field, issue: Mapping[str, str]) -> dict[str, str]:
    shown = {column.name: issue.get(column.name, "") for column in table.columns}
    return {name: value for name, value in shown.items() if value}


def _place(row: FindingVerdict, finding: ReviewFinding | None) -> tuple[int, int]:
    return finding.start if finding else 1 << 30, row.id


def _issue(row: FindingVerdict, finding: ReviewFinding | None) -> dict[str, str]:
    data: Mapping[str, Any] = finding.data if finding else {}
    card = data.get("card", {})
    own = row.own
    text = _text(card.get("filed", ())) or own.get("quote", "")
    higher = f"{card.get('upper_title', '')}{card.get('upper_clause', '')}" if card.get("upper") else ""
    analysis = row.note or (finding.summary if finding else "")
    return {
        "key": row.finding_key,
        "rule": row.rule,
        "clause": (finding.label if finding else own.get("label", "")) or "全文",
        "text": text or "（见正式文本）",
        "higher": _line(f"{higher}：{_text(card.get('upper', ()))}" if higher else own.get("upper", ""))
        or "；".join(card.get("basis", ()))
        or "（未列出上位法条款）",
        "analysis": analysis,
        "advice": row.proposal or data.get("suggestion", "") or "建议研究修改。",
        "standard": _STANDARDS.get(row.criterion[:1], "合法性"),
        "degree": Severity(row.severity).label,
        "problem": _line(analysis),
        "question": _line(analysis),
    }


def _text(pieces: Sequence[Sequence[Any]]) -> str:
    return _line("".join(str(piece[0]) for piece in pieces))[:_WORDS]


def _line(text: str) -> str:
    return "".join(text.split("\n"))
