"""The roles of the people who work a case (domain.md 7.8)."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["OfficeRole"]


class OfficeRole(StrEnum):
    """Who may do what; the value is the name in data, :attr:`label` the Chinese name.

    >>> OfficeRole("registrar").label
    '备案登记员'
    """

    FILER = "filer"
    REGISTRAR = "registrar"
    REVIEWER = "reviewer"
    SECOND_REVIEWER = "second_reviewer"
    COMMITTEE_REVIEWER = "committee_reviewer"
    HEAD = "head"
    COMMENT_MANAGER = "comment_manager"
    DRAFTER = "drafter"
    PUBLIC = "public"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The Chinese name of the role."""
        return _LABELS[self]


_LABELS = {
    OfficeRole.FILER: "报备员",
    OfficeRole.REGISTRAR: "备案登记员",
    OfficeRole.REVIEWER: "审查人",
    OfficeRole.SECOND_REVIEWER: "复核人",
    OfficeRole.COMMITTEE_REVIEWER: "委员会审查人",
    OfficeRole.HEAD: "负责人",
    OfficeRole.COMMENT_MANAGER: "意见管理员",
    OfficeRole.DRAFTER: "起草人",
    OfficeRole.PUBLIC: "公众",
    OfficeRole.ADMINISTRATOR: "系统管理员",
    OfficeRole.AUDITOR: "审计员",
}
