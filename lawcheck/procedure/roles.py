"""The roles of the people who work a case (domain.md 7.8)."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["OfficeRole"]


class OfficeRole(StrEnum):
    """Who may do what; the value is the name of the role, in the data and for people.

    >>> OfficeRole("备案登记员").name
    'REGISTRAR'
    """

    FILER = "报备员"
    REGISTRAR = "备案登记员"
    REVIEWER = "审查人"
    SECOND_REVIEWER = "复核人"
    COMMITTEE_REVIEWER = "委员会审查人"
    HEAD = "负责人"
    COMMENT_MANAGER = "意见管理员"
    DRAFTER = "起草人"
    PUBLIC = "公众"
    ADMINISTRATOR = "系统管理员"
    AUDITOR = "审计员"
