"""A digest as every format shows it: one page a clause, quotes with their sources, personal data masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from lawcheck.comments import (
    NEW_CLAUSE,
    WHOLE_DRAFT,
    Bucket,
    ClauseDigest,
    Comment,
    Digest,
    Family,
    Point,
    Stance,
    Theme,
    Wording,
    WordingKind,
    WordingRow,
    mask_name,
    mask_personal,
)
from lawcheck.document import format_numeral
from lawcheck.reports.digest_places import inserted_at

__all__ = [
    "STANCE_COLOURS",
    "ClausePage",
    "DigestView",
    "FamilyView",
    "Quote",
    "Share",
    "ThemeView",
    "WordingView",
    "list_labels",
]

STANCE_COLOURS: Final[Mapping[Stance, str]] = {
    Stance.SUPPORT: "2E7D4F",
    Stance.OPPOSE: "B3261E",
    Stance.CHANGE: "B26A00",
    Stance.QUESTION: "1B5E9B",
    Stance.NOT_STATED: "9AA0A8",
}
_ORGANISATION: Final = re.compile(
    "局|委|公司|协会|学会|联合会|商会|站|院|所|中心|学校|大学|中学|小学|政府|法院|厅|处|办|座谈|会议|代表|热线|单位|联系点|部|队|社|会$"
)
_SHORT: Final = 3  # characters of a name that may be a person's (张建社) …
_NICKNAME: Final = 6  # … or a nickname (社区小方): an office's ends with one of these
_ENDS: Final = "局委办厅处院站所校"
_MORE_ENDS: Final = _ENDS + "会司队部社心府位点线议"
_NUMBERS: Final = re.compile(r"([0-9]{1,15})")
_SUFFIX: Final = {"art": "条", "para": "款", "indent": "目"}
_STEP: Final = re.compile(r"(?P<kind>art|para|point|indent|att)_(?P<number>\d{1,6})(?:-(?P<sub>\d{1,3}))?")
_EXCERPT: Final = 400  # characters of a quote on a page; the whole stands in the workbook


class Share(NamedTuple):
    """How many persons hold a stance, of how many on this page."""

    stance: Stance
    persons: int
    percent: float
    colour: str


class Quote(NamedTuple):
    """A point in its own words: ``cut`` tells that the page shows only its beginning, ``like`` how many others sent
    nearly the same (persons of its family)."""

    point_id: str
    text: str
    cut: bool
    source: str
    stance: str
    like: int


class WordingView(NamedTuple):
    """A proposed wording: ``place`` the clause it is for, with the place in it of what is put in, ``found`` whether the old words stand there."""

    place: str
    persons: int
    kind: str
    old: str
    new: str
    found: bool
    point_ids: tuple[str, ...]


class FamilyView(NamedTuple):
    """Near-identical texts: the template with its varying words marked, senders, what some added, siblings."""

    family_id: str
    template: str
    persons: int
    texts: int
    added: tuple[str, ...]
    siblings: tuple[str, ...]


class ThemeView(NamedTuple):
    """A theme: terms, the sentence, its source, how many points."""

    terms: str
    sentence: str
    source: str
    points: int


@dataclass(frozen=True, slots=True)
class ClausePage:
    """What one page says; ``rest`` is how many points are not shown on it."""

    number: int
    target: str
    label: str
    heading: str
    text: str
    persons: int
    points: tuple[str, ...]
    shares: tuple[Share, ...]
    quotes: tuple[Quote, ...]
    wordings: tuple[WordingView, ...]
    families: tuple[FamilyView, ...]
    themes: tuple[ThemeView, ...]
    outliers: tuple[Quote, ...]
    conflicts: tuple[tuple[Quote, Quote], ...]
    rest: int


class DigestView:
    """Look-ups that the formats share; texts that it gives are masked and verbatim otherwise."""

    def __init__(self, digest: Digest) -> None:
        self.digest = digest
        self.comments: Mapping[str, Comment] = {c.comment_id: c for c in digest.comments}
        self.points: Mapping[str, Point] = {p.point_id: p for p in digest.points}
        self.mappings = {m.point_id: m for m in digest.mappings}
        self.families = {f.family_id: f for f in digest.families}
        self.labels = dict(digest.labels) | {c.target: c.label or c.target for c in digest.clauses}

    @cached_property
    def pages(self) -> tuple[ClausePage, ...]:
        """One for each clause that anybody spoke about, in the order of the digest."""
        spoken = (clause for clause in self.digest.clauses if clause.points)
        return tuple(self._page(number, clause) for number, clause in enumerate(spoken, 1))

    @cached_property
    def silent(self) -> tuple[str, ...]:
        """Labels of the clauses that nobody spoke about."""
        return tuple(self.label(c.target) for c in self.digest.clauses if not c.points and is_clause(c.target))

    @cached_property
    def family_of(self) -> Mapping[str, Family]:
        """The family of each point (members may be points or whole comments)."""
        return {member.key: family for family in self.digest.families for member in family.members}

    @cached_property
    def found(self) -> Mapping[tuple[str, str, str], bool]:
        """Whether the old words of a proposal stand in its clause."""
        return {(w.target, w.old, w.new): w.found for w in self.digest.wordings}

    @cached_property
    def wordings_of(self) -> Mapping[str, Sequence[Wording]]:
        """The wordings that were read from each point."""
        found: dict[str, list[Wording]] = {}
        for wording in self.digest.wordings:
            found.setdefault(wording.point_id, []).append(wording)
        return found

    @property
    def ledger_sentence(self) -> str:
        """The counts, and that they sum (or not)."""
        ledger = self.digest.ledger
        parts = "＋".join(f"{name} {count}" for name, count in zip(Bucket, ledger[1:], strict=True))
        sign = "＝" if ledger.reconciles else "≠"
        return f"收到 {ledger.received} 件 {sign} {parts}"

    @cached_property
    def persons(self) -> int:
        """Different persons, those without a key counted each by their comment."""
        return self.count_persons(self.comments)

    def count_persons(self, comment_ids: Iterable[str]) -> int:
        """Different persons behind comments."""
        return len({self.comments[i].person or f"\0{i}" for i in comment_ids})

    def family(self, point_id: str) -> Family | None:
        """The family that a point belongs to, if others wrote nearly the same."""
        point = self.points[point_id]
        found = self.family_of.get(point_id) or self.family_of.get(point.comment_id)
        return found if found and len(found.members) > 1 else None

    def clean(self, text: str, comment: Comment | None = None) -> str:
        """``text`` without personal data; as long as before."""
        if comment is None:
            return mask_personal(text, [name for name in self._senders if name in text])
        return _masked(text, comment.author.strip())

    @property
    def title(self) -> str:
        """The title of the draft as it stands in 《》: titles inside it have 〈〉."""
        return self.digest.title.replace("《", "〈").replace("》", "〉")

    @cached_property
    def comments_in_order(self) -> tuple[Comment, ...]:
        """Comments as they stood in the input: row 2 before row 10."""
        return tuple(sorted(self.digest.comments, key=lambda c: (_counted(c.source), _counted(c.comment_id))))

    @cached_property
    def points_in_order(self) -> tuple[Point, ...]:
        """Points in the order of their comments in the input."""
        place = {comment.comment_id: number for number, comment in enumerate(self.comments_in_order)}
        return tuple(sorted(self.digest.points, key=lambda point: (place[point.comment_id], point.ordinal)))

    @cached_property
    def _senders(self) -> tuple[str, ...]:
        """Names of the persons who sent something: hidden also in what could not be used."""
        known = {comment.author.strip() for comment in self.comments.values()}
        return tuple(sorted(name for name in known if len(name) >= _SHORT and not _is_body(name)))

    def text_of(self, point_id: str) -> str:
        """The words of a point; of one without words the proposed wording and the reason."""
        point = self.points[point_id]
        comment = self.comments[point.comment_id]
        if point.text:
            return self.clean(point.text, comment)
        return self.clean("\n".join(filter(None, (comment.proposed, comment.reason))), comment)

    def source(self, comment_id: str) -> str:
        """Who and by which way, fit to be shown: 张*（网站，某区）."""
        comment = self.comments[comment_id]
        kept = _is_body(comment.author) or comment.identity in (
            "单位",
            "协会",
            "联络站",
            "座谈会",
            "代表",
        )
        who = (comment.author if kept else mask_name(comment.author)) or "未署名"
        ways = "，".join(dict.fromkeys(filter(None, (comment.channel, comment.region))))
        return f"{who}（{ways}）" if ways else who

    def stance(self, point_id: str) -> Stance:
        """The stance as read."""
        reading = self.digest.stances.get(point_id)
        return reading.stance if reading else Stance.NOT_STATED

    def outside(self, comment_id: str) -> bool:
        """Whether no page shows a comment: not mapped, repeated, withheld."""
        return self.digest.buckets.get(comment_id) not in (Bucket.MAPPED, Bucket.WHOLE)

    def quote(self, point_id: str, most: int = _EXCERPT) -> Quote:
        """A point as a page shows it."""
        text = self.text_of(point_id)
        family = self.family(point_id)
        cut = len(text) > most
        return Quote(
            point_id,
            text[:most] if cut else text,
            cut,
            self.source(self.points[point_id].comment_id),
            str(self.stance(point_id)),
            family.persons if family else 0,
        )

    def label(self, target: str) -> str:
        """How a target is cited."""
        return self.labels.get(target) or _cited(target)

    def _page(self, number: int, clause: ClauseDigest) -> ClausePage:
        shown = self._shown(clause)
        return ClausePage(
            number,
            clause.target,
            clause.label or clause.target,
            "" if clause.heading == clause.label else clause.heading,
            clause.text,
            clause.persons,
            clause.points,
            tuple(_shares(clause.stances)),
            tuple(map(self.quote, shown)),
            tuple(map(self._wording, clause.wordings)),
            tuple(self._family(self.families[i]) for i in clause.families if i in self.families),
            tuple(map(self._theme, clause.themes)),
            tuple(map(self.quote, clause.outliers)),
            tuple((self.quote(a), self.quote(b)) for a, b in clause.conflicts),
            len(set(clause.points) - set(shown) - set(clause.outliers)),
        )

    def _shown(self, clause: ClauseDigest) -> tuple[str, ...]:
        """Without the outliers, which have their own place, and one only for each family."""
        kept: list[str] = []
        seen: set[str] = set(clause.outliers)
        for point_id in clause.shown:
            family = self.family(point_id)
            key = family.family_id if family else point_id
            if key not in seen:
                seen.add(key)
                kept.append(point_id)
        return tuple(kept)

    def _wording(self, row: WordingRow) -> WordingView:
        found = self.found.get((row.target, row.old, row.new), True)
        new = row.new or ("（删去）" if row.kind is WordingKind.DELETE else "")
        return WordingView(
            self.label(row.target) + self._put_in(row),
            row.persons,
            str(row.kind),
            self.clean(row.old),
            self.clean(new),
            found,
            row.point_ids,
        )

    def _put_in(self, row: WordingRow) -> str:
        """Where in the clause the new words are to stand, as those say who ask for them."""
        if row.kind is not WordingKind.INSERT:
            return ""
        places = (inserted_at(self.text_of(point_id), self.clean(row.new)) for point_id in row.point_ids)
        return "，".join(("", *dict.fromkeys(filter(None, places))))

    def _family(self, family: Family) -> FamilyView:
        return FamilyView(
            family.family_id,
            self.clean(family.template),
            family.persons,
            family.texts,
            tuple(dict.fromkeys(self._added(family)))[:5],
            tuple(self.clean(self.families[i].template) for i in family.siblings if i in self.families),
        )

    def _added(self, family: Family) -> Iterator[str]:
        """What senders wrote beyond the template, longest first: spans of the member's text."""
        for member in family.members:
            point = self.points.get(member.key)
            comment = self.comments.get(point.comment_id if point else member.key)
            text = point.text if point else comment.text if comment else ""
            for start, end in member.added:
                if end - start >= 10:
                    yield self.clean(text[start:end], comment)

    def _theme(self, theme: Theme) -> ThemeView:
        point = self.points.get(theme.sentence_point)
        comment = self.comments[point.comment_id] if point else None
        source = self.source(comment.comment_id) if comment else ""
        return ThemeView("、".join(theme.terms), self.clean(theme.sentence, comment), source, len(theme.point_ids))


def _counted(place: str) -> list[tuple[int, str]]:
    """``place`` to sort by, its numbers as numbers."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _NUMBERS.split(place) if part]


def _is_body(author: str) -> bool:
    """Whether the sender is an office or a body, not a person or a nickname in which such a word stands."""
    name = author.strip()
    if len(name) > _NICKNAME:
        return bool(_ORGANISATION.search(name))
    return bool(_ORGANISATION.search(name)) and name[-1] in (_ENDS if len(name) <= _SHORT else _MORE_ENDS)


@lru_cache(maxsize=65_536)
def _masked(text: str, author: str) -> str:
    return mask_personal(text, (author,) if author else ())


def _cited(eid: str) -> str:
    """A clause by its id, for a person: ``art_18-1__para_2__point_3``; an id of another form stays as it is."""
    steps = [_STEP.fullmatch(step) for step in eid.split("__")]
    return "".join(map(_step, filter(None, steps))) if all(steps) else eid


def _step(match: re.Match[str]) -> str:
    kind, number, sub = match["kind"], format_numeral(int(match["number"])), match["sub"]
    if kind == "point":
        return f"第（{number}）项"
    if kind == "att":
        return f"附件{int(match['number'])}"
    return f"第{number}{_SUFFIX[kind]}" + (f"之{format_numeral(int(sub))}" if sub else "")


def _shares(stances: Mapping[Stance, int]) -> Iterator[Share]:
    total = sum(stances.values())
    for stance in Stance:
        if count := stances.get(stance, 0):
            yield Share(stance, count, round(100 * count / total, 1), STANCE_COLOURS[stance])


def list_labels(labels: Iterable[str]) -> str:
    """Clauses one after the other; those of a notice, which hold a 、 themselves, with ； between them.

    >>> list_labels(["第一条", "第三条"]), list_labels(["三、（一）", "三、（二）"])
    ('第一条、第三条', '三、（一）；三、（二）')
    """
    named = list(dict.fromkeys(labels))
    return ("；" if any("、" in label for label in named) else "、").join(named)


def by_volume(pages: Sequence[ClausePage]) -> list[ClausePage]:
    """Pages with the most persons first; 全文 and 新增条款 keep their place among them."""
    return sorted(pages, key=lambda page: (-page.persons, page.number))


def is_clause(target: str) -> bool:
    """Whether a target is a clause of the draft."""
    return target not in (WHOLE_DRAFT, NEW_CLAUSE)
