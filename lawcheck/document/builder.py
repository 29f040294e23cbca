"""Builds the tree of a body or an annex from its lines, one line at a time, without ever refusing one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from typing import Final

from lawcheck.document.drafts import (
    Draft,
    give_paragraphs_to_last,
    give_text_to_paragraph,
    give_wrap_up_to_last,
    list_above,
    next_paragraph,
    open_list,
)
from lawcheck.document.freezing import Freezer, is_dotted
from lawcheck.document.lines import (
    BLANKS,
    Line,
    Mark,
    article_name,
    heading_key,
    label_style,
    mark_line,
    without_blanks,
)
from lawcheck.document.model import CONTAINERS, Unit, UnitKind
from lawcheck.document.numerals import Number, format_numeral
from lawcheck.document.source import Problem, Span
from lawcheck.messages import render

__all__ = ["Builder"]

_ORDER = {kind: i for i, kind in enumerate(CONTAINERS)}
_UNNUMBERED = {"总则", "附则"}
_HEADING: Final = 30
"""Characters of a longer line that is no heading of a 项."""
_HEADING_MARKS: Final = re.compile(r"[。！？；，：;:,]")
_SAYS: Final = re.compile(r"应当|不得|可以|必须|负责|禁止")
"""What makes a short line with 。 a sentence of its own, and no heading."""
_CLOSING: Final = re.compile(r"本.{1,10}[自由从].*(?:施行|实施|执行|生效|解释)|以上|特此|附件?[：: \u3000\d]")
"""The last lines of a notice, which belong to none of its parts."""
_CLOSES_ALL: Final = re.compile(
    r"此外，对|本(?:决定|修正案|通知|通告|公告|意见|方案|措施)[自由从].*(?:施行|实施|执行|生效|解释)|《[^《》]+》.{0,12}根据本(?:决定|修正案)"
)
"""What can only be said of the whole: it stands behind the last part, not in it."""


class Builder:
    """Feed it the lines of a body; :meth:`units` freezes what came of them.

    ``tails`` overrides the rule for text after the last 项, by the offset of the line: ``"paragraph"`` or ``"wrap-up"``.
    ``decision``: a 修改决定, whose （一） and 1. are instructions and no parts of a notice.
    ``parts`` is the kind of number that the parts of a document without articles bear: 一、, else （一） or 1. alone;
    ``given`` are numbers that only the whole text tells, by the offsets of their lines: 2.1.1
    (:func:`~lawcheck.document.decimals.decimal_marks`) and headings 一、 (:func:`~lawcheck.document.headings.heading_marks`).
    """

    def __init__(
        self,
        text: str,
        *,
        prefix: str = "",
        decision: bool = False,
        tails: Mapping[int, str] | None = None,
        parts: UnitKind = UnitKind.CLAUSE,
        given: Mapping[int, Mark] | None = None,
    ):
        self.text = text
        self.prefix = prefix
        self.decision = decision
        self.tails = tails or {}
        self.parts = parts
        self.given = given or {}
        self.roots: list[Draft] = []
        self.stack: list[Draft] = []
        self.item: Draft | None = None  # the open 条 or 一、
        self.last = Number(0)
        self.last_points: dict[str, Number] = {}  # the last 项 below 一、 by the style of its number
        self.problems: list[Problem] = []
        self.gaps = 0
        self.quoting: Draft | None = None  # the 款 of quoted new text that further lines of it may go on with
        self.named: list[tuple[Draft, Line, int]] = []  # 条 whose line is nothing but number and name
        self.awaiting: Draft | None = None  # a container heading whose name may stand on the next line
        self.heads: set[int] = set()  # offsets of the heading lines
        self.counters: dict[tuple[int, UnitKind], Number] = {}

    # -- feeding -------------------------------------------------------------------------------------------------

    def feed(self, line: Line, *, quoted: bool = False) -> None:
        """Add one line of kind ``text`` or ``row``; ``quoted`` new text of a 修改决定 has no 条 of its own."""
        if not line.text:
            return
        self.quoting = self.quoting if quoted else None
        if line.kind == "row":
            self._table(line)
        elif quoted:
            self._quoted(line)
        elif not self._numbered(line):
            self._text(line)

    def _numbered(self, line: Line) -> bool:
        if given := self.given.get(line.at):
            if given.kind in _ORDER:
                return self._container(line, given)
            self._open_item(UnitKind.CLAUSE, line, given)
            return True
        mark = mark_line(line.text)
        if mark is None:
            return self._unnumbered_heading(line)
        if mark.kind is UnitKind.ARTICLE:
            return self._article(line, mark)
        if mark.kind in _ORDER:
            return self._container(line, mark)
        if mark.kind is UnitKind.CLAUSE or self._is_part(mark):
            return self._clause(line, mark)
        if mark.kind is UnitKind.POINT:
            return self._point(line, mark)
        return self._indent(line, mark)

    def _is_part(self, mark: Mark) -> bool:
        """（二） or 2. in a document whose parts are numbered so throughout."""
        return mark.kind is self.parts and label_style(mark.label) in ("（一）", "1.") and not self.decision

    def _note(self, code: str, line: Line, length: int | None = None, **details: object) -> None:
        span = Span(line.at, line.at + (len(line.text) if length is None else length))
        self.problems.append(Problem(code, span, render(code, "zh", **details)))

    # -- editions, chapters, sections ----------------------------------------------------------------------------

    def _unnumbered_heading(self, line: Line) -> bool:
        key = heading_key(line.text) if len(line.text) < 12 else ""
        if key not in _UNNUMBERED:
            return False
        self._close_down_to(UnitKind.CHAPTER)
        draft = self._draft(UnitKind.CHAPTER, line, heading=key)
        self._open_container(draft)
        return True

    def _container(self, line: Line, mark: Mark) -> bool:
        name = without_blanks(line.text[mark.length :])
        self._close_down_to(mark.kind)
        draft = self._draft(mark.kind, line, mark.number, mark.label, name)
        self._check_container(line, mark)
        self._open_container(draft)
        self.awaiting = draft if not name else None
        return True

    def _close_down_to(self, kind: UnitKind) -> None:
        """A new 章 ends the open 章 and everything inside it."""
        while self.stack and _ORDER[self.stack[-1].kind] >= _ORDER[kind]:
            self.stack.pop()

    def _open_container(self, draft: Draft) -> None:
        (self.stack[-1].children if self.stack else self.roots).append(draft)
        self.stack.append(draft)
        self.item = None
        self.heads.add(draft.start)

    def _check_container(self, line: Line, mark: Mark) -> None:
        level = _ORDER[mark.kind]
        above = next((d for d in reversed(self.stack) if _ORDER[d.kind] < level), None)
        key = (id(above), mark.kind)
        before = self.counters.get(key)
        expected = (before or Number(0)).value + 1
        runs_on = before is None and mark.kind is UnitKind.CHAPTER  # chapters may count through several 编
        if mark.number.value != expected and not runs_on:
            shown = f"第{format_numeral(before.value)}{line.text[mark.length - 1]}" if before else "开头"
            self._note("P106", line, mark.length, before=shown, label=mark.label)
        self.counters[key] = mark.number

    # -- articles and 一、 ------------------------------------------------------------------------------------------

    def _article(self, line: Line, mark: Mark) -> bool:
        follows = mark.number == Number(self.last.value + 1) or mark.number == Number(
            self.last.value, self.last.sub + 1
        )
        if not follows and mark.style == "tight":
            self._note("P104", line, mark.length, label=mark.label)
            return False
        if not follows:
            self.gaps += 1
            self._order_problem(line, mark, self.last)
        elif mark.style == "tight" and not article_name(line.text[mark.length :])[0]:
            self._note("P105", line, mark.length, label=mark.label)
        self._open_item(UnitKind.ARTICLE, line, mark)
        self.last = mark.number
        return True

    def _order_problem(self, line: Line, mark: Mark, last: Number) -> None:
        """``mark`` does not follow ``last``."""
        before, label = _numbered_like(mark, last.value) if last.value else "开头", _shown(mark, mark.label)
        if mark.number <= last:
            self._note("P102", line, mark.length, before=before, label=label)
        elif mark.number.sub:
            self._note("P103", line, mark.length, before=before, label=label)
        else:
            missing = range(last.value + 1, mark.number.value)
            lacks = "、".join(_numbered_like(mark, n) for n in missing[:3]) + ("等" if len(missing) > 3 else "")
            self._note("P101", line, mark.length, before=before, label=label, missing=lacks)

    def _clause(self, line: Line, mark: Mark) -> bool:
        """一、 opens a unit only where there are no articles; inside an article it is an odd 项."""
        if mark.style == "unusual" and not self._follows_clause(mark):
            return False
        if self.item is not None and self.item.kind is UnitKind.ARTICLE:
            return self._odd_point(line, mark)
        self._check_clause(line, mark)
        self._open_item(UnitKind.CLAUSE, line, mark)
        return True

    def _follows_clause(self, mark: Mark) -> bool:
        """Whether 四． goes on from 三、, so that the mark behind it does not matter."""
        before = self.counters.get((id(self.stack[-1] if self.stack else None), UnitKind.CLAUSE), Number(0))
        in_article = self.item is not None and self.item.kind is UnitKind.ARTICLE
        return not in_article and mark.kind is UnitKind.CLAUSE and mark.number.value == before.value + 1

    def _check_clause(self, line: Line, mark: Mark) -> None:
        """一、 二、 四、 lacks one and 三、 三、 has one twice; 一、 may begin a new list."""
        key = (id(self.stack[-1] if self.stack else None), UnitKind.CLAUSE)
        before = self.counters.get(key)
        self.counters[key] = mark.number
        if before is not None and mark.number.value not in (1, before.value + 1):
            self._order_problem(line, mark, before)

    def _open_item(self, kind: UnitKind, line: Line, mark: Mark) -> None:
        number = None if is_dotted(mark.label) else mark.number  # 2.1 is no second of its kind
        draft = self._draft(kind, line, number, mark.label)
        draft.text_start = draft.text_end = line.at + mark.length
        (self.stack[-1].children if self.stack else self.roots).append(draft)
        self.item = draft
        self.awaiting = None
        rest = line.text[mark.length :].lstrip(BLANKS)
        name, length = article_name(rest)
        if name and (kind is UnitKind.ARTICLE or rest[0] == "【"):
            start = line.at + len(line.text) - len(rest)
            draft.heading, rest = name, rest[length:].lstrip(BLANKS)
            if not rest and not line.text.endswith("】"):
                self.named.append((draft, line, start))
        if rest:
            self._add_paragraph(line, line.end - _trailing(self.text, line) - len(rest))

    # -- 款 --------------------------------------------------------------------------------------------------------

    def _text(self, line: Line) -> None:
        if self.item is not None and self.item.kind is UnitKind.CLAUSE and _CLOSES_ALL.match(line.text):
            self.item = None
        if self.awaiting is not None and len(line.text) < 30 and line.text[-1] not in "。；：":
            self.awaiting.heading, self.awaiting.end = without_blanks(line.text), line.end
            self.awaiting.text_start = self.awaiting.text_end = line.end
            self.awaiting = None
            return
        self.awaiting = None
        paragraph = self._open_paragraph()
        if paragraph is not None and self._unclosed_title(paragraph):
            paragraph.text_end = paragraph.end = line.at + len(line.text)
        elif paragraph is not None and (headed := self._headed(paragraph, line)) is not None:
            self._add_paragraph(line, line.at, siblings=headed.children)
        elif paragraph is not None and paragraph.children and self._is_tail(paragraph, line):
            paragraph.wrap_start = line.at
            paragraph.wrap_end = paragraph.end = line.at + len(line.text)
        else:
            self._add_paragraph(line, line.at)

    def _quoted(self, line: Line) -> None:
        led = line.text.lstrip("“" + BLANKS)
        mark = mark_line(led)
        opening = len(line.text) - len(led)
        if mark is not None and mark.kind is UnitKind.ARTICLE:
            self._note("P116", line, opening + mark.length, label=mark.label)
        if mark is None or not self._quoted_item(line, mark, opening):
            above = self.quoting
            if mark is None and above is not None and above.children and self._is_tail(above, line):
                above.wrap_start = line.at
                above.wrap_end = above.end = line.at + len(line.text)
            else:
                self.quoting = self._add_paragraph(line, line.at)

    def _quoted_item(self, line: Line, mark: Mark, opening: int) -> bool:
        """（一） or 1. of the quoted 款 above; where none leads it in it is a 款 by itself. Its mark “ stays with its number."""
        above = self.quoting
        if above is None or above.wrap_end or not self._leads_in(above):
            return False
        whole = mark._replace(label=line.text[: opening + mark.length], length=opening + mark.length)
        if mark.kind is UnitKind.POINT:
            self._add_below(above, UnitKind.POINT, line, whole)
        elif mark.kind is UnitKind.INDENT and above.children:
            self._add_below(above.children[-1], UnitKind.INDENT, line, whole)
        else:
            return False
        return True

    def _open_paragraph(self) -> Draft | None:
        siblings = self._paragraphs()
        return siblings[-1] if siblings and siblings[-1].kind is UnitKind.PARAGRAPH else None

    def _paragraphs(self) -> list[Draft]:
        if self.item is not None:
            return self.item.children
        return self.stack[-1].children if self.stack else self.roots

    def _unclosed_title(self, paragraph: Draft) -> bool:
        """A title torn apart by a line break: 《中华人民共和国义 / 务教育法》."""
        if paragraph.children or paragraph.table:
            return False
        text = self.text[paragraph.text_start : paragraph.text_end]
        return "《" in text[-40:] and text.rfind("《") > text.rfind("》")

    def _headed(self, paragraph: Draft, line: Line) -> Draft | None:
        """The innermost open 项 or 目 of a notice that is a heading, which the line below it belongs to."""
        in_notice = self.item is not None and self.item.kind is UnitKind.CLAUSE
        led = self.text[paragraph.text_start : paragraph.text_end].endswith(("：", ":", "，"))
        if not in_notice or led or paragraph.wrap_end or paragraph.table or _CLOSING.match(line.text):
            return None
        return next((draft for draft in reversed(open_list(paragraph)) if self._is_heading(draft)), None)

    def _is_heading(self, draft: Draft) -> bool:
        """Short, without a mark, or a few words with 。 that say nothing of their own; or what leads in a text."""
        words = self.text[draft.text_start : draft.text_end].strip(BLANKS)
        if words.endswith(("：", ":")):
            return all(child.kind is UnitKind.PARAGRAPH for child in draft.children)
        bare = words.removesuffix("。")
        short = 0 < len(bare) <= _HEADING and _HEADING_MARKS.search(bare) is None
        return short and (bare == words or (len(bare) <= _HEADING // 2 and _SAYS.search(bare) is None))

    def _is_tail(self, paragraph: Draft, line: Line) -> bool:
        """Text after the last 项 belongs to the same 款 unless that 项 ended with 。 (house rule; overridable)."""
        choice = self.tails.get(line.at) or self.tails.get(line.start)
        if choice:
            return choice == "wrap-up"
        return not paragraph.wrap_end and self.text[: paragraph.last_end].rstrip(BLANKS + "\n")[-1:] not in "。”"

    def _add_paragraph(
        self, line: Line, start: int, *, table: bool = False, siblings: list[Draft] | None = None
    ) -> Draft:
        siblings = self._paragraphs() if siblings is None else siblings
        end = line.at + len(line.text) if not table else line.end
        draft = Draft(UnitKind.PARAGRAPH, start, end, text_start=start, text_end=end, table=table)
        if not table:
            draft.number = next_paragraph(siblings)
        siblings.append(draft)
        return draft

    def _table(self, line: Line) -> None:
        siblings = self._paragraphs()
        if siblings and siblings[-1].table and self.text[siblings[-1].text_end : line.start].strip("\n") == "":
            siblings[-1].text_end = siblings[-1].end = line.end
        else:
            self._add_paragraph(line, line.start, table=True)

    # -- 项 and 目 --------------------------------------------------------------------------------------------------

    def _point(self, line: Line, mark: Mark) -> bool:
        self._gather_below_last(mark)
        paragraph = self._paragraph_for_points(mark)
        if paragraph is None:
            return False
        self._check_point(line, mark, self._next_point(paragraph, mark))
        if mark.style == "unusual":
            self._note("P109", line, mark.length, label=mark.label)
        give_wrap_up_to_last(paragraph)
        self._add_below(paragraph, UnitKind.POINT, line, mark)
        return True

    def _check_point(self, line: Line, mark: Mark, expected: int) -> None:
        if mark.number.value != expected:
            self._note("P108", line, mark.length, expected=format_numeral(expected), label=mark.label)
        self.last_points[label_style(mark.label)] = mark.number

    def _next_point(self, paragraph: Draft, mark: Mark) -> int:
        """The number that the next 项 should have: 1 in a new list, unless a 项 whose number got lost made a 款 of its own in
        the middle of the list before, or the 项 of a notice count through all its parts."""
        before = paragraph
        through = self.last_points.get(label_style(mark.label))
        if self.decision and through and mark.number.value == through.value + 1:
            return mark.number.value  # new text of several 款 stands between the instructions
        if through and not paragraph.children and self._first_list() and mark.number >= max(through, Number(2)):
            return through.value + 1
        if not paragraph.children and mark.number.value > 1:
            before = next((d for d in reversed(self._paragraphs()[-3:-1]) if d.children), paragraph)
        last = before.children[-1].number if before.children else None
        place = (
            len(before.children) + 1
        )  # right in its place although the one before it has a wrong number: （一）（一）（三）
        return place if not last or mark.number.value == place else last.value + 1

    def _gather_below_last(self, mark: Mark) -> None:
        """What stands between （一） and （二） of a notice was the rest of （一）, however many paragraphs it has."""
        if self.decision or self.item is None or self.item.kind is not UnitKind.CLAUSE:
            return
        siblings, style = self.item.children, label_style(mark.label)
        lists = [
            i for i, draft in enumerate(siblings) if draft.children and label_style(draft.children[-1].label) == style
        ]
        at = lists[-1] if lists else len(siblings)
        if at >= len(siblings) - 1 or siblings[at].children[-1].number != Number(mark.number.value - 1):
            return
        point = siblings[at].children[-1]
        if not point.children and not self._is_heading(point):
            give_text_to_paragraph(point)
        give_paragraphs_to_last(siblings[at], siblings[at + 1 :])
        del siblings[at + 1 :]

    def _first_list(self) -> bool:
        """No list stands yet in the open part of a notice."""
        in_notice = self.item is not None and self.item.kind is UnitKind.CLAUSE
        return in_notice and not any(draft.children for draft in self._paragraphs())

    def _paragraph_for_points(self, mark: Mark) -> Draft | None:
        """The 款 that the 项 belongs to; （一） after finished 项 starts a new list, right behind a single （一） it is （二） misnumbered."""
        paragraph = self._open_paragraph()
        if paragraph is None or paragraph.table:
            if self.item is None:
                return None
            return self._empty_paragraph()
        if self.decision and self.text.startswith("“", paragraph.text_start):
            return self._empty_paragraph()  # what is quoted is no lead-in of the next instruction
        if mark.number == Number(1) and paragraph.children:
            if paragraph.wrap_end:
                return self._split_wrap_up(paragraph)
            return paragraph if len(paragraph.children) == 1 else self._empty_paragraph()
        return paragraph

    def _empty_paragraph(self) -> Draft:
        siblings = self._paragraphs()
        at = siblings[-1].reach if siblings else (self.item.text_end if self.item else 0)
        number = next_paragraph(siblings)
        draft = Draft(UnitKind.PARAGRAPH, at, at, number=number, text_start=at, text_end=at)
        siblings.append(draft)
        return draft

    def _split_wrap_up(self, paragraph: Draft) -> Draft:
        """What looked like text after the list was the lead-in of the next list."""
        start, end = paragraph.wrap_start, paragraph.wrap_end
        paragraph.wrap_start = paragraph.wrap_end = 0
        paragraph.end = paragraph.children[-1].end = paragraph.children[-1].last_end
        number = Number((paragraph.number or Number(0)).value + 1)
        draft = Draft(UnitKind.PARAGRAPH, start, end, number=number, text_start=start, text_end=end)
        self._paragraphs().append(draft)
        return draft

    def _indent(self, line: Line, mark: Mark) -> bool:
        paragraph = self._open_paragraph()
        opened = open_list(paragraph) if paragraph is not None and not paragraph.wrap_end else []
        above = list_above(opened, mark)
        if above is not None:
            self._add_below(above, UnitKind.INDENT, line, mark)
            return True
        if self.item is None:
            return False
        if self.item.kind is UnitKind.CLAUSE:
            return not self.decision and self._arabic_point(line, mark)
        if paragraph is None or not self._leads_in(paragraph):
            self._note("P110", line, mark.length, label=mark.label)
            return False
        return self._odd_point(line, mark)

    def _arabic_point(self, line: Line, mark: Mark) -> bool:
        """1. straight below 一、, as measures are numbered, often through all their parts."""
        self._gather_below_last(mark)
        paragraph, style, first = self._open_paragraph(), label_style(mark.label), mark.number == Number(1)
        listed = paragraph.children if paragraph is not None else []
        goes_on = bool(listed) and label_style(listed[-1].label) == style and not first
        through = self.last_points.get(style) if self._first_list() else None
        if not (goes_on or first or (through and mark.number >= through)):
            return False
        if paragraph is None or not goes_on:
            paragraph = self._paragraph_for_list(paragraph)
        self._check_point(line, mark, self._next_point(paragraph, mark))
        give_wrap_up_to_last(paragraph)
        self._add_below(paragraph, UnitKind.POINT, line, mark)
        return True

    def _paragraph_for_list(self, paragraph: Draft | None) -> Draft:
        """The 款 of a new list: the open one where it heads a list or leads it in, else one without words."""
        if paragraph is None or paragraph.table:
            return self._empty_paragraph()
        if paragraph.children:
            return self._split_wrap_up(paragraph) if paragraph.wrap_end else self._empty_paragraph()
        return paragraph if self._is_heading(paragraph) else self._empty_paragraph()

    def _leads_in(self, paragraph: Draft) -> bool:
        if paragraph.children:
            return True
        return self.text[paragraph.text_start : paragraph.text_end].endswith(("：", ":"))

    def _odd_point(self, line: Line, mark: Mark) -> bool:
        """A 项 written 1. or 一、: taken as what it is meant to be, and reported."""
        paragraph = self._open_paragraph()
        if paragraph is None or not self._leads_in(paragraph):
            self._note("P110", line, mark.length, label=mark.label)
            return False
        self._note("P109", line, mark.length, label=mark.label)
        give_wrap_up_to_last(paragraph)
        self._add_below(paragraph, UnitKind.POINT, line, mark)
        return True

    def _add_below(self, parent: Draft, kind: UnitKind, line: Line, mark: Mark) -> None:
        draft = self._draft(kind, line, mark.number, mark.label)
        rest = line.text[mark.length :]
        draft.text_start = line.at + mark.length + len(rest) - len(rest.lstrip(BLANKS))
        draft.text_end = line.at + len(line.text)
        parent.children.append(draft)

    def _draft(
        self, kind: UnitKind, line: Line, number: Number | None = None, label: str = "", heading: str = ""
    ) -> Draft:
        """A new unit whose own text is empty and stands at the end of its line."""
        return Draft(kind, line.at, line.at + len(line.text), number, label, heading, line.end, line.end)

    # -- freezing ------------------------------------------------------------------------------------------------

    def units(self, ordinals: count[int], taken: set[str]) -> tuple[Unit, ...]:
        """The finished units, eIds unique among ``taken``. What looked like the name of a 条 is its text where none followed."""
        for draft, line, start in self.named:
            if not draft.children:
                draft.heading = ""
                self._add_paragraph(line, start, siblings=draft.children)
        freezer = Freezer(self.text, self.prefix, ordinals, taken)
        return tuple(freezer.unit(draft, self.prefix, i) for i, draft in enumerate(self.roots, 1))


def _shown(mark: Mark, label: str) -> str:
    """A number in a message: those of 条 as they are, those of other parts in quotation marks."""
    return label if mark.kind is UnitKind.ARTICLE else f"“{label}”"


def _numbered_like(mark: Mark, value: int) -> str:
    """``value`` as the unit of a mark would bear it."""
    forms = {UnitKind.ARTICLE: "第{}条", UnitKind.CLAUSE: "{}、", UnitKind.POINT: "（{}）"}
    return _shown(mark, forms[mark.kind].format(format_numeral(value)) if mark.kind in forms else f"{value}.")


def _trailing(source: str, line: Line) -> int:
    return line.end - line.at - len(line.text)
