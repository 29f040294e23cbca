"""The words that filings are described in, stored as they are read."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "ClusterState",
    "Direction",
    "ExchangeState",
    "ExpectedSource",
    "LetterState",
    "OpinionKind",
    "OpinionState",
    "PinKind",
    "Proposer",
    "RelationKind",
    "RunState",
    "SuggestionChannel",
    "UploadState",
    "Validity",
]


class Validity(StrEnum):
    """What a document is worth on a day (domain.md 1.6); computed from days, never stored."""

    FUTURE = "尚未生效"
    IN_FORCE = "现行有效"
    AMENDED = "已修改"
    REPEALED = "已废止"
    EXPIRED = "失效"
    SUSPENDED = "停止执行"
    ANNULLED = "已撤销"
    UNKNOWN = "效力待核"


class RelationKind(StrEnum):
    """What a document does to another one, which the registry may hold or not."""

    AMENDS = "修改"
    REPEALS = "废止"
    IMPLEMENTS = "实施"
    REPLACES = "替代"


class UploadState(StrEnum):
    """What became of a file that was sent; it is stored in every state."""

    STORED = "已收到"
    READ = "已读取"
    UNREADABLE = "不能读取"
    BLOCKED = "已隔离"


class RunState(StrEnum):
    """Where a review run stands."""

    QUEUED = "排队中"
    RUNNING = "进行中"
    DONE = "已完成"
    FAILED = "失败"


class PinKind(StrEnum):
    """What a reviewer decided about a higher law."""

    PINNED = "固定"
    UNPINNED = "排除"


class OpinionKind(StrEnum):
    """Whose opinion it is."""

    REVIEW = "审查研究意见"
    COMMITTEE = "委员会审查研究意见"
    WRITTEN = "书面审查意见"


class OpinionState(StrEnum):
    """Where an opinion stands; a signed one is not changed any more."""

    DRAFT = "草稿"
    OFFERED = "待复核"
    SIGNED = "已签发"
    DROPPED = "已作废"


class LetterState(StrEnum):
    """Where a letter stands."""

    DRAFT = "草稿"
    SENT = "已发出"
    DELIVERED = "已送达"
    DROPPED = "已作废"


class SuggestionChannel(StrEnum):
    """The way a suggestion came (domain.md 2.5)."""

    PLATFORM = "平台"
    LETTER = "信函"
    WINDOW = "窗口"
    EMAIL = "邮件"
    REFERRED = "转办"


class Proposer(StrEnum):
    """What kind of person proposes; optional, for statistics only."""

    PERSON = "公民"
    ORGANISATION = "法人"
    ASSOCIATION = "社会组织"
    LAWYER = "律师"
    DEPUTY = "代表"


class ClusterState(StrEnum):
    """Whether a person has agreed that the suggestions say the same."""

    PROPOSED = "待确认"
    CONFIRMED = "已确认"
    SPLIT = "已拆开"


class Direction(StrEnum):
    """Which way a message goes between two installations."""

    OUT = "发出"
    IN = "收到"


class ExchangeState(StrEnum):
    """Where a message stands: made and not yet carried over, acknowledged by the other side, taken, or refused."""

    WAITING = "待送"
    SENT = "已送"
    ACKNOWLEDGED = "对方已签收"
    TAKEN = "已接收"
    REFUSED = "已拒收"


class ExpectedSource(StrEnum):
    """Where we know from that a document should have been filed."""

    CATALOGUE = "年度目录"
    WEBSITE = "政府网站"
    REPORTED = "举报、转办"
    HAND = "人工登记"
