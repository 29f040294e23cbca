"""What the analysis of comments speaks in: comments, points, targets, families, wordings, verdicts, the digest.

Everything is stand-off and extractive: a value holds ids and spans, and each text shown to a drafter is cut from a
comment or a draft by its span. Clauses are named by their Akoma Ntoso eId (``art_18__para_2``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from lawcheck.document import Span

__all__ = [
    "CHAT",
    "NEW_CLAUSE",
    "WHOLE_DRAFT",
    "Anchor",
    "Bucket",
    "Candidate",
    "ChangeKind",
    "ClauseDigest",
    "Comment",
    "Digest",
    "Family",
    "Ledger",
    "Mapping",
    "Member",
    "Point",
    "Reanchored",
    "Reason",
    "ReasonKind",
    "Relation",
    "Stance",
    "StanceReading",
    "Theme",
    "Unusable",
    "Verdict",
    "Wording",
    "WordingKind",
    "WordingRow",
]

WHOLE_DRAFT = "全文"
"""A target: the point is about the draft as a whole (domain.md 4.4)."""
CHAT = "群聊"
"""The channel of messages of a chat, which answer one another."""
NEW_CLAUSE = "新增条款"
"""A target: the point asks for a clause that the draft does not have."""


class Stance(StrEnum):
    """What a person wants of a clause; never guessed where the words do not say it."""

    SUPPORT = "支持"
    OPPOSE = "反对"
    CHANGE = "建议修改"
    QUESTION = "疑问"
    NOT_STATED = "未表明"


class ChangeKind(StrEnum):
    """The kind of change that is asked for, apart from the stance."""

    MODIFY = "修改"
    DELETE = "删除"
    ADD = "新增"


class Bucket(StrEnum):
    """Where a comment ends up in the ledger: exactly one of these each, so that the counts must sum."""

    MAPPED = "已对应条款"
    WHOLE = "针对全文"
    UNMAPPABLE = "未能对应"
    DUPLICATE = "重复提交"
    WITHHELD = "未予分析"


class Anchor(NamedTuple):
    """The clause that a person saw and the words that they marked: enough to find both again in another version.

    ``eid`` and ``label`` are the clause's id and number as seen, ``clause_text`` its text as seen; ``quote`` the marked
    words (empty: the whole clause), at ``span`` of ``clause_text``, between ``prefix`` and ``suffix`` (32 characters).
    """

    eid: str
    label: str = ""
    clause_text: str = ""
    quote: str = ""
    span: Span = Span(0, 0)
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment as it came in; nothing of it is ever changed.

    ``person`` is a key that counts persons (a hash of a contact, a name in a table; empty: nobody known, counted as one
    person of its own). ``chosen`` are targets that the person chose in the form, ``stance`` and ``change`` their chips;
    ``proposed`` the content of 建议修改为, ``reason`` of 理由. ``source`` says where it stood (``意见.xlsx 第 12 行``).
    ``stated`` is what stood in a column for the clause (三、（二）, 第八条（四）, 收费), as it was written there: it is looked
    for in the draft where ``chosen`` names none of its clauses. ``original`` are words of the draft that the person copied
    into a column for them (原文). ``occasion`` tells which round of asking it answers: what is said again in a later one is no repetition.

    >>> Comment("c1", "支持第十八条。").stance is None
    True
    """

    comment_id: str
    text: str
    person: str = ""
    author: str = ""
    channel: str = ""
    received: datetime | None = None
    version: str = ""
    title: str = ""
    chosen: tuple[str, ...] = ()
    anchor: Anchor | None = None
    stance: Stance | None = None
    change: ChangeKind | None = None
    proposed: str = ""
    reason: str = ""
    station: str = ""
    identity: str = ""
    region: str = ""
    public: bool | None = None
    source: str = ""
    occasion: str = ""
    stated: str = ""
    original: str = ""


class Point(NamedTuple):
    """One opinion point (意见点) of a comment: ``span`` in ``Comment.text``, ``reason`` the part that gives reasons."""

    point_id: str
    comment_id: str
    ordinal: int
    span: Span
    text: str
    reason: Span = Span(0, 0)


class ReasonKind(StrEnum):
    """Why a clause is a candidate, strongest first."""

    FORM = "本人选择"
    CITATION = "写明条款"
    QUOTE = "引用原文"
    WORDS = "用语相近"
    DENSE = "语义相近"
    SECONDED = "附议"


class Reason(NamedTuple):
    """One reason, with the words of the comment that made it and their span in ``Comment.text``."""

    kind: ReasonKind
    words: str
    span: Span = Span(0, 0)


class Candidate(NamedTuple):
    """A target with a score in 0–1 (an estimate of being right, fitted on gold) and its reasons."""

    target: str
    score: float
    reasons: tuple[Reason, ...]


class Mapping(NamedTuple):
    """The targets of a point: eIds, ``全文`` or ``新增条款``; empty when it abstains (see ``why``).

    ``candidates`` are the best five in any case, for a person to choose from; ``problem`` says what was wrong with an
    explicit citation (the version seen has no 第六十条).
    """

    point_id: str
    targets: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()
    why: str = ""
    problem: str = ""


class StanceReading(NamedTuple):
    """The stance of a point and how it is known: ``chip``, ``cue`` (with the words), ``model`` or ``none``."""

    stance: Stance
    how: str
    words: str = ""
    span: Span = Span(0, 0)


class WordingKind(StrEnum):
    """Forms in which people ask for other words."""

    REPLACE = "改为"
    DELETE = "删去"
    INSERT = "增加"
    NEW_PARAGRAPH = "增加一款"
    NEW_ARTICLE = "增加一条"
    EDITED = "改写全条"


class Wording(NamedTuple):
    """A proposal parsed from a point: ``old`` and ``new`` words for ``target``; ``span`` where it stands in the comment.

    ``found`` tells whether ``old`` stands in the target verbatim; a proposal for words that are not there is shown as
    such, never applied elsewhere.
    """

    point_id: str
    target: str
    kind: WordingKind
    old: str
    new: str
    span: Span
    found: bool


class WordingRow(NamedTuple):
    """The same proposal of several persons (17 人: 三十日→六十日)."""

    target: str
    kind: WordingKind
    old: str
    new: str
    persons: int
    point_ids: tuple[str, ...]


class Relation(StrEnum):
    """How a text stands to the template of its family."""

    TEMPLATE = "范本"
    SAME = "相同"
    NEAR = "近似"


class Member(NamedTuple):
    """One text of a family: ``added`` are the spans of what its sender wrote beyond the template."""

    key: str
    relation: Relation
    similarity: float
    added: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """Near-identical texts around one template; neutral: 相近文字, never "fake".

    ``slots`` are spans of the template whose words vary between members (a name, an address). ``siblings`` are families
    that differ in stance, number, negation or cited clause only: kept apart, shown side by side. ``persons`` and
    ``texts`` are counted apart (one person may send ten).
    """

    family_id: str
    template: str
    members: tuple[Member, ...]
    persons: int
    texts: int
    slots: tuple[Span, ...] = ()
    siblings: tuple[str, ...] = ()


class Theme(NamedTuple):
    """Points of one clause that say alike things: distinctive terms and the most central sentence, verbatim."""

    terms: tuple[str, ...]
    sentence: str
    sentence_point: str
    point_ids: tuple[str, ...]


class Verdict(StrEnum):
    """What became of a comment's clause in another version."""

    UNCHANGED = "未变"
    MOVED = "移动"
    REWORDED = "改写"
    DELETED = "删除"
    SPLIT = "拆分"
    MERGED = "合并"
    ORPHAN = "失去对应"


class Reanchored(NamedTuple):
    """A comment's place in another version. ``targets`` are eIds there (several when split, none for an orphan).

    ``quote`` is where the marked words now stand (a span in the target clause's text), found by ``how``: ``exact``,
    ``approximate``, ``clause`` (no words marked, or not found in a clause that lives on), ``parent``, ``none``;
    ``score`` is the likeness of the words, 0–1. Both texts are kept, so that nothing moves unseen.
    """

    comment_id: str
    verdict: Verdict
    targets: tuple[str, ...]
    how: str
    score: float
    old_text: str
    new_text: str
    quote: Span = Span(0, 0)


class Unusable(NamedTuple):
    """A row, file or cell of the input that holds no comment, and why; listed, never dropped."""

    source: str
    reason: str
    text: str = ""


class Ledger(NamedTuple):
    """Counts of comments that must sum: ``received = mapped + whole + unmappable + duplicate + withheld``.

    >>> Ledger(5, 2, 1, 1, 1, 0).reconciles, Ledger(5, 1, 1, 1, 1, 0).reconciles
    (True, False)
    """

    received: int
    mapped: int
    whole: int
    unmappable: int
    duplicate: int
    withheld: int

    @property
    def reconciles(self) -> bool:
        """Whether the parts sum to what came in."""
        return self.received == self.mapped + self.whole + self.unmappable + self.duplicate + self.withheld


@dataclass(frozen=True, slots=True)
class ClauseDigest:
    """Everything that people want on one clause (or on 全文, 新增条款), for one page.

    ``stances`` counts persons per stance; ``shown`` are the point ids to show first, best first; ``outliers`` were
    raised once but cite a law or a number; ``conflicts`` are pairs of points that want opposite things.
    """

    target: str
    label: str
    heading: str
    text: str
    persons: int
    points: tuple[str, ...]
    stances: dict[Stance, int] = field(hash=False)
    shown: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    wordings: tuple[WordingRow, ...] = ()
    outliers: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()


_NOTHING = Ledger(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Digest:
    """The whole analysis; every id leads to its comment, and ``ledger`` reconciles. ``labels`` names every clause of the
    draft as people cite it, also those that have no page of their own."""

    title: str
    draft_hash: str
    comments: tuple[Comment, ...]
    points: tuple[Point, ...]
    mappings: tuple[Mapping, ...]
    stances: dict[str, StanceReading] = field(hash=False)
    wordings: tuple[Wording, ...] = ()
    families: tuple[Family, ...] = ()
    clauses: tuple[ClauseDigest, ...] = ()
    buckets: dict[str, Bucket] = field(default_factory=dict, hash=False)
    ledger: Ledger = _NOTHING
    unusable: tuple[Unusable, ...] = ()
    labels: dict[str, str] = field(default_factory=dict, hash=False)

    def __repr__(self) -> str:
        return f"<Digest of {len(self.comments)} comments on {self.title!r}: {len(self.points)} points>"
