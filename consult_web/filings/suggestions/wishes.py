"""What a suggestion says (domain.md 2.5), and what is wrong with it, before it becomes a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from consult_web.errors import Refused, SiteError
from consult_web.filings.terms import Proposer, SuggestionChannel

__all__ = ["LIMITS", "MOST_FILES", "KeptFile", "Wish", "faults_of_wish"]

LIMITS: Final = {
    "document_title": 200,
    "clause": 200,
    "matter": 1000,
    "reasons": 10_000,
    "higher_law": 500,
    "maker": 100,
    "document_no": 60,
    "lawsuit": 200,
    "name": 60,
    "phone": 40,
    "email": 120,
    "address": 200,
    "requester": 100,
}
"""Most characters of each field."""
MOST_FILES: Final = 5
_REQUIRED: Final = ("document_title", "clause", "matter", "reasons", "name")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class KeptFile(NamedTuple):
    """An attachment that is in the file store already."""

    digest: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Wish:
    """A suggestion as it was written; ``received_on`` None: today. ``requester`` names the organ of a 审查要求."""

    receiver_id: int = 0
    document_id: int | None = None
    document_title: str = ""
    maker: str = ""
    document_no: str = ""
    clause: str = ""
    matter: str = ""
    reasons: str = ""
    higher_law: str = ""
    lawsuit: str = ""
    proposer_kind: Proposer | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    consent_public: bool = False
    channel: SuggestionChannel = SuggestionChannel.PLATFORM
    received_on: date | None = None
    requester: str = ""
    files: tuple[KeptFile, ...] = ()


def faults_of_wish(wish: Wish) -> dict[str, SiteError]:
    """What has to be mended, by field; nothing: it can be sent.

    >>> sorted(faults_of_wish(Wish(document_title="某办法", clause="第三条", matter="甲", reasons="乙", name="丙")))
    ['phone', 'receiver_id']
    """
    faults: dict[str, SiteError] = {name: Refused("E960") for name in _REQUIRED if not getattr(wish, name)}
    if wish.document_id is not None:  # the registry knows its title
        faults.pop("document_title", None)
    for name, limit in LIMITS.items():
        if (count := len(getattr(wish, name))) > limit:
            faults[name] = Refused("E961", limit=limit, count=count)
    if not (wish.phone or wish.email or wish.address):
        faults["phone"] = Refused("E962")
    if wish.email and not _EMAIL.fullmatch(wish.email):
        faults["email"] = Refused("E963")
    if not wish.receiver_id:
        faults["receiver_id"] = Refused("E965")
    if len(wish.files) > MOST_FILES:
        faults["files"] = Refused("E967", limit=MOST_FILES)
    return faults
