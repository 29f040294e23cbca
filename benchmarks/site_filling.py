"""A large consultation on the site, made by seed: a draft of 200 clauses, its comments, a whole analysis, decisions.

Rows go in many at once, and still fit together as if people had sent the comments one by one and a worker had analysed
them: every comment has its target, its bucket and its record in the audit chain, every point its place on a page, and the
figures of a page are those of its points. All words are made up.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from benchmarks.public_pages import add_draft
from benchmarks.site_digest import CAMPAIGNS, opinion_text
from consult_web.accounts import Organisation, OrganisationKind, Role, User, UserRole
from consult_web.audit.events import START, AuditEvent, event_hash
from consult_web.consultations import (
    AnalysisRun,
    Channel,
    ClauseCount,
    ClauseRow,
    Comment,
    CommentState,
    Consultation,
    Disposition,
    DraftVersion,
    ModerationDecision,
    Outcome,
    PointRow,
    PublicQuote,
)
from consult_web.consultations.comments_models import Moderation, Target, WordingProposal
from consult_web.consultations.results_models import (
    CommentBucket,
    FamilyMember,
    FamilyRow,
    PointTarget,
    ThemeRow,
    WordingGroup,
)
from consult_web.consultations.terms import ChosenBy, RunState
from consult_web.storage import Database
from lawcheck.comments import Bucket, Relation, Stance

__all__ = ["Filled", "fill"]

_CHUNK = 5000  # rows of one statement
_RELEASED = 2000  # the first comments are released, as quotes with support
_SHOWN = 20
_STANCES = (*list(Stance)[:4], Stance.NOT_STATED)
_COLUMNS = ("support", "oppose", "change", "question", "not_stated")
_MINUTES = 30 * 24 * 60  # over which comments came in

Values = dict[str, Any]


class Filled(NamedTuple):
    """What was made: the consultation, its version, the drafter's id, the page with most points, how many points."""

    number: int
    version_id: int
    drafter: int
    busiest: str
    points: int


@dataclass
class _Page:
    """The points of one article: ids and keys in the order of their rank, who said what."""

    entries: list[tuple[int, int, int, str]] = field(default_factory=list)  # -texts of its family, id, comment, key
    persons: dict[str, Stance] = field(default_factory=dict)
    families: Counter[int] = field(default_factory=Counter)
    wordings: Counter[tuple[str, str]] = field(default_factory=Counter)
    proposed: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))


def fill(database: Database, comments: int, seed: int = 8, decided: float = 0.9) -> Filled:
    """Make all of it in an empty database that was upgraded; ``decided`` is the share of points with a decision."""
    with database.saving() as session:
        consultation, version, drafter = _consultation(session)
        clauses = [row for row in _saved_clauses(session, version.id) if row.eid == row.root_eid]
        run = AnalysisRun(consultation_id=consultation.id, version_id=version.id, program="made by seed")
        session.add(run)
        session.flush()
        maker = _Maker(random.Random(seed), consultation.id, version.id, run.id, clauses)
    with database.saving() as session:
        _insert(session, Comment, maker.comments(comments))
        _insert(session, Target, maker.targets)
        _insert(session, WordingProposal, maker.proposals)
        _insert(session, AuditEvent, _chain(maker.received))
        _released(session, maker)
    with database.saving() as session:
        _insert(session, FamilyRow, maker.families())
        _insert(session, FamilyMember, maker.members)
        _insert(session, PointRow, maker.points)
        for table, rows in maker.pages():
            _insert(session, table, rows)
        _insert(session, CommentBucket, maker.buckets)
        _insert(session, Disposition, maker.dispositions(decided, drafter))
        _finish(session, consultation.id, run.id, maker)
    with database.saving() as session:
        _count_up(session, database)
    busiest = max(maker.by_page, key=lambda eid: len(maker.by_page[eid].entries))
    return Filled(consultation.id, version.id, drafter, busiest, len(maker.points))


def _consultation(session: Session) -> tuple[Consultation, DraftVersion, int]:
    body = Organisation(name="样例机关（虚构）", kind=OrganisationKind.CONGRESS)
    session.add(body)
    session.flush()
    body.path = f"/{body.id}/"
    user = User(login="drafter", name="冯起草（虚构）", organisation=body)
    user.roles = [UserRole(role=Role.DRAFTER)]
    session.add(user)
    made, version, _ = add_draft(session, body)
    return made, version, user.id


def _saved_clauses(session: Session, version_id: int) -> list[ClauseRow]:
    session.flush()
    return list(
        session.scalars(select(ClauseRow).where(ClauseRow.version_id == version_id).order_by(ClauseRow.position))
    )


class _Maker:
    """Comments first, and from each of them the rows of its analysis."""

    def __init__(self, rng: random.Random, number: int, version: int, run: int, clauses: list[ClauseRow]) -> None:
        self._rng, self._number, self._version, self.run = rng, number, version, run
        self.clauses = clauses
        self._start = datetime.now(UTC) - timedelta(days=29)
        self._campaigns = [self._worded() for _ in range(CAMPAIGNS)]
        self.targets: list[Values] = []
        self.proposals: list[Values] = []
        self.points: list[Values] = []
        self.members: list[Values] = []
        self.buckets: list[Values] = []
        self.received: list[tuple[int, datetime]] = []
        self.texts: dict[int, tuple[str, ClauseRow, datetime]] = {}
        self.by_page: dict[str, _Page] = {row.eid: _Page() for row in clauses}
        self._senders: list[set[str]] = [set() for _ in range(CAMPAIGNS)]
        self._sizes = [0] * CAMPAIGNS

    def _worded(self) -> tuple[ClauseRow, str]:
        words, place = opinion_text(self._rng)
        return self.clauses[place - 1], words

    def comments(self, count: int) -> Iterator[Values]:
        """The comments; what follows from each is kept."""
        for number in range(1, count + 1):
            campaign = self._rng.randrange(CAMPAIGNS) if self._rng.random() < 0.3 else -1
            views = 1 if campaign >= 0 else self._rng.choice((2, 3, 3, 4))
            said = [self._campaigns[campaign]] if campaign >= 0 else [self._worded() for _ in range(views)]
            yield self._comment(
                number, said, campaign, self._start + timedelta(minutes=_MINUTES * number / (count + 1))
            )

    def _comment(self, number: int, said: list[tuple[ClauseRow, str]], campaign: int, at: datetime) -> Values:
        person = sha256(f"person {number // 2 if number % 10 == 1 else number}".encode()).hexdigest()[:32]
        stance = self._rng.choice((None, None, *_STANCES[:4]))
        words = said[0][1] if len(said) == 1 else "\n".join(f"{n}. {one}" for n, (_, one) in enumerate(said, 1))
        self.received.append((number, at))
        self.texts[number] = (words, said[0][0], at)
        self.buckets.append({"run_id": self.run, "comment_id": number, "bucket": Bucket.MAPPED})
        if campaign >= 0:
            self._member(number, campaign, person)
        if self._rng.random() < 0.7:
            self._target(number, said[0][0])
        for ordinal, (clause, one) in enumerate(said, 1):
            self._point(number, ordinal, clause, one, campaign, person, stance or self._rng.choice(_STANCES), at)
        return {
            "id": number, "consultation_id": self._number, "version_id": self._version, "state": CommentState.RECEIVED,
            "idempotency_key": sha256(f"made {number}".encode()).hexdigest(), "text": words, "channel": Channel.SITE,
            "receipt_hash": sha256(f"receipt {number}".encode()).hexdigest(), "person_key": person, "stance": stance,
            "received_at": at, "updated_at": at, "kinds": [], "consent_public": True, "row_version": 1,
            "moderation": ModerationDecision.RELEASED if number <= _RELEASED else None,
        }  # fmt: skip

    def _member(self, number: int, campaign: int, person: str) -> None:
        first = not self._sizes[campaign]
        self._sizes[campaign] += 1
        self._senders[campaign].add(person)
        relation = Relation.TEMPLATE if first else Relation.SAME
        self.members.append({"family_id": campaign + 1, "comment_id": number, "run_id": self.run, "relation": relation, "similarity": 1.0, "added": []})  # fmt: skip

    def _target(self, number: int, clause: ClauseRow) -> None:
        self.targets.append({
            "comment_id": number, "version_id": self._version, "clause_uid": clause.uid, "eid": clause.eid, "root_eid": clause.eid,
            "label": clause.label, "chosen_by": ChosenBy.AUTHOR, "approved_by": "visitor",
        })  # fmt: skip

    def _point(self, number: int, ordinal: int, clause: ClauseRow, words: str, campaign: int, person: str, stance: Stance, at: datetime) -> None:  # fmt: skip
        key, page = f"{number}-{sha256(words.encode()).hexdigest()[:12]}~{ordinal}", self.by_page[clause.eid]
        wordings: list[Values] = []
        if campaign < 0 and self._rng.random() < 0.05:
            wordings = [self._wording(number, clause, key, page)]
        self.points.append({
            "id": len(self.points) + 1, "run_id": self.run, "comment_id": number, "point_key": key, "ordinal": ordinal, "start": 0,
            "end": len(words), "text": words, "stance": stance, "stance_how": "文字", "eid": clause.eid, "why": "条号", "candidates": [],
            "wordings": wordings, "family_id": campaign + 1 if campaign >= 0 else None,
        })  # fmt: skip
        page.entries.append((campaign, len(self.points), number, key))
        page.persons.setdefault(person, stance)
        if campaign >= 0:
            page.families[campaign] += 1

    def _wording(self, number: int, clause: ClauseRow, key: str, page: _Page) -> Values:
        place = int(clause.eid.partition("_")[2])
        old, new = f"{place}日", f"{place + self._rng.choice((5, 10, 30))}日"
        page.wordings[old, new] += 1
        page.proposed[old, new].append(key)
        self.proposals.append({"comment_id": number, "version_id": self._version, "clause_uid": clause.uid, "eid": clause.eid,
                               "label": clause.label, "old_text": clause.text, "new_text": clause.text.replace(old, new)})  # fmt: skip
        return {"eid": clause.eid, "kind": "改为", "old": old, "new": new, "found": True}

    def families(self) -> Iterator[Values]:
        """One for each campaign that anybody joined."""
        first: dict[int, int] = {}
        for member in self.members:
            first.setdefault(member["family_id"], member["comment_id"])
        for campaign, (_, words) in enumerate(self._campaigns):
            if self._sizes[campaign]:
                yield {"id": campaign + 1, "run_id": self.run, "family_key": f"family-{campaign}", "template": words, "siblings": [], "slots": [],
                       "template_comment_id": first[campaign + 1], "persons": len(self._senders[campaign]), "texts": self._sizes[campaign]}  # fmt: skip

    def pages(self) -> Iterator[tuple[Any, Iterable[Values]]]:
        """Places of the points, themes, wordings and the figures of each page."""
        for page in self.by_page.values():
            page.entries.sort(key=lambda entry: (-self._sizes[entry[0]] if entry[0] >= 0 else 0, entry[1]))
        yield PointTarget, (row for eid, page in self.by_page.items() for row in self._places(eid, page))
        yield ThemeRow, (row for eid, page in self.by_page.items() for row in self._themes(eid, page))
        yield WordingGroup, (row for eid, page in self.by_page.items() for row in self._groups(eid, page))
        yield ClauseCount, (self._count(place, row) for place, row in enumerate(self.clauses))

    def _places(self, eid: str, page: _Page) -> Iterator[Values]:
        for rank, (_, point, _, _) in enumerate(page.entries):
            yield {"point_id": point, "eid": eid, "run_id": self.run, "root_eid": eid, "rank": rank, "shown": rank < _SHOWN,
                   "outlier": _SHOWN <= rank < _SHOWN + 3, "conflicts": []}  # fmt: skip

    def _themes(self, eid: str, page: _Page) -> Iterator[Values]:
        for position in range(min(3, len(page.entries) // 20)):
            keys = [entry[3] for entry in page.entries[position::3]][:2000]
            yield {"run_id": self.run, "eid": eid, "position": position, "terms": ["期限", "收费"], "sentence": "期限太短。", "sentence_point": keys[0], "point_keys": keys}  # fmt: skip

    def _groups(self, eid: str, page: _Page) -> Iterator[Values]:
        for (old, new), persons in page.wordings.items():
            yield {"run_id": self.run, "page_eid": eid, "eid": eid, "kind": "改为", "old_text": old, "new_text": new, "persons": persons,
                   "point_keys": page.proposed[old, new]}  # fmt: skip

    def _count(self, place: int, row: ClauseRow) -> Values:
        page = self.by_page[row.eid]
        stances = Counter(page.persons.values())
        keys = [entry[3] for entry in page.entries]
        rare, against = keys[_SHOWN : _SHOWN + 3], keys[_SHOWN + 3 : _SHOWN + 7]
        pairs = [[against[at], against[at + 1]] for at in range(0, len(against) - 1, 2)]
        families = [f"family-{campaign}" for campaign, _ in page.families.most_common(8)]
        return {
            "run_id": self.run, "eid": row.eid, "position": place, "label": row.label, "persons": len(page.persons), "points": len(keys),
            "comments": len({entry[2] for entry in page.entries}), "families": len(page.families), "wordings": len(page.wordings),
            "outliers": len(rare), "conflicts": len(pairs), "disagreement": 0.5 if keys else 0.0,
            **{name: stances[stance] for name, stance in zip(_COLUMNS, _STANCES, strict=True)},
            "details": {"families": families, "outliers": rare, "conflicts": pairs, "related": []},
        }  # fmt: skip

    def dispositions(self, share: float, drafter: int) -> Iterator[Values]:
        """Decisions on the earliest comments; half of them signed. A campaign has one outcome, but for every tenth."""
        outcomes = (Outcome.NOT_ADOPTED, Outcome.NOT_ADOPTED, Outcome.ADOPTED, Outcome.ALREADY)
        now = datetime.now(UTC)
        for point in self.points[: int(share * len(self.points))]:
            family = point["family_id"]
            outcome = outcomes[(family if family and family % 10 else point["id"]) % 4]
            words = "由主管部门办理" if outcome is Outcome.ADOPTED else ""
            signed = "user:0" if point["id"] % 2 else None
            yield {
                "consultation_id": self._number, "comment_id": point["comment_id"], "point_key": point["point_key"], "outcome": outcome,
                "family_key": f"family-{family - 1}" if family else "", "reason": "与上位法一致。", "decided_by": f"user:{drafter}", "decided_at": now,
                "eid": point["eid"] if words else "", "new_words": words, "signed_by": signed, "signed_at": now if signed else None, "row_version": 1,
            }  # fmt: skip


def _released(session: Session, maker: _Maker) -> None:
    """Quotes of the first comments, each beside one clause."""
    first = list(islice(maker.texts.items(), _RELEASED))
    shared = {"consultation_id": maker._number, "decided_by": "program"}
    _insert(session, Moderation, ({**shared, "comment_id": n, "revision": 1, "decision": ModerationDecision.RELEASED, "text": words} for n, (words, _, _) in first))  # fmt: skip
    _insert(session, PublicQuote, (
        {"consultation_id": maker._number, "version_id": maker._version, "comment_id": n, "clause_uid": row.uid, "eid": row.eid,
         "root_eid": row.eid, "label": row.label, "text": words, "received_at": at} for n, (words, row, at) in first))  # fmt: skip


def _chain(received: Iterable[tuple[int, datetime]]) -> Iterator[Values]:
    """The audit chain that these comments would have left."""
    before = START
    for number, at in received:
        entry = AuditEvent(number=number, at=at, actor="visitor", action="comment.received", subject=f"comment:{number}",
                           details={"channel": Channel.SITE.value}, before=before)  # fmt: skip
        values = {
            name: getattr(entry, name) for name in ("number", "at", "actor", "action", "subject", "details", "before")
        }
        before = event_hash(entry)
        yield {**values, "hash": before}


def _finish(session: Session, number: int, run_id: int, maker: _Maker) -> None:
    run = session.get_one(AnalysisRun, run_id)
    count = len(maker.received)
    buckets = {bucket.name.lower(): 0 for bucket in Bucket} | {"mapped": count}
    persons = len({person for page in maker.by_page.values() for person in page.persons})
    run.ledger = {"received": count, **buckets, "points": len(maker.points), "persons": persons, "families": CAMPAIGNS}
    run.state, run.finished_at, run.comments, run.last_comment_id = RunState.CURRENT, datetime.now(UTC), count, count
    session.get_one(Consultation, number).run_id = run_id


def _insert(session: Session, table: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    waiting = iter(rows)
    while chunk := list(islice(waiting, _CHUNK)):
        session.execute(
            insert(table.__table__), chunk
        )  # a model as such would take each pattern of empty columns by itself


def _count_up(session: Session, database: Database) -> None:
    """The next id of tables that were filled with ids (SQLite looks by itself); figures for the planner of queries."""
    for table in () if database.is_sqlite else (Comment, PointRow, FamilyRow):
        name, last = table.__tablename__, session.scalar(select(func.max(table.id)))
        session.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {last})"))
    session.execute(text("ANALYZE"))
