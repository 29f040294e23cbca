"""Files of the exchange as people carry them: everything for a peer in one zip, and what came taken by a job that tells each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.background import Job, Work, enqueue, task
from consult_web.errors import Refused
from consult_web.filings.exchange import export_messages, import_message
from consult_web.filings.submitting import Uploaded
from consult_web.filings.suggestions_models import ExchangePeer
from consult_web.storage import FileStore
from lawcheck.errors import LawcheckError

__all__ = ["Carried", "ask_to_take", "carry_out", "taken_by"]

TASK: Final = "exchange"
_MOST_FILES: Final = 5000
_MOST_BYTES: Final = 500 << 20
_ENDING: Final = ".lcx"
_OUT_OF_ORDER: Final = "E978"


class Carried(NamedTuple):
    """What became of one file: the kind of message and its case here, or the code and details of the reason."""

    name: str
    kind: str = ""
    filing: int | None = None
    repeated: bool = False
    code: str = ""
    details: dict[str, str] = {}  # noqa: RUF012  (never changed)


def carry_out(
    session: Session, files: FileStore, peer: ExchangePeer, user: User, own: Collection[int]
) -> tuple[int, bytes]:
    """How many messages wait for ``peer`` about cases of ``own``, and all of them as one zip."""
    made = export_messages(session, files, peer, user, own)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:  # the messages are compressed already
        for name, data in made:
            archive.writestr(name, data)
    return len(made), buffer.getvalue()


def ask_to_take(session: Session, user: User, sent: Sequence[Uploaded]) -> int:
    """Have uploaded files taken in the background; the job. :class:`Refused` E988 when nothing was sent."""
    if not sent:
        raise Refused("E988")
    subject = f"exchange:{user.organisation_id}"
    payload = {"files": [[one.name, one.digest] for one in sent]}
    job = enqueue(session, TASK, payload, subject=subject, actor=user.actor)
    record(session, user.actor, "exchange.brought", subject, {"files": len(sent)})
    return job or 0


def taken_by(session: Session, organisation_id: int, most: int = 10) -> list[Job]:
    """The newest jobs of an organisation that took files; ``job.result["taken"]`` holds rows of :class:`Carried`."""
    query = select(Job).where(Job.kind == TASK, Job.subject == f"exchange:{organisation_id}")
    return list(session.scalars(query.order_by(Job.id.desc()).limit(most)))


@task(TASK)
def _take(work: Work) -> dict[str, Any]:
    """Messages in the order of their names; what came before its turn is tried again after the others."""
    waiting = [one for name, digest in sorted(work.payload["files"]) for one in _opened(work.files, name, digest)]
    told: dict[str, Carried] = {}
    total, before = len(waiting), -1
    while waiting and len(waiting) != before:
        before, late = len(waiting), []
        for name, data in waiting:
            work.progress(len(told), total)
            told[name] = _taken(work, name, data)
            late += [(name, data)] if told[name].code == _OUT_OF_ORDER else []
        waiting = late
    work.progress(total, total)
    return {"taken": [list(one) for one in sorted(told.values())]}


def _opened(files: FileStore, name: str, digest: str) -> Iterator[tuple[str, bytes]]:
    """The messages in an uploaded file: itself, or those in a zip of them."""
    data = files.read(digest)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = sorted((one for one in archive.infolist() if one.filename.endswith(_ENDING)), key=_name)
            few = len(inside) <= _MOST_FILES and sum(one.file_size for one in inside) <= _MOST_BYTES
            found = [(f"{name}/{one.filename}", archive.read(one)) for one in inside] if few else []
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        found = []
    yield from found or [(name, data)]


def _name(entry: zipfile.ZipInfo) -> str:
    return entry.filename


def _taken(work: Work, name: str, data: bytes) -> Carried:
    try:
        taken = import_message(work.database, work.files, data)
    except LawcheckError as error:
        return Carried(name, code=error.code, details={key: str(value) for key, value in error.details.items()})
    return Carried(name, taken.kind, taken.filing_id, taken.repeated)
