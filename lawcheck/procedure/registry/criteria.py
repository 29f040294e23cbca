"""What a review looks at and how it may end: criteria to tick, kinds of review, outcomes (domain.md 2.4, 2.6, 2.7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import yaml

from lawcheck.errors import UsageError
from lawcheck.procedure.jurisdictions import Jurisdiction
from lawcheck.procedure.profiles import Source
from lawcheck.resources import corpus_dir

__all__ = [
    "Criterion",
    "ReviewKind",
    "ReviewOutcome",
    "criteria",
    "find_criterion",
    "may_request",
    "outcome_of",
    "review_kinds",
    "review_outcomes",
]


class Criterion(NamedTuple):
    """A box to tick: ``id`` as c3, the group it stands in (合法性 …), its text and where that comes from."""

    id: str
    group: str
    text: str
    source: Source


class ReviewKind(NamedTuple):
    """A way in which a review comes about; ``on_request``: somebody asked for it."""

    id: str
    name: str
    text: str
    on_request: bool
    source: Source


class ReviewOutcome(NamedTuple):
    """A way in which a review ends, and the event that makes it."""

    id: str
    name: str
    event: str
    text: str
    source: Source


def criteria(place: Jurisdiction) -> tuple[Criterion, ...]:
    """The boxes of a review at ``place``, in order of their ids.

    >>> from lawcheck.procedure import find_jurisdiction
    >>> [box.id for box in criteria(find_jurisdiction("state_council")) if box.group == "国务院审查的事项"]
    ['g1', 'g2', 'g3', 'g4', 'g5', 'g6']
    >>> criteria(find_jurisdiction("shanghai"))[0].group
    '合宪性'
    """
    groups = {row["id"]: row["name"] for row in _data()["groups"]}
    fitting = (row for row in _data()["criteria"] if place.id in row.get("for", [place.id]))
    boxes = (Criterion(row["id"], groups[row["id"][0]], row["text"], Source.of(row)) for row in fitting)
    return tuple(sorted(boxes, key=lambda box: box.id))


def find_criterion(name: str, place: Jurisdiction) -> Criterion:
    """The box with this id; one that the place does not have raises :class:`~lawcheck.errors.UsageError`.

    >>> from lawcheck.procedure import find_jurisdiction
    >>> find_criterion("e2", find_jurisdiction("beijing")).text
    '同法律、法规规定相抵触'
    """
    known = {box.id: box for box in criteria(place)}
    if name not in known:
        raise UsageError("E285", name=name, known="、".join(known))
    return known[name]


def review_kinds() -> tuple[ReviewKind, ...]:
    """The kinds of review.

    >>> [kind.name for kind in review_kinds()]
    ['主动审查', '审查要求', '审查建议', '移送审查', '专项审查', '联合审查', '集中清理']
    """
    return tuple(
        ReviewKind(row["id"], row["name"], row["text"], row.get("on_request", False), Source.of(row))
        for row in _data()["review_kinds"]
    )


def may_request(organ: str, place: Jurisdiction) -> bool | None:
    """Whether ``organ`` may raise a 审查要求 with ``place`` (else it is a 审查建议); None where no rule was collected.

    >>> from lawcheck.procedure import find_jurisdiction
    >>> congress = find_jurisdiction("npcsc")
    >>> may_request("最高人民法院", congress), may_request("某某公司", congress)
    (True, False)
    >>> may_request("某区人民政府", find_jurisdiction("local")) is None
    True
    """
    rows = [row for row in _data()["requesters"] if place.id in row["for"]]
    return any(re.search(row["organs"], organ.strip()) for row in rows) if rows else None


def review_outcomes() -> tuple[ReviewOutcome, ...]:
    """The ways in which a review ends.

    >>> [outcome.name for outcome in review_outcomes()][-2:]
    ['撤销', '上报、移送']
    """
    return tuple(
        ReviewOutcome(row["id"], row["name"], row["event"], row["text"], Source.of(row)) for row in _data()["outcomes"]
    )


def outcome_of(events: tuple[str, ...]) -> ReviewOutcome | None:
    """How a review ended, from the names of its events since it began; None while it goes on.

    >>> outcome_of(("correction_discussed", "agreed", "amended", "correction_reported")).name
    '沟通后纠正'
    >>> outcome_of(("distributed",)) is None
    True
    """
    known = {outcome.id: outcome for outcome in review_outcomes()}
    ended = next((name for name in reversed(events) if name in _ENDS), None)
    if ended != "correction_reported":
        return known[_ENDS[ended]] if ended else None
    return known[next((by for event, by in _WAYS if event in events), "talked")]


_ENDS = {"closed_without_fault": "no_fault", "closed_above": "above", "correction_reported": ""}
_WAYS = (
    ("annulled", "annulled"),
    ("ordered_to_amend", "ordered"),
    ("ordered_to_clean", "cleaned"),
    ("opinion_issued", "opinion"),
)


@cache
def _data() -> Mapping[str, Any]:
    data: dict[str, Any] = yaml.safe_load((corpus_dir() / "profiles" / "review.yaml").read_text(encoding="utf-8"))
    return data
