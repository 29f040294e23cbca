"""同类问题: where other filed documents say what was found wrong in this one (domain.md 2.7)."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.filings.cases_models import Filing
from consult_web.filings.documents_models import FiledDocument
from consult_web.filings.review_models import ReviewFinding, ReviewRun
from consult_web.filings.scope import seen_by
from consult_web.filings.terms import RunState

__all__ = ["Alike", "find_alike", "likeness"]

_LEAST: Final = 0.3  # share of common pairs of characters from which two clauses say something alike
_LOOKED_AT: Final = 400
_SHOWN: Final = 30
_MARKS: Final = re.compile(r"[\W\d_一二三四五六七八九十百千万零第条款项]+")


class Alike(NamedTuple):
    """A finding of the same rule in another document; ``score`` 0..1 is the likeness of the two clauses."""

    finding: ReviewFinding
    document: FiledDocument
    filing_id: int | None
    text: str
    score: float


def likeness(one: str, other: str) -> float:
    """The share of pairs of characters that two texts have in common; numbers and marks do not count.

    >>> likeness("处一万元以上五万元以下罚款", "处二万元以上十万元以下罚款")
    1.0
    >>> likeness("甲乙丙", "丁戊己")
    0.0
    """
    a, b = _pairs(one), _pairs(other)
    return len(a & b) / len(a | b) if a and b else 0.0


def find_alike(session: Session, user: User, finding: ReviewFinding) -> list[Alike]:
    """Findings of the same rule in the newest reviews of other documents that ``user`` may read, most alike first."""
    own = _text(finding.data)
    rows = session.execute(_others(session, user, finding)).all()
    scored = (Alike(row[0], row[1], row[2], _text(row[0].data), likeness(own, _text(row[0].data))) for row in rows)
    found = sorted((one for one in scored if one.score >= _LEAST), key=lambda one: (-one.score, one.finding.id))
    return found[:_SHOWN]


def _others(session: Session, user: User, finding: ReviewFinding) -> Any:
    newest = (
        select(func.max(ReviewRun.id).label("run"))
        .outerjoin(Filing, Filing.id == ReviewRun.filing_id)
        .where(ReviewRun.state == RunState.DONE, ReviewRun.document_id != finding.document_id)
        .where(ReviewRun.filing_id.is_(None) | seen_by(session, user))
        .group_by(ReviewRun.document_id)
        .subquery()
    )
    return (
        select(ReviewFinding, FiledDocument, ReviewRun.filing_id)
        .join(newest, newest.c.run == ReviewFinding.run_id)
        .join(ReviewRun, ReviewRun.id == ReviewFinding.run_id)
        .join(FiledDocument, FiledDocument.id == ReviewFinding.document_id)
        .where(ReviewFinding.rule == finding.rule)
        .order_by(ReviewFinding.id.desc())
        .limit(_LOOKED_AT)
    )


def _text(data: dict[str, Any]) -> str:
    """The clause around the finding; its quoted words where there is none."""
    return "".join(piece[0] for piece in data.get("card", {}).get("filed", ())) or str(data.get("quote", ""))


def _pairs(text: str) -> set[str]:
    kept = _MARKS.sub("", text)
    return {kept[at : at + 2] for at in range(len(kept) - 1)}
