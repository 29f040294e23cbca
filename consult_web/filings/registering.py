"""The registrar: register, ask for more, return, hand to committees; who is late and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.accounts import Organisation, OrganisationKind, User
from consult_web.audit import record
from consult_web.errors import Conflict, Refused
from consult_web.filings.cases_models import (
    Distribution,
    ExpectedFiling,
    Filing,
    FormCheckRun,
    RegisterCounter,
)
from consult_web.filings.casework import procedure_of, refresh_clocks
from consult_web.filings.checking import gate_of
from consult_web.filings.letters import next_serial
from consult_web.filings.registry import enter_into_force, title_key
from consult_web.filings.steps import Taken, open_to, take_step
from consult_web.filings.submitting import latest_check
from consult_web.filings.terms import ExpectedSource
from consult_web.storage import FileStore, china_today
from lawcheck.laws import iso
from lawcheck.procedure import RegistrationGate, filing_due, find_jurisdiction, register_number

__all__ = [
    "Overdue",
    "add_expected",
    "committees",
    "dismiss_expected",
    "distribute",
    "filing_gate",
    "look_at",
    "missing_filings",
    "missing_rows",
    "offered_number",
    "refresh_standing",
    "register",
    "return_filing",
    "supplement_days",
]


class Overdue(NamedTuple):
    """A document that should have been filed: by how many days its last day is over (None: the period is not known)."""

    expected: ExpectedFiling
    due: date | None
    late: int | None


def filing_gate(check: FormCheckRun) -> RegistrationGate:
    """What the form check, and the eyes of a person where they looked, let the registrar do."""
    gate: RegistrationGate = gate_of(check.results, list(check.looked))
    return gate


def look_at(session: Session, filing: Filing, user: User, rule: str, note: str) -> None:
    """A person looked at what a rule could not decide, or found wrong, and found it in order. E910 without a form check, E914
    without a note."""
    check = latest_check(filing)
    if check is None:
        raise Refused("E910")
    if not note.strip():
        raise Refused("E914", labels="核对情况")
    check.looked = {**check.looked, rule: {"by": user.actor, "name": user.name, "note": note.strip()}}
    record(session, user.actor, "form_check.looked", f"filing:{filing.id}", {"rule": rule})


def offered_number(session: Session, filing: Filing, day: date | None = None) -> str:
    """The number that the next registration would get."""
    year = (day or china_today()).year
    row = session.get(RegisterCounter, (filing.receiver_id, "register", year))
    place = find_jurisdiction(filing.jurisdiction)
    return register_number(place, year, (row.last if row else 0) + 1, filing.filer.code or "")


def register(
    session: Session,
    files: FileStore,
    filing: Filing,
    user: User,
    *,
    letter: Mapping[str, Any] | None,
    number: str = "",
    override: str = "",
    day: date | None = None,
) -> Taken:
    """Register a filing: number, electronic receipt, entry into the registry.

    ``number`` empty: the next of the series; :class:`Conflict` E913 for one in use. ``override`` is why it is registered
    although the form check proposes otherwise. E910 without a form check of this sending.
    """
    check = latest_check(filing)
    if check is None or check.round != filing.round:
        raise Refused("E910")
    on = day or china_today()
    open_to(session, filing, user, "registered")  # who was slower hears that it is done, not that the number is in use
    given = _number(session, filing, number.strip(), on)
    facts = {"register_number": given, "form_check": _seen(check), "override": override.strip()}
    fields = None if letter is None else {**letter, "register_number": given}
    taken = take_step(session, files, filing, user, "registered", facts, fields, day=on)
    filing.register_number, filing.registered_on, filing.handler_id = given, on, user.id
    if filing.document is not None:
        enter_into_force(session, filing.document, user.actor)
    return taken


def return_filing(
    session: Session,
    files: FileStore,
    filing: Filing,
    user: User,
    *,
    reason: str,
    letter: Mapping[str, Any] | None,
    day: date | None = None,
) -> Taken:
    """Send a filing back for good, with the reason."""
    taken = take_step(session, files, filing, user, "returned", {"reason": reason.strip()}, letter, day=day)
    filing.outcome, filing.handler_id = "退回", user.id
    return taken


def committees(session: Session, receiver_id: int) -> list[Organisation]:
    """The committees and offices of a body, to which documents are handed."""
    body = session.get_one(Organisation, receiver_id)
    kinds = (OrganisationKind.COMMITTEE, OrganisationKind.DEPARTMENT)
    query = select(Organisation).where(Organisation.path.startswith(body.path), Organisation.kind.in_(kinds))
    return list(session.scalars(query.where(Organisation.active).order_by(Organisation.path)))


def distribute(
    session: Session,
    files: FileStore,
    filing: Filing,
    user: User,
    *,
    to: Sequence[Organisation],
    letter: Mapping[str, Any] | None,
    due: date | None = None,
    points: Sequence[str] = (),
    day: date | None = None,
) -> Taken:
    """Hand a registered document to committees, each with a letter. E912 for none."""
    if not to:
        raise Refused("E912")
    facts = {"committees": [one.name for one in to], "due": iso(due)}
    fields = None if letter is None else {**letter, "addressee": "、".join(one.name for one in to)}
    taken = take_step(session, files, filing, user, "distributed", facts, fields, day=day, recipient_id=to[0].id)
    for one in to:
        row = Distribution(
            filing_id=filing.id,
            organisation_id=one.id,
            letter_id=taken.letter.id if taken.letter else None,
            points=[point for point in points if point.strip()],
            sent_on=taken.transition.event.day,
            due=due,
            created_by=user.actor,
        )
        session.add(row)
        record(session, user.actor, "filing.distributed", f"filing:{filing.id}", {"to": one.id})
    filing.means = filing.means or "主动审查"
    session.flush()
    return taken


def missing_rows(check: FormCheckRun) -> list[dict[str, str]]:
    """The points of a 补正通知, one for each fault: what, what is wrong, what to do."""
    faults = [row for row in check.results if row["state"] == "问题" and row["rule"] not in check.looked]
    rows = [row for row in faults if row["rule"] not in ("F03", "F12", "F13", "F14")]
    remedy = "请补充后重新报送"
    return [{"item": row["title"], "fault": row["said"], "remedy": row["suggestion"] or remedy} for row in rows]


def supplement_days(session: Session, filing: Filing) -> int | None:
    """How many days the rules of the place give for 补正; None where they name none."""
    rules = procedure_of(session, filing).rules
    period = next((rule.term.period for rule in rules if rule.id == "supplement"), None)
    return period.length if period else None


# -- late and missing ------------------------------------------------------------------------------------------------


def add_expected(
    session: Session, user: User, receiver_id: int, lines: str, source: ExpectedSource, note: str = ""
) -> int:
    """Note documents that must be filed, from lines ``maker, title, number, day``; how many are new.

    E915 names the first line that cannot be read, and nothing is kept. What was filed already is matched at once.
    """
    parsed = [_expected(number, line) for number, line in enumerate(lines.splitlines(), 1) if line.strip()]
    known = select(ExpectedFiling.maker, ExpectedFiling.title_key).where(ExpectedFiling.receiver_id == receiver_id)
    held = {(maker, key) for maker, key in session.execute(known)}
    added = 0
    for maker, title, number, published in parsed:
        if (maker, title_key(title)) in held:
            continue
        held.add((maker, title_key(title)))
        row = ExpectedFiling(
            receiver_id=receiver_id,
            maker=maker,
            title=title,
            title_key=title_key(title),
            document_no=number,
            published=published,
            source=source,
            source_note=note.strip(),
            created_by=user.actor,
        )
        _match(session, row)
        session.add(row)
        added += 1
    record(
        session, user.actor, "expected.added", f"organisation:{receiver_id}", {"rows": added, "source": source.value}
    )
    return added


def missing_filings(session: Session, receiver: Organisation, jurisdiction: str, today: date) -> list[Overdue]:
    """The documents that are known and not filed, those that are longest overdue first."""
    query = select(ExpectedFiling).where(
        ExpectedFiling.receiver_id == receiver.id,
        ExpectedFiling.filing_id.is_(None),
        ExpectedFiling.dismissed == "",
    )
    place = find_jurisdiction(jurisdiction)
    rows = []
    for row in session.scalars(query.order_by(ExpectedFiling.published)):
        due = filing_due(place, None, row.published).day if row.published else None
        rows.append(Overdue(row, due, max(0, (today - due).days) if due else None))
    return sorted(rows, key=lambda row: -(row.late or 0))


def dismiss_expected(session: Session, user: User, row: ExpectedFiling, why: str) -> None:
    """Note why a document need not be filed. E914 without a reason."""
    if not why.strip():
        raise Refused("E914", labels="理由")
    row.dismissed = why.strip()
    record(session, user.actor, "expected.dismissed", f"expected:{row.id}", {})


def _match(session: Session, row: ExpectedFiling) -> None:
    sent = Filing.state.not_in(("start", "S1b"))
    query = select(Filing.id, Filing.title).where(
        Filing.receiver_id == row.receiver_id, Filing.maker == row.maker, sent
    )
    row.filing_id = next(
        (number for number, title in session.execute(query) if title_key(title) == row.title_key), None
    )


def _expected(number: int, line: str) -> tuple[str, str, str, date | None]:
    parts = [part.strip() for part in line.replace("，", ",").replace("\t", ",").split(",")]
    parts += [""] * (4 - len(parts))
    maker, title, code, day = parts[:4]
    title = title.strip("《》")
    if not maker or not title:
        raise Refused("E915", row=number, said=line[:40])
    try:
        return maker, title, code, date.fromisoformat(day) if day else None
    except ValueError:
        raise Refused("E915", row=number, said=day[:20]) from None


# -- numbers -----------------------------------------------------------------------------------------------------------


def _number(session: Session, filing: Filing, wanted: str, day: date) -> str:
    """``wanted``, if it is free; else the next number of the series that is."""
    place, code = find_jurisdiction(filing.jurisdiction), filing.filer.code or ""
    if wanted and wanted != offered_number(session, filing, day):
        if _is_taken(session, filing, wanted):
            raise Conflict("E913", number=wanted)
        return wanted
    while True:
        given = register_number(place, day.year, next_serial(session, filing.receiver_id, "register", day.year), code)
        if not _is_taken(session, filing, given):
            return given


def _is_taken(session: Session, filing: Filing, number: str) -> bool:
    query = select(Filing.id).where(Filing.receiver_id == filing.receiver_id, Filing.register_number == number)
    return session.scalar(query) is not None


def _seen(check: FormCheckRun) -> list[dict[str, str]]:
    """The results for the engine: what a person looked at and found in order counts as passed, and says so."""
    rows = []
    for row in check.results:
        seen = check.looked.get(row["rule"])
        kept = {name: row[name] for name in ("rule", "state", "said", "case")}
        rows.append(kept | {"state": "通过", "said": f"人工核对：{seen['note']}"} if seen else kept)
    return rows


def refresh_standing(session: Session, filings: Sequence[Filing]) -> None:
    """Compute the clocks again of cases whose clock stands still."""
    for filing in filings:
        if filing.standing:
            refresh_clocks(session, filing)
