"""Who must be answered, and within what time (domain.md 2.5, 4.1)."""

from __future__ import annotations

from typing import NamedTuple

from lawcheck.errors import UsageError
from lawcheck.procedure.gates.data import gate_data
from lawcheck.procedure.profiles import Source

__all__ = ["NO_CONTACT", "ReplyDuty", "find_reply_duty", "list_reply_duties"]

NO_CONTACT = "无法反馈"
"""The mark of what must be answered and has no contact (domain.md 4.4)."""


class ReplyDuty(NamedTuple):
    """A duty to answer: ``period`` is the id of a clock or single period, empty where the rules name none;
    ``needs_contact``: it is owed to a person, and cannot be done without a contact."""

    id: str
    name: str
    duty: str
    period: str
    needs_contact: bool
    source: Source

    def mark(self, has_contact: bool) -> str:
        """What to show beside the matter: 无法反馈 where there is nobody to answer to.

        >>> find_reply_duty("suggestion").mark(has_contact=False)
        '无法反馈'
        """
        return NO_CONTACT if self.needs_contact and not has_contact else ""


def list_reply_duties() -> tuple[ReplyDuty, ...]:
    """All duties.

    >>> [duty.name for duty in list_reply_duties()][:2]
    ['审查建议', '不启动审查']
    """
    return tuple(
        ReplyDuty(
            row["id"], row["name"], row["duty"], row["period"], row["contact"], Source(row["source"], row["confirmed"])
        )
        for row in gate_data()["reply_duties"]
    )


def find_reply_duty(name: str) -> ReplyDuty:
    """The duty with this id; an unknown one raises :class:`~lawcheck.errors.UsageError`.

    >>> find_reply_duty("consultation").duty
    '征求意见的情况应当向社会通报'
    """
    for duty in list_reply_duties():
        if duty.id == name:
            return duty
    raise UsageError("E285", name=name, known="、".join(duty.id for duty in list_reply_duties()))
