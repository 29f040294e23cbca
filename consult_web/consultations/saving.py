"""Opinions that are not sent yet, kept sealed for the browser that holds the token."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Any, Final

from sqlalchemy import Executable, bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult_web.consultations.comments_models import SavedDraft
from consult_web.consultations.opinions import Opinion, Sender, opinion_from, pack_opinion, sender_from
from consult_web.storage import database_of, note_loose, utc_now

__all__ = ["Basket", "load_basket", "save_basket", "take_basket"]

_ROW: Final = {"synchronize_session": False}  # nothing in the session is looked at again
_KEPT: Final = timedelta(days=60)  # a consultation lasts about thirty days, often prolonged once


_HERE: Final = SavedDraft.token_hash == bindparam("place")
_LOOK: Final = select(SavedDraft.sealed, SavedDraft.expires_at).where(_HERE)
_TAKE: Final = delete(SavedDraft).where(_HERE).returning(SavedDraft.sealed, SavedDraft.expires_at)


@dataclass(frozen=True, slots=True)
class Basket:
    """What a person has written and not sent: finished opinions by an id, what is being typed by clause, the options
    chosen, the sender. ``key`` makes a repeated submission the same one."""

    opinions: dict[str, Opinion] = field(default_factory=dict)
    typing: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: tuple[int, ...] = ()
    sender: Sender = field(default_factory=Sender)
    key: str = field(default_factory=lambda: token_hex(20))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self.opinions and not self.answers

    def with_opinion(self, opinion: Opinion, place: str = "") -> Basket:
        """This basket with one more opinion, or that at ``place`` replaced.

        >>> list(Basket().with_opinion(Opinion("甲"), "a").with_opinion(Opinion("乙"), "a").opinions.values())[0].text
        '乙'
        """
        return replace(self, opinions={**self.opinions, place or token_hex(6): opinion})

    def without(self, place: str) -> Basket:
        """This basket without the opinion at ``place``."""
        return replace(self, opinions={name: one for name, one in self.opinions.items() if name != place})


def load_basket(session: Session, token: str, consultation_id: int) -> Basket:
    """What the holder of ``token`` has not sent; a fresh basket when there is none."""
    return _found(session, _LOOK, token, consultation_id)


def take_basket(session: Session, token: str, consultation_id: int) -> Basket:
    """As :func:`load_basket`, and kept no longer: who sends the same form at the same moment waits, and then finds nothing.
    It is there again when the transaction is rolled back."""
    return _found(session, _TAKE, token, consultation_id)


def _found(session: Session, how: Executable, token: str, consultation_id: int) -> Basket:
    row = session.connection().execute(how, {"place": _hash(token, consultation_id)}).first() if token else None
    if row is None or row.expires_at < utc_now():
        return Basket()
    kept = json.loads(database_of(session).keys.unseal(row.sealed))
    opinions = {place: opinion_from(one) for place, one in kept["opinions"].items()}
    return Basket(opinions, kept["typing"], tuple(kept["answers"]), sender_from(kept["sender"]), kept["key"])


def save_basket(session: Session, token: str, consultation_id: int, basket: Basket) -> None:
    """Keep ``basket`` for two months, and with it the pictures that it names."""
    note_loose(session, _pictures(basket))
    kept = {
        "opinions": {place: pack_opinion(one) for place, one in basket.opinions.items()},
        "typing": basket.typing,
        "answers": list(basket.answers),
        "sender": {name: getattr(basket.sender, name) for name in Sender.__slots__},
        "key": basket.key,
    }
    now = utc_now()
    values = {
        "consultation_id": consultation_id,
        "sealed": database_of(session).keys.seal(json.dumps(kept, ensure_ascii=False)),
        "updated_at": now,
        "expires_at": now + _KEPT,
    }
    place = _hash(token, consultation_id)
    held = update(SavedDraft).where(SavedDraft.token_hash == place).values(values).returning(SavedDraft.token_hash)
    if session.execute(held, execution_options=_ROW).first():
        return
    try:
        with session.begin_nested():
            session.add(SavedDraft(token_hash=place, **values))
    except IntegrityError:  # two pages of one browser at the same moment: the later one counts
        session.execute(held, execution_options=_ROW)


def _pictures(basket: Basket) -> Iterator[str]:
    for opinion in basket.opinions.values():
        yield from (image.digest for image in opinion.images)
    for typed in basket.typing.values():
        yield from (image["digest"] for image in typed.get("images", ()))


def _hash(token: str, consultation_id: int) -> str:
    return sha256(f"{token}/{consultation_id}".encode()).hexdigest()
