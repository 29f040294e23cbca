"""Comments of the site as the analysis reads them, and what people said that stands above the program's guess."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.consultations.carrying import PROGRAM
from consult_web.consultations.comments_models import Comment, Target, WordingProposal
from consult_web.consultations.drafts_models import GENERAL, Consultation
from consult_web.consultations.results_models import PointCheck
from consult_web.consultations.round_bounds import round_at
from consult_web.consultations.terms import ChosenBy, CommentKind, CommentState
from lawcheck.comments import (
    Anchor,
    Candidate,
    ChangeKind,
    Draft,
    Mapping,
    Point,
    Reason,
    ReasonKind,
)
from lawcheck.comments import Comment as Opinion
from lawcheck.document import Span

__all__ = ["Inputs", "Settler", "anchor_of", "occasion_of", "opinion_id", "opinion_text", "point_key_of", "read_inputs"]

OTHER_VERSION: Final = "针对的是另一稿，尚未核对到本稿"
"""Why a comment on another version is on no page until staff approve its place in this one."""
_SURE: Final = 0.99
_BATCH: Final = 2000
_CHANGES: Final = {
    CommentKind.MODIFY.value: ChangeKind.MODIFY,
    CommentKind.DELETE.value: ChangeKind.DELETE,
    CommentKind.ADD.value: ChangeKind.ADD,
}


class Inputs(NamedTuple):
    """What a run works on: ``chosen`` are eIds by opinion id (the person's and staff's), ``foreign`` opinions on another
    version without an approved place in this one, ``checks`` what people said of single points, ``last`` the highest id of
    a comment, ``more`` further wordings of a comment than the first: (eid, old, new)."""

    opinions: tuple[Opinion, ...]
    chosen: dict[str, tuple[str, ...]]
    foreign: frozenset[str]
    checks: dict[str, tuple[str, ...]]
    more: dict[str, tuple[tuple[str, str, str], ...]]
    last: int


def opinion_id(comment_id: int) -> str:
    """The id of a comment in an analysis, so that their order is that of the rows.

    >>> opinion_id(12)
    '0000000012'
    """
    return f"{comment_id:010d}"


def opinion_text(text: str, facts: str, demand: str) -> str:
    """What of a comment is split into points: the spans of points are in this text.

    >>> opinion_text("太贵。", "", "请降低。")
    '太贵。\\n请降低。'
    """
    return "\n".join(part for part in (text, facts, demand) if part.strip())


def point_key_of(comment_id: int, text: str, nth: int = 1) -> str:
    """What names a point in every run in which its comment says the same.

    >>> point_key_of(7, "太贵。") == point_key_of(7, " 太贵。 "), point_key_of(7, "太贵。", 2).endswith("~2")
    (True, True)
    """
    said = blake2b("".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
    return f"{comment_id}-{said}" + (f"~{nth}" if nth > 1 else "")


def read_inputs(session: Session, consultation_id: int, version_id: int) -> Inputs:
    """All comments that stand, in batches, so that no long statement holds anything up."""
    targets = _targets(session, consultation_id, version_id)
    wordings = _wordings(session, consultation_id)
    consultation = session.get_one(Consultation, consultation_id)
    opinions: list[Opinion] = []
    foreign: set[str] = set()
    last = 0
    while batch := _batch(session, consultation_id, last):
        for row in batch:
            own = targets.get(row.id, [])
            if not (own or wordings.get(row.id) or any((row.text, row.facts, row.demand, row.reason))):
                continue  # whoever only answers the focus questions gives no opinion to analyse
            number = round_at(consultation, row.received_at)
            opinions.append(_opinion(row, own, wordings.get(row.id, []), occasion_of(number)))
            if row.version_id != version_id and not own:
                foreign.add(opinions[-1].comment_id)
        last = batch[-1].id
    chosen = {opinion_id(key): tuple(dict.fromkeys(t.eid for t in found)) for key, found in targets.items()}
    more = {opinion_id(key): tuple(found[1:]) for key, found in wordings.items() if len(found) > 1}
    return Inputs(
        tuple(opinions), chosen, frozenset(foreign), _checks(session, consultation_id, version_id), more, last
    )


def _batch(session: Session, consultation_id: int, after: int) -> Sequence[Any]:
    columns = (
        Comment.id, Comment.version_id, Comment.person_key, Comment.channel, Comment.received_at, Comment.title,
        Comment.text, Comment.facts, Comment.demand, Comment.reason, Comment.stance, Comment.kinds, Comment.identity,
        Comment.region, Comment.source, Comment.batch_id,
    )  # fmt: skip
    query = select(*columns).where(
        Comment.consultation_id == consultation_id, Comment.state == CommentState.RECEIVED, Comment.id > after
    )
    return session.execute(query.order_by(Comment.id).limit(_BATCH)).all()


def _targets(session: Session, consultation_id: int, version_id: int) -> dict[int, list[Any]]:
    """Places in this version that the person or staff chose and that are approved; the person's come first."""
    query = (
        select(Target.comment_id, Target.eid, Target.label, Target.quote, Target.prefix, Target.suffix, Target.start)
        .join(Comment, Comment.id == Target.comment_id)
        .where(
            Comment.consultation_id == consultation_id,
            Target.version_id == version_id,
            Target.approved_by.is_not(None),
            Target.chosen_by != ChosenBy.PROGRAM,
        )
        .order_by(Target.comment_id, Target.id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        found[row.comment_id].append(row)
    return found


def _wordings(session: Session, consultation_id: int) -> dict[int, list[tuple[str, str, str]]]:
    query = (
        select(WordingProposal.comment_id, WordingProposal.eid, WordingProposal.old_text, WordingProposal.new_text)
        .join(Comment, Comment.id == WordingProposal.comment_id)
        .where(Comment.consultation_id == consultation_id)
        .order_by(WordingProposal.comment_id, WordingProposal.id)
    )
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for row in session.execute(query):
        found[row.comment_id].append((row.eid, row.old_text, row.new_text))
    return found


def _checks(session: Session, consultation_id: int, version_id: int) -> dict[str, tuple[str, ...]]:
    """The latest word of a person on each point, in this version; where there is none, the place carried from another."""
    query = select(PointCheck.point_key, PointCheck.eids).where(
        PointCheck.consultation_id == consultation_id, PointCheck.version_id == version_id
    )
    order = (PointCheck.checked_by != PROGRAM, PointCheck.checked_at)
    return {row.point_key: tuple(row.eids) for row in session.execute(query.order_by(*order))}


def occasion_of(number: int) -> str:
    """The occasion of comments of a round; that of the first is empty, as where there is but one.

    >>> occasion_of(1), occasion_of(2)
    ('', '2')
    """
    return str(number) if number > 1 else ""


def _opinion(row: Any, targets: Sequence[Any], wordings: Sequence[tuple[str, str, str]], occasion: str = "") -> Opinion:
    change = [_CHANGES[kind] for kind in row.kinds if kind in _CHANGES]
    return Opinion(
        opinion_id(row.id),
        opinion_text(row.text, row.facts, row.demand),
        person=row.person_key,
        channel=row.channel.value,
        received=row.received_at,
        title=row.title,
        chosen=tuple(dict.fromkeys([target.eid for target in targets] or [eid for eid, _, _ in wordings[:1]])),
        anchor=anchor_of(targets[0]) if len(targets) == 1 and targets[0].quote else None,
        stance=row.stance,
        change=change[0] if len(change) == 1 else None,
        proposed=wordings[0][2] if wordings else "",
        reason=row.reason,
        identity=row.identity.value if row.identity else "",
        region=row.region,
        occasion=occasion,
        source=f"{row.batch_id} {row.source}" if row.batch_id else "",  # rows of one batch follow one another
    )


def anchor_of(row: Any) -> Anchor:
    """Where a row of a target points: its clause and the words marked there."""
    span = Span(row.start, row.start + len(row.quote))
    return Anchor(row.eid, row.label, "", row.quote, span, row.prefix, row.suffix)


class Settler:
    """Has the last word on the clauses of a point: a person's check, then what the comment's person chose, then the
    program. ``keys`` fills with the key of each point, in the order in which the analysis asks."""

    def __init__(self, inputs: Inputs, draft: Draft) -> None:
        self.keys: dict[str, str] = {}
        self._inputs, self._draft = inputs, draft
        self._times: Counter[tuple[str, str]] = Counter()

    def __call__(self, point: Point, mapping: Mapping) -> Mapping:
        """The mapping that counts."""
        said = (point.comment_id, "".join(point.text.split()))
        self._times[said] += 1
        key = point_key_of(int(point.comment_id), point.text, self._times[said])
        self.keys[point.point_id] = key
        if key in self._inputs.checks:
            return _told(mapping, self._known(self._inputs.checks[key]))
        if point.comment_id in self._inputs.foreign:
            return mapping._replace(targets=(), why=OTHER_VERSION)
        chosen = self._known(self._inputs.chosen.get(point.comment_id, ()))
        return self._chosen(mapping, chosen) if chosen and point.ordinal == 1 else mapping

    def _known(self, eids: Sequence[str]) -> tuple[str, ...]:
        return tuple(eid for eid in eids if eid in self._draft.by_eid or eid in GENERAL)

    def _chosen(self, mapping: Mapping, chosen: tuple[str, ...]) -> Mapping:
        """Clauses that the person chose and the program has not are added; those it found in the words stay only where
        the words name them."""
        missing = tuple(eid for eid in chosen if not any(self._within(target, eid) for target in mapping.targets))
        if not missing:
            return mapping
        named = {c.target for c in mapping.candidates if any(r.kind is ReasonKind.CITATION for r in c.reasons)}
        kept = tuple(t for t in mapping.targets if t in named or any(self._within(t, eid) for eid in chosen))
        return _told(mapping, (*missing, *kept))

    def _within(self, target: str, eid: str) -> bool:
        return target == eid or target.startswith(eid + "__")


def _told(mapping: Mapping, targets: tuple[str, ...]) -> Mapping:
    known = {candidate.target for candidate in mapping.candidates}
    told = tuple(Candidate(eid, _SURE, (Reason(ReasonKind.FORM, ""),)) for eid in targets if eid not in known)
    return mapping._replace(targets=targets, candidates=told + mapping.candidates, why="" if targets else mapping.why)
