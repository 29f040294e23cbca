"""The way of a case from 审查中 to its outcome: a step with what the machine asks, and the letter that it makes, still to be edited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.filings.cases_models import Distribution, Filing, Letter
from consult_web.filings.letters import draft_letter, is_for_maker
from consult_web.filings.reviews.accepted import accepted_issues, problem_codes, with_issues
from consult_web.filings.reviews.verdicts import findings_fact
from consult_web.filings.steps import StepForm, take_step
from consult_web.storage import FileStore
from lawcheck.letters import find_letter
from lawcheck.procedure import Step, Transition, load_machine

__all__ = ["PROGRAM_TELLS", "letters_missing", "make_letter", "offered_values", "program_facts", "take_review_step"]

PROGRAM_TELLS: Final = frozenset({"findings", "problems"})
"""Facts of a step that come from the review itself and are never taken from a form."""


def program_facts(session: Session, filing: Filing, step: Step) -> dict[str, Any]:
    """What the guards of a step want to know of the review: findings with their verdicts, boxes of the problems."""
    facts: dict[str, Any] = {}
    if "four_eyes" in step.guards:
        facts["findings"] = findings_fact(session, filing)
    if "problems_known" in step.guards:
        facts["problems"] = problem_codes(session, filing)
    return facts


def take_review_step(
    session: Session,
    filing: Filing,
    user: User,
    files: FileStore,
    event: str,
    facts: Mapping[str, Any],
    *,
    means: str = "",
    day: date | None = None,
) -> Transition:
    """Take a step; what its guards ask of the review is filled in here. Raises as :func:`take_step`.

    ``means`` is the way of review (主动审查 …) where one begins. The letter of the step is made with :func:`make_letter`.
    """
    step = next((choice for choice in _steps(filing) if choice.event == event), None)
    told = dict(facts) | (program_facts(session, filing, step) if step else {})
    if means:
        told["review_kind"] = means
    result = take_step(session, files, filing, user, event, told, None, day=day).transition
    if event in ("review_started", "review_reopened"):
        filing.means, filing.reviewer_id = means or filing.means, user.id
    if event == "committee_opinion":
        _answered(session, filing, user, result.event.day)
    if result.target.final:
        filing.outcome = str(told.get("outcome") or result.step.name)
    elif filing.outcome and event == "review_reopened":
        filing.outcome = ""
    session.flush()
    return result


def offered_values(session: Session, filing: Filing, form: StepForm, user: User) -> dict[str, Any]:
    """The values that a letter's form begins with: what the case knows, what was accepted, what the step was told."""
    if form.letter is None:
        return {}
    known = dict(form.values)
    event = next((row for row in reversed(filing.events) if row.name == form.step.event), None)
    facts = _told(event.facts if event else {})
    told = {name: value for name, value in facts.items() if form.letter.field(name)}
    issues = accepted_issues(session, filing)
    offered = {"contact": user.name, "method": filing.means, **known, **_ended(filing, form, facts), **told}
    named = {field.name for field in form.letter.fields}
    return with_issues(form.letter, {k: v for k, v in offered.items() if k in named and v}, issues)


def _ended(filing: Filing, form: StepForm, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a decision to end the review says: how it ended, as its step and the maker's amendment tell."""
    if form.step.document != "termination":
        return {}
    how = next((str(row.facts.get("how", "")) for row in reversed(filing.events) if row.name == "amended"), "")
    return {"cause": _cause(form.step.event == "closed_without_fault", how), "facts": facts.get("outcome", "")}


def _cause(fine: bool, how: str) -> str:
    """The option of 终止情形; none where the words on the amendment say both or neither.

    >>> _cause(True, ""), _cause(False, "已于三月修改"), _cause(False, "修改一件、废止一件")
    ('经审查未发现需要纠正的问题', '有关规定已经修改', '')
    """
    if fine:
        return "经审查未发现需要纠正的问题"
    amended, repealed = "修改" in how, "废止" in how
    return "" if amended == repealed else "有关规定已经修改" if amended else "该文件已经废止"


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a step was told, by the names of letter fields: the body that gets a case is whom the letter is addressed to.

    >>> _told({"receiver": "某省人大常委会", "reason": "权限"})
    {'receiver': '某省人大常委会', 'reason': '权限', 'addressee': '某省人大常委会'}
    """
    return {**facts, "addressee": facts["receiver"]} if facts.get("receiver") else dict(facts)


def make_letter(
    session: Session,
    files: FileStore,
    filing: Filing,
    template: str,
    values: Mapping[str, Any],
    user: User,
    *,
    event_number: int | None = None,
) -> Letter:
    """Make the letter of a step as a draft: people edit it in Word, put it back, and send it.

    ``lawcheck``'s E291 and E292 name every field that is missing or wrong.
    """
    letter = find_letter(template)
    return draft_letter(
        session,
        files,
        letter.name,
        values,
        sender_id=filing.receiver_id,
        actor=user.actor,
        filing=filing,
        recipient_id=filing.filer_id if is_for_maker(letter.name) else None,
        event_number=event_number,
    )


def letters_missing(filing: Filing) -> list[tuple[int, str]]:
    """Events from the review on whose letter was not made yet: number and template."""
    made = {letter.event_number for letter in filing.letters}
    steps = [row for row in filing.events if row.source not in ("start", "S0", "S1", "S1a") and row.document]
    return [(row.number, row.document) for row in steps if row.number not in made and row.name != "distributed"]


def _steps(filing: Filing) -> tuple[Step, ...]:
    return tuple(load_machine().steps_from("main", filing.state))


def _answered(session: Session, filing: Filing, user: User, day: date) -> None:
    query = select(Distribution).where(
        Distribution.filing_id == filing.id, Distribution.organisation_id == user.organisation_id
    )
    row = session.scalar(query)
    if row is not None:
        row.answered_on = day
