"""Where opinions are published in full, who publishes one must be confirmed (网络安全法: real identities; domain.md 4.4)."""

from __future__ import annotations

from collections.abc import Iterable

from consult_web.accounts import verified_person
from consult_web.consultations import Consultation, Opinion, Publication

__all__ = ["asks_identity", "lacks_identity"]


def asks_identity(consultation: Consultation) -> bool:
    """Whether an opinion of ``consultation`` may be published only of a person whom the provider confirmed."""
    return consultation.publication is Publication.FULL


def lacks_identity(consultation: Consultation, opinions: Iterable[Opinion]) -> bool:
    """Whether one of ``opinions`` is to be published and nobody is confirmed in this browser."""
    wanted = asks_identity(consultation) and any(opinion.consent_public for opinion in opinions)
    return wanted and not verified_person()
