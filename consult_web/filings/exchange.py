"""上下贯通: two installations keep the same cases without a common database, by signed files that each makes of its own steps.

Whoever takes a step tells the other side: the filer its packages, the receiver its letters, opinions and decisions. The other
side takes the same step with the same facts through the same machine, and acknowledges it.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from hashlib import sha256
from secrets import token_bytes
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from consult_web.accounts import Organisation, User
from consult_web.audit import record
from consult_web.errors import Refused
from consult_web.filings.cases_models import Filing, FilingEvent, FilingUpload, Letter
from consult_web.filings.casework import apply_event
from consult_web.filings.exchange_files import (
    Identity,
    Message,
    Opened,
    check_signature,
    name_of,
    open_message,
    pack_message,
)
from consult_web.filings.exchange_letters import LATE, late_letters, letter_entry, letter_file_name, letters_with
from consult_web.filings.letters import letter_file
from consult_web.filings.submitting import prepare_filing
from consult_web.filings.suggestions_models import ExchangeMessage, ExchangePeer
from consult_web.filings.terms import Direction, ExchangeState, LetterState
from consult_web.storage import Database, FileStore, Secret, database_of, utc_now
from lawcheck.errors import LawcheckError
from lawcheck.procedure import jurisdiction_at, open_findings, read_findings

__all__ = ["Counts", "Taken", "add_peer", "counts_with", "export_messages", "identity_of", "import_message"]

ACKNOWLEDGEMENT: Final = "acknowledgement"
_KEY: Final = "exchange"
_PACKAGES: Final = ("published", "submitted", "resubmitted")
_OPINIONS: Final = ("opinion_issued", "committee_opinion")
_COLUMNS: Final = ("title", "kind", "maker", "territory", "document_no", "published", "submitted_on", "used_days", "late",
                   "round", "review_kind", "register_number", "registered_on", "receipt_number", "means", "outcome")  # fmt: skip
"""What the side that took a step tells of the case; the other side keeps the same."""
_DAYS: Final = ("published", "submitted_on", "registered_on")


class Taken(NamedTuple):
    """A message that was taken: its kind, the filing here, and whether it had been taken before (then nothing was done)."""

    kind: str
    filing_id: int | None
    repeated: bool


class Counts(NamedTuple):
    """What went between us and a peer: sent, acknowledged, taken, and how many cases stand in which state."""

    sent: int
    acknowledged: int
    taken: int
    cases: dict[str, int]


def identity_of(session: Session) -> Identity:
    """The key of this installation; made at the first use, sealed by the data keys."""
    row, keys = session.get(Secret, _KEY), database_of(session).keys
    if row is None:
        row = Secret(name=_KEY, sealed=keys.seal(base64.b64encode(token_bytes(32)).decode()))
        session.add(row)
        session.flush()
    return Identity(base64.b64decode(keys.unseal(row.sealed)))


def add_peer(
    session: Session, actor: User | str, *, name: str, public_key: str, organisation: Organisation
) -> ExchangePeer:
    """Make another installation known by its public key (which people compare by telephone); ``organisation`` is whom it
    stands for here. :class:`Refused` E979 for what is no key, E989 for our own or one that is known."""
    installation = name_of(public_key)
    known = select(ExchangePeer.id).where(ExchangePeer.installation == installation)
    if installation == identity_of(session).name or session.scalar(known):
        raise Refused("E989", name=installation)
    peer = ExchangePeer(installation=installation, name=name, organisation_id=organisation.id, public_key=public_key)
    session.add(peer)
    session.flush()
    who = actor if isinstance(actor, str) else actor.actor
    record(session, who, "peer.added", f"peer:{peer.id}", {"installation": peer.installation})
    return peer


def export_messages(
    session: Session,
    files: FileStore,
    peer: ExchangePeer,
    actor: User | str = "program",
    own: Collection[int] | None = None,
) -> list[tuple[str, bytes]]:
    """File names and contents of all that ``peer`` was not told yet, in the order in which it is to be taken; what was made
    before and not acknowledged is made again, the same bytes. The caller commits and carries them over.

    ``own``: only cases of these organisations, which is what a person who carries the files may see.
    """
    identity = identity_of(session)
    for filing in session.scalars(_shared(peer, own)):
        for event in filing.events:
            if not event.actor.startswith("peer:") and not _sent(session, peer, filing, event.number):
                _write(session, files, identity, peer, _message(session, files, identity, peer, filing, event), filing)
        for letter in late_letters(session, files, peer, filing):
            _write(session, files, identity, peer, _late(session, files, identity, peer, filing, letter), filing)
    waiting = select(ExchangeMessage).where(
        ExchangeMessage.peer_id == peer.id,
        ExchangeMessage.direction == Direction.OUT,
        ExchangeMessage.state.in_((ExchangeState.WAITING, ExchangeState.SENT)),
        *_about(peer, own),
    )
    made = []
    for number, row in enumerate(session.scalars(waiting.order_by(ExchangeMessage.id)), 1):
        once = row.kind == ACKNOWLEDGEMENT  # an acknowledgement is not acknowledged
        row.state = ExchangeState.ACKNOWLEDGED if once else ExchangeState.SENT
        made.append((f"{number:05}-{row.kind}-{row.message_id[:12]}.lcx", files.read(row.digest)))
    who = actor if isinstance(actor, str) else actor.actor
    record(session, who, "exchange.exported", f"peer:{peer.id}", {"messages": len(made)})
    return made


def import_message(database: Database, files: FileStore, data: bytes) -> Taken:
    """Take a file from another installation. :class:`Refused`: E979 no exchange file, E976 files changed, E973 not for us, E974
    sender unknown, E975 signature, E978 out of order, E983 a step that the machine does not take. Nothing is kept of those.
    The same message again does nothing (``repeated``); another one with its name is refused (E977)."""
    opened = open_message(data)
    kept = files.add_bytes(data)
    with database.saving() as session:
        peer = _checked(session, opened)
        earlier = _known(session, peer, opened.message.message)
        if earlier is not None and earlier.digest != kept.digest:
            raise Refused("E977", day=earlier.created_at.date())
        if earlier is not None and earlier.state is ExchangeState.TAKEN:
            return Taken(earlier.kind, earlier.filing_id, True)
        if opened.message.kind == ACKNOWLEDGEMENT:
            return _acknowledged(session, peer, opened, kept.digest, len(data))
        if opened.message.body.get("event") == LATE:
            return _taken_late(session, files, peer, opened, kept.digest, len(data))
        row = earlier or _received(session, files, peer, opened, kept.digest, len(data))
        filing_id, number = row.filing_id or 0, row.id
    if (
        opened.message.body["event"] in _PACKAGES and opened.files
    ):  # read and checked here, whatever the other side made of it
        prepare_filing(database, files, filing_id)
    with database.saving() as session:
        _step(session, files, session.get_one(ExchangeMessage, number), opened)
    return Taken(opened.message.kind, filing_id, False)


def counts_with(session: Session, peer: ExchangePeer, own: Collection[int] | None = None) -> Counts:
    """The figures that must be the same on both sides (sent here = taken there, cases by state); ``own`` as in
    :func:`export_messages`."""
    query = select(ExchangeMessage).where(ExchangeMessage.peer_id == peer.id, *_about(peer, own))
    rows = session.scalars(query).all()
    steps = [row for row in rows if row.kind != ACKNOWLEDGEMENT]
    out = [row for row in steps if row.direction is Direction.OUT]
    cases: dict[str, int] = {}
    for filing in session.scalars(_shared(peer, own)):
        cases[filing.state] = cases.get(filing.state, 0) + 1
    return Counts(
        len(out),
        sum(row.state is ExchangeState.ACKNOWLEDGED for row in out),
        sum(row.direction is Direction.IN and row.state is ExchangeState.TAKEN for row in steps),
        dict(sorted(cases.items())),
    )


def _shared(peer: ExchangePeer, own: Collection[int] | None) -> Any:
    """Cases that the peer's organisation sends or receives (from or to one of ``own``), and that were sent."""
    theirs = or_(Filing.receiver_id == peer.organisation_id, Filing.filer_id == peer.organisation_id)
    ours = [] if own is None else [or_(Filing.receiver_id.in_(own), Filing.filer_id.in_(own))]
    return select(Filing).where(theirs, Filing.state != "start", *ours).order_by(Filing.id)


def _about(peer: ExchangePeer, own: Collection[int] | None) -> list[ColumnElement[bool]]:
    """The condition for messages about such cases."""
    return [] if own is None else [ExchangeMessage.filing_id.in_(_shared(peer, own).with_only_columns(Filing.id))]


def _case(session: Session, identity: Identity, filing: Filing) -> str:
    """How both sides name a case: by the installation where it began."""
    query = select(ExchangeMessage.subject).where(
        ExchangeMessage.filing_id == filing.id, ExchangeMessage.direction == Direction.IN
    )
    told = session.scalar(query.order_by(ExchangeMessage.id).limit(1))
    return told or f"{identity.name}:{filing.id}"


def _sent(session: Session, peer: ExchangePeer, filing: Filing, number: int) -> bool:
    query = select(ExchangeMessage.details).where(
        ExchangeMessage.peer_id == peer.id,
        ExchangeMessage.filing_id == filing.id,
        ExchangeMessage.direction == Direction.OUT,
    )
    return any(details.get("number") == number for details in session.scalars(query))


def _message(
    session: Session, files: FileStore, identity: Identity, peer: ExchangePeer, filing: Filing, event: FilingEvent
) -> tuple[Message, dict[str, bytes]]:
    case = _case(session, identity, filing)
    carried = dict(_carried(session, files, filing, event))
    kind = (
        "package"
        if event.name in _PACKAGES
        else "opinion"
        if event.name in _OPINIONS
        else "letter"
        if carried
        else "step"
    )
    body = {
        "event": event.name,
        "day": event.day.isoformat(),
        "facts": event.facts,
        "role": event.role,
        "to": session.get_one(Organisation, filing.receiver_id).name,
        "case": {name: _plain(getattr(filing, name)) for name in _COLUMNS},
        "letters": [letter_entry(one) for one in letters_with(filing, event)],
    }
    name = sha256(f"{identity.name}/{case}/{event.number}".encode()).hexdigest()[:32]
    return Message(name, identity.name, peer.installation, kind, case, event.number, body), carried


def _late(
    session: Session, files: FileStore, identity: Identity, peer: ExchangePeer, filing: Filing, letter: Letter
) -> tuple[Message, dict[str, bytes]]:
    """A letter that was sent when its step had been told already, or that belongs to a step of the other side."""
    case = _case(session, identity, filing)
    body = {
        "event": LATE,
        "day": _plain(letter.sent_on),
        "about": letter.event_number,
        "letters": [letter_entry(letter)],
    }
    name = sha256(f"{identity.name}/{case}/{letter_file_name(letter)}".encode()).hexdigest()[:32]
    carried = {letter_file_name(letter): letter_file(files, letter)}
    return Message(name, identity.name, peer.installation, "letter", case, 0, body), carried


def _carried(session: Session, files: FileStore, filing: Filing, event: FilingEvent) -> Iterator[tuple[str, bytes]]:
    """The files of a step: the package as it was uploaded, or the letters that went with it."""
    if number := _round_of(filing, event):
        query = select(FilingUpload).where(FilingUpload.filing_id == filing.id, FilingUpload.round == number)
        for row in session.scalars(query.where(FilingUpload.dropped.is_(False)).order_by(FilingUpload.id)):
            yield f"{row.id:06}-{row.name}", files.read(row.digest)
    for letter in letters_with(filing, event):
        yield letter_file_name(letter), letter_file(files, letter)


def _round_of(filing: Filing, event: FilingEvent) -> int:
    """The sending whose package goes with a step, 0 for none: that of the first step of a sending, so that it can be read
    before the case stands where nothing is read any more."""
    if event.name not in _PACKAGES or (event.name == "submitted" and event.number > 1):
        return 0
    return 1 + sum(one.name == "resubmitted" for one in filing.events[: event.number])


def _write(
    session: Session,
    files: FileStore,
    identity: Identity,
    peer: ExchangePeer,
    made: tuple[Message, dict[str, bytes]],
    filing: Filing | None,
) -> None:
    message, carried = made
    data, signature = pack_message(identity, message, carried)
    stored = files.add_bytes(data)
    row = ExchangeMessage(
        peer_id=peer.id,
        direction=Direction.OUT,
        message_id=message.message,
        answers=message.answers,
        kind=message.kind,
        subject=message.case,
        filing_id=filing.id if filing else None,
        state=ExchangeState.WAITING,
        digest=stored.digest,
        size=stored.size,
        signature=signature,
        details={"number": message.number},
    )
    session.add(row)
    session.flush()


def _checked(session: Session, opened: Opened) -> ExchangePeer:
    """The peer that signed it for us."""
    own, message = identity_of(session), opened.message
    if message.recipient != own.name:
        raise Refused("E973", to=message.recipient[:40], own=own.name)
    peer = session.scalar(select(ExchangePeer).where(ExchangePeer.installation == message.sender, ExchangePeer.active))
    if peer is None:
        raise Refused("E974", sender=message.sender[:40])
    check_signature(opened, peer.public_key)
    return peer


def _known(session: Session, peer: ExchangePeer, name: str) -> ExchangeMessage | None:
    query = select(ExchangeMessage).where(ExchangeMessage.peer_id == peer.id, ExchangeMessage.message_id == name)
    return session.scalar(query.where(ExchangeMessage.direction == Direction.IN))


def _acknowledged(session: Session, peer: ExchangePeer, opened: Opened, digest: str, size: int) -> Taken:
    query = select(ExchangeMessage).where(
        ExchangeMessage.peer_id == peer.id,
        ExchangeMessage.direction == Direction.OUT,
        ExchangeMessage.message_id == opened.message.answers,
    )
    sent = session.scalar(query)
    if sent is None:
        raise Refused("E983", cause=opened.message.answers[:40])
    sent.state, sent.settled_at = ExchangeState.ACKNOWLEDGED, utc_now()
    row = _incoming(peer, opened, digest, size, sent.filing_id)
    row.state, row.settled_at = ExchangeState.TAKEN, utc_now()
    session.add(row)
    session.flush()
    return Taken(ACKNOWLEDGEMENT, sent.filing_id, False)


def _received(
    session: Session, files: FileStore, peer: ExchangePeer, opened: Opened, digest: str, size: int
) -> ExchangeMessage:
    """The row of a new message, with the filing that it begins or goes on with."""
    message = opened.message
    filing = _filing_of(session, peer, message) or _begun(session, peer, message)
    if message.number != len(filing.events) + 1:
        raise Refused("E978", number=message.number, wanted=len(filing.events) + 1)
    if message.body["event"] in _PACKAGES:
        _keep_uploads(session, files, peer, filing, opened)
    row = _incoming(peer, opened, digest, size, filing.id)
    session.add(row)
    session.flush()
    return row


def _incoming(peer: ExchangePeer, opened: Opened, digest: str, size: int, filing_id: int | None) -> ExchangeMessage:
    message = opened.message
    return ExchangeMessage(
        peer_id=peer.id,
        direction=Direction.IN,
        message_id=message.message,
        answers=message.answers,
        kind=message.kind,
        subject=message.case,
        filing_id=filing_id,
        state=ExchangeState.WAITING,
        digest=digest,
        size=size,
        signature=opened.signature,
        details={"number": message.number},
    )


def _filing_of(session: Session, peer: ExchangePeer, message: Message) -> Filing | None:
    query = select(ExchangeMessage.filing_id).where(
        ExchangeMessage.peer_id == peer.id,
        ExchangeMessage.subject == message.case,
        ExchangeMessage.filing_id.is_not(None),
    )
    number = session.scalar(query.limit(1))
    return session.get(Filing, number) if number else None


def _begun(session: Session, peer: ExchangePeer, message: Message) -> Filing:
    """A new case: only its filer's installation begins one, with a package."""
    if message.body.get("event") not in _PACKAGES or not message.case.startswith(f"{peer.installation}:"):
        raise Refused("E978", number=message.number, wanted=1)
    receiver = _receiver(session, peer, str(message.body.get("to", "")))
    filing = Filing(
        filer_id=peer.organisation_id,
        receiver_id=receiver.id,
        jurisdiction=jurisdiction_at(receiver.territory).id,
        created_by=f"peer:{peer.installation}",
    )
    session.add(filing)
    session.flush()
    return filing


def _step(session: Session, files: FileStore, row: ExchangeMessage, opened: Opened) -> None:
    """Take the step that the message tells, keep its letters, and answer that it was taken."""
    peer, body = session.get_one(ExchangePeer, row.peer_id), opened.message.body
    filing = session.get_one(Filing, row.filing_id)
    for name in _COLUMNS:
        value = body["case"].get(name)
        setattr(filing, name, date.fromisoformat(value) if value and name in _DAYS else value)
    try:
        actor = f"peer:{peer.installation}"
        apply_event(session, filing, body["event"], actor, _facts(body), day=date.fromisoformat(body["day"]))
    except (LawcheckError, ValueError) as error:
        raise Refused("E983", cause=error) from error
    for told in body["letters"]:
        _keep_letter(session, files, peer, filing, told, opened, opened.message.number)
    _answer(session, files, peer, row)


def _facts(body: Mapping[str, Any]) -> dict[str, Any]:
    """What the other side was told with its step. An older program there did not ask why a review ends without fault
    over open findings; the step was taken all the same.

    >>> left = [{"id": "A03 第八条", "severity": "suspected"}]
    >>> _facts({"event": "closed_without_fault", "facts": {"findings": left}})["despite"]
    '对方系统办理时没有要求写明'
    >>> _facts({"event": "closed_without_fault", "facts": {"findings": []}})
    {'findings': []}
    """
    facts: dict[str, Any] = dict(body["facts"])
    if body["event"] == "closed_without_fault" and open_findings(read_findings(facts.get("findings")) or ()):
        facts.setdefault("despite", "对方系统办理时没有要求写明")
    return facts


def _taken_late(
    session: Session, files: FileStore, peer: ExchangePeer, opened: Opened, digest: str, size: int
) -> Taken:
    """Keep letters of a step that was told before; only whoever received the case sends such."""
    message = opened.message
    filing, about = _filing_of(session, peer, message), message.body.get("about")
    step = about if isinstance(about, int) else 0
    if filing is None or filing.receiver_id != peer.organisation_id or step > len(filing.events):
        raise Refused("E978", number=step, wanted=len(filing.events) + 1 if filing else 1)
    row = _incoming(peer, opened, digest, size, filing.id)
    session.add(row)
    session.flush()
    for told in message.body["letters"]:
        _keep_letter(session, files, peer, filing, told, opened, step or None)
    _answer(session, files, peer, row)
    return Taken(message.kind, filing.id, False)


def _answer(session: Session, files: FileStore, peer: ExchangePeer, row: ExchangeMessage) -> None:
    """The message was taken, and the other side is told so."""
    row.state, row.settled_at = ExchangeState.TAKEN, utc_now()
    identity = identity_of(session)
    name = sha256(f"{identity.name}/ack/{row.message_id}".encode()).hexdigest()[:32]
    answer = Message(name, identity.name, peer.installation, ACKNOWLEDGEMENT, row.subject, 0, {}, row.message_id)
    _write(session, files, identity, peer, (answer, {}), session.get(Filing, row.filing_id))


def _keep_uploads(session: Session, files: FileStore, peer: ExchangePeer, filing: Filing, opened: Opened) -> None:
    """The files of the package, as if they had been uploaded here."""
    for name, data in sorted(opened.files.items()):
        stored = files.add_bytes(data)
        row = FilingUpload(
            filing_id=filing.id,
            organisation_id=peer.organisation_id,
            round=filing.round + 1,
            digest=stored.digest,
            name=name.partition("-")[2] or name,
            size=stored.size,
            created_by=f"peer:{peer.installation}",
        )
        session.add(row)
    filing.details = {**filing.details, "case": opened.message.case}
    session.flush()


def _keep_letter(
    session: Session,
    files: FileStore,
    peer: ExchangePeer,
    filing: Filing,
    told: dict[str, Any],
    opened: Opened,
    about: int | None,
) -> None:
    data = opened.files.get(str(told.get("file")), b"")
    letter = Letter(
        filing_id=filing.id,
        event_number=about,
        sender_id=peer.organisation_id,
        recipient_id=filing.filer_id,
        template=str(told.get("template", "")),
        title=str(told.get("title", "")),
        number=str(told.get("number", "")),
        state=LetterState.DELIVERED,
        docx_digest=files.add_bytes(data).digest,
        sent_on=date.fromisoformat(opened.message.body["day"]),
        delivered_on=date.fromisoformat(opened.message.body["day"]),
        created_by=f"peer:{peer.installation}",
    )
    session.add(letter)
    session.flush()


def _receiver(session: Session, peer: ExchangePeer, name: str) -> Organisation:
    """The body here that the package is addressed to, by its name."""
    own = select(Organisation).where(Organisation.name == name, Organisation.id != peer.organisation_id)
    found = session.scalar(own)
    if found is None:
        raise Refused("E983", cause=name[:60])
    return found


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
