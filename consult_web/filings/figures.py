"""The figures of a year, made from the events of all cases, and laid beside what the ledger itself counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.accounts import Organisation
from consult_web.filings.cases_models import ExpectedFiling, Filing, FilingClock, FilingEvent
from consult_web.filings.casework import Case, history_of, procedure_of
from consult_web.filings.documents_models import FiledDocument
from consult_web.filings.suggestions_models import Suggestion, SuggestionEvent
from consult_web.storage import china_today
from lawcheck.laws import DocumentKind, kind_label
from lawcheck.procedure import (
    AnnualFigures,
    CaseRecord,
    PublishedDocument,
    Punctuality,
    Span,
    annual_figures,
    annual_report_values,
    check_punctuality,
    jurisdiction_at,
    whole_year,
)
from lawcheck.procedure import FiledDocument as Listed

__all__ = ["Compared", "case_records", "compare_ledger", "report_values", "year_figures", "years_of"]

_PREPARED = ("start", "S0")


class Compared(NamedTuple):
    """A number of the statistics (``figure``) beside the one that the ledger counts by itself (``ledger``)."""

    name: str
    figure: int
    ledger: int

    @property
    def agrees(self) -> bool:
        """Whether they are the same."""
        return self.figure == self.ledger


def case_records(session: Session, receiver_id: int) -> list[CaseRecord]:
    """All filings and suggestions of a receiver, as the statistics of :mod:`lawcheck.procedure` take them."""
    filings = select(Filing).where(Filing.receiver_id == receiver_id, Filing.state.not_in(_PREPARED))
    found = [_record(session, "f", one, one.maker) for one in session.scalars(filings.order_by(Filing.id))]
    suggestions = select(Suggestion).where(Suggestion.receiver_id == receiver_id).order_by(Suggestion.id)
    return found + [_record(session, "s", one, one.maker, one.channel.value) for one in session.scalars(suggestions)]


def year_figures(session: Session, receiver: Organisation, year: int) -> AnnualFigures:
    """The figures of ``year`` (until today, in the current one)."""
    records = case_records(session, receiver.id)
    return annual_figures(
        records, _span(year), punctuality=_punctuality(session, receiver, year), database=held_by_kind(session)
    )


def compare_ledger(session: Session, receiver_id: int, figures: AnnualFigures) -> list[Compared]:
    """The main numbers, each counted a second time from the tables alone: rows, not events replayed."""
    first, last = figures.span.first, figures.span.last
    filed = select(func.count()).select_from(Filing).where(Filing.receiver_id == receiver_id)
    filed = filed.where(Filing.id.in_(_happened("submitted", last, first)), Filing.state.not_in(_PREPARED))
    received = (
        select(func.count())
        .select_from(Suggestion)
        .where(Suggestion.receiver_id == receiver_id, Suggestion.received_on.between(first, last))
    )
    registered = select(func.count()).select_from(FiledDocument).where(FiledDocument.registered)
    taken = filed.where(Filing.id.in_(_happened("registered", last)))
    objected = received.where(Suggestion.id.in_(_side_happened("objected", last)))
    late = filed.where(
        Filing.id.in_(select(FilingClock.filing_id).where(FilingClock.rule == "filing", FilingClock.late > 0))
    )
    return [
        Compared("接收报备", figures.filing.filed, session.scalar(filed) or 0),
        Compared("其中迟报", figures.filing.by_time.of("迟报"), session.scalar(late) or 0),
        Compared("其中已登记", figures.filing.by_result.of("登记"), session.scalar(taken) or 0),
        Compared("收到审查建议", figures.suggestions.received, session.scalar(received) or 0),
        Compared("其中提出异议", figures.suggestions.objected.numerator, session.scalar(objected) or 0),
        Compared("文件库", figures.database.total if figures.database else 0, session.scalar(registered) or 0),
    ]


def report_values(session: Session, receiver: Organisation, figures: AnnualFigures) -> dict[str, Any]:
    """The values of the letter ``annual_report``; sentences are drafts, numbers are those of ``figures``."""
    known = {"issuer": receiver.name, "addressee": receiver.name, "date": china_today().isoformat()}
    return {**annual_report_values(figures), **known}


def years_of(session: Session, receiver_id: int) -> list[int]:
    """The years in which something was filed or suggested, and this one, newest first."""
    filed = select(func.min(Filing.submitted_on)).where(Filing.receiver_id == receiver_id)
    suggested = select(func.min(Suggestion.received_on)).where(Suggestion.receiver_id == receiver_id)
    days = [day for day in (session.scalar(filed), session.scalar(suggested)) if day]
    today = china_today().year
    return list(range(today, min([today, *(day.year for day in days)]) - 1, -1))


def held_by_kind(session: Session) -> Mapping[str, int]:
    """How many documents of each kind the base holds."""
    query = select(FiledDocument.kind, func.count()).where(FiledDocument.registered).group_by(FiledDocument.kind)
    rows = session.execute(query.order_by(FiledDocument.kind)).all()
    return {kind_label(DocumentKind(kind)) if kind else "种类待定": count for kind, count in rows}


def _span(year: int) -> Span:
    whole = whole_year(year)
    return Span(whole.first, min(whole.last, max(whole.first, china_today())))


def _record(session: Session, lane: str, case: Case, maker: str, channel: str = "") -> CaseRecord:
    return CaseRecord(f"{lane}{case.id}", procedure_of(session, case), history_of(case), maker, channel)


def _happened(name: str, last: date, first: date | None = None) -> Any:
    """The filings in which an event first happened in a span of days."""
    day = func.min(FilingEvent.day)
    query = select(FilingEvent.filing_id).where(FilingEvent.name == name).group_by(FilingEvent.filing_id)
    return query.having(day.between(first or date.min, last))


def _side_happened(name: str, last: date) -> Any:
    return select(SuggestionEvent.suggestion_id).where(SuggestionEvent.name == name, SuggestionEvent.day <= last)


def _punctuality(session: Session, receiver: Organisation, year: int) -> Punctuality | None:
    """What catalogues and web sites list for the year, laid beside what was filed; None when nobody entered a list."""
    known = select(ExpectedFiling).where(ExpectedFiling.receiver_id == receiver.id, ExpectedFiling.dismissed == "")
    listed = [
        PublishedDocument(row.title, row.maker, row.published, None, row.document_no)
        for row in session.scalars(known)
        if row.published and row.published.year == year
    ]
    if not listed:
        return None
    rows = session.scalars(select(Filing).where(Filing.receiver_id == receiver.id, Filing.submitted_on.is_not(None)))
    filed = [
        Listed(row.title, row.maker or row.filer.name, row.submitted_on, row.published, None, row.document_no)
        for row in rows
        if row.submitted_on
    ]
    return check_punctuality(listed, filed, jurisdiction_at(receiver.territory), china_today())
