"""The desk's side of a suggestion: steps R0–R6 with their letters, alone or for a whole cluster, and its filing in review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from consult_web.accounts import Organisation, User
from consult_web.errors import NotFound, Refused
from consult_web.filings.cases_models import Filing, Letter
from consult_web.filings.casework import apply_event, request_word
from consult_web.filings.letters import draft_letter, letter_file, send_letter
from consult_web.filings.registry import title_key
from consult_web.filings.scope import receiver_of
from consult_web.filings.steps import StepForm, Taken, check_asked, form_of, open_to
from consult_web.filings.suggestions.contacts import limit_contact, proposer_name
from consult_web.filings.suggestions_models import Suggestion, SuggestionCluster
from consult_web.storage import FileStore, china_today
from lawcheck.errors import LawcheckError
from lawcheck.letters import fill_letter, find_letter
from lawcheck.procedure import Step, decline_grounds

__all__ = [
    "Handled",
    "end_reviews",
    "filings_for",
    "open_suggestion_step",
    "suggestion_letter",
    "take_cluster_step",
    "take_suggestion_step",
    "visible_suggestion",
]

PROPOSER: Final = "建议人"
"""Stands in stored letters for the name, which is only in the sealed contact."""
_OWN: Final = ("proposed", "received", "origin", "receipt_number", "clause", "proposer")
_ANSWERS: Final = ("decline_told", "suggestion_replied", "objection_answered", "suggestion_transferred")
_REVIEWED: Final = ("S2", "S3", "S3a", "S3b", "S4", "S5", "S6", "S7", "S8a", "S8b", "S9")


class Handled(NamedTuple):
    """What became of a step for many: how many took it, and why others did not."""

    taken: int
    refused: tuple[tuple[Suggestion, LawcheckError], ...]


def visible_suggestion(session: Session, user: User, number: int) -> Suggestion:
    """The suggestion, for those who work at its receiver; :class:`NotFound` E800 else."""
    found = session.get(Suggestion, number)
    if found is None or found.receiver_id != receiver_of(session, user).id:
        raise NotFound("E800")
    return found


def open_suggestion_step(
    session: Session, suggestion: Suggestion, user: User, event: str, day: date | None = None
) -> StepForm:
    """The form of a step that ``user`` may take now; :class:`Conflict` E909 for another one."""
    step = open_to(session, suggestion, user, event)
    return form_of(session, suggestion, step, lambda: _fields(session, suggestion, day or china_today(), step))


def take_suggestion_step(
    session: Session,
    files: FileStore,
    suggestion: Suggestion,
    user: User,
    event: str,
    facts: Mapping[str, Any],
    letter: Mapping[str, Any] | None = None,
    *,
    day: date | None = None,
) -> Taken:
    """Take a step with its letter; all or nothing. Raises as :func:`consult_web.filings.take_step`; :class:`Refused` E970
    for a filing that cannot be reviewed."""
    form = open_suggestion_step(session, suggestion, user, event, day)
    check_asked(form.step, facts)
    if event == "merged":
        facts = {**facts, "filing": _merge(session, suggestion, user, str(facts["filing"]))}
    transition = apply_event(session, suggestion, event, user, facts, day=day)
    suggestion.handler_id = user.id
    _note(session, suggestion, event, facts, letter, transition.event.day)
    if form.letter is None or letter is None:
        return Taken(transition, None)
    made = draft_letter(
        session,
        files,
        form.letter.name,
        {**letter, **({"proposer": PROPOSER} if _has(form, "proposer") else {})},
        sender_id=suggestion.receiver_id,
        actor=user.actor,
        suggestion=suggestion,
        event_number=suggestion.events[-1].number,
    )
    send_letter(session, made, user.actor, transition.event.day)
    return Taken(transition, made)


def take_cluster_step(
    session: Session,
    files: FileStore,
    cluster: SuggestionCluster,
    user: User,
    event: str,
    facts: Mapping[str, Any],
    letter: Mapping[str, Any] | None = None,
    *,
    day: date | None = None,
) -> Handled:
    """The same step for all of a cluster that can take it, each with a letter of its own. Those that cannot are told."""
    taken, refused = 0, []
    for one in cluster.suggestions:
        own = letter if letter is None else {**letter, **_own_fields(session, one, letter, day or china_today())}
        try:
            with session.begin_nested():
                take_suggestion_step(session, files, one, user, event, facts, own, day=day)
            taken += 1
        except LawcheckError as error:
            refused.append((one, error))
    return Handled(taken, tuple(refused))


def suggestion_letter(session: Session, files: FileStore, letter: Letter, suggestion: Suggestion) -> bytes:
    """A letter as it goes out: with the name of the proposer, which is stored sealed. One that was edited is as edited."""
    if letter.edited_digest or letter.fields.get("proposer") != PROPOSER:
        return letter_file(files, letter)
    return fill_letter(letter.template, {**letter.fields, "proposer": proposer_name(session, suggestion)})


def filings_for(session: Session, suggestion: Suggestion) -> list[Filing]:
    """Registered filings of the document that a suggestion names, newest first: what it can be merged into."""
    query = select(Filing).where(Filing.receiver_id == suggestion.receiver_id, Filing.state.in_(_REVIEWED))
    return list(session.scalars(query.where(_about(suggestion)).order_by(Filing.id.desc()).limit(20)))


def end_reviews(session: Session, receiver_id: int | None = None) -> int:
    """Note the end of the review for suggestions whose filing was closed since; how many. Done by the program."""
    query = select(Suggestion).join(Filing, Filing.id == Suggestion.filing_id)
    query = query.where(Suggestion.state == "R4", Filing.closed_on.is_not(None))
    rows = session.scalars(query.where(Suggestion.receiver_id == receiver_id) if receiver_id else query).all()
    ended = 0
    for row in rows:
        merged = max(event.number for event in row.events if event.name == "merged")
        if not any(event.name == "review_ended" and event.number > merged for event in row.events):
            filing = session.get_one(Filing, row.filing_id)
            day = max(filing.closed_on or china_today(), row.events[-1].day)
            apply_event(session, row, "review_ended", "program", {"outcome": filing.outcome or "审查终止"}, day=day)
            ended += 1
    return ended


def _about(suggestion: Suggestion) -> ColumnElement[bool]:
    same = Filing.title == suggestion.document_title
    return or_(same, Filing.document_id == suggestion.document_id) if suggestion.document_id else same


def _merge(session: Session, suggestion: Suggestion, user: User, typed: str) -> int:
    """The filing that was chosen, by id or register number: one of the same document that is registered."""
    query = select(Filing).where(Filing.receiver_id == receiver_of(session, user).id, Filing.state.in_(_REVIEWED))
    wanted = Filing.register_number == typed.strip()
    found = session.scalar(query.where(or_(wanted, Filing.id == int(typed)) if typed.isdecimal() else wanted))
    if found is None or not _same_document(found, suggestion):
        raise Refused("E970", title=suggestion.document_title)
    suggestion.filing_id = found.id
    return found.id


def _same_document(filing: Filing, suggestion: Suggestion) -> bool:
    if suggestion.document_id is not None and filing.document_id == suggestion.document_id:
        return True
    return title_key(filing.title) == title_key(suggestion.document_title)


def _note(
    session: Session,
    suggestion: Suggestion,
    event: str,
    facts: Mapping[str, Any],
    letter: Mapping[str, Any] | None,
    day: date,
) -> None:
    """What the tracker shows of a decision, and how long the contact is still needed."""
    if event == "not_started":
        suggestion.ground = decline_grounds()[str(facts["ground"])].text
    if event in _ANSWERS:
        words = letter or {}
        shown = words.get("result") or words.get("reasons") or facts.get("receiver") or ""
        suggestion.reply = "\n".join(map(str, shown)) if isinstance(shown, list) else str(shown)
        limit_contact(session, suggestion, day)


def _fields(session: Session, suggestion: Suggestion, day: date, step: Step) -> dict[str, Any]:
    receiver = session.get_one(Organisation, suggestion.receiver_id)
    known = {
        "issuer": receiver.name,
        "proposer": PROPOSER,
        "proposed": suggestion.received_on.isoformat(),
        "received": suggestion.received_on.isoformat(),
        "origin": request_word(suggestion),
        "receipt_number": suggestion.number or "",
        "document_title": suggestion.document_title,
        "document_number": suggestion.document_no,
        "maker": suggestion.maker,
        "clause": suggestion.clause,
        "matter": suggestion.matter,
        "date": day.isoformat(),
    }
    return known | _decided(suggestion, step)


def _decided(suggestion: Suggestion, step: Step) -> dict[str, Any]:
    """What earlier steps said that this letter tells: the ground of a refusal, the outcome of the review."""
    facts = {event.name: event.facts for event in suggestion.events}
    if step.event == "decline_told":
        told = facts.get("not_started", {})
        options = next(field.options for field in find_letter("suggestion_declined").fields if field.name == "cause")
        place = list(decline_grounds()).index(told["ground"]) if told.get("ground") in decline_grounds() else -1
        return {"cause": options[place], "reasons": str(told.get("reason", ""))}
    if step.event in ("suggestion_replied", "objection_answered"):
        return {
            "acceptance": "我们依照规定受理，并对有关条款进行了审查研究。",
            "result": facts.get("review_ended", {}).get("outcome", ""),
        }
    return {}


def _own_fields(session: Session, one: Suggestion, letter: Mapping[str, Any], day: date) -> dict[str, Any]:
    known = {"proposed": one.received_on.isoformat(), "received": one.received_on.isoformat(), "receipt_number": one.number or "",
             "origin": request_word(one), "clause": one.clause, "proposer": PROPOSER}  # fmt: skip
    return {name: known[name] for name in _OWN if name in letter}


def _has(form: StepForm, name: str) -> bool:
    return form.letter is not None and any(field.name == name for field in form.letter.fields)
