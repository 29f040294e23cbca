"""What a person writes, before it is a comment: cleaned, checked, kept as JSON while it is not sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from consult_web.consultations.terms import CommentKind, Identity
from consult_web.errors import Refused, SiteError
from lawcheck.comments import Stance

__all__ = [
    "LIMITS",
    "MOST_IMAGES",
    "Image",
    "Opinion",
    "Sender",
    "clean",
    "faults_of",
    "opinion_from",
    "pack_opinion",
    "sender_from",
]

LIMITS: Final[Mapping[str, int]] = {
    "text": 2000,
    "title": 50,
    "reason": 2000,
    "facts": 2000,
    "demand": 2000,
    "new_text": 6000,
    "quote": 600,
}
"""Characters at most (domain.md 4.4 for text and title)."""
MOST_IMAGES: Final = 5
_SENDER_LIMITS: Final[Mapping[str, int]] = {
    "region": 60,
    "group": 60,
    "name": 40,
    "phone": 30,
    "email": 120,
    "deputy": 40,
}
# Control characters (PostgreSQL takes no NUL), marks that turn the direction of writing, halves of pairs.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()－-]{5,24}")
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that was taken in: its name in the file store, bytes, width and height in pixels."""

    digest: str
    name: str
    media_type: str
    size: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion. ``targets`` are eIds, 全文 or 新增条款, none for 不确定; ``quote`` words of the first target, at ``start`` of
    its text (-1: wherever they stand first); ``new_text`` the first target's whole text as the person would have it."""

    text: str = ""
    stance: Stance | None = None
    targets: tuple[str, ...] = ()
    quote: str = ""
    start: int = -1
    new_text: str = ""
    title: str = ""
    reason: str = ""
    facts: str = ""
    demand: str = ""
    kinds: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    consent_public: bool = False
    version_id: int = 0


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: all optional, the contact kept apart from the opinion."""

    identity: Identity | None = None
    region: str = ""
    group: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    deputy: str = ""
    station: str = ""
    language: str = field(default="zh")

    @property
    def reachable(self) -> bool:
        """Whether a reply can be sent."""
        return bool(self.phone or self.email)


def clean(text: str) -> str:
    """``text`` without characters that nobody sees, line ends as \\n, no blanks at its ends.

    >>> clean(" 好\\x00的\\r\\n ")
    '好的'
    """
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def opinion_from(found: Mapping[str, Any]) -> Opinion:
    """An opinion from JSON or form values; what is not known is left out, never an error.

    >>> opinion_from({"text": "太高", "stance": "反对", "targets": ["art_1"], "odd": 1}).stance
    <Stance.OPPOSE: '反对'>
    """
    texts = {name: clean(str(found.get(name) or "")) for name in LIMITS}
    start = str(found.get("start", -1))
    return Opinion(
        **texts,
        stance=_member(Stance, found.get("stance")),
        targets=tuple(dict.fromkeys(clean(str(target))[:200] for target in found.get("targets") or () if target)),
        start=int(start) if re.fullmatch(r"[0-9]{1,6}", start) else -1,
        kinds=tuple(kind for kind in found.get("kinds") or () if _member(CommentKind, kind)),
        images=tuple(Image(**image) for image in found.get("images") or ()),
        consent_public=bool(found.get("consent_public")),
        version_id=int(found.get("version_id") or 0),
    )


def pack_opinion(opinion: Opinion) -> dict[str, Any]:
    """The JSON that :func:`opinion_from` reads.

    >>> import json
    >>> opinion_from(json.loads(json.dumps(pack_opinion(Opinion("甲", Stance.SUPPORT))))) == Opinion("甲", Stance.SUPPORT)
    True
    """
    return asdict(opinion)


def sender_from(found: Mapping[str, Any]) -> Sender:
    """A sender from JSON or form values.

    >>> sender_from({"identity": "个人", "phone": "154 0000 0000"}).reachable
    True
    """
    names = {one.name for one in fields(Sender)} - {"identity"}
    texts: dict[str, Any] = {name: clean(str(found.get(name) or "")).replace("\n", " ")[:2000] for name in names}
    texts["language"] = texts["language"] or "zh"
    return Sender(identity=_member(Identity, found.get("identity")), **texts)


def faults_of(value: Opinion | Sender) -> dict[str, SiteError]:
    """What cannot be taken as it is, by field; empty when all is well.

    >>> [str(fault.code) for fault in faults_of(Opinion()).values()]
    ['E861']
    """
    limits = LIMITS if isinstance(value, Opinion) else _SENDER_LIMITS
    found: dict[str, SiteError] = {}
    for name, limit in limits.items():
        if len(getattr(value, name)) > limit:
            found[name] = Refused("E862", limit=limit, count=len(getattr(value, name)))
    if isinstance(value, Sender):
        return found | _contact_faults(value)
    if not value.text and not value.new_text:
        found["text"] = Refused("E861")
    if len(value.images) > MOST_IMAGES:
        found["images"] = Refused("E865", limit=MOST_IMAGES)
    return found


def _contact_faults(sender: Sender) -> dict[str, SiteError]:
    found: dict[str, SiteError] = {}
    if sender.phone and not _NUMBER.fullmatch(sender.phone):
        found["phone"] = Refused("E951")
    if sender.email and not _EMAIL.fullmatch(sender.email):
        found["email"] = Refused("E952")
    return found


def _member(kind: type[Any], value: object) -> Any:
    """The member with this value, None for any other."""
    return next((member for member in kind if member.value == value), None)
