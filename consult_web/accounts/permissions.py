"""What can be allowed, and which role is allowed what (``permissions.yaml``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from consult_web.accounts.models import Role

__all__ = ["Permission", "permissions_of", "role_permissions"]


class Permission(StrEnum):
    """A right, one or several of which a view asks for. The first two need no role."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    CONSULTATION_READ = "consultation.read"
    CONSULTATION_EDIT = "consultation.edit"
    CONSULTATION_PUBLISH = "consultation.publish"
    DISTRIBUTION_MANAGE = "distribution.manage"
    STATION_ENTER = "station.enter"
    COMMENT_READ = "comment.read"
    COMMENT_ENTER = "comment.enter"
    COMMENT_MODERATE = "comment.moderate"
    CONTACT_READ = "contact.read"
    REPLY_WRITE = "reply.write"
    DIGEST_READ = "digest.read"
    DISPOSITION_WRITE = "disposition.write"
    DISPOSITION_SIGN = "disposition.sign"
    REPORT_ISSUE = "report.issue"
    FILING_SUBMIT = "filing.submit"
    FILING_READ = "filing.read"
    FILING_REGISTER = "filing.register"
    FILING_REVIEW = "filing.review"
    FILING_SECOND_REVIEW = "filing.second_review"
    FILING_COMMITTEE_REVIEW = "filing.committee_review"
    FILING_DECIDE = "filing.decide"
    EXCHANGE_CARRY = "exchange.carry"
    BASE_CLEAN = "base.clean"
    PEERS_MANAGE = "peers.manage"
    CALENDAR_MANAGE = "calendar.manage"
    USERS_MANAGE = "users.manage"
    SYSTEM_WATCH = "system.watch"
    AUDIT_READ = "audit.read"


@cache
def role_permissions() -> Mapping[Role, frozenset[Permission]]:
    """The table; ``ValueError`` for a role or permission that is not known.

    >>> Permission.COMMENT_READ in role_permissions()[Role.ADMIN]
    False
    """
    table = yaml.safe_load(Path(__file__).with_name("permissions.yaml").read_text(encoding="utf-8"))
    return {Role(role): frozenset(Permission(code) for code in codes) for role, codes in table.items()}


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """What somebody with these roles may do, beyond what anyone may.

    >>> sorted(permissions_of([Role.AUDITOR]))
    [<Permission.AUDIT_READ: 'audit.read'>]
    """
    table = role_permissions()
    return frozenset(permission for role in roles for permission in table.get(role, ()))
