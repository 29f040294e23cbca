"""The frozen tree of a normative document: 编章节条款项目 with spans into the source text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import Final, NamedTuple

from lawcheck.arguments import expect
from lawcheck.document.labels import is_name, names_part, part_label
from lawcheck.document.numerals import Number, format_numeral
from lawcheck.document.source import Problem, SourceText, Span
from lawcheck.document.tables import row_number, rows_of

__all__ = ["NOTICE", "Document", "Segment", "Structure", "Unit", "UnitKind"]


class UnitKind(StrEnum):
    """Levels of the tree, outermost first; ``clause`` is the 一、二、 item of a document without articles."""

    BOOK = "book"  # 编
    PART = "part"  # 分编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    ARTICLE = "article"  # 条
    CLAUSE = "clause"  # 一、
    PARAGRAPH = "paragraph"  # 款
    POINT = "point"  # 项
    INDENT = "indent"  # 目
    ANNEX = "annex"  # 附件


CONTAINERS: Final = (UnitKind.BOOK, UnitKind.PART, UnitKind.CHAPTER, UnitKind.SECTION)
"""The kinds with a heading above the articles, from the largest to the smallest."""
_SUFFIX = {
    UnitKind.BOOK: "编",
    UnitKind.PART: "分编",
    UnitKind.CHAPTER: "章",
    UnitKind.SECTION: "节",
    UnitKind.ARTICLE: "条",
    UnitKind.PARAGRAPH: "款",
    UnitKind.INDENT: "目",
}


class Unit(NamedTuple):
    """One node. Either ``text`` alone, or ``text`` as lead-in + ``children`` + ``wrap_up`` (text after the last 项).

    ``span`` covers the whole unit with its number, headings and children; ``text_span`` the own text or lead-in;
    ``label`` is the number exactly as written (``第十二条之一``, ``（三）``, ``1.``; empty for a 款); ``heading`` the
    name of a chapter or 条旨. ``number`` is None where nothing is written, except that a 款 counts its position.
    ``ordinal`` numbers all units of the document in reading order from 0.
    """

    kind: UnitKind
    eid: str
    ordinal: int
    span: Span
    number: Number | None = None
    label: str = ""
    heading: str = ""
    text: str = ""
    text_span: Span = Span(0, 0)
    children: tuple[Unit, ...] = ()
    wrap_up: str = ""
    wrap_up_span: Span = Span(0, 0)

    def walk(self) -> Iterator[Unit]:
        """This unit and all below it, in reading order."""
        waiting = [self]
        while waiting:
            unit = waiting.pop()
            yield unit
            if unit.children:
                waiting.extend(reversed(unit.children))

    @property
    def full_text(self) -> str:
        """Own text, children and wrap-up joined by newlines, labels of 项 and 目 kept, article number left out."""
        parts = [self.text] if self.text else []
        for child in self.children:
            parts.append(child.label + child.full_text)
        return "\n".join([*parts, self.wrap_up] if self.wrap_up else parts)

    @property
    def citable(self) -> str:
        """The unit's own step in a citation: 第十二条之一, 第二款, 第（三）项, 第1目.

        >>> Unit(UnitKind.ARTICLE, "art_12-1", 0, Span(0, 0), Number(12, 1)).citable
        '第十二条之一'
        """
        if self.number is None:
            return self.heading or self.label
        value, sub = self.number
        if self.kind is UnitKind.POINT:
            return f"第（{format_numeral(value)}）项"
        if self.kind is UnitKind.INDENT:
            return f"第{value}目"
        if self.kind is UnitKind.CLAUSE:
            listed = self.label[:1] in ("（", "(") or "㈠" <= self.label[:1] <= "㈩"
            return f"第（{format_numeral(value)}）项" if listed else f"第{format_numeral(value)}条"
        if self.kind is UnitKind.ANNEX:
            return f"附件{value}" if value else "附件"
        tail = f"之{format_numeral(sub)}" if sub else ""
        return f"第{format_numeral(value)}{_SUFFIX[self.kind]}{tail}"


_FULL_STOPS: Final = ("。", "！", "？")
_LEADS_IN: Final = ("：", ":", "，", "、", "；")
_HEADING: Final = 30
"""Characters of a longer line before a list, which says something itself."""


_WHO: Final = re.compile(
    r"\s*[（(〔\[【][^（()）〔〕\[\]【】]*(?:责任|牵头|配合|时限|完成)[^（()）〔〕\[\]【】]*[）)〕\]】][。；]?\s*\Z"
)
"""Who does it and by when, behind the words of an item (责任单位：市某局)."""


def _ends(words: str) -> bool:
    """Whether these are whole sentences, whoever is named behind them."""
    return _WHO.sub("", words).rstrip().endswith(_FULL_STOPS)


def _heads(unit: Unit) -> bool:
    """Whether the words of a 款 or 项 are only the heading of its list: short, one sentence, nothing behind the list, and
    most of the list whole sentences."""
    words = unit.text.strip().rstrip("。")
    short = len(words) <= _HEADING and "。" not in words and not words.endswith(_LEADS_IN)
    return short and not unit.wrap_up and _mostly(_ends(point.full_text) for point in unit.children)


def _announces(unit: Unit) -> bool:
    """Whether the words before a list only say that rules follow (应当遵守下列规定：), and most of the list are sentences
    with a modal word of their own; a list that its lead-in punishes, forbids or makes a condition of is one rule."""
    if unit.wrap_up or not unit.text.rstrip().endswith(("：", ":")) or _BINDS.search(unit.text):
        return False
    points = [point.full_text.rstrip() for point in unit.children]
    return len(points) > 1 and _mostly(_ends(words) and _NORM.search(words) is not None for words in points)


_NORM: Final = re.compile("应当|不得|可以|必须|禁止|严禁|无需|不准")
_BINDS: Final = re.compile("违反|处罚|处理|罚款|不得|禁止|严禁|情形|条件|行为|之一|由[^，。；]{2,30}(?:部门|机关|机构)")


def _mostly(found: Iterable[bool]) -> bool:
    listed = list(found)
    return sum(listed) * 2 > len(listed)


def _is_below(label: str, other: str) -> bool:
    """Whether a decimal number belongs below another, or below 一、.

    >>> _is_below("2", "2.1"), _is_below("二、", "2.1"), _is_below("2.1", "2.2")
    (True, True, False)
    """
    dotted = re.fullmatch(r"\d+(?:[.．]\d+)+", other) is not None
    return other.startswith((f"{label}.", f"{label}．")) or (dotted and label.endswith("、"))


def _start(unit: Unit) -> int:
    return unit.span.start


_CLOSING: Final = "结尾"
NOTICE: Final = "通知"
"""The label of the unit that holds what a notice says itself besides issuing the document."""
_ISSUED_NAME: Final = re.compile(
    r"(?:条例|规定|办法|细则|规则|方案|意见|措施|规程|制度|守则|规范|基准|指引|标准|预案|导则|公约)(?:[（(][^（）()]*[）)])?$"
)


def _is_issued(annex: Unit) -> bool:
    """A text without number behind a decision, the notice, or an annex named and numbered like a document."""
    if annex.number is None:
        return annex.label in ("", NOTICE)
    numbered = Counter(unit.kind for unit in annex.walk())
    return (
        max(numbered[UnitKind.ARTICLE], numbered[UnitKind.CLAUSE]) > 1
        and _ISSUED_NAME.search(annex.heading) is not None
    )


def _part_label(annex: Unit) -> str:
    """Which of several texts a unit stands in."""
    return annex.citable if annex.number else (annex.label or f"《{annex.heading}》")


def _step(unit: Unit, above: Unit | None) -> str:
    """A step of a citation: a 目 of a 目 by its label, a paragraph of a 项 as 段."""
    if row := row_number(unit):
        return f"表第{row}行"
    listed = above is not None and above.kind in (UnitKind.POINT, UnitKind.INDENT)
    if not listed or unit.number is None:
        return unit.citable
    if unit.kind is UnitKind.PARAGRAPH:
        return f"第{format_numeral(unit.number.value)}段"
    nested = unit.kind is UnitKind.INDENT and above is not None and above.kind is UnitKind.INDENT
    return unit.label.strip() if nested else unit.citable


class Segment(NamedTuple):
    """A stretch of the source and what it is; the segments of a document tile its text.

    ``role``: ``blank``, ``furniture`` (版头, 页眉, notice), ``title``, ``note`` (题注), ``toc``, ``preamble``,
    ``heading``, ``body``, ``table``, ``conclusion`` (落款), ``annex``, ``aside`` (text boxes, notes, headers).
    """

    start: int
    end: int
    role: str
    ordinal: int | None = None


class Structure(NamedTuple):
    """The tree of a file that states it, over the text of its :class:`SourceText`; fields as in :class:`Document`.

    >>> from dataclasses import replace
    >>> from lawcheck.document import SourceText, parse
    >>> source = SourceText.from_text("某条例\\n第一条　甲。\\n")
    >>> nowhere = Span(0, 0)
    >>> given = Structure("甲", nowhere, nowhere, nowhere, (), (), nowhere, (Segment(0, len(source.text), "body"),))
    >>> parse(replace(source, structure=given)).title
    '甲'
    """

    title: str
    title_span: Span
    note_span: Span
    preamble_span: Span
    units: tuple[Unit, ...]
    annexes: tuple[Unit, ...]
    conclusion_span: Span
    segments: tuple[Segment, ...]
    toc: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A parsed document. ``units`` is the body, ``annexes`` the 附件 (unit kind ``annex``).

    >>> from lawcheck.document import parse
    >>> d = parse("某市某条例\\n第一条　甲。\\n乙：\\n（一）丙；\\n（二）丁。\\n")
    >>> d.title, [u.eid for u in d.walk()]
    ('某市某条例', ['art_1', 'art_1__para_1', 'art_1__para_2', 'art_1__para_2__point_1', 'art_1__para_2__point_2'])
    >>> d.citation_label(d.by_eid['art_1__para_2__point_2'])
    '第一条第二款第（二）项'
    """

    source: SourceText
    title: str
    title_span: Span
    note: str
    note_span: Span
    preamble: str
    preamble_span: Span
    units: tuple[Unit, ...]
    annexes: tuple[Unit, ...]
    conclusion: str
    conclusion_span: Span
    segments: tuple[Segment, ...]
    problems: tuple[Problem, ...]
    toc: tuple[str, ...] = ()
    confidence: float = 1.0

    def __repr__(self) -> str:
        return f"<Document {self.title!r}: {len(self.articles)} 条, {len(self.problems)} problems>"

    def walk(self) -> Iterator[Unit]:
        """Every unit of body and annexes in reading order."""
        for unit in self._tops:
            yield from unit.walk()

    @cached_property
    def _tops(self) -> tuple[Unit, ...]:
        """Body and annexes in reading order: a notice stands before what it issues."""
        above = tuple(unit for unit in self.annexes if unit.label == NOTICE)
        return (*above, *self.units, *(unit for unit in self.annexes if unit.label != NOTICE))

    @cached_property
    def by_eid(self) -> dict[str, Unit]:
        """Units by positional id, the rows of tables that are compared row by row among them."""
        return {unit.eid: unit for unit in self.walk()} | {row.eid: row for rows in self.rows.values() for row in rows}

    @cached_property
    def rows(self) -> dict[str, tuple[Unit, ...]]:
        """The rows of each table that lays something down row by row (行政处罚裁量基准), by the eid of the table. They stand in
        no tree: :meth:`walk` gives the table."""
        tables = ((unit.eid, rows_of(unit)) for unit in self.walk())
        return {eid: rows for eid, rows in tables if rows}

    @cached_property
    def parents(self) -> dict[str, Unit]:
        """The unit above each unit, by the eid of the lower one; top units are missing."""
        above = {child.eid: unit for unit in self.walk() for child in unit.children}
        tables = (unit for unit in self.walk() if unit.eid in self.rows)
        return above | {row.eid: table for table in tables for row in self.rows[table.eid]}

    @cached_property
    def articles(self) -> tuple[Unit, ...]:
        """All 条 of the body in reading order (annexes excluded)."""
        return tuple(u for top in self.units for u in top.walk() if u.kind is UnitKind.ARTICLE)

    @cached_property
    def containers(self) -> tuple[Unit, ...]:
        """All 编, 分编, 章 and 节 of the body in reading order."""
        return tuple(u for top in self.units for u in top.walk() if u.kind in CONTAINERS)

    @cached_property
    def clauses(self) -> tuple[Unit, ...]:
        """The level at which clauses are compared, in reading order: all 款 of the body and of what is issued with it
        (:attr:`issued`), and where a part of a notice (一、…) only heads its list, each （一） of it, or what that heads in
        turn; so too the rules of a list that is only announced (应当遵守下列规定：), and each of the :attr:`rows` of a table.

        >>> from lawcheck.document import parse
        >>> d = parse("某县某通知\\n一、压实责任\\n（一）乡镇长负责。\\n（二）林农负责。\\n二、不得有下列行为：\\n（一）烧荒；\\n（二）露营。")
        >>> [unit.full_text for unit in d.clauses]
        ['乡镇长负责。', '林农负责。', '不得有下列行为：\\n（一）烧荒；\\n（二）露营。']
        """
        return tuple(row for top in self._laying_down() for row in self._clauses_of(top))

    def _clauses_of(self, top: Unit) -> Iterable[Unit]:
        """Of an annex that is only a table with some words around it, its rows."""
        if top.kind is not UnitKind.ANNEX or _is_issued(top):
            return self._below(top)
        return (row for unit in top.walk() for row in self.rows.get(unit.eid, ()))

    def _below(self, unit: Unit) -> Iterator[Unit]:
        if unit.kind is UnitKind.PARAGRAPH:
            yield from self.rows.get(unit.eid) or self._compared(unit)
            return
        heading = unit.kind is UnitKind.CLAUSE and (names_part(unit) or unit.eid in self._over)
        for child in unit.children[1:] if heading else unit.children:
            yield from self._below(child)

    @cached_property
    def _over(self) -> frozenset[str]:
        """The parts with a decimal number that only name the ones below: 2 选址, 2.1 一般规定 before 2.1.1."""
        parts = [unit for unit in self.walk() if unit.kind is UnitKind.CLAUSE]
        pairs = pairwise(parts)
        return frozenset(
            part.eid
            for part, below in pairs
            if _is_below(part.label, below.label) and len(part.children) == 1 and is_name(part.children[0])
        )

    def _laying_down(self) -> Iterable[Unit]:
        return sorted((*self.units, *self.issued), key=_start) if self.issued else self.units

    @cached_property
    def issued(self) -> tuple[Unit, ...]:
        """The annexes that lay something down in articles or rows of their own: the text as amended behind a 修改决定, a further
        办法 of one notice, and the notice (:data:`NOTICE`) that issues the document.

        >>> from lawcheck.document import parse
        >>> text = "某办法\\n第一条　甲应当登记。\\n附件1\\n某细则\\n第一条　乙应当备案，丙应当复核，丁应当及时报告。\\n第二条　戊应当公示。"
        >>> [unit.heading for unit in parse(text).issued]
        ['某细则']
        """
        return tuple(annex for annex in self.annexes if _is_issued(annex) or self._lists(annex))

    def _lists(self, annex: Unit) -> bool:
        """Whether an annex lays something down in the rows of a table (裁量基准, 权责清单)."""
        return any(unit.eid in self.rows for unit in annex.walk())

    def _compared(self, unit: Unit) -> Iterator[Unit]:
        above = self.parents.get(unit.eid)
        listed = unit.kind is not UnitKind.PARAGRAPH or (above is not None and above.kind is UnitKind.CLAUSE)
        alone = not unit.text and not unit.wrap_up and len(unit.children) == 1
        if not (listed and (alone or _heads(unit))) and not _announces(unit):
            yield unit
            return
        for point in unit.children:
            yield from self._compared(point)

    @cached_property
    def _article_index(self) -> dict[Number, Unit]:
        index: dict[Number, Unit] = {}
        for unit in self.articles:
            if unit.number is not None:
                index.setdefault(unit.number, unit)
        return index

    def article(self, value: int, sub: int = 0, *, near: int = -1) -> Unit | None:
        """第value条之sub, or None; of the further text issued with the document in which the place ``near`` stands."""
        annex = next(
            (a for a in self.issued if near >= 0 and a.label != NOTICE and a.span.start <= near < a.span.end), None
        )
        if annex is not None:
            wanted = Number(value, sub)
            return next((u for u in annex.walk() if u.kind is UnitKind.ARTICLE and u.number == wanted), None)
        expect(value, int, "value", "a number such as 5, or 20, 1 for 第二十条之一")
        return self._article_index.get(Number(value, sub))

    def unit_at(self, offset: int) -> Unit | None:
        """The innermost unit whose span covers ``offset``."""
        found: Unit | None = None
        level = self._tops
        while True:
            index = bisect_right(level, offset, key=_start) - 1
            while index >= 0 and level[index].span.length == 0:  # a 款 without words before its list
                index -= 1
            if index < 0 or level[index].span.end <= offset:
                return found
            found = level[index]
            level = found.children

    def path(self, unit: Unit) -> tuple[Unit, ...]:
        """From the outermost ancestor down to ``unit``."""
        chain, seen = [unit], {unit.eid}
        while (above := self.parents.get(chain[-1].eid)) is not None and above.eid not in seen:
            chain.append(above)
            seen.add(above.eid)
        return tuple(reversed(chain))

    def citation_label(self, unit: Unit) -> str:
        """How a person cites the unit: 第十二条第一款第（三）项, the 款 left out where it is the only one; in a notice the
        numbers as they stand there, 一、（二）. Where the file holds several texts, the one it stands in comes first."""
        steps = self.path(unit)
        issued = len(steps) > 1 and steps[0].kind is UnitKind.ANNEX and _is_issued(steps[0])
        first = next((i for i, u in enumerate(steps) if u.kind in (UnitKind.ARTICLE, UnitKind.CLAUSE)), int(issued))
        lead = _part_label(steps[0]) if issued else ""
        if steps[first:] and steps[first].kind is UnitKind.CLAUSE and steps[first].label:
            return f"{lead} {part_label(steps[first:])}".lstrip()
        if len(steps) == 1 and unit.eid in self._closing:
            return self._closing[unit.eid]
        shown = (
            u
            for i, u in enumerate(steps[first:], first)
            if not (u.kind is UnitKind.PARAGRAPH and i and len(steps[i - 1].children) == 1)
        )
        return lead + "".join(_step(u, self.parents.get(u.eid)) for u in shown)

    @cached_property
    def _closing(self) -> dict[str, str]:
        """The paragraphs behind the last 一、 of a notice or decision, which are of the whole, with their labels, by eId."""
        last = max((n for n, unit in enumerate(self.units) if unit.kind is UnitKind.CLAUSE), default=len(self.units))
        found = [unit.eid for unit in self.units[last + 1 :] if unit.kind is UnitKind.PARAGRAPH]
        if len(found) == 1:
            return {found[0]: _CLOSING}
        return {eid: f"{_CLOSING}第{format_numeral(number)}款" for number, eid in enumerate(found, 1)}

    @cached_property
    def uncompared(self) -> tuple[Unit, ...]:
        """The annexes that no clause stands in: neither articles nor rows that lay something down were read there.

        >>> from lawcheck.document import parse
        >>> made = parse("某办法\\n第一条　甲应当登记。\\n附件1\\n申请表\\n请按照本办法第一条的规定如实填写本表各栏并签名。")
        >>> [annex.heading for annex in made.uncompared]
        ['申请表']
        """
        issued = {annex.eid for annex in self.issued}
        return tuple(annex for annex in self.annexes if annex.eid not in issued)

    def stable_id(self, unit: Unit) -> str:
        """Hash of the file (of a text that came from no file, its own) and ordinal: survives a change of numbering, not of
        the file."""
        return f"{self._hash[:12]}#{unit.ordinal}"

    @cached_property
    def _hash(self) -> str:
        return self.source.sha256 or sha256(self.source.text.encode("utf-8", "surrogatepass")).hexdigest()

    def kind_count(self, kind: UnitKind) -> int:
        """How many units of ``kind`` the body has."""
        return sum(1 for top in self.units for u in top.walk() if u.kind is kind)
