"""What people decide in a review: verdicts by one and by two persons, laws pinned and left out, criteria ticked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.filings.cases_models import Filing
from consult_web.filings.casework import state_of
from consult_web.filings.review_models import CriterionTick, FindingVerdict, LawPin, ReviewFinding
from consult_web.filings.reviews.running import current_run
from consult_web.filings.terms import PinKind
from consult_web.storage import utc_now
from lawcheck.checks import Severity
from lawcheck.procedure import Verdict, criteria, find_jurisdiction, open_findings, read_findings

__all__ = [
    "UNDER_REVIEW",
    "add_own_finding",
    "confirm",
    "findings_fact",
    "findings_left",
    "judge",
    "pin_law",
    "tick_criteria",
    "ticks_of",
    "unpin_law",
    "verdicts_of",
]

UNDER_REVIEW: Final = frozenset({"S2", "S3", "S3a", "S3b", "S4", "S5", "S6", "S7", "S8a", "S8b", "S8c"})
"""States in which the content of a review may still be changed."""
_OWN: Final = "own:"


def verdicts_of(session: Session, filing_id: int) -> dict[str, FindingVerdict]:
    """What people said, by the key of the finding."""
    rows = session.scalars(select(FindingVerdict).where(FindingVerdict.filing_id == filing_id))
    return {row.finding_key: row for row in rows}


def judge(
    session: Session,
    user: User,
    filing: Filing,
    key: str,
    verdict: str,
    note: str = "",
    *,
    version: int = 0,
    criterion: str | None = None,
    proposal: str | None = None,
) -> FindingVerdict:
    """The first person's verdict on a finding of the current review, or on one that a person added.

    ``version``: that of the verdict which the person saw (0: none yet). Another verdict takes back the second person's.
    :class:`Conflict` E925 when somebody else was faster, E926 when the case is over; :class:`Refused` E930, E935.
    """
    _open(filing)
    if verdict not in set(Verdict):
        raise Refused("E930")
    if criterion:
        _known(filing, [criterion])
    row = _row(session, filing, key)
    if row.row_version is not None and row.row_version != version:
        raise Conflict("E925")
    if row.row_version is None and version:
        raise Conflict("E925")
    if row.verdict != verdict or row.by_id != user.id:
        row.second_verdict, row.second_note, row.second_by_id, row.second_at = "", "", None, None
    row.verdict, row.note, row.by_id, row.at = verdict, note.strip(), user.id, utc_now()
    row.criterion = row.criterion or "" if criterion is None else criterion
    row.proposal = row.proposal or "" if proposal is None else proposal.strip()
    session.add(row)
    session.flush()
    _note(session, user, filing, "finding.judged", key, verdict)
    return row


def confirm(
    session: Session, user: User, filing: Filing, key: str, verdict: str, note: str = "", *, version: int = 0
) -> FindingVerdict:
    """The second person's verdict. :class:`Conflict` E925, E926, E929 without a first one; :class:`Refused` E928 from the person
    who gave that, E930."""
    _open(filing)
    if verdict not in set(Verdict):
        raise Refused("E930")
    query = select(FindingVerdict).where(FindingVerdict.filing_id == filing.id, FindingVerdict.finding_key == key)
    row = session.scalar(query)
    if row is None or not row.verdict:
        raise Conflict("E929")
    if row.row_version != version:
        raise Conflict("E925")
    if row.by_id == user.id:
        raise Refused("E928")
    row.second_verdict, row.second_note, row.second_by_id, row.second_at = verdict, note.strip(), user.id, utc_now()
    session.flush()
    _note(session, user, filing, "finding.confirmed", key, verdict)
    return row


def add_own_finding(
    session: Session,
    user: User,
    filing: Filing,
    *,
    eid: str,
    label: str,
    quote: str,
    severity: str,
    note: str,
    criterion: str = "",
    upper: str = "",
    proposal: str = "",
) -> FindingVerdict:
    """A problem that the program did not see; 成立 from the start, and one of 抵触 wants a second person like any other.

    :class:`Refused` E914 without a reason, E935 for an unknown criterion.
    """
    _open(filing)
    if not note.strip() or severity not in set(Severity):
        raise Refused("E914", labels="分析和理由、严重程度")
    if criterion:
        _known(filing, [criterion])
    key = _OWN + uuid4().hex[:12]
    own = {"label": label, "quote": quote.strip(), "upper": upper.strip()}
    row = FindingVerdict(
        filing_id=filing.id,
        finding_key=key,
        rule="",
        severity=severity,
        eid=eid,
        own=own,
        verdict=Verdict.HOLDS.value,
        note=note.strip(),
        criterion=criterion,
        proposal=proposal.strip(),
        by_id=user.id,
    )
    session.add(row)
    session.flush()
    _note(session, user, filing, "finding.added", key, row.verdict)
    return row


def findings_fact(session: Session, filing: Filing) -> list[dict[str, str]] | None:
    """The findings as the guards of the procedure want them; None where no review is done and no person found anything."""
    run, given = current_run(session, filing), verdicts_of(session, filing.id)
    if run is None and not given:
        return None
    columns = (ReviewFinding.key, ReviewFinding.severity, ReviewFinding.rule, ReviewFinding.label)
    rows = session.execute(select(*columns).where(ReviewFinding.run_id == run.id)).all() if run else []
    known = {row.key: (row.severity, f"{row.rule} {row.label}".strip()) for row in rows}
    own = {key: (row.severity, f"{row.own.get('label', '')}（人工）") for key, row in given.items() if row.own}
    return [_fact(key, *told, given.get(key)) for key, told in (known | own).items()]


def findings_left(session: Session, filing: Filing) -> tuple[str, ...]:
    """The findings that speak against an end without fault, by rule and clause; none where no review is done."""
    return open_findings(read_findings(findings_fact(session, filing)) or ())


def _fact(key: str, severity: str, name: str, row: FindingVerdict | None) -> dict[str, str]:
    return {
        "id": name,
        "key": key,
        "severity": severity,
        "verdict": row.verdict if row else "",
        "reviewer": f"user:{row.by_id}" if row else "",
        "second_verdict": row.second_verdict if row else "",
        "second": f"user:{row.second_by_id}" if row and row.second_by_id else "",
    }


def pin_law(
    session: Session, user: User, filing: Filing, law: str, title: str, kind: PinKind, reason: str = ""
) -> LawPin:
    """Hold a higher law against the document, or leave it out; the next review obeys."""
    _open(filing)
    row = session.scalar(select(LawPin).where(LawPin.filing_id == filing.id, LawPin.law == law))
    row = row or LawPin(filing_id=filing.id, law=law)
    row.title, row.kind, row.reason, row.by, row.at = title, kind, reason.strip(), user.actor, utc_now()
    session.add(row)
    session.flush()
    _note(session, user, filing, "law.pinned", law, kind.value)
    return row


def unpin_law(session: Session, user: User, filing: Filing, law: str) -> None:
    """Leave the law to the program again; :class:`NotFound` E800 when nobody pinned it."""
    _open(filing)
    row = session.scalar(select(LawPin).where(LawPin.filing_id == filing.id, LawPin.law == law))
    if row is None:
        raise NotFound("E800")
    session.delete(row)
    session.flush()
    _note(session, user, filing, "law.released", law, "")


def tick_criteria(
    session: Session, user: User, filing: Filing, notes: Mapping[str, str], seen: Mapping[str, str] | None = None
) -> None:
    """The boxes that are ticked from now on, with a note each. ``seen``: those of the page that was filled in (None: those
    of now); what others ticked since then stays.

    :class:`Refused` E935 for a box that the place does not have; :class:`Conflict` E925 when somebody else changed one of
    the boxes that this person changed.
    """
    _open(filing)
    _known(filing, notes)
    held = {row.code: row for row in ticks_of(session, filing.id)}
    before = {code: row.note for code, row in held.items()} if seen is None else seen
    wanted = {code: note.strip() for code, note in notes.items()}
    for code in sorted(held.keys() | before.keys() | wanted.keys()):
        if wanted.get(code) != before.get(code):
            _tick(session, user, filing, code, held.get(code), before.get(code), wanted.get(code))
    session.flush()
    _note(session, user, filing, "criteria.ticked", ",".join(row.code for row in ticks_of(session, filing.id)), "")


def _tick(
    session: Session,
    user: User,
    filing: Filing,
    code: str,
    row: CriterionTick | None,
    before: str | None,
    wanted: str | None,
) -> None:
    """One box from ``before`` to ``wanted`` (None: not ticked)."""
    now = row.note if row else None
    if now not in (before, wanted):
        raise Conflict("E925")
    if wanted is None and row is not None:
        session.delete(row)
    elif wanted is not None and wanted != now:
        row = row or CriterionTick(filing_id=filing.id, code=code)
        row.note, row.by, row.at = wanted, user.actor, utc_now()
        session.add(row)


def ticks_of(session: Session, filing_id: int) -> list[CriterionTick]:
    """The boxes ticked, by code."""
    query = select(CriterionTick).where(CriterionTick.filing_id == filing_id).order_by(CriterionTick.code)
    return list(session.scalars(query))


def _row(session: Session, filing: Filing, key: str) -> FindingVerdict:
    """The verdict there is, or a new one on a finding of the current review; :class:`NotFound` E927."""
    query = select(FindingVerdict).where(FindingVerdict.filing_id == filing.id, FindingVerdict.finding_key == key)
    held = session.scalar(query)
    if held is not None:
        return held
    run = current_run(session, filing)
    columns = (ReviewFinding.rule, ReviewFinding.severity, ReviewFinding.eid)
    found = (
        run
        and session.execute(select(*columns).where(ReviewFinding.run_id == run.id, ReviewFinding.key == key)).first()
    )
    if not found:
        raise NotFound("E927")
    return FindingVerdict(
        filing_id=filing.id, finding_key=key, rule=found.rule, severity=found.severity, eid=found.eid, own={}
    )


def _open(filing: Filing) -> None:
    if filing.state not in UNDER_REVIEW:
        raise Conflict("E926", state=state_of(filing).name)


def _known(filing: Filing, codes: Iterable[str]) -> None:
    boxes = {box.id for box in criteria(find_jurisdiction(filing.jurisdiction))}
    strange = sorted(set(codes) - boxes)
    if strange:
        raise Refused("E935", codes="、".join(strange))


def _note(session: Session, user: User, filing: Filing, action: str, what: str, said: str) -> None:
    details: dict[str, Any] = {"what": what, "said": said}
    record(session, user.actor, action, f"filing:{filing.id}", details)
