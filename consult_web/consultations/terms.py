"""The words that a consultation is described in, stored as they are read."""

from __future__ import annotations

from enum import StrEnum

from lawcheck.procedure import PointOutcome as Outcome

__all__ = [
    "Channel",
    "ChosenBy",
    "CommentKind",
    "CommentState",
    "Grade",
    "Identity",
    "ModerationDecision",
    "Outcome",
    "Publication",
    "QuestionKind",
    "RunState",
    "SpeakerKind",
]


class Publication(StrEnum):
    """What of the comments the public sees: nothing, masked quotes that staff released, or all (needs real identities)."""

    NONE = "none"
    EXCERPTS = "excerpts"
    FULL = "full"


class Channel(StrEnum):
    """The way a comment came (domain.md 4.3)."""

    SITE = "网站"
    APP = "小程序"
    STATION = "联络站"
    LETTER = "信函"
    EMAIL = "电子邮件"
    HOTLINE = "政务热线"
    MEETING = "座谈会"
    HEARING = "听证会"
    DEPARTMENT = "部门书面意见"
    DEPUTY = "代表审议意见"
    PAPER = "纸质表单"
    OTHER = "其他"


class Identity(StrEnum):
    """What kind of person speaks; for statistics, never required (domain.md 4.4)."""

    PERSON = "个人"
    ORGANISATION = "单位"
    ASSOCIATION = "协会"
    EXPERT = "专家"
    DEPUTY = "代表"


class SpeakerKind(StrEnum):
    """Whose words a station enters."""

    DEPUTY = "代表"
    MASSES = "群众"


class CommentKind(StrEnum):
    """意见类型 of the form, several may be chosen."""

    SUPPORT = "支持"
    OPPOSE = "反对"
    MODIFY = "修改"
    DELETE = "删除"
    ADD = "新增"
    QUESTION = "疑问"


class CommentState(StrEnum):
    """Whether a comment stands."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


class ChosenBy(StrEnum):
    """Who said that a comment is about a clause; the author's word is above the program's."""

    AUTHOR = "author"
    STAFF = "staff"
    PROGRAM = "program"


class QuestionKind(StrEnum):
    """How many answers a focus question takes."""

    SINGLE = "single"
    MULTIPLE = "multiple"


class ModerationDecision(StrEnum):
    """What staff decided about showing a comment."""

    RELEASED = "released"
    WITHHELD = "withheld"


class RunState(StrEnum):
    """Where an analysis stands."""

    RUNNING = "running"
    CURRENT = "current"
    REPLACED = "replaced"
    FAILED = "failed"


class Grade(StrEnum):
    """How a person rates the answer (domain.md 4.8)."""

    SATISFIED = "满意"
    FAIRLY = "基本满意"
    NOT_SATISFIED = "不满意"
