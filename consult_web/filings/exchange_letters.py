"""Which letters of a case go to another installation: those sent to its body, with their step or, once that went, after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.filings.cases_models import Filing, FilingEvent, Letter
from consult_web.filings.exchange_files import open_message
from consult_web.filings.suggestions_models import ExchangeMessage, ExchangePeer
from consult_web.filings.terms import Direction, LetterState
from consult_web.storage import FileStore

__all__ = ["LATE", "late_letters", "letter_entry", "letter_file_name", "letters_with"]

LATE: Final = ""
"""The event of a message that brings letters of a step told before: none."""
_GONE: Final = (LetterState.SENT, LetterState.DELIVERED)
_MARK: Final = "letter-"


def letters_with(filing: Filing, event: FilingEvent) -> list[Letter]:
    """The letters that a step sends to the filer. Those to committees and to other bodies stay in the house, and a draft
    is nobody's but the house's."""
    return [one for one in _sent_to_filer(filing) if one.event_number == event.number]


def late_letters(session: Session, files: FileStore, peer: ExchangePeer, filing: Filing) -> list[Letter]:
    """The letters that ``peer`` was not told, though no step is left to bring them."""
    own = [one for one in _sent_to_filer(filing) if not one.created_by.startswith("peer:")]
    if not own or filing.filer_id != peer.organisation_id:
        return []
    told = _told(session, files, peer, filing)
    return [one for one in own if (letter_file_name(one), _digest(one)) not in told]


def letter_entry(letter: Letter) -> dict[str, Any]:
    """How a message names a letter."""
    named = {"template": letter.template, "title": letter.title, "number": letter.number}
    return {**named, "file": letter_file_name(letter)}


def letter_file_name(letter: Letter) -> str:
    """The name of its file in a message.

    >>> letter_file_name(Letter(id=7))
    'letter-7.docx'
    """
    return f"{_MARK}{letter.id}.docx"


def _sent_to_filer(filing: Filing) -> Iterator[Letter]:
    return (one for one in filing.letters if one.recipient_id == filing.filer_id and one.state in _GONE)


def _digest(letter: Letter) -> str:
    return letter.edited_digest or letter.docx_digest


def _told(session: Session, files: FileStore, peer: ExchangePeer, filing: Filing) -> set[tuple[str, str]]:
    """Name and digest of every letter in the messages made for the peer about this case."""
    query = select(ExchangeMessage.digest).where(
        ExchangeMessage.peer_id == peer.id,
        ExchangeMessage.filing_id == filing.id,
        ExchangeMessage.direction == Direction.OUT,
        ExchangeMessage.kind.in_(("letter", "opinion")),
    )
    return {entry for digest in session.scalars(query) for entry in _letters_in(open_message(files.read(digest)).files)}


def _letters_in(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    return ((name, sha256(data).hexdigest()) for name, data in files.items() if name.startswith(_MARK))
