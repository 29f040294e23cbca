"""Does the chain hold? Reads the whole log in order, in constant memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.audit.events import START, AuditEvent, Head, event_hash

__all__ = ["Fault", "Verified", "verify"]

_BATCH: Final = 2000
_WORDS: Final = {
    "missing": "缺失",
    "changed": "被改动，或者与抄写的校验值不同",
    "unchained": "与前一条接不上",
    "cut": "抄写时有，现在没有",
}


class Fault(NamedTuple):
    """The first event that does not fit: ``missing``, ``changed``, ``unchained`` or ``cut`` (an end noted is not there)."""

    number: int
    what: str

    def words(self, lang: str = "zh") -> str:
        """What is wrong, for a person.

        >>> Fault(7, "cut").words(), Fault(7, "cut").words("en")
        ('抄写时有，现在没有', 'cut')
        """
        return self.what if lang == "en" else _WORDS[self.what]


class Verified(NamedTuple):
    """How many events fit, where the chain ends, and what is wrong (None: nothing)."""

    events: int
    head: Head
    fault: Fault | None


def verify(session: Session, noted: Iterable[Head] = ()) -> Verified:
    """Check every event; ``noted`` are ends written down earlier, which must still be in the chain."""
    wanted = {head.number: head.hash for head in noted}
    end = Head(0, START)
    query = select(AuditEvent).order_by(AuditEvent.number).execution_options(yield_per=_BATCH)
    for entry in session.scalars(query):
        fault = _fault(entry, end, wanted.pop(entry.number, entry.hash))
        if fault:
            return Verified(end.number, end, fault)
        end = Head(entry.number, entry.hash)
        session.expunge(entry)
    cut = min((number for number in wanted if number > 0), default=None)
    return Verified(end.number, end, None if cut is None else Fault(cut, "cut"))


def _fault(entry: AuditEvent, end: Head, noted: str) -> Fault | None:
    if entry.number != end.number + 1:
        return Fault(end.number + 1, "missing")
    if entry.before != end.hash:
        return Fault(entry.number, "unchained")
    if entry.hash != event_hash(entry) or entry.hash != noted:
        return Fault(entry.number, "changed")
    return None
