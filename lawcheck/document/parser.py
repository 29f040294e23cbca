"""From source text to document: never refuses, never loses a character; what looks odd becomes a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count, pairwise
from typing import NamedTuple

from lawcheck.document.builder import Builder
from lawcheck.document.collecting import collector_held_back
from lawcheck.document.decimals import decimal_marks
from lawcheck.document.decisions import amends, appended_texts, split_quotations
from lawcheck.document.front import Front, read_front
from lawcheck.document.headings import heading_marks
from lawcheck.document.lines import Line, Mark, heading_key, is_date_line, mark_line, parts_kind, split_lines
from lawcheck.document.model import CONTAINERS, NOTICE, Document, Segment, Structure, Unit, UnitKind
from lawcheck.document.notices import (
    Notice,
    annex_list,
    find_notice,
    further_texts,
    is_notice,
    issued_text,
    opens_end,
    tail_start,
)
from lawcheck.document.numerals import Number, parse_numeral
from lawcheck.document.run_on import part_lines
from lawcheck.document.source import Problem, SourceText, Span
from lawcheck.messages import render

__all__ = ["parse"]

_ANNEX = re.compile(
    r"(?:附件|附表|附录|附图)[ \u3000]*([A-Z](?![A-Za-z])|[0-9０-９一二三四五六七八九十]{0,3})[ \u3000]*[：:.、]?[ \u3000]*(.*)"
)
_ALONE = re.compile(
    r"附[ \u3000]*[件表录][ \u3000]*[0-9０-９一二三四五六七八九十]{0,3}"
)  # no list of annexes goes on below
_LISTED = re.compile(r"(?:下列|以下)[^。；]{0,40}[：:]$|之一的[^。]{0,20}[：:]$")
# Each problem of these kinds lowers the confidence in the parse: the numbering that everything hangs on is in doubt.
_DOUBTS = {"P101": 0.08, "P102": 0.08, "P104": 0.04, "P105": 0.02, "P106": 0.04}
_ASIDES = {"textbox": "文本框", "footnote": "脚注", "endnote": "尾注"}
_LAYS_DOWN = re.compile("应当|不得|可以|必须|禁止|责令|罚款|没收|按照|执行")
_QUOTED = 40  # characters of such words in a message
_NOTICE_EID = "notice"
# The date of the signature stands in the last lines of a document; above it those who sign, however many.
_TAIL_LINES = 5
_SIGNS = re.compile(
    r"[（(]?[此本]页无正文[）)]?|[\u4e00-\u9fff \u3000]{3,60}(?:政府|委员会|办公室|办公厅|[厅局署委院]|支?队|中心|公司|协会)"
)


class _Parts(NamedTuple):
    """Line ranges of the body, the conclusion, each annex, and what is only packaging."""

    body: list[Line]
    conclusion: list[Line]
    annexes: list[list[Line]]
    packaging: list[Line]  # 抄送, 公开方式, a list of annexes
    wholes: Sequence[list[Line]] = ()  # whole texts behind a 修改决定


def parse(source: SourceText | str, *, tails: Mapping[int, str] | None = None) -> Document:
    """Parse any text; ``tails`` overrides, by line offset, whether text after the last 项 is a new 款.

    >>> d = parse("第一条　甲：\\n（一）乙；\\n（二）丙，\\n丁。")
    >>> d.articles[0].children[0].wrap_up, [p.code for p in d.problems]
    ('丁。', ['P112'])
    """
    if isinstance(source, str):
        source = SourceText.from_text(source)
    with collector_held_back():
        document = _parse(source, tails)
    # The tree holds the characters of the file: after a conversion to Simplified ones the lines are read anew.
    if source.structure is None or source.original or tails:
        return document
    return _as_given(document, source.structure)


def _as_given(read: Document, given: Structure) -> Document:
    """The tree that the file states, with the problems that its lines have."""
    cut, stated = read.source.slice, given._asdict()
    note, preamble, conclusion = cut(given.note_span), cut(given.preamble_span), cut(given.conclusion_span)
    return replace(read, note=note, preamble=preamble, conclusion=conclusion, **stated)


def _parse(source: SourceText, tails: Mapping[int, str] | None) -> Document:
    lines = part_lines(split_lines(source))
    appended = appended_texts(lines) or further_texts(lines)
    own = lines[: appended[0]] if appended else lines
    decimals = decimal_marks(own)
    kind = UnitKind.CLAUSE if decimals else parts_kind(own)
    given = decimals or heading_marks(own)
    front = _front(own, kind, given)
    notice = find_notice(own[: _title_line(front)])
    front = _with_matter(front, notice)
    parts = _divide([line for line in own[front.stop :] if line.kind != "aside"], given)
    parts = parts._replace(wholes=[lines[a:b] for a, b in pairwise((*appended, len(lines)))])
    decision = amends(front.title)
    builder = Builder(source.text, decision=decision, tails=tails, parts=kind, given=given)
    if decision:
        for line, quoted in split_quotations(source.text, parts.body):
            builder.feed(line, quoted=quoted)
    else:
        for line in parts.body:
            builder.feed(line)
    ordinals, taken = count(), set[str]()
    issuing, notice_problems = _notice(source.text, own, notice, ordinals, taken)
    units = builder.units(ordinals, taken)
    annexes, annex_problems = _annexes(source.text, parts, ordinals, taken)
    problems = _problems(source, front, units, [*notice_problems, *builder.problems, *annex_problems])
    return Document(
        source=source,
        title=front.title,
        title_span=front.title_span,
        note=source.slice(front.note_span),
        note_span=front.note_span,
        preamble=source.slice(front.preamble_span),
        preamble_span=front.preamble_span,
        units=units,
        annexes=(*issuing, *annexes),
        conclusion=source.slice(_span(parts.conclusion)),
        conclusion_span=_span(parts.conclusion),
        segments=_segments(lines, front, parts, builder.heads),
        problems=problems,
        toc=front.toc,
        confidence=max(0.0, 1.0 - sum(_DOUBTS.get(p.code, 0.0) for p in problems)),
    )


def _front(lines: Sequence[Line], parts: UnitKind, given: Mapping[int, Mark]) -> Front:
    """The front; a notice whose own items were taken for the body is part of the front of what it issues."""
    front = read_front(lines, parts, given)
    cut = issued_text(lines)
    if cut is None or lines[cut].at < front.title_span.end or not is_notice(front.title):
        return front
    inner = read_front(lines[cut:], parts_kind(lines[cut:]), given)
    head = tuple("furniture" if line.text else "blank" for line in lines[:cut])
    return inner._replace(stop=cut + inner.stop, roles=head + inner.roles) if inner.title else front


def _title_line(front: Front) -> int:
    return front.roles.index("title") if "title" in front.roles else 0


def _with_matter(front: Front, notice: Notice | None) -> Front:
    """What the notice lays down is no packaging."""
    matter = set(notice.matter) if notice else set()
    return front._replace(roles=tuple("annex" if i in matter else role for i, role in enumerate(front.roles)))


def _notice(
    text: str, lines: Sequence[Line], notice: Notice | None, ordinals: count[int], taken: set[str]
) -> tuple[tuple[Unit, ...], list[Problem]]:
    """What the notice says itself, as a text beside the one that it issues; nothing where it only issues it."""
    if notice is None or not notice.matter:
        return (), []
    chosen = [lines[index] for index in notice.matter]
    ordinal = next(ordinals)
    taken.add(_NOTICE_EID)
    builder = Builder(text, prefix=_NOTICE_EID, parts=parts_kind(chosen))
    for line in chosen:
        if mark_line(line.text) is None and opens_end(line.text):
            builder.item = None
        builder.feed(line)
    span = _span(chosen)
    children = builder.units(ordinals, taken)
    empty = Span(span.start, span.start)
    unit = Unit(UnitKind.ANNEX, _NOTICE_EID, ordinal, span, None, NOTICE, notice.title, "", empty, children)
    return (unit,), builder.problems


def _span(lines: Sequence[Line]) -> Span:
    shown = [line for line in lines if line.text]
    return Span(shown[0].at, shown[-1].at + len(shown[-1].text)) if shown else Span(0, 0)


# -- dividing the lines ------------------------------------------------------------------------------------------


def _divide(lines: list[Line], given: Mapping[int, Mark]) -> _Parts:
    kept = lines[: tail_start(lines)]
    starts = _annex_starts(kept, given)
    own = kept[: starts[0]] if starts else kept
    listed = annex_list(own)
    own = own[: tail_start(own[:listed])]
    cut = _conclusion_start(own)
    end = annex_list(own[:cut])
    end = tail_start(own[:end])
    annexes = [kept[a:b] for a, b in pairwise([*starts, len(kept)])] if starts else []
    signed = own[cut:]
    if annexes and not signed:
        signed, annexes[0] = _signed(annexes[0])
    held = {line.start for line in (*own[:end], *signed, *(line for group in annexes for line in group))}
    packaging = [line for line in lines if line.start not in held]
    return _Parts(own[:end], signed, annexes, packaging)


def _signed(annex: list[Line]) -> tuple[list[Line], list[Line]]:
    """The signature between 附件：某目录 and what is attached, which has no 附件 of its own above it; and the annex without it."""
    shown = [index for index, line in enumerate(annex) if line.text]
    first = shown[1 : _TAIL_LINES + 1]
    date = next((index for index in first if annex[index].kind == "text" and is_date_line(annex[index].text)), None)
    if date is None or date == shown[-1] or annex_list(annex[:1]):
        return [], annex
    signature = annex[1 : date + 1]
    signs = all(_SIGNS.fullmatch(line.text) or is_date_line(line.text) for line in signature if line.text)
    return (signature, [annex[0], *annex[date + 1 :]]) if signs else ([], annex)


def _annex_starts(lines: list[Line], given: Mapping[int, Mark]) -> list[int]:
    """附件 lines behind the first numbered unit; a list of annexes before the signature is not an annex."""
    begun, found = False, list[int]()
    for index, line in enumerate(lines):
        if not line.text or line.kind != "text":
            continue
        if line.text[0] == "附" and begun and _is_annex_line(line.text):
            found.append(index)
        elif not begun and (line.at in given or (line.text[0] in "第一（" and mark_line(line.text))):
            begun = True
    listed = [i for i in found if not _has_content(lines, i, found)]
    return [i for i in found if i not in listed]


def _is_annex_line(text: str) -> bool:
    return len(text) <= 45 and text[-1] not in "。；，" and bool(_ANNEX.fullmatch(text)) and heading_key(text) != "附则"


def _has_content(lines: list[Line], index: int, found: list[int]) -> bool:
    end = next((i for i in found if i > index), len(lines))
    shown = [line for line in lines[index + 1 : end] if line.text]
    if end < len(lines) and annex_list([*lines[index : index + 1], *shown]) == 0:
        return False  # 附件：1.甲 and below it 2.乙, before what is attached
    told = (_ALONE.fullmatch(lines[index].text) and len(shown) > 1) or any(line.text.endswith("。") for line in shown)
    if told and not any(is_date_line(line.text) for line in shown):
        return True
    return any(
        line.kind == "row" or _is_article(line) or not (is_date_line(line.text) or len(line.text) < 25)
        for line in shown
    )


def _is_article(line: Line) -> bool:
    mark = mark_line(line.text) if line.text[0] == "第" else None
    return mark is not None and mark.kind is UnitKind.ARTICLE


def _conclusion_start(lines: list[Line]) -> int:
    """Index where the signature (maker and date alone on their lines) begins; the end if there is none."""
    shown = [i for i, line in enumerate(lines) if line.text]
    dates = [i for i in shown[-_TAIL_LINES:] if lines[i].kind == "text" and is_date_line(lines[i].text)]
    if not dates:
        return len(lines)
    start = dates[-1]
    for i in reversed([i for i in shown if i < start]):
        text = lines[i].text
        if lines[i].kind != "text" or text[-1] in "。；：，" or mark_line(text):
            break
        near = len(text) <= 30 and i in shown[-_TAIL_LINES:]
        if not near and not _SIGNS.fullmatch(text):
            break
        start = i
    return start


_Read = Callable[[str, list[Line], int, "count[int]", set[str]], tuple[Unit, list[Problem]]]


def _annexes(text: str, parts: _Parts, ordinals: count[int], taken: set[str]) -> tuple[tuple[Unit, ...], list[Problem]]:
    units: list[Unit] = []
    problems: list[Problem] = []
    wholes = [piece for lines in parts.wholes for piece in _whole_and_annexes(lines)]
    for read, lines in (*((_annex, lines) for lines in parts.annexes), *wholes):
        unit, noted = read(text, lines, len(units) + 1, ordinals, taken)
        units.append(unit)
        problems += noted
    return tuple(units), problems


def _whole_and_annexes(lines: list[Line]) -> list[tuple[_Read, list[Line]]]:
    """A text as amended and the annexes behind it, each with the function that reads it."""
    starts = _annex_starts(lines, {})
    own = lines[: starts[0]] if starts else lines
    return [(_whole, own), *((_annex, lines[a:b]) for a, b in pairwise([*starts, len(lines)]) if starts)]


def _whole(
    text: str, lines: list[Line], position: int, ordinals: count[int], taken: set[str]
) -> tuple[Unit, list[Problem]]:
    """A text as amended, behind the decision that amends it; its 题注 and contents are the words of the unit."""
    lines = [line for line in lines if line.kind != "aside"]
    front = read_front(lines)
    eid, ordinal = f"att_{position}", next(ordinals)
    taken.add(eid)
    builder = Builder(text, prefix=eid)
    for line in lines[front.stop :]:
        builder.feed(line)
    shown = [line for line in lines if line.text]
    below = [line for line in lines[: front.stop] if line.text and line.at >= front.title_span.end]
    words = _span(below) if below else Span(front.title_span.end, front.title_span.end)
    span = Span(shown[0].at, shown[-1].at + len(shown[-1].text))
    children = builder.units(ordinals, taken)
    unit = Unit(UnitKind.ANNEX, eid, ordinal, span, None, "", front.title, text[slice(*words)], words, children)
    return unit, builder.problems


def _annex(
    text: str, lines: list[Line], position: int, ordinals: count[int], taken: set[str]
) -> tuple[Unit, list[Problem]]:
    head, rest = lines[0], lines[1:]
    found = _ANNEX.fullmatch(head.text)
    heading = found[2] if found else head.text
    following = next((i for i, line in enumerate(rest) if line.text), None)
    if not heading and following is not None and _is_name(rest[following]):
        heading, rest = rest[following].text, rest[following + 1 :]
        if rest and _goes_on(lines[1 + following], rest[0]):
            heading, rest = heading + rest[0].text, rest[1:]
    value = (parse_numeral(found[1]) if found and found[1] else None) or position
    eid, ordinal = f"att_{position}", next(ordinals)
    taken.add(eid)
    builder = Builder(text, prefix=eid, given=decimal_marks(rest))
    for line in rest:
        builder.feed(line)
    end = max((line.at + len(line.text) for line in lines if line.text), default=head.end)
    label = head.text[: found.start(2)].rstrip(" \u3000") if found else head.text
    unit = Unit(
        UnitKind.ANNEX,
        eid,
        ordinal,
        Span(head.at, end),
        Number(value),
        label,
        heading,
        text_span=Span(head.end, head.end),
        children=builder.units(ordinals, taken),
    )
    return unit, builder.problems


_NAME_ENDS = re.compile(
    r"(?:[表图单书录函件账册]|清单|样式|格式|办法|规定|细则|方案|标准|基准|说明|指南|流程)(?:[（(].*[）)])?$"
)


def _goes_on(name: Line, below: Line) -> bool:
    """Whether the name of an annex is broken over two centred lines."""
    centred = name.hint == below.hint == "centered"
    return (
        centred and not _NAME_ENDS.search(name.text) and _NAME_ENDS.search(below.text) is not None and _is_name(below)
    )


def _is_name(line: Line) -> bool:
    return line.kind == "text" and len(line.text) < 40 and line.text[-1] not in "。；：" and not mark_line(line.text)


# -- what looks odd ----------------------------------------------------------------------------------------------


def _problems(source: SourceText, front: Front, units: tuple[Unit, ...], noted: list[Problem]) -> tuple[Problem, ...]:
    problems = [*source.problems, *noted]
    start = Span(0, 0)
    flat = [unit for top in units for unit in top.walk()]
    containers = [unit for unit in flat if unit.kind in CONTAINERS]
    if not front.title:
        problems.append(Problem("P112", start, render("P112")))
    if not any(unit.kind in (UnitKind.ARTICLE, UnitKind.CLAUSE) for unit in flat):
        problems.append(Problem("P113", start, render("P113")))
    articles = any(unit.kind is UnitKind.ARTICLE for unit in flat)
    problems += _container_problems(containers, UnitKind.ARTICLE if articles else UnitKind.CLAUSE)
    for unit in flat:
        if unit.kind is UnitKind.PARAGRAPH and len(unit.children) < 2 and unit.text[-1:] in "：:":
            problems += _list_problems(unit)
    problems += _toc_problems(front, containers, source.text)
    problems += _beside_problems(source)
    return tuple(sorted(problems, key=lambda p: (p.span, p.code)))


def _beside_problems(source: SourceText) -> list[Problem]:
    """Text boxes and notes that lay something down: they stand in no clause."""
    told = []
    for block in source.blocks:
        place = _ASIDES.get(block.provenance.part)
        words = block.content.strip()
        if place and _LAYS_DOWN.search(words):
            shown = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}……"
            told.append(
                Problem(
                    "P118",
                    Span(block.start, block.start + len(block.content)),
                    render("P118", place=place, quote=shown),
                )
            )
    return told


def _container_problems(containers: list[Unit], wanted: UnitKind) -> list[Problem]:
    """Headings with nothing of the ``wanted`` kind below: 条, or the 一、 of a document that has no 条 at all."""
    problems = []
    for unit in containers:
        shown, span = unit.citable, Span(unit.span.start, unit.text_span.start)
        if not any(below.kind is wanted for below in unit.walk()):
            problems.append(Problem("P107", span, render("P107", label=shown)))
        if not unit.heading:
            problems.append(Problem("P115", span, render("P115", label=shown)))
        sections = [c for c in unit.children if c.kind is UnitKind.SECTION]
        if len(sections) == 1:
            problems.append(Problem("P117", sections[0].span, render("P117", parent=shown, kind="节")))
    return problems


def _list_problems(unit: Unit) -> list[Problem]:
    """“下列…：” calls for at least two 项."""
    found = _LISTED.search(unit.text)
    if found is None:
        return []
    span = Span(unit.text_span.start + found.start(), unit.text_span.start + found.end())
    return [Problem("P114", span, render("P114", quote=found[0]))]


def _toc_problems(front: Front, containers: list[Unit], text: str) -> list[Problem]:
    """Each difference once: at the entry of the contents whose words differ or that has no heading; at the heading of the
    body where only its number differs or the contents lack it."""
    heads = {heading_key(unit.label + unit.heading): unit for unit in containers}
    listed = {heading_key(entry): entry for entry in front.toc}
    if not heads or not listed:
        return []
    left = [entry for key, entry in listed.items() if key not in heads]
    told = []
    for unit in (unit for key, unit in heads.items() if key not in listed):
        shown = unit.label.strip() + unit.heading.strip()
        entry, renumbered = _entry_of(unit, left)
        left = [other for other in left if other != entry]
        span = _entry_span(front, entry, text) if entry and not renumbered else _heading_span(unit, text)
        told.append((span, f"目录为“{entry.strip()}”，正文为“{shown}”" if entry else f"目录没有“{shown}”"))
    told += [(_entry_span(front, entry, text), f"正文没有“{entry.strip()}”") for entry in left]
    return [Problem("P111", span, render("P111", entry=said)) for span, said in told]


def _entry_of(unit: Unit, entries: Sequence[str]) -> tuple[str, bool]:
    """The entry with the words of a heading under another number (True), else the one with its number; else nothing."""
    label, heading = heading_key(unit.label), heading_key(unit.heading)
    keys = [(entry, heading_key(entry)) for entry in entries]
    if renumbered := next((entry for entry, key in keys if heading and key.endswith(heading)), ""):
        return renumbered, True
    return next((entry for entry, key in keys if key.startswith(label)), ""), False


def _entry_span(front: Front, entry: str, text: str) -> Span:
    """The line of an entry in the contents."""
    at = text.find(entry, *front.toc_span)
    return Span(at, at + len(entry)) if at >= 0 else front.toc_span


def _heading_span(unit: Unit, text: str) -> Span:
    """The line of a heading."""
    end = text.find("\n", unit.span.start, unit.span.end)
    return Span(unit.span.start, end if end >= 0 else unit.span.end)


# -- segments ----------------------------------------------------------------------------------------------------


def _segments(lines: list[Line], front: Front, parts: _Parts, heads: set[int]) -> tuple[Segment, ...]:
    """Runs of lines with the same role (blank ones join the run they follow); together they tile the text."""
    later = {line.start: "conclusion" for line in parts.conclusion}
    later |= {line.start: "aside" for line in parts.packaging if line.text}
    later |= {line.start: "annex" for group in (*parts.annexes, *parts.wholes) for line in group}
    segments: list[Segment] = []
    start, end, role = 0, 0, ""
    for index, line in enumerate(lines):
        current = front.roles[index] if index < front.stop else _role(line, later, heads)
        if current != role and (current != "blank" or not role):
            if end > start:
                segments.append(Segment(start, end, role))
            start, role = line.start, current
        end = line.next
    return (*segments, Segment(start, end, role)) if end > start else tuple(segments)


def _role(line: Line, later: Mapping[int, str], heads: set[int]) -> str:
    if line.kind == "aside":
        return "aside"
    if not line.text:
        return "blank"
    if later and (role := later.get(line.start)):
        return role
    if line.kind == "row":
        return "table"
    return "heading" if line.at in heads else "body"
