"""The rounds of a draft on which opinions were asked for more than once, and where those of the round before went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import render_template
from sqlalchemy import or_, select

from consult_web import storage
from consult_web.accounts import Permission, allowed
from consult_web.consultations import (
    ClauseCount,
    Consultation,
    DraftVersion,
    OutcomeGroup,
    PastRound,
    Publication,
    PublicQuote,
    outcome_page,
    reported_round,
    rounds_of,
)
from consult_web.errors import NotFound
from consult_web.public.blueprint import blueprint
from consult_web.public.comparing import Change, changes_between
from consult_web.public.finding import find_consultation, find_version
from consult_web.public.reading import frame_of

__all__: list[str] = []

_QUOTES = 3  # released words shown beside a clause
_READ = 3000  # of a page, those with most support


class Followed(NamedTuple):
    """An article that changed since the round before: what was said of it then, in released words, in comments (None: not
    told), and the answers that were reported."""

    change: Change
    quotes: Sequence[PublicQuote]
    comments: int | None
    answers: Sequence[OutcomeGroup]


@blueprint.route("/<slug>/rounds")
@allowed(Permission.ANYONE)
def rounds(slug: str) -> str:
    """All rounds, and what changed since the one before beside what was said in it."""
    consultation = find_consultation(slug)
    if consultation.round < 2:
        raise NotFound("E955")
    session = storage.session()
    found = rounds_of(session, consultation)
    past, now = consultation.past_rounds[-1], found[-1]
    changes = changes_between(session, found[-2].version, now.version)
    return render_template(
        "public/rounds.html",
        **frame_of(consultation, find_version(consultation)),
        rounds=found[::-1],
        before=found[-2],
        reported=reported_round(consultation),
        followed=_followed(consultation, past, changes, (found[-2].version, now.version)),
    )


def _followed(
    consultation: Consultation, past: PastRound, changes: Sequence[Change], versions: tuple[DraftVersion, DraftVersion]
) -> list[Followed]:
    quotes = _quotes(consultation, past, versions, [one.eid or one.old_eid for one in changes])
    counts = _counts(consultation, past.number)
    answers: dict[str, list[OutcomeGroup]] = defaultdict(list)
    if past.reported_at:
        page = outcome_page(storage.session(), consultation, past.number)
        for group in (*page.changed, *page.unchanged):
            answers[group.eid.partition("__")[0]].append(group)
    old, new = (version.id for version in versions)
    return [
        Followed(
            change,
            (quotes[new, change.eid] if change.eid else quotes[old, change.old_eid])[:_QUOTES],
            counts.get(change.eid),
            answers[change.eid] if change.eid else [],
        )
        for change in changes
    ]


def _quotes(
    consultation: Consultation, past: PastRound, versions: Sequence[DraftVersion], roots: Sequence[str]
) -> dict[tuple[int, str], list[PublicQuote]]:
    """Released words of the round before, by version and article, those with most support first."""
    found: dict[tuple[int, str], list[PublicQuote]] = defaultdict(list)
    if consultation.publication is Publication.NONE:
        return found
    begun = [one.ended_at for one in consultation.past_rounds[:-1]]
    query = select(PublicQuote).where(
        or_(*(PublicQuote.version_id == version.id for version in versions)),
        PublicQuote.root_eid.in_(roots),
        PublicQuote.received_at < past.ended_at,
        *(PublicQuote.received_at >= moment for moment in begun[-1:]),
    )
    for row in storage.session().scalars(query.order_by(PublicQuote.supports.desc(), PublicQuote.id).limit(_READ)):
        found[row.version_id, row.root_eid].append(row)
    return found


def _counts(consultation: Consultation, number: int) -> Mapping[str, int]:
    """Comments of a round by article of the current text, once they were analysed against it."""
    if consultation.run_id is None or consultation.publication is Publication.NONE:
        return {}
    query = select(ClauseCount.eid, ClauseCount.details).where(ClauseCount.run_id == consultation.run_id)
    rounds_in = ((row.eid, row.details.get("rounds", {}).get(str(number))) for row in storage.session().execute(query))
    return {eid: figures["comments"] for eid, figures in rounds_in if figures}
