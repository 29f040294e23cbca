"""A decision carried out on a text: every instruction, or a fault that says which one was not and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from lawcheck.document import Address, Number, Span, format_numeral, parse_numeral
from lawcheck.laws.amending.editing import (
    EditArticle,
    EditParagraph,
    EditPoint,
    articles_of,
    editable,
    label_of,
    paragraphs_of,
)
from lawcheck.laws.amending.model import AmendedLaw, Deed, Fault, Instruction, Part, Result
from lawcheck.laws.amending.wording import change_paragraph, ended_like, swap_words, with_colon
from lawcheck.laws.records import RawArticle

__all__ = ["amend"]

_QUOTE: Final = 40
_DIVISION: Final = re.compile(r"第([零〇一二三四五六七八九十百]+)([章节])")

_NUMERAL: Final = "[零〇一二三四五六七八九十百千]+"
_OWN_ARTICLE: Final = re.compile(rf"第{_NUMERAL}条(?:之{_NUMERAL})?")
_OWN_LIST: Final = re.compile(
    rf"本(?:法|条例|办法|规定|细则|规则|解释)(?:(?:、|，|和|或者|以及|及|至)?第{_NUMERAL}(?:条(?:之{_NUMERAL})?|款|项))+"
)
_Item = TypeVar("_Item", EditPoint, EditParagraph)


class _RefusedError(Exception):
    """An instruction that cannot be carried out; the message says why."""


def amend(articles: Sequence[RawArticle], law: AmendedLaw, text: str, *, title: str = "", preamble: str = "") -> Result:
    """Carry out the instructions of one law on its articles; ``text`` is that of the decision, for the quotations.

    Whatever is not carried out stands in :attr:`Result.faults`; the caller decides whether a text that lacks it is of use.
    """
    editor = _Editor(editable(articles), title, preamble, [a for a in articles if a.number is None])
    faults = [Fault(span, "没有识别这段文字", text[span.start : span.end][:_QUOTE]) for span in law.unread]
    done = 0
    for index, instruction in enumerate(law.instructions):
        try:
            editor.carry_out(instruction, law.instructions[index + 1 :])
        except _RefusedError as reason:
            faults.append(Fault(instruction.span, str(reason), _first_words(text, instruction.span)))
        else:
            done += 1
    try:
        amended = (*editor.result(), *editor.annexes)
    except _RefusedError as reason:
        faults.append(Fault(Span(0, 0), str(reason), ""))
        amended = ()
    followed = tuple(editor.followed)
    faults.sort(key=lambda fault: fault.span)
    return Result(amended, editor.title, editor.preamble, done, followed, tuple(faults))


def _first_words(text: str, span: Span) -> str:
    return text[span.start : span.end][:_QUOTE].replace("\n", " ")


@dataclass
class _Editor:
    articles: list[EditArticle]
    title: str
    preamble: str
    annexes: list[RawArticle] = field(default_factory=list)
    ordered: bool = False
    followed: list[str] = field(default_factory=list)
    own_articles: dict[Address, EditArticle] = field(default_factory=dict)  # a 款 that has become an article
    added_divisions: list[tuple[int, str, str, Address | None]] = field(default_factory=list)
    moved_divisions: dict[str, str] = field(default_factory=dict)  # 第四章 → 第五章

    def carry_out(self, instruction: Instruction, following: Sequence[Instruction]) -> None:
        """Dispatch; raises :class:`_RefusedError`."""
        if instruction.deed is Deed.INSERT and not instruction.text and _is_spelt_out(instruction, following):
            return  # 增加一款作为第二款，将该条修改为：…
        if instruction.part is Part.ANNEX:
            self.change_annex(instruction)
        elif instruction.part is Part.HEADING and instruction.label:
            self.change_heading(instruction)
        elif instruction.part is Part.WHOLE:
            self.substitute_everywhere(instruction)
        else:
            _DEEDS[instruction.deed](self, instruction)

    # -- places ----------------------------------------------------------------------------------------------------

    def article(self, place: Address) -> EditArticle:
        if place.article is None:
            raise _RefusedError("没有写明是哪一条")
        return self.numbered(place.article.first)

    def numbered(self, number: Number) -> EditArticle:
        found = next((a for a in self.articles if a.old == number), None)
        found = found or next((a for a in self.articles if a.old is None and a.new == number), None)
        if found is None:
            raise _RefusedError(f"原文中没有{label_of(number)}")
        return found

    def every(self, places: Sequence[Address]) -> list[Address]:
        """Ranges of articles as single places."""
        found: list[Address] = []
        for place in places:
            reach = place.article
            if reach is None or not reach.is_range:
                found.append(place)
                continue
            numbers = sorted(a.old for a in self.articles if a.old is not None and a.old in reach)
            found += [Address.of(*number) for number in numbers]
        return found

    def paragraph(self, place: Address) -> EditParagraph:
        article = self.article(place)
        if place.paragraph is None:
            if place.point is not None and len([p for p in article.paragraphs if p.points]) == 1:
                return next(p for p in article.paragraphs if p.points)
            if len(article.paragraphs) == 1:
                return article.paragraphs[0]
            raise _RefusedError(f"{place}有几款，没有写明是哪一款")
        return _by_number(article.paragraphs, place.paragraph.first.value, str(place))

    def point(self, place: Address) -> EditPoint:
        if place.point is None:
            raise _RefusedError(f"{place}不是项")
        return _by_number(self.paragraph(place).points, place.point.first.value, str(place))

    # -- deeds -----------------------------------------------------------------------------------------------------

    def replace(self, instruction: Instruction) -> None:
        if instruction.part is Part.PREFACE:
            raise _RefusedError("序言不在条文之内，程序不修改")
        if instruction.part is Part.TITLE:
            self.title = instruction.text.strip("《》")
        elif instruction.part is Part.PREAMBLE:
            self.preamble = instruction.text
        elif instruction.part is Part.LEAD:
            self.paragraph(instruction.places[0]).lead = with_colon(instruction.text)
        elif not instruction.places or instruction.places[0].is_empty:
            raise _RefusedError("没有写明是哪一条")
        elif len(instruction.places) > 1:
            self._replace_several(instruction)
        else:
            self._replace_unit(instruction.places[0], instruction.text)

    def _replace_several(self, instruction: Instruction) -> None:
        """第一款、第二款修改为: one paragraph of the new text each."""
        places, new = instruction.places, paragraphs_of(instruction.text)
        if len(places) != len(new) or not all(p.paragraph and not p.point for p in places):
            raise _RefusedError(f"写明修改{len(places)}处，内容有{len(new)}款")
        for place, paragraph in zip(places, new, strict=True):
            self._replace_unit(place, "\n".join(paragraph.lines))

    def _replace_unit(self, place: Address, text: str) -> None:
        if place in self.own_articles:
            self.own_articles[place].paragraphs = paragraphs_of(text)
            return
        if place.point is not None:
            point = self.point(place)
            point.text = ended_like(text, point.text)
        elif place.paragraph is not None:
            article, paragraph = self.article(place), self.paragraph(place)
            new = paragraphs_of(text)
            new[0].old, new[0].new = paragraph.old, paragraph.new
            at = article.paragraphs.index(paragraph)
            article.paragraphs[at : at + 1] = new
        else:
            article = self.article(place)
            article.paragraphs = paragraphs_of(next(articles_of(text))[1])

    def renumber(self, instruction: Instruction) -> None:
        places: Sequence[Address] = instruction.places
        if len(places) != len(instruction.targets):
            places = self.every(places)
        if len(places) != len(instruction.targets):
            raise _RefusedError(f"原有{len(places)}处，写明{len(instruction.targets)}个新号")
        for old, new in zip(places, instruction.targets, strict=True):
            self._renumber_one(old, new)

    def _renumber_one(self, old: Address, new: Address) -> None:
        if old.point is not None or old.paragraph is not None:
            self._renumber_below(old, new)
        elif old.article is None or new.article is None:
            raise _RefusedError("没有识别条号")
        else:
            olds = self.every([old])
            for step, place in enumerate(olds):
                number = new.article.first
                self.article(place).new = number if len(olds) == 1 else Number(number.value + step)
            self.ordered = True

    def _renumber_below(self, old: Address, new: Address) -> None:
        """A 款 or 项 that another one has pushed back; a range follows by itself. 第三十七条第一款 may become an article."""
        if old.paragraph is not None and old.point is None and new.paragraph is None and new.article is not None:
            article, paragraph = self.article(old), self.paragraph(old)
            self._take_away(old)
            self.own_articles[old] = EditArticle([_fresh(paragraph)], article.heading, None, new.article.first)
            self.articles.append(self.own_articles[old])
            self.ordered = True
            return
        item: EditPoint | EditParagraph = self.point(old) if old.point is not None else self.paragraph(old)
        reach, target = (old.point, new.point) if old.point is not None else (old.paragraph, new.paragraph)
        if target is None or reach is None:
            raise _RefusedError("款项号前后不一致")
        if not reach.is_range:
            item.new = target.first.value

    def insert(self, instruction: Instruction) -> None:
        if not instruction.text:
            raise _RefusedError("没有写出增加的内容")
        if instruction.old == "条":
            self._insert_articles(instruction)
        elif instruction.old == "款":
            self._insert_paragraphs(instruction)
        elif instruction.old == "项":
            self._insert_points(instruction)
        else:
            raise _RefusedError(f"不会增加{instruction.old}")

    def _insert_articles(self, instruction: Instruction) -> None:
        pieces = list(articles_of(instruction.text))
        numbers = [n for t in instruction.targets if t.article for n in _numbers(t.article.first, t.article.last)]
        if not numbers and len(pieces) == 1 and instruction.places and (place := instruction.places[0].article):
            numbers = [Number(place.first.value + 1)]
        numbers = [n for n, _ in pieces if n is not None] or numbers
        if len(pieces) != len(numbers):
            raise _RefusedError(f"写明了{len(numbers)}个条号，内容有{len(pieces)}条")
        for number, (_, text) in zip(numbers, pieces, strict=True):
            self.articles.append(EditArticle(paragraphs_of(text), "", None, number))
            self.ordered = self.ordered or not number.sub

    def _insert_paragraphs(self, instruction: Instruction) -> None:
        article = self.article(instruction.places[0])
        new = paragraphs_of(instruction.text)
        targets = [t.paragraph for t in instruction.targets if t.paragraph]
        numbers = [value for t in targets for value in range(t.first.value, t.last.value + 1)]
        if not numbers:
            after = instruction.places[0].paragraph
            start = after.first.value + 1 if after else len(article.paragraphs) + 1
            numbers = list(range(start, start + len(new)))
        if len(numbers) == 1 and len(new) > 1:
            raise _RefusedError("写明增加一款，内容有几款")
        if len(numbers) != len(new):
            raise _RefusedError(f"写明增加{len(numbers)}款，内容有{len(new)}款")
        for number, paragraph in zip(numbers, new, strict=True):
            paragraph.new = number
        article.paragraphs += new

    def _insert_points(self, instruction: Instruction) -> None:
        place = instruction.places[0]
        paragraph = self.paragraph(
            place if place.point is None else Address(article=place.article, paragraph=place.paragraph)
        )
        lines = instruction.text.split("\n")
        targets = [t.point for t in instruction.targets if t.point]
        numbers = [value for t in targets for value in range(t.first.value, t.last.value + 1)]
        if not numbers:
            numbers = [len(paragraph.points) + 1 + step for step in range(len(lines))]
        if len(numbers) != len(lines):
            raise _RefusedError(f"写明增加{len(numbers)}项，内容有{len(lines)}项")
        last = paragraph.points[-1].text[-1:] if paragraph.points else "。"
        if last == "。" and paragraph.points and max(numbers) > len(paragraph.points):  # it is the last one no more
            paragraph.points[-1].text = paragraph.points[-1].text[:-1] + "；"
        for number, line in zip(numbers, lines, strict=True):
            end = "" if line[-1:] in "。；" else last if number > len(paragraph.points) else "；"
            paragraph.points.append(EditPoint(line + end, None, number))

    def delete(self, instruction: Instruction) -> None:
        for place in self.every(instruction.places):
            if place.point is not None:
                self.paragraph(place).points.remove(self.point(place))
            elif place.paragraph is not None:
                for value in range(place.paragraph.first.value, place.paragraph.last.value + 1):
                    article = self.article(place)
                    article.paragraphs.remove(_by_number(article.paragraphs, value, str(place)))
            else:
                self.articles.remove(self.article(place))

    def substitute(self, instruction: Instruction) -> None:
        if instruction.part is Part.HEADING:
            if not self._in_headings(instruction.old, instruction.text):
                raise _RefusedError(f"章名中没有“{instruction.old}”")
            return
        self._words(instruction, lambda text: swap_words(text, instruction.old, instruction.text))

    def _in_headings(self, old: str, new: str) -> bool:
        hit = [a for a in self.articles if old in a.heading]
        for article in hit:
            article.heading = article.heading.replace(old, new)
        return bool(hit)

    def add_words(self, instruction: Instruction) -> None:
        if instruction.part in (Part.START, Part.END):
            self._at_edge(instruction)
            return
        joined = (
            instruction.old + instruction.text if instruction.part is Part.AFTER else instruction.text + instruction.old
        )
        self._words(instruction, lambda text: swap_words(text, instruction.old, joined))

    def _at_edge(self, instruction: Instruction) -> None:
        place = instruction.places[0]
        article = self.article(place)
        if instruction.part is Part.END and place.paragraph is None and place.point is None:
            article.paragraphs += [EditParagraph(line) for line in instruction.text.split("\n")]
            return
        paragraph = self.paragraph(place)
        words = (
            instruction.text
            if instruction.text.endswith("。") or instruction.part is Part.END
            else instruction.text + "。"
        )
        paragraph.lead = words + paragraph.lead if instruction.part is Part.START else paragraph.lead + words

    def delete_words(self, instruction: Instruction) -> None:
        self._words(instruction, lambda text: swap_words(text, instruction.old, ""))

    def _words(self, instruction: Instruction, change: Callable[[str], str | None]) -> None:
        """Change words in every place named; a place without them is a fault, and nothing is changed there."""
        if not instruction.places or instruction.places[0].is_empty:
            raise _RefusedError("没有写明是哪一条")
        places = self.every(instruction.places)
        missing = [str(place) for place in places if not self._change_in(place, change)]
        if _OWN_ARTICLE.search(instruction.text):  # the decision itself gives the new numbers
            for paragraph in [p for place in places for p in self._spoken_of(place)]:
                paragraph.written = True
        if missing:
            raise _RefusedError(f"{'、'.join(missing)}中没有“{instruction.old[:_QUOTE]}”")

    def _spoken_of(self, place: Address) -> list[EditParagraph]:
        article = self.article(place)
        return article.paragraphs if place.paragraph is None and place.point is None else [self.paragraph(place)]

    def _change_in(self, place: Address, change: Callable[[str], str | None]) -> bool:
        if place.point is not None:
            point = self.point(place)
            new = change(point.text)
            point.text = new if new is not None else point.text
            return new is not None
        article = self.article(place)
        if place.paragraph is not None:
            return change_paragraph(self.paragraph(place), change)
        hits = [change_paragraph(p, change) for p in article.paragraphs]
        if any(hits):
            return True
        whole = change("\n".join(line for p in article.paragraphs for line in p.lines))
        if whole is not None:
            article.paragraphs = paragraphs_of(whole, old=True)
        return whole is not None

    def merge(self, instruction: Instruction) -> None:
        if not instruction.text:
            raise _RefusedError("合并的条文没有写出内容")
        target = instruction.targets[0].article
        places = self.every(instruction.places)
        if target is None or target.is_range:
            raise _RefusedError("没有写明合并为哪一条")
        heading = self.article(places[0]).heading
        for place in places:
            self._take_away(place)
        self.articles.append(EditArticle(paragraphs_of(instruction.text), heading, None, target.first))
        self.ordered = True

    def _take_away(self, place: Address) -> None:
        article = self.article(place)
        if place.point is not None:
            paragraph = self.paragraph(place)
            paragraph.points.remove(self.point(place))
            if not paragraph.points:
                article.paragraphs.remove(paragraph)
        elif place.paragraph is not None:
            article.paragraphs.remove(self.paragraph(place))
        else:
            article.paragraphs.clear()
        if not article.paragraphs:
            self.articles.remove(article)

    def split(self, instruction: Instruction) -> None:
        place = instruction.places[0]
        if not instruction.text:
            raise _RefusedError("拆分的条文没有写出内容")
        if place.paragraph is not None:
            article, paragraph = self.article(place), self.paragraph(place)
            new, numbers = paragraphs_of(instruction.text), [t.paragraph for t in instruction.targets]
            if len(new) != sum(n.last.value - n.first.value + 1 for n in numbers if n):
                raise _RefusedError("拆分后的款数与内容不符")
            at = article.paragraphs.index(paragraph)
            article.paragraphs[at : at + 1] = new
            return
        self.articles.remove(self.article(place))
        self._insert_articles(
            Instruction(Deed.INSERT, instruction.span, (), instruction.targets, "条", instruction.text)
        )

    def division(self, instruction: Instruction) -> None:
        match = _DIVISION.match(instruction.text)
        number = parse_numeral(match[1]) if match else None
        if match is None or number is None:
            raise _RefusedError("没有识别章节号")
        if not instruction.targets:
            raise _RefusedError(f"没有写明{match[0]}包括哪几条")
        reach = instruction.targets[0]
        self.added_divisions.append((number, match[2], instruction.text, reach))

    def order(self, instruction: Instruction) -> None:
        self.ordered = True

    # -- annexes, headings, the whole text ------------------------------------------------------------------------

    def change_annex(self, instruction: Instruction) -> None:
        at = self._annex_at(instruction.label)
        annex = self.annexes[at]
        if instruction.deed is Deed.DELETE:
            del self.annexes[at]
            return
        substitutes = instruction.deed is Deed.SUBSTITUTE
        text = swap_words(annex.text, instruction.old, instruction.text) if substitutes else instruction.text
        if text is None:
            raise _RefusedError(f"{instruction.label}中没有“{instruction.old[:_QUOTE]}”")
        self.annexes[at] = replace(annex, text=text)

    def _annex_at(self, label: str) -> int:
        """An annex by its number; 附件 without one only where there is one annex."""
        found = [i for i, a in enumerate(self.annexes) if _annex_number(a.label) == _annex_number(label)]
        found = found or (list(range(len(self.annexes))) if label == "附件" else [])
        if len(found) != 1:
            raise _RefusedError(f"原文中有{len(found)}个{label}" if found else f"原文中没有{label}")
        return found[0]

    def change_heading(self, instruction: Instruction) -> None:
        label = instruction.label
        if not any(_heading_of(label).search(a.heading) for a in self.articles):
            raise _RefusedError(f"原文中没有{label}")
        if instruction.deed is Deed.RENUMBER:
            self.moved_divisions[label] = instruction.text
            return
        name = _DIVISION.sub("", instruction.text).strip()
        for article in self.articles:
            article.heading = _heading_of(label).sub(f"{label} {name}", article.heading)

    def substitute_everywhere(self, instruction: Instruction) -> None:
        def change(text: str) -> str | None:
            return swap_words(text, instruction.old, instruction.text)

        hits = [change_paragraph(p, change) for a in self.articles for p in a.paragraphs]
        hits.append(self._in_headings(instruction.old, instruction.text))
        for at, annex in enumerate(self.annexes):
            if (text := change(annex.text)) is not None:
                self.annexes[at] = replace(annex, text=text)
                hits.append(True)
        if not any(hits):
            raise _RefusedError(f"全文中没有“{instruction.old[:_QUOTE]}”")

    # -- the end ---------------------------------------------------------------------------------------------------

    def result(self) -> list[RawArticle]:
        ordered = self._in_sequence() if self.ordered else self._by_own_numbers()
        self._follow({a.old: n for n, a in ordered if a.old is not None and a.old != n}, ordered)
        heading = ordered[0][1].heading if ordered else ""
        found = []
        for number, article in ordered:
            heading = article.heading or heading
            found.append(RawArticle(number, label_of(number), self._heading(number, article, heading), article.text))
        return found

    def _follow(self, moved: dict[Number, Number], ordered: Sequence[tuple[Number, EditArticle]]) -> None:
        """References to own articles in text that the decision did not write get the new numbers."""

        def renumbered(match: re.Match[str]) -> str:
            return _OWN_ARTICLE.sub(lambda m: _moved(m[0], moved), match[0])

        for number, article in ordered:
            for paragraph in article.paragraphs:
                before = paragraph.lines
                if not paragraph.written and moved:
                    change_paragraph(paragraph, lambda text: _OWN_LIST.sub(renumbered, text))
                    self.followed += _differences(label_of(number), before, paragraph.lines)

    def _by_own_numbers(self) -> list[tuple[Number, EditArticle]]:
        pairs = [(a.new or a.old, a) for a in self.articles]
        return sorted(((n, a) for n, a in pairs if n is not None), key=lambda pair: pair[0])

    def _in_sequence(self) -> list[tuple[Number, EditArticle]]:
        """Articles told a number stand there; the others fill the numbers between, in their old order."""
        told: dict[Number, EditArticle] = {}
        for article in self.articles:
            if article.new is not None and told.setdefault(article.new, article) is not article:
                raise _RefusedError(f"有两条都要作为{label_of(article.new)}")
        rest = [a for a in self.articles if a.new is None]
        found: list[tuple[Number, EditArticle]] = []
        value = 0
        while rest or told:
            value += 1
            if Number(value) in told:
                found.append((Number(value), told.pop(Number(value))))
            elif rest:
                found.append((Number(value), rest.pop(0)))
            else:
                least = min(told)
                found.append((least, told.pop(least)))
        return found

    def _heading(self, number: Number, article: EditArticle, heading: str) -> str:
        """Chapters behind an added one count on."""
        for added, kind, words, reach in self.added_divisions:
            inside = reach is not None and reach.article is not None and number in reach.article
            if inside and kind == "章":
                return words
            match = _DIVISION.search(heading)
            if (
                match
                and match[0] not in self.moved_divisions
                and match[2] == kind
                and (parse_numeral(match[1]) or 0) >= added
            ):
                heading = heading.replace(match[0], f"第{format_numeral((parse_numeral(match[1]) or 0) + 1)}{kind}", 1)
        return _DIVISION.sub(lambda m: self.moved_divisions.get(m[0], m[0]), heading)


def _heading_of(label: str) -> re.Pattern[str]:
    """第三章 and the name behind it, in the headings of an article."""
    return re.compile(rf"{label} ?[^ ]*")


def _annex_number(label: str) -> int:
    found = re.search(rf"\d+|{_NUMERAL}", label)
    return (parse_numeral(found[0]) or 0) if found else 0


def _is_spelt_out(instruction: Instruction, following: Sequence[Instruction]) -> bool:
    place = instruction.places[0] if instruction.places else Address()
    return bool(following) and following[0].deed is Deed.REPLACE and bool(following[0].places) and (
        following[0].places[0].article == place.article
    )  # fmt: skip


def _by_number(items: Sequence[_Item], value: int, name: str) -> _Item:
    found = next((i for i in items if i.old == value), None) or next((i for i in items if i.new == value), None)
    if found is None:
        raise _RefusedError(f"原文中没有{name}")
    return found


def _moved(label: str, moved: dict[Number, Number]) -> str:
    place = Address.parse(label).article
    return label_of(moved[place.first]) if place and place.first in moved else label


def _differences(label: str, before: Sequence[str], after: Sequence[str]) -> list[str]:
    pairs = zip(_OWN_ARTICLE.findall("\n".join(before)), _OWN_ARTICLE.findall("\n".join(after)), strict=True)
    return [f"{label}：{old}→{new}" for old, new in pairs if old != new]


def _numbers(first: Number, last: Number) -> list[Number]:
    if first.value == last.value:
        return [Number(first.value, sub) for sub in range(first.sub, last.sub + 1)]
    return [Number(value) for value in range(first.value, last.value + 1)]


def _fresh(paragraph: EditParagraph) -> EditParagraph:
    paragraph.old = paragraph.new = None
    return paragraph


_DEEDS: Final[dict[Deed, Callable[[_Editor, Instruction], None]]] = {
    Deed.REPLACE: _Editor.replace,
    Deed.RENUMBER: _Editor.renumber,
    Deed.INSERT: _Editor.insert,
    Deed.DELETE: _Editor.delete,
    Deed.SUBSTITUTE: _Editor.substitute,
    Deed.ADD_WORDS: _Editor.add_words,
    Deed.DELETE_WORDS: _Editor.delete_words,
    Deed.MERGE: _Editor.merge,
    Deed.SPLIT: _Editor.split,
    Deed.DIVISION: _Editor.division,
    Deed.ORDER: _Editor.order,
}
