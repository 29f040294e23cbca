"""Opinions that come otherwise than by the form: letters, mails, tables, minutes, entries of stations; one ledger.

Every row of a batch is accepted, unusable (with its reason) or repeated, so that ``rows`` is their sum.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.consultations.comments_models import Attachment, Comment, IntakeBatch, Target, WordingProposal
from consult_web.consultations.contacts import keep_contact
from consult_web.consultations.drafts_models import GENERAL, ClauseRow, Consultation, StationLink
from consult_web.consultations.receipts import make_receipt, receipt_hash
from consult_web.consultations.terms import Channel, ChosenBy, CommentState, Identity, SpeakerKind
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.storage import CHINA, keyed_hash, secret, utc_now
from lawcheck.comments import Comment as Said
from lawcheck.comments import CommentInput, Stance, read_comment_input

__all__ = [
    "Batch",
    "ChannelCount",
    "Entry",
    "Ledger",
    "Scan",
    "entries_of",
    "find_batch",
    "ledger_of",
    "read_intake",
    "receipts_of",
    "take_in",
]

_TEXT, _PROBLEMS = 20_000, 5000
_REPEATED: Final = "重复：同样的意见已经录入过"


class Entry(NamedTuple):
    """One opinion as staff have it; ``eids`` are clauses of the version that is read now."""

    text: str
    eids: tuple[str, ...] = ()
    stance: Stance | None = None
    speaker: SpeakerKind | None = None
    deputy: str = ""
    author: str = ""
    phone: str = ""
    received: datetime | None = None
    title: str = ""
    reason: str = ""
    proposed: str = ""
    person: str = ""
    identity: Identity | None = None
    region: str = ""
    consent_public: bool = False
    source: str = ""
    channel: Channel | None = None


class Scan(NamedTuple):
    """A scan of what was handed in, in the file store; ``sealed``: it bears a 公章."""

    digest: str
    name: str
    media_type: str
    size: int
    sealed: bool


class Batch(NamedTuple):
    """Where a batch comes from: its file, its way, the station, who knows what could not be used."""

    name: str
    channel: Channel
    link: StationLink | None = None
    digest: str = ""
    problems: Sequence[Mapping[str, Any]] = ()
    scans: Sequence[Scan] = ()


class ChannelCount(NamedTuple):
    """Comments that came by one way: standing, and taken back."""

    channel: Channel
    received: int
    withdrawn: int


class Ledger(NamedTuple):
    """All ways together. ``rows = accepted + unusable + repeated`` for what was entered; ``form + entered = total``."""

    channels: list[ChannelCount]
    batches: Sequence[IntakeBatch]
    form: int
    entered: int
    total: int

    @property
    def accepted(self) -> int:
        """What the batches say was accepted."""
        return sum(batch.accepted for batch in self.batches)

    @property
    def reconciles(self) -> bool:
        """Whether every sum is right."""
        sums = all(b.rows == b.accepted + b.unusable + b.repeated for b in self.batches)
        by_channel = sum(one.received + one.withdrawn for one in self.channels)
        return sums and self.accepted == self.entered and self.form + self.entered == self.total == by_channel


def read_intake(files: Iterable[tuple[str, bytes]], columns: Mapping[str, str] | None = None) -> CommentInput:
    """What stands in uploaded files; ``columns`` (field → header or letter) overrides what headers say.

    Raises :class:`~lawcheck.errors.UnreadableFile` for nothing at all (E701), :class:`~lawcheck.errors.UsageError`
    for a column that no table has (E702).
    """
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        place = Path(folder)
        paths = [_kept(place, at, name, data) for at, (name, data) in enumerate(files)]
        return read_comment_input(paths[0] if len(paths) == 1 else place, columns)


def _kept(place: Path, at: int, name: str, data: bytes) -> Path:
    """A file under its own name; the second of one name gets a number."""
    plain = PurePath(name.replace("\\", "/")).name.lstrip(".") or "file"
    path = place / plain[-150:]
    path = path if not path.exists() else place / f"{at}-{plain[-150:]}"
    path.write_bytes(data)
    return path


def entries_of(found: CommentInput, channel: Channel) -> list[Entry]:
    """The comments of an input as entries; a column of the table may say the way better than ``channel``."""
    known = {one.value: one for one in Channel}
    return [_entry(said, known.get(said.channel, channel)) for said in found.comments]


def _entry(said: Said, channel: Channel) -> Entry:
    identities = {one.value: one for one in Identity}
    eids = said.chosen or ((said.anchor.eid,) if said.anchor else ())
    return Entry(
        said.text,
        eids,
        stance=said.stance,
        author=said.author,
        received=said.received.replace(tzinfo=CHINA).astimezone(UTC) if said.received else None,
        title=said.title,
        reason=said.reason,
        proposed=said.proposed,
        person=said.person,
        identity=identities.get(said.identity),
        region=said.region,
        consent_public=bool(said.public),
        source=said.source,
        channel=channel,
    )


def take_in(
    session: Session, user: User, consultation: Consultation, batch: Batch, entries: Sequence[Entry]
) -> IntakeBatch:
    """Write ``entries`` as comments with receipts, and the batch that tells of them; a second time all are repeated.

    :class:`Conflict` E944 before the consultation is public and after it was reported on, :class:`Refused` E945 for nothing.
    """
    if consultation.published_at is None or consultation.reported_at or consultation.cancelled_at:
        raise Conflict("E944")
    if not entries and not batch.problems:
        raise Refused("E945")
    row = IntakeBatch(
        consultation_id=consultation.id,
        file_digest=batch.digest,
        file_name=batch.name[:200],
        channel=batch.channel,
        station_link_id=batch.link.id if batch.link else None,
        problems=[dict(problem) for problem in batch.problems][:_PROBLEMS],
        unusable=len(batch.problems),
        created_by=user.actor,
    )
    session.add(row)
    session.flush()
    _write(session, user, consultation, batch, entries, row)
    row.rows = row.accepted + row.repeated + row.unusable
    details = {"rows": row.rows, "accepted": row.accepted, "repeated": row.repeated, "unusable": row.unusable,
               "channel": batch.channel.value, "file": batch.digest}  # fmt: skip
    record(session, user.actor, "intake.saved", f"intake_batch:{row.id}", details)
    return row


def _write(
    session: Session,
    user: User,
    consultation: Consultation,
    batch: Batch,
    entries: Sequence[Entry],
    row: IntakeBatch,
) -> None:
    key, clauses = secret(session, "person"), _clauses(session, consultation)
    keys = _keys(consultation, batch, entries)
    known = _known(session, keys)
    left_out: list[dict[str, Any]] = []
    for entry, mark in zip(entries, keys, strict=True):
        if not entry.text.strip() and not entry.proposed.strip():
            left_out.append({"source": entry.source, "reason": "没有意见内容", "text": ""})
            row.unusable += 1
        elif mark in known:
            left_out.append({"source": entry.source, "reason": _REPEATED, "text": (entry.text or entry.proposed)[:200]})
            row.repeated += 1
        else:
            known.add(mark)
            comment = _comment(consultation, batch, entry, user, clauses)
            comment.idempotency_key, comment.batch_id = mark, row.id
            comment.receipt_hash = receipt_hash(make_receipt(key, mark))
            session.add(comment)
            session.flush()
            keep_contact(session, comment, name=entry.author[:40], phone=entry.phone)
            if not comment.person_key and entry.person:
                comment.person_key = keyed_hash(key, "intake", entry.person)[:32]
            row.accepted += 1
    row.problems = [*row.problems, *left_out][:_PROBLEMS]


def _keys(consultation: Consultation, batch: Batch, entries: Sequence[Entry]) -> list[str]:
    """What makes an entry the same one: who said what; where nobody is known, also the file and which of several alike."""
    seen: Counter[str] = Counter()
    keys = []
    for entry in entries:
        text = "".join((entry.text + entry.proposed).split())
        who = (
            [entry.person or entry.phone, ""] if entry.person or entry.phone else ["", f"{batch.name}|{entry.received}"]
        )
        parts = [consultation.id, batch.link.id if batch.link else 0, *who, text, sorted(entry.eids)]
        base = sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
        number = 0 if who[0] else seen[base]  # the same words of many unknown people are many opinions
        seen[base] += 1
        keys.append(sha256(f"intake/{base}/{number}".encode()).hexdigest())
    return keys


def _known(session: Session, keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        found.update(session.scalars(select(Comment.idempotency_key).where(Comment.idempotency_key.in_(part))))
    return found


def _clauses(session: Session, consultation: Consultation) -> dict[str, ClauseRow]:
    rows = session.scalars(select(ClauseRow).where(ClauseRow.version_id == consultation.version_id))
    return {row.eid: row for row in rows if row.root_eid}


def _comment(
    consultation: Consultation, batch: Batch, entry: Entry, user: User, clauses: Mapping[str, ClauseRow]
) -> Comment:
    moment = utc_now()
    comment = Comment(
        consultation_id=consultation.id,
        version_id=consultation.version_id or 0,
        channel=entry.channel or batch.channel,
        received_at=min(entry.received or moment, moment),
        entered_by=user.actor,
        station_link_id=batch.link.id if batch.link else None,
        speaker=entry.speaker,
        deputy=(entry.deputy or (batch.link.deputy if batch.link else ""))[:40],
        title=entry.title[:200],
        text=entry.text.replace("\x00", "").strip()[:_TEXT],
        reason=entry.reason.replace("\x00", "")[:_TEXT],
        demand=entry.proposed.replace("\x00", "")[:_TEXT],
        stance=entry.stance,
        identity=entry.identity,
        region=entry.region[:60],
        consent_public=entry.consent_public,
        source=entry.source[:300],
        sealed_original=any(scan.sealed for scan in batch.scans),
    )
    comment.targets = [_target(comment.version_id, eid, clauses.get(eid), user) for eid in dict.fromkeys(entry.eids)
                       if eid in clauses or eid in GENERAL]  # fmt: skip
    comment.wordings = _wordings(comment.version_id, entry, clauses)
    comment.attachments = [
        Attachment(digest=s.digest, name=s.name, media_type=s.media_type, size=s.size, original=True, sealed=s.sealed)
        for s in batch.scans
    ]
    return comment


def _target(version_id: int, eid: str, row: ClauseRow | None, user: User) -> Target:
    return Target(
        version_id=version_id,
        eid=eid,
        root_eid=(row.root_eid if row else eid) or eid,
        clause_uid=row.uid if row else "",
        label=row.label if row else eid,
        chosen_by=ChosenBy.AUTHOR,
        approved_by=user.actor,
    )


def _wordings(version_id: int, entry: Entry, clauses: Mapping[str, ClauseRow]) -> list[WordingProposal]:
    row = clauses.get(entry.eids[0]) if entry.eids and entry.proposed.strip() else None
    if row is None:
        return []
    return [
        WordingProposal(
            version_id=version_id, clause_uid=row.uid, eid=row.eid, label=row.label, old_text=row.text,
            new_text=entry.proposed.strip()[:_TEXT],
        )
    ]  # fmt: skip


def find_batch(session: Session, consultation: Consultation, number: int) -> IntakeBatch:
    """The batch with this number; :class:`NotFound` E800."""
    found = session.get(IntakeBatch, number) if number < 1 << 62 else None
    if found is None or found.consultation_id != consultation.id:
        raise NotFound("E800")
    return found


def receipts_of(session: Session, user: User, batch: IntakeBatch) -> list[tuple[Comment, str]]:
    """The comments of a batch with the receipt codes to hand out; that ``user`` looked is noted in the audit log."""
    key = secret(session, "person")
    comments = session.scalars(select(Comment).where(Comment.batch_id == batch.id).order_by(Comment.id)).all()
    record(session, user.actor, "receipts.shown", f"intake_batch:{batch.id}", {"count": len(comments)})
    return [(comment, make_receipt(key, comment.idempotency_key)) for comment in comments]


def ledger_of(session: Session, consultation: Consultation) -> Ledger:
    """All that came in, by way and by batch, with the sums that must hold."""
    own = Comment.consultation_id == consultation.id
    counted = session.execute(
        select(Comment.channel, Comment.state, func.count()).where(own).group_by(Comment.channel, Comment.state)
    )
    counts: dict[Channel, dict[CommentState, int]] = {}
    for channel, state, count in counted:
        counts.setdefault(channel, {})[state] = count
    channels = [
        ChannelCount(channel, by.get(CommentState.RECEIVED, 0), by.get(CommentState.WITHDRAWN, 0))
        for channel in Channel
        if (by := counts.get(channel))
    ]
    batches = session.scalars(
        select(IntakeBatch).where(IntakeBatch.consultation_id == consultation.id).order_by(IntakeBatch.id.desc())
    ).all()
    total = session.scalar(select(func.count()).where(own)) or 0
    entered = session.scalar(select(func.count()).where(own, Comment.batch_id.is_not(None))) or 0
    return Ledger(channels, batches, total - entered, entered, total)
